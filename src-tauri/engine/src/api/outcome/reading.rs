//! From weeks to a view: the verdict, the goal, the watch afterwards.

use chrono::{Days, NaiveDate};
use outcome::goal::{Goal, Met};
use outcome::ratio::Ratio;
use outcome::reading::{self, Reading, Verdict};
use outcome::watch;
use outcome::week::{Level, Week};
use outcome::window::{self, Plan, Role};

use super::asked::{Asked, Shipped};
use super::series::Series;
use super::words;
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::types::{
    GoalMeasure, GoalMet, OutcomeChange, OutcomeGoal, OutcomeLevel, OutcomeOthers, OutcomeReading, OutcomeRole,
    OutcomeState, OutcomeUse, OutcomeVerdict, OutcomeView, OutcomeWatch, OutcomeWeek,
};
use crate::error::Result;

impl Engine {
    pub(super) async fn outcome_view(&self, asked: &Asked) -> Result<OutcomeView> {
        let plan = asked.decided.plan.clone().unwrap_or_default();
        let goal = asked.decided.goal.clone();
        let mut view = OutcomeView {
            opportunity: reference(&asked.record),
            stage: asked.record.stage,
            state: OutcomeState::NotShipped,
            shipped: None,
            shipped_by: String::new(),
            ends: None,
            weeks: plan.weeks.unwrap_or(window::SHORTEST),
            proposed_weeks: window::SHORTEST,
            goal_in_words: goal.as_ref().map(words::goal).unwrap_or_default(),
            plan,
            goal,
            expected: asked.record.expected.clone(),
            themes: Vec::new(),
            outside: 0,
            sources: Vec::new(),
            late_sources: Vec::new(),
            caution: String::new(),
            reading: None,
            watch: None,
            usage: None,
            settled: asked.decided.settled.clone(),
        };
        if let Some(shipped) = asked.shipped.filter(|shipped| shipped.on <= asked.today) {
            self.read_outcome(asked, shipped, &mut view).await?;
        }
        if view.settled.is_some() {
            view.state = OutcomeState::Settled;
        }
        Ok(view)
    }

    async fn read_outcome(&self, asked: &Asked, shipped: Shipped, view: &mut OutcomeView) -> Result<()> {
        let series = self.outcome_series(asked, shipped.on).await?;
        view.proposed_weeks = window::proposed(&series.weeks, shipped.on);
        view.weeks = view.plan.weeks.unwrap_or(view.proposed_weeks);
        let plan = Plan { weeks: view.weeks, compare: !view.plan.alone };
        let read = reading::of(&series.weeks, shipped.on, asked.today, plan);
        view.shipped = Some(shipped.on.to_string());
        view.shipped_by = shipped.by.to_owned();
        view.ends = Some(read.windows.ends.to_string());
        view.state = if read.windows.ended { OutcomeState::Ended } else { OutcomeState::Running };
        let goal = view.goal.clone();
        let of_signals = goal.as_ref().filter(|goal| goal.feature.is_none()).map(plain_goal);
        if read.verdict == Verdict::Fell && read.windows.ended {
            view.watch = watched(&series.weeks, &read);
            if view.watch.as_ref().is_some_and(|watch| watch.since.is_some()) {
                view.state = OutcomeState::CameBack;
            }
        }
        let mut found = told(&series.weeks, &read, of_signals, plan, "Signals");
        words::no_data(&mut found, &series);
        if let Some(since) = view.watch.as_ref().and_then(|watch| watch.since.clone()) {
            words::came_back(&mut found, &since, asked.today);
        }
        view.reading = Some(found);
        if let Some(feature) = goal.as_ref().and_then(|goal| goal.feature.clone()) {
            let weeks = self.outcome_usage(asked, shipped.on, &feature).await?.unwrap_or_default();
            let plan = Plan { weeks: view.weeks, compare: false };
            let read = reading::of(&weeks, shipped.on, asked.today, plan);
            let reading = told(&weeks, &read, goal.as_ref().map(plain_goal), plan, "Use");
            view.usage = Some(OutcomeUse { feature, reading });
        }
        scope(series, view);
        Ok(())
    }
}

fn scope(series: Series, view: &mut OutcomeView) {
    view.caution = words::caution(&series);
    let Series { themes, outside, sources, late, .. } = series;
    (view.themes, view.outside, view.sources, view.late_sources) = (themes, outside, sources, late);
}

