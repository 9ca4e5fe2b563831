//! When connections are read by themselves, and that each is read by one program at a time.

use std::path::Path;
use std::time::Duration;

use chrono::{NaiveTime, TimeZone};
use chrono_tz::Tz;
use engine::api::types::{ConnectionForm, ConnectionView, Health, WorkspaceName};
use engine::api::{Context, Engine};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::model::Time;
use engine::schedule::{Cadence, Past};
use engine::secrets::{Cost, KeeperName, Laptop, Memory, Secrets};
use proptest::prelude::*;
use rstest::rstest;
use support::fake_redmine::{Issues, serve};
use support::{Clock, open, time};
use tempfile::TempDir;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn cadence(text: &str) -> Cadence {
    text.parse().unwrap()
}

fn read_at(text: &str) -> Past {
    Past { ended: Some(time(text)), ..Past::default() }
}

#[rstest]
#[case::an_interval("1h", "2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z")]
#[case::in_the_zone_of_the_laptop("daily 06:30", "2026-11-21T09:00:00Z", "2026-11-22T05:30:00Z")]
#[case::still_today("daily 23:59", "2026-11-21T09:00:00Z", "2026-11-21T22:59:00Z")]
#[case::the_day_begins_before_utc("daily 00:10", "2026-11-21T23:05:00Z", "2026-11-21T23:10:00Z")]
#[case::exactly_at_its_time_counts_for_it("daily 06:30", "2026-11-21T05:30:00Z", "2026-11-22T05:30:00Z")]
// The clock goes from 02:00 to 03:00 on 29 March and from 03:00 back to 02:00 on 25 October.
#[case::a_skipped_time_is_after_the_gap("daily 02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
#[case::the_day_after_the_gap("daily 02:30", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
#[case::a_time_that_comes_twice_is_the_first("daily 02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
#[case::and_only_the_first("daily 02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
#[case::a_short_day("daily 06:30", "2026-03-28T05:30:00Z", "2026-03-29T04:30:00Z")]
#[case::a_long_day("daily 06:30", "2026-10-24T04:30:00Z", "2026-10-25T05:30:00Z")]
fn the_next_read(#[case] every: &str, #[case] ended: &str, #[case] next: &str) {
    let found = cadence(every).next(read_at(ended), time(ended), &chrono_tz::Europe::Berlin, 0.0);
    assert_eq!(found.map(Time::rfc3339).as_deref(), Some(next));
}

#[rstest]
#[case(1, "2026-11-21T09:15:00Z")]
#[case(2, "2026-11-21T09:30:00Z")]
#[case(3, "2026-11-21T10:00:00Z")]
#[case(4, "2026-11-21T11:00:00Z")]
#[case(6, "2026-11-21T15:00:00Z")]
#[case(4_000_000_000, "2026-11-21T15:00:00Z")]
fn after_failures_it_waits_longer_and_longer(#[case] failures: u32, #[case] next: &str) {
    let past = Past { failures, problem: Some(ProblemKind::Unreachable), ..read_at("2026-11-21T09:00:00Z") };
    let now = time("2026-11-21T09:00:00Z");
    let found = cadence("15m").next(past, now, &chrono_tz::UTC, 0.0);
    assert_eq!(found.map(Time::rfc3339).as_deref(), Some(next));
    // A time of day doesn't wait for a retry that comes later.
    let soon = cadence("daily 09:20").next(past, now, &chrono_tz::UTC, 0.0);
    assert_eq!(soon, found.map(|retry| Time(retry.0.min(time("2026-11-21T09:20:00Z").0))));
}

#[rstest]
#[case(ProblemKind::Credential)]
#[case(ProblemKind::BadInput)]
fn what_only_a_person_can_mend_is_not_tried_again(#[case] kind: ProblemKind) {
    let past = Past { failures: 1, problem: Some(kind), ..read_at("2026-11-21T09:00:00Z") };
    for every in ["15m", "daily 06:30"] {
        assert_eq!(cadence(every).next(past, time("2027-11-21T09:00:00Z"), &chrono_tz::UTC, 0.5), None);
    }
}

#[test]
fn never_read_is_due_now_and_a_clock_that_ran_ahead_keeps_nobody_waiting() {
    let now = time("2026-11-21T09:00:00Z");
    for every in ["15m", "daily 06:30"] {
        assert_eq!(cadence(every).next(Past::default(), now, &chrono_tz::UTC, 0.5), Some(now));
        assert_eq!(cadence(every).next(read_at("2036-11-21T09:00:00Z"), now, &chrono_tz::UTC, 0.5), Some(now));
    }
    assert_eq!(Cadence::Off.next(Past::default(), now, &chrono_tz::UTC, 0.5), None);
}

#[rstest]
#[case("off")]
#[case("15m")]
#[case("6h")]
#[case("90m")]
#[case("daily 06:30")]
fn a_cadence_is_read_as_it_is_written(#[case] text: &str) {
    assert_eq!(cadence(text).to_string(), text);
    assert_eq!(serde_json::from_value::<Cadence>(text.into()).unwrap(), cadence(text));
}

