//! Improvements, self-assessment and flags that stop exports, through the engine's door.

use std::time::Duration;

use engine::api::types::*;
use engine::api::{Engine, workspace_file};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::model::{SignalId, Time};
use support::fake_redmine::{Issues, serve};
use support::{Clock, context, time};
use tempfile::TempDir;

use crate::theme_bench::{Bench, NOW};
use crate::workbench::{Bench as Workbench, OPP_1};

pub fn card(title: &str, goal: &str) -> ImprovementForm {
    ImprovementForm { title: title.to_owned(), goal: goal.to_owned(), ..ImprovementForm::default() }
}

pub async fn only(engine: &Engine) -> ImprovementCard {
    engine.improvements().await.unwrap().cards.remove(0)
}

#[tokio::test]
async fn a_card_goes_through_its_steps_and_none_moves_on_without_a_goal() {
    let bench = Bench::with(0).await;
    let engine = &bench.engine;
    assert_eq!(engine.add_improvement(card(" ", "")).await.err().unwrap().kind, ProblemKind::BadInput);
    engine.add_improvement(card("One on-call", "")).await.unwrap();
    let uid = only(engine).await.uid;
    let early = engine.move_improvement(uid.clone(), ImprovementStep::Do, None).await.err().unwrap();
    insta::assert_snapshot!(early.sentence(), @"“One on-call” has no goal, so that nobody could say whether it worked. It stays in Plan. Write down what should move, from what to what.");

    let check_at = Some(time(NOW).plus(Time::DAY));
    let full = ImprovementForm { check_at, owner: "Operations".into(), ..card("One on-call", "Restore under 1 h") };
    engine.edit_improvement(uid.clone(), full).await.unwrap();
    engine.move_improvement(uid.clone(), ImprovementStep::Do, None).await.unwrap();
    bench.clock.forward_minutes(3 * 24 * 60);
    let late = only(engine).await;
    assert!(late.overdue && late.step == ImprovementStep::Do);
    // What is overdue comes to the forum, brought by its owner, and is decided there.
    let agenda = engine.forum().await.unwrap();
    let item = agenda.items.iter().find(|item| item.kind == ForumKind::CheckDue).unwrap();
    assert_eq!((item.title.as_str(), item.brings.as_str()), ("One on-call", "Operations"));
    engine.decide_forum(item.key.clone(), ForumVerb::KeepImprovement, String::new(), String::new()).await.unwrap();
    let kept = only(engine).await;
    assert_eq!((kept.step, kept.verdict, kept.overdue), (ImprovementStep::Act, Some(ImprovementVerdict::Kept), false));

    engine.move_improvement(uid.clone(), ImprovementStep::Plan, None).await.unwrap();
    assert_eq!(only(engine).await.verdict, None);
    engine.undo().await.unwrap();
    assert_eq!(only(engine).await.verdict, Some(ImprovementVerdict::Kept));
    engine.remove_improvement(uid).await.unwrap();
    assert_eq!(engine.improvements().await.unwrap().cards, []);
    engine.undo().await.unwrap();
    assert_eq!(only(engine).await.card.title, "One on-call");
}

const ANSWERS: [[u8; 9]; 5] = [[3; 9], [4; 9], [3; 9], [4; 9], [3; 9]];

