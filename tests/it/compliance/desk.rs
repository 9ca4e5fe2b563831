//! A workspace with one connection to a tool that plays its replay.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use engine::api::types::{ConnectionForm, PullReport, WorkspaceName};
use engine::api::{Context, Engine, workspace_file};
use engine::connectors::Account;
use engine::error::Problem;
use engine::model::{ConnectionId, Time};
use engine::secrets::{Memory, Secrets};
use support::Clock;
use support::replay::{PAUSE, Player, Replay};
use tempfile::TempDir;
use tokio::sync::OnceCell;

pub struct Desk {
    pub folder: TempDir,
    pub player: Player,
    pub replay: Replay,
    pub id: ConnectionId,
    pub engine: Arc<Engine>,
    /// The next identifier the engine makes is this one, when it is set.
    pub next_uid: Arc<Mutex<Option<String>>>,
    clock: Clock,
    secrets: Secrets,
}

/// How patient the engine is.
#[derive(Clone, Copy)]
pub struct Pace {
    /// For one request.
    pub total: Duration,
    pub attempts: u32,
}

/// On a busy machine a request of a healthy tool may take a while.
pub const CALM: Pace = Pace { total: Duration::from_secs(20), attempts: 2 };

impl Desk {
    pub async fn of(replay: Replay) -> Result<Desk> {
        let player = Player::start(&replay).await;
        Desk::with(replay, player, CALM).await
    }

    pub async fn with(replay: Replay, player: Player, pace: Pace) -> Result<Desk> {
        let (folder, clock) = (TempDir::new()?, Clock::at(&replay.now));
        std::fs::write(workspace_file(folder.path(), WorkspaceName::Own), empty_workspace().await?)?;
        let (secrets, next_uid) = (Secrets::new(Memory::default()), Arc::new(Mutex::new(None)));
        let engine = open(folder.path(), context(&clock, &secrets, &next_uid, pace)).await?;
        let added = engine.add_connection(form(&replay, &player), secret_of(&replay)).await.map_err(said)?;
        Ok(Desk { folder, player, replay, id: added.id, engine, next_uid, clock, secrets })
    }

    /// As after a crash, with the secret still in its place.
    pub async fn reopen(&mut self, pace: Pace) -> Result<()> {
        self.engine = open(self.folder.path(), context(&self.clock, &self.secrets, &self.next_uid, pace)).await?;
        Ok(())
    }

    /// The `number`-th pull, whose exchanges the player may know apart. Fails when the pull does.
    pub async fn pull(&self, number: u32) -> Result<PullReport> {
        let report = self.try_pull(number).await?;
        if let Some(problem) = &report.problem {
            return Err(anyhow!("pull {number} ended with: {}{}", problem.sentence(), self.unanswered()));
        }
        ensure!(self.unanswered().is_empty(), "pull {number}:{}", self.unanswered());
        Ok(report)
    }

    pub async fn try_pull(&self, number: u32) -> Result<PullReport> {
        self.begin_pull(number);
        self.engine.pull(self.id).await.map_err(said)
    }

    /// The clock never goes back.
    pub fn begin_pull(&self, number: u32) {
        let due = support::time(&self.replay.now).plus(i64::from(number - 1) * PAUSE);
        self.clock.forward_minutes((due.0 - self.clock.now().0).max(0) / Time::MINUTE);
        self.player.begin_pull(number);
    }

    /// What the player was asked in vain, for the end of a sentence.
    pub fn unanswered(&self) -> String {
        let asked = self.player.unanswered();
        let Some(first) = asked.first() else { return String::new() };
        format!("\n  replay.json has no exchange for: {first}")
    }

    pub fn form(&self) -> ConnectionForm {
        form(&self.replay, &self.player)
    }
}

/// A workspace without anything in it. The suites open hundreds, so it is made once and copied.
async fn empty_workspace() -> Result<&'static [u8]> {
    static EMPTY: OnceCell<Vec<u8>> = OnceCell::const_new();
    let made = EMPTY.get_or_try_init(|| async {
        let folder = TempDir::new()?;
        support::open(folder.path(), &Clock::at("2020-01-01T00:00:00Z")).await.close().await.map_err(said)?;
        anyhow::Ok(std::fs::read(workspace_file(folder.path(), WorkspaceName::Own))?)
    });
    Ok(made.await?.as_slice())
}

async fn open(folder: &Path, context: Context) -> Result<Arc<Engine>> {
    Ok(Arc::new(Engine::open(folder, WorkspaceName::Own, context).await.map_err(said)?))
}

fn context(clock: &Clock, secrets: &Secrets, next_uid: &Arc<Mutex<Option<String>>>, pace: Pace) -> Context {
    let context = support::context(clock);
    let (counted, wanted) = (context.new_uid.clone(), next_uid.clone());
    let new_uid = move || wanted.lock().ok().and_then(|mut wanted| wanted.take()).unwrap_or_else(|| counted());
    let mut limits = context.limits.clone();
    (limits.total, limits.attempts) = (pace.total, pace.attempts);
    Context { limits, secrets: secrets.clone(), new_uid: Arc::new(new_uid), ..context }
}

pub fn account(replay: &Replay, player: &Player) -> Account {
    Account {
        vendor: replay.vendor.clone(),
        base_url: player.uri(),
        user: replay.account.user.clone(),
        project: replay.account.project.clone(),
        settings: replay.account.settings.clone(),
    }
}

pub fn secret_of(replay: &Replay) -> Option<String> {
    (!replay.secret.is_empty()).then(|| replay.secret.clone())
}

fn form(replay: &Replay, player: &Player) -> ConnectionForm {
    ConnectionForm { name: "Desk".to_owned(), account: account(replay, player) }
}

pub fn said(problem: Problem) -> anyhow::Error {
    anyhow!("{}", problem.sentence())
}
