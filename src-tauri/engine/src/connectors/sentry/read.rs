//! Issues as signals, the last seen first.
//!
//! Sentry can be asked what was seen since an instant, but not what was resolved since: that leaves no trace
//! in the times of an issue. So everything is read again a few times a day, and between that what was seen anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text, words};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Record, SetAside, Severity, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "issues", kind: Kind::Error, label: "issues", page_size: 100 }];

/// Events that were being counted while the pull began.
const OVERLAP: i64 = 10 * Time::MINUTE;

/// How long an issue may seem open here after it was resolved there.
const WHOLE_AGAIN: i64 = 6 * Time::HOUR;

/// Where a pull stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Issues seen at or after this instant are wanted; None: all.
    since: Option<Time>,
    /// When Sentry answered this pull first, by its own clock.
    began: Option<Time>,
    /// Sentry's own note of the next page.
    page: Option<String>,
    /// When everything was read last.
    whole: Option<Time>,
}

impl Place {
    /// Where the next pull begins.
    fn finished(self, began: Time) -> Place {
        let whole = if self.since.is_none() { Some(began) } else { self.whole };
        let due = whole.is_none_or(|whole| began.0.saturating_sub(whole.0) >= WHOLE_AGAIN);
        Place { since: Some(began.plus(-OVERLAP)).filter(|_| !due), began: None, page: None, whole }
    }
}

/// Reads one organisation's issues: of one project, or of all.
pub(in super::super) struct IssueReader {
    base: Base,
    organisation: String,
    project: String,
}

impl IssueReader {
    pub fn new(account: &Account) -> Result<Self> {
        let organisation = account.setting("organisation").to_owned();
        if organisation.is_empty() {
            return Err(Problem::bad_input("Sentry wants to know which organisation to read.")
                .kept("Nothing was changed.")
                .todo("Enter the organisation's short name."));
        }
        Ok(IssueReader { base: Base::of(account)?, organisation, project: account.project.trim().to_owned() })
    }

    fn listing(&self, place: &Place, limit: u32) -> HttpRequest {
        let limit = limit.clamp(1, STREAMS[0].page_size).to_string();
        let mut words = Vec::new();
        if !self.project.is_empty() {
            words.push(format!("project:{}", self.project));
        }
        if let Some(since) = place.since {
            words.push(format!("lastSeen:>={}", since.rfc3339().trim_end_matches('Z')));
        }
        // Without any query Sentry leaves out what is resolved.
        let search = words.join(" ");
        let mut query = vec![("query", search.as_str()), ("sort", "date"), ("limit", limit.as_str())];
        query.extend(place.page.as_deref().map(|page| ("cursor", page)));
        self.base.get(&["api", "0", "organizations", &self.organisation, "issues", ""], &query)
    }
}

impl Reader for IssueReader {
    fn auth(&self) -> Auth {
        Auth::authorization("Bearer")
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.listing(&Place::default(), 1)
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        issues(&fields::json(reply)?)?;
        Ok(format!("Signed in to the organisation {}", self.organisation))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        self.listing(&at.place(), page_size)
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        let began = place.began.unwrap_or_else(|| fields::answered(reply).unwrap_or(now));
        let following = next_page(reply.header("link").unwrap_or_default());
        let more = following.is_some();
        let next = match following {
            Some(page) => Place { began: Some(began), page: Some(page), ..place },
            None => place.finished(began),
        };
        let page = fields::page(issues(&value)?, record);
        Ok(Page { next: Cursor::at(&next), more, ..page })
    }
}

fn issues(value: &Value) -> Read<&Vec<Value>> {
    value.as_array().ok_or_else(|| BadReply("it is not a list of issues".to_owned()))
}

/// Sentry always names a next page, and says beside it whether there is anything on it.
fn next_page(link: &str) -> Option<String> {
    let next = link.split(',').find(|part| part.contains("rel=\"next\"") && part.contains("results=\"true\""))?;
    let (_, cursor) = next.split_once("cursor=\"")?;
    cursor.split_once('"').map(|(cursor, _)| cursor.to_owned())
}

