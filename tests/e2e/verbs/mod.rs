//! Verbs in the window, each by its key: what comes of it, and that Z takes a decision back.

mod backlog;
mod deeds;
mod drive;
mod elsewhere;
mod inbox;
mod map;
mod opportunities;
mod opportunity;
mod pulse;
mod row;
mod sources;
mod themes;
mod working;

use serde_json::json;
use support::window::Window;
use tempfile::TempDir;

use crate::SELECTED;
use row::Screen;

/// In the order they are gone through; the first before the demo is opened.
const SCREENS: &[&Screen] = &[
    &elsewhere::FIRST_RUN,
    &inbox::INBOX,
    &inbox::MERGING,
    &inbox::DECLINED,
    &inbox::MERGED,
    &themes::TABLE,
    &themes::PAUSED,
    &themes::THEME,
    &themes::SPLITTING,
    &themes::MERGING,
    &opportunities::TABLE,
    &opportunities::BOARD,
    &opportunities::MATRIX,
    &opportunities::TREE,
    &opportunities::TIMELINE,
    &opportunity::SUMMARY,
    &opportunity::PAST,
    &opportunity::CAUSES,
    &opportunity::EVIDENCE,
    &opportunity::ANNOTATIONS,
    &opportunity::OUTCOME,
    &opportunity::STOPPED,
    &elsewhere::SCORE,
    &elsewhere::WHAT_IF,
    &pulse::OVERVIEW,
    &pulse::STOPPED,
    &pulse::PROBLEMS,
    &pulse::PROBLEM,
    &pulse::CHANGES,
    &pulse::LINKS,
    &pulse::FEATURES,
    &working::FORUM,
    &working::IMPROVEMENTS,
    &backlog::ITEMS,
    &backlog::PEOPLE,
    &backlog::AUDIT,
    &backlog::UPCOMING,
    &sources::CONNECTIONS,
    &sources::SERVICES,
    &sources::CUSTOMERS,
    &elsewhere::NEWS,
    &elsewhere::HIDDEN,
    &elsewhere::APPEARANCE,
    &elsewhere::DIGESTS,
    &elsewhere::SETTINGS,
    &themes::AGAIN,
];

#[tokio::test]
async fn window_each_verb_does_what_its_row_says_and_is_taken_back() {
    let folder = TempDir::new().unwrap();
    let window = Window::open(folder.path()).await.unwrap();
    let (first, others) = SCREENS.split_first().unwrap();
    let mut wrong = drive::wrong_on(&window, first).await;
    window.press("d").await.unwrap();
    window.see(SELECTED).await.unwrap();
    // Themes are there from the beginning, and nothing groups signals meanwhile.
    window.call("group_signals", json!({ "anew": false })).await.unwrap();
    for screen in others {
        wrong.extend(drive::wrong_on(&window, screen).await);
    }
    assert!(wrong.is_empty(), "{} rows came out differently:\n\n{}", wrong.len(), wrong.join("\n\n"));
    window.close().await.unwrap();
}
