//! How the numbers of a check came about.

use chrono::NaiveDate;
use outcome::reading::{EARLY_LEVEL, LEVEL, MATTERS};
use outcome::watch::LIMIT;

use super::words::{day, rate, signed};
use crate::api::types::{
    OutcomeInput, OutcomeLevel, OutcomeNumber, OutcomeReading, OutcomeReceipt, OutcomeRole, OutcomeView,
};
use crate::score::numbers::{counted, number};

/// None while the check has no such number.
pub(super) fn receipt(view: &OutcomeView, of: OutcomeNumber, today: NaiveDate) -> Option<OutcomeReceipt> {
    let reading = match of {
        OutcomeNumber::Usage => &view.usage.as_ref()?.reading,
        _ => view.reading.as_ref()?,
    };
    let made = Made { view, reading, today };
    let receipt = match of {
        OutcomeNumber::Change | OutcomeNumber::Usage => made.change()?,
        OutcomeNumber::Others => made.others()?,
        OutcomeNumber::Goal => made.goal()?,
        OutcomeNumber::Watch => made.watch()?,
    };
    Some(OutcomeReceipt { weeks: reading.weeks.clone(), ..receipt })
}

struct Made<'a> {
    view: &'a OutcomeView,
    reading: &'a OutcomeReading,
    today: NaiveDate,
}

