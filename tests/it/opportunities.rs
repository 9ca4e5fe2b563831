//! Opportunities through the engine's door: capture, evidence, score, ranking, and the way back.

use engine::api::types::{NumberOf, OpportunityField, OpportunityQuery, OpportunityRow, WorkspaceName};
use engine::api::workspace_file;
use engine::model::{Kind, OpportunityId, Range, RiceInputs, Stage};
use rstest::rstest;

use crate::workbench::{Bench, OPP_1, OPP_2, exact, ids};

#[tokio::test]
async fn from_capture_to_a_ranked_receipt_that_ends_in_evidence() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    let made = engine.create_opportunity("  One charge\nper order ".to_owned()).await.unwrap();
    assert_eq!(made.message, "Made OPP-1: One charge per order");
    assert_eq!(made.opportunity.unwrap().label, "OPP-1");
    engine.create_opportunity("Resend from the phone".to_owned()).await.unwrap();

    let linked = engine.set_evidence(OPP_1, ids(&[2]), Some(3)).await.unwrap();
    assert_eq!(linked.message, "Linked “Paid twice” to OPP-1");
    assert_eq!(
        engine.set_evidence(OPP_1, ids(&[1, 3, 4]), Some(1)).await.unwrap().message,
        "Linked 3 signals to OPP-1"
    );

    let scored = engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    assert_eq!(scored.message, "Scored OPP-1: 675 RICE points");
    engine.set_score(OPP_2, exact(2000.0, 1.0, 2.0)).await.unwrap();

    let list = engine.opportunities(OpportunityQuery::default()).await.unwrap();
    let seen: Vec<_> = list.rows.iter().map(|row| (row.id, row.rank, row.value.unwrap().p50)).collect();
    assert_eq!(seen, [(OPP_2, Some(1), 1000.0), (OPP_1, Some(2), 675.0)]);
    assert_eq!((list.draws, list.hidden, list.reach_unit.as_str()), (10_000, 0, "customers a quarter"));

    let receipt = engine.receipt(OPP_1, NumberOf::Value).await.unwrap();
    assert_eq!(receipt.result.shown, "675");
    assert_eq!(receipt.lines[0].source, "set by You, 21 Nov; 4 signals linked");
    let behind: Vec<_> = receipt.lines[0].signals.iter().map(|s| (s.id.0, s.kind, s.who.as_str())).collect();
    assert_eq!(
        behind,
        [
            (3, Kind::Feedback, "Ben, Bolt"),
            (2, Kind::Ticket, "Ana, Acme"),
            (1, Kind::Ticket, "Ana, Acme"),
            (4, Kind::Incident, "Bolt"),
        ]
    );
}

#[tokio::test]
async fn what_is_not_set_has_no_value_no_rank_and_says_so() {
    let bench = Bench::new().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    let inputs = RiceInputs { effort: None, ..exact(450.0, 3.0, 2.0) };
    let scored = bench.engine.set_score(OPP_1, inputs).await.unwrap();
    assert_eq!(scored.message, "Scored OPP-1 in part: no value without effort");
    let row = bench.row(OPP_1).await;
    assert_eq!((row.value, row.rank, row.top), (None, None, None));
    let receipt = bench.engine.receipt(OPP_1, NumberOf::Value).await.unwrap();
    assert_eq!((receipt.result.shown.as_str(), receipt.result.source.as_str()), ("Not set", "effort isn't set"));

    bench.engine.set_score(OPP_1, exact(0.0, 3.0, 2.0)).await.unwrap();
    let row = bench.row(OPP_1).await;
    assert_eq!((row.value.unwrap().p50, row.rank), (0.0, Some(1)));
    assert_eq!(bench.engine.receipt(OPP_1, NumberOf::Value).await.unwrap().result.shown, "0");
}

