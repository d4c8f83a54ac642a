//! `CaseConnectors`: storage, secrets, and pushes that use them, alone among all tabs.

mod bulk;
mod channel;
mod clock;
mod connectors;
mod delegate;
mod doctor;
mod drive;
mod exchange;
mod governor;
mod handle;
mod import_export;
mod journal;
mod keys;
mod license;
mod lock;
mod messages;
mod open;
mod request;
mod resume;
mod run;
mod running;
mod settings;
mod vault;

pub use bulk::{host_push_all, host_resume_all};
pub(in crate::wasm) use clock::Timer;
pub use connectors::{host_connectors, host_delete_connector, host_save_connector, host_set_secrets};
pub use doctor::host_test_connector;
pub use import_export::{host_export, host_import};
pub use journal::{host_aside, host_journal};
pub use messages::{host_abort, host_unwatch, host_watch};
pub use open::{host_close, host_open};
pub use resume::{host_dismiss, host_interrupted, host_resume};
pub use run::{host_forget, host_plan, host_push, host_status};
pub use settings::{host_case_choice, host_save_case_choice, host_save_settings, host_settings};
pub use vault::{host_lock, host_set_vault, host_unlock, host_vault, host_wipe};
