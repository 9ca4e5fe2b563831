//! Features that people may do with another one, in a year that was counted.

use engine::api::types::{
    AcceptInto, DetourMeasure, DetourRow, DigestForm, DigestKind, FeatureQuery, ForumItem, ForumKind, ForumPlace,
    ForumVerb, MailForm, Security, WorkspaceName,
};
use engine::api::workspace_file;
use engine::error::ProblemKind;
use engine::model::{ServiceId, Time};
use rstest::rstest;
use rusqlite::{Connection, params};
use support::time;

use crate::workbench::Bench;

/// Feature, segment, and people a day before and since 20 June.
type Line = (&'static str, &'static str, u32, u32);

const MOVED: [Line; 2] = [("Search", "", 100, 70), ("Export", "", 60, 84)];
const REST: [Line; 4] = [("Mail", "", 50, 50), ("Print", "", 40, 40), ("Share", "", 30, 30), ("Sort", "", 20, 20)];

fn file(bench: &Bench) -> Connection {
    Connection::open(workspace_file(bench.folder.path(), WorkspaceName::Own)).unwrap()
}

/// The year up to 20 November, as a tool would have counted it.
async fn counted(lines: &[Line]) -> Bench {
    let bench = Bench::with_signals().await;
    let mut file = file(&bench);
    let write = file.transaction().unwrap();
    let first = "2025-11-22".parse::<chrono::NaiveDate>().unwrap();
    for (feature, segment, before, after) in lines {
        for (place, day) in first.iter_days().take(364).enumerate() {
            let users = if place < 210 { before } else { after };
            let row =
                "INSERT INTO usage (connection_id, feature, day, segment, users, events) VALUES (1, ?, ?, ?, ?, ?)";
            write.execute(row, params![feature, day.to_string(), segment, users, users * 2]).unwrap();
        }
    }
    write.commit().unwrap();
    bench
}

/// Tickets that name a feature, on a day each.
fn write_tickets(bench: &Bench, title: &str, days: &[&str]) {
    let file = file(bench);
    for (place, day) in days.iter().enumerate() {
        let row = "INSERT INTO signal (id, connection_id, external_id, kind, status, happened_at, updated_at, title, content_hash)
                   VALUES (?1, 1, 'N-' || ?1, 5, 0, ?2, 0, ?3, ?1)";
        let at = time(&format!("{day}T08:00:00Z")).0;
        file.execute(row, params![90 + place as u32, at, title]).unwrap();
    }
}

async fn only(bench: &Bench) -> DetourRow {
    let mut list = bench.engine.feature_detours(FeatureQuery::default()).await.unwrap();
    assert_eq!(list.detours.len(), 1, "{:?}", list.detours);
    list.detours.remove(0)
}

