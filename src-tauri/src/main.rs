//! The desktop window: opens the workspace, shows the page, and passes its calls to the engine.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod clock;
mod commands;
mod instance;
mod schedule;
mod tray;
mod workspace;

use std::process::ExitCode;

use tauri::{Manager, RunEvent, WindowEvent};

use workspace::Open;

fn main() -> ExitCode {
    // Tests and people with several workspaces name a folder; each folder has its own lock.
    let own_folder = std::env::var_os("THROUGHLINE_FOLDER").map(std::path::PathBuf::from);
    let folder = own_folder.clone().unwrap_or_else(engine::api::default_folder);
    let mut builder = tauri::Builder::default();
    if own_folder.is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
            tray::bring_back(app);
        }));
    }
    let run = builder
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(commands::handler())
        .setup(move |app| {
            // Without a message bus the single-instance plugin is silent, so the lock decides.
            let lock = instance::lock(&folder)?;
            app.manage(lock);
            let now = clock::clock()?;
            app.manage(tauri::async_runtime::block_on(Open::begin(app.handle().clone(), folder, now)));
            tray::begin(app.handle());
            Ok(())
        })
        .build(tauri::generate_context!());
    match run {
        Ok(app) => {
            app.run(|app, event| match event {
                RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { api, .. }, .. }
                    if tray::stays(app) =>
                {
                    api.prevent_close();
                    if let Some(window) = app.get_webview_window(&label) {
                        let _ = window.hide();
                    }
                }
                RunEvent::Exit => tauri::async_runtime::block_on(app.state::<Open>().close()),
                _ => {}
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Throughline can't start: {error}");
            ExitCode::FAILURE
        }
    }
}
