//! Drafts from templates, and what people make of them before they are sent.

use std::time::Duration;

use engine::api::types::{
    CauseDimension, CauseForm, CauseState, CausesOf, ConnectionForm, DraftText, ExportPreview, NoteForm,
    OpportunityField, RiskAssessment,
};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::model::{ConnectionId, RiskKind};
use support::fake_redmine::{Issues, serve};
use support::open;

use crate::workbench::{Bench, OPP_1, exact, ids};

async fn tracker(bench: &Bench, vendor: &str, base_url: &str) -> ConnectionId {
    let account =
        Account { vendor: vendor.into(), base_url: base_url.into(), project: "shop/web".into(), ..Account::default() };
    let form = ConnectionForm { name: "Tracker".into(), account };
    bench.engine.add_connection(form, Some("key".into())).await.unwrap().id
}

/// An opportunity with everything that a draft tells, and a GitLab.
async fn whole() -> (Bench, ConnectionId) {
    let bench = Bench::with_signals().await;
    let path = engine::api::workspace_file(bench.folder.path(), engine::api::types::WorkspaceName::Own);
    let database = rusqlite::Connection::open(path).unwrap();
    database.execute("UPDATE signal_text SET url = 'https://desk.example.com/t/' || signal_id", []).unwrap();
    drop(database);
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".into()).await.unwrap();
    let edit = |field, text: &str| engine.edit_opportunity(OPP_1, field, text.to_owned());
    edit(OpportunityField::Statement, "Shoppers are charged twice.").await.unwrap();
    edit(OpportunityField::Hypothesis, "If a retry reuses the charge, double charges fall.").await.unwrap();
    edit(OpportunityField::Expected, "From 6 a week to 0").await.unwrap();
    engine.set_evidence(OPP_1, ids(&[1, 3]), Some(2)).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    let risk = RiskAssessment { likelihood: 2, impact: 3, note: "Nobody sees it".into() };
    engine.set_risk(OPP_1, RiskKind::Usability, Some(risk)).await.unwrap();
    let cause = CauseForm {
        dimension: CauseDimension::Technology,
        text: "No idempotency key".into(),
        state: CauseState::Suggested,
        whys: Vec::new(),
        process_change: String::new(),
    };
    let of = CausesOf::Opportunity { id: OPP_1 };
    engine.add_cause(of.clone(), cause).await.unwrap();
    engine.mark_nothing_found(of, CauseDimension::Partners, true).await.unwrap();
    engine.annotate(OPP_1, NoteForm { image: None, shape: None, text: "Say it sooner".into() }).await.unwrap();
    let connection = tracker(&bench, "gitlab", "https://gitlab.example.com").await;
    (bench, connection)
}

async fn preview(bench: &Bench, connection: ConnectionId) -> ExportPreview {
    bench.engine.preview_export(OPP_1, connection).await.unwrap()
}

#[tokio::test]
async fn the_usual_template_tells_everything_that_is_known() {
    let (bench, connection) = whole().await;
    let preview = preview(&bench, connection).await;
    let text = preview.draft.description;
    let places: Vec<usize> = [
        "### Problem\n\nShoppers are charged twice.",
        "### What we expect\n\nIf a retry reuses the charge, double charges fall.\n\nFrom 6 a week to 0",
        "### In their words\n\n> The card was charged two times.\n20 Nov\n\n",
        "### Evidence\n\n2 voices; 2 people, 2 customers, €184,000 a year\n\n",
        "- [Two invoices, one order](<https://desk.example.com/t/3>), 20 Nov\n",
        "- [Charged again](<https://desk.example.com/t/1>), Acme, 18 Nov\n",
        "### Value\n\nValue of OPP-1 One charge per order\n",
        "### Risk\n\n- usability: medium, 6 of 25, likelihood 2, impact 3: Nobody sees it (You, 21 Nov)",
        "### Root cause\n\n- Information and technology: No idempotency key (not confirmed)\n- Partners and suppliers: nothing found",
        "### Design notes\n\nSay it sooner\n\nFrom Throughline, OPP-1",
    ]
    .into_iter()
    .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}\nis not in\n{text}")))
    .collect();
    assert!(places.is_sorted(), "{text}");
    assert!(!text.contains("\n\n\n"), "{text}");
    assert_eq!((preview.kept, preview.template_problem, preview.written.description), (None, None, text));
}

