//! Which work items are the open items of a backlog, page by page, and what they say.

use chrono::NaiveDate;
use serde_json::Value;

use super::super::{ItemDetails, fields, text};
use super::write::quoted;
use crate::http::HttpReply;
use crate::model::Time;

/// How many work items Azure DevOps tells of in one reply.
pub(super) const BATCH: usize = 200;

/// Where a work item says when it is expected; which of them it has depends on its type and on the team's process.
const DUE: [&str; 2] = ["Microsoft.VSTS.Scheduling.DueDate", "Microsoft.VSTS.Scheduling.TargetDate"];

/// Names of states that end a work item in the processes that Microsoft offers. A query can't ask for their category;
/// what a team calls otherwise comes along and is told by its name.
const CLOSED: [&str; 6] = ["Closed", "Done", "Completed", "Removed", "Inactive", "Cut"];

/// Work items that are no items of a backlog: steps of one, and what testing and reviews leave behind.
const NO_ITEMS: [&str; 10] = [
    "Task",
    "Test Case",
    "Test Plan",
    "Test Suite",
    "Shared Steps",
    "Shared Parameter",
    "Code Review Request",
    "Code Review Response",
    "Feedback Request",
    "Feedback Response",
];

/// The open work items of `project`, or of every project when it is empty, whose number is above `after`. `kind` is the
/// type that opportunities become, which is always an item. A query has no pages, and fails where it finds more than
/// 20,000; with a limit and a number to begin from it does not.
pub(super) fn condition(project: &str, kind: &str, after: u64) -> String {
    let no_items: Vec<&str> = NO_ITEMS.into_iter().filter(|no_item| *no_item != kind).collect();
    let open = format!(
        "[System.State] NOT IN ({}) AND [System.WorkItemType] NOT IN ({}) AND [System.Id] > {after}",
        all_quoted(&CLOSED),
        all_quoted(&no_items)
    );
    if project.is_empty() { open } else { format!("[System.TeamProject] = {} AND {open}", quoted(project)) }
}

/// The highest number on a page of ids; None when it isn't full, so that no page follows.
pub(super) fn last_of_full(reply: &HttpReply) -> Option<u64> {
    let value = fields::json(reply).ok()?;
    let ids = fields::list(&value, "workItems").ok().filter(|ids| ids.len() >= BATCH)?;
    ids.iter().filter_map(|found| fields::id(found, "id")).max()
}

/// Told with the work items, not with their ids.
pub(super) fn details(reply: &HttpReply) -> Vec<(String, ItemDetails)> {
    let value = fields::json(reply).unwrap_or_default();
    let told = |work_item: &Value| {
        let found = work_item.get("fields")?;
        let details = ItemDetails {
            body: text::from_html(fields::text(found, "System.Description")),
            due_on: due_on(found),
            created_at: fields::time(found, "System.CreatedDate"),
        };
        Some((fields::id(work_item, "id")?.to_string(), details))
    };
    value.get("value").and_then(Value::as_array).into_iter().flatten().filter_map(told).collect()
}

/// A chosen day is told as the instant at which it begins where the person was who chose it. Half a day later it is the
/// same day in UTC, too.
fn due_on(found: &Value) -> Option<NaiveDate> {
    let begins = DUE.iter().find_map(|name| fields::time(found, name))?;
    Some(begins.plus(12 * Time::HOUR).utc()?.date_naive())
}

