//! Services: which records belong to which, by rules that reach back to everything stored.

use std::collections::BTreeMap;

use engine::api::types::{RuleForm, SignalQuery};
use engine::error::ProblemKind;
use engine::journal::{self, By, Change, Entity};
use engine::mapping::literal;
use engine::model::{ConnectionId, Record, RuleField};
use engine::store::Store;
use engine::store::services::StoredRule;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rstest::rstest;

use crate::mapped::{DESK, Mapped, OPS, facet, page, place, ticket};

fn rule(connection: Option<ConnectionId>, field: RuleField, pattern: &str, service: &str) -> RuleForm {
    RuleForm { connection, field, pattern: pattern.to_owned(), service: service.to_owned() }
}

fn some(services: &[(&str, Option<&str>)]) -> BTreeMap<String, Option<String>> {
    services.iter().map(|(id, name)| (format!("1/{id}"), name.map(str::to_owned))).collect()
}

fn three() -> [Record; 3] {
    [
        ticket("1", Some("checkout"), &[]),
        ticket("2", None, &[("tags", "Checkout EU, vip")]),
        ticket("3", None, &[("project", "Office"), ("labels", "wifi")]),
    ]
}

#[tokio::test]
async fn values_without_a_service_are_listed_and_assigned() {
    let (mapped, engine) = Mapped::with(&three()).await;
    let view = engine.services().await.unwrap();
    let listed: Vec<_> =
        view.unmapped.iter().map(|one| (one.place.field, one.place.value.as_str(), one.signals)).collect();
    assert_eq!(
        listed,
        [(RuleField::Project, "Office", 1), (RuleField::Label, "Checkout EU", 1), (RuleField::Label, "vip", 1)]
    );
    assert_eq!((view.unmapped_values, view.unmapped_signals), (3, 2));
    let eu = &view.unmapped[1];
    assert_eq!((eu.suggestion.as_deref(), eu.newest_title.as_str()), (Some("checkout"), "Ticket 2"));

    let done = engine.assign_service(eu.place.clone(), "Checkout".to_owned()).await.unwrap();
    assert_eq!((done.message.as_str(), done.changed), ("Assigned “Checkout EU” to checkout: 1 signal", 1));
    assert_eq!(mapped.services(), some(&[("1", Some("checkout")), ("2", Some("checkout")), ("3", None)]));
    assert_eq!(facet(&engine).await, [("checkout".to_owned(), 2)]);
    assert_eq!(engine.services().await.unwrap().unmapped_values, 1);

    let office = place(Some(DESK), RuleField::Project, "office");
    assert_eq!(engine.assign_service(office, String::new()).await.unwrap().message, "Left out “office”");
    assert_eq!(engine.services().await.unwrap().unmapped_values, 0);
    engine.undo().await.unwrap();
    engine.undo().await.unwrap();
    assert_eq!(engine.services().await.unwrap(), view, "undo restores exactly");
    assert_eq!(mapped.services(), some(&[("1", Some("checkout")), ("2", None), ("3", None)]));
    engine.redo().await.unwrap();
    assert_eq!(facet(&engine).await, [("checkout".to_owned(), 2)]);
    let columns = mapped.fresh_columns().await;
    assert_eq!(facet(&engine).await, [("checkout".to_owned(), 2)], "{}", columns.count());
}

#[tokio::test]
async fn a_tools_own_name_can_be_given_to_another_service() {
    let (_mapped, engine) =
        Mapped::with(&[ticket("1", Some("Checkout US"), &[]), ticket("2", Some("checkout"), &[])]).await;
    engine.assign_service(place(None, RuleField::Service, "Checkout US"), "checkout".to_owned()).await.unwrap();
    let view = engine.services().await.unwrap();
    let names: Vec<_> = view.services.iter().map(|one| (one.name.as_str(), one.signals, one.told.clone())).collect();
    assert_eq!(names, [("checkout", 2, vec!["Checkout US".to_owned()])]);
}

