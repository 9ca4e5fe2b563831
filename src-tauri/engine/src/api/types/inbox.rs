use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{
    ConnectionId, Customer, CustomerId, DeclineReason, Kind, OpportunityId, ProductId, ServiceId, Severity, SignalId,
    Status, ThemeId, Time, TriageState,
};

/// Which signals, in which order. Empty lists mean "any"; the default is the whole inbox, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SignalQuery {
    /// Words that must all occur (prefix match) in title or body.
    pub text: String,
    pub kinds: Vec<Kind>,
    pub severities: Vec<Severity>,
    pub statuses: Vec<Status>,
    /// Empty means Inbox (snoozed ones whose time has come are in the inbox).
    pub states: Vec<TriageState>,
    pub services: Vec<ServiceId>,
    pub products: Vec<ProductId>,
    pub customers: Vec<CustomerId>,
    pub connections: Vec<ConnectionId>,
    /// 0 stands for "fits no theme", 4294967295 for "waits, or is of a kind that has none".
    pub themes: Vec<ThemeId>,
    /// Half-open: from ≤ happened_at < to.
    pub from: Option<Time>,
    pub to: Option<Time>,
    pub unread_only: bool,
    /// Only customers worth at least this a year.
    #[ts(type = "number | null")]
    pub min_revenue: Option<i64>,
    pub sort: SignalSort,
    /// Signals of a theme come together, the theme with the most of them first, those without one last.
    pub by_theme: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignalSort {
    #[default]
    Newest,
    Oldest,
    Severity,
    Revenue,
}

/// Counts beside the filters, for the signals the query finds with that one filter left open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct Facets {
    pub total: u32,
    pub kinds: Vec<(Kind, u32)>,
    pub severities: Vec<(Severity, u32)>,
    pub states: Vec<(TriageState, u32)>,
    pub services: Vec<NamedCount>,
    pub products: Vec<NamedCount>,
    pub customers: Vec<NamedCount>,
    pub connections: Vec<NamedCount>,
    /// All there are; then id 0, "No theme", and 4294967295, "Not grouped".
    pub themes: Vec<NamedCount>,
    /// More signals hold the words than a search looks at: only among so many of the newest was the rest looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub newest: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NamedCount {
    pub id: u32,
    pub name: String,
    pub count: u32,
}

/// What comes with the ids of a list, so that its first rows stand on the screen after one question.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ListPage {
    /// Those asked for, in the list's order.
    pub rows: Vec<SignalRow>,
    /// Of the signals the query finds with the filter by kind left open.
    pub kinds: Vec<(Kind, u32)>,
    /// When the signals of one theme stand together: the themes in the list's order, with how many of it each has. 0 are
    /// those that fit none, 4294967295 those that wait or are of a kind that has none. Empty otherwise.
    pub themes: Vec<NamedCount>,
    /// More signals hold the words than a search looks at: only among so many of the newest was the rest looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub newest: Option<u32>,
}

/// One 32 px row.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SignalRow {
    pub id: SignalId,
    pub kind: Kind,
    pub title: String,
    pub service: Option<String>,
    pub customer: Option<String>,
    #[ts(type = "number | null")]
    pub revenue: Option<i64>,
    pub severity: Option<Severity>,
    pub status: Status,
    pub happened_at: Time,
    pub unread: bool,
    pub state: TriageState,
    pub snoozed_until: Option<Time>,
    /// What ends the snooze when no date does, to be read after "until".
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub waits_for: Option<String>,
    /// Why it is in the inbox again after a snooze.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub back: Option<String>,
    pub decline_reason: Option<DeclineReason>,
    /// The opportunity it is evidence for, if any (the first, when several).
    pub opportunity: Option<OpportunityRef>,
    /// The theme it is in.
    pub theme: Option<ThemeRef>,
}

/// A theme by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ThemeRef {
    pub id: ThemeId,
    pub title: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpportunityRef {
    pub id: OpportunityId,
    /// OPP-31
    pub label: String,
    pub title: String,
}

/// What the reading pane shows.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SignalDetail {
    pub row: SignalRow,
    pub external_id: String,
    pub url: Option<String>,
    pub body: String,
    pub connection: String,
    pub vendor: String,
    pub updated_at: Time,
    pub resolved_at: Option<Time>,
    pub reporter: Option<crate::model::Person>,
    pub customer: Option<CustomerFacts>,
    pub facts: Vec<(String, String)>,
    pub timeline: Vec<TimelineEntry>,
    pub suggestion: Option<Suggestion>,
    pub similar: Vec<SimilarSignal>,
    pub evidence_for: Vec<EvidenceLink>,
    /// Signals merged into this one.
    pub merged: Vec<SignalRow>,
    /// The signal this one was merged into.
    pub merged_into: Option<SignalRow>,
    /// What its reporter should be told of the decline. It wasn't sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reply: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CustomerFacts {
    pub id: CustomerId,
    pub customer: Customer,
    /// Signals of this customer in the 30 days before now.
    pub signals_30_days: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TimelineEntry {
    pub at: Time,
    /// Kind of the record behind the line; None for a decision of ours.
    pub kind: Option<Kind>,
    pub text: String,
    pub signal: Option<SignalId>,
}

/// "Link to this opportunity", because. Never applied by itself.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Suggestion {
    pub opportunity: OpportunityRef,
    /// 0–1.
    pub score: f64,
    pub reasons: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SimilarSignal {
    pub row: SignalRow,
    /// 0–1: the share of the words in common, rare words counting more, or the likeness of meaning, words and letters
    /// together, whichever is more.
    pub score: f64,
    pub shared: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EvidenceLink {
    pub opportunity: OpportunityRef,
    /// 0–3.
    pub importance: u8,
}

/// Where "Accept" puts the signals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum AcceptInto {
    New { title: String },
    Existing { opportunity: OpportunityId },
}
