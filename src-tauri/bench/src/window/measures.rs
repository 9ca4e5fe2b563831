//! Moving in the list by key, and scrolling it.

use std::time::Duration;

use serde_json::json;
use support::window::Window;
use throughline_bench::table::{Bar, quantile};
use tokio::time::sleep;

use crate::{KEY_TO_SCREEN, Outcome, frames};

const PRESSES: u32 = 200;
/// Between two presses of somebody in a hurry.
const HURRY: Duration = Duration::from_millis(60);
const LOOKS: u32 = 40;
/// For what was last pressed to show.
const SHOWING: Duration = Duration::from_secs(1);
const LONGEST: &str = "the longest that a row stayed blank";
const SCROLLING: Duration = Duration::from_secs(8);

pub async fn moving(window: &Window) -> Outcome<Vec<Bar>> {
    let mut times = presses(window, (0..PRESSES).map(|_| HURRY)).await?;
    // What was looked at for 0.6 s is noted as read, and the whole list asked for anew. Keys come before, while and
    // after that goes on.
    let mut looked = presses(window, (0..LOOKS).map(|n| Duration::from_millis(560 + u64::from(n % 10) * 40))).await?;
    println!(
        "  J after a look: of {LOOKS} the median {:.0} ms, the slowest {:.0} ms",
        quantile(&mut looked, 0.5),
        quantile(&mut looked, 1.0)
    );
    let most = "J to the next row painted, in a hurry: 95 of 100 within";
    let most_looked = "the same after a look at each row: 95 of 100 within";
    Ok(vec![
        Bar::told("J to the next row painted, in a hurry: median of 200", quantile(&mut times, 0.5), "ms"),
        Bar::at_most(most, KEY_TO_SCREEN, quantile(&mut times, 0.95), "ms"),
        Bar::told("the slowest of them", quantile(&mut times, 1.0), "ms"),
        Bar::at_most(most_looked, KEY_TO_SCREEN, quantile(&mut looked, 0.95), "ms"),
    ])
}

/// Presses J after each of the pauses; milliseconds from each press to its row.
async fn presses(window: &Window, pauses: impl Iterator<Item = Duration>) -> Outcome<Vec<f64>> {
    frames::take(window).await?;
    for pause in pauses {
        sleep(pause).await;
        window.press("j").await?;
    }
    sleep(SHOWING).await;
    let moves = frames::take(window).await?.moves();
    Ok(moves.ok_or("a press of J never showed its row")?)
}

pub async fn scrolling(window: &Window) -> Outcome<Vec<Bar>> {
    let mut bars = Vec::new();
    for (how, every, what) in [
        ("wheel", 16, "scrolling, 3 rows at a time: frames with blank rows"),
        ("pages", 33, "scrolling, 30 pages a second: frames with blank rows"),
    ] {
        let blanks = scroll(window, how, every).await?;
        bars.push(Bar::at_most(what, 0.0, blanks.share, "%"));
        bars.push(Bar::told(LONGEST, blanks.longest, "ms"));
    }
    // Where nobody has been nothing can be there yet, so only the time says something.
    let blanks = scroll(window, "jumps", 400).await?;
    bars.push(Bar::told("jumping anywhere, 5 times in 2 seconds: frames with blank rows", blanks.share, "%"));
    bars.push(Bar::told(LONGEST, blanks.longest, "ms"));
    window.press("Home").await?;
    Ok(bars)
}

async fn scroll(window: &Window, how: &str, every: u32) -> Outcome<frames::Blanks> {
    frames::take(window).await?;
    let given = vec![json!(how), json!(every), json!(SCROLLING.as_millis() as u64)];
    let pixels = window.client.execute_async(include_str!("scroll.js"), given).await?;
    sleep(SHOWING).await;
    let seen = frames::take(window).await?;
    if how != "jumps" {
        let rows = pixels.as_f64().unwrap_or_default() / 32.0;
        println!("  {how}: {rows:.0} rows in {} s, {} frames", SCROLLING.as_secs(), seen.frames.len());
    }
    Ok(seen.blanks())
}
