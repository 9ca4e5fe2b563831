//! "Link to this opportunity", because. Pure: compares a signal with the evidence that is linked already.

use super::types::{OpportunityRef, Suggestion};
use crate::model::OpportunityId;
use crate::store::signals::OpenEvidence;
use crate::triage::similar::{Profile, Weights, common_phrases, similarity};

/// How many links of an opportunity are compared, the newest.
pub(super) const MOST_LINKS: u32 = 30;

/// How alike the words must be before anything is suggested.
const LEAST_ALIKE: f64 = 0.25;

/// What the same service adds to the score, and the least score that is shown.
const SAME_SERVICE: f64 = 0.15;
const LEAST_SCORE: f64 = 0.35;

/// How many of an opportunity's signals, the most alike, make up its likeness.
const CLOSEST: usize = 3;

/// The signal that is being read.
pub(super) struct Reader<'a> {
    pub profile: &'a Profile,
    pub weights: &'a Weights,
    pub service: Option<&'a str>,
}

/// The open opportunity whose evidence is most like the signal; None when nothing is like it. `links` come
/// grouped by opportunity.
pub(super) fn best(signal: &Reader<'_>, links: &[OpenEvidence]) -> Option<Suggestion> {
    let (score, evidence, others) = links
        .chunk_by(|a, b| a.opportunity == b.opportunity)
        .filter_map(|evidence| {
            let others: Vec<Profile> = evidence.iter().map(|link| Profile::of(&link.title, &link.body)).collect();
            let likeness = likeness(signal, &others);
            let score = likeness + if same_service(signal, evidence).is_some() { SAME_SERVICE } else { 0.0 };
            (likeness >= LEAST_ALIKE && score >= LEAST_SCORE).then_some((score.min(1.0), evidence, others))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    let first = evidence.first()?;
    Some(Suggestion {
        opportunity: reference(first.opportunity, &first.opportunity_title),
        score,
        reasons: reasons(signal, evidence, &others),
    })
}

/// The mean over the closest signals, so that one odd link doesn't decide.
fn likeness(signal: &Reader<'_>, others: &[Profile]) -> f64 {
    let mut scores: Vec<f64> = others.iter().map(|other| similarity(signal.profile, other, signal.weights)).collect();
    scores.sort_unstable_by(|a, b| b.total_cmp(a));
    scores.truncate(CLOSEST);
    if scores.is_empty() { 0.0 } else { scores.iter().sum::<f64>() / scores.len() as f64 }
}

fn same_service<'a>(signal: &Reader<'a>, evidence: &[OpenEvidence]) -> Option<&'a str> {
    let service = signal.service?;
    let same = |name: &str| name.eq_ignore_ascii_case(service);
    let linked = evidence.iter().filter(|link| link.service.as_deref().is_some_and(same)).count();
    let named = evidence.first().is_some_and(|link| same(&link.opportunity_service));
    (named || 2 * linked > evidence.len()).then_some(service)
}

fn reasons(signal: &Reader<'_>, evidence: &[OpenEvidence], others: &[Profile]) -> Vec<String> {
    let mut reasons = Vec::new();
    let (phrases, sayers) = common_phrases(signal.profile, others, signal.weights);
    if !phrases.is_empty() {
        let said: Vec<String> = phrases.iter().map(|phrase| format!("“{phrase}”")).collect();
        let signals = if sayers == 1 { "signal" } else { "signals" };
        reasons.push(format!("Says {}, like {sayers} {signals} already linked", said.join(" and ")));
    }
    reasons.extend(same_service(signal, evidence).map(|service| format!("Same service, {service}")));
    reasons
}

fn reference(id: OpportunityId, title: &str) -> OpportunityRef {
    OpportunityRef { id, label: id.label(), title: title.to_owned() }
}
