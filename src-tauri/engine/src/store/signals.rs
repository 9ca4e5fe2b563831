//! SQL of signals as people read them: rows of the list, the reading pane, read and unread.

use std::collections::{BTreeMap, HashMap};

use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use super::{Store, waits};
use crate::api::types::{CustomerFacts, EvidenceLink, OpportunityRef, SignalRow, ThemeRef};
use crate::error::{Problem, Result};
use crate::model::{
    Customer, CustomerId, DeclineReason, Kind, OpportunityId, Person, ReporterId, ServiceId, Severity, SignalId, Stage,
    Status, ThemeId, Time, TriageState,
};

/// The rows of `ids` in their order; ids that no signal has are passed over. A snooze that is over at `now`
/// is shown as being in the inbox.
pub async fn rows(read: &mut SqliteConnection, ids: &[SignalId], now: Time) -> Result<Vec<SignalRow>> {
    let rows: Vec<ListRow> = sqlx::query_as(
        "SELECT s.id, s.kind, s.title, v.name AS service, c.name AS customer, c.revenue, s.severity, s.status,
           s.happened_at, n.signal_id IS NULL AS unread, COALESCE(t.state, 0) AS state, t.snoozed_until, t.reason,
           w.id AS wait_id, w.more, w.woken_by, wc.title AS awaited,
           o.id AS opportunity_id, o.title AS opportunity_title,
           h.id AS theme_id, CASE WHEN h.name = '' THEN h.title ELSE h.name END AS theme_title
         FROM json_each(?) j JOIN signal s ON s.id = j.value
         LEFT JOIN service v ON v.id = s.service_id
         LEFT JOIN customer c ON c.id = s.customer_id
         LEFT JOIN triage t ON t.signal_id = s.id
         LEFT JOIN wait w ON w.id = t.wait_id
         LEFT JOIN signal wc ON wc.id = w.change_id
         LEFT JOIN seen n ON n.signal_id = s.id
         LEFT JOIN placement p ON p.signal_id = s.id
         LEFT JOIN theme_choice x ON x.signal_id = s.id
         LEFT JOIN theme m ON m.id = CASE WHEN x.signal_id IS NULL THEN p.theme_id ELSE x.theme_id END
         LEFT JOIN theme h ON h.id = m.root_id
         LEFT JOIN opportunity o ON o.id = (
           SELECT e.opportunity_id FROM evidence e JOIN opportunity p ON p.id = e.opportunity_id AND p.deleted = 0
           WHERE e.signal_id = s.id ORDER BY e.linked_at, e.opportunity_id LIMIT 1)
         ORDER BY j.key",
    )
    .bind(json(ids)?)
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().map(|row| row.view(now)).collect())
}

/// What the reading pane needs beside the row.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Its name in the journal: `<connection uid>/<external id>`.
    pub key: String,
    pub external_id: String,
    pub url: Option<String>,
    pub body: String,
    pub connection: String,
    pub vendor: String,
    pub updated_at: Time,
    pub resolved_at: Option<Time>,
    pub service_id: Option<ServiceId>,
    pub reporter_id: Option<ReporterId>,
    pub reporter: Option<Person>,
    /// The count of signals is left at 0: the columns know it.
    pub customer: Option<CustomerFacts>,
    pub facts: BTreeMap<String, String>,
    pub merged_into: Option<SignalId>,
    /// What the reporter should be told of a decline.
    pub reply: Option<String>,
}

/// None when there is no such signal.
pub async fn detail(read: &mut SqliteConnection, id: SignalId) -> Result<Option<Detail>> {
    let row: Option<DetailRow> = sqlx::query_as(
        "SELECT s.external_id, t.url, COALESCE(t.body, '') AS body, COALESCE(t.facts, '{}') AS facts, k.uid,
           k.name AS connection, k.vendor, s.updated_at, s.resolved_at, s.service_id, s.reporter_id,
           r.name AS reporter, r.email, c.id AS customer_id, c.name AS customer, c.domain, c.revenue, c.plan,
           c.renews_on, d.merged_into, d.reply
         FROM signal s JOIN connection k ON k.id = s.connection_id
         LEFT JOIN signal_text t ON t.signal_id = s.id
         LEFT JOIN reporter r ON r.id = s.reporter_id
         LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, r.customer_id)
         LEFT JOIN triage d ON d.signal_id = s.id
         WHERE s.id = ?",
    )
    .bind(id)
    .fetch_optional(read)
    .await?;
    Ok(row.map(DetailRow::detail))
}

