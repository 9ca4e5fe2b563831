//! Finding themes in the background: texts are read into vectors, what is new joins the themes there are or founds some,
//! and now and then everything is looked at anew, which gives suggestions. One at a time for a workspace, in this
//! program and in all others; a pause ends it within a second or so, and it goes on where it was after a stop of any
//! kind, to the same result.

mod aside;
mod describe;
mod found;
mod pause;
mod place;
mod read;
mod round;
mod second_look;

use std::sync::{Arc, Mutex, PoisonError};

use themes::label::Vocabulary;

use super::Engine;
use super::types::{Event, GroupingProgress, ThemesStanding};
use crate::error::{ProblemKind, Result};
use crate::model::Time;
use crate::store::{settings, vectors};

pub(crate) use aside::aside;
pub(super) use describe::Texts;
pub(super) use pause::Pause;

/// Settings of the grouping, kept with the workspace.
const PAUSED: &str = "grouping_paused";
const PLACED_AT: &str = "grouping_placed_at";
/// Texts that the last look at everything saw; twice as many call for another one.
const LOOKED_AT: &str = "grouping_looked_at";
/// Set until a look at everything that was begun, or that a person asked for, is over.
const LOOK_DUE: &str = "grouping_look_due";
/// "meaning" or "words": how texts were read last.
const READ_BY: &str = "grouping_read_by";
/// Set while all texts are read again in another way.
const READ_ANEW: &str = "grouping_read_anew";

/// How far the grouping is, for whoever asks in between. `None`: it doesn't run.
#[derive(Default)]
pub(crate) struct GroupingState {
    progress: Mutex<Option<GroupingProgress>>,
    /// Which words were common when so many signals were stored.
    vocabulary: Mutex<Option<(u32, Arc<Vocabulary>)>>,
}

impl GroupingState {
    pub(crate) fn progress(&self) -> Option<GroupingProgress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn vocabulary(&self, signals: u32) -> Option<Arc<Vocabulary>> {
        let kept = self.vocabulary.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(of, _)| *of == signals).map(|(_, vocabulary)| vocabulary.clone())
    }

    fn keep_vocabulary(&self, signals: u32, vocabulary: &Arc<Vocabulary>) {
        *self.vocabulary.lock().unwrap_or_else(PoisonError::into_inner) = Some((signals, vocabulary.clone()));
    }

    fn set(&self, progress: Option<GroupingProgress>) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}

/// Says that the grouping has ended when it is dropped, however it ended.
struct Run<'e>(&'e Engine);

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.0.grouping_ended();
    }
}

impl Engine {
    /// Reads and places what waits; `anew` looks at everything again for suggestions. While another run is at it, or
    /// the grouping is paused, it only says how things stand.
    pub async fn group_signals(&self, anew: bool) -> Result<ThemesStanding> {
        match self.running.turn("grouping") {
            Ok(turn) => {
                self.group(anew).await?;
                drop(turn);
            }
            Err(problem) if problem.kind == ProblemKind::Busy => {}
            Err(problem) => return Err(problem),
        }
        self.themes_standing().await
    }

    /// The same as [`Engine::group_signals`], when there is something to do and nobody paused it. For the background.
    pub async fn group_waiting(&self) -> Result<()> {
        if !self.is_grouping_paused().await? && self.is_there_work().await? {
            self.group_signals(false).await?;
        }
        Ok(())
    }

    pub async fn pause_grouping(&self, paused: bool) -> Result<ThemesStanding> {
        let mut write = self.store.write().await?;
        settings::set(&mut write, PAUSED, paused.then_some("yes")).await?;
        write.commit().await?;
        self.tell_changed();
        self.themes_standing().await
    }

    async fn group(&self, anew: bool) -> Result<()> {
        let run = Run(self);
        let pause = Pause::of(self, anew).await?;
        match self.go_through(anew, &pause).await {
            // What was committed by then stays.
            Err(problem) if problem.kind == ProblemKind::Cancelled => {}
            ended => ended?,
        }
        drop(run);
        self.tell_changed();
        self.wake_sleepers().await
    }

    async fn go_through(&self, anew: bool, pause: &Pause<'_>) -> Result<()> {
        if anew {
            self.make_look_due().await?;
        }
        self.read_texts(pause).await?;
        pause.heed().await?;
        self.finish_look(pause).await?;
        while self.place_round(pause).await? {}
        if self.is_set(LOOK_DUE).await? || self.has_doubled().await? {
            self.look_again(pause).await?;
        }
        Ok(())
    }

    /// Whether something waits, or a stop left something unfinished.
    async fn is_there_work(&self) -> Result<bool> {
        let (unread, unplaced) = self.waiting().await?;
        Ok(unread + unplaced > 0
            || self.round().await?.is_some()
            || self.is_set(LOOK_DUE).await?
            || self.is_set(READ_ANEW).await?)
    }

    /// How many signals wait to be read, and how many to be placed.
    async fn waiting(&self) -> Result<(u32, u32)> {
        let mut read = self.store.reader().acquire().await?;
        vectors::waiting(&mut read).await
    }

    pub(super) async fn is_grouping_paused(&self) -> Result<bool> {
        self.is_set(PAUSED).await
    }

    async fn is_set(&self, setting: &str) -> Result<bool> {
        Ok(settings::get(self.store.reader(), setting).await?.is_some())
    }

    pub(super) async fn placed_at(&self) -> Result<Option<Time>> {
        let at = settings::get(self.store.reader(), PLACED_AT).await?;
        Ok(at.and_then(|at| at.parse().ok()).map(Time))
    }

    /// Says that nothing runs any more.
    pub(super) fn grouping_ended(&self) {
        self.grouping.set(None);
        self.tell(Event::Grouping { progress: None });
    }

    fn tell_grouping(&self, what: &str, done: u32, total: Option<u32>, seconds_left: Option<f64>) {
        let progress = GroupingProgress { what: what.to_owned(), done, total, seconds_left };
        self.grouping.set(Some(progress.clone()));
        self.tell(Event::Grouping { progress: Some(progress) });
    }
}
