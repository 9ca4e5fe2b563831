//! Lines of a log that say the same about different things: what varies is masked.

/// What stands for the parts that vary.
const MASK: &str = "<*>";

/// The line with what varies masked: a word with a digit or of a path becomes `<*>`, `key=value` keeps its key, and
/// masks in a row become one. Lines with the same template say the same.
pub fn template(line: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        let masked = masked(word);
        if masked == MASK && kept.last().is_some_and(|last| last == MASK) {
            continue;
        }
        kept.push(masked);
    }
    kept.join(" ")
}

fn masked(word: &str) -> String {
    if let Some((key, _)) = word.split_once('=') {
        let is_key = !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || "_.-[(".contains(letter));
        if is_key && !key.contains(|letter: char| letter.is_ascii_digit()) {
            return format!("{key}={MASK}");
        }
    }
    let is_path = word.contains('/') && word.len() > 1 && !word.ends_with("//");
    if is_path || word.contains(|letter: char| letter.is_ascii_digit()) { MASK.to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_masked() {
        let same =
            ["Accepted password for ann from 10.0.0.1 port 22", "Accepted password for ann from 10.0.0.2 port 9000"];
        assert_eq!(same.map(template), ["Accepted password for ann from <*> port <*>"; 2]);
        assert_eq!(template("open /var/log/a.log 17 23 failed; uid=0 rhost="), "open <*> failed; uid=<*> rhost=<*>");
        assert_eq!(template("  "), "");
        assert_eq!(template("a = b"), "a = b");
    }
}
