use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CommentState, ItemView, OpportunityRef};
use crate::error::Problem;
pub use crate::loopback::{LetterForm, Outcome, Way};
use crate::model::{ConnectionId, LoopReplyId, OpportunityId, ReporterId, SignalId, Stage, StatusNoteId, Time};

/// Whom a ledger lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LoopQuery {
    /// None: of all opportunities.
    pub opportunity: Option<OpportunityId>,
    pub who: LoopWho,
    /// Only what there is to tell; None: anything.
    pub outcome: Option<Outcome>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LoopWho {
    /// Who should be told now.
    #[default]
    Due,
    /// Also who can be told only later.
    Waiting,
    /// Who never heard anything for longer than the days that were set.
    Unanswered,
    Told,
    /// Whose reply needs a look.
    ToCheck,
    Everybody,
}

/// Who asked, what they were told and who waits: those who wait longest first, then those told last.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LoopLedger {
    /// At most 500.
    pub people: Vec<LoopPerson>,
    /// How many there are of those.
    pub found: u32,
    /// Of the opportunity or of all, whoever is listed.
    pub counts: LoopCounts,
    /// How many should be told what.
    pub due: Vec<(Outcome, u32)>,
    /// Every opportunity that somebody asked for; those with most to tell first.
    pub opportunities: Vec<LoopOpportunity>,
    /// After so many days without a word a person counts as unanswered.
    pub days: u32,
    pub first_reply: FirstReply,
    /// Notes by rule that need a person.
    pub notes_to_check: u32,
}

/// Each person counts once an opportunity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct LoopCounts {
    pub asked: u32,
    pub told: u32,
    /// Should be told now.
    pub due: u32,
    /// Can be told later.
    pub later: u32,
    pub unanswered: u32,
    /// Replies of which nobody knows whether they arrived, or that were refused.
    pub to_check: u32,
}

/// An opportunity, and how its people stand.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LoopOpportunity {
    pub opportunity: OpportunityRef,
    pub stage: Stage,
    /// What there is to tell, and since when; None: nothing is decided.
    pub outcome: Option<Outcome>,
    pub since: Option<Time>,
    pub item: Option<ItemView>,
    pub counts: LoopCounts,
}

/// One person who asked for one opportunity.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LoopPerson {
    pub opportunity: OpportunityRef,
    pub reporter: ReporterId,
    pub name: String,
    pub customer: Option<String>,
    pub standing: LoopStanding,
    /// What they should be told, or could be told again; None: nothing is decided.
    pub outcome: Option<Outcome>,
    /// Since when they wait; None: they don't.
    pub since: Option<Time>,
    pub unanswered: bool,
    /// The oldest first.
    pub asks: Vec<LoopAsk>,
    /// What they were told or what is on its way, the oldest first.
    pub told: Vec<LoopReplyView>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LoopStanding {
    /// They know how things stand.
    Told,
    /// Things went on since they were last told, or they never were.
    Due,
    /// Never told anything, and nothing is decided yet.
    Later,
    /// A reply is written down that didn't arrive, or of which nobody knows whether it did.
    ToCheck,
}

/// One ticket or piece of feedback through which a person asked.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LoopAsk {
    pub signal: SignalId,
    pub title: String,
    /// The ticket's id in its tool.
    pub ticket: String,
    pub connection: String,
    pub at: Time,
    pub url: Option<String>,
    /// It can be answered from here.
    pub answers: bool,
}

/// One reply, or one time that somebody was told in another way.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LoopReplyView {
    pub id: LoopReplyId,
    pub opportunity: OpportunityId,
    pub reporter: ReporterId,
    pub name: String,
    pub outcome: Outcome,
    pub way: Way,
    /// The ticket and its connection, of a reply.
    pub ticket: Option<String>,
    pub connection: Option<String>,
    /// As the person left it, or what was told.
    pub text: String,
    pub state: CommentState,
    pub problem: Option<Problem>,
    pub told_at: Option<Time>,
    pub changed_at: Time,
    pub attempts: u32,
}

