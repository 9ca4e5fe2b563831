//! Pictures of every screen in the real window, on the demo workspace: `cargo xtask shots [FOLDER]`.

use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;
use support::screens::{SCREENS, fill};
use support::window::{LOADING, READY, Window};

#[tokio::main]
async fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/shots".to_owned()));
    let data = tempfile::tempdir()?;
    let window = Window::open(data.path()).await?;
    window.picture(&folder.join("first-run-light-1440.png")).await?;
    fill(&window).await?;
    for (theme, width, height) in [("light", 1440, 900), ("dark", 1440, 900), ("light", 960, 640), ("dark", 960, 640)] {
        window.client.refresh().await?;
        window.see(READY).await?;
        window.script("document.documentElement.style.colorScheme = arguments[0]", vec![json!(theme)]).await?;
        window.resize(width, height).await?;
        for (name, keys) in SCREENS {
            window.press(keys).await?;
            tokio::time::sleep(std::time::Duration::from_millis(600)).await;
            window.gone(LOADING).await?;
            window.picture(&folder.join(format!("{name}-{theme}-{width}.png"))).await?;
        }
        window.press("Esc Esc").await?;
    }
    println!("The pictures lie in {}.", folder.display());
    window.close().await
}
