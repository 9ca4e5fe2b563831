//! The way back: who asked, what they were told, who waits, and the texts for them.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{
    ConnectionForm, LetterForm, LoopLedger, LoopPerson, LoopQuery, LoopStanding, LoopWho, Outcome, ReplyForm,
    SignalQuery, ToldForm, Way,
};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::model::{OpportunityId, SignalId, Stage, TriageState};
use support::fake_redmine::{Issues, serve};
use support::{Clock, open, time};
use tempfile::TempDir;
use wiremock::MockServer;

pub struct Desk {
    pub engine: Engine,
    pub issues: Issues,
    pub opportunity: OpportunityId,
    pub folder: TempDir,
    pub clock: Clock,
    pub server: MockServer,
}

/// One ticket an author, all of them evidence of one opportunity.
pub async fn desk(authors: &[&str]) -> Desk {
    let (folder, clock, issues) = (TempDir::new().unwrap(), Clock::at("2026-01-11T09:00:00Z"), Issues::default());
    for (position, author) in authors.iter().enumerate() {
        issues.add_issue(&format!("Export misses {} entries", position + 1), "");
        issues.set_author(position + 1, author);
    }
    let server = serve(&issues, Duration::ZERO).await;
    let engine = open(folder.path(), &clock).await;
    let account =
        Account { vendor: "redmine".into(), base_url: server.uri(), project: "shop".into(), ..Account::default() };
    let form = ConnectionForm { name: "Desk".into(), account };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    assert_eq!(engine.pull(connection).await.unwrap().problem, None);
    let made = engine.create_opportunity("Keep month-end sync running".into()).await.unwrap();
    let opportunity = made.opportunity.unwrap().id;
    let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
    let signals: Vec<SignalId> = engine.signal_ids(query).await.unwrap().into_iter().map(SignalId).collect();
    engine.set_evidence(opportunity, signals, Some(1)).await.unwrap();
    Desk { engine, issues, opportunity, folder, clock, server }
}

impl Desk {
    pub async fn ledger(&self, who: LoopWho) -> LoopLedger {
        self.engine.loop_ledger(LoopQuery { who, ..LoopQuery::default() }).await.unwrap()
    }

    pub async fn person(&self, name: &str) -> LoopPerson {
        let everybody = self.ledger(LoopWho::Everybody).await.people;
        everybody.into_iter().find(|person| person.name == name).expect("the person asked")
    }

    /// The reply to a person as it is drafted, with another text when there is one.
    pub async fn form(&self, name: &str, text: Option<&str>) -> ReplyForm {
        let reporter = self.person(name).await.reporter;
        let drafts = self.engine.loop_drafts(self.opportunity, vec![reporter], LetterForm::Letter).await.unwrap();
        let draft = drafts.into_iter().next().expect("a draft");
        ReplyForm {
            reporter,
            signal: draft.signal,
            outcome: draft.outcome,
            text: text.map_or(draft.text, str::to_owned),
            key: draft.key,
        }
    }

    async fn told(&self, name: &str, way: Way, note: &str) {
        let reporters = vec![self.person(name).await.reporter];
        let told = ToldForm { reporters, outcome: Outcome::Shipped, way, note: note.into(), at: None };
        self.engine.mark_told(self.opportunity, told).await.unwrap();
    }

    pub async fn stage(&self, stage: Stage) {
        let reason = if stage == Stage::Rejected { "Few people meet it." } else { "" };
        self.engine.set_stage(self.opportunity, stage, reason.into()).await.unwrap();
    }
}

fn names(ledger: &LoopLedger) -> Vec<&str> {
    ledger.people.iter().map(|person| person.name.as_str()).collect()
}

