//! Heeding the pause while the grouping is at work: between small pieces of it, and beside long computing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use themes::course::Course;

use super::aside;
use crate::api::Engine;
use crate::error::{Problem, ProblemKind, Result};

/// How often somebody looks, while something is computed aside, whether it is paused. The setting is asked, not a
/// switch in memory: another window or command may have paused it.
const LOOKS: Duration = Duration::from_millis(250);

/// Asked by everything that takes long whether to go on. What was committed by then stays, and the next run goes on
/// from there.
pub(crate) struct Pause<'e> {
    engine: &'e Engine,
    heeded: bool,
    /// It was paused already when a person asked for a second look, which runs all the same.
    overruled: AtomicBool,
}

impl<'e> Pause<'e> {
    /// For one run; `asked`: a person asked for it as a second look.
    pub(super) async fn of(engine: &'e Engine, asked: bool) -> Result<Pause<'e>> {
        let overruled = asked && engine.is_grouping_paused().await?;
        Ok(Pause { engine, heeded: true, overruled: AtomicBool::new(overruled) })
    }

    /// For what people wait for.
    pub(in crate::api) fn unheeded(engine: &'e Engine) -> Pause<'e> {
        Pause { engine, heeded: false, overruled: AtomicBool::new(false) }
    }

    /// Ends the run, as a problem of the kind `Cancelled`, when somebody paused it or the workspace was closed.
    pub(super) async fn heed(&self) -> Result<()> {
        if self.engine.is_closed() {
            return Err(stopped());
        }
        if !self.heeded {
            return Ok(());
        }
        let paused = self.engine.is_grouping_paused().await?;
        if !paused {
            // A pause that comes later holds.
            self.overruled.store(false, Ordering::Relaxed);
        }
        if paused && !self.overruled.load(Ordering::Relaxed) { Err(stopped()) } else { Ok(()) }
    }

    /// Computes aside, and no longer than until somebody pauses.
    pub(super) async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Course) -> Option<T> + Send + 'static,
    ) -> Result<T> {
        self.aside_telling(|_| (), work).await
    }

    /// The same; `tell` hears now and then how many steps are done.
    pub(super) async fn aside_telling<T: Send + 'static>(
        &self,
        tell: impl Fn(u32) + Send,
        work: impl FnOnce(&Course) -> Option<T> + Send + 'static,
    ) -> Result<T> {
        let course = Arc::new(Course::default());
        let _stops = StopsWhenLeft(course.clone());
        let working = aside({
            let course = course.clone();
            move || work(&course)
        });
        tokio::pin!(working);
        loop {
            if let Ok(found) = tokio::time::timeout(LOOKS, &mut working).await {
                return found?.ok_or_else(stopped);
            }
            self.heed().await?;
            tell(course.steps());
        }
    }
}

/// Nobody waits for the result any more, however that came.
struct StopsWhenLeft(Arc<Course>);

impl Drop for StopsWhenLeft {
    fn drop(&mut self) {
        self.0.stop();
    }
}

fn stopped() -> Problem {
    Problem::new(ProblemKind::Cancelled, "The grouping was paused.")
        .kept("Everything placed so far is kept.")
        .todo("Resume it to go on from there.")
}
