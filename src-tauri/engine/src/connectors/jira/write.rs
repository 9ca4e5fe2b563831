//! Opportunities as issues, and how the issues fare. A label that nobody else uses finds an issue again.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, FieldValue, ItemChange, OwnFields, Style, Tracker,
    TrackerItem, fields, named, room, words,
};
use super::{Edition, Site, adf, quoted, time, verdict, wiki};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method, Verdict};
use crate::model::{StatusCategory, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// What Jira takes.
const ROOM: Room = Room { title: 255, description: 32_767, label: 255, field: own_field };

/// What an item is told from.
const FIELDS: &str = "summary,status,resolution,updated,labels";

/// Writes issues into one project.
pub(in super::super) struct IssueTracker {
    site: Site,
    issue_type: String,
}

impl IssueTracker {
    pub fn new(account: &Account, edition: Edition) -> Result<Self> {
        let issue_type = Some(account.setting("issue_type")).filter(|name| !name.is_empty()).unwrap_or("Task");
        Ok(IssueTracker { site: Site::of(account, edition)?, issue_type: issue_type.to_owned() })
    }

    fn search_issues(&self, jql: &str) -> HttpRequest {
        let query = [("jql", jql), ("maxResults", "50"), ("fields", FIELDS)];
        self.site.base.get(&self.site.search(), &query)
    }

    /// Text in the edition's own format.
    fn written(&self, draft: &str) -> Value {
        match self.site.edition {
            Edition::Cloud => adf::from_draft(draft),
            Edition::DataCenter => Value::String(draft.to_owned()),
        }
    }

    fn item(&self, issue: &Value) -> Read<TrackerItem> {
        let missing = |what: &str| BadReply(format!("it holds an issue without {what}"));
        let id = fields::id(issue, "id").ok_or_else(|| missing("a number"))?;
        let key = fields::line(issue, "key").ok_or_else(|| missing("a key"))?;
        let told = issue.get("fields").unwrap_or(&Value::Null);
        let status = told.get("status").unwrap_or(&Value::Null);
        Ok(TrackerItem {
            external_id: id.to_string(),
            title: fields::line(told, "summary").unwrap_or_else(|| key.clone()),
            url: self.site.page(&key),
            status: fields::line(status, "name").unwrap_or_default(),
            category: category(status, &fields::named(told, "resolution").unwrap_or_default()),
            updated_at: time(told, "updated").unwrap_or(Time(0)),
            label: key,
        })
    }
}

impl Tracker for IssueTracker {
    fn auth(&self) -> Auth {
        self.site.auth()
    }

    fn projects(&self) -> HttpRequest {
        match self.site.edition {
            Edition::Cloud => self.site.base.get(&self.site.api(&["project", "search"]), &[("maxResults", "100")]),
            Edition::DataCenter => self.site.base.get(&self.site.api(&["project"]), &[]),
        }
    }

    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let value = fields::json(reply)?;
        let listed = value.as_array().map_or_else(|| fields::list(&value, "values"), Ok)?;
        Ok(listed.iter().filter_map(|p| Some((fields::line(p, "key")?, fields::line(p, "name")?))).collect())
    }

    /// In every project the account sees: an issue may have been moved.
    fn find(&self, key: &ExportKey) -> HttpRequest {
        self.search_issues(&format!("labels = {}", quoted(&key.0)))
    }

    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        let labelled = |issue: &&Value| {
            let labels = issue.get("fields").and_then(|told| told.get("labels")).and_then(Value::as_array);
            labels.is_some_and(|labels| labels.iter().any(|label| label.as_str() == Some(key.0.as_str())))
        };
        fields::list(&value, "issues")?.iter().filter(labelled).map(|issue| self.item(issue)).collect()
    }

    /// Jira wants all words to be there, so it is asked for the two longest.
    fn search(&self, title: &str) -> HttpRequest {
        let words = words::longest(title, 2).join(" ");
        let about =
            if words.is_empty() { "summary is not EMPTY".to_owned() } else { format!("summary ~ {}", quoted(&words)) };
        let parts: Vec<String> = self.site.in_projects().into_iter().chain([about]).collect();
        self.search_issues(&format!("{} ORDER BY updated DESC", parts.join(" AND ")))
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        fields::list(&fields::json(reply)?, "issues")?.iter().map(|issue| self.item(issue)).collect()
    }

    fn style(&self) -> Style {
        match self.site.edition {
            Edition::Cloud => Style {
                heading: |title| format!("{}{title}", adf::HEADING),
                quote: |said| said.lines().map(|line| format!("{}{line}", adf::QUOTE)).collect::<Vec<_>>().join("\n"),
                bullet: |line| format!("- {line}"),
                link: |label, address| format!("[{}]({address})", adf::escape(label).replace(['[', ']'], " ")),
                plain: adf::escape,
                inline: adf::escape,
            },
            Edition::DataCenter => Style {
                heading: |title| format!("h3. {title}"),
                quote: |said| format!("{{quote}}\n{said}\n{{quote}}"),
                bullet: |line| format!("* {line}"),
                link: |label, address| format!("[{}|{address}]", wiki::escape(label)),
                plain: wiki::escape,
                inline: wiki::escape,
            },
        }
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    /// Labels hold no white space. The last one is the key.
    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        // Jira counts the byte order mark among the spaces, as JavaScript does.
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        let bare = draft
            .labels
            .iter()
            .map(|label| label.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-"));
        let labels: Vec<String> = bare.filter(|label| !label.is_empty()).chain([key.0.clone()]).collect();
        let mut told = json!({
            "project": { "key": self.site.projects.first() },
            "issuetype": { "name": self.issue_type },
            "summary": draft.title,
            "description": self.written(draft.description.trim_end()),
            "labels": labels,
        });
        fill(&mut told, &draft.fields);
        self.site.base.send(Method::Post, &self.site.api(&["issue"]), &[], &json!({ "fields": told }))
    }

    fn own_fields(&self) -> OwnFields {
        OwnFields {
            known: &[("duedate", "Due date")],
            others: "the id of a field, such as customfield_10016, as Jira lists it under Issues → Custom fields",
        }
    }

    fn update(&self, external_id: &str, change: &ItemChange, _key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mut told = json!({});
        if let Some(title) = &change.title {
            told["summary"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            told["description"] = self.written(description.trim_end());
        }
        fill(&mut told, &change.fields);
        let steps = self.site.api(&["issue", external_id]);
        Some(self.site.base.send(Method::Put, &steps, &[], &json!({ "fields": told })))
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        self.item(&fields::json(reply)?)
    }

    /// An issue just created is told by id and key alone, so it is read once more.
    fn complete(&self, items: &mut Vec<TrackerItem>, replies: &[HttpReply]) -> Read<Option<HttpRequest>> {
        if let Some(reply) = replies.first() {
            let read = self.parse_item(reply)?;
            if let Some(bare) = items.iter_mut().find(|item| item.status.is_empty()) {
                *bare = read;
            }
            return Ok(None);
        }
        let bare = items.iter().find(|item| item.status.is_empty());
        Ok(bare.map(|item| self.status(&item.external_id)))
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        self.site.base.get(&self.site.api(&["issue", external_id]), &[("fields", FIELDS)])
    }

    fn comment(&self, external_id: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        let steps = self.site.api(&["issue", external_id, "comment"]);
        self.site.base.send(Method::Post, &steps, &[], &json!({ "body": self.written(body) }))
    }

    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest {
        let query = [("orderBy", "-created"), ("startAt", from.unwrap_or("0")), ("maxResults", "100")];
        self.site.base.get(&self.site.api(&["issue", external_id, "comment"]), &query)
    }

    fn parse_comments(&self, from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let found = fields::list(&value, "comments")?;
        let seen = from.and_then(|from| from.parse().ok()).unwrap_or(0u64).saturating_add(found.len() as u64);
        let more = value.get("total").and_then(Value::as_u64).is_some_and(|total| total > seen);
        let text = |comment: &Value| match comment.get("body") {
            Some(Value::String(markup)) => markup.clone(),
            Some(document) => adf::to_text(document),
            None => String::new(),
        };
        Ok(Comments {
            texts: found.iter().map(text).collect(),
            next: (more && !found.is_empty()).then(|| seen.to_string()),
            cut: more && found.is_empty(),
        })
    }

    /// `PAY-12`, and pages that show an issue.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let steps = self.site.base.below(&["browse"], text);
        let (project, number) =
            named::key(steps.as_ref().map_or(Some(text), |steps| steps.first().map(String::as_str))?)?;
        let ours = self.site.projects.is_empty() || self.site.projects.iter().any(|key| *key.to_uppercase() == project);
        ours.then(|| self.status(&format!("{project}-{number}")))
    }

    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        verdict(reply, now)
    }
}

