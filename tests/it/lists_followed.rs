//! The list of opportunities held in memory follows every commit: it is what another program reads from the same file,
//! and only the rows that a commit concerns are made anew.

use std::sync::Arc;

use engine::api::types::*;
use engine::api::{Engine, workspace_file};
use engine::model::{OpportunityId, Range, RiskKind, SignalId, Stage};
use proptest::prelude::*;
use support::open;

use crate::workbench::{Bench, OPP_1, everything, exact, ids};

/// What formulas count and measure of evidence. Each is a formula of its own in these workspaces.
const OF_EVIDENCE: [&str; 9] = [
    "renewals_90d",
    "importance",
    "active_share",
    "incident_minutes",
    "missed_targets",
    "critical",
    "severe",
    "sources",
    "days_since_last",
];

/// What tools may tell anew of the signals and customers of the bench.
const NEWS: [&str; 9] = [
    "UPDATE signal SET severity = 1 WHERE id = 1",
    "UPDATE signal SET severity = 2 WHERE id = 4",
    "UPDATE signal SET status = 0, resolved_at = NULL WHERE id = 4",
    "UPDATE signal SET status = 1, resolved_at = 1795250000000 WHERE id = 4",
    "UPDATE signal SET resolved_at = 1795300000000 WHERE id = 4",
    "UPDATE signal SET service_id = NULL WHERE id = 4",
    "UPDATE signal SET service_id = 1 WHERE id = 3",
    "UPDATE customer SET renews_on = '2027-02-21' WHERE id = 1",
    "UPDATE customer SET renews_on = NULL WHERE id = 1",
];

