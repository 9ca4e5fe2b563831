//! The demo in the window, by keyboard only.

use serde_json::json;
use support::window::Window;
use tempfile::TempDir;

use crate::SELECTED;

/// Opens the demo from the first-run screen, as its key hint says.
async fn demo(folder: &TempDir) -> Window {
    let window = Window::open(folder.path()).await.unwrap();
    window.press("d").await.unwrap();
    window.see(SELECTED).await.unwrap();
    window
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
