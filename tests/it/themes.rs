//! Themes through the public door: grouping, placing what is new, and what is said of it all. Most work without the
//! language model, by words; `by_meaning` has it.

use std::path::PathBuf;

use engine::api::types::*;
use engine::api::{Context, Engine};
use engine::model::{Record, SignalId, ThemeId};
use support::{Clock, context};
use tempfile::TempDir;

use crate::theme_bench::{Bench, NOW, SUBJECTS, ticket};

#[tokio::test]
async fn what_is_about_the_same_comes_together() {
    let bench = Bench::with(8).await;
    let before = bench.engine.themes(ThemeQuery::default()).await.unwrap();
    assert_eq!((before.themes.len(), before.standing.waiting, before.standing.placed_at), (0, 24, None));
    let standing = bench.group().await;
    assert_eq!((standing.waiting, standing.placed_at), (0, Some(bench.clock.now())));
    assert!(standing.by_words.unwrap().contains("isn't installed"));
    for (subject, _) in SUBJECTS {
        let theme = bench.theme(subject).await;
        let (members, all) = (bench.members(theme).await, bench.of_subject(subject));
        assert!(members.iter().all(|id| all.contains(id)), "{subject}: {members:?}");
        assert!(members.len() >= 7, "{subject}: {members:?}");
    }
    let rows = bench.rows().await;
    assert_eq!(rows.len(), 3);
    let words: Vec<String> = rows.iter().flat_map(|row| row.words.clone()).collect();
    for telling in ["checkout", "tax", "signed"] {
        assert!(words.iter().any(|word| word.contains(telling)), "{telling} in {words:?}");
    }
    let row = &rows[0];
    assert_eq!((row.customers, row.at_stake), (5, Some(150_000)));
    assert_eq!(row.weeks.len(), 12);
    assert_eq!(bench.engine.workspace().await.unwrap().themes, 3);
}

#[tokio::test]
async fn grouping_twice_changes_nothing_and_is_the_same_everywhere() {
    let (one, other) = (Bench::with(8).await, Bench::with(8).await);
    one.group().await;
    let first = one.rows().await;
    one.group().await;
    assert_eq!(one.rows().await, first);
    other.group().await;
    assert_eq!(other.rows().await, first);
}

#[tokio::test]
async fn new_signals_join_and_older_ones_stay() {
    let mut bench = Bench::with(6).await;
    bench.group().await;
    let before: Vec<Option<ThemeId>> = themes_of(&bench, 18).await;
    bench.bring(6..8).await;
    bench.group().await;
    assert_eq!(themes_of(&bench, 18).await, before);
    for (subject, _) in SUBJECTS {
        let theme = bench.theme(subject).await;
        assert!(bench.members(theme).await.len() >= 7, "{subject}");
    }
}

async fn themes_of(bench: &Bench, count: u32) -> Vec<Option<ThemeId>> {
    let mut themes = Vec::new();
    for id in 1..=count {
        themes.push(bench.theme_of(id).await);
    }
    themes
}

#[tokio::test]
async fn what_is_new_in_kind_founds_a_theme() {
    let mut bench = Bench::with(8).await;
    bench.group().await;
    let titles = [
        "Webhook arrives late or twice",
        "Duplicate webhook delivered late",
        "Late webhook, then a duplicate webhook",
        "Webhook delivered twice and late",
        "Our webhook comes late every night",
        "Webhook twice within a minute, late",
    ];
    let records: Vec<Record> = titles.iter().enumerate().map(|(at, title)| ticket(100 + at, title, 1)).collect();
    bench.write(&records).await;
    bench.group().await;
    let rows = bench.rows().await;
    let webhooks = rows.iter().find(|row| row.title.to_lowercase().contains("webhook")).unwrap();
    assert_eq!(rows.len(), 4);
    assert!(webhooks.signals >= 5, "{webhooks:?}");
    assert_eq!((webhooks.trend, webhooks.age_weeks), (ThemeTrend::New, 0));
}

#[tokio::test]
async fn lists_can_be_in_the_order_of_themes() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let query = SignalQuery { by_theme: true, ..SignalQuery::default() };
    let (ids, page) = bench.engine.signal_list(query.clone(), 0, 40).await.unwrap();
    let rows = bench.engine.signal_rows(ids.into_iter().map(SignalId).collect()).await.unwrap();
    let mut runs: Vec<Option<ThemeId>> = rows.iter().map(|row| row.theme.as_ref().map(|theme| theme.id)).collect();
    runs.dedup();
    let listed: Vec<Option<ThemeId>> =
        page.themes.iter().map(|theme| Some(ThemeId(theme.id)).filter(|id| id.0 != 0)).collect();
    assert_eq!(runs, listed);
    assert_eq!(page.themes.iter().map(|theme| theme.count).sum::<u32>(), 24);
    assert_eq!(page.themes, bench.engine.facets(query).await.unwrap().themes);
    assert_eq!(bench.engine.signal_list(SignalQuery::default(), 0, 1).await.unwrap().1.themes, []);
    let only = SignalQuery { themes: vec![ThemeId(page.themes[1].id)], by_theme: true, ..SignalQuery::default() };
    assert_eq!(bench.engine.signal_list(only, 0, 1).await.unwrap().1.themes, page.themes[1..2]);
}

