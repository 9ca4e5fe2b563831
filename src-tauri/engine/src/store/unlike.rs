//! SQL of pairs of signals that people don't want to be suggested to each other again.

use sqlx::SqliteConnection;

use super::{Write, triage};
use crate::error::Result;
use crate::model::SignalId;

/// A pair with its titles.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct UnlikePair {
    pub one: SignalId,
    pub one_title: String,
    pub other: SignalId,
    pub other_title: String,
}

/// The journal's key of a pair: the same whichever comes first.
pub fn key(one: &str, other: &str) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    format!("{first}\n{second}")
}

/// Keeps the pair from being suggested, or allows it again.
pub async fn apply(write: &mut Write<'_>, key: &str, unlike: bool) -> Result<()> {
    let Some((one, other)) = triage::find_pair(write, key).await? else { return Ok(()) };
    let sql = if unlike {
        "INSERT INTO unlike_pair (one, other) VALUES (min(?1, ?2), max(?1, ?2)) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM unlike_pair WHERE one = min(?1, ?2) AND other = max(?1, ?2)"
    };
    sqlx::query(sql).bind(one).bind(other).execute(&mut **write).await?;
    Ok(())
}

/// The signals not to be suggested beside this one. Those that people keep out of one theme aren't alike either.
pub async fn of(read: &mut SqliteConnection, signal: SignalId) -> Result<Vec<SignalId>> {
    Ok(sqlx::query_scalar(
        "SELECT other FROM unlike_pair WHERE one = ?1 UNION SELECT one FROM unlike_pair WHERE other = ?1
         UNION SELECT CASE one WHEN ?1 THEN other ELSE one END FROM signal_pair
         WHERE together = 0 AND (one = ?1 OR other = ?1)",
    )
    .bind(signal)
    .fetch_all(read)
    .await?)
}

/// All pairs that people don't want to see again, by title.
pub async fn all(read: &mut SqliteConnection) -> Result<Vec<UnlikePair>> {
    Ok(sqlx::query_as(
        "SELECT p.one, a.title AS one_title, p.other, b.title AS other_title
         FROM unlike_pair p JOIN signal a ON a.id = p.one JOIN signal b ON b.id = p.other
         ORDER BY a.title, b.title, p.one, p.other",
    )
    .fetch_all(read)
    .await?)
}
