//! The invariants of the code map, read off the sources themselves.

use std::path::{Path, PathBuf};

use rstest::rstest;

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file under `folder` with one of the endings: path from the top, and content.
fn sources(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![top().join(folder)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            if path.ends_with("node_modules") || path.ends_with("target") || path.ends_with("dist") {
                continue;
            }
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
            let name = path.strip_prefix(top()).unwrap().to_string_lossy().replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(!found.is_empty(), "{folder} holds no sources");
    found.sort();
    found
}

/// Lines outside comments that hold one of `words`, as `file:line`.
fn lines_with(files: &[(String, String)], words: &[&str]) -> Vec<String> {
    let mut hits = Vec::new();
    for (name, content) in files {
        for (number, line) in content.lines().enumerate() {
            let code = line.trim_start();
            if !code.starts_with("//") && words.iter().any(|word| code.contains(word)) {
                hits.push(format!("{name}:{}: {code}", number + 1));
            }
        }
    }
    hits
}

const ENGINE: &str = "src-tauri/engine/src";

#[rstest]
#[case::only_store_holds_sql(&["sqlx::query", "rusqlite::"], &["store/", "error.rs"])]
#[case::only_http_sends(&["reqwest::", "lettre::"], &["http/"])]
#[case::only_secrets_sees_the_keychain(&["keyring::"], &["secrets/"])]
#[case::only_child_runs_programs(&["process::Command", "Command::new"], &["child/"])]
#[case::the_engine_knows_no_window(&["tauri::"], &[])]
#[case::only_the_doors_read_the_systems_clock(&["system_now()", "Utc::now()", "SystemTime::now()"], &["model.rs", "api/mod.rs"])]
fn each_power_has_one_room(#[case] words: &[&str], #[case] rooms: &[&str]) {
    let files: Vec<_> = sources(ENGINE, &[".rs"])
        .into_iter()
        .filter(|(name, _)| !rooms.iter().any(|room| name.strip_prefix(ENGINE).unwrap()[1..].starts_with(room)))
        .collect();
    assert_eq!(lines_with(&files, words), Vec::<String>::new());
}

#[rstest]
#[case("connectors")]
#[case("import")]
#[case("score")]
#[case("export")]
#[case("loopback")]
#[case("share")]
#[case("mapping")]
#[case("demo")]
#[case("digest")]
fn pure_rooms_do_no_io(#[case] room: &str) {
    let files = sources(&format!("{ENGINE}/{room}"), &[".rs"]);
    let words = ["crate::store", "http::Http;", "Http::", "std::fs", "std::net", "tokio::", "std::env"];
    assert_eq!(lines_with(&files, &words), Vec::<String>::new());
}

#[test]
fn nothing_points_back_to_the_api() {
    let files: Vec<_> = sources(ENGINE, &[".rs"]).into_iter().filter(|(name, _)| !name.contains("/api/")).collect();
    let hits: Vec<String> =
        lines_with(&files, &["crate::api"]).into_iter().filter(|line| !line.contains("crate::api::types")).collect();
    assert_eq!(hits, Vec::<String>::new());
}

#[test]
fn only_ipc_speaks_to_the_window() {
    let files: Vec<_> = sources("ui/src", &[".ts", ".svelte"])
        .into_iter()
        .filter(|(name, _)| !name.starts_with("ui/src/ipc/"))
        .collect();
    assert_eq!(lines_with(&files, &["@tauri-apps/", "__TAURI"]), Vec::<String>::new());
}

#[test]
fn the_page_shows_outside_text_as_text() {
    // Tests build their pages from text of their own.
    let files: Vec<_> =
        sources("ui/src", &[".ts", ".svelte"]).into_iter().filter(|(name, _)| !name.ends_with(".test.ts")).collect();
    assert_eq!(lines_with(&files, &["{@html", "innerHTML", "eval("]), Vec::<String>::new());
}

#[test]
fn nothing_is_left_unfinished() {
    let mut files = sources("src-tauri", &[".rs"]);
    files.extend(sources("ui/src", &[".ts", ".svelte"]));
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["Not here", " yet."].concat()];
    let hits: Vec<String> = files
        .iter()
        .filter(|(_, content)| marks.iter().any(|mark| content.contains(mark.as_str())))
        .map(|(name, _)| name.clone())
        .collect();
    assert_eq!(hits, Vec::<String>::new());
}

#[test]
fn files_stay_small_enough_to_read() {
    let mut files = sources("src-tauri", &[".rs"]);
    files.extend(sources("ui/src", &[".ts", ".svelte", ".css"]));
    files.extend(sources("tests", &[".rs"]));
    let long: Vec<String> = files
        .iter()
        .filter(|(name, content)| !name.contains("/gen/") && content.lines().count() > 440)
        .map(|(name, content)| format!("{name}: {} lines", content.lines().count()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}
