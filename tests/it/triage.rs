//! Triage at speed: snoozes that end with an event, drafts of replies, merges taken apart, pairs, previews, what is hidden.

use engine::api::types::*;
use engine::error::ProblemKind;
use engine::model::{DeclineReason, Kind, Person, Record, SignalId, Status, Time, TriageState};
use rstest::rstest;
use support::time;

use crate::theme_bench::{Bench, NOW, SUBJECTS, ticket};

fn ids(ids: &[u32]) -> Vec<SignalId> {
    ids.iter().copied().map(SignalId).collect()
}

async fn of_state(bench: &Bench, state: TriageState) -> Vec<u32> {
    let query = SignalQuery { states: vec![state], sort: SignalSort::Oldest, ..SignalQuery::default() };
    let mut ids = bench.engine.signal_ids(query).await.unwrap();
    ids.sort_unstable();
    ids
}

async fn row(bench: &Bench, id: u32) -> SignalRow {
    bench.engine.signal_rows(ids(&[id])).await.unwrap().remove(0)
}

fn change(id: usize, kind: Kind, title: &str, status: Status, hours: i64) -> Record {
    let at = time(NOW).plus(hours * Time::HOUR);
    Record {
        kind,
        status,
        external_id: format!("C-{id}"),
        title: title.to_owned(),
        service: Some("checkout".to_owned()),
        happened_at: at,
        updated_at: at,
        customer: None,
        ..ticket(id, title, 0)
    }
}

#[tokio::test]
async fn more_signals_of_its_theme_wake_a_signal() {
    let mut bench = Bench::with(6).await;
    bench.group().await;
    let cart = bench.of_subject("cart")[0];
    let title = bench.engine.theme(bench.theme("cart").await).await.unwrap().row.title;
    let until = SnoozeUntil::MoreSignals { count: 2 };
    let done = bench.engine.snooze(ids(&[cart]), until).await.unwrap();
    assert!(done.message.starts_with("Snoozed until 2 more signals come: “"), "{}", done.message);
    assert_eq!(of_state(&bench, TriageState::Snoozed).await, [cart]);
    assert_eq!(row(&bench, cart).await.waits_for.as_deref(), Some("2 more signals come"));
    assert_eq!(bench.engine.workspace().await.unwrap().snoozed, 1);

    bench.bring(6..7).await;
    bench.group().await;
    assert_eq!(of_state(&bench, TriageState::Snoozed).await, [cart], "one isn't two");
    bench.bring(7..8).await;
    bench.group().await;
    assert_eq!(of_state(&bench, TriageState::Snoozed).await, Vec::<u32>::new());
    let back = row(&bench, cart).await;
    assert_eq!((back.state, back.waits_for), (TriageState::Inbox, None));
    assert_eq!(back.back, Some(format!("2 more signals came to “{title}”")));
    assert_eq!(bench.engine.workspace().await.unwrap().snoozed, 0);

    // Waking is no decision: undo takes the snooze back, and redo doesn't put it to sleep again.
    let undone = bench.engine.undo().await.unwrap();
    assert_eq!(undone.message, format!("Undid: {}", done.message));
    assert_eq!(row(&bench, cart).await.back, None);
    bench.engine.redo().await.unwrap();
    assert_eq!(row(&bench, cart).await.state, TriageState::Inbox);
}

#[tokio::test]
async fn a_signal_without_a_theme_is_left_out_with_its_reason() {
    let bench = Bench::with(6).await;
    let done = bench.engine.snooze(ids(&[1]), SnoozeUntil::MoreSignals { count: 3 }).await.unwrap();
    assert_eq!((done.step, done.changed), (None, 0));
    assert_eq!(done.left_out[0].reason, "It is in no theme, so nothing more can come to it");
    for count in [0, 1_001] {
        let refused = bench.engine.snooze(ids(&[1]), SnoozeUntil::MoreSignals { count }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::BadInput);
    }
}

#[rstest]
#[case::done("is closed now", Status::Open, &[change(90, Kind::Change, "Price line by line", Status::Closed, 0)])]
#[case::deployed("checkout was deployed: “checkout 7.41.0”", Status::Closed,
    &[change(91, Kind::Deployment, "checkout 7.41.0", Status::Closed, 1)])]
