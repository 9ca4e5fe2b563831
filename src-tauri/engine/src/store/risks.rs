//! SQL of the risks of opportunities.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, SqliteConnection};

use super::opportunities::ids;

use crate::error::{Problem, Result};
use crate::model::{OpportunityId, RiskKind, Time};
use crate::score::RiskAssessment;

/// One judged risk.
pub type Risk = (RiskKind, RiskAssessment);

/// The judged risks of all opportunities, or only of some, in the order of the kinds.
pub async fn of(
    read: &mut SqliteConnection,
    only: Option<&[OpportunityId]>,
) -> Result<HashMap<OpportunityId, Vec<Risk>>> {
    let chosen = if only.is_some() { "WHERE opportunity_id IN (SELECT value FROM json_each(?))" } else { "" };
    let rows: Vec<(OpportunityId, u8, u8, u8, String)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT opportunity_id, kind, likelihood, impact, note FROM risk {chosen} ORDER BY opportunity_id, kind"
    )))
    .bind(ids(only)?)
    .fetch_all(read)
    .await?;
    let mut all: HashMap<OpportunityId, Vec<Risk>> = HashMap::new();
    for (opportunity, kind, likelihood, impact, note) in rows {
        let kind = RiskKind::from_code(kind)
            .ok_or_else(|| Problem::system(format!("A risk of {} can't be read.", opportunity.label())))?;
        all.entry(opportunity).or_default().push((kind, RiskAssessment { likelihood, impact, note }));
    }
    Ok(all)
}

/// Judges one kind of risk of an opportunity; None takes the judgement away.
pub async fn apply(
    write: &mut SqliteConnection,
    uid: &str,
    kind: &str,
    judged: Option<RiskAssessment>,
    now: Time,
) -> Result<()> {
    let kind = RiskKind::from_word(kind).ok_or_else(|| Problem::system(format!("There is no kind of risk {kind}.")))?;
    match judged {
        Some(judged) => {
            sqlx::query(
                "INSERT INTO risk (opportunity_id, kind, likelihood, impact, note)
                 SELECT id, ?, ?, ?, ? FROM opportunity WHERE uid = ?
                 ON CONFLICT (opportunity_id, kind) DO UPDATE SET likelihood = excluded.likelihood,
                   impact = excluded.impact, note = excluded.note",
            )
            .bind(kind.code())
            .bind(judged.likelihood)
            .bind(judged.impact)
            .bind(judged.note)
            .bind(uid)
            .execute(&mut *write)
            .await?
        }
        None => {
            sqlx::query(
                "DELETE FROM risk WHERE kind = ? AND opportunity_id = (SELECT id FROM opportunity WHERE uid = ?)",
            )
            .bind(kind.code())
            .bind(uid)
            .execute(&mut *write)
            .await?
        }
    };
    sqlx::query("UPDATE opportunity SET updated_at = ? WHERE uid = ?").bind(now).bind(uid).execute(write).await?;
    Ok(())
}
