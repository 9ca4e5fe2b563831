//! The opportunity tree: outcomes, solutions, assumptions and their tests, every change of them undone row for row.

use std::path::Path;

use engine::api::types::*;
use engine::api::workspace_file;
use engine::error::ProblemKind;
use engine::model::{OpportunityId, RiskKind, Stage, Time};
use engine::score::RiskAssessment;
use rstest::rstest;

use crate::workbench::{Bench, OPP_1, OPP_2};

fn outcome(title: &str) -> TreeForm {
    TreeForm::Outcome { title: title.into(), measure: "3.1 % lost".into(), target: "1.5 % by 31 March".into() }
}

fn opportunity(title: &str) -> TreeForm {
    TreeForm::Opportunity { title: title.into() }
}

fn solution(title: &str) -> TreeForm {
    TreeForm::Solution { title: title.into(), chosen: false, effort: None }
}

fn assumption(title: &str, importance: Option<u8>, sureness: Option<u8>) -> TreeForm {
    TreeForm::Assumption { title: title.into(), kind: RiskKind::Feasibility, importance, sureness }
}

fn test(method: &str, result: &str, verdict: Option<TestVerdict>) -> TreeForm {
    TreeForm::Test {
        method: method.into(),
        expected: "p95 under 3 s".into(),
        result: result.into(),
        verdict,
        started_on: None,
        due_on: "2026-12-01".parse().ok(),
        ended_on: None,
    }
}

async fn add(bench: &Bench, under: Option<&TreeRef>, form: TreeForm) -> TreeRef {
    bench.engine.add_to_tree(under.cloned(), form).await.unwrap().node
}

async fn tree(bench: &Bench) -> OpportunityTree {
    bench.engine.opportunity_tree().await.unwrap()
}

/// Every row of the tree's tables.
fn rows(folder: &Path) -> Vec<String> {
    let database = rusqlite::Connection::open(workspace_file(folder, WorkspaceName::Own)).unwrap();
    let mut all = Vec::new();
    for table in ["outcome", "opportunity_outcome", "solution", "assumption", "assumption_test"] {
        let mut query = database.prepare(&format!("SELECT * FROM {table} ORDER BY uid")).unwrap();
        let columns = query.column_count();
        let found = query.query_map([], |row| {
            let cells: Vec<String> = (0..columns)
                .map(|at| row.get::<_, rusqlite::types::Value>(at).map(|v| format!("{v:?}")))
                .collect::<Result<_, _>>()?;
            Ok(format!("{table} {}", cells.join(" | ")))
        });
        all.extend(found.unwrap().map(Result::unwrap));
    }
    all
}

/// The tree as indented lines; what is dropped in brackets.
fn drawn(tree: &OpportunityTree) -> String {
    let mut lines = Vec::new();
    let mut line = |depth: usize, title: &str, dropped: &Option<String>| {
        let title = if dropped.is_some() { format!("[{title}]") } else { title.to_owned() };
        lines.push(format!("{}{title}", "  ".repeat(depth)));
    };
    let none = Some(String::new());
    let outcomes = tree.outcomes.iter().map(|one| (one.title.as_str(), &one.dropped, &one.opportunities));
    for (title, dropped, opportunities) in outcomes.chain([("No outcome yet", &none, &tree.without)]) {
        line(0, title, if title == "No outcome yet" { &None } else { dropped });
        for one in opportunities {
            line(1, &one.row.title, &None);
            for solution in &one.solutions {
                line(2, &solution.title, &solution.dropped);
                for assumption in &solution.assumptions {
                    line(3, &assumption.title, &assumption.dropped);
                    assumption.tests.iter().for_each(|test| line(4, &test.method, &test.dropped));
                }
            }
            one.assumptions.iter().for_each(|assumption| line(3, &assumption.title, &assumption.dropped));
        }
    }
    lines.join("\n")
}

/// Two outcomes; under the first one an opportunity with two solutions.
struct Grown {
    fewer: TreeRef,
    faster: TreeRef,
    charge: TreeRef,
    retry: TreeRef,
    lock: TreeRef,
    honours: TreeRef,
    sandbox: TreeRef,
}

