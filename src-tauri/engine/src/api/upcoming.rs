//! What is on its way, for customers and operations: with its stage, when it is expected, and what changed since the
//! list was last given out.

use std::collections::HashMap;
use std::sync::Arc;

use super::Engine;
use super::types::{
    ExportFormat, ItemView, OpportunityQuery, OpportunityRef, OpportunityRow, SavedFile, StepDone, UpcomingList,
    UpcomingRow, UpcomingStage,
};
use super::words::counted;
use crate::error::{Problem, Result};
use crate::export::files::{Cell, Head, Sheet, html, marked, pdf, safe, table_in_markdown};
use crate::export::redact::redact;
use crate::journal::{Change, Entity};
use crate::model::{OpportunityId, Stage, StatusCategory, Time};
use crate::score::numbers;
use crate::store::{settings, upcoming};

/// What was released stays on the list for so long.
const RELEASED: i64 = 30 * Time::DAY;

impl Engine {
    pub async fn upcoming(&self) -> Result<UpcomingList> {
        let stages = vec![Stage::Exported, Stage::InProgress, Stage::Delivered, Stage::Verified];
        let list = self.opportunities(OpportunityQuery { stages, ..OpportunityQuery::default() }).await?;
        let workspace = settings::read(self.store.reader()).await?.workspace_name;
        let mut read = self.store.reader().acquire().await?;
        let expected = upcoming::expected(&mut read).await?;
        let delivered = upcoming::delivered(&mut read).await?;
        let last = upcoming::last(&mut read).await?;
        drop(read);
        let since = self.now().plus(-RELEASED);
        let mut rows: Vec<UpcomingRow> = Vec::new();
        for row in list.rows.into_iter().map(Arc::unwrap_or_clone) {
            let Some(stage) = stage(row.stage, row.delivery.as_ref()) else { continue };
            let released_at = delivered.get(&row.id).copied().filter(|_| stage == UpcomingStage::Released);
            if released_at.is_none_or(|at| at >= since) {
                rows.push(planned(row, stage, released_at, &expected));
            }
        }
        rows.sort_by_key(|row| {
            let day = row.expected.map_or(i64::MAX, |day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
            (std::cmp::Reverse(row.stage), day, row.opportunity.id)
        });
        let (before, issued_at, issued_by) = match last {
            Some((list, at, by)) => (serde_json::from_str(&list).unwrap_or_default(), Some(at), Some(by)),
            None => (Vec::new(), None, None),
        };
        let left = if issued_at.is_some() { compare(&mut rows, before) } else { Vec::new() };
        let changed = rows.iter().filter(|row| !row.change.is_empty()).count() + left.len();
        let changed = u32::try_from(changed).unwrap_or(u32::MAX);
        Ok(UpcomingList { workspace, rows, issued_at, issued_by, left, changed })
    }

    /// Notes that the list as it stands is given out: the next one says what changed since. Nothing is sent.
    pub async fn issue_upcoming(&self) -> Result<StepDone> {
        let rows: Vec<UpcomingRow> = self.upcoming().await?.rows.into_iter().map(as_issued).collect();
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let value = serde_json::to_value(rows).map_err(|e| Problem::system(e.to_string()))?;
        let change = Change::new(Entity::Issued, self.new_uid(), "upcoming", value);
        self.decide(format!("Issued the upcoming list with {}", counted(count, "entries")), &[change]).await
    }

    /// Writes the list into the exports folder. Names and addresses of people are taken out of titles.
    pub async fn save_upcoming(&self, format: ExportFormat) -> Result<SavedFile> {
        let list = self.upcoming().await?;
        let now = self.now();
        let (ending, bytes) = match format {
            ExportFormat::Csv => ("csv", csv(&list)?.into_bytes()),
            ExportFormat::Markdown => ("md", table_in_markdown(&sheet(&list, now)).into_bytes()),
            ExportFormat::Json => {
                ("json", serde_json::to_vec_pretty(&list).map_err(|e| Problem::system(e.to_string()))?)
            }
            ExportFormat::Html => ("html", html(&sheet(&list, now)).into_bytes()),
            ExportFormat::Pdf => ("pdf", pdf(&sheet(&list, now))?),
        };
        self.save_list("upcoming", ending, &bytes, list.rows.len())
    }
}

fn planned(
    row: OpportunityRow,
    stage: UpcomingStage,
    released_at: Option<Time>,
    expected: &HashMap<OpportunityId, chrono::NaiveDate>,
) -> UpcomingRow {
    UpcomingRow {
        stage,
        status: row.delivery.as_ref().map(|item| item.status.clone()).unwrap_or_default(),
        item: row.delivery.map(|item| item.label).unwrap_or_default(),
        expected: expected.get(&row.id).copied().filter(|_| stage != UpcomingStage::Released),
        opportunity: OpportunityRef { id: row.id, label: row.label, title: row.title },
        service: row.service,
        released_at,
        change: String::new(),
    }
}

/// The item says more than the opportunity's own stage; None for an item that was given up.
fn stage(own: Stage, item: Option<&ItemView>) -> Option<UpcomingStage> {
    const TESTED: [&str; 9] =
        ["test", "tests", "testing", "uat", "qa", "acceptance", "staging", "verify", "verification"];
    if matches!(own, Stage::Delivered | Stage::Verified) {
        return Some(UpcomingStage::Released);
    }
    let Some(item) = item else {
        return Some(if own == Stage::InProgress { UpcomingStage::InSprint } else { UpcomingStage::Planned });
    };
    let status = item.status.to_lowercase();
    let tested = status.split(|c: char| !c.is_alphanumeric()).any(|word| TESTED.contains(&word));
    match item.category {
        StatusCategory::ToDo if own == Stage::InProgress => Some(UpcomingStage::InSprint),
        StatusCategory::ToDo => Some(UpcomingStage::Planned),
        StatusCategory::InProgress if tested => Some(UpcomingStage::InTest),
        StatusCategory::InProgress => Some(UpcomingStage::InSprint),
        StatusCategory::Done => Some(UpcomingStage::Released),
        StatusCategory::Dropped => None,
    }
}

/// Says of each row what is different, and gives the rows that aren't there any more. What was released then and is now
/// simply old isn't missed.
fn compare(rows: &mut [UpcomingRow], before: Vec<UpcomingRow>) -> Vec<UpcomingRow> {
    let mut earlier: HashMap<OpportunityId, UpcomingRow> =
        before.into_iter().map(|row| (row.opportunity.id, row)).collect();
    for row in rows.iter_mut() {
        let Some(was) = earlier.remove(&row.opportunity.id) else {
            row.change = "new".to_owned();
            continue;
        };
        let mut said = Vec::new();
        if was.stage != row.stage {
            said.push(format!("was {}", in_words(was.stage)));
        }
        if row.stage != UpcomingStage::Released && was.expected != row.expected {
            said.push(match was.expected {
                Some(day) => format!("was expected {day}"),
                None => "has a date now".to_owned(),
            });
        }
        row.change = said.join(", ");
    }
    let mut left: Vec<UpcomingRow> = earlier.into_values().filter(|row| row.stage != UpcomingStage::Released).collect();
    left.sort_by_key(|row| row.opportunity.id);
    for row in &mut left {
        row.change = "isn’t planned any more".to_owned();
    }
    left
}

fn as_issued(row: UpcomingRow) -> UpcomingRow {
    UpcomingRow { change: String::new(), ..row }
}

fn in_words(stage: UpcomingStage) -> &'static str {
    match stage {
        UpcomingStage::Planned => "planned",
        UpcomingStage::InSprint => "in sprint",
        UpcomingStage::InTest => "in test",
        UpcomingStage::Released => "released",
    }
}

