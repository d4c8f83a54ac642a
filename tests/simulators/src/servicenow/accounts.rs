//! The accounts that may log in, and what their roles let them do.

use crate::demo;

/// One account.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) user: &'static str,
    password: &'static str,
    pub(super) sys_id: &'static str,
    /// As shown in journals.
    pub(super) name: &'static str,
    roles: &'static [&'static str],
}

/// The first has every role that Elastic's guide gives to its integration users, the second lacks
/// those for security incidents.
pub(super) static ACCOUNTS: [Account; 2] = [
    Account {
        user: demo::SERVICENOW_USER,
        password: demo::SERVICENOW_PASSWORD,
        sys_id: "c0ffee00c0ffee00c0ffee00c0ffee01",
        name: "Case Bot",
        roles: &[
            "itil",
            "sn_si.basic",
            "import_set_loader",
            "import_transformer",
            "personalize_choices",
            "x_elas2_inc_int.integration_user",
            "x_elas2_sir_int.integration_user",
        ],
    },
    Account {
        user: demo::SERVICENOW_ITIL_USER,
        password: demo::SERVICENOW_ITIL_PASSWORD,
        sys_id: "c0ffee00c0ffee00c0ffee00c0ffee03",
        name: "ITIL Bot",
        roles: &[
            "itil",
            "import_set_loader",
            "import_transformer",
            "personalize_choices",
            "x_elas2_inc_int.integration_user",
        ],
    },
];

impl Account {
    /// The account with this login.
    pub(super) fn find(user: &str, password: &str) -> Option<&'static Self> {
        ACCOUNTS.iter().find(|account| account.user == user && account.password == password)
    }

    /// Whether the account has one of these roles.
    pub(super) fn has_one_of(&self, roles: &[&str]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }
}