/// The opportunities a signal is evidence for, the one linked first, first.
pub async fn evidence_for(read: &mut SqliteConnection, id: SignalId) -> Result<Vec<EvidenceLink>> {
    let rows: Vec<(OpportunityId, String, u8)> = sqlx::query_as(
        "SELECT o.id, o.title, e.importance FROM evidence e JOIN opportunity o ON o.id = e.opportunity_id
         WHERE e.signal_id = ? AND o.deleted = 0 ORDER BY e.linked_at, o.id",
    )
    .bind(id)
    .fetch_all(read)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, title, importance)| EvidenceLink {
            opportunity: OpportunityRef { id, label: id.label(), title },
            importance,
        })
        .collect())
}

/// Title and the first `characters` of the body, by id.
pub async fn texts(
    read: &mut SqliteConnection,
    ids: &[u32],
    characters: u32,
) -> Result<HashMap<u32, (String, String)>> {
    let rows: Vec<(u32, String, String)> = sqlx::query_as(
        "SELECT s.id, s.title, COALESCE(substr(t.body, 1, ?), '') FROM json_each(?) j
         JOIN signal s ON s.id = j.value LEFT JOIN signal_text t ON t.signal_id = s.id",
    )
    .bind(characters)
    .bind(json(ids)?)
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().map(|(id, title, body)| (id, (title, body))).collect())
}

/// One linked signal of an opportunity that is still being worked on.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OpenEvidence {
    pub opportunity: OpportunityId,
    pub opportunity_title: String,
    /// The service the opportunity names, "" when it names none.
    pub opportunity_service: String,
    pub service: Option<String>,
    pub title: String,
    /// The beginning of the body.
    pub body: String,
}

/// The evidence of all opportunities from captured to in progress, by opportunity; of each at most `limit`
/// links, the newest.
pub async fn open_evidence(read: &mut SqliteConnection, characters: u32, limit: u32) -> Result<Vec<OpenEvidence>> {
    Ok(sqlx::query_as(
        "SELECT o.id AS opportunity, o.title AS opportunity_title, o.service AS opportunity_service,
           v.name AS service, s.title, COALESCE(substr(t.body, 1, ?1), '') AS body
         FROM (SELECT e.opportunity_id, e.signal_id, row_number() OVER (
                 PARTITION BY e.opportunity_id ORDER BY e.linked_at DESC, e.signal_id DESC) AS place
               FROM evidence e JOIN opportunity p ON p.id = e.opportunity_id
               WHERE p.deleted = 0 AND p.stage BETWEEN ?2 AND ?3) e
         JOIN opportunity o ON o.id = e.opportunity_id JOIN signal s ON s.id = e.signal_id
         LEFT JOIN signal_text t ON t.signal_id = s.id LEFT JOIN service v ON v.id = s.service_id
         WHERE e.place <= ?4 ORDER BY o.id, s.id",
    )
    .bind(characters)
    .bind(Stage::Captured.code())
    .bind(Stage::InProgress.code())
    .bind(limit)
    .fetch_all(read)
    .await?)
}

/// Whether an opportunity has evidence from this customer, and from this reporter.
pub async fn reported_by(
    read: &mut SqliteConnection,
    opportunity: OpportunityId,
    customer: Option<CustomerId>,
    reporter: Option<ReporterId>,
) -> Result<(bool, bool)> {
    Ok(sqlx::query_as(
        "SELECT COALESCE(MAX(COALESCE(s.customer_id, r.customer_id) = ?2), 0), COALESCE(MAX(s.reporter_id = ?3), 0)
         FROM evidence e JOIN signal s ON s.id = e.signal_id LEFT JOIN reporter r ON r.id = s.reporter_id
         WHERE e.opportunity_id = ?1",
    )
    .bind(opportunity)
    .bind(customer)
    .bind(reporter)
    .fetch_one(read)
    .await?)
}

/// Names of services, customers and connections by id, for the filters.
pub async fn names(reader: &SqlitePool, of: Named, ids: &[u32]) -> Result<HashMap<u32, String>> {
    let sql = match of {
        Named::Service => "SELECT id, name FROM service WHERE id IN (SELECT value FROM json_each(?))",
        Named::Product => "SELECT id, name FROM product WHERE id IN (SELECT value FROM json_each(?))",
        Named::Customer => "SELECT id, name FROM customer WHERE id IN (SELECT value FROM json_each(?))",
        Named::Connection => "SELECT id, name FROM connection WHERE id IN (SELECT value FROM json_each(?))",
        Named::Theme => {
            "SELECT id, CASE WHEN name = '' THEN title ELSE name END FROM theme
             WHERE id IN (SELECT value FROM json_each(?))"
        }
    };
    let rows: Vec<(u32, String)> = sqlx::query_as(sql).bind(json(ids)?).fetch_all(reader).await?;
    Ok(rows.into_iter().collect())
}

/// Things that have a name and are filtered on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Service,
    Product,
    Customer,
    Connection,
    Theme,
}