#[tokio::test]
async fn a_change_that_is_deployed_wakes_a_signal(#[case] why: &str, #[case] status: Status, #[case] then: &[Record]) {
    let mut bench = Bench::with(1).await;
    bench
        .write(&[
            change(90, Kind::Change, "Price line by line", status, 0),
            change(92, Kind::Deployment, "checkout 7.40.0", Status::Closed, -1),
        ])
        .await;
    let waits = bench.engine.named_signal("C-90").await.unwrap();
    bench.engine.snooze(ids(&[1]), SnoozeUntil::Deployed { change: waits }).await.unwrap();
    assert_eq!(row(&bench, 1).await.waits_for.as_deref(), Some("“Price line by line” is deployed"));
    // One that fails, or of another service, is none.
    let failed = change(93, Kind::Deployment, "checkout 7.40.1", Status::Open, 1);
    let other = Record {
        service: Some("identity".to_owned()),
        ..change(94, Kind::Deployment, "identity 3", Status::Closed, 1)
    };
    bench.clock.forward_minutes(61);
    bench.write(&[failed, other]).await;
    assert_eq!(row(&bench, 1).await.state, TriageState::Snoozed);
    let mut then = then.to_vec();
    then.iter_mut().for_each(|record| record.updated_at = time(NOW).plus(2 * Time::HOUR));
    bench.write(&then).await;
    let back = row(&bench, 1).await;
    assert_eq!(back.state, TriageState::Inbox);
    assert!(back.back.as_ref().is_some_and(|back| back.contains(why)), "{:?}", back.back);
}

#[tokio::test]
async fn only_a_change_that_can_be_seen_to_be_deployed_can_be_waited_for() {
    let mut bench = Bench::with(1).await;
    bench.write(&[change(90, Kind::Deployment, "checkout 7.40.0", Status::Closed, -1)]).await;
    let deployed = bench.engine.named_signal("C-90").await.unwrap();
    for (waits, why) in [
        (deployed, "“checkout 7.40.0” is deployed already."),
        (
            SignalId(2),
            "“Wrong tax rate on the invoice PDF” is neither a change nor a deployment, so nobody can tell when it is deployed.",
        ),
        (SignalId(99), "This change isn't here."),
    ] {
        let refused = bench.engine.snooze(ids(&[1]), SnoozeUntil::Deployed { change: waits }).await.unwrap_err();
        assert_eq!(refused.what, why);
    }
}

#[tokio::test]
async fn a_theme_sleeps_until_more_come() {
    let mut bench = Bench::with(6).await;
    bench.group().await;
    let theme = bench.theme("login").await;
    bench.engine.snooze_theme(theme, Some(SnoozeUntil::MoreSignals { count: 1 })).await.unwrap();
    let snoozed = |view| ThemeQuery { view, ..ThemeQuery::default() };
    let asleep = bench.engine.themes(snoozed(ThemeView::Snoozed)).await.unwrap();
    assert_eq!(asleep.themes[0].waits_for.as_deref(), Some("1 more signal comes"));
    assert_eq!((asleep.themes[0].snoozed_until, asleep.counts.all, asleep.counts.snoozed), (None, 2, 1));
    bench.bring(6..7).await;
    bench.group().await;
    let list = bench.engine.themes(ThemeQuery::default()).await.unwrap();
    assert_eq!((list.counts.all, list.counts.snoozed), (3, 0));
    let back = list.themes.iter().find(|row| row.id == theme).and_then(|row| row.back.clone());
    assert!(back.is_some_and(|back| back.starts_with("1 more signal came to “")));
}

