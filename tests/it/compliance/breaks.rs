//! Pulls that end too early, at every request there is.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use support::replay::{Fault, Player, Replay};
use wiremock::ResponseTemplate;

use super::desk::{CALM, Desk, Pace};
use super::golden::difference;

/// What undisturbed pulls give.
pub struct Undisturbed {
    pub first: Vec<String>,
    /// After the second pull.
    pub second: Vec<String>,
    /// Of the first pull.
    pub requests: usize,
}

pub async fn undisturbed(replay: &Replay) -> Result<Undisturbed> {
    let desk = Desk::of(replay.clone()).await?;
    desk.pull(1).await?;
    let (first, requests) = (desk.content()?, desk.player.count());
    desk.pull(2).await?;
    Ok(Undisturbed { first, second: desk.content()?, requests })
}

/// The program dies while it waits for the answer to each request, and starts again.
pub async fn killed_anywhere(replay: Replay) -> Result<()> {
    let wanted = undisturbed(&replay).await?;
    for number in 1..=wanted.requests {
        let mut desk = Desk::of(replay.clone()).await?;
        desk.player.break_from(number, Fault::Dawdles(Duration::from_secs(2)));
        desk.begin_pull(1);
        let (engine, id) = (desk.engine.clone(), desk.id);
        let pull = tokio::spawn(async move { engine.pull(id).await });
        desk.player.reached(number).await;
        pull.abort();
        ensure!(pull.await.is_err(), "request {number}: the pull should still be waiting");
        desk.player.heal();
        desk.reopen(CALM).await?;
        goes_on(&desk, &wanted.second).await.with_context(|| format!("after a break at request {number}"))?;
    }
    Ok(())
}

/// The tool breaks down at each request: by turns it fails, and the line is cut.
pub async fn failed_anywhere(replay: Replay) -> Result<()> {
    let wanted = undisturbed(&replay).await?;
    for number in 1..=wanted.requests {
        let desk = Desk::of(replay.clone()).await?;
        let fault = if number % 2 == 0 { Fault::Resets } else { Fault::status(500) };
        desk.player.break_from(number, fault);
        ensure!(desk.try_pull(1).await?.problem.is_some(), "request {number}: a broken tool is a problem");
        desk.player.heal();
        goes_on(&desk, &wanted.second).await.with_context(|| format!("after a break at request {number}"))?;
    }
    Ok(())
}

/// After the pulls that follow, everything is there once.
pub async fn goes_on(desk: &Desk, wanted: &[String]) -> Result<()> {
    desk.pull(1).await?;
    desk.pull(2).await?;
    let found = desk.content()?;
    ensure!(found == wanted, "the next pulls give:\n{}", difference(wanted, &found));
    Ok(())
}

/// In seconds and with a date, at the first request of data.
pub async fn asked_to_wait(replay: Replay) -> Result<()> {
    let wanted = undisturbed(&replay).await?;
    let date = support::time(&replay.now).utc().map(|at| at.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
    for after in ["0".to_owned(), date.unwrap_or_default()] {
        let player = Player::start(&replay).await;
        let desk = Desk::with(replay.clone(), player, Pace { attempts: 3, ..CALM }).await?;
        let busy = ResponseTemplate::new(429).insert_header("retry-after", after.as_str());
        desk.player.break_once(2, Fault::says(busy));
        goes_on(&desk, &wanted.second).await.with_context(|| format!("after a wait ({after})"))?;
    }
    Ok(())
}
