//! What differs between the tables of ServiceNow that hold incidents.

use crate::systems::connector::CommentsTarget;

/// A table whose rows are incidents: it extends `task`.
#[derive(Debug)]
pub(in crate::systems) struct Table {
    /// Its name in the dictionary, in the paths of the Table API, and before `.do` in the address of a page.
    pub(in crate::systems) name: &'static str,
    /// The letters that its numbers begin with.
    pub(in crate::systems) number: &'static str,
    /// The scope of Elastic's app for it, in the paths of the app's routes.
    pub(in crate::systems) app: &'static str,
    /// The import set of that app.
    pub(in crate::systems) import_set: &'static str,
    /// Columns that the app stages, besides those of the form.
    pub(in crate::systems) staged: &'static [&'static str],
    /// The columns that name who has opened an incident.
    pub(in crate::systems) opener: &'static [&'static str],
    /// Who sees comments unless somebody has chosen.
    pub(in crate::systems) comments: CommentsTarget,
    /// The rights that a push needs, by the Table API.
    pub(in crate::systems) rights: &'static str,
    /// Those by the import set.
    pub(in crate::systems) import_rights: &'static str,
}

impl Table {
    /// A path of the Table API, with what comes after the table's name.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("/api/now/table/{}{rest}", self.name)
    }
}