#[rstest]
#[case("4m")]
#[case("25h")]
#[case("99999999999999h")]
#[case("daily 24:00")]
#[case("daily")]
#[case("-15m")]
#[case("")]
fn nonsense_is_no_cadence(#[case] text: &str) {
    assert!(text.parse::<Cadence>().is_err(), "{text}");
}

const ZONES: [Tz; 5] = [
    chrono_tz::Europe::Berlin,
    chrono_tz::America::New_York,
    chrono_tz::Australia::Lord_Howe,
    chrono_tz::Asia::Kolkata,
    chrono_tz::Africa::Casablanca,
];

fn any_cadence() -> impl Strategy<Value = Cadence> {
    let at = (0_u32..24, 0_u32..60).prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap());
    prop_oneof![(5_u32..=1_440).prop_map(Cadence::Every), at.prop_map(Cadence::Daily)]
}

proptest! {
    /// Whoever reads at each due moment, late or not, never reads too early, and never twice for one moment.
    #[test]
    fn reads_come_at_their_time_and_once(
        cadence in any_cadence(),
        zone in prop::sample::select(&ZONES[..]),
        start in 1_700_000_000_000_i64..1_900_000_000_000,
        late in prop::collection::vec(0_i64..3 * Time::DAY, 12),
        jitter in 0.0..1.0_f64,
    ) {
        let mut ended = Time(start);
        let mut days = Vec::new();
        for late in late {
            let past = Past { ended: Some(ended), ..Past::default() };
            let next = cadence.next(past, ended, &zone, jitter).unwrap();
            prop_assert!(next > ended, "due at once after a read");
            // It doesn't move while one waits, and what was slept through is one read.
            let now = next.plus(late);
            prop_assert_eq!(cadence.next(past, now, &zone, jitter), Some(next));
            match cadence {
                Cadence::Every(minutes) => prop_assert!(next.0 - ended.0 >= i64::from(minutes) * Time::MINUTE),
                Cadence::Daily(at) => {
                    let local = zone.from_utc_datetime(&next.utc().unwrap().naive_utc());
                    prop_assert!(local.time() >= at || local.time().signed_duration_since(at).num_hours() < -20);
                    prop_assert!(next.0 - ended.0 <= 25 * Time::HOUR + Time::MINUTE);
                    days.push(local.date_naive());
                }
                Cadence::Off => {}
            }
            ended = now;
        }
        let distinct: std::collections::BTreeSet<_> = days.iter().collect();
        prop_assert_eq!(distinct.len(), days.len(), "one day came twice");
    }
}

fn form(server: &str) -> ConnectionForm {
    let account = Account { vendor: "redmine".to_owned(), base_url: server.to_owned(), ..Account::default() };
    ConnectionForm { name: "Desk".to_owned(), account }
}

async fn view(engine: &Engine) -> ConnectionView {
    engine.connections().await.unwrap().remove(0)
}

#[tokio::test]
async fn a_connection_is_read_by_its_schedule_and_undo_takes_a_change_back() {
    let server = serve(&Issues::generated(3), Duration::ZERO).await;
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
    let engine = open(folder.path(), &clock).await;
    let id = engine.add_connection(form(&server.uri()), Some("key".to_owned())).await.unwrap().id;
    assert_eq!(view(&engine).await.schedule, cadence("1h"));
    assert_eq!(engine.due().await.unwrap().ready, [id]);
    assert_eq!(engine.pull_if_due(id).await.unwrap().unwrap().new, 3);
    assert_eq!(engine.due().await.unwrap().ready, []);
    assert_eq!(engine.pull_if_due(id).await.unwrap(), None);

    clock.forward_minutes(59);
    assert_eq!(engine.due().await.unwrap().ready, []);
    clock.forward_minutes(60 * 24 * 5);
    assert_eq!(engine.due().await.unwrap().ready, [id]);
    assert!(engine.pull_if_due(id).await.unwrap().is_some());
    assert_eq!(engine.due().await.unwrap().ready, []);

    let done = engine.schedule_connection(id, Cadence::Off).await.unwrap();
    assert_eq!(done.message, "“Desk” is read by hand");
    assert_eq!(view(&engine).await.next_read, None);
    engine.undo().await.unwrap();
    assert_eq!(view(&engine).await.schedule, cadence("1h"));
    engine.pause_connection(id, true).await.unwrap();
    clock.forward_minutes(600);
    assert_eq!(engine.due().await.unwrap().ready, []);
}

