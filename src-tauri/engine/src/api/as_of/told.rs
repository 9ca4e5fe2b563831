//! What a decision changed of what counts, in words. Pure.

use scoring::framework;

use super::view::{Counted, View};
use crate::api::types::ValueCause;
use crate::model::Range;
use crate::score::numbers::{self, counted};

/// What one decision, or several like it, did.
#[derive(Debug, Default, PartialEq)]
pub struct Told {
    linked: u32,
    unlinked: u32,
    merged: u32,
    unmerged: u32,
    reweighed: u32,
    /// Marked as speaking against it, and taken back.
    turned: u32,
    turned_back: u32,
    inputs: Vec<String>,
    risks: Vec<String>,
    method: Option<String>,
}

impl Told {
    /// None where nothing that counts is different. `moved` says whether what goes into the formula is another: a risk
    /// that the formula doesn't hear isn't told.
    pub fn between(before: &View, after: &View, moved: bool) -> Option<Told> {
        let mut told = Told { method: method(before, after), inputs: inputs(before, after), ..Told::default() };
        if moved {
            told.risks = risks(before, after);
        }
        told.count_evidence(before, after);
        (told != Told::default()).then_some(told)
    }

    /// Whether the two say the same of more signals.
    pub fn joins(&self, next: &Told) -> bool {
        let of_signals = |told: &Told| told.inputs.is_empty() && told.risks.is_empty() && told.method.is_none();
        of_signals(self) && of_signals(next) && self.cause() == next.cause()
    }

    pub fn add(&mut self, next: &Told) {
        self.linked += next.linked;
        self.unlinked += next.unlinked;
        self.merged += next.merged;
        self.unmerged += next.unmerged;
        self.reweighed += next.reweighed;
        self.turned += next.turned;
        self.turned_back += next.turned_back;
    }

    pub fn cause(&self) -> ValueCause {
        if self.method.is_some() {
            ValueCause::Method
        } else if !self.inputs.is_empty() {
            ValueCause::Inputs
        } else if !self.risks.is_empty() {
            ValueCause::Risks
        } else if self.linked + self.unlinked + self.reweighed + self.turned + self.turned_back > 0 {
            ValueCause::Evidence
        } else {
            ValueCause::Duplicates
        }
    }

    /// "14 signals linked", "Reach 508 → 556".
    pub fn in_words(&self) -> String {
        let mut parts: Vec<String> = self.method.iter().chain(&self.inputs).chain(&self.risks).cloned().collect();
        let duplicates = |n: u32| counted(n, "duplicate", "duplicates");
        match (self.linked, self.merged) {
            (0, 0) => {}
            (0, merged) => parts.push(format!("{} merged", duplicates(merged))),
            (linked, 0) => parts.push(format!("{} linked", signals(linked))),
            (linked, merged) => parts.push(format!("{} linked with {}", signals(linked), duplicates(merged))),
        }
        match (self.unlinked, self.unmerged) {
            (0, 0) => {}
            (0, unmerged) => parts.push(format!("{} taken out again", duplicates(unmerged))),
            (unlinked, 0) => parts.push(format!("{} unlinked", signals(unlinked))),
            (unlinked, unmerged) => parts.push(format!("{} unlinked with {}", signals(unlinked), duplicates(unmerged))),
        }
        if self.reweighed > 0 {
            parts.push(format!("{} given another importance", signals(self.reweighed)));
        }
        if self.turned > 0 {
            parts.push(format!("{} marked as speaking against it", signals(self.turned)));
        }
        if self.turned_back > 0 {
            parts.push(format!("{} speaking for it again", signals(self.turned_back)));
        }
        parts.join(", ")
    }

    fn count_evidence(&mut self, before: &View, after: &View) {
        for (place, is) in &after.evidence {
            match before.evidence.get(place) {
                Some(was) if was.duplicate == is.duplicate => {
                    let own = !is.duplicate;
                    self.reweighed += u32::from(own && was.importance != is.importance);
                    self.turned += u32::from(own && is.against && !was.against);
                    self.turned_back += u32::from(own && was.against && !is.against);
                }
                _ if is.duplicate => self.merged += 1,
                _ => self.linked += 1,
            }
        }
        for (_, Counted { duplicate, .. }) in
            before.evidence.iter().filter(|(place, _)| !after.evidence.contains_key(*place))
        {
            if *duplicate { self.unmerged += 1 } else { self.unlinked += 1 }
        }
    }
}

fn signals(n: u32) -> String {
    counted(n, "signal", "signals")
}

fn method(before: &View, after: &View) -> Option<String> {
    let (was, is) = (&before.method, &after.method);
    if was == is {
        return None;
    }
    Some(if was.name != is.name {
        format!("Ranked by {}", is.name)
    } else if was.version != is.version {
        format!("Formula now {}", is.version)
    } else {
        format!("Ranked by {}, weighed anew", is.name)
    })
}

/// Those that one of the two methods uses.
fn inputs(before: &View, after: &View) -> Vec<String> {
    let used = framework::inputs().filter(|input| before.uses(input.name) || after.uses(input.name));
    used.filter_map(|input| {
        let range = |view: &View| view.inputs.get(input.name).map(|set| set.range);
        let shown = |range: Range| match input.name {
            "confidence" => numbers::share(range.likely),
            _ => numbers::number(range.likely),
        };
        match (range(before), range(after)) {
            (was, is) if was == is => None,
            (Some(was), Some(is)) if shown(was) == shown(is) => {
                Some(format!("{} {}, range {} → {}", input.label, shown(is), numbers::range(was), numbers::range(is)))
            }
            (Some(was), Some(is)) => Some(format!("{} {} → {}", input.label, shown(was), shown(is))),
            (None, Some(is)) => Some(format!("{} set to {}", input.label, shown(is))),
            (_, None) => Some(format!("{} taken away", input.label)),
        }
    })
    .collect()
}

fn risks(before: &View, after: &View) -> Vec<String> {
    let kinds: std::collections::BTreeSet<&String> = before.risks.keys().chain(after.risks.keys()).collect();
    let told = kinds.into_iter().filter_map(|kind| {
        let score = |view: &View| view.risks.get(kind).map(crate::score::RiskAssessment::score);
        match (score(before), score(after)) {
            (was, is) if was == is => None,
            (Some(was), Some(is)) => Some(format!("Risk of {kind} {was} → {is}")),
            (None, Some(is)) => Some(format!("Risk of {kind} judged {is}")),
            (_, None) => Some(format!("Risk of {kind} not judged any more")),
        }
    });
    told.collect()
}
