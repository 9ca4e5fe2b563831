//! How the number of a habit came about, down to the records.

use super::{ALL, Seen};
use crate::api::Engine;
use crate::api::types::{PatternOf, PatternReceipt, PatternRecord, PatternState};
use crate::api::words::thousands;
use crate::error::{Problem, Result};

/// Records listed of each sort; the rest is counted.
const MOST: u32 = 500;

impl Engine {
    /// Explains what was seen of a habit: the records that count, and those that were looked at and don't.
    pub async fn anti_pattern_receipt(&self, id: String) -> Result<PatternReceipt> {
        let about = ALL.into_iter().find(|(of, ..)| *of == id);
        let (id, title, rule, _) =
            about.ok_or_else(|| Problem::not_found(format!("No habit {id:?} is looked for.")))?;
        let Seen { state, says, how, from, counted, others } = self.look_for(id, MOST).await?;
        let result = if state == PatternState::NoData { format!("{says} This isn’t zero.") } else { says };
        let listed = |all: Vec<PatternRecord>| all.into_iter().take(MOST as usize).collect();
        let receipt = PatternReceipt {
            title: title.to_owned(),
            how: [rule.to_owned()].into_iter().chain(how).collect(),
            result,
            from,
            to: self.now(),
            counted_total: counted.total,
            counted: listed(counted.first),
            others_total: others.total,
            others: listed(others.first),
            text: String::new(),
        };
        Ok(PatternReceipt { text: text(&receipt), ..receipt })
    }
}

/// The receipt for copying.
fn text(receipt: &PatternReceipt) -> String {
    let from = receipt.from.map_or_else(|| "Up to ".to_owned(), |from| format!("{} to ", from.rfc3339()));
    let mut lines = vec![format!("{}: {}", receipt.title, receipt.result), format!("{from}{}", receipt.to.rfc3339())];
    lines.extend(receipt.how.iter().cloned());
    for (name, total, records) in
        [("Counted", receipt.counted_total, &receipt.counted), ("Not counted", receipt.others_total, &receipt.others)]
    {
        lines.push(format!("{name}: {}", thousands(total)));
        lines.extend(records.iter().map(|one| format!("  {}  {}", name_of(one), one.says)));
    }
    lines.join("\n")
}

fn name_of(one: &PatternRecord) -> String {
    match &one.of {
        PatternOf::Record { record } => format!("{}  {}", record.label, record.title),
        PatternOf::Problem { title, .. } => title.clone(),
        PatternOf::Sprint { service } => service.clone().unwrap_or_else(|| "no service".to_owned()),
    }
}