/// How long people waited for the first word.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FirstReply {
    /// People who were told at least once.
    pub n: u32,
    /// Milliseconds; None with fewer than five, which say nothing about the next one.
    #[ts(type = "number | null")]
    pub median: Option<i64>,
    #[ts(type = "number | null")]
    pub p90: Option<i64>,
    /// People who were never told; their wait isn't over, so it isn't in the number.
    pub not_yet: u32,
}

/// One wait behind the number.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FirstReplyCase {
    pub opportunity: OpportunityRef,
    pub name: String,
    pub signal: SignalId,
    pub ticket: String,
    pub asked_at: Time,
    pub told_at: Time,
    pub way: Way,
    #[ts(type = "number")]
    pub took: i64,
}

/// How the number came about: the cases, the longest first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FirstReplyReceipt {
    pub number: FirstReply,
    pub method: String,
    pub cases: Vec<FirstReplyCase>,
}

/// A first text for one person. Nothing is sent by it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LoopDraft {
    pub reporter: ReporterId,
    pub name: String,
    pub customer: Option<String>,
    pub outcome: Outcome,
    /// The ticket it would go into: their newest that can be answered, else their newest.
    pub signal: SignalId,
    pub ticket: String,
    pub connection: String,
    /// To be edited.
    pub text: String,
    /// Exactly what would be sent if the text stays; empty when it can't be sent from here.
    pub body: String,
    /// To be handed back when it is sent; a reply with the same key is sent only once.
    pub key: String,
    /// Why it can't be sent from here; None: it can.
    pub not_from_here: Option<String>,
}

/// A reply that a person approved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReplyForm {
    pub reporter: ReporterId,
    pub signal: SignalId,
    /// What it tells; refused when the opportunity went on since it was drafted.
    pub outcome: Outcome,
    pub text: String,
    /// That of its draft.
    pub key: String,
}

/// That people were told in another way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ToldForm {
    pub reporters: Vec<ReporterId>,
    pub outcome: Outcome,
    /// Any but a reply from here.
    pub way: Way,
    pub note: String,
    /// None: now.
    pub at: Option<Time>,
}

/// What was written by rule into the records behind opportunities.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StatusNotes {
    /// At most 200: those that need a person first, then the newest.
    pub notes: Vec<StatusNoteView>,
    pub found: u32,
    /// Records have them.
    pub written: u32,
    /// Refused, or nobody knows whether they arrived.
    pub to_check: u32,
    /// Every connection whose records can get notes.
    pub rules: Vec<StatusNoteRuleView>,
}

/// What the records of one connection are told.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StatusNoteRuleView {
    pub connection: ConnectionId,
    pub name: String,
    /// Empty: nothing.
    pub tells: Vec<Outcome>,
}

/// One note on how far an opportunity is, in one record behind it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StatusNoteView {
    pub id: StatusNoteId,
    pub opportunity: OpportunityRef,
    pub signal: SignalId,
    /// The record's id in its tool, its title and its connection.
    pub record: String,
    pub title: String,
    pub connection: String,
    pub outcome: Outcome,
    pub text: String,
    pub state: CommentState,
    pub problem: Option<Problem>,
    /// When the tool took it.
    pub written_at: Option<Time>,
    pub changed_at: Time,
    /// When it is tried again by itself; None: a person has to see to it, or there is nothing to do.
    pub retry_at: Option<Time>,
    pub attempts: u32,
}

/// What a person does about a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatusNoteAct {
    /// Looks for it in its record, and writes it only when it surely isn't there.
    Settle,
    /// For one that couldn't be looked for: the person sees it there.
    There,
    /// For one that couldn't be looked for: the person doesn't see it, and it is written once more.
    NotThere,
    GiveUp,
}

/// The texts that drafts are made from.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LoopTemplates {
    pub templates: Vec<LoopTemplate>,
    /// What can stand in them in braces, and what it stands for.
    pub places: Vec<(String, String)>,
    pub days: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LoopTemplate {
    pub form: LetterForm,
    pub outcome: Outcome,
    pub text: String,
    /// A person wrote it.
    pub own: bool,
}