fn all_quoted(texts: &[&str]) -> String {
    texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::super::{Account, Tracker};
    use super::super::write::WorkItemTracker;
    use super::*;

    fn page(ids: std::ops::RangeInclusive<u64>) -> HttpReply {
        let ids: Vec<Value> = ids.map(|id| json!({ "id": id })).collect();
        reply(&json!({ "workItems": ids }))
    }

    fn reply(body: &Value) -> HttpReply {
        HttpReply { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() }
    }

    fn tracker(kind: &str) -> WorkItemTracker {
        let settings = [("type".to_owned(), kind.to_owned())].into();
        let base_url = "https://dev.azure.com/calder".to_owned();
        let account = Account { base_url, project: "Rita's shop".to_owned(), settings, ..Account::default() };
        WorkItemTracker::new(&account).unwrap()
    }

    #[test]
    fn open_work_items_are_asked_for_by_their_numbers_until_a_page_isnt_full() {
        let tracker = tracker("User Story");
        let first = tracker.open_items().unwrap();
        let asked = first.body.clone().unwrap();
        for said in ["[System.TeamProject] = 'Rita''s shop'", "NOT IN ('Closed', 'Done', ", "[System.Id] > 0 "] {
            assert!(asked.contains(said), "{asked}");
        }
        let second = tracker.further(&first, &page(3..=202)).unwrap();
        assert!(second.body.as_ref().unwrap().contains("[System.Id] > 202 ORDER BY [System.Id]"));
        assert_eq!(tracker.further(&second, &page(203..=401)), None, "one is lacking");
        assert_eq!(tracker.further(&tracker.search("Rita"), &page(3..=202)), None, "a search has one page");
    }

    #[test]
    fn work_items_are_completed_a_batch_at_a_time() {
        let tracker = tracker("User Story");
        let mut items = tracker.parse_items(&page(1..=201)).unwrap();
        let told = |id: u64| {
            let fields = json!({ "System.Title": "Gift cards", "System.State": "New",
                "System.Description": "<div>For <b>all</b></div>", "System.CreatedDate": "2026-03-01T09:00:00.5Z" });
            reply(&json!({ "value": [{ "id": id, "fields": fields }] }))
        };
        let replies = [told(1), told(201)];
        for (asked, wanted) in [(0, "[1,2,"), (1, "[201]")] {
            let batch = tracker.complete(&mut items, &replies[..asked]).unwrap().unwrap().body.unwrap();
            assert!(batch.contains(&format!("\"ids\":{wanted}")), "{batch}");
        }
        assert_eq!(tracker.complete(&mut items, &replies), Ok(None));
        let left: Vec<&str> = items.iter().map(|item| item.external_id.as_str()).collect();
        assert_eq!(left, ["1", "201"], "the others were deleted meanwhile");
        let (id, details) = tracker.details(&replies[1]).remove(0);
        assert_eq!((id.as_str(), details.body.as_str(), details.due_on), ("201", "For all", None));
        assert_eq!(details.created_at, Time::parse_rfc3339("2026-03-01T09:00:00.5Z"));
    }

    #[rstest]
    #[case(json!({}), None)]
    #[case(json!({ "Microsoft.VSTS.Scheduling.DueDate": "2026-12-01T00:00:00Z" }), Some("2026-12-01"))]
    #[case(json!({ "Microsoft.VSTS.Scheduling.TargetDate": "2026-11-30T23:00:00Z" }), Some("2026-12-01"))]
    #[case(json!({ "Microsoft.VSTS.Scheduling.TargetDate": "2026-12-01T08:00:00Z" }), Some("2026-12-01"))]
    #[case(json!({ "Microsoft.VSTS.Scheduling.DueDate": "2026-12-01T00:00:00Z",
        "Microsoft.VSTS.Scheduling.TargetDate": "2026-12-24T00:00:00Z" }), Some("2026-12-01"))]
    #[case(json!({ "Microsoft.VSTS.Scheduling.DueDate": "soon" }), None)]
    fn a_due_date_is_the_day_that_was_chosen(#[case] found: Value, #[case] wanted: Option<&str>) {
        assert_eq!(due_on(&found).map(|day| day.to_string()).as_deref(), wanted);
    }

    #[test]
    fn who_keeps_a_backlog_of_tasks_has_them_audited() {
        let leaves_out = |kind: &str| condition("", kind, 0).contains("'Task'");
        assert_eq!((leaves_out("User Story"), leaves_out("Task")), (true, false));
    }
}
