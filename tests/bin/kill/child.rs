//! The process that is stopped: it works as fast as it can and says each thing that is done, once it is done.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use engine::api::types::{AcceptInto, ConnectionForm, OutboxState, SignalQuery, ThemeQuery, WorkspaceName};
use engine::api::{Context, Engine};
use engine::connectors::Account;
use engine::error::Problem;
use engine::model::{ConnectionId, DeclineReason, OpportunityId, SignalId, Time, TriageState};
use engine::secrets::{Memory, Secrets};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use support::servers::Redmine;

use super::Work;

/// The system's clock, a secret that is never stored, and no language model: loading it would take most of a round.
pub async fn open(folder: &Path) -> Result<Engine> {
    let secrets = Secrets::new(Memory::holding(Redmine::KEY.to_owned().into()));
    Ok(Engine::open(folder, WorkspaceName::Own, Context { secrets, model: None, ..Context::system(folder) }).await?)
}

/// A workspace with the connection that all children use, and signals to triage.
pub async fn prepare(folder: &Path, account: Account) -> Result<()> {
    let engine = open(folder).await?;
    let form = ConnectionForm { name: "Redmine".into(), account };
    let connection = engine.add_connection(form, Some(Redmine::KEY.into())).await?;
    let report = engine.pull(connection.id).await?;
    if let Some(problem) = report.problem {
        bail!("the first pull stopped: {problem}");
    }
    Ok(engine.close().await?)
}

pub async fn run(work: Work, folder: &Path, seed: u64) -> Result<()> {
    let engine = open(folder).await?;
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    say("ready");
    loop {
        match work {
            Work::Pull => pull(&engine).await?,
            Work::Triage => triage(&engine, &mut chance).await?,
            Work::Export => export(&engine, &mut chance).await?,
            Work::Group => group(&engine, &mut chance).await?,
        }
    }
}

/// One line for the parent; what it says must be there after the stop.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

async fn connection(engine: &Engine) -> Result<ConnectionId> {
    match engine.connections().await?.first() {
        Some(first) => Ok(first.id),
        None => bail!("the connection is gone"),
    }
}

async fn pull(engine: &Engine) -> Result<()> {
    let report = engine.pull(connection(engine).await?).await?;
    say(&format!("pulled {}", report.read));
    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    Ok(())
}

async fn triage(engine: &Engine, chance: &mut ChaCha8Rng) -> Result<()> {
    let ids = engine.signal_ids(SignalQuery::default()).await?;
    let in_force = engine.recent(20).await?.iter().filter(|step| !step.undone).count();
    if ids.len() < 20 {
        let done = engine.undo().await?;
        if let Some(step) = done.step {
            say(&format!("step {step}"));
        }
        return Ok(());
    }
    let some: Vec<SignalId> =
        (0..chance.random_range(1..4)).map(|_| SignalId(ids[chance.random_range(0..ids.len())])).collect();
    let done = match chance.random_range(0..6) {
        0 => engine.accept(some, AcceptInto::New { title: "Something to do".into() }, 2).await,
        1 => engine.decline(some, DeclineReason::TooRare, "Rare".into(), None).await,
        2 => engine.snooze(some, Time(engine_now() + Time::HOUR)).await,
        3 => engine.merge(some[1..].to_vec(), some[0]).await,
        // The very first decisions made the connection, which the other children need.
        4 if in_force > 10 => engine.undo().await,
        _ => engine.redo().await,
    };
    match done {
        Ok(done) => {
            if let Some(step) = done.step {
                say(&format!("step {step}"));
            }
            Ok(())
        }
        Err(problem) => expected(problem),
    }
}

async fn export(engine: &Engine, chance: &mut ChaCha8Rng) -> Result<()> {
    for entry in engine.outbox().await? {
        if matches!(entry.state, OutboxState::Queued | OutboxState::NeedsCheck | OutboxState::Failed) {
            engine.settle_outbox(entry.id).await?;
            say(&format!("settled {}", entry.id));
        }
    }
    let connection = connection(engine).await?;
    if chance.random_bool(0.5) {
        return export_several(engine, connection, chance).await;
    }
    let id = made(engine, chance).await?;
    let preview = engine.preview_export(id, connection).await?;
    let entry = engine.send_export(id, connection, preview.draft, Some("A test".to_owned())).await?;
    if entry.state == OutboxState::Sent {
        say(&format!("sent {}", entry.id));
    }
    Ok(())
}

async fn export_several(engine: &Engine, connection: ConnectionId, chance: &mut ChaCha8Rng) -> Result<()> {
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(made(engine, chance).await?);
    }
    let queued = engine.queue_exports(ids.clone(), connection, String::new(), Some("A test".to_owned())).await?;
    if queued.queued != 3 {
        bail!("only {} of 3 were queued", queued.queued);
    }
    let entries = engine.outbox().await?.into_iter().filter(|entry| ids.contains(&entry.opportunity.id));
    entries.for_each(|entry| say(&format!("queued {}", entry.id)));
    engine.send_waiting(connection, false).await?;
    for entry in engine.outbox().await? {
        if ids.contains(&entry.opportunity.id) && entry.state == OutboxState::Sent {
            say(&format!("sent {}", entry.id));
        }
    }
    Ok(())
}

async fn made(engine: &Engine, chance: &mut ChaCha8Rng) -> Result<OpportunityId> {
    let made = engine.create_opportunity(format!("Idea {}", chance.random::<u32>())).await?;
    match made.opportunity {
        Some(opportunity) => Ok(opportunity.id),
        None => bail!("a new opportunity has no number"),
    }
}

/// Groups, and corrects what came of it.
async fn group(engine: &Engine, chance: &mut ChaCha8Rng) -> Result<()> {
    engine.group_signals(chance.random_bool(0.3)).await?;
    let themes = engine.themes(ThemeQuery::default()).await?.themes;
    if themes.len() < 2 {
        return Ok(());
    }
    let theme = themes[chance.random_range(0..themes.len())].id;
    let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
    let ids = engine.signal_ids(query).await?;
    let signal = SignalId(ids[chance.random_range(0..ids.len())]);
    let done = match chance.random_range(0..5) {
        0 => engine.rename_theme(theme, format!("Theme {}", chance.random::<u16>())).await,
        1 => engine.place_signals(vec![signal], Some(theme)).await,
        2 => engine.keep_out(vec![signal], theme).await,
        3 => engine.dismiss_theme(theme, chance.random_bool(0.5)).await,
        _ => engine.merge_themes(theme, vec![themes[0].id], None).await,
    };
    match done {
        Ok(done) => {
            if let Some(step) = done.step {
                say(&format!("step {step}"));
            }
            Ok(())
        }
        Err(problem) => expected(problem),
    }
}

fn engine_now() -> i64 {
    Time::system_now().0
}

/// A rule may say no to a random wish; anything else is a fault.
fn expected(problem: Problem) -> Result<()> {
    use engine::error::ProblemKind::{BadInput, NotFound, Refused};
    if matches!(problem.kind, Refused | BadInput | NotFound) { Ok(()) } else { Err(problem.into()) }
}
