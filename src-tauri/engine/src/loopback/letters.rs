//! First texts for people who asked, and how the places in them are filled. Only drafts: a person edits and approves.

use super::{LetterForm, Outcome};

/// Letters of a text at most.
pub const LONGEST: usize = 4_000;

/// What can stand in a text, in braces, and what it stands for.
pub const PLACES: &[(&str, &str)] = &[
    ("name", "the person's first name"),
    ("ticket", "the title of their ticket"),
    ("title", "the title of the opportunity"),
    ("item", "the item in the tracker, such as #8841, or the opportunity's number"),
    ("status", "the item's status in the tracker"),
    ("date", "the day since when it stands so"),
    ("reason", "why it was declined"),
    ("me", "your name"),
];

/// What the places stand for, in one case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The person's whole name.
    pub name: String,
    pub ticket: String,
    pub title: String,
    pub item: String,
    pub status: String,
    pub date: String,
    pub reason: String,
    pub me: String,
}

/// The text that is there until a person writes their own.
pub fn suggested(form: LetterForm, outcome: Outcome) -> &'static str {
    match (form, outcome) {
        (LetterForm::Letter, Outcome::Planned) => {
            "Hello {name},\n\nthank you for writing to us about “{ticket}”. We plan to do something about it: “{title}” stands in our backlog since {date}. We write again when the work begins.\n\n{me}"
        }
        (LetterForm::Letter, Outcome::InProgress) => {
            "Hello {name},\n\nyou wrote to us about “{ticket}”. We began to work on it on {date}. We write again when it reaches you.\n\n{me}"
        }
        (LetterForm::Letter, Outcome::Shipped) => {
            "Hello {name},\n\nyou wrote to us about “{ticket}”. “{title}” reached everybody on {date}. Does it look right to you?\n\n{me}"
        }
        (LetterForm::Letter, Outcome::Declined) => {
            "Hello {name},\n\nthank you for writing to us about “{ticket}”. We looked into it and won't act on it now. {reason}\n\nIf it still gets in your way, please tell us again.\n\n{me}"
        }
        (LetterForm::StatusNote, Outcome::Planned) => "In the backlog since {date} as {item}.",
        (LetterForm::StatusNote, Outcome::InProgress) => "Being worked on since {date} as {item} ({status}).",
        (LetterForm::StatusNote, Outcome::Shipped) => "Released on {date}: {item}.",
        (LetterForm::StatusNote, Outcome::Declined) => "Won't be done, decided on {date}. {reason}",
    }
}

/// The template with its places filled, each once: what stands in a name or a title is never taken for a place. Words
/// in other braces stay.
pub fn filled(template: &str, facts: &Facts) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let place = rest.find('}').and_then(|end| Some((value(&rest[1..end], facts)?, end)));
        match place {
            Some((value, end)) => {
                out.push_str(value);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

fn value<'f>(place: &str, facts: &'f Facts) -> Option<&'f str> {
    Some(match place {
        "name" => facts.name.split_whitespace().next().unwrap_or_default(),
        "ticket" => &facts.ticket,
        "title" => &facts.title,
        "item" => &facts.item,
        "status" => &facts.status,
        "date" => &facts.date,
        "reason" => &facts.reason,
        "me" => &facts.me,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts() -> Facts {
        Facts {
            name: "Ines Okafor".into(),
            ticket: "Export misses {name} entries".into(),
            title: "Keep month-end sync running".into(),
            item: "#8841".into(),
            status: "Closed".into(),
            date: "14 October 2026".into(),
            reason: "Few people meet it.".into(),
            me: "Maya".into(),
        }
    }

    #[test]
    fn a_letter_is_filled_once() {
        insta::assert_snapshot!(filled(suggested(LetterForm::Letter, Outcome::Shipped), &facts()), @r"
        Hello Ines,

        you wrote to us about “Export misses {name} entries”. “Keep month-end sync running” reached everybody on 14 October 2026. Does it look right to you?

        Maya
        ");
        insta::assert_snapshot!(filled(suggested(LetterForm::StatusNote, Outcome::InProgress), &facts()),
            @"Being worked on since 14 October 2026 as #8841 (Closed).");
        assert_eq!(filled("{ name} {x} {", &facts()), "{ name} {x} {");
        let nobody = Facts::default();
        assert_eq!(filled("Hello {name}\n\n{me}", &nobody), "Hello");
    }

    #[test]
    fn every_suggested_text_uses_known_places_only() {
        for form in LetterForm::ALL {
            for outcome in Outcome::ALL {
                let text = suggested(*form, *outcome);
                for place in text.split('{').skip(1) {
                    let name = place.split('}').next().unwrap_or_default();
                    assert!(PLACES.iter().any(|(known, _)| *known == name), "{name}");
                }
                assert!(!filled(text, &facts()).contains("{me}"));
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_filled_without_fail(template in "[{}a-z \n]{0,60}") {
            let _ = filled(&template, &facts());
        }
    }
}
