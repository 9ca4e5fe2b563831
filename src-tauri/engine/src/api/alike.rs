//! Which signals may tell the same as one: near in meaning, in words and in letters together. Only a suggestion.

use std::collections::HashMap;

use themes::embed::HIDDEN;
use themes::similar::{Index, Likeness, Report};

use super::Engine;
use crate::error::Result;
use crate::model::{SignalId, TriageState};
use crate::store::unlike;
use crate::store::vectors::{self, Located, Which};
use crate::triage::reading::READ;

/// Signals near by meaning that are compared closely, and how many of those are of use.
const COMPARED: usize = 60;
const SHOWN: usize = 10;

/// The most that [`Likeness::total`] can be.
const MOST: f32 = 3.0;

impl Engine {
    /// The signals most like one, 0–1, best first, among those of its theme and `others`. None before it was read.
    pub(super) async fn alike(&self, id: SignalId, others: &[u32]) -> Result<Vec<(u32, f64, Vec<String>)>> {
        let mut read = self.store.reader().acquire().await?;
        let Some(own) = vectors::located(&mut read, Which::These(&[id])).await?.pop() else { return Ok(Vec::new()) };
        let mut all = match own.theme {
            Some(theme) => vectors::located(&mut read, Which::Of(&[theme])).await?,
            None => Vec::new(),
        };
        nearest_first(&own, &mut all);
        let others: Vec<SignalId> = others.iter().copied().map(SignalId).collect();
        all.extend(vectors::located(&mut read, Which::These(&others)).await?);
        let unlike = unlike::of(&mut read, id).await?;
        let now = self.now();
        let mut ids: Vec<SignalId> = {
            let columns = self.store.columns();
            let listed = |id: &SignalId| {
                columns.state(*id, now).is_some_and(|state| state != TriageState::Merged) && !unlike.contains(id)
            };
            all.iter().map(|one| one.signal).filter(|other| *other != id && listed(other)).collect()
        };
        ids.sort_unstable();
        ids.dedup();
        let texts = vectors::texts_of(&mut read, &ids.iter().copied().chain([id]).collect::<Vec<_>>(), READ).await?;
        drop(read);
        let of: HashMap<SignalId, &Located> = all.iter().map(|one| (one.signal, one)).collect();
        let report = |id: &SignalId| {
            let (_, title, body) = texts.get(id)?;
            Some(Report { title, body })
        };
        let reports: Vec<Report<'_>> = ids.iter().filter_map(report).collect();
        let Some(asked) = report(&id).filter(|_| reports.len() == ids.len()) else { return Ok(Vec::new()) };
        let vector = |id: &SignalId| match of.get(id).filter(|one| one.meaning == own.meaning) {
            Some(one) => one.packed.values(),
            None => vec![0.0; HIDDEN],
        };
        let vectors: Vec<f32> = ids.iter().flat_map(vector).collect();
        let found = Index::new(&reports, &vectors).nearest(asked, &own.packed.values(), SHOWN);
        let scored = |(at, likeness): (u32, Likeness)| {
            let score = f64::from((likeness.total / MOST).clamp(0.0, 1.0));
            Some((ids.get(at as usize)?.0, score, likeness.shared))
        };
        Ok(found.into_iter().filter_map(scored).collect())
    }
}

fn nearest_first(own: &Located, all: &mut Vec<Located>) {
    let vector = own.packed.values();
    all.sort_by_cached_key(|one| (std::cmp::Reverse((one.packed.dot(&vector) * 1e6) as i64), one.signal));
    all.truncate(COMPARED);
}
