//! Saved views: named filters that keep counting, move, and come back by undo.

use engine::api::types::{
    Layout, OpportunityQuery, OpportunitySort, SignalQuery, TableColumn, TableGroup, TableLook, ThemeQuery, ViewShows,
};
use engine::model::{DeclineReason, Kind, Stage};

use crate::workbench::{Bench, OPP_1, OPP_2, exact, ids};

/// The engine counts in memory, so it has to hear of the signals that were planted beside it.
async fn with_signals() -> Bench {
    let bench = Bench::with_signals().await;
    bench.engine.notice_others().await.unwrap();
    bench
}

fn inbox(kind: Kind) -> ViewShows {
    ViewShows::Inbox { query: SignalQuery { kinds: vec![kind], ..SignalQuery::default() } }
}

fn table(query: OpportunityQuery) -> ViewShows {
    ViewShows::Opportunities { query, look: TableLook::default() }
}

async fn names(bench: &Bench) -> Vec<(String, u32)> {
    bench.engine.views().await.unwrap().into_iter().map(|view| (view.name, view.count)).collect()
}

fn counted(expected: &[(&str, u32)]) -> Vec<(String, u32)> {
    expected.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[tokio::test]
async fn a_view_keeps_its_filters_and_counts_what_they_find_now() {
    let bench = with_signals().await;
    let engine = &bench.engine;
    assert_eq!(
        engine.save_view(" Tickets\nonly ".into(), inbox(Kind::Ticket)).await.unwrap().message,
        "Saved the view “Tickets only”"
    );
    let look = TableLook {
        layout: Layout::Board,
        group: Some(TableGroup::Owner),
        columns: Some(vec![TableColumn::Risk, TableColumn::Evidence]),
    };
    let query =
        OpportunityQuery { stages: vec![Stage::Captured], sort: OpportunitySort::Evidence, ..Default::default() };
    let shows = ViewShows::Opportunities { query, look };
    engine.save_view("Fresh".into(), shows.clone()).await.unwrap();
    engine.save_view("All themes".into(), ViewShows::Themes { query: ThemeQuery::default() }).await.unwrap();
    assert_eq!(names(&bench).await, counted(&[("Tickets only", 2), ("Fresh", 0), ("All themes", 0)]));
    assert_eq!(engine.views().await.unwrap()[1].shows, shows);

    engine.decline(ids(&[1]), DeclineReason::Other, String::new(), None).await.unwrap();
    engine.create_opportunity("One charge per order".into()).await.unwrap();
    assert_eq!(names(&bench).await, counted(&[("Tickets only", 1), ("Fresh", 1), ("All themes", 0)]));
}

#[tokio::test]
async fn saving_under_the_same_name_changes_the_view_of_that_screen_only() {
    let bench = with_signals().await;
    let engine = &bench.engine;
    engine.save_view("Mine".into(), inbox(Kind::Ticket)).await.unwrap();
    engine.save_view("Mine".into(), table(OpportunityQuery::default())).await.unwrap();
    let changed = engine.save_view("mine".into(), inbox(Kind::Incident)).await.unwrap();
    assert_eq!(changed.message, "Changed the view “Mine”");
    assert_eq!(names(&bench).await, counted(&[("Mine", 1), ("Mine", 0)]));
    engine.undo().await.unwrap();
    assert_eq!(names(&bench).await, counted(&[("Mine", 2), ("Mine", 0)]));
    for bad in ["  ".to_owned(), "x".repeat(61)] {
        assert!(engine.save_view(bad, inbox(Kind::Ticket)).await.is_err());
    }
}

#[tokio::test]
async fn views_are_renamed_moved_and_deleted_and_every_step_can_be_taken_back() {
    let bench = with_signals().await;
    let engine = &bench.engine;
    engine.save_view("A".into(), inbox(Kind::Ticket)).await.unwrap();
    engine.save_view("List".into(), table(OpportunityQuery::default())).await.unwrap();
    engine.save_view("B".into(), inbox(Kind::Incident)).await.unwrap();
    let uid = |name: &'static str| async move {
        engine.views().await.unwrap().into_iter().find(|view| view.name == name).unwrap().uid
    };
    let refused = engine.rename_view(uid("B").await, "a".into()).await.unwrap_err();
    assert!(refused.what.contains("There is a view “a”"), "{}", refused.what);

    let steps = [
        engine.move_view(uid("B").await, true).await.unwrap(),
        engine.rename_view(uid("B").await, "First".into()).await.unwrap(),
        engine.delete_view(uid("A").await).await.unwrap(),
    ];
    let said: Vec<&str> = steps.iter().map(|step| step.message.as_str()).collect();
    assert_eq!(said, ["Moved the view “B” up", "Renamed the view “B” to “First”", "Deleted the view “A”"]);
    assert_eq!(names(&bench).await, counted(&[("First", 1), ("List", 0)]));
    assert!(engine.move_view(uid("First").await, true).await.unwrap().step.is_none());

    engine.undo().await.unwrap();
    assert_eq!(names(&bench).await, counted(&[("First", 1), ("List", 0), ("A", 2)]));
    engine.undo().await.unwrap();
    engine.undo().await.unwrap();
    assert_eq!(names(&bench).await, counted(&[("A", 2), ("List", 0), ("B", 1)]));
    engine.undo().await.unwrap();
    assert_eq!(names(&bench).await, counted(&[("A", 2), ("List", 0)]));
    engine.redo().await.unwrap();
    assert_eq!(names(&bench).await, counted(&[("A", 2), ("List", 0), ("B", 1)]));
    assert!(engine.delete_view("nobody".into()).await.is_err());
}

