//! Every screen as a person sees it, held against a small picture of it that is kept beside this file.

mod compare;
mod picture;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;
use support::screens::{FIRST_RUN, SCREENS, chords, fill, show_in};
use support::window::{LOADING, Window};
use tempfile::TempDir;

use compare::{SCALE, broken};
use picture::Picture;

/// The demo is made relative to today. In the middle of a week and of a day there is something of everything.
const MOMENT: &str = "2026-03-04T14:00:00Z";
const THEMES: [&str; 2] = ["light", "dark"];
const SIZE: (u32, u32) = (1440, 900);

/// A busy machine draws the last of a screen late: so long a screen may look broken before it counts as broken,
const PATIENCE: Duration = Duration::from_secs(3);
/// and so long all of them together, so that a run where everything has changed comes to its end.
const PATIENCE_WITH_ALL: Duration = Duration::from_secs(30);

const HOW_TO_KEEP: &str =
    "`UPDATE_PICTURES=1 cargo test -p throughline-tests --test e2e window_looks` keeps all screens as they look now.";

/// What isn't steady by nature stands still or hides; when something last changed, and how much the engine hasn't
/// answered yet, is kept.
const STILL: &str = "
    const style = document.createElement('style');
    style.textContent = `
      *, *::before, *::after {
        animation: none !important;
        transition: none !important;
        scroll-behavior: auto !important;
        caret-color: transparent !important;
      }
      ::-webkit-scrollbar { display: none; }
      .toast { visibility: hidden !important; }`;
    document.head.append(style);
    const changed = () => (window.changedAt = performance.now());
    changed();
    // Every question to the engine goes this way.
    window.asked = 0;
    const ask = window.fetch;
    window.fetch = (...question) => {
      window.asked += 1;
      return ask(...question).finally(() => {
        window.asked -= 1;
        changed();
      });
    };
    new MutationObserver(changed)
      .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});";

/// Everything is read, and nothing has changed for a while. Arguments: what stands where something is being read.
const CALM: &str = "return window.asked === 0 && document.querySelector(given[0]) === null
    && performance.now() - window.changedAt > 80;";

#[tokio::test]
async fn window_looks_as_it_did_on_every_screen() {
    let folder = TempDir::new().unwrap();
    let window = Window::open_at(folder.path(), MOMENT).await.unwrap();
    let mut wrong = Vec::new();
    let mut patience = PATIENCE_WITH_ALL;
    for theme in THEMES {
        forget(theme).unwrap();
        show_still(&window, theme).await.unwrap();
        wrong.extend(look(&window, theme, FIRST_RUN, &mut patience).await.unwrap());
    }
    fill(&window).await.unwrap();
    for theme in THEMES {
        show_still(&window, theme).await.unwrap();
        for (name, keys) in SCREENS {
            go(&window, keys).await.unwrap();
            wrong.extend(look(&window, theme, name, &mut patience).await.unwrap());
        }
        window.press("Esc Esc").await.unwrap();
    }
    window.close().await.unwrap();
    assert!(
        wrong.is_empty(),
        "{} of {} screens look otherwise than they did:\n{}\nWhere that is meant, {HOW_TO_KEEP}",
        wrong.len(),
        THEMES.len() * (1 + SCREENS.len()),
        wrong.join("\n")
    );
}

#[tokio::test]
async fn window_has_a_clock_that_goes_on_from_the_moment() {
    let folder = TempDir::new().unwrap();
    let window = Window::open_at(folder.path(), MOMENT).await.unwrap();
    let read = "return window.__TAURI_INTERNALS__.invoke('now')";
    let first = window.script(read, vec![]).await.unwrap().as_f64().unwrap();
    let since = first - support::time(MOMENT).0 as f64;
    assert!((0.0..60_000.0).contains(&since), "the window is open for {since} ms");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let second = window.script(read, vec![]).await.unwrap().as_f64().unwrap();
    assert!(second >= first + 50.0, "{second} comes after {first}");
    window.close().await.unwrap();
}

