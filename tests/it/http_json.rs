//! Any JSON interface: every way of paging and signing in, a mapping guessed or given, and records to match it by.

use engine::api::Engine;
use engine::api::types::{ConnectionForm, ConnectionView, PullReport, SignalDetail, SignalQuery};
use engine::connectors::Account;
use engine::error::{Problem, ProblemKind};
use engine::model::{Kind, Severity, SignalId, TriageState};
use rstest::rstest;
use serde_json::{Value, json};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::matchers::{any, header, path, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const ALL: u64 = 7;

struct Bench {
    _folder: TempDir,
    engine: Engine,
    server: MockServer,
}

impl Bench {
    async fn new() -> Bench {
        let folder = TempDir::new().unwrap();
        let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
        Bench { _folder: folder, engine, server: MockServer::start().await }
    }

    fn form(&self, settings: &[(&str, &str)]) -> ConnectionForm {
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let base_url = self.server.uri();
        let account =
            Account { vendor: "http_json".into(), base_url, user: "rosa".into(), settings, ..Account::default() };
        ConnectionForm { name: "Ops".into(), account }
    }

    async fn connect(&self, settings: &[(&str, &str)]) -> ConnectionView {
        self.engine.add_connection(self.form(settings), Some("k3y".to_owned())).await.unwrap()
    }

    async fn pull(&self, connection: &ConnectionView) -> PullReport {
        self.engine.pull(connection.id).await.unwrap()
    }

    async fn signals(&self) -> Vec<SignalDetail> {
        let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
        let mut all = Vec::new();
        for id in self.engine.signal_ids(query).await.unwrap() {
            all.push(self.engine.signal(SignalId(id)).await.unwrap());
        }
        all
    }

    async fn asked(&self) -> Vec<String> {
        let received = self.server.received_requests().await.unwrap();
        received.iter().map(|request| request.url.query().unwrap_or_default().to_owned()).collect()
    }
}

fn record(id: u64) -> Value {
    json!({ "id": id, "subject": format!("Order {id} is charged twice"), "created": format!("2026-11-0{id}T08:00:00Z") })
}

fn number(request: &Request, name: &str) -> Option<u64> {
    request.url.query_pairs().find(|(found, _)| found == name)?.1.parse().ok()
}

/// Three records a page, in every way that interfaces page.
fn page(request: &Request) -> ResponseTemplate {
    let from = number(request, "page").map(|page| page * 3).or(number(request, "offset")).or(number(request, "cursor"));
    let from = from.unwrap_or(0);
    let records: Vec<Value> = (from..ALL.min(from + 3)).map(|place| record(place + 1)).collect();
    let next = (from + 3 < ALL).then_some(from + 3);
    let reply = ResponseTemplate::new(200);
    let reply = match next {
        Some(next) => reply.insert_header("link", format!("</records?cursor={next}>; rel=\"next\"")),
        None => reply,
    };
    reply.set_body_json(
        json!({ "data": { "records": records }, "next": next, "more": next.map(|n| format!("/records?cursor={n}")) }),
    )
}

#[rstest]
#[case::by_number(&[("paging", "page_zero")])]
#[case::by_offset(&[("paging", "offset")])]
#[case::by_a_token(&[("paging", "cursor"), ("next", "next")])]
#[case::by_an_address_in_a_field(&[("paging", "cursor"), ("next", "/more")])]
#[case::by_a_link(&[("paging", "link")])]
#[tokio::test]
async fn every_page_is_read_however_it_is_told(#[case] paging: &[(&str, &str)]) {
    let bench = Bench::new().await;
    Mock::given(path("/records")).respond_with(page).mount(&bench.server).await;
    let connection = bench.connect(&[&[("path", "records")], paging].concat()).await;
    let report = bench.pull(&connection).await;
    assert_eq!((report.problem, report.new, report.set_aside), (None, ALL as u32, 0));
    let again = bench.pull(&connection).await;
    assert_eq!((again.problem, again.new, again.changed), (None, 0, 0));
    let mut ids: Vec<String> = bench.signals().await.into_iter().map(|signal| signal.external_id).collect();
    ids.sort();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7"]);
}

#[tokio::test]
async fn a_page_that_never_ends_is_told() {
    let bench = Bench::new().await;
    let same = ResponseTemplate::new(200).set_body_json(json!([record(1), record(2)]));
    Mock::given(any()).respond_with(same).mount(&bench.server).await;
    let connection = bench.connect(&[("paging", "page")]).await;
    let problem = bench.pull(&connection).await.problem.unwrap();
    assert!(problem.what.contains("again and again"), "{problem}");
}

#[tokio::test]
async fn a_next_page_elsewhere_is_not_asked_for() {
    let bench = Bench::new().await;
    let away = json!({ "items": [record(1)], "next": "https://evil.example/records?page=2" });
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(away)).mount(&bench.server).await;
    let connection = bench.connect(&[("paging", "cursor"), ("next", "next")]).await;
    let report = bench.pull(&connection).await;
    assert_eq!((report.new, report.problem.map(|problem| problem.kind)), (1, Some(ProblemKind::BadReply)));
}