async fn grown(bench: &Bench) -> Grown {
    let fewer = add(bench, None, outcome("Fewer orders lost")).await;
    let faster = add(bench, None, outcome("Faster checkout")).await;
    let charge = add(bench, Some(&fewer), opportunity("One charge per order")).await;
    let retry = add(bench, Some(&charge), solution("Retry key")).await;
    let lock = add(bench, Some(&charge), solution("Lock the order")).await;
    let honours = add(bench, Some(&retry), assumption("Provider honours the key", Some(5), Some(2))).await;
    let sandbox = add(bench, Some(&honours), test("Sandbox, five days", "", None)).await;
    Grown { fewer, faster, charge, retry, lock, honours, sandbox }
}

#[tokio::test]
async fn a_tree_grows_from_outcome_to_test() {
    let bench = Bench::new().await;
    bench.engine.create_opportunity("Nobody's yet".into()).await.unwrap();
    grown(&bench).await;
    insta::assert_snapshot!(drawn(&tree(&bench).await), @r"
    Fewer orders lost
      One charge per order
        Retry key
          Provider honours the key
            Sandbox, five days
        Lock the order
    Faster checkout
    No outcome yet
      Nobody's yet
    ");
    let news = bench.engine.news().await.unwrap();
    let thing = news.things.iter().find(|thing| thing.opportunity.id == OPP_2).unwrap();
    assert_eq!(thing.changes.len(), 5, "{thing:?}");
    let history = bench.engine.opportunity_history(OPP_2).await.unwrap();
    let words: Vec<&str> = history.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(
        words,
        [
            "Added the test “Sandbox, five days” to “Provider honours the key”",
            "Added the assumption “Provider honours the key” to “Retry key”",
            "Added the solution “Lock the order” to “One charge per order”",
            "Added the solution “Retry key” to “One charge per order”",
            "Made OPP-2: One charge per order",
        ]
    );
}

#[tokio::test]
async fn every_decision_is_undone_and_redone_row_for_row() {
    let bench = Bench::new().await;
    let engine = &bench.engine;
    bench.engine.create_opportunity("Nobody's yet".into()).await.unwrap();
    let first = rows(bench.folder.path());
    let all = grown(&bench).await;
    let nobodys = tree(&bench).await.without[0].uid.clone();
    let nobodys = TreeRef { level: TreeLevel::Opportunity, uid: nobodys };
    let mut states = vec![rows(bench.folder.path())];
    let mut note = || states.push(rows(bench.folder.path()));
    let renamed = TreeForm::Outcome { title: "Few orders lost".into(), measure: String::new(), target: "1 %".into() };
    engine.edit_in_tree(all.fewer.uid.clone(), renamed).await.unwrap();
    note();
    let sized = TreeForm::Solution { title: "Retry key".into(), chosen: true, effort: Some(4.5) };
    engine.edit_in_tree(all.retry.uid.clone(), sized).await.unwrap();
    note();
    let held = test("Sandbox, five days", "5 of 5 days", Some(TestVerdict::Held));
    assert_eq!(
        engine.edit_in_tree(all.sandbox.uid.clone(), held).await.unwrap().message,
        "It held: Sandbox, five days"
    );
    note();
    engine.move_in_tree(nobodys.clone(), Some(all.fewer.clone()), 0).await.unwrap();
    note();
    engine.move_in_tree(all.lock.clone(), Some(all.charge.clone()), 0).await.unwrap();
    note();
    engine.move_in_tree(all.honours.clone(), Some(nobodys), 9).await.unwrap();
    note();
    engine.move_in_tree(all.charge.clone(), None, 0).await.unwrap();
    note();
    for node in [&all.lock, &all.honours, &all.sandbox, &all.faster] {
        engine.drop_in_tree(node.clone(), " It costs too much ".into()).await.unwrap();
        note();
    }
    engine.restore_in_tree(all.lock.clone()).await.unwrap();
    note();
    insta::assert_snapshot!(drawn(&tree(&bench).await), @r"
    Few orders lost
      Nobody's yet
          [Provider honours the key]
    [Faster checkout]
    No outcome yet
      One charge per order
        Lock the order
        Retry key
    ");
    for state in states.iter().rev().skip(1) {
        engine.undo().await.unwrap();
        assert_eq!(rows(bench.folder.path()), *state);
    }
    for state in states.iter().skip(1) {
        engine.redo().await.unwrap();
        assert_eq!(rows(bench.folder.path()), *state);
    }
    for _ in 0..states.len() - 1 + 7 {
        engine.undo().await.unwrap();
    }
    assert_eq!(rows(bench.folder.path()), first);
    assert!(bench.row(OPP_2).await.deleted);
}

#[tokio::test]
async fn nothing_hangs_where_its_level_does_not_fit_so_no_cycle_can_come() {
    let bench = Bench::new().await;
    let all = grown(&bench).await;
    let before = rows(bench.folder.path());
    let levels = [&all.fewer, &all.charge, &all.retry, &all.honours, &all.sandbox];
    let mut refused = Vec::new();
    for (from, node) in levels.iter().enumerate() {
        for under in levels.iter().skip(from) {
            let done = bench.engine.move_in_tree((*node).clone(), Some((*under).clone()), 0).await;
            refused.push(done.err().unwrap().kind);
        }
    }
    assert_eq!(refused, vec![ProblemKind::Refused; 15]);
    assert_eq!(
        bench.engine.move_in_tree(all.lock.clone(), None, 0).await.err().unwrap().what,
        "A solution can’t hang under nothing."
    );
    let gone = TreeRef { level: TreeLevel::Opportunity, uid: "nowhere".into() };
    assert_eq!(
        bench.engine.move_in_tree(all.lock.clone(), Some(gone), 0).await.err().unwrap().kind,
        ProblemKind::NotFound
    );
    bench.engine.drop_in_tree(all.retry.clone(), "No".into()).await.unwrap();
    let under_dropped = bench.engine.add_to_tree(Some(all.retry.clone()), assumption("x", None, None)).await;
    assert_eq!(under_dropped.err().unwrap().kind, ProblemKind::Refused);
    bench.engine.undo().await.unwrap();
    let wrong_level = bench.engine.edit_in_tree(all.retry.uid, outcome("x")).await.err().unwrap();
    assert_eq!(wrong_level.what, "“Retry key” is a solution, not an outcome.");
    assert_eq!(rows(bench.folder.path()), before);
}

#[rstest]
#[case::no_title(solution("  "))]
#[case::no_method(test("", "", None))]
#[case::beyond_the_scale(assumption("x", Some(6), Some(1)))]
#[case::below_the_scale(assumption("x", Some(1), Some(0)))]
#[case::endless(TreeForm::Solution { title: "x".into(), chosen: false, effort: Some(f64::INFINITY) })]
#[case::a_book(outcome(&"x".repeat(20_001)))]
#[tokio::test]
async fn what_cant_be_kept_is_refused(#[case] form: TreeForm) {
    let bench = Bench::new().await;
    let all = grown(&bench).await;
    let before = rows(bench.folder.path());
    let under = match &form {
        TreeForm::Outcome { .. } => None,
        TreeForm::Test { .. } => Some(all.honours),
        _ => Some(all.charge),
    };
    assert_eq!(bench.engine.add_to_tree(under, form).await.err().unwrap().kind, ProblemKind::BadInput);
    assert_eq!(bench.engine.drop_in_tree(all.lock, " ".into()).await.err().unwrap().kind, ProblemKind::BadInput);
    assert_eq!(rows(bench.folder.path()), before);
}

#[tokio::test]
async fn the_riskiest_untested_assumption_comes_next() {
    let bench = Bench::new().await;
    let all = grown(&bench).await;
    add(&bench, Some(&all.lock), assumption("Nobody waits", Some(4), Some(1))).await;
    add(&bench, Some(&all.charge), assumption("People notice", None, Some(1))).await;
    let next = || async { tree(&bench).await.next.map(|next| (next.title, next.because)) };
    let of = |title: &str, because: &str| Some((title.to_owned(), because.to_owned()));
    // Equal weights: the first in the tree's order.
    assert_eq!(next().await, of("Provider honours the key", "importance 5 × unsureness 4 = 20 of 25"));
    let held = test("Sandbox, five days", "5 of 5", Some(TestVerdict::Held));
    bench.engine.edit_in_tree(all.sandbox.uid.clone(), held).await.unwrap();
    assert_eq!(next().await, of("Nobody waits", "importance 4 × unsureness 5 = 20 of 25"));
    // What isn't weighed has no place among them, and a dropped solution's don't count.
    bench.engine.drop_in_tree(all.lock.clone(), "No".into()).await.unwrap();
    assert_eq!(next().await, None);
    let unclear = test("Sandbox, five days", "3 of 5", Some(TestVerdict::Unclear));
    bench.engine.edit_in_tree(all.sandbox.uid, unclear).await.unwrap();
    assert_eq!(next().await.unwrap().0, "Provider honours the key");
    bench.engine.set_stage(OPP_1, Stage::Rejected, "No".into()).await.unwrap();
    assert_eq!(next().await, None);
}

#[tokio::test]
async fn a_failed_assumption_is_suggested_to_the_risk_register_and_changes_nothing_there() {
    let bench = Bench::new().await;
    let all = grown(&bench).await;
    let engine = &bench.engine;
    let failed = test("Sandbox, five days", "2 of 5 days", Some(TestVerdict::Failed));
    assert_eq!(
        engine.edit_in_tree(all.sandbox.uid.clone(), failed).await.unwrap().message,
        "It didn’t hold: Sandbox, five days"
    );
    let hints =
        |branch: TreeOpportunity| branch.risks.into_iter().map(|risk| (risk.says, risk.impact)).collect::<Vec<_>>();
    let now = || async { hints(engine.opportunity_branch(OPP_1).await.unwrap()) };
    let said = vec![("“Provider honours the key” didn’t hold: 2 of 5 days".to_owned(), Some(5))];
    assert_eq!(now().await, said);
    assert_eq!(engine.opportunity(OPP_1).await.unwrap().risks, []);
    let judged = |likelihood| Some(RiskAssessment { likelihood, impact: 5, note: String::new() });
    engine.set_risk(OPP_1, RiskKind::Feasibility, judged(2)).await.unwrap();
    assert_eq!(now().await, said);
    engine.set_risk(OPP_1, RiskKind::Feasibility, judged(4)).await.unwrap();
    assert_eq!(now().await, []);
    engine.undo().await.unwrap();
    engine.refuse_risk_hint(all.honours.uid.clone(), true).await.unwrap();
    assert_eq!(now().await, []);
    engine.undo().await.unwrap();
    assert_eq!(now().await, said);
}

#[tokio::test]
async fn stages_are_told_with_their_times_and_what_was_taken_back_is_not() {
    let bench = Bench::new().await;
    let all = grown(&bench).await;
    let start = bench.clock.now();
    bench.clock.forward_minutes(60);
    bench.engine.set_stage(OPP_1, Stage::Assessing, String::new()).await.unwrap();
    bench.clock.forward_minutes(60);
    bench.engine.set_stage(OPP_1, Stage::Ready, String::new()).await.unwrap();
    bench.engine.set_stage(OPP_1, Stage::Delivered, String::new()).await.unwrap();
    bench.engine.undo().await.unwrap();
    bench.engine.set_stage(OPP_1, Stage::Assessing, String::new()).await.unwrap();
    let of = |times: Vec<StageTimes>, id: OpportunityId| times.into_iter().find(|one| one.id == id).unwrap();
    let times = of(bench.engine.stage_times().await.unwrap(), OPP_1);
    let hour = |hours: i64| start.plus(hours * Time::HOUR);
    assert_eq!(
        times.stages,
        [(Stage::Captured, hour(0)), (Stage::Assessing, hour(1)), (Stage::Ready, hour(2)), (Stage::Assessing, hour(2))]
    );
    assert_eq!(times.due, ["2026-12-01".parse().unwrap()]);
    let held = test("Sandbox, five days", "5 of 5", Some(TestVerdict::Held));
    bench.engine.edit_in_tree(all.sandbox.uid, held).await.unwrap();
    assert_eq!(of(bench.engine.stage_times().await.unwrap(), OPP_1).due, []);
}

#[tokio::test]
async fn saved_views_keep_every_layout() {
    let bench = Bench::new().await;
    let layouts = [Layout::Table, Layout::Board, Layout::Matrix, Layout::Tree, Layout::Timeline];
    for layout in layouts {
        let look = TableLook { layout, group: Some(TableGroup::Stage), columns: None };
        let shows = ViewShows::Opportunities { query: OpportunityQuery::default(), look };
        bench.engine.save_view(format!("{layout:?}"), shows).await.unwrap();
    }
    let kept = bench.engine.views().await.unwrap().into_iter().map(|view| match view.shows {
        ViewShows::Opportunities { look, .. } => look.layout,
        other => panic!("{other:?}"),
    });
    assert_eq!(kept.collect::<Vec<_>>(), layouts);
}
