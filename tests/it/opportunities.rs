//! Opportunities through the engine's door: capture, evidence, score, ranking, receipts, and the way back.

use std::path::Path;

use engine::api::types::{AcceptInto, NumberOf, OpportunityField, OpportunityQuery, OpportunityRow, WorkspaceName};
use engine::api::{Engine, workspace_file};
use engine::error::ProblemKind;
use engine::model::{Kind, OpportunityId, Range, RiceInputs, SignalId, Stage};
use rstest::rstest;
use support::{Clock, open};
use tempfile::TempDir;

const OPP_1: OpportunityId = OpportunityId(1);
const OPP_2: OpportunityId = OpportunityId(2);

struct Bench {
    folder: TempDir,
    clock: Clock,
    engine: Engine,
}

impl Bench {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::at("2026-11-21T09:00:00Z");
        let engine = open(folder.path(), &clock).await;
        Bench { folder, clock, engine }
    }

    /// A workspace with four signals: two tickets of Ana at Acme, one of Ben at Bolt, and an incident of Bolt.
    async fn with_signals() -> Self {
        let bench = Bench::new().await;
        plant(bench.folder.path());
        bench
    }

    async fn row(&self, id: OpportunityId) -> OpportunityRow {
        let list = self.engine.opportunities(everything()).await.unwrap();
        list.rows.into_iter().find(|row| row.id == id).unwrap()
    }
}

fn everything() -> OpportunityQuery {
    OpportunityQuery { stages: Stage::ALL.to_vec(), include_deleted: true, ..OpportunityQuery::default() }
}

/// Signals as a pull would have left them: 1 and 2 from Ana (Acme, €184,000), 3 from Ben (Bolt, revenue not
/// known), 4 an incident that nobody reported.
fn plant(folder: &Path) {
    let database = rusqlite::Connection::open(workspace_file(folder, WorkspaceName::Own)).unwrap();
    database
        .execute_batch(
            "INSERT INTO connection (id, uid, name, vendor, base_url, user, project, created_at)
               VALUES (1, 'desk', 'Desk', 'redmine', 'https://desk.example.com', '', '', 0);
             INSERT INTO customer (id, name, revenue) VALUES (1, 'Acme', 184000), (2, 'Bolt', NULL);
             INSERT INTO reporter (id, identity, name, customer_id) VALUES (1, 'ana@acme.example', 'Ana', 1),
               (2, 'ben@bolt.example', 'Ben', 2);
             INSERT INTO signal (id, connection_id, external_id, kind, status, customer_id, reporter_id, happened_at,
               updated_at, title, content_hash) VALUES
               (1, 1, 'T-1', 5, 0, 1, 1, 1795000000000, 0, 'Charged again', 1),
               (2, 1, 'T-2', 5, 0, 1, 1, 1795100000000, 0, 'Paid twice', 2),
               (3, 1, 'T-3', 6, 0, NULL, 2, 1795200000000, 0, 'Two invoices, one order', 3),
               (4, 1, 'I-4', 0, 1, 2, NULL, 1787000000000, 0, 'Payment queue stuck', 4);
             INSERT INTO signal_text (signal_id, body, facts, raw)
               SELECT id, 'The card was charged two times.', '{}', '' FROM signal;",
        )
        .unwrap();
}

fn exact(reach: f64, impact: f64, effort: f64) -> RiceInputs {
    RiceInputs {
        reach: Some(Range::exactly(reach)),
        impact: Some(Range::exactly(impact)),
        confidence: None,
        effort: Some(Range::exactly(effort)),
    }
}

fn ids(ids: &[u32]) -> Vec<SignalId> {
    ids.iter().copied().map(SignalId).collect()
}

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
async fn people_and_customers_count_once_in_the_list() {
    let bench = Bench::with_signals().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    bench.engine.set_evidence(OPP_1, ids(&[1, 2, 3, 4]), Some(1)).await.unwrap();
    let evidence = bench.row(OPP_1).await.evidence;
    assert_eq!((evidence.operations, evidence.changes, evidence.voices), (1, 0, 3));
    assert_eq!((evidence.reporters, evidence.customers), (2, 2));
    assert_eq!((evidence.revenue, evidence.revenue_unknown), (184_000, 1));

    bench.engine.set_evidence(OPP_1, ids(&[3, 4]), None).await.unwrap();
    let evidence = bench.row(OPP_1).await.evidence;
    assert_eq!((evidence.signals(), evidence.reporters, evidence.customers, evidence.revenue_unknown), (2, 1, 1, 0));
}

