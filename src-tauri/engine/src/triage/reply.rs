//! What the reporter of a declined signal could be told, and how a text is filled in for each of them. Only a draft.

use crate::model::DeclineReason;

/// Stands for the reporter's first name.
pub const NAME: &str = "{name}";
/// Stands for the signal's title.
pub const TITLE: &str = "{title}";

/// A first text to be changed by a person, with [`NAME`] and [`TITLE`] in it, signed by `actor`.
pub fn suggested(reason: DeclineReason, actor: &str) -> String {
    let because = match reason {
        DeclineReason::NotOurProduct => "It is about something that another product does, so we can't change it here.",
        DeclineReason::AlreadyFixed => "It is fixed by now. If you still meet it, please tell us again.",
        DeclineReason::TooRare => "We won't act on it now, since few people meet it. If more ask, we look again.",
        DeclineReason::NotReal => "We looked into it and couldn't find the fault. More details would help us.",
        DeclineReason::Other => "We won't act on it now.",
    };
    let signed = if actor.trim().is_empty() { String::new() } else { format!("\n\n{}", actor.trim()) };
    format!("Hello {NAME},\n\nthank you for writing about “{TITLE}”. {because}{signed}")
}

/// The text for one reporter. What stands in a name or a title is never taken for a place to fill in.
pub fn filled(template: &str, name: &str, title: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or(name);
    let parts: Vec<String> = template.split(NAME).map(|part| part.replace(TITLE, title)).collect();
    parts.join(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_filled_in_once() {
        let text = suggested(DeclineReason::TooRare, "Tomás");
        insta::assert_snapshot!(filled(&text, "Marta Brisa", "Old {name} was {title}"), @r"
        Hello Marta,

        thank you for writing about “Old {name} was {title}”. We won't act on it now, since few people meet it. If more ask, we look again.

        Tomás
        ");
        assert_eq!(filled("{title} {name}", "{title}", "T"), "T {title}");
    }
}
