//! Passages of signals as evidence: found again after a pull, counted once, taken back exactly.

use engine::api::types::{
    AcceptInto, ConnectionForm, ExportFormat, HighlightTarget, HighlightView, HistoryEntry, NumberOf, OpportunityQuery,
    Passage, StepDone, WorkspaceName,
};
use engine::api::workspace_file;
use engine::connectors::Account;
use engine::error::{ProblemKind, Result};
use engine::model::{OpportunityId, SignalId};
use rstest::rstest;

use crate::workbench::{Bench, OPP_1, OPP_2, ids};

const BODY: &str =
    "😀 Since Monday the order spins.\r\n\r\nWe split it by hand. We split it by hand, write to ana@acme.example.";
const SPLIT: &str = "We split it by hand";
/// Where it stands: the emoji is two units.
const FIRST: u32 = 36;
const SECOND: u32 = 57;

async fn bench() -> Bench {
    let bench = Bench::with_signals().await;
    tell(&bench, 1, BODY);
    for title in ["One charge per order", "Let large carts check out"] {
        bench.engine.create_opportunity(title.to_owned()).await.unwrap();
    }
    bench
}

/// As a pull would that finds another text.
fn tell(bench: &Bench, signal: u32, body: &str) {
    let database = rusqlite::Connection::open(workspace_file(bench.folder.path(), WorkspaceName::Own)).unwrap();
    database.execute("UPDATE signal_text SET body = ? WHERE signal_id = ?", (body, signal)).unwrap();
}

fn at(start: u32, quote: &str) -> Passage {
    Passage { start, quote: quote.to_owned() }
}

fn existing(opportunity: OpportunityId, importance: u8) -> HighlightTarget {
    HighlightTarget { into: AcceptInto::Existing { opportunity }, importance }
}

async fn mark(bench: &Bench, signal: u32, start: u32, quote: &str, targets: &[(OpportunityId, u8)]) -> StepDone {
    let targets = targets.iter().map(|(id, importance)| existing(*id, *importance)).collect();
    bench.engine.highlight(SignalId(signal), at(start, quote), targets).await.unwrap()
}

/// Each highlight in a line: where, what, and for which opportunities.
async fn marks(bench: &Bench, signal: u32) -> Vec<String> {
    let views = bench.engine.highlights(SignalId(signal)).await.unwrap();
    let line = |view: HighlightView| {
        let on: Vec<String> =
            view.evidence_for.iter().map(|on| format!("{} {}", on.opportunity.label, on.importance)).collect();
        let place = view.start.map_or("gone".to_owned(), |start| start.to_string());
        format!("{place}: {} [{}]", view.quote, on.join(", "))
    };
    views.into_iter().map(line).collect()
}

async fn uids(bench: &Bench, signal: u32) -> Vec<String> {
    bench.engine.highlights(SignalId(signal)).await.unwrap().into_iter().map(|view| view.uid).collect()
}

/// The linked signals of an opportunity with their importance.
async fn linked(bench: &Bench, id: OpportunityId) -> Vec<(u32, u8)> {
    let detail = bench.engine.opportunity(id).await.unwrap();
    detail.evidence.iter().map(|view| (view.signal.id.0, view.importance)).collect()
}

#[tokio::test]
async fn a_passage_makes_its_signal_evidence_of_several_opportunities() {
    let bench = bench().await;
    let done = mark(&bench, 1, FIRST, SPLIT, &[(OPP_1, 2), (OPP_2, 0)]).await;
    assert_eq!(done.message, "Marked a passage of “Charged again” for OPP-1 and OPP-2");
    assert_eq!(marks(&bench, 1).await, [format!("{FIRST}: {SPLIT} [OPP-1 2, OPP-2 0]")]);
    assert_eq!((linked(&bench, OPP_1).await, linked(&bench, OPP_2).await), (vec![(1, 2)], vec![(1, 0)]));

    // The same words elsewhere are another passage; the same passage again is the same highlight.
    mark(&bench, 1, SECOND, &format!("  {SPLIT}\r\n"), &[(OPP_1, 3)]).await;
    mark(&bench, 1, FIRST, SPLIT, &[(OPP_2, 1)]).await;
    assert_eq!(
        marks(&bench, 1).await,
        [format!("{FIRST}: {SPLIT} [OPP-1 2, OPP-2 1]"), format!("{SECOND}: {SPLIT} [OPP-1 3]")]
    );
    assert_eq!(linked(&bench, OPP_1).await, [(1, 3)], "the highest of its highlights");
    let detail = bench.engine.opportunity(OPP_1).await.unwrap();
    let passages: Vec<_> =
        detail.evidence[0].passages.iter().map(|p| (p.quote.as_str(), p.importance, p.gone)).collect();
    assert_eq!(passages, [(SPLIT, 2, false), (SPLIT, 3, false)]);
}

