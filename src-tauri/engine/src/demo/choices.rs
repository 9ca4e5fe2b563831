//! What the invented product team decided over the year: a triage session every week, opportunities made,
//! scored and moved on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Source;
use super::backlog;
use super::dice::Dice;
use super::ideas::{PLANS, Plan};
use super::tree::{self, Twig};
use super::truths::{Justified, Outcome, Sameness, Truths};
use crate::connectors::TrackerItem;
use crate::model::{DeclineReason, Kind, Record, RiceInputs, RiskKind, Stage, Status, Time};
use crate::score::RiskAssessment;

/// All decisions, and the opportunities they speak of by position.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choices {
    pub ideas: Vec<Idea>,
    /// Oldest first; the last session lies some two weeks back, and the inbox has filled since.
    pub log: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Idea {
    pub title: String,
    /// Field of an opportunity and its text; empty ones left out.
    pub fields: Vec<(&'static str, String)>,
}

/// One decision, one undo step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    pub at: Time,
    pub deed: Deed,
}

/// Signals are named by their external ids, ideas by their position.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Deed {
    Create {
        idea: usize,
    },
    Score {
        idea: usize,
        inputs: RiceInputs,
    },
    Judge {
        idea: usize,
        kind: RiskKind,
        risk: RiskAssessment,
    },
    Move {
        idea: usize,
        stage: Stage,
        reason: String,
    },
    /// The idea has an item in the tracker now; `item` is as it stands today.
    Send {
        idea: usize,
        item: TrackerItem,
    },
    Link {
        idea: usize,
        signals: Vec<String>,
        importance: u8,
    },
    /// Linked signals that speak against the idea.
    Against {
        idea: usize,
        signals: Vec<String>,
    },
    Merge {
        signals: Vec<String>,
        into: String,
    },
    Decline {
        signals: Vec<String>,
        reason: DeclineReason,
        note: String,
    },
    Snooze {
        signals: Vec<String>,
        until: Time,
    },
    /// Something hangs in the opportunity tree now.
    Hang {
        twig: Twig,
    },
}

/// Weeks before now of the first and the last triage session.
const SESSIONS: std::ops::RangeInclusive<i64> = 3..=51;
/// Days by which sessions are shifted towards now.
const SHIFT: i64 = 5;
/// So much praise speaks against an idea.
const MOST_AGAINST: usize = 2;

pub fn choices(dice: &mut Dice, sources: &[Source], truths: &Truths, now: Time) -> Choices {
    let mut log = Vec::new();
    let mut waiting = sorted_by_reason(sources, truths);
    for weeks in SESSIONS.rev() {
        let at = now.plus((SHIFT - weeks * 7) * Time::DAY - dice.between(20, 90) * Time::MINUTE);
        for (idea, plan) in PLANS.iter().enumerate().filter(|(_, plan)| plan.weeks_ago >= weeks) {
            if plan.weeks_ago == weeks {
                log.push(Choice { at, deed: Deed::Create { idea } });
                log.extend(scored(plan, idea, at.plus(3 * Time::DAY)));
                log.extend(judged(plan, idea, at.plus(4 * Time::DAY)));
            }
            link(dice, &mut log, &mut waiting, idea, at);
            oppose(&mut log, &mut waiting, idea, at);
        }
        merge(&mut log, &mut waiting, at);
        decline(&mut log, &mut waiting, at);
    }
    for (idea, plan) in PLANS.iter().enumerate() {
        log.extend(plan.stages.iter().map(|(stage, days)| {
            let reason = if *stage == Stage::Rejected { plan.reject_reason.to_owned() } else { String::new() };
            Choice { at: now.plus(-days * Time::DAY - Time::HOUR), deed: Deed::Move { idea, stage: *stage, reason } }
        }));
    }
    log.extend(backlog::sent(now).map(|(idea, at, item)| Choice { at, deed: Deed::Send { idea, item } }));
    log.push(snooze(&waiting, now));
    log.extend(tree::twigs(now).into_iter().map(|(at, twig)| Choice { at, deed: Deed::Hang { twig } }));
    log.sort_by_key(|choice| choice.at);
    Choices { ideas: PLANS.iter().map(idea).collect(), log }
}

fn idea(plan: &Plan) -> Idea {
    let fields = [
        ("statement", plan.statement),
        ("hypothesis", plan.hypothesis),
        ("expected", plan.expected),
        ("owner", plan.owner),
        ("service", plan.service),
    ];
    let fields = fields.into_iter().filter(|(_, text)| !text.is_empty());
    Idea { title: plan.title.to_owned(), fields: fields.map(|(field, text)| (field, text.to_owned())).collect() }
}

