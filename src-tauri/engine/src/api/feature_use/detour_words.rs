//! What is said of a detour, in sentences. None says that it is one.

use insight::detours::{ALIKE, Detour, Found};

use crate::api::types::DetourRow;
use crate::api::words::counted;
use crate::score::numbers::{number, share};

pub fn title(row: &DetourRow) -> String {
    format!("People may take a detour from “{}” over “{}”", row.from.feature, row.to.feature)
}

/// Why it is suggested.
pub(super) fn why(row: &DetourRow) -> String {
    let (from, to) = (&row.from, &row.to);
    let (what, of) = (row.counts(), of_whom(row));
    let when = if to.since == from.since { String::new() } else { format!(" since {}", to.since) };
    format!(
        "It may be a detour: since {} “{}” lost {} {what} a day{of} and “{}” gained {}{when}, {} of what was lost ({} to \
         {}), and {}. Chance alone makes two such changes meet in at most {} of cases.",
        from.since,
        from.feature,
        number(from.before - from.after),
        to.feature,
        number(to.after - to.before),
        share(row.share.likely),
        share(row.share.low),
        share(row.share.high),
        written(row),
        share(row.chance)
    )
}

/// In one line.
pub fn short(row: &DetourRow) -> String {
    let (from, to) = (&row.from, &row.to);
    let (lost, gained) = (number(from.before - from.after), number(to.after - to.before));
    format!("Lost {lost} {} a day{} since {}, and {gained} more there", row.counts(), of_whom(row), from.since)
}

/// What an opportunity made of it states.
pub(super) fn statement(row: &DetourRow) -> String {
    format!("{} Counts of a day follow nobody: whether they are the same people, only they can say.", row.why)
}

/// How the numbers are arrived at. `spans` are the days of each level: of the fall before and after, of the rise likewise.
pub(super) fn how(row: &DetourRow, detour: &Detour, found: &Found, spans: [String; 4]) -> Vec<String> {
    let [left_old, left_new, came_old, came_new] = spans;
    let levels = |feature: &str, (before, old): (f64, String), (after, new): (f64, String)| {
        format!("“{feature}”: {} a day from {old}, {} from {new}.", number(before), number(after))
    };
    let (from, to) = (&row.from, &row.to);
    vec![
        levels(&from.feature, (from.before, left_old), (from.after, left_new)),
        levels(&to.feature, (to.before, came_old), (to.after, came_new)),
        "Each is the middle of its weeks, at the usual traffic: a week counts for what it would have been if the \
         features beside it had stood as usual, so that a holiday or more visitors are no change."
            .to_owned(),
        format!(
            "Of {} of a feature that lost and one that gained, {} gained {} to {} times what the other lost. By \
             chance, each of them meets as closely as this one, {} apart, in {} of {} weeks.",
            counted(u32::try_from(found.pairs).unwrap_or(u32::MAX), "pairs"),
            found.alike,
            number(*ALIKE.start()),
            number(*ALIKE.end()),
            counted(u32::try_from(detour.lag).unwrap_or(u32::MAX), "weeks"),
            2 * detour.lag + 1,
            detour.left.places.min(detour.came.places)
        ),
        format!(
            "Tickets, feedback and errors that name either: {} since {}, {} in as many days before.",
            row.told_since, from.since, row.told_before
        ),
        "Counts of a day follow nobody: whether they are the same people, only they can say.".to_owned(),
    ]
}

fn of_whom(row: &DetourRow) -> String {
    row.segment.as_ref().map(|segment| format!(" of “{segment}”")).unwrap_or_default()
}

fn written(row: &DetourRow) -> String {
    let named = counted(row.told_since, "records");
    match row.told_since {
        0 => "nobody wrote about either".to_owned(),
        _ if row.silent => format!("either is named in {named}, no more than before"),
        _ => format!("either is named in {named}, {} before", row.told_before),
    }
}
