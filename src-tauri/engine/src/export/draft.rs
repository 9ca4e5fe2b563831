//! An opportunity as the text of a backlog item.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fields::{FieldRule, Told, filled};
use super::redact::redact;
use crate::connectors::{Draft, FieldValue, Style};

/// What a backlog item is told from. Everything in it is untrusted text.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// OPP-31
    pub label: String,
    pub title: String,
    pub statement: String,
    pub hypothesis: String,
    pub expected: String,
    pub service: String,
    /// "27 voices, 12 operations; 18 people, 9 customers, €740,000 a year"
    pub evidence: String,
    /// The value's receipt as plain text; empty while there is no score.
    pub receipt: String,
    /// Designers' notes that nobody has resolved, as plain text.
    pub notes: Vec<String>,
    pub quotes: Vec<Quote>,
    /// What a tracker's own fields can be filled with.
    pub facts: BTreeMap<Told, FieldValue>,
}

/// Somebody's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    pub text: String,
    /// "Kestrel Mobility, 11 Nov"
    pub who: String,
}

const QUOTES: usize = 3;
const QUOTE_CHARACTERS: usize = 400;
const TITLE_CHARACTERS: usize = 200;

impl Story {
    /// The draft with what the rules send, and the redactions.
    pub fn filled(&self, style: &Style, rules: &[FieldRule]) -> (Draft, u32) {
        let (draft, redactions) = self.draft(style);
        (filled(draft, &self.facts, rules), redactions)
    }

    /// The item, and how many pieces of personal data were taken out of the quotations.
    pub fn draft(&self, style: &Style) -> (Draft, u32) {
        let mut parts = Vec::new();
        let mut section = |title: &str, text: &str| {
            if !text.trim().is_empty() {
                parts.push(format!("{}\n\n{}", (style.heading)(title), (style.plain)(text.trim())));
            }
        };
        section("Problem", &self.statement);
        section("What we expect", &join(&self.hypothesis, &self.expected));
        let mut redactions = 0;
        let mut quotes = Vec::new();
        for quote in self.quotes.iter().take(QUOTES) {
            let (text, removed) = redact(&shortened(&quote.text, QUOTE_CHARACTERS));
            redactions += removed;
            quotes.push(format!("{}\n{}", (style.quote)(&(style.plain)(&text)), (style.plain)(&quote.who)));
        }
        section("Evidence", &self.evidence);
        section("Value", &self.receipt);
        section("Design notes", &self.notes.join("\n\n"));
        if !quotes.is_empty() {
            parts.insert(
                parts.len().min(2),
                format!("{}\n\n{}", (style.heading)("In their words"), quotes.join("\n\n")),
            );
        }
        parts.push((style.plain)(&format!("From Throughline, {}", self.label)));
        let labels = if self.service.is_empty() { Vec::new() } else { vec![self.service.clone()] };
        let title = shortened(&self.title, TITLE_CHARACTERS);
        (Draft { title, description: parts.join("\n\n"), labels, ..Draft::default() }, redactions)
    }

    /// What a team would miss in the item beside the checklist (`score::readiness`), in words.
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let mut want = |there: bool, sentence: &str| {
            if !there {
                missing.push(sentence.to_owned());
            }
        };
        want(!self.statement.trim().is_empty(), "No statement says what the problem is");
        want(!self.service.trim().is_empty(), "No service says what it is about");
        missing
    }
}

fn join(hypothesis: &str, expected: &str) -> String {
    [hypothesis.trim(), expected.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Cut at a word, with an ellipsis; white space runs become one space.
fn shortened(text: &str, characters: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= characters {
        return text;
    }
    let cut: String = text.chars().take(characters.saturating_sub(1)).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole_words, _)| whole_words);
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOUT: Style = Style {
        heading: |text| format!("# {text}"),
        quote: |text| format!("> {text}"),
        plain: |text| text.replace('@', "(at)"),
    };

    #[test]
    fn a_draft_tells_the_whole_story_without_personal_data() {
        let story = Story {
            label: "OPP-34".into(),
            title: "One charge per order".into(),
            statement: "Shoppers are charged twice.".into(),
            hypothesis: "If a retry reuses the first charge, double charges fall.".into(),
            expected: "From 6 a week to 0".into(),
            service: "checkout".into(),
            evidence: "27 voices; 18 people".into(),
            receipt: "Value 940".into(),
            notes: vec!["On “Cart”: the button @jumps".into(), "Say it sooner".into()],
            quotes: vec![Quote {
                text: "Charged   three times. Write to me@x.example, @all".into(),
                who: "Kestrel".into(),
            }],
            facts: BTreeMap::new(),
        };
        let (draft, redactions) = story.draft(&SHOUT);
        assert_eq!(redactions, 1);
        assert_eq!(draft.labels, ["checkout"]);
        insta::assert_snapshot!(draft.description, @r"
        # Problem

        Shoppers are charged twice.

        # What we expect

        If a retry reuses the first charge, double charges fall.

        From 6 a week to 0

        # In their words

        > Charged three times. Write to [e-mail removed], (at)all
        Kestrel

        # Evidence

        27 voices; 18 people

        # Value

        Value 940

        # Design notes

        On “Cart”: the button (at)jumps

        Say it sooner

        From Throughline, OPP-34
        ");
        assert_eq!(story.missing(), Vec::<String>::new());
    }

    #[test]
    fn an_empty_opportunity_says_what_is_missing() {
        let story = Story { label: "OPP-1".into(), title: "x ".repeat(300), ..Story::default() };
        assert_eq!(story.missing().len(), 2);
        let (draft, _) = story.draft(&SHOUT);
        assert_eq!(draft.title.chars().count(), 198);
        assert_eq!(draft.description, "From Throughline, OPP-1");
    }
}
