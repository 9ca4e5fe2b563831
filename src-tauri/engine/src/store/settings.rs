//! Settings the CLI needs too.

use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use crate::api::types::{ProxySettings, Settings};
use crate::error::Result;

/// Who decides while nobody has said a name.
pub const NOBODY_YET: &str = "You";

/// What is stored, with defaults for what isn't.
pub async fn read(reader: &SqlitePool) -> Result<Settings> {
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT key, value FROM setting").fetch_all(reader).await?;
    let find = |key: &str, otherwise: &str| {
        rows.iter().find(|(k, _)| k == key).map_or_else(|| otherwise.to_owned(), |(_, value)| value.clone())
    };
    Ok(Settings {
        workspace_name: find("workspace_name", "My workspace"),
        actor: find("actor", NOBODY_YET),
        currency: find("currency", "EUR"),
        reach_unit: find("reach_unit", "customers a quarter"),
    })
}

/// The settings as key and value, in the store's names.
pub fn pairs(settings: &Settings) -> [(&'static str, &str); 4] {
    [
        ("workspace_name", &settings.workspace_name),
        ("actor", &settings.actor),
        ("currency", &settings.currency),
        ("reach_unit", &settings.reach_unit),
    ]
}

/// The key of the proxy's settings, a JSON object.
pub const PROXY: &str = "proxy";

/// Begins the key of an authority's certificate, before its fingerprint.
const AUTHORITY: &str = "authority ";
/// The first text after all that begin so.
const AFTER_AUTHORITIES: &str = "authority!";

/// Under which key the certificate with that fingerprint is kept, in its text form.
pub fn authority_key(fingerprint: &str) -> String {
    format!("{AUTHORITY}{fingerprint}")
}

/// The certificates of the authorities that are trusted here, and the proxy.
pub async fn network(reader: &SqlitePool) -> Result<(Vec<String>, ProxySettings)> {
    let authorities = sqlx::query_scalar("SELECT value FROM setting WHERE key >= ? AND key < ? ORDER BY key")
        .bind(AUTHORITY)
        .bind(AFTER_AUTHORITIES)
        .fetch_all(reader)
        .await?;
    let proxy: Option<String> =
        sqlx::query_scalar("SELECT value FROM setting WHERE key = ?").bind(PROXY).fetch_optional(reader).await?;
    Ok((authorities, proxy.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default()))
}

/// All whose key begins so.
pub async fn beginning_with(reader: &SqlitePool, beginning: &str) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as("SELECT key, value FROM setting WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key")
        .bind(beginning)
        .fetch_all(reader)
        .await?)
}

/// What is stored under a key.
pub async fn get(reader: &SqlitePool, key: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT value FROM setting WHERE key = ?").bind(key).fetch_optional(reader).await?)
}

/// Stores one, or takes it back to its default.
pub async fn set(write: &mut SqliteConnection, key: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) => {
            sqlx::query(
                "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            )
            .bind(key)
            .bind(value)
            .execute(write)
            .await?
        }
        None => sqlx::query("DELETE FROM setting WHERE key = ?").bind(key).execute(write).await?,
    };
    Ok(())
}