/// Notes signals as read or unread on this laptop. Gives how many changed.
pub async fn mark_seen(store: &Store, ids: &[SignalId], seen: bool) -> Result<u32> {
    let sql = if seen {
        "INSERT INTO seen (signal_id) SELECT s.id FROM json_each(?) j JOIN signal s ON s.id = j.value
         WHERE true ON CONFLICT DO NOTHING RETURNING signal_id"
    } else {
        "DELETE FROM seen WHERE signal_id IN (SELECT value FROM json_each(?)) RETURNING signal_id"
    };
    let mut write = store.write().await?;
    let changed: Vec<SignalId> = sqlx::query_scalar(sql).bind(json(ids)?).fetch_all(&mut *write).await?;
    if changed.is_empty() {
        return Ok(0);
    }
    for id in &changed {
        write.touch(*id);
    }
    write.commit().await?;
    Ok(u32::try_from(changed.len()).unwrap_or(u32::MAX))
}

fn json<T: serde::Serialize>(ids: &[T]) -> Result<String> {
    serde_json::to_string(ids).map_err(|e| Problem::system(e.to_string()))
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: SignalId,
    kind: u8,
    title: String,
    service: Option<String>,
    customer: Option<String>,
    revenue: Option<i64>,
    severity: Option<u8>,
    status: u8,
    happened_at: Time,
    unread: bool,
    state: u8,
    snoozed_until: Option<Time>,
    reason: Option<u8>,
    wait_id: Option<i64>,
    more: Option<u32>,
    woken_by: Option<String>,
    awaited: Option<String>,
    opportunity_id: Option<OpportunityId>,
    opportunity_title: Option<String>,
    theme_id: Option<ThemeId>,
    theme_title: Option<String>,
}

impl ListRow {
    fn view(self, now: Time) -> SignalRow {
        let stored = TriageState::from_code(self.state).unwrap_or(TriageState::Inbox);
        let over = stored == TriageState::Snoozed && self.snoozed_until.is_none_or(|until| until <= now);
        let state = if over { TriageState::Inbox } else { stored };
        SignalRow {
            id: self.id,
            kind: Kind::from_code(self.kind).unwrap_or(Kind::Ticket),
            title: self.title,
            service: self.service,
            customer: self.customer,
            revenue: self.revenue,
            severity: self.severity.and_then(Severity::from_code),
            status: Status::from_code(self.status).unwrap_or(Status::Open),
            happened_at: self.happened_at,
            unread: self.unread,
            state,
            snoozed_until: self.snoozed_until.filter(|_| state == TriageState::Snoozed && self.wait_id.is_none()),
            waits_for: waits::in_words(self.more, self.awaited.as_deref()).filter(|_| state == TriageState::Snoozed),
            back: over.then(|| self.woken_by.unwrap_or_else(|| "The date you set has come".to_owned())),
            decline_reason: self.reason.and_then(DeclineReason::from_code).filter(|_| state == TriageState::Declined),
            opportunity: self.opportunity_id.zip(self.opportunity_title).map(|(id, title)| OpportunityRef {
                id,
                label: id.label(),
                title,
            }),
            theme: self.theme_id.zip(self.theme_title).map(|(id, title)| ThemeRef { id, title }),
        }
    }
}

#[derive(sqlx::FromRow)]
struct DetailRow {
    external_id: String,
    url: Option<String>,
    body: String,
    facts: String,
    uid: String,
    connection: String,
    vendor: String,
    updated_at: Time,
    resolved_at: Option<Time>,
    service_id: Option<ServiceId>,
    reporter_id: Option<ReporterId>,
    reporter: Option<String>,
    email: Option<String>,
    customer_id: Option<CustomerId>,
    customer: Option<String>,
    domain: Option<String>,
    revenue: Option<i64>,
    plan: Option<String>,
    renews_on: Option<String>,
    merged_into: Option<SignalId>,
    reply: Option<String>,
}

impl DetailRow {
    fn detail(self) -> Detail {
        let (domain, revenue, plan) = (self.domain, self.revenue, self.plan);
        let renews_on = self.renews_on.and_then(|day| day.parse().ok());
        Detail {
            key: format!("{}/{}", self.uid, self.external_id),
            external_id: self.external_id,
            url: self.url,
            body: self.body,
            connection: self.connection,
            vendor: self.vendor,
            updated_at: self.updated_at,
            resolved_at: self.resolved_at,
            service_id: self.service_id,
            reporter_id: self.reporter_id,
            reporter: self.reporter.map(|name| Person { name, email: self.email }),
            customer: self.customer_id.zip(self.customer).map(|(id, name)| CustomerFacts {
                id,
                customer: Customer { name, domain, revenue, plan, renews_on, number: None },
                signals_30_days: 0,
            }),
            facts: serde_json::from_str(&self.facts).unwrap_or_default(),
            merged_into: self.merged_into,
            reply: self.reply,
        }
    }
}
