//! The engine through its public interface: all its tests but those that only a browser can run, in one program.

mod analysts;
mod api;
mod bounds;
mod case;
mod common;
mod delegate;
mod doctor;
mod errors;
mod fields;
mod forms;
mod generated;
mod growth;
mod hostile;
mod links;
mod markup;
mod paths;
mod people;
mod properties;
mod pull;
mod purity;
mod push;
mod requests;
