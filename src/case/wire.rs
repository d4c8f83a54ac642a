//! The case as it stands on the wire: everything optional that may be missing.

use super::Text;
use super::alert::AlertDocument;
use crate::json::{Cursor, Read, Shape};

#[derive(Default)]
pub(super) struct WireCase<'a> {
    pub(super) id: Text<'a>,
    pub(super) title: Text<'a>,
    pub(super) description: Option<Text<'a>>,
    pub(super) tags: Vec<Text<'a>>,
    pub(super) status: Option<Text<'a>>,
    pub(super) severity: Part<'a>,
    pub(super) connector: Option<WireConnector<'a>>,
    pub(super) external_service: Option<WireExternalService<'a>>,
    pub(super) created_at: Option<Text<'a>>,
    pub(super) created_by: Option<WireUser<'a>>,
    pub(super) updated_at: Part<'a>,
    pub(super) updated_by: Option<WireUser<'a>>,
    pub(super) total_comment: u32,
    pub(super) comments: Vec<WireAttachment<'a>>,
}

#[derive(Default)]
pub(super) struct WireConnector<'a> {
    pub(super) id: Text<'a>,
    pub(super) type_id: Text<'a>,
    pub(super) fields: Option<&'a str>,
}

#[derive(Default)]
pub(super) struct WireExternalService<'a> {
    pub(super) connector_id: Option<Text<'a>>,
    pub(super) external_id: Option<Text<'a>>,
    pub(super) external_title: Option<Text<'a>>,
    pub(super) external_url: Option<Text<'a>>,
    pub(super) pushed_at: Part<'a>,
}

#[derive(Default)]
pub(super) struct WireUser<'a> {
    pub(super) username: Option<Text<'a>>,
    pub(super) full_name: Option<Text<'a>>,
}

#[derive(Default)]
pub(super) struct WireAttachment<'a> {
    pub(super) id: Text<'a>,
    pub(super) kind: Text<'a>,
    pub(super) comment: Part<'a>,
    pub(super) data: Part<'a>,
    pub(super) actions: Option<&'a str>,
    pub(super) alert_id: Part<'a>,
    pub(super) attachment_id: Part<'a>,
    pub(super) created_at: Option<Text<'a>>,
    pub(super) created_by: Option<WireUser<'a>>,
    pub(super) updated_at: Option<Text<'a>>,
    pub(super) updated_by: Option<WireUser<'a>>,
    pub(super) pushed_at: Option<Text<'a>>,
}

/// What was done to hosts from the case: `{type, targets: [{hostname}]}`. Other attachments may have other things there.
#[derive(Default)]
pub(super) struct Done<'a> {
    pub(super) kind: Option<Text<'a>>,
    pub(super) hosts: Vec<Text<'a>>,
}

/// A value of which a part is of use, whatever else it is: other attachment types put other things into the same places.
#[derive(Default)]
pub(super) enum Part<'a> {
    /// Nothing that is of use.
    #[default]
    Other,
    Text(Text<'a>),
    /// The texts of a list.
    List(Vec<Text<'a>>),
    /// What an object has as its `content`.
    Content(Text<'a>),
}

const CASE: Shape = Shape {
    what: "struct WireCase",
    names: &[
        "id",
        "title",
        "description",
        "tags",
        "status",
        "severity",
        "connector",
        "external_service",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "totalComment",
        "comments",
    ],
    needed: 2,
};

pub(super) fn case<'a>(json: &mut Cursor<'a>) -> Read<WireCase<'a>> {
    let mut out = WireCase::default();
    json.members(&CASE, &mut |place, json| {
        match place {
            0 => out.id = text(json)?,
            1 => out.title = text(json)?,
            2 => out.description = optional_text(json)?,
            3 => out.tags = list(json, text)?,
            4 => out.status = optional_text(json)?,
            5 => out.severity = part(json)?,
            6 => out.connector = json.optional(connector)?,
            7 => out.external_service = json.optional(external_service)?,
            8 => out.created_at = optional_text(json)?,
            9 => out.created_by = json.optional(user)?,
            10 => out.updated_at = part(json)?,
            11 => out.updated_by = json.optional(user)?,
            12 => out.total_comment = json.optional(count)?.unwrap_or_default(),
            _ => out.comments = list(json, attachment)?,
        }
        Ok(())
    })?;
    Ok(out)
}

const CONNECTOR: Shape = Shape { what: "struct WireConnector", names: &["id", "type", "fields"], needed: 2 };

fn connector<'a>(json: &mut Cursor<'a>) -> Read<WireConnector<'a>> {
    let mut out = WireConnector::default();
    json.members(&CONNECTOR, &mut |place, json| {
        match place {
            0 => out.id = text(json)?,
            1 => out.type_id = text(json)?,
            _ => out.fields = json.optional(Cursor::value)?,
        }
        Ok(())
    })?;
    Ok(out)
}

const EXTERNAL_SERVICE: Shape = Shape {
    what: "struct WireExternalService",
    names: &["connector_id", "external_id", "external_title", "external_url", "pushed_at"],
    needed: 0,
};

fn external_service<'a>(json: &mut Cursor<'a>) -> Read<WireExternalService<'a>> {
    let mut out = WireExternalService::default();
    json.members(&EXTERNAL_SERVICE, &mut |place, json| {
        match place {
            0 => out.connector_id = optional_text(json)?,
            1 => out.external_id = optional_text(json)?,
            2 => out.external_title = optional_text(json)?,
            3 => out.external_url = optional_text(json)?,
            _ => out.pushed_at = part(json)?,
        }
        Ok(())
    })?;
    Ok(out)
}