/// The ranges carry the doubt, so confidence stays unset.
fn scored(plan: &Plan, idea: usize, at: Time) -> Option<Choice> {
    let score = plan.score.as_ref()?;
    let inputs = RiceInputs {
        reach: Some(score.reach),
        impact: Some(score.impact),
        confidence: None,
        effort: Some(score.effort),
    };
    Some(Choice { at, deed: Deed::Score { idea, inputs } })
}

fn judged(plan: &Plan, idea: usize, at: Time) -> impl Iterator<Item = Choice> {
    plan.risks.iter().map(move |(kind, likelihood, impact, note)| {
        let risk = RiskAssessment { likelihood: *likelihood, impact: *impact, note: (*note).to_owned() };
        Choice { at, deed: Deed::Judge { idea, kind: *kind, risk } }
    })
}

/// Signals that wait for a session, by what will become of them.
struct Waiting {
    for_idea: BTreeMap<usize, Vec<(Time, String)>>,
    against_idea: BTreeMap<usize, Vec<(Time, String)>>,
    /// Later copies and the ticket they repeat.
    copies: Vec<(Time, String, String)>,
    declined: BTreeMap<(u8, &'static str), Vec<(Time, String)>>,
}

fn sorted_by_reason(sources: &[Source], truths: &Truths) -> Waiting {
    let ideas = signals_of_ideas(truths);
    let story_of: BTreeMap<&str, &str> = truths
        .themes
        .iter()
        .flat_map(|(story, theme)| theme.signals.iter().map(move |signal| (signal.as_str(), story.as_str())))
        .collect();
    let mut waiting = Waiting {
        for_idea: BTreeMap::new(),
        against_idea: BTreeMap::new(),
        copies: Vec::new(),
        declined: BTreeMap::new(),
    };
    let copies: BTreeMap<&str, &str> = truths
        .duplicates
        .iter()
        .filter(|group| group.how == Sameness::SentTwice)
        .filter_map(|group| Some((group.tickets.get(1)?.as_str(), group.tickets.first()?.as_str())))
        .collect();
    for record in sources.iter().flat_map(|source| &source.records) {
        let id = record.external_id.as_str();
        if let Some(first) = copies.get(id) {
            waiting.copies.push((record.happened_at, id.to_owned(), (*first).to_owned()));
        } else if let Some(idea) = ideas.get(id) {
            waiting.for_idea.entry(*idea).or_default().push((record.happened_at, id.to_owned()));
        } else if let Some(idea) = opposed(record, story_of.get(id).copied())
            && waiting.against_idea.get(&idea).is_none_or(|signals| signals.len() < MOST_AGAINST)
        {
            waiting.against_idea.entry(idea).or_default().push((record.happened_at, id.to_owned()));
        } else if !(record.kind == Kind::Incident && record.status == Status::Open) {
            let (reason, note) = why_not(record, story_of.get(id).copied());
            waiting.declined.entry((reason.code(), note)).or_default().push((record.happened_at, id.to_owned()));
        }
    }
    waiting
}

fn signals_of_ideas(truths: &Truths) -> BTreeMap<&str, usize> {
    let mut ideas = BTreeMap::new();
    for (position, plan) in PLANS.iter().enumerate() {
        let told = plan.stories.iter().filter_map(|story| truths.themes.get(*story)).flat_map(|theme| &theme.signals);
        let broke = truths.problems.iter().filter(|p| plan.problems.contains(&p.name.as_str()));
        let broke = broke.flat_map(|problem| &problem.incidents);
        ideas.extend(told.chain(broke).map(|signal| (signal.as_str(), position)));
    }
    ideas
}

/// The idea that praise speaks against.
fn opposed(record: &Record, story: Option<&str>) -> Option<usize> {
    let says = |plan: &Plan| !plan.against.is_empty() && record.body.contains(plan.against);
    PLANS.iter().position(says).filter(|_| story == Some("kind-words"))
}

fn why_not(record: &Record, story: Option<&str>) -> (DeclineReason, &'static str) {
    match (record.kind, story) {
        (Kind::Deployment | Kind::Change, _) => (DeclineReason::Other, "Routine; kept for the timeline"),
        (Kind::Incident | Kind::Alert, _) => (DeclineReason::AlreadyFixed, "Handled on call"),
        (Kind::Error, _) if record.status == Status::Resolved => (DeclineReason::AlreadyFixed, "Handled on call"),
        (Kind::Error, _) => (DeclineReason::TooRare, "Watched"),
        (_, Some("not-for-us")) => (DeclineReason::NotOurProduct, "Not meant for us"),
        (_, Some("how-do-i" | "account-housekeeping" | "kind-words")) => {
            (DeclineReason::Other, "Answered by the service desk")
        }
        (_, Some("driver-app-drains" | "reverse-charge-vat")) => (DeclineReason::AlreadyFixed, "Put right by the team"),
        (_, Some(_)) => (DeclineReason::TooRare, "Not enough customers yet"),
        (_, None) => (DeclineReason::AlreadyFixed, "Belongs to an incident that is over"),
    }
}

fn link(dice: &mut Dice, log: &mut Vec<Choice>, waiting: &mut Waiting, idea: usize, at: Time) {
    let usual = PLANS.get(idea).map_or(1, |plan| plan.importance);
    let Some(signals) = waiting.for_idea.get_mut(&idea) else { return };
    let mut by_importance: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for signal in take_older(signals, at) {
        // Most signals weigh as usual, some less.
        let importance = if dice.chance(25) { usual.saturating_sub(1) } else { usual };
        by_importance.entry(importance).or_default().push(signal);
    }
    for (importance, signals) in by_importance {
        log.push(Choice { at, deed: Deed::Link { idea, signals, importance } });
    }
}

fn oppose(log: &mut Vec<Choice>, waiting: &mut Waiting, idea: usize, at: Time) {
    let signals = waiting.against_idea.get_mut(&idea).map(|signals| take_older(signals, at)).unwrap_or_default();
    if !signals.is_empty() {
        log.push(Choice { at, deed: Deed::Link { idea, signals: signals.clone(), importance: 1 } });
        log.push(Choice { at, deed: Deed::Against { idea, signals } });
    }
}

fn merge(log: &mut Vec<Choice>, waiting: &mut Waiting, at: Time) {
    let (now, later): (Vec<_>, Vec<_>) = waiting.copies.drain(..).partition(|(sent, _, _)| *sent < at);
    waiting.copies = later;
    for (_, copy, into) in now {
        log.push(Choice { at, deed: Deed::Merge { signals: vec![copy], into } });
    }
}

fn decline(log: &mut Vec<Choice>, waiting: &mut Waiting, at: Time) {
    for ((reason, note), signals) in &mut waiting.declined {
        let signals = take_older(signals, at);
        let reason = DeclineReason::from_code(*reason).unwrap_or(DeclineReason::Other);
        if !signals.is_empty() {
            log.push(Choice { at, deed: Deed::Decline { signals, reason, note: (*note).to_owned() } });
        }
    }
}

/// A few of the signals that still wait were put off yesterday until next week.
fn snooze(waiting: &Waiting, now: Time) -> Choice {
    let late = waiting.for_idea.values().flatten().chain(waiting.declined.values().flatten());
    let ready = late.filter(|(happened, id)| *happened < now.plus(-3 * Time::DAY) && id.starts_with("SD-"));
    let signals = ready.step_by(22).map(|(_, id)| id.clone()).collect();
    Choice { at: now.plus(-26 * Time::HOUR), deed: Deed::Snooze { signals, until: now.plus(6 * Time::DAY) } }
}

fn take_older(signals: &mut Vec<(Time, String)>, at: Time) -> Vec<String> {
    let (older, newer): (Vec<_>, Vec<_>) = signals.drain(..).partition(|(happened, _)| *happened < at);
    *signals = newer;
    older.into_iter().map(|(_, id)| id).collect::<BTreeSet<_>>().into_iter().collect()
}

/// What the stories justify: the opportunities made, and three that nobody has made yet.
pub fn justified() -> Vec<Justified> {
    let made = PLANS.iter().map(|plan| (plan.title, plan.stories));
    let not_yet: [(&str, &[&str]); 3] = [
        ("Let people override the address check", &["address-refused"]),
        ("Invoices split by cost centre", &["invoice-per-cost-centre"]),
        ("Hold a quoted price while somebody books", &["price-changes-after-quote"]),
    ];
    made.chain(not_yet)
        .map(|(title, stories)| Justified {
            title: title.to_owned(),
            stories: stories.iter().map(|story| (*story).to_owned()).collect(),
        })
        .collect()
}

/// What was delivered, and whether the complaints fell: the collection times were, and they didn't.
pub fn outcomes(now: Time) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for plan in &PLANS {
        let delivered = plan.stages.iter().find(|(stage, _)| *stage == Stage::Delivered);
        if let (Some((_, days)), Some(story)) = (delivered, plan.stories.first()) {
            outcomes.push(Outcome {
                title: plan.title.to_owned(),
                delivered_at: now.plus(-days * Time::DAY - Time::HOUR),
                story: (*story).to_owned(),
                fell: *story != "missed-collection",
            });
        }
    }
    outcomes
}
