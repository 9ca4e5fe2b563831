//! What a problem costs: how often it comes back × the work each time × what an hour costs, as a range from the lowest to
//! the highest of each.

use insight::spread::quantile;

use crate::api::types::{CostLine, CostRates, ProblemCost};
use crate::model::{Range, Time};
use crate::score::numbers::number;

/// Days in a quarter.
const QUARTER: f64 = 91.0;

/// What happened in the period.
pub(super) struct Seen {
    pub days: u32,
    pub episodes: u32,
    /// Milliseconds to restore, of each episode that is over.
    pub restored: Vec<i64>,
    /// Tickets written meanwhile.
    pub tickets: u32,
}

/// The lines that can be said, and what is missing for the others.
pub(super) fn cost(seen: &Seen, rates: CostRates, own: bool, currency: &str) -> ProblemCost {
    let share = QUARTER / f64::from(seen.days.max(1));
    let (mut lines, mut not_counted) = (Vec::new(), Vec::new());
    match (rates.hour, rates.hours.or_else(|| hours(&seen.restored))) {
        (Some(hour), Some(hours)) => {
            let how = format!("{} × {} h × {}", times(seen.episodes, "episode"), said(hours), said(hour));
            lines.push(line("Restoring", how, product(f64::from(seen.episodes) * share, hours, hour)));
        }
        (None, _) => not_counted.push("What an hour of restoring costs isn’t set.".to_owned()),
        (Some(_), None) => not_counted.push("No episode is over yet, so the hours aren’t known.".to_owned()),
    }
    match (rates.support_hour, rates.ticket_hours) {
        (Some(hour), Some(hours)) => {
            let how = format!("{} × {} h × {}", times(seen.tickets, "ticket"), said(hours), said(hour));
            lines.push(line("Support", how, product(f64::from(seen.tickets) * share, hours, hour)));
        }
        _ => not_counted.push("What a ticket costs support isn’t set.".to_owned()),
    }
    if let Some(credits) = rates.credits {
        let how = format!("{} × {}", times(seen.episodes, "episode"), said(credits));
        let amount = product(f64::from(seen.episodes) * share, credits, Range::exactly(1.0));
        lines.push(line("Credits given", how, amount));
    }
    not_counted.push("The work that customers lost isn’t counted.".to_owned());
    let sum = |of: fn(&Range) -> f64| lines.iter().map(|line: &CostLine| of(&line.amount)).sum();
    let quarter = (!lines.is_empty()).then(|| Range {
        low: sum(|amount| amount.low),
        likely: sum(|amount| amount.likely),
        high: sum(|amount| amount.high),
    });
    ProblemCost { quarter, lines, rates, own, currency: currency.to_owned(), not_counted }
}

/// Hours to restore, from the quarter that was quickest to the quarter that was slowest.
fn hours(restored: &[i64]) -> Option<Range> {
    let hours: Vec<f64> = restored.iter().map(|millis| *millis as f64 / Time::HOUR as f64).collect();
    Some(Range { low: quantile(&hours, 0.25)?, likely: quantile(&hours, 0.5)?, high: quantile(&hours, 0.75)? })
}

fn product(times: f64, one: Range, other: Range) -> Range {
    Range {
        low: times * one.low * other.low,
        likely: times * one.likely * other.likely,
        high: times * one.high * other.high,
    }
}

fn line(name: &str, how: String, amount: Range) -> CostLine {
    CostLine { name: name.to_owned(), how, amount }
}

fn times(count: u32, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// `1.2 to 2.3`, or one number.
fn said(range: Range) -> String {
    if range.is_exact() { number(range.likely) } else { format!("{} to {}", number(range.low), number(range.high)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(tickets: u32) -> Seen {
        let restored = [1, 2, 3, 4, 5].map(|hours| hours * Time::HOUR).to_vec();
        Seen { days: 182, episodes: 6, restored, tickets }
    }

    #[test]
    fn recurrences_times_hours_times_rate_for_a_quarter() {
        let hour = Some(Range { low: 50.0, likely: 65.0, high: 80.0 });
        let rates = CostRates { hour, ..CostRates::default() };
        let found = cost(&seen(4), rates, true, "EUR");
        // Half a year's 6 episodes are 3 a quarter; 2, 3 and 4 h.
        assert_eq!(found.quarter, Some(Range { low: 300.0, likely: 585.0, high: 960.0 }));
        assert_eq!(found.lines[0].how, "6 episodes × 2 to 4 h × 50 to 80");
        assert_eq!(found.not_counted.len(), 2);

        let exactly = |value| Some(Range::exactly(value));
        let all = CostRates {
            hours: exactly(1.0),
            support_hour: exactly(40.0),
            ticket_hours: exactly(0.5),
            credits: exactly(100.0),
            hour: exactly(60.0),
        };
        let found = cost(&seen(4), all, true, "EUR");
        assert_eq!(found.quarter, Some(Range::exactly(180.0 + 40.0 + 300.0)));
        assert_eq!(
            found.lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(),
            ["Restoring", "Support", "Credits given"]
        );
    }

    #[test]
    fn without_a_rate_there_is_no_number() {
        let found = cost(&seen(0), CostRates::default(), false, "EUR");
        assert_eq!((found.quarter, found.lines.len(), found.not_counted.len()), (None, 0, 3));
        let rates = CostRates { hour: Some(Range::exactly(60.0)), ..CostRates::default() };
        let open = Seen { restored: Vec::new(), ..seen(0) };
        assert_eq!(cost(&open, rates, false, "EUR").quarter, None);
    }
}
