//! The meeting of support, development and operations: an agenda made from what changed since the last one.
//!
//! Reading order: `found` (what could be on the list), `order` (what is, and in which order), `cadence` (when),
//! `decisions` and `meeting` (what people do), `minutes` (what a meeting came to, and as a file), `afterwards` (what is
//! put right), `versions` (how it read before).

mod afterwards;
mod cadence;
mod decisions;
mod found;
mod meeting;
mod minutes;
mod order;
mod versions;

use std::collections::BTreeMap;

use super::Engine;
use super::types::{AsideWhy, Forum, ForumAction, ForumAside, ForumCadence, ForumItem, MeetingRef};
use crate::error::Result;
use crate::model::Time;
use crate::store::forum::{self as stored, Kept, Meeting, Touched};
use crate::store::settings;
use found::Suggestion;

/// The key of the cadence among the settings.
const CADENCE: &str = "forum_cadence";
/// What a meeting has, in minutes, while nobody said.
const TIME_BOX: u32 = 45;

impl Engine {
    /// The coming meeting, or the one that runs.
    pub async fn forum(&self) -> Result<Forum> {
        let look = self.look_at_forum().await?;
        let found = self.found_for_forum(&look).await?;
        Ok(look.agenda(found))
    }

    async fn look_at_forum(&self) -> Result<Look> {
        let mut read = self.store.reader().begin().await?;
        let (meetings, actions) = (stored::meetings(&mut read).await?, stored::actions(&mut read).await?);
        let touched = stored::touched(&mut read).await?.into_iter().collect();
        drop(read);
        let cadence = settings::get(self.store.reader(), CADENCE).await?;
        let cadence: Option<ForumCadence> = cadence.and_then(|kept| serde_json::from_str(&kept).ok());
        Ok(Look { now: self.now(), cadence, meetings, touched, actions })
    }
}

/// One reading of what people did to the agenda.
struct Look {
    now: Time,
    cadence: Option<ForumCadence>,
    /// The newest first.
    meetings: Vec<Meeting>,
    touched: BTreeMap<String, Touched>,
    actions: Vec<Kept>,
}

impl Look {
    fn running(&self) -> Option<&Meeting> {
        self.meetings.first().filter(|meeting| meeting.ended_at.is_none())
    }

    /// The end of the last meeting; None before the first.
    fn last_end(&self) -> Option<Time> {
        self.meetings.iter().filter_map(|meeting| meeting.ended_at).max()
    }

    /// From when on something is new.
    fn since(&self) -> Time {
        let weeks = self.cadence.as_ref().map_or(1, |cadence| i64::from(cadence.every_weeks));
        self.last_end().unwrap_or(self.now.plus(-weeks * 7 * Time::DAY))
    }

    /// Decided since the last meeting ended.
    fn is_of_this_meeting(&self, at: Time) -> bool {
        self.last_end().is_none_or(|end| at > end)
    }

    fn time_box(&self) -> u32 {
        self.cadence.as_ref().map_or(TIME_BOX, |cadence| u32::from(cadence.time_box))
    }

    fn next(&self) -> Option<Time> {
        self.cadence.as_ref().and_then(|cadence| cadence::next(cadence, self.last_start(), self.now))
    }

    fn last_start(&self) -> Option<Time> {
        self.meetings.first().map(|meeting| meeting.started_at)
    }

    fn skipped(&self) -> Vec<Time> {
        self.cadence.as_ref().map(|cadence| cadence::skipped(cadence, self.last_start(), self.now)).unwrap_or_default()
    }

    /// What is shown of the actions: open ones, and those done since the last meeting.
    fn actions(&self) -> Vec<ForumAction> {
        let since = self.since();
        let shown = self.actions.iter().filter(|kept| kept.done_at.is_none_or(|done| done >= since));
        let mut actions: Vec<ForumAction> = shown
            .map(|kept| ForumAction {
                uid: kept.uid.clone(),
                about: kept.action.about.clone(),
                text: kept.action.text.clone(),
                owner: kept.action.owner.clone(),
                due: kept.action.due,
                written_at: kept.action.written_at,
                done_at: kept.done_at,
                late: kept.done_at.is_none() && kept.action.due.is_some_and(|due| due < self.now),
            })
            .collect();
        actions.sort_by_key(|action| (!action.late, action.done_at.is_some(), action.due.is_none(), action.due));
        actions
    }

