//! Requests against a server that misbehaves in one way at a time: what is sent again, what never leaves for
//! another server, and the sentence for each failure. `HOST` stands for the server's address in sentences.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use engine::connectors::Auth;
use engine::error::{Problem, ProblemKind};
use engine::http::{Http, HttpReply, HttpRequest, Limits, Method, Origin, Patience, Peer, Verdict, base_url};
use engine::model::Time;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use secrecy::SecretString;
use support::{rude, time};
use tokio_util::sync::CancellationToken;
use wiremock::matchers::{any, header};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "canary-4f1d";

fn limits() -> Limits {
    Limits {
        total: Duration::from_secs(5),
        reply_bytes: 64 * 1024,
        first_pause: Duration::from_millis(1),
        ..Limits::default()
    }
}

fn peer(server: &str) -> Peer {
    Peer {
        tool: "Redmine".to_owned(),
        origin: Origin::of(&base_url(server).unwrap()).unwrap(),
        auth: Auth::header("X-Redmine-API-Key"),
        secret: Some(SecretString::from(SECRET)),
        secret_name: "API key".to_owned(),
    }
}

/// For servers that are slow on purpose; the others get enough time on a busy machine.
fn impatient() -> Limits {
    Limits { total: Duration::from_millis(300), ..limits() }
}

async fn send_as(
    peer: &Peer,
    request: &HttpRequest,
    limits: Limits,
) -> (Result<HttpReply, Problem>, Vec<Option<Time>>) {
    let waits = Mutex::new(Vec::new());
    let (cancel, now) = (CancellationToken::new(), time("2026-11-21T09:00:00Z"));
    let patience = Patience {
        now: &|| now,
        cancel: &cancel,
        waiting: &|until| waits.lock().unwrap().push(until),
        longest_wait: Duration::from_secs(5),
        attempts: 3,
    };
    let sent = Http::new(limits).unwrap().send(peer, request, &Verdict::from_status, &patience).await;
    (sent, waits.into_inner().unwrap())
}

async fn get(server: &str, place: &str) -> Result<HttpReply, Problem> {
    send_as(&peer(server), &HttpRequest::get(format!("{server}{place}")), limits()).await.0
}

/// The problem's sentence with the server's address taken out, and never with the secret in it.
fn said(server: &str, problem: &Problem) -> String {
    let all = format!("{problem:?} {problem}");
    assert!(!all.contains(SECRET), "the secret stands in {all}");
    let host = server.split_once("://").unwrap().1;
    format!("{:?}: {}", problem.kind, problem.sentence().replace(host, "HOST"))
}

async fn answering(reply: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(reply).mount(&server).await;
    server
}

async fn requests(server: &MockServer) -> usize {
    server.received_requests().await.unwrap_or_default().len()
}

#[tokio::test]
async fn the_credential_goes_along_where_the_tool_wants_it() {
    let server = MockServer::start().await;
    Mock::given(header("x-redmine-api-key", SECRET)).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    Mock::given(header("authorization", "Basic bWF5YTpjYW5hcnktNGYxZA=="))
        .respond_with(ResponseTemplate::new(201))
        .mount(&server)
        .await;
    assert_eq!(get(&server.uri(), "/").await.unwrap().status, 200);
    let basic = Peer { auth: Auth::Basic { user: "maya".to_owned() }, ..peer(&server.uri()) };
    let (reply, _) = send_as(&basic, &HttpRequest::get(server.uri()), limits()).await;
    assert_eq!(reply.unwrap().status, 201);
}

