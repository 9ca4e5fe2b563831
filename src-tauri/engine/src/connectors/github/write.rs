//! Opportunities as issues, and how the issues fare.

use serde_json::{Value, json};

use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, ItemChange, Style, Tracker, TrackerItem, fields, issue_labels,
    markdown, marker, named, pages, room, words,
};
use super::{Repository, auth, dressed, issues, verdict};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method, Verdict};
use crate::model::{StatusCategory, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// What GitHub takes.
const ROOM: Room = Room { title: 256, description: 65_536, label: 50, field: room::none };

/// Writes issues into one repository.
pub(in super::super) struct IssueTracker {
    repository: Repository,
}

impl IssueTracker {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(IssueTracker { repository: Repository::of(account)? })
    }

    fn search_issues(&self, words: &str) -> HttpRequest {
        let query = format!("{words} repo:{} is:issue", self.repository.full_name());
        dressed(self.repository.base.get(&["search", "issues"], &[("q", &query), ("per_page", "50")]))
    }
}

impl Tracker for IssueTracker {
    fn auth(&self) -> Auth {
        auth()
    }

    fn projects(&self) -> HttpRequest {
        dressed(self.repository.base.get(&["user", "repos"], &[("sort", "pushed"), ("per_page", "100")]))
    }

    /// Those that take issues.
    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let value = fields::json(reply)?;
        let found = value.as_array().ok_or_else(|| BadReply("it is not a list of repositories".to_owned()))?;
        let flag = |one: &Value, name: &str| one.get(name).and_then(Value::as_bool);
        let open = found.iter().filter(|r| flag(r, "archived") != Some(true) && flag(r, "has_issues") != Some(false));
        Ok(open.filter_map(|one| fields::line(one, "full_name")).map(|name| (name.clone(), name)).collect())
    }

    fn find(&self, key: &ExportKey) -> HttpRequest {
        self.search_issues(&format!("\"{}\" in:body", key.0))
    }

    /// GitHub looks for the words of the key in any order, and says when it gave up before the end.
    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        let found = fields::list(&value, "items")?;
        let carrying = found.iter().filter(|issue| marker::carries(fields::text(issue, "body"), key));
        let items: Vec<TrackerItem> = carrying.map(item).collect::<Read<_>>()?;
        let cut_short = value.get("incomplete_results").and_then(Value::as_bool) == Some(true);
        if items.is_empty() && cut_short {
            return Err(BadReply("the search took too long, so it says nothing".to_owned()));
        }
        Ok(items)
    }

    /// GitHub wants all words to be there, so it is asked for the two longest.
    fn search(&self, title: &str) -> HttpRequest {
        self.search_issues(&format!("{} in:title", words::longest(title, 2).join(" ")))
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        fields::list(&fields::json(reply)?, "items")?.iter().map(item).collect()
    }

    fn style(&self) -> Style {
        markdown::STYLE
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let body = marker::marked(&draft.description, "", key);
        self.repository.send(
            Method::Post,
            &["issues"],
            &json!({ "title": draft.title, "body": body, "labels": draft.labels }),
        )
    }

    fn update(&self, external_id: &str, change: &ItemChange, key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mut issue = json!({});
        if let Some(title) = &change.title {
            issue["title"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            issue["body"] = marker::marked(description, "", key).into();
        }
        Some(self.repository.send(Method::Patch, &["issues", external_id], &issue))
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        item(&fields::json(reply)?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        self.repository.get(&["issues", external_id], &[])
    }

    fn comment(&self, external_id: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.repository.send(Method::Post, &["issues", external_id, "comments"], &json!({ "body": body }))
    }

    /// The oldest first: GitHub knows no other order.
    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest {
        let query = [("per_page", "100"), ("page", from.unwrap_or("1"))];
        self.repository.get(&["issues", external_id, "comments"], &query)
    }

    fn parse_comments(&self, from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        pages::comments(from, reply, 100)
    }

    /// `61`, `#61`, `owner/name#61`, and the issue's page.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let (owner, name) = (self.repository.owner.as_str(), self.repository.name.as_str());
        let steps = self.repository.base.site().below(&[owner, name, "issues"], text);
        let number = match (&steps, named::numbered_in(text)) {
            (Some(steps), _) => named::number(steps.first()?)?,
            (None, Some((place, number))) if place.eq_ignore_ascii_case(&self.repository.full_name()) => number,
            (None, _) => named::number(text)?,
        };
        Some(self.status(number))
    }

    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        verdict(reply, now)
    }
}

fn item(issue: &Value) -> Read<TrackerItem> {
    let missing = |what: &str| BadReply(format!("it holds an issue without {what}"));
    let number = fields::id(issue, "number").ok_or_else(|| missing("a number"))?;
    let reason = fields::text(issue, "state_reason");
    let state = fields::line(issue, "state").ok_or_else(|| missing("a state"))?;
    let closed = state == "closed";
    Ok(TrackerItem {
        external_id: number.to_string(),
        label: format!("#{number}"),
        title: fields::line(issue, "title").unwrap_or_else(|| format!("#{number}")),
        url: fields::line(issue, "html_url").unwrap_or_default(),
        status: match reason {
            "not_planned" | "duplicate" if closed => format!("closed as {}", reason.replace('_', " ")),
            _ => state,
        },
        category: match reason {
            "not_planned" | "duplicate" if closed => StatusCategory::Dropped,
            _ if closed => StatusCategory::Done,
            // GitHub has no status between open and closed; teams use a label for it.
            _ if issue_labels::begun(&issues::names(issue)) => StatusCategory::InProgress,
            _ => StatusCategory::ToDo,
        },
        updated_at: fields::time(issue, "updated_at").unwrap_or(Time(0)),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(json!({"number": 7, "state": "open"}), "open", StatusCategory::ToDo)]
    #[case(json!({"number": 7, "state": "open", "labels": [{"name": "In-Progress"}]}), "open", StatusCategory::InProgress)]
    #[case(json!({"number": 7, "state": "closed", "state_reason": "completed"}), "closed", StatusCategory::Done)]
    #[case(json!({"number": 7, "state": "closed", "state_reason": "not_planned"}), "closed as not planned", StatusCategory::Dropped)]
    #[case(json!({"number": 7, "state": "open", "state_reason": "reopened"}), "open", StatusCategory::ToDo)]
    fn an_issues_state_is_read(#[case] issue: Value, #[case] status: &str, #[case] category: StatusCategory) {
        let item = item(&issue).unwrap();
        assert_eq!((item.status.as_str(), item.category), (status, category));
    }
}
