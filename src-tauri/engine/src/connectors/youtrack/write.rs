//! Opportunities as issues, and how the issues fare.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::super::base::Base;
use super::super::marker::{carries, marked};
use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, FieldValue, ItemChange, ItemDetails, OwnFields, Style,
    Tracker, TrackerItem, fields, from_markdown, markdown, named, room, words,
};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method, Verdict};
use crate::model::{StatusCategory, Time};

/// What YouTrack takes. JetBrains names no lengths.
const ROOM: Room = Room { title: 255, description: 65_535, label: 100, field: own_field };

type Read<T> = std::result::Result<T, BadReply>;

/// What we want to know of an issue.
const ISSUE: (&str, &str) =
    ("fields", "id,idReadable,summary,description,resolved,created,updated,customFields(name,value(name))");

/// How many issues are asked for at once.
const PAGE: &str = "100";

/// How many comments are asked for at once.
const COMMENTS: &str = "100";

/// Writes issues into one project.
pub(in super::super) struct IssueTracker {
    base: Base,
    project: String,
    state_field: String,
}

impl IssueTracker {
    pub fn new(account: &Account) -> Result<Self> {
        let state_field = match account.setting("state_field") {
            "" => "State",
            name => name,
        };
        Ok(IssueTracker {
            base: Base::of(account)?,
            project: account.project.trim().to_owned(),
            state_field: state_field.to_owned(),
        })
    }

    fn issues(&self, query: &str, count: &str) -> HttpRequest {
        self.base.get(&["api", "issues"], &[("query", query), ISSUE, ("$top", count)])
    }

    /// The project's issues that nobody resolved, the oldest first, without the first `skip`.
    fn open(&self, skip: usize) -> HttpRequest {
        let unresolved = "#Unresolved sort by: created asc";
        let query = match self.project.replace(['{', '}'], "").as_str() {
            "" => unresolved.to_owned(),
            project => format!("project: {{{project}}} {unresolved}"),
        };
        let skip = skip.to_string();
        self.base.get(&["api", "issues"], &[("query", &query), ISSUE, ("$top", PAGE), ("$skip", &skip)])
    }

    fn item(&self, issue: &Value) -> Read<TrackerItem> {
        let id = fields::line(issue, "id").ok_or_else(|| BadReply("it holds an issue without an id".to_owned()))?;
        let label = fields::line(issue, "idReadable").unwrap_or_else(|| id.clone());
        let resolved = issue.get("resolved").is_some_and(Value::is_number);
        let state = self.state(issue);
        Ok(TrackerItem {
            title: fields::line(issue, "summary").unwrap_or_else(|| label.clone()),
            url: self.base.url(&["issue", &label], &[]),
            category: category(state.as_deref(), resolved),
            status: state.unwrap_or_else(|| if resolved { "Resolved" } else { "Open" }.to_owned()),
            updated_at: Time(issue.get("updated").and_then(Value::as_i64).unwrap_or(0)),
            external_id: id,
            label,
        })
    }

    fn state(&self, issue: &Value) -> Option<String> {
        let custom = issue.get("customFields")?.as_array()?;
        let state = custom.iter().find(|field| fields::text(field, "name").eq_ignore_ascii_case(&self.state_field))?;
        fields::named(state, "value")
    }
}

impl Tracker for IssueTracker {
    fn auth(&self) -> Auth {
        Auth::authorization("Bearer")
    }

    fn projects(&self) -> HttpRequest {
        let query = [("fields", "id,name,shortName,archived"), ("$top", "1000")];
        self.base.get(&["api", "admin", "projects"], &query)
    }