#[tokio::test]
async fn a_paused_grouping_waits_and_goes_on_later() {
    let bench = Bench::with(8).await;
    assert!(bench.engine.pause_grouping(true).await.unwrap().paused);
    bench.engine.group_waiting().await.unwrap();
    assert_eq!(bench.rows().await, []);
    bench.engine.pause_grouping(false).await.unwrap();
    bench.engine.group_waiting().await.unwrap();
    assert_eq!(bench.rows().await.len(), 3);
}

#[tokio::test]
async fn themes_are_found_and_saved() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let theme = bench.theme("login").await;
    bench.engine.rename_theme(theme, "=Signed out | again".to_owned()).await.unwrap();
    let found = bench.engine.find("signed out |".to_owned()).await.unwrap();
    assert!(found.iter().any(|thing| thing.target == FoundTarget::Theme(theme)), "{found:?}");
    let saved = bench.engine.save_themes(ExportFormat::Csv, ThemeQuery::default()).await.unwrap();
    assert_eq!(saved.rows, 3);
    let text = std::fs::read_to_string(&saved.path).unwrap();
    assert!(text.contains("'=Signed out | again"), "{text}");
    assert!(text.starts_with('\u{feff}') && text.contains("\r\n"), "as spreadsheets take it");
    let saved = bench.engine.save_themes(ExportFormat::Markdown, ThemeQuery::default()).await.unwrap();
    assert!(std::fs::read_to_string(&saved.path).unwrap().contains("=Signed out \\| again"));
    let subjects = ThemeQuery { by_subject: true, ..ThemeQuery::default() };
    assert!(bench.engine.themes(subjects).await.unwrap().themes.iter().all(|row| row.subject.is_some()));
}

/// A laptop that gets the model later reads everything again; themes stay what they are and go on by meaning.
#[tokio::test]
async fn a_model_that_comes_later_is_used() {
    let mut bench = Bench::with(8).await;
    bench.group().await;
    let before = themes_of(&bench, 24).await;
    bench.engine.close().await.unwrap();
    let with_model = Context { model: Some(model()), ..context(&bench.clock) };
    bench.engine = Engine::open(bench.folder.path(), WorkspaceName::Own, with_model.clone()).await.unwrap();
    assert!(bench.rows().await.iter().all(|row| row.by_words));
    // Something new makes the grouping run; without it, `themes group` would do.
    bench.write(&[ticket(400, "Big carts time out when we check out", 1)]).await;
    bench.engine.close().await.unwrap();
    bench.engine = Engine::open(bench.folder.path(), WorkspaceName::Own, with_model).await.unwrap();
    bench.group().await;
    assert_eq!(themes_of(&bench, 24).await, before);
    assert!(bench.rows().await.iter().all(|row| !row.by_words));
    assert_eq!(bench.theme_of(25).await, Some(bench.theme("cart").await));
}

fn model() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/model")
}

/// With the language model: texts without a word in common, and a language that the model doesn't know.
#[tokio::test]
async fn by_meaning() {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at(NOW));
    let engine = Engine::open(folder.path(), WorkspaceName::Own, context(&clock)).await.unwrap();
    let mut bench = Bench { folder, clock, engine, subject: Vec::new() };
    let titles = [
        "The payment page hangs with many products",
        "Checkout times out on large carts",
        "Cannot pay, spinner forever",
        "Basket with 300 items never completes",
        "Paying takes ages for big orders",
        "Order submission freezes",
        "Bill shows incorrect VAT",
        "Wrong tax rate on the invoice PDF",
        "Sales tax miscalculated on our statement",
        "The receipt has the old tax percentage",
        "Invoice total off because of tax",
        "Tax on invoices is incorrect",
        "I keep getting logged out",
        "Session expires in the middle of work",
        "Kicked out while typing a report",
        "Have to sign in again every ten minutes",
        "Signed out during approval",
        "Login does not last",
        "Die Rechnung zeigt den falschen Steuersatz an",
        "Falscher Steuersatz auf der Rechnung seit Montag",
        "Der Steuersatz auf der Rechnung stimmt nicht",
        "Rechnung mit falschem Steuersatz erhalten",
    ];
    let records: Vec<Record> = titles.iter().enumerate().map(|(at, title)| ticket(at + 1, title, 3)).collect();
    bench.write(&records).await;
    bench.engine.close().await.unwrap();
    let with_model = Context { model: Some(model()), ..context(&bench.clock) };
    bench.engine = Engine::open(bench.folder.path(), WorkspaceName::Own, with_model).await.unwrap();
    let standing = bench.group().await;
    assert_eq!(standing.by_words, None);
    let mut same = 0;
    for subject in 0..3_u32 {
        let first = bench.theme_of(subject * 6 + 1).await;
        for at in 2..=6 {
            same += u32::from(first.is_some() && bench.theme_of(subject * 6 + at).await == first);
        }
    }
    assert!(same >= 11, "{same} of 15 with the first of their subject");
    let found = bench.engine.similar_to("The purchase of my order can not be completed".to_owned()).await.unwrap();
    let best: Vec<u32> = found.iter().take(3).map(|found| found.row.id.0).collect();
    assert!(best.len() == 3 && best.iter().all(|id| *id <= 6), "{best:?}");
    let german = bench.engine.theme_place(SignalId(19)).await.unwrap();
    assert!(german.theme.is_none() || german.why.contains("words in common"), "{german:?}");
}
