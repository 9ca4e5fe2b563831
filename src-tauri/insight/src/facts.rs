//! Records of tools, with the facts they come with, as [`Incident`] and [`Change`].

use std::borrow::Cow;

use chrono::DateTime;
use serde::Deserialize;

use crate::recognise;
use crate::records::{Change, End, Incident, MINUTE, Millis, Outcome, Sort, Target};

type Text<'a> = Option<Cow<'a, str>>;

/// The facts that say something here; all others are passed over.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Facts<'a> {
    #[serde(borrow)]
    pub version: Text<'a>,
    #[serde(borrow)]
    pub affects: Text<'a>,
    #[serde(borrow)]
    pub sha: Text<'a>,
    #[serde(borrow)]
    pub environment: Text<'a>,
    #[serde(borrow)]
    pub changes: Text<'a>,
    #[serde(borrow)]
    pub deployment: Text<'a>,
    #[serde(borrow)]
    pub repairs: Text<'a>,
    #[serde(borrow)]
    pub reverts: Text<'a>,
    #[serde(borrow)]
    pub caused_by: Text<'a>,
    #[serde(borrow)]
    pub causes: Text<'a>,
    #[serde(borrow)]
    pub fixed_by: Text<'a>,
    #[serde(borrow)]
    pub state: Text<'a>,
    #[serde(borrow)]
    pub result: Text<'a>,
    #[serde(borrow)]
    pub close_code: Text<'a>,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub labels: Text<'a>,
    #[serde(borrow)]
    pub prerelease: Text<'a>,
    #[serde(borrow)]
    pub committed_at: Text<'a>,
    #[serde(borrow)]
    pub opened_at: Text<'a>,
    #[serde(borrow)]
    pub work_end: Text<'a>,
    #[serde(borrow)]
    pub on_hold_minutes: Text<'a>,
}

/// One stored record. Milliseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    pub id: u32,
    pub service: u32,
    pub source: u32,
    pub label: &'a str,
    pub title: &'a str,
    /// Only needed of changes whose title says that they take something back; else empty.
    pub body: &'a str,
    pub url: Option<&'a str>,
    /// 0 critical to 3 low.
    pub class: Option<u8>,
    pub open: bool,
    pub happened: Millis,
    pub resolved: Option<Millis>,
}

pub fn incident(stored: &Stored, facts: &Facts) -> Incident {
    let end = match stored.resolved {
        Some(at) => End::Resolved(at),
        None if stored.open => End::Open,
        None => End::GivenUp,
    };
    let minutes = facts.on_hold_minutes.as_deref().and_then(|text| text.trim().parse::<u32>().ok());
    Incident {
        id: stored.id,
        service: stored.service,
        source: stored.source,
        label: stored.label.to_owned(),
        class: stored.class,
        began: stored.happened,
        end,
        held: minutes.map(|minutes| Millis::from(minutes) * MINUTE),
        caused_by: list(&facts.caused_by),
        fixed_by: list(&facts.fixed_by),
        versions: list(if facts.affects.is_some() { &facts.affects } else { &facts.version }),
    }
}

pub fn change(stored: &Stored, sort: Sort, facts: &Facts) -> Change {
    let outcome = outcome(stored, sort, facts);
    // Change requests are closed long after the work was done.
    let done = instant(&facts.work_end).or(stored.resolved);
    let ended = match outcome {
        Outcome::Running | Outcome::Planned => None,
        _ => Some(done.unwrap_or(stored.happened)),
    };
    let reverts = recognise::reverts(stored.title, stored.body, facts.reverts.as_deref());
    let kind = facts.kind.as_deref().and_then(recognise::change_kind);
    let repairs = list(&facts.repairs);
    let unplanned = !repairs.is_empty()
        || reverts.is_some()
        || kind == Some(crate::records::ChangeKind::Emergency)
        || recognise::is_hotfix(stored.title, facts.labels.as_deref().unwrap_or_default());
    Change {
        id: stored.id,
        sort,
        service: stored.service,
        source: stored.source,
        label: stored.label.to_owned(),
        title: stored.title.to_owned(),
        url: stored.url.map(str::to_owned),
        sha: facts.sha.as_deref().map(str::to_owned),
        version: facts.version.as_deref().map(str::to_owned),
        began: stored.happened,
        ended,
        target: target(facts),
        outcome,
        kind,
        committed: instant(&facts.committed_at),
        opened: instant(&facts.opened_at),
        squashed: recognise::is_squash(stored.title),
        carries: list(&facts.changes),
        carried_by: list(&facts.deployment),
        repairs,
        causes: list(&facts.causes),
        reverts,
        unplanned,
    }
}