fn csv(list: &UpcomingList) -> Result<String> {
    let cells = |row: &UpcomingRow| {
        [
            row.opportunity.label.clone(),
            redact(&row.opportunity.title).0,
            row.service.clone().unwrap_or_default(),
            if row.change.starts_with("isn") { "left out".to_owned() } else { in_words(row.stage).to_owned() },
            row.expected.map(|day| day.to_string()).unwrap_or_default(),
            row.change.clone(),
        ]
        .map(|cell| safe(&cell))
    };
    let heads = ["Opportunity", "Title", "Service", "Stage", "Expected", "Since the last list"];
    marked(&heads, list.rows.iter().chain(&list.left).map(cells))
}

fn sheet(list: &UpcomingList, now: Time) -> Sheet {
    let head = |name: &str, share| Head { name: name.to_owned(), right: false, share };
    let n = u32::try_from(list.rows.len()).unwrap_or(u32::MAX);
    let since = match list.issued_at {
        Some(at) => format!("{} changed since the list of {}.", numbers::count(list.changed), numbers::day(at, now)),
        None => "This is the first list.".to_owned(),
    };
    let row = |row: &UpcomingRow| {
        let expected = match (row.expected, row.released_at) {
            (_, Some(at)) => numbers::day(at, now),
            (Some(day), None) => day.to_string(),
            (None, None) => "no date".to_owned(),
        };
        let stage = if row.change.starts_with("isn") { "left out" } else { in_words(row.stage) };
        vec![
            Cell::of(stage),
            Cell::of(redact(&row.opportunity.title).0).under(&row.opportunity.label),
            Cell::of(row.service.as_deref().unwrap_or_default()),
            Cell::of(expected),
            Cell::of(&row.change),
        ]
    };
    Sheet {
        title: format!("Upcoming in {}", list.workspace),
        lead: vec![
            format!("{}. {since}", numbers::counted(n, "change", "changes")),
            "Dates are those of the trackers and may move.".to_owned(),
            format!("Written {}.", now.rfc3339()),
        ],
        heads: vec![
            head("Stage", 0.12),
            head("What", 0.44),
            head("Service", 0.14),
            head("Expected", 0.12),
            head("Since the last list", 0.18),
        ],
        rows: list.rows.iter().chain(&list.left).map(row).collect(),
        empty: "Nothing is on its way.".to_owned(),
    }
}