#[rstest]
#[case(&[], ("authorization", "Bearer k3y"))]
#[case(&[("sign_in", "header"), ("header", "X-API-Key")], ("x-api-key", "k3y"))]
#[case(&[("sign_in", "basic")], ("authorization", "Basic cm9zYTprM3k="))]
#[tokio::test]
async fn the_secret_goes_where_the_person_says(#[case] settings: &[(&str, &str)], #[case] (name, value): (&str, &str)) {
    let bench = Bench::new().await;
    let records = ResponseTemplate::new(200).set_body_json(json!([record(1)]));
    Mock::given(header(name, value)).respond_with(records).mount(&bench.server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(401)).mount(&bench.server).await;
    let connection = bench.connect(settings).await;
    assert_eq!(bench.pull(&connection).await.problem, None);
}

#[tokio::test]
async fn without_signing_in_no_secret_is_sent() {
    let bench = Bench::new().await;
    let records = ResponseTemplate::new(200).set_body_json(json!([record(1)]));
    Mock::given(any()).respond_with(records).mount(&bench.server).await;
    let connection = bench.connect(&[("sign_in", "none")]).await;
    assert_eq!(bench.pull(&connection).await.problem, None);
    for request in bench.server.received_requests().await.unwrap() {
        assert!(!format!("{request:?}").contains("k3y"));
    }
}

#[rstest]
#[case(&[("sign_in", "header"), ("header", "Host")], "no header that a token can be sent in")]
#[case(&[("sign_in", "header"), ("header", "X Key: a\r\nb")], "no header that a token can be sent in")]
#[case(&[("paging", "cursor")], "where the next page is told")]
#[case(&[("size", "many")], "no size of a page")]
#[case(&[("mapping", "{\"feilds\": {}}")], "The mapping can't be read")]
#[tokio::test]
async fn a_slip_in_the_settings_is_told_before_anything_is_sent(#[case] settings: &[(&str, &str)], #[case] said: &str) {
    let bench = Bench::new().await;
    let refused = bench.engine.check_connection(bench.form(settings), None, None).await.unwrap_err();
    assert!(refused.what.contains(said), "{refused}");
    assert!(bench.asked().await.is_empty());
}

#[rstest]
#[case(json!({ "data": "none" }), &[], "it holds no list of records")]
#[case(json!({ "items": [{ "id": 1 }] }), &[("list", "data.items")], "it holds no list of records at data.items")]
#[case(json!([{ "id": 1, "subject": "A subject of words" }]), &[], "No column says when it happened")]
#[tokio::test]
async fn an_answer_that_cannot_be_matched_is_told(
    #[case] answer: Value,
    #[case] settings: &[(&str, &str)],
    #[case] said: &str,
) {
    let bench = Bench::new().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(answer)).mount(&bench.server).await;
    let connection = bench.connect(settings).await;
    let problem: Problem = bench.pull(&connection).await.problem.unwrap();
    assert!(problem.what.contains(said), "{problem}");
}

