//! Root causes in the four dimensions of service management (ITIL 4): a cause in technology alone is seldom the whole of
//! it.

/// The names of the dimensions, and what to ask while one is empty, in their order: organisations and people,
/// information and technology, partners and suppliers, value streams and processes.
pub const DIMENSIONS: [(&str, &str); 4] = [
    ("Organisations and people", "Who had to know, and didn’t? Who is on duty when it happens?"),
    ("Information and technology", "What broke, and what let it break?"),
    ("Partners and suppliers", "Did a provider’s limit, contract or outage play a part?"),
    ("Value streams and processes", "Where did the work wait? Which step has no owner?"),
];

/// The place of information and technology among [`DIMENSIONS`].
pub const TECHNOLOGY: usize = 1;

/// Why the causes written down aren't enough: only technology is filled, and nobody said that nothing was found in the
/// other three. `causes` counts them by dimension.
pub fn warning(causes: [u32; 4], nothing_found: [bool; 4]) -> Option<String> {
    let others: Vec<usize> = (0..4).filter(|place| *place != TECHNOLOGY).collect();
    let only_technology = causes[TECHNOLOGY] > 0 && others.iter().all(|place| causes[*place] == 0);
    let unlooked = others.iter().filter(|place| !nothing_found[**place]).count();
    let boxes = match unlooked {
        0 => return None,
        1 => "the empty box",
        2 => "the two empty boxes",
        _ => "the three empty boxes",
    };
    only_technology.then(|| {
        format!(
            "Only one of four dimensions is filled. Problems that come back usually have a second kind of cause. Look \
             at {boxes}, or say that nothing was found there."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const NO: [bool; 4] = [false; 4];

    #[rstest]
    #[case::nothing_yet([0; 4], NO, None)]
    #[case::technology_alone([0, 3, 0, 0], NO, Some("the three empty boxes"))]
    #[case::one_was_looked_at([0, 3, 0, 0], [true, false, false, false], Some("the two empty boxes"))]
    #[case::two_were_looked_at([0, 1, 0, 0], [true, false, true, false], Some("the empty box"))]
    #[case::all_were_looked_at([0, 1, 0, 0], [true, false, true, true], None)]
    #[case::a_second_dimension([0, 1, 0, 1], NO, None)]
    #[case::another_alone([1, 0, 0, 0], NO, None)]
    fn the_warning_is_for_technology_alone(
        #[case] causes: [u32; 4],
        #[case] nothing_found: [bool; 4],
        #[case] boxes: Option<&str>,
    ) {
        let found = warning(causes, nothing_found);
        assert_eq!(found.is_some(), boxes.is_some());
        assert!(found.zip(boxes).is_none_or(|(found, boxes)| found.contains(&format!("at {boxes},"))));
    }
}
