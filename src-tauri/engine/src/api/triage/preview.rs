//! What a verb would do to a selection, by the verb's own rule. Nothing is written.

use std::collections::BTreeMap;

use super::Rule;
use crate::api::Engine;
use crate::api::types::{TriageVerb, VerbPreview};
use crate::error::Result;
use crate::model::{Kind, SignalId};
use crate::store::{theme_sums, triage};

impl Engine {
    pub async fn preview_verb(&self, ids: Vec<SignalId>, verb: TriageVerb) -> Result<VerbPreview> {
        let mut read = self.store.reader().acquire().await?;
        let (signals, left_out) = Rule::of(self, verb).part(triage::candidates(&mut read, &ids).await?);
        let mut kinds: BTreeMap<u8, u32> = BTreeMap::new();
        signals.iter().for_each(|signal| *kinds.entry(signal.kind.code()).or_default() += 1);
        let taken: Vec<SignalId> = signals.iter().map(|signal| signal.id).collect();
        let (people, evidence) = triage::people_and_evidence(&mut read, &taken).await?;
        let (customers, revenue) = theme_sums::customers_of(&self.store.columns(), &taken);
        let mut kinds: Vec<(Kind, u32)> =
            kinds.into_iter().filter_map(|(code, count)| Some((Kind::from_code(code)?, count))).collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let taken = u32::try_from(taken.len()).unwrap_or(u32::MAX);
        Ok(VerbPreview { taken, kinds, customers, revenue, people, evidence, left_out })
    }
}