#[tokio::test]
async fn the_first_rule_that_fits_wins() {
    let (mapped, engine) = Mapped::with(&three()).await;
    engine.add_rule(rule(None, RuleField::Label, "*", "everything labelled")).await.unwrap();
    engine.add_rule(rule(Some(DESK), RuleField::Label, "check*", "checkout")).await.unwrap();
    engine.add_rule(rule(Some(OPS), RuleField::Anything, "", "ops")).await.unwrap();
    let labelled = Some("everything labelled");
    assert_eq!(mapped.services(), some(&[("1", Some("checkout")), ("2", labelled), ("3", labelled)]));
    let second = engine.services().await.unwrap().rules[1].uid.clone();
    engine.move_rule(second.clone(), true).await.unwrap();
    assert_eq!(mapped.services(), some(&[("1", Some("checkout")), ("2", Some("checkout")), ("3", labelled)]));
    assert_eq!(engine.move_rule(second.clone(), true).await.unwrap().step, None);
    engine.assign_service(place(Some(DESK), RuleField::Label, "wifi"), "office".to_owned()).await.unwrap();
    assert_eq!(mapped.services()["1/3"].as_deref(), Some("office"), "an assignment stands before the rules");
    engine.remove_rule(second).await.unwrap();
    assert_eq!(mapped.services()["1/2"].as_deref(), labelled);
    let patterns: Vec<String> =
        engine.services().await.unwrap().rules.into_iter().map(|rule| rule.form.pattern).collect();
    assert_eq!(patterns, ["wifi", "*", ""]);
}

#[tokio::test]
async fn later_pulls_follow_the_rules() {
    let (mapped, engine) = Mapped::with(&three()).await;
    engine.assign_service(place(Some(DESK), RuleField::Label, "vip"), "accounts".to_owned()).await.unwrap();
    engine.close().await.unwrap();
    let changed = Record { title: "Another title".to_owned(), ..ticket("3", None, &[("labels", "vip")]) };
    mapped.pull(DESK, &[changed, ticket("4", None, &[("tags", "vip, x")]), ticket("5", None, &[])]).await;
    let accounts = Some("accounts");
    let wanted = [("1", Some("checkout")), ("2", accounts), ("3", accounts), ("4", accounts), ("5", None)];
    assert_eq!(mapped.services(), some(&wanted));
    let engine = mapped.open().await;
    assert_eq!(facet(&engine).await, [("accounts".to_owned(), 3), ("checkout".to_owned(), 1)]);
    let view = engine.services().await.unwrap();
    let nothing = &view.unmapped[0];
    assert_eq!((nothing.place.field, nothing.place.value.as_str(), nothing.signals), (RuleField::Anything, "", 1));
    engine.assign_service(nothing.place.clone(), "desk".to_owned()).await.unwrap();
    assert_eq!(mapped.services()["1/5"].as_deref(), Some("desk"));
    assert_eq!(mapped.services()["1/1"].as_deref(), Some("checkout"), "everything else, not everything");
}

