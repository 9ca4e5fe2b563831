//! The forum through the engine's door: an agenda from what changed, decisions that do something, minutes.

use engine::api::types::*;
use engine::error::ProblemKind;
use engine::model::{Kind, Record, Time};
use support::time;

use crate::problem_bench::record;
use crate::theme_bench::{Bench, NOW, ticket};

const DAY: i64 = 24;

/// Token refresh failed three times, the last time three days ago; a disk is full right now; two tickets read the same.
fn trouble() -> Vec<Record> {
    let failed = |id: usize, days: i64| {
        record(id, Kind::Incident, &format!("Token refresh fails for {id} % of people"), days * DAY, Some(2))
    };
    let mut records = vec![failed(1, 60), failed(2, 30), failed(3, 3)];
    records.push(record(9, Kind::Deployment, "identity 4.16.0 to production", 6, Some(0)));
    records.push(record(10, Kind::Incident, "Disk full", 5, None));
    records.extend([ticket(20, "Cart is empty", 2), ticket(21, " cart is EMPTY", 1)]);
    records
}

pub async fn bench() -> Bench {
    let mut bench = Bench::with(0).await;
    bench.write(&trouble()).await;
    bench
}

impl Bench {
    pub async fn agenda(&self) -> Forum {
        self.engine.forum().await.unwrap()
    }

    /// The key of the item of a kind, on the list or not.
    pub async fn key(&self, kind: ForumKind) -> String {
        let agenda = self.agenda().await;
        let mut all = agenda.items.iter().chain(agenda.aside.iter().map(|one| &one.item));
        all.find(|item| item.kind == kind).unwrap().key.clone()
    }

    pub async fn decide(&self, kind: ForumKind, verb: ForumVerb, text: &str) -> StepDone {
        let key = self.key(kind).await;
        self.engine.decide_forum(key, verb, String::new(), text.to_owned()).await.unwrap()
    }
}

