//! Why a signal is where it is, and what is like a text.

use ::themes::label;
use ::themes::text::words;

use super::named;
use crate::api::Engine;
use crate::api::types::{NearSignal, SimilarSignal, ThemePlace};
use crate::error::{Problem, Result};
use crate::model::{SignalId, TriageState};
use crate::store::vectors::{self, Located, Which};
use crate::store::{search, signals, themes as stored};

const NEAREST: usize = 3;
const SHARED: usize = 4;

/// Signals that a search by meaning shows, and how near they must be.
const FOUND: usize = 30;
const NEAR: f64 = 0.2;
/// What the share of words in common adds to the nearness of meaning.
const WORDS: f64 = 0.5;

impl Engine {
    pub async fn theme_place(&self, signal: SignalId) -> Result<ThemePlace> {
        let mut read = self.store.reader().acquire().await?;
        let absent = || Problem::not_found("This signal isn't here.");
        signals::rows(&mut read, &[signal], self.now()).await?.pop().ok_or_else(absent)?;
        let own = vectors::located(&mut read, Which::These(&[signal])).await?.pop();
        let Some(own) = own else { return Ok(nowhere("It waits to be read, or is of a kind that isn't grouped.")) };
        let belonging = stored::belonging(&mut read, signal).await?;
        let Some(theme) = own.theme else {
            let why = match (own.by_person, stored::is_waiting(&mut read, signal).await?) {
                (true, _) => "A person said that it belongs to no theme.",
                (false, true) => "It waits to be placed.",
                (false, false) => "It is near the signals of no theme, and too few are like it to be one.",
            };
            return Ok(ThemePlace { by_person: own.by_person, belonging, ..nowhere(why) });
        };
        let theme = stored::one(&mut read, theme).await?;
        let members = vectors::located(&mut read, Which::Of(&[theme.id])).await?;
        drop(read);
        let nearest = nearest(&own, members, NEAREST);
        let ids: Vec<SignalId> = nearest.iter().map(|(_, id)| *id).collect();
        let shared = self.shared(signal, &ids).await?;
        let mut read = self.store.reader().acquire().await?;
        let rows = signals::rows(&mut read, &ids, self.now()).await?;
        let near =
            rows.into_iter().zip(&nearest).map(|(row, (similarity, _))| NearSignal { row, similarity: *similarity });
        Ok(ThemePlace {
            by_person: own.by_person,
            belonging: belonging.filter(|_| !own.by_person),
            why: in_a_sentence(&own, &nearest, &shared),
            theme: Some(named(&theme)),
            nearest: near.collect(),
            shared,
        })
    }

    /// What a signal and others say alike.
    async fn shared(&self, signal: SignalId, others: &[SignalId]) -> Result<Vec<String>> {
        let vocabulary = self.vocabulary().await?;
        let all: Vec<SignalId> = std::iter::once(signal).chain(others.iter().copied()).collect();
        let tokens = self.tokens(&all).await?;
        let Some((own, others)) = tokens.split_first() else { return Ok(Vec::new()) };
        Ok(label::shared(own, &others.iter().map(Vec::as_slice).collect::<Vec<_>>(), &vocabulary, SHARED))
    }

    /// Signals like a text, by meaning and by words together, best first.
    pub async fn similar_to(&self, text: String) -> Result<Vec<SimilarSignal>> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let (meaning, vector) = self.vector_of(text.clone()).await?;
        let mut read = self.store.reader().acquire().await?;
        let all = vectors::located(&mut read, Which::All).await?;
        drop(read);
        let now = self.now();
        let mut near: Vec<(f64, SignalId)> = {
            let columns = self.store.columns();
            let listed = |id: SignalId| columns.state(id, now).is_some_and(|state| state != TriageState::Merged);
            let score = |one: &Located| {
                let nearness = if one.meaning == meaning { f64::from(one.packed.dot(&vector)) } else { 0.0 };
                (nearness, one.signal)
            };
            all.iter().filter(|one| listed(one.signal)).map(score).collect()
        };
        let holders = search::find(&self.store, &text).await?;
        near.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        // The newest that hold all its words have a chance too, however far they are.
        let rest = near.split_off(near.len().min(4 * FOUND));
        let holds = |id: SignalId| holders.as_ref().is_some_and(|ids| ids.contains(id.0));
        near.extend(rest.into_iter().filter(|(_, id)| holds(*id)).take(2 * FOUND));
        self.with_words(&text, near).await
    }

    /// Adds the words in common to the nearness of meaning.
    async fn with_words(&self, text: &str, near: Vec<(f64, SignalId)>) -> Result<Vec<SimilarSignal>> {
        let vocabulary = self.vocabulary().await?;
        let own = words(text);
        let tokens = self.tokens(&near.iter().map(|(_, id)| *id).collect::<Vec<_>>()).await?;
        let scored = near.into_iter().zip(&tokens).map(|((nearness, id), other)| {
            let shared = label::shared(&own, &[other], &vocabulary, SHARED);
            ((nearness + WORDS * label::overlap(&own, other, &vocabulary)) / (1.0 + WORDS), id, shared)
        });
        let mut scored: Vec<(f64, SignalId, Vec<String>)> = scored.filter(|(score, ..)| *score >= NEAR).collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        scored.truncate(FOUND);
        let ids: Vec<SignalId> = scored.iter().map(|(_, id, _)| *id).collect();
        let mut read = self.store.reader().acquire().await?;
        let rows = signals::rows(&mut read, &ids, self.now()).await?;
        let view = |(row, (score, _, shared))| SimilarSignal { row, score: f64::clamp(score, 0.0, 1.0), shared };
        Ok(rows.into_iter().zip(scored).map(view).collect())
    }
}

fn nowhere(why: &str) -> ThemePlace {
    ThemePlace {
        theme: None,
        by_person: false,
        belonging: None,
        nearest: Vec::new(),
        shared: Vec::new(),
        why: why.to_owned(),
    }
}

/// The members most like a signal, best first.
fn nearest(own: &Located, members: Vec<Located>, count: usize) -> Vec<(f64, SignalId)> {
    let vector = own.packed.values();
    let others = members.into_iter().filter(|one| one.signal != own.signal && one.meaning == own.meaning);
    let mut near: Vec<(f64, SignalId)> =
        others.map(|one| (f64::from(one.packed.dot(&vector)).clamp(0.0, 1.0), one.signal)).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
    near.truncate(count);
    near
}

fn in_a_sentence(own: &Located, nearest: &[(f64, SignalId)], shared: &[String]) -> String {
    if own.by_person {
        return "A person placed it here.".to_owned();
    }
    let how = if own.meaning { "means nearly the same as" } else { "has words in common with" };
    let words: Vec<String> = shared.iter().map(|phrase| format!("“{phrase}”")).collect();
    let both = if words.is_empty() { String::new() } else { format!("; they all say {}", words.join(", ")) };
    match nearest.len() {
        0 => "It is the only signal of its theme that was read.".to_owned(),
        1 => format!("It {how} a signal of this theme{both}."),
        count => format!("It {how} {count} signals of this theme{both}."),
    }
}