impl Made<'_> {
    fn change(&self) -> Option<OutcomeReceipt> {
        let reading = self.reading;
        let change = reading.change?;
        let mut inputs = self.scope();
        inputs.push(input("Before", level(reading.before)));
        inputs.push(input("After", level(reading.after)));
        inputs.push(input("Bursts", format!("single weeks vary {} × as much as chance", number(reading.dispersion))));
        inputs.push(input("By itself", interval(change.low, change.high)));
        if let Some(judged) = reading.judged.filter(|judged| *judged != change) {
            inputs.push(input("Against the others", interval(judged.low, judged.high)));
        }
        let mut method = vec![
            "Signals are counted by the week they happened in. The same number of weeks before and after is compared; \
             the week of delivery belongs to neither, and weeks in which a source wasn’t read are left out."
                .to_owned(),
            format!(
                "The range holds the real change {} times in a hundred. It is that of the share of signals that came \
                 after, widened by as much as the weeks vary more than chance.",
                number(LEVEL * 100.0)
            ),
            format!(
                "While the check runs, only a change that is {} % sure is told, so that looking every week doesn’t find \
                 one by chance.",
                number(EARLY_LEVEL * 100.0)
            ),
            format!(
                "“No change” is said only where the range rules out a change by a factor of {}; otherwise \
                 there were too few signals to tell.",
                number(MATTERS)
            ),
        ];
        if self.view.plan.alone {
            method.push("The comparison with other signals was switched off here.".to_owned());
        }
        let published = [
            "Przyborowski and Wilenski 1940 (comparing two counts)",
            "Brown, Cai and DasGupta 2001 (interval of a share)",
            "McCullagh and Nelder 1989 (more variance than chance)",
            "Korn and Graubard 1998 (effective counts)",
            "Haybittle 1971, Peto 1976 (looks on the way)",
            "Altman and Bland 1995 (absence of evidence)",
        ];
        let value = change.seen.map_or_else(|| "from nothing".to_owned(), signed);
        Some(self.made("Change a week", value, inputs, method, &published))
    }

    fn others(&self) -> Option<OutcomeReceipt> {
        let others = self.reading.others?;
        let mut inputs = vec![
            input("Before", level(others.before)),
            input("After", level(others.after)),
            input("Change", interval(others.change.low, others.change.high)),
        ];
        if let Some(judged) = self.reading.judged.filter(|_| others.used) {
            let value = judged.seen.map_or_else(String::new, signed);
            inputs.push(input("The check against them", format!("{value}, {}", interval(judged.low, judged.high))));
        }
        let used = match (others.used, self.view.plan.alone) {
            (true, _) => "The verdict is taken against them: how much more the check’s signals changed than these.",
            (false, true) => "The comparison was switched off here, so the verdict stands alone.",
            (false, false) => "They are too few to be held against, so the verdict stands alone.",
        };
        let method = vec![
            "Signals of the same kinds and services and from the same sources that are neither linked nor in its \
             themes, in the same weeks."
                .to_owned(),
            used.to_owned(),
        ];
        let published = ["Donner and Zou 2012 (interval of a ratio of ratios)"];
        let value = others.change.seen.map_or_else(|| "from nothing".to_owned(), signed);
        Some(self.made("Other signals", value, inputs, method, &published))
    }

    fn goal(&self) -> Option<OutcomeReceipt> {
        let (met, goal) = (self.reading.goal.as_ref()?, self.view.goal.as_ref()?);
        let inputs = vec![
            input("Goal", super::words::goal(goal)),
            input("Held against", format!("{} a week", rate(met.line))),
            input("Mean after", format!("{} a week", rate(self.reading.after.per_week))),
            input("Mean meets it", if met.overall { "yes" } else { "no" }.to_owned()),
        ];
        let method = vec!["Each full week after the delivery is held against the line.".to_owned()];
        let value = format!("{} of {}", met.weeks, counted(met.of, "week", "weeks"));
        Some(self.made("Weeks on goal", value, inputs, method, &[]))
    }

    fn watch(&self) -> Option<OutcomeReceipt> {
        let watch = self.view.watch.as_ref()?;
        let since = watch.since.as_ref().and_then(|date| date.parse().ok()).map(|date| day(date, self.today));
        let inputs = vec![
            input("Quiet up to", format!("{} a week", rate(watch.quiet))),
            input("Back at", format!("{} a week", rate(watch.back))),
            input("Followed", counted(watch.weeks, "week", "weeks")),
        ];
        let method = vec![
            "Every week adds how much better “it is coming back” explains it than “it stays quiet”, never below zero."
                .to_owned(),
            format!(
                "It has come back when that sum says it is {} times as likely. In a quiet year this happens by chance \
                 in fewer than 6 of 100 checks.",
                number(LIMIT.exp())
            ),
        ];
        let published = ["Page 1954, Lucas 1985 (cumulative sum of counts)", "Anscombe 1948 (square root of a count)"];
        let value = since.map_or_else(|| "still quiet".to_owned(), |date| format!("back since {date}"));
        Some(self.made("After the check", value, inputs, method, &published))
    }

    fn scope(&self) -> Vec<OutcomeInput> {
        let view = self.view;
        let mut inputs = Vec::new();
        if let Some(shipped) = view.shipped.as_ref().and_then(|date| date.parse().ok()) {
            inputs.push(input("Delivered", format!("{}, says {}", day(shipped, self.today), view.shipped_by)));
        }
        let themes: Vec<&str> = view.themes.iter().map(|(_, title)| title.as_str()).collect();
        inputs.push(input(
            "Counted",
            match (&view.usage, themes.is_empty()) {
                (Some(usage), _) if std::ptr::eq(&usage.reading, self.reading) => {
                    format!("daily people who used {}, added up", usage.feature)
                }
                (_, true) => "linked signals".to_owned(),
                (_, false) => format!("signals in {}", themes.join(", ")),
            },
        ));
        if view.outside > 0 {
            let linked = counted(view.outside, "linked signal", "linked signals");
            inputs.push(input("Not counted", format!("{linked} outside these themes, because nobody links new ones")));
        }
        if !view.sources.is_empty() {
            inputs.push(input("Sources", view.sources.join(", ")));
        }
        let unread = self.reading.weeks.iter().filter(|week| week.role == OutcomeRole::Unread);
        let unread: Vec<String> = unread.filter_map(|week| Some(day(week.monday.parse().ok()?, self.today))).collect();
        if !unread.is_empty() {
            inputs.push(input("Left out, not read", unread.join(", ")));
        }
        inputs
    }

    fn made(
        &self,
        title: &str,
        value: String,
        inputs: Vec<OutcomeInput>,
        method: Vec<String>,
        published: &[&str],
    ) -> OutcomeReceipt {
        let title = format!("{}, {title}", self.view.opportunity.label);
        let published = published.iter().map(|one| (*one).to_owned()).collect();
        OutcomeReceipt { title, value, inputs, method, weeks: Vec::new(), published }
    }
}

fn input(label: &str, value: String) -> OutcomeInput {
    OutcomeInput { label: label.to_owned(), value }
}

fn level(level: OutcomeLevel) -> String {
    let weeks = counted(level.weeks, "week", "weeks");
    format!("{} a week: {} in {weeks}", rate(level.per_week), number(f64::from(level.count)))
}

fn interval(low: f64, high: Option<f64>) -> String {
    match high {
        Some(high) => format!("between {} and {}", signed(low), signed(high)),
        None => format!("{} or more", signed(low)),
    }
}