#[tokio::test]
async fn the_inbox_filters_by_product() {
    let (mapped, engine) = Mapped::with(&three()).await;
    let done = engine.set_product("CHECKOUT".to_owned(), " Shop  front ".to_owned()).await.unwrap();
    assert_eq!(done.message, "Put checkout into Shop front");
    let facets = engine.facets(SignalQuery::default()).await.unwrap();
    assert_eq!(
        facets.products.iter().map(|one| (one.name.as_str(), one.count)).collect::<Vec<_>>(),
        [("Shop front", 1)]
    );
    let query =
        SignalQuery { products: vec![engine::model::ProductId(facets.products[0].id)], ..SignalQuery::default() };
    assert_eq!(engine.signal_ids(query.clone()).await.unwrap(), [1]);
    engine.assign_service(place(Some(DESK), RuleField::Label, "vip"), "checkout".to_owned()).await.unwrap();
    assert_eq!(engine.signal_ids(query.clone()).await.unwrap().len(), 2);
    engine.close().await.unwrap();
    let engine = mapped.open().await;
    assert_eq!(engine.signal_ids(query.clone()).await.unwrap().len(), 2, "after a restart too");
    assert_eq!(engine.services().await.unwrap().products, ["Shop front"]);
    engine.undo().await.unwrap();
    engine.undo().await.unwrap();
    assert_eq!(engine.signal_ids(query).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_workspace_of_before_gets_its_places() {
    let (mapped, engine) = Mapped::with(&three()).await;
    engine.close().await.unwrap();
    rusqlite::Connection::open(mapped.path().join("workspace.db"))
        .unwrap()
        .execute_batch(
            "UPDATE signal SET place_id = NULL, told_id = NULL; DELETE FROM place; DELETE FROM told;
             INSERT INTO setting (key, value) VALUES ('unsettled', 'everything');",
        )
        .unwrap();
    let engine = mapped.open().await;
    assert_eq!(engine.services().await.unwrap().unmapped_values, 3);
    assert_eq!(mapped.services()["1/1"].as_deref(), Some("checkout"));
}

#[rstest]
#[case::says_nothing(rule(None, RuleField::Label, "  ", "x"), ProblemKind::BadInput)]
#[case::everything_everywhere(rule(None, RuleField::Anything, "", "x"), ProblemKind::BadInput)]
#[case::no_such_connection(rule(Some(ConnectionId(9)), RuleField::Label, "a", "x"), ProblemKind::NotFound)]
#[case::too_long(rule(None, RuleField::Label, "a", &"x".repeat(300)), ProblemKind::BadInput)]
#[tokio::test]
async fn a_rule_that_makes_no_sense_is_refused(#[case] rule: RuleForm, #[case] kind: ProblemKind) {
    let (_mapped, engine) = Mapped::with(&three()).await;
    assert_eq!(engine.add_rule(rule).await.unwrap_err().kind, kind);
    assert_eq!(engine.services().await.unwrap().rules, []);
}

const NAMES: [&str; 5] = ["shop", "Shop EU", "pay", "pay*", "office"];

/// One of 24 records; what it says of its place follows from its number.
fn numbered(number: u8) -> Record {
    let name = |by: u8| NAMES[usize::from(number / by) % NAMES.len()];
    let service = number.is_multiple_of(3).then(|| name(2));
    ticket(&number.to_string(), service, &[("project", name(3)), ("tags", &format!("{}, {}", name(1), name(4)))])
}

#[derive(Clone, Debug)]
struct Given {
    field: u8,
    pattern: String,
    service: u8,
    only_desk: bool,
}

fn given() -> impl Strategy<Value = Given> {
    let pattern = prop_oneof![
        prop::sample::select(&NAMES).prop_map(literal),
        prop::sample::select(&["sh*", "*a*", "*", "*e"]).prop_map(|pattern| pattern.to_owned()),
    ];
    (0_u8..5, pattern, 0_u8..4, any::<bool>()).prop_map(|(field, pattern, service, only_desk)| Given {
        field,
        pattern,
        service,
        only_desk,
    })
}

async fn decide(store: &Store, position: usize, given: &Given) {
    let rule = StoredRule {
        connection: given.only_desk.then(|| "desk".to_owned()),
        field: RuleField::from_code(given.field).unwrap(),
        pattern: given.pattern.clone(),
        service: if given.service == 0 { String::new() } else { format!("service {}", given.service) },
        position: position as i64,
    };
    let by = By { actor: "Maya".to_owned(), device: "laptop".to_owned(), now: crate::mapped::now() };
    let mut write = store.write().await.unwrap();
    let change = Change::new(Entity::Rule, format!("rule-{position}"), "rule", serde_json::to_value(&rule).unwrap());
    journal::decide(&mut write, &by, "A rule", &[change]).await.unwrap();
    write.commit().await.unwrap();
}

#[test]
fn neither_the_order_of_pages_nor_of_rules_and_pages_matters() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let numbers = Just((0_u8..24).collect::<Vec<_>>()).prop_shuffle();
    let input = (numbers, proptest::collection::vec(given(), 0..5), 0_usize..24);
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() });
    runner
        .run(&input, |(numbers, rules, cut)| {
            runtime.block_on(async {
                let straight = Mapped::new().await;
                let store = straight.store().await;
                let ordered: Vec<Record> = (0..24).map(numbered).collect();
                page(&store, DESK, &ordered).await;
                page(&store, OPS, &ordered).await;
                let before = straight.services();
                for (position, rule) in rules.iter().enumerate() {
                    decide(&store, position, rule).await;
                }
                let settled = straight.services();
                let mut write = store.write().await.unwrap();
                write.rules_changed();
                assert_eq!(write.settle().await.unwrap(), 0, "applying twice changes nothing");
                drop(write);

                let mixed = Mapped::new().await;
                let other = mixed.store().await;
                let shuffled: Vec<Record> = numbers.iter().map(|number| numbered(*number)).collect();
                page(&other, OPS, &shuffled[..cut]).await;
                for (position, rule) in rules.iter().enumerate() {
                    decide(&other, position, rule).await;
                }
                page(&other, DESK, &shuffled).await;
                page(&other, OPS, &shuffled).await;
                assert_eq!(mixed.services(), settled);
                let columns = other.columns().clone();
                other.close().await.unwrap();
                assert_eq!(mixed.fresh_columns().await, columns);

                let by = By { actor: "Maya".to_owned(), device: "laptop".to_owned(), now: crate::mapped::now() };
                let mut write = store.write().await.unwrap();
                while journal::undo(&mut write, &by).await.unwrap().is_some() {}
                write.commit().await.unwrap();
                assert_eq!(straight.services(), before, "undo restores exactly");
            });
            Ok(())
        })
        .unwrap();
}