#[tokio::test]
async fn every_decision_can_be_undone_and_brought_back() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    let mut states = vec![bench.row(OPP_1).await];
    for step in 0..7 {
        bench.clock.forward_minutes(1);
        let done = match step {
            0 => engine.edit_opportunity(OPP_1, OpportunityField::Service, "checkout".to_owned()).await,
            1 => engine.edit_opportunity(OPP_1, OpportunityField::Title, "Charge once".to_owned()).await,
            2 => engine.set_evidence(OPP_1, ids(&[1, 3]), Some(2)).await,
            3 => engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await,
            4 => engine.set_evidence(OPP_1, ids(&[1]), None).await,
            5 => engine.set_stage(OPP_1, Stage::Rejected, "Too rare".to_owned()).await,
            _ => engine.delete_opportunity(OPP_1, true).await,
        };
        assert!(done.unwrap().step.is_some(), "step {step} changes something");
        states.push(bench.row(OPP_1).await);
    }
    let untimed = |row: &OpportunityRow| OpportunityRow { updated_at: Default::default(), ..row.clone() };
    for before in states.iter().rev().skip(1) {
        engine.undo().await.unwrap();
        assert_eq!(untimed(&bench.row(OPP_1).await), untimed(before));
    }
    for after in states.iter().skip(1) {
        engine.redo().await.unwrap();
        assert_eq!(untimed(&bench.row(OPP_1).await), untimed(after));
    }
}

#[tokio::test]
async fn undoing_a_creation_takes_it_from_the_list_and_keeps_its_number() {
    let bench = Bench::new().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    bench.engine.undo().await.unwrap();
    assert!(bench.engine.opportunities(OpportunityQuery::default()).await.unwrap().rows.is_empty());
    let next = bench.engine.create_opportunity("Resend from the phone".to_owned()).await.unwrap();
    assert_eq!(next.opportunity.unwrap().label, "OPP-2");
}

#[tokio::test]
async fn rejecting_needs_a_reason_and_leaves_the_ranking() {
    let bench = Bench::new().await;
    for title in ["One charge per order", "Resend from the phone"] {
        bench.engine.create_opportunity(title.to_owned()).await.unwrap();
    }
    bench.engine.set_score(OPP_1, exact(900.0, 1.0, 1.0)).await.unwrap();
    bench.engine.set_score(OPP_2, exact(100.0, 1.0, 1.0)).await.unwrap();
    let refused = bench.engine.set_stage(OPP_1, Stage::Rejected, "  ".to_owned()).await.unwrap_err();
    assert_eq!(
        refused.sentence(),
        "Rejecting needs a reason: people will ask. OPP-1 is as it was. Say in a few words why not."
    );

    let rejected = bench.engine.set_stage(OPP_1, Stage::Rejected, "Too rare".to_owned()).await.unwrap();
    assert_eq!(rejected.message, "Rejected OPP-1: Too rare");
    let list = bench.engine.opportunities(OpportunityQuery::default()).await.unwrap();
    assert_eq!(list.rows.iter().map(|row| (row.id, row.rank)).collect::<Vec<_>>(), [(OPP_2, Some(1))]);
    let row = bench.row(OPP_1).await;
    assert_eq!((row.rank, row.value.unwrap().p50), (None, 900.0));
    assert_eq!(bench.engine.opportunity(OPP_1).await.unwrap().reject_reason, "Too rare");

    let moved = bench.engine.set_stage(OPP_1, Stage::InProgress, String::new()).await.unwrap();
    assert_eq!(moved.message, "Moved OPP-1 to in progress");
    assert_eq!(bench.engine.opportunity(OPP_1).await.unwrap().reject_reason, "");
}

#[tokio::test]
async fn filters_hide_and_say_how_many() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    for (title, service) in
        [("One charge per order", "checkout"), ("Resend from the phone", "mobile"), ("Old icon", "")]
    {
        let made = engine.create_opportunity(title.to_owned()).await.unwrap().opportunity.unwrap();
        engine.edit_opportunity(made.id, OpportunityField::Service, service.to_owned()).await.unwrap();
    }
    engine.set_evidence(OPP_1, ids(&[1, 2]), Some(1)).await.unwrap();
    engine.set_stage(OpportunityId(3), Stage::Rejected, "Taste".to_owned()).await.unwrap();
    let default = OpportunityQuery::default;
    let cases = [
        (default(), vec![1, 2], 0),
        (OpportunityQuery { text: "CHARGE opp-1".to_owned(), ..default() }, vec![1], 1),
        (OpportunityQuery { services: vec!["Mobile".to_owned()], ..default() }, vec![2], 1),
        (OpportunityQuery { min_evidence: 2, ..default() }, vec![1], 1),
        (OpportunityQuery { min_evidence: 3, ..default() }, vec![], 2),
        (OpportunityQuery { stages: vec![Stage::Rejected], ..default() }, vec![3], 0),
    ];
    for (query, wanted, hidden) in cases {
        let list = engine.opportunities(query.clone()).await.unwrap();
        let mut seen: Vec<u32> = list.rows.iter().map(|row| row.id.0).collect();
        seen.sort_unstable();
        assert_eq!((seen, list.hidden), (wanted, hidden), "{query:?}");
    }
}

