//! Verbs in the window, each by its key: what the toast says, and that one Z takes it back.

use serde_json::json;
use support::window::Window;
use tempfile::TempDir;

use crate::TOAST;
use crate::demo::demo;

/// How a person gets there, what they press, and what the toast says.
const VERBS: &[(&str, &str, &str)] = &[
    ("g i", "1 Enter", "OPP-"),
    ("g i", "3 3", "Declined"),
    ("g i", "h 1", "Snoozed"),
    ("g o g 1", "Shift+Right", "Moved OPP-"),
    ("g o g 1", "Delete", "OPP-"),
    ("g o g 1 Enter Ctrl+PageDown Ctrl+PageDown", "Alt+a", "as speaking against OPP-"),
    ("g o g 1 Enter Ctrl+PageDown Ctrl+PageDown", "j Delete", "Unlinked"),
];

#[tokio::test]
async fn window_each_verb_says_what_it_did_and_is_taken_back() {
    let folder = TempDir::new().unwrap();
    let window = demo(&folder).await;
    for (there, verb, says) in VERBS {
        let before = window.call("recent", json!({ "limit": 1 })).await.unwrap();
        reach(&window, there).await;
        window.press(verb).await.unwrap();
        window.see_text(TOAST, says).await.unwrap();
        window.press("z").await.unwrap();
        window.see_text(TOAST, "Undid: ").await.unwrap();
        let after = window.call("recent", json!({ "limit": 1 })).await.unwrap();
        assert_ne!(before, after, "{verb} at {there} became no step");
        window.press("Esc Esc Esc").await.unwrap();
    }
    window.close().await.unwrap();
}

/// Waits until what the keys lead to is there.
async fn reach(window: &Window, keys: &str) {
    window.press(keys).await.unwrap();
    window.gone(support::window::LOADING).await.unwrap();
    window.see("[aria-selected='true']").await.unwrap();
}
