//! What can go wrong, with a stable code and what to do about it.
//!
//! A code never changes its meaning. The remedy belongs to the code, so that
//! the same trouble is answered the same way wherever it is met.

use crate::words::joined;
use serde::{Serialize, Serializer};
use std::ops::{Deref, DerefMut};

macro_rules! codes {
    ($($variant:ident, $code:literal, $what:literal, $remedy:literal;)+) => {
        /// The stable codes of [`Error`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $what] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as hosts see it, in SCREAMING_SNAKE.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What happened, in one sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $what,)+ }
            }

            /// What a person can do about it.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)+ }
            }
        }
    };
}

impl Code {
    /// Whether it says that the system refused a request as it was: for certain it was not carried out, and the same again
    /// would be refused again.
    pub(crate) const fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::Forbidden
                | Self::NotFound
                | Self::WrongProduct
                | Self::Rejected
                | Self::TableMissing
                | Self::ProjectMissing
                | Self::IssueTypeMissing
                | Self::OrganizationMissing
                | Self::PermissionMissing
                | Self::FieldsRequired
                | Self::FieldsMissing
                | Self::DeploymentWrong
        )
    }
}

codes! {
    CaseInvalid, "CASE_INVALID", "The case is not what Kibana's Cases API answers.",
        "Pass the JSON bytes of the case as the Cases API answered them; the field says where it differs.";
    CaseTooLarge, "CASE_TOO_LARGE", "The case is larger than 32 MiB.",
        "Pass the case without the attachments that are not comments or alerts.";
    CommentsMissing, "COMMENTS_MISSING", "The case has more comments than were passed.",
        "Read all pages of /api/cases/{id}/comments/_find and pass them as commentPages.";
    ConnectorInvalid, "CONNECTOR_INVALID", "The connector cannot be used as it is.",
        "Open the connector's form: it names every problem.";
    ConnectorUnknown, "CONNECTOR_UNKNOWN", "No connector has this id.",
        "Choose a connector from the list, or save it first.";
    ConnectorExists, "CONNECTOR_EXISTS", "A connector with this id is stored already, and it differs.",
        "Compare the two. Import again with the id in `replace` to put the imported one in its place, or keep the stored one.";
    MappingInvalid, "MAPPING_INVALID", "A field mapping cannot be used.",
        "Correct the mapping in the connector's settings.";
    FieldsInvalid, "FIELDS_INVALID", "The connector fields of this case cannot be used.",
        "Correct the connector fields of the case; the field says which.";
    LicenseRequired, "LICENSE_REQUIRED", "The licence is too low for this connector type.",
        "Ask for a licence that includes this connector type, or use another one.";
    OptionsInvalid, "OPTIONS_INVALID", "An option has a value that cannot be used.",
        "Correct the option that the message names.";
    JournalInvalid, "JOURNAL_INVALID", "A journal record cannot be read.",
        "Pass the records unchanged, as `save` gave them; a newer version of the package may have written them.";
    SecretMissing, "SECRET_MISSING", "The password, token or key of this connector is not here.",
        "Enter the secret again. Secrets in memory are gone after a reload; a vault can keep them.";
    RequestInvalid, "REQUEST_INVALID", "A request would not be valid HTTP.",
        "Remove control characters and white space from the value that the message names.";
    UrlOutside, "URL_OUTSIDE_CONNECTOR", "The request does not go to the connector's base URL, so the secret was not added.",
        "Use authorize only with requests that were made for the same connector.";
    PushState, "PUSH_STATE", "The push was not waiting for this call.",
        "Follow the protocol: next(), then exactly one reply to what it asked for.";
    NoAnswer, "NO_ANSWER", "The request got no answer.",
        "Check the connection and the host name. In a browser the cause may also be CORS: the system must allow this page's origin, or use a gateway.";
    Offline, "OFFLINE", "The browser has no network connection.",
        "Connect to the network, then try again.";
    TimedOut, "TIMED_OUT", "The system did not answer in time.",
        "Try again; if it happens often, raise the time limit or ask the system's administrator.";
    Aborted, "ABORTED", "The push was stopped on request.",
        "Push again to go on where it stopped.";
    AuthFailed, "AUTH_FAILED", "The system did not accept the user name or the secret.",
        "Check the user and enter the password, token or key again; it may have expired.";
    Forbidden, "FORBIDDEN", "The account may not do this, or its token has expired.",
        "Ask the system's administrator for the right that the message names, or renew the token.";
    XsrfRefused, "XSRF_REFUSED", "Jira refused the write because it came from a browser page.",
        "Jira Cloud allows no writes from other web sites: use a gateway. In Jira Data Center an administrator can add this page's origin to the allowlist with \"Allow incoming\".";
    NotFound, "NOT_FOUND", "The system has nothing at this address.",
        "Check the connector's URL, and that the account may see the incident; it may have been deleted or moved.";
    Rejected, "REJECTED", "The system refused the values.",
        "Correct the fields that the system names, in the case or in the connector's settings.";
    TextTooLong, "TEXT_TOO_LONG", "What the push would append no longer fits the field.",
        "Shorten the field in the remote system, or let the field mapping overwrite it.";
    RateLimited, "RATE_LIMITED", "The system limits how many requests it takes.",
        "Wait as long as the message says, then push again: it goes on where it stopped.";
    RemoteFailed, "REMOTE_FAILED", "The system reported an error of its own.",
        "Try again later; if it goes on, give the message to the system's administrator.";
    NotJson, "NOT_JSON", "The system answered with a web page instead of data.",
        "Check the URL. A login page, a proxy or a sleeping instance often answers in place of the system: open the URL in a browser.";
    AnswerIncomplete, "ANSWER_INCOMPLETE", "The system's answer lacks what the push needs.",
        "Check that the URL leads to the system that the connector is for, and that the account may read incidents.";
    AnswerTooLarge, "ANSWER_TOO_LARGE", "The system's answer is larger than any that a push needs, or takes too long to look through.",
        "Check that the URL leads to the system itself. The message names what was read: if it is the list of comments, delete old ones there, or let the push create a new incident.";
    LookupUnreliable, "LOOKUP_UNRELIABLE", "The system answered about an incident that was not asked for.",
        "Look in the system which incidents this case has. The account may lack the right to read and search by the number or the field that carries the mark, such as correlation_id: ask the administrator.";
    IncidentAmbiguous, "INCIDENT_AMBIGUOUS", "More than one incident carries this case's mark.",
        "Decide which incident belongs to the case, remove the mark from the others, and push again.";
    IncidentEdited, "INCIDENT_EDITED", "Somebody changed the incident's text in the remote system since the last push.",
        "Compare the two texts, then push again and choose: overwrite theirs, or keep theirs.";
    IncidentClosed, "INCIDENT_CLOSED", "The incident was closed in the remote system.",
        "Push again and choose: go on in the closed incident, or create a new one.";
    IncidentGone, "INCIDENT_GONE", "The incident is no longer there, or this account may not see it.",
        "Look in the system first: a lost right or an expired token looks the same. If it was deleted, push again and choose to create a new one.";
    IncidentForeign, "INCIDENT_FOREIGN", "An incident is named or marked as the case's, but nothing proves that a push of ours or a colleague's made it.",
        "Look at it, then push again and choose: take it over, or create another one. Name the account as a colleague in the connector where it is one.";
    EntryUnverified, "ENTRY_UNVERIFIED", "Something says that this was sent before, but nothing proves who said it.",
        "Look at the incident, then push again and choose: trust it, or send again. Name the account as a colleague in the connector where it is one.";
    MarkNotKept, "MARK_NOT_KEPT", "The incident was created, but its mark cannot be found: another browser would create a second one.",
        "Give the connector's account the right to write and to search the field of the mark, and set the mark in the incident; or push again and go on without the mark, where nobody else pushes this case.";
    RareCharacters, "RARE_CHARACTERS", "The system fails at a text with characters beyond U+FFFF, such as emoji, and they may be why.",
        "Push again without them, or have the system's database changed to one that takes them.";
    CommentsUnreadable, "COMMENTS_UNREADABLE", "The incident's comments cannot be read, so it is not known which are already there.",
        "Give the account read access to the incident's journal, or settle the push: say whether the comments are there.";
    OutcomeUnknown, "OUTCOME_UNKNOWN", "It is not known whether the last request was carried out.",
        "Look in the system whether it is there, then settle the push: link it, or send it again.";
    AppMissing, "APP_MISSING", "The instance does not have Elastic's app, which the import set mode needs.",
        "Install the Elastic app from the ServiceNow store, or switch the connector to the Table API.";
    IssueTypeMissing, "ISSUE_TYPE_MISSING", "The Jira project offers no issue type to this account.",
        "Check the project key and that the account may create issues there, or set the default issue type.";
    PushBusy, "PUSH_BUSY", "Another tab or window pushes this case now.",
        "Wait for it, or stop it there.";
    NeverPushed, "NEVER_PUSHED", "No incident of this case is known here, so nothing can be brought back.",
        "Push the case first; or pass it as the push has written it back, with its external_service.";
    NothingPending, "NOTHING_PENDING", "No push of this case was interrupted.",
        "Push the case itself: what was confirmed is not sent twice.";
    GatewayRefused, "GATEWAY_REFUSED", "The gateway did not let the request through.",
        "Give the message to whoever runs the gateway: it names the rule. The connector's base URL must be one of its targets.";
    GatewayFailed, "GATEWAY_FAILED", "The gateway got no usable answer from the system.",
        "Check that the system runs and that the gateway can reach it. The write may have happened: the push looks before it writes again.";
    CaseUnknown, "CASE_UNKNOWN", "Kibana has no case with this id, or does not show it to this user.",
        "Check the space, and that the case was not deleted.";
    SessionMissing, "SESSION_MISSING", "Kibana does not know who asks.",
        "Log in to Kibana in this browser, then push again. Kibana must have the same origin as this page.";
    DelegateIncomplete, "DELEGATE_INCOMPLETE", "Kibana did not finish the push, and does not store what it did by then.",
        "Look in the remote system before you push again: Kibana makes a second incident beside one that it has not stored. Delete or close that one, then settle the push with notThere.";
    VaultLocked, "VAULT_LOCKED", "The secrets are locked.",
        "Enter the passphrase to unlock them. If it is lost, wipe the vault and enter the secrets again.";
    VaultPassphrase, "VAULT_PASSPHRASE", "The passphrase cannot be used.",
        "Check the passphrase; a new one needs at least 12 characters.";
    VaultUnavailable, "VAULT_UNAVAILABLE", "Secrets cannot be sealed here.",
        "Browsers offer cryptography to pages from https or from this machine only, and a store in files seals with a passphrase only. Until then secrets stay in memory.";
    MixedContent, "MIXED_CONTENT", "This page came by https, and browsers may block its requests to an http address.",
        "Enter an https address, or open this page by http.";
    Unreachable, "UNREACHABLE", "No connection to the host came about.",
        "Open the connector's URL in a new tab of this browser.";
    CorsRefused, "CORS_REFUSED", "The host answers, but the browser does not let this page read the answer.",
        "Allow this page's origin in the system, or use a gateway.";
    WrongProduct, "WRONG_PRODUCT", "Something else answers at this URL than the connector is for: another system, or a proxy in its place.",
        "Check the connector's type and its URL, path included; if they are right, whether the system is up.";
    DeploymentWrong, "DEPLOYMENT_WRONG", "The connector is set for another kind of Jira than the one that answers.",
        "Choose the deployment in the advanced part.";
    ProjectMissing, "PROJECT_MISSING", "The account sees no project with this key.",
        "Check the project key, and that the account may browse the project.";
    TableMissing, "TABLE_MISSING", "The instance has no such table.",
        "Check the URL. A table comes with its plugin: security incidents with Security Incident Response.";
    OrganizationMissing, "ORGANIZATION_MISSING", "The API key does not belong to this organization.",
        "Enter an organization that the message names, or another key.";
    PermissionMissing, "PERMISSION_MISSING", "The account lacks a right that a push needs.",
        "Ask the system's administrator for the right that the message names.";
    FieldsRequired, "FIELDS_REQUIRED", "The system requires fields that the connector does not fill.",
        "Fill them in the connector fields of each case, or give them a default in the system.";
    FieldsMissing, "FIELDS_MISSING", "The system's form lacks fields that a push fills.",
        "Add them to the form in the system, or take them out of the field mapping.";
    MarkUnreadable, "MARK_UNREADABLE", "The account cannot read the field by which an incident is found again.",
        "Ask the system's administrator for read access to the field that the message names.";
    MarkFieldMissing, "MARK_FIELD_MISSING", "The organization has no text field for the mark of an incident.",
        "Make a text field case_connectors_mark on the incident, or accept that an incident is found by its name and date.";
    CannotTell, "CANNOT_TELL", "This cannot be told by reading.",
        "Push one case and look at its outcome, or ask the system's administrator.";
    HostClosed, "HOST_CLOSED", "This CaseConnectors was closed.",
        "Open it again with CaseConnectors.open().";
    StoreMissing, "STORE_MISSING", "There is no IndexedDB here: Node, Deno, Bun and edge workers have none.",
        "In Node open with a store of case-connectors/node-store. Elsewhere open with store: \"memory\" and accept that nothing survives the process, or use Push and keep its journal yourself.";
    StoreUnavailable, "STORE_UNAVAILABLE", "There is no access to the storage.",
        "In a browser allow site data for this page; in Node make the folder one that this process may write. Or open with store: \"memory\" and accept that nothing survives.";
    StoreFull, "STORE_FULL", "The storage is full.",
        "Free space or delete old journals; nothing was sent, and the push goes on where it stopped.";
    StoreTooNew, "STORE_TOO_NEW", "The storage was written by a newer version of the package.",
        "Load the newer version; the storage was left as it is.";
    StoreFailed, "STORE_FAILED", "The storage failed.",
        "Reload the page, or start the program again, and push again; what was confirmed is not sent twice.";
    StoreConflict, "STORE_CONFLICT", "Another tab, window or process works on the same record.",
        "Wait for the other one to finish, then push again.";
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One error: what happened, where, and in the remote's own words.
///
/// It never holds a secret, a request header or a whole body.
// One pointer: its 64 bytes were moved at every `?`, which made the engine 16 kB of brotli larger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

/// What an [`Error`] tells; it is read as the error's own members.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details {
    /// The stable code.
    pub code: Code,
    /// What happened, for a person.
    pub message: String,
    /// The path of the value at fault, such as `comments[3].created_at` or `summary`.
    pub field: Option<String>,
    /// The HTTP status, where the remote system answered.
    pub status: Option<u16>,
    /// The remote system's own words; the platform's, where no answer came.
    pub remote: Option<String>,
    /// Why the connection failed, by the platform's own code, such as `ECONNREFUSED`. Node, Deno and Bun have one;
    /// browsers do not tell.
    pub cause: Option<Box<str>>,
    /// What to do about just this answer, for as long as the error has the code that it was given for.
    pub(crate) advice: Option<(Code, &'static str)>,
}

/// Words of others are no longer when people get to see them, in characters.
pub(crate) const LONGEST_WORDS: usize = 1_000;

/// A message may hold such words beside its own.
pub(crate) const LONGEST_MESSAGE: usize = 2_000;

/// Words for people, no longer than anybody reads.
pub(crate) fn cut(words: String, longest: usize) -> String {
    match words.char_indices().nth(longest) {
        Some((end, _)) => joined(&[words.get(..end).unwrap_or_default(), "…"]),
        None => words,
    }
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl Error {
    /// An error with the code's own sentence as its message.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self::with(code, code.meaning())
    }

    /// An error with a message of its own.
    #[must_use]
    pub fn with(code: Code, message: impl Into<String>) -> Self {
        Self::of(code, message.into())
    }

    #[inline(never)]
    fn of(code: Code, message: String) -> Self {
        Self(Box::new(Details {
            code,
            message: cut(message, LONGEST_MESSAGE),
            field: None,
            status: None,
            remote: None,
            cause: None,
            advice: None,
        }))
    }

    /// Names the value at fault.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, where a value may be at fault.
    pub(crate) fn at_any(mut self, field: Option<String>) -> Self {
        self.field = field;
        self
    }

    /// The same, with the system's own words.
    pub(crate) fn in_words(mut self, remote: Option<String>) -> Self {
        self.remote = remote;
        self
    }

    /// What it tells, to be taken apart.
    #[must_use]
    pub fn into_details(self) -> Details {
        *self.0
    }

    /// The same, in other words.
    pub(crate) fn saying(mut self, message: String) -> Self {
        self.message = cut(message, LONGEST_MESSAGE);
        self
    }

    /// The same under another code.
    pub(crate) fn coded(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// The same, of an answer with this status.
    pub(crate) fn with_status(mut self, status: Option<u16>) -> Self {
        self.status = status;
        self
    }

    /// The same, with what the system has answered.
    pub(crate) fn answered(mut self, status: u16, remote: Option<String>, field: Option<String>) -> Self {
        (self.status, self.remote, self.field) = (Some(status), remote, field);
        self
    }

    /// The same, with what to do about just this one.
    pub(crate) fn advise(mut self, remedy: &'static str) -> Self {
        self.advice = Some((self.code, remedy));
        self
    }

    /// What a person can do about it. Where the system's answer or the platform said why, the remedy is for that.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        if let Some((_, remedy)) = self.advice.filter(|(code, _)| *code == self.code) {
            return remedy;
        }
        match (self.code, &self.cause) {
            (Code::NoAnswer, Some(cause)) => of_connection(cause),
            _ => self.code.remedy(),
        }
    }
}

