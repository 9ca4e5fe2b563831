//! SQL of estimates: who is asked for an input of an opportunity, and what each answers.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use crate::error::{Problem, Result};
use crate::model::{OpportunityId, Range, Time};

/// Who is asked for an input, and what they answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub opportunity: OpportunityId,
    pub input: String,
    /// The framework in which it was asked, as a word.
    pub framework: String,
    pub people: Vec<String>,
    pub revealed: bool,
    /// In the order of the answers.
    pub answers: Vec<(String, Answer, Time)>,
}

/// What the journal keeps of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub range: Range,
    pub note: String,
}

/// What the journal keeps of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub framework: String,
    pub people: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    opportunity_id: OpportunityId,
    input: String,
    person: String,
    low: f64,
    likely: f64,
    high: f64,
    note: String,
    answered_at: Time,
}

/// All rounds of opportunities that aren't deleted.
pub async fn rounds(connection: &mut SqliteConnection) -> Result<Vec<Round>> {
    let rows: Vec<(OpportunityId, String, String, String, bool)> = sqlx::query_as(
        "SELECT r.opportunity_id, r.input, r.framework, r.people, r.revealed
         FROM estimate_round r JOIN opportunity o ON o.id = r.opportunity_id
         WHERE o.deleted = 0 ORDER BY r.opportunity_id, r.input",
    )
    .fetch_all(&mut *connection)
    .await?;
    let answers: Vec<AnswerRow> =
        sqlx::query_as("SELECT * FROM estimate ORDER BY answered_at, person").fetch_all(connection).await?;
    rows.into_iter()
        .map(|(opportunity, input, framework, people, revealed)| {
            let people = serde_json::from_str(&people).map_err(|_| {
                Problem::system(format!("The people asked about {} can't be read.", opportunity.label()))
            })?;
            let own = answers.iter().filter(|row| row.opportunity_id == opportunity && row.input == input);
            let answers = own.map(|row| {
                let range = Range { low: row.low, likely: row.likely, high: row.high };
                (row.person.clone(), Answer { range, note: row.note.clone() }, row.answered_at)
            });
            let answers = answers.collect();
            Ok(Round { opportunity, input, framework, people, revealed, answers })
        })
        .collect()
}

/// Key `<opportunity uid> <input>`; see `journal::Entity::Estimate`.
pub async fn apply(write: &mut Write<'_>, key: &str, field: &str, value: Option<&Value>, now: Time) -> Result<()> {
    let Some((uid, input)) = key.split_once(' ') else { return Ok(()) };
    if let Some(person) = field.strip_prefix("by ") {
        return answered(write, uid, input, person, read(value)?, now).await;
    }
    let of_round = "input = ? AND opportunity_id = (SELECT id FROM opportunity WHERE uid = ?)";
    match field {
        "asked" => {
            let Some(Asked { framework, people }) = read(value)? else {
                let sql = format!("DELETE FROM estimate_round WHERE {of_round}");
                sqlx::query(sqlx::AssertSqlSafe(sql)).bind(input).bind(uid).execute(&mut **write).await?;
                return Ok(());
            };
            let people = serde_json::to_string(&people).map_err(|error| Problem::system(error.to_string()))?;
            sqlx::query(
                "INSERT INTO estimate_round (opportunity_id, input, framework, people)
                 SELECT id, ?, ?, ? FROM opportunity WHERE uid = ?
                 ON CONFLICT DO UPDATE SET framework = excluded.framework, people = excluded.people",
            )
            .bind(input)
            .bind(framework)
            .bind(people)
            .bind(uid)
            .execute(&mut **write)
            .await?;
        }
        "revealed" => {
            let sql = format!("UPDATE estimate_round SET revealed = ? WHERE {of_round}");
            let revealed = read::<bool>(value)?.unwrap_or(false);
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(revealed).bind(input).bind(uid).execute(&mut **write).await?;
        }
        _ => return Err(Problem::system(format!("An estimate has no field {field}."))),
    }
    Ok(())
}

async fn answered(
    write: &mut Write<'_>,
    uid: &str,
    input: &str,
    person: &str,
    answer: Option<Answer>,
    now: Time,
) -> Result<()> {
    sqlx::query(
        "DELETE FROM estimate WHERE input = ? AND person = ?
           AND opportunity_id = (SELECT id FROM opportunity WHERE uid = ?)",
    )
    .bind(input)
    .bind(person)
    .bind(uid)
    .execute(&mut **write)
    .await?;
    let Some(Answer { range: Range { low, likely, high }, note }) = answer else { return Ok(()) };
    sqlx::query(
        "INSERT INTO estimate (opportunity_id, input, person, low, likely, high, note, answered_at)
         SELECT id, ?, ?, ?, ?, ?, ?, ? FROM opportunity WHERE uid = ?",
    )
    .bind(input)
    .bind(person)
    .bind(low)
    .bind(likely)
    .bind(high)
    .bind(note)
    .bind(now)
    .bind(uid)
    .execute(&mut **write)
    .await?;
    Ok(())
}