#[derive(Clone, Debug)]
enum Deed {
    Make,
    Write { of: u32, field: OpportunityField, text: &'static str },
    Stage { of: u32, stage: Stage },
    Score { of: u32, reach: f64 },
    Input { of: u32, value: Option<f64> },
    Judge { of: u32, likelihood: Option<u8> },
    Delete { of: u32, deleted: bool },
    Link { of: u32, signal: u32, importance: Option<u8> },
    Raise,
    Lift,
    Move { product: &'static str },
    RankBy { framework: Framework },
    Measure { field: &'static str },
    Tell { news: &'static str },
    Wait { minutes: i64 },
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let of = || 1_u32..=6;
    let text = prop_oneof![Just("checkout"), Just("Anders"), Just("")];
    let field = prop_oneof![
        Just(OpportunityField::Title),
        Just(OpportunityField::Hypothesis),
        Just(OpportunityField::Service),
        Just(OpportunityField::Owner),
    ];
    let framework = prop_oneof![Just(Framework::Rice), Just(Framework::IceMean)];
    prop_oneof![
        1 => Just(Deed::Make),
        4 => (of(), field, text).prop_map(|(of, field, text)| Deed::Write { of, field, text }),
        2 => (of(), proptest::sample::select(Stage::ALL.to_vec())).prop_map(|(of, stage)| Deed::Stage { of, stage }),
        3 => (of(), 1.0_f64..500.0).prop_map(|(of, reach)| Deed::Score { of, reach }),
        2 => (of(), proptest::option::of(1.0_f64..10.0)).prop_map(|(of, value)| Deed::Input { of, value }),
        2 => (of(), proptest::option::of(1_u8..=5)).prop_map(|(of, likelihood)| Deed::Judge { of, likelihood }),
        1 => (of(), any::<bool>()).prop_map(|(of, deleted)| Deed::Delete { of, deleted }),
        3 => (of(), 1_u32..=4, proptest::option::of(0_u8..=3))
            .prop_map(|(of, signal, importance)| Deed::Link { of, signal, importance }),
        1 => Just(Deed::Raise),
        1 => Just(Deed::Lift),
        1 => prop_oneof![Just("Shop"), Just("")].prop_map(|product| Deed::Move { product }),
        1 => framework.prop_map(|framework| Deed::RankBy { framework }),
        3 => proptest::sample::select(OF_EVIDENCE.to_vec()).prop_map(|field| Deed::Measure { field }),
        3 => proptest::sample::select(NEWS.to_vec()).prop_map(|news| Deed::Tell { news }),
        1 => prop_oneof![Just(1), Just(DAY), Just(27 * DAY)].prop_map(|minutes| Deed::Wait { minutes }),
        2 => Just(Deed::Undo),
    ]
}

fn checkout() -> AndonPlace {
    AndonPlace::Service { name: "checkout".to_owned() }
}

/// In minutes.
const DAY: i64 = 24 * 60;

fn database(bench: &Bench) -> rusqlite::Connection {
    rusqlite::Connection::open(workspace_file(bench.folder.path(), WorkspaceName::Own)).unwrap()
}

/// As a pull does: the news of tools, and a commit of the one who holds the list.
async fn tell(bench: &Bench, news: &str) -> engine::error::Result<StepDone> {
    database(bench).execute_batch(news).unwrap();
    bench.engine.set_stage_limit(Stage::Ready, Some(7)).await
}

async fn measure(engine: &Engine, field: &str) -> engine::error::Result<StepDone> {
    let formulas = engine.formulas().await?;
    let formula = formulas.into_iter().find(|formula| formula.name == field).map(|formula| formula.uid);
    engine.use_framework(ScoredBy { framework: Framework::Custom, formula, ..ScoredBy::default() }).await
}

/// What a rule refuses changes nothing.
async fn carry_out(bench: &Bench, deed: Deed) {
    let (engine, id) = (&bench.engine, OpportunityId);
    let done = match deed {
        Deed::Make => engine.create_opportunity("One more".to_owned()).await,
        Deed::Write { of, field, text } => engine.edit_opportunity(id(of), field, text.to_owned()).await,
        Deed::Stage { of, stage } => engine.set_stage(id(of), stage, "Too dear".to_owned()).await,
        Deed::Score { of, reach } => engine.set_score(id(of), exact(reach, 1.0, 2.0)).await,
        Deed::Input { of, value } => {
            let entry = InputEntry { name: "ease".to_owned(), range: value.map(Range::exactly) };
            engine.set_inputs(id(of), vec![entry]).await
        }
        Deed::Judge { of, likelihood } => {
            let judged = likelihood.map(|likelihood| RiskAssessment { likelihood, impact: 3, note: String::new() });
            engine.set_risk(id(of), RiskKind::Usability, judged).await
        }
        Deed::Delete { of, deleted } => engine.delete_opportunity(id(of), deleted).await,
        Deed::Link { of, signal, importance } => engine.set_evidence(id(of), vec![SignalId(signal)], importance).await,
        Deed::Raise => engine.raise_andon(checkout(), "Orders are charged twice".to_owned()).await,
        Deed::Lift => engine.lift_andon(checkout(), "It was the test data".to_owned()).await,
        Deed::Move { product } => engine.set_product("checkout".to_owned(), product.to_owned()).await,
        Deed::RankBy { framework } => engine.use_framework(ScoredBy { framework, ..ScoredBy::default() }).await,
        Deed::Measure { field } => measure(engine, field).await,
        Deed::Tell { news } => tell(bench, news).await,
        Deed::Wait { minutes } => return bench.clock.forward_minutes(minutes),
        Deed::Undo => engine.undo().await,
    };
    drop(done);
}

/// Six opportunities, three of them scored, and a service that a flag can stop: its use is counted, and the incident of
/// the bench is one of its. Acme renews in 19 days.
async fn six() -> Bench {
    let bench = Bench::with_signals().await;
    database(&bench)
        .execute_batch(
            "INSERT INTO service (id, name) VALUES (1, 'checkout');
             UPDATE customer SET renews_on = '2026-12-10' WHERE id = 1;
             UPDATE signal SET severity = 0, service_id = 1, resolved_at = happened_at + 47 * 60000 WHERE id = 4;
             INSERT INTO usage (connection_id, feature, day, segment, service_id, users, events)
               VALUES (1, 'pay', '2026-11-20', '', 1, 480, 900);",
        )
        .unwrap();
    for field in OF_EVIDENCE {
        bench.engine.save_formula(None, field.to_owned(), format!("value = 1 + {field}")).await.unwrap();
    }
    for number in 1..=6 {
        bench.engine.create_opportunity(format!("Opportunity {number}")).await.unwrap();
    }
    for (number, reach) in [(1, 100.0), (2, 300.0), (3, 200.0)] {
        bench.engine.set_score(OpportunityId(number), exact(reach, 1.0, 2.0)).await.unwrap();
    }
    bench
}

async fn followed(deeds: Vec<Deed>) {
    let bench = six().await;
    let mut other = open(bench.folder.path(), &bench.clock).await;
    for deed in deeds {
        let (what, waits) = (format!("{deed:?}"), matches!(deed, Deed::Wait { .. }));
        carry_out(&bench, deed).await;
        if waits {
            // Time tells nobody; one that is opened reads everything.
            other = open(bench.folder.path(), &bench.clock).await;
        }
        other.notice_others().await.unwrap();
        let (held, read) = tokio::join!(bench.engine.opportunities(everything()), other.opportunities(everything()));
        assert_eq!(held.unwrap(), read.unwrap(), "after {what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_list_held_is_what_the_tables_say(deeds in proptest::collection::vec(deed(), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(followed(deeds));
    }
}

#[tokio::test]
async fn only_the_rows_that_a_commit_concerns_are_made_anew() {
    let bench = six().await;
    let engine = &bench.engine;
    for (what, deed, concerned) in [
        ("a score taken back", Deed::Undo, vec![1, 3]),
        ("a title", Deed::Write { of: 4, field: OpportunityField::Title, text: "Anders" }, vec![4]),
        ("a link", Deed::Link { of: 2, signal: 1, importance: Some(2) }, vec![2]),
        ("a risk", Deed::Judge { of: 1, likelihood: Some(2) }, vec![1]),
        // Its place is another one now, and so is that of the one it passed.
        ("a score", Deed::Score { of: 1, reach: 400.0 }, vec![1, 2]),
    ] {
        let before = engine.opportunities(everything()).await.unwrap().rows;
        carry_out(&bench, deed).await;
        let after = engine.opportunities(everything()).await.unwrap().rows;
        let is_kept = |row: &Arc<OpportunityRow>| before.iter().any(|old| Arc::ptr_eq(old, row));
        let mut anew: Vec<u32> = after.iter().filter(|row| !is_kept(row)).map(|row| row.id.0).collect();
        anew.sort_unstable();
        assert_eq!(anew, concerned, "{what}");
    }
}

/// What the formula of that field makes of OPP-1, without the 1 in it.
async fn measured(bench: &Bench) -> Option<f64> {
    bench.row(OPP_1).await.value.map(|value| value.p50 - 1.0)
}

fn alike(one: Option<f64>, other: Option<f64>) -> bool {
    one.is_some() == other.is_some() && one.zip(other).is_none_or(|(one, other)| (one - other).abs() < 1e-9)
}

#[tokio::test]
async fn measures_follow_what_tools_tell_and_the_moments_that_come() {
    enum Then {
        Told(&'static str),
        Later(i64),
    }
    use Then::{Later, Told};
    let later_end = "UPDATE signal SET resolved_at = happened_at + 180 * 60000 WHERE id = 4";
    for (field, before, then, after) in [
        ("severe", Some(1.0), Told("UPDATE signal SET severity = 1 WHERE id = 1"), Some(2.0)),
        ("critical", Some(1.0), Told("UPDATE signal SET severity = 1 WHERE id = 4"), Some(0.0)),
        ("incident_minutes", Some(47.0), Told(later_end), Some(180.0)),
        ("incident_minutes", Some(47.0), Told("UPDATE signal SET resolved_at = NULL WHERE id = 4"), None),
        ("missed_targets", Some(0.0), Told(later_end), Some(1.0)),
        ("active_share", Some(2.0 / 480.0), Told("UPDATE signal SET service_id = NULL WHERE id = 4"), None),
        ("renewals_90d", Some(1.0), Told("UPDATE customer SET renews_on = '2027-03-01' WHERE id = 1"), Some(0.0)),
        ("renewals_90d", Some(1.0), Later(19 * DAY), Some(1.0)),
        ("renewals_90d", Some(1.0), Later(20 * DAY), Some(0.0)),
        // The last word of Ana is 28 days old then.
        ("active_share", Some(2.0 / 480.0), Later(26 * DAY), Some(2.0 / 480.0)),
        ("active_share", Some(2.0 / 480.0), Later(26 * DAY + 6 * 60), Some(1.0 / 480.0)),
        ("incident_minutes", Some(47.0), Later(DAY), Some(47.0)),
    ] {
        let bench = six().await;
        bench.engine.set_evidence(OPP_1, ids(&[1, 2, 3, 4]), Some(2)).await.unwrap();
        for number in 2..=6 {
            bench.engine.set_evidence(OpportunityId(number), ids(&[3]), Some(2)).await.unwrap();
        }
        measure(&bench.engine, field).await.unwrap();
        let first = measured(&bench).await;
        assert!(alike(first, before), "{field}: {first:?}, not {before:?}");
        match then {
            Told(news) => drop(tell(&bench, news).await.unwrap()),
            Later(minutes) => bench.clock.forward_minutes(minutes),
        }
        let second = measured(&bench).await;
        assert!(alike(second, after), "{field} later: {second:?}, not {after:?}");
    }
}
