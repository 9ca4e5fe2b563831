//! Themes as people see them: the list, one theme, why a signal is where it is, and everything people can say about
//! them.

mod compare;
mod corrections;
mod detail;
mod rows;
mod saved;
mod split;
mod suggested;
mod why;

use std::collections::HashSet;

use super::Engine;
use super::types::{ThemeCounts, ThemeList, ThemeQuery, ThemeRow, ThemeSort, ThemeView, ThemesStanding};
use crate::error::Result;
use crate::store::themes::{self as stored, Theme};
use crate::store::{proposals, theme_sums, vectors};
use rows::Rows;
pub(super) use rows::in_words as trend_in_words;

impl Engine {
    pub async fn themes(&self, query: ThemeQuery) -> Result<ThemeList> {
        let rows = Rows::read(self, query.min_revenue).await?;
        let services: HashSet<u32> = query.services.iter().map(|service| service.0).collect();
        let all: Vec<ThemeRow> = rows
            .list
            .iter()
            .filter(|theme| rows.has_service(theme.id, &services))
            .filter_map(|theme| rows.row(theme))
            .collect();
        let mut read = self.store.reader().acquire().await?;
        let counts = ThemeCounts { proposals: proposals::open(&mut read).await?.len() as u32, ..counts(&all) };
        drop(read);
        let words: Vec<String> = query.text.split_whitespace().map(str::to_lowercase).collect();
        let found = |row: &ThemeRow| {
            let said = format!("{} {}", row.title, row.words.join(" ")).to_lowercase();
            words.iter().all(|word| said.contains(word))
                && (query.trends.is_empty() || query.trends.contains(&row.trend))
        };
        let mut themes: Vec<ThemeRow> = all.into_iter().filter(|row| in_view(row, query.view) && found(row)).collect();
        sort(&mut themes, query.sort);
        if query.by_subject {
            self.gather(&mut themes).await?;
        }
        Ok(ThemeList { themes, counts, standing: self.themes_standing().await? })
    }

    pub(super) async fn themes_standing(&self) -> Result<ThemesStanding> {
        let mut read = self.store.reader().acquire().await?;
        let (unread, unplaced) = vectors::waiting(&mut read).await?;
        let shown: HashSet<u32> =
            stored::all(&mut read).await?.iter().filter(|theme| !theme.dismissed).map(|theme| theme.id.0).collect();
        drop(read);
        let (in_themes, unsorted) = theme_sums::standing(&self.store.columns(), &shown);
        Ok(ThemesStanding {
            in_themes,
            unsorted,
            waiting: unread + unplaced,
            placed_at: self.placed_at().await?,
            by_words: self.language.missing(),
            paused: self.is_grouping_paused().await?,
            progress: self.grouping.progress(),
        })
    }

    /// Puts themes with the same broader subject together, the subject with the most signals first.
    async fn gather(&self, themes: &mut Vec<ThemeRow>) -> Result<()> {
        let mut read = self.store.reader().acquire().await?;
        let centres = stored::centres(&mut read).await?;
        drop(read);
        let find = |row: &ThemeRow| centres.iter().find(|(id, ..)| *id == row.id).map(|(.., centre)| centre.clone());
        let middles: Vec<Vec<f32>> =
            themes.iter().map(|row| find(row).unwrap_or_else(|| vec![0.0; ::themes::embed::HIDDEN])).collect();
        let sizes: Vec<u32> = themes.iter().map(|row| row.signals).collect();
        let subjects = super::grouping::aside(move || {
            let rows = ::themes::matrix::Rows::from_floats(::themes::embed::HIDDEN, &middles.concat());
            ::themes::parts::subjects(&rows, &sizes)
        })
        .await?;
        rows::gather(themes, &subjects);
        Ok(())
    }
}

fn in_view(row: &ThemeRow, view: ThemeView) -> bool {
    let asleep = row.snoozed_until.is_some() || row.waits_for.is_some();
    let hidden = row.dismissed || asleep;
    match view {
        ThemeView::All => !hidden,
        ThemeView::Growing => !hidden && row.trend == super::types::ThemeTrend::Growing,
        ThemeView::New => !hidden && row.trend == super::types::ThemeTrend::New,
        ThemeView::WithoutOpportunity => !hidden && row.opportunity.is_none(),
        ThemeView::Mixed => !hidden && row.mixed,
        ThemeView::NotATheme => row.dismissed,
        ThemeView::Snoozed => !row.dismissed && asleep,
    }
}

fn counts(rows: &[ThemeRow]) -> ThemeCounts {
    let of = |view| rows.iter().filter(|row| in_view(row, view)).count() as u32;
    ThemeCounts {
        all: of(ThemeView::All),
        growing: of(ThemeView::Growing),
        new: of(ThemeView::New),
        without_opportunity: of(ThemeView::WithoutOpportunity),
        mixed: of(ThemeView::Mixed),
        not_a_theme: of(ThemeView::NotATheme),
        snoozed: of(ThemeView::Snoozed),
        proposals: 0,
    }
}

/// Equal ones by the number of their signals, then by age.
fn sort(rows: &mut [ThemeRow], by: ThemeSort) {
    rows.sort_by(|one, other| {
        let ordered = match by {
            ThemeSort::AtStake => other.at_stake.cmp(&one.at_stake),
            ThemeSort::Signals => other.signals.cmp(&one.signals),
            ThemeSort::Customers => other.customers.cmp(&one.customers),
            ThemeSort::Change => growth(other).total_cmp(&growth(one)),
            ThemeSort::Title => one.title.to_lowercase().cmp(&other.title.to_lowercase()),
        };
        ordered.then(other.signals.cmp(&one.signals)).then(one.id.cmp(&other.id))
    });
}

/// After none, any is endless growth.
fn growth(row: &ThemeRow) -> f64 {
    let now: u32 = row.weeks.iter().rev().take(::themes::trend::SPAN).sum();
    row.change.unwrap_or(if now > 0 { f64::INFINITY } else { -1.0 })
}

/// The theme by name.
fn named(theme: &Theme) -> super::types::ThemeRef {
    super::types::ThemeRef { id: theme.id, title: theme.title.clone() }
}
