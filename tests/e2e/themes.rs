//! Themes in the window, by keyboard only: from signals to themes, corrected, and on to an opportunity.

use serde_json::{Value, json};
use support::window::Window;
use tempfile::TempDir;

use crate::TOAST;

const TABLE: &str = "[role='grid']";
const SELECTED: &str = "[role='grid'] [role='row'][aria-selected='true']";

async fn themes(window: &Window) -> Value {
    window.call("themes", json!({ "query": {} })).await.unwrap()
}

async fn count(window: &Window, view: &str) -> u64 {
    themes(window).await["counts"][view].as_u64().unwrap()
}

#[tokio::test]
async fn window_themes_are_found_corrected_and_accepted() {
    let folder = TempDir::new().unwrap();
    let window = Window::open(folder.path()).await.unwrap();
    window.press("d").await.unwrap();
    window.see("[role='option'][aria-selected='true']").await.unwrap();
    window.call("group_signals", json!({ "anew": false })).await.unwrap();
    let all = count(&window, "all").await;
    assert!(all > 20, "{all} themes");

    window.press("g t").await.unwrap();
    window.see(TABLE).await.unwrap();
    let first = window.see(SELECTED).await.unwrap().prop("innerText").await.unwrap().unwrap();
    // Rename, and take it back.
    window.press("F2").await.unwrap();
    window.see("input:focus").await.unwrap();
    window.press("Ctrl+a").await.unwrap();
    window.type_text("What people call it").await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text(SELECTED, "What people call it").await.unwrap();
    window.press("z").await.unwrap();
    window.see_text(TOAST, "Undid: Renamed").await.unwrap();
    window.see_text(SELECTED, first.lines().nth(1).unwrap_or_default()).await.unwrap();
    // Not a theme: the next row is selected.
    window.press("3").await.unwrap();
    window.see_text(TOAST, "is not a theme").await.unwrap();
    assert_eq!((count(&window, "all").await, count(&window, "not_a_theme").await), (all - 1, 1));
    window.press("z").await.unwrap();
    window.see_text(TOAST, "Undid").await.unwrap();
    // One theme with its signals, and why the first is there.
    window.press("Enter").await.unwrap();
    window.see("[role='listbox'] [role='option']").await.unwrap();
    window.press("Esc").await.unwrap();
    window.see(TABLE).await.unwrap();
    // The whole theme becomes an opportunity.
    let without = count(&window, "without_opportunity").await;
    let opportunities = window.call("workspace", json!({})).await.unwrap()["opportunities"].as_u64().unwrap();
    let rows = themes(&window).await["themes"].as_array().unwrap().clone();
    // What came in the last week was not decided about.
    let is_new = |row: &Value| row["weeks"].as_array().unwrap().last().unwrap().as_u64() > Some(0);
    let at = rows.iter().position(|row| row["opportunity"].is_null() && is_new(row)).unwrap();
    window.press("Home").await.unwrap();
    for _ in 0..at {
        window.press("j").await.unwrap();
    }
    window.press("1").await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text(TOAST, "Made OPP-").await.unwrap();
    assert_eq!(count(&window, "without_opportunity").await, without - 1);
    let info = window.call("workspace", json!({})).await.unwrap();
    assert_eq!(info["opportunities"].as_u64().unwrap(), opportunities + 1);
    window.press("z").await.unwrap();
    window.see_text(TOAST, "Undid").await.unwrap();
    assert_eq!(count(&window, "without_opportunity").await, without);
    window.close().await.unwrap();
}
