//! The whole workspace as open JSON: saved, and brought in where nothing is yet.

use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::broadcast;

use super::Engine;
use super::imports::{create_private, forget, off_thread};
use super::running::Run;
use super::types::{Event, Progress, SavedFile, StagedFile, WorkspaceFile, WorkspaceInfo};
use crate::error::{Problem, ProblemKind, Result};
use crate::model::{ConnectionId, Time};
use crate::share::format::Header;
use crate::store::open_json::{self, Watch};

/// Stands for the whole workspace among what runs; no connection has this id.
const WHOLE: ConnectionId = ConnectionId(0);

impl Engine {
    /// Writes everything but passwords and keys into the exports folder. An earlier file is never overwritten.
    pub async fn save_workspace(&self) -> Result<SavedFile> {
        let folder = self.exports_folder()?;
        let day: String = self.now().rfc3339().chars().take(10).collect();
        let free = (1..10_000)
            .map(|n| if n == 1 { String::new() } else { format!("-{n}") })
            .map(|n| folder.join(format!("workspace-{day}{n}.ndjson")))
            .find(|path| !path.exists());
        let path = free.ok_or_else(|| {
            Problem::refused("There are thousands of files of today already.")
                .kept("Nothing was written.")
                .todo(format!("Clear {} out.", folder.display()))
        })?;
        self.export_workspace(&path).await
    }

    /// The same into a file of that name, which must not be there yet. For the command line only: the page never names
    /// a path. Readable by this person alone.
    pub async fn export_workspace(&self, to: &Path) -> Result<SavedFile> {
        if to.exists() {
            return Err(Problem::refused(format!("{} is there already.", to.display()))
                .kept("It was not touched.")
                .todo("Choose another name."));
        }
        let run = self.begin_sharing()?;
        let voice = Voice::new(self, "rows saved");
        let unfinished = to.with_added_extension("unfinished");
        let (file, now, stop) = (self.store.file().to_path_buf(), self.now(), run.stop.clone());
        let (written, teller) = (unfinished.clone(), voice.clone());
        let done = off_thread(move || {
            remove(&written)?;
            let mut out = BufWriter::with_capacity(1 << 20, create_private(&written)?);
            let watch = Watch { stop: &|| stop.is_cancelled(), tell: &|done, total| teller.tell(done, total) };
            let header = open_json::write_out(&file, &mut out, now, &watch)?;
            out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
            Ok(header)
        })
        .await;
        voice.end();
        let header = match done {
            Ok(header) => header,
            Err(problem) => {
                // Half a workspace would pass for a whole one.
                remove(&unfinished)?;
                return Err(problem);
            }
        };
        std::fs::rename(&unfinished, to)?;
        Ok(SavedFile {
            name: to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            path: to.display().to_string(),
            rows: u32::try_from(header.rows()).unwrap_or(u32::MAX),
            bytes: std::fs::metadata(to)?.len(),
        })
    }

    /// What a staged file holds. Reads its first line only.
    pub async fn look_at_workspace(&self, file: StagedFile) -> Result<WorkspaceFile> {
        let path = self.staged_path(&file)?;
        let header = off_thread(move || open_json::header_of(&path)).await?;
        let count = |kind: &str| header.counts.get(kind).copied().unwrap_or_default();
        let (signals, opportunities, decisions) = (count("signal"), count("opportunity"), count("step"));
        let blocked = self.refuse_unless_empty().await.err().map(|problem| problem.sentence());
        let Header { made_at, program, .. } = header;
        Ok(WorkspaceFile { name: file.name, made_at, program, signals, opportunities, decisions, blocked })
    }

    /// Fills this workspace with what a staged file holds: all of it, or nothing.
    pub async fn bring_in_workspace(&self, file: StagedFile) -> Result<WorkspaceInfo> {
        let path = self.staged_path(&file)?;
        let info = self.import_workspace(&path).await?;
        forget(&path)?;
        Ok(info)
    }

    /// The same from a file of this computer. For the command line only: the page never names a path.
    pub async fn import_workspace(&self, from: &Path) -> Result<WorkspaceInfo> {
        if !from.is_file() {
            return Err(Problem::not_found(format!("There is no file {}.", from.display()))
                .kept("Nothing was changed.")
                .todo("Check the name and try again."));
        }
        self.refuse_unless_empty().await?;
        let run = self.begin_sharing()?;
        let beside = Beside::make(self.store.file().with_extension("bringing-in"))?;
        let voice = Voice::new(self, "rows read");
        let (stop, teller) = (run.stop.clone(), voice.clone());
        let built = open_json::build(
            from.to_path_buf(),
            &beside.file(),
            self.now(),
            move || stop.is_cancelled(),
            move |done, total| teller.tell(done, total),
        )
        .await;
        voice.end();
        built?;
        self.store.fill_from(&beside.file(), self.now()).await?;
        drop(run);
        self.store.checkpoint().await?;
        self.tell_changed();
        self.workspace().await
    }

    /// Stops saving or bringing in; nothing is left of it.
    pub async fn stop_sharing(&self) -> Result<()> {
        self.running.stop(Some(WHOLE));
        Ok(())
    }

    async fn refuse_unless_empty(&self) -> Result<()> {
        if open_json::is_empty(&mut *self.store.reader().acquire().await?).await? {
            return Ok(());
        }
        Err(Problem::refused("This workspace isn't empty, and two workspaces can't be mixed.")
            .kept("Nothing was changed.")
            .todo(
                "Bring the file into a new folder: `throughline --folder NEW workspace import FILE`, and open it with \
                 THROUGHLINE_FOLDER=NEW.",
            ))
    }

    fn begin_sharing(&self) -> Result<Run> {
        self.running.begin(WHOLE).map_err(|problem| match problem.kind {
            ProblemKind::Busy => {
                Problem { what: "The workspace is being saved or brought in already.".to_owned(), ..problem }
            }
            _ => problem,
        })
    }
}

/// A folder for the workspace that is being read, gone when the work has ended, however it did.
struct Beside(PathBuf);

impl Beside {
    fn make(folder: PathBuf) -> Result<Beside> {
        let beside = Beside(folder);
        // What an import that was broken off by force has left.
        beside.clear();
        std::fs::create_dir_all(&beside.0)?;
        Ok(beside)
    }

    fn file(&self) -> PathBuf {
        self.0.join("workspace.db")
    }

    fn clear(&self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.clear();
    }
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => Err(why.into()),
        _ => Ok(()),
    }
}

/// Tells how far the work is, from any thread.
#[derive(Clone)]
struct Voice {
    events: broadcast::Sender<Event>,
    clock: Arc<dyn Fn() -> Time + Send + Sync>,
    started: Time,
    what: &'static str,
}

impl Voice {
    fn new(engine: &Engine, what: &'static str) -> Voice {
        let clock = Arc::clone(&engine.context.now);
        Voice { events: engine.events.clone(), started: clock(), clock, what }
    }

    fn tell(&self, done: u64, total: u64) {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let mut progress = self.progress();
        progress.measure(count(done), Some(count(total)), self.started, (self.clock)());
        let _ = self.events.send(Event::Progress(progress));
    }

    fn end(&self) {
        let _ = self.events.send(Event::Progress(Progress { finished: true, ..self.progress() }));
    }

    fn progress(&self) -> Progress {
        Progress { connection: None, ..Progress::of(WHOLE, self.what) }
    }
}
