//! Pausing the grouping in the middle of its work: it stops, keeps what it has, and comes to the same result later.

use engine::api::types::*;
use rstest::rstest;

use crate::theme_bench::{Bench, SUBJECTS, ticket};

/// More than are placed at once.
const MANY: usize = 2_500;

/// What everybody can see of the themes: each with its members, and what is suggested.
async fn seen(bench: &Bench) -> (Vec<(ThemeRow, Vec<u32>)>, Vec<ThemeProposal>) {
    let mut themes = Vec::new();
    for row in bench.rows().await {
        let members = bench.members(row.id).await;
        themes.push((row, members));
    }
    (themes, bench.engine.theme_proposals().await.unwrap())
}

/// Groups, and pauses as soon as this kind of work is told of.
async fn group_pausing_at(bench: &Bench, what: &str, anew: bool) -> ThemesStanding {
    let mut events = bench.engine.listen();
    let pausing = async {
        loop {
            match events.recv().await.unwrap() {
                Event::Grouping { progress: Some(progress) } if progress.what == what => break,
                Event::Grouping { progress: None } => panic!("{what} was never told of"),
                _ => {}
            }
        }
        bench.engine.pause_grouping(true).await.unwrap();
    };
    let (standing, ()) = tokio::join!(bench.engine.group_signals(anew), pausing);
    standing.unwrap()
}

async fn go_on(bench: &Bench) {
    bench.engine.pause_grouping(false).await.unwrap();
    bench.engine.group_waiting().await.unwrap();
}

/// A workspace with themes, and so many signals beside them that placing takes several batches.
async fn with_many_waiting() -> Bench {
    let mut bench = Bench::with(8).await;
    bench.group().await;
    let title = |at: usize| SUBJECTS[at % 3].1[at / 3 % 8];
    let records: Vec<_> = (0..MANY).map(|at| ticket(1_000 + at, title(at), 1)).collect();
    bench.write(&records).await;
    bench
}

#[tokio::test]
async fn placing_stops_in_the_middle_and_goes_on_to_the_same_result() {
    let (paused, whole) = (with_many_waiting().await, with_many_waiting().await);
    let stopped = group_pausing_at(&paused, "Placing signals", false).await;
    assert!(stopped.paused && stopped.waiting > 0 && stopped.progress.is_none(), "{stopped:?}");
    let kept = seen(&paused).await;
    paused.engine.group_waiting().await.unwrap();
    assert_eq!(paused.group().await.waiting, stopped.waiting);
    assert_eq!(seen(&paused).await, kept);

    go_on(&paused).await;
    assert_eq!(whole.group().await.waiting, 0);
    assert_eq!(seen(&paused).await, seen(&whole).await);
}

#[rstest]
#[case::reading("Reading texts")]
#[case::founding("Grouping")]
#[case::describing("Naming themes")]
#[tokio::test]
async fn the_first_grouping_comes_to_the_same_wherever_it_was_paused(#[case] what: &str) {
    let (paused, whole) = (Bench::with(8).await, Bench::with(8).await);
    group_pausing_at(&paused, what, false).await;
    go_on(&paused).await;
    whole.group().await;
    assert_eq!(seen(&paused).await, seen(&whole).await);
    assert_eq!(paused.rows().await.len(), 3);
}

/// Themes of which a second look suggests to divide one.
async fn with_a_mixed_theme() -> Bench {
    let bench = Bench::with(8).await;
    bench.group().await;
    let (cart, login) = (bench.theme("cart").await, bench.theme("login").await);
    bench.engine.merge_themes(cart, vec![login], None).await.unwrap();
    bench
}

#[rstest]
#[case::looking("Grouping")]
#[case::describing("Naming themes")]
#[tokio::test]
async fn a_second_look_that_was_paused_is_finished_later(#[case] what: &str) {
    let (paused, whole) = (with_a_mixed_theme().await, with_a_mixed_theme().await);
    group_pausing_at(&paused, what, true).await;
    go_on(&paused).await;
    whole.engine.group_signals(true).await.unwrap();
    let found = seen(&paused).await;
    assert_eq!(found, seen(&whole).await);
    assert_eq!(found.1.len(), 1, "{found:?}");
}

#[tokio::test]
async fn a_second_look_that_a_person_asks_for_runs_while_paused() {
    let bench = with_a_mixed_theme().await;
    bench.engine.pause_grouping(true).await.unwrap();
    assert!(bench.engine.group_signals(true).await.unwrap().paused);
    assert_eq!(bench.engine.theme_proposals().await.unwrap().len(), 1);
}

#[tokio::test]
async fn each_kind_of_work_says_how_far_it_is() {
    let bench = with_many_waiting().await;
    let mut events = bench.engine.listen();
    bench.engine.group_signals(true).await.unwrap();
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::Grouping { progress: Some(progress) } = event {
            assert!(progress.total.is_some_and(|total| progress.done <= total), "{progress:?}");
            told.push(progress.what);
        }
    }
    told.dedup();
    assert_eq!(told[..2], ["Reading texts", "Placing signals"]);
    assert_eq!(told[told.len() - 2..], ["Grouping", "Naming themes"]);
}
