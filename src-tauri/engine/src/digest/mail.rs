//! A message as the plain text of a mail, which is also what the preview shows.

use super::Message;

/// Lines as they are; nothing in a plain mail can mention or format. Ends with a line break.
pub fn text(message: &Message) -> String {
    let mut text = String::new();
    if !message.lead.is_empty() {
        text.push_str(&format!("{}\n", unlinked(&message.lead)));
    }
    for section in &message.sections {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{}\n", unlinked(&section.title)));
        for line in &section.lines {
            text.push_str(&format!("- {}\n", unlinked(line)));
        }
    }
    text
}

/// Between the parts of an address stands a sign without width, so that no program makes a link of it: a message
/// leads nowhere that its reader didn't choose.
pub(super) fn unlinked(text: &str) -> String {
    text.replace("://", ":\u{200b}//").replace("www.", "www\u{200b}.").replace("WWW.", "WWW\u{200b}.")
}
