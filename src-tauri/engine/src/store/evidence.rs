//! SQL of evidence: which signals are linked to which opportunity.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::Write;
use crate::error::{Problem, Result};
use crate::model::{CustomerId, Kind, OpportunityId, ReporterId, ServiceId, Severity, SignalId, Status, Time};
use crate::score::Piece;

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
    pub severity: Option<Severity>,
    pub status: Status,
    pub resolved_at: Option<Time>,
    pub service: Option<ServiceId>,
    /// The connection's name.
    pub source: String,
    /// When the customer's contract ends or renews.
    pub renews_on: Option<NaiveDate>,
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

/// What counting needs of the signals that speak for them, of all opportunities or only of some, newest signal first.
pub(super) async fn pieces(
    read: &mut SqliteConnection,
    only: Option<&[OpportunityId]>,
) -> Result<HashMap<OpportunityId, Vec<Piece>>> {
    let some = if only.is_some() { "AND e.opportunity_id IN (SELECT value FROM json_each(?))" } else { "" };
    let all = sqlx::query_as(AssertSqlSafe(format!(
        "{BEHIND} SELECT e.opportunity_id, s.kind, s.happened_at, s.reporter_id, c.id AS customer_id, c.revenue,
                e.importance, e.duplicate
         FROM behind e JOIN signal s ON s.id = e.signal_id
         LEFT JOIN reporter r ON r.id = s.reporter_id
         LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, r.customer_id)
         WHERE NOT {AGAINST} {some} ORDER BY e.opportunity_id, s.happened_at DESC, s.id DESC"
    )));
    let asked = match only {
        None => all,
        Some(ids) => all.bind(serde_json::to_string(ids).map_err(|e| Problem::system(e.to_string()))?),
    };
    let rows: Vec<PieceRow> = asked.fetch_all(read).await?;
    let mut pieces: HashMap<OpportunityId, Vec<Piece>> = HashMap::new();
    for row in rows {
        pieces.entry(row.opportunity_id).or_default().push(row.piece()?);
    }
    Ok(pieces)
}

/// The evidence of one opportunity with the duplicates merged into it, newest signal first.
pub async fn links(read: &mut SqliteConnection, id: OpportunityId) -> Result<Vec<Link>> {
    let rows: Vec<LinkRow> = sqlx::query_as(AssertSqlSafe(format!(
        "{BEHIND} SELECT e.opportunity_id, s.kind, s.happened_at, s.reporter_id, c.id AS customer_id, c.revenue,
                e.importance, e.duplicate, s.id AS signal_id, s.title, r.name AS reporter, c.name AS customer,
                COALESCE(substr(t.body, 1, 400), '') AS excerpt, e.linked_at, e.linked_by, {AGAINST} AS against,
                s.severity, s.status, s.resolved_at, s.service_id, n.name AS source, c.renews_on
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

/// The signals linked to an opportunity, with their importance.
pub async fn importances(read: &mut SqliteConnection, id: OpportunityId) -> Result<HashMap<SignalId, u8>> {
    let rows: Vec<(SignalId, u8)> =
        sqlx::query_as("SELECT signal_id, importance FROM evidence WHERE opportunity_id = ?")
            .bind(id)
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
}

impl PieceRow {
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
struct LinkRow {
    #[sqlx(flatten)]
    counted: PieceRow,
    signal_id: SignalId,
    title: String,
    reporter: Option<String>,
    customer: Option<String>,
    excerpt: String,
    linked_at: Time,
    linked_by: String,
    against: bool,
    severity: Option<u8>,
    status: u8,
    resolved_at: Option<Time>,
    service_id: Option<ServiceId>,
    source: String,
    renews_on: Option<String>,
}

impl LinkRow {
    fn link(self) -> Result<Link> {
        Ok(Link {
            signal: self.signal_id,
            piece: self.counted.piece()?,
            against: self.against,
            severity: self.severity.and_then(Severity::from_code),
            status: Status::from_code(self.status).unwrap_or(Status::Open),
            resolved_at: self.resolved_at,
            service: self.service_id,
            source: self.source,
            renews_on: self.renews_on.and_then(|date| date.parse().ok()),
            title: self.title,
            reporter: self.reporter,
            customer: self.customer,
            excerpt: self.excerpt,
            linked_at: self.linked_at,
            linked_by: self.linked_by,
        })
    }
}
