//! What changed since the last look, on this laptop.

use engine::api::types::{NewsView, OpportunityField, WorkspaceName};
use engine::api::workspace_file;
use engine::model::{SignalId, Stage, StepId, Time};

use crate::workbench::{Bench, OPP_1, OPP_2, ids};

/// Each opportunity with what was said of it, newest first.
fn told(news: &NewsView) -> Vec<String> {
    let thing = |thing: &engine::api::types::ChangedThing| {
        let changes: Vec<&str> = thing.changes.iter().map(|change| change.what.as_str()).collect();
        format!("{}: {}", thing.opportunity.label, changes.join("; "))
    };
    news.things.iter().map(thing).collect()
}

/// The news, of which the nav says how many there are.
async fn read(bench: &Bench) -> NewsView {
    let news = bench.engine.news().await.unwrap();
    assert_eq!(bench.engine.workspace().await.unwrap().news, news.count);
    news
}

async fn seen(bench: &Bench) {
    let news = read(bench).await;
    bench.engine.mark_looked(news.step, news.as_of).await.unwrap();
}

#[tokio::test]
async fn what_changed_is_listed_by_opportunity_until_it_is_seen() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    for title in ["One charge per order", "Resend from the phone"] {
        engine.create_opportunity(title.to_owned()).await.unwrap();
    }
    let news = read(&bench).await;
    assert_eq!((news.since, news.count), (None, 2), "nobody has looked yet: all of it is new");
    seen(&bench).await;
    let news = read(&bench).await;
    assert_eq!((news.since, news.count), (Some(bench.clock.now()), 0));

    bench.clock.forward_minutes(1);
    engine.set_evidence(OPP_1, ids(&[1, 2]), Some(2)).await.unwrap();
    bench.clock.forward_minutes(1);
    engine.set_stage(OPP_2, Stage::Ready, String::new()).await.unwrap();
    bench.clock.forward_minutes(1);
    engine.edit_opportunity(OPP_1, OpportunityField::Owner, "Maya".to_owned()).await.unwrap();
    bench.clock.forward_minutes(1);
    engine.snooze(ids(&[3]), bench.clock.now().plus(Time::DAY)).await.unwrap();
    let news = read(&bench).await;
    assert_eq!(
        told(&news),
        ["OPP-1: Changed the owner of OPP-1; Linked 2 signals to OPP-1", "OPP-2: Moved OPP-2 to ready"]
    );
    assert_eq!(news.things[0].changes[0].actor, "You");

    // What comes while one reads stays new, and what was taken back is no news.
    engine.undo().await.unwrap();
    engine.undo().await.unwrap();
    engine.mark_looked(news.step, news.as_of).await.unwrap();
    assert_eq!(read(&bench).await.count, 0);
    bench.clock.forward_minutes(1);
    engine.set_evidence(OPP_2, vec![SignalId(3)], Some(1)).await.unwrap();
    engine.mark_looked(news.step, news.as_of).await.unwrap();
    assert_eq!(told(&read(&bench).await), ["OPP-2: Linked “Two invoices, one order” to OPP-2"]);
    engine.undo().await.unwrap();
    assert_eq!(read(&bench).await.count, 0);
}

#[tokio::test]
async fn a_trackers_change_is_news_once() {
    let bench = Bench::with_signals().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    seen(&bench).await;
    let changed = bench.clock.now().plus(60_000);
    let database = rusqlite::Connection::open(workspace_file(bench.folder.path(), WorkspaceName::Own)).unwrap();
    database
        .execute(
            "INSERT INTO item (opportunity_id, connection_id, external_id, label, title, url, status, category,
               updated_at, read_at) VALUES (1, 1, '588', '#588', 'One charge', '', 'In progress', 1, ?1, ?1)",
            [changed.0],
        )
        .unwrap();
    bench.clock.forward_minutes(2);
    assert_eq!(told(&read(&bench).await), ["OPP-1: #588 is In progress"]);
    seen(&bench).await;
    assert_eq!(read(&bench).await.count, 0);
}

#[tokio::test]
async fn a_hostile_mark_hides_nothing_that_is_yet_to_come() {
    let bench = Bench::with_signals().await;
    bench.engine.mark_looked(StepId(u32::MAX), Time(i64::MAX)).await.unwrap();
    bench.clock.forward_minutes(1);
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    let news = read(&bench).await;
    assert_eq!(news.count, 1);
    seen(&bench).await;
    bench.engine.mark_looked(StepId(0), Time(0)).await.unwrap();
    assert_eq!(read(&bench).await.count, 0, "a look is never taken back");
}
