//! A comment that meets a tool which misbehaves: never a second one, never none, and a plain sentence.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use engine::api::types::{CommentState, OutboxState};
use engine::error::ProblemKind;
use support::replay::{Fault, Replay};

use super::desk::{CALM, Desk, Pace, said};
use super::tracker_breaks::table;

pub async fn each(replay: Replay) -> Result<()> {
    let desk = Desk::of(replay.clone()).await?;
    let sent = desk.send_comment().await?;
    ensure!(sent.state == CommentState::Sent, "{:?}: {:?}{}", sent.state, sent.problem, desk.unanswered());
    ensure!(desk.send_comment().await.is_err(), "the same comment is sent a second time");

    let bodiless = replay.exchanges.iter().any(|e| e.name == "comment" && e.reply.body.is_none());
    for (name, fault, state, kinds) in table() {
        // Half of nothing is the whole answer.
        if bodiless && matches!(fault, Fault::Stops) {
            continue;
        }
        let state = match state {
            OutboxState::Failed => CommentState::Failed,
            _ => CommentState::NeedsCheck,
        };
        one(&replay, fault, state, kinds).await.with_context(|| format!("“{name}” in answer to a comment"))?;
    }
    Ok(())
}

async fn one(replay: &Replay, fault: Fault, state: CommentState, kinds: &[ProblemKind]) -> Result<()> {
    let slow = matches!(fault, Fault::Dawdles(_));
    let mut desk = Desk::of(replay.clone()).await?;
    let linked = super::trackers::opportunity(&desk).await?;
    let id = desk.fixture()?.external_id.clone();
    desk.engine.link_item(linked, desk.id, id).await.map_err(said)?;
    if slow {
        desk.reopen(Pace { total: Duration::from_millis(700), ..CALM }).await?;
    }
    let before = desk.player.count();
    desk.player.break_from(before + 1, fault);
    let comment = desk.send_comment().await?;
    ensure!(comment.state == state, "the comment is {:?} instead of {state:?}: {:?}", comment.state, comment.problem);
    let problem = comment.problem.context("it should be a problem")?;
    ensure!(kinds.contains(&problem.kind), "{:?} instead of {kinds:?}: {}", problem.kind, problem.sentence());
    ensure!(problem.sentence().ends_with('.'), "half a sentence: {}", problem.sentence());
    ensure!(desk.player.count() == before + 1, "it was sent {} times", desk.player.count() - before);

    // The tool recovers, and has the comment: it is found, not sent again.
    desk.player.heal();
    if slow {
        desk.reopen(CALM).await?;
    }
    let settled = desk.engine.settle_comment(comment.id).await.map_err(said)?;
    ensure!(
        settled.state == CommentState::Sent,
        "looked for, the comment is {:?}: {:?}",
        settled.state,
        settled.problem
    );
    ensure!(settled.attempts == 1, "it was sent again");
    ensure!(desk.unanswered().is_empty(), "{}", desk.unanswered());
    Ok(())
}
