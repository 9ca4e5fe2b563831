//! SQL of records that tell of habits: requests nobody decided about, work that was reopened.

use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::error::Result;
use crate::model::{Kind, SignalId, Status, Time};

/// One record that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Record {
    pub id: SignalId,
    pub external_id: String,
    pub kind: u8,
    pub title: String,
    pub service: Option<String>,
    pub happened_at: Time,
    pub open: bool,
    /// A person decided something about it.
    pub decided: bool,
    /// How often it was reopened, where that is asked.
    pub times: u32,
}

/// How many there are, and the first of them.
pub struct Records {
    pub total: u32,
    pub first: Vec<Record>,
}

/// What was looked at: the records that count, and the others with the newest first.
pub struct Looked {
    pub counted: Records,
    pub others: Records,
}

/// Open tickets and feedback; those from before `before` count when nobody decided anything about them, the oldest first.
pub async fn unanswered(reader: &mut SqliteConnection, before: Time, most: u32) -> Result<Looked> {
    let open = Status::Open.code();
    let asked = Asked {
        what: format!("s.kind IN ({}, {})", Kind::Ticket.code(), Kind::Feedback.code()),
        counts: format!("(s.status = {open} AND s.happened_at < ?1 AND NOT {DECIDED})"),
        times: "0",
        order: "s.happened_at, s.id",
    };
    asked.look(reader, before, most).await
}

/// Incidents, tickets and changes since `from`; those count whose tool tells that they were reopened, the newest first.
/// None when no tool ever told.
pub async fn reopened(reader: &mut SqliteConnection, from: Time, most: u32) -> Result<Option<Looked>> {
    let told: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM signal_text WHERE facts LIKE '%\"reopened\"%')")
        .fetch_one(&mut *reader)
        .await?;
    if !told {
        return Ok(None);
    }
    let kinds = [Kind::Incident, Kind::Ticket, Kind::Change].map(|kind| kind.code().to_string());
    let asked = Asked {
        what: format!("s.kind IN ({}) AND s.happened_at >= ?1", kinds.join(", ")),
        counts: format!("({TIMES} > 0)"),
        times: TIMES,
        order: NEWEST,
    };
    Ok(Some(asked.look(reader, from, most).await?))
}

const READ: &str = "FROM signal s LEFT JOIN service v ON v.id = s.service_id LEFT JOIN triage t ON t.signal_id = s.id
     LEFT JOIN signal_text x ON x.signal_id = s.id";
const DECIDED: &str = "(COALESCE(t.state, 0) <> 0 OR EXISTS (SELECT 1 FROM evidence e WHERE e.signal_id = s.id))";
const TIMES: &str = "COALESCE(CAST(x.facts ->> 'reopened' AS INTEGER), 0)";
const NEWEST: &str = "s.happened_at DESC, s.id DESC";

/// Which records are looked at, and which of them count. Parts of SQL; ?1 is an instant.
struct Asked {
    what: String,
    counts: String,
    /// How often one was reopened.
    times: &'static str,
    /// Of those that count.
    order: &'static str,
}

impl Asked {
    async fn look(&self, reader: &mut SqliteConnection, at: Time, most: u32) -> Result<Looked> {
        let Asked { what, counts, times, .. } = self;
        let sums = format!("SELECT COUNT(*), COALESCE(SUM({counts}), 0) {READ} WHERE {what}");
        let (all, counted): (u32, u32) = sqlx::query_as(AssertSqlSafe(sums)).bind(at).fetch_one(&mut *reader).await?;
        let open = Status::Open.code();
        let list = |counts: &str, order: &str| {
            format!(
                "SELECT s.id, s.external_id, s.kind, s.title, v.name AS service, s.happened_at, s.status = {open} AS open,
                   {DECIDED} AS decided, {times} AS times {READ} WHERE {what} AND {counts} ORDER BY {order} LIMIT ?2"
            )
        };
        let (these, those) = (list(counts, self.order), list(&format!("NOT {counts}"), NEWEST));
        let first = sqlx::query_as(AssertSqlSafe(these)).bind(at).bind(most).fetch_all(&mut *reader).await?;
        let counted = Records { total: counted, first };
        let first = sqlx::query_as(AssertSqlSafe(those)).bind(at).bind(most).fetch_all(reader).await?;
        Ok(Looked { others: Records { total: all - counted.total, first }, counted })
    }
}
