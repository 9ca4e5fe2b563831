use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{OpportunityId, SignalId, Time};

/// How often support, development and operations meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ForumCadence {
    /// 1 is Monday, 7 Sunday.
    pub weekday: u8,
    /// Every so many weeks, 1 to 8.
    pub every_weeks: u8,
    /// Minutes after midnight, below 1440.
    pub at: u16,
    /// IANA name or offset.
    pub zone: String,
    /// Minutes that a meeting has, 10 to 240.
    pub time_box: u16,
}

/// The coming meeting, or the one that runs.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Forum {
    /// Null while nobody said how often.
    pub cadence: Option<ForumCadence>,
    /// When it is; null without a cadence.
    pub next: Option<Time>,
    /// Since when the meeting runs; null: none does.
    pub running_since: Option<Time>,
    /// The end of the last meeting, or so long ago as meetings are apart.
    pub since: Time,
    /// Meetings that were due and not held since the last one, oldest first; at most 10.
    pub skipped: Vec<Time>,
    pub time_box: u32,
    /// Minutes of the items on the list.
    pub used: u32,
    /// In the order of the meeting.
    pub items: Vec<ForumItem>,
    /// Not on the list, each with the reason.
    pub aside: Vec<ForumAside>,
    /// Open ones and those done since the last meeting: late ones first.
    pub actions: Vec<ForumAction>,
    pub late: u32,
    /// The rules of the order, a sentence each.
    pub rules: Vec<String>,
    /// Meetings that ended, the newest first.
    pub held: Vec<MeetingRef>,
}

/// What an item is on the list for, in the order of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ForumKind {
    SinceLastTime,
    /// A flag stops exports.
    Andon,
    OpenIncident,
    MissedTarget,
    CameBack,
    /// An outcome check that ended without an answer, or whose signals came back.
    OutcomeDue,
    /// An improvement whose check is due.
    CheckDue,
    /// A person added it.
    Own,
    CloseCall,
    LinksToReview,
    StandardChange,
    UnusedFeature,
    /// A feature that people may leave for another one.
    Detour,
    Duplicates,
    /// How people see their work falls or drifts apart.
    Assessment,
    /// A level of changes that can't be said yet.
    SprintSize,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ForumItem {
    /// What it is about; stable across laptops.
    pub key: String,
    pub kind: ForumKind,
    pub title: String,
    /// One line under the title.
    pub know: String,
    /// "What we know", at most five.
    pub facts: Vec<ForumFact>,
    /// On the list because.
    pub because: String,
    /// To decide; "For information" where there is nothing.
    pub asks: String,
    /// A name or a role, as written; empty: nobody yet.
    pub brings: String,
    pub minutes: u32,
    /// When it begins; null without a cadence, and for what isn't on the list.
    pub starts: Option<Time>,
    pub ways: Vec<ForumWay>,
    /// Null: not decided in this meeting.
    pub decision: Option<Decided>,
    pub leads_to: Option<ForumPlace>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ForumFact {
    pub text: String,
    /// The record that tells it.
    pub signal: Option<SignalId>,
}

/// Where the page shows more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ForumPlace {
    Problem {
        key: String,
    },
    Opportunity {
        id: OpportunityId,
    },
    /// The outcome check of an opportunity.
    Outcome {
        id: OpportunityId,
    },
    Signal {
        id: SignalId,
    },
    Links,
    Changes,
    Features,
    Improvements,
    Overview,
}

/// What deciding does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ForumVerb {
    /// Writes the decision down, nothing else.
    Note,
    /// Makes a problem, a detour or the end of an unused feature an opportunity.
    MakeOpportunity,
    /// The cause is known, the workaround is enough for now.
    KnownError,
    /// Confirms the likeliest suggested cause.
    ConfirmLink,
    /// No suggested change caused it.
    RefuseLinks,
    ProposeStandard,
    /// Merges signals that read the same into the oldest.
    MergeSame,
    /// Makes an improvement of it.
    Improve,
    /// Moves an improvement to Act, kept or dropped.
    KeepImprovement,
    DropImprovement,
    /// It worked: the opportunity becomes verified.
    VerifyOutcome,
    /// The opportunity is assessed again.
    AssessAgain,
    /// A new opportunity follows it up, with the same evidence.
    FollowUp,
    /// Tries the advised number of changes a sprint, for three sprints.
    TryLevel,
    /// Takes the flag down; the text is the reason.
    LiftAndon,
    /// The detour is nothing.
    DismissDetour,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ForumWay {
    pub verb: ForumVerb,
    pub title: String,
}

/// A decision, as it was written down, with what it was about: that may be gone once it is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Decided {
    pub kind: ForumKind,
    pub title: String,
    pub know: String,
    pub because: String,
    pub brings: String,
    pub minutes: u32,
    /// The way that was chosen, in words.
    pub way: String,
    pub text: String,
    pub at: Time,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AsideWhy {
    NoRoom,
    NotRipe,
    /// A person took it off; it isn't suggested again.
    TakenOff,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ForumAside {
    pub item: ForumItem,
    pub why: AsideWhy,
    /// e.g. "needs 3 sprints", or what a person gave.
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ForumAction {
    pub uid: String,
    /// The key of the item it came from; empty: none.
    pub about: String,
    pub text: String,
    /// A team, a role or a name, as written. Nobody is counted by it.
    pub owner: String,
    pub due: Option<Time>,
    pub written_at: Time,
    pub done_at: Option<Time>,
    /// Past its date and not done.
    pub late: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActionForm {
    /// The key of an item, or empty.
    pub about: String,
    pub text: String,
    pub owner: String,
    pub due: Option<Time>,
}

/// What a person changes at an item; what is null stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ItemEdit {
    /// 1 to 120.
    pub minutes: Option<u32>,
    pub asks: Option<String>,
    pub brings: Option<String>,
}

/// An item that a person adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnItemForm {
    pub title: String,
    pub asks: String,
    pub brings: String,
    /// 1 to 120.
    pub minutes: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MeetingRef {
    pub uid: String,
    pub from: Time,
    pub to: Time,
    pub decisions: u32,
}

/// What a meeting came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Minutes {
    pub workspace: String,
    /// When it began; while it has not, now.
    pub from: Time,
    /// When it ended; while it has not, now.
    pub to: Time,
    /// In the order of the meeting.
    pub items: Vec<Decided>,
    pub actions: Vec<MinutesAction>,
    /// Titles of what was on the list and not decided.
    pub not_reached: Vec<String>,
    /// What else was said, as people wrote it down afterwards.
    #[serde(default)]
    pub notes: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MinutesAction {
    /// The action's own; empty in minutes that were kept without it.
    #[serde(default)]
    pub uid: String,
    pub text: String,
    pub owner: String,
    pub due: Option<Time>,
    pub done: bool,
}

/// Minutes, and how they read as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MinutesView {
    pub minutes: Minutes,
    pub text: String,
}

/// A line of the minutes that a person puts right; `at` is its place among its kind, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MinutesLine {
    /// What else was said.
    Notes { text: String },
    /// What is written down with a decision.
    Decision { at: u32, text: String },
    /// The action itself follows, if it is still there.
    Action { at: u32, text: String, owner: String, due: Option<Time> },
}

/// What has versions: the decision about an item, an action, the minutes of a meeting that ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ForumRecord {
    Item { key: String },
    Action { uid: String },
    Meeting { uid: String },
}
