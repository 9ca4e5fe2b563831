//! Pulls from a tool that works.

use anyhow::{Result, bail, ensure};
use engine::connectors::{self, Auth};
use support::replay::{Fault, Player, Replay};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::desk::{CALM, Desk, account, said, secret_of};
use super::golden::{compare, difference};

pub async fn check(replay: Replay) -> Result<()> {
    let desk = Desk::of(replay).await?;
    let report = desk.engine.check_connection(desk.form(), secret_of(&desk.replay), None).await.map_err(said)?;
    let failed = report.steps.iter().find(|step| !step.ok);
    if let Some(step) = failed {
        bail!(
            "the check fails at “{}”: {}{}\n  (a check asks for pages of one record)",
            step.title,
            step.found,
            desk.unanswered()
        );
    }
    ensure!(report.steps.len() > 2, "the check looks at no stream");
    ensure!(desk.content()?.is_empty(), "the check stored something");
    Ok(())
}

/// The second pull may bring what happened since; the third finds nothing new.
pub async fn golden(replay: Replay) -> Result<()> {
    let desk = Desk::of(replay).await?;
    let report = desk.pull(1).await?;
    let first = desk.content()?;
    ensure!(report.new > 0 || first.iter().any(|line| line.starts_with("usage")), "the first pull brings nothing");
    ensure!(report.set_aside > 0, "no record is set aside: put one that can't be read into the first pull");
    desk.pull(2).await?;
    let second = desk.content()?;
    let report = desk.pull(3).await?;
    ensure!(
        (report.new, report.changed, report.resolved_by_absence, report.set_aside) == (0, 0, 0, 0),
        "the third pull changes something: {}",
        report.message
    );
    ensure!(desk.content()? == second, "the third pull changes:\n{}", difference(&second, &desk.content()?));
    let told = format!("{}\n\nThe second pull:\n{}", first.join("\n"), difference(&first, &second));
    compare(&desk.replay.beside("signals.txt"), &told)?;
    for signal in desk.engine.set_aside(desk.id).await.map_err(said)? {
        ensure!(signal.reason.ends_with('.') && signal.raw.len() > 2, "set aside without a sentence: {signal:?}");
    }
    Ok(())
}

/// In the credential's own header of each request, and in no file and no text.
pub async fn secret(replay: Replay) -> Result<()> {
    let Some(canary) = secret_of(&replay) else { return Ok(()) };
    let desk = Desk::of(replay).await?;
    let mut texts = vec![format!("{:?}", desk.try_pull(1).await?), format!("{:?}", desk.try_pull(2).await?)];
    let auth = connectors::reader(&account(&desk.replay, &desk.player)).map_err(said)?.auth();
    for request in desk.player.requests().await {
        in_its_place(&request, &auth, &canary)?;
    }
    // A tool that quotes the secret in every refusal.
    for status in [400, 401, 422, 500] {
        let quoting = ResponseTemplate::new(status).set_body_string(format!("{{\"message\": \"no {canary}\"}}"));
        desk.player.break_from(1, Fault::says(quoting));
        texts.push(format!("{:?}", desk.try_pull(3).await?));
    }
    texts.push(format!("{:?}", desk.engine.connections().await.map_err(said)?));
    texts.push(format!("{:?}", desk.engine.recent(100).await.map_err(said)?));
    for text in texts {
        ensure!(!text.contains(&canary), "the secret stands in {text}");
    }
    desk.engine.back_up().await.map_err(said)?;
    desk.engine.close().await.map_err(said)?;
    in_no_file(desk.folder.path(), canary.as_bytes())
}

fn in_its_place(request: &Request, auth: &Auth, canary: &str) -> Result<()> {
    let body = String::from_utf8_lossy(&request.body);
    let place = match auth {
        Auth::Header { name, .. } => name,
        // In the body, where no log of addresses finds it, and nowhere else.
        Auth::Form { .. } => {
            ensure!(body.contains(canary), "{} {} carries no secret", request.method, request.url);
            ensure!(!request.url.as_str().contains(canary), "the secret stands in {}", request.url);
            return Ok(());
        }
        _ => "authorization",
    };
    ensure!(request.headers.contains_key(place), "{} {} carries no {place}", request.method, request.url);
    for (name, value) in &request.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        ensure!(name.as_str() == place || !value.contains(canary), "the secret stands in the header {name}");
    }
    let said = format!("{} {body}", request.url);
    ensure!(!said.contains(canary), "the secret stands in {said}");
    Ok(())
}

fn in_no_file(folder: &std::path::Path, canary: &[u8]) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let place = entry?.path();
        if place.is_dir() {
            in_no_file(&place, canary)?;
            continue;
        }
        let bytes = std::fs::read(&place)?;
        let found = bytes.windows(canary.len()).any(|window| window == canary);
        ensure!(!found, "the secret stands in {}", place.display());
    }
    Ok(())
}

/// Whatever addresses the tool's replies name.
pub async fn elsewhere(replay: Replay) -> Result<()> {
    let other = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(ResponseTemplate::new(200)).mount(&other).await;
    let player = Player::pointing_to(&replay, &other.uri()).await;
    let desk = Desk::with(replay, player, CALM).await?;
    for number in 1..=2 {
        let report = desk.try_pull(number).await?;
        if let Some(problem) = report.problem {
            ensure!(problem.what.contains("asks no server but"), "it ended with: {}", problem.sentence());
        }
    }
    ensure!(other.received_requests().await.unwrap_or_default().is_empty(), "another server was asked");
    let own = desk.player.uri();
    for request in desk.player.requests().await {
        let host = request.headers.get("host").map(|host| String::from_utf8_lossy(host.as_bytes()).into_owned());
        ensure!(own.ends_with(host.as_deref().unwrap_or("?")), "a request names the host {host:?}");
    }
    Ok(())
}
