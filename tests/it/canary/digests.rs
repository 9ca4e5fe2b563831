//! Digests whose chat and whose mail server repeat everything they are sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::api::Engine;
use engine::api::types::{DigestForm, DigestKind, MailForm, Security};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::tell;

/// The part of a webhook's address that lets anybody post.
pub const WEBHOOK: &str = "C4nary-webhook/+a=1&b";
pub const MAIL_PASSWORD: &str = "C4nary mail/+a=1&b";

/// Through a chat at `server` that repeats the address, under the status that stands in it.
pub async fn posts(engine: &Engine, server: &str) {
    println!("way webhook");
    for kind in [DigestKind::Slack, DigestKind::Mattermost, DigestKind::Teams] {
        let wrong = format!("https://maya:{}@chat.example/hooks", WEBHOOK.replace('/', "%2F"));
        tell("no address", engine.add_digest(form(kind, "Wrong", None), Some(wrong)).await);
        for status in [401, 403, 400, 422, 500, 302, 200] {
            let name = format!("{} {status}", kind.name());
            let address = format!("{server}/status-{status}/{WEBHOOK}");
            sends(engine, form(kind, &name, None), address).await;
        }
    }
    tell("digests due", engine.send_due_digests().await);
}

/// Through a mail server that repeats the password.
pub async fn mails(engine: &Engine) {
    println!("way mail");
    let said = [("535", "250"), ("235", "250"), ("235", "554"), ("235", "451")].map(|(hello, end)| (hello, end, 0));
    // A sentence is cut somewhere, which may be in the middle of the password.
    let cut = (150..=190).step_by(5).map(|before| ("454", "250", before));
    for (hello, end, before) in said.into_iter().chain(cut) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let mail = MailForm {
            host: "127.0.0.1".to_owned(),
            port: listener.local_addr().unwrap().port(),
            security: Security::None,
            user: "maya".to_owned(),
            from: "digest@example.com".to_owned(),
            to: vec!["team@example.com".to_owned()],
        };
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                tokio::spawn(parrot(line, hello, end, before));
            }
        });
        let name = format!("Mail {hello} {end} {before}");
        sends(engine, form(DigestKind::Mail, &name, Some(mail)), MAIL_PASSWORD.to_owned()).await;
    }
}

fn form(kind: DigestKind, name: &str, mail: Option<MailForm>) -> DigestForm {
    let when = "mon 09:00".parse().unwrap();
    DigestForm { name: name.to_owned(), kind, weekly: true, when, andon: false, mail }
}

async fn sends(engine: &Engine, form: DigestForm, secret: String) {
    tell("digest set up", engine.add_digest(form.clone(), Some(secret.clone())).await);
    let page = engine.digests().await.unwrap();
    let uid = &page.destinations.iter().find(|one| one.form.name == form.name).unwrap().uid;
    tell("digest tried", engine.test_digest(uid.clone()).await);
    tell("digest previewed", engine.preview_digest(uid.clone()).await);
    let sent = engine.send_digest(uid.clone()).await.unwrap();
    tell("digest again", engine.send_digest_again(sent.id).await);
    tell("digest sent", Ok(sent));
    let form = DigestForm { andon: true, ..form };
    tell("digest changed", engine.edit_digest(uid.clone(), form, Some(secret)).await);
}

/// Says what it heard: `hello` to whoever signs in, `end` to a letter, after so many other letters.
async fn parrot(line: TcpStream, hello: &str, end: &str, before: usize) {
    let (read, mut write) = line.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut heard = ".".repeat(before);
    let mut answer = "220 parrot.example".to_owned();
    let mut letter = false;
    while write.write_all(format!("{answer}\r\n").as_bytes()).await.is_ok() {
        answer = loop {
            let Ok(Some(said)) = lines.next_line().await else { return };
            if letter && said != "." {
                continue;
            }
            break match said.split(' ').collect::<Vec<_>>().as_slice() {
                ["."] => {
                    letter = false;
                    format!("{end} {heard}")
                }
                ["EHLO", ..] => "250-parrot.example\r\n250 AUTH PLAIN".to_owned(),
                ["AUTH", _, encoded] => {
                    let plain = STANDARD.decode(encoded).unwrap();
                    heard += &format!("{} {encoded}", String::from_utf8_lossy(&plain).replace('\0', " "));
                    format!("{hello} {heard}")
                }
                ["DATA"] => {
                    letter = true;
                    "354 go on".to_owned()
                }
                _ => "250 parrot.example".to_owned(),
            };
        };
    }
}
