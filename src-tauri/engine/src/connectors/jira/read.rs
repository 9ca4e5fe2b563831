//! Issues as signals, in the order of their last change.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::place::Place;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields};
use super::issue::{DESK, FIELDS, Reading, lacks_comments};
use super::{Edition, ORGANISATIONS, PAGE, Site, time, verdict};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{Kind, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "issues", kind: Kind::Ticket, label: "issues", page_size: PAGE }];

/// The search index runs behind the issues, in the cloud by minutes.
const OVERLAP: i64 = 10 * Time::MINUTE;

/// Where a pull stands. The cloud counts no positions: within one instant it goes on by a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Spot {
    #[serde(flatten)]
    place: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

pub(in super::super) struct IssueReader {
    site: Site,
    /// Further conditions of the search.
    jql: String,
    organisations: String,
}

impl IssueReader {
    pub fn new(account: &Account, edition: Edition) -> Result<Self> {
        let organisations = Some(account.setting("organisations")).filter(|field| !field.is_empty());
        Ok(IssueReader {
            site: Site::of(account, edition)?,
            jql: account.setting("jql").to_owned(),
            organisations: organisations.unwrap_or(ORGANISATIONS).to_owned(),
        })
    }

    /// Jira reads a written date in the account's own time zone, and a number as milliseconds in none. The cloud
    /// refuses a search without any bound, so the first one has a bound too.
    fn query(&self, place: &Place) -> String {
        let since = place.since.map_or_else(
            || "updated >= \"1971-01-01\"".to_owned(),
            // The second before costs a few repeats and loses nothing to rounding.
            |since| format!("updated >= {}", since.plus(-Time::SECOND).0),
        );
        let mut parts: Vec<String> = self.site.in_projects().into_iter().chain([since]).collect();
        if !self.jql.is_empty() {
            parts.push(format!("({})", self.jql));
        }
        format!("{} ORDER BY updated ASC, key ASC", parts.join(" AND "))
    }

    /// Whether there is more, and the token that leads there.
    fn onwards(&self, value: &Value, place: &Place, count: u64) -> (bool, Option<String>) {
        match self.site.edition {
            Edition::Cloud => {
                let token = fields::text(value, "nextPageToken");
                let last = value.get("isLast").and_then(Value::as_bool).unwrap_or(token.is_empty());
                (!last && !token.is_empty(), Some(token.to_owned()))
            }
            Edition::DataCenter => {
                let total = value.get("total").and_then(Value::as_u64);
                (total.is_some_and(|total| place.skip.saturating_add(count) < total), None)
            }
        }
    }

    /// The oldest first, as in an issue itself.
    fn comments(&self, key: &str, skip: usize) -> HttpRequest {
        let (start, size) = (skip.to_string(), PAGE.to_string());
        let query = [("orderBy", "created"), ("startAt", start.as_str()), ("maxResults", size.as_str())];
        self.site.base.get(&self.site.api(&["issue", key, "comment"]), &query)
    }

    /// The field of the organisations, if it is what it is taken for.
    fn organisations(&self, value: &Value) -> Option<&str> {
        let name = fields::line(value.get("names")?, &self.organisations)?.to_lowercase();
        (name.contains("organization") || name.contains("organisation")).then_some(self.organisations.as_str())
    }
}

