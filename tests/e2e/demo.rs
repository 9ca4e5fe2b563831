//! The demo in the window, by keyboard only.

use serde_json::json;
use support::window::Window;
use tempfile::TempDir;

use crate::{SELECTED, TOAST};

/// Opens the demo from the first-run screen, as its key hint says.
pub async fn demo(folder: &TempDir) -> Window {
    let window = Window::open(folder.path()).await.unwrap();
    window.press("d").await.unwrap();
    window.see(SELECTED).await.unwrap();
    window
}

async fn selected_title(window: &Window) -> String {
    let row = window.see(&format!("{SELECTED} .title")).await.unwrap();
    row.prop("textContent").await.unwrap().unwrap().trim().to_owned()
}

async fn inbox_count(window: &Window) -> u64 {
    window.call("workspace", json!({})).await.unwrap()["inbox"].as_u64().unwrap()
}

#[tokio::test]
async fn window_triage_goes_on_by_itself_and_undo_survives_a_crash() {
    let folder = TempDir::new().unwrap();
    let window = demo(&folder).await;
    let (before, first) = (inbox_count(&window).await, selected_title(&window).await);
    window.press("h 1").await.unwrap();
    window.see_text(TOAST, "Snoozed").await.unwrap();
    assert_ne!(selected_title(&window).await, first);
    assert_eq!(inbox_count(&window).await, before - 1);
    // Among tickets: an open incident would be left out.
    window.press("/").await.unwrap();
    window.type_text("surcharge").await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text(SELECTED, "urcharge").await.unwrap();
    window.press("x j x 3 3").await.unwrap();
    window.see_text(TOAST, "Declined 2 signals").await.unwrap();
    assert_eq!(inbox_count(&window).await, before - 3);
    // Ends the app at once: no exit hook runs.
    window.close().await.unwrap();

    let window = Window::open(folder.path()).await.unwrap();
    window
        .script("return window.__TAURI_INTERNALS__.invoke('switch_workspace', {which: 'demo'}).then(() => 0)", vec![])
        .await
        .unwrap();
    window.client.refresh().await.unwrap();
    window.see(SELECTED).await.unwrap();
    assert_eq!(inbox_count(&window).await, before - 3);
    window.press("z").await.unwrap();
    window.see_text(TOAST, "Undid: Declined 2 signals").await.unwrap();
    window.press("z").await.unwrap();
    window.see_text(TOAST, "Undid: Snoozed").await.unwrap();
    assert_eq!(inbox_count(&window).await, before);
    window.close().await.unwrap();
}

#[tokio::test]
async fn window_search_palette_and_help_answer_the_keyboard() {
    let folder = TempDir::new().unwrap();
    let window = demo(&folder).await;
    window.press("?").await.unwrap();
    window.see_text("[role='dialog']", "Undo").await.unwrap();
    window.press("Esc").await.unwrap();
    window.gone("[role='dialog']").await.unwrap();

    let title = selected_title(&window).await;
    let word = title.split_whitespace().max_by_key(|word| word.len()).unwrap().to_owned();
    window.press("/").await.unwrap();
    window.type_text(&word).await.unwrap();
    window.see_text("[role='listbox']", &title).await.unwrap();
    window.press("Esc Esc").await.unwrap();

    window.press("Ctrl+k").await.unwrap();
    window.see("[role='dialog'] input").await.unwrap();
    window.type_text("Opportunities").await.unwrap();
    window.press("Enter").await.unwrap();
    window.see("[role='grid'][aria-label^='Opportunities']").await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text("main", "Statement").await.unwrap();
    window.close().await.unwrap();
}

#[tokio::test]
async fn window_holds_its_layout_at_the_smallest_size() {
    let folder = TempDir::new().unwrap();
    let window = demo(&folder).await;
    for (width, height) in [(1440, 900), (960, 640)] {
        window.resize(width, height).await.unwrap();
        for keys in ["g i", "g o", "g b", "g s", "Ctrl+,"] {
            window.press(keys).await.unwrap();
            let wide =
                window.script("return document.documentElement.scrollWidth - window.innerWidth", vec![]).await.unwrap();
            assert_eq!(wide, json!(0), "{keys} at {width}×{height} scrolls sideways");
        }
    }
    window.close().await.unwrap();
}