#[tokio::test]
async fn everybody_who_asked_stands_in_the_ledger_once_until_they_are_told() {
    let desk = desk(&["Ines Okafor", "Paul Ebner", "Ines Okafor"]).await;
    let before = desk.ledger(LoopWho::Everybody).await;
    let counts = before.counts;
    assert_eq!((counts.asked, counts.later, counts.due, counts.told), (2, 2, 0, 0));
    assert_eq!(before.people[0].asks.len(), 2, "Ines through two tickets");
    assert_eq!((before.people[0].outcome, before.opportunities[0].outcome), (None, None));
    let early = desk.engine.loop_drafts(desk.opportunity, vec![], LetterForm::Letter).await.err().unwrap();
    assert_eq!(early.kind, ProblemKind::Refused, "nothing is decided");

    desk.stage(Stage::Delivered).await;
    let due = desk.ledger(LoopWho::Due).await;
    assert_eq!((due.counts.due, names(&due).len()), (2, 2));
    assert_eq!(due.due.iter().find(|(outcome, _)| *outcome == Outcome::Shipped).map(|(_, n)| *n), Some(2));
    assert_eq!(due.people[0].since, Some(time("2026-01-01T00:01:00Z")), "never told: since they asked");

    let form = desk.form("Ines Okafor", None).await;
    let sent = desk.engine.send_replies(desk.opportunity, vec![form.clone()]).await.unwrap();
    assert_eq!((sent[0].attempts, sent[0].ticket.as_deref()), (1, Some("3")), "her newest ticket");
    let note = desk.issues.notes(3).remove(0);
    assert!(note.starts_with("Hello Ines,\n\nyou wrote to us about “Export misses 3 entries”."), "{note}");
    assert!(note.ends_with(&format!("Throughline reference: {}", form.key)), "{note}");
    assert_eq!(desk.person("Ines Okafor").await.standing, LoopStanding::Told);

    desk.told("Paul Ebner", Way::Phone, "He was glad.").await;
    let told = desk.person("Paul Ebner").await;
    assert_eq!(
        (told.standing, told.told[0].way, told.told[0].text.as_str()),
        (LoopStanding::Told, Way::Phone, "He was glad.")
    );
    assert_eq!(names(&desk.ledger(LoopWho::Waiting).await), Vec::<&str>::new());

    // What is noted can be taken back; what is in the ticket can't.
    let undone = desk.engine.undo().await.unwrap().message;
    assert_eq!(undone, "Undid: Told Paul Ebner by phone that OPP-1 has shipped");
    assert_eq!(desk.person("Paul Ebner").await.standing, LoopStanding::Due);
    let undone = desk.engine.undo().await.unwrap().message;
    assert!(undone.starts_with("Told Ines Okafor that OPP-1 has shipped: that can't be undone."), "{undone}");
    assert_eq!(desk.person("Ines Okafor").await.standing, LoopStanding::Told);
    let history = desk.engine.opportunity_history(desk.opportunity).await.unwrap();
    let said = history.iter().find(|entry| entry.what == "Told Ines Okafor that OPP-1 has shipped").unwrap();
    assert_eq!(said.now.as_ref(), Some(&form.text));
}

#[tokio::test]
async fn a_reply_is_due_again_when_things_go_on() {
    let desk = desk(&["Ines Okafor", "Paul Ebner"]).await;
    desk.stage(Stage::InProgress).await;
    let form = desk.form("Ines Okafor", Some("We began.")).await;
    desk.engine.send_replies(desk.opportunity, vec![form.clone()]).await.unwrap();
    let again = ReplyForm { key: "tl-another".into(), ..form.clone() };
    let refused = desk.engine.send_replies(desk.opportunity, vec![again.clone()]).await.err().unwrap();
    assert_eq!((refused.kind, desk.issues.notes(1).len()), (ProblemKind::Refused, 1), "she knows");

    desk.clock.set("2026-01-20T12:00:00Z");
    desk.stage(Stage::Delivered).await;
    let ines = desk.person("Ines Okafor").await;
    assert_eq!((ines.standing, ines.since), (LoopStanding::Due, Some(time("2026-01-20T12:00:00Z"))));
    let stale = desk.engine.send_replies(desk.opportunity, vec![again]).await.err().unwrap();
    assert_eq!(stale.what, "OPP-1 went on since: it has shipped now.");
    assert_eq!(desk.ledger(LoopWho::Due).await.people[0].name, "Paul Ebner", "who never heard a word waits longest");
    let shipped = LoopQuery { outcome: Some(Outcome::Planned), who: LoopWho::Due, opportunity: None };
    assert_eq!(desk.engine.loop_ledger(shipped).await.unwrap().found, 0);

    desk.stage(Stage::Verified).await;
    assert_eq!(desk.person("Ines Okafor").await.since, Some(time("2026-01-20T12:00:00Z")), "that tells nothing new");
    desk.stage(Stage::Rejected).await;
    let drafts = desk.engine.loop_drafts(desk.opportunity, vec![], LetterForm::Letter).await.unwrap();
    assert_eq!(drafts.len(), 2);
    assert!(drafts[0].text.contains("won't act on it now. Few people meet it."), "{}", drafts[0].text);
}

