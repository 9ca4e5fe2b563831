//! What product, development and support bring: what comes back, checks, close calls, changes, unused features, possible
//! detours, signals that read the same, and how people see their work.

use super::{DETOUR, MOST, NEVER, Suggestion, item};
use crate::api::Engine;
use crate::api::feature_use::detour_words as words;
use crate::api::forum::Look;
use crate::api::types::{
    CandidateState, ChangesQuery, FeatureQuery, FeatureState, ForumKind, ForumPlace, ForumVerb, ImprovementStep,
    OpportunityQuery, OpportunityRow, ProblemQuery,
};
use crate::api::words::counted;
use crate::error::Result;
use crate::model::{Kind, SignalId, Time};
use crate::score::numbers;
use crate::store::{detours, forum};

/// Two neighbours of the ranking whose likely values differ by less than this share are close.
const CLOSE: f64 = 0.1;
/// Only among so many of the first.
const TOP: u32 = 6;
/// A candidate with so many changes is nearly ripe.
const NEARLY: u32 = 5;

impl Engine {
    /// Problems with an episode since the last meeting that are no opportunity yet.
    pub(super) async fn came_back(&self, look: &Look) -> Result<Vec<Suggestion>> {
        let list = self.problems(ProblemQuery::default()).await?;
        let since = look.since();
        let back = list.problems.iter().filter(|row| row.opportunity.is_none() && row.last_at >= since).take(MOST);
        Ok(back
            .map(|row| {
                let mut know = format!("{} in 90 days", counted(row.episodes, "episodes"));
                if let Some(cost) = row.cost {
                    know.push_str(&format!(", {} a quarter", numbers::money(cost.likely as i64, &list.currency)));
                }
                let mut one = item(ForumKind::CameBack, format!("problem {}", row.key), row.title.clone())
                    .know(know)
                    .fact(numbers::counted(row.signals, "incident or alert", "incidents and alerts"), None)
                    .fact(format!("{} wrote meanwhile or are named", counted(row.customers, "customers")), None)
                    .asks("Make it an opportunity?")
                    .way(ForumVerb::MakeOpportunity, "Make it an opportunity")
                    .way(ForumVerb::Improve, "Make it an improvement")
                    .leads(ForumPlace::Problem { key: row.key.clone() });
                one = if row.workaround { one.fact("A workaround is known", None) } else { one };
                if row.known_error {
                    one = one.fact("The cause is known", None);
                } else {
                    one = one.way(ForumVerb::KnownError, "Accept it: the cause is known, the workaround is enough");
                }
                one.way(ForumVerb::Note, "Fix it first, look again next time").ripe(row.last_at)
            })
            .collect())
    }

    /// Improvements that somebody wanted to look at by now, or before the coming meeting ends its day.
    pub(super) async fn checks_due(&self, look: &Look) -> Result<Vec<Suggestion>> {
        let by = look.next().unwrap_or(look.now).max(look.now);
        let cards = self.improvements().await?.cards;
        let due = cards.into_iter().filter_map(|card| Some((card.card.check_at.filter(|at| *at <= by)?, card)));
        let due = due.filter(|(_, card)| card.step != ImprovementStep::Act).take(MOST);
        Ok(due
            .map(|(at, card)| {
                let seen = if card.card.seen.is_empty() { "nothing seen yet" } else { &card.card.seen };
                let mut one = item(ForumKind::CheckDue, format!("improvement {}", card.uid), card.card.title.clone())
                    .know(seen.to_owned())
                    .fact(format!("Goal: {}", card.card.goal), None)
                    .fact(card.card.hypothesis.clone(), None)
                    .asks("Keep it, change it or drop it?")
                    .way(ForumVerb::KeepImprovement, "Keep it, it works")
                    .way(ForumVerb::DropImprovement, "Drop it")
                    .way(ForumVerb::Note, "Look again later")
                    .leads(ForumPlace::Improvements);
                one.facts.retain(|fact| !fact.text.is_empty() && fact.text != "Goal: ");
                if !card.card.owner.is_empty() {
                    one.brings = card.card.owner;
                }
                one.ripe(at)
            })
            .collect())
    }

    /// Neighbours near the top whose ranges leave open who is better.
    pub(super) async fn close_calls(&self) -> Result<Option<Suggestion>> {
        let rows = self.opportunities(OpportunityQuery::default()).await?.rows;
        let near = |row: &&OpportunityRow| row.rank.is_some_and(|rank| rank <= TOP);
        let ranked: Vec<&OpportunityRow> = rows.iter().map(AsRef::as_ref).filter(near).collect();
        let close = ranked.windows(2).find_map(|pair| match pair {
            [first, second] => {
                let (a, b) = (first.value?, second.value?);
                let overlaps = b.p90 > a.p50 && a.p10 < a.p90;
                (overlaps && a.p50 > 0.0 && (a.p50 - b.p50) / a.p50 < CLOSE).then_some((*first, *second))
            }
            _ => None,
        });
        Ok(close.map(|(first, second)| {
            let key = format!("close {} {}", first.label, second.label);
            let held = |row: &OpportunityRow| match row.top {
                Some(top) => format!("{}: {} among the best {}", row.label, numbers::share(top.chance), top.k),
                None => row.label.clone(),
            };
            let value = |row: &OpportunityRow| row.value.map_or(0.0, |value| value.p50);
            item(ForumKind::CloseCall, key, format!("{} before {}?", first.label, second.label))
                .know(format!("{} against {}", numbers::number(value(first)), numbers::number(value(second))))
                .fact(format!("{} {}", first.label, first.title), None)
                .fact(format!("{} {}", second.label, second.title), None)
                .fact(held(first), None)
                .fact(held(second), None)
                .asks("Which one first")
                .way(ForumVerb::Note, format!("{} first", first.label))
                .way(ForumVerb::Note, format!("{} first", second.label))
                .leads(ForumPlace::Opportunity { id: first.id })
                .ripe(first.updated_at.max(second.updated_at))
        }))
    }

