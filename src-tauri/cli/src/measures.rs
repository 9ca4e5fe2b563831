//! What the evidence of an opportunity measures.

use engine::api::Engine;
use engine::api::types::{EvidencePanel, NumberOf};
use engine::error::Result;
use engine::model::OpportunityId;

use crate::done::Done;
use crate::show::{self, Table};

/// In the order of the page.
const NUMBERS: [NumberOf; 9] = [
    NumberOf::SignalRate,
    NumberOf::Renewals,
    NumberOf::ActiveShare,
    NumberOf::IncidentMinutes,
    NumberOf::TargetMisses,
    NumberOf::Severities,
    NumberOf::Sources,
    NumberOf::Recency,
    NumberOf::Against,
];

/// Each number as its receipt gives it.
pub async fn show(engine: &Engine, id: OpportunityId) -> Result<Done> {
    let panel: EvidencePanel = engine.evidence_panel(id).await?;
    let mut table = Table::new(&["What", ">Number", "*", "Receipt"]);
    for of in NUMBERS {
        let result = engine.receipt(id, of).await?.result;
        table.row([
            result.label,
            result.shown,
            result.source,
            format!("receipt {} {}", id.label(), show::word(of).replace(' ', "_")),
        ]);
    }
    let weeks: Vec<String> = panel.rate.weeks.iter().map(u32::to_string).collect();
    let mut text = table.text("");
    if !weeks.is_empty() {
        text.push_str(&format!("\nSignals by week, the oldest first: {}\n", weeks.join(" ")));
    }
    Ok(Done::new(&panel, text))
}
