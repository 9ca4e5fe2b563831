//! SQL of evidence: which signals are linked to which opportunity.

use std::collections::{HashMap, HashSet};

use rusqlite::params_from_iter;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::Write;
use super::bulk::on_connection;
use super::opportunities::ids;
use crate::error::{Problem, Result};
use crate::model::{CustomerId, Kind, OpportunityId, ReporterId, ServiceId, Severity, SignalId, Status, Time};
use crate::score::Piece;
use crate::score::panel::Told;

/// One linked signal, or a duplicate of one, with all that is shown of the link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub signal: SignalId,
    pub title: String,
    pub reporter: Option<String>,
    pub customer: Option<String>,
    pub piece: Piece,
    /// The beginning of the body, at most 400 characters.
    pub excerpt: String,
    pub linked_at: Time,
    pub linked_by: String,
    /// A person said that it speaks against the opportunity.
    pub against: bool,
    /// Without its target.
    pub told: Told,
}

/// The linked signals of one opportunity, as counting needs them.
#[derive(Debug, Default)]
pub(super) struct Sides {
    pub pieces: Vec<Piece>,
    pub against: Vec<Piece>,
}

/// What measuring needs of a linked signal, or of a duplicate of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurable {
    pub signal: SignalId,
    pub piece: Piece,
    pub against: bool,
    /// Without its target.
    pub told: Told,
}

/// Linked signals and, as duplicates, the signals merged into them that aren't linked themselves.
pub(super) const BEHIND: &str = "WITH behind AS (
    SELECT opportunity_id, signal_id, importance, linked_at, linked_by, 0 AS duplicate, signal_id AS linked
    FROM evidence
    UNION ALL
    SELECT e.opportunity_id, t.signal_id, e.importance, e.linked_at, e.linked_by, 1, e.signal_id
    FROM evidence e JOIN triage t ON t.merged_into = e.signal_id
    WHERE NOT EXISTS (
      SELECT 1 FROM evidence own WHERE own.opportunity_id = e.opportunity_id AND own.signal_id = t.signal_id))";

/// Whether the linked signal, and with it what is merged into it, speaks against the opportunity.
pub(super) const AGAINST: &str = "EXISTS (
      SELECT 1 FROM evidence_against a WHERE a.opportunity_id = e.opportunity_id AND a.signal_id = e.linked)";

/// What a [`PieceRow`] is read from.
const COUNTED: &str = "e.opportunity_id, s.kind, s.happened_at, s.reporter_id, c.id AS customer_id, c.revenue,
    e.importance, e.duplicate";

/// And what a [`ToldRow`] is.
pub(super) const TOLD: &str =
    "s.id AS signal_id, s.severity, s.status, s.resolved_at, s.service_id, n.name AS source, c.renews_on";

/// What counting needs of the linked signals of all opportunities or only of some, newest signal first.
pub(super) async fn pieces(
    read: &mut SqliteConnection,
    only: Option<&[OpportunityId]>,
) -> Result<HashMap<OpportunityId, Sides>> {
    let some = chosen(only);
    let sql = format!(
        "{BEHIND} SELECT {COUNTED}, {AGAINST} AS against
         FROM behind e JOIN signal s ON s.id = e.signal_id
         LEFT JOIN reporter r ON r.id = s.reporter_id
         LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, r.customer_id)
         {some} ORDER BY e.opportunity_id, s.happened_at DESC, s.id DESC"
    );
    let asked = ids(only)?;
    // There may be a million of them, and a commit waits for a few hundred.
    let rows: Vec<PieceRow> = on_connection(read, |raw| {
        let mut statement = raw.prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(asked), PieceRow::from_raw)?;
        rows.collect()
    })
    .await?;
    let mut behind: HashMap<OpportunityId, Sides> = HashMap::new();
    for row in rows {
        let sides = behind.entry(row.opportunity_id).or_default();
        let side = if row.against { &mut sides.against } else { &mut sides.pieces };
        side.push(row.piece()?);
    }
    Ok(behind)
}