    /// Standard changes that meet the rule, levels of changes a sprint, and what is nearly there.
    pub(super) async fn changes_to_decide(&self) -> Result<Vec<Suggestion>> {
        let page = self.changes_page(ChangesQuery::default()).await?;
        let mut found = Vec::new();
        for one in &page.standard {
            let suggested = item(ForumKind::StandardChange, format!("standard {}", one.key), one.title.clone())
                .know(format!("{} of {} failed", one.failed, one.times))
                .fact(one.why.clone(), one.changes.first().copied())
                .asks("Approve it once for all?")
                .way(ForumVerb::ProposeStandard, "Propose it as a standard change")
                .way(ForumVerb::Note, "Keep approving each")
                .leads(ForumPlace::Changes);
            match one.state {
                CandidateState::Ready if found.len() < MOST => found.push(suggested.ripe(NEVER)),
                CandidateState::TooFew if one.times >= NEARLY && found.len() < MOST => {
                    found.push(suggested.not_ripe(format!("{} so far: too few", one.times)));
                }
                _ => {}
            }
        }
        for one in page.sprints.iter().filter(|one| one.tried.is_none()).take(MOST) {
            let Some(service) = &one.service else { continue };
            let suggested = item(ForumKind::SprintSize, format!("sprint {service}"), format!("Sprint size, {service}"))
                .know(one.advice.clone())
                .asks("Try it?")
                .leads(ForumPlace::Changes);
            found.push(match one.level {
                Some(level) => suggested
                    .way(ForumVerb::TryLevel, format!("Try {level} changes for 3 sprints"))
                    .way(ForumVerb::Note, "Go on as now")
                    .ripe(NEVER),
                None => suggested.way(ForumVerb::Note, "Write something down").not_ripe("needs 3 sprints"),
            });
        }
        Ok(found)
    }

    pub(super) async fn unused_features(&self) -> Result<Vec<Suggestion>> {
        let list = self.feature_use(FeatureQuery::default()).await?;
        let unused = list.features.iter().filter(|row| row.state == FeatureState::Unused).take(MOST);
        Ok(unused
            .map(|row| {
                let know = match row.unused_days {
                    Some(days) => format!("Nobody for {}", counted(days, "days")),
                    None => format!("Used on {} of {}", row.days_used, counted(row.days, "days")),
                };
                item(ForumKind::UnusedFeature, format!("unused {}", row.feature), format!("{} is unused", row.feature))
                    .know(know)
                    .asks("Retire it?")
                    .way(ForumVerb::MakeOpportunity, "Make retiring it an opportunity")
                    .way(ForumVerb::Note, "Keep it")
                    .leads(ForumPlace::Features)
                    .ripe(NEVER)
            })
            .collect())
    }

    /// Those that nobody wrote about and nobody decided on.
    pub(super) async fn possible_detours(&self) -> Result<Vec<Suggestion>> {
        let list = self.feature_detours(FeatureQuery::default()).await?;
        let waiting = list.detours.iter().filter(|row| row.waits()).take(MOST);
        Ok(waiting
            .map(|row| {
                let key = format!("{DETOUR}{}", detours::key(&row.from.feature, &row.to.feature));
                item(ForumKind::Detour, key, words::title(row))
                    .know(words::short(row))
                    .fact(row.why.clone(), None)
                    .asks("Make it an opportunity?")
                    .way(ForumVerb::MakeOpportunity, "Make it an opportunity")
                    .way(ForumVerb::DismissDetour, "It is nothing")
                    .way(ForumVerb::Note, "Write down who asks those who use both")
                    .leads(ForumPlace::Features)
                    .ripe(NEVER)
            })
            .collect())
    }

    pub(super) async fn same_signals(&self) -> Result<Vec<Suggestion>> {
        let mut read = self.store.reader().acquire().await?;
        let groups = forum::same_titles(&mut read, [Kind::Ticket.code(), Kind::Feedback.code()]).await?;
        drop(read);
        Ok(groups
            .into_iter()
            .take(3)
            .map(|(title, ids)| {
                let first = ids.first().copied().map(SignalId);
                let mut one = item(ForumKind::Duplicates, format!("same {}", title.trim().to_lowercase()), title)
                    .know(format!("{} in the inbox read the same", counted(ids.len() as u32, "signals")))
                    .asks("Are they one?")
                    .way(ForumVerb::MergeSame, "Merge them into the oldest")
                    .way(ForumVerb::Note, "They are different");
                if let Some(id) = first {
                    one = one.leads(ForumPlace::Signal { id });
                }
                one.ripe(NEVER)
            })
            .collect())
    }

    pub(super) async fn assessment_falls(&self) -> Result<Option<Suggestion>> {
        let assessment = self.assessment().await?;
        let closed = assessment.rounds.iter().filter_map(|round| round.closed_at).max().unwrap_or(Time(0));
        Ok(assessment.warning.map(|warning| {
            let question = assessment.questions.iter().find(|one| one.id == warning.question);
            let title = question.map_or_else(|| warning.question.clone(), |one| one.title.clone());
            item(ForumKind::Assessment, format!("assessment {}", warning.question), title)
                .know(warning.says)
                .asks("What would help?")
                .way(ForumVerb::Improve, "Make it an improvement")
                .way(ForumVerb::Note, "Write something down")
                .leads(ForumPlace::Improvements)
                .ripe(closed)
        }))
    }
}
