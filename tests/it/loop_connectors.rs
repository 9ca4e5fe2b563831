//! How each tool is answered, and what its desk is told: the requests, hostile words in them, and a text found again
//! among many.

use engine::connectors::{self, Account, ExportKey, Replies, written_reply};
use engine::http::{HttpReply, HttpRequest};
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

/// The ticket as its tool names it, where that is asked first.
fn own_name(replies: &dyn Replies, ticket: &str) -> String {
    let found = json!({ "result": [{ "sys_id": "46e1", "number": ticket }] });
    match replies.own_name(ticket) {
        Some(asked) if asked.harmless => replies.parse_own_name(ticket, &answer(200, &found)).unwrap(),
        Some(asked) => panic!("{asked:?} changes something"),
        None => ticket.to_owned(),
    }
}

/// `POST https://…`
fn line(request: &HttpRequest) -> String {
    format!("{} {}", format!("{:?}", request.method).to_uppercase(), request.url)
}

#[rstest]
#[case("request_tracker", "", "7", "POST https://desk.example/REST/2.0/ticket/7/correspond")]
#[case("zendesk", "", "7", "PUT https://desk.example/api/v2/tickets/7.json")]
#[case("freshdesk", "", "7", "POST https://desk.example/api/v2/tickets/7/reply")]
#[case(
    "servicenow",
    "",
    "INC0010001",
    "PATCH https://desk.example/api/now/table/incident/46e1?sysparm_fields=comments&sysparm_display_value=true"
)]
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
    let request = replies.reply(&own_name(&*replies, ticket), &body, &key());
    assert_eq!(line(&request), wanted);
    assert!(!request.harmless, "it is never sent twice by itself");
    let sent = request.body.unwrap();
    assert!(sent.contains("Throughline reference: tl-77aa"), "{sent}");
    // Plain text has no markup, and Jira's documents hold text as text.
    if !matches!(vendor, "request_tracker" | "servicenow" | "jira") {
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
#[case("request_tracker", "7", "POST https://desk.example/REST/2.0/ticket/7/comment", json!({ "Content": "Fixed", "ContentType": "text/plain" }))]
#[case("zendesk", "7", "PUT https://desk.example/api/v2/tickets/7.json", json!({ "ticket": { "comment": { "html_body": "Fixed", "public": false } } }))]
#[case("freshdesk", "7", "POST https://desk.example/api/v2/tickets/7/notes", json!({ "body": "Fixed", "private": true }))]
#[case("servicenow", "PRB0040026", "PATCH https://desk.example/api/now/table/problem/46e1?sysparm_fields=work_notes&sysparm_display_value=true", json!({ "work_notes": "Fixed" }))]
#[case("redmine", "7", "PUT https://desk.example/issues/7.json", json!({ "issue": { "notes": "Fixed", "private_notes": true } }))]
#[case("gitlab", "#7", "POST https://desk.example/api/v4/projects/kestrel%2Fgate/issues/7/notes", json!({ "body": "Fixed", "internal": true }))]
#[case("jira_data_center", "PAY-7", "POST https://desk.example/rest/api/2/issue/PAY-7/comment", json!({ "body": "Fixed", "properties": [{ "key": "sd.public.comment", "value": { "internal": true } }] }))]
#[case("github", "#7", "POST https://desk.example/repos/kestrel/gate/issues/7/comments", json!({ "body": "Fixed" }))]
fn a_note_is_for_the_desk_alone_where_a_tool_knows_such_notes(
    #[case] vendor: &str,
    #[case] ticket: &str,
    #[case] wanted: &str,
    #[case] wanted_body: Value,
) {
    let replies = replies(vendor, "kestrel/gate");
    let request = replies.note(&own_name(&*replies, ticket), "Fixed", &key());
    assert_eq!(line(&request), wanted);
    assert!(!request.harmless, "it is never sent twice by itself");
    assert_eq!(serde_json::from_str::<Value>(&request.body.unwrap()).unwrap(), wanted_body);
}

#[rstest]
#[case("alertmanager", "7")]
#[case("demo", "7")]
#[case("github", "deployment 7")]
#[case("gitlab", "!7")]
#[case("request_tracker", "7/../8")]
#[case("zendesk", "0")]
#[case("servicenow", "RITM0010001")]
#[case("servicenow", "INC7/../8")]
#[case("servicenow", "INC")]
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
#[case("servicenow", json!({ "result": { "work_notes": journal() } }), json!({ "result": { "work_notes": "2026-11-18 09:30:00 - Maya (Work notes)\nSeen" } }))]
#[case("servicenow", json!({ "result": { "comments": journal() } }), json!({ "error": { "message": "no" } }))]
fn only_what_says_so_was_taken(#[case] vendor: &str, #[case] good: Value, #[case] bad: Value) {
    let replies = replies(vendor, "");
    assert_eq!(replies.replied(&answer(200, &good)), Ok(()));
    assert!(replies.replied(&answer(200, &bad)).is_err());
}

/// What ServiceNow shows of a field to which we wrote first, and somebody else after us.
fn journal() -> String {
    "2026-11-18 10:00:00 - Maya (Work notes)\nThanks\n\n\
     2026-11-18 09:30:00 - Throughline (Work notes)\nFixed\n\nThroughline reference: tl-77aa\n\n"
        .to_owned()
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
fn request_trackers_correspondence_and_comments_are_read_in_two_steps_a_page() {
    let replies = replies("request_tracker", "");
    let asked = replies.replies("7", None).url;
    assert!(asked.contains("Correspond") && asked.contains("Comment"), "{asked}");
    let page =
        json!({ "items": [{ "id": "31", "type": "transaction" }, { "id": "30" }], "next_page": "x", "total": 27 });
    let read = replies.parse_replies(None, &answer(200, &page)).unwrap();
    let texts = read.next.unwrap();
    let request = replies.replies("7", Some(&texts));
    assert!(request.harmless && request.body.unwrap().contains("\"31\""));
    let said = json!({ "items": [{ "TransactionId": "31", "Content": "Hi" }], "next_page": null, "total": 1 });
    let read = replies.parse_replies(Some(&texts), &answer(200, &said)).unwrap();
    assert!(!read.carry(&key()));
    let further = read.next.unwrap();
    assert!(replies.replies("7", Some(&further)).url.ends_with("page=2"));
    let nothing = json!({ "items": [], "next_page": null, "total": 27 });
    let end = replies.parse_replies(Some(&further), &answer(200, &nothing)).unwrap();
    assert_eq!((end.next, end.cut), (None, false));
    let cut = json!({ "items": [{ "Content": "Hi" }], "next_page": "x", "total": 101 });
    assert!(replies.parse_replies(Some(&texts), &answer(200, &cut)).unwrap().cut, "a person has to look");
}

/// To accounts that are no superuser, which may see less, it tells neither how many there are nor where more is.
#[test]
fn request_tracker_is_asked_until_nothing_comes_and_may_hide_some() {
    let replies = replies("request_tracker", "");
    let page = json!({ "items": [{ "id": "31" }], "total": null });
    let texts = replies.parse_replies(None, &answer(200, &page)).unwrap().next.unwrap();
    let said = json!({ "items": [{ "Content": "Hi" }], "total": null });
    let further = replies.parse_replies(Some(&texts), &answer(200, &said)).unwrap().next.unwrap();
    let nothing = json!({ "items": [], "total": null });
    let end = replies.parse_replies(Some(&further), &answer(200, &nothing)).unwrap();
    assert_eq!((end.next, end.cut), (None, true), "a person has to look");
}

#[rstest]
#[case("INC0010001", "incident")]
#[case("PRB0040026", "problem")]
#[case("CHG0030001", "change_request")]
fn servicenow_is_asked_for_the_one_record_behind_a_number(#[case] number: &str, #[case] table: &str) {
    assert!(connectors::answers("servicenow", number));
    let replies = replies("servicenow", "");
    let query = format!("sysparm_query=number%3D{number}&sysparm_fields=sys_id%2Cnumber&sysparm_limit=2");
    let asked = replies.own_name(number).unwrap();
    assert_eq!(asked.url, format!("https://desk.example/api/now/table/{table}?{query}"));
    let found = |rows: Value| replies.parse_own_name(number, &answer(200, &json!({ "result": rows })));
    let row = json!({ "sys_id": "46e1", "number": number });
    assert_eq!(found(json!([row])), Ok(format!("{table}/46e1")));
    let another = json!({ "sys_id": "46e1", "number": "INC0000001" });
    for rows in [json!([]), json!([row, row]), json!([another]), json!([{ "number": number }]), json!({})] {
        assert!(found(rows.clone()).is_err(), "{rows}");
    }
}

#[test]
fn servicenows_journal_is_read_at_once_and_a_person_looks_at_what_it_hides() {
    let replies = replies("servicenow", "");
    let asked = replies.replies("incident/46e1", None);
    let query = "sysparm_fields=comments%2Cwork_notes&sysparm_display_value=true";
    assert_eq!(line(&asked), format!("GET https://desk.example/api/now/table/incident/46e1?{query}"));
    let read = |record: Value| replies.parse_replies(None, &answer(200, &json!({ "result": record }))).unwrap();
    let whole = read(json!({ "comments": "", "work_notes": journal() }));
    assert_eq!((whole.carry(&key()), whole.carry(&ExportKey("tl-77".into())), whole.cut), (true, false, false));
    let half = read(json!({ "comments": "2026-11-18 10:00:00 - Maya (Additional comments)\nThanks" }));
    assert_eq!((half.carry(&key()), half.next, half.cut), (false, None, true));
}

#[rstest]
#[case("[code]<img src=x>[/CODE]", "[¦code]<img src=x>[¦/CODE]")]
#[case("[Code [co\u{200b}de] [\u{0}code]", "[¦Code [¦code] [¦code]")]
#[case("[c] [é] [ [/ <b>bold</b> @maya", "[c] [é] [ [/ <b>bold</b> @maya")]
fn servicenow_finds_no_html_in_a_text(#[case] given: &str, #[case] wanted: &str) {
    assert_eq!(replies("servicenow", "").plain(given).replace('\u{200b}', "¦"), wanted);
}
