//! The network of a company: servers that its own authority vouches for, and a proxy on the way to them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::api::Engine;
use engine::api::types::{CheckReport, ConnectionForm, ProxySettings, ProxyWay};
use engine::connectors::Account;
use rstest::rstest;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use support::{Clock, open};
use tempfile::TempDir;

const AUTHORITY: &[u8] = include_bytes!("../fixtures/tls/authority.pem");
const KEY: &[u8] = include_bytes!("../fixtures/tls/key.pem");
/// Of `desk.example.test` and this laptop, by the authority.
const SIGNED: &[u8] = include_bytes!("../fixtures/tls/signed.pem");

/// Of another authority, until 2026-11-30.
const EXPIRED: &[u8] = include_bytes!("../fixtures/tls/expired.pem");

/// What both questions of a check may be answered with.
const ANSWER: &str = r#"{"user": {"login": "maya"}, "issues": [], "total_count": 0, "offset": 0, "limit": 1}"#;

async fn bench() -> (TempDir, Engine) {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-12-01T09:00:00Z")).await;
    (folder, engine)
}

async fn check(engine: &Engine, address: &str) -> CheckReport {
    let account = Account { vendor: "redmine".to_owned(), base_url: address.to_owned(), ..Account::default() };
    let form = ConnectionForm { name: "Desk".to_owned(), account };
    engine.check_connection(form, Some("key".to_owned()), None).await.unwrap()
}

/// What the step that failed says, with the names of servers that differ from run to run left out; `fine` when none did.
async fn said(engine: &Engine, address: &str) -> String {
    let report = check(engine, address).await;
    let failed = report.steps.into_iter().find(|step| !step.ok);
    let said = failed.map_or_else(|| "fine".to_owned(), |step| step.found);
    without_ports(&said)
}

/// `127.0.0.1:` and a port become HOST.
fn without_ports(text: &str) -> String {
    let mut parts = text.split("127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "HOST" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Calls `serve` with each connection to the port it gives.
fn listen(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = serve.clone();
            std::thread::spawn(move || serve(stream));
        }
    });
    port
}

fn answer() -> String {
    let length = ANSWER.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{ANSWER}"
    )
}

/// A server that the company's authority vouches for.
fn desk() -> u16 {
    let certificate = CertificateDer::from_pem_slice(SIGNED).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::from_pem_slice(KEY).unwrap())
        .unwrap();
    let config = Arc::new(config);
    listen(move |mut stream| {
        let mut tls = rustls::ServerConnection::new(config.clone()).unwrap();
        let mut tls = rustls::Stream::new(&mut tls, &mut stream);
        if tls.read(&mut [0; 4096]).is_ok_and(|bytes| bytes > 0) {
            let _ = tls.write_all(answer().as_bytes());
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
    })
}

/// A proxy that writes down what it is asked for, lets only `maya` with `secret` through, and leads every tunnel to
/// the port `desk`; 0 refuses tunnels.
fn proxy(desk: u16) -> (String, Arc<Mutex<Vec<String>>>) {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = asked.clone();
    let port = listen(move |mut stream| {
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        let Some(first) = lines.next() else { return };
        let head: Vec<String> = lines.take_while(|line| !line.is_empty()).map(|line| line.to_lowercase()).collect();
        seen.lock().unwrap().push(first.rsplit_once(' ').map_or_else(String::new, |(asked, _)| asked.to_owned()));
        let pass = format!("proxy-authorization: basic {}", STANDARD.encode("maya:secret")).to_lowercase();
        let tunnel = first.starts_with("CONNECT");
        let said = match (head.contains(&pass), tunnel) {
            (false, _) => {
                "HTTP/1.1 407 Who are you\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n".to_owned()
            }
            (true, true) if desk == 0 => "HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n".to_owned(),
            (true, true) => "HTTP/1.1 200 Go on\r\n\r\n".to_owned(),
            (true, false) => answer(),
        };
        let _ = stream.write_all(said.as_bytes());
        if tunnel && said.contains("200") {
            let upstream = TcpStream::connect(("127.0.0.1", desk)).unwrap();
            let (mut up, mut back) = (upstream.try_clone().unwrap(), stream.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut stream, &mut up));
            let _ = std::io::copy(&mut { upstream }, &mut back);
        }
    });
    (format!("http://127.0.0.1:{port}"), asked)
}

fn through(address: &str) -> ProxySettings {
    ProxySettings { way: ProxyWay::Own, address: address.to_owned(), user: "maya".to_owned(), bypass: String::new() }
}