impl Reader for IssueReader {
    fn auth(&self) -> Auth {
        self.site.auth()
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.site.base.get(&self.site.api(&["myself"]), &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let name = fields::line(&value, "displayName").or_else(|| fields::line(&value, "name"));
        name.map(|name| format!("Signed in as {name}")).ok_or_else(|| BadReply("it names no user".to_owned()))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let Spot { place, token } = at.place();
        let (jql, size) = (self.query(&place), page_size.clamp(1, PAGE).to_string());
        let asked = format!("{},{}", FIELDS.join(","), self.organisations);
        let start = place.skip.to_string();
        let mut query = vec![("jql", jql.as_str()), ("maxResults", &size), ("fields", &asked), ("expand", "names")];
        match (self.site.edition, &token) {
            (Edition::Cloud, Some(token)) => query.push(("nextPageToken", token)),
            (Edition::Cloud, None) => {}
            (Edition::DataCenter, _) => query.push(("startAt", &start)),
        }
        self.site.base.get(&self.site.search(), &query)
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let Spot { place, .. } = at.place();
        let value = fields::json(reply)?;
        let issues = fields::list(&value, "issues")?;
        let count = issues.len() as u64;
        let (more, token) = self.onwards(&value, &place, count);
        if more && count == 0 {
            return Err(BadReply("it speaks of more issues and holds none".to_owned()));
        }
        let newest = issues.iter().filter_map(|issue| time(issue.get("fields")?, "updated")).max();
        let next = if more { place.onwards(count, newest) } else { place.finished(newest, OVERLAP) };
        // A later instant is asked for anew; a token is for what remains of the same one.
        let token = token.filter(|_| more && next.skip > 0);
        let left = value.get("total").and_then(Value::as_u64);
        let total = left.map(|left| left.saturating_sub(place.skip).saturating_add(place.seen));
        let reading = Reading { site: &self.site, organisations: self.organisations(&value) };
        let page = fields::page(issues, |position, issue| reading.record(position, issue));
        Ok(Page { next: Cursor::at(&Spot { place: next, token }), more, total, ..page })
    }

    /// A search tells only some of an issue's comments; those of a service desk are read until all are there.
    fn complete(&self, page: &mut Page, replies: &[HttpReply]) -> Read<Option<HttpRequest>> {
        let mut replies = replies.iter();
        let mut whole = Vec::new();
        // Looking at the text first spares reading every record a second time.
        for (position, record) in page.records.iter().enumerate().filter(|(_, record)| record.raw.contains(DESK)) {
            let issue: Value = serde_json::from_str(&record.raw).unwrap_or_default();
            if !lacks_comments(&issue) {
                continue;
            }
            let mut comments: Vec<Value> = Vec::new();
            loop {
                let Some(reply) = replies.next() else {
                    return Ok(Some(self.comments(&record.external_id, comments.len())));
                };
                let value = fields::json(reply)?;
                let part = fields::list(&value, "comments")?;
                comments.extend(part.iter().cloned());
                let total = value.get("total").and_then(Value::as_u64).unwrap_or(0);
                if part.is_empty() || comments.len() as u64 >= total {
                    break;
                }
            }
            whole.push((position, issue, comments));
        }
        let reading = Reading { site: &self.site, organisations: None };
        for (position, issue, comments) in whole {
            if let Some(record) = page.records.get_mut(position) {
                reading.completed(record, issue, comments);
            }
        }
        Ok(None)
    }

    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        verdict(reply, now)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reader(edition: Edition) -> IssueReader {
        let account = Account {
            base_url: "https://team.example".into(),
            user: "mara@team.example".into(),
            project: "PAY, \"OPS".into(),
            settings: [("jql".to_owned(), "type = Bug OR type = Incident".to_owned())].into(),
            ..Account::default()
        };
        IssueReader::new(&account, edition).unwrap()
    }

    #[test]
    fn a_search_is_bounded_and_ordered() {
        let place = Place { since: Some(Time(61_000)), ..Place::default() };
        assert_eq!(
            reader(Edition::Cloud).query(&place),
            "project in (\"PAY\", \"\\\"OPS\") AND updated >= 60000 AND (type = Bug OR type = Incident) \
             ORDER BY updated ASC, key ASC"
        );
    }

    #[test]
    fn issues_of_one_instant_are_paged_by_token() {
        let reader = reader(Edition::Cloud);
        let issue = json!({"key": "PAY-1", "fields": {"updated": "1970-01-01T00:01:01.000+0000"}});
        let body = json!({"issues": [issue], "nextPageToken": "abc", "isLast": false}).to_string();
        let reply = HttpReply { status: 200, headers: Vec::new(), body: body.into_bytes() };
        let next = |at: &Cursor| reader.parse(&STREAMS[0], at, &reply, Time(0)).unwrap().next;
        let first = next(&Cursor(None));
        assert_eq!(first.place::<Spot>().token, None, "a later instant is asked for anew");
        let second: Spot = next(&first).place();
        assert_eq!((second.token.as_deref(), second.place.skip), (Some("abc"), 1));
    }
}
