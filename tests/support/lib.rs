//! What the tests share: a clock that stands still until told, opened workspaces, and (in `servers`) the real tools.

// What can't be set up for a test ends the test.
#![allow(clippy::expect_used, clippy::panic)]

pub mod breaking_line;
mod clock;
pub mod fake_redmine;
mod keys;
pub mod replay;
pub mod rude;
pub mod screens;
pub mod servers;
pub mod window;

use std::path::Path;

use engine::api::types::WorkspaceName;
use engine::api::{Context, Engine};
use engine::error::Problem;

pub use clock::{Clock, time};

/// Opens the person's own workspace in `folder`.
pub async fn open(folder: &Path, clock: &Clock) -> Engine {
    match try_open(folder, clock).await {
        Ok(engine) => engine,
        Err(problem) => panic!("the workspace opens: {problem}"),
    }
}

pub async fn try_open(folder: &Path, clock: &Clock) -> Result<Engine, Problem> {
    Engine::open(folder, WorkspaceName::Own, context(clock)).await
}

/// Time from `clock`, identifiers that count up.
pub fn context(clock: &Clock) -> Context {
    clock.context()
}
