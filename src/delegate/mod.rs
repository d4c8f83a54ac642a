//! The delegate: the same push, done by Kibana's own `_push`, with Kibana's guarantees.
//!
//! Kibana stores the incident's id only after every comment has arrived, and looks for no incident that is
//! already there. So a `_push` whose outcome is unknown is never sent again unless a person says so. What can
//! be known is read from the case: its `external_service` says when it was pushed last.

mod answer;
mod machine;
mod view;

pub use answer::CaseNames;
pub use machine::{DelegatedPush, Intent, Next, Options};
pub use view::{plan, status};

use crate::error::{Code, Error};
use crate::http::{Method, Request};
use crate::url::{BaseUrl, encode_component};
use serde_json::json;

/// Where Kibana is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kibana {
    base: BaseUrl,
}

impl Kibana {
    /// `url` is Kibana's address with its base path; `space` the space of the cases, unless it is the default one.
    ///
    /// # Errors
    /// `OPTIONS_INVALID` for a URL that is no base URL.
    pub fn new(url: &str, space: Option<&str>) -> Result<Self, Error> {
        let space = space.map(str::trim).filter(|space| !space.is_empty());
        let space = space.map_or_else(String::new, |space| format!("/s/{}", encode_component(space)));
        let invalid = |_| {
            let message = "Kibana's URL must be https, or http on this machine, without query or credentials. A path alone needs a page that it belongs to.";
            Error::with(Code::OptionsInvalid, message).at("delegate.url")
        };
        let base = BaseUrl::parse(url).and_then(|base| BaseUrl::parse(&base.join(&space))).map_err(invalid)?;
        Ok(Self { base })
    }

    /// The URL with the space.
    #[must_use]
    pub const fn base(&self) -> &BaseUrl {
        &self.base
    }

    fn read(&self, case_id: &str) -> Request {
        self.headed(Request::get(self.url(case_id, "")))
    }

    fn push(&self, case_id: &str, connector_id: &str) -> Request {
        let url = self.url(case_id, &format!("/connector/{}/_push", encode_component(connector_id)));
        self.headed(Request::json(Method::Post, url, &json!({})))
    }

    fn url(&self, case_id: &str, below: &str) -> String {
        self.base.join(&format!("/api/cases/{}{below}", encode_component(case_id)))
    }

    /// Kibana takes no write without `kbn-xsrf`, and sends a read without it to its login page.
    fn headed(&self, mut request: Request) -> Request {
        for (name, value) in [("kbn-xsrf", "case-connectors"), ("elastic-api-version", "2023-10-31")] {
            request.headers.insert(name.into(), value.into());
        }
        request
    }
}
