//! The words of a text, for comparing texts by what they literally say.

/// Lower-case runs of letters and digits; a run of Chinese, Japanese or Thai characters, which has no spaces, is cut
/// into pairs. Single Latin letters and numbers alone are left out.
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let runs = lower.split(|character: char| !character.is_alphanumeric());
    runs.flat_map(|run| if run.chars().any(unspaced) { pairs(run) } else { plain(run) }).collect()
}

fn plain(run: &str) -> Vec<String> {
    let says_something = run.chars().nth(1).is_some() && run.chars().any(char::is_alphabetic);
    if says_something { vec![run.to_owned()] } else { Vec::new() }
}

fn pairs(run: &str) -> Vec<String> {
    let characters: Vec<char> = run.chars().collect();
    characters.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// Scripts that are written without spaces between words.
fn unspaced(character: char) -> bool {
    matches!(u32::from(character), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0x20000..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_and_say_something() {
        assert_eq!(words("I can't log in to SSO2 on 14.03. — Über!"), ["can", "log", "in", "to", "sso2", "on", "über"]);
        assert_eq!(words("登录失败 ok"), ["登录", "录失", "失败", "ok"]);
        assert!(words("🙂 1 2").is_empty());
    }
}
