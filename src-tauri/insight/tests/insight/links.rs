use insight::links::{Link, Reason, State, Verdict};
use insight::operation::Operation;
use insight::records::{Change, Incident, Outcome, Reverts};
use rstest::rstest;

use crate::made::{at, broken, deployment, merged, operation};

/// `confirmed DEP-1 1.00 [Named]` a line, of the first incident.
fn said(on: &Operation) -> Vec<String> {
    on.links.of_incident(0).iter().map(|link| words(on, link)).collect()
}

fn words(on: &Operation, link: &Link) -> String {
    let state = match link.state {
        State::Confirmed => "confirmed",
        State::Suggested => "suggested",
        State::Refused => "refused",
    };
    let reasons: Vec<Reason> = link.reasons.iter().collect();
    format!("{state} {} {:.2} {reasons:?}", on.change_of(link.delivery).unwrap().label, link.score)
}

#[test]
fn the_same_service_within_72_hours_is_suggested_with_the_nearest_first() {
    let changes = vec![
        deployment(1, -1.0),
        deployment(2, 24.0),
        deployment(3, 60.0),
        deployment(4, 66.0),
        deployment(5, 71.0),
        Change { service: 2, ..deployment(6, 71.5) },
        deployment(7, 72.5),
    ];
    let on = operation(vec![broken(1, 72.0)], changes);
    assert_eq!(
        said(&on),
        ["suggested DEP-5 0.67 [Service]", "suggested DEP-4 0.55 [Service]", "suggested DEP-3 0.42 [Service]"]
    );
}

#[test]
fn nothing_near_is_a_valid_answer() {
    let on = operation(vec![broken(1, 100.0)], vec![deployment(1, 20.0), deployment(2, 101.0)]);
    assert_eq!(said(&on), Vec::<String>::new());
    let on =
        operation(vec![Incident { service: 0, ..broken(1, 24.0) }], vec![Change { service: 0, ..deployment(1, 23.0) }]);
    assert_eq!(said(&on), Vec::<String>::new(), "no service is no place in common");
}

#[test]
fn the_window_holds_both_its_ends() {
    let on = operation(vec![broken(1, 72.0)], vec![deployment(1, 0.0), deployment(2, 72.0)]);
    assert_eq!(said(&on), ["suggested DEP-2 0.70 [Service]", "suggested DEP-1 0.03 [Service]"]);
}

#[test]
fn what_was_being_changed_is_suggested_first() {
    let running = Change { ended: Some(at(12.0)), ..deployment(1, 9.0) };
    let unfinished = Change { ended: None, outcome: Outcome::Running, ..deployment(2, 8.0) };
    let on = operation(vec![broken(1, 10.0)], vec![running, unfinished, deployment(3, 9.9)]);
    assert_eq!(
        said(&on),
        [
            "suggested DEP-1 0.85 [Running, Service]",
            "suggested DEP-2 0.78 [Running, Service]",
            "suggested DEP-3 0.70 [Service]"
        ]
    );
    assert!(on.links.of_incident(0)[0].lag < 0);
}

#[rstest]
#[case::by_id("DEP-1", "confirmed DEP-1 1.00 [Named]")]
#[case::in_lower_case("dep-1", "confirmed DEP-1 1.00 [Named]")]
#[case::by_sha("1f2e3d4c5b", "confirmed DEP-1 1.00 [NamedSha]")]
#[case::by_short_sha("1f2e3d4", "confirmed DEP-1 1.00 [NamedSha]")]
#[case::by_address("https://ci.example/1", "confirmed DEP-1 1.00 [NamedAddress]")]
#[case::by_a_change_it_carries("CHG-9", "confirmed DEP-1 1.00 [Named]")]
#[case::by_a_name_nobody_knows("DEP-77", "suggested DEP-2 0.67 [Service]")]
fn an_explicit_field_confirms(#[case] caused_by: &str, #[case] wanted: &str) {
    let told = Change {
        sha: Some("1f2e3d4c5b6a79881726354433221100ffeeddcc".into()),
        url: Some("https://ci.example/1".into()),
        carries: vec!["CHG-9".into()],
        ..deployment(1, -500.0)
    };
    let incident = Incident { caused_by: vec![caused_by.into()], ..broken(1, 10.0) };
    let on = operation(vec![incident], vec![told, merged(9, -501.0), deployment(2, 9.0)]);
    assert_eq!(said(&on), [wanted]);
}

#[test]
fn the_change_s_own_record_confirms() {
    let caused = Change { causes: vec!["INC-1".into()], ..deployment(1, -500.0) };
    let on = operation(vec![broken(1, 10.0)], vec![caused, deployment(2, 9.0)]);
    assert_eq!(said(&on), ["confirmed DEP-1 1.00 [ChangeSays]"]);
}

#[rstest]
#[case::by_sha(Reverts { sha: Some("abcdef1".into()), ..Reverts::default() })]
#[case::by_id(Reverts { label: Some("DEP-1".into()), ..Reverts::default() })]
#[case::by_title(Reverts { title: Some("faster totals".into()), ..Reverts::default() })]
fn a_revert_that_repairs_the_incident_confirms_what_it_takes_back(#[case] reverts: Reverts) {
    let guilty = Change { sha: Some("abcdef1234".into()), title: "Faster totals (#12)".into(), ..deployment(1, 2.0) };
    let repair =
        Change { reverts: Some(reverts), repairs: vec!["INC-1".into()], unplanned: true, ..deployment(3, 10.5) };
    let on = operation(vec![broken(1, 10.0)], vec![guilty, deployment(2, 9.0), repair]);
    assert_eq!(said(&on), ["confirmed DEP-1 1.00 [TakenBack]"]);
    assert!(on.links.repaired_by(0).is_some());
}

