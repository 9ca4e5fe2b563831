//! Making text from outside fit for a line of a message.

use crate::export::redact::redact;

/// Longer texts are cut, so that no channel refuses a message for its length.
const LONGEST: usize = 80;

/// One line without personal data, of at most 80 letters. Signs that are not seen but turn or hide text are left out.
pub fn plain(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !hides(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = redact(&line).0;
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Marks of direction, joiners without width and the like.
fn hides(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
