//! The nouns and their ids. Nothing here does IO or knows a vendor.

pub use scoring::Range;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// Row id of a signal in this workspace; the unit of the id-vector list protocol.
    SignalId,
    ConnectionId,
    ServiceId,
    /// A value stream: the services that are steered together.
    ProductId,
    CustomerId,
    ReporterId,
    /// A group of signals that are about the same.
    ThemeId,
    /// Also the number a person sees: `OpportunityId(31)` is shown as OPP-31.
    OpportunityId,
    /// One row of the outbox.
    OutboxId,
    /// One backlog item known here.
    ItemId,
    /// One comment that was written here.
    CommentId,
    /// One image attached to an opportunity.
    ImageId,
    /// One note on an opportunity or on an image.
    AnnotationId,
    ReplyId,
    /// One thing that somebody who asked was told.
    LoopReplyId,
    StatusNoteId,
    /// One item of a tracker as the backlog audit read it.
    AuditItemId,
    /// One undo step: all ops of one decision share it.
    StepId,
}

impl OpportunityId {
    /// `OPP-31`.
    pub fn label(self) -> String {
        format!("OPP-{}", self.0)
    }

    /// Reads `OPP-31`, `opp-31` or `31`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.get(..4).filter(|p| p.eq_ignore_ascii_case("opp-")).map_or(text, |_| &text[4..]);
        digits.parse().ok().map(OpportunityId)
    }
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z. Shown in the reader's zone, stored and compared in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct Time(#[ts(type = "number")] pub i64);

impl Time {
    pub const SECOND: i64 = 1_000;
    pub const MINUTE: i64 = 60 * Self::SECOND;
    pub const HOUR: i64 = 60 * Self::MINUTE;
    pub const DAY: i64 = 24 * Self::HOUR;

    /// The system's clock. Only the doors of the app call it; everything inside takes `now`.
    pub fn system_now() -> Self {
        Time(Utc::now().timestamp_millis())
    }

    /// None outside the years chrono can hold.
    pub fn utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }

    /// RFC 3339 in UTC with milliseconds dropped, e.g. `2026-11-21T08:49:00Z`.
    pub fn rfc3339(self) -> String {
        self.utc().map(|t| t.format("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
    }

    /// Reads RFC 3339 with any offset.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text.trim()).ok().map(|t| Time(t.timestamp_millis()))
    }

    #[must_use]
    pub fn plus(self, millis: i64) -> Self {
        Time(self.0.saturating_add(millis))
    }
}

impl From<DateTime<Utc>> for Time {
    fn from(at: DateTime<Utc>) -> Self {
        Time(at.timestamp_millis())
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant = $code),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The small number the store keeps.
            pub fn code(self) -> u8 {
                self as u8
            }

            pub fn from_code(code: u8) -> Option<Self> {
                Self::ALL.iter().copied().find(|w| w.code() == code)
            }

            /// The snake_case word used in JSON and the CLI.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|w| w.word().eq_ignore_ascii_case(word.trim()))
            }
        }
    };
}

words! {
    /// What a signal is.
    Kind {
        Incident = 0 "incident",
        Alert = 1 "alert",
        Error = 2 "error",
        Change = 3 "change",
        Deployment = 4 "deployment",
        Ticket = 5 "ticket",
        Feedback = 6 "feedback",
    }
}

words! {
    /// How bad the source says it is. A source that says nothing leaves it out.
    Severity {
        Critical = 0 "critical",
        High = 1 "high",
        Medium = 2 "medium",
        Low = 3 "low",
    }
}

words! {
    /// Where the record stands in its source. Resolved (service restored) is not closed (paperwork done).
    Status {
        Open = 0 "open",
        Resolved = 1 "resolved",
        Closed = 2 "closed",
    }
}

words! {
    /// What people here decided about a signal.
    TriageState {
        Inbox = 0 "inbox",
        Accepted = 1 "accepted",
        Merged = 2 "merged",
        Declined = 3 "declined",
        Snoozed = 4 "snoozed",
    }
}

words! {
    /// Why a signal was declined.
    DeclineReason {
        NotOurProduct = 0 "not_our_product",
        AlreadyFixed = 1 "already_fixed",
        TooRare = 2 "too_rare",
        NotReal = 3 "not_real",
        Other = 4 "other",
    }
}

words! {
    /// An opportunity's way from capture to proof.
    Stage {
        Captured = 0 "captured",
        Assessing = 1 "assessing",
        Ready = 2 "ready",
        Exported = 3 "exported",
        InProgress = 4 "in_progress",
        Delivered = 5 "delivered",
        Verified = 6 "verified",
        Rejected = 7 "rejected",
    }
}

