use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{OpportunityRef, SignalRow, ThemeRef};
use crate::model::{ServiceId, SignalId, ThemeId, Time};

/// Which themes, in which order. The default is all that nobody hid, those with most at stake first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ThemeQuery {
    pub view: ThemeView,
    pub trends: Vec<ThemeTrend>,
    /// Themes with a signal of one of these services.
    pub services: Vec<ServiceId>,
    /// Only the signals of customers worth at least this a year count; themes without one are left out.
    #[ts(type = "number | null")]
    pub min_revenue: Option<i64>,
    /// Words that must all occur in the title or the theme's own words.
    pub text: String,
    pub sort: ThemeSort,
    /// Themes that are about much the same come together, under a broader subject.
    pub by_subject: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThemeView {
    #[default]
    All,
    Growing,
    /// First heard of within eight weeks.
    New,
    WithoutOpportunity,
    /// Their parts are about several things, as it looks.
    Mixed,
    /// What people said is none.
    NotATheme,
    Snoozed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThemeSort {
    #[default]
    AtStake,
    Signals,
    Customers,
    /// The fastest growing first.
    Change,
    Title,
}

/// How the last four weeks compare with the four before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThemeTrend {
    /// First heard of within eight weeks.
    New,
    Growing,
    /// Within 15 %, or no more than chance does.
    Steady,
    Fading,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemeList {
    pub themes: Vec<ThemeRow>,
    pub counts: ThemeCounts,
    pub standing: ThemesStanding,
}

/// How many themes each view holds, and how many suggestions wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ThemeCounts {
    pub all: u32,
    pub growing: u32,
    pub new: u32,
    pub without_opportunity: u32,
    pub mixed: u32,
    pub not_a_theme: u32,
    pub snoozed: u32,
    /// Merges and splits that the program suggests.
    pub proposals: u32,
}

/// How far the grouping is.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemesStanding {
    /// Signals that belong to a theme nobody hid.
    pub in_themes: u32,
    /// Signals that fit no theme.
    pub unsorted: u32,
    /// Signals that wait to be read and placed.
    pub waiting: u32,
    /// When signals were last placed; null before the first time.
    pub placed_at: Option<Time>,
    /// Why texts are compared by their words only; null when their meaning is.
    pub by_words: Option<String>,
    pub paused: bool,
    pub progress: Option<GroupingProgress>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GroupingProgress {
    /// e.g. "Reading texts", "Grouping".
    pub what: String,
    pub done: u32,
    /// Null while it isn't known; then there is no bar.
    pub total: Option<u32>,
    pub seconds_left: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemeRow {
    pub id: ThemeId,
    pub title: String,
    /// A person gave the title.
    pub named: bool,
    /// What its signals say and others don't, the most telling first; at most five.
    pub words: Vec<String>,
    pub trend: ThemeTrend,
    /// Signals a week, the oldest of twelve weeks first; the last one ends now.
    pub weeks: Vec<u32>,
    /// The last four weeks against the four before: 0.48 is 48 % more. Null when there were none before.
    pub change: Option<f64>,
    pub age_weeks: u32,
    pub signals: u32,
    pub customers: u32,
    /// A year's revenue of the customers who reported it, each once. Null when no revenue is known.
    #[ts(type = "number | null")]
    pub at_stake: Option<i64>,
    pub families: FamilyCounts,
    /// The opportunity most of its evidence is linked to, if any.
    pub opportunity: Option<OpportunityRef>,
    /// How near its signals are to its centre, 0–1.
    pub cohesion: f64,
    /// It seems to be about several things.
    pub mixed: bool,
    /// Grouped by words alone, since the language model doesn't know the language.
    pub by_words: bool,
    pub dismissed: bool,
    pub snoozed_until: Option<Time>,
    /// What ends the snooze when no date does, to be read after "until".
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub waits_for: Option<String>,
    /// Why it is back after a snooze.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub back: Option<String>,
    /// The broader subject, when the query asks for them.
    pub subject: Option<String>,
}

/// Signals by family, for the source mix bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct FamilyCounts {
    /// Incidents, alerts, errors.
    pub operations: u32,
    /// Changes, deployments.
    pub changes: u32,
    /// Tickets, feedback.
    pub voice: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemeDetail {
    pub row: ThemeRow,
    /// The three signals that say best what it is about.
    pub representatives: Vec<SignalRow>,
    pub services: Vec<ThemeShare>,
    pub customers: Vec<ThemeShare>,
    /// By the customers' plan.
    pub segments: Vec<ThemeShare>,
    pub turn: Option<ThemeTurn>,
    /// A sentence when this month is unusual against the same month of earlier years.
    pub season: Option<String>,
    /// What it falls into when cut finer; empty when it holds together.
    pub parts: Vec<ThemePart>,
    pub near: Vec<NearTheme>,
    /// Signals that a person placed here.
    pub placed_by_people: u32,
}

/// One service, customer or segment of a theme.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemeShare {
    pub name: String,
    pub signals: u32,
    /// Signals a week, the oldest of twelve weeks first.
    pub weeks: Vec<u32>,
    pub trend: ThemeTrend,
}

