//! The audit as one sheet. It names items, never customers or people.

use crate::api::Engine;
use crate::api::types::{AuditAge, AuditClass, AuditReport, AuditRow, AuditVersion, AuditView};
use crate::audit::{FRESH, KNOWN, SAME};
use crate::error::Result;
use crate::export::redact::redact;
use crate::model::Time;
use crate::score::numbers;
use crate::store::{audit, settings};

/// Items that the report begins with, and earlier versions that it shows.
const FIRST: usize = 6;
const VERSIONS: u32 = 12;

/// From so many days on, up to the next.
const AGES: [(&str, i64); 5] = [
    ("under 6 months", 0),
    ("6 to 12 months", 182),
    ("1 to 2 years", 365),
    ("2 to 3 years", 730),
    ("over 3 years", 1095),
];

impl Engine {
    pub async fn audit_report(&self) -> Result<AuditReport> {
        let workspace = settings::read(self.store.reader()).await?.workspace_name;
        let view = self.backlog_audit(AuditClass::All).await?;
        let now = self.now();
        let mut read = self.store.reader().acquire().await?;
        let versions = audit::counts(&mut read, VERSIONS).await?;
        drop(read);
        let lacking: Vec<&AuditRow> = view.items.iter().filter(|row| row.is(AuditClass::None)).collect();
        let ages: Vec<i64> =
            lacking.iter().filter_map(|row| row.created_at).map(|at| (now.0 - at.0) / Time::DAY).collect();
        let start_with =
            lacking.iter().take(FIRST).map(|row| AuditRow { title: redact(&row.title).0, ..AuditRow::clone(row) });
        Ok(AuditReport {
            title: "Backlog audit".to_owned(),
            at: view.compared_at,
            lead: lead(&view),
            ages: by_age(&ages),
            ages_in_words: in_words(&view, &ages),
            start_with: start_with.collect(),
            how_counted: how(),
            cannot_see: cannot_see(&view),
            known: format!(
                "Known figure to hold it against: {KNOWN}. That is no target, and “no evidence” isn’t “no value”."
            ),
            versions: versions.into_iter().filter_map(version).collect(),
            workspace,
            counts: view.counts,
            trackers: view.trackers,
        })
    }
}

/// Two sentences that say it all.
fn lead(view: &AuditView) -> String {
    let counts = &view.counts;
    if counts.judged == 0 {
        return view.sentence.clone();
    }
    format!(
        "{} Counting each item once, {} could be closed or merged, which leaves {} to choose from.",
        view.sentence,
        numbers::count(counts.could_go),
        numbers::count(counts.left)
    )
}

fn by_age(days: &[i64]) -> Vec<AuditAge> {
    let within = |at: usize, from: i64| {
        let to = AGES.get(at + 1).map_or(i64::MAX, |(_, to)| *to);
        u32::try_from(days.iter().filter(|days| (from..to).contains(*days)).count()).unwrap_or(u32::MAX)
    };
    let age =
        |(at, (label, from)): (usize, &(&str, i64))| AuditAge { label: (*label).to_owned(), items: within(at, *from) };
    AGES.iter().enumerate().map(age).collect()
}

fn in_words(view: &AuditView, days: &[i64]) -> String {
    let Some(median) = view.counts.median_age_days else {
        return "The trackers don’t tell how old they are.".to_owned();
    };
    let over = days.iter().filter(|days| **days > 365).count();
    let months = (f64::from(median) / 30.4).round() as u32;
    let unknown = view.counts.none as usize - days.len().min(view.counts.none as usize);
    let unknown = match unknown {
        0 => String::new(),
        n => format!(" Of {n} the age isn’t known."),
    };
    format!(
        "Half are older than {}. {} over a year old.{unknown}",
        numbers::counted(months, "month", "months"),
        if over == 1 { "1 is".to_owned() } else { format!("{over} are") }
    )
}

fn how() -> String {
    let days = FRESH / Time::DAY;
    format!(
        "An item has evidence when a signal is linked to it or names it, when the opportunity it belongs to has signals, \
         when a signal says the same at {SAME} or more of 1, or when people stop using the feature it names. Fresh means \
         within {days} days. Signals that are items of the backlog themselves, changes and declined signals don’t count. \
         What people confirmed or refused counts before what was found."
    )
}

fn cannot_see(view: &AuditView) -> String {
    let kept = match view.counts.kept {
        0 => String::new(),
        n => format!(" {} kept by people, with a reason, are left out.", numbers::counted(n, "item", "items")),
    };
    let no_data = match view.counts.no_data {
        0 => String::new(),
        n => format!(
            " {} left out because nothing about their services was read: that isn’t waste.",
            numbers::counted(n, "item is", "items are")
        ),
    };
    format!("Law, contracts and plain good ideas leave no signal.{kept}{no_data} No evidence isn’t no value.")
}

fn version((at, text): (Time, String)) -> Option<AuditVersion> {
    Some(AuditVersion { at, counts: serde_json::from_str(&text).ok()? })
}