/// Whether a platform's code says that the other side's certificate is not trusted.
pub(crate) fn is_certificate(cause: &str) -> bool {
    const OTHERS: [&str; 2] = ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_TLS_CERT_ALTNAME_INVALID"];
    cause.contains("CERT") || OTHERS.contains(&cause)
}

/// What to do about a connection that the platform could not make, by its code.
pub(crate) fn of_connection(cause: &str) -> &'static str {
    match cause {
        "ECONNREFUSED" | "ConnectionRefused" => {
            "Nothing listens at this host and port: check the URL, and that the system runs and lets this machine in."
        }
        "ENOTFOUND" | "EAI_AGAIN" => {
            "This machine does not find the host name: check the URL, and the machine's DNS or VPN."
        }
        "ECONNRESET" | "EPIPE" | "UND_ERR_SOCKET" => {
            "The connection was cut: try again. If it happens often, look at the proxies in between and at the system's own log."
        }
        _ if is_certificate(cause) => {
            "The system's certificate is not trusted here: have it corrected, or give Node the authority's own certificate with NODE_EXTRA_CA_CERTS."
        }
        _ => {
            "Check the URL, and that this machine reaches the system: a firewall, a VPN, or a proxy, which Node uses only where it is told to."
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// As JavaScript's errors have it: `error.cause.code`.
#[derive(Serialize)]
struct Cause<'a> {
    code: &'a str,
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Error", 7)?;
        out.serialize_field("code", &self.code)?;
        out.serialize_field("message", &self.message)?;
        out.serialize_field("remedy", self.remedy())?;
        out.serialize_field("field", &self.field)?;
        out.serialize_field("status", &self.status)?;
        out.serialize_field("remote", &self.remote)?;
        out.serialize_field("cause", &self.cause.as_deref().map(|code| Cause { code }))?;
        out.end()
    }
}