/// As the reading takes it.
pub(super) fn plain_goal(goal: &OutcomeGoal) -> Goal {
    match goal.measure {
        GoalMeasure::AtMost => Goal::AtMost(goal.amount),
        GoalMeasure::AtLeast => Goal::AtLeast(goal.amount),
        GoalMeasure::FallBy => Goal::FallBy(goal.amount / 100.0),
        GoalMeasure::RiseBy => Goal::RiseBy(goal.amount / 100.0),
    }
}

fn told(weeks: &[Week], read: &Reading, goal: Option<Goal>, plan: Plan, what: &str) -> OutcomeReading {
    let after = reading::counts(weeks, &read.windows, Role::After, |week| week.count);
    let met = goal.map(|goal| goal.met(read.before, &after)).filter(|met| met.of > 0);
    let line = goal.map(|goal| goal.met(read.before, &[]).line);
    let more = goal.is_some_and(Goal::wants_more);
    let on_goal = |count: u32| line.map(|line| if more { f64::from(count) >= line } else { f64::from(count) <= line });
    let week = |(week, role): (&Week, &Role)| OutcomeWeek {
        monday: week.monday.to_string(),
        count: week.count,
        others: week.others,
        role: role_of(*role),
        met: on_goal(week.count).filter(|_| *role == Role::After),
    };
    let others = read.others.map(|others| OutcomeOthers {
        before: level(others.before),
        after: level(others.after),
        change: change(others.ratio),
        used: others.enough && plan.compare,
    });
    let (headline, sentence) = words::verdict(read, met, others.as_ref(), plan, what);
    OutcomeReading {
        verdict: verdict(read.verdict),
        headline,
        sentence,
        before: level(read.before),
        after: level(read.after),
        change: read.ratio.map(change),
        judged: read.judged.map(change),
        others,
        goal: met.map(goal_met),
        dispersion: read.dispersion.factor,
        weeks: weeks.iter().zip(&read.windows.roles).map(week).collect(),
    }
}

fn watched(weeks: &[Week], read: &Reading) -> Option<OutcomeWatch> {
    let later: Vec<&Week> =
        weeks.iter().zip(&read.windows.roles).filter(|(_, role)| **role == Role::Later).map(|(week, _)| week).collect();
    let counts: Vec<Option<u32>> = later.iter().map(|week| week.whole.then_some(week.count)).collect();
    let found = watch::of(read.before, read.after, read.dispersion, &counts);
    let since = found.alarm.and(found.since).and_then(|week| later.get(week)).map(|week| week.monday.to_string());
    let known_on = found.alarm.and_then(|week| Some((later.get(week)?.monday + Days::new(7)).to_string()));
    Some(OutcomeWatch { weeks: later.len() as u32, quiet: found.quiet, back: found.back, since, known_on })
        .filter(|watch| watch.weeks > 0)
}

fn role_of(role: Role) -> OutcomeRole {
    match role {
        Role::Earlier => OutcomeRole::Earlier,
        Role::Before => OutcomeRole::Before,
        Role::Shipping => OutcomeRole::Shipping,
        Role::After => OutcomeRole::After,
        Role::Later => OutcomeRole::Later,
        Role::Unread => OutcomeRole::Unread,
        Role::Running => OutcomeRole::Running,
    }
}

fn verdict(verdict: Verdict) -> OutcomeVerdict {
    match verdict {
        Verdict::Fell => OutcomeVerdict::Fell,
        Verdict::Unchanged => OutcomeVerdict::Unchanged,
        Verdict::Rose => OutcomeVerdict::Rose,
        Verdict::TooEarly => OutcomeVerdict::TooEarly,
        Verdict::TooFew => OutcomeVerdict::TooFew,
        Verdict::NoData => OutcomeVerdict::NoData,
    }
}

fn level(level: Level) -> OutcomeLevel {
    OutcomeLevel { count: level.count, weeks: level.weeks, per_week: level.per_week() }
}

fn change(ratio: Ratio) -> OutcomeChange {
    let high = Some(ratio.high - 1.0).filter(|high| high.is_finite());
    OutcomeChange { seen: ratio.seen.map(|seen| seen - 1.0), low: ratio.low - 1.0, high }
}

fn goal_met(met: Met) -> GoalMet {
    GoalMet { line: met.line, weeks: met.weeks, of: met.of, overall: met.overall }
}

/// The last day of a window that ends before `ends`.
pub(super) fn last_day(ends: NaiveDate) -> NaiveDate {
    ends - Days::new(1)
}
