//! Setting up where digests go: what is kept where, what is refused, and times of the week.

use chrono::{TimeZone, Utc};
use engine::api::types::{DigestForm, DigestKind, DigestState, MailForm, Security, Weekly, WorkspaceName};
use engine::api::workspace_file;
use engine::error::ProblemKind;
use rstest::rstest;
use support::time;

use super::digests::{desk, form, ok};

#[tokio::test]
async fn the_address_is_kept_apart_and_bound_to_its_server() {
    let desk = desk().await;
    desk.answers(ok()).await;
    let uid = desk.add(form(DigestKind::Slack)).await;
    desk.engine.test_digest(uid.clone()).await.unwrap();
    let page = serde_json::to_string(&desk.engine.digests().await.unwrap()).unwrap();
    assert!(!page.contains("hush"));
    let removed = desk.engine.remove_digest(uid.clone()).await.unwrap();
    assert_eq!(removed.message, "Took away “Product room”; nothing is sent there any more");
    // Undo brings the destination back, but not what lets anybody post.
    desk.engine.undo().await.unwrap();
    let back = desk.engine.digests().await.unwrap().destinations.remove(0);
    assert!(!back.ready);
    let sent = desk.engine.test_digest(uid.clone()).await.unwrap();
    assert_eq!(sent.problem.unwrap().kind, ProblemKind::Credential);
    desk.engine.edit_digest(uid.clone(), back.form, Some(desk.address())).await.unwrap();
    assert_eq!(desk.engine.test_digest(uid).await.unwrap().state, DigestState::Sent);
    desk.engine.close().await.unwrap();
    let file = std::fs::read(workspace_file(desk.folder.path(), WorkspaceName::Own)).unwrap();
    assert!(!file.windows(9).any(|bytes| bytes == b"hush-hush"));
}

#[rstest]
#[case::no_address(DigestKind::Slack, "hooks.slack.com", "This is not the address of a webhook.")]
#[case::no_web_address(DigestKind::Teams, "file:///etc/passwd", "This is not the address of a webhook.")]
#[case::a_password_in_it(
    DigestKind::Slack,
    "https://a:b@hooks.example/x",
    "The address holds a user name or password."
)]
#[case::for_all_to_read(
    DigestKind::Mattermost,
    "http://chat.example/hooks/x",
    "The address begins with http://, so that others could read it on the way and post there too."
)]
#[case::none(DigestKind::Slack, "  ", "The address of the webhook is missing.")]
#[tokio::test]
async fn an_address_that_cant_be_one_is_refused(#[case] kind: DigestKind, #[case] address: &str, #[case] says: &str) {
    let desk = desk().await;
    let refused = desk.engine.add_digest(form(kind), Some(address.to_owned())).await.err().unwrap();
    assert_eq!(refused.what, says);
    assert_eq!(desk.engine.digests().await.unwrap().destinations.len(), 0);
}

#[rstest]
#[case::nobody(|mail: &mut MailForm| mail.to = vec![" ".into()])]
#[case::no_address(|mail: &mut MailForm| mail.from = "digest".into())]
#[case::a_line_break(|mail: &mut MailForm| mail.from = "a@b.example\r\nBcc: x@y.example".into())]
#[case::no_server(|mail: &mut MailForm| mail.host = "smtp.example.com/x".into())]
#[case::a_password_for_all_to_read(|mail: &mut MailForm| { mail.security = Security::None; mail.user = "maya".into(); })]
#[tokio::test]
async fn a_mail_that_cant_go_is_refused(#[case] spoil: fn(&mut MailForm)) {
    let desk = desk().await;
    let mut mail = MailForm {
        host: "smtp.example.com".into(),
        port: 587,
        security: Security::Starttls,
        user: String::new(),
        from: "a@b.example".into(),
        to: vec!["c@d.example".into()],
    };
    spoil(&mut mail);
    let form = DigestForm { mail: Some(mail), ..form(DigestKind::Mail) };
    let refused = desk.engine.add_digest(form, Some("secret".into())).await.err().unwrap();
    assert_eq!((refused.kind, refused.kept.as_str()), (ProblemKind::BadInput, "Nothing was changed."));
}

// The clock goes from 02:00 to 03:00 on Sunday 29 March and from 03:00 back to 02:00 on Sunday 25 October.
#[rstest]
#[case::before_its_time("mon 09:00", "2026-03-30T06:59:59Z", "2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z")]
#[case::at_its_time("mon 09:00", "2026-03-30T07:00:00Z", "2026-03-30T07:00:00Z", "2026-04-06T07:00:00Z")]
#[case::a_skipped_time_is_after_the_gap(
    "sun 02:30",
    "2026-03-29T12:00:00Z",
    "2026-03-29T01:00:00Z",
    "2026-04-05T00:30:00Z"
)]
#[case::of_two_the_first("sun 02:30", "2026-10-25T12:00:00Z", "2026-10-25T00:30:00Z", "2026-11-01T01:30:00Z")]
#[case::over_new_year("thu 23:30", "2027-01-01T00:00:00Z", "2026-12-31T22:30:00Z", "2027-01-07T22:30:00Z")]
fn a_time_of_the_week(#[case] when: &str, #[case] now: &str, #[case] last: &str, #[case] next: &str) {
    let (when, now) = (when.parse::<Weekly>().unwrap(), time(now));
    let zone = &chrono_tz::Europe::Berlin;
    assert_eq!(when.last(now, zone).unwrap().at.rfc3339(), last);
    assert_eq!(when.next(now, zone).unwrap().at.rfc3339(), next);
    assert_eq!(when.to_string().parse::<Weekly>().unwrap(), when);
}

#[rstest]
#[case("2026-01-01", "2026-W01")]
#[case("2027-01-03", "2026-W53")]
#[case("2026-11-30", "2026-W49")]
fn a_week_has_one_name(#[case] day: &str, #[case] week: &str) {
    let noon = Utc.from_utc_datetime(&format!("{day}T12:00:00").parse().unwrap());
    assert_eq!(engine::schedule::week(noon.date_naive()), week);
}
