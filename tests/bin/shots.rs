//! Pictures of every screen in the real window, on the demo workspace: `cargo xtask shots [FOLDER]`.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use support::screens::{FIRST_RUN, SCREENS, fill, go, show_in};
use support::window::Window;

/// A theme, and how wide and high the window is.
type Look = (&'static str, u32, u32);

const LOOKS: [Look; 4] = [("light", 1440, 900), ("dark", 1440, 900), ("light", 960, 640), ("dark", 960, 640)];

#[tokio::main]
async fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/shots".to_owned()));
    let data = tempfile::tempdir()?;
    let window = Window::open(data.path()).await?;
    let file = |name: &str, (theme, width, _): Look| folder.join(format!("{name}-{theme}-{width}.png"));
    for look in LOOKS {
        show(&window, look).await?;
        window.picture(&file(FIRST_RUN, look)).await?;
    }
    fill(&window).await?;
    for look in LOOKS {
        show(&window, look).await?;
        for (name, keys) in SCREENS {
            go(&window, keys).await?;
            tokio::time::sleep(Duration::from_millis(600)).await;
            window.picture(&file(name, look)).await?;
        }
        window.press("Esc Esc").await?;
    }
    println!("The pictures lie in {}.", folder.display());
    window.close().await
}

async fn show(window: &Window, (theme, width, height): Look) -> Result<()> {
    show_in(window, theme).await?;
    window.resize(width, height).await
}
