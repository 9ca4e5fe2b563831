//! Taking a secret out of what a tool says, however the tool spells it back.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use url::form_urlencoded::byte_serialize;

/// Shorter pieces are found everywhere by chance.
const SHORTEST: usize = 4;

/// `text` without `secret`: as it is, percent-encoded, escaped as JSON, and in base64 of either alphabet, alone or
/// behind a user name.
pub fn censored(text: &str, secret: &str) -> String {
    if secret.is_empty() {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    let mut spelled: Vec<String> = spellings(secret).into_iter().filter(|spelling| !spelling.is_empty()).collect();
    // A longer spelling may hold a shorter one.
    spelled.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
    for spelling in spelled {
        text = text.replace(&spelling, "…");
    }
    text
}

fn spellings(secret: &str) -> BTreeSet<String> {
    let form: String = byte_serialize(secret.as_bytes()).collect();
    let percent = form.replace('+', "%20");
    let json = serde_json::to_string(secret).unwrap_or_default();
    let mut all = BTreeSet::from([secret.to_owned(), lower_hex(&form), lower_hex(&percent), form, percent]);
    all.insert(json.trim_matches('"').to_owned());
    for before in 0..3 {
        let inner = within_base64(secret, before);
        if inner.len() >= SHORTEST {
            all.insert(inner.replace('+', "-").replace('/', "_"));
            all.insert(inner.replace('+', "%2B").replace('/', "%2F"));
            all.insert(inner);
        }
    }
    all
}

/// The letters of base64 that only `secret` decides, when `before` bytes (modulo three) stand in front of it.
fn within_base64(secret: &str, before: usize) -> String {
    let whole = STANDARD_NO_PAD.encode([vec![0; before], secret.as_bytes().to_vec()].concat());
    let (start, end) = ((before * 8).div_ceil(6), (before + secret.len()) * 8 / 6);
    whole.get(start..end).unwrap_or_default().to_owned()
}

/// `%2F` as `%2f`.
fn lower_hex(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut lower = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        lower.push_str(&format!("%{}{rest}", hex.to_lowercase()));
    }
    lower
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::*;

    const SECRET: &str = "k3y/with+odd \"letters\"&more=77";

    #[test]
    fn no_spelling_of_a_secret_stays() {
        let form: String = byte_serialize(SECRET.as_bytes()).collect();
        let said = [
            SECRET.to_owned(),
            form.clone(),
            form.replace('+', "%20"),
            form.to_lowercase(),
            serde_json::to_string(SECRET).unwrap_or_default(),
        ];
        for said in said {
            assert_eq!(
                censored(&format!("before {said} after"), SECRET).replace(['"', '…'], ""),
                "before  after",
                "{said}"
            );
        }
    }

    #[test]
    fn base64_is_found_behind_any_user_name() {
        for user in ["", "a", "ab", "abc", "abcd"] {
            for pair in [format!("{user}:{SECRET}"), format!("{SECRET}:X"), format!("{user}{SECRET}")] {
                for encoded in [STANDARD.encode(&pair), URL_SAFE_NO_PAD.encode(&pair)] {
                    let left = censored(&format!("Basic {encoded}"), SECRET);
                    let most = "Basic …".len() + encoded.len() - (SECRET.len() * 8 / 6) + 3;
                    assert!(left.contains('…') && left.len() <= most, "{pair}: {left}");
                }
            }
        }
    }

    #[test]
    fn other_words_stay() {
        assert_eq!(censored("The queue is full.", "k"), "The queue is full.".replace('k', "…"));
        assert_eq!(censored("Nothing to hide", ""), "Nothing to hide");
        assert_eq!(censored("a b", "xyz"), "a b");
    }
}
