//! Which items are on the list, and in which order. Pure.

use crate::api::types::{ForumItem, ForumKind};
use crate::model::Time;

/// A candidate for the list.
pub(super) struct Entry {
    pub item: ForumItem,
    /// Where a person moved it.
    pub place: Option<i64>,
    /// A person put it on: it has room in any case.
    pub fixed: bool,
}

/// What the page and the help say about the order.
pub(super) fn rules(time_box: u32) -> Vec<String> {
    vec![
        "First comes what became of the last meeting’s actions.".to_owned(),
        "Then what hurts now: flags that stop exports, open incidents by class, missed restore targets.".to_owned(),
        "Then what came back since the last meeting, outcome checks that ended without an answer or whose signals came \
         back, improvements whose check is due, and what people added."
            .to_owned(),
        "Then close calls in the ranking, links to review, standard changes and sprint sizes, unused features, possible \
         detours, signals that read the same, and how people see their work."
            .to_owned(),
        "What a person moved keeps its place. An open incident that is new since comes before it.".to_owned(),
        format!(
            "What a person put on has its room; the others follow in this order until {time_box} minutes are full."
        ),
        "What was decided comes again only with something new; what was taken off doesn’t.".to_owned(),
    ]
}

/// Orders the entries and parts what fits into the time box from what has no room.
pub(super) fn fit(mut entries: Vec<Entry>, time_box: u32) -> (Vec<ForumItem>, Vec<ForumItem>) {
    // The sort is stable: within a kind, the order in which the items were found stays.
    entries.sort_by_key(|entry| (rank(entry.item.kind), entry.place.unwrap_or(i64::MAX)));
    let (mut moved, rest): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.place.is_some());
    moved.sort_by_key(|entry| entry.place);
    let urgent = |entry: &Entry| moved.is_empty() || is_urgent(entry.item.kind);
    let (before, after): (Vec<Entry>, Vec<Entry>) = rest.into_iter().partition(urgent);
    let all: Vec<Entry> = before.into_iter().chain(moved).chain(after).collect();

    let is_sure = |entry: &Entry| {
        entry.fixed || entry.item.decision.is_some() || matches!(entry.item.kind, ForumKind::SinceLastTime)
    };
    let mut left = time_box.saturating_sub(all.iter().filter(|entry| is_sure(entry)).map(|e| e.item.minutes).sum());
    let (mut on, mut no_room) = (Vec::new(), Vec::new());
    for entry in all {
        if is_sure(&entry) {
            on.push(entry.item);
        } else if entry.item.minutes <= left {
            left -= entry.item.minutes;
            on.push(entry.item);
        } else {
            no_room.push(entry.item);
        }
    }
    (on, no_room)
}

/// Says when each item begins.
pub(super) fn clock(items: &mut [ForumItem], begins: Option<Time>) {
    let mut at = begins;
    for item in items {
        item.starts = at;
        at = at.map(|at| at.plus(i64::from(item.minutes) * Time::MINUTE));
    }
}

fn rank(kind: ForumKind) -> u8 {
    match kind {
        ForumKind::SinceLastTime => 0,
        ForumKind::Andon => 1,
        ForumKind::OpenIncident => 2,
        ForumKind::MissedTarget => 3,
        ForumKind::CameBack => 4,
        ForumKind::OutcomeDue => 5,
        ForumKind::CheckDue => 6,
        ForumKind::Own => 7,
        ForumKind::CloseCall => 8,
        ForumKind::LinksToReview => 9,
        ForumKind::StandardChange => 10,
        ForumKind::SprintSize => 11,
        ForumKind::UnusedFeature => 12,
        ForumKind::Detour => 13,
        ForumKind::Duplicates => 14,
        ForumKind::Assessment => 15,
    }
}

/// Comes before what a person placed.
fn is_urgent(kind: ForumKind) -> bool {
    matches!(kind, ForumKind::SinceLastTime | ForumKind::Andon | ForumKind::OpenIncident)
}
