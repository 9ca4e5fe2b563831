//! The workspace that the window has open, and what the engine tells on the way.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use engine::api::types::WorkspaceName;
use engine::api::{Context, Engine, workspace_file};
use engine::error::{Problem, ProblemKind, Result};
use engine::model::Time;
use engine::store::backup;
use tauri::{AppHandle, Emitter, Runtime};
use tokio::sync::RwLock;
use tokio::sync::broadcast::error::RecvError;

use crate::clock::Now;
use crate::schedule::keep_reading;

/// Often enough that what the command line changed shows soon, seldom enough to cost nothing.
const LOOK_FOR_OTHERS_EVERY: Duration = Duration::from_secs(3);
const LOOK_FOR_A_BACKUP_EVERY: Duration = Duration::from_secs(3_600);

/// Told of each engine once it is open.
type Tell = Arc<dyn Fn(&Arc<Engine>) + Send + Sync>;

/// The open workspace, or why it can't be opened; the page shows that sentence.
#[derive(Clone)]
pub struct Open {
    folder: PathBuf,
    /// One for all workspaces, so that a vault opened in one is open in the other.
    context: Context,
    tell: Tell,
    current: Arc<RwLock<Result<Arc<Engine>>>>,
}

impl Open {
    /// Begins to open the person's own workspace, while the window is made. Whoever asks for it waits until it is there.
    pub async fn begin<R: Runtime>(app: AppHandle<R>, folder: PathBuf, now: Now) -> Self {
        let tell = Arc::new(move |engine: &Arc<Engine>| {
            forward(app.clone(), engine);
            look_after(engine);
            keep_reading(engine);
        });
        let context = Context { now, ..Context::system(&folder) };
        let open = Open { folder, context, tell, current: Arc::new(RwLock::new(Err(closed()))) };
        let mut current = Arc::clone(&open.current).write_owned().await;
        let opening = open.clone();
        tauri::async_runtime::spawn(async move { *current = opening.open(WorkspaceName::Own).await });
        open
    }

    pub async fn engine(&self) -> Result<Arc<Engine>> {
        self.current.read().await.clone()
    }

    /// What time it is in every workspace.
    pub fn now(&self) -> Time {
        (self.context.now)()
    }

    /// Closes the present workspace and opens `which`.
    pub async fn switch(&self, which: WorkspaceName) -> Result<()> {
        let mut current = self.current.write().await;
        if let Ok(engine) = &*current {
            engine.close().await?;
        }
        *current = self.open(which).await;
        current.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// For a workspace that can't be opened because it is damaged: the newest good backup takes its place,
    /// the damaged file is kept beside it.
    pub async fn restore_newest(&self) -> Result<()> {
        let mut current = self.current.write().await;
        if !matches!(&*current, Err(problem) if problem.kind == ProblemKind::Damaged) {
            return Err(Problem::refused("The workspace isn't damaged.").kept("Nothing was changed."));
        }
        let file = workspace_file(&self.folder, WorkspaceName::Own);
        let mut last = Problem::not_found("There is no backup to restore.").kept("The damaged file is kept.");
        for candidate in backup::list(&file)? {
            match backup::replace_damaged(&file, &candidate.name, self.now()).await {
                Ok(_) => {
                    *current = self.open(WorkspaceName::Own).await;
                    return current.as_ref().map(|_| ()).map_err(Clone::clone);
                }
                Err(problem) => last = problem,
            }
        }
        Err(last)
    }

    pub async fn close(&self) {
        if let Ok(engine) = &*self.current.read().await {
            let _ = engine.close().await;
        }
    }

    async fn open(&self, which: WorkspaceName) -> Result<Arc<Engine>> {
        let engine = Arc::new(Engine::open(&self.folder, which, self.context.clone()).await?);
        (self.tell)(&engine);
        Ok(engine)
    }
}

fn closed() -> Problem {
    Problem::new(ProblemKind::Busy, "The workspace is being opened.").todo("Try again in a moment.")
}

/// Passes the engine's events to the page until the engine is gone.
fn forward<R: Runtime>(app: AppHandle<R>, engine: &Arc<Engine>) {
    let mut events = engine.listen();
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(event) => {
                    let _ = app.emit("engine", event);
                }
                // The page fell behind; the next event brings it up to date.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break,
            }
        }
    });
}

/// Daily backups, and a look at whether another program changed the file. Ends when the engine is closed.
fn look_after(engine: &Arc<Engine>) {
    let engine = Arc::downgrade(engine);
    tauri::async_runtime::spawn(async move {
        let mut next_backup = std::time::Instant::now();
        loop {
            tokio::time::sleep(LOOK_FOR_OTHERS_EVERY).await;
            let Some(engine) = engine.upgrade() else { break };
            if engine.is_closed() {
                break;
            }
            let _ = engine.notice_others().await;
            if std::time::Instant::now() >= next_backup {
                let _ = engine.back_up_daily().await;
                next_backup = std::time::Instant::now() + LOOK_FOR_A_BACKUP_EVERY;
            }
        }
    });
}
