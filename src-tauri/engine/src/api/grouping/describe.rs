//! Saying what themes are about: title, words, examples, cohesion.

use std::collections::BTreeMap;
use std::sync::Arc;

use themes::embed::HIDDEN;
use themes::label::{self, Vocabulary};
use themes::matrix::Rows;
use themes::text::words;

use super::{Pause, aside};
use crate::api::Engine;
use crate::error::Result;
use crate::model::{SignalId, ThemeId};
use crate::store::themes::{self as stored, Described};
use crate::store::vectors::{self, Spot, Which};
use crate::triage::reading::{READ, text_of};

/// How many texts tell which words are common.
const VOCABULARY: usize = 20_000;

/// How many members of a theme describe it: of a larger one so many, evenly chosen.
const DESCRIBING: usize = 2_000;

const WORDS: usize = 5;
const EXAMPLES: usize = 12;
const LONGEST_TITLE: usize = 120;

/// A description with the texts it was made from.
type Found = (ThemeId, Described, Rows);

/// Distinct texts.
pub(crate) struct Texts {
    pub rows: Rows,
    /// The number of each one's vector, rising.
    pub vectors: Vec<u32>,
    /// A signal with each, and how many signals it stands for.
    pub signals: Vec<SignalId>,
    pub weights: Vec<f32>,
}

impl Engine {
    /// The distinct texts of some signals, which are given in the order of their ids.
    pub(crate) async fn texts_at(&self, mut spots: Vec<Spot>) -> Result<Texts> {
        spots.sort_by_key(|one| one.vector);
        let (mut vectors, mut signals, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for same in spots.chunk_by(|one, other| one.vector == other.vector) {
            vectors.push(same[0].vector);
            signals.push(same[0].signal);
            weights.push(same.len() as f32);
        }
        drop(spots);
        let mut read = self.store.reader().acquire().await?;
        let rows = vectors::rows(&mut read, &vectors).await?;
        Ok(Texts { rows, vectors, signals, weights })
    }

    /// The words of each of these signals' texts, in their order.
    pub(crate) async fn tokens(&self, signals: &[SignalId]) -> Result<Vec<Vec<String>>> {
        let mut read = self.store.reader().acquire().await?;
        let mut tokens = Vec::with_capacity(signals.len());
        for some in signals.chunks(5_000) {
            let texts = vectors::texts_of(&mut read, some, READ).await?;
            let some = some.to_vec();
            let listed = aside(move || {
                let text = |signal| {
                    let (kind, title, body) = texts.get(signal)?;
                    text_of(*kind, title, body)
                };
                some.iter().map(|signal| words(&text(signal).unwrap_or_default())).collect::<Vec<_>>()
            });
            tokens.extend(listed.await?);
        }
        Ok(tokens)
    }

    /// Which words are common in this workspace, from an even sample of its texts. Kept until more signals come: each
    /// search by meaning and each "why here" asks for it.
    pub(crate) async fn vocabulary(&self) -> Result<Arc<Vocabulary>> {
        let last = self.store.columns().last_id();
        if let Some(kept) = self.grouping.vocabulary(last) {
            return Ok(kept);
        }
        let step = (last as usize / VOCABULARY).max(1);
        let sample: Vec<SignalId> = (1..=last).step_by(step).map(SignalId).collect();
        let tokens = self.tokens(&sample).await?;
        let vocabulary = aside(move || Arc::new(Vocabulary::new(tokens.iter().map(Vec::as_slice)))).await?;
        self.grouping.keep_vocabulary(last, &vocabulary);
        Ok(vocabulary)
    }

    /// Describes themes anew, all in one commit. A title that people have seen stays.
    pub(crate) async fn describe(&self, ids: &[ThemeId], pause: &Pause<'_>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let vocabulary = self.vocabulary().await?;
        let mut found = Vec::new();
        for (done, id) in (0..).zip(ids) {
            pause.heed().await?;
            self.tell_grouping("Naming themes", done, u32::try_from(ids.len()).ok(), None);
            let mut read = self.store.reader().acquire().await?;
            let all = vectors::spots(&mut read, Which::Of(&[*id])).await?;
            drop(read);
            let members = all.len();
            let step = members.div_ceil(DESCRIBING).max(1);
            let some: Vec<Spot> = all.into_iter().step_by(step).collect();
            if !some.is_empty() {
                let (described, rows) = self.described(some, vocabulary.clone()).await?;
                found.push((*id, Described { members: members as u32, ..described }, rows));
            }
        }
        let found = self.with_mixed(found, pause).await?;
        let mut write = self.store.write().await?;
        for (id, described) in &found {
            stored::describe(&mut write, *id, described).await?;
        }
        write.commit().await
    }

    /// Says of each whether it looks mixed, against the nearest of all themes.
    async fn with_mixed(&self, found: Vec<Found>, pause: &Pause<'_>) -> Result<Vec<(ThemeId, Described)>> {
        let mut read = self.store.reader().acquire().await?;
        let mut centres: BTreeMap<ThemeId, Vec<f32>> =
            stored::centres(&mut read).await?.into_iter().map(|(id, _, centre)| (id, centre)).collect();
        drop(read);
        centres.extend(found.iter().map(|(id, described, _)| (*id, described.centre.clone())));
        pause
            .aside(move |course| {
                let ids: Vec<ThemeId> = centres.keys().copied().collect();
                let centres = Rows::from_floats(HIDDEN, &centres.into_values().flatten().collect::<Vec<f32>>());
                let next = |id: ThemeId, own: &Rows| {
                    let others = (0..ids.len()).filter(|other| ids[*other] != id);
                    others.map(|other| own.dot_with(0, &centres, other)).fold(0.0, f32::max)
                };
                let judged = found.into_iter().map(|(id, described, rows)| {
                    course.go_on()?;
                    let own = Rows::from_floats(HIDDEN, &described.centre);
                    Some((id, Described { mixed: label::is_mixed(&rows, next(id, &own)), ..described }))
                });
                judged.collect()
            })
            .await
    }

    async fn described(&self, spots: Vec<Spot>, vocabulary: Arc<Vocabulary>) -> Result<(Described, Rows)> {
        let by_words = spots.iter().filter(|one| !one.meaning).count() * 2 > spots.len();
        let Texts { rows, signals, weights, .. } = self.texts_at(spots).await?;
        let tokens = self.tokens(&signals).await?;
        let (shape, words, rows) = aside(move || {
            let words = label::telling(tokens.iter().map(Vec::as_slice), &vocabulary, WORDS);
            (label::shape(&rows, &weights), words, rows)
        })
        .await?;
        let order: Vec<SignalId> = shape.order.iter().filter_map(|row| signals.get(*row as usize)).copied().collect();
        let mut read = self.store.reader().acquire().await?;
        let first = order.first().copied().into_iter().collect::<Vec<_>>();
        let texts = vectors::texts_of(&mut read, &first, 0).await?;
        let title = texts.into_values().next().map(|(_, title, _)| title).unwrap_or_default();
        let described = Described {
            title: title.chars().take(LONGEST_TITLE).collect(),
            words,
            examples: order.into_iter().take(EXAMPLES).collect(),
            centre: shape.centre,
            cohesion: shape.cohesion,
            by_words,
            ..Described::default()
        };
        Ok((described, rows))
    }
}
