//! From the start of the app's process to the first rows on the screen.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use support::window::Window;
use throughline_bench::table::{Bar, quantile};

use crate::frames::{self, Frame, painted};
use crate::{Outcome, workspace};

const STARTS: usize = 5;

/// The parts of one start, in milliseconds.
struct Start {
    /// Until the driver has started the app. Without a driver there is no such part.
    driver: f64,
    /// From there until the page begins.
    window: f64,
    /// From there until its first rows are painted.
    page: f64,
    /// The rows were there before anybody looked: they may have come earlier than `page` says.
    late: bool,
}

pub async fn starting(folder: &Path) -> Outcome<Vec<Bar>> {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        workspace::tidy(folder).await?;
        starts.push(start(folder).await?);
    }
    let median = |part: fn(&Start) -> f64| quantile(&mut starts.iter().map(part).collect::<Vec<f64>>(), 0.5);
    println!(
        "  start, medians of {STARTS}: {:.0} ms until the window's page begins, {:.0} ms from there to its first rows; \
         the driver's own {:.0} ms before that don't count, what it asks of the app in between does",
        median(|start| start.window),
        median(|start| start.page),
        median(|start| start.driver),
    );
    let late = starts.iter().filter(|start| start.late).count();
    if late > 0 {
        println!("  in {late} of them the rows were there before the first look: these took at most as long as told");
    }
    let whole = median(|start| start.window + start.page) / 1e3;
    Ok(vec![Bar::at_most("start of the process to the first rows painted, median", 1.0, whole, "s")])
}

async fn start(folder: &Path) -> Outcome<Start> {
    let asked = now()?;
    let window = Window::open_with(folder, frames::SCRIPT).await?;
    window.until("the first rows", "return document.querySelector(\".rows [role='option'] .title\")", vec![]).await?;
    window.settled().await?;
    let seen = frames::take(&window).await?;
    let began = process_began(window.driver_id())?;
    window.close().await?;
    let page = painted(&seen.frames, 0.0, Frame::is_full).ok_or("the first rows were never painted")?;
    let late = seen.frames.first().is_some_and(Frame::is_full);
    Ok(Start { driver: began - asked, window: seen.origin - began, page, late })
}

/// Milliseconds since 1970.
fn now() -> Outcome<f64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1e3)
}

/// When the app that the driver started began, in milliseconds since 1970, to a hundredth of a second.
fn process_began(driver: u32) -> Outcome<f64> {
    let children = std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children"))?;
    let app = children.split_whitespace().next().ok_or("the driver has started no app")?;
    let stat = std::fs::read_to_string(format!("/proc/{app}/stat"))?;
    let uptime = std::fs::read_to_string("/proc/uptime")?;
    Ok(now()? - age(&stat, &uptime).ok_or("the system doesn't say when the app began")?)
}

/// Milliseconds that a process has lived, from what Linux says about it and how long the system is up.
fn age(stat: &str, uptime: &str) -> Option<f64> {
    // The program's name stands in brackets and may hold anything; the start is the 20th number after it.
    let ticks: f64 = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()?;
    let up: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Some(up * 1e3 - ticks * 10.0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_age_of_a_process_is_read_past_its_name() {
        let stat = "713 (a ) b) S 700 700 1 0 -1 4194304 9 0 0 0 1 2 0 0 20 0 8 0 51234 1000 9";
        assert_eq!(super::age(stat, "512.50 1000.00\n"), Some(160.0));
    }
}
