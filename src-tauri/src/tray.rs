//! Staying in the tray when the window is closed, for those who chose it: connections are read on, and the sign
//! there says when. Where the desktop shows no tray, closing the window ends Throughline as ever.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use chrono::Local;
use engine::error::{Problem, Result};
use serde::Serialize;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIconBuilder, TrayIconId};
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_store::StoreExt;

use crate::workspace::Open;

const ID: &str = "tray";
/// The window's own taste, where the page keeps its look too.
const TASTE: &str = "taste.json";
const CHOICE: &str = "tray";
const SAY_EVERY: Duration = Duration::from_secs(30);

/// What Settings shows.
#[derive(Serialize)]
pub struct TrayState {
    /// Closing the window leaves Throughline in the tray.
    on: bool,
    /// Why it can't, if it can't.
    missing: Option<String>,
}

pub async fn state<R: Runtime>(app: &AppHandle<R>) -> TrayState {
    TrayState { on: stays(app), missing: missing().await }
}

/// Remembers the choice and shows or takes away the sign.
pub async fn keep<R: Runtime>(app: &AppHandle<R>, on: bool) -> Result<TrayState> {
    if on {
        if let Some(missing) = missing().await {
            return Err(Problem::refused(missing).kept("Closing the window ends Throughline, as before."));
        }
        show(app).await?;
    } else {
        app.remove_tray_by_id(&TrayIconId::new(ID));
    }
    let store = app.store(TASTE).map_err(|error| failed(&error))?;
    store.set(CHOICE, on);
    store.save().map_err(|error| failed(&error))?;
    Ok(state(app).await)
}

/// At the start: the sign, if it was chosen and the desktop shows one.
pub fn begin<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let chosen = app.store(TASTE).ok().and_then(|store| store.get(CHOICE)).is_some_and(|value| value == true);
        if chosen && missing().await.is_none() {
            // Without the sign the window closes as ever.
            let _ = show(&app).await;
        }
    });
}

/// True while the sign is there to come back by.
pub fn stays<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.tray_by_id(ID).is_some()
}

pub fn bring_back<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Menus belong to the main thread.
async fn show<R: Runtime>(app: &AppHandle<R>) -> Result<()> {
    if stays(app) {
        return Ok(());
    }
    let (done, built) = tokio::sync::oneshot::channel();
    let builder = app.clone();
    app.run_on_main_thread(move || {
        // The library behind the sign panics where the system lacks it.
        let outcome = catch_unwind(AssertUnwindSafe(|| build(&builder)));
        let _ = done.send(outcome.unwrap_or_else(|_| Err(lacking())));
    })
    .map_err(|error| failed(&error))?;
    let line = built.await.map_err(|error| failed(&error))??;
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        while stays(&app) {
            let _ = line.set_text(last_read(&app).await);
            tokio::time::sleep(SAY_EVERY).await;
        }
    });
    Ok(())
}

/// Gives the line that says when the last read was.
fn build<R: Runtime>(app: &AppHandle<R>) -> Result<MenuItem<R>> {
    let item = |id: &str, text: &str, on: bool| MenuItem::with_id(app, id, text, on, None::<&str>);
    let made = (|| {
        let line = item("line", "Nothing read yet", false)?;
        let menu = Menu::with_items(
            app,
            &[
                &item("open", "Open Throughline", true)?,
                &item("sync", "Sync now", true)?,
                &line,
                &PredefinedMenuItem::separator(app)?,
                &item("quit", "Quit", true)?,
            ],
        )?;
        let mut tray = TrayIconBuilder::with_id(ID).menu(&menu).tooltip("Throughline").on_menu_event(|app, event| {
            match event.id.as_ref() {
                "open" => bring_back(app),
                "sync" => sync(app),
                "quit" => app.exit(0),
                _ => {}
            }
        });
        if let Some(icon) = app.default_window_icon() {
            tray = tray.icon(icon.clone());
        }
        tray.build(app)?;
        Ok(line)
    })();
    made.map_err(|error: tauri::Error| failed(&error))
}

fn sync<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let Ok(engine) = app.state::<Open>().engine().await else { return };
        if engine.unlocked().await.is_err() {
            bring_back(&app);
            engine.ask_for_passphrase();
            return;
        }
        let Ok(all) = engine.connections().await else { return };
        for one in all.into_iter().filter(|one| one.reads && !one.paused) {
            // How it ended is noted on the connection.
            let _ = engine.pull(one.id).await;
        }
    });
}

async fn last_read<R: Runtime>(app: &AppHandle<R>) -> String {
    let engine = app.state::<Open>().engine().await;
    let last = match engine {
        Ok(engine) => engine.workspace().await.ok().and_then(|info| info.last_sync),
        Err(_) => None,
    };
    match last.and_then(|last| last.utc()) {
        Some(last) => format!("Last read {}", last.with_timezone(&Local).format("%-d %b, %H:%M")),
        None => "Nothing read yet".to_owned(),
    }
}

/// Why a sign in the tray would not be seen here.
#[cfg(target_os = "linux")]
async fn missing() -> Option<String> {
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let watcher = zbus::Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER).await?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await
    };
    match tokio::time::timeout(Duration::from_secs(1), asked).await {
        Ok(Ok(true)) => None,
        _ => Some("This desktop shows no tray.".to_owned()),
    }
}

#[cfg(not(target_os = "linux"))]
async fn missing() -> Option<String> {
    None
}

fn lacking() -> Problem {
    Problem::system("The system's library for the tray isn't installed.")
        .kept("Closing the window ends Throughline, as before.")
        .todo("Install libayatana-appindicator3, then try again.")
}

fn failed(error: &dyn std::fmt::Display) -> Problem {
    Problem::system(format!("The tray can't be used: {error}.")).kept("Closing the window ends Throughline, as before.")
}
