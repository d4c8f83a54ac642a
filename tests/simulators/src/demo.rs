//! The only accounts that exist. They open nothing but these simulators, so
//! they may be printed anywhere.

use crate::Addresses;
use serde::Serialize;
use std::collections::BTreeMap;

/// User name of the ServiceNow account, which may write to both tables.
pub const SERVICENOW_USER: &str = "case.bot";
/// Password of the ServiceNow account.
pub const SERVICENOW_PASSWORD: &str = "servicenow-demo-password";
/// User name of a ServiceNow account without the roles of Security Operations.
pub const SERVICENOW_ITIL_USER: &str = "itil.bot";
/// Password of that account.
pub const SERVICENOW_ITIL_PASSWORD: &str = "servicenow-itil-password";

/// Key of the first project of each Jira.
pub const JIRA_PROJECT: &str = "SOC";
/// E-mail address of the Jira Cloud account.
pub const JIRA_CLOUD_EMAIL: &str = "case.bot@example.com";
/// API token of the Jira Cloud account.
pub const JIRA_CLOUD_TOKEN: &str = "jira-demo-token";

/// User name of the Jira Data Center account.
pub const JIRA_DATA_CENTER_USER: &str = "case.bot";
/// Password of the Jira Data Center account.
pub const JIRA_DATA_CENTER_PASSWORD: &str = "jira-demo-password";
/// Personal access token of the same account, sent as a bearer token.
pub const JIRA_DATA_CENTER_PAT: &str = "jira-demo-pat";

/// Id of the Jira connector in the simulated Kibana.
pub const KIBANA_CONNECTOR: &str = "kibana-jira";
/// Id of another one there.
pub const KIBANA_OTHER_CONNECTOR: &str = "kibana-servicenow";
/// The session cookie of the simulated Kibana, `sid`.
pub const KIBANA_SESSION: &str = "kibana-demo-session";

/// The only organisation in the simulated Resilient.
pub const RESILIENT_ORG: u32 = 201;
/// Name of that organisation, which IBM's client asks for.
pub const RESILIENT_ORG_NAME: &str = "Demo Organization";
/// Id of the Resilient API key.
pub const RESILIENT_KEY_ID: &str = "3f6a1c1e-demo-key";
/// Secret of the Resilient API key.
pub const RESILIENT_KEY_SECRET: &str = "resilient-demo-secret";

/// What somebody types into the form of a connector to reach a simulated system.
#[derive(Clone, Debug, Serialize)]
pub struct DemoConnector {
    /// The id of the connector type.
    #[serde(rename = "type")]
    pub type_id: &'static str,
    /// The simulated system, for people.
    pub name: &'static str,
    /// The values, by the paths of the form's fields.
    pub values: BTreeMap<&'static str, String>,
}

/// One connector of each type, so that a page can offer them without knowing any system.
#[must_use]
pub fn connectors(addresses: &Addresses) -> Vec<DemoConnector> {
    let connector = |type_id, name, url: &str, values: &[(&'static str, &str)]| {
        let typed = values.iter().copied().chain([("config.apiUrl", url)]);
        DemoConnector { type_id, name, values: typed.map(|(path, value)| (path, value.to_owned())).collect() }
    };
    let servicenow = [("config.username", SERVICENOW_USER), ("secrets.password", SERVICENOW_PASSWORD)];
    let jira = [
        ("config.projectKey", JIRA_PROJECT),
        ("config.email", JIRA_CLOUD_EMAIL),
        ("config.advanced.deployment", "cloud"),
        ("secrets.apiToken", JIRA_CLOUD_TOKEN),
    ];
    let org = RESILIENT_ORG.to_string();
    let resilient = [
        ("config.orgId", org.as_str()),
        ("config.apiKeyId", RESILIENT_KEY_ID),
        ("secrets.apiKeySecret", RESILIENT_KEY_SECRET),
    ];
    vec![
        connector(".servicenow", "ServiceNow", &addresses.servicenow, &servicenow),
        connector(".servicenow-sir", "ServiceNow SecOps", &addresses.servicenow, &servicenow),
        connector(".jira", "Jira Cloud", &addresses.jira_cloud, &jira),
        connector(".resilient", "IBM Resilient", &addresses.resilient, &resilient),
    ]
}
