//! The demo: the same for everybody, credible, and true to what it says about itself.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use chrono::{Datelike, Duration, NaiveDate};
use engine::demo::truths::Sameness;
use engine::demo::{Deed, Demo, SEED, generate};
use engine::model::{Kind, Record, Time, UsageDay};
use rstest::rstest;
use support::time;

static DEMO: LazyLock<Demo> = LazyLock::new(|| generate(SEED, now()));

fn now() -> Time {
    time("2026-11-21T09:30:00Z")
}

fn records() -> impl Iterator<Item = &'static Record> {
    DEMO.sources.iter().flat_map(|source| &source.records)
}

fn by_id() -> HashMap<&'static str, &'static Record> {
    records().map(|record| (record.external_id.as_str(), record)).collect()
}

fn voices() -> impl Iterator<Item = &'static Record> {
    records().filter(|record| matches!(record.kind, Kind::Ticket | Kind::Feedback))
}

/// A small fingerprint of everything, so that a change by accident shows.
fn fingerprint(demo: &Demo) -> String {
    let bytes = serde_json::to_vec(demo).unwrap();
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}")
}

#[test]
fn the_same_seed_and_moment_give_the_same_bytes() {
    assert_eq!(fingerprint(&generate(SEED, now())), fingerprint(&DEMO));
    insta::assert_snapshot!(fingerprint(&DEMO), @"7b224d4b8fb22a71");
}

#[test]
fn another_seed_gives_another_year() {
    assert_ne!(fingerprint(&generate(SEED + 1, now())), fingerprint(&DEMO));
}

#[test]
fn a_year_holds_about_five_thousand_signals_of_every_kind() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in records() {
        *counts.entry(record.kind.word()).or_default() += 1;
    }
    let list: Vec<String> = counts.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    insta::assert_snapshot!(list.join(", "), @"alert 310, change 764, deployment 619, error 153, feedback 820, incident 120, ticket 2569");
}

// A leap day, the turn of a year, a moment in the night, a Sunday.
#[rstest]
#[case("2026-11-21T09:30:00Z")]
#[case("2028-02-29T00:00:30Z")]
#[case("2027-01-01T03:12:00Z")]
#[case("2026-06-14T23:59:59Z")]
fn everything_lies_in_the_year_before_now(#[case] moment: &str) {
    let now = time(moment);
    let demo = generate(7, now);
    let year = now.plus(-372 * Time::DAY)..=now;
    for record in demo.sources.iter().flat_map(|source| &source.records) {
        for at in [Some(record.happened_at), Some(record.updated_at), record.resolved_at].into_iter().flatten() {
            assert!(year.contains(&at), "{} at {}", record.external_id, at.rfc3339());
        }
        assert!(record.resolved_at.is_none_or(|end| end >= record.happened_at), "{}", record.external_id);
    }
    assert!(demo.usage.iter().all(|day| day.day < now.utc().unwrap().date_naive()));
    assert!(demo.choices.log.iter().all(|choice| year.contains(&choice.at)));
    assert!(demo.choices.log.is_sorted_by_key(|choice| choice.at));
}

#[test]
fn ids_are_unique_over_all_sources() {
    assert_eq!(by_id().len(), records().count());
}

#[test]
fn everybody_who_writes_belongs_to_a_customer() {
    let mut reporters = HashSet::new();
    let mut customers = HashSet::new();
    for voice in voices() {
        let customer = voice.customer.as_ref().unwrap();
        let email = voice.reporter.as_ref().unwrap().email.as_ref().unwrap();
        assert_eq!(email.split_once('@').unwrap().1, customer.domain.as_ref().unwrap().as_str());
        assert!(email.is_ascii(), "{email}");
        reporters.insert(email);
        customers.insert(&customer.name);
    }
    assert_eq!(customers.len(), 120);
    assert!((350..=480).contains(&reporters.len()), "{}", reporters.len());
}

