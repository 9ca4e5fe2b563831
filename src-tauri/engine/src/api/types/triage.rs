use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LeftOut;
use crate::model::{Kind, SignalId, Time};

/// What ends a snooze.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum SnoozeUntil {
    Date {
        until: Time,
    },
    /// So many more signals came to the theme it is in, counted from the snooze on.
    MoreSignals {
        count: u32,
    },
    /// The change or deployment is done: it was open and isn't any more, or its service was deployed after the snooze.
    Deployed {
        change: SignalId,
    },
}

impl From<Time> for SnoozeUntil {
    fn from(until: Time) -> Self {
        SnoozeUntil::Date { until }
    }
}

/// A verb, as far as it decides which signals it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum TriageVerb {
    Accept,
    Merge { into: SignalId },
    Decline,
    Snooze { until: SnoozeUntil },
    Reopen,
    Unmerge,
}

/// What a verb would do to a selection. Nothing is written.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct VerbPreview {
    /// How many it takes; everything below is about these.
    pub taken: u32,
    /// The most of a kind first.
    pub kinds: Vec<(Kind, u32)>,
    pub customers: u32,
    /// A year's revenue of the customers, each once. Null when none is known.
    #[ts(type = "number | null")]
    pub revenue: Option<i64>,
    /// Distinct reporters.
    pub people: u32,
    /// Those that are evidence already; they stay linked.
    pub evidence: u32,
    pub left_out: Vec<LeftOut>,
}

/// What the reporters of declined signals could be told.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReplyDraft {
    /// With {name} and {title} where they differ from signal to signal.
    pub text: String,
    /// Reporters that would get one.
    pub people: u32,
    /// The first of them.
    pub first: Option<String>,
}

/// What doesn't show in the usual lists: what people hid, apart from what the program keeps out.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HiddenView {
    pub by_people: HiddenByPeople,
    pub by_system: HiddenBySystem,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HiddenByPeople {
    pub declined: u32,
    pub snoozed: u32,
    pub merged: u32,
    /// Themes that people said are none.
    pub not_a_theme: u32,
    pub snoozed_themes: u32,
    /// Pairs that aren't suggested again.
    pub pairs: Vec<HiddenPair>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HiddenPair {
    pub one: SignalId,
    pub one_title: String,
    pub other: SignalId,
    pub other_title: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HiddenBySystem {
    /// Records of tools and files that couldn't become signals, so that no list shows them.
    pub set_aside: u32,
    /// Signals that fit no theme: in the Inbox, not in the list of themes.
    pub unsorted: u32,
    /// Signals that wait to be read and placed: the same.
    pub waiting: u32,
}

/// What there is to say when the inbox is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct InboxZero {
    /// Decisions in force that were made since midnight UTC.
    pub accepted: u32,
    pub merged: u32,
    pub declined: u32,
    pub snoozed: u32,
    /// When the next snoozed signal comes back by date.
    pub next_back: Option<Time>,
    /// Signals that wait for an event instead.
    pub waiting: u32,
    /// Open opportunities without a score.
    pub unscored: u32,
}
