//! What the forum wrote down is put right afterwards, and every version stays readable.

use engine::api::types::*;
use engine::error::ProblemKind;
use engine::model::Time;
use support::time;

use crate::forum::bench;
use crate::theme_bench::{Bench, NOW};

fn action(text: &str, owner: &str, due: Option<Time>) -> ActionForm {
    ActionForm { about: String::new(), text: text.into(), owner: owner.into(), due }
}

fn in_two_days() -> Option<Time> {
    Some(time(NOW).plus(2 * Time::DAY))
}

/// One decision and one action; gives the uid of the meeting.
async fn held(bench: &Bench) -> String {
    bench.engine.start_forum().await.unwrap();
    bench.clock.forward_minutes(10);
    bench.decide(ForumKind::OpenIncident, ForumVerb::Note, "Ana rolls back at noon.").await;
    bench.engine.add_forum_action(action("Free the disk", "Operations", in_two_days())).await.unwrap();
    bench.clock.forward_minutes(20);
    bench.engine.end_forum().await.unwrap();
    bench.agenda().await.held[0].uid.clone()
}

impl Bench {
    /// What was done and how it read since, the newest first.
    async fn versions(&self, of: ForumRecord) -> String {
        let versions = self.engine.forum_versions(of).await.unwrap();
        let line = |one: &HistoryEntry| {
            let undone = if one.undone { " (undone)" } else { "" };
            let [was, now] = [&one.was, &one.now].map(|text| text.as_deref().unwrap_or("–"));
            format!("{}{undone} | {was} | {now}", one.what)
        };
        versions.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    async fn minutes(&self, uid: &str) -> String {
        self.engine.forum_minutes(Some(uid.to_owned())).await.unwrap().text
    }
}

#[tokio::test]
async fn what_is_written_down_with_a_decision_changes_and_what_it_did_stays_done() {
    let bench = bench().await;
    let engine = &bench.engine;
    let key = bench.key(ForumKind::CameBack).await;
    let early = engine.edit_forum_decision(key.clone(), "Too early".into()).await.err().unwrap();
    assert_eq!(early.kind, ProblemKind::Refused);
    bench.decide(ForumKind::CameBack, ForumVerb::MakeOpportunity, "Support spends 46 h on it.").await;
    engine.edit_forum_decision(key.clone(), " Support spends 64 h on it. ".into()).await.unwrap();
    let agenda = bench.agenda().await;
    let item = agenda.items.iter().find(|item| item.key == key).unwrap();
    assert_eq!(item.decision.as_ref().unwrap().text, "Support spends 64 h on it.");
    assert_eq!(engine.workspace().await.unwrap().opportunities, 1);

    let of = ForumRecord::Item { key };
    insta::assert_snapshot!(bench.versions(of.clone()).await, @"
    Changed what is written down about “Token refresh fails for … % of people” | Make it an opportunity. Support spends 46 h on it. | Make it an opportunity. Support spends 64 h on it.
    Decided “Token refresh fails for … % of people”: Make it an opportunity (OPP-1) | – | Make it an opportunity. Support spends 46 h on it.
    ");
    engine.undo().await.unwrap();
    let undone = bench.versions(of).await;
    assert!(undone.starts_with("Changed what is written down about “Token refresh fails for … % of people” (undone)"));
}

#[tokio::test]
async fn an_action_changes_hands_is_done_taken_back_and_deleted() {
    let bench = bench().await;
    let engine = &bench.engine;
    engine.add_forum_action(action("Roll back", "Operations", in_two_days())).await.unwrap();
    let uid = bench.agenda().await.actions[0].uid.clone();
    engine.edit_forum_action(uid.clone(), action("Roll back at noon", "Development", None)).await.unwrap();
    engine.finish_forum_action(uid.clone(), true).await.unwrap();
    engine.finish_forum_action(uid.clone(), false).await.unwrap();
    engine.remove_forum_action(uid.clone()).await.unwrap();
    assert_eq!(bench.agenda().await.actions, []);
    engine.undo().await.unwrap();
    let back = bench.agenda().await.actions.remove(0);
    let kept = (back.text.as_str(), back.owner.as_str(), back.due, back.done_at);
    assert_eq!(kept, ("Roll back at noon", "Development", None, None));
    insta::assert_snapshot!(bench.versions(ForumRecord::Action { uid }).await, @"
    Removed the action “Roll back at noon” (undone) | Roll back at noon, Development | –
    Open again: Roll back at noon | – | –
    Done: Roll back at noon | – | –
    Changed the action “Roll back at noon” | Roll back, Operations, due 2026-11-23 | Roll back at noon, Development
    Agreed: Roll back | – | Roll back, Operations, due 2026-11-23
    ");
}

#[tokio::test]
async fn the_minutes_of_a_meeting_that_ended_are_put_right_and_each_version_stays() {
    let bench = bench().await;
    let engine = &bench.engine;
    let uid = held(&bench).await;
    let at_its_end = bench.minutes(&uid).await;
    let due = None;
    for line in [
        MinutesLine::Decision { at: 0, text: "Ben rolls back at one.".into() },
        MinutesLine::Notes { text: "Support asked for a call.".into() },
        MinutesLine::Action { at: 0, text: "Free the disk for good".into(), owner: "Development".into(), due },
    ] {
        engine.edit_forum_minutes(uid.clone(), line).await.unwrap();
    }
    let late = action("Tell the customers", "Support", in_two_days());
    engine.add_minutes_action(uid.clone(), late).await.unwrap();
    insta::assert_snapshot!(bench.minutes(&uid).await, @"
    Forum of My workspace, 2026-11-21

    Decisions
    - Disk full: Roll back. Ben rolls back at one.

    Actions
    - Free the disk for good, Development
    - Tell the customers, Support, due 2026-11-23

    Not reached
    - Token refresh fails for … % of people
    - Which changes caused incidents?
    - Cart is empty

    Notes
    Support asked for a call.
    ");
    // What is agreed is on the coming agenda, as it was put right.
    let agreed: Vec<(String, String)> =
        bench.agenda().await.actions.into_iter().map(|one| (one.text, one.owner)).collect();
    let wanted = [("Tell the customers", "Support"), ("Free the disk for good", "Development")];
    assert_eq!(agreed, wanted.map(|(text, owner)| (text.to_owned(), owner.to_owned())));

    let versions = engine.forum_versions(ForumRecord::Meeting { uid: uid.clone() }).await.unwrap();
    let done: Vec<&str> = versions.iter().map(|one| one.what.as_str()).collect();
    insta::assert_snapshot!(done.join("\n"), @"
    Agreed in the meeting of 2026-11-21: Tell the customers
    Put the action “Free the disk for good” right in the minutes of 2026-11-21
    Put the notes right in the minutes of 2026-11-21
    Put “Disk full” right in the minutes of 2026-11-21
    Ended the meeting with 1 decision
    ");
    assert_eq!(versions.last().unwrap().now.as_deref(), Some(at_its_end.as_str()));
    for format in [ExportFormat::Markdown, ExportFormat::Html, ExportFormat::Csv, ExportFormat::Json] {
        let file = engine.save_forum_minutes(Some(uid.clone()), format).await.unwrap();
        let saved = std::fs::read_to_string(&file.path).unwrap();
        assert!(saved.contains("Support asked for a call."), "{format:?}: {saved}");
    }

    for _ in 0..4 {
        engine.undo().await.unwrap();
    }
    assert_eq!(bench.minutes(&uid).await, at_its_end);
    let actions = bench.agenda().await.actions;
    assert_eq!((actions.len(), actions[0].text.as_str()), (1, "Free the disk"));
}

#[tokio::test]
async fn a_line_that_is_not_there_changes_nothing() {
    let bench = bench().await;
    let engine = &bench.engine;
    let uid = held(&bench).await;
    let before = bench.minutes(&uid).await;
    let far = MinutesLine::Decision { at: 9, text: "Nothing".into() };
    assert_eq!(engine.edit_forum_minutes(uid.clone(), far).await.err().unwrap().kind, ProblemKind::NotFound);
    let blank = MinutesLine::Action { at: 0, text: " ".into(), owner: String::new(), due: None };
    assert_eq!(engine.edit_forum_minutes(uid.clone(), blank).await.err().unwrap().kind, ProblemKind::BadInput);
    let notes = MinutesLine::Notes { text: "Which meeting?".into() };
    assert_eq!(engine.edit_forum_minutes("nowhere".into(), notes).await.err().unwrap().kind, ProblemKind::NotFound);
    let nowhere = engine.add_minutes_action("nowhere".into(), action("Call", "", None)).await;
    assert_eq!(nowhere.err().unwrap().kind, ProblemKind::NotFound);
    assert_eq!(bench.minutes(&uid).await, before);
}
