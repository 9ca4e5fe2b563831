//! Opportunities as issues, and how the issues fare.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::base::Base;
use super::super::marker::{carries, marked};
use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, FieldValue, ItemChange, ItemDetails, OwnFields, Style,
    Tracker, TrackerItem, fields, from_markdown, markdown, named, room,
};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{StatusCategory, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// What every query asks of an issue.
const ISSUE: &str = "id identifier title description url updatedAt state { name type }";

/// The types of states that end an issue.
const CLOSED: [&str; 3] = ["completed", "canceled", "duplicate"];

/// What Linear takes.
const ROOM: Room = Room { title: 255, description: 100_000, label: 100, field: own_field };

const FIELDS: [(&str, &str); 2] = [("estimate", "Estimate"), ("priority", "Priority, 1 urgent to 4 low")];

/// Writes issues into one team.
pub(in super::super) struct IssueTracker {
    base: Base,
    team: String,
}

impl IssueTracker {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(IssueTracker { base: Base::of(account)?, team: account.project.trim().to_owned() })
    }

    fn ask(&self, query: &str, variables: Value) -> HttpRequest {
        self.base.ask(&["graphql"], &[], &json!({ "query": query, "variables": variables }))
    }

    /// The team's issues that aren't closed, or those of every team when the connection names none. A page of 100 costs
    /// a few hundred of the 10,000 points that Linear allows a query.
    fn open(&self, after: Option<&str>) -> HttpRequest {
        let query = format!(
            "query Open($filter: IssueFilter, $after: String) {{ issues(filter: $filter, first: 100, after: $after) {{ \
             nodes {{ {ISSUE} createdAt dueDate }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let mut filter = json!({ "state": { "type": { "nin": CLOSED } } });
        if !self.team.is_empty() {
            filter["team"] = json!({ "id": { "eq": self.team } });
        }
        self.ask(&query, json!({ "filter": filter, "after": after }))
    }

    fn change(&self, mutation: &str, variables: Value) -> HttpRequest {
        HttpRequest { harmless: false, ..self.ask(mutation, variables) }
    }
}

impl Tracker for IssueTracker {
    /// A personal key stands alone in the header.
    fn auth(&self) -> Auth {
        Auth::header("authorization")
    }

    fn projects(&self) -> HttpRequest {
        self.ask("query Teams { teams(first: 250) { nodes { id key name } } }", json!({}))
    }

    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let teams = nodes(reply, "teams")?;
        let named = |team: &Value| {
            let (id, name) = (fields::line(team, "id")?, fields::line(team, "name")?);
            Some((id, fields::line(team, "key").map_or(name.clone(), |key| format!("{name} ({key})"))))
        };
        Ok(teams.iter().filter_map(named).collect())
    }

    /// By the id we gave it, or by its last line; archived ones too.
    fn find(&self, key: &ExportKey) -> HttpRequest {
        let query = format!(
            "query Found($filter: IssueFilter) {{ issues(filter: $filter, includeArchived: true, first: 50) {{ nodes {{ {ISSUE} }} }} }}"
        );
        let described = json!({ "description": { "contains": key.0 } });
        let filter = match own_id(key) {
            Some(id) => json!({ "or": [{ "id": { "eq": id } }, described] }),
            None => described,
        };
        self.ask(&query, json!({ "filter": filter }))
    }

    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let id = own_id(key);
        let ours = |issue: &&Value| {
            carries(fields::text(issue, "description"), key) || id.is_some() && fields::line(issue, "id") == id
        };
        nodes(reply, "issues")?.iter().filter(ours).map(item).collect()
    }

    fn search(&self, title: &str) -> HttpRequest {
        let query =
            format!("query Alike($term: String!) {{ searchIssues(term: $term, first: 25) {{ nodes {{ {ISSUE} }} }} }}");
        self.ask(&query, json!({ "term": title }))
    }

    fn open_items(&self) -> Option<HttpRequest> {
        Some(self.open(None))
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        nodes(reply, "issues").or_else(|_| nodes(reply, "searchIssues"))?.iter().map(item).collect()
    }

    fn details(&self, reply: &HttpReply) -> Vec<(String, ItemDetails)> {
        let details = |issue: &Value| {
            let details = ItemDetails {
                body: from_markdown::to_text(fields::text(issue, "description")),
                due_on: fields::day(issue, "dueDate"),
                created_at: fields::time(issue, "createdAt"),
            };
            Some((fields::line(issue, "id")?, details))
        };
        nodes(reply, "issues").unwrap_or_default().iter().filter_map(details).collect()
    }

    /// Only the list of what isn't closed tells where it goes on.
    fn further(&self, _asked: &HttpRequest, reply: &HttpReply) -> Option<HttpRequest> {
        let value = fields::json(reply).ok()?;
        let page = value.get("data")?.get("issues")?.get("pageInfo")?;
        let more = page.get("hasNextPage").and_then(Value::as_bool) == Some(true);
        fields::line(page, "endCursor").filter(|_| more).map(|cursor| self.open(Some(&cursor)))
    }

    fn style(&self) -> Style {
        markdown::STYLE
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    /// Linear's labels have ids of their own, so ours stand in the description.
    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let mutation = format!(
            "mutation Create($input: IssueCreateInput!) {{ issueCreate(input: $input) {{ success issue {{ {ISSUE} }} }} }}"
        );
        let mut input = json!({
            "teamId": self.team,
            "title": draft.title,
            "description": marked(&draft.description, &markdown::escape(&draft.labels.join(", ")), key),
        });
        if let Some(id) = own_id(key) {
            input["id"] = id.into();
        }
        fill(&mut input, &draft.fields);
        self.change(&mutation, json!({ "input": input }))
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        let value = fields::json(reply)?;
        let data = value.get("data").unwrap_or(&Value::Null);
        let issue = ["issueCreate", "issueUpdate"]
            .iter()
            .find_map(|done| data.get(*done)?.get("issue"))
            .or_else(|| data.get("issue"))
            .filter(|issue| issue.is_object());
        item(issue.ok_or_else(|| BadReply("it holds no issue".to_owned()))?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        let query = format!("query Status($id: String!) {{ issue(id: $id) {{ {ISSUE} }} }}");
        self.ask(&query, json!({ "id": external_id }))
    }

    /// With the id we give it, so that Linear refuses a second one.
    fn comment(&self, external_id: &str, body: &str, key: &ExportKey) -> HttpRequest {
        let mutation = "mutation Comment($input: CommentCreateInput!) { commentCreate(input: $input) { success } }";
        let mut input = json!({ "issueId": external_id, "body": body });
        if let Some(id) = own_id(key) {
            input["id"] = id.into();
        }
        self.change(mutation, json!({ "input": input }))
    }

    fn commented(&self, reply: &HttpReply) -> Read<()> {
        let value = fields::json(reply)?;
        let done = value.get("data").and_then(|data| data.get("commentCreate")?.get("success")?.as_bool());
        if done == Some(true) { Ok(()) } else { Err(BadReply("it doesn't say that the comment was made".to_owned())) }
    }

    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest {
        let query = "query Comments($id: String!, $after: String) { issue(id: $id) { \
                     comments(first: 100, after: $after) { nodes { body } pageInfo { hasNextPage endCursor } } } }";
        self.ask(query, json!({ "id": external_id, "after": from }))
    }

    fn parse_comments(&self, _from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let comments = value.get("data").and_then(|data| data.get("issue")?.get("comments"));
        let comments = comments.ok_or_else(|| BadReply("it holds no comments".to_owned()))?;
        let page = comments.get("pageInfo").unwrap_or(&Value::Null);
        let more = page.get("hasNextPage").and_then(Value::as_bool) == Some(true);
        let next = fields::line(page, "endCursor").filter(|_| more);
        let texts = fields::list(comments, "nodes")?.iter().map(|one| fields::text(one, "body").to_owned()).collect();
        Ok(Comments { texts, cut: more && next.is_none(), next })
    }

    /// `CHK-588`, and the issue's page. Which team an issue belongs to is told by its key alone.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let steps = self.base.site().below(&[], text);
        let key = match &steps {
            Some(steps) => match steps.as_slice() {
                [_, issue, key, ..] if issue == "issue" => key.as_str(),
                _ => return None,
            },
            None => text,
        };
        let (team, number) = named::key(key)?;
        Some(self.status(&format!("{team}-{number}")))
    }

    fn own_fields(&self) -> OwnFields {
        OwnFields { known: &FIELDS, others: "" }
    }

    fn update(&self, external_id: &str, change: &ItemChange, key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mutation = format!(
            "mutation Update($id: String!, $input: IssueUpdateInput!) {{ issueUpdate(id: $id, input: $input) {{ success issue {{ {ISSUE} }} }} }}"
        );
        let mut input = json!({});
        if let Some(title) = &change.title {
            input["title"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            input["description"] = marked(description, &markdown::escape(&change.labels.join(", ")), key).into();
        }
        fill(&mut input, &change.fields);
        Some(self.change(&mutation, json!({ "id": external_id, "input": input })))
    }

    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        refusal(reply, now).unwrap_or_else(|| Verdict::from_status(reply, now))
    }
}