#[tokio::test]
async fn a_decline_keeps_a_draft_for_each_reporter() {
    let mut bench = Bench::with(1).await;
    let by = |id: usize, name: &str| Record {
        reporter: Some(Person { name: name.to_owned(), email: None }),
        ..ticket(id, &format!("Old icon {id}"), 1)
    };
    bench.write(&[by(10, "Marta Brisa"), by(11, "Ola")]).await;
    let (marta, ola) =
        (bench.engine.named_signal("T-10").await.unwrap(), bench.engine.named_signal("T-11").await.unwrap());
    let several = bench.engine.draft_reply(vec![SignalId(1), marta, ola], DeclineReason::TooRare).await.unwrap();
    assert_eq!((several.people, several.first.as_deref()), (2, Some("Marta Brisa")));
    assert!(several.text.starts_with("Hello {name},"));
    let one = bench.engine.draft_reply(vec![marta], DeclineReason::TooRare).await.unwrap();
    insta::assert_snapshot!(one.text, @r"
    Hello Marta,

    thank you for writing about “Old icon 10”. We won't act on it now, since few people meet it. If more ask, we look again.
    ");
    let done = bench
        .engine
        .decline(
            vec![SignalId(1), marta, ola],
            DeclineReason::TooRare,
            String::new(),
            Some("Hi {name}: {title}".to_owned()),
        )
        .await
        .unwrap();
    assert_eq!(done.message, "Declined 3 signals, 2 drafts kept");
    assert_eq!(bench.engine.signal(marta).await.unwrap().reply.as_deref(), Some("Hi Marta: Old icon 10"));
    assert_eq!(bench.engine.signal(SignalId(1)).await.unwrap().reply, None);
    let history = bench.engine.signal_history(ola).await.unwrap();
    assert_eq!(history[0].now.as_deref(), Some("declined: too rare, with a draft of a reply"));
    bench.engine.undo().await.unwrap();
    assert_eq!(bench.engine.signal(marta).await.unwrap().reply, None);
}

#[tokio::test]
async fn unmerging_brings_back_what_was_decided_before_and_the_followers() {
    let bench = Bench::with(2).await;
    let engine = &bench.engine;
    let made = engine.accept(ids(&[1]), AcceptInto::New { title: "Carts".to_owned() }, 3).await.unwrap();
    engine.merge(ids(&[2]), SignalId(1)).await.unwrap();
    engine.decline(ids(&[4]), DeclineReason::TooRare, "once".to_owned(), None).await.unwrap();
    engine.merge(ids(&[1, 4]), SignalId(3)).await.unwrap();
    assert_eq!(of_state(&bench, TriageState::Merged).await, [1, 2, 4]);

    let done = engine.unmerge(ids(&[1])).await.unwrap();
    let title = |id: u32| SUBJECTS[(id as usize - 1) % 3].1[(id as usize - 1) / 3];
    assert_eq!(done.message, format!("Took “{}” out of “{}”", title(1), title(3)));
    let one = engine.signal(SignalId(1)).await.unwrap();
    assert_eq!(one.row.state, TriageState::Accepted);
    let links: Vec<_> = one.evidence_for.iter().map(|link| (link.opportunity.id, link.importance)).collect();
    assert_eq!(links, [(made.opportunity.unwrap().id, 3)]);
    assert_eq!(one.merged.iter().map(|row| row.id.0).collect::<Vec<_>>(), [2], "what was in it is in it again");

    engine.unmerge(ids(&[4, 2, 5])).await.unwrap();
    let four = row(&bench, 4).await;
    assert_eq!((four.state, four.decline_reason), (TriageState::Declined, Some(DeclineReason::TooRare)));
    assert_eq!(row(&bench, 2).await.state, TriageState::Inbox);
    let refused = engine.unmerge(ids(&[5])).await.unwrap();
    assert_eq!(refused.left_out[0].reason, "It isn't merged into another signal");
    engine.undo().await.unwrap();
    engine.undo().await.unwrap();
    assert_eq!(of_state(&bench, TriageState::Merged).await, [1, 2, 4]);
    let three = engine.signal(SignalId(3)).await.unwrap();
    assert_eq!(three.merged.iter().map(|row| row.id.0).collect::<Vec<_>>(), [1, 2, 4]);
}

#[tokio::test]
async fn a_pair_that_people_took_apart_is_not_suggested_again() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let similar = |id: u32| {
        let engine = &bench.engine;
        async move {
            let found = engine.signal(SignalId(id)).await.unwrap().similar;
            found.into_iter().map(|one| one.row.id.0).collect::<Vec<_>>()
        }
    };
    let other = similar(1).await[0];
    bench.engine.suggest_pair(SignalId(other), SignalId(1), false).await.unwrap();
    assert!(!similar(1).await.contains(&other));
    assert!(!similar(other).await.contains(&1));
    assert_eq!(bench.theme_of(1).await, bench.theme_of(other).await, "themes stay as they are");
    let pairs = bench.engine.hidden().await.unwrap().by_people.pairs;
    assert_eq!(pairs.iter().map(|pair| (pair.one.0, pair.other.0)).collect::<Vec<_>>(), [(1.min(other), 1.max(other))]);
    bench.engine.suggest_pair(SignalId(1), SignalId(other), true).await.unwrap();
    assert!(similar(1).await.contains(&other));
    bench.engine.undo().await.unwrap();
    bench.engine.undo().await.unwrap();
    assert!(similar(1).await.contains(&other));
    assert!(bench.engine.suggest_pair(SignalId(1), SignalId(1), false).await.is_err());
}