/// What tools join with commas or line breaks.
fn list(text: &Text) -> Vec<String> {
    let parts = text.as_deref().unwrap_or_default().split([',', ';', '\n']);
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn instant(text: &Text) -> Option<Millis> {
    DateTime::parse_from_rfc3339(text.as_deref()?.trim()).ok().map(|at| at.timestamp_millis())
}

fn target(facts: &Facts) -> Target {
    if facts.prerelease.is_some() {
        return Target::Elsewhere;
    }
    facts.environment.as_deref().map_or(Target::Unsaid, recognise::target)
}

/// What a tool says of how it went; a word that nobody knows leaves the record's own state.
fn outcome(stored: &Stored, sort: Sort, facts: &Facts) -> Outcome {
    let said = [&facts.result, &facts.state, &facts.close_code];
    let told = said.into_iter().filter_map(Option::as_deref).find_map(recognise::outcome);
    match told {
        Some(Outcome::Running | Outcome::Planned) if !stored.open => Outcome::Through,
        Some(told) => told,
        None if !stored.open => Outcome::Through,
        // A change request lies open for weeks before anybody begins.
        None if sort == Sort::Change => Outcome::Planned,
        None => Outcome::Running,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn stored(open: bool) -> Stored<'static> {
        Stored {
            id: 1,
            service: 2,
            source: 3,
            label: "DEP-1",
            title: "checkout 2.4.1 to production",
            body: "",
            url: None,
            class: None,
            open,
            happened: 1_000,
            resolved: (!open).then_some(61_000),
        }
    }

    fn facts(pairs: &[(&str, &'static str)]) -> Facts<'static> {
        let mut facts = Facts::default();
        for (name, value) in pairs {
            let value = Some(Cow::Borrowed(*value));
            match *name {
                "state" => facts.state = value,
                "result" => facts.result = value,
                "close_code" => facts.close_code = value,
                "environment" => facts.environment = value,
                "prerelease" => facts.prerelease = value,
                "repairs" => facts.repairs = value,
                "work_end" => facts.work_end = value,
                name => panic!("no such fact here: {name}"),
            }
        }
        facts
    }

    #[rstest]
    #[case::said_nothing(&[], false, Sort::Deployment, Outcome::Through)]
    #[case::github_superseded(&[("state", "inactive")], false, Sort::Deployment, Outcome::Through)]
    #[case::github_failed(&[("state", "failure")], false, Sort::Deployment, Outcome::Failed)]
    #[case::gitlab_called_off(&[("state", "canceled")], false, Sort::Deployment, Outcome::CalledOff)]
    #[case::jenkins_running(&[], true, Sort::Deployment, Outcome::Running)]
    #[case::jenkins_unstable(&[("result", "unstable")], false, Sort::Deployment, Outcome::Through)]
    #[case::gitlab_waiting(&[("state", "blocked")], true, Sort::Deployment, Outcome::Planned)]
    #[case::servicenow_scheduled(&[("state", "Scheduled")], true, Sort::Change, Outcome::Planned)]
    #[case::servicenow_working(&[("state", "Implement")], true, Sort::Change, Outcome::Running)]
    #[case::servicenow_failed(&[("state", "Closed"), ("close_code", "Unsuccessful")], false, Sort::Change, Outcome::Failed)]
    #[case::open_ticket(&[], true, Sort::Change, Outcome::Planned)]
    fn how_it_went(
        #[case] said: &[(&str, &'static str)],
        #[case] open: bool,
        #[case] sort: Sort,
        #[case] wanted: Outcome,
    ) {
        let made = change(&stored(open), sort, &facts(said));
        assert_eq!(made.outcome, wanted);
        assert_eq!(made.ended.is_none(), matches!(wanted, Outcome::Running | Outcome::Planned));
    }

    #[test]
    fn the_end_of_the_work_counts_and_not_the_end_of_the_paperwork() {
        let made = change(&stored(false), Sort::Change, &facts(&[("work_end", "1970-01-01T00:00:31Z")]));
        assert_eq!(made.ended, Some(31_000));
    }

    #[test]
    fn what_is_closed_without_being_resolved_was_given_up() {
        let kept = Stored { resolved: None, ..stored(false) };
        assert_eq!(incident(&kept, &Facts::default()).end, End::GivenUp);
        assert_eq!(incident(&Stored { open: true, ..kept }, &Facts::default()).end, End::Open);
    }

    #[test]
    fn lists_of_names_are_parted() {
        let made = change(&stored(false), Sort::Deployment, &facts(&[("repairs", "INC-1, INC-2;\nINC-3 ,")]));
        assert_eq!(made.repairs, ["INC-1", "INC-2", "INC-3"]);
        assert!(made.unplanned);
    }
}
