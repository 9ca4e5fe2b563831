//! Descriptions in the HTML that Azure DevOps keeps, with untrusted text in it as text.

use super::super::Style;

pub(super) const STYLE: Style = Style {
    heading: |title| format!("<h3>{title}</h3>"),
    quote: |paragraphs| format!("<blockquote>{paragraphs}</blockquote>"),
    bullet: |line| format!("<ul><li>{line}</li></ul>"),
    link: |label, address| format!("<a href=\"{}\">{}</a>", address.replace('&', "&amp;"), escape(label)),
    plain: paragraph,
    inline: lines,
};

/// A paragraph that shows exactly `text`, line by line.
pub(super) fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", lines(text))
}

fn lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("<br>")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Invisible after the sign, so that nobody is mentioned and no other item linked.
            '@' | '#' => {
                out.push(c);
                out.push('\u{200b}');
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(paragraph("a <b>\n\"c\" & d"), "<p>a &lt;b&gt;<br>&quot;c&quot; &amp; d</p>");
        assert_eq!((STYLE.quote)(&(STYLE.plain)("see #12")), "<blockquote><p>see #\u{200b}12</p></blockquote>");
    }
}