/// A custom field by its id, or the due date. Any other name might be one of ours.
fn own_field(name: &str, value: &FieldValue) -> Option<FieldValue> {
    match name.strip_prefix("customfield_") {
        Some(id) if id.parse::<u32>().is_ok() => room::any(value),
        None if name == "duedate" => room::day(value),
        _ => None,
    }
}

fn fill(told: &mut Value, given: &BTreeMap<String, FieldValue>) {
    for (name, value) in given {
        told[name] = value.json();
    }
}

/// Jira puts every status into one of three categories; the words tell dropped from done.
fn category(status: &Value, resolution: &str) -> StatusCategory {
    let category = status.get("statusCategory").map(|category| fields::text(category, "key")).unwrap_or_default();
    let words = format!("{} {resolution}", fields::text(status, "name")).to_lowercase();
    let dropped = ["won't", "wont", "declin", "duplicate", "cancel", "reject", "obsolete", "invalid"];
    match category {
        "done" if dropped.iter().any(|word| words.contains(word)) => StatusCategory::Dropped,
        "done" => StatusCategory::Done,
        "indeterminate" => StatusCategory::InProgress,
        _ => StatusCategory::ToDo,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("new", "Backlog", "", StatusCategory::ToDo)]
    #[case("indeterminate", "In Review", "", StatusCategory::InProgress)]
    #[case("done", "Done", "Done", StatusCategory::Done)]
    #[case("done", "Closed", "Won't Do", StatusCategory::Dropped)]
    #[case("undefined", "", "", StatusCategory::ToDo)]
    fn a_status_has_a_category(
        #[case] key: &str,
        #[case] name: &str,
        #[case] resolution: &str,
        #[case] wanted: StatusCategory,
    ) {
        assert_eq!(category(&json!({"name": name, "statusCategory": {"key": key}}), resolution), wanted);
    }
}