#[tokio::test]
async fn answers_bear_no_name_and_few_of_them_show_only_their_number() {
    let bench = Bench::with(0).await;
    let engine = &bench.engine;
    let named = Settings { actor: "Maya Lindqvist".into(), ..engine.workspace().await.unwrap().settings };
    engine.set_settings(named).await.unwrap();
    assert_eq!(engine.answer_assessment(vec![3; 9]).await.err().unwrap().kind, ProblemKind::Refused);
    engine.open_assessment().await.unwrap();
    assert_eq!(engine.answer_assessment(vec![3; 8]).await.err().unwrap().kind, ProblemKind::BadInput);
    assert_eq!(engine.answer_assessment(vec![6; 9]).await.err().unwrap().kind, ProblemKind::BadInput);
    for answers in &ANSWERS[..4] {
        engine.answer_assessment(answers.to_vec()).await.unwrap();
    }
    engine.close_assessment().await.unwrap();
    let round = engine.assessment().await.unwrap().rounds.remove(0);
    assert_eq!((round.n, round.results), (4, vec![]));

    engine.open_assessment().await.unwrap();
    for answers in ANSWERS {
        engine.answer_assessment(answers.to_vec()).await.unwrap();
    }
    let open = engine.assessment().await.unwrap();
    assert_eq!((open.rounds[0].n, &open.rounds[0].results), (5, &vec![]), "an open round shows nothing");
    engine.close_assessment().await.unwrap();
    let shown = engine.assessment().await.unwrap();
    assert_eq!(shown.questions.len(), 9);
    assert!(
        shown.rounds[0].results.iter().all(|one| (one.mean - 3.4).abs() < 1e-9 && one.low == 3.0 && one.high == 4.0)
    );

    // Neither the tables nor the journal say whose they are, on which laptop, or when on that day.
    let file = workspace_file(bench.folder.path(), WorkspaceName::Own);
    let database = rusqlite::Connection::open(file).unwrap();
    let sql = "SELECT o.actor, s.actor, o.device, s.at FROM op o JOIN step s ON s.id = o.step
               WHERE o.entity = 'assessment answer'";
    let mut list = database.prepare(sql).unwrap();
    let rows: Vec<(String, String, String, i64)> = list
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let devices: std::collections::BTreeSet<&String> = rows.iter().map(|row| &row.2).collect();
    assert_eq!((rows.len(), devices.len()), (9, 9));
    assert!(rows.iter().all(|row| row.0 == "Somebody" && row.1 == "Somebody" && row.3 % Time::DAY == 0));
}

#[tokio::test]
async fn what_falls_or_drifts_apart_comes_to_the_forum() {
    let bench = Bench::with(0).await;
    let engine = &bench.engine;
    for place in [4, 1] {
        engine.open_assessment().await.unwrap();
        for n in 0..5 {
            let mut answers = vec![3; 9];
            answers[1] = if place == 4 || n > 2 { 4 } else { 1 };
            engine.answer_assessment(answers).await.unwrap();
        }
        engine.close_assessment().await.unwrap();
        bench.clock.forward_minutes(60 * 24 * 60);
    }
    let warning = engine.assessment().await.unwrap().warning.unwrap();
    insta::assert_snapshot!(warning.says, @"“Operations shape the plan” falls by 1.8 to 2.2, and opinions are apart, from 1 to 4. n = 5.");
    let agenda = engine.forum().await.unwrap();
    assert!(agenda.items.iter().any(|item| item.kind == ForumKind::Assessment && item.know == warning.says));
}

/// An opportunity of the service checkout, which is of the product Shop.
pub async fn flagged() -> (Workbench, AndonPlace) {
    let bench = Workbench::with_signals().await;
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Service, "checkout".into()).await.unwrap();
    let file = workspace_file(bench.folder.path(), WorkspaceName::Own);
    let sql = "INSERT INTO product (id, name) VALUES (1, 'Shop'); INSERT INTO service (id, name, product_id) VALUES (1, 'checkout', 1);";
    rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
    (bench, AndonPlace::Product { name: "Shop".into() })
}

impl Workbench {
    /// Why its export is stopped.
    pub async fn stopped(&self) -> Option<String> {
        let checks = self.row(OPP_1).await.readiness.checks;
        checks.into_iter().find(|check| check.requirement == Requirement::Andon).map(|check| check.says)
    }
}

