//! Digests by mail, against a real mail server.

use engine::api::Engine;
use engine::api::types::{DigestForm, DigestKind, DigestState, MailForm, Security, Settings, WorkspaceName};
use engine::error::ProblemKind;
use rstest::rstest;
use support::servers::MailServer;
use support::{Clock, context};
use tempfile::TempDir;

const AUTHORITY: &[u8] = include_bytes!("../fixtures/tls/authority.pem");

async fn bench() -> (TempDir, Engine, MailServer) {
    let (folder, server) = (TempDir::new().unwrap(), MailServer::start().await);
    let clock = Clock::at("2026-11-25T10:00:00Z");
    let engine = Engine::open(folder.path(), WorkspaceName::Own, context(&clock)).await.unwrap();
    (folder, engine, server)
}

fn mail(server: &MailServer, security: Security) -> MailForm {
    let (port, user) = match security {
        Security::None => (server.plain, ""),
        Security::Starttls => (server.starttls, "maya"),
        Security::Tls => (server.tls, "maya"),
    };
    MailForm {
        host: "127.0.0.1".into(),
        port,
        security,
        user: user.into(),
        from: "Throughline <digest@example.com>".into(),
        to: vec!["team@example.com".into(), "Ops <ops@example.com>".into()],
    }
}

async fn add(engine: &Engine, mail: MailForm, password: &str) -> String {
    let form = DigestForm {
        name: "Team list".into(),
        kind: DigestKind::Mail,
        weekly: true,
        when: "mon 09:00".parse().unwrap(),
        andon: false,
        mail: Some(mail),
    };
    engine.add_digest(form, Some(password.to_owned())).await.unwrap();
    engine.digests().await.unwrap().destinations.remove(0).uid
}

#[rstest]
#[case(Security::None)]
#[case(Security::Starttls)]
#[case(Security::Tls)]
#[tokio::test]
async fn a_letter_arrives_once_signed_in_and_encrypted_as_it_was_set_up(#[case] security: Security) {
    let (_folder, engine, server) = bench().await;
    engine.add_authorities(AUTHORITY.to_vec()).await.unwrap();
    engine.create_opportunity("Grüße\r\nBcc: x@y.example <b> https://evil.example".into()).await.unwrap();
    let made = engine.opportunities(Default::default()).await.unwrap().rows[0].id;
    engine.set_stage(made, engine::model::Stage::Delivered, String::new()).await.unwrap();
    let settings = Settings { workspace_name: "Calder Süd".into(), ..engine.workspace().await.unwrap().settings };
    engine.set_settings(settings).await.unwrap();
    let uid = add(&engine, mail(&server, security), "letter").await;
    let sent = engine.send_digest(uid).await.unwrap();
    assert_eq!((sent.state, sent.answer.as_str()), (DigestState::Sent, "Taken for delivery"), "{:?}", sent.problem);
    let letters = server.letters().await;
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert_eq!(letter["from"], "digest@example.com");
    assert_eq!(letter["to"], serde_json::json!(["team@example.com", "ops@example.com"]));
    assert_eq!(letter["sender"], "Throughline <digest@example.com>");
    assert_eq!(letter["subject"], "The week in Calder Süd: 18 Nov to 25 Nov 2026");
    assert_eq!(letter["type"], "text/plain");
    assert_eq!(letter["date"], "Wed, 25 Nov 2026 10:00:00 +0000");
    assert!(letter["id"].as_str().unwrap().ends_with("-week-2026-W48@example.com>"), "{}", letter["id"]);
    let private = security != Security::None;
    assert_eq!(
        (letter["encrypted"].as_bool(), letter["signed_in"].as_bool()),
        (Some(private), private.then_some(true))
    );
    insta::allow_duplicates! {
        insta::assert_snapshot!(letter["text"].as_str().unwrap().replace('\u{200b}', "¦"), @r"
        Delivered: 1
        - OPP-1 Grüße Bcc: [e-mail removed] <b> https:¦//evil.example
        ");
    }
}

#[rstest]
#[case(Security::Starttls)]
#[case(Security::Tls)]
#[tokio::test]
async fn a_server_nobody_vouches_for_gets_neither_password_nor_letter(#[case] security: Security) {
    let (_folder, engine, server) = bench().await;
    let uid = add(&engine, mail(&server, security), "letter").await;
    let sent = engine.test_digest(uid).await.unwrap();
    let problem = sent.problem.unwrap();
    assert_eq!((sent.state, problem.kind), (DigestState::Failed, ProblemKind::Unreachable));
    assert!(problem.what.starts_with("The certificate of 127.0.0.1:"), "{problem}");
    assert_eq!(server.letters().await.len(), 0);
}

#[tokio::test]
async fn a_server_without_starttls_gets_neither_password_nor_letter() {
    let (_folder, engine, server) = bench().await;
    let mail = MailForm { port: server.plain, ..mail(&server, Security::Starttls) };
    let uid = add(&engine, mail, "letter").await;
    let sent = engine.test_digest(uid).await.unwrap();
    assert_eq!(sent.state, DigestState::Failed);
    assert!(sent.problem.unwrap().what.ends_with("doesn't offer STARTTLS."));
    assert_eq!(server.letters().await.len(), 0);
}

#[tokio::test]
async fn a_wrong_password_is_said_so_and_shown_nowhere() {
    let (_folder, engine, server) = bench().await;
    engine.add_authorities(AUTHORITY.to_vec()).await.unwrap();
    let uid = add(&engine, mail(&server, Security::Starttls), "wr0ng-password").await;
    let sent = engine.send_digest(uid).await.unwrap();
    let problem = sent.problem.unwrap();
    assert_eq!((sent.state, problem.kind, sent.retry_at), (DigestState::Failed, ProblemKind::Credential, None));
    assert!(!problem.sentence().contains("wr0ng"), "{problem}");
}

#[rstest]
#[case::no_such_mailbox("nobody@example.com", DigestState::Failed, false, 0)]
#[case::full_for_now("full@example.com", DigestState::Failed, true, 0)]
#[case::lost_on_the_way_back("lost@example.com", DigestState::Unknown, false, 1)]
#[tokio::test]
async fn what_the_server_says_decides_what_is_known(
    #[case] to: &str,
    #[case] state: DigestState,
    #[case] again: bool,
    #[case] arrived: usize,
) {
    let (_folder, engine, server) = bench().await;
    let uid = add(&engine, MailForm { to: vec![to.into()], ..mail(&server, Security::None) }, "").await;
    let sent = engine.send_digest(uid.clone()).await.unwrap();
    assert_eq!((sent.state, sent.retry_at.is_some()), (state, again), "{:?}", sent.problem);
    assert_eq!(server.letters().await.len(), arrived);
    assert_eq!(engine.send_due_digests().await.unwrap().len(), 0);
    assert_eq!(engine.send_digest(uid).await.err().unwrap().kind, ProblemKind::Refused);
    assert_eq!(server.letters().await.len(), arrived, "never twice");
}