fn record(position: usize, issue: &Value) -> std::result::Result<Record, SetAside> {
    let id = fields::line(issue, "id");
    let missing = |what: &str| fields::set_aside(position, issue, id.clone(), format!("The issue has no {what}."));
    let external_id = id.clone().ok_or_else(|| missing("id"))?;
    let title = fields::line(issue, "title").ok_or_else(|| missing("title"))?;
    let happened_at = fields::time(issue, "firstSeen").ok_or_else(|| missing("date"))?;
    let project = issue.get("project").unwrap_or(&Value::Null);
    Ok(Record {
        kind: kind(issue),
        title,
        body: body(issue),
        url: fields::line(issue, "permalink"),
        severity: severity(issue),
        status: status(issue),
        happened_at,
        updated_at: fields::time(issue, "lastSeen").unwrap_or(happened_at),
        // Sentry's list doesn't say when an issue was resolved.
        resolved_at: None,
        service: fields::line(project, "slug").or_else(|| fields::line(project, "name")),
        customer: None,
        reporter: None,
        facts: facts(issue),
        raw: issue.to_string(),
        external_id,
    })
}

fn kind(issue: &Value) -> Kind {
    match fields::text(issue, "issueCategory") {
        "feedback" => Kind::Feedback,
        "cron" | "uptime" | "outage" | "metric" | "metric_alert" => Kind::Alert,
        _ => Kind::Error,
    }
}

/// What an error says and where it came from.
fn body(issue: &Value) -> String {
    let metadata = issue.get("metadata").unwrap_or(&Value::Null);
    let said = ["value", "message"].into_iter().map(|name| fields::text(metadata, name)).find(|text| !text.is_empty());
    let place = fields::text(issue, "culprit");
    text::plain(&format!("{}\n{place}", said.unwrap_or_default())).trim_start().to_owned()
}

fn severity(issue: &Value) -> Option<Severity> {
    match fields::text(issue, "level") {
        "debug" => Some(Severity::Low),
        level => words::severity(level),
    }
}

/// An ignored or archived issue is one that nobody will look at.
fn status(issue: &Value) -> Status {
    match fields::text(issue, "status") {
        "resolved" | "resolvedInNextRelease" => Status::Resolved,
        "ignored" | "muted" | "reprocessing" => Status::Closed,
        _ => Status::Open,
    }
}

fn facts(issue: &Value) -> BTreeMap<String, String> {
    let details = issue.get("statusDetails").unwrap_or(&Value::Null);
    let metadata = issue.get("metadata").unwrap_or(&Value::Null);
    let release = |name: &str| issue.get(name).and_then(|release| fields::line(release, "version"));
    fields::facts([
        ("short_id", fields::line(issue, "shortId")),
        ("level", fields::line(issue, "level")),
        ("status", fields::line(issue, "substatus").or_else(|| fields::line(issue, "status"))),
        ("priority", fields::line(issue, "priority")),
        ("events", fields::line(issue, "count")),
        ("users", fields::line(issue, "userCount")),
        ("error_type", fields::line(metadata, "type")),
        ("platform", fields::line(issue, "platform")),
        ("first_release", release("firstRelease")),
        ("last_release", release("lastRelease")),
        ("resolved_in", fields::line(details, "inRelease")),
        ("sha", details.get("inCommit").and_then(|commit| fields::line(commit, "commit"))),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_read_again_after_some_hours() {
        let first = Place::default().finished(Time(0));
        assert_eq!(first.since, Some(Time(-OVERLAP)));
        let soon = first.clone().finished(Time(WHOLE_AGAIN - 1));
        assert_eq!((soon.since, soon.whole), (Some(Time(WHOLE_AGAIN - 1 - OVERLAP)), Some(Time(0))));
        assert_eq!(soon.finished(Time(WHOLE_AGAIN)).since, None);
    }

    #[test]
    fn a_next_page_without_results_is_none() {
        let link = |results: &str| {
            format!(
                "<https://sentry.example/?cursor=0:0:1>; rel=\"previous\"; results=\"true\"; cursor=\"0:0:1\", \
                 <https://sentry.example/?cursor=0:100:0>; rel=\"next\"; results=\"{results}\"; cursor=\"0:100:0\""
            )
        };
        assert_eq!(next_page(&link("true")).as_deref(), Some("0:100:0"));
        assert_eq!(next_page(&link("false")), None);
    }
}