#[tokio::test]
async fn a_merged_duplicate_brings_its_people_along() {
    let bench = Bench::with_signals().await;
    bench.engine.merge(ids(&[3]), SignalId(2)).await.unwrap();
    let into = AcceptInto::New { title: "One charge per order".to_owned() };
    bench.engine.accept(ids(&[2]), into, 2).await.unwrap();
    let evidence = bench.row(OPP_1).await.evidence;
    assert_eq!((evidence.signals(), evidence.reporters, evidence.customers), (1, 2, 2));
    let receipt = bench.engine.receipt(OPP_1, NumberOf::Reporters).await.unwrap();
    let people: Vec<_> = receipt.lines.iter().map(|line| line.label.as_str()).collect();
    assert_eq!(people, ["Ana", "Ben"]);
    let passed = bench.engine.set_evidence(OPP_1, ids(&[3, 99]), Some(1)).await.unwrap();
    assert_eq!((passed.step, passed.message.as_str()), (None, "Nothing changed"));
    let mut reasons: Vec<_> = passed.left_out.iter().map(|one| (one.id, one.reason.as_str())).collect();
    reasons.sort_unstable();
    assert_eq!(reasons, [(3, "It is merged into another signal"), (99, "It isn't here")]);
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
async fn the_detail_tells_stages_and_earlier_scores_from_the_journal() {
    let bench = Bench::new().await;
    let engine = &bench.engine;
    let start = bench.clock.now();
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    engine.set_score(OPP_1, exact(100.0, 1.0, 1.0)).await.unwrap();
    bench.clock.forward_minutes(10);
    engine.set_stage(OPP_1, Stage::Ready, String::new()).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 1.0, 1.0)).await.unwrap();
    bench.clock.forward_minutes(10);
    engine.set_stage(OPP_1, Stage::Delivered, String::new()).await.unwrap();
    engine.undo().await.unwrap();

    let detail = engine.opportunity(OPP_1).await.unwrap();
    assert_eq!(detail.reached, [(Stage::Captured, start), (Stage::Ready, start.plus(10 * 60_000))]);
    let scores: Vec<_> = detail.score_history.iter().map(|entry| (entry.at, entry.value.unwrap().p50)).collect();
    assert_eq!(scores, [(start.plus(10 * 60_000), 450.0), (start, 100.0)]);
    let receipt = engine.receipt(OPP_1, NumberOf::Impact).await.unwrap();
    assert_eq!(receipt.lines[0].source, "set by You, 21 Nov; no tickets or feedback linked");
}

#[tokio::test]
async fn trying_a_score_stores_nothing() {
    let bench = Bench::new().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    bench.engine.set_score(OPP_1, exact(100.0, 1.0, 1.0)).await.unwrap();
    let tried = bench.engine.try_score(OPP_1, exact(100.0, 1.0, 4.0)).await.unwrap();
    assert_eq!(tried.result.shown, "25");
    assert!(tried.lines[0].source.starts_with("set by You, 21 Nov"), "{}", tried.lines[0].source);
    assert!(tried.lines[2].source.starts_with("not saved yet"), "{}", tried.lines[2].source);
    assert_eq!(bench.row(OPP_1).await.value.unwrap().p50, 100.0);
    let refused = bench.engine.try_score(OPP_1, exact(100.0, 1.0, 0.0)).await.unwrap_err();
    assert_eq!((refused.kind, refused.what.as_str()), (ProblemKind::BadInput, "Effort can't be 0."));
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

    assert_eq!(list.rows[198].top.unwrap().k, 200);
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

#[tokio::test]
async fn the_history_reads_like_what_happened() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Owner, "Maya".to_owned()).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[1]), Some(1)).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[1]), Some(3)).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[2, 3]), Some(1)).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    engine.set_stage(OPP_1, Stage::Ready, String::new()).await.unwrap();
    engine.undo().await.unwrap();
    let lines = |entries: Vec<engine::api::types::HistoryEntry>| {
        let line = |e: engine::api::types::HistoryEntry| {
            let undone = if e.undone { " (undone)" } else { "" };
            format!("{} [{} → {}]{undone}", e.what, e.was.unwrap_or_default(), e.now.unwrap_or_default())
        };
        entries.into_iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(lines(engine.opportunity_history(OPP_1).await.unwrap()), @"
    Changed the stage [ → ready] (undone)
    Scored [ → reach 450, impact 3, effort 2]
    Linked 2 signals to OPP-1 [ → ]
    Changed the importance of “Charged again” [importance 1 → importance 3]
    Linked “Charged again” [ → importance 1]
    Changed the owner [ → Maya]
    Made OPP-1: One charge per order [ → ]
    ");
    engine.set_evidence(OPP_1, ids(&[1]), None).await.unwrap();
    engine.decline(ids(&[1]), engine::model::DeclineReason::TooRare, "once a year".to_owned()).await.unwrap();
    insta::assert_snapshot!(lines(engine.signal_history(SignalId(1)).await.unwrap()), @"
    Declined “Charged again” [ → declined: too rare, once a year]
    Unlinked from OPP-1 [importance 3 → ]
    Changed the importance for OPP-1 [importance 1 → importance 3]
    Linked to OPP-1 [ → importance 1]
    ");
}