#[tokio::test]
async fn it_is_suggested_until_a_person_decides() {
    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    let list = bench.engine.feature_detours(FeatureQuery::default()).await.unwrap();
    assert_eq!((list.detours.len(), list.pairs, list.alike, list.silent), (1, 1, 1, 1));
    assert_eq!(list.to.unwrap().to_string(), "2026-11-20");
    let row = &list.detours[0];
    assert_eq!((row.measure, row.segment.as_deref(), row.silent), (DetourMeasure::People, None, true));
    insta::assert_snapshot!(row.why, @"It may be a detour: since 2026-06-20 “Search” lost 30 people a day and “Export” gained 24, 80 % of what was lost (80 % to 80 %), and nobody wrote about either. Chance alone makes two such changes meet in at most 3 % of cases.");

    let (search, export) = ("Search".to_owned(), "Export".to_owned());
    let into = AcceptInto::New { title: String::new() };
    let made = bench.engine.accept_detour(search.clone(), export.clone(), into).await.unwrap();
    let made = made.opportunity.unwrap();
    let opportunity = bench.engine.opportunity(made.id).await.unwrap();
    assert_eq!(opportunity.row.title, "People may take a detour from “Search” over “Export”");
    assert!(opportunity.statement.ends_with("whether they are the same people, only they can say."));
    let accepted = bench.engine.feature_detours(FeatureQuery::default()).await.unwrap();
    assert_eq!((accepted.silent, accepted.detours[0].opportunity.as_ref()), (0, Some(&made)));
    bench.engine.undo().await.unwrap();
    assert_eq!(bench.engine.feature_detours(FeatureQuery::default()).await.unwrap(), list);

    bench.engine.dismiss_detour(search.clone(), export.clone(), true).await.unwrap();
    let dismissed = bench.engine.feature_detours(FeatureQuery::default()).await.unwrap();
    assert_eq!((dismissed.silent, dismissed.detours[0].dismissed), (0, true));
    bench.engine.dismiss_detour(search.clone(), export.clone(), false).await.unwrap();
    assert_eq!(bench.engine.feature_detours(FeatureQuery::default()).await.unwrap(), list);

    let about = bench.engine.create_opportunity("Find things".into()).await.unwrap().opportunity.unwrap();
    let into = AcceptInto::Existing { opportunity: about.id };
    let noted = bench.engine.accept_detour(search.clone(), export.clone(), into).await.unwrap();
    let message = format!("Noted that {} is about the detour from “Search” over “Export”", about.label);
    assert_eq!(noted.message, message);
    let other_way = bench.engine.dismiss_detour(export, search, true).await.err().unwrap();
    assert_eq!(other_way.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn the_screen_gets_features_and_detours_in_one_answer() {
    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    for services in [vec![], vec![ServiceId(9)]] {
        let query = FeatureQuery { services, days: 30, product: None };
        let page = bench.engine.features_page(query.clone()).await.unwrap();
        assert_eq!(page.used, bench.engine.feature_use(query.clone()).await.unwrap());
        assert_eq!(page.detours, bench.engine.feature_detours(query).await.unwrap());
    }
}

#[tokio::test]
async fn what_it_is_told_from_goes_down_to_the_days() {
    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    let receipt = bench.engine.detour_receipt("Search".into(), "Export".into()).await.unwrap();
    assert_eq!(receipt.detour, only(&bench).await);
    insta::assert_snapshot!(receipt.how[..2].join("\n"), @r"
    “Search”: 100 a day from 2026-03-28 to 2026-05-22, 70 from 2026-07-18 to 2026-09-11.
    “Export”: 60 a day from 2026-03-28 to 2026-05-22, 84 from 2026-07-18 to 2026-09-11.
    ");
    assert!(
        receipt.how[3].contains("Of 1 pair of a feature") && receipt.how[3].contains("in 1 of 37 weeks"),
        "{}",
        receipt.how[3]
    );
    let (first, last) = (&receipt.days[0], receipt.days.last().unwrap());
    assert_eq!((receipt.days.len(), first.day.to_string().as_str()), (168, "2026-03-28"));
    assert_eq!((first.from, first.to, first.traffic), (Some(100), Some(60), Some(1.0)));
    assert_eq!((last.from, last.to), (Some(70), Some(84)));
}

#[rstest]
#[case::one_since(&["2026-09-01"], false, "either is named in 1 record, 0 before.")]
#[case::no_more_than_before(&["2026-05-01", "2026-09-01"], true, "either is named in 1 record, no more than before.")]
#[case::only_before(&["2026-05-01"], true, "nobody wrote about either.")]
#[tokio::test]
async fn whoever_writes_about_either_breaks_the_silence(
    #[case] days: &[&str],
    #[case] silent: bool,
    #[case] says: &str,
) {
    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    write_tickets(&bench, "The export is all I have left", days);
    let row = only(&bench).await;
    assert_eq!(row.silent, silent);
    assert!(row.why.contains(says), "{}", row.why);
}

#[tokio::test]
async fn a_plan_that_goes_another_way_is_found_behind_steady_totals() {
    let own = [("Search", "starter", 40, 20), ("Search", "enterprise", 40, 60), ("Export", "starter", 30, 48)];
    let rest = REST.map(|(feature, _, before, after)| (feature, "starter", before, after));
    let bench = counted(&[&own[..], &rest[..]].concat()).await;
    let row = only(&bench).await;
    assert_eq!(
        (row.segment.as_deref(), row.from.change, row.to.change.map(|part| part > 0.5)),
        (Some("starter"), Some(-0.5), Some(true))
    );
    assert!(row.why.contains("lost 20 people a day of “starter”"), "{}", row.why);
}

#[tokio::test]
async fn what_isnt_there_is_said() {
    let bench = Bench::with_signals().await;
    let list = bench.engine.feature_detours(FeatureQuery::default()).await.unwrap();
    assert_eq!((list.to, list.detours.len()), (None, 0));
    let absent = bench.engine.detour_receipt("Search".into(), "Export".into()).await.err().unwrap();
    assert_eq!((absent.kind, absent.kept.as_str()), (ProblemKind::NotFound, "Nothing was changed."));

    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    let elsewhere = FeatureQuery { services: vec![ServiceId(9)], ..FeatureQuery::default() };
    let list = bench.engine.feature_detours(elsewhere).await.unwrap();
    assert_eq!((list.detours.len(), list.silent, list.pairs), (0, 0, 1));
}

/// The item of the coming meeting about the detour, with room or without.
async fn on_agenda(bench: &Bench) -> Option<ForumItem> {
    let forum = bench.engine.forum().await.unwrap();
    let aside = forum.aside.into_iter().map(|one| one.item);
    forum.items.into_iter().chain(aside).find(|item| item.kind == ForumKind::Detour)
}

#[tokio::test]
async fn the_forum_brings_it_until_it_is_decided_on() {
    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    let item = on_agenda(&bench).await.unwrap();
    let says = [&item.title, &item.know, &item.because, &item.asks, &item.brings].map(String::as_str).join(" | ");
    insta::assert_snapshot!(says, @"People may take a detour from “Search” over “Export” | Lost 30 people a day since 2026-06-20, and 24 more there | May be a detour | Make it an opportunity? | Product");
    assert_eq!(item.leads_to, Some(ForumPlace::Features));
    assert_eq!(item.facts[0].text, only(&bench).await.why);

    let decide = |verb| bench.engine.decide_forum(item.key.clone(), verb, String::new(), String::new());
    let made = decide(ForumVerb::MakeOpportunity).await.unwrap().opportunity.unwrap();
    assert_eq!(only(&bench).await.opportunity, Some(made));
    bench.engine.undo().await.unwrap();
    bench.engine.undo().await.unwrap();
    assert_eq!(on_agenda(&bench).await, Some(item.clone()));

    decide(ForumVerb::DismissDetour).await.unwrap();
    assert!(only(&bench).await.dismissed);
    assert!(on_agenda(&bench).await.unwrap().decision.is_some(), "what this meeting decided stays in sight");
    bench.engine.undo().await.unwrap();
    assert_eq!(on_agenda(&bench).await, None, "what was decided about the detour itself stays");
}

#[tokio::test]
async fn whoever_writes_about_either_keeps_it_off_the_agenda() {
    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    write_tickets(&bench, "The export is all I have left", &["2026-09-01"]);
    assert_eq!(on_agenda(&bench).await, None);
}

/// The lines about detours in the digests of twenty Saturdays, each with its day.
async fn digested(bench: &Bench) -> Vec<String> {
    let mail = MailForm {
        host: "mail.example.com".into(),
        port: 25,
        security: Security::None,
        user: String::new(),
        from: "team@example.com".into(),
        to: vec!["ops@example.com".into()],
    };
    let form = DigestForm {
        name: "Team list".into(),
        kind: DigestKind::Mail,
        weekly: false,
        when: "sat 09:00".parse().unwrap(),
        andon: false,
        mail: Some(mail),
    };
    bench.engine.add_digest(form, None).await.unwrap();
    let uid = bench.engine.digests().await.unwrap().destinations.remove(0).uid;
    let mut told = Vec::new();
    for week in 0..20 {
        let day = time("2026-07-04T09:00:00Z").plus(week * 7 * Time::DAY).rfc3339();
        bench.clock.set(&day);
        let message = bench.engine.preview_digest(uid.clone()).await.unwrap().message;
        for section in message.sections.into_iter().filter(|section| section.title == "Possible detours: 1") {
            told.push(format!("{}: {}", &day[..10], section.lines.join("; ")));
        }
    }
    told
}

#[tokio::test]
async fn the_weekly_digest_tells_it_in_the_week_in_which_it_shows() {
    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    let told = digested(&bench).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let (day, line) = told[0].split_once(": ").unwrap();
    assert!(("2026-08-01".."2026-10-01").contains(&day), "{told:?}");
    assert_eq!(line, "Search lost 30 people a day since 20 Jun 2026, Export gained 24");
}

#[tokio::test]
async fn the_weekly_digest_is_silent_about_what_was_decided() {
    let bench = counted(&[&MOVED[..], &REST[..]].concat()).await;
    bench.engine.dismiss_detour("Search".into(), "Export".into(), true).await.unwrap();
    assert_eq!(digested(&bench).await, Vec::<String>::new());
}