#[tokio::test]
async fn each_status_has_its_sentence() {
    let mut all = String::new();
    for (status, body) in [
        (401, ""),
        (403, ""),
        (404, ""),
        (422, r#"{"errors":["Subject cannot be blank","Tracker is invalid"]}"#),
        (400, r#""no such key: canary-4f1d""#),
        (418, "<html>teapot</html>"),
        (500, "<html>Internal error</html>"),
        (503, ""),
    ] {
        let server = answering(ResponseTemplate::new(status).set_body_string(body)).await;
        let problem = get(&server.uri(), "/issues.json").await.unwrap_err();
        all.push_str(&format!("{status} {}\n", said(&server.uri(), &problem)));
    }
    insta::assert_snapshot!(all, @r"
    401 Credential: HOST refused the API key. Enter the right API key to go on.
    403 Credential: HOST knows the account but doesn't let it do this. Ask whoever runs Redmine to give the account the right, or use another account.
    404 NotFound: HOST doesn't have what was asked for. Check the address and the project of the connection.
    422 Refused: HOST said no: Subject cannot be blank; Tracker is invalid.
    400 Refused: HOST said no: no such key: ….
    418 Refused: HOST said no: status 418.
    500 BadReply: HOST failed on its side (status 500). Try again later; if it happens again, ask whoever runs Redmine.
    503 BadReply: HOST is too busy to answer (status 503). Try again in a few minutes.
    ");
}

#[tokio::test]
async fn a_tool_that_asks_for_a_password_nobody_gave_says_so() {
    let server = answering(ResponseTemplate::new(401)).await;
    let nobody = Peer { secret: None, ..peer(&server.uri()) };
    let basic = Peer { auth: Auth::Basic { user: "maya".to_owned() }, ..peer(&server.uri()) };
    let mut all = String::new();
    for peer in [nobody, basic] {
        let problem = send_as(&peer, &HttpRequest::get(server.uri()), limits()).await.0.unwrap_err();
        all.push_str(&format!("{}\n", said(&server.uri(), &problem)));
    }
    insta::assert_snapshot!(all, @r"
    Credential: HOST wants to know who asks, and no API key was given. Enter the right API key to go on.
    Credential: HOST refused the API key for “maya”. Enter the right API key to go on.
    ");
}

#[tokio::test]
async fn a_reading_request_is_sent_again_when_asked_to_wait() {
    for (header, until) in [("1", "2026-11-21T09:00:01Z"), ("Sat, 21 Nov 2026 09:00:01 GMT", "2026-11-21T09:00:01Z")] {
        let server = MockServer::start().await;
        let busy = ResponseTemplate::new(429).insert_header("retry-after", header);
        Mock::given(any()).respond_with(busy).up_to_n_times(1).mount(&server).await;
        Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string("[]")).mount(&server).await;
        let (reply, waits) = send_as(&peer(&server.uri()), &HttpRequest::get(server.uri()), limits()).await;
        assert_eq!(reply.unwrap().body, b"[]");
        assert_eq!(waits, [Some(time(until)), None]);
        assert_eq!(requests(&server).await, 2);
    }
}

#[tokio::test]
async fn retries_end() {
    let server = answering(ResponseTemplate::new(502)).await;
    get(&server.uri(), "/").await.unwrap_err();
    assert_eq!(requests(&server).await, 3);
}

#[tokio::test]
async fn a_long_wait_is_said_and_not_sat_out() {
    let mut all = String::new();
    for seconds in ["600", "90000"] {
        let server = answering(ResponseTemplate::new(429).insert_header("retry-after", seconds)).await;
        let problem = get(&server.uri(), "/").await.unwrap_err();
        assert_eq!(requests(&server).await, 1);
        all.push_str(&format!("{}\n", said(&server.uri(), &problem)));
    }
    insta::assert_snapshot!(all, @r"
    Busy: HOST asks us to wait 10 minutes. Try again after that.
    Busy: HOST asks us to wait 25 hours. Try again after that.
    ");
}

#[tokio::test]
async fn a_writing_request_is_sent_once_whatever_happens() {
    for kind in [Method::Post, Method::Put, Method::Patch] {
        let busy = ResponseTemplate::new(503).insert_header("retry-after", "0");
        let server = answering(busy).await;
        let request = HttpRequest {
            method: kind,
            body: Some("{}".to_owned()),
            harmless: false,
            ..HttpRequest::get(server.uri())
        };
        let problem = send_as(&peer(&server.uri()), &request, limits()).await.0.unwrap_err();
        // Behind a 5xx the tool may have done it, so it mustn't look like "certainly not done".
        assert_eq!(problem.kind, ProblemKind::BadReply);
        let received = server.received_requests().await.unwrap();
        assert_eq!(received.len(), 1, "{kind:?}");
        assert_eq!(received[0].headers["content-type"], "application/json");
    }
    let slow = answering(ResponseTemplate::new(201).set_delay(Duration::from_secs(2))).await;
    let request = HttpRequest { method: Method::Post, harmless: false, ..HttpRequest::get(slow.uri()) };
    let problem = send_as(&peer(&slow.uri()), &request, impatient()).await.0.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Unreachable);
    assert_eq!(requests(&slow).await, 1);
}

#[tokio::test]
async fn a_redirect_is_named_and_not_followed() {
    let elsewhere = answering(ResponseTemplate::new(200)).await;
    let there = format!("{}/login?ticket=secret#top", elsewhere.uri());
    let server = answering(ResponseTemplate::new(302).insert_header("location", there.as_str())).await;
    let problem = get(&server.uri(), "/issues.json").await.unwrap_err();
    let sentence = said(&server.uri(), &problem).replace(elsewhere.uri().as_str(), "ELSEWHERE");
    insta::assert_snapshot!(sentence, @"BadReply: HOST sends us on to ELSEWHERE/login. Throughline asks no server but HOST. If that is the right address, put it into the connection.");
    assert_eq!(requests(&elsewhere).await, 0);
}

#[tokio::test]
async fn a_next_page_on_another_server_is_never_asked_for() {
    let elsewhere = answering(ResponseTemplate::new(200)).await;
    let server = answering(ResponseTemplate::new(200)).await;
    for url in [elsewhere.uri(), "https://127.0.0.1/".to_owned(), "file:///etc/passwd".to_owned(), "?page=2".to_owned()]
    {
        let problem = send_as(&peer(&server.uri()), &HttpRequest::get(url), limits()).await.0.unwrap_err();
        assert_eq!(problem.kind, ProblemKind::BadReply, "{problem}");
    }
    let problem = send_as(&peer(&server.uri()), &HttpRequest::get("http://evil.example/2"), limits()).await.0;
    insta::assert_snapshot!(said(&server.uri(), &problem.unwrap_err()), @"BadReply: HOST points to evil.example for what comes next. Throughline asks no server but HOST. Ask whoever runs Redmine to correct its own address in its settings.");
    assert_eq!((requests(&elsewhere).await, requests(&server).await), (0, 0));
}

#[tokio::test]
async fn a_reply_without_end_is_cut_off() {
    let server = answering(ResponseTemplate::new(200).set_body_bytes(vec![b'x'; 64 * 1024 + 1])).await;
    let problem = get(&server.uri(), "/").await.unwrap_err();
    insta::assert_snapshot!(said(&server.uri(), &problem), @"BadReply: The answer of HOST is larger than 1 MB. Check that the address is that of Redmine.");
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn a_slow_tool_is_given_up_and_asked_again() {
    let server = answering(ResponseTemplate::new(200).set_delay(Duration::from_secs(2))).await;
    let request = HttpRequest::get(server.uri());
    let problem = send_as(&peer(&server.uri()), &request, impatient()).await.0.unwrap_err();
    insta::assert_snapshot!(said(&server.uri(), &problem), @"Unreachable: HOST didn't answer within 0.3 seconds. Try again later; if it happens again, ask whoever runs Redmine.");
    assert_eq!(requests(&server).await, 3);
}

#[tokio::test]
async fn a_broken_line_is_said_plainly() {
    let mut all = String::new();
    for answer in [
        b"".as_slice(),
        b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"issues\":[",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nabc",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ] {
        let server = rude::hanging_up(answer);
        let problem = get(&server, "/").await.unwrap_err();
        all.push_str(&format!("{}\n", said(&server, &problem)));
    }
    insta::assert_snapshot!(all, @r"
    Unreachable: HOST broke off before its answer was complete. Try again.
    Unreachable: HOST broke off before its answer was complete. Try again.
    Unreachable: HOST broke off before its answer was complete. Try again.
    Unreachable: HOST broke off before its answer was complete. Try again.
    ");
}

#[tokio::test]
async fn an_address_where_nobody_is_has_its_sentence() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = answering(ResponseTemplate::new(200)).await;
    let https = server.uri().replace("http://", "https://");
    let mut all = String::new();
    for address in [format!("http://{free}"), "http://desk.invalid".to_owned(), https] {
        let problem = get(&address, "/").await.unwrap_err();
        all.push_str(&format!("{}\n", said(&address, &problem)));
    }
    insta::assert_snapshot!(all, @r"
    Unreachable: Nothing answers at HOST. Check the address and its port, and that Redmine is running.
    Unreachable: There is no server named HOST, as far as this laptop knows. Check the address of the connection, and that the laptop is online.
    Unreachable: HOST doesn't speak https. Check the port, or write http:// if the tool really is without encryption.
    ");
}

/// A server with a certificate that it signed itself; it counts the bytes it could decrypt.
fn own_signed() -> (String, Arc<AtomicUsize>) {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("../fixtures/tls/own-signed.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../fixtures/tls/key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let read = Arc::new(AtomicUsize::new(0));
    let seen = read.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut tls = rustls::ServerConnection::new(config.clone()).unwrap();
            let bytes = rustls::Stream::new(&mut tls, &mut stream).read(&mut [0; 1024]).unwrap_or(0);
            read.fetch_add(bytes, Ordering::SeqCst);
        }
    });
    (address, seen)
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_gets_nothing() {
    let (server, read) = own_signed();
    let problem = get(&server, "/issues.json").await.unwrap_err();
    insta::assert_snapshot!(said(&server, &problem), @"Unreachable: The certificate of HOST isn't trusted by this laptop. Nothing was sent to it. Check the address. If it is right and your company signs its own certificates, add its authority under Settings → Network.");
    assert_eq!(read.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_secret_that_cannot_be_sent_is_said_without_showing_it() {
    let server = answering(ResponseTemplate::new(200)).await;
    let odd = Peer { secret: Some(format!("{SECRET}\n").into()), ..peer(&server.uri()) };
    let problem = send_as(&odd, &HttpRequest::get(server.uri()), limits()).await.0.unwrap_err();
    insta::assert_snapshot!(said(&server.uri(), &problem), @"BadInput: The API key or the account name holds characters that can't be sent. Copy it again, without line breaks or accents.");
    assert!(!format!("{odd:?}").contains(SECRET));
}

#[tokio::test]
async fn cancelling_ends_a_wait_at_once() {
    let server = answering(ResponseTemplate::new(429).insert_header("retry-after", "3600")).await;
    let cancel = CancellationToken::new();
    let patience = Patience {
        now: &Time::system_now,
        cancel: &cancel,
        // The tool is being waited for: now the person has enough.
        waiting: &|_| cancel.cancel(),
        longest_wait: Duration::from_secs(7_200),
        attempts: 3,
    };
    let http = Http::new(limits()).unwrap();
    let request = HttpRequest::get(server.uri());
    let problem = http.send(&peer(&server.uri()), &request, &Verdict::from_status, &patience).await.unwrap_err();
    assert_eq!((problem.kind, problem.what.as_str()), (ProblemKind::Cancelled, "Stopped, as you asked."));
}

#[tokio::test]
async fn one_request_a_server_is_in_flight() {
    let (server, most) = rude::counting();
    let (cancel, http, peer) = (CancellationToken::new(), Http::new(limits()).unwrap(), peer(&server));
    let patience = Patience {
        now: &Time::system_now,
        cancel: &cancel,
        waiting: &|_| (),
        longest_wait: Duration::from_secs(1),
        attempts: 3,
    };
    let request = HttpRequest::get(server);
    let send = || http.send(&peer, &request, &Verdict::from_status, &patience);
    let (one, two, three) = tokio::join!(send(), send(), send());
    assert_eq!([one, two, three].map(|reply| reply.unwrap().status), [200, 200, 200]);
    assert_eq!(most.load(Ordering::SeqCst), 1);
}

proptest! {
    #[test]
    fn any_reply_has_a_meaning(status in 100_u16..600, header in ".*", body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let headers = vec![("retry-after".to_owned(), header.clone()), ("location".to_owned(), header)];
        let now = time("2026-11-21T09:00:00Z");
        let verdict = Verdict::from_status(&HttpReply { status, headers, body }, now);
        prop_assert_eq!(verdict == Verdict::Done, (200..300).contains(&status));
        if let Verdict::RetryAt(at) = verdict {
            prop_assert!(at >= now);
        }
    }
}