/// What a list of errors means; None without one. Linear sends it with status 200 or 400, and also beside data.
fn refusal(reply: &HttpReply, now: Time) -> Option<Verdict> {
    let value = fields::json(reply).ok()?;
    let error = value.get("errors")?.as_array()?.first()?;
    let details = error.get("extensions").unwrap_or(&Value::Null);
    let said = fields::line(details, "userPresentableMessage").or_else(|| fields::line(error, "message"));
    let said = said.unwrap_or_else(|| "without a reason".to_owned());
    let code = fields::line(details, "code").unwrap_or_default();
    Some(match code.as_str() {
        "RATELIMITED" => Verdict::RetryAt(reset(reply).filter(|at| *at > now).unwrap_or(now.plus(Time::MINUTE))),
        "AUTHENTICATION_ERROR" => Verdict::CredentialRejected,
        "FORBIDDEN" => Verdict::NotAllowed,
        _ if fields::text(error, "message").starts_with("Entity not found") => Verdict::Gone,
        _ => Verdict::Refused(said),
    })
}

/// When the allowance is whole again, which Linear tells in milliseconds since 1970.
fn reset(reply: &HttpReply) -> Option<Time> {
    ["x-ratelimit-requests-reset", "x-ratelimit-complexity-reset"]
        .iter()
        .filter_map(|name| reply.header(name)?.parse().ok().map(Time))
        .max()
}

