//! How often something is told: growing or fading beyond chance, when that began, and whether it is unusual for the
//! season. Counts are per week, the oldest first.

/// Weeks that are compared with the same number before.
pub const SPAN: usize = 4;

/// Within this share of the weeks before, nothing changed.
const STEADY: f64 = 0.15;

/// What is younger is new.
const NEW_WEEKS: u32 = 8;

/// Chi-squared with one degree of freedom at 95 %: two counts differ by more than chance does.
const DIFFERS: f64 = 3.841;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    New,
    Growing,
    Steady,
    Fading,
}

/// The trend, and how the last [`SPAN`] weeks compare with as many before: 0.5 is half more; `None` after none.
pub fn trend(weeks: &[u32], age_weeks: u32) -> (Trend, Option<f64>) {
    let sum = |weeks: &[u32]| weeks.iter().map(|count| f64::from(*count)).sum::<f64>();
    let (before, now) = weeks.split_at(weeks.len().saturating_sub(SPAN));
    let before = &before[before.len().saturating_sub(SPAN)..];
    let (before, now) = (sum(before), sum(now));
    let change = (before > 0.0).then(|| now / before - 1.0);
    if age_weeks <= NEW_WEEKS {
        return (Trend::New, change);
    }
    // Two Poisson counts of equal length: (a − b)² ÷ (a + b) is nearly chi-squared.
    let differs = (now - before).powi(2) > DIFFERS * (now + before);
    let trend = match change {
        _ if !differs => Trend::Steady,
        Some(change) if change.abs() <= STEADY => Trend::Steady,
        _ if now > before => Trend::Growing,
        _ => Trend::Fading,
    };
    (trend, change)
}

/// A week since which there are lastingly more or fewer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// The first week of the new level, as an index into the counts.
    pub week: usize,
    /// Mean a week before and since.
    pub before: f64,
    pub after: f64,
}

/// Weeks on either side of a turn, at least.
const SIDE: usize = 3;

/// Twice the logarithm of the likelihood ratio above which a level changed; the best of some fifty weeks exceeds it
/// by chance in one of about a hundred steady series (`false_alarms_are_rare`).
const CERTAIN: f64 = 13.0;

/// The most likely change of level, if one is beyond chance: two Poisson rates instead of one.
pub fn turn(weeks: &[u32]) -> Option<Turn> {
    let total: f64 = weeks.iter().map(|count| f64::from(*count)).sum();
    let length = weeks.len() as f64;
    let likelihood = |sum: f64, weeks: f64| if sum > 0.0 { sum * (sum / weeks).ln() } else { 0.0 };
    let mut before = 0.0;
    let mut best: Option<(f64, Turn)> = None;
    for (week, count) in weeks.iter().enumerate() {
        if week >= SIDE && week + SIDE <= weeks.len() {
            let (left, right) = (week as f64, length - week as f64);
            let after = total - before;
            let gain = 2.0 * (likelihood(before, left) + likelihood(after, right) - likelihood(total, length));
            if gain > best.map_or(CERTAIN, |(best, _)| best) {
                best = Some((gain, Turn { week, before: before / left, after: after / right }));
            }
        }
        before += f64::from(*count);
    }
    best.map(|(_, turn)| turn)
}

/// Weeks of a year, for seasons.
const YEAR: usize = 52;

/// The last [`SPAN`] weeks against the same weeks of earlier years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Season {
    pub now: f64,
    /// What the earlier years, brought to this year's level, would give.
    pub expected: f64,
}