fn password() -> Option<String> {
    Some("secret".to_owned())
}

#[tokio::test]
async fn an_authority_counts_while_it_is_kept() {
    let (folder, engine) = bench().await;
    let address = format!("https://127.0.0.1:{}", desk());
    let refused = said(&engine, &address).await;
    insta::assert_snapshot!(refused, @"The certificate of HOST isn't trusted by this laptop. Nothing was sent to it. Check the address. If it is right and your company signs its own certificates, add its authority under Settings → Network.");

    let done = engine.add_authorities(AUTHORITY.to_vec()).await.unwrap();
    assert_eq!(done.message, "Trusted the certificates of “Pellworth Root CA”");
    assert_eq!(said(&engine, &address).await, "fine");
    engine.undo().await.unwrap();
    assert_eq!(said(&engine, &address).await, refused);
    engine.redo().await.unwrap();
    assert_eq!(said(&engine, &address).await, "fine");

    engine.close().await.unwrap();
    let engine = open(folder.path(), &Clock::at("2126-12-01T09:00:00Z")).await;
    assert_eq!(said(&engine, &address).await, "fine", "after a restart");
    let authority = engine.network().await.unwrap().authorities.remove(0);
    assert_eq!((authority.name.as_str(), authority.issuer.as_str()), ("Pellworth Root CA", "Pellworth Root CA"));
    assert!(authority.expired, "a hundred years later");
    engine.remove_authority(authority.fingerprint.clone()).await.unwrap();
    assert_eq!(said(&engine, &address).await, refused);
    let gone = engine.remove_authority(authority.fingerprint).await.unwrap_err();
    insta::assert_snapshot!(gone, @"This authority isn't trusted here (any more).");
}

/// Text and binary form are one certificate, and one that is there already changes nothing.
#[tokio::test]
async fn an_authority_is_kept_once() {
    let (_folder, engine) = bench().await;
    let binary = CertificateDer::from_pem_slice(AUTHORITY).unwrap().to_vec();
    let twice = [b"Subject: CN=Somebody\n".to_vec(), AUTHORITY.to_vec(), AUTHORITY.to_vec()].concat();
    for (file, new) in [(binary, true), (AUTHORITY.to_vec(), false), (twice, false)] {
        let done = engine.add_authorities(file).await.unwrap();
        assert_eq!(done.step.is_some(), new);
        assert_eq!(engine.network().await.unwrap().authorities.len(), 1);
    }
}

const NOTHING: &str = "There is no certificate in the file.";
const INCOMPLETE: &str = "The file isn't complete, or isn't a certificate file.";
const UNREADABLE: &str = "The file holds a certificate that can't be read.";

#[rstest]
#[case(&[AUTHORITY, KEY].concat(), "The file holds a private key, which belongs to nobody but its server.")]
#[case(b"", NOTHING)]
#[case(b"name,company\nMaya,Pellworth\n", NOTHING)]
#[case(&AUTHORITY[..300], INCOMPLETE)]
#[case(b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", INCOMPLETE)]
#[case(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", UNREADABLE)]
#[case(b"\x30\x82\x00\x05abc", UNREADABLE)]
#[case(SIGNED, "“desk.example.test” is the certificate of a server, not of an authority.")]
#[case(EXPIRED, "The certificate of “Pellworth Old CA” expired on 2026-11-30.")]
#[case(&[b' '; 1_100_000], "The file is larger than 1 MB.")]
#[tokio::test]
async fn a_file_without_an_authority_is_refused(#[case] file: &[u8], #[case] expected: &str) {
    let (_folder, engine) = bench().await;
    let problem = engine.add_authorities(file.to_vec()).await.unwrap_err();
    assert_eq!(problem.what, expected);
    assert_eq!(engine.network().await.unwrap().authorities, []);
}

