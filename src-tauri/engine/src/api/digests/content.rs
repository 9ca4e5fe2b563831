//! What a digest is made of: counts and titles out of the workspace.

use std::collections::HashMap;

use chrono::Local;

use crate::api::Engine;
use crate::api::types::{DetourRow, LoopQuery, OutcomeAnswer, ProblemQuery, ThemeQuery, ThemeSort, ThemeTrend};
use crate::digest::{DetourSeen, Flagged, Judged, Moved, ProblemSeen, ThemeSeen, Week};
use crate::error::Result;
use crate::model::{Stage, Time};
use crate::score::numbers::number;
use crate::store::opportunities::Record;
use crate::store::{andon, loop_replies, opportunities, outcomes, settings};

impl Engine {
    /// The seven days that end with this instant.
    pub(super) async fn week_so_far(&self) -> Result<Week> {
        let now = self.now();
        self.week(now.plus(-7 * Time::DAY), now.plus(1)).await
    }

    /// What happened from `from` up to `to`. Who waits, and what themes do, is told as it is now.
    pub(super) async fn week(&self, from: Time, to: Time) -> Result<Week> {
        let within = |at: Time| from <= at && at < to;
        let counts = self.loop_ledger(LoopQuery::default()).await?;
        let problems = self.problems(ProblemQuery::default()).await?.problems;
        let mut read = self.store.reader().begin().await?;
        let records = opportunities::all(&mut read).await?;
        let stages = loop_replies::stages(&mut read).await?;
        let flags = andon::all(&mut read).await?;
        let decided = outcomes::all(&mut read).await?;
        drop(read);
        let mut week = Week {
            workspace: settings::read(self.store.reader()).await?.workspace_name,
            first_day: day(from, "%-d %b"),
            last_day: day(to, "%-d %b %Y"),
            themes: self.themes_seen().await?,
            to_tell: counts.counts.due,
            unanswered: counts.counts.unanswered,
            unanswered_days: counts.days,
            problems: problems
                .into_iter()
                .filter(|problem| within(problem.last_at))
                .map(|problem| ProblemSeen { title: problem.title, episodes: problem.episodes, open: problem.open })
                .collect(),
            detours: self.detours_found(from, to).await?.iter().map(detour).collect(),
            ..Week::default()
        };
        for (record, from, to) in moved(&records, &stages, (from, to)) {
            match to {
                Stage::Delivered => week.delivered.push(title(record)),
                _ => week.moved.push(Moved { title: title(record), from, to }),
            }
        }
        for flag in flags {
            let place = flag.place.key();
            let told = |why: String| Flagged { place: place.clone(), why };
            if within(flag.raised.at) {
                week.raised.push(told(flag.raised.reason));
            }
            if let Some(fix) = flag.fix.filter(|fix| within(fix.at)) {
                week.cleared.push(told(fix.says));
            }
            if let Some(lifted) = flag.lifted.filter(|lifted| within(lifted.at)) {
                week.cleared.push(told(lifted.reason));
            }
        }
        for record in records.iter().filter(|record| !record.deleted) {
            let settled = decided.get(&record.uid).and_then(|one| one.settled.as_ref());
            if let Some(settled) = settled.filter(|settled| within(settled.at)) {
                week.judged.push(Judged { title: title(record), verdict: verdict(settled.answer) });
            }
        }
        Ok(week)
    }

    /// Themes first heard of within a week, then those that grow.
    async fn themes_seen(&self) -> Result<Vec<ThemeSeen>> {
        let query = ThemeQuery {
            trends: vec![ThemeTrend::New, ThemeTrend::Growing],
            sort: ThemeSort::Signals,
            ..ThemeQuery::default()
        };
        let mut seen: Vec<ThemeSeen> = self
            .themes(query)
            .await?
            .themes
            .into_iter()
            .filter(|theme| theme.trend == ThemeTrend::Growing || theme.age_weeks == 0)
            .map(|theme| ThemeSeen { new: theme.trend == ThemeTrend::New, title: theme.title, signals: theme.signals })
            .collect();
        seen.sort_by_key(|theme| !theme.new);
        Ok(seen)
    }
}

/// The opportunities whose stage is another at the end than at the beginning, with both.
fn moved<'r>(
    records: &'r [Record],
    stages: &[(String, Stage, Time)],
    (from, to): (Time, Time),
) -> Vec<(&'r Record, Stage, Stage)> {
    let mut ends: HashMap<&str, (Stage, Stage)> = HashMap::new();
    for (uid, stage, at) in stages.iter().filter(|(.., at)| *at < to) {
        let (before, after) = ends.entry(uid).or_insert((Stage::Captured, Stage::Captured));
        if *at < from {
            *before = *stage;
        }
        *after = *stage;
    }
    let both = |record: &'r Record| {
        let (before, after) = ends.get(record.uid.as_str())?;
        (!record.deleted && before != after).then_some((record, *before, *after))
    };
    records.iter().filter_map(both).collect()
}

fn title(record: &Record) -> String {
    format!("{} {}", record.id.label(), record.title)
}

fn detour(row: &DetourRow) -> DetourSeen {
    DetourSeen {
        from: row.from.feature.clone(),
        to: row.to.feature.clone(),
        lost: format!("{} {}", number(row.from.before - row.from.after), row.counts()),
        gained: number(row.to.after - row.to.before),
        since: row.from.since.format("%-d %b %Y").to_string(),
    }
}

fn verdict(answer: OutcomeAnswer) -> &'static str {
    match answer {
        OutcomeAnswer::Verified => "it worked",
        OutcomeAnswer::Again => "it didn’t work, back to assessing",
        OutcomeAnswer::FollowUp => "followed up by another opportunity",
    }
}

/// By the laptop's clock.
fn day(at: Time, form: &str) -> String {
    at.utc().map(|at| at.with_timezone(&Local).format(form).to_string()).unwrap_or_default()
}