#[tokio::test]
async fn a_new_opportunity_comes_with_the_mark_in_one_step() {
    let bench = bench().await;
    let new = |title: &str| HighlightTarget { into: AcceptInto::New { title: title.to_owned() }, importance: 1 };
    let targets = vec![existing(OPP_1, 2), new("Split orders")];
    let done = bench.engine.highlight(SignalId(1), at(FIRST, SPLIT), targets).await.unwrap();
    assert_eq!(done.message, "Marked a passage of “Charged again” for OPP-1 and OPP-3");
    assert_eq!(linked(&bench, OpportunityId(3)).await, [(1, 1)]);
    bench.engine.undo().await.unwrap();
    assert_eq!(marks(&bench, 1).await, Vec::<String>::new());
    assert_eq!(linked(&bench, OPP_1).await, []);
    assert_eq!(bench.engine.opportunities(OpportunityQuery::default()).await.unwrap().rows.len(), 2);
    bench.engine.redo().await.unwrap();
    assert_eq!(marks(&bench, 1).await, [format!("{FIRST}: {SPLIT} [OPP-1 2, OPP-3 1]")]);
}

#[tokio::test]
async fn a_changed_text_is_searched_and_a_lost_passage_says_so() {
    let bench = bench().await;
    mark(&bench, 1, SECOND, SPLIT, &[(OPP_1, 2)]).await;
    tell(&bench, 1, &format!("Hello.\n{BODY}"));
    assert_eq!(marks(&bench, 1).await, [format!("{}: {SPLIT} [OPP-1 2]", SECOND + 7)]);
    tell(&bench, 1, "We split it by hand. Thanks.");
    assert_eq!(marks(&bench, 1).await, [format!("0: {SPLIT} [OPP-1 2]")]);
    tell(&bench, 1, "Solved, thank you.");
    assert_eq!(marks(&bench, 1).await, [format!("gone: {SPLIT} [OPP-1 2]")]);
    let detail = bench.engine.opportunity(OPP_1).await.unwrap();
    assert!(detail.evidence[0].passages[0].gone, "and is evidence all the same");
    assert_eq!(linked(&bench, OPP_1).await, [(1, 2)]);
    tell(&bench, 1, BODY);
    assert_eq!(marks(&bench, 1).await, [format!("{SECOND}: {SPLIT} [OPP-1 2]")]);
}