#[tokio::test]
async fn a_proxy_leads_to_every_tool_but_those_on_this_laptop() {
    let (_folder, engine) = bench().await;
    let (address, asked) = proxy(desk());
    engine.set_proxy(through(&address), password()).await.unwrap();
    assert!(engine.network().await.unwrap().proxy_password);
    assert_eq!(said(&engine, "http://desk.example.test").await, "fine");
    let plain = std::mem::take(&mut *asked.lock().unwrap());
    assert!(plain.iter().all(|asked| asked.starts_with("GET http://desk.example.test/")), "{plain:?}");
    assert_eq!(plain.len(), 2);

    insta::assert_snapshot!(said(&engine, "https://desk.example.test").await, @"The certificate of desk.example.test isn't trusted by this laptop. Nothing was sent to it. Check the address. If it is right and your company signs its own certificates, add its authority under Settings → Network.");
    engine.add_authorities(AUTHORITY.to_vec()).await.unwrap();
    assert_eq!(said(&engine, "https://desk.example.test").await, "fine");
    let tunnels = std::mem::take(&mut *asked.lock().unwrap());
    assert!(tunnels.iter().all(|asked| asked == "CONNECT desk.example.test:443"), "{tunnels:?}");

    assert_eq!(said(&engine, &format!("https://127.0.0.1:{}", desk())).await, "fine");
    let bypassed = ProxySettings { bypass: "intranet.test; Example.TEST".to_owned(), ..through(&address) };
    engine.set_proxy(bypassed, None).await.unwrap();
    assert_eq!(engine.network().await.unwrap().proxy.bypass, "intranet.test, example.test");
    insta::assert_snapshot!(said(&engine, "https://desk.example.test").await, @"There is no server named desk.example.test, as far as this laptop knows. Check the address of the connection, and that the laptop is online.");
    engine.set_proxy(ProxySettings { way: ProxyWay::Direct, ..through(&address) }, None).await.unwrap();
    insta::assert_snapshot!(said(&engine, "http://desk.example.test").await, @"There is no server named desk.example.test, as far as this laptop knows. Check the address of the connection, and that the laptop is online.");
    assert_eq!(*asked.lock().unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn what_goes_wrong_at_the_proxy_is_said_of_the_proxy() {
    let (_folder, engine) = bench().await;
    let mut all = String::new();
    let (strict, _) = proxy(0);
    for (address, password) in [
        (strict.as_str(), Some("wrong".to_owned())),
        (strict.as_str(), password()),
        ("http://127.0.0.1:1", password()),
        ("http://proxy.example.test:3128", password()),
    ] {
        engine.set_proxy(through(address), password).await.unwrap();
        for tool in ["http://desk.example.test", "https://desk.example.test"] {
            all.push_str(&format!("{}\n", said(&engine, tool).await));
        }
    }
    insta::assert_snapshot!(all, @r"
    The proxy HOST doesn't accept the name and password it was given, if any. Enter them under Settings → Network.
    The proxy HOST doesn't accept the name and password it was given, if any. Enter them under Settings → Network.
    fine
    The proxy HOST doesn't let this laptop through to desk.example.test. Check the address. If it is right, ask whoever runs the proxy to let desk.example.test through.
    The proxy HOST can't be reached. Check it under Settings → Network, and that the laptop is in the right network.
    The proxy HOST can't be reached. Check it under Settings → Network, and that the laptop is in the right network.
    The proxy proxy.example.test:3128 can't be reached. Check it under Settings → Network, and that the laptop is in the right network.
    The proxy proxy.example.test:3128 can't be reached. Check it under Settings → Network, and that the laptop is in the right network.
    ");
}

#[tokio::test]
async fn a_password_goes_to_its_own_proxy_alone_and_into_no_file() {
    let (folder, engine) = bench().await;
    let (one, _) = proxy(0);
    let (two, _) = proxy(0);
    engine.set_proxy(through(&one), password()).await.unwrap();
    engine.set_proxy(through(&two), None).await.unwrap();
    assert!(!engine.network().await.unwrap().proxy_password);
    assert!(said(&engine, "http://desk.example.test").await.contains("doesn't accept"));
    engine.undo().await.unwrap();
    assert_eq!(said(&engine, "http://desk.example.test").await, "fine");
    engine.set_proxy(through(&one), Some(String::new())).await.unwrap();
    assert!(said(&engine, "http://desk.example.test").await.contains("doesn't accept"));
    engine.close().await.unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        assert!(!bytes.windows(6).any(|bytes| bytes == b"secret"), "{}", path.display());
    }
}

#[rstest]
#[case("", "“http://” is not a web address.")]
#[case("http://maya:secret@proxy.test:3128", "The address holds a user name or password.")]
#[case("http://proxy.test/wpad.dat", "“http://proxy.test/wpad.dat” is the address of a page, not of a proxy.")]
#[case("socks5://proxy.test", "“socks5://proxy.test” is not a web address.")]
#[tokio::test]
async fn an_address_of_no_proxy_is_refused(#[case] address: &str, #[case] expected: &str) {
    let (_folder, engine) = bench().await;
    let problem = engine.set_proxy(through(address), None).await.unwrap_err();
    assert_eq!(problem.what, expected);
    assert_eq!(engine.network().await.unwrap().proxy, ProxySettings::default());
}
