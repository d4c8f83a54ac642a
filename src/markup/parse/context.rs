//! What is known while a text is read.

use super::definition::Definitions;
use crate::loss::Losses;

pub(super) struct Context<'a, 'p> {
    /// The address of a page of Kibana, where it is known.
    pub(super) kibana: Option<&'p str>,
    pub(super) definitions: Definitions<'a>,
    pub(super) losses: &'p mut Losses,
    /// Whether links are text where the reader stands. An HTML tag may open one that no paragraph closes.
    pub(super) in_link: bool,
}