#[tokio::test]
async fn the_table_sorts_by_what_was_asked_and_settles_ties_by_rank() {
    let bench = with_signals().await;
    let engine = &bench.engine;
    for title in ["b", "C", "a"] {
        engine.create_opportunity(title.into()).await.unwrap();
    }
    engine.set_score(OPP_1, exact(100.0, 1.0, 1.0)).await.unwrap();
    engine.set_score(OPP_2, exact(50.0, 3.0, 1.0)).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[1, 2]), Some(1)).await.unwrap();
    engine.set_stage(OPP_2, Stage::Ready, String::new()).await.unwrap();
    bench.clock.forward_minutes(5);
    engine.edit_opportunity(OPP_1, engine::api::types::OpportunityField::Owner, "Maya".into()).await.unwrap();
    let cases = [
        (OpportunitySort::Rank, "2 1 3"),
        (OpportunitySort::Evidence, "1 2 3"),
        (OpportunitySort::Reach, "1 2 3"),
        (OpportunitySort::Updated, "1 2 3"),
        (OpportunitySort::Stage, "1 3 2"),
        (OpportunitySort::Title, "3 1 2"),
    ];
    for (sort, expected) in cases {
        let list = engine.opportunities(OpportunityQuery { sort, ..Default::default() }).await.unwrap();
        let seen: Vec<String> = list.rows.iter().map(|row| row.id.to_string()).collect();
        assert_eq!(seen.join(" "), expected, "{sort:?}");
    }
    for (owner, found) in [("maya", 1), ("", 2)] {
        let query = OpportunityQuery { owners: vec![owner.to_owned()], ..Default::default() };
        assert_eq!(engine.opportunities(query).await.unwrap().rows.len(), found);
    }
}

#[tokio::test]
async fn a_stage_can_have_a_limit_that_comes_with_the_list() {
    let bench = Bench::new().await;
    let engine = &bench.engine;
    let limits = || async move { engine.opportunities(OpportunityQuery::default()).await.unwrap().limits };
    assert_eq!(limits().await, []);
    engine.set_stage_limit(Stage::InProgress, Some(3)).await.unwrap();
    let done = engine.set_stage_limit(Stage::Assessing, Some(4)).await.unwrap();
    assert_eq!(done.message, "Limited assessing to 4");
    assert_eq!(limits().await, [(Stage::Assessing, 4), (Stage::InProgress, 3)]);
    assert!(engine.set_stage_limit(Stage::Ready, Some(0)).await.is_err());
    engine.set_stage_limit(Stage::InProgress, None).await.unwrap();
    assert_eq!(limits().await, [(Stage::Assessing, 4)]);
    engine.undo().await.unwrap();
    assert_eq!(limits().await, [(Stage::Assessing, 4), (Stage::InProgress, 3)]);
}