fn nodes(reply: &HttpReply, name: &str) -> Read<Vec<Value>> {
    let value = fields::json(reply)?;
    let connection = value.get("data").and_then(|data| data.get(name));
    let connection = connection.ok_or_else(|| BadReply(format!("it holds no {name}")))?;
    fields::list(connection, "nodes").cloned()
}

fn item(issue: &Value) -> Read<TrackerItem> {
    let id = fields::line(issue, "id").ok_or_else(|| BadReply("it holds an issue without an id".to_owned()))?;
    let label = fields::line(issue, "identifier").unwrap_or_else(|| id.clone());
    let state = issue.get("state").unwrap_or(&Value::Null);
    Ok(TrackerItem {
        title: fields::line(issue, "title").unwrap_or_else(|| label.clone()),
        url: fields::line(issue, "url").unwrap_or_default(),
        status: fields::line(state, "name").unwrap_or_else(|| "unknown".to_owned()),
        category: category(fields::text(state, "type")),
        updated_at: fields::time(issue, "updatedAt").unwrap_or(Time(0)),
        external_id: id,
        label,
    })
}

fn category(kind: &str) -> StatusCategory {
    match kind {
        "completed" => StatusCategory::Done,
        "canceled" | "duplicate" => StatusCategory::Dropped,
        "started" => StatusCategory::InProgress,
        _ => StatusCategory::ToDo,
    }
}

