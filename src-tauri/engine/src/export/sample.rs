//! Templates are tried with an opportunity that has everything and with one that has nothing before they are kept.

use super::draft::{CauseSaid, DimensionSaid, EvidenceSaid, LinkSaid, Quote, RiskSaid, Story, ValueSaid};
use super::template::TemplateProblem;
use crate::connectors::Style;

/// Refuses a template that can't tell the one or the other.
pub fn check(template: &str, style: Style) -> Result<(), TemplateProblem> {
    for story in [Story::default(), whole()] {
        story.told(template, style)?;
    }
    Ok(())
}

fn whole() -> Story {
    let said = |text: &str| text.to_owned();
    let who = || said("Kestrel Mobility, 11 Nov");
    Story {
        label: said("OPP-31"),
        title: said("One charge per order"),
        statement: said("Shoppers are charged twice."),
        hypothesis: said("If a retry reuses the first charge, double charges fall."),
        expected: said("From 6 a week to 0"),
        service: said("checkout"),
        owner: said("Maya"),
        day: said("21 Nov 2026"),
        evidence: EvidenceSaid {
            summary: said("27 voices; 18 people"),
            links: vec![LinkSaid { title: said("Charged twice"), address: said("https://desk.example/1"), who: who() }],
        },
        value: Some(ValueSaid {
            number: said("940 RICE points"),
            range: said("600 to 1,300"),
            method: said("reach × impact ÷ effort (rice/1)"),
            as_of: said("21 Nov 2026"),
            receipt: said("Value 940"),
        }),
        risks: vec![RiskSaid {
            kind: said("usability"),
            level: said("medium"),
            score: said("6 of 25"),
            judged: said("likelihood 2, impact 3"),
            by: said("Maya, 14 Nov"),
        }],
        causes: vec![DimensionSaid {
            dimension: said("Information and technology"),
            found: vec![CauseSaid { text: said("No idempotency key"), confirmed: true }],
            nothing_found: false,
        }],
        notes: vec![said("Say it sooner")],
        quotes: vec![Quote { text: said("I paid three times"), who: who() }],
        ..Story::default()
    }
}
