//! The audit as a list, and one item with everything that was found for it.

use super::found::Found;
use crate::api::Engine;
use crate::api::types::{
    AuditClass, AuditCounts, AuditDetail, AuditMatch, AuditMatchKind, AuditRow, AuditTracker, AuditView, FeatureRow,
    FeatureState,
};
use crate::audit::{Counted, KNOWN, TOO_FEW, counts};
use crate::connectors;
use crate::error::{Problem, Result};
use crate::model::{AuditItemId, Kind};
use crate::score::numbers;
use crate::store::audit::{self, Item, Match};
use crate::store::connections;

impl Engine {
    /// The open items of a class, the oldest first; numbers are of all.
    pub async fn backlog_audit(&self, class: AuditClass) -> Result<AuditView> {
        let found = self.found().await?;
        let mut items: Vec<AuditRow> = found.open().map(|item| found.row(item)).collect();
        let all = counted(&found, items.iter());
        let mut trackers = self.audited().await?;
        for tracker in &mut trackers {
            tracker.counts = counted(&found, items.iter().filter(|row| row.connection_id == tracker.connection));
        }
        items.retain(|row| row.is(class));
        items.sort_by_key(|row| (row.created_at.is_none(), row.created_at, row.id));
        let mut read = self.store.reader().acquire().await?;
        let compared_at = audit::counts(&mut read, 1).await?.first().map(|(at, _)| *at);
        Ok(AuditView {
            sentence: sentence(&all),
            known: format!("Known figure to hold it against: {KNOWN}."),
            counts: all,
            items,
            trackers,
            compared_at,
        })
    }

    pub async fn audit_item(&self, id: AuditItemId) -> Result<AuditDetail> {
        let found = self.found().await?;
        let item = found.item(id.0).ok_or_else(gone)?;
        let known = found.matches.get(&id).into_iter().flatten();
        let mut matches: Vec<AuditMatch> = known.filter_map(|one| shown(&found, item, one)).collect();
        matches.extend(found.used(item).map(used));
        Ok(AuditDetail { row: found.row(item), body: item.body.clone(), matches })
    }

    /// Every connection whose tool is a tracker, with how far its backlog was read.
    pub(super) async fn audited(&self) -> Result<Vec<AuditTracker>> {
        let vendors = connectors::vendors();
        let is_tracker = |vendor: &str| vendors.iter().any(|known| known.id == vendor && known.writes);
        let mut read = self.store.reader().acquire().await?;
        let readings = audit::readings(&mut read).await?;
        drop(read);
        let mut trackers = Vec::new();
        for connection in connections::all(self.store.reader()).await? {
            let reading = readings.iter().find(|reading| reading.connection_id == connection.id);
            if reading.is_none() && !is_tracker(&connection.vendor) {
                continue;
            }
            trackers.push(AuditTracker {
                connection: connection.id,
                name: connection.name,
                vendor: connection.vendor,
                read_at: reading.and_then(|reading| reading.finished_at),
                partial: reading.is_some_and(|reading| reading.whole_since.is_some()),
                counts: AuditCounts::default(),
            });
        }
        Ok(trackers)
    }

    /// Keeps the numbers of this moment, for the report's earlier versions.
    pub(super) async fn keep_counts(&self) -> Result<()> {
        let found = self.found().await?;
        let rows: Vec<AuditRow> = found.open().map(|item| found.row(item)).collect();
        let text = serde_json::to_string(&counted(&found, rows.iter())).map_err(|e| Problem::system(e.to_string()))?;
        let mut write = self.store.write().await?;
        audit::keep_counts(&mut write, self.now(), &text).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(())
    }
}

pub(super) fn gone() -> Problem {
    Problem::not_found("This item isn't in the audit any more.").kept("Nothing was changed.")
}

pub(super) fn counted<'a>(found: &Found, rows: impl Iterator<Item = &'a AuditRow>) -> AuditCounts {
    let all: Vec<Counted> = rows.map(|row| found.counted(row)).collect();
    counts(&all)
}

/// "31 % of 412 open items have no evidence", with what is in no share.
pub(super) fn sentence(all: &AuditCounts) -> String {
    let items = |n: u32| numbers::counted(n, "open item", "open items");
    let first = match all.share {
        _ if all.open == 0 => return "No open item was read yet.".to_owned(),
        Some(share) if all.judged == all.open => {
            format!("{} of {} have no evidence.", numbers::share(share), items(all.open))
        }
        Some(share) => format!(
            "{} of {} of which something can be said have no evidence.",
            numbers::share(share),
            items(all.judged)
        ),
        None if all.judged == 0 => format!("No data for {}: nothing of their services was read.", items(all.open)),
        None => format!(
            "{} of {} have no evidence; with fewer than {TOO_FEW} no share is shown.",
            numbers::count(all.none),
            items(all.judged)
        ),
    };
    let mut aside = Vec::new();
    if all.no_data > 0 && all.judged > 0 {
        aside.push(format!("{} have no data, which isn’t “no evidence”", numbers::count(all.no_data)));
    }
    if all.kept > 0 {
        aside.push(format!("{} are kept by people", numbers::count(all.kept)));
    }
    if aside.is_empty() { first } else { format!("{first} {}.", aside.join(", and ")) }
}

/// None when the other side isn't there any more.
fn shown(found: &Found, item: &Item, one: &Match) -> Option<AuditMatch> {
    let about = found.about(one)?;
    let (kind, label, title, at) = match one.kind.as_str() {
        "signal" => {
            let signal = found.signals.get(&one.target_id)?;
            let kind = Kind::from_code(signal.kind).unwrap_or(Kind::Ticket);
            (AuditMatchKind::Signal, kind.word().to_owned(), signal.title.clone(), Some(signal.happened_at))
        }
        "theme" => (AuditMatchKind::Theme, String::new(), found.themes.get(&one.target_id)?.0.clone(), None),
        "opportunity" => {
            let record = found.opportunities.get(&one.target_id)?;
            (AuditMatchKind::Opportunity, record.id.label(), record.title.clone(), None)
        }
        _ => {
            let other = found.item(one.target_id)?;
            (AuditMatchKind::Item, other.label.clone(), other.title.clone(), other.created_at)
        }
    };
    Some(AuditMatch {
        kind,
        right: found.verdict(item, &about),
        about,
        id: one.target_id,
        label,
        title,
        at,
        score: one.score,
        why: one.why.clone(),
    })
}

fn used(row: &FeatureRow) -> AuditMatch {
    let why = match row.state {
        FeatureState::Unused => format!("unused for {}", numbers::counted(row.unused_days.unwrap_or(0), "day", "days")),
        FeatureState::Dropping => format!("people stop using it, {} a day are left", numbers::number(row.people)),
        _ => format!("{} people a day use it, which asks for nothing", numbers::number(row.people)),
    };
    AuditMatch {
        kind: AuditMatchKind::Usage,
        about: String::new(),
        id: 0,
        label: String::new(),
        title: row.feature.clone(),
        at: None,
        score: None,
        why,
        right: None,
    }
}
