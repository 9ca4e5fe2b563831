//! Text from outside before anything looks at its marks: what can't be seen in it must not come between a mark and the
//! eye that looks for it, nor turn the line around.

/// With one kind of line end and a place of its own for every letter: without control characters, invisible spaces,
/// marks of direction and letters for private use. What joins letters (in Persian, in emoji) stays.
pub fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            _ if c.is_control() || unseen(c) => {}
            _ => out.push(c),
        }
    }
    out
}

fn unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}'
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a\r\nb\rc\u{2028}d\u{b}e", "a\nb\nc\nd\ne")]
    #[case("@\0root \u{0}/close @\u{200b}all", "@root /close @all")]
    #[case("\u{202e}txt.exe\u{202c} \u{feff}x\u{ad}y", "txt.exe xy")]
    #[case("نمی\u{200c}خواهم 👩\u{200d}🚒\tok", "نمی\u{200c}خواهم 👩\u{200d}🚒\tok")]
    fn what_cannot_be_seen_goes(#[case] text: &str, #[case] wanted: &str) {
        assert_eq!(cleaned(text), wanted);
    }
}
