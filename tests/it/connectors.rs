//! The readers and the tracker with replies recorded from the real servers, and with what no server should send.

use std::path::Path;

use engine::connectors::{self, Account, Cursor, ExportKey, Page, Reader, Tracker, vendors};
use engine::http::HttpReply;
use engine::model::{Status, StatusCategory, Time};
use insta::assert_debug_snapshot;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

const NOW: Time = Time(1_795_000_000_000);

fn account(vendor: &str) -> Account {
    let base_url = "http://desk.example.test/app".to_owned();
    Account { vendor: vendor.to_owned(), base_url, ..Account::default() }
}

fn reader(vendor: &str) -> Box<dyn Reader> {
    connectors::reader(&account(vendor)).unwrap()
}

fn tracker() -> Box<dyn Tracker> {
    connectors::tracker(&account("redmine")).unwrap()
}

fn recorded(file: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(file)).unwrap()
}

fn reply(body: impl Into<Vec<u8>>) -> HttpReply {
    HttpReply { status: 200, headers: Vec::new(), body: body.into() }
}

fn parse(vendor: &str, at: &Cursor, body: impl Into<Vec<u8>>) -> Result<Page, String> {
    let reader = reader(vendor);
    reader.parse(&reader.streams()[0], at, &reply(body), NOW).map_err(|bad| bad.0)
}

fn replies(vendor: &str) -> &'static str {
    match vendor {
        "redmine" => "redmine/issues.json",
        "request_tracker" => "request_tracker/tickets.json",
        _ => "alertmanager/alerts.json",
    }
}

#[test]
fn a_recorded_issue_becomes_a_signal() {
    let page = parse("redmine", &Cursor(None), recorded("redmine/issues.json")).unwrap();
    assert_eq!((page.records.len(), page.set_aside.len(), page.more, page.total), (3, 0, true, Some(130)));
    let mut record = page.records[1].clone();
    record.raw = String::new();
    assert_debug_snapshot!(record, @r#"
    Record {
        external_id: "5",
        kind: Ticket,
        title: "Card payment 5 is refused at checkout",
        body: "What happened\n\n- The card was refused at step 5\n- Log (http://logs.example.test/5) & code 5",
        url: Some(
            "http://desk.example.test/app/issues/5",
        ),
        severity: Some(
            Low,
        ),
        status: Closed,
        happened_at: Time(
            1767618000000,
        ),
        updated_at: Time(
            1767618060000,
        ),
        resolved_at: Some(
            Time(
                1767618060000,
            ),
        ),
        service: Some(
            "Checkout",
        ),
        customer: None,
        reporter: Some(
            Person {
                name: "Nina Novak",
                email: None,
            },
        ),
        facts: {
            "category": "Payments",
            "priority": "Low",
            "status": "Rejected",
            "tracker": "Support",
        },
        raw: "",
    }
    "#);
}

#[test]
fn a_recorded_ticket_becomes_a_signal_with_its_first_message() {
    let reader = reader("request_tracker");
    let mut page = parse("request_tracker", &Cursor(None), recorded("request_tracker/tickets.json")).unwrap();
    let mut further = Vec::new();
    for file in ["request_tracker/transactions.json", "request_tracker/attachments.json"] {
        assert!(reader.complete(&mut page, &further).unwrap().is_some());
        further.push(reply(recorded(file)));
    }
    assert_eq!(reader.complete(&mut page, &further).unwrap(), None);
    assert_eq!(page.records[1].body, "The terminal froze after item 2 & stayed dark.");
    let mut record = page.records[0].clone();
    record.raw = String::new();
    assert_debug_snapshot!(record, @r#"
    Record {
        external_id: "1",
        kind: Ticket,
        title: "Terminal 1 freezes",
        body: "The terminal froze after item 1.\nIt stayed dark for an hour.",
        url: Some(
            "http://desk.example.test/app/Ticket/Display.html?id=1",
        ),
        severity: Some(
            Low,
        ),
        status: Open,
        happened_at: Time(
            1795237841000,
        ),
        updated_at: Time(
            1795237841000,
        ),
        resolved_at: None,
        service: Some(
            "Helpdesk",
        ),
        customer: None,
        reporter: Some(
            Person {
                name: "Rita Ross",
                email: Some(
                    "rita@example.test",
                ),
            },
        ),
        facts: {
            "priority": "25",
            "status": "open",
        },
        raw: "",
    }
    "#);
}

#[test]
fn a_recorded_alert_becomes_a_signal() {
    let page = parse("alertmanager", &Cursor(None), recorded("alertmanager/alerts.json")).unwrap();
    assert_eq!((page.records.len(), page.complete, page.more), (2, true, false));
    let mut record = page.records.into_iter().find(|record| record.title == "p99 over 2 s").unwrap();
    assert!(!record.raw.contains("updatedAt") && !record.raw.contains("endsAt"), "repeats must look the same");
    record.raw = String::new();
    assert_debug_snapshot!(record, @r#"
    Record {
        external_id: "51c658ecec6b24bf@2026-11-21T05:16:02Z",
        kind: Alert,
        title: "p99 over 2 s",
        body: "Slow since the release\nrunbook: http://run.example.test/latency",
        url: Some(
            "http://prom.example.test/graph?x=1",
        ),
        severity: Some(
            Critical,
        ),
        status: Open,
        happened_at: Time(
            1795238162186,
        ),
        updated_at: Time(
            1795238162186,
        ),
        resolved_at: None,
        service: Some(
            "checkout",
        ),
        customer: None,
        reporter: None,
        facts: {
            "alertname": "CheckoutLatency",
            "fingerprint": "51c658ecec6b24bf",
            "service": "checkout",
            "severity": "critical",
            "state": "active",
        },
        raw: "",
    }
    "#);
}

#[rstest]
#[case("redmine", "redmine/users_current.json", "Signed in as admin")]
#[case(
    "request_tracker",
    "request_tracker/rt.json",
    "Signed in with the token to Request Tracker 5.0.3+dfsg-3~deb12u6"
)]
#[case("alertmanager", "alertmanager/status.json", "Alertmanager 0.25.0")]
fn a_check_says_whom_it_found(#[case] vendor: &str, #[case] file: &str, #[case] wanted: &str) {
    assert_eq!(reader(vendor).checked(&reply(recorded(file))).unwrap(), wanted);
    assert!(reader(vendor).checked(&reply("{}")).is_err());
}

#[rstest]
#[case("redmine", "", "it is empty")]
#[case("redmine", " <html>", "it is a web page, not data")]
#[case("request_tracker", "{\"items\": [", "it is not JSON")]
#[case("request_tracker", "[]", "it holds no list of items")]
#[case("alertmanager", "{}", "it is not a list of alerts")]
#[case("redmine", "{\"issues\": [], \"total_count\": 5}", "it speaks of more issues and holds none")]
#[case(
    "request_tracker",
    "{\"items\": [{\"id\": \"0\"}], \"next_page\": \"x\"}",
    "it repeats tickets that were read already"
)]
fn an_unusable_reply_is_named(#[case] vendor: &str, #[case] body: &str, #[case] wanted: &str) {
    assert_eq!(parse(vendor, &Cursor(None), body), Err(wanted.to_owned()));
}