const USER: Shape = Shape { what: "struct WireUser", names: &["username", "full_name"], needed: 0 };

fn user<'a>(json: &mut Cursor<'a>) -> Read<WireUser<'a>> {
    let mut out = WireUser::default();
    json.members(&USER, &mut |place, json| {
        let name = if place == 0 { &mut out.username } else { &mut out.full_name };
        *name = optional_text(json)?;
        Ok(())
    })?;
    Ok(out)
}

/// In the order in which Kibana writes them.
const ATTACHMENT: Shape = Shape {
    what: "struct WireAttachment",
    names: &[
        "id",
        "type",
        "comment",
        "created_at",
        "created_by",
        "pushed_at",
        "updated_at",
        "updated_by",
        "data",
        "actions",
        "alertId",
        "attachmentId",
    ],
    needed: 2,
};

fn attachment<'a>(json: &mut Cursor<'a>) -> Read<WireAttachment<'a>> {
    let mut out = WireAttachment::default();
    json.members(&ATTACHMENT, &mut |place, json| {
        match place {
            0 => out.id = text(json)?,
            1 => out.kind = text(json)?,
            2 => out.comment = part(json)?,
            3 => out.created_at = optional_text(json)?,
            4 => out.created_by = json.optional(user)?,
            5 => out.pushed_at = optional_text(json)?,
            6 => out.updated_at = optional_text(json)?,
            7 => out.updated_by = json.optional(user)?,
            8 => out.data = part(json)?,
            9 => out.actions = json.optional(Cursor::value)?,
            10 => out.alert_id = part(json)?,
            _ => out.attachment_id = part(json)?,
        }
        Ok(())
    })?;
    Ok(out)
}

const PAGE: Shape = Shape { what: "struct WirePage", names: &["comments"], needed: 1 };

/// A page of attachments.
pub(super) fn page<'a>(json: &mut Cursor<'a>) -> Read<Vec<WireAttachment<'a>>> {
    let mut out = Vec::new();
    json.members(&PAGE, &mut |_, json| {
        json.list(&mut |json| {
            out.push(attachment(json)?);
            Ok(())
        })
    })?;
    Ok(out)
}

const DONE: Shape = Shape { what: "struct Done", names: &["type", "targets"], needed: 0 };
const TARGET: Shape = Shape { what: "struct Target", names: &["hostname"], needed: 0 };

pub(super) fn done<'a>(json: &mut Cursor<'a>) -> Read<Done<'a>> {
    let mut out = Done::default();
    json.members(&DONE, &mut |place, json| {
        if place == 0 {
            out.kind = optional_text(json)?;
            return Ok(());
        }
        json.list(&mut |json| {
            json.members(&TARGET, &mut |_, json| {
                out.hosts.extend(optional_text(json)?);
                Ok(())
            })
        })
    })?;
    Ok(out)
}

const ALERTS: Shape = Shape { what: "struct WireAlerts", names: &["hits"], needed: 1 };
const HITS: Shape = Shape { what: "struct WireHits", names: &["hits"], needed: 1 };
const ALERT: Shape = Shape { what: "struct AlertDocument", names: &["_id", "_source"], needed: 2 };

/// A search's answer.
pub(super) fn alerts<'a>(json: &mut Cursor<'a>) -> Read<Vec<AlertDocument<'a>>> {
    let mut out = Vec::new();
    json.members(&ALERTS, &mut |_, json| {
        json.members(&HITS, &mut |_, json| {
            json.list(&mut |json| {
                let mut alert = AlertDocument::default();
                json.members(&ALERT, &mut |place, json| {
                    if place == 0 {
                        alert.id = text(json)?;
                    } else {
                        alert.source = json.value()?;
                    }
                    Ok(())
                })?;
                out.push(alert);
                Ok(())
            })
        })
    })?;
    Ok(out)
}

fn text<'a>(json: &mut Cursor<'a>) -> Read<Text<'a>> {
    json.string().map(Text::of)
}

fn optional_text<'a>(json: &mut Cursor<'a>) -> Read<Option<Text<'a>>> {
    json.optional(text)
}

/// A list, where nothing stands for an empty one.
fn list<'a, T>(json: &mut Cursor<'a>, read: fn(&mut Cursor<'a>) -> Read<T>) -> Read<Vec<T>> {
    let mut out = Vec::new();
    json.optional(|json| {
        json.list(&mut |json| {
            out.push(read(json)?);
            Ok(())
        })
    })?;
    Ok(out)
}

fn count(json: &mut Cursor<'_>) -> Read<u32> {
    let mut behind = json.clone();
    match behind.value()?.parse() {
        Ok(count) => {
            *json = behind;
            Ok(count)
        }
        Err(_) => json.other("u32"),
    }
}

fn part<'a>(json: &mut Cursor<'a>) -> Read<Part<'a>> {
    match json.peek() {
        b'"' => return text(json).map(Part::Text),
        b'[' => {
            let mut list = Vec::new();
            json.list(&mut |json| {
                if json.peek() == b'"' {
                    list.push(text(json)?);
                    return Ok(());
                }
                json.pass()
            })?;
            return Ok(Part::List(list));
        }
        b'{' => {
            let mut content = Part::Other;
            json.object("", &mut |name, json| {
                let is_text = json.peek() == b'"';
                match &*name {
                    "content" if is_text => content = Part::Content(text(json)?),
                    "content" => {
                        content = Part::Other;
                        json.pass()?;
                    }
                    _ => json.pass()?,
                }
                Ok(())
            })?;
            return Ok(content);
        }
        _ => json.pass()?,
    }
    Ok(Part::Other)
}
