//! What the remote side should hold once a push is complete: made from the case, once.

use super::check::{known_id, of_incident, sign};
use super::incident::{Incident, fit_warnings, map_with_link};
use super::journal::Step;
use super::link_back;
use super::options::Options;
use super::rare;
use super::{mark, mark_of};
use crate::case::SecurityCase;
use crate::error::{Code, Error};
use crate::hash::hash;
use crate::markup::{Ending, Fitted, Format, fit, fit_line, origin, reference};
use crate::order::Keyed;
use crate::systems::{Connector, IncidentRef};
use crate::time::to_iso;
use crate::url::encode_component;
use crate::warning::Warning;
use std::cell::OnceCell;
use std::sync::Arc;

/// The goal of a push.
#[derive(Debug, Clone)]
pub(crate) struct Goal {
    pub(crate) case_id: String,
    pub(crate) mark: String,
    pub(crate) created_at: i64,
    pub(crate) incident: Incident,
    /// In the order of their creation.
    pub(crate) comments: Vec<GoalComment>,
    /// Their places in this list, by their tokens. Made when somebody asks: a bulk never does.
    places: OnceCell<Keyed<usize>>,
    /// The number of alerts, where there are some and comments are sent at all.
    pub(crate) alerts: Option<u32>,
    /// Whether the case says that the number of alerts was sent.
    pub(crate) alerts_pushed: bool,
    /// The incident that the case names, where it may be in the connector's place.
    pub(crate) external: Option<External>,
    /// Where people find the case.
    case_url: Option<String>,
    /// Whether its address ends the comment on alerts.
    links_back: bool,
    /// Who opens it, as the host says.
    pub(super) opened_by: Option<String>,
}

/// The incident that a case names: a claim, since anybody can write a case file.
#[derive(Debug, Clone)]
pub(crate) struct External {
    pub(crate) incident: IncidentRef,
    /// The marks that a push of ours may have set there: that of the place, and that of the connector that the case names,
    /// from before places had an identity.
    pub(crate) marks: [String; 2],
    /// Whether the case names this very connector with it.
    pub(crate) by_this: bool,
    /// When the case says that it was pushed last.
    pub(super) pushed_at: Option<i64>,
}

/// A comment that the incident should hold.
#[derive(Debug, Clone)]
pub(crate) struct GoalComment {
    pub(crate) id: String,
    /// What stands for the id in a reference, where that is not the id.
    hashed: Option<String>,
    pub(crate) source: String,
    hash: OnceCell<String>,
    pub(crate) author: Arc<str>,
    pub(crate) created_at: i64,
    pub(crate) version_at: i64,
    /// When the case says that a version of it was sent to `external`.
    pub(crate) pushed_at: Option<i64>,
    /// What stands for the remote comment that it says it was taken over from.
    pub(crate) origin: Option<String>,
}

impl GoalComment {
    /// What stands for the id in a reference.
    pub(crate) fn token(&self) -> &str {
        self.hashed.as_deref().unwrap_or(&self.id)
    }

    /// The hash of the source text. Made when it is asked for: a bulk never does.
    pub(crate) fn hash(&self) -> &str {
        self.hash.get_or_init(|| hash(&[&self.source]))
    }
}

impl Goal {
    pub(crate) fn new(case: &SecurityCase<'_>, connector: &Connector, options: &Options) -> Result<Self, Error> {
        let case_url = options.case_url.as_ref().map(|url| url.replace("{id}", &encode_component(&case.id)));
        let links_back = case_url.is_some() && options.link_back != Some(false);
        let mark = mark(&case.id, connector);
        let link = case_url.as_deref().filter(|_| links_back);
        let link = link_back::line(link, options.pushed_by.as_ref(), of_incident(connector, &mark).as_deref());
        let mut incident = map_with_link(case, connector, case_url.as_deref(), link.as_deref())?;
        // A connector that was moved to another instance finds strangers under the old ids.
        let external =
            case.external_service.as_ref().filter(|service| connector.base().contains(&service.external_url));
        let mut comments: Vec<GoalComment> = Vec::new();
        // Most people write more than one comment.
        let mut author: (&str, Arc<str>) = ("", Arc::from(""));
        let sends_comments = connector.comments_field().is_some();
        for comment in case.comments.iter().filter(|_| sends_comments) {
            if comment.text.trim().is_empty() {
                let warning = Warning::new("COMMENT_EMPTY", "comments", "An empty comment is not sent.");
                incident.warnings.push(warning.about(&comment.id));
                continue;
            }
            let name = comment.author.display_name();
            if name != author.0 {
                // Long enough for any name, and short enough for every limit.
                author = (name, fit_line(name, Some(100)).text.into());
            }
            comments.push(GoalComment {
                id: (*comment.id).to_owned(),
                hashed: reference::hashed(&comment.id),
                hash: OnceCell::new(),
                source: comment.text.trim_end().to_owned(),
                author: author.1.clone(),
                created_at: comment.created_at,
                version_at: comment.version_at(),
                pushed_at: comment.pushed_at.filter(|_| external.is_some()),
                origin: origin::split(&comment.text).map(|(_, key)| key.to_owned()),
            });
        }
        let goal = Self {
            case_id: case.id.to_string(),
            created_at: case.created_at.unwrap_or_default(),
            alerts: u32::try_from(case.alerts).ok().filter(|total| sends_comments && *total > 0),
            alerts_pushed: case.alerts_pushed,
            external: external.map(|service| External {
                incident: IncidentRef {
                    id: service.external_id.to_string(),
                    title: service.external_title.to_string(),
                    url: service.external_url.to_string(),
                },
                marks: [mark.clone(), mark_of(&case.id, &service.connector_id)],
                by_this: &*service.connector_id == connector.id(),
                pushed_at: service.pushed_at,
            }),
            mark,
            incident,
            comments,
            places: OnceCell::new(),
            case_url,
            opened_by: options.opened_by.clone(),
            links_back,
        };
        // The case has each id once: only what stands for another one may be taken for one.
        if goal.comments.iter().any(|comment| comment.hashed.is_some()) {
            goal.told_apart()?;
        }
        Ok(goal)
    }

