//! Reading texts into vectors, each distinct text once, in small commits: whatever stops it loses one batch at most.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use themes::course::Course;
use themes::embed::{HIDDEN, Model, by_words};
use xxhash_rust::xxh3::xxh3_64;

use super::{Pause, READ_ANEW, READ_BY, aside};
use crate::api::Engine;
use crate::error::Result;
use crate::model::{ThemeId, Time};
use crate::store::vectors::{self, Packed, ReadText};
use crate::store::{settings, themes as stored};
use crate::triage::reading::{READ, text_of};

/// Signals read between two commits.
const BATCH: u32 = 256;

/// A text with its key and whether the model knows its language.
struct Text {
    key: i64,
    meaning: bool,
    text: String,
}

impl Engine {
    /// Until nothing waits or the grouping is paused.
    pub(super) async fn read_texts(&self, pause: &Pause<'_>) -> Result<()> {
        let model = self.language.model().await.ok();
        self.read_again_if_the_model_came(model.is_some()).await?;
        let started = self.now();
        let mut done = 0;
        loop {
            let mut read = self.store.reader().acquire().await?;
            let batch = vectors::unread(&mut read, READ, BATCH).await?;
            let (waiting, _) = vectors::waiting(&mut read).await?;
            drop(read);
            if batch.is_empty() {
                return self.describe_what_was_read_anew(pause).await;
            }
            if self.is_grouping_paused().await? || self.is_closed() {
                return Ok(());
            }
            self.tell_grouping("Reading texts", done, Some(done + waiting), left(started, self.now(), done, waiting));
            done += u32::try_from(batch.len()).unwrap_or(u32::MAX);
            let texts: Vec<_> =
                batch.into_iter().map(|one| (one.signal, text_of(one.kind, &one.title, &one.body))).collect();
            let signals =
                texts.iter().map(|(signal, text)| ReadText { signal: *signal, key: text.as_deref().map(key) });
            let signals: Vec<ReadText> = signals.collect();
            let texts = texts.into_iter().filter_map(|(_, text)| text).collect();
            let new = self.vectors_of(model.clone(), texts, pause).await?;
            let mut write = self.store.write().await?;
            vectors::write_read(&mut write, &signals, &new).await?;
            write.commit().await?;
        }
    }

    /// What was read by its words while there was no model is read again for its meaning.
    async fn read_again_if_the_model_came(&self, has_model: bool) -> Result<()> {
        let by = if has_model { "meaning" } else { "words" };
        let before = settings::get(self.store.reader(), READ_BY).await?;
        if before.as_deref() == Some(by) || (!has_model && before.is_some()) {
            return Ok(());
        }
        let mut write = self.store.write().await?;
        if before.is_some() {
            vectors::read_again(&mut write).await?;
            settings::set(&mut write, READ_ANEW, Some("yes")).await?;
        }
        settings::set(&mut write, READ_BY, Some(by)).await?;
        write.commit().await
    }

    /// Themes whose texts have other vectors than before have another middle.
    async fn describe_what_was_read_anew(&self, pause: &Pause<'_>) -> Result<()> {
        if !self.is_set(READ_ANEW).await? {
            return Ok(());
        }
        let mut read = self.store.reader().acquire().await?;
        let themes: Vec<ThemeId> = stored::all(&mut read).await?.into_iter().map(|theme| theme.id).collect();
        drop(read);
        self.describe(&themes, pause).await?;
        let mut write = self.store.write().await?;
        settings::set(&mut write, READ_ANEW, None).await?;
        write.commit().await
    }

    /// The vectors of those texts that have none yet.
    async fn vectors_of(
        &self,
        model: Option<Arc<Model>>,
        texts: Vec<String>,
        pause: &Pause<'_>,
    ) -> Result<Vec<(i64, bool, Packed)>> {
        let knows = model.clone();
        let texts = aside(move || distinct(texts, knows.as_deref())).await?;
        let keys: Vec<(i64, bool)> = texts.iter().map(|text| (text.key, text.meaning)).collect();
        let mut read = self.store.reader().acquire().await?;
        let known: HashSet<i64> = vectors::known(&mut read, &keys).await?.into_iter().collect();
        drop(read);
        let new: Vec<Text> = texts.into_iter().filter(|text| !known.contains(&text.key)).collect();
        if new.is_empty() {
            return Ok(Vec::new());
        }
        pause.aside(move |course| embedded(&new, model.as_deref(), course)).await
    }

    /// The vector of one text, and whether it is of its meaning.
    pub(crate) async fn vector_of(&self, text: String) -> Result<(bool, Vec<f32>)> {
        let model = self.language.model().await.ok();
        let texts = distinct(vec![text], model.as_deref());
        let found = aside(move || embedded(&texts, model.as_deref(), &Course::default())).await?;
        let first = found.into_iter().flatten().next();
        Ok(first.map_or((false, vec![0.0; HIDDEN]), |(_, meaning, packed)| (meaning, packed.values())))
    }
}

fn key(text: &str) -> i64 {
    xxh3_64(text.as_bytes()).cast_signed()
}

fn distinct(texts: Vec<String>, model: Option<&Model>) -> Vec<Text> {
    let mut seen = HashSet::new();
    let texts = texts.into_iter().map(|text| (key(&text), text)).filter(|(key, _)| seen.insert(*key));
    texts.map(|(key, text)| Text { key, meaning: model.is_some_and(|model| model.knows(&text)), text }).collect()
}

fn embedded(texts: &[Text], model: Option<&Model>, course: &Course) -> Option<Vec<(i64, bool, Packed)>> {
    let known: Vec<&str> = texts.iter().filter(|text| text.meaning).map(|text| text.text.as_str()).collect();
    let meanings = match model {
        Some(model) => model.embed(&known, |_, _| course.go_on().is_some())?,
        None => Vec::new(),
    };
    let mut of_key: HashMap<i64, &[f32]> = HashMap::new();
    let known = texts.iter().filter(|text| text.meaning);
    known.zip(meanings.chunks_exact(HIDDEN)).for_each(|(text, values)| {
        of_key.insert(text.key, values);
    });
    let packed = |text: &Text| match of_key.get(&text.key) {
        Some(values) => (text.key, true, Packed::new(values)),
        None => (text.key, false, Packed::new(&by_words(&text.text))),
    };
    Some(texts.iter().map(packed).collect())
}

/// Seconds for what waits, at the speed so far.
fn left(started: Time, now: Time, done: u32, waiting: u32) -> Option<f64> {
    let seconds = (now.0 - started.0) as f64 / Time::SECOND as f64;
    (done > 0 && seconds > 1.0).then(|| f64::from(waiting) * seconds / f64::from(done))
}