#[test]
fn every_address_is_one_that_nobody_can_own() {
    let reserved = |domain: &str| domain == "example" || domain.ends_with(".example");
    for record in records() {
        let whole = format!("{} {} {} {}", record.title, record.body, record.raw, record.url.as_deref().unwrap_or(""));
        for (position, _) in whole.match_indices('@').chain(whole.match_indices("://")) {
            let rest = whole[position..].trim_start_matches(['@', ':', '/']);
            let domain: String = rest.chars().take_while(|c| c.is_alphanumeric() || "-.".contains(*c)).collect();
            assert!(reserved(domain.trim_end_matches('.')), "{}: {domain}", record.external_id);
        }
    }
}

#[test]
fn texts_are_filled_in_and_hardly_ever_alike() {
    let copies: HashSet<&str> = DEMO
        .truths
        .duplicates
        .iter()
        .filter(|group| group.how == Sameness::SentTwice)
        .map(|group| group.tickets[1].as_str())
        .collect();
    let mut bodies: HashMap<&str, u32> = HashMap::new();
    for voice in voices() {
        let whole = format!("{} {}", voice.title, voice.body).replace("\n    ", "\n");
        assert!(!whole.contains(['{', '}']) && !whole.contains("  ") && !voice.title.is_empty(), "{whole}");
        if !copies.contains(voice.external_id.as_str()) {
            *bodies.entry(&voice.body).or_default() += 1;
        }
    }
    let written: u32 = bodies.values().sum();
    let repeated: u32 = bodies.values().map(|n| n - 1).sum();
    assert!(repeated * 100 < written, "{repeated} of {written}");
}

#[test]
fn incidents_name_the_deployment_only_where_they_are_told() {
    let by_id = by_id();
    for caused in &DEMO.truths.caused {
        let (incident, deployment) = (by_id[caused.incident.as_str()], by_id[caused.deployment.as_str()]);
        assert_eq!(incident.facts.get("caused_by"), caused.told.then_some(&caused.deployment));
        assert_eq!(incident.service, deployment.service);
        let lag = incident.happened_at.0 - deployment.happened_at.0;
        assert!((0..72 * Time::HOUR).contains(&lag), "{}", caused.incident);
        let between = records()
            .filter(|r| r.kind == Kind::Deployment && r.service == incident.service)
            .filter(|r| r.happened_at > deployment.happened_at && r.happened_at <= incident.happened_at)
            .count();
        assert_eq!(between, 0, "{} could be another deployment's fault", caused.incident);
    }
    let told = DEMO.truths.caused.iter().filter(|caused| caused.told).count();
    assert!(told >= 15 && DEMO.truths.caused.len() - told >= 20, "{told}");
}

#[test]
fn decoys_follow_a_deployment_and_are_nobodys_fault() {
    let by_id = by_id();
    let caused: HashSet<&str> = DEMO.truths.caused.iter().map(|caused| caused.incident.as_str()).collect();
    assert!(DEMO.truths.decoys.len() >= 10);
    for decoy in &DEMO.truths.decoys {
        let (incident, deployment) = (by_id[decoy.incident.as_str()], by_id[decoy.deployment.as_str()]);
        assert!(incident.happened_at > deployment.happened_at && incident.service == deployment.service);
        assert!(!incident.facts.contains_key("caused_by") && !caused.contains(decoy.incident.as_str()));
    }
}

#[test]
fn recurring_problems_come_back_after_they_were_resolved() {
    let by_id = by_id();
    assert_eq!(DEMO.truths.problems.len(), 6);
    for problem in &DEMO.truths.problems {
        let episodes: Vec<&Record> = problem.incidents.iter().map(|id| by_id[id.as_str()]).collect();
        assert!(episodes.len() >= 4, "{}", problem.name);
        let masked: BTreeSet<String> =
            episodes.iter().map(|e| e.title.chars().filter(|c| !c.is_ascii_digit()).collect()).collect();
        assert_eq!(masked.len(), 1, "{masked:?}");
        for pair in episodes.windows(2) {
            assert_eq!(pair[0].service.as_deref(), Some(problem.service.as_str()));
            assert!(pair[0].resolved_at.unwrap() < pair[1].happened_at, "{}", problem.name);
        }
    }
}

