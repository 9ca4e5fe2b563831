//! Lines of a log that say the same about different things: what varies is masked. It goes by shape; no log's names
//! are known here, only units and the short English names of days and months that logs write.

/// What stands for the parts that vary.
pub const MASK: &str = "<*>";

/// The line with what varies masked: a word with a digit or of a path becomes `<*>`, `key=value` and `key:1` keep the
/// key, a unit or a date goes with its number, a number alone in round brackets is left out, and masks in a row become
/// one. Lines with the same template say the same.
pub fn template(line: &str) -> String {
    let line = without_quoted_values(&without_asides(line));
    let mut masked: Vec<String> = line.split_whitespace().map(masked).collect();
    for at in 1..masked.len() {
        if masked[at - 1] == MASK && is_unit(&masked[at]) {
            masked[at] = MASK.to_owned();
        }
    }
    for at in (1..masked.len()).rev() {
        if masked[at] == MASK && DATE_NAMES.contains(&masked[at - 1].as_str()) {
            masked[at - 1] = MASK.to_owned();
        }
    }
    masked.dedup_by(|next, last| next == MASK && last == MASK);
    masked.join(" ")
}

const DATE_NAMES: [&str; 19] = [
    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
    "Oct", "Nov", "Dec",
];

const UNITS: [&str; 27] = [
    "b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "ns", "us", "ms", "msec", "s", "sec", "secs", "second",
    "seconds", "min", "mins", "minute", "minutes", "hour", "hours", "hz", "mhz", "ghz",
];

fn is_unit(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| letter.is_ascii_punctuation());
    UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
}

fn has_digit(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_digit())
}

/// Leaves out ` (6.3 KB)` and ` ()`, which some lines of a kind have and some have not.
fn without_asides(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find('(') {
        let (before, from_open) = rest.split_at(open);
        kept.push_str(before);
        let inside = from_open[1..].split_once(')').map(|(inside, _)| inside);
        let apart = kept.is_empty() || kept.ends_with(char::is_whitespace);
        match inside {
            Some(inside) if apart && inside.split_whitespace().all(|word| has_digit(word) || is_unit(word)) => {
                kept.push(' ');
                rest = &from_open[inside.len() + 2..];
            }
            _ => {
                kept.push('(');
                rest = &from_open[1..];
            }
        }
    }
    kept + rest
}

/// `tag="View Lock"` becomes `tag=`: a quoted value may hold spaces.
fn without_quoted_values(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, quoted)) = rest.split_once("=\"") {
        let Some((_, after)) = quoted.split_once('"') else { break };
        kept.push_str(before);
        kept.push('=');
        rest = after;
    }
    kept + rest
}

fn masked(word: &str) -> String {
    if let Some((key, _)) = word.split_once('=') {
        let is_key = !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || "_.-[(".contains(letter));
        if is_key && !has_digit(key) {
            return format!("{key}={MASK}");
        }
    }
    if let Some((key, value)) = word.split_once(':') {
        let is_key = !key.is_empty() && key.chars().all(|letter| letter.is_alphabetic() || "_,".contains(letter));
        if is_key && value.starts_with(|letter: char| letter.is_ascii_digit()) {
            return format!("{key}:{MASK}");
        }
    }
    let is_path = word.contains('/') && word.len() > 1 && !word.ends_with("//");
    if is_path || has_digit(word) { MASK.to_owned() } else { word.to_owned() }
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

    #[test]
    fn units_dates_and_asides_go_with_their_numbers() {
        let same = [
            "sent 12 bytes, at Fri Jun 17 07:07",
            "sent 8305 (8.11 KB) bytes, at Sun Jul 3 17:00",
            "sent 1 () bytes, at 7",
        ];
        assert_eq!(same.map(template), ["sent <*> bytes, at <*>"; 3]);
        assert_eq!(template("free 5.2 KB) after <1 sec, in MB"), "free <*> after <*> in MB");
        assert_eq!(template("Sun rose (see 4 below) (x"), "Sun rose (see <*> below) (x");
    }

    #[test]
    fn keys_stay() {
        assert_eq!(template(r#"lock=1, tag="View Lock", name=a"#), "lock=<*> tag=<*> name=<*>");
        assert_eq!(template("onExtend:15140 14 host.example:80 a=\"b"), "onExtend:<*> <*> a=<*>");
    }
}