#[tokio::test]
async fn a_template_of_ones_own_is_a_decision_that_can_be_taken_back() {
    let (bench, connection) = whole().await;
    let engine = &bench.engine;
    let usual = engine.draft_template(connection).await.unwrap();
    assert!(!usual.own && usual.text == usual.usual);
    let mine = "**{{ label }}** {{ value.number if value else 'no value' }} ({{ value.method if value else '' }})\n\
                {% for one in risks %}{{ bullet(one.kind) }}{% endfor %}";
    let tried = engine.try_template(OPP_1, connection, mine.into()).await.unwrap();
    let wanted = "**OPP-1** 675 RICE points (reach × impact ÷ effort; there is no confidence factor, because the width of \
                  the ranges says how sure it is (rice/1))\n- usability";
    assert_eq!(tried.draft.unwrap().description, wanted);
    assert!(!engine.draft_template(connection).await.unwrap().own, "trying stores nothing");

    let done = engine.set_draft_template(connection, mine.into()).await.unwrap();
    assert_eq!(done.message, "Changed the template of “Tracker”");
    assert_eq!(preview(&bench, connection).await.draft.description, wanted);
    engine.undo().await.unwrap();
    assert_eq!(engine.draft_template(connection).await.unwrap(), usual);
    engine.redo().await.unwrap();
    let done = engine.set_draft_template(connection, " ".into()).await.unwrap();
    assert_eq!(done.message, "Brought the usual template back for “Tracker”");
    assert_eq!(engine.draft_template(connection).await.unwrap(), usual);
}

#[tokio::test]
async fn a_template_with_a_slip_is_refused_with_its_place() {
    let (bench, connection) = whole().await;
    let slips = [
        ("ok\n{{ titel }}", "Line 2, column 4"),
        ("{% if %}", "Line 1, column"),
        ("{{ statement|safe }}", "Line 1, column"),
        ("{% for a in notes %}{{ a * 10000000 }}{% endfor %}", "repeats too much"),
        // Without a score there is none.
        ("{{ value.number }}", "Line 1, column"),
    ];
    for (text, wanted) in slips {
        let refused = bench.engine.set_draft_template(connection, text.into()).await.err().unwrap();
        assert_eq!(refused.kind, ProblemKind::BadInput);
        assert!(refused.what.contains(wanted), "{text}: {}", refused.what);
    }
    let long = bench.engine.set_draft_template(connection, "x".repeat(20_001)).await.err().unwrap();
    assert!(long.what.contains("at most 20000 fit"), "{}", long.what);
    let tried = bench.engine.try_template(OPP_1, connection, "a\n {{ titel }}".into()).await.unwrap();
    assert_eq!(tried.problem.map(|slip| (slip.line, slip.column)), Some((2, 5)));
}

