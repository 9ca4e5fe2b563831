//! Where root causes gather: by service and dimension, down to opportunities and problems.

use engine::api::types::*;
use engine::model::{Kind, OpportunityId, Record};

use crate::problem_bench::{problems, record};
use crate::theme_bench::Bench;

fn cause(dimension: CauseDimension, text: &str) -> CauseForm {
    CauseForm {
        dimension,
        text: text.to_owned(),
        state: CauseState::Suggested,
        whys: Vec::new(),
        process_change: String::new(),
    }
}

/// A problem that came back, with two causes.
async fn bench() -> (Bench, String) {
    let mut bench = Bench::with(0).await;
    let failed = |id: usize| record(id, Kind::Incident, &format!("Token {id} refused"), 240 * id as i64, Some(2));
    bench.write(&(1..=3).map(failed).collect::<Vec<Record>>()).await;
    let key = problems(&bench).await.remove(0).key;
    let of = CausesOf::Problem { key: key.clone() };
    bench.engine.add_cause(of.clone(), cause(CauseDimension::Technology, "Keys overlap")).await.unwrap();
    bench.engine.add_cause(of, cause(CauseDimension::People, "Nobody on duty")).await.unwrap();
    (bench, key)
}

#[tokio::test]
async fn problems_stand_in_the_map_with_their_service() {
    let (bench, key) = bench().await;
    let map = bench.engine.cause_map().await.unwrap();
    let row = &map.rows[0];
    assert_eq!((row.of.clone(), row.label.as_str()), (CausesOf::Problem { key }, ""));
    assert_eq!((row.title.as_str(), row.service.as_deref()), ("Token … refused", Some("identity")));
    assert_eq!((row.causes.clone(), map.totals.clone()), (vec![1, 1, 0, 0], vec![1, 1, 0, 0]));
    let services: Vec<(Option<&str>, &[u32], u32)> =
        map.services.iter().map(|one| (one.service.as_deref(), one.causes.as_slice(), one.rows)).collect();
    assert_eq!(services, [(Some("identity"), [1, 1, 0, 0].as_slice(), 1)]);
}

#[tokio::test]
async fn what_a_problem_and_its_opportunity_say_alike_counts_once() {
    let (bench, key) = bench().await;
    bench.engine.accept_problem(key.clone(), AcceptInto::New { title: String::new() }, 2, false).await.unwrap();
    let id = OpportunityId(1);
    // Its two causes were copied; one more was written at each since.
    let of = CausesOf::Opportunity { id };
    bench.engine.add_cause(of.clone(), cause(CauseDimension::Processes, "No check follows")).await.unwrap();
    bench.engine.add_cause(CausesOf::Problem { key }, cause(CauseDimension::Partners, "A limit")).await.unwrap();
    bench.engine.create_opportunity("Another".to_owned()).await.unwrap();
    let map = bench.engine.cause_map().await.unwrap();
    assert_eq!(map.rows.len(), 1, "{map:?}");
    assert_eq!((map.rows[0].of.clone(), map.rows[0].label.as_str()), (of, "OPP-1"));
    assert_eq!((map.rows[0].causes.clone(), map.without), (vec![1, 1, 1, 1], 0));

    // Without the opportunity the problem stands for itself again.
    bench.engine.delete_opportunity(id, true).await.unwrap();
    let map = bench.engine.cause_map().await.unwrap();
    assert_eq!((map.rows[0].label.as_str(), map.rows[0].causes.clone()), ("", vec![1, 1, 1, 0]));
}
