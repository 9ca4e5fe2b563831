//! Whom the demo's team told what became of their wishes, and whom it forgot.

use crate::loopback::Way;
use crate::model::Time;

/// One time that the team told somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Which of those who asked, in the order in which they did.
    pub person: usize,
    pub at: Time,
    pub way: Way,
    pub note: &'static str,
}

/// Of the people who asked at `asked`, the oldest first, three in four were told within some days of `since`; one in
/// four still waits. Nobody was told after `now`.
pub fn words(asked: &[Time], since: Time, now: Time) -> Vec<Word> {
    const WAYS: [(Way, &str); 3] = [
        (Way::ByHand, "Written into their ticket."),
        (Way::Mail, ""),
        (Way::Phone, "They will tell their colleagues."),
    ];
    let told = asked.iter().enumerate().filter(|(person, _)| person % 4 != 3);
    told.filter_map(|(person, asked)| {
        let (way, note) = WAYS[person % WAYS.len()];
        let days = 1 + i64::try_from(person % 6).unwrap_or_default();
        let at = since.max(*asked).plus(days * Time::DAY);
        (at <= now).then_some(Word { person, at, way, note })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_know_some_wait_and_nobody_was_told_ahead_of_time() {
        let asked: Vec<Time> = (0..8).map(|day| Time(day * Time::DAY)).collect();
        let (since, now) = (Time(10 * Time::DAY), Time(14 * Time::DAY));
        let told: Vec<(usize, i64)> =
            words(&asked, since, now).iter().map(|word| (word.person, word.at.0 / Time::DAY)).collect();
        assert_eq!(told, [(0, 11), (1, 12), (2, 13), (6, 11)]);
    }
}
