//! How far long work is, and whether it shall go on: between the thread that works and whoever waits for it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// One long piece of work. The worker asks now and then whether to go on, and counts its steps; whoever holds it too
/// can stop the work, which then has no result. Left alone, it goes on to the end.
#[derive(Debug, Default)]
pub struct Course {
    stopped: AtomicBool,
    steps: AtomicU32,
}

impl Course {
    /// Stops the work for good, soon.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// `None` once it is stopped, so that `?` ends the work. As cheap as reading a number.
    pub fn go_on(&self) -> Option<()> {
        (!self.stopped.load(Ordering::Relaxed)).then_some(())
    }

    /// Counts one more step as done.
    pub fn step(&self) {
        self.steps.fetch_add(1, Ordering::Relaxed);
    }

    /// Steps done so far.
    pub fn steps(&self) -> u32 {
        self.steps.load(Ordering::Relaxed)
    }
}