#[tokio::test]
async fn a_rejected_key_waits_for_a_person_and_a_silent_tool_is_tried_less_and_less() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
    let engine = open(folder.path(), &clock).await;
    let id = engine.add_connection(form(&server.uri()), Some("wrong".to_owned())).await.unwrap().id;
    let report = engine.pull_if_due(id).await.unwrap().unwrap();
    assert_eq!(report.problem.unwrap().kind, ProblemKind::Credential);
    clock.forward_minutes(60 * 24 * 30);
    assert_eq!((engine.due().await.unwrap().ready, view(&engine).await.next_read), (vec![], None));

    server.reset().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(404)).mount(&server).await;
    engine.edit_connection(id, form(&server.uri()), Some("another".to_owned())).await.unwrap();
    for (failures, least) in [(1, 15), (2, 30), (3, 60), (4, 120)] {
        assert_eq!(engine.due().await.unwrap().ready, [id], "after {failures}");
        engine.pull_if_due(id).await.unwrap().unwrap().problem.unwrap();
        clock.forward_minutes(least - 1);
        assert_eq!(engine.due().await.unwrap().ready, [], "after {failures}");
        // The rest of the wait with all of its spread.
        clock.forward_minutes(6);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_programs_that_find_it_due_exactly_one_reads() {
    for round in 0..10 {
        let server = serve(&Issues::generated(5), Duration::from_millis(5)).await;
        let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
        let window = open(folder.path(), &clock).await;
        let id = window.add_connection(form(&server.uri()), Some("key".to_owned())).await.unwrap().id;
        let terminal = open_beside(folder.path(), &clock).await;
        let (one, other) = tokio::join!(window.pull_if_due(id), async {
            tokio::time::sleep(Duration::from_millis(round * 4)).await;
            terminal.pull_if_due(id).await
        });
        let reads = [one, other].map(|outcome| outcome.unwrap().is_some());
        assert_eq!(reads.iter().filter(|read| **read).count(), 1, "round {round}: {reads:?}");
        let asked = server.received_requests().await.unwrap();
        assert_eq!(asked.iter().filter(|request| request.url.path() == "/users/current.json").count(), 1);
    }
}

/// Another program with the same folder, which knows the key too.
async fn open_beside(folder: &Path, clock: &Clock) -> Engine {
    let secrets = Secrets::new(Memory::holding("key".to_owned().into()));
    let context = Context { secrets, ..support::context(clock) };
    Engine::open(folder, WorkspaceName::Own, context).await.unwrap()
}

#[tokio::test]
async fn a_second_read_by_hand_says_that_one_is_under_way() {
    let server = serve(&Issues::generated(5), Duration::from_millis(300)).await;
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
    let window = open(folder.path(), &clock).await;
    let id = window.add_connection(form(&server.uri()), Some("key".to_owned())).await.unwrap().id;
    let terminal = open_beside(folder.path(), &clock).await;
    let (first, second) = tokio::join!(window.pull(id), async {
        while view(&window).await.health != Health::Syncing {
            tokio::task::yield_now().await;
        }
        terminal.pull(id).await
    });
    assert_eq!(first.unwrap().problem, None);
    let problem = second.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Busy);
    insta::assert_snapshot!(problem, @"This connection is being read already, by another window or command of Throughline. Nothing was changed. Wait until it is finished.");
    assert_eq!(terminal.pull(id).await.unwrap().problem, None);
}

#[tokio::test]
async fn with_the_vault_locked_scheduled_reads_wait_and_nothing_is_noted_on_them() {
    const PASSPHRASE: &str = "six quiet otters read";
    let cheap = Cost { memory_kib: 8, passes: 1 };
    let server = serve(&Issues::generated(3), Duration::ZERO).await;
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
    let opened = || async {
        let laptop = Laptop::with(folder.path(), None, Box::new(Memory::default()), cheap);
        let context = Context { secrets: Secrets::of(laptop), ..support::context(&clock) };
        Engine::open(folder.path(), WorkspaceName::Own, context).await.unwrap()
    };
    let engine = opened().await;
    engine.keep_secrets(KeeperName::Vault, Some(PASSPHRASE.to_owned())).await.unwrap();
    let id = engine.add_connection(form(&server.uri()), Some("key".to_owned())).await.unwrap().id;
    engine.close().await.unwrap();

    let engine = opened().await;
    let due = engine.due().await.unwrap();
    assert_eq!((due.ready, due.locked), (vec![], vec![id]));
    assert_eq!(engine.pull_if_due(id).await.unwrap_err().kind, ProblemKind::Locked);
    assert_eq!(engine.pull(id).await.unwrap_err().kind, ProblemKind::Locked);
    let stands = view(&engine).await;
    assert_eq!((stands.problem, stands.health, stands.has_secret), (None, Health::NeverRead, true));
    assert_eq!(engine.delete_connection(id).await.unwrap_err().kind, ProblemKind::Locked);
    assert_eq!(server.received_requests().await.unwrap().len(), 0);

    engine.unlock_vault(PASSPHRASE.to_owned()).await.unwrap();
    assert_eq!(engine.due().await.unwrap().ready, [id]);
    assert_eq!(engine.pull_if_due(id).await.unwrap().unwrap().new, 3);
}
