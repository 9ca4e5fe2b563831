//! Drives the tables: gets to each screen, does what each row says, and tells what came out differently.

use anyhow::{Context, Error, Result, ensure};
use serde_json::{Value, json};
use support::window::Window;

use super::deeds::act;
use super::row::{Row, Screen, Then};
use crate::TOAST;

const DIALOG: &str = "[role='dialog']";

/// The words of everything that matches `css`.
const WORDS: &str = "[...document.querySelectorAll(css)]
    .map((one) => (one.matches('input, textarea') ? one.value : one.innerText)).join('\\n')";

/// The names of the open dialogs, as a screen reader says them.
const NAMES: &str = "[...document.querySelectorAll('[role=dialog]')].map((one) => one.getAttribute('aria-label')
    ?? document.getElementById(one.getAttribute('aria-labelledby'))?.textContent ?? '')";

/// What a person would see and hear, for a message about a row that went wrong.
const STANDS: &str = "const all = (css) => [...document.querySelectorAll(css)];
    const words = (css) => all(css).map((one) => one.innerText.replace(/\\s+/g, ' ').trim().slice(0, 200));
    const at = document.activeElement;
    return {
      headings: words('h1'),
      tab: words('[role=tab][aria-selected=true]'),
      selected: words('[aria-selected=true]:not([role=tab])'),
      verbs: words('[role=toolbar] [data-action]'),
      toast: words('.toast'),
      focus: at && `${at.tagName} ${at.getAttribute('role') ?? ''} ${at.getAttribute('aria-label') ?? at.id}`,
";

/// Does every row of the screen, also after one that went wrong. A message for each that did.
pub async fn wrong_on(window: &Window, screen: &Screen) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Err(error) = rows(window, screen, &mut wrong).await {
        wrong.push(told(window, screen.name, "getting there", &error).await);
    }
    wrong
}

async fn rows(window: &Window, screen: &Screen, wrong: &mut Vec<String>) -> Result<()> {
    let before = newest(window).await?;
    go(window, screen).await?;
    for row in screen.rows {
        if let Err(error) = play(window, screen, row).await {
            let Row(verbs, deeds, then) = row;
            wrong.push(told(window, screen.name, &format!("{verbs}: {deeds:?} should end in {then:?}"), &error).await);
            take_back(window, before).await?;
            go(window, screen).await?;
        }
    }
    // What was decided on the way there, too.
    take_back(window, before).await
}

async fn go(window: &Window, screen: &Screen) -> Result<()> {
    shut(window).await?;
    calm(window).await?;
    act(window, screen.there).await?;
    window.see(screen.ready).await.map(drop)
}

async fn play(window: &Window, screen: &Screen, Row(verbs, deeds, then): &Row) -> Result<()> {
    if !has(window, screen.ready).await? {
        go(window, screen).await?;
    }
    calm(window).await?;
    match then {
        Then::Decides(says, seen) => decides(window, deeds, says, seen, verbs.contains("redo")).await,
        Then::Changes(css) => {
            let before = words(window, css).await?;
            act(window, deeds).await?;
            changed(window, css, &before).await
        }
        Then::Asks(name) => {
            act(window, deeds).await?;
            let test = format!("return {NAMES}.some((one) => one.includes(given[0]));");
            window.until(&format!("a dialog {name:?}"), &test, vec![json!(name)]).await?;
            window.press("Esc").await?;
            window.gone(DIALOG).await
        }
        Then::Says(says) => {
            act(window, deeds).await?;
            reads(window, TOAST, says).await?;
            window.gone(DIALOG).await
        }
        Then::Reads(css, says) => {
            act(window, deeds).await?;
            reads(window, css, says).await
        }
        Then::Sees(css) => {
            act(window, deeds).await?;
            window.see(css).await.map(drop)
        }
        Then::Loses(css) => {
            act(window, deeds).await?;
            window.gone(css).await
        }
    }
}

