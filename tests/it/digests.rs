//! Weekly digests and andon alerts to chats: what they say, that nothing in them acts, and that each goes out once.

use std::time::Duration;

use chrono::{Local, TimeZone};
use engine::api::types::{
    AndonPlace, DigestForm, DigestKind, DigestSent, DigestState, DigestWhat, Settings, Weekly, WorkspaceName,
};
use engine::api::{Context, Engine, workspace_file};
use engine::error::ProblemKind;
use engine::model::{Stage, Time};
use rstest::rstest;
use serde_json::{Value, json};
use support::{Clock, context, time};
use tempfile::TempDir;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "/services/T0/B0/hush-hush-4711";
const HOSTILE: &str = "<!channel> @here [x](javascript:alert) *b* `c` maya@example.com https://evil.example #now";

pub struct Desk {
    pub folder: TempDir,
    clock: Clock,
    context: Context,
    pub engine: Engine,
    server: MockServer,
}

pub async fn desk() -> Desk {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-25T10:00:00Z"));
    let context = context(&clock);
    let engine = Engine::open(folder.path(), WorkspaceName::Own, context.clone()).await.unwrap();
    Desk { folder, clock, context, engine, server: MockServer::start().await }
}

impl Desk {
    /// The chat answers so from now on.
    pub async fn answers(&self, answer: ResponseTemplate) {
        self.server.reset().await;
        Mock::given(path(SECRET)).respond_with(answer).mount(&self.server).await;
    }

    pub fn address(&self) -> String {
        format!("{}{SECRET}", self.server.uri())
    }

    pub async fn add(&self, form: DigestForm) -> String {
        self.engine.add_digest(form, Some(self.address())).await.unwrap();
        self.engine.digests().await.unwrap().destinations.remove(0).uid
    }

    /// As after a crash or a new start; the keychain stays.
    async fn restarted(self) -> Desk {
        let engine = Engine::open(self.folder.path(), WorkspaceName::Own, self.context.clone()).await.unwrap();
        Desk { engine, ..self }
    }

    async fn due(&self) -> Vec<DigestSent> {
        self.engine.send_due_digests().await.unwrap()
    }

    async fn posted(&self) -> Vec<Value> {
        let asked = self.server.received_requests().await.unwrap();
        asked.iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
    }

    async fn opportunity(&self, title: &str, stage: Stage) {
        let made = self.engine.create_opportunity(title.to_owned()).await.unwrap().opportunity.unwrap().id;
        self.engine.set_stage(made, stage, String::new()).await.unwrap();
    }
}

pub fn ok() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string("ok")
}

/// The minute of the week, by this machine's clock, of an instant.
fn when(instant: &str) -> Weekly {
    let local = Local.from_utc_datetime(&time(instant).utc().unwrap().naive_utc());
    local.format("%a %H:%M").to_string().parse().unwrap()
}

pub fn form(kind: DigestKind) -> DigestForm {
    DigestForm {
        name: "Product room".to_owned(),
        kind,
        weekly: true,
        when: when("2026-11-30T09:00:00Z"),
        andon: false,
        mail: None,
    }
}

/// All texts in a message, wherever they stand.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn nothing_is_sent_until_somebody_sets_it_up() {
    let desk = desk().await;
    desk.answers(ok()).await;
    assert_eq!(desk.due().await, []);
    let page = desk.engine.digests().await.unwrap();
    assert_eq!((page.destinations.len(), page.sent.len()), (0, 0));
}