#[rstest]
#[case("redmine", "issues", "id", "The issue has no number.")]
#[case("redmine", "issues", "subject", "The issue has no subject.")]
#[case("redmine", "issues", "created_on", "The issue has no date of creation.")]
#[case("request_tracker", "items", "Subject", "The ticket has no subject.")]
#[case("request_tracker", "items", "Created", "The ticket has no date of creation.")]
#[case("alertmanager", "", "fingerprint", "The alert has no fingerprint.")]
#[case("alertmanager", "", "startsAt", "The alert has no start.")]
fn one_bad_record_is_set_aside_and_the_rest_is_kept(
    #[case] vendor: &str,
    #[case] list: &str,
    #[case] field: &str,
    #[case] reason: &str,
    #[values(Value::Null, json!([1]), json!("\u{0}"), json!(1e300))] broken: Value,
) {
    let mut body: Value = serde_json::from_slice(&recorded(replies(vendor))).unwrap();
    let records = if list.is_empty() { &mut body } else { &mut body[list] };
    let count = records.as_array().unwrap().len();
    let nameless = ["subject", "Subject", "fingerprint"].contains(&field);
    if nameless && broken.is_number() {
        return; // a number can name something
    }
    records[1][field] = broken;
    let page = parse(vendor, &Cursor(None), body.to_string()).unwrap();
    assert_eq!((page.records.len(), page.set_aside.len()), (count - 1, 1));
    assert_eq!((page.set_aside[0].row, page.set_aside[0].reason.as_str()), (2, reason));
}

#[test]
fn redmine_is_asked_onwards_from_the_cursor() {
    let reader = reader("redmine");
    let stream = &reader.streams()[0];
    let url = |at: &Cursor| reader.request(stream, at, 500).url;
    let first = "http://desk.example.test/app/issues.json?status_id=*&sort=updated_on%2Cid&limit=100&offset=0";
    assert_eq!(url(&Cursor(None)), first);
    assert_eq!(url(&Cursor(Some("not ours".to_owned()))), first);
    let next = parse("redmine", &Cursor(None), recorded("redmine/issues.json")).unwrap().next;
    assert_eq!(url(&next), format!("{first}&updated_on=%3E%3D2026-01-05T14%3A01%3A00Z"));
}

