//! Opportunities as stories, and how the stories fare.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::base::Base;
use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, FieldValue, ItemChange, ItemDetails, OwnFields, Style,
    Tracker, TrackerItem, fields, from_markdown, markdown, named, room, words,
};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method};
use crate::model::{StatusCategory, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// Of a search; nobody writes longer ones.
const LONGEST_QUESTION: usize = 200;

/// The types of states that don't end a story.
const OPEN: [&str; 3] = ["backlog", "unstarted", "started"];

/// What Shortcut takes.
const ROOM: Room = Room { title: 512, description: 100_000, label: 128, field: own_field };

/// Writes stories that begin in one workflow state.
pub(in super::super) struct StoryTracker {
    base: Base,
    /// A number, told as text.
    first_state: String,
    team: String,
}

impl StoryTracker {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(StoryTracker {
            base: Base::of(account)?,
            first_state: account.project.trim().to_owned(),
            team: account.setting("team").to_owned(),
        })
    }

    /// The team's stories in states of one type, or everybody's when the connection names none, in one list: only what
    /// a search finds comes in pages, and there Shortcut shows no more than 1,000.
    fn open(&self, kind: &str) -> HttpRequest {
        let mut wanted = json!({ "archived": false, "workflow_state_types": [kind], "includes_description": true });
        if !self.team.is_empty() {
            wanted["group_id"] = self.team.as_str().into();
        }
        self.base.ask(&["api", "v3", "stories", "search"], &[], &wanted)
    }

    fn workflows(&self) -> HttpRequest {
        self.base.get(&["api", "v3", "workflows"], &[])
    }
}

impl Tracker for StoryTracker {
    fn auth(&self) -> Auth {
        Auth::header("shortcut-token")
    }

    /// Not the projects, which many workspaces have switched off: where a story begins is all Shortcut needs to know.
    fn projects(&self) -> HttpRequest {
        self.workflows()
    }

    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let mut found = Vec::new();
        for workflow in list(&fields::json(reply)?)? {
            let name = fields::line(workflow, "name").unwrap_or_else(|| "Workflow".to_owned());
            let states = workflow.get("states").and_then(Value::as_array).into_iter().flatten();
            let open = states.filter(|state| fields::text(state, "type") != "done");
            found.extend(open.filter_map(|state| {
                Some((fields::line(state, "id")?, format!("{name} / {}", fields::line(state, "name")?)))
            }));
        }
        Ok(found)
    }

    /// Reads the stories themselves, so that it finds what was made a moment ago.
    fn find(&self, key: &ExportKey) -> HttpRequest {
        self.base.ask(&["api", "v3", "stories", "search"], &[], &json!({ "external_id": key.0 }))
    }

    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        let ours = |story: &&Value| fields::text(story, "external_id") == key.0;
        list(&value)?.iter().filter(ours).map(item).collect()
    }

    fn search(&self, title: &str) -> HttpRequest {
        let words = words::longest(title, 2).join(" ");
        // Shortcut insists on a question.
        let words = if words.is_empty() { title.chars().take(LONGEST_QUESTION).collect() } else { words };
        let query = [("query", words.as_str()), ("page_size", "25"), ("detail", "slim")];
        self.base.get(&["api", "v3", "search", "stories"], &query)
    }

    fn open_items(&self) -> Option<HttpRequest> {
        OPEN.first().map(|kind| self.open(kind))
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        list(&value).or_else(|_| fields::list(&value, "data"))?.iter().map(item).collect()
    }

    fn details(&self, reply: &HttpReply) -> Vec<(String, ItemDetails)> {
        let value = fields::json(reply).unwrap_or_default();
        let details = |story: &Value| {
            let details = ItemDetails {
                body: from_markdown::to_text(fields::text(story, "description")),
                due_on: fields::day(story, "deadline"),
                created_at: fields::time(story, "created_at"),
            };
            Some((fields::id(story, "id")?.to_string(), details))
        };
        value.as_array().into_iter().flatten().filter_map(details).collect()
    }

    /// After the stories of one type of state come those of the next.
    fn further(&self, asked: &HttpRequest, _reply: &HttpReply) -> Option<HttpRequest> {
        let at = OPEN.iter().position(|kind| self.open(kind) == *asked)?;
        OPEN.get(at + 1).map(|kind| self.open(kind))
    }

    /// A story tells the number of its state; the workflows tell its name.
    fn complete(&self, items: &mut Vec<TrackerItem>, replies: &[HttpReply]) -> Read<Option<HttpRequest>> {
        let Some(reply) = replies.first() else {
            return Ok((!items.is_empty()).then(|| self.workflows()));
        };
        let mut names = BTreeMap::new();
        for workflow in list(&fields::json(reply)?)? {
            for state in workflow.get("states").and_then(Value::as_array).into_iter().flatten() {
                if let (Some(id), Some(name)) = (fields::line(state, "id"), fields::line(state, "name")) {
                    names.insert(id, name);
                }
            }
        }
        for item in items {
            item.status = names.get(&item.status).cloned().unwrap_or_else(|| "unknown".to_owned());
        }
        Ok(None)
    }

    fn style(&self) -> Style {
        markdown::STYLE
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let labels: Vec<Value> = draft.labels.iter().map(|label| json!({ "name": label })).collect();
        let mut story = json!({
            "name": draft.title,
            "description": draft.description,
            "external_id": key.0,
            "labels": labels,
            "story_type": "feature",
        });
        story["workflow_state_id"] = match self.first_state.parse::<u64>() {
            Ok(number) => number.into(),
            Err(_) => self.first_state.as_str().into(),
        };
        if !self.team.is_empty() {
            story["group_id"] = self.team.as_str().into();
        }
        fill(&mut story, &draft.fields);
        self.base.send(Method::Post, &["api", "v3", "stories"], &[], &story)
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        item(&fields::json(reply)?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        self.base.get(&["api", "v3", "stories", external_id], &[])
    }

    fn comment(&self, external_id: &str, body: &str, key: &ExportKey) -> HttpRequest {
        let comment = json!({ "text": body, "external_id": key.0 });
        self.base.send(Method::Post, &["api", "v3", "stories", external_id, "comments"], &[], &comment)
    }

    fn comments(&self, external_id: &str, _from: Option<&str>) -> HttpRequest {
        self.base.get(&["api", "v3", "stories", external_id, "comments"], &[])
    }

    /// All of them, in one list.
    fn parse_comments(&self, _from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let texts = list(&value)?.iter().map(|comment| fields::text(comment, "text").to_owned()).collect();
        Ok(Comments { texts, ..Comments::default() })
    }

    /// `sc-588`, `588`, `#588`, and the story's page.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let steps = self.base.site().below(&[], text);
        let bare = text.trim();
        let number = match steps.as_deref() {
            Some([_, story, number, ..]) if story == "story" => number.as_str(),
            Some(_) => return None,
            None => bare.strip_prefix("sc-").or_else(|| bare.strip_prefix("SC-")).unwrap_or(bare),
        };
        Some(self.status(named::number(number)?))
    }

    fn own_fields(&self) -> OwnFields {
        OwnFields { known: &[("estimate", "Estimate, in points")], others: "" }
    }

    fn update(&self, external_id: &str, change: &ItemChange, _key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mut story = json!({});
        if let Some(title) = &change.title {
            story["name"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            story["description"] = description.as_str().into();
        }
        fill(&mut story, &change.fields);
        Some(self.base.send(Method::Put, &["api", "v3", "stories", external_id], &[], &story))
    }
}