#[tokio::test]
async fn waits_are_counted_with_their_receipt_and_too_few_say_nothing() {
    let authors = ["A One", "B Two", "C Three", "D Four", "E Five", "F Six"];
    let desk = desk(&authors).await;
    assert_eq!(desk.ledger(LoopWho::Unanswered).await.found, 0, "ten days are not too long");
    desk.clock.set("2026-01-16T00:01:00Z");
    assert_eq!(desk.ledger(LoopWho::Unanswered).await.found, 6);
    desk.engine.set_loop_days(30).await.unwrap();
    assert_eq!(desk.ledger(LoopWho::Unanswered).await.counts.unanswered, 0);
    assert_eq!(desk.engine.set_loop_days(0).await.err().unwrap().kind, ProblemKind::BadInput);

    desk.stage(Stage::Delivered).await;
    for (position, name) in authors[..5].iter().enumerate() {
        let first = desk.ledger(LoopWho::Everybody).await.first_reply;
        assert_eq!((first.n as usize, first.median, first.p90), (position, None, None));
        desk.clock.set(&format!("2026-01-{}T00:01:00Z", 21 + position));
        desk.told(name, Way::Mail, "").await;
    }
    let number = desk.ledger(LoopWho::Everybody).await.first_reply;
    let day = 24 * 60 * 60 * 1000;
    assert_eq!((number.n, number.median, number.p90, number.not_yet), (5, Some(22 * day), Some(24 * day), 1));
    let receipt = desk.engine.first_reply_receipt(Some(desk.opportunity)).await.unwrap();
    assert_eq!((receipt.number, receipt.cases.len(), receipt.cases[0].took), (number, 5, 24 * day));
    assert_eq!(receipt.cases[0].name, "E Five", "the longest first");
}

#[tokio::test]
async fn texts_are_ones_own_and_nothing_from_outside_is_markup() {
    let desk = desk(&["@root {title}"]).await;
    desk.stage(Stage::Delivered).await;
    let own = "h1. {name}: see #12, {{include(secret)}} and *{ticket}*. {item}";
    desk.engine.set_loop_template(LetterForm::Letter, Outcome::Shipped, own.into()).await.unwrap();
    let drafts = desk.engine.loop_drafts(desk.opportunity, vec![], LetterForm::Letter).await.unwrap();
    assert_eq!(drafts[0].text, "h1. @root: see #12, {{include(secret)}} and *Export misses 1 entries*. OPP-1");
    let shown = drafts[0].body.replace('\u{200b}', "¦");
    assert!(shown.starts_with("¦h1. &#64;root: see #¦12, {¦{include(secret)}} and ¦*Export"), "{shown}");
    let (signal, key) = (drafts[0].signal, drafts[0].key.clone());
    let preview = desk.engine.preview_reply(desk.opportunity, signal, "/close".into(), key.clone()).await.unwrap();
    assert!(preview.ends_with(&format!("Throughline reference: {key}")), "{preview}");

    let templates = desk.engine.loop_templates().await.unwrap().templates;
    assert_eq!(templates.iter().filter(|template| template.own).count(), 1);
    assert_eq!(desk.engine.undo().await.unwrap().message, "Undid: Changed the letter for what has shipped");
    assert!(desk.engine.loop_templates().await.unwrap().templates.iter().all(|template| !template.own));
    let note = desk.engine.loop_drafts(desk.opportunity, vec![], LetterForm::StatusNote).await.unwrap();
    assert_eq!(note[0].text, "Released on 11 January 2026: OPP-1.");
}
