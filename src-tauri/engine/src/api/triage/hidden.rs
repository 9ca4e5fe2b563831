//! What the usual lists don't show: hidden by people, and kept out by the program, never mixed. And what there is to say
//! of an empty inbox.

use crate::api::Engine;
use crate::api::types::{HiddenByPeople, HiddenBySystem, HiddenPair, HiddenView, InboxZero, SignalQuery, ThemeQuery};
use crate::error::Result;
use crate::model::TriageState;
use crate::store::{overview, query, unlike};

impl Engine {
    pub async fn hidden(&self) -> Result<HiddenView> {
        let states = {
            let all = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
            query::counts(&self.store.columns(), &all, None, self.now()).states
        };
        let of = |state: TriageState| states.get(usize::from(state.code())).copied().unwrap_or(0);
        let themes = self.themes(ThemeQuery::default()).await?;
        let mut read = self.store.reader().acquire().await?;
        let pairs = unlike::all(&mut read).await?;
        drop(read);
        let pair = |pair: unlike::UnlikePair| HiddenPair {
            one: pair.one,
            one_title: pair.one_title,
            other: pair.other,
            other_title: pair.other_title,
        };
        Ok(HiddenView {
            by_people: HiddenByPeople {
                declined: of(TriageState::Declined),
                snoozed: of(TriageState::Snoozed),
                merged: of(TriageState::Merged),
                not_a_theme: themes.counts.not_a_theme,
                snoozed_themes: themes.counts.snoozed,
                pairs: pairs.into_iter().map(pair).collect(),
            },
            by_system: HiddenBySystem {
                set_aside: overview::set_aside(self.store.reader()).await?,
                unsorted: themes.standing.unsorted,
                waiting: themes.standing.waiting,
            },
        })
    }

    pub async fn inbox_zero(&self) -> Result<InboxZero> {
        overview::inbox_zero(self.store.reader(), self.now()).await
    }
}
