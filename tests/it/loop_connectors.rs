//! How each tool is answered: the requests, hostile words in them, and a reply found again among many.

use engine::connectors::{self, Account, ExportKey, Replies, written_reply};
use engine::http::HttpReply;
use rstest::rstest;
use serde_json::{Value, json};

fn replies(vendor: &str, project: &str) -> Box<dyn Replies> {
    let account = Account {
        vendor: vendor.into(),
        base_url: "https://desk.example".into(),
        user: "maya@calder.example".into(),
        project: project.into(),
        ..Account::default()
    };
    connectors::replies(&account).unwrap()
}

fn answer(status: u16, body: &Value) -> HttpReply {
    HttpReply { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

fn key() -> ExportKey {
    ExportKey("tl-77aa".into())
}

#[rstest]
#[case("request_tracker", "", "7", "POST https://desk.example/REST/2.0/ticket/7/correspond")]
#[case("zendesk", "", "7", "PUT https://desk.example/api/v2/tickets/7.json")]
#[case("freshdesk", "", "7", "POST https://desk.example/api/v2/tickets/7/reply")]
#[case("redmine", "shop", "7", "PUT https://desk.example/issues/7.json")]
#[case("github", "kestrel/gate", "#7", "POST https://desk.example/repos/kestrel/gate/issues/7/comments")]
#[case("gitlab", "kestrel/gate", "#7", "POST https://desk.example/api/v4/projects/kestrel%2Fgate/issues/7/notes")]
#[case("jira", "PAY", "PAY-7", "POST https://desk.example/rest/api/3/issue/PAY-7/comment")]
fn a_reply_goes_to_its_ticket_with_nothing_left_to_harm(
    #[case] vendor: &str,
    #[case] project: &str,
    #[case] ticket: &str,
    #[case] wanted: &str,
) {
    assert!(connectors::answers(vendor, ticket));
    let replies = replies(vendor, project);
    let body = written_reply(&*replies, "/close @root\n<img src=x> {{ticket.id}} #12", &key());
    let request = replies.reply(ticket, &body, &key());
    assert_eq!(format!("{} {}", format!("{:?}", request.method).to_uppercase(), request.url), wanted);
    assert!(!request.harmless, "it is never sent twice by itself");
    let sent = request.body.unwrap();
    assert!(sent.contains("Throughline reference: tl-77aa"), "{sent}");
    // Plain text has no markup, and Jira's documents hold text as text.
    if !matches!(vendor, "request_tracker" | "jira") {
        assert!(!sent.contains("@root"), "{sent}");
    }
    if matches!(vendor, "github" | "gitlab") {
        assert!(!sent.contains("\"/close"), "a command: {sent}");
    }
    if matches!(vendor, "zendesk" | "freshdesk") {
        assert!(!sent.contains("{{") && !sent.contains("<img"), "{sent}");
    }
}

#[rstest]
#[case("alertmanager", "7")]
#[case("demo", "7")]
#[case("github", "deployment 7")]
#[case("gitlab", "!7")]
#[case("request_tracker", "7/../8")]
#[case("zendesk", "0")]
fn what_is_no_ticket_isnt_answered(#[case] vendor: &str, #[case] ticket: &str) {
    assert!(!connectors::answers(vendor, ticket));
}

#[test]
fn a_tool_that_cant_be_answered_says_so() {
    let account = Account { vendor: "pagerduty".into(), base_url: "https://x.example".into(), ..Account::default() };
    let problem = connectors::replies(&account).err().unwrap();
    assert_eq!(problem.what, "Throughline can't answer in PagerDuty.");
    assert!(problem.todo.starts_with("Copy the text"));
}

#[rstest]
#[case("zendesk", json!({ "ticket": { "id": 7 } }), json!({ "error": "closed" }))]
#[case("freshdesk", json!({ "id": 5, "body": "x" }), json!({ "description": "Validation failed" }))]
#[case("request_tracker", json!(["Correspondence added"]), json!({ "message": "no" }))]
fn only_what_says_so_was_taken(#[case] vendor: &str, #[case] good: Value, #[case] bad: Value) {
    let replies = replies(vendor, "");
    assert_eq!(replies.replied(&answer(200, &good)), Ok(()));
    assert!(replies.replied(&answer(200, &bad)).is_err());
}

#[test]
fn zendesks_comments_are_read_to_their_end() {
    let replies = replies("zendesk", "");
    let first = replies.replies("7", None);
    assert_eq!(first.url, "https://desk.example/api/v2/tickets/7/comments.json?sort_order=desc&per_page=100&page=1");
    let page = json!({ "comments": [{ "body": "Hello" }], "next_page": "https://desk.example/x?page=2" });
    let read = replies.parse_replies(None, &answer(200, &page)).unwrap();
    assert_eq!((read.carry(&key()), read.next.as_deref()), (false, Some("2")));
    let page = json!({ "comments": [{ "body": "Hi\n\nThroughline reference: tl-77aa" }], "next_page": null });
    let read = replies.parse_replies(Some("2"), &answer(200, &page)).unwrap();
    assert_eq!((read.carry(&key()), read.next, read.cut), (true, None, false));
}

#[test]
fn freshdesks_conversations_are_read_to_their_end() {
    let replies = replies("freshdesk", "");
    let full: Vec<Value> = (0..100).map(|n| json!({ "id": n, "body": "<div>Me too</div>" })).collect();
    let read = replies.parse_replies(None, &answer(200, &json!(full))).unwrap();
    assert_eq!(read.next.as_deref(), Some("2"));
    let last = json!([{ "id": 1, "body": "Hi<br><br>Throughline reference: tl-77aa<br>" }]);
    let read = replies.parse_replies(Some("2"), &answer(200, &last)).unwrap();
    assert_eq!((read.carry(&key()), read.next), (true, None));
}

#[test]
fn request_trackers_correspondence_is_read_in_two_steps_a_page() {
    let replies = replies("request_tracker", "");
    let page = json!({ "items": [{ "id": "31", "type": "transaction" }, { "id": "30" }], "next_page": "x" });
    let read = replies.parse_replies(None, &answer(200, &page)).unwrap();
    let texts = read.next.unwrap();
    let request = replies.replies("7", Some(&texts));
    assert!(request.harmless && request.body.unwrap().contains("\"31\""));
    let said = json!({ "items": [{ "TransactionId": "31", "Content": "Hi" }], "next_page": null });
    let read = replies.parse_replies(Some(&texts), &answer(200, &said)).unwrap();
    assert!(!read.carry(&key()));
    let further = read.next.unwrap();
    assert!(replies.replies("7", Some(&further)).url.ends_with("page=2"));
    let nothing = json!({ "items": [], "next_page": null });
    assert_eq!(replies.parse_replies(Some(&further), &answer(200, &nothing)).unwrap().next, None);
    let cut = json!({ "items": [{ "Content": "Hi" }], "next_page": "x" });
    assert!(replies.parse_replies(Some(&texts), &answer(200, &cut)).unwrap().cut, "a person has to look");
}