#[test]
fn going_back_to_the_version_before_takes_back_what_came_between() {
    let version = |version: &str, change: Change| Change { version: Some(version.into()), ..change };
    let back = Change { repairs: vec!["INC-1".into()], unplanned: true, ..deployment(3, 10.5) };
    let changes = vec![version("2.4", deployment(1, 1.0)), version("2.5", deployment(2, 9.0)), version("2.4", back)];
    assert_eq!(said(&operation(vec![broken(1, 10.0)], changes)), ["confirmed DEP-2 1.00 [TakenBack]"]);
}

#[test]
fn a_take_back_that_names_nothing_is_only_a_hint_at_the_last_change() {
    let repair = Change {
        reverts: Some(Reverts::default()),
        repairs: vec!["INC-1".into()],
        unplanned: true,
        ..deployment(3, 10.5)
    };
    let on = operation(vec![broken(1, 10.0)], vec![deployment(1, 2.0), deployment(2, 9.0), repair]);
    assert_eq!(said(&on), ["suggested DEP-2 0.96 [TakenBackUnnamed, Service]", "suggested DEP-1 0.50 [Service]"]);
}

#[test]
fn a_title_says_which_incident_is_repaired() {
    let mut repair = Change { title: "Hotfix for rounding (INC-1)".into(), unplanned: true, ..deployment(2, 10.5) };
    let on = operation(vec![broken(1, 10.0)], vec![repair.clone()]);
    assert_eq!(on.links.repaired_by(0), Some(0));
    // A planned change that mentions it isn't the repair.
    repair.unplanned = false;
    assert_eq!(operation(vec![broken(1, 10.0)], vec![repair]).links.repaired_by(0), None);
}

#[test]
fn the_version_in_which_it_occurs_makes_a_suggestion_strong() {
    let incident = Incident { versions: vec!["2.4".into()], ..broken(1, 48.0) };
    let on = operation(
        vec![incident],
        vec![Change { version: Some("2.4".into()), ..deployment(1, 36.0) }, deployment(2, 40.0)],
    );
    assert_eq!(said(&on), ["suggested DEP-1 0.61 [Version, Service]", "suggested DEP-2 0.50 [Service]"]);
}

#[test]
fn stages_plans_and_what_was_called_off_cause_nothing() {
    let changes = vec![
        Change { target: insight::records::Target::Elsewhere, ..deployment(1, 9.0) },
        Change { outcome: Outcome::CalledOff, ..deployment(2, 9.0) },
        Change { outcome: Outcome::Planned, ended: None, ..merged(3, 9.0) },
    ];
    assert_eq!(said(&operation(vec![broken(1, 10.0)], changes)), Vec::<String>::new());
}

fn judged(confirmed: bool) -> Operation {
    let incident = Incident { id: 70, ..broken(1, 10.0) };
    let changes = vec![deployment(1, 3.0), deployment(2, 5.0), deployment(3, 7.0), deployment(4, 9.0)];
    let verdicts = [Verdict { incident: 70, change: 4, confirmed }];
    Operation::of(vec![incident], changes, &verdicts, Default::default())
}

#[test]
fn a_person_s_word_stands() {
    assert_eq!(said(&judged(true)), ["confirmed DEP-4 1.00 [Person]"]);
    // Refusing one doesn't bring the fourth forward.
    let refused = said(&judged(false));
    assert_eq!(
        refused,
        ["suggested DEP-3 0.62 [Service]", "suggested DEP-2 0.57 [Service]", "refused DEP-4 0.67 [Service]"]
    );
}

#[test]
fn a_person_s_word_stands_against_a_record_and_follows_a_change_into_its_deployment() {
    let incident = Incident { caused_by: vec!["DEP-1".into()], ..broken(9, 10.0) };
    let on = Operation::of(
        vec![incident],
        vec![deployment(1, 9.0)],
        &[Verdict { incident: 9, change: 1, confirmed: false }],
        Default::default(),
    );
    assert!(said(&on)[0].starts_with("refused DEP-1"));

    let carrying = Change { carries: vec!["CHG-5".into()], ..deployment(1, 9.0) };
    let on = Operation::of(
        vec![broken(9, 10.0)],
        vec![merged(5, 4.0), carrying],
        &[Verdict { incident: 9, change: 5, confirmed: true }],
        Default::default(),
    );
    assert_eq!(said(&on), ["confirmed DEP-1 1.00 [Person]"]);
}

#[test]
fn an_id_that_two_sources_use_means_the_own_source_or_nothing() {
    let theirs = |source: u32, service: u32| Change { source, service, label: "#12".into(), ..merged(source, 2.0) };
    let incident = |source: u32| Incident { source, service: 5, caused_by: vec!["#12".into()], ..broken(1, 500.0) };
    let on = operation(vec![incident(2)], vec![theirs(2, 7), theirs(3, 8)]);
    assert_eq!(said(&on), ["confirmed #12 1.00 [Named]"]);
    assert_eq!(on.change_of(on.links.of_incident(0)[0].delivery).unwrap().source, 2);
    assert_eq!(said(&operation(vec![incident(4)], vec![theirs(2, 7), theirs(3, 8)])), Vec::<String>::new());
}