/// The page anew in that theme, with nothing that moves by itself.
async fn show_still(window: &Window, theme: &str) -> Result<()> {
    show_in(window, theme).await?;
    window.resize(SIZE.0, SIZE.1).await?;
    window.script(STILL, vec![]).await?;
    Ok(())
}

/// Presses each key once everything is there that the one before has brought.
async fn go(window: &Window, keys: &str) -> Result<()> {
    for chord in chords(keys) {
        window.press(&chord).await?;
        calm(window).await?;
    }
    Ok(())
}

async fn calm(window: &Window) -> Result<()> {
    window.until("a screen that stands still", CALM, vec![json!(LOADING)]).await
}

/// What a person would call broken on the screen that the window shows, if anything, with the screen's name. Its
/// picture is left in the target folder.
async fn look(window: &Window, theme: &str, screen: &str, patience: &mut Duration) -> Result<Option<String>> {
    let name = format!("{theme}/{screen}.png");
    let (shown, kept) = (of_this_run(&name), kept(&name));
    if updating() {
        // There is nothing yet that it could be compared with to tell whether all of it is drawn.
        tokio::time::sleep(Duration::from_secs(1)).await;
        return keep(&taken(window, &shown).await?, &kept).map(|()| None);
    }
    let began = Instant::now();
    let mine = PATIENCE.min(*patience);
    loop {
        let mut seen = taken(window, &shown).await?;
        let Some(Otherwise { what, marked }) = compared(&mut seen, &kept)? else { return Ok(None) };
        if !marked {
            return Ok(Some(format!("{screen}, {theme}: {what}. It looks so: {}", shown.display())));
        }
        if began.elapsed() >= mine {
            *patience = patience.saturating_sub(began.elapsed());
            let marks = shown.with_extension("marked.png");
            std::fs::write(&marks, seen.png()?)?;
            return Ok(Some(format!("{screen}, {theme}: {what}. Marked in {}", marks.display())));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn taken(window: &Window, path: &Path) -> Result<Picture> {
    calm(window).await?;
    window.picture(path).await?;
    Picture::read(&std::fs::read(path)?).with_context(|| path.display().to_string())
}

struct Otherwise {
    what: String,
    /// Whether it is marked in the picture where.
    marked: bool,
}

/// What of the picture isn't as in the one that is kept; marks it.
fn compared(seen: &mut Picture, kept: &Path) -> Result<Option<Otherwise>> {
    let Ok(bytes) = std::fs::read(kept) else {
        let what = format!("there is no picture to compare it with, {}", kept.display());
        return Ok(Some(Otherwise { what, marked: false }));
    };
    let kept = Picture::read(&bytes).with_context(|| kept.display().to_string())?;
    let small = seen.smaller(SCALE);
    if (small.width, small.height) != (kept.width, kept.height) {
        let (width, height) = (kept.width * SCALE, kept.height * SCALE);
        let what = format!("it is {} × {}, not {width} × {height} pixels", seen.width, seen.height);
        return Ok(Some(Otherwise { what, marked: false }));
    }
    Ok(broken(&kept, &small).map(|broken| {
        broken.mark(seen);
        Otherwise { what: broken.to_string(), marked: true }
    }))
}

fn keep(seen: &Picture, path: &Path) -> Result<()> {
    std::fs::create_dir_all(path.parent().context("a folder")?)?;
    Ok(std::fs::write(path, seen.smaller(SCALE).in_few_colours().png()?)?)
}

/// Before pictures are kept anew, and marks of an earlier run in any case: there may be screens no more.
fn forget(theme: &str) -> Result<()> {
    let old = if updating() { vec![kept(theme), of_this_run(theme)] } else { vec![of_this_run(theme)] };
    for folder in old.into_iter().filter(|folder| folder.exists()) {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn updating() -> bool {
    std::env::var_os("UPDATE_PICTURES").is_some_and(|value| value == "1")
}

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("e2e/pictures").join(name)
}

/// In the target folder, whose folder for what tests leave is beside it.
fn of_this_run(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("pictures").join(name)
}
