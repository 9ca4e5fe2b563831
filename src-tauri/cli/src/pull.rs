//! Reading from the tools: one, all, or those whose time has come.

use engine::api::Engine;
use engine::api::types::{ConnectionView, PullReport};
use engine::error::{Problem, ProblemKind, Result};
use serde::Serialize;

use crate::args::Pull;
use crate::connections::named;
use crate::done::{Done, exit_code};
use crate::{secret, show};

/// How the read of one connection went.
#[derive(Serialize)]
struct Pulled {
    name: String,
    /// None: it wasn't begun.
    report: Option<PullReport>,
    /// Why it wasn't begun.
    problem: Option<Problem>,
}

/// What was read so far, with the exit code of the last problem.
#[derive(Default)]
struct Tally {
    pulled: Vec<Pulled>,
    text: String,
    code: u8,
}

impl Tally {
    /// True when it is no use to go on.
    fn take(&mut self, name: String, outcome: Result<PullReport>) -> bool {
        let (report, problem) = match outcome {
            Ok(report) => (Some(report), None),
            Err(problem) => (None, Some(problem)),
        };
        let said = report.as_ref().map(|report| report.message.clone()).or(problem.as_ref().map(Problem::sentence));
        self.text.push_str(&format!("{}: {}\n", show::line(&name), show::line(&said.unwrap_or_default())));
        let kind = problem.as_ref().or(report.as_ref().and_then(|report| report.problem.as_ref())).map(|p| p.kind);
        self.code = kind.map_or(self.code, exit_code);
        self.pulled.push(Pulled { name, report, problem });
        kind == Some(ProblemKind::Cancelled)
    }

    fn done(self, nothing: &str) -> Done {
        let text = if self.pulled.is_empty() { nothing.to_owned() } else { self.text };
        let mut done = Done::new(&self.pulled, text);
        done.code = self.code;
        done
    }
}

pub async fn pull(engine: &Engine, which: Pull) -> Result<Done> {
    if which.due {
        return due(engine).await;
    }
    if let Some(name) = which.name {
        let wanted = named(engine, &name).await?;
        let mut tally = Tally::default();
        tally.take(wanted.name, Ok(engine.pull(wanted.id).await?));
        return Ok(tally.done(""));
    }
    let wanted: Vec<ConnectionView> =
        engine.connections().await?.into_iter().filter(|c| c.reads && !c.paused).collect();
    secret::refuse_for_many(wanted.len())?;
    let mut tally = Tally::default();
    for one in wanted {
        let outcome = engine.pull(one.id).await;
        // Without the passphrase the others fare no better.
        if let Err(problem) = &outcome
            && problem.kind == ProblemKind::Locked
        {
            return Err(problem.clone());
        }
        if tally.take(one.name, outcome) {
            break;
        }
    }
    Ok(tally.done("There is nothing to pull from yet."))
}

/// Reads what is due. A locked vault is asked about once; without its passphrase the connections that need it wait.
async fn due(engine: &Engine) -> Result<Done> {
    let due = engine.due().await?;
    let names: Vec<ConnectionView> = engine.connections().await?;
    let name = |id| names.iter().find(|one| one.id == id).map(|one| one.name.clone()).unwrap_or_default();
    secret::refuse_for_many(due.ready.len())?;
    let mut tally = Tally::default();
    let opened = if due.locked.is_empty() { Ok(()) } else { engine.unlocked().await };
    let locked = if opened.is_ok() { due.locked } else { Vec::new() };
    for id in due.ready.into_iter().chain(locked) {
        let outcome = match engine.pull_if_due(id).await {
            Ok(Some(report)) => Ok(report),
            // Another program reads it, or has just done so.
            Ok(None) => continue,
            Err(problem) => Err(problem),
        };
        if tally.take(name(id), outcome) {
            break;
        }
    }
    Ok(tally.done("Nothing is due.").despite(opened.err().as_ref()))
}