/// `Some` when the last weeks are far from what two or more earlier years lead one to expect.
pub fn unusual(weeks: &[u32]) -> Option<Season> {
    let sum = |weeks: &[u32]| weeks.iter().map(|count| f64::from(*count)).sum::<f64>();
    let years = (weeks.len() / YEAR).checked_sub(1).filter(|years| *years >= 2)?;
    let end = weeks.len();
    let now = sum(&weeks[end - SPAN..]);
    let level = sum(&weeks[end - YEAR..end - SPAN]) / (YEAR - SPAN) as f64;
    let shares = (1..=years).filter_map(|year| {
        let end = end - year * YEAR;
        let around = sum(&weeks[end - SPAN..end.min(weeks.len())]);
        let usual = sum(&weeks[(end + SPAN).saturating_sub(YEAR)..end - SPAN]) / (YEAR - 2 * SPAN) as f64;
        (usual > 0.0).then(|| around / usual)
    });
    let shares: Vec<f64> = shares.collect();
    if shares.len() < 2 {
        return None;
    }
    let expected = level * shares.iter().sum::<f64>() / shares.len() as f64;
    // Both are counts; three standard deviations.
    let far = (now - expected).abs() > 3.0 * (now.max(expected) + 1.0).sqrt();
    far.then_some(Season { now, expected })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[5, 5, 5, 5, 5, 5, 5, 5, 10, 12, 14, 14], 40, Trend::Growing, Some(1.5))]
    #[case(&[5, 5, 5, 5, 12, 12, 13, 13, 2, 1, 2, 0], 40, Trend::Fading, Some(-0.9))]
    #[case(&[0, 0, 0, 0, 2, 0, 0, 0, 2, 1, 1, 0], 40, Trend::Steady, Some(1.0))]
    #[case(&[900; 12], 40, Trend::Steady, Some(0.0))]
    #[case(&[0, 0, 0, 0, 250, 250, 250, 250, 275, 275, 275, 275], 40, Trend::Steady, Some(0.1))]
    #[case(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 5, 9], 3, Trend::New, None)]
    #[case(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 5, 9], 30, Trend::Growing, None)]
    #[case(&[], 30, Trend::Steady, None)]
    fn trends(#[case] weeks: &[u32], #[case] age: u32, #[case] expected: Trend, #[case] change: Option<f64>) {
        let (trend, found) = trend(weeks, age);
        assert_eq!(trend, expected);
        assert_eq!(found.map(|found| (found * 1e6).round()), change.map(|change| change * 1e6));
    }

    #[test]
    fn a_change_of_level_is_found_where_it_is() {
        let weeks: Vec<u32> = std::iter::repeat_n(4, 30).chain(std::iter::repeat_n(11, 22)).collect();
        assert_eq!(turn(&weeks), Some(Turn { week: 30, before: 4.0, after: 11.0 }));
        assert_eq!(turn(&[4; 52]), None);
        assert_eq!(turn(&[]), None);
        assert_eq!(turn(&[0, 9]), None);
    }

    /// Poisson draws by Knuth's method from a fixed sequence.
    fn draws(mean: f64, seed: u64) -> impl FnMut() -> u32 {
        let mut state = seed;
        move || {
            let (limit, mut product, mut count) = ((-mean).exp(), 1.0, 0);
            loop {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                product *= (state >> 11) as f64 / (1_u64 << 53) as f64;
                if product <= limit {
                    return count;
                }
                count += 1;
            }
        }
    }

    #[test]
    fn false_alarms_are_rare() {
        let mut alarms = 0;
        for series in 0..1_000 {
            let mut draw = draws(3.0, series);
            let weeks: Vec<u32> = (0..52).map(|_| draw()).collect();
            alarms += usize::from(turn(&weeks).is_some());
        }
        assert!(alarms <= 20, "{alarms} of 1000");
    }

    #[test]
    fn a_season_that_comes_every_year_is_not_unusual() {
        let year = |peak: u32| (0..52).map(move |week| if week >= 48 { peak } else { 10 });
        let usual: Vec<u32> = year(40).chain(year(40)).chain(year(40)).collect();
        assert_eq!(unusual(&usual), None);
        let strange: Vec<u32> = year(10).chain(year(10)).chain(year(40)).collect();
        assert_eq!(unusual(&strange), Some(Season { now: 160.0, expected: 40.0 }));
        assert_eq!(unusual(&[5; 80]), None);
    }
}
