//! Opportunities as work items, and how the work items fare.

use serde_json::{Value, json};

use super::super::base::Base;
use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, FieldValue, ItemChange, ItemDetails, OwnFields, Style,
    Tracker, TrackerItem, fields, named, room, words,
};
use super::html::STYLE;
use super::open;
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method, Verdict};
use crate::model::{StatusCategory, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// The version of the interface that every request names.
const VERSION: (&str, &str) = ("api-version", "7.1");

/// That of the comments, which have only a preview.
const COMMENTS_VERSION: (&str, &str) = ("api-version", "7.1-preview.4");

/// What the status of a work item is told by.
const FIELDS: [&str; 3] = ["System.Title", "System.State", "System.ChangedDate"];

/// What Azure DevOps takes.
const ROOM: Room = Room { title: 255, description: 1_048_576, label: 400, field: own_field };

/// Writes work items of one type into one project.
pub(in super::super) struct WorkItemTracker {
    base: Base,
    project: String,
    kind: String,
}

impl WorkItemTracker {
    pub fn new(account: &Account) -> Result<Self> {
        let kind = match account.setting("type") {
            "" => "Task",
            kind => kind,
        };
        Ok(WorkItemTracker {
            base: Base::of(account)?,
            project: account.project.trim().to_owned(),
            kind: kind.to_owned(),
        })
    }

    /// Ids of the work items that `condition` is true of, the one changed last first.
    fn query(&self, condition: &str) -> HttpRequest {
        self.ids(&format!("{condition} ORDER BY [System.ChangedDate] DESC"), "50")
    }

    /// The open ones from the one behind `after` on, in the order of their numbers.
    fn open(&self, after: u64) -> HttpRequest {
        let which = open::condition(&self.project, &self.kind, after);
        self.ids(&format!("{which} ORDER BY [System.Id]"), &open::BATCH.to_string())
    }

    fn ids(&self, which: &str, most: &str) -> HttpRequest {
        let query = format!("SELECT [System.Id] FROM WorkItems WHERE {which}");
        self.base.ask(&["_apis", "wit", "wiql"], &[VERSION, ("$top", most)], &json!({ "query": query }))
    }

    fn patch(&self, method: Method, steps: &[&str], operations: Vec<Value>) -> HttpRequest {
        let mut request = self.base.send(method, steps, &[VERSION], &Value::Array(operations));
        request.headers.push(("content-type", "application/json-patch+json".to_owned()));
        request
    }

    fn item(&self, work_item: &Value) -> Read<TrackerItem> {
        let mut item = self.stub(work_item)?;
        self.fill(&mut item, work_item);
        Ok(item)
    }

    /// A query tells nothing but the id; the title stays empty until the rest is there.
    fn stub(&self, work_item: &Value) -> Read<TrackerItem> {
        let id = fields::id(work_item, "id")
            .ok_or_else(|| BadReply("it holds a work item without a number".to_owned()))?
            .to_string();
        Ok(TrackerItem {
            label: format!("#{id}"),
            title: String::new(),
            url: self.base.url(&["_workitems", "edit", &id], &[]),
            status: "unknown".to_owned(),
            category: StatusCategory::ToDo,
            updated_at: Time(0),
            external_id: id,
        })
    }

    fn fill(&self, item: &mut TrackerItem, work_item: &Value) {
        let found = work_item.get("fields").unwrap_or(&Value::Null);
        item.title = fields::line(found, "System.Title").unwrap_or_else(|| item.label.clone());
        if let Some(state) = fields::line(found, "System.State") {
            item.category = category(&state);
            item.status = state;
        }
        item.updated_at = fields::time(found, "System.ChangedDate").unwrap_or(Time(0));
    }

    fn stubs(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        fields::list(&value, "workItems")?.iter().map(|found| self.stub(found)).collect()
    }
}

impl Tracker for WorkItemTracker {
    fn auth(&self) -> Auth {
        Auth::Basic { user: String::new() }
    }

    fn projects(&self) -> HttpRequest {
        self.base.get(&["_apis", "projects"], &[VERSION, ("$top", "1000")])
    }

    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let value = fields::json(reply)?;
        let names = fields::list(&value, "value")?.iter().filter_map(|project| fields::line(project, "name"));
        Ok(names.map(|name| (name.clone(), name)).collect())
    }

    /// In every project of the organisation: a work item may have been moved. Unlike descriptions, tags are
    /// searched in the table itself, so that an item is found as soon as it is there.
    fn find(&self, key: &ExportKey) -> HttpRequest {
        self.query(&format!("[System.Tags] CONTAINS {}", quoted(&key.0)))
    }

    fn parse_found(&self, _key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        self.stubs(reply)
    }

    fn search(&self, title: &str) -> HttpRequest {
        let words = words::longest(title, 2);
        let any: Vec<String> = words.iter().map(|word| format!("[System.Title] CONTAINS {}", quoted(word))).collect();
        let any = if any.is_empty() { "[System.Id] = 0".to_owned() } else { any.join(" OR ") };
        self.query(&format!("[System.TeamProject] = {} AND ({any})", quoted(&self.project)))
    }

    fn open_items(&self) -> Option<HttpRequest> {
        Some(self.open(0))
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        self.stubs(reply)
    }

    fn details(&self, reply: &HttpReply) -> Vec<(String, ItemDetails)> {
        open::details(reply)
    }

    /// A full page of ids may not be the last. Of a search the first page is enough.
    fn further(&self, asked: &HttpRequest, reply: &HttpReply) -> Option<HttpRequest> {
        let last = open::last_of_full(reply).filter(|_| asked.url == self.open(0).url)?;
        Some(self.open(last))
    }

    /// Asks for what a query leaves out, in all fields: a named one that an organisation lacks, as many lack a due date,
    /// would spoil the whole reply.
    fn complete(&self, items: &mut Vec<TrackerItem>, replies: &[HttpReply]) -> Read<Option<HttpRequest>> {
        let wanting: Vec<u64> = items
            .iter()
            .filter(|item| item.title.is_empty())
            .filter_map(|item| item.external_id.parse().ok())
            .collect();
        if let Some(ids) = wanting.chunks(open::BATCH).nth(replies.len()) {
            let body = json!({ "ids": ids, "errorPolicy": "omit" });
            return Ok(Some(self.base.ask(&["_apis", "wit", "workitemsbatch"], &[VERSION], &body)));
        }
        for reply in replies {
            let value = fields::json(reply)?;
            for told in fields::list(&value, "value")? {
                let id = fields::id(told, "id").map(|id| id.to_string());
                if let Some(item) = items.iter_mut().find(|item| Some(&item.external_id) == id.as_ref()) {
                    self.fill(item, told);
                }
            }
        }
        // What is left was deleted since the query.
        items.retain(|item| !item.title.is_empty());
        Ok(None)
    }

    fn style(&self) -> Style {
        STYLE
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let labels = draft.labels.iter().map(|label| label.replace([';', ','], " "));
        let tags: Vec<String> = labels.chain([key.0.clone()]).collect();
        let mut operations = vec![
            set("System.Title", draft.title.as_str().into()),
            set("System.Description", draft.description.as_str().into()),
            set("System.Tags", tags.join("; ").into()),
        ];
        operations.extend(draft.fields.iter().map(|(name, value)| set(name, value.json())));
        let kind = format!("${}", self.kind);
        self.patch(Method::Post, &[&self.project, "_apis", "wit", "workitems", &kind], operations)
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        self.item(&fields::json(reply)?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        let wanted = FIELDS.join(",");
        self.base.get(&["_apis", "wit", "workitems", external_id], &[VERSION, ("fields", &wanted)])
    }

    /// What is written into the history appears as a comment.
    fn comment(&self, external_id: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        let operations = vec![set("System.History", body.into())];
        self.patch(Method::Patch, &["_apis", "wit", "workitems", external_id], operations)
    }

    /// The newest first, which is the order where none is asked for; comments are read only in a preview so far.
    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest {
        let mut query = vec![COMMENTS_VERSION, ("$top", "200"), ("order", "desc")];
        query.extend(from.map(|token| ("continuationToken", token)));
        self.base.get(&[&self.project, "_apis", "wit", "workItems", external_id, "comments"], &query)
    }

    fn parse_comments(&self, _from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let found = fields::list(&value, "comments")?;
        let next = fields::line(&value, "continuationToken");
        let total = value.get("totalCount").and_then(Value::as_u64).unwrap_or(0);
        Ok(Comments {
            texts: found.iter().map(|comment| fields::text(comment, "text").to_owned()).collect(),
            cut: next.is_none() && found.is_empty() && total > 0,
            next,
        })
    }

    /// `588`, `#588`, `AB#588` as other tools write it, and the work item's page.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let steps = self.base.below(&[&self.project, "_workitems", "edit"], text);
        let bare = text.trim();
        let number = match &steps {
            Some(steps) => steps.first()?.as_str(),
            None => bare.strip_prefix("AB#").or_else(|| bare.strip_prefix("ab#")).unwrap_or(bare),
        };
        Some(self.status(named::number(number)?))
    }

    fn own_fields(&self) -> OwnFields {
        OwnFields {
            known: &[
                ("Microsoft.VSTS.Common.BusinessValue", "Business value"),
                ("Microsoft.VSTS.Scheduling.Effort", "Effort"),
                ("Microsoft.VSTS.Scheduling.StoryPoints", "Story points"),
                ("Microsoft.VSTS.Common.Priority", "Priority, 1 to 4"),
            ],
            others: "the reference name of a field, such as Custom.Reach",
        }
    }

    fn update(&self, external_id: &str, change: &ItemChange, _key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let title = change.title.as_deref().map(|title| set("System.Title", title.into()));
        let description = change.description.as_deref().map(|text| set("System.Description", text.into()));
        let others = change.fields.iter().map(|(name, value)| set(name, value.json()));
        let operations = title.into_iter().chain(description).chain(others).collect();
        Some(self.patch(Method::Patch, &["_apis", "wit", "workitems", external_id], operations))
    }

    /// A wrong token is answered with the sign-in page (203) or the way to it (302). A reply with 200 and
    /// Retry-After has been carried out.
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        let sign_in = || reply.header("location").is_some_and(|to| to.contains("_signin"));
        match reply.status {
            203 => Verdict::CredentialRejected,
            302 if sign_in() => Verdict::CredentialRejected,
            _ => Verdict::from_status(reply, now),
        }
    }
}