    /// By the short name that stands in front of every issue's number.
    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let value = fields::json(reply)?;
        let open = list(&value)?.iter().filter(|project| project.get("archived") != Some(&Value::Bool(true)));
        let named = |project: &Value| Some((fields::line(project, "shortName")?, fields::line(project, "name")?));
        Ok(open.filter_map(named).collect())
    }

    /// In every project the account sees: an issue may have been moved.
    fn find(&self, key: &ExportKey) -> HttpRequest {
        self.issues(&format!("\"{}\"", key.0), "100")
    }

    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        let ours = |issue: &&Value| carries(fields::text(issue, "description"), key);
        list(&value)?.iter().filter(ours).map(|issue| self.item(issue)).collect()
    }

    /// In quotation marks, words can't be read as commands of the query language.
    fn search(&self, title: &str) -> HttpRequest {
        let words: Vec<String> = words::longest(title, 2).iter().map(|word| format!("\"{word}\"")).collect();
        self.issues(&words.join(" "), "25")
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        list(&value)?.iter().map(|issue| self.item(issue)).collect()
    }

    fn open_items(&self) -> Option<HttpRequest> {
        Some(self.open(0))
    }

    fn details(&self, reply: &HttpReply) -> Vec<(String, ItemDetails)> {
        let value = fields::json(reply).unwrap_or_default();
        let details = |issue: &Value| {
            let details = ItemDetails {
                body: from_markdown::to_text(fields::text(issue, "description")),
                due_on: due_on(issue),
                created_at: issue.get("created").and_then(Value::as_i64).map(Time),
            };
            Some((fields::line(issue, "id")?, details))
        };
        value.as_array().into_iter().flatten().filter_map(details).collect()
    }

    /// A server may give less than it is asked for, so only an empty page is surely the last. Of a search the first
    /// page is enough.
    fn further(&self, asked: &HttpRequest, reply: &HttpReply) -> Option<HttpRequest> {
        let found = fields::json(reply).ok()?.as_array()?.len();
        let asked = url::Url::parse(&asked.url).ok()?;
        let skipped = asked.query_pairs().find(|(name, _)| name == "$skip")?.1.parse::<usize>().ok()?;
        (found > 0).then(|| self.open(skipped.saturating_add(found)))
    }

    fn style(&self) -> Style {
        markdown::STYLE
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    /// Tags belong to people there, so our labels stand in the description.
    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let mut issue = json!({
            "project": project(&self.project),
            "summary": draft.title,
            "description": marked(&draft.description, &markdown::escape(&draft.labels.join(", ")), key),
        });
        fill(&mut issue, &draft.fields);
        self.base.send(Method::Post, &["api", "issues"], &[ISSUE], &issue)
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        self.item(&fields::json(reply)?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        self.base.get(&["api", "issues", external_id], &[ISSUE])
    }

    fn comment(&self, external_id: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        let steps = ["api", "issues", external_id, "comments"];
        self.base.send(Method::Post, &steps, &[("fields", "id")], &json!({ "text": body }))
    }

    /// In YouTrack's own order: it takes no other.
    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest {
        let query = [("fields", "id,text,deleted"), ("$top", COMMENTS), ("$skip", from.unwrap_or("0"))];
        self.base.get(&["api", "issues", external_id, "comments"], &query)
    }

    fn parse_comments(&self, from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let found = list(&value)?;
        let seen = from.and_then(|from| from.parse().ok()).unwrap_or(0usize).saturating_add(found.len());
        // A server may give less than it is asked for, so only an empty page is surely the last.
        let next = (!found.is_empty()).then(|| seen.to_string());
        let texts = found.iter().map(|comment| fields::text(comment, "text").to_owned()).collect();
        Ok(Comments { texts, next, cut: false })
    }

    /// `SHOP-588`, and the issue's page.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let steps = self.base.below(&["issue"], text);
        let (short, number) =
            named::key(steps.as_ref().map_or(Some(text), |steps| steps.first().map(String::as_str))?)?;
        let by_id = project(&self.project).get("id").is_some();
        let ours = self.project.is_empty() || by_id || self.project.to_uppercase() == short;
        ours.then(|| self.status(&format!("{short}-{number}")))
    }

    fn own_fields(&self) -> OwnFields {
        OwnFields { known: &[], others: "the name of a number or text field of the project" }
    }

    /// A POST to an issue changes what it names.
    fn update(&self, external_id: &str, change: &ItemChange, key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mut issue = json!({});
        if let Some(title) = &change.title {
            issue["summary"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            issue["description"] = marked(description, &markdown::escape(&change.labels.join(", ")), key).into();
        }
        fill(&mut issue, &change.fields);
        Some(self.base.send(Method::Post, &["api", "issues", external_id], &[ISSUE], &issue))
    }

    /// The reason of a refusal stands beside the name of the error.
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        let said = |reply: &HttpReply| fields::line(&fields::json(reply).ok()?, "error_description");
        match Verdict::from_status(reply, now) {
            Verdict::Refused(word) => Verdict::Refused(said(reply).unwrap_or(word)),
            verdict => verdict,
        }
    }
}

fn list(value: &Value) -> Read<&Vec<Value>> {
    value.as_array().ok_or_else(|| BadReply("it is not a list".to_owned()))
}

