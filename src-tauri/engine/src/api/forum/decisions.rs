//! What people do with the agenda: move, add, take off, decide. Each is one undoable step; a way that does more than
//! write the decision down is a step before it.

use super::CADENCE;
use super::found::DETOUR;
use crate::api::Engine;
use crate::api::opportunity_edits::checked_text;
use crate::api::types::{
    AcceptInto, AndonPlace, ChangesQuery, Decided, Forum, ForumCadence, ForumItem, ForumKind, ForumPlace, ForumVerb,
    ImprovementForm, ImprovementSource, ImprovementStep, ImprovementVerdict, ItemEdit, LinkVerdict, LinkView,
    OutcomeAnswer, OwnItemForm, PulseQuery, StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{Kind, SignalId};
use crate::store::detours;
use crate::store::forum::{self as stored, OwnItem};

/// Longest and shortest item, in minutes.
const MINUTES: std::ops::RangeInclusive<u32> = 1..=120;
/// How long an advised number of changes is tried.
const SPRINTS: u32 = 3;
/// The importance of evidence that comes with a problem.
const IMPORTANCE: u8 = 2;

impl Engine {
    /// How often the meeting is; null: nobody says.
    pub async fn set_forum_cadence(&self, cadence: Option<ForumCadence>) -> Result<StepDone> {
        let Some(cadence) = cadence else {
            let change = Change::cleared(Entity::Setting, CADENCE, "value");
            return self.decide("The forum has no fixed time any more".to_owned(), &[change]).await;
        };
        let known = insight::weeks::Zone::parse(&cadence.zone).is_some()
            && (1..=7).contains(&cadence.weekday)
            && (1..=8).contains(&cadence.every_weeks)
            && cadence.at < 1_440
            && (10..=240).contains(&cadence.time_box);
        if !known {
            return Err(Problem::bad_input("A forum is on a weekday, every 1 to 8 weeks, for 10 to 240 minutes.")
                .kept("Nothing was changed."));
        }
        let value = as_json(&cadence)?.to_string();
        self.decide("Set when the forum is".to_owned(), &[Change::new(Entity::Setting, CADENCE, "value", value)]).await
    }

    /// Moves an item one place earlier or later; the others keep their order.
    pub async fn move_forum_item(&self, key: String, later: bool) -> Result<StepDone> {
        let forum = self.forum().await?;
        let at = forum.items.iter().position(|item| item.key == key).ok_or_else(not_on_the_list)?;
        let to = if later { at + 1 } else { at.saturating_sub(1) };
        let title = item_of(&forum, &key)?.title.clone();
        let first = forum.items.iter().position(|item| item.kind != ForumKind::SinceLastTime).unwrap_or(0);
        if at < first || to < first || to >= forum.items.len() {
            return self.decide("Nothing changed".to_owned(), &[]).await;
        }
        let mut keys: Vec<&str> = forum.items.iter().map(|item| item.key.as_str()).collect();
        keys.swap(at, to);
        let places = keys.iter().enumerate().skip(first);
        let changes: Vec<Change> =
            places.map(|(place, key)| Change::new(Entity::ForumItem, *key, "place", place as i64)).collect();
        let where_to = if later { "later" } else { "earlier" };
        self.decide(format!("Moved “{title}” {where_to}"), &changes).await
    }

    pub async fn edit_forum_item(&self, key: String, edit: ItemEdit) -> Result<StepDone> {
        let title = item_of(&self.forum().await?, &key)?.title.clone();
        let mut changes = Vec::new();
        if let Some(minutes) = edit.minutes {
            check_minutes(minutes)?;
            changes.push(Change::new(Entity::ForumItem, &key, "minutes", minutes));
        }
        if let Some(asks) = edit.asks {
            changes.push(Change::new(Entity::ForumItem, &key, "asks", checked_text("question", &asks)?));
        }
        if let Some(brings) = edit.brings {
            changes.push(Change::new(Entity::ForumItem, &key, "brings", checked_text("name", &brings)?));
        }
        self.decide(format!("Changed “{title}”"), &changes).await
    }

    pub async fn add_forum_item(&self, item: OwnItemForm) -> Result<StepDone> {
        check_minutes(item.minutes)?;
        let title = checked_text("item", &item.title)?;
        if title.is_empty() {
            return Err(Problem::bad_input("An item needs words.").kept("Nothing was changed."));
        }
        let key = format!("own {}", self.new_uid());
        let own = OwnItem { title: title.clone(), added_at: self.now() };
        let changes = [
            Change::new(Entity::ForumItem, &key, "own", as_json(&own)?),
            Change::new(Entity::ForumItem, &key, "minutes", item.minutes),
            Change::new(Entity::ForumItem, &key, "put_on", true),
            Change::new(Entity::ForumItem, &key, "asks", checked_text("question", &item.asks)?),
            Change::new(Entity::ForumItem, &key, "brings", checked_text("name", &item.brings)?),
        ];
        self.decide(format!("Put “{title}” on the agenda"), &changes).await
    }

    /// Puts on the list what had no room, wasn't ripe or was taken off.
    pub async fn put_on_forum(&self, key: String) -> Result<StepDone> {
        let forum = self.forum().await?;
        let title = item_of(&forum, &key)?.title.clone();
        let changes = [
            Change::new(Entity::ForumItem, &key, "put_on", true),
            Change::cleared(Entity::ForumItem, &key, "taken_off"),
        ];
        let needed = if forum.items.iter().any(|item| item.key == key) { &[][..] } else { &changes[..] };
        self.decide(format!("Put “{title}” on the agenda"), needed).await
    }

    /// Takes an item off for good: it isn't suggested again.
    pub async fn take_off_forum(&self, key: String, reason: String) -> Result<StepDone> {
        let forum = self.forum().await?;
        let item = item_of(&forum, &key)?;
        if item.kind == ForumKind::SinceLastTime {
            return Err(
                Problem::refused("What became of the last actions stays on the list.").kept("Nothing was changed.")
            );
        }
        let reason = checked_text("reason", &reason)?;
        if reason.is_empty() {
            return Err(Problem::bad_input("Taking an item off needs a reason: it isn’t suggested again.")
                .kept("Nothing was changed.")
                .todo("Say in a few words why."));
        }
        let changes = [
            Change::new(Entity::ForumItem, &key, "taken_off", reason),
            Change::cleared(Entity::ForumItem, &key, "put_on"),
        ];
        self.decide(format!("Took “{}” off the agenda", item.title), &changes).await
    }

    /// Decides about an item in one of its ways. `way` is the title of that way; the text is written down with it.
    pub async fn decide_forum(&self, key: String, verb: ForumVerb, way: String, text: String) -> Result<StepDone> {
        let forum = self.forum().await?;
        let item = item_of(&forum, &key)?;
        let text = checked_text("decision", &text)?;
        if !item.ways.iter().any(|one| one.verb == verb) {
            return Err(Problem::refused(format!("“{}” can’t be decided in this way.", item.title))
                .kept("Nothing was changed.")
                .todo("Choose one of its ways."));
        }
        let known = item.ways.iter().find(|one| one.verb == verb && (way.is_empty() || one.title == way));
        let way = known.map_or(way, |one| one.title.clone());
        let done = self.carry_out(item, verb, &text).await?;
        let decided = Decided {
            kind: item.kind,
            title: item.title.clone(),
            know: item.know.clone(),
            because: item.because.clone(),
            brings: item.brings.clone(),
            minutes: item.minutes,
            way,
            text,
            at: self.now(),
        };
        let result = done.as_ref().and_then(|done| done.opportunity.as_ref()).map(|made| format!(" ({})", made.label));
        let message = format!("Decided “{}”: {}{}", item.title, decided.way, result.unwrap_or_default());
        let change = Change::new(Entity::ForumItem, &key, "decision", as_json(&decided)?);
        let written = self.decide(message, &[change]).await?;
        Ok(StepDone { opportunity: done.and_then(|done| done.opportunity), ..written })
    }

    /// What a way does beside being written down.
    async fn carry_out(&self, item: &ForumItem, verb: ForumVerb, text: &str) -> Result<Option<StepDone>> {
        let about = |prefix: &str| item.key.strip_prefix(prefix).unwrap_or_default().to_owned();
        let improvement = about("improvement ");
        let step = ImprovementStep::Act;
        Ok(Some(match verb {
            ForumVerb::Note => return Ok(None),
            ForumVerb::MakeOpportunity => self.opportunity_of(item).await?,
            ForumVerb::KnownError => self.set_known_error(about("problem "), true).await?,
            ForumVerb::ConfirmLink => {
                let (incident, change) = self.likeliest_cause(item).await?;
                self.judge_link(incident, change, Some(LinkVerdict::Confirmed)).await?
            }
            ForumVerb::RefuseLinks => self.refuse_links(signal_of(item)?).await?,
            ForumVerb::ProposeStandard => self.propose_standard_change(about("standard "), true).await?,
            ForumVerb::MergeSame => self.merge_same(&about("same ")).await?,
            ForumVerb::Improve => {
                let source = ImprovementSource::Forum { key: item.key.clone(), title: item.title.clone() };
                let card = ImprovementForm {
                    title: item.title.clone(),
                    hypothesis: text.to_owned(),
                    source,
                    ..ImprovementForm::default()
                };
                self.add_improvement(card).await?
            }
            ForumVerb::KeepImprovement => {
                self.move_improvement(improvement, step, Some(ImprovementVerdict::Kept)).await?
            }
            ForumVerb::DropImprovement => {
                self.move_improvement(improvement, step, Some(ImprovementVerdict::Dropped)).await?
            }
            ForumVerb::VerifyOutcome => self.answer_outcome(item, OutcomeAnswer::Verified, text).await?,
            ForumVerb::AssessAgain => self.answer_outcome(item, OutcomeAnswer::Again, text).await?,
            ForumVerb::FollowUp => self.answer_outcome(item, OutcomeAnswer::FollowUp, text).await?,
            ForumVerb::TryLevel => self.try_advised(about("sprint ")).await?,
            ForumVerb::LiftAndon => {
                let place = AndonPlace::from_key(&about("andon ")).ok_or_else(not_on_the_list)?;
                self.lift_andon(place, text.to_owned()).await?
            }
            ForumVerb::DismissDetour => {
                let (from, to) = ends_of_detour(item)?;
                self.dismiss_detour(from, to, true).await?
            }
        }))
    }

    /// Of a problem that came back, a detour or an unused feature.
    async fn opportunity_of(&self, item: &ForumItem) -> Result<StepDone> {
        let about = |prefix: &str| item.key.strip_prefix(prefix).unwrap_or_default().to_owned();
        let into = AcceptInto::New { title: String::new() };
        match item.kind {
            ForumKind::CameBack => self.accept_problem(about("problem "), into, IMPORTANCE, false).await,
            ForumKind::Detour => {
                let (from, to) = ends_of_detour(item)?;
                self.accept_detour(from, to, into).await
            }
            _ => self.create_opportunity(format!("Retire {}", about("unused "))).await,
        }
    }

    async fn answer_outcome(&self, item: &ForumItem, answer: OutcomeAnswer, note: &str) -> Result<StepDone> {
        let Some(ForumPlace::Outcome { id }) = item.leads_to else { return Err(not_on_the_list()) };
        self.settle_outcome(id, Some(answer), note.to_owned()).await
    }

    async fn likeliest_cause(&self, item: &ForumItem) -> Result<(SignalId, SignalId)> {
        let incident = signal_of(item)?;
        let asked = PulseQuery { days: 366, ..PulseQuery::default() };
        let review = self.pulse_links(asked, LinkView::ToReview).await?;
        let links = review.incidents.iter().find(|one| one.incident.id == incident);
        let suggested = links.and_then(|one| {
            one.candidates.iter().find(|candidate| candidate.state == crate::api::types::LinkState::Suggested)
        });
        let change = suggested.ok_or_else(|| {
            Problem::refused("No change is suggested for this incident any more.").kept("Nothing was changed.")
        })?;
        Ok((incident, change.change.id))
    }

    async fn merge_same(&self, title: &str) -> Result<StepDone> {
        let mut read = self.store.reader().acquire().await?;
        let groups = stored::same_titles(&mut read, [Kind::Ticket.code(), Kind::Feedback.code()]).await?;
        drop(read);
        let group = groups.into_iter().find(|(own, _)| own.trim().to_lowercase() == title);
        let mut ids = group.map(|(_, ids)| ids).unwrap_or_default().into_iter().map(SignalId);
        let Some(oldest) = ids.next() else { return Err(not_on_the_list()) };
        self.merge(ids.collect(), oldest).await
    }

    async fn try_advised(&self, service: String) -> Result<StepDone> {
        let page = self.changes_page(ChangesQuery::default()).await?;
        let advice = page.sprints.iter().find(|one| one.service.as_deref() == Some(service.as_str()));
        let level = advice.and_then(|one| one.level).ok_or_else(not_on_the_list)?;
        self.try_change_level(service, Some(level), SPRINTS).await
    }
}

fn signal_of(item: &ForumItem) -> Result<SignalId> {
    match item.leads_to {
        Some(ForumPlace::Signal { id }) => Ok(id),
        _ => Err(not_on_the_list()),
    }
}

fn ends_of_detour(item: &ForumItem) -> Result<(String, String)> {
    let ends = item.key.strip_prefix(DETOUR).and_then(detours::ends).ok_or_else(not_on_the_list)?;
    Ok((ends.0.to_owned(), ends.1.to_owned()))
}

pub(super) fn item_of<'f>(forum: &'f Forum, key: &str) -> Result<&'f ForumItem> {
    forum.item(key).ok_or_else(not_on_the_list)
}

fn not_on_the_list() -> Problem {
    Problem::not_found("This isn’t on the agenda any more.")
        .kept("Nothing was changed.")
        .todo("Look at the agenda again.")
}

fn check_minutes(minutes: u32) -> Result<()> {
    if MINUTES.contains(&minutes) {
        return Ok(());
    }
    Err(Problem::bad_input("An item takes 1 to 120 minutes.").kept("Nothing was changed."))
}

/// A value for the journal.
pub(super) fn as_json(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The forum can't write this down: {e}.")))
}
