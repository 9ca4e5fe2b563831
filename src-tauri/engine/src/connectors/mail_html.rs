//! Untrusted text for help desks that mail a reply as HTML and fill places such as `{{ticket.id}}` in it.

/// Invisible after a sign, so that nobody is mentioned and nothing is filled in.
const BREAK: char = '\u{200b}';

/// The text as HTML that shows exactly it. Lines stay lines, and become breaks when it is sent.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '@' | '{' | '%' => {
                out.push(c);
                out.push(BREAK);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Lines as HTML has them.
pub(super) fn broken(text: &str) -> String {
    text.replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_and_nothing_is_filled_in() {
        let hostile = "<img src=x onerror=y> & {{ticket.requester.email}} {% x %}\r\n@root";
        let text = broken(&escape(hostile));
        assert_eq!(
            text.replace(BREAK, "¦"),
            "&lt;img src=x onerror=y&gt; &amp; {¦{¦ticket.requester.email}} {¦%¦ x %¦}<br>@¦root"
        );
    }
}