/// A person types the short name; an address may hold the id, such as 0-12.
fn project(name: &str) -> Value {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match name.split_once('-') {
        Some((kind, number)) if digits(kind) && digits(number) => json!({ "id": name }),
        _ => json!({ "shortName": name }),
    }
}

/// The day of the field that YouTrack offers for it, told as milliseconds since 1970 at noon.
fn due_on(issue: &Value) -> Option<NaiveDate> {
    let custom = issue.get("customFields")?.as_array()?;
    let due = custom.iter().find(|field| fields::text(field, "name").eq_ignore_ascii_case("due date"))?;
    Some(Time(due.get("value")?.as_i64()?).utc()?.date_naive())
}

fn own_field(name: &str, value: &FieldValue) -> Option<FieldValue> {
    Some(value).filter(|_| !name.trim().is_empty()).and_then(room::any)
}

/// Numbers and single lines are YouTrack's simple fields.
fn fill(issue: &mut Value, given: &BTreeMap<String, FieldValue>) {
    let custom: Vec<Value> = given
        .iter()
        .map(|(name, value)| json!({ "name": name, "$type": "SimpleIssueCustomField", "value": value.json() }))
        .collect();
    if !custom.is_empty() {
        issue["customFields"] = custom.into();
    }
}

/// Resolved counts as done unless the state says that it was dropped.
fn category(state: Option<&str>, resolved: bool) -> StatusCategory {
    let said = state.and_then(words::category);
    match (resolved, said) {
        (true, Some(StatusCategory::Dropped)) => StatusCategory::Dropped,
        (true, _) => StatusCategory::Done,
        (false, Some(StatusCategory::ToDo)) | (false, None) if state.is_none_or(waiting) => StatusCategory::ToDo,
        (false, _) => StatusCategory::InProgress,
    }
}

/// What an issue is that nobody works on yet.
fn waiting(state: &str) -> bool {
    words::category(state) == Some(StatusCategory::ToDo)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("Submitted"), false, StatusCategory::ToDo)]
    #[case(None, false, StatusCategory::ToDo)]
    #[case(Some("In Progress"), false, StatusCategory::InProgress)]
    #[case(Some("To be discussed"), false, StatusCategory::InProgress)]
    #[case(Some("Fixed"), true, StatusCategory::Done)]
    #[case(Some("Obsolete"), true, StatusCategory::Dropped)]
    #[case(Some("Won't fix"), true, StatusCategory::Dropped)]
    #[case(None, true, StatusCategory::Done)]
    fn resolution_and_state_tell_together(
        #[case] state: Option<&str>,
        #[case] resolved: bool,
        #[case] wanted: StatusCategory,
    ) {
        assert_eq!(category(state, resolved), wanted);
    }

    fn tracker() -> IssueTracker {
        let account =
            Account { base_url: "https://calder.youtrack.cloud".into(), project: "SHOP".into(), ..Account::default() };
        IssueTracker::new(&account).unwrap()
    }

    #[rstest]
    #[case(json!([{ "id": "2-1" }, { "id": "2-2" }]), Some("%24skip=2"))]
    #[case(json!([]), None)]
    #[case(json!({ "error": "x" }), None)]
    fn the_list_goes_on_until_a_page_is_empty(#[case] body: Value, #[case] wanted: Option<&str>) {
        let reply = HttpReply { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() };
        let (tracker, asked) = (tracker(), tracker().open_items().unwrap());
        assert!(asked.url.contains("query=project%3A+%7BSHOP%7D+%23Unresolved+"), "{}", asked.url);
        let further = tracker.further(&asked, &reply).map(|request| request.url);
        assert_eq!(further.is_some(), wanted.is_some());
        assert!(further.is_none_or(|url| wanted.is_some_and(|wanted| url.contains(wanted))));
        assert_eq!(tracker.further(&tracker.search("gift cards"), &reply), None, "a search has one page");
    }

    #[test]
    fn a_due_date_is_a_day() {
        let with = |value: Value| json!({ "customFields": [{ "name": "Due Date", "value": value }] });
        let day = due_on(&with(json!(1_796_126_400_000_i64)));
        assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2026-12-01"));
        assert_eq!((due_on(&with(Value::Null)), due_on(&json!({}))), (None, None));
    }

    #[test]
    fn a_project_goes_by_its_short_name_or_its_id() {
        assert_eq!((project("SHOP"), project("0-12")), (json!({ "shortName": "SHOP" }), json!({ "id": "0-12" })));
        assert_eq!(project("A-1"), json!({ "shortName": "A-1" }));
    }
}
