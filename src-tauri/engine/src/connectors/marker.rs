//! The last lines of a description: the labels, where a tool has none of its own, and the key by which the item is
//! found again.

use super::ExportKey;

/// Comes before the key on the last line.
const MARKER: &str = "Throughline reference:";

/// `description` with its key. `labels` is empty where the tool keeps them elsewhere, and in the tool's own markup.
pub(super) fn marked(description: &str, labels: &str, key: &ExportKey) -> String {
    let mut text = description.trim_end().to_owned();
    if !labels.is_empty() {
        text.push_str(&format!("\n\nLabels: {labels}"));
    }
    text.push_str(&format!("\n\n{MARKER} {}", key.0));
    text.trim_start().to_owned()
}

/// Whether a key of ours stands in it, whichever.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains(MARKER)
}

/// The whole key, not the beginning of a longer one.
pub(super) fn carries(description: &str, key: &ExportKey) -> bool {
    let part_of_a_key = |c: char| c.is_alphanumeric() || c == '-';
    description.match_indices(&key.0).any(|(start, found)| {
        let before = description[..start].chars().next_back();
        let after = description[start + found.len()..].chars().next();
        !before.is_some_and(part_of_a_key) && !after.is_some_and(part_of_a_key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_description_carries_its_key_and_no_shorter_one() {
        let text = marked("Two charges.\n", "pay", &ExportKey("tl-77aab".into()));
        assert_eq!(text, "Two charges.\n\nLabels: pay\n\nThroughline reference: tl-77aab");
        assert!(is_marked(&text) && !is_marked("Two charges. tl-77aab"));
        assert!(carries(&text, &ExportKey("tl-77aab".into())));
        assert!(!carries(&text, &ExportKey("tl-77aa".into())));
        assert_eq!(marked("", "", &ExportKey("tl-1".into())), "Throughline reference: tl-1");
    }
}
