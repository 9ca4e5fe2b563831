//! Several people's answers to one question. They are kept apart; where they don't overlap, people should talk.

use crate::normal::{self, Z90};
use crate::range::Range;

/// What the answers say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// P10, P50 and P90 of an equal mixture of the answers (the linear opinion pool: Mervyn Stone, 1961).
    pub range: Range,
    /// Pairs of answers, by place, whose ranges don't overlap; furthest apart first, the lower one named first.
    pub apart: Vec<(usize, usize)>,
    /// How far the answers lie apart: the span of the likely values over the mean width of a range. 0 when all say the
    /// same, infinite when exact answers differ.
    pub distance: f64,
}

/// Points that each answer is taken as.
const POINTS: usize = 999;

/// Of a question whose scale begins at `least`. `None` without an answer.
pub fn together(answers: &[Range], least: f64) -> Option<Together> {
    let mut points: Vec<f64> = answers.iter().flat_map(|range| points_of(range, least)).collect();
    points.sort_by(f64::total_cmp);
    let quantile = |share: f64| points.get(((points.len() as f64 * share).ceil() as usize).saturating_sub(1)).copied();
    let range = match answers {
        [] => return None,
        [only] => *only,
        _ => Range { low: quantile(0.1)?, likely: quantile(0.5)?, high: quantile(0.9)? },
    };
    Some(Together { range, apart: apart(answers), distance: distance(answers) })
}

fn apart(answers: &[Range]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (one, low) in answers.iter().enumerate() {
        for (other, high) in answers.iter().enumerate() {
            if low.high < high.low {
                pairs.push((high.low - low.high, one, other));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    pairs.into_iter().map(|(_, one, other)| (one, other)).collect()
}

fn distance(answers: &[Range]) -> f64 {
    let likely = || answers.iter().map(|range| range.likely);
    let span = likely().fold(f64::NEG_INFINITY, f64::max) - likely().fold(f64::INFINITY, f64::min);
    let width = answers.iter().map(|range| range.high - range.low).sum::<f64>() / answers.len() as f64;
    if span <= 0.0 { 0.0 } else { span / width }
}

/// Evenly spaced quantiles of an answer, read as [`worlds`](crate::worlds) reads a range.
fn points_of(range: &Range, least: f64) -> impl Iterator<Item = f64> {
    let by_ratio = range.low > 0.0 && least >= 0.0;
    let [low, likely, high] = [range.low, range.likely, range.high].map(|n| if by_ratio { n.ln() } else { n });
    (0..POINTS).map(move |n| {
        let z = normal::quantile((n as f64 + 0.5) / POINTS as f64);
        let moved = likely + z * if z < 0.0 { likely - low } else { high - likely } / Z90;
        if by_ratio { moved.exp() } else { moved }
    })
}
