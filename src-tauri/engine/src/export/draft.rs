//! An opportunity as the text of a backlog item.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::fields::{FieldRule, Told, filled};
use super::redact::redact;
use super::template::{TemplateProblem, USUAL, render};
use crate::connectors::{Draft, FieldValue, Style, cleaned};

/// What a backlog item is told from, by the names that templates use. Everything in it is untrusted text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Story {
    /// OPP-31
    pub label: String,
    pub title: String,
    pub statement: String,
    pub hypothesis: String,
    pub expected: String,
    pub service: String,
    pub owner: String,
    /// Today, as `21 Nov 2026`.
    pub day: String,
    pub evidence: EvidenceSaid,
    /// None while there is no score.
    pub value: Option<ValueSaid>,
    /// What was judged, in the order of the kinds.
    pub risks: Vec<RiskSaid>,
    /// The dimensions that somebody looked at, in their order.
    pub causes: Vec<DimensionSaid>,
    /// Designers' notes that nobody has resolved, as plain text.
    pub notes: Vec<String>,
    pub quotes: Vec<Quote>,
    /// What a tracker's own fields can be filled with.
    #[serde(skip)]
    pub facts: BTreeMap<Told, FieldValue>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EvidenceSaid {
    /// "27 voices, 12 operations; 18 people, 9 customers, €740,000 a year"
    pub summary: String,
    /// Records that have a page in their tool, the most important first.
    pub links: Vec<LinkSaid>,
}

/// One record behind an opportunity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkSaid {
    pub title: String,
    /// Of its page in the tool.
    pub address: String,
    /// "Kestrel Mobility, 11 Nov"
    pub who: String,
}

/// The value with its receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValueSaid {
    /// `940 RICE points`
    pub number: String,
    /// `600 to 1,300`; the number itself when it is exact.
    pub range: String,
    /// The formula in words, with its version.
    pub method: String,
    /// When it was calculated.
    pub as_of: String,
    /// All of it, as plain text.
    pub receipt: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RiskSaid {
    /// `usability`
    pub kind: String,
    /// `very high`
    pub level: String,
    /// Likelihood times impact: `6 of 25`
    pub score: String,
    /// `likelihood 2, impact 3: Nobody sees it`
    pub judged: String,
    /// Who judged it when: `Maya, 14 Nov`
    pub by: String,
}

/// One of the four dimensions of a root cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DimensionSaid {
    /// `Organisations and people`
    pub dimension: String,
    pub found: Vec<CauseSaid>,
    /// A person looked and found nothing.
    pub nothing_found: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CauseSaid {
    pub text: String,
    pub confirmed: bool,
}

/// Somebody's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    pub text: String,
    /// "Kestrel Mobility, 11 Nov"
    pub who: String,
}

/// A draft as a template made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub draft: Draft,
    /// How many pieces of personal data were taken out.
    pub redactions: u32,
    /// Why the usual template was taken instead of a person's own.
    pub problem: Option<TemplateProblem>,
}

const QUOTE_CHARACTERS: usize = 400;
const TITLE_CHARACTERS: usize = 200;

impl Story {
    /// The item as `template` tells it, or the usual one where there is none or it can't be used, with what the rules
    /// send.
    pub fn written(&self, template: Option<&str>, style: Style, rules: &[FieldRule]) -> Written {
        let (told, problem) = match template.map(|own| self.told(own, style)) {
            Some(Ok(told)) => (Ok(told), None),
            Some(Err(problem)) => (self.told(USUAL, style), Some(problem)),
            None => (self.told(USUAL, style), None),
        };
        // The usual template is a part of this program: only a story too long for it is left.
        let (draft, redactions) = told.unwrap_or_else(|_| (self.bare((style.plain)(&outgoing(&self.statement))), 0));
        Written { draft: filled(draft, &self.facts, rules), redactions, problem }
    }

    /// The item as `template` tells it, and how many pieces of personal data were taken out of what stands in it.
    pub fn told(&self, template: &str, style: Style) -> Result<(Draft, u32), TemplateProblem> {
        let mut story = serde_json::to_value(self.shortened()).unwrap_or_default();
        prepare(&mut story);
        let rendered = render(template, &story, style)?;
        Ok((self.bare(rendered.text), rendered.redactions))
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

    fn bare(&self, description: String) -> Draft {
        let labels = if self.service.is_empty() { Vec::new() } else { vec![outgoing(&self.service)] };
        Draft { title: shortened(&outgoing(&self.title), TITLE_CHARACTERS), description, labels, ..Draft::default() }
    }

    /// Without outer white space, and with quotations of a length that is read.
    fn shortened(&self) -> Story {
        let mut story = self.clone();
        for text in [&mut story.statement, &mut story.hypothesis, &mut story.expected, &mut story.evidence.summary] {
            *text = text.trim().to_owned();
        }
        for quote in &mut story.quotes {
            quote.text = shortened(&quote.text, QUOTE_CHARACTERS);
        }
        if let Some(value) = &mut story.value {
            value.receipt = value.receipt.trim().to_owned();
        }
        story
    }
}

/// Makes every text of a story ready to leave. Addresses of pages stay: `web_address` judges them.
fn prepare(story: &mut Value) {
    match story {
        Value::String(text) => *text = outgoing(text),
        Value::Array(list) => list.iter_mut().for_each(prepare),
        Value::Object(fields) => {
            fields.iter_mut().filter(|(name, _)| *name != "address").for_each(|(_, value)| prepare(value));
        }
        _ => {}
    }
}

/// Without what can't be seen, and without personal data.
fn outgoing(text: &str) -> String {
    redact(&cleaned(text)).0
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
        bullet: |text| format!("- {text}"),
        link: |label, address| format!("[{label}]({address})"),
        plain: |text| text.replace('@', "(at)"),
        inline: |text| text.replace('@', "(at)"),
    };