    fn agenda(&self, found: Vec<Suggestion>) -> Forum {
        let (mut list, mut aside) = (Vec::new(), Vec::new());
        let gone = self.decided_and_gone(&found);
        for suggestion in found.into_iter().chain(self.own()).chain(gone) {
            self.sort_in(suggestion, &mut list, &mut aside);
        }
        let (mut items, no_room) = order::fit(list, self.time_box());
        aside.extend(no_room.into_iter().map(|item| ForumAside {
            reason: format!("{} min, no room", item.minutes),
            item,
            why: AsideWhy::NoRoom,
        }));
        aside.sort_by_key(|one| (one.why == AsideWhy::TakenOff, one.why == AsideWhy::NotRipe));
        let begins = self.running().map(|meeting| meeting.started_at).or_else(|| self.next());
        order::clock(&mut items, begins);
        let actions = self.actions();
        Forum {
            cadence: self.cadence.clone(),
            next: self.next(),
            running_since: self.running().map(|meeting| meeting.started_at),
            since: self.since(),
            skipped: self.skipped(),
            time_box: self.time_box(),
            used: items.iter().map(|item| item.minutes).sum(),
            items,
            aside,
            late: actions.iter().filter(|action| action.late).count() as u32,
            actions,
            rules: order::rules(self.time_box()),
            held: self.held(),
        }
    }

    /// Puts a suggestion where it belongs, with what people did to it.
    fn sort_in(&self, suggestion: Suggestion, list: &mut Vec<order::Entry>, aside: &mut Vec<ForumAside>) {
        let Suggestion { mut item, fresh, not_ripe } = suggestion;
        let touched = self.touched.get(&item.key).cloned().unwrap_or_default();
        item.minutes = touched.minutes.unwrap_or(item.minutes);
        item.asks = touched.asks.unwrap_or(item.asks);
        if !touched.brings.is_empty() {
            item.brings = touched.brings;
        }
        item.decision = touched.decision.clone().filter(|decided| self.is_of_this_meeting(decided.at));
        if let Some(reason) = touched.taken_off {
            aside.push(ForumAside { item, why: AsideWhy::TakenOff, reason });
            return;
        }
        // What was decided comes again only with something new.
        let settled = touched.decision.is_some_and(|decided| item.decision.is_none() && fresh <= decided.at);
        if settled {
            return;
        }
        match not_ripe {
            Some(reason) if !touched.put_on => aside.push(ForumAside { item, why: AsideWhy::NotRipe, reason }),
            _ => list.push(order::Entry { item, place: touched.place, fixed: touched.put_on }),
        }
    }

    /// What was decided in this meeting and is found no more, because the decision did away with it.
    fn decided_and_gone(&self, found: &[Suggestion]) -> Vec<Suggestion> {
        let is_found = |key: &str| found.iter().any(|one| one.item.key == key);
        let gone = self.touched.iter().filter(|(key, touched)| touched.own.is_none() && !is_found(key));
        let decided = gone.filter_map(|(key, touched)| Some((key, touched.decision.as_ref()?)));
        let here = decided.filter(|(_, decided)| self.is_of_this_meeting(decided.at));
        here.map(|(key, decided)| found::decided(key, decided)).collect()
    }

    /// Items that people added, in the order they did.
    fn own(&self) -> Vec<Suggestion> {
        let mut own: Vec<(Time, Suggestion)> = Vec::new();
        for (key, touched) in &self.touched {
            if let Some(added) = &touched.own {
                own.push((added.added_at, found::own(key, &added.title)));
            }
        }
        own.sort_by_key(|(at, _)| *at);
        own.into_iter().map(|(_, suggestion)| suggestion).collect()
    }

    fn held(&self) -> Vec<MeetingRef> {
        let held = self.meetings.iter().filter_map(|meeting| Some((meeting, meeting.minutes.as_ref()?)));
        held.map(|(meeting, minutes)| MeetingRef {
            uid: meeting.uid.clone(),
            from: meeting.started_at,
            to: minutes.to,
            decisions: minutes.items.len() as u32,
        })
        .collect()
    }
}

impl Forum {
    /// An item, on the list or not.
    fn item(&self, key: &str) -> Option<&ForumItem> {
        let aside = self.aside.iter().map(|one| &one.item);
        self.items.iter().chain(aside).find(|item| item.key == key)
    }
}