/// Many of Shortcut's answers are a bare list.
fn list(value: &Value) -> Read<&Vec<Value>> {
    value.as_array().ok_or_else(|| BadReply("it is not a list".to_owned()))
}

/// With the number of the workflow state as its status, until the name is known.
fn item(story: &Value) -> Read<TrackerItem> {
    let id =
        fields::id(story, "id").ok_or_else(|| BadReply("it holds a story without a number".to_owned()))?.to_string();
    let label = format!("sc-{id}");
    Ok(TrackerItem {
        title: fields::line(story, "name").unwrap_or_else(|| label.clone()),
        url: fields::line(story, "app_url").unwrap_or_default(),
        status: fields::line(story, "workflow_state_id").unwrap_or_default(),
        category: category(story),
        updated_at: fields::time(story, "updated_at").unwrap_or(Time(0)),
        external_id: id,
        label,
    })
}

fn category(story: &Value) -> StatusCategory {
    let is = |name: &str| story.get(name).and_then(Value::as_bool).unwrap_or(false);
    match (is("completed"), is("archived"), is("started")) {
        (true, ..) => StatusCategory::Done,
        (_, true, _) => StatusCategory::Dropped,
        (.., true) => StatusCategory::InProgress,
        _ => StatusCategory::ToDo,
    }
}

/// The estimate is a whole number of points there.
fn own_field(name: &str, value: &FieldValue) -> Option<FieldValue> {
    Some(name).filter(|name| *name == "estimate").and_then(|_| room::whole(value, 0.0, f64::from(i32::MAX)))
}

fn fill(story: &mut Value, given: &BTreeMap<String, FieldValue>) {
    for (name, value) in given {
        story[name] = value.json();
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn each_type_of_open_state_is_asked_for_once() {
        let account = Account { base_url: "https://api.app.shortcut.com".into(), ..Account::default() };
        let tracker = StoryTracker::new(&account).unwrap();
        let reply = HttpReply { status: 201, headers: Vec::new(), body: b"[]".to_vec() };
        let mut asked = tracker.open_items();
        let mut bodies = Vec::new();
        while let Some(request) = asked {
            asked = tracker.further(&request, &reply);
            bodies.extend(request.body);
        }
        assert!(bodies.len() == 3 && bodies.iter().zip(OPEN).all(|(body, kind)| body.contains(kind)), "{bodies:?}");
        assert!(bodies.iter().all(|body| body.contains(r#""archived":false"#) && !body.contains("group_id")));
        assert_eq!(tracker.further(&tracker.search("gift cards"), &reply), None, "a search has one page");
    }

    #[rstest]
    #[case(json!({}), StatusCategory::ToDo)]
    #[case(json!({ "started": true }), StatusCategory::InProgress)]
    #[case(json!({ "started": true, "completed": true, "archived": true }), StatusCategory::Done)]
    #[case(json!({ "started": true, "archived": true }), StatusCategory::Dropped)]
    #[case(json!({ "started": "yes", "completed": 1 }), StatusCategory::ToDo)]
    fn the_storys_own_flags_tell_how_it_fares(#[case] story: Value, #[case] wanted: StatusCategory) {
        assert_eq!(category(&story), wanted);
    }
}
