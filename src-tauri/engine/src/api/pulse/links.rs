//! Links between incidents and changes: to look through, and what people say about them.

use insight::links::{Link, RULE, State};
use serde_json::Value;

use super::{Known, Question, records, words};
use crate::api::Engine;
use crate::api::types::{
    IncidentLinks, LinkCandidate, LinkCounts, LinkReview, LinkVerdict, LinkView, PulseQuery, StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{Kind, SignalId, Time};
use crate::store::pulse::{self as stored, Judged};
use crate::store::triage::{self, Candidate};

impl Engine {
    /// The incidents that began in the period, with their links.
    pub async fn pulse_links(&self, query: PulseQuery, view: LinkView) -> Result<LinkReview> {
        let question = self.pulse_question(&query).await?;
        let operation = &question.known.operation;
        let mut counts = LinkCounts::default();
        let mut found: Vec<usize> = Vec::new();
        for (position, incident) in operation.incidents.iter().enumerate() {
            if !question.scope.holds(incident.service) || !question.period.holds(incident.began) {
                continue;
            }
            let links = operation.links.of_incident(position);
            for of in [LinkView::ToReview, LinkView::Confirmed, LinkView::Refused, LinkView::Without, LinkView::All] {
                let is = is_in(of, links);
                *count(&mut counts, of) += u32::from(is);
                if is && of == view {
                    found.push(position);
                }
            }
        }
        found.sort_by_key(|position| std::cmp::Reverse(operation.incidents.get(*position).map(|one| one.began)));
        let incidents = found.into_iter().filter_map(|position| question.incident_links(position)).collect();
        Ok(LinkReview { incidents, counts, rule: RULE.to_owned() })
    }

    /// Says that a change caused an incident, or didn't; None takes back what was said.
    pub async fn judge_link(
        &self,
        incident: SignalId,
        change: SignalId,
        verdict: Option<LinkVerdict>,
    ) -> Result<StepDone> {
        let (incident, change) = self.link_ends(incident, change).await?;
        let message = match verdict {
            Some(LinkVerdict::Confirmed) => format!("“{}” caused “{}”", change.title, incident.title),
            Some(LinkVerdict::Refused) => format!("“{}” didn't cause “{}”", change.title, incident.title),
            None => format!("Whether “{}” caused “{}” is open again", change.title, incident.title),
        };
        self.decide(message, &[judgement(&incident, &change, verdict)?]).await
    }

    /// "None of these": refuses everything that is suggested for an incident.
    pub async fn refuse_links(&self, incident: SignalId) -> Result<StepDone> {
        let known = self.pulse_known().await?;
        let suggested: Vec<SignalId> = match known.operation.incidents.iter().position(|one| one.id == incident.0) {
            Some(position) => {
                let links = known.operation.links.of_incident(position).iter();
                let suggested = links.filter(|link| link.state == State::Suggested);
                suggested
                    .filter_map(|link| known.operation.change_of(link.delivery))
                    .map(|one| SignalId(one.id))
                    .collect()
            }
            None => Vec::new(),
        };
        let mut changes = Vec::new();
        let mut title = String::new();
        for change in suggested {
            let (incident, change) = self.link_ends(incident, change).await?;
            changes.push(judgement(&incident, &change, Some(LinkVerdict::Refused))?);
            title = incident.title;
        }
        if changes.is_empty() {
            return Err(Problem::refused("No change is suggested for this incident.").kept("Nothing was changed."));
        }
        self.decide(format!("No suggested change caused “{title}”"), &changes).await
    }

    async fn link_ends(&self, incident: SignalId, change: SignalId) -> Result<(Candidate, Candidate)> {
        let mut read = self.store.reader().acquire().await?;
        let found = triage::candidates(&mut read, &[incident, change]).await?;
        drop(read);
        match found.as_slice() {
            [incident, change]
                if incident.kind == Kind::Incident && matches!(change.kind, Kind::Change | Kind::Deployment) =>
            {
                Ok((incident.clone(), change.clone()))
            }
            [_, _] => Err(Problem::bad_input("A link goes from an incident to a change or deployment.")
                .kept("Nothing was changed.")),
            _ => Err(Problem::not_found("One of these signals isn't here.").kept("Nothing was changed.")),
        }
    }
}

fn judgement(incident: &Candidate, change: &Candidate, verdict: Option<LinkVerdict>) -> Result<Change> {
    let key = stored::key(&incident.key, &change.key);
    let Some(verdict) = verdict else { return Ok(Change::cleared(Entity::Link, key, "verdict")) };
    let judged = Judged { confirmed: verdict == LinkVerdict::Confirmed, rule: RULE.to_owned() };
    let value: Value = serde_json::to_value(judged).map_err(|e| Problem::system(e.to_string()))?;
    Ok(Change::new(Entity::Link, key, "verdict", value))
}

fn is_in(view: LinkView, links: &[Link]) -> bool {
    let has = |state: State| links.iter().any(|link| link.state == state);
    match view {
        LinkView::ToReview => has(State::Suggested),
        LinkView::Confirmed => has(State::Confirmed),
        LinkView::Refused => has(State::Refused),
        LinkView::Without => !has(State::Suggested) && !has(State::Confirmed),
        LinkView::All => true,
    }
}

fn count(counts: &mut LinkCounts, view: LinkView) -> &mut u32 {
    match view {
        LinkView::ToReview => &mut counts.to_review,
        LinkView::Confirmed => &mut counts.confirmed,
        LinkView::Refused => &mut counts.refused,
        LinkView::Without => &mut counts.without,
        LinkView::All => &mut counts.all,
    }
}

impl Question {
    fn incident_links(&self, position: usize) -> Option<IncidentLinks> {
        let incident = self.known.operation.incidents.get(position)?;
        let links = self.known.operation.links.of_incident(position);
        let none = if !links.is_empty() {
            None
        } else if incident.service == insight::records::NO_SERVICE {
            Some("The incident has no service, so that no change of the same service can be found.".to_owned())
        } else if !self.known.operation.deliveries.knows(incident.service) {
            Some("No changes of its service are known.".to_owned())
        } else {
            Some("Its service wasn't changed in the 72 hours before.".to_owned())
        };
        Some(IncidentLinks {
            incident: self.known.incident(position)?,
            severity: records::severity(incident.class),
            resolved_at: incident.resolved().map(Time),
            candidates: links.iter().filter_map(|link| self.known.candidate(incident.id, link)).collect(),
            none,
        })
    }
}

impl Known {
    fn candidate(&self, incident: u32, link: &Link) -> Option<LinkCandidate> {
        let delivery = self.operation.deliveries.list.get(link.delivery as usize)?;
        let change = self.operation.changes.get(delivery.change as usize)?;
        // A change may have been judged before the deployment that carries it was read.
        let own = std::iter::once(&delivery.change).chain(&delivery.carries);
        let ids = own.filter_map(|position| self.operation.changes.get(*position as usize)).map(|one| SignalId(one.id));
        let judged = ids.filter_map(|id| self.read.verdicts.get(&(SignalId(incident), id))).next();
        let carries = delivery.carries.iter().filter_map(|position| self.operation.changes.get(*position as usize));
        Some(LinkCandidate {
            change: self.change(change),
            carries: carries.map(|one| self.change(one)).collect(),
            state: records::state(link),
            score: link.score,
            lag: link.lag,
            reasons: link.reasons.iter().map(|reason| words::reason(reason, link.lag)).collect(),
            judged_by: judged.map(|judged| judged.by.clone()),
            judged_at: judged.map(|judged| judged.at),
            judged_rule: judged.map(|judged| judged.rule.clone()),
        })
    }
}