#[tokio::test]
async fn slack_gets_blocks_in_which_nothing_mentions_or_links() {
    let desk = desk().await;
    desk.answers(ok()).await;
    desk.opportunity(HOSTILE, Stage::Delivered).await;
    let uid = desk.add(form(DigestKind::Slack)).await;
    let sent = desk.engine.send_digest(uid).await.unwrap();
    assert_eq!((sent.state, sent.answer.as_str()), (DigestState::Sent, "ok"));
    let body = desk.posted().await.remove(0);
    assert_eq!((&body["unfurl_links"], &body["unfurl_media"]), (&json!(false), &json!(false)));
    let blocks = body["blocks"].as_array().unwrap();
    assert!((2..=50).contains(&blocks.len()));
    for block in blocks {
        let (kind, text) = (block["type"].as_str().unwrap(), &block["text"]);
        let longest = if kind == "header" { 150 } else { 3_000 };
        assert!(text["text"].as_str().unwrap().chars().count() <= longest);
        match kind {
            "header" => assert_eq!(text["type"], "plain_text"),
            "section" => assert_eq!((&text["type"], &text["verbatim"]), (&json!("mrkdwn"), &json!(true))),
            other => panic!("{other}"),
        }
    }
    let delivered = blocks[1]["text"]["text"].as_str().unwrap();
    insta::assert_snapshot!(delivered.replace('\u{200b}', "¦"), @r"
    *Delivered: 1*
    • OPP-1 &lt;!channel&gt; @¦here [x](javascript:alert) *¦b*¦ `¦c`¦ [e-mail removed] https:¦//e…
    ");
    for text in texts(&body) {
        assert!(!text.contains("<!") && !text.contains("maya@") && !text.contains("://"), "{text}");
    }
}

#[tokio::test]
async fn mattermost_gets_markdown_in_which_nothing_formats() {
    let desk = desk().await;
    desk.answers(ok()).await;
    desk.opportunity("@all see https://evil.example", Stage::Delivered).await;
    desk.opportunity("![x](y) ~town #now <b>", Stage::Delivered).await;
    let uid = desk.add(form(DigestKind::Mattermost)).await;
    desk.engine.send_digest(uid).await.unwrap();
    let body = desk.posted().await.remove(0);
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["text"]);
    let text = body["text"].as_str().unwrap();
    assert!(text.chars().count() <= 16_383);
    insta::assert_snapshot!(text.replace('\u{200b}', "¦"), @r"
    #### The week in My workspace: 18 Nov to 25 Nov 2026

    **Delivered: 2**

    - OPP-1 @¦all see https:¦//evil.example
    - OPP-2 \!\[x\]\(y\) \~¦town \#¦now <b\>
    ");
}

#[tokio::test]
async fn teams_gets_an_adaptive_card_of_runs_that_are_no_markdown() {
    let desk = desk().await;
    desk.answers(ResponseTemplate::new(202)).await;
    desk.opportunity(HOSTILE, Stage::Delivered).await;
    let uid = desk.add(form(DigestKind::Teams)).await;
    let sent = desk.engine.send_digest(uid).await.unwrap();
    assert_eq!((sent.state, sent.answer.as_str()), (DigestState::Sent, "status 202"));
    let body = desk.posted().await.remove(0);
    assert!(body.to_string().len() < 28 * 1024);
    assert_eq!(body["type"], "message");
    let attachment = &body["attachments"][0];
    assert_eq!(attachment["contentType"], "application/vnd.microsoft.card.adaptive");
    let card = &attachment["content"];
    assert_eq!((&card["type"], &card["version"]), (&json!("AdaptiveCard"), &json!("1.4")));
    for block in card["body"].as_array().unwrap() {
        assert_eq!(block["type"], "RichTextBlock");
        for run in block["inlines"].as_array().unwrap() {
            assert_eq!(run["type"], "TextRun");
            assert!(run["text"].as_str().is_some_and(|text| !text.contains("://") && !text.contains("maya@")));
        }
    }
}

#[tokio::test]
async fn a_digest_says_what_moved_in_counts_and_titles_only() {
    let desk = desk().await;
    desk.opportunity("Long before", Stage::Assessing).await;
    desk.clock.set("2026-12-10T10:00:00Z");
    let quiet = desk.add(form(DigestKind::Mattermost)).await;
    let preview = desk.engine.preview_digest(quiet.clone()).await.unwrap();
    assert_eq!(preview.message.lead, "A quiet week: none of what is watched changed.");
    for number in 1..=7 {
        desk.opportunity(&format!("Wish {number}"), Stage::Assessing).await;
    }
    desk.opportunity("One charge per order", Stage::Delivered).await;
    let preview = desk.engine.preview_digest(quiet).await.unwrap();
    assert!(preview.body.starts_with('{'));
    insta::assert_snapshot!(engine::digest::text(&preview.message), @r"
    Opportunities that moved: 7
    - OPP-2 Wish 1: assessing, was captured
    - OPP-3 Wish 2: assessing, was captured
    - OPP-4 Wish 3: assessing, was captured
    - OPP-5 Wish 4: assessing, was captured
    - OPP-6 Wish 5: assessing, was captured
    - and 2 more

    Delivered: 1
    - OPP-9 One charge per order
    ");
    assert_eq!(desk.posted().await.len(), 0, "a preview sends nothing");
}

#[tokio::test]
async fn it_goes_out_once_a_week_at_its_time() {
    let desk = desk().await;
    desk.answers(ok()).await;
    let uid = desk.add(form(DigestKind::Slack)).await;
    assert_eq!(desk.due().await.len(), 0, "nothing of before it was set up");
    let next = desk.engine.digests().await.unwrap().destinations[0].next;
    assert_eq!(next.map(Time::rfc3339).as_deref(), Some("2026-11-30T09:00:00Z"));
    desk.clock.set("2026-11-30T08:59:59Z");
    assert_eq!(desk.due().await.len(), 0);
    desk.clock.set("2026-11-30T09:00:00Z");
    assert_eq!(desk.due().await.len(), 1);
    assert_eq!(desk.due().await.len(), 0);
    let refused = desk.engine.send_digest(uid).await.err().unwrap();
    assert_eq!(refused.kind, ProblemKind::Refused);
    let desk = desk.restarted().await;
    assert_eq!(desk.due().await.len(), 0, "also after a new start");
    // Closed over three Mondays: one digest, of the newest week.
    desk.clock.set("2026-12-22T07:00:00Z");
    assert_eq!((desk.due().await.len(), desk.due().await.len()), (1, 0));
    assert_eq!(desk.posted().await.len(), 2);
    // Another time of the week is no reason for a second one.
    let page = desk.engine.digests().await.unwrap();
    let mut form = page.destinations[0].form.clone();
    form.when = when("2026-12-22T06:00:00Z");
    desk.engine.edit_digest(page.destinations[0].uid.clone(), form, None).await.unwrap();
    assert_eq!(desk.due().await.len(), 0);
}

#[rstest]
#[case::too_many(429, "rate_limited", DigestState::Failed, true)]
#[case::closed_for_now(503, "", DigestState::Failed, true)]
#[case::gone(404, "no_service", DigestState::Failed, false)]
#[case::archived(410, "channel_is_archived", DigestState::Failed, false)]
#[case::broken(500, "rollup_error", DigestState::Unknown, false)]
#[case::behind_a_gateway(504, "<html>", DigestState::Unknown, false)]
#[tokio::test]
async fn what_the_chat_answers_decides_whether_it_is_tried_again(
    #[case] status: u16,
    #[case] body: &str,
    #[case] state: DigestState,
    #[case] again: bool,
) {
    let desk = desk().await;
    desk.answers(ResponseTemplate::new(status).set_body_string(body)).await;
    desk.add(form(DigestKind::Slack)).await;
    desk.clock.set("2026-11-30T09:00:00Z");
    let sent = desk.due().await.remove(0);
    assert_eq!((sent.state, sent.retry_at.is_some()), (state, again), "{:?}", sent.problem);
    let problem = sent.problem.unwrap();
    assert!(!problem.kept.is_empty() && !problem.sentence().contains("hush"), "{problem}");
    assert_eq!(desk.due().await.len(), 0, "not at once");
    desk.answers(ok()).await;
    desk.clock.forward_minutes(20);
    let later = desk.due().await;
    assert_eq!(
        later.iter().map(|sent| (sent.state, sent.attempts)).collect::<Vec<_>>(),
        match again {
            true => vec![(DigestState::Sent, 2)],
            false => vec![],
        }
    );
    if !again {
        let sent = desk.engine.send_digest_again(sent.id).await.unwrap();
        assert_eq!((sent.state, sent.attempts), (DigestState::Sent, 2), "a person may");
    }
    assert_eq!(desk.posted().await.len(), 1);
    assert_eq!(desk.engine.send_digest_again(sent.id).await.err().unwrap().kind, ProblemKind::Refused);
}

#[tokio::test]
async fn a_laptop_without_a_network_sends_later() {
    let desk = desk().await;
    let nobody = format!("http://127.0.0.1:{}{SECRET}", support::servers::free_port());
    desk.engine.add_digest(form(DigestKind::Slack), Some(nobody)).await.unwrap();
    desk.clock.set("2026-11-30T09:00:00Z");
    let sent = desk.due().await.remove(0);
    assert_eq!((sent.state, sent.retry_at.is_some()), (DigestState::Failed, true));
}

#[tokio::test]
async fn what_was_stopped_on_its_way_is_unknown_and_never_sent_twice() {
    let desk = desk().await;
    desk.answers(ok().set_delay(Duration::from_secs(60))).await;
    desk.add(form(DigestKind::Slack)).await;
    desk.clock.set("2026-11-30T09:00:00Z");
    {
        let sending = desk.engine.send_due_digests();
        tokio::pin!(sending);
        let arrived = async {
            while desk.server.received_requests().await.unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            _ = &mut sending => panic!("it waits for an answer"),
            () = arrived => {}
        }
        // Dropped here, as when the program is killed between writing down and the answer.
    }
    let desk = desk.restarted().await;
    let sent = desk.engine.digests().await.unwrap().sent.remove(0);
    assert_eq!((sent.state, sent.what, sent.problem), (DigestState::Unknown, DigestWhat::Week, None));
    for _ in 0..3 {
        desk.clock.forward_minutes(120);
        assert_eq!(desk.due().await.len(), 0);
    }
    assert_eq!(desk.posted().await.len(), 1);
}

#[tokio::test]
async fn a_silent_chat_leaves_it_unknown() {
    let desk = desk().await;
    desk.answers(ok().set_delay(Duration::from_secs(60))).await;
    let uid = desk.add(form(DigestKind::Slack)).await;
    let sent = desk.engine.test_digest(uid).await.unwrap();
    assert_eq!((sent.state, sent.retry_at), (DigestState::Unknown, None));
    assert!(sent.problem.unwrap().kept.contains("may have arrived"));
}

#[tokio::test]
async fn a_flag_is_told_once_when_it_stops_exports_and_once_when_they_go_again() {
    let desk = desk().await;
    desk.answers(ok()).await;
    let file = workspace_file(desk.folder.path(), WorkspaceName::Own);
    let sql = "INSERT INTO service (id, name) VALUES (1, 'checkout'), (2, 'search');";
    rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
    let place = |name: &str| AndonPlace::Service { name: name.to_owned() };
    let engine = &desk.engine;
    engine.raise_andon(place("search"), "Before it was set up".into()).await.unwrap();
    desk.clock.forward_minutes(5);
    desk.add(DigestForm { weekly: false, andon: true, ..form(DigestKind::Mattermost) }).await;
    assert_eq!(desk.due().await.len(), 0);
    engine.raise_andon(place("checkout"), "Orders of a@b.example fail".into()).await.unwrap();
    assert_eq!((desk.due().await.len(), desk.due().await.len()), (1, 0));
    engine.lift_andon(place("checkout"), "A false alarm".into()).await.unwrap();
    engine.lift_andon(place("search"), "Nobody was told".into()).await.unwrap();
    assert_eq!((desk.due().await.len(), desk.due().await.len()), (1, 0));
    let said: Vec<String> = desk.posted().await.iter().map(|body| body["text"].as_str().unwrap().to_owned()).collect();
    insta::assert_snapshot!(said.join("---\n"), @r"
    #### My workspace: exports of service checkout are stopped

    Orders of \[e-mail removed\] fail
    ---
    #### My workspace: exports of service checkout go again

    A false alarm
    ");
}

#[tokio::test]
async fn two_programs_send_it_once() {
    let desk = desk().await;
    desk.answers(ok()).await;
    desk.add(form(DigestKind::Slack)).await;
    desk.clock.set("2026-11-30T09:00:00Z");
    let other = Engine::open(desk.folder.path(), WorkspaceName::Own, desk.context.clone()).await.unwrap();
    let (here, there) = tokio::join!(desk.engine.send_due_digests(), other.send_due_digests());
    assert_eq!(here.unwrap().len() + there.unwrap().len(), 1);
    assert_eq!(desk.posted().await.len(), 1);
}

#[tokio::test]
async fn names_of_workspaces_act_as_little_as_titles() {
    let desk = desk().await;
    Mock::given(any()).respond_with(ok()).mount(&desk.server).await;
    let settings = Settings {
        workspace_name: "<!everyone> \u{202e}@all".into(),
        ..desk.engine.workspace().await.unwrap().settings
    };
    desk.engine.set_settings(settings).await.unwrap();
    let uid = desk.add(form(DigestKind::Slack)).await;
    desk.engine.test_digest(uid).await.unwrap();
    let body = desk.posted().await.remove(0);
    assert_eq!(body["text"].as_str().unwrap().replace('\u{200b}', "¦"), "A test from &lt;!everyone&gt; @¦all");
}
