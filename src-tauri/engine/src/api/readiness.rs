//! What is missing before an export: risks that people judge, and the gate that asks for a reason.

use super::Engine;
use super::opportunities::reference;
use super::opportunity_edits::{checked_text, editable};
use super::types::{Readiness, RiskAssessment, RiskView, StepDone};
use crate::connectors::ExportKey;
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{OpportunityId, RiskKind};
use crate::store::opportunities::Record;
use crate::store::risks::Risk;

impl Engine {
    /// Judges one kind of risk, or takes the judgement back to "not judged".
    pub async fn set_risk(
        &self,
        id: OpportunityId,
        kind: RiskKind,
        assessment: Option<RiskAssessment>,
    ) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let field = format!("risk.{}", kind.word());
        let (change, message) = match assessment {
            Some(judged) => {
                judged.check()?;
                let judged = RiskAssessment { note: checked_text("note", &judged.note)?, ..judged };
                let message = format!("Judged the {} risk of {} as {}", kind.word(), id.label(), judged.level().word());
                let value = serde_json::to_value(judged)
                    .map_err(|e| Problem::system(format!("The risk can't be written down: {e}.")))?;
                (Change::new(Entity::Opportunity, &record.uid, &field, value), message)
            }
            None => (
                Change::cleared(Entity::Opportunity, &record.uid, &field),
                format!("Took the {} risk of {} away", kind.word(), id.label()),
            ),
        };
        self.write_step(write, message, &[change], reference(&record)).await
    }
}

/// The register as it is shown, in the order of the kinds.
pub(super) fn register(risks: &[Risk]) -> Vec<RiskView> {
    let view = |(kind, judged): &Risk| RiskView {
        kind: *kind,
        score: judged.score(),
        level: judged.level(),
        assessment: judged.clone(),
    };
    risks.iter().map(view).collect()
}

/// What an export of something unready needs: a reason, which the journal keeps with what was missing. Gives the words
/// and the change; None when nothing is missing. `key` tells one export from the next.
pub(super) fn anyway(
    readiness: &Readiness,
    reason: &str,
    record: &Record,
    key: &ExportKey,
) -> Result<Option<(String, Change)>> {
    if readiness.ready {
        return Ok(None);
    }
    let label = record.id.label();
    let missing = readiness.missing().collect::<Vec<_>>().join(". ");
    let reason = checked_text("reason", reason)?;
    if reason.is_empty() {
        let first = if readiness.is_stopped() { "Link the fix, fill in what else" } else { "Fill in what" };
        return Err(Problem::refused(format!("{label} isn't ready: {missing}."))
            .kept("Nothing was sent.")
            .todo(format!("{first} is missing, or give a reason to export it anyway.")));
    }
    let value = serde_json::json!({ "reason": reason, "missing": missing, "key": key.0 });
    let change = Change::new(Entity::Opportunity, &record.uid, "export_anyway", value);
    Ok(Some((format!("Exported {label} anyway: {reason}"), change)))
}