/// The week in which the theme's volume changed for good.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemeTurn {
    /// Start of the week.
    pub at: Time,
    /// Signals a week before and since.
    pub before: f64,
    pub after: f64,
    /// The newest deployment in the week before, if one is known: a hint, not a cause.
    pub release: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemePart {
    pub title: String,
    pub words: Vec<String>,
    pub signals: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NearTheme {
    pub id: ThemeId,
    pub title: String,
    /// 0–1.
    pub similarity: f64,
}

/// Why a signal is where it is.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemePlace {
    /// Null: it fits no theme, or waits to be placed.
    pub theme: Option<ThemeRef>,
    pub by_person: bool,
    /// How well it belongs, 0–1; null when a person placed it or nothing is known.
    pub belonging: Option<f64>,
    pub nearest: Vec<NearSignal>,
    /// What it says that the theme's signals say too.
    pub shared: Vec<String>,
    /// One plain sentence.
    pub why: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NearSignal {
    pub row: SignalRow,
    /// 0–1.
    pub similarity: f64,
}

/// How a theme is to be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SplitBy {
    Meaning,
    Service,
    Customer,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SplitPreview {
    /// At least one; the first keeps the theme's name and history.
    pub parts: Vec<SplitPart>,
    /// How clearly apart the parts are, 0–1; null unless divided by meaning.
    pub apart: Option<f64>,
    /// Signals that fit two parts about equally; they stay with the first.
    pub unsure: Vec<SplitSignal>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SplitPart {
    pub title: String,
    pub words: Vec<String>,
    pub signals: Vec<SplitSignal>,
    pub customers: u32,
    #[ts(type = "number | null")]
    pub at_stake: Option<i64>,
    pub weeks: Vec<u32>,
    pub trend: ThemeTrend,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SplitSignal {
    pub id: SignalId,
    /// How well it fits its part, and the best other part; 0–1.
    pub fit: f64,
    pub other: f64,
}

/// One part of a split as a person decided it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PartForm {
    pub title: String,
    pub signals: Vec<SignalId>,
}

/// What merging two themes would do.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemeComparison {
    pub stays: ThemeRow,
    pub joins: ThemeRow,
    /// Newest signals of each, at most eight.
    pub stays_signals: Vec<SignalRow>,
    pub joins_signals: Vec<SignalRow>,
    /// 0–1.
    pub similarity: f64,
    /// For: words, customers, services in common. Each a title and a detail.
    pub reasons_for: Vec<(String, String)>,
    pub reasons_against: Vec<(String, String)>,
    pub signals_after: u32,
    pub customers_after: u32,
    pub customers_in_both: u32,
    #[ts(type = "number | null")]
    pub at_stake_after: Option<i64>,
    #[ts(type = "number | null")]
    pub at_stake_in_both: Option<i64>,
}

/// What the program suggests after looking at everything anew; nothing is done by itself.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThemeProposal {
    pub id: u32,
    pub kind: ProposalKind,
    pub theme: ThemeRef,
    /// The theme it may be the same as.
    pub other: Option<ThemeRef>,
    /// e.g. "18 of its 29 signals are nearer to “Rounding”".
    pub why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProposalKind {
    Merge,
    Split,
}
