//! Opportunities as tasks, and how the tasks fare.

use serde_json::{Map, Value, json};

use super::super::base::Base;
use super::super::marker::{carries, marked};
use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, FieldValue, ItemChange, ItemDetails, OwnFields, Style,
    Tracker, TrackerItem, fields, named, room, text, words,
};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method};
use crate::model::{StatusCategory, Time};

/// What Asana takes.
const ROOM: Room = Room { title: 1_024, description: 65_535, label: 100, field: own_field };

type Read<T> = std::result::Result<T, BadReply>;

/// What Asana gives at most on a page.
const PAGE: (&str, &str) = ("limit", "100");

/// What we want to know of a task; Asana tells only what it is asked for.
const TASK: (&str, &str) = (
    "opt_fields",
    "resource_type,name,notes,completed,created_at,due_on,modified_at,permalink_url,memberships.project.gid,\
     memberships.section.name,custom_fields.name,custom_fields.display_value",
);

const PROJECT: (&str, &str) = ("opt_fields", "resource_type,name,workspace.name");

/// Writes tasks into one project.
pub(in super::super) struct TaskTracker {
    base: Base,
    project: String,
    /// In lower case; empty: the section tells.
    status_field: String,
}

impl TaskTracker {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(TaskTracker {
            base: Base::of(account)?,
            project: account.project.trim().to_owned(),
            status_field: account.setting("status_field").to_lowercase(),
        })
    }

    /// The project's tasks, done ones too.
    fn tasks(&self, offset: Option<&str>) -> HttpRequest {
        let query = [PAGE, TASK, ("project", self.project.as_str())];
        self.base
            .get(&["tasks"], &[&query[..], &offset.map(|at| ("offset", at)).into_iter().collect::<Vec<_>>()].concat())
    }

    fn projects_from(&self, offset: Option<&str>) -> HttpRequest {
        let query = [PAGE, PROJECT, ("archived", "false")];
        self.base.get(
            &["projects"],
            &[&query[..], &offset.map(|at| ("offset", at)).into_iter().collect::<Vec<_>>()].concat(),
        )
    }

    fn item(&self, task: &Value) -> Read<TrackerItem> {
        let id = fields::line(task, "gid").ok_or_else(|| BadReply("it holds a task without a number".to_owned()))?;
        let completed = task.get("completed").and_then(Value::as_bool).unwrap_or(false);
        let told = self.told(task);
        Ok(TrackerItem {
            title: fields::line(task, "name").unwrap_or_else(|| id.clone()),
            url: fields::line(task, "permalink_url").unwrap_or_default(),
            category: category(told.as_deref(), completed),
            status: told.unwrap_or_else(|| if completed { "Completed" } else { "Open" }.to_owned()),
            updated_at: fields::time(task, "modified_at").unwrap_or(Time(0)),
            label: id.clone(),
            external_id: id,
        })
    }

    /// The status in the team's own word: that of the custom field, else the section within this project.
    fn told(&self, task: &Value) -> Option<String> {
        let custom = task.get("custom_fields").and_then(Value::as_array).into_iter().flatten();
        let field = custom
            .filter(|_| !self.status_field.is_empty())
            .find(|field| fields::line(field, "name").is_some_and(|name| name.to_lowercase() == self.status_field))
            .and_then(|field| fields::line(field, "display_value"));
        let places = || task.get("memberships").and_then(Value::as_array).into_iter().flatten();
        let here = |place: &&Value| {
            place.get("project").and_then(|project| fields::line(project, "gid")).as_deref() == Some(&self.project)
        };
        field.or_else(|| fields::named(places().find(here).or_else(|| places().next())?, "section"))
    }

    fn list(&self, reply: &HttpReply) -> Read<Vec<Value>> {
        fields::list(&fields::json(reply)?, "data").cloned()
    }
}

impl Tracker for TaskTracker {
    fn auth(&self) -> Auth {
        Auth::authorization("Bearer")
    }

