//! SQL of improvements, of rounds of self-assessment and their answers.

use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use super::forum::stored;
use crate::api::types::{ImprovementForm, ImprovementStep, ImprovementVerdict};
use crate::error::{Problem, Result};
use crate::journal::By;
use crate::model::Time;

/// One improvement that isn't deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub uid: String,
    pub card: ImprovementForm,
    pub step: ImprovementStep,
    pub since: Time,
    pub verdict: Option<ImprovementVerdict>,
    pub created_at: Time,
}

/// A round that was opened, with the answers of each who gave any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub uid: String,
    pub opened_at: Time,
    pub closed_at: Option<Time>,
    pub answers: Vec<Vec<u8>>,
}

type Row = (String, String, u8, Time, Option<String>, Time);

/// In the order they were made.
pub async fn all(reader: &mut SqliteConnection) -> Result<Vec<Kept>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT uid, card, step, since, verdict, created_at FROM improvement WHERE deleted = 0 AND card <> '{}'
         ORDER BY created_at, uid",
    )
    .fetch_all(reader)
    .await?;
    rows.into_iter().map(kept).collect()
}

fn kept((uid, card, step, since, verdict, created_at): Row) -> Result<Kept> {
    let unknown = || Problem::system("An improvement is in a step that this version doesn't know.");
    let card = serde_json::from_str(&card).map_err(|e| Problem::system(format!("A card can't be read: {e}.")))?;
    let step = ImprovementStep::ALL.get(usize::from(step)).copied().ok_or_else(unknown)?;
    let verdict = verdict.map(|word| serde_json::from_value(Value::String(word))).transpose().map_err(|_| unknown())?;
    Ok(Kept { uid, card, step, since, verdict, created_at })
}

/// Key: its uid; fields card (an `ImprovementForm`), step, verdict, deleted.
pub async fn apply(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>, by: &By) -> Result<()> {
    sqlx::query("INSERT INTO improvement (uid, since, created_at) VALUES (?1, ?2, ?2) ON CONFLICT DO NOTHING")
        .bind(uid)
        .bind(by.now)
        .execute(&mut **write)
        .await?;
    match field {
        // Taking "made" back leaves nothing to show.
        "card" => sqlx::query("UPDATE improvement SET card = ? WHERE uid = ?")
            .bind(value.map_or_else(|| "{}".to_owned(), Value::to_string)),
        "step" => {
            let step = read::<ImprovementStep>(value)?.unwrap_or(ImprovementStep::Plan);
            sqlx::query("UPDATE improvement SET step = ?, since = ? WHERE uid = ?").bind(step as u8).bind(by.now)
        }
        "verdict" => sqlx::query("UPDATE improvement SET verdict = ? WHERE uid = ?")
            .bind(value.and_then(Value::as_str).map(str::to_owned)),
        "deleted" => sqlx::query("UPDATE improvement SET deleted = ? WHERE uid = ?")
            .bind(value.and_then(Value::as_bool).unwrap_or(false)),
        _ => return Err(Problem::system(format!("An improvement has no field {field}."))),
    }
    .bind(uid)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// The oldest first.
pub async fn rounds(reader: &mut SqliteConnection) -> Result<Vec<Round>> {
    let rows: Vec<(String, Time, Option<Time>)> = sqlx::query_as(
        "SELECT uid, opened_at, closed_at FROM assessment_round WHERE opened_at IS NOT NULL ORDER BY opened_at, uid",
    )
    .fetch_all(&mut *reader)
    .await?;
    let answers: Vec<(String, String)> =
        sqlx::query_as("SELECT round, given FROM assessment_answer WHERE given IS NOT NULL ORDER BY round, uid")
            .fetch_all(reader)
            .await?;
    let of = |round: &str| -> Result<Vec<Vec<u8>>> {
        let own = answers.iter().filter(|(of, _)| of == round);
        own.filter_map(|(_, given)| stored(Some(given.clone())).transpose()).collect()
    };
    rows.into_iter()
        .map(|(uid, opened_at, closed_at)| Ok(Round { answers: of(&uid)?, uid, opened_at, closed_at }))
        .collect()
}

/// Key: the round's uid; fields opened, closed (when).
pub async fn apply_round(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>) -> Result<()> {
    sqlx::query("INSERT INTO assessment_round (uid) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(uid)
        .execute(&mut **write)
        .await?;
    let sql = match field {
        "opened" => "UPDATE assessment_round SET opened_at = ? WHERE uid = ?",
        "closed" => "UPDATE assessment_round SET closed_at = ? WHERE uid = ?",
        _ => return Err(Problem::system(format!("A round has no field {field}."))),
    };
    sqlx::query(sql).bind(read::<Time>(value)?).bind(uid).execute(&mut **write).await?;
    Ok(())
}

/// Key `<round uid> <uid>`; None takes the answers back.
pub async fn apply_answer(write: &mut Write<'_>, key: &str, value: Option<&Value>) -> Result<()> {
    let Some((round, uid)) = key.split_once(' ') else { return Ok(()) };
    sqlx::query(
        "INSERT INTO assessment_answer (uid, round, given) VALUES (?, ?, ?)
         ON CONFLICT (uid) DO UPDATE SET given = excluded.given",
    )
    .bind(uid)
    .bind(round)
    .bind(value.map(Value::to_string))
    .execute(&mut **write)
    .await?;
    Ok(())
}
