//! The list of opportunities held in memory follows every commit: it is what another program reads from the same file,
//! and only the rows that a commit concerns are made anew.

use std::sync::Arc;

use engine::api::types::*;
use engine::api::{Engine, workspace_file};
use engine::model::{OpportunityId, Range, RiskKind, SignalId, Stage};
use proptest::prelude::*;
use support::open;

use crate::workbench::{Bench, everything, exact};

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
        2 => Just(Deed::Undo),
    ]
}

fn checkout() -> AndonPlace {
    AndonPlace::Service { name: "checkout".to_owned() }
}

/// What a rule refuses changes nothing.
async fn carry_out(engine: &Engine, deed: Deed) {
    let id = OpportunityId;
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
        Deed::Undo => engine.undo().await,
    };
    drop(done);
}

/// Six opportunities, three of them scored, and a service that a flag can stop.
async fn six() -> Bench {
    let bench = Bench::with_signals().await;
    rusqlite::Connection::open(workspace_file(bench.folder.path(), WorkspaceName::Own))
        .unwrap()
        .execute_batch("INSERT INTO service (id, name) VALUES (1, 'checkout')")
        .unwrap();
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
    let other = open(bench.folder.path(), &bench.clock).await;
    for deed in deeds {
        let what = format!("{deed:?}");
        carry_out(&bench.engine, deed).await;
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
        carry_out(engine, deed).await;
        let after = engine.opportunities(everything()).await.unwrap().rows;
        let is_kept = |row: &Arc<OpportunityRow>| before.iter().any(|old| Arc::ptr_eq(old, row));
        let mut anew: Vec<u32> = after.iter().filter(|row| !is_kept(row)).map(|row| row.id.0).collect();
        anew.sort_unstable();
        assert_eq!(anew, concerned, "{what}");
    }
}