fn listed(agenda: &Forum) -> String {
    let line = |item: &ForumItem| {
        format!("{} {} | {} | {} | {} | {}", item.minutes, item.title, item.know, item.because, item.asks, item.brings)
    };
    agenda.items.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn kinds(agenda: &Forum) -> Vec<ForumKind> {
    agenda.items.iter().map(|item| item.kind).collect()
}

#[tokio::test]
async fn the_agenda_says_what_changed_why_and_what_is_to_decide() {
    let bench = bench().await;
    let agenda = bench.agenda().await;
    insta::assert_snapshot!(listed(&agenda), @"
    5 Since last time | No action is open | Every week | For information | Operations
    10 Disk full | INC-10 open for 5 h, cause only suggested | Open incident | Roll back or fix forward | Development
    7 Token refresh fails for … % of people | 3 episodes in 90 days | Came back | Make it an opportunity? | Product
    5 Which changes caused incidents? | 1 incident with a suggested cause that nobody judged | Links to review | Who looks them through | Development
    5 Cart is empty | 2 signals in the inbox read the same | Reads the same | Are they one? | Support
    ");
    assert_eq!((agenda.time_box, agenda.cadence.is_none(), agenda.next), (45, true, None));
    assert!(agenda.used <= 45 && agenda.used == agenda.items.iter().map(|item| item.minutes).sum::<u32>());
    let aside: Vec<String> =
        agenda.aside.iter().map(|one| format!("{:?} {} ({})", one.why, one.item.title, one.reason)).collect();
    insta::assert_snapshot!(aside.join("\n"), @"
    NotRipe High incidents miss their target (needs 5 incidents, has 4)
    NotRipe Sprint size, identity (needs 3 sprints)
    ");
    assert_eq!(agenda.rules.len(), 7);
}

#[tokio::test]
async fn a_way_does_what_it_says_and_undo_takes_it_back() {
    let bench = bench().await;
    let done = bench.decide(ForumKind::CameBack, ForumVerb::MakeOpportunity, "Support spends 46 h on it.").await;
    assert!(done.message.ends_with("Make it an opportunity (OPP-1)"), "{}", done.message);
    let made = bench.engine.opportunity(done.opportunity.unwrap().id).await.unwrap();
    assert_eq!(made.row.evidence.operations, 3);
    // The problem is an opportunity now, so that nothing suggests it any more; the decision stays in sight.
    let agenda = bench.agenda().await;
    let item = agenda.items.iter().find(|item| item.kind == ForumKind::CameBack).unwrap();
    assert_eq!(item.decision.as_ref().map(|decided| decided.text.as_str()), Some("Support spends 46 h on it."));

    bench.engine.undo().await.unwrap();
    bench.engine.undo().await.unwrap();
    let agenda = bench.agenda().await;
    let item = agenda.items.iter().find(|item| item.kind == ForumKind::CameBack).unwrap();
    assert!(item.decision.is_none() && item.ways.iter().any(|way| way.verb == ForumVerb::MakeOpportunity));

    bench.decide(ForumKind::CameBack, ForumVerb::KnownError, "").await;
    let problem = bench.engine.problems(ProblemQuery::default()).await.unwrap().problems.remove(0);
    assert!(problem.known_error);
    let merged = bench.decide(ForumKind::Duplicates, ForumVerb::MergeSame, "").await;
    assert!(merged.message.starts_with("Decided “"), "{}", merged.message);
    assert_eq!(bench.engine.workspace().await.unwrap().inbox, 1 + 5, "one ticket of two is left beside the records");
    let refused =
        bench.engine.decide_forum("since".to_owned(), ForumVerb::MergeSame, String::new(), String::new()).await;
    assert_eq!(refused.err().unwrap().kind, ProblemKind::Refused);
}

#[tokio::test]
async fn the_likeliest_cause_of_an_open_incident_is_confirmed_from_the_agenda() {
    let bench = bench().await;
    bench.decide(ForumKind::OpenIncident, ForumVerb::ConfirmLink, "Roll it back.").await;
    let review = bench.engine.pulse_links(PulseQuery::default(), LinkView::Confirmed).await.unwrap();
    let confirmed: Vec<&str> = review.incidents.iter().map(|one| one.incident.title.as_str()).collect();
    assert_eq!(confirmed, ["Disk full"]);
    let agenda = bench.agenda().await;
    let open = agenda.items.iter().find(|item| item.kind == ForumKind::OpenIncident).unwrap();
    assert!(open.know.ends_with("cause confirmed"), "{}", open.know);
}

#[tokio::test]
async fn what_is_taken_off_is_not_suggested_again_until_it_is_put_back() {
    let bench = bench().await;
    let key = bench.key(ForumKind::CameBack).await;
    let without = bench.engine.take_off_forum(key.clone(), " ".to_owned()).await;
    assert_eq!(without.err().unwrap().kind, ProblemKind::BadInput);
    bench.engine.take_off_forum(key.clone(), "The new release replaces it".to_owned()).await.unwrap();
    let since = bench.engine.take_off_forum("since".to_owned(), "Boring".to_owned()).await;
    assert_eq!(since.err().unwrap().kind, ProblemKind::Refused);

    // Not even after a meeting.
    bench.engine.start_forum().await.unwrap();
    bench.clock.forward_minutes(40);
    bench.engine.end_forum().await.unwrap();
    let agenda = bench.agenda().await;
    assert!(!kinds(&agenda).contains(&ForumKind::CameBack));

    bench.engine.undo().await.unwrap();
    bench.engine.undo().await.unwrap();
    let aside = bench.agenda().await.aside;
    let off = aside.iter().find(|one| one.item.key == key).unwrap();
    assert_eq!((off.why, off.reason.as_str()), (AsideWhy::TakenOff, "The new release replaces it"));
    bench.engine.put_on_forum(key).await.unwrap();
    assert!(kinds(&bench.agenda().await).contains(&ForumKind::CameBack));
}

#[tokio::test]
async fn people_move_add_and_rewrite_items_and_the_time_box_holds() {
    let bench = bench().await;
    let own = OwnItemForm {
        title: "Freeze in December".into(),
        asks: "From when?".into(),
        brings: "Ana".into(),
        minutes: 25,
    };
    bench.engine.add_forum_item(own.clone()).await.unwrap();
    let agenda = bench.agenda().await;
    let item = agenda.items.iter().find(|item| item.kind == ForumKind::Own).unwrap();
    assert_eq!(
        (item.title.as_str(), item.asks.as_str(), item.brings.as_str()),
        ("Freeze in December", "From when?", "Ana")
    );
    assert!(agenda.used <= agenda.time_box && agenda.aside.iter().any(|one| one.why == AsideWhy::NoRoom));

    let key = item.key.clone();
    let before = kinds(&agenda).iter().position(|kind| *kind == ForumKind::Own).unwrap();
    bench.engine.move_forum_item(key.clone(), false).await.unwrap();
    assert_eq!(kinds(&bench.agenda().await).iter().position(|kind| *kind == ForumKind::Own), Some(before - 1));
    bench.engine.undo().await.unwrap();
    assert_eq!(kinds(&bench.agenda().await).iter().position(|kind| *kind == ForumKind::Own), Some(before));

    let edit = ItemEdit { minutes: Some(5), brings: Some("Operations".into()), asks: None };
    bench.engine.edit_forum_item(key, edit).await.unwrap();
    let agenda = bench.agenda().await;
    let item = agenda.items.iter().find(|item| item.kind == ForumKind::Own).unwrap();
    assert_eq!((item.minutes, item.brings.as_str(), item.asks.as_str()), (5, "Operations", "From when?"));
    let endless = bench.engine.add_forum_item(OwnItemForm { minutes: 500, ..own }).await;
    assert_eq!(endless.err().unwrap().kind, ProblemKind::BadInput);
}

#[tokio::test]
async fn a_meeting_ends_with_minutes_and_late_actions_come_back() {
    let bench = bench().await;
    let engine = &bench.engine;
    engine.start_forum().await.unwrap();
    assert_eq!(engine.start_forum().await.err().unwrap().kind, ProblemKind::Refused);
    bench.clock.forward_minutes(10);
    bench.decide(ForumKind::OpenIncident, ForumVerb::Note, "Ana rolls back at noon.").await;
    let due = Some(time(NOW).plus(2 * Time::DAY));
    for text in ["Roll back", "Free the disk"] {
        let action = ActionForm { about: String::new(), text: text.into(), owner: "Operations".into(), due };
        engine.add_forum_action(action).await.unwrap();
    }
    let first = bench.agenda().await.actions.remove(0);
    engine.finish_forum_action(first.uid, true).await.unwrap();
    bench.clock.forward_minutes(20);
    assert_eq!(engine.end_forum().await.unwrap().message, "Ended the meeting with 1 decision");

    let held = bench.agenda().await.held;
    let view = engine.forum_minutes(Some(held[0].uid.clone())).await.unwrap();
    insta::assert_snapshot!(view.text, @"
    Forum of My workspace, 2026-11-21

    Decisions
    - Disk full: Roll back. Ana rolls back at noon.

    Actions
    - Free the disk, Operations, due 2026-11-23
    - Roll back, Operations, due 2026-11-23, done

    Not reached
    - Token refresh fails for … % of people
    - Which changes caused incidents?
    - Cart is empty
    ");
    for (format, begins) in [
        (ExportFormat::Markdown, "# Forum of My workspace"),
        (ExportFormat::Html, "<!doctype html>"),
        (ExportFormat::Pdf, "%PDF"),
        (ExportFormat::Csv, "what,title"),
        (ExportFormat::Json, "{"),
    ] {
        let file = engine.save_forum_minutes(Some(held[0].uid.clone()), format).await.unwrap();
        let bytes = std::fs::read(&file.path).unwrap();
        let start = String::from_utf8_lossy(&bytes[..40.min(bytes.len())]).trim_start_matches('\u{feff}').to_owned();
        assert!(start.starts_with(begins), "{format:?}: {start}");
    }

    // A week later one action is late, and what was decided isn't on the list unless it is still open.
    bench.clock.forward_minutes(7 * 24 * 60);
    let agenda = bench.agenda().await;
    assert_eq!((agenda.late, agenda.items[0].know.as_str()), (1, "1 action: 0 done, 1 late"));
    assert!(agenda.items.iter().all(|item| item.decision.is_none()));
    engine.undo().await.unwrap();
    assert_eq!(bench.agenda().await.held, []);
}

#[tokio::test]
async fn a_meeting_that_was_skipped_is_told() {
    let bench = bench().await;
    let engine = &bench.engine;
    let cadence = ForumCadence { weekday: 6, every_weeks: 1, at: 9 * 60, zone: "UTC".into(), time_box: 30 };
    let wrong = ForumCadence { zone: "Nowhere".into(), ..cadence.clone() };
    assert_eq!(engine.set_forum_cadence(Some(wrong)).await.err().unwrap().kind, ProblemKind::BadInput);
    engine.set_forum_cadence(Some(cadence)).await.unwrap();
    engine.start_forum().await.unwrap();
    bench.clock.forward_minutes(30);
    engine.end_forum().await.unwrap();
    bench.clock.forward_minutes(16 * 24 * 60);
    let agenda = bench.agenda().await;
    let skipped: Vec<String> = agenda.skipped.iter().map(|at| at.rfc3339()).collect();
    assert_eq!(skipped, ["2026-11-28T09:00:00Z", "2026-12-05T09:00:00Z"]);
    assert!(agenda.items[0].know.ends_with("2 meetings skipped since"), "{}", agenda.items[0].know);
    assert_eq!(agenda.items[0].starts, agenda.next);
    engine.undo().await.unwrap();
    engine.undo().await.unwrap();
    engine.undo().await.unwrap();
    assert_eq!(bench.agenda().await.cadence, None);
}
