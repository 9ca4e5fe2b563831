//! Incidents, changes and deployments as the rules read them.

/// Milliseconds since 1970 in UTC.
pub type Millis = i64;

pub const MINUTE: Millis = 60_000;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;

/// No service: the number of records that no rule gives one.
pub const NO_SERVICE: u32 = 0;

#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// The caller's number of the record.
    pub id: u32,
    pub service: u32,
    /// The connection it came from.
    pub source: u32,
    /// The source's own id.
    pub label: String,
    /// 0 critical, 1 high, 2 medium, 3 low. None: the source says nothing.
    pub class: Option<u8>,
    pub began: Millis,
    pub end: End,
    /// How long it was on hold, where the source says so.
    pub held: Option<Millis>,
    /// Names of changes or deployments that its record calls the cause: ids, shas, addresses.
    pub caused_by: Vec<String>,
    /// Names of changes that put it right.
    pub fixed_by: Vec<String>,
    /// Versions in which it occurs.
    pub versions: Vec<String>,
}

/// How an incident ended. Resolved (the service was back) is not closed (the paperwork was done).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Open,
    Resolved(Millis),
    /// Closed without being resolved.
    GivenUp,
}

impl Incident {
    pub fn resolved(&self) -> Option<Millis> {
        match self.end {
            End::Resolved(at) => Some(at.max(self.began)),
            End::Open | End::GivenUp => None,
        }
    }

    pub fn is_open(&self) -> bool {
        self.end == End::Open
    }
}

/// A deployment, or a change as a tool records it: a merged pull request, a change request.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The caller's number of the record.
    pub id: u32,
    pub sort: Sort,
    pub service: u32,
    /// The connection it came from.
    pub source: u32,
    /// The source's own id.
    pub label: String,
    pub title: String,
    pub url: Option<String>,
    pub sha: Option<String>,
    pub version: Option<String>,
    pub began: Millis,
    /// When it was done; None while it runs or waits.
    pub ended: Option<Millis>,
    pub target: Target,
    pub outcome: Outcome,
    pub kind: Option<ChangeKind>,
    /// Its first commit.
    pub committed: Option<Millis>,
    /// When it was proposed, which is later than the first commit.
    pub opened: Option<Millis>,
    /// Several commits were made one, so that the first one's time is lost.
    pub squashed: bool,
    /// Names of the changes it carries.
    pub carries: Vec<String>,
    /// Names of the deployments that carry it.
    pub carried_by: Vec<String>,
    /// Names of incidents that it repairs.
    pub repairs: Vec<String>,
    /// Names of incidents that it caused.
    pub causes: Vec<String>,
    /// It takes an earlier change back.
    pub reverts: Option<Reverts>,
    /// It wasn't planned but puts something right, by its own words or fields.
    pub unplanned: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Deployment,
    Change,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Production,
    /// A stage for tests; nothing that happens there reaches people.
    Elsewhere,
    /// The source doesn't say; it counts as production.
    Unsaid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It went through.
    Through,
    Failed,
    Running,
    /// It hasn't begun.
    Planned,
    /// It never took place.
    CalledOff,
}

/// The types of changes that ITIL knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    Standard,
    Normal,
    Emergency,
}

/// Which change is taken back, by what is said of it. All None: it isn't said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reverts {
    pub sha: Option<String>,
    /// The source's own id.
    pub label: Option<String>,
    pub title: Option<String>,
}

impl Change {
    /// When it was live: the end, else, while it runs, the beginning.
    pub fn live(&self) -> Millis {
        self.ended.map_or(self.began, |ended| ended.max(self.began))
    }
}