#[test]
fn duplicates_are_what_they_are_called() {
    let by_id = by_id();
    let mut seen: BTreeMap<Sameness, u32> = BTreeMap::new();
    for group in &DEMO.truths.duplicates {
        let (first, second) = (by_id[group.tickets[0].as_str()], by_id[group.tickets[1].as_str()]);
        *seen.entry(group.how).or_default() += 1;
        assert_eq!(first.customer, second.customer);
        assert!(first.happened_at < second.happened_at);
        assert_eq!(first.reporter == second.reporter, group.how != Sameness::Colleagues);
        assert_eq!(first.body == second.body, group.how == Sameness::SentTwice);
    }
    assert!(seen.len() == 3 && seen.values().all(|n| *n >= 10), "{seen:?}");
}

#[test]
fn every_ticket_belongs_to_one_story_or_one_incident() {
    let by_id = by_id();
    let truths = &DEMO.truths;
    let themes = truths.themes.values().flat_map(|theme| &theme.signals);
    let mut told: Vec<&str> = themes.chain(truths.fallout.values().flatten()).map(String::as_str).collect();
    told.sort_unstable();
    let mut all: Vec<&str> = voices().map(|voice| voice.external_id.as_str()).collect();
    all.sort_unstable();
    assert_eq!(told, all);
    for (incident, tickets) in &truths.fallout {
        let start = by_id[incident.as_str()].happened_at;
        assert!(tickets.iter().all(|id| by_id[id.as_str()].happened_at > start), "{incident}");
    }
    for story in &truths.noise {
        assert!(truths.themes.contains_key(story), "{story}");
    }
    for wanted in truths.opportunities.iter().flat_map(|opportunity| &opportunity.stories) {
        assert!(truths.themes[wanted].signals.len() >= 40, "{wanted}");
    }
}

fn people_a_working_day(feature: &str, within: impl Fn(&UsageDay) -> bool) -> u32 {
    let working =
        |day: &&UsageDay| day.feature == feature && day.day.weekday().num_days_from_monday() < 5 && within(day);
    let mut days: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for day in DEMO.usage.iter().filter(working) {
        *days.entry(day.day).or_default() += day.users;
    }
    days.values().sum::<u32>() / u32::try_from(days.len()).unwrap()
}

#[test]
fn the_fading_feature_loses_its_people_and_nobody_writes() {
    let fading = &DEMO.truths.fading;
    let before = people_a_working_day(&fading.feature, |day| day.day < fading.from);
    let after =
        people_a_working_day(&fading.feature, |day| day.day > now().plus(-30 * Time::DAY).utc().unwrap().date_naive());
    assert!(before.abs_diff(fading.before) < 12, "{before}");
    assert!(after.abs_diff(fading.after) < 6, "{after}");
    assert!(voices().all(|voice| !voice.body.to_lowercase().contains("scorecard")));
}

#[test]
fn the_detour_leads_from_one_feature_to_another_and_nobody_writes() {
    let detour = &DEMO.truths.detour;
    let before = |feature: &str| people_a_working_day(feature, |day| day.day < detour.since);
    let after = |feature: &str| people_a_working_day(feature, |day| day.day > detour.since + Duration::days(21));
    let lost = before(&detour.from) - after(&detour.from);
    let gained = after(&detour.to) - before(&detour.to);
    assert!(lost.abs_diff(detour.lost) < 6 && gained.abs_diff(detour.gained) < 6, "{lost} {gained}");
    for feature in [&detour.from, &detour.to] {
        let named = |voice: &&Record| {
            format!("{} {}", voice.title, voice.body).to_lowercase().contains(&feature.to_lowercase())
        };
        assert_eq!(voices().filter(named).count(), 0, "{feature}");
    }
}