#[tokio::test]
async fn a_given_mapping_wins_and_a_bad_record_is_set_aside() {
    let bench = Bench::new().await;
    let records = json!([
        { "nr": "A-1", "what": "Doors", "text": "<p>They stay <b>shut</b>.</p>", "at": "03/11/2026 08:12", "grade": "red" },
        { "nr": "A-2", "what": "Doors again", "text": "", "at": "yesterday", "grade": "red" },
    ]);
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(records)).mount(&bench.server).await;
    let mapping = json!({
        "fields": { "external_id": "nr", "title": "what", "body": "text", "happened_at": "at", "severity": "grade" },
        "kind": "incident", "date_order": "day_first", "severities": [["red", "critical"]],
    });
    let connection = bench.connect(&[("mapping", &mapping.to_string())]).await;
    let report = bench.pull(&connection).await;
    assert_eq!((report.new, report.set_aside), (1, 1));
    let signal = bench.signals().await.remove(0);
    assert_eq!((signal.external_id.as_str(), signal.body.as_str()), ("A-1", "They stay shut."));
    assert_eq!((signal.row.kind, signal.row.severity), (Kind::Incident, Some(Severity::Critical)));
    assert_eq!(signal.row.happened_at, support::time("2026-11-03T08:12:00Z"));
    let aside = bench.engine.set_aside(connection.id).await.unwrap();
    assert!(aside[0].reason.contains("yesterday"), "{}", aside[0].reason);
}

#[tokio::test]
async fn later_pulls_ask_only_for_what_changed() {
    let bench = Bench::new().await;
    let changed = json!({ "id": 2, "subject": "It is fixed now", "created": "2026-11-02T08:00:00Z", "updated": "2026-11-20T10:00:00Z" });
    let changed = json!({ "data": { "records": [changed] } });
    Mock::given(query_param("changed_since", "2026-11-07T07:55:00Z"))
        .respond_with(ResponseTemplate::new(200).set_body_json(changed))
        .mount(&bench.server)
        .await;
    Mock::given(any()).respond_with(page).mount(&bench.server).await;
    let connection = bench
        .connect(&[("path", "records?sort=up"), ("paging", "offset"), ("since", "changed_since"), ("size", "n=3")])
        .await;
    assert_eq!(bench.pull(&connection).await.new, ALL as u32);
    let before = bench.asked().await.len();
    let report = bench.pull(&connection).await;
    assert_eq!((report.new, report.changed), (0, 1), "{:?}", report.problem);
    let asked = bench.asked().await.split_off(before);
    // The check first, then the page.
    assert_eq!(asked[0], "sort=up&n=1");
    assert_eq!(asked[1], "sort=up&n=3&changed_since=2026-11-07T07%3A55%3A00Z");
}

#[tokio::test]
async fn the_first_records_can_be_matched_like_a_file() {
    let bench = Bench::new().await;
    Mock::given(any()).respond_with(page).mount(&bench.server).await;
    let form = bench.form(&[("path", "/api/incidents")]);
    let file = bench.engine.sample_connection(form, None, None).await.unwrap();
    assert_eq!(file.name, "incidents.json");
    let preview = bench.engine.preview_import(file, None).await.unwrap();
    let names: Vec<&str> = preview.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!((names, preview.rows, preview.blocked), (vec!["created", "id", "subject"], 3, None));
    assert_eq!(preview.mapping.kind, Kind::Incident);
    assert_eq!(preview.first_rows[0].title, "Order 1 is charged twice");
    assert!(bench.signals().await.is_empty());
}

#[tokio::test]
async fn there_is_nothing_to_match_in_an_empty_list() {
    let bench = Bench::new().await;
    let none = ResponseTemplate::new(200).set_body_json(json!({ "items": [] }));
    Mock::given(any()).respond_with(none).mount(&bench.server).await;
    let problem = bench.engine.sample_connection(bench.form(&[]), None, None).await.unwrap_err();
    assert_eq!(problem.what, "There are no records there yet.");
    let connection = bench.connect(&[]).await;
    let report = bench.pull(&connection).await;
    assert_eq!((report.problem, report.read), (None, 0));
}
