//! SQL of root causes of problems and opportunities.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use crate::api::types::{CauseDimension, CauseState};
use crate::error::{Problem, Result};
use crate::model::Time;

/// A cause as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    pub dimension: CauseDimension,
    pub text: String,
    pub state: CauseState,
    pub whys: Vec<String>,
    pub process_change: String,
    pub written_at: Time,
    pub written_by: String,
}

/// One that isn't deleted, with its uid and what it is a cause of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub uid: String,
    /// The key of a problem or the uid of an opportunity.
    pub of: String,
    pub cause: Cause,
}

/// The dimensions by their code.
pub const DIMENSIONS: [CauseDimension; 4] =
    [CauseDimension::People, CauseDimension::Technology, CauseDimension::Partners, CauseDimension::Processes];

/// The place of a dimension among all.
pub fn code(dimension: CauseDimension) -> u8 {
    DIMENSIONS.iter().position(|one| *one == dimension).unwrap_or_default() as u8
}

/// The word of a dimension in the journal.
pub fn word(dimension: CauseDimension) -> &'static str {
    ["people", "technology", "partners", "processes"][usize::from(code(dimension))]
}

type Row = (String, String, u8, String, bool, String, String, Time, String);

/// The causes of everything, or of one thing, in the order they were written.
pub async fn all(reader: &mut SqliteConnection, of: Option<&str>) -> Result<Vec<Kept>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT uid, about, dimension, text, confirmed, whys, process_change, written_at, written_by
         FROM cause WHERE deleted = 0 AND (?1 IS NULL OR about = ?1) ORDER BY written_at, id",
    )
    .bind(of)
    .fetch_all(reader)
    .await?;
    rows.into_iter().map(kept).collect()
}

/// None when there is no such cause.
pub async fn one(reader: &mut SqliteConnection, uid: &str) -> Result<Option<Kept>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT uid, about, dimension, text, confirmed, whys, process_change, written_at, written_by
         FROM cause WHERE deleted = 0 AND uid = ?",
    )
    .bind(uid)
    .fetch_optional(reader)
    .await?;
    row.map(kept).transpose()
}

fn kept((uid, of, dimension, text, confirmed, whys, process_change, written_at, written_by): Row) -> Result<Kept> {
    let dimension = DIMENSIONS.get(usize::from(dimension)).copied();
    let dimension = dimension.ok_or_else(|| Problem::system("A cause is of a kind that this version doesn't know."))?;
    let state = if confirmed { CauseState::Confirmed } else { CauseState::Suggested };
    let whys = serde_json::from_str(&whys).unwrap_or_default();
    Ok(Kept { uid, of, cause: Cause { dimension, text, state, whys, process_change, written_at, written_by } })
}

/// Where nothing was found: what it is about, and the dimension. Of everything, or of one thing.
pub async fn nothing_found(reader: &mut SqliteConnection, of: Option<&str>) -> Result<Vec<(String, CauseDimension)>> {
    let rows: Vec<(String, u8)> = sqlx::query_as(
        "SELECT about, dimension FROM nothing_found WHERE ?1 IS NULL OR about = ?1 ORDER BY about, dimension",
    )
    .bind(of)
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().filter_map(|(of, code)| Some((of, *DIMENSIONS.get(usize::from(code))?))).collect())
}

/// The field of the journal that says whether nothing was found in a dimension.
pub fn nothing_field(dimension: CauseDimension) -> String {
    format!("nothing in {}", word(dimension))
}

/// Keys: `<of> <uid>` with the field `cause`; `<of>` with a field `nothing in …`.
pub async fn apply(write: &mut Write<'_>, key: &str, field: &str, value: Option<&Value>) -> Result<()> {
    if let Some(name) = field.strip_prefix("nothing in ") {
        let Some(dimension) = DIMENSIONS.into_iter().find(|one| word(*one) == name) else { return Ok(()) };
        let sql = if read::<bool>(value)?.unwrap_or(false) {
            "INSERT INTO nothing_found (about, dimension) VALUES (?, ?) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM nothing_found WHERE about = ? AND dimension = ?"
        };
        sqlx::query(sql).bind(key).bind(code(dimension)).execute(&mut **write).await?;
        return Ok(());
    }
    let Some((of, uid)) = key.split_once(' ') else { return Ok(()) };
    let Some(cause) = read::<Cause>(value)? else {
        sqlx::query("UPDATE cause SET deleted = 1 WHERE uid = ?").bind(uid).execute(&mut **write).await?;
        return Ok(());
    };
    let whys = serde_json::to_string(&cause.whys).map_err(|e| Problem::system(e.to_string()))?;
    sqlx::query(
        "INSERT INTO cause (uid, about, dimension, text, confirmed, whys, process_change, written_at, written_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (uid) DO UPDATE SET dimension = excluded.dimension, text = excluded.text,
           confirmed = excluded.confirmed, whys = excluded.whys, process_change = excluded.process_change, deleted = 0",
    )
    .bind(uid)
    .bind(of)
    .bind(code(cause.dimension))
    .bind(cause.text)
    .bind(cause.state == CauseState::Confirmed)
    .bind(whys)
    .bind(cause.process_change)
    .bind(cause.written_at)
    .bind(cause.written_by)
    .execute(&mut **write)
    .await?;
    Ok(())
}
