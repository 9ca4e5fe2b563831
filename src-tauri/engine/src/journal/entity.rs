//! What a decision can be about: the keys and fields of ops.

use crate::error::{Problem, Result};

/// What an op can be about. The key that goes with each is stable across laptops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity {
    /// Key `<connection uid>/<external id>`; field `triage` holds a `store::triage::Verdict`, `theme` the uid of the
    /// theme a person put it in ("" for none), `not in <theme uid>` whether it is kept out of that theme.
    Signal,
    /// Key: its uid; fields created (its number), title, statement, hypothesis, expected, owner, service,
    /// stage, reject_reason, rice, score.<input> (a `Range`), risk.<kind> (a `score::RiskAssessment`), export_anyway
    /// (reason, what was missing, the key of the export), tree (a `store::tree::Place` under an outcome), deleted.
    Opportunity,
    /// Key `<opportunity uid> <signal key>`; fields `importance` 0–3, `against` whether it speaks against it.
    Evidence,
    /// Key: its uid; fields `passage` holds a `store::highlights::Passage`, `on <opportunity uid>` importance 0–3.
    Highlight,
    /// Key: its uid; fields created (its vendor), name, base_url, user, project, settings (JSON),
    /// fields (JSON of the rules), status_notes (a `loopback::StatusNoteRule`), paused,
    /// deleted.
    Connection,
    /// Key `<opportunity uid> <connection uid> <external id>`; field `linked`.
    Item,
    /// Key `<opportunity uid> <key>`; fields text, again (how often it was sent before), there.
    Comment,
    /// Key: the setting's name; field `value`.
    Setting,
    /// Key: its uid; field `rule` holds a `store::services::StoredRule`.
    Rule,
    /// Key: its name; field `product` holds the product's name.
    Service,
    /// Key `<sign> <value>`, a sign that signals bear; field `customer` holds a customer's name, "" for nobody.
    Sign,
    /// Key: its uid; fields created (the uid of the theme it was split from), name, merged_into (a uid), dismissed,
    /// snoozed_until (a time, or a `store::waits::Wait`).
    Theme,
    /// Key: two signal keys with a line break between; field `together` says whether they belong together or apart,
    /// `alike` (false) that they aren't suggested to each other again.
    Pair,
    /// Key `<kind> <theme uid> <theme uid>`; field `declined`.
    Proposal,
    /// Key `<opportunity uid> <uid>`; fields attached (a `store::annotations::Attached`), caption, deleted.
    Image,
    /// Key `<opportunity uid> <uid>`; fields created (the uid of an image, "" for none), shape, text, resolved, deleted.
    Annotation,
    /// Key `<opportunity uid> <annotation uid> <uid>`; field `text`.
    Reply,
    /// Key: its uid; fields name, shows (an `api::types::ViewShows`), position, deleted.
    View,
    /// Key: the key of an incident and of a change, with a line break between; field `verdict` holds a
    /// `store::pulse::Judged`.
    Link,
    /// Key: the fingerprint of its records; fields name, workaround (a `store::problems::Workaround`), known_error (since
    /// when), rates (an `api::types::CostRates`), opportunity (the uid of the one made from it).
    Problem,
    /// Key `<problem key or opportunity uid> <uid>`; field `cause` holds a `store::causes::Cause`. Without the uid:
    /// fields `nothing in <dimension>`.
    Cause,
    /// Key: that of a kind of change; field `proposed` holds when.
    StandardChange,
    /// Key: a service's name, "" for none; field `level` holds an `api::types::TriedLevel`.
    TriedLevel,
    /// Key: the keys of a deployment and of a change with a line break between; field `belongs`.
    ChangeRecord,
    /// Key: its name; fields opportunity (the uid of the one made from its drop), dismissed.
    Feature,
    /// Key: a `store::detours::key`; fields as those of a feature.
    Detour,
    /// Key: its uid; fields name, `version <n>` (its text), deleted.
    Formula,
    /// Key: its uid; fields name, asks (an `api::types::WhatIf`), deleted.
    Scenario,
    /// Key `<opportunity uid> <input>`; fields asked (a `store::estimates::Asked`), `by <person>` (a
    /// `store::estimates::Answer`), revealed.
    Estimate,
    /// Key `<opportunity uid> <key>`; fields text and told (a `store::loop_replies::Said`), again, there: as those of
    /// a comment.
    LoopReply,
    /// Key `<opportunity uid> <key>`; fields there (whether the record has it, as a person saw), given_up.
    StatusNote,
    /// Key: the uid of an opportunity; fields goal (an `api::types::OutcomeGoal`), plan (an `api::types::OutcomePlan`),
    /// settled (an `api::types::OutcomeSettled`).
    OutcomeCheck,
    /// Key `<connection uid> <external id>`; fields keep (the reason), `signal|theme|opportunity|item <its key>`
    /// (whether that match of the backlog audit is right).
    AuditItem,
    /// Key: its uid; field `upcoming` holds the rows of a list that was given out.
    Issued,
    /// Key: its uid; fields started (when), ended (an `api::types::Minutes`).
    ForumMeeting,
    /// Key: what it is about; fields own (a `store::forum::OwnItem`), place, minutes, put_on, asks, brings, taken_off (the
    /// reason), decision (an `api::types::Decided`).
    ForumItem,
    /// Key: its uid; fields action (a `store::forum::Action`), done (when).
    ForumAction,
    /// Key: its uid; fields card (an `api::types::ImprovementForm`), step, verdict, deleted.
    Improvement,
    /// Key: its uid; fields opened, closed (when).
    AssessmentRound,
    /// Key `<round uid> <uid>`; field given: 1 to 5 for each question. Its op bears no name, no laptop and no hour.
    AssessmentAnswer,
    /// Key: `service <name>` or `product <name>`; fields raised (a `store::andon::Raised`), fix (a `store::andon::FixRef`),
    /// lifted (a `store::andon::Lifted`).
    Andon,
    /// Key: its uid; field `destination` holds a `store::digests::Destination`.
    Digest,
    /// Key `<opportunity uid> <connection uid>`; field `edit` holds a `store::drafts::Edit`.
    Draft,
    /// Key: a connection's uid; field `text`.
    DraftTemplate,
    // The opportunity tree. Key: its uid; fields place (a `store::tree::Place`), dropped (why), and those each names.
    /// title, measure, target.
    Outcome,
    /// title, chosen, effort (person-weeks).
    Solution,
    /// title, kind (a `RiskKind`), importance, sureness, no_risk.
    Assumption,
    /// method, expected, result, verdict, started_on, due_on, ended_on (days).
    AssumptionTest,
}

