//! Into which class a score sorts an opportunity, for the frameworks that have classes.

use crate::framework::Framework;

/// By the likely inputs, in the order of the framework; None for frameworks without classes.
pub fn class(framework: Framework, likely: &[f64]) -> Option<&'static str> {
    match (framework, likely) {
        (Framework::Kano, [functional, dysfunctional]) => Some(kano(*functional, *dysfunctional)),
        (Framework::Moscow, [priority]) => Some(match priority.round() as i32 {
            3 => "Must have",
            2 => "Should have",
            1 => "Could have",
            _ => "Won't have this time",
        }),
        _ => None,
    }
}

/// DuMouchel's quadrants: from 2 on, people are glad with it, or miss it.
fn kano(functional: f64, dysfunctional: f64) -> &'static str {
    let likes_both = functional >= 3.0 && dysfunctional <= -1.5;
    let dislikes_both = functional <= -1.5 && dysfunctional >= 3.0;
    match (functional >= 2.0, dysfunctional >= 2.0) {
        _ if likes_both || dislikes_both => "Questionable",
        (true, true) => "The more the better",
        (true, false) => "Attractive",
        (false, true) => "Must be there",
        (false, false) if functional < 0.0 && dysfunctional < 0.0 => "Unwanted",
        (false, false) => "Indifferent",
    }
}
