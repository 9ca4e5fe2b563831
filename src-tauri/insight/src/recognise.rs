//! Reverts, rollbacks, hotfixes, squash merges and stages, by the words that tools and people use.

use crate::records::{ChangeKind, Outcome, Reverts, Target};

/// Whether a change takes an earlier one back, and which. `named` is what a field of its record says.
pub fn reverts(title: &str, body: &str, named: Option<&str>) -> Option<Reverts> {
    if let Some(name) = named.map(str::trim).filter(|name| !name.is_empty()) {
        let is_sha = is_sha(name);
        return Some(Reverts {
            sha: is_sha.then(|| name.to_owned()),
            label: (!is_sha).then(|| name.to_owned()),
            title: None,
        });
    }
    let found = Reverts { sha: sha_in(body), label: label_in(body), title: reverted_title(title) };
    let said = found.title.is_some() || takes_back(title);
    // A change that brings back what was taken back is a change like any other.
    (said && !brings_back(title)).then_some(found)
}

/// `Revert "Add the index"` and `Revert: add the index`.
fn reverted_title(title: &str) -> Option<String> {
    let rest = strip_word(title.trim(), "revert")?;
    let rest = rest.trim_start_matches([':', ' ']).trim();
    let inner =
        rest.strip_prefix(['"', '“', '\'']).and_then(|rest| rest.rfind(['"', '”', '\'']).map(|end| &rest[..end]));
    Some(inner.unwrap_or(rest).trim().to_owned()).filter(|title| !title.is_empty())
}

/// The rest after a word at the start, whatever its case; a scope in brackets belongs to the word.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
    let rest = &text[head.len()..];
    let rest = match rest.strip_prefix('(') {
        Some(scoped) => scoped.split_once(')').map_or(rest, |(_, rest)| rest),
        None => rest,
    };
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

fn takes_back(title: &str) -> bool {
    let title = title.to_lowercase();
    let first = ["revert ", "revert:", "revert(", "rollback", "roll back ", "back out ", "take back ", "undo "];
    let anywhere = ["rolled back", "rolls back", "rollback of", "rollback to", "taken back", "backed out", "reverts "];
    title == "revert"
        || first.iter().any(|words| title.starts_with(words))
        || anywhere.iter().any(|words| title.contains(words))
}

/// `Revert "Revert "Add the index""` and `Reapply "Add the index"`.
fn brings_back(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let reverts = title.matches("revert \"").count();
    title.starts_with("reapply") || title.starts_with("re-land") || (reverts > 0 && reverts.is_multiple_of(2))
}

/// `This reverts commit 1f2e3d4.`
fn sha_in(body: &str) -> Option<String> {
    let lower = body.to_lowercase();
    let at = lower.find("reverts commit ")? + "reverts commit ".len();
    let sha: String = lower.get(at..)?.chars().take_while(char::is_ascii_hexdigit).collect();
    is_sha(&sha).then_some(sha)
}

/// `Reverts kestrel/shop#12` and `Reverts merge request !12`: the number with its sign.
fn label_in(body: &str) -> Option<String> {
    let lower = body.to_lowercase();
    let at = lower.find("reverts ")? + "reverts ".len();
    let said = lower.get(at..)?.lines().next()?;
    let start = said.find(['#', '!'])?;
    let digits: String = said[start + 1..].chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| format!("{}{digits}", &said[start..=start]))
}

