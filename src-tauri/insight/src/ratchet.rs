//! How many changes a service takes in a sprint: the level rises slowly while little fails and falls fast when much does.
//! Advice with its reasons; nothing is enforced.

const DAY: i64 = 86_400_000;

pub const SPRINT: i64 = 14 * DAY;

/// What a change causes has shown after 72 hours.
pub const SETTLED_AFTER: i64 = 3 * DAY;

/// Above this share of failed changes a sprint is a breach.
pub const LIMIT: f64 = 0.15;

/// A sprint with less than half of the level says nothing about the level.
const USED: f64 = 0.5;

/// Two good sprints raise the level by a fifth, a breach lowers it by three tenths.
const UP: f64 = 1.2;
const DOWN: f64 = 0.7;

/// A change, when it was done, and whether it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    pub at: i64,
    pub failed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Good,
    Breach,
    /// Too few changes to say anything.
    Quiet,
    /// What it caused may not have shown yet.
    Pending,
}

/// One sprint and what it did to the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sprint {
    pub from: i64,
    pub to: i64,
    pub changes: u32,
    pub failed: u32,
    pub word: Word,
    /// In it, and after it.
    pub level: u32,
    pub after: u32,
}

/// The sprints of [`SPRINT`] from the first change after `from` up to `now`, oldest first; the last ones may be pending.
/// Sprints begin on multiples of their length since 1970, so that they are the same whenever one looks. The level begins
/// at what the first sprint did.
pub fn sprints(changes: &[Done], from: i64, now: i64) -> Vec<Sprint> {
    let begin = |at: i64| at.div_euclid(SPRINT) * SPRINT;
    let inside = |done: &&Done| done.at >= begin(from) && done.at <= now;
    let Some(first) = changes.iter().filter(inside).map(|done| begin(done.at)).min() else { return Vec::new() };
    let length = usize::try_from((now - first) / SPRINT).unwrap_or(0) + 1;
    let mut counts = vec![(0_u32, 0_u32); length];
    for done in changes.iter().filter(inside) {
        let place = usize::try_from((done.at - first) / SPRINT).unwrap_or(0);
        if let Some((all, failed)) = counts.get_mut(place) {
            *all += 1;
            *failed += u32::from(done.failed);
        }
    }
    let mut level = counts.first().map_or(1, |(all, _)| (*all).max(1));
    let mut good_in_a_row = 0;
    let mut found = Vec::with_capacity(length);
    for (place, (changes, failed)) in counts.into_iter().enumerate() {
        let (from, to) = (first + place as i64 * SPRINT, first + (place as i64 + 1) * SPRINT);
        let word = word(changes, failed, level, to.saturating_add(SETTLED_AFTER) > now);
        let before = level;
        match word {
            Word::Breach => {
                level = lowered(level);
                good_in_a_row = 0;
            }
            Word::Good => {
                good_in_a_row += 1;
                if good_in_a_row == 2 {
                    level = raised(level);
                    good_in_a_row = 0;
                }
            }
            Word::Quiet | Word::Pending => {}
        }
        found.push(Sprint { from, to, changes, failed, word, level: before, after: level });
    }
    found
}

fn word(changes: u32, failed: u32, level: u32, pending: bool) -> Word {
    let enough = f64::from(changes) >= f64::from(level) * USED && changes > 0;
    // One failure in a handful is a share above any limit and says nothing: two are a breach, or one when much was done.
    let breach = f64::from(failed) > LIMIT * f64::from(changes) && (failed > 1 || changes >= level);
    match (breach, enough) {
        (_, _) if pending => Word::Pending,
        (true, _) => Word::Breach,
        (false, true) => Word::Good,
        (false, false) => Word::Quiet,
    }
}

/// A fifth more, and one more at least.
fn raised(level: u32) -> u32 {
    ((f64::from(level) * UP).floor() as u32).max(level.saturating_add(1))
}

/// Three tenths less, and one at least.
fn lowered(level: u32) -> u32 {
    ((f64::from(level) * DOWN).floor() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sprints as (changes, failed) from a boundary on; the last one is long over.
    fn run(told: &[(u32, u32)]) -> Vec<(Word, u32, u32)> {
        let mut changes = Vec::new();
        for (place, (all, failed)) in told.iter().enumerate() {
            let at = place as i64 * SPRINT + DAY;
            changes.extend((0..*all).map(|n| Done { at, failed: n < *failed }));
        }
        let now = told.len() as i64 * SPRINT + SETTLED_AFTER;
        let found = sprints(&changes, 0, now);
        found[..told.len()].iter().map(|sprint| (sprint.word, sprint.level, sprint.after)).collect()
    }

    #[test]
    fn up_a_fifth_after_two_good_sprints_and_down_three_tenths_on_a_breach() {
        use Word::{Breach, Good, Quiet};
        assert_eq!(
            run(&[(10, 0), (10, 1), (12, 1), (2, 0), (11, 0), (14, 4), (9, 0), (10, 1)]),
            [
                (Good, 10, 10),
                (Good, 10, 12),
                (Good, 12, 12),
                (Quiet, 12, 12),
                (Good, 12, 14),
                (Breach, 14, 9),
                (Good, 9, 9),
                (Good, 9, 10),
            ]
        );
        // A level of 1 rises by one, and doesn't fall below.
        assert_eq!(
            run(&[(1, 0), (1, 0), (2, 2), (1, 1)]),
            [(Good, 1, 1), (Good, 1, 2), (Breach, 2, 1), (Breach, 1, 1)]
        );
    }

    #[test]
    fn what_is_younger_than_72_hours_is_pending() {
        let changes = [Done { at: DAY, failed: false }, Done { at: SPRINT + DAY, failed: true }];
        let found = sprints(&changes, 0, 2 * SPRINT + SETTLED_AFTER - 1);
        assert_eq!(found.iter().map(|s| s.word).collect::<Vec<_>>(), [Word::Good, Word::Pending, Word::Pending]);
        assert_eq!(sprints(&[], 0, SPRINT), []);
        assert_eq!(sprints(&changes, 5 * SPRINT, 9 * SPRINT), []);
    }

    proptest! {
        #[test]
        fn a_level_changes_by_the_rule_alone(
            told in prop::collection::vec((0..500_i64, prop::bool::weighted(0.1)), 0..200), now in 0..520_i64
        ) {
            let changes: Vec<Done> = told.iter().map(|(day, failed)| Done { at: day * DAY, failed: *failed }).collect();
            let found = sprints(&changes, 0, now * DAY);
            prop_assert_eq!(
                found.iter().map(|s| s.changes as usize).sum::<usize>(),
                changes.iter().filter(|done| done.at <= now * DAY).count()
            );
            for sprint in &found {
                prop_assert!(sprint.level >= 1 && sprint.after >= 1 && sprint.failed <= sprint.changes);
                match sprint.word {
                    Word::Breach => prop_assert!(sprint.after <= sprint.level),
                    Word::Good => prop_assert!(sprint.after >= sprint.level),
                    _ => prop_assert_eq!(sprint.after, sprint.level),
                }
            }
            for pair in found.windows(2) {
                prop_assert_eq!((pair[0].after, pair[0].to), (pair[1].level, pair[1].from));
            }
        }
    }
}