#[test]
fn thirty_features_have_a_day_each_and_two_are_not_used() {
    let mut days: BTreeMap<&str, (BTreeSet<NaiveDate>, u32)> = BTreeMap::new();
    for day in &DEMO.usage {
        let (counted, users) = days.entry(&day.feature).or_default();
        counted.insert(day.day);
        *users += day.users;
        assert!(day.events >= day.users, "{}", day.feature);
    }
    assert!(days.len() == 30 && days.values().all(|(counted, _)| counted.len() == 364));
    let idle: Vec<String> =
        days.iter().filter(|(_, (_, users))| *users < 100).map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(idle, DEMO.truths.unused);
}

#[test]
fn two_services_count_their_people_by_plan() {
    let mut plans: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for day in &DEMO.usage {
        plans.entry(day.service.as_deref().unwrap()).or_default().extend(day.segment.as_deref());
    }
    plans.retain(|_, plans| !plans.is_empty());
    let all = BTreeSet::from(["Business", "Enterprise", "Standard"]);
    assert_eq!(plans, BTreeMap::from([("booking", all.clone()), ("rates", all)]));
}

#[test]
fn customers_at_risk_renew_soon_and_complain_more_and_more() {
    let at_risk = &DEMO.truths.at_risk;
    let story: HashSet<&str> = DEMO.truths.themes[&at_risk.story].signals.iter().map(String::as_str).collect();
    let theirs = |since: i64, until: i64| {
        voices()
            .filter(|voice| story.contains(voice.external_id.as_str()))
            .filter(|voice| at_risk.customers.contains(&voice.customer.as_ref().unwrap().name))
            .filter(|voice| {
                (now().plus(-since * Time::DAY)..now().plus(-until * Time::DAY)).contains(&voice.happened_at)
            })
            .count()
    };
    assert!(theirs(90, 0) > 3 * theirs(180, 90), "{} after {}", theirs(90, 0), theirs(180, 90));
    let soon = now().plus(124 * Time::DAY).utc().unwrap().date_naive();
    for voice in voices() {
        let customer = voice.customer.as_ref().unwrap();
        assert!(!at_risk.customers.contains(&customer.name) || customer.renews_on.unwrap() < soon, "{}", customer.name);
    }
}

#[test]
fn delivered_changes_brought_what_the_truths_say() {
    for outcome in &DEMO.truths.outcomes {
        let by_id = by_id();
        let span = now().0 - outcome.delivered_at.0;
        let told = |from: Time, to: Time| {
            let signals = &DEMO.truths.themes[&outcome.story].signals;
            signals.iter().filter(|id| (from..to).contains(&by_id[id.as_str()].happened_at)).count()
        };
        let before = told(outcome.delivered_at.plus(-span.min(150 * Time::DAY)), outcome.delivered_at);
        let after = told(outcome.delivered_at, outcome.delivered_at.plus(span.min(150 * Time::DAY)));
        assert_eq!(after * 2 < before, outcome.fell, "{}: {before} then {after}", outcome.title);
    }
}

#[test]
fn decisions_speak_of_signals_that_exist_and_leave_an_inbox() {
    let by_id = by_id();
    let mut decided = HashSet::new();
    for choice in &DEMO.choices.log {
        let (Deed::Link { signals, .. }
        | Deed::Merge { signals, .. }
        | Deed::Decline { signals, .. }
        | Deed::Snooze { signals, .. }) = &choice.deed
        else {
            continue;
        };
        for signal in signals {
            assert!(by_id[signal.as_str()].happened_at < choice.at, "{signal} was decided before it happened");
            assert!(decided.insert(signal.as_str()), "{signal} was decided twice");
        }
    }
    let waiting = by_id.len() - decided.len();
    assert!((150..=420).contains(&waiting), "{waiting}");
}