#[tokio::test]
async fn a_typed_text_is_kept_and_says_when_the_opportunity_has_changed() {
    let (bench, connection) = whole().await;
    let by_template = preview(&bench, connection).await.written;
    let mine = DraftText { title: "Charge once".into(), description: "As *I* say".into(), labels: vec!["pay".into()] };
    let done = bench.engine.keep_draft(OPP_1, connection, Some(mine.clone())).await.unwrap();
    assert_eq!(done.message, "Kept your text of OPP-1 for Tracker");

    bench.engine.close().await.unwrap();
    let engine = open(bench.folder.path(), &bench.clock).await;
    let known = engine.connections().await.unwrap().into_iter().find(|one| one.id == connection).unwrap();
    let form = ConnectionForm { name: known.name, account: known.account };
    engine.edit_connection(connection, form, Some("key".into())).await.unwrap();
    let shown = engine.preview_export(OPP_1, connection).await.unwrap();
    assert_eq!((shown.draft.title.as_str(), shown.draft.description.as_str()), ("Charge once", "As *I* say"));
    assert_eq!((shown.draft.labels, shown.written.title), (mine.labels.clone(), by_template.title.clone()));
    let kept = shown.kept.unwrap();
    assert!(!kept.changed_since && kept.by == "You");

    let stale = async || engine.preview_export(OPP_1, connection).await.unwrap().kept.unwrap().changed_since;
    engine.set_evidence(OPP_1, ids(&[2]), Some(1)).await.unwrap();
    assert!(stale().await);
    bench.clock.forward_minutes(1);
    engine.keep_draft(OPP_1, connection, Some(mine.clone())).await.unwrap();
    assert!(!stale().await, "a person looked and it stands");
    engine.set_draft_template(connection, "{{ label }}".into()).await.unwrap();
    assert!(stale().await);

    let done = engine.keep_draft(OPP_1, connection, None).await.unwrap();
    assert_eq!(done.message, "Threw your text of OPP-1 for Tracker away");
    let shown = engine.preview_export(OPP_1, connection).await.unwrap();
    assert_eq!((shown.kept, shown.draft.description.as_str()), (None, "OPP-1"));
    assert_eq!(engine.keep_draft(OPP_1, connection, Some(shown.written)).await.unwrap().step, None);
    engine.undo().await.unwrap();
    assert_eq!(engine.preview_export(OPP_1, connection).await.unwrap().draft.description, "As *I* say");
    let history = engine.opportunity_history(OPP_1).await.unwrap();
    assert!(history.iter().any(|entry| entry.what == "Kept your text of OPP-1 for Tracker"));
}

#[tokio::test]
async fn what_was_sent_is_no_longer_kept_until_the_sending_is_taken_back() {
    let (bench, _) = whole().await;
    let issues = Issues::default();
    let server = serve(&issues, Duration::ZERO).await;
    let connection = tracker(&bench, "redmine", &server.uri()).await;
    let mine = DraftText { title: "Charge once".into(), description: "As I say".into(), labels: Vec::new() };
    bench.engine.keep_draft(OPP_1, connection, Some(mine)).await.unwrap();
    let draft = preview(&bench, connection).await.draft;
    let anyway = Some("A test".to_owned());
    bench.engine.send_export(OPP_1, connection, draft, anyway).await.unwrap();
    assert_eq!(issues.holding("As I say"), 1);
    assert_eq!(preview(&bench, connection).await.kept, None);
    bench.engine.undo().await.unwrap();
    assert_eq!(preview(&bench, connection).await.draft.title, "Charge once");
}

#[tokio::test]
async fn personal_data_stays_here_wherever_it_stands() {
    let (bench, connection) = whole().await;
    let said = "Ask rosa@hartwell.example or +49 30 1234567";
    bench.engine.edit_opportunity(OPP_1, OpportunityField::Statement, said.into()).await.unwrap();
    bench.engine.edit_opportunity(OPP_1, OpportunityField::Title, "For rosa@hartwell.example".into()).await.unwrap();
    let tried =
        bench.engine.try_template(OPP_1, connection, "{{ statement }}\n{{ quote(title) }}".into()).await.unwrap();
    let draft = tried.draft.unwrap();
    assert_eq!(tried.redactions, 3);
    assert_eq!(draft.title, "For [e-mail removed]");
    let wanted = "Ask \\[e-mail removed\\] or \\[phone number removed\\]\n> For \\[e-mail removed\\]";
    assert_eq!(draft.description, wanted);
}