/// What measuring needs of the evidence of all opportunities or only of some, newest signal first.
pub async fn measurable(
    read: &mut SqliteConnection,
    only: Option<&[OpportunityId]>,
) -> Result<HashMap<OpportunityId, Vec<Measurable>>> {
    let some = chosen(only);
    let rows: Vec<ToldRow> = sqlx::query_as(AssertSqlSafe(format!(
        "{BEHIND} SELECT {COUNTED}, {AGAINST} AS against, {TOLD}
         FROM behind e JOIN signal s ON s.id = e.signal_id JOIN connection n ON n.id = s.connection_id
         LEFT JOIN reporter r ON r.id = s.reporter_id
         LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, r.customer_id)
         {some} ORDER BY e.opportunity_id, s.happened_at DESC, s.id DESC"
    )))
    .bind(ids(only)?)
    .fetch_all(read)
    .await?;
    let mut all: HashMap<OpportunityId, Vec<Measurable>> = HashMap::new();
    for row in rows {
        all.entry(row.counted.opportunity_id).or_default().push(row.measurable()?);
    }
    Ok(all)
}

/// The evidence of one opportunity with the duplicates merged into it, newest signal first.
pub async fn links(read: &mut SqliteConnection, id: OpportunityId) -> Result<Vec<Link>> {
    let rows: Vec<LinkRow> = sqlx::query_as(AssertSqlSafe(format!(
        "{BEHIND} SELECT {COUNTED}, {AGAINST} AS against, {TOLD}, s.title, r.name AS reporter, c.name AS customer,
                COALESCE(substr(t.body, 1, 400), '') AS excerpt, e.linked_at, e.linked_by
         FROM behind e JOIN signal s ON s.id = e.signal_id JOIN connection n ON n.id = s.connection_id
         LEFT JOIN signal_text t ON t.signal_id = s.id
         LEFT JOIN reporter r ON r.id = s.reporter_id
         LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, r.customer_id)
         WHERE e.opportunity_id = ?
         ORDER BY s.happened_at DESC, s.id DESC"
    )))
    .bind(id)
    .fetch_all(read)
    .await?;
    rows.into_iter().map(LinkRow::link).collect()
}

/// The services that the linked signals, and what is merged into them, are about.
pub async fn services(read: &mut SqliteConnection, id: OpportunityId) -> Result<Vec<ServiceId>> {
    Ok(sqlx::query_scalar(AssertSqlSafe(format!(
        "{BEHIND} SELECT DISTINCT s.service_id FROM behind e JOIN signal s ON s.id = e.signal_id
         WHERE e.opportunity_id = ? AND s.service_id IS NOT NULL"
    )))
    .bind(id)
    .fetch_all(read)
    .await?)
}

/// Marks a link as speaking against the opportunity, or no longer.
pub(super) async fn turn(
    write: &mut Write<'_>,
    opportunity: OpportunityId,
    signal: SignalId,
    against: bool,
) -> Result<()> {
    let sql = if against {
        "INSERT INTO evidence_against VALUES (?1, ?2) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM evidence_against WHERE opportunity_id = ?1 AND signal_id = ?2"
    };
    sqlx::query(sql).bind(opportunity).bind(signal).execute(&mut **write).await?;
    Ok(())
}

