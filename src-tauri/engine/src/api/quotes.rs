//! What people said, for what leaves the laptop.

use super::types::EvidenceView;
use crate::export::Quote;
use crate::model::Time;
use crate::score::numbers;

/// What stands between two passages of one text.
const LEFT_OUT: &str = " […] ";

/// The words of each piece of evidence that carries weight, the most important first: the passages that people marked,
/// or else the first lines.
pub(super) fn quotes(evidence: &[EvidenceView], now: Time) -> Vec<Quote> {
    said(evidence, now, |piece| marked(piece).unwrap_or_else(|| piece.excerpt.clone()))
}

/// Only the passages that people marked.
pub(super) fn passages(evidence: &[EvidenceView], now: Time) -> Vec<Quote> {
    said(evidence, now, |piece| marked(piece).unwrap_or_default())
}

fn said(evidence: &[EvidenceView], now: Time, words: impl Fn(&EvidenceView) -> String) -> Vec<Quote> {
    let mut evidence: Vec<&EvidenceView> =
        evidence.iter().filter(|piece| piece.importance > 0 && !piece.against).collect();
    evidence.sort_by(|a, b| b.importance.cmp(&a.importance).then(b.signal.happened_at.cmp(&a.signal.happened_at)));
    let quote = |piece: &EvidenceView| Quote { text: words(piece), who: who(piece, now) };
    evidence.into_iter().map(quote).filter(|quote| !quote.text.trim().is_empty()).collect()
}

/// The passages of one signal that carry weight, in the order of its text.
fn marked(piece: &EvidenceView) -> Option<String> {
    let told: Vec<&str> =
        piece.passages.iter().filter(|one| one.importance > 0).map(|one| one.quote.as_str()).collect();
    (!told.is_empty()).then(|| told.join(LEFT_OUT))
}

/// "Kestrel Mobility, 11 Nov"
pub(super) fn who(piece: &EvidenceView, now: Time) -> String {
    [piece.signal.customer.clone().unwrap_or_default(), numbers::day(piece.signal.happened_at, now)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
