//! What of a signal is compared when themes are found.

use themes::text::{clean, template};

use crate::model::Kind;

/// How much of a body is read, in characters: what a report is about stands at its beginning.
pub const READ: u32 = 300;

/// The text that is compared with others; `None` for a kind that is about no need: a deployment.
/// What machines write is compared without the parts that vary, so that the same error is one text.
pub fn text_of(kind: Kind, title: &str, body: &str) -> Option<String> {
    match kind {
        Kind::Deployment => None,
        Kind::Alert | Kind::Error => {
            let masked = template(title).replace("<*>", " ");
            let words = masked.split_whitespace().collect::<Vec<_>>().join(" ");
            Some(if words.is_empty() { title.trim().to_owned() } else { words })
        }
        Kind::Incident | Kind::Change | Kind::Ticket | Kind::Feedback => {
            let beginning: String = body.chars().take(READ as usize).collect();
            Some(without_references(&clean(&format!("{title}\n{beginning}"))))
        }
    }
}

/// The text without numbers of orders, tickets and the like, which make two texts that say the same look different. A
/// text of nothing else stays.
fn without_references(text: &str) -> String {
    let is_reference = |word: &&str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        digits >= 4 && word.chars().any(|letter| letter.is_alphabetic() || letter == '-' || letter == '#')
    };
    let left: Vec<&str> = text.split_whitespace().filter(|word| !is_reference(word)).collect();
    if left.is_empty() { text.to_owned() } else { left.join(" ") }
}

/// Whether signals of a kind can found a theme. Changes only join: what the team did is no need of its own.
pub fn founds(kind: Kind) -> bool {
    !matches!(kind, Kind::Change | Kind::Deployment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Kind::Ticket, "Charged twice", "Hi,\nsee below\n> old", Some("Charged twice see below"))]
    #[case(Kind::Error, "Timeout after 30s in /pay for order 77", "stack", Some("Timeout after in for order"))]
    #[case(Kind::Ticket, "Copy of invoice (R-2026-09625)", "#12345 HTTP 5021", Some("Copy of invoice HTTP 5021"))]
    #[case(Kind::Ticket, "PW-90679", "", Some("PW-90679"))]
    #[case(Kind::Alert, "502", "", Some("502"))]
    #[case(Kind::Deployment, "web 4.1", "", None)]
    fn what_is_read(#[case] kind: Kind, #[case] title: &str, #[case] body: &str, #[case] expected: Option<&str>) {
        assert_eq!(text_of(kind, title, body).as_deref(), expected);
    }
}
