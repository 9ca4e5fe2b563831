//! An export that meets a tool which misbehaves: never a second item, never none, and a plain sentence.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use engine::api::types::OutboxState;
use engine::error::ProblemKind;
use support::replay::{Fault, Player, Replay};
use wiremock::ResponseTemplate;

use super::desk::{CALM, Desk, Pace, said};

/// The fault, its name, what becomes of the entry, and the kinds of problem it may be.
pub type Row = (&'static str, Fault, OutboxState, &'static [ProblemKind]);

pub fn table() -> Vec<Row> {
    use OutboxState::{Failed, NeedsCheck};
    use ProblemKind::{BadReply, Busy, Credential, NotFound, Refused, Unreachable};
    let page = |text: &str| Fault::says(ResponseTemplate::new(200).set_body_string(text));
    let refusal = ResponseTemplate::new(422).set_body_string("{\"message\": \"The title is too long\"}");
    let moved = ResponseTemplate::new(302).insert_header("location", "https://elsewhere.example/");
    vec![
        ("401", Fault::status(401), Failed, &[Credential]),
        ("403", Fault::status(403), Failed, &[Credential]),
        ("404", Fault::status(404), Failed, &[NotFound]),
        ("422", Fault::says(refusal), Failed, &[Refused]),
        ("429", Fault::status(429), Failed, &[Busy]),
        ("500", Fault::status(500), NeedsCheck, &[BadReply]),
        ("502", Fault::status(502), NeedsCheck, &[BadReply]),
        ("503", Fault::status(503), NeedsCheck, &[BadReply]),
        ("redirect", Fault::says(moved), NeedsCheck, &[BadReply]),
        ("web page", page("<html>Sign in</html>"), NeedsCheck, &[BadReply]),
        ("empty", page(""), NeedsCheck, &[BadReply]),
        ("cut JSON", Fault::Stops, NeedsCheck, &[BadReply]),
        ("reset", Fault::Resets, NeedsCheck, &[Unreachable]),
        ("slow", Fault::Dawdles(Duration::from_secs(2)), NeedsCheck, &[Unreachable]),
    ]
}

pub async fn each(replay: Replay) -> Result<()> {
    for (name, fault, state, kinds) in table() {
        one(&replay, fault, state, kinds).await.with_context(|| format!("“{name}” in answer to an export"))?;
    }
    Ok(())
}

async fn one(replay: &Replay, fault: Fault, state: OutboxState, kinds: &[ProblemKind]) -> Result<()> {
    let slow = matches!(fault, Fault::Dawdles(_));
    let pace = if slow { Pace { total: Duration::from_millis(700), ..CALM } } else { CALM };
    let mut desk = Desk::with(replay.clone(), Player::start(replay).await, pace).await?;
    desk.player.break_from(1, fault);
    let entry = desk.send_export().await?;
    ensure!(entry.state == state, "the entry is {:?} instead of {state:?}: {:?}", entry.state, entry.problem);
    let problem = entry.problem.context("it should be a problem")?;
    ensure!(kinds.contains(&problem.kind), "{:?} instead of {kinds:?}: {}", problem.kind, problem.sentence());
    ensure!(problem.sentence().ends_with('.'), "half a sentence: {}", problem.sentence());
    ensure!(desk.player.count() == 1, "it was sent {} times", desk.player.count());

    // The tool recovers, and has the item: it is found, not made again.
    desk.player.heal();
    if slow {
        desk.reopen(CALM).await?;
    }
    let settled = desk.engine.settle_outbox(entry.id).await.map_err(said)?;
    ensure!(settled.state == OutboxState::Sent, "looked up, the entry is {:?}: {:?}", settled.state, settled.problem);
    ensure!(desk.items()? == [desk.fixture()?.external_id.as_str()], "found was {:?}", desk.items()?);
    ensure!(desk.created().await?.len() == 1, "it was made again");
    Ok(())
}
