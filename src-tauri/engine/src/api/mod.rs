//! The use-cases: everything the window, the command line and the tests may ask of Throughline.

mod alike;
mod andon;
mod annotations;
mod anti_patterns;
mod as_of;
mod assessment;
mod audit;
mod bulk_export;
mod cause_map;
mod causes;
mod changes;
mod check;
mod commands;
mod comments;
mod customers;
mod demo;
mod demo_forum;
mod digests;
mod drafts;
mod evidence_panel;
mod export;
mod feature_use;
mod fields;
mod forum;
mod grouping;
mod highlights;
mod history;
mod idea_import;
mod import_run;
mod imports;
mod improvements;
mod inbox;
mod items;
mod keepers;
mod language;
mod last_measures;
mod listed_rows;
mod looked;
mod loopback;
mod measuring;
mod network;
mod opportunities;
mod opportunity_edits;
mod outcome;
mod past;
mod problems;
mod pull;
pub(in crate::api) mod pulse;
mod quotes;
mod ranking;
mod reach;
mod readiness;
mod reading;
mod receipts;
mod release_notes;
mod running;
mod sample;
mod saved_list;
mod scheduled;
mod scoring;
mod services;
mod sharing;
mod sources;
mod stage_limits;
mod story;
mod suggestion;
mod tap_setup;
mod taps;
mod themes;
mod trackers;
mod tree;
mod triage;
pub mod types;
mod typescript;
mod upcoming;
mod updates;
mod verbs;
mod views;
mod words;
mod workspace;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::broadcast;

pub use commands::dispatch;
pub use language::model_folder;
pub use pulse::duration;
pub use scheduled::Due;
pub use typescript::typescript;

use crate::error::Result;
use crate::http::{Http, Limits};
use crate::journal::By;
use crate::model::Time;
use crate::secrets::{Laptop, Secrets};
use crate::store::{Store, search, settings, settle};
use language::Language;
use running::Running;
use types::{Event, WorkspaceName};

/// What the engine takes from outside, so that tests can hold time and chance still.
#[derive(Clone)]
pub struct Context {
    pub now: Arc<dyn Fn() -> Time + Send + Sync>,
    /// A fresh identifier at each call, unique across laptops.
    pub new_uid: Arc<dyn Fn() -> String + Send + Sync>,
    pub secrets: Secrets,
    pub limits: Limits,
    /// The folder of the language model; without one, texts are compared by their words.
    pub model: Option<PathBuf>,
}

impl Context {
    /// The system's clock, random identifiers, and the secrets of `folder` in the keychain or wherever a person chose.
    pub fn system(folder: &Path) -> Self {
        Context {
            now: Arc::new(Time::system_now),
            new_uid: Arc::new(|| uuid::Uuid::new_v4().simple().to_string()),
            secrets: Secrets::of(Laptop::new(folder, None)),
            model: model_folder(),
            limits: Limits { seed: uuid::Uuid::new_v4().as_u64_pair().0, ..Limits::default() },
        }
    }
}

/// One open workspace.
pub struct Engine {
    pub(crate) store: Store,
    pub(crate) http: Http,
    /// What runs right now and can be stopped.
    pub(crate) running: Running,
    context: Context,
    which: WorkspaceName,
    device: String,
    events: broadcast::Sender<Event>,
    last_ranking: ranking::LastRanking,
    last_rows: listed_rows::LastRows,
    last_measures: last_measures::LastMeasures,
    last_pulse: pulse::LastRead,
    last_compared: feature_use::LastCompared,
    no_notes_due: loopback::NothingDue,
    pub(crate) language: Language,
    pub(crate) grouping: grouping::GroupingState,
    sending: bulk_export::Sending,
}

impl Engine {
    /// Opens the workspace `which` of `folder`, making both where needed.
    pub async fn open(folder: &Path, which: WorkspaceName, context: Context) -> Result<Engine> {
        std::fs::create_dir_all(folder)?;
        let device = device_name(folder, &context)?;
        let store = Store::open(&workspace_file(folder, which), (context.now)()).await?;
        let http = Http::new(context.limits.clone())?;
        // What a pull that was broken off has stored, but not indexed and not matched.
        search::index_pending(&store).await?;
        settle::pending(&store).await?;
        let running = Running::beside(store.file());
        let (events, _) = broadcast::channel(1_024);
        let engine = Engine {
            store,
            http,
            running,
            language: Language::of(context.model.clone()),
            grouping: Default::default(),
            context,
            which,
            device,
            events,
            last_ranking: Default::default(),
            last_rows: Default::default(),
            last_measures: Default::default(),
            last_pulse: Default::default(),
            last_compared: Default::default(),
            no_notes_due: Default::default(),
            sending: Default::default(),
        };
        engine.wake_sleepers().await?;
        Ok(engine)
    }

    /// Ends the engine's work with the file; using it afterwards is an error.
    pub async fn close(&self) -> Result<()> {
        self.store.close().await
    }

    /// What happens from now on: progress and changes.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    pub fn folder(&self) -> &Path {
        self.store.file().parent().unwrap_or(Path::new("."))
    }

    pub fn which(&self) -> WorkspaceName {
        self.which
    }

    pub(crate) fn now(&self) -> Time {
        (self.context.now)()
    }

    pub(crate) fn secrets(&self) -> &Secrets {
        &self.context.secrets
    }

    /// The clock itself, for work that outlasts one instant.
    pub(crate) fn clock(&self) -> &(dyn Fn() -> Time + Send + Sync) {
        &*self.context.now
    }

    pub(crate) fn new_uid(&self) -> String {
        (self.context.new_uid)()
    }

    /// Who decides, here and now.
    pub(crate) async fn by(&self) -> Result<By> {
        let actor = settings::read(self.store.reader()).await?.actor;
        Ok(By { actor, device: self.device.clone(), now: self.now() })
    }

    /// Tells whoever listens; nobody listening is fine.
    pub(crate) fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// To be called when a pull or an import has ended, however it did: its words become searchable, and what it told
    /// of customers is applied to everything.
    pub(crate) async fn finish_reading(&self) -> Result<()> {
        search::index_pending(&self.store).await?;
        settle::pending(&self.store).await?;
        self.wake_sleepers().await
    }

    /// To be called after every commit that changes what screens show.
    pub(crate) fn tell_changed(&self) {
        self.tell(Event::Changed { revision: self.store.revision() });
    }
}

/// The file of a workspace.
pub fn workspace_file(folder: &Path, which: WorkspaceName) -> PathBuf {
    folder.join(match which {
        WorkspaceName::Own => "workspace.db",
        WorkspaceName::Demo => "demo.db",
    })
}

/// Where the workspaces of this person lie when nothing else is said: `app.throughline` in the system's
/// folder for application data, the same for the window and the command line.
pub fn default_folder() -> PathBuf {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || variable("HOME").unwrap_or_else(|| PathBuf::from("."));
    let base = if cfg!(target_os = "windows") {
        variable("APPDATA").unwrap_or_else(home)
    } else if cfg!(target_os = "macos") {
        home().join("Library/Application Support")
    } else {
        variable("XDG_DATA_HOME").unwrap_or_else(|| home().join(".local/share"))
    };
    base.join("app.throughline")
}

/// The laptop's name in the journal: made once per folder, never part of the workspace file.
fn device_name(folder: &Path, context: &Context) -> Result<String> {
    let path = folder.join("device");
    match std::fs::read_to_string(&path) {
        Ok(name) if !name.trim().is_empty() => Ok(name.trim().to_owned()),
        _ => {
            let name = (context.new_uid)();
            std::fs::write(&path, &name)?;
            Ok(name)
        }
    }
}
