//! Passages of texts: found where they were marked, or anew in a text that has changed since. Offsets count UTF-16
//! code units, as the page does; this is the one place that knows what they mean in a Rust string. Nothing is ever
//! cut by an offset from outside, so that none can be wrong: a passage is its words, its offset says which of several.

/// Where `quote` begins in `text`: at `near` if it is there, else where it is nearest to that. None when the text
/// doesn't hold it.
pub fn find(text: &str, quote: &str, near: u32) -> Option<u32> {
    if quote.is_empty() {
        return None;
    }
    if from(text, near).is_some_and(|rest| rest.starts_with(quote)) {
        return Some(near);
    }
    let (mut best, mut units, mut counted) = (None::<u32>, 0_u32, 0);
    for (at, _) in text.match_indices(quote) {
        units = units.saturating_add(length(&text[counted..at]));
        counted = at;
        if best.is_none_or(|best| units.abs_diff(near) < best.abs_diff(near)) {
            best = Some(units);
        }
    }
    best
}

/// A passage without the white space around it, and where that begins.
pub fn trimmed(quote: &str, start: u32) -> (&str, u32) {
    let begins = quote.trim_start();
    (begins.trim_end(), start.saturating_add(length(&quote[..quote.len() - begins.len()])))
}

/// In UTF-16 code units.
fn length(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// What follows `offset`; None when no character begins there.
fn from(text: &str, offset: u32) -> Option<&str> {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= offset {
            return (units == offset).then(|| &text[at..]);
        }
        units += c.len_utf16() as u32;
    }
    None
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::where_it_was("one two one", "one", 8, Some(8))]
    #[case::the_nearest("one two one", "one", 5, Some(8))]
    #[case::the_nearest_before("one two one", "one", 3, Some(0))]
    #[case::an_overlapping_one_stays("aaaa", "aa", 1, Some(1))]
    #[case::after_an_emoji("😀 né 😀 né", "né", 3, Some(3))]
    #[case::after_two("😀 né 😀 né", "né", 8, Some(9))]
    #[case::inside_a_surrogate_pair("😀😀", "😀", 1, Some(0))]
    #[case::inside_the_second("😀😀", "😀", 3, Some(2))]
    #[case::beyond_the_end("one two", "two", u32::MAX, Some(4))]
    #[case::gone("one two", "three", 0, None)]
    #[case::nothing("one two", "", 0, None)]
    #[case::an_empty_text("", "one", 0, None)]
    fn a_passage_is_found_by_its_words(
        #[case] text: &str,
        #[case] quote: &str,
        #[case] near: u32,
        #[case] found: Option<u32>,
    ) {
        assert_eq!(find(text, quote, near), found);
        if let Some(start) = found {
            let units: Vec<u16> = text.encode_utf16().skip(start as usize).take(length(quote) as usize).collect();
            assert_eq!(String::from_utf16(&units).unwrap(), quote);
        }
    }

    #[rstest]
    #[case(" \n😀 it stops. \r\n", 7, ("😀 it stops.", 9))]
    #[case("stops", 7, ("stops", 7))]
    #[case("  ", u32::MAX, ("", u32::MAX))]
    fn white_space_around_is_left_out(#[case] quote: &str, #[case] start: u32, #[case] kept: (&str, u32)) {
        assert_eq!(trimmed(quote, start), kept);
    }
}