#[test]
fn a_queue_with_a_quotation_mark_stays_inside_its_quotation() {
    let account = Account { project: r"Rita's \ desk' OR id > 0".to_owned(), ..account("request_tracker") };
    let reader = connectors::reader(&account).unwrap();
    let url = reader.request(&reader.streams()[0], &Cursor(None), 50).url;
    let query = reqwest::Url::parse(&url).unwrap().query_pairs().next().unwrap().1.into_owned();
    assert_eq!(query, r"Type = 'ticket' AND id > 0 AND Queue = 'Rita\'s \\ desk\' OR id > 0'");
}

#[test]
fn an_item_is_taken_only_with_its_whole_key() {
    let found = |key: &str| tracker().parse_found(&ExportKey(key.to_owned()), &reply(recorded("redmine/found.json")));
    let items = found("tl-77aa").unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!((items[0].status.as_str(), items[0].category), ("New", StatusCategory::ToDo));
    assert_eq!(found("tl-77a").unwrap(), [], "only the beginning of another key");
    assert!(found("tl-99").is_err(), "the filter was ignored, so nothing follows from the answer");
}

#[test]
fn every_tool_says_how_it_was_proved() {
    for vendor in vendors() {
        assert!(!vendor.proof.is_empty() && vendor.initials.chars().count() == 2, "{}", vendor.id);
    }
    let problem = connectors::reader(&account("unheard-of")).err().unwrap();
    assert_eq!(problem.what, "Throughline doesn't know a tool called “unheard-of”.");
}

/// Puts `value` in the place of one node of `tree`, the `at`th in depth-first order.
fn replace(tree: &mut Value, at: &mut usize, value: &Value) {
    if *at == 0 {
        *tree = value.clone();
    }
    *at = at.wrapping_sub(1);
    match tree {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, at, value)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace(field, at, value)),
        _ => {}
    }
}

fn strange() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(-1)),
        Just(json!(u64::MAX)),
        Just(json!(1e308)),
        Just(json!(true)),
        Just(json!([[[[[[]]]]]])),
        Just(json!({ "name": {}, "id": "18446744073709551616" })),
        Just(json!("9999-12-31T23:59:59+23:59")),
        Just(json!("0000-01-01T00:00:00Z")),
        "(?s).{0,40}".prop_map(Value::String),
    ]
}

/// Every parser of a vendor on the same bytes. Whatever they answer, they answer.
fn all_parsers(vendor: &str, body: &[u8]) {
    let reader = reader(vendor);
    let first = reply(body);
    let _ = reader.checked(&first);
    let Ok(mut page) = reader.parse(&reader.streams()[0], &Cursor(None), &first, NOW) else { return };
    assert!(page.records.iter().all(|record| !record.external_id.is_empty() && !record.title.is_empty()));
    assert!(page.records.iter().all(|record| record.status != Status::Resolved || record.happened_at.0 > 0));
    let _ = reader.request(&reader.streams()[0], &page.next, 100);
    let _ = reader.complete(&mut page, std::slice::from_ref(&first));
    let _ = reader.complete(&mut page, &[first.clone(), first]);
}

proptest! {
    #[test]
    fn mutated_replies_never_panic(
        vendor in prop::sample::select(vec!["redmine", "request_tracker", "alertmanager"]),
        at in 0usize..120,
        value in strange(),
    ) {
        let mut body: Value = serde_json::from_slice(&recorded(replies(vendor))).unwrap();
        replace(&mut body, &mut at.clone(), &value);
        all_parsers(vendor, body.to_string().as_bytes());
        let _ = tracker().parse_found(&ExportKey("tl-1".to_owned()), &reply(body.to_string()));
        let _ = tracker().parse_item(&reply(body.to_string()));
    }

    #[test]
    fn torn_and_arbitrary_bytes_never_panic(
        vendor in prop::sample::select(vec!["redmine", "request_tracker", "alertmanager"]),
        cut in 0usize..4000,
        noise in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut body = recorded(replies(vendor));
        body.truncate(cut);
        body.extend(&noise);
        all_parsers(vendor, &body);
        all_parsers(vendor, &noise);
        let _ = tracker().parse_projects(&reply(noise));
    }
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    for vendor in ["redmine", "request_tracker", "alertmanager"] {
        assert_eq!(parse(vendor, &Cursor(None), "[".repeat(200_000)), Err("it is not JSON".to_owned()));
    }
}