    fn projects(&self) -> HttpRequest {
        self.projects_from(None)
    }

    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let named = |project: &Value| {
            let (id, name) = (fields::line(project, "gid")?, fields::line(project, "name")?);
            Some((id, fields::named(project, "workspace").map_or(name.clone(), |of| format!("{name} ({of})"))))
        };
        Ok(self.list(reply)?.iter().filter_map(named).collect())
    }

    fn find(&self, _key: &ExportKey) -> HttpRequest {
        self.tasks(None)
    }

    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let tasks = self.list(reply)?;
        tasks.iter().filter(|task| carries(fields::text(task, "notes"), key)).map(|task| self.item(task)).collect()
    }

    /// The whole list: which tasks resemble the title is decided here.
    fn search(&self, _title: &str) -> HttpRequest {
        self.tasks(None)
    }

    fn open_items(&self) -> Option<HttpRequest> {
        Some(self.tasks(None))
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        self.list(reply)?.iter().map(|task| self.item(task)).collect()
    }

    fn details(&self, reply: &HttpReply) -> Vec<(String, ItemDetails)> {
        let details = |task: &Value| {
            let details = ItemDetails {
                body: text::plain(fields::text(task, "notes")),
                due_on: fields::day(task, "due_on"),
                created_at: fields::time(task, "created_at"),
            };
            Some((fields::line(task, "gid")?, details))
        };
        self.list(reply).unwrap_or_default().iter().filter_map(details).collect()
    }

    /// What the list holds says which list it is.
    fn further(&self, _asked: &HttpRequest, reply: &HttpReply) -> Option<HttpRequest> {
        let value = fields::json(reply).ok()?;
        let offset = fields::text(value.get("next_page")?, "offset").to_owned();
        let kind = fields::text(value.get("data")?.get(0)?, "resource_type");
        match kind {
            _ if offset.is_empty() => None,
            "task" => Some(self.tasks(Some(&offset))),
            "project" => Some(self.projects_from(Some(&offset))),
            _ => None,
        }
    }

    /// Notes are plain text.
    fn style(&self) -> Style {
        let quote = |text: &str| text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
        Style {
            heading: |title| format!("{title}:"),
            quote,
            bullet: |line| format!("- {line}"),
            link: |label, address| format!("{label}: {address}"),
            plain: |text| text.to_owned(),
            inline: |text| text.to_owned(),
        }
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    /// Asana's tags have numbers of their own, so our labels stand in the notes.
    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let mut task = json!({
            "name": draft.title,
            "notes": marked(&draft.description, &draft.labels.join(", "), key),
            "projects": [self.project],
        });
        if !draft.fields.is_empty() {
            let custom = draft.fields.iter().map(|(gid, value)| (gid.clone(), value.json()));
            task["custom_fields"] = custom.collect::<Map<_, _>>().into();
        }
        self.base.send(Method::Post, &["tasks"], &[TASK], &json!({ "data": task }))
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        let value = fields::json(reply)?;
        self.item(value.get("data").ok_or_else(|| BadReply("it holds no task".to_owned()))?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        self.base.get(&["tasks", external_id], &[TASK])
    }

    fn comment(&self, external_id: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.base.send(Method::Post, &["tasks", external_id, "stories"], &[], &json!({ "data": { "text": body } }))
    }

    /// Among everything else that happened to the task, the oldest first: Asana offers no other list.
    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest {
        let mut query = vec![PAGE, ("opt_fields", "resource_subtype,text")];
        query.extend(from.map(|offset| ("offset", offset)));
        self.base.get(&["tasks", external_id, "stories"], &query)
    }

    fn parse_comments(&self, _from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let stories = fields::list(&value, "data")?.iter();
        let said = stories.filter(|story| fields::text(story, "resource_subtype") == "comment_added");
        Ok(Comments {
            texts: said.map(|story| fields::text(story, "text").to_owned()).collect(),
            next: value.get("next_page").and_then(|page| fields::line(page, "offset")),
            cut: false,
        })
    }

    /// The task's page, of this project or shown for itself, and its number.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let steps = self.base.site().below(&[], text);
        let steps: Option<Vec<&str>> = steps.as_ref().map(|steps| steps.iter().map(String::as_str).collect());
        let task = match steps.as_deref() {
            Some(["0", project, task, ..]) if *project == "0" || *project == self.project => task,
            Some(["1", _, "project", project, "task", task, ..]) if *project == self.project => task,
            Some(["1", _, "task", task, ..]) => task,
            Some(_) => return None,
            // Shorter numbers are words to search for.
            None => Some(text.trim()).filter(|text| text.len() >= 10 && !text.starts_with('#'))?,
        };
        Some(self.status(named::number(task)?))
    }

    fn own_fields(&self) -> OwnFields {
        OwnFields { known: &[], others: "the number (gid) of a custom field of the project" }
    }

    fn update(&self, external_id: &str, change: &ItemChange, key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mut task = json!({});
        if let Some(title) = &change.title {
            task["name"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            task["notes"] = marked(description, &change.labels.join(", "), key).into();
        }
        if !change.fields.is_empty() {
            let custom = change.fields.iter().map(|(gid, value)| (gid.clone(), value.json()));
            task["custom_fields"] = custom.collect::<Map<_, _>>().into();
        }
        Some(self.base.send(Method::Put, &["tasks", external_id], &[TASK], &json!({ "data": task })))
    }
}

/// Asana knows custom fields by number.
fn own_field(gid: &str, value: &FieldValue) -> Option<FieldValue> {
    let number = !gid.is_empty() && gid.bytes().all(|byte| byte.is_ascii_digit());
    Some(value).filter(|_| number).and_then(room::any)
}

/// Completed counts as done unless the team's word says that it was dropped.
fn category(told: Option<&str>, completed: bool) -> StatusCategory {
    let said = told.and_then(words::category);
    match (completed, said) {
        (_, Some(StatusCategory::Dropped)) => StatusCategory::Dropped,
        (true, _) => StatusCategory::Done,
        (false, Some(said)) => said,
        (false, None) => StatusCategory::ToDo,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("In progress"), false, StatusCategory::InProgress)]
    #[case(Some("This quarter"), false, StatusCategory::ToDo)]
    #[case(None, false, StatusCategory::ToDo)]
    #[case(Some("In progress"), true, StatusCategory::Done)]
    #[case(Some("Won't do"), true, StatusCategory::Dropped)]
    fn completion_and_the_teams_word_tell_together(
        #[case] told: Option<&str>,
        #[case] completed: bool,
        #[case] wanted: StatusCategory,
    ) {
        assert_eq!(category(told, completed), wanted);
    }
}