    fn value(receipt: &str) -> ValueSaid {
        let said = |text: &str| text.to_owned();
        ValueSaid {
            number: said("940 RICE points"),
            range: said("600 to 1,300"),
            method: said("reach × impact ÷ effort (rice/1)"),
            as_of: said("21 Nov"),
            receipt: said(receipt),
        }
    }

    #[test]
    fn a_draft_tells_the_whole_story_without_personal_data() {
        let story = Story {
            label: "OPP-34".into(),
            title: "One charge per order".into(),
            statement: "Shoppers are charged twice.".into(),
            hypothesis: "If a retry reuses the first charge, double charges fall.".into(),
            expected: "From 6 a week to 0".into(),
            service: "checkout".into(),
            evidence: EvidenceSaid { summary: "27 voices; 18 people".into(), links: Vec::new() },
            value: Some(value("Value 940")),
            notes: vec!["On “Cart”: the button @jumps".into(), "Say it sooner".into()],
            quotes: vec![Quote {
                text: "Charged   three times. Write to me@x.example, @all".into(),
                who: "Kestrel".into(),
            }],
            ..Story::default()
        };
        let (draft, redactions) = story.told(USUAL, SHOUT).unwrap();
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
        let draft = story.written(None, SHOUT, &[]).draft;
        assert_eq!(draft.title.chars().count(), 198);
        assert_eq!(draft.description, "From Throughline, OPP-1");
    }

    #[test]
    fn what_else_is_known_is_told_too() {
        let cause = |text: &str, confirmed| CauseSaid { text: text.into(), confirmed };
        let story = Story {
            label: "OPP-34".into(),
            title: "One charge\u{202e} per order, say rosa@hartwell.example".into(),
            evidence: EvidenceSaid {
                summary: "2 voices".into(),
                links: vec![
                    LinkSaid {
                        title: "Charged [twice](x)".into(),
                        address: "https://desk.example/t/1".into(),
                        who: "Acme".into(),
                    },
                    LinkSaid { title: "Again".into(), address: "javascript:x".into(), who: String::new() },
                ],
            },
            risks: vec![RiskSaid {
                kind: "usability".into(),
                level: "medium".into(),
                score: "6 of 25".into(),
                judged: "likelihood 2, impact 3".into(),
                by: "Maya, 14 Nov".into(),
            }],
            causes: vec![
                DimensionSaid { dimension: "People".into(), found: Vec::new(), nothing_found: true },
                DimensionSaid {
                    dimension: "Technology".into(),
                    found: vec![cause("No idempotency key", true), cause("Retries", false)],
                    nothing_found: false,
                },
            ],
            ..Story::default()
        };
        let written = story.written(None, SHOUT, &[]);
        assert_eq!(written.draft.title, "One charge per order, say [e-mail removed]");
        insta::assert_snapshot!(written.draft.description, @r"
        # Evidence

        2 voices

        - [Charged [twice](x)](https://desk.example/t/1), Acme
        - Again

        # Risk

        - usability: medium, 6 of 25, likelihood 2, impact 3 (Maya, 14 Nov)

        # Root cause

        - People: nothing found
        - Technology: No idempotency key
        - Technology: Retries (not confirmed)

        From Throughline, OPP-34
        ");
    }

    #[test]
    fn a_template_that_fails_gives_way_to_the_usual_one() {
        let story = Story { label: "OPP-1".into(), ..Story::default() };
        let written = story.written(Some("{{ titel }}"), SHOUT, &[]);
        assert_eq!(written.draft.description, "From Throughline, OPP-1");
        assert_eq!(written.problem.map(|problem| (problem.line, problem.column)), Some((1, 4)));
        let own = story.written(Some("Mine: {{ label }} {{ value.number if value else 'none' }}"), SHOUT, &[]);
        assert_eq!((own.draft.description.as_str(), own.problem), ("Mine: OPP-1 none", None));
    }
}
