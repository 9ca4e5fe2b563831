//! Every way a tool can misbehave, from the middle of a pull on: a plain sentence, nothing lost, and afterwards
//! the pull goes on.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use engine::error::{Problem, ProblemKind};
use support::replay::{Fault, Player, Replay};
use wiremock::ResponseTemplate;

use super::breaks::{Undisturbed, goes_on, undisturbed};
use super::desk::{CALM, Desk, Pace};
use super::golden::difference;

/// The fault, its name for people, and the kinds of problem it may be.
type Row = (&'static str, Fault, &'static [ProblemKind]);

fn table() -> Vec<Row> {
    use ProblemKind::{BadReply, Busy, Credential, NotFound, Unreachable};
    let page = |text: &str| Fault::says(ResponseTemplate::new(200).set_body_string(text));
    let with = |status, name: &'static str, value: &'static str| {
        Fault::says(ResponseTemplate::new(status).insert_header(name, value))
    };
    vec![
        ("401", Fault::status(401), &[Credential]),
        ("403", Fault::status(403), &[Credential]),
        ("404", Fault::status(404), &[NotFound]),
        ("410", Fault::status(410), &[NotFound]),
        ("429", Fault::status(429), &[Busy]),
        ("429 for two hours", with(429, "retry-after", "7200"), &[Busy]),
        ("429 until a date", with(429, "retry-after", "Fri, 31 Dec 2100 23:59:59 GMT"), &[Busy]),
        ("500", Fault::status(500), &[BadReply]),
        ("503", Fault::status(503), &[BadReply]),
        ("redirect", with(302, "location", "https://elsewhere.example/login?ticket=1"), &[BadReply]),
        ("web page", page("<!doctype html><title>Sign in</title>"), &[BadReply]),
        ("empty", page(""), &[BadReply]),
        ("another JSON", page("{\"hello\": [\"world\"]}"), &[BadReply]),
        ("deep JSON", page(&"[".repeat(100_000)), &[BadReply]),
        ("cut JSON", Fault::Stops, &[BadReply]),
        ("reset", Fault::Resets, &[Unreachable]),
        ("slow", Fault::Dawdles(Duration::from_secs(2)), &[Unreachable]),
    ]
}

pub async fn each(replay: Replay) -> Result<()> {
    let wanted = undisturbed(&replay).await?;
    // After the check and the first page, where there are more.
    let middle = wanted.requests.div_ceil(2).max(2);
    for (name, fault, kinds) in table() {
        one(&replay, (middle, fault), kinds, &wanted).await.with_context(|| format!("“{name}” at request {middle}"))?;
    }
    Ok(())
}

async fn one(replay: &Replay, (at, fault): (usize, Fault), kinds: &[ProblemKind], wanted: &Undisturbed) -> Result<()> {
    let slow = matches!(fault, Fault::Dawdles(_));
    let pace = if slow { Pace { total: Duration::from_millis(700), attempts: 1 } } else { CALM };
    let player = Player::start(replay).await;
    let mut desk = Desk::with(replay.clone(), player, pace).await?;
    desk.player.break_from(at, fault);
    let report = desk.try_pull(1).await?;
    let problem = report.problem.context("it should be a problem")?;
    plain(&problem, kinds, &replay.secret)?;
    let kept = desk.content()?;
    let strange = difference(&wanted.first, &kept);
    ensure!(
        !strange.lines().any(|line| line.starts_with('+')),
        "what was kept isn't what a whole pull gives:\n{strange}"
    );
    desk.player.heal();
    if slow {
        desk.reopen(CALM).await?;
    }
    goes_on(&desk, &wanted.second).await
}

/// Of the right kind, in whole sentences for a person: what happened, what was kept.
pub fn plain(problem: &Problem, kinds: &[ProblemKind], secret: &str) -> Result<()> {
    let sentence = problem.sentence();
    ensure!(kinds.contains(&problem.kind), "{:?} instead of {kinds:?}: {sentence}", problem.kind);
    ensure!(
        !problem.what.is_empty() && !problem.kept.is_empty() && sentence.ends_with('.'),
        "half a sentence: {sentence}"
    );
    for jargon in ["{", "::", "serde", "reqwest", "hyper", "at line", "expected", "panicked", "None", "Some("] {
        ensure!(!sentence.contains(jargon), "jargon: {sentence}");
    }
    ensure!(secret.is_empty() || !format!("{problem:?}").contains(secret), "the secret stands in {sentence}");
    ensure!(sentence.chars().count() < 700, "too long: {sentence}");
    Ok(())
}
