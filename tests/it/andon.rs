//! What lets a stopped export go: the fix of a flag is found by words or number, linked, unlinked and told of.

use engine::api::types::*;
use engine::api::workspace_file;
use engine::error::ProblemKind;
use engine::model::{ItemId, Kind, SignalId};

use crate::improvements::flagged;
use crate::workbench::{Bench, OPP_1};

const CHANGE: AndonFix = AndonFix::Signal { id: SignalId(10) };
const ITEM: AndonFix = AndonFix::Item { id: ItemId(3) };

/// A change and a deployment of checkout, a newer change of nothing, and an item of the opportunity.
async fn repaired() -> (Bench, AndonPlace) {
    let (bench, shop) = flagged().await;
    let (change, deployment) = (Kind::Change.code(), Kind::Deployment.code());
    let sql = format!(
        "INSERT INTO signal (id, connection_id, external_id, kind, status, service_id, happened_at, updated_at, title,
           content_hash) VALUES
           (10, 1, 'CHG-77', {change}, 1, 1, 1795300000000, 0, 'Charge once', 10),
           (11, 1, 'DEP-9', {deployment}, 1, 1, 1795310000000, 0, 'checkout 7.41', 11),
           (12, 1, 'CHG-78', {change}, 1, NULL, 1795320000000, 0, 'Rotate keys', 12);
         INSERT INTO item (id, opportunity_id, connection_id, external_id, label, title, url, status, category,
           updated_at, read_at) VALUES (3, 1, 1, '8841', '#8841', 'Charge an order once', '', 'New', 0, 0, 0);"
    );
    let file = workspace_file(bench.folder.path(), WorkspaceName::Own);
    rusqlite::Connection::open(file).unwrap().execute_batch(&sql).unwrap();
    bench.engine.raise_andon(shop.clone(), "Orders are charged twice".into()).await.unwrap();
    (bench, shop)
}

impl Bench {
    async fn flag(&self) -> AndonFlag {
        self.engine.andon().await.unwrap().flags.remove(0)
    }

    async fn fixes(&self, place: &AndonPlace, text: &str) -> Vec<String> {
        let found = self.engine.andon_fixes(place.clone(), text.to_owned()).await.unwrap();
        found.into_iter().map(|one| one.label).collect()
    }
}

#[tokio::test]
async fn a_fix_is_found_by_words_or_by_number() {
    let (bench, shop) = repaired().await;
    // Of the flagged product first, then the newest.
    assert_eq!(bench.fixes(&shop, "").await, ["DEP-9", "CHG-77", "CHG-78", "#8841", "OPP-1"]);
    assert_eq!(bench.fixes(&shop, "once CHARGE").await, ["CHG-77", "#8841"]);
    assert_eq!(bench.fixes(&shop, "chg-78").await, ["CHG-78"]);
    assert_eq!(bench.fixes(&shop, "8841").await, ["#8841"]);
    assert_eq!(bench.fixes(&shop, "OPP-1").await, ["OPP-1"]);
    assert_eq!(bench.fixes(&shop, "11").await, ["DEP-9"]);
    assert_eq!(bench.fixes(&shop, "100 %").await, Vec::<String>::new());
    let first = bench.engine.andon_fixes(shop, "77".into()).await.unwrap().remove(0);
    assert_eq!((first.fix, first.kind, first.detail.as_str()), (CHANGE, Some(Kind::Change), "checkout"));
}

#[tokio::test]
async fn a_fix_of_any_sort_lets_exports_go_and_unlinking_it_raises_the_flag_again() {
    let (bench, shop) = repaired().await;
    let engine = &bench.engine;
    let raised_at = bench.flag().await.raised_at;
    let stopping = engine.andon_of(OPP_1).await.unwrap();
    assert_eq!(stopping.iter().map(|flag| flag.reason.as_str()).collect::<Vec<_>>(), ["Orders are charged twice"]);
    for (fix, says) in [
        (ITEM, "#8841: Charge an order once"),
        (AndonFix::Signal { id: SignalId(11) }, "DEP-9: checkout 7.41"),
        (AndonFix::Opportunity { id: OPP_1 }, "OPP-1: One charge per order"),
        (CHANGE, "CHG-77: Charge once"),
    ] {
        engine.fix_andon(shop.clone(), Some(fix.clone())).await.unwrap();
        let flag = bench.flag().await;
        assert_eq!((flag.stops, flag.fix.as_deref(), flag.fixed_with), (false, Some(says), Some(fix)));
    }
    assert_eq!((bench.stopped().await, engine.andon_of(OPP_1).await.unwrap()), (None, vec![]));

    bench.clock.forward_minutes(10);
    engine.fix_andon(shop.clone(), None).await.unwrap();
    let flag = bench.flag().await;
    assert_eq!((flag.stops, flag.fix, flag.reason.as_str()), (true, None, "Orders are charged twice"));
    assert!(flag.raised_at > raised_at && bench.stopped().await.is_some());
    assert_eq!(engine.fix_andon(shop.clone(), None).await.err().unwrap().kind, ProblemKind::Refused);
    engine.undo().await.unwrap();
    let flag = bench.flag().await;
    assert_eq!((flag.stops, flag.fixed_with, flag.raised_at), (false, Some(CHANGE), raised_at));

    let absent = AndonFix::Item { id: ItemId(99) };
    assert_eq!(engine.fix_andon(shop, Some(absent)).await.err().unwrap().kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn the_history_of_a_flag_says_who_linked_what_and_when() {
    let (bench, shop) = repaired().await;
    let engine = &bench.engine;
    engine.fix_andon(shop.clone(), Some(ITEM)).await.unwrap();
    bench.clock.forward_minutes(10);
    engine.fix_andon(shop.clone(), None).await.unwrap();
    engine.lift_andon(shop.clone(), "Repaired by hand".into()).await.unwrap();
    engine.fix_andon(shop.clone(), Some(CHANGE)).await.unwrap();
    engine.fix_andon(shop.clone(), None).await.unwrap();
    engine.undo().await.unwrap();
    let history = engine.andon_history(shop.clone()).await.unwrap();
    let line = |one: &HistoryEntry| format!("{}{}", one.what, if one.undone { " (undone)" } else { "" });
    insta::assert_snapshot!(history.iter().map(line).collect::<Vec<_>>().join("\n"), @"
    Unlinked “CHG-77: Charge once” as the fix of product Shop (undone)
    Linked “CHG-77: Charge once” as the fix of product Shop
    Exports of product Shop go again: Repaired by hand
    Unlinked “#8841: Charge an order once” as the fix of product Shop; exports are stopped again
    Linked “#8841: Charge an order once” as the fix of product Shop; exports go again
    Stopped exports of product Shop
    ");
    assert!(history.iter().all(|one| !one.actor.is_empty()) && history[0].at > history[5].at);
    // What was lifted stays down, whatever becomes of its fix.
    assert!(!bench.flag().await.stops);
    let none = engine.andon_history(AndonPlace::Service { name: "checkout".into() }).await;
    assert_eq!(none.err().unwrap().kind, ProblemKind::NotFound);
}