/// Seven to forty hexadecimal digits, not all of them decimal.
pub fn is_sha(text: &str) -> bool {
    (7..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.len() == 40 || text.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

/// Whether it repairs something out of turn, by its title or its labels.
pub fn is_hotfix(title: &str, labels: &str) -> bool {
    let is = |text: &str| {
        let text = text.to_lowercase();
        ["hotfix", "hot fix", "hot-fix", "emergency fix", "emergency change"].iter().any(|words| text.contains(words))
    };
    is(title) || is(labels)
}

/// `Add the index (#123)`: a pull request whose commits were made one. A title that takes back is not one.
pub fn is_squash(title: &str) -> bool {
    let digits = title.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once("(#")).map(|(_, digits)| digits);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Where a deployment went, by the name of its environment.
pub fn target(environment: &str) -> Target {
    let name = environment.trim().to_lowercase();
    if name.is_empty() || name == "an unnamed environment" {
        return Target::Unsaid;
    }
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let before =
        words.iter().any(|word| matches!(*word, "pre" | "non" | "not" | "preprod" | "preproduction" | "nonprod"));
    let live = words.iter().any(|word| word.starts_with("prod") || matches!(*word, "prd" | "live" | "main"));
    if live && !before { Target::Production } else { Target::Elsewhere }
}

/// What a tool's word says of how it went; None for a word that says nothing.
pub fn outcome(word: &str) -> Option<Outcome> {
    Some(match word.trim().to_lowercase().as_str() {
        "success"
        | "successful"
        | "succeeded"
        | "inactive"
        | "unstable"
        | "successful with issues"
        | "successful_issues" => Outcome::Through,
        "failure" | "failed" | "error" | "unsuccessful" => Outcome::Failed,
        "running" | "in_progress" | "in progress" | "implement" => Outcome::Running,
        "pending" | "queued" | "created" | "waiting" | "blocked" | "new" | "assess" | "authorize" | "scheduled" => {
            Outcome::Planned
        }
        "canceled" | "cancelled" | "skipped" | "aborted" | "not_built" | "rejected" => Outcome::CalledOff,
        _ => return None,
    })
}

pub fn change_kind(word: &str) -> Option<ChangeKind> {
    let word = word.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|one| word.contains(one));
    if says(&["standard", "routine", "pre-approved"]) {
        Some(ChangeKind::Standard)
    } else if says(&["emergency", "urgent", "expedited"]) {
        Some(ChangeKind::Emergency)
    } else if says(&["normal"]) {
        Some(ChangeKind::Normal)
    } else {
        None
    }
}

/// Words of a text that may be the id of a record: with a digit, and a letter or sign before it.
pub fn ids_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "()[]{},;:\"“”'".contains(c))
        .map(|word| word.trim_end_matches(['.', '?']))
        .filter(|word| word.bytes().any(|b| b.is_ascii_digit()) && !word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn told(sha: &str, label: &str, title: &str) -> Option<Reverts> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Reverts { sha: some(sha), label: some(label), title: some(title) })
    }

    #[rstest]
    #[case("Revert \"Add the index\"", "This reverts commit 1F2E3D4c.", told("1f2e3d4c", "", "Add the index"))]
    #[case("Revert \"Add the index\"", "Reverts kestrel/shop#12", told("", "#12", "Add the index"))]
    #[case("revert(cart): add the index", "Reverts merge request !7", told("", "!7", "add the index"))]
    #[case("Roll back 2.4.1", "", told("", "", ""))]
    #[case("Take back the last change to rounding (INC-2005)", "", told("", "", ""))]
    #[case("Revert \"Revert \"Add the index\"\"", "", None)]
    #[case("Reapply \"Add the index\"", "", None)]
    #[case("Reverting moves is allowed", "", None)]
    #[case("Add the index", "This reverts commit 1f2e3d4", None)]
    #[case("", "", None)]
    #[case("Revert", "reverts commit é", told("", "", ""))]
    fn what_takes_back(#[case] title: &str, #[case] body: &str, #[case] wanted: Option<Reverts>) {
        assert_eq!(reverts(title, body, None), wanted);
    }

    #[test]
    fn a_field_names_what_is_taken_back() {
        assert_eq!(reverts("Ship it", "", Some("DEP-12")), told("", "DEP-12", ""));
        assert_eq!(reverts("Ship it", "", Some("1f2e3d4c")), told("1f2e3d4c", "", ""));
    }

    #[rstest]
    #[case("production", Target::Production)]
    #[case("eu-prod-2", Target::Production)]
    #[case("Live", Target::Production)]
    #[case("pre-production", Target::Elsewhere)]
    #[case("nonprod", Target::Elsewhere)]
    #[case("staging", Target::Elsewhere)]
    #[case("", Target::Unsaid)]
    fn where_it_went(#[case] environment: &str, #[case] wanted: Target) {
        assert_eq!(target(environment), wanted);
    }

    #[rstest]
    #[case("Add the index (#123)", true)]
    #[case("Add the index (#12a)", false)]
    #[case("Add the index", false)]
    #[case("(#)", false)]
    fn what_was_squashed(#[case] title: &str, #[case] wanted: bool) {
        assert_eq!(is_squash(title), wanted);
    }

    #[test]
    fn ids_are_found_in_words() {
        let found: Vec<&str> = ids_in("Take back 2 changes (INC-2005), see #12 and cart.").collect();
        assert_eq!(found, ["INC-2005", "#12"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(title: String, body: String) {
            reverts(&title, &body, None);
            reverts(&title, &format!("Reverts {body}"), None);
            is_squash(&title);
            target(&title);
            ids_in(&body).count();
        }
    }
}