/// A decision, taken back by one Z for each of its steps; with `redo` once more in each direction.
async fn decides(window: &Window, deeds: &str, says: &str, seen: &str, redo: bool) -> Result<()> {
    let (before, words_before) = (newest(window).await?, words(window, seen).await?);
    act(window, deeds).await?;
    reads(window, TOAST, says).await?;
    if !seen.is_empty() {
        changed(window, seen, &words_before).await?;
    }
    window.gone(DIALOG).await?;
    let steps = in_force(window, before).await?;
    ensure!(!steps.is_empty(), "it became no step of the journal");
    for what in &steps {
        window.press("z").await?;
        reads(window, TOAST, &format!("Undid: {what}")).await?;
    }
    if redo && let Some(what) = steps.last() {
        window.press("Shift+Z").await?;
        reads(window, TOAST, &format!("Redid: {what}")).await?;
        window.press("z").await?;
        reads(window, TOAST, &format!("Undid: {what}")).await?;
    }
    ensure!(in_force(window, before).await?.is_empty(), "a step is in force although Z took it back");
    let test = format!("const css = given[0]; return css === '' || {WORDS} === given[1];");
    window.until(&format!("{seen} as before, {words_before:?}"), &test, vec![json!(seen), json!(words_before)]).await
}

async fn reads(window: &Window, css: &str, says: &str) -> Result<()> {
    let test = format!("const css = given[0]; return {WORDS}.includes(given[1]);");
    window.until(&format!("{says:?} in {css}"), &test, vec![json!(css), json!(says)]).await
}

async fn changed(window: &Window, css: &str, before: &str) -> Result<()> {
    let test = format!("const css = given[0]; return {WORDS} !== given[1];");
    window.until(&format!("other words in {css} than {before:?}"), &test, vec![json!(css), json!(before)]).await
}

async fn words(window: &Window, css: &str) -> Result<String> {
    if css.is_empty() {
        return Ok(String::new());
    }
    let found = window.script(&format!("const css = arguments[0]; return {WORDS};"), vec![json!(css)]).await?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}

async fn has(window: &Window, css: &str) -> Result<bool> {
    let found = window.script("return document.querySelector(arguments[0]) !== null", vec![json!(css)]).await?;
    Ok(found == json!(true))
}

/// Nothing that would hear the keys of the next row instead of the screen, and no toast that it could be taken for.
async fn calm(window: &Window) -> Result<()> {
    let test = "const at = document.activeElement;
        if (at?.matches('input, textarea, select, button')) at.blur();
        document.querySelector('.toast .close')?.click();
        return document.querySelector('.toast') === null;";
    window.until("the toast closed", test, vec![]).await
}

/// Closes what a row that went wrong left open.
async fn shut(window: &Window) -> Result<()> {
    for _ in 0..3 {
        if !has(window, DIALOG).await? {
            break;
        }
        window.press("Esc").await?;
    }
    Ok(())
}

/// The id of the newest step of the journal.
async fn newest(window: &Window) -> Result<u64> {
    let recent = window.call("recent", json!({ "limit": 1 })).await?;
    Ok(recent[0]["step"].as_u64().unwrap_or_default())
}

/// What was decided since that step and is in force, in words, the newest first.
async fn in_force(window: &Window, since: u64) -> Result<Vec<String>> {
    let recent = window.call("recent", json!({ "limit": 50 })).await?;
    let steps = recent.as_array().context("recent gives a list")?;
    let of_now = steps.iter().filter(|step| step["step"].as_u64() > Some(since) && step["undone"] == json!(false));
    Ok(of_now.map(|step| step["what"].as_str().unwrap_or_default().to_owned()).collect())
}

/// Takes back what a row that went wrong, or the way to the screen, left decided.
async fn take_back(window: &Window, since: u64) -> Result<()> {
    for _ in in_force(window, since).await? {
        window.call("undo", json!({})).await?;
    }
    Ok(())
}

async fn told(window: &Window, screen: &str, row: &str, error: &Error) -> String {
    let stands = window.script(&format!("{STANDS} dialogs: {NAMES} }};"), vec![]).await;
    let stands = stands.unwrap_or_else(|error| Value::String(format!("{error:#}")));
    format!("{screen}, {row}\n  {error:#}\n  There stood: {stands:#}")
}
