//! Measures the real window with a million signals in its inbox: `cargo xtask bench window`, or with a number of signals
//! after `--`. Everything is time on the clock of one run on one machine, under a virtual display without a graphics
//! card. The end of each measurement is the frame after the one that first shows what is waited for, so that it is up
//! to a frame too long and never too short.

mod frames;
mod measures;
mod searches;
mod start;
mod workspace;

use std::path::Path;

use support::window::Window;
use throughline_bench::table::{self, Bar};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What people still feel as at once, in milliseconds.
const KEY_TO_SCREEN: f64 = 50.0;

fn main() -> Outcome<()> {
    let count = throughline_bench::asked(1_000_000)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let folder = tempfile::tempdir()?;
    println!("{count} invented signals in the window's inbox");
    let bars = runtime.block_on(measured(folder.path(), count))?;
    table::print_under("time on the clock, all in this run", &bars);
    Ok(())
}

async fn measured(folder: &Path, count: u32) -> Outcome<Vec<Bar>> {
    let engine = workspace::make(folder, count).await?;
    let searches = searches::choose(&engine).await?;
    engine.close().await?;
    let mut bars = start::starting(folder).await?;
    workspace::tidy(folder).await?;
    let window = Window::open_with(folder, frames::SCRIPT).await?;
    window.see(".rows [role='option'] .title").await?;
    bars.extend(measures::moving(&window).await?);
    bars.extend(measures::scrolling(&window).await?);
    bars.extend(searches::searching(&window, &searches).await?);
    window.close().await?;
    Ok(bars)
}