    /// One that is taken for another would be sent again and again, or never.
    fn told_apart(&self) -> Result<(), Error> {
        for (at, comment) in self.comments.iter().enumerate() {
            let Some(other) = self.comment_of(comment.token()).filter(|_| self.place(comment.token()) != Some(at))
            else {
                continue;
            };
            let message = format!(
                "The comments \"{}\" and \"{}\" cannot be told apart once they are sent.",
                other.id, comment.id
            );
            return Err(Error::with(Code::CaseInvalid, message).at("comments"));
        }
        Ok(())
    }

    /// The place of the comment that this token stands for.
    pub(super) fn place(&self, token: &str) -> Option<usize> {
        let places = self.places.get_or_init(|| {
            let mut places = Keyed::default();
            for (at, comment) in self.comments.iter().enumerate() {
                if !places.has(comment.token()) {
                    places.insert(comment.token(), at);
                }
            }
            places
        });
        places.get(token).copied()
    }

    /// The comment that this token stands for.
    pub(super) fn comment_of(&self, token: &str) -> Option<&GoalComment> {
        self.comments.get(self.place(token)?)
    }

    /// The comment with this id.
    pub(crate) fn comment(&self, id: &str) -> Option<&GoalComment> {
        self.comment_of(&reference::token(id)).filter(|comment| comment.id == id)
    }

    /// The text of a comment as it is sent to an incident, with its reference at the end.
    pub(crate) fn comment_text(&self, comment: &GoalComment, edit: u32, connector: &Connector, to: &str) -> Fitted {
        self.comment_for(comment, edit, &Writing::of(connector), to)
    }

    /// The same where many are written.
    pub(super) fn comment_for(&self, comment: &GoalComment, edit: u32, writing: &Writing<'_>, to: &str) -> Fitted {
        let line = reference::comment(comment.version_at, &comment.author, comment.token(), edit);
        self.fit_comment(&comment.source, &line, writing, to)
    }

    /// The last comment of a push, with the total number of alerts.
    pub(crate) fn alerts_text(&self, total: u32, connector: &Connector, to: &str) -> Fitted {
        let link = link_back::line(self.case_url.as_deref().filter(|_| self.links_back), None, None);
        let text = link_back::with(&format!("Alerts attached to the case: {total}"), link.as_deref());
        self.fit_comment(&text, &reference::alerts(total), &Writing::of(connector), to)
    }

    /// The text that an entry of this step has, where the case still holds what it was made of.
    pub(crate) fn sent_text(&self, step: &Step, connector: &Connector, to: &str) -> Option<String> {
        match step {
            Step::Comment { comment_id, edit, version_at, hash } => {
                let is_it = |comment: &&GoalComment| {
                    comment.id == *comment_id && to_iso(comment.version_at) == *version_at && comment.hash() == hash
                };
                let comment = self.comments.iter().find(is_it)?;
                Some(self.comment_text(comment, *edit, connector, to).text)
            }
            Step::Alerts { total } => Some(self.alerts_text(*total, connector, to).text),
            Step::Create | Step::Update | Step::Items { .. } => None,
        }
    }

    /// The warnings of one comment.
    pub(crate) fn comment_warnings(comment: &GoalComment, fitted: &Fitted, connector: &Connector) -> Vec<Warning> {
        let rare = rare::loss(connector, &comment.source, "comments");
        fit_warnings(fitted, "comments").into_iter().chain(rare).map(|warning| warning.about(&comment.id)).collect()
    }

    fn fit_comment(&self, source: &str, reference: &str, writing: &Writing<'_>, to: &str) -> Fitted {
        let &Writing { connector, format, limit, is_basic } = writing;
        let fitted = |line: &str| {
            let mut ending = Ending::new(line);
            ending.case_url = self.case_url.as_deref();
            let mut fitted = fit(source, format, limit, ending);
            if is_basic {
                fitted.text = rare::as_sent(connector, fitted.text);
            }
            fitted
        };
        let signed = connector.recognition().zip(known_id(to)).and_then(|(key, to)| {
            let mut fitted = fitted(&reference::with_room(reference));
            fitted.text = sign(&fitted.text, format, key, (&self.mark, to))?;
            Some(fitted)
        });
        signed.unwrap_or_else(|| fitted(reference))
    }
}

/// How all comments for a connector are written. It is asked once: a quarter of the time of a text goes into that.
pub(super) struct Writing<'a> {
    connector: &'a Connector,
    format: Format,
    limit: Option<usize>,
    /// Whether rare characters are left out.
    is_basic: bool,
}

impl<'a> Writing<'a> {
    pub(super) fn of(connector: &'a Connector) -> Self {
        let target = connector.comments_field().unwrap_or("comments");
        let (format, limit) = (connector.system().format(connector, target), connector.limit(target));
        Self { connector, format, limit, is_basic: rare::leaves_any_out(connector) }
    }
}
