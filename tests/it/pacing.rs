//! A tool that says how many more requests it answers is left alone before it has to refuse.

use std::time::{Duration, Instant};

use std::sync::Mutex;

use engine::connectors::Auth;
use engine::error::{Problem, ProblemKind};
use engine::http::{Http, HttpReply, HttpRequest, Limits, Origin, Patience, Peer, Verdict, base_url};
use engine::model::Time;
use support::time;
use tokio_util::sync::CancellationToken;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const NOW: &str = "2026-11-21T09:00:00Z";

fn peer(tool: &str, server: &MockServer) -> Peer {
    Peer {
        tool: tool.to_owned(),
        origin: Origin::of(&base_url(&server.uri()).unwrap()).unwrap(),
        auth: Auth::None,
        secret: None,
        secret_name: "token".to_owned(),
    }
}

/// The first reply carries `headers`, all that follow none.
async fn tool(headers: &[(&'static str, &str)]) -> MockServer {
    let server = MockServer::start().await;
    let first =
        headers.iter().fold(ResponseTemplate::new(200), |reply, (name, value)| reply.insert_header(*name, *value));
    Mock::given(any()).respond_with(first).up_to_n_times(1).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    server
}

async fn asked(server: &MockServer) -> usize {
    server.received_requests().await.unwrap_or_default().len()
}

/// One request, and the instants until which it was said to wait.
async fn ask(http: &Http, peer: &Peer, server: &MockServer, longest: u64) -> (Result<HttpReply, Problem>, Vec<Time>) {
    let waits = Mutex::new(Vec::new());
    let (cancel, now) = (CancellationToken::new(), time(NOW));
    let patience = Patience {
        now: &|| now,
        cancel: &cancel,
        waiting: &|until| waits.lock().unwrap().extend(until),
        longest_wait: Duration::from_secs(longest),
        attempts: 2,
    };
    let sent = http.send(peer, &HttpRequest::get(server.uri()), &Verdict::from_status, &patience).await;
    (sent, waits.into_inner().unwrap())
}

#[tokio::test]
async fn all_connections_of_a_server_wait_until_it_counts_anew() {
    let spent: [&[(&str, &str)]; 4] = [
        &[("ratelimit-remaining", "0"), ("ratelimit-reset", "1")],
        &[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1795251601"),
            ("date", "Sat, 21 Nov 2026 09:00:00 GMT"),
        ],
        &[("ratelimit", "\"default\";r=0;t=1")],
        &[("retry-after", "1")],
    ];
    for headers in spent {
        let server = tool(headers).await;
        let other_server = tool(&[]).await;
        let http = Http::new(Limits::default()).unwrap();
        let (first, waits) = ask(&http, &peer("One", &server), &server, 10).await;
        assert_eq!((first.unwrap().status, waits), (200, vec![]), "{headers:?}");
        let (elsewhere, waits) = ask(&http, &peer("Elsewhere", &other_server), &other_server, 10).await;
        assert_eq!((elsewhere.unwrap().status, waits), (200, vec![]), "{headers:?}");

        let began = Instant::now();
        let (second, waits) = ask(&http, &peer("Another", &server), &server, 10).await;
        assert_eq!(second.unwrap().status, 200);
        let until = waits.first().expect("it was said to wait");
        assert!((0..=1_000).contains(&(until.0 - time(NOW).0)), "{headers:?}: {until:?}");
        assert!(began.elapsed() > Duration::from_millis(700), "{headers:?}: {:?}", began.elapsed());
        let (third, waits) = ask(&http, &peer("One", &server), &server, 10).await;
        assert_eq!((third.unwrap().status, waits), (200, vec![]), "{headers:?}");
    }
}

#[tokio::test]
async fn a_server_with_requests_left_is_asked_at_once() {
    let server = tool(&[("x-ratelimit-remaining", "4999"), ("x-ratelimit-reset", "1795255200")]).await;
    let http = Http::new(Limits::default()).unwrap();
    for _ in 0..2 {
        let (reply, waits) = ask(&http, &peer("GitHub", &server), &server, 10).await;
        assert_eq!((reply.unwrap().status, waits), (200, vec![]));
    }
}

#[tokio::test]
async fn whoever_cannot_wait_so_long_is_told_and_nothing_is_sent() {
    let server = tool(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "600")]).await;
    let http = Http::new(Limits::default()).unwrap();
    ask(&http, &peer("PagerDuty", &server), &server, 5).await.0.unwrap();
    let problem = ask(&http, &peer("PagerDuty", &server), &server, 5).await.0.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Busy);
    let host = server.uri().replace("http://", "");
    insta::assert_snapshot!(problem.sentence().replace(&host, "HOST"), @"HOST has answered as often as it allows; it asks us to wait 10 minutes. Try again after that.");
    assert_eq!(asked(&server).await, 1);
}

#[tokio::test]
async fn stopping_ends_the_wait() {
    let server = tool(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "600")]).await;
    let http = Http::new(Limits::default()).unwrap();
    ask(&http, &peer("PagerDuty", &server), &server, 5).await.0.unwrap();
    let (cancel, now) = (CancellationToken::new(), time(NOW));
    let patience = Patience {
        now: &|| now,
        cancel: &cancel,
        // It is being waited: now the person has enough.
        waiting: &|_| cancel.cancel(),
        longest_wait: Duration::from_secs(3_600),
        attempts: 2,
    };
    let request = HttpRequest::get(server.uri());
    let problem = http.send(&peer("PagerDuty", &server), &request, &Verdict::from_status, &patience).await.unwrap_err();
    assert_eq!((problem.kind, asked(&server).await), (ProblemKind::Cancelled, 1));
}