#[rstest]
#[case::accept(TriageVerb::Accept)]
#[case::decline(TriageVerb::Decline)]
#[case::snooze(TriageVerb::Snooze { until: SnoozeUntil::Date { until: Time(4_000_000_000_000) } })]
#[case::snooze_until_more(TriageVerb::Snooze { until: SnoozeUntil::MoreSignals { count: 3 } })]
#[case::merge(TriageVerb::Merge { into: SignalId(1) })]
#[case::reopen(TriageVerb::Reopen)]
#[case::unmerge(TriageVerb::Unmerge)]
#[tokio::test]
async fn a_preview_says_exactly_what_the_verb_does(#[case] verb: TriageVerb) {
    let mut bench = Bench::with(2).await;
    bench.write(&[Record { kind: Kind::Incident, ..ticket(50, "Status page slow", 1) }]).await;
    let engine = &bench.engine;
    let incident = engine.named_signal("T-50").await.unwrap();
    engine.merge(ids(&[2]), SignalId(3)).await.unwrap();
    engine.decline(ids(&[4]), DeclineReason::NotReal, String::new(), None).await.unwrap();
    let chosen = vec![SignalId(1), SignalId(2), SignalId(4), SignalId(5), incident];
    let preview = engine.preview_verb(chosen.clone(), verb).await.unwrap();
    assert_eq!(preview.taken as usize + preview.left_out.len(), chosen.len());
    assert_eq!(preview.kinds.iter().map(|(_, count)| count).sum::<u32>(), preview.taken);
    let before = engine.recent(10).await.unwrap().len();
    let done = match verb {
        TriageVerb::Accept => engine.accept(chosen, AcceptInto::New { title: "New".to_owned() }, 1).await,
        TriageVerb::Decline => engine.decline(chosen, DeclineReason::TooRare, String::new(), None).await,
        TriageVerb::Snooze { until } => engine.snooze(chosen, until).await,
        TriageVerb::Merge { into } => engine.merge(chosen, into).await,
        TriageVerb::Reopen => engine.reopen(chosen).await,
        TriageVerb::Unmerge => engine.unmerge(chosen).await,
    }
    .unwrap();
    assert_eq!(done.changed, preview.taken);
    assert_eq!(done.left_out, preview.left_out);
    assert_eq!(engine.recent(10).await.unwrap().len(), before + usize::from(preview.taken > 0), "one step");
}

#[tokio::test]
async fn what_is_hidden_is_counted_apart_and_an_empty_inbox_says_what_was_done() {
    let mut bench = Bench::with(6).await;
    bench.group().await;
    let theme = bench.theme("invoice").await;
    let engine = &bench.engine;
    engine.dismiss_theme(theme, true).await.unwrap();
    engine.decline(ids(&[1, 2]), DeclineReason::NotReal, String::new(), None).await.unwrap();
    engine.merge(ids(&[4]), SignalId(7)).await.unwrap();
    let until = bench.clock.now().plus(Time::DAY);
    engine.snooze(ids(&[3]), until).await.unwrap();
    engine.snooze(ids(&[6]), SnoozeUntil::MoreSignals { count: 9 }).await.unwrap();
    engine.accept(ids(&[8]), AcceptInto::New { title: "Tax".to_owned() }, 1).await.unwrap();
    let hidden = engine.hidden().await.unwrap();
    let people = &hidden.by_people;
    assert_eq!((people.declined, people.snoozed, people.merged), (2, 2, 1));
    assert_eq!((people.not_a_theme, people.snoozed_themes, people.pairs.len()), (1, 0, 0));
    let zero = engine.inbox_zero().await.unwrap();
    let expected =
        InboxZero { accepted: 1, merged: 1, declined: 2, snoozed: 2, next_back: Some(until), waiting: 1, unscored: 1 };
    assert_eq!(zero, expected);
    bench.bring(6..7).await;
    assert_eq!(
        bench.engine.hidden().await.unwrap().by_system,
        HiddenBySystem { set_aside: 0, unsorted: 0, waiting: 3 }
    );
}