#[tokio::test]
async fn a_flag_on_a_product_stops_exports_until_a_fix_is_linked_or_it_is_lifted() {
    let (bench, shop) = flagged().await;
    let engine = &bench.engine;
    assert_eq!(bench.stopped().await, None);
    let reasonless = engine.raise_andon(shop.clone(), "  ".into()).await.err().unwrap();
    assert_eq!(reasonless.kind, ProblemKind::BadInput);
    let nowhere = engine.raise_andon(AndonPlace::Service { name: "moon".into() }, "Dark".into()).await;
    assert_eq!(nowhere.err().unwrap().kind, ProblemKind::NotFound);
    engine.raise_andon(shop.clone(), "Orders are charged twice".into()).await.unwrap();
    assert_eq!(bench.stopped().await.unwrap(), "Exports of product Shop are stopped: Orders are charged twice");
    let flag = engine.andon().await.unwrap().flags.remove(0);
    assert_eq!((flag.stops, flag.opportunities), (true, 1));
    assert!(engine.forum().await.unwrap().items.iter().any(|item| item.kind == ForumKind::Andon));
    assert_eq!(engine.raise_andon(shop.clone(), "Again".into()).await.err().unwrap().kind, ProblemKind::Refused);

    // An incident is no fix; an opportunity is.
    let incident = AndonFix::Signal { id: SignalId(4) };
    assert_eq!(engine.fix_andon(shop.clone(), Some(incident)).await.err().unwrap().kind, ProblemKind::BadInput);
    engine.fix_andon(shop.clone(), Some(AndonFix::Opportunity { id: OPP_1 })).await.unwrap();
    assert_eq!(bench.stopped().await, None);
    engine.fix_andon(shop.clone(), None).await.unwrap();
    assert!(bench.stopped().await.is_some());

    engine.lift_andon(shop.clone(), "Repaired by hand".into()).await.unwrap();
    assert_eq!(bench.stopped().await, None);
    engine.undo().await.unwrap();
    assert!(bench.stopped().await.is_some());
    // From the forum, the decision's text is the reason.
    let key = "andon product Shop".to_owned();
    engine.decide_forum(key, ForumVerb::LiftAndon, String::new(), "It is over".into()).await.unwrap();
    assert_eq!(engine.andon().await.unwrap().flags[0].lifted.as_deref(), Some("It is over"));
}

#[tokio::test]
async fn the_export_says_why_it_is_stopped_and_a_reason_lets_one_through() {
    let (bench, shop) = flagged().await;
    let engine = &bench.engine;
    let issues = Issues::default();
    let server = serve(&issues, Duration::ZERO).await;
    let account =
        Account { vendor: "redmine".into(), base_url: server.uri(), project: "shop".into(), ..Account::default() };
    let form = ConnectionForm { name: "Redmine".into(), account };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    engine.raise_andon(shop, "Orders are charged twice".into()).await.unwrap();
    let preview = engine.preview_export(OPP_1, connection).await.unwrap();
    assert_eq!(preview.readiness.checks[0].requirement, Requirement::Andon);
    let refused = engine.send_export(OPP_1, connection, preview.draft.clone(), None).await.err().unwrap();
    assert_eq!(refused.kind, ProblemKind::Refused);
    assert!(refused.what.contains("Exports of product Shop are stopped: Orders are charged twice"), "{}", refused.what);
    assert!(refused.todo.starts_with("Link the fix"), "{}", refused.todo);
    let several = engine.preview_exports(vec![OPP_1], connection).await.unwrap();
    assert!(several.rows[0].stopped && several.rows[0].gaps[0].starts_with("Exports of product Shop are stopped"));
    let sent =
        engine.send_export(OPP_1, connection, preview.draft, Some("It is the repair itself".into())).await.unwrap();
    assert_eq!(sent.state, OutboxState::Sent);
    let history = engine.recent(5).await.unwrap();
    assert!(history.iter().any(|entry| entry.what == "Exported OPP-1 anyway: It is the repair itself"));
}

#[tokio::test]
async fn the_demo_meets_improves_and_sees_itself() {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:30:00Z"));
    let engine = Engine::open(folder.path(), WorkspaceName::Demo, context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    let agenda = engine.forum().await.unwrap();
    assert!(agenda.items.len() >= 4 && agenda.used <= agenda.time_box, "{:?}", agenda.items);
    assert!(agenda.items.iter().any(|item| item.kind == ForumKind::Own));
    let aside = agenda.aside.iter().map(|one| &one.item);
    assert!(agenda.items.iter().chain(aside).any(|item| item.kind == ForumKind::Detour));
    assert_eq!((agenda.held.len(), agenda.late, agenda.skipped.len()), (2, 1, 0));
    assert!(agenda.next.is_some_and(|next| next > clock.now()));
    let register = engine.improvements().await.unwrap();
    assert_eq!((register.cards.len(), register.overdue, register.decided), (5, 1, 2));
    let assessment = engine.assessment().await.unwrap();
    assert!(assessment.rounds.len() == 2 && assessment.rounds.iter().all(|round| round.results.len() == 9));
    assert_eq!(assessment.warning.map(|warning| warning.question), Some("plan".to_owned()));
    assert!(engine.anti_patterns().await.unwrap().iter().any(|one| one.state == PatternState::Found));
    assert!(engine.andon().await.unwrap().flags.iter().all(|flag| !flag.stops));
}