/// The id that Linear lets us choose, when the key is made of one: a second issue with it is refused.
fn own_id(key: &ExportKey) -> Option<String> {
    let id = uuid::Uuid::try_parse(key.0.strip_prefix("tl-")?).ok()?;
    (id.get_version_num() == 4).then(|| id.hyphenated().to_string())
}

/// Linear's own numbers have no fraction; it refuses a whole request for a field it doesn't know.
fn own_field(name: &str, value: &FieldValue) -> Option<FieldValue> {
    match name {
        "estimate" => room::whole(value, 0.0, f64::from(i32::MAX)),
        "priority" => room::whole(value, 0.0, 4.0),
        _ => None,
    }
}

fn fill(input: &mut Value, given: &BTreeMap<String, FieldValue>) {
    for (name, value) in given {
        input[name] = value.json();
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn reply(status: u16, body: &str) -> HttpReply {
        let headers = vec![("x-ratelimit-requests-reset".to_owned(), "90000".to_owned())];
        HttpReply { status, headers, body: body.as_bytes().to_vec() }
    }

    #[rstest]
    #[case(r#"{"data":{"viewer":{"id":"1"}}}"#, Verdict::Done)]
    #[case(r#"{"errors":[{"message":"x","extensions":{"code":"RATELIMITED"}}]}"#, Verdict::RetryAt(Time(90_000)))]
    #[case(r#"{"errors":[{"message":"x","extensions":{"code":"AUTHENTICATION_ERROR"}}]}"#, Verdict::CredentialRejected)]
    #[case(r#"{"data":null,"errors":[{"message":"Entity not found: Issue"}]}"#, Verdict::Gone)]
    #[case(
        r#"{"errors":[{"message":"Argument Validation Error","extensions":{"userPresentableMessage":"teamId must be a UUID."}}]}"#,
        Verdict::Refused("teamId must be a UUID.".into())
    )]
    #[case(r#"{"errors":[7]}"#, Verdict::Refused("without a reason".into()))]
    fn errors_count_whatever_the_status_is(#[case] body: &str, #[case] wanted: Verdict) {
        assert_eq!(refusal(&reply(200, body), Time(0)).unwrap_or(Verdict::Done), wanted);
    }

    #[rstest]
    #[case(r#"{"data":{"issues":{"nodes":[],"pageInfo":{"hasNextPage":true,"endCursor":"c-2"}}}}"#, true)]
    #[case(r#"{"data":{"issues":{"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":"c-2"}}}}"#, false)]
    #[case(r#"{"data":{"issues":{"nodes":[],"pageInfo":{"hasNextPage":true,"endCursor":null}}}}"#, false)]
    #[case(r#"{"data":{"searchIssues":{"nodes":[]}}}"#, false)]
    #[case("<html>", false)]
    fn the_list_goes_on_where_linear_says_so(#[case] body: &str, #[case] on: bool) {
        let team = Account { base_url: "https://api.linear.app".into(), project: "t-1".into(), ..Account::default() };
        let tracker = IssueTracker::new(&team).unwrap();
        let asked = tracker.open_items().unwrap();
        let further = tracker.further(&asked, &reply(200, body)).and_then(|request| request.body);
        assert_eq!(further.is_some_and(|body| body.contains(r#""after":"c-2""#)), on);
        assert!(asked.body.unwrap().contains(r#""nin":["completed","canceled","duplicate"]"#));
    }

    #[test]
    fn a_key_made_of_a_random_uuid_becomes_the_issues_own_id() {
        let id = own_id(&ExportKey("tl-9f1c2d3e4a5b4c6d8e7f0a1b2c3d4e5f".into()));
        assert_eq!(id.as_deref(), Some("9f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f"));
        assert_eq!(own_id(&ExportKey("tl-0123456789abcdef".into())), None);
    }
}
