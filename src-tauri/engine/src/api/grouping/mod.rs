//! Finding themes in the background: texts are read into vectors, what is new joins the themes there are or founds some,
//! and now and then everything is looked at anew, which gives suggestions. One at a time for a workspace, in this
//! program and in all others; it can be paused, and goes on where it was after a stop of any kind.

mod aside;
mod describe;
mod found;
mod place;
mod read;
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

/// Settings of the grouping, kept with the workspace.
const PAUSED: &str = "grouping_paused";
const PLACED_AT: &str = "grouping_placed_at";
/// Texts that the last look at everything saw; twice as many call for another one.
const LOOKED_AT: &str = "grouping_looked_at";
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
        let mut read = self.store.reader().acquire().await?;
        let (unread, unplaced) = vectors::waiting(&mut read).await?;
        drop(read);
        if unread + unplaced > 0 && !self.is_grouping_paused().await? {
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
        self.read_texts().await?;
        if self.is_grouping_paused().await? && !anew {
            return Ok(());
        }
        let placed = self.place_waiting().await?;
        if anew || self.has_doubled().await? {
            self.look_again().await?;
        }
        if placed || anew {
            let mut write = self.store.write().await?;
            settings::set(&mut write, PLACED_AT, Some(&self.now().0.to_string())).await?;
            write.commit().await?;
        }
        drop(run);
        self.tell_changed();
        self.wake_sleepers().await
    }

    pub(super) async fn is_grouping_paused(&self) -> Result<bool> {
        Ok(settings::get(self.store.reader(), PAUSED).await?.is_some())
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