impl Entity {
    const ALL: [Entity; 48] = [
        Self::Signal,
        Self::Opportunity,
        Self::Evidence,
        Self::Highlight,
        Self::Connection,
        Self::Item,
        Self::Comment,
        Self::Setting,
        Self::Rule,
        Self::Service,
        Self::Sign,
        Self::Theme,
        Self::Pair,
        Self::Proposal,
        Self::Image,
        Self::Annotation,
        Self::Reply,
        Self::View,
        Self::Link,
        Self::Problem,
        Self::Cause,
        Self::StandardChange,
        Self::TriedLevel,
        Self::ChangeRecord,
        Self::Feature,
        Self::Detour,
        Self::Formula,
        Self::Scenario,
        Self::Estimate,
        Self::LoopReply,
        Self::StatusNote,
        Self::OutcomeCheck,
        Self::AuditItem,
        Self::Issued,
        Self::ForumMeeting,
        Self::ForumItem,
        Self::ForumAction,
        Self::Improvement,
        Self::AssessmentRound,
        Self::AssessmentAnswer,
        Self::Andon,
        Self::Digest,
        Self::Draft,
        Self::DraftTemplate,
        Self::Outcome,
        Self::Solution,
        Self::Assumption,
        Self::AssumptionTest,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Signal => "signal",
            Self::Opportunity => "opportunity",
            Self::Evidence => "evidence",
            Self::Highlight => "highlight",
            Self::Connection => "connection",
            Self::Item => "item",
            Self::Comment => "comment",
            Self::Setting => "setting",
            Self::Rule => "rule",
            Self::Service => "service",
            Self::Sign => "sign",
            Self::Theme => "theme",
            Self::Pair => "pair",
            Self::Proposal => "proposal",
            Self::Image => "image",
            Self::Annotation => "annotation",
            Self::Reply => "reply",
            Self::View => "view",
            Self::Link => "link",
            Self::Problem => "problem",
            Self::Cause => "cause",
            Self::StandardChange => "standard change",
            Self::TriedLevel => "tried level",
            Self::ChangeRecord => "change record",
            Self::Feature => "feature",
            Self::Detour => "detour",
            Self::Formula => "formula",
            Self::Scenario => "scenario",
            Self::Estimate => "estimate",
            Self::LoopReply => "loop reply",
            Self::StatusNote => "status note",
            Self::OutcomeCheck => "outcome check",
            Self::AuditItem => "audit item",
            Self::Issued => "issued",
            Self::ForumMeeting => "forum meeting",
            Self::ForumItem => "forum item",
            Self::ForumAction => "forum action",
            Self::Improvement => "improvement",
            Self::AssessmentRound => "assessment round",
            Self::AssessmentAnswer => "assessment answer",
            Self::Andon => "andon",
            Self::Digest => "digest",
            Self::Draft => "draft",
            Self::DraftTemplate => "draft template",
            Self::Outcome => "outcome",
            Self::Solution => "solution",
            Self::Assumption => "assumption",
            Self::AssumptionTest => "assumption test",
        }
    }

    pub(super) fn from_word(word: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|entity| entity.word() == word)
            .ok_or_else(|| Problem::system(format!("The journal speaks of {word}, which this version doesn't know.")))
    }
}
