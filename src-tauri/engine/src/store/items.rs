//! SQL of backlog items, as they were last read from their trackers.

use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::opportunities::ids;
use crate::error::{Problem, Result};
use crate::model::{ConnectionId, ItemId, OpportunityId, StatusCategory, Time};

/// One linked item with the names of its connection and its opportunity.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: ItemId,
    pub opportunity: OpportunityId,
    pub opportunity_title: String,
    pub connection: String,
    pub vendor: String,
    pub label: String,
    pub title: String,
    pub url: String,
    pub status: String,
    pub category: StatusCategory,
    pub read_at: Time,
    pub opportunity_changed_at: Time,
    /// When it was last written from here; None when it was only linked.
    pub sent_at: Option<Time>,
}

/// All linked items, the one changed last first; of all opportunities, or only of some.
pub async fn linked(read: &mut SqliteConnection, only: Option<&[OpportunityId]>) -> Result<Vec<Item>> {
    let chosen = if only.is_some() { "AND i.opportunity_id IN (SELECT value FROM json_each(?))" } else { "" };
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT i.id, i.opportunity_id, o.title AS opportunity_title, c.name AS connection, c.vendor, i.label, i.title,
                i.url, i.status, i.category, i.read_at, o.updated_at AS opportunity_changed_at,
                (SELECT MAX(x.changed_at) FROM outbox x WHERE x.item_id = i.id AND x.state = 'sent') AS sent_at
         FROM item i JOIN opportunity o ON o.id = i.opportunity_id JOIN connection c ON c.id = i.connection_id
         WHERE i.linked = 1 {chosen}
         ORDER BY i.updated_at DESC, i.id DESC",
    )))
    .bind(ids(only)?)
    .fetch_all(read)
    .await?;
    rows.into_iter().map(Row::item).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ItemId,
    opportunity_id: OpportunityId,
    opportunity_title: String,
    connection: String,
    vendor: String,
    label: String,
    title: String,
    url: String,
    status: String,
    category: u8,
    read_at: Time,
    opportunity_changed_at: Time,
    sent_at: Option<Time>,
}

impl Row {
    fn item(self) -> Result<Item> {
        let category = StatusCategory::from_code(self.category)
            .ok_or_else(|| Problem::system(format!("The status of {} can't be read.", self.label)))?;
        Ok(Item {
            id: self.id,
            opportunity: self.opportunity_id,
            opportunity_title: self.opportunity_title,
            connection: self.connection,
            vendor: self.vendor,
            label: self.label,
            title: self.title,
            url: self.url,
            status: self.status,
            category,
            read_at: self.read_at,
            opportunity_changed_at: self.opportunity_changed_at,
            sent_at: self.sent_at,
        })
    }
}

/// A linked item as its tracker has to be asked for it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Known {
    pub id: ItemId,
    pub opportunity: OpportunityId,
    pub connection: ConnectionId,
    pub vendor: String,
    pub external_id: String,
    pub label: String,
    pub status: String,
    pub category: u8,
    /// Its name in the journal.
    pub key: String,
}

/// All linked items.
pub async fn known(reader: &SqlitePool) -> Result<Vec<Known>> {
    Ok(sqlx::query_as(
        "SELECT i.id, i.opportunity_id AS opportunity, i.connection_id AS connection, c.vendor,
                i.external_id, i.label, i.status, i.category,
                o.uid || ' ' || c.uid || ' ' || i.external_id AS key
         FROM item i JOIN opportunity o ON o.id = i.opportunity_id JOIN connection c ON c.id = i.connection_id
         WHERE i.linked = 1 ORDER BY i.id",
    )
    .fetch_all(reader)
    .await?)
}