words! {
    /// What a risk is about: whether people want it, can use it, whether we can build it, may and can afford it, and
    /// can run it.
    RiskKind {
        Value = 0 "value",
        Usability = 1 "usability",
        Feasibility = 2 "feasibility",
        Viability = 3 "viability",
        Operational = 4 "operational",
    }
}

words! {
    /// A tracker's status, reduced to what every tracker has.
    StatusCategory {
        ToDo = 0 "to_do",
        InProgress = 1 "in_progress",
        Done = 2 "done",
        Dropped = 3 "dropped",
    }
}

words! {
    /// What a rule looks at to tell the service of a record.
    RuleField {
        /// The tool's own name of a service.
        Service = 0 "service",
        Project = 1 "project",
        Component = 2 "component",
        Label = 3 "label",
        /// Every record of a connection that nothing else gives a service.
        Anything = 4 "anything",
    }
}

words! {
    /// By what a customer is recognised.
    Sign {
        /// Its name, without upper case, punctuation and legal form.
        Organisation = 0 "organisation",
        /// Of an e-mail address.
        Domain = 1 "domain",
        /// A tool's own id of the organisation.
        Number = 2 "number",
    }
}

/// A person who told us. Names and addresses stay on the laptop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    pub name: String,
    pub email: Option<String>,
}

/// Who is affected. Revenue is a year's, in whole units of the workspace currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Customer {
    pub name: String,
    pub domain: Option<String>,
    #[ts(type = "number | null")]
    pub revenue: Option<i64>,
    pub plan: Option<String>,
    #[ts(type = "string | null")]
    pub renews_on: Option<NaiveDate>,
    /// The tool's own id of the organisation, where it gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub number: Option<String>,
}

/// One normalised record as a connector, a file or the demo hands it over; the store turns it into a signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The source's own id, unique within its connection.
    pub external_id: String,
    pub kind: Kind,
    pub title: String,
    /// Plain text; markup was taken out by the connector.
    pub body: String,
    /// Where a person can open it. Only http and https survive.
    pub url: Option<String>,
    pub severity: Option<Severity>,
    pub status: Status,
    pub happened_at: Time,
    pub updated_at: Time,
    pub resolved_at: Option<Time>,
    /// The source's name for the service.
    pub service: Option<String>,
    pub customer: Option<Customer>,
    pub reporter: Option<Person>,
    /// Further plain facts worth keeping and showing: version, sha, environment, caused_by …
    pub facts: BTreeMap<String, String>,
    /// The source's own bytes for this record, for later re-reading.
    pub raw: String,
}

/// A record that could not become a signal, kept with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetAside {
    /// Row number in a file (the first data row is 1) or position in a page.
    pub row: u32,
    pub external_id: Option<String>,
    pub reason: String,
    pub raw: String,
}

/// How much one feature was used on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageDay {
    pub feature: String,
    pub service: Option<String>,
    pub day: NaiveDate,
    /// The plan or size of those who are counted; None: everybody.
    #[serde(default)]
    pub segment: Option<String>,
    pub users: u32,
    pub events: u32,
}

/// RICE inputs as Intercom published it: reach per period, impact 0.25–3, confidence 0–1, effort in person-months.
/// An input that nobody has set is None, which is not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct RiceInputs {
    pub reach: Option<Range>,
    pub impact: Option<Range>,
    /// None when the ranges carry the doubt already; then it counts as 1.
    pub confidence: Option<Range>,
    pub effort: Option<Range>,
}

impl RiceInputs {
    /// By the name that `scoring` gives the input; None also for names of other frameworks.
    pub fn get(&self, name: &str) -> Option<Range> {
        match name {
            "reach" => self.reach,
            "impact" => self.impact,
            "confidence" => self.confidence,
            "effort" => self.effort,
            _ => None,
        }
    }

    /// Sets the input of that name; false when RICE has none such.
    pub fn set(&mut self, name: &str, range: Option<Range>) -> bool {
        let input = match name {
            "reach" => &mut self.reach,
            "impact" => &mut self.impact,
            "confidence" => &mut self.confidence,
            "effort" => &mut self.effort,
            _ => return false,
        };
        *input = range;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opportunity_labels_read_back() {
        assert_eq!(OpportunityId::parse("OPP-31"), Some(OpportunityId(31)));
        assert_eq!(OpportunityId::parse(" opp-7 "), Some(OpportunityId(7)));
        assert_eq!(OpportunityId::parse("12"), Some(OpportunityId(12)));
        assert_eq!(OpportunityId::parse("OPP-"), None);
        assert_eq!(OpportunityId::parse("é31"), None);
    }

    #[test]
    fn every_word_and_code_reads_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(*kind));
            assert_eq!(Kind::from_word(kind.word()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).expect("serialises"), kind.word());
        }
        for stage in Stage::ALL {
            assert_eq!(serde_json::to_value(stage).expect("serialises"), stage.word());
        }
    }
}