fn set(field: &str, value: Value) -> Value {
    // In a JSON Pointer these two letters have a meaning.
    let field = field.replace('~', "~0").replace('/', "~1");
    json!({ "op": "add", "path": format!("/fields/{field}"), "value": value })
}

/// A field by its reference name, unless it is one that we write ourselves.
fn own_field(name: &str, value: &FieldValue) -> Option<FieldValue> {
    const OURS: [&str; 6] =
        ["System.Title", "System.Description", "System.Tags", "System.History", "System.Id", "System.Rev"];
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    match name {
        "Microsoft.VSTS.Common.Priority" => room::whole(value, 1.0, 4.0),
        "Microsoft.VSTS.Common.BusinessValue"
        | "Microsoft.VSTS.Scheduling.Effort"
        | "Microsoft.VSTS.Scheduling.StoryPoints" => room::number(value),
        _ if OURS.contains(&name) || !name.contains('.') || !name.split('.').all(word) => None,
        _ => room::any(value),
    }
}

/// As a text of the query language, whatever stands in it.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// By the state's name. Resolved is built and not yet accepted there.
fn category(state: &str) -> StatusCategory {
    if state.eq_ignore_ascii_case("resolved") {
        return StatusCategory::InProgress;
    }
    words::category(state).unwrap_or(StatusCategory::InProgress)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("New", StatusCategory::ToDo)]
    #[case("Approved", StatusCategory::ToDo)]
    #[case("Active", StatusCategory::InProgress)]
    #[case("Resolved", StatusCategory::InProgress)]
    #[case("Closed", StatusCategory::Done)]
    #[case("Removed", StatusCategory::Dropped)]
    #[case("With the partner", StatusCategory::InProgress)]
    fn states_of_every_process_have_their_place(#[case] state: &str, #[case] wanted: StatusCategory) {
        assert_eq!(category(state), wanted);
    }

    #[test]
    fn a_title_with_a_quotation_mark_stays_inside_its_quotation() {
        assert_eq!(quoted("Rita's' OR 1=1"), "'Rita''s'' OR 1=1'");
    }
}