#[tokio::test]
async fn an_importance_that_a_person_set_stands_and_outlives_the_marks() {
    let bench = bench().await;
    let engine = &bench.engine;
    mark(&bench, 1, FIRST, SPLIT, &[(OPP_1, 1)]).await;
    engine.set_evidence(OPP_1, ids(&[1]), Some(2)).await.unwrap();
    mark(&bench, 1, SECOND, SPLIT, &[(OPP_1, 3)]).await;
    assert_eq!(linked(&bench, OPP_1).await, [(1, 2)]);
    for uid in uids(&bench, 1).await {
        engine.remove_highlight(uid).await.unwrap();
    }
    assert_eq!((marks(&bench, 1).await.len(), linked(&bench, OPP_1).await), (0, vec![(1, 2)]));

    mark(&bench, 1, FIRST, SPLIT, &[(OPP_2, 3)]).await;
    let uid = uids(&bench, 1).await.remove(0);
    engine.set_highlight(uid.clone(), OPP_2, Some(1)).await.unwrap();
    assert_eq!(linked(&bench, OPP_2).await, [(1, 1)]);
    let done = engine.set_highlight(uid.clone(), OPP_2, None).await.unwrap();
    assert_eq!(done.message, "Took a passage of “Charged again” from OPP-2");
    assert_eq!((marks(&bench, 1).await.len(), linked(&bench, OPP_2).await), (0, vec![]));
    assert_eq!(engine.remove_highlight(uid).await.unwrap_err().kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn unlinking_a_signal_takes_its_passages_along() {
    let bench = bench().await;
    mark(&bench, 1, FIRST, SPLIT, &[(OPP_1, 1), (OPP_2, 2)]).await;
    mark(&bench, 1, SECOND, SPLIT, &[(OPP_1, 3)]).await;
    bench.engine.set_evidence(OPP_1, ids(&[1]), None).await.unwrap();
    assert_eq!(linked(&bench, OPP_1).await, []);
    assert_eq!(marks(&bench, 1).await, [format!("{FIRST}: {SPLIT} [OPP-2 2]")]);
    bench.engine.undo().await.unwrap();
    assert_eq!(linked(&bench, OPP_1).await, [(1, 3)]);
    assert_eq!(marks(&bench, 1).await.len(), 2);
}

#[tokio::test]
async fn every_step_is_taken_back_exactly_and_brought_back() {
    let bench = bench().await;
    let engine = &bench.engine;
    let mut states = vec![(engine.highlights(SignalId(1)).await.unwrap(), linked(&bench, OPP_1).await)];
    for step in 0..6 {
        bench.clock.forward_minutes(1);
        let known = uids(&bench, 1).await;
        match step {
            0 => mark(&bench, 1, FIRST, SPLIT, &[(OPP_1, 1), (OPP_2, 0)]).await,
            1 => mark(&bench, 1, SECOND, SPLIT, &[(OPP_1, 3)]).await,
            2 => engine.set_highlight(known[1].clone(), OPP_1, Some(2)).await.unwrap(),
            3 => engine.set_evidence(OPP_1, ids(&[1]), Some(0)).await.unwrap(),
            4 => engine.remove_highlight(known[0].clone()).await.unwrap(),
            _ => engine.set_evidence(OPP_1, ids(&[1]), None).await.unwrap(),
        };
        states.push((engine.highlights(SignalId(1)).await.unwrap(), linked(&bench, OPP_1).await));
    }
    assert_eq!(states.last().unwrap(), &states[0]);
    for before in states.iter().rev().skip(1) {
        engine.undo().await.unwrap();
        assert_eq!(&(engine.highlights(SignalId(1)).await.unwrap(), linked(&bench, OPP_1).await), before);
    }
    for after in states.iter().skip(1) {
        engine.redo().await.unwrap();
        assert_eq!(&(engine.highlights(SignalId(1)).await.unwrap(), linked(&bench, OPP_1).await), after);
    }
}

#[tokio::test]
async fn whoever_is_quoted_twice_counts_once() {
    let bench = bench().await;
    // Ana wrote 1 and then 2; Ben wrote 3.
    mark(&bench, 1, FIRST, SPLIT, &[(OPP_1, 3)]).await;
    mark(&bench, 1, SECOND, SPLIT, &[(OPP_1, 3)]).await;
    mark(&bench, 2, 0, "The card was charged two times.", &[(OPP_1, 1)]).await;
    mark(&bench, 3, 4, "card", &[(OPP_1, 0)]).await;
    let counts = bench.row(OPP_1).await.evidence;
    assert_eq!((counts.voices, counts.reporters, counts.customers), (3, 2, 2));
    let receipt = bench.engine.receipt(OPP_1, NumberOf::Evidence).await.unwrap();
    assert_eq!(receipt.result.source, "from 2 people; importance 1 when each counts once");
    let quotes: Vec<_> =
        receipt.lines.iter().flat_map(|line| &line.signals).map(|s| (s.id.0, s.quotes.len())).collect();
    assert_eq!(quotes, [(2, 1), (1, 2), (3, 1)]);
}

#[rstest]
#[case::words_that_arent_there(at(0, "never said"), ProblemKind::Refused)]
#[case::nothing(at(0, ""), ProblemKind::BadInput)]
#[case::white_space(at(u32::MAX, " \r\n\t "), ProblemKind::BadInput)]
#[case::too_long(Passage { start: 0, quote: "x".repeat(2_001) }, ProblemKind::BadInput)]
#[tokio::test]
async fn what_isnt_a_passage_of_the_text_is_refused(#[case] passage: Passage, #[case] kind: ProblemKind) {
    let bench = bench().await;
    let refused = bench.engine.highlight(SignalId(1), passage, vec![existing(OPP_1, 1)]).await.unwrap_err();
    assert_eq!((refused.kind, linked(&bench, OPP_1).await), (kind, vec![]));
}

#[rstest]
#[case::inside_the_emoji(1, "😀 Since", 0)]
#[case::inside_the_line_break(33, "We split", FIRST)]
#[case::beyond_the_end(u32::MAX, SPLIT, SECOND)]
#[tokio::test]
async fn a_hostile_offset_only_says_which_of_several(#[case] start: u32, #[case] quote: &str, #[case] found: u32) {
    let bench = bench().await;
    mark(&bench, 1, start, quote, &[(OPP_1, 1)]).await;
    assert_eq!(marks(&bench, 1).await, [format!("{found}: {quote} [OPP-1 1]")]);
}

#[tokio::test]
async fn what_cant_take_a_mark_says_why() {
    let bench = bench().await;
    let engine = &bench.engine;
    let tried = async |signal: u32, targets: Vec<HighlightTarget>| -> ProblemKind {
        let done: Result<StepDone> = engine.highlight(SignalId(signal), at(0, "The card"), targets).await;
        done.unwrap_err().kind
    };
    assert_eq!(tried(2, vec![]).await, ProblemKind::BadInput);
    assert_eq!(tried(2, vec![existing(OPP_1, 4)]).await, ProblemKind::BadInput);
    assert_eq!(tried(2, vec![existing(OpportunityId(9), 1)]).await, ProblemKind::NotFound);
    assert_eq!(tried(99, vec![existing(OPP_1, 1)]).await, ProblemKind::NotFound);
    engine.merge(ids(&[2]), SignalId(1)).await.unwrap();
    assert_eq!(tried(2, vec![existing(OPP_1, 1)]).await, ProblemKind::Refused);
    mark(&bench, 3, 0, "The card", &[(OPP_1, 1)]).await;
    let uid = uids(&bench, 3).await.remove(0);
    assert_eq!(engine.set_highlight(uid.clone(), OPP_1, Some(9)).await.unwrap_err().kind, ProblemKind::BadInput);
    engine.delete_opportunity(OPP_1, true).await.unwrap();
    assert_eq!(engine.set_highlight(uid, OPP_1, Some(2)).await.unwrap_err().kind, ProblemKind::Refused);
    assert_eq!(marks(&bench, 3).await, Vec::<String>::new(), "a deleted opportunity's marks aren't shown");
    engine.delete_opportunity(OPP_1, false).await.unwrap();
    assert_eq!(marks(&bench, 3).await.len(), 1);
}

#[tokio::test]
async fn lists_that_leave_quote_the_passages_without_personal_data() {
    let bench = bench().await;
    mark(&bench, 1, FIRST, SPLIT, &[(OPP_1, 2)]).await;
    mark(&bench, 1, 0, "write to ana@acme.example", &[(OPP_1, 1)]).await;
    mark(&bench, 3, 0, "The card", &[(OPP_1, 0)]).await;
    let file = bench.engine.save_opportunities(ExportFormat::Markdown, OpportunityQuery::default()).await.unwrap();
    let text = std::fs::read_to_string(file.path).unwrap();
    let quotes: Vec<&str> = text.lines().filter(|line| line.starts_with('>')).collect();
    assert_eq!(quotes, ["> We split it by hand \\[…\\] write to \\[e-mail removed\\]", ">", "> Acme, 18 Nov"]);
    let file = bench.engine.save_opportunities(ExportFormat::Json, OpportunityQuery::default()).await.unwrap();
    let text = std::fs::read_to_string(file.path).unwrap();
    assert!(text.contains("write to [e-mail removed]") && !text.contains("ana@acme.example"), "{text}");
}

#[tokio::test]
async fn an_item_quotes_the_passages_and_else_the_first_lines() {
    let bench = bench().await;
    mark(&bench, 1, SECOND, "We split it by hand, write to ana@acme.example", &[(OPP_1, 3)]).await;
    bench.engine.set_evidence(OPP_1, ids(&[3]), Some(1)).await.unwrap();
    let account = Account {
        vendor: "redmine".into(),
        base_url: "https://redmine.example.com".into(),
        project: "shop".into(),
        ..Account::default()
    };
    let form = ConnectionForm { name: "Redmine".into(), account };
    let connection = bench.engine.add_connection(form, Some("key".into())).await.unwrap().id;
    let preview = bench.engine.preview_export(OPP_1, connection).await.unwrap();
    assert_eq!(preview.redactions, 1);
    let text = preview.draft.description;
    let (_, quotes) = text.split_once("In their words").unwrap();
    assert!(quotes.contains("We split it by hand") && quotes.contains("mail removed"), "{text}");
    assert!(quotes.contains("The card was charged two times"), "{text}");
    assert!(!text.contains("Monday") && !text.contains("acme.example"), "{text}");
}

#[tokio::test]
async fn histories_tell_of_the_marks() {
    let bench = bench().await;
    mark(&bench, 1, FIRST, SPLIT, &[(OPP_1, 1), (OPP_2, 2)]).await;
    let uid = uids(&bench, 1).await.remove(0);
    bench.engine.set_highlight(uid.clone(), OPP_1, Some(3)).await.unwrap();
    bench.engine.remove_highlight(uid).await.unwrap();
    let lines = |entries: Vec<HistoryEntry>| {
        let line =
            |e: HistoryEntry| format!("{} [{} → {}]", e.what, e.was.unwrap_or_default(), e.now.unwrap_or_default());
        entries.into_iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(lines(bench.engine.opportunity_history(OPP_1).await.unwrap()), @"
    Took a mark in “Charged again” away [importance 3 → ]
    Set the importance of a passage of “Charged again” for OPP-1 to 3 [importance 1 → importance 3]
    Marked a passage of “Charged again” for OPP-1 and OPP-2 [ → importance 1]
    Made OPP-1: One charge per order [ → ]
    ");
    let signal = bench.engine.signal_history(SignalId(1)).await.unwrap();
    assert_eq!(signal.len(), 3);
}
