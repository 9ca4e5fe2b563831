//! The palette's search over everything.

use sqlx::sqlite::SqlitePool;

use super::Store;
use crate::api::types::{FoundTarget, FoundThing};
use crate::error::Result;
use crate::model::{ConnectionId, OpportunityId, SignalId, ThemeId};

const EACH: u32 = 6;

/// Opportunities and connections whose name holds `text`, and the newest signals whose title does.
pub async fn everywhere(store: &Store, text: &str) -> Result<Vec<FoundThing>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let mut found = Vec::new();
    let opportunities: Vec<(OpportunityId, String)> = sqlx::query_as(
        "SELECT id, title FROM opportunity WHERE deleted = 0 AND (title LIKE ?1 ESCAPE '\\' OR id = ?2)
         ORDER BY updated_at DESC LIMIT ?3",
    )
    .bind(&pattern)
    .bind(OpportunityId::parse(text))
    .bind(EACH)
    .fetch_all(store.reader())
    .await?;
    for (id, title) in opportunities {
        found.push(FoundThing { target: FoundTarget::Opportunity(id), title, detail: id.label() });
    }
    let themes: Vec<(ThemeId, String)> = sqlx::query_as(
        "SELECT id, CASE WHEN name = '' THEN title ELSE name END AS shown FROM theme
         WHERE root_id = id AND dismissed = 0 AND shown LIKE ?1 ESCAPE '\\' ORDER BY id LIMIT ?2",
    )
    .bind(&pattern)
    .bind(EACH)
    .fetch_all(store.reader())
    .await?;
    for (id, title) in themes {
        found.push(FoundThing { target: FoundTarget::Theme(id), title, detail: "Theme".to_owned() });
    }
    let signals: Vec<(SignalId, String, String)> = sqlx::query_as(
        "SELECT s.id, s.title, COALESCE(c.name, v.name, '') FROM signal s
         LEFT JOIN customer c ON c.id = s.customer_id LEFT JOIN service v ON v.id = s.service_id
         WHERE s.title LIKE ?1 ESCAPE '\\' OR s.external_id = ?2 ORDER BY s.id DESC LIMIT ?3",
    )
    .bind(&pattern)
    .bind(text)
    .bind(EACH)
    .fetch_all(store.reader())
    .await?;
    for (id, title, detail) in signals {
        found.push(FoundThing { target: FoundTarget::Signal(id), title, detail });
    }
    let connections: Vec<(ConnectionId, String, String)> = sqlx::query_as(
        "SELECT id, name, vendor FROM connection WHERE deleted = 0 AND name LIKE ?1 ESCAPE '\\' ORDER BY name LIMIT ?2",
    )
    .bind(&pattern)
    .bind(EACH)
    .fetch_all(store.reader())
    .await?;
    for (id, title, detail) in connections {
        found.push(FoundThing { target: FoundTarget::Connection(id), title, detail });
    }
    Ok(found)
}

/// Whether a signal, a backlog item or a connection carries exactly this address.
pub async fn knows_link(reader: &SqlitePool, url: &str) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM item WHERE url = ?1) OR EXISTS (SELECT 1 FROM signal_text WHERE url = ?1)
             OR EXISTS (SELECT 1 FROM connection WHERE deleted = 0 AND base_url = ?1)",
    )
    .bind(url)
    .fetch_one(reader)
    .await?)
}