/// The signals that speak against an opportunity, whether they are linked now or were.
pub async fn against(read: &mut SqliteConnection, id: OpportunityId) -> Result<HashSet<SignalId>> {
    let rows: Vec<SignalId> = sqlx::query_scalar("SELECT signal_id FROM evidence_against WHERE opportunity_id = ?")
        .bind(id)
        .fetch_all(read)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The signals linked to an opportunity, all or those of `among`, with their importance.
pub async fn importances(
    read: &mut SqliteConnection,
    id: OpportunityId,
    among: Option<&[SignalId]>,
) -> Result<HashMap<SignalId, u8>> {
    let among = among.map(serde_json::to_string).transpose().map_err(|e| Problem::system(e.to_string()))?;
    let rows: Vec<(SignalId, u8)> = sqlx::query_as(
        "SELECT signal_id, importance FROM evidence
         WHERE opportunity_id = ?1 AND (?2 IS NULL OR signal_id IN (SELECT value FROM json_each(?2)))",
    )
    .bind(id)
    .bind(among)
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Titles of signals by their key in the journal, `<connection uid>/<external id>`.
pub async fn titles(reader: &SqlitePool, keys: &[&str]) -> Result<HashMap<String, String>> {
    let list = serde_json::to_string(keys).map_err(|e| Problem::system(e.to_string()))?;
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT j.value, s.title FROM json_each(?) j
         JOIN connection c ON c.uid = substr(j.value, 1, instr(j.value, '/') - 1)
         JOIN signal s ON s.connection_id = c.id AND s.external_id = substr(j.value, instr(j.value, '/') + 1)",
    )
    .bind(list)
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().collect())
}

/// What asks for only some, whose numbers are bound to it.
fn chosen(only: Option<&[OpportunityId]>) -> &'static str {
    if only.is_some() { "WHERE e.opportunity_id IN (SELECT value FROM json_each(?))" } else { "" }
}

#[derive(sqlx::FromRow)]
struct PieceRow {
    opportunity_id: OpportunityId,
    kind: u8,
    happened_at: Time,
    reporter_id: Option<ReporterId>,
    customer_id: Option<CustomerId>,
    revenue: Option<i64>,
    importance: u8,
    duplicate: bool,
    against: bool,
}

impl PieceRow {
    /// Of the columns of [`COUNTED`], and whether it speaks against.
    fn from_raw(row: &rusqlite::Row) -> rusqlite::Result<Self> {
        Ok(PieceRow {
            opportunity_id: OpportunityId(row.get(0)?),
            kind: row.get(1)?,
            happened_at: Time(row.get(2)?),
            reporter_id: row.get::<_, Option<u32>>(3)?.map(ReporterId),
            customer_id: row.get::<_, Option<u32>>(4)?.map(CustomerId),
            revenue: row.get(5)?,
            importance: row.get(6)?,
            duplicate: row.get(7)?,
            against: row.get(8)?,
        })
    }

    fn piece(&self) -> Result<Piece> {
        let kind = Kind::from_code(self.kind)
            .ok_or_else(|| Problem::system("A linked signal is of a kind that this version doesn't know."))?;
        Ok(Piece {
            kind,
            happened_at: self.happened_at,
            reporter: self.reporter_id,
            customer: self.customer_id,
            revenue: self.revenue,
            importance: self.importance,
            duplicate: self.duplicate,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct ToldRow {
    #[sqlx(flatten)]
    counted: PieceRow,
    signal_id: SignalId,
    severity: Option<u8>,
    status: u8,
    resolved_at: Option<Time>,
    service_id: Option<ServiceId>,
    source: String,
    renews_on: Option<String>,
}

impl ToldRow {
    pub(super) fn measurable(self) -> Result<Measurable> {
        Ok(Measurable {
            signal: self.signal_id,
            piece: self.counted.piece()?,
            against: self.counted.against,
            told: Told {
                severity: self.severity.and_then(Severity::from_code),
                status: Some(Status::from_code(self.status).unwrap_or(Status::Open)),
                resolved_at: self.resolved_at,
                service: self.service_id,
                source: self.source,
                renews_on: self.renews_on.and_then(|date| date.parse().ok()),
                restoring: None,
            },
        })
    }
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    #[sqlx(flatten)]
    told: ToldRow,
    title: String,
    reporter: Option<String>,
    customer: Option<String>,
    excerpt: String,
    linked_at: Time,
    linked_by: String,
}

impl LinkRow {
    fn link(self) -> Result<Link> {
        let Measurable { signal, piece, against, told } = self.told.measurable()?;
        Ok(Link {
            signal,
            piece,
            against,
            told,
            title: self.title,
            reporter: self.reporter,
            customer: self.customer,
            excerpt: self.excerpt,
            linked_at: self.linked_at,
            linked_by: self.linked_by,
        })
    }
}