#[tokio::test]
async fn two_hundred_opportunities_are_ranked_in_one_list() {
    let bench = Bench::new().await;
    let database = rusqlite::Connection::open(workspace_file(bench.folder.path(), WorkspaceName::Own)).unwrap();
    for n in 1..=200_u32 {
        let reach = Range { low: 5.0, likely: f64::from(1_000 - n), high: 5_000.0 };
        let doubtful = RiceInputs { reach: Some(reach), ..exact(1.0, 1.0, 1.0) };
        let inputs = match n {
            7 => RiceInputs { effort: None, ..doubtful },
            8..=12 => doubtful,
            _ => exact(f64::from(1_000 - n), 1.0, 1.0),
        };
        let rice = serde_json::to_string(&inputs).unwrap();
        let insert = "INSERT INTO opportunity (id, uid, title, rice, created_at, updated_at) VALUES (?1, 'u' || ?1, '', ?2, 0, 0)";
        database.execute(insert, (n, rice)).unwrap();
    }
    let list = bench.engine.opportunities(OpportunityQuery::default()).await.unwrap();
    let order: Vec<u32> = list.rows.iter().map(|row| row.id.0).collect();
    let wanted: Vec<u32> = (1..=200).filter(|n| *n != 7).chain([7]).collect();
    let near = |id: &u32| (8..=12).contains(id);
    let exact_only = |ids: Vec<u32>| ids.into_iter().filter(|id| !near(id)).collect::<Vec<_>>();
    assert_eq!(exact_only(order), exact_only(wanted));
    assert_eq!(list.rows[198].rank, Some(199));
    let doubtful = list.rows.iter().find(|row| near(&row.id.0)).unwrap();
    assert!(doubtful.top.unwrap().chance < 0.9, "{doubtful:?}");

    assert_eq!(list.rows[198].top.unwrap().k, 100, "nobody asks for more than the best hundred");
}

#[rstest]
#[case::empty_title(OpportunityField::Title, "  ", "An opportunity needs a title. Nothing was changed.")]
#[case::long_title(OpportunityField::Title, &"x".repeat(301), "The title has 301 characters; at most 300 fit. Nothing was changed. Shorten it.")]
#[case::long_text(OpportunityField::Statement, &"x".repeat(1_000_000), "The statement has 1,000,000 characters; at most 20,000 fit. Nothing was changed. Shorten it.")]
#[tokio::test]
async fn what_cannot_be_stored_is_refused(
    #[case] field: OpportunityField,
    #[case] value: &str,
    #[case] sentence: &str,
) {
    let bench = Bench::new().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    let refused = bench.engine.edit_opportunity(OPP_1, field, value.to_owned()).await.unwrap_err();
    assert_eq!(refused.sentence(), sentence);
    assert_eq!(bench.row(OPP_1).await.title, "One charge per order");
}

#[tokio::test]
async fn what_is_gone_or_out_of_range_is_refused() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    engine.delete_opportunity(OPP_1, true).await.unwrap();
    let refused = [
        engine.set_score(OPP_1, exact(1.0, 1.0, 1.0)).await.unwrap_err(),
        engine.set_evidence(OPP_1, ids(&[1]), Some(1)).await.unwrap_err(),
        engine.set_evidence(OPP_1, ids(&[1]), Some(4)).await.unwrap_err(),
        engine.opportunity(OPP_2).await.unwrap_err(),
        engine.receipt(OPP_2, NumberOf::Rank).await.unwrap_err(),
        engine.delete_opportunity(OPP_2, true).await.unwrap_err(),
    ];
    let what: Vec<_> = refused.iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "OPP-1 is deleted.",
            "OPP-1 is deleted.",
            "Importance goes from 0 to 3.",
            "OPP-2 isn't here.",
            "OPP-2 isn't here.",
            "OPP-2 isn't here."
        ]
    );
    assert_eq!(engine.delete_opportunity(OPP_1, false).await.unwrap().message, "Brought back OPP-1");
}
