//! The invented team's opportunity tree: two outcomes, what could be done, and what was tested.

use serde::Serialize;
use serde_json::{Value, json};

use super::ideas::PLANS;
use crate::model::Time;

/// One node to hang into the tree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Twig {
    pub kind: Kind,
    pub at: Place,
    /// None for nothing above it.
    pub under: Option<Place>,
    pub position: u32,
    /// What the toast says.
    pub says: String,
    /// Fields of the journal.
    pub fields: Vec<(&'static str, Value)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Kind {
    Outcome,
    Opportunity,
    Solution,
    Assumption,
    Test,
}

/// An opportunity by the position of its idea, anything else by its uid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Place {
    Idea(usize),
    Node(String),
}

struct Outcome {
    title: &'static str,
    measure: &'static str,
    target: &'static str,
    days_ago: i64,
    opportunities: &'static [Branch],
}

struct Branch {
    title: &'static str,
    days_ago: i64,
    solutions: &'static [Solution],
}

struct Solution {
    title: &'static str,
    chosen: bool,
    weeks: Option<f64>,
    dropped: &'static str,
    assumptions: &'static [Assumption],
}

struct Assumption {
    title: &'static str,
    kind: &'static str,
    importance: u8,
    sureness: u8,
    tests: &'static [Test],
}

struct Test {
    method: &'static str,
    expected: &'static str,
    result: &'static str,
    verdict: &'static str,
    /// Days from now; negative ones lie back.
    started: Option<i64>,
    due: Option<i64>,
    ended: Option<i64>,
}

const OUTCOMES: [Outcome; 2] = [
    Outcome {
        title: "Fewer bookings given up halfway",
        measure: "7 of 100 bookings are given up at the last step",
        target: "3 of 100 by the end of next quarter",
        days_ago: 30,
        opportunities: &[LARGE_BOOKINGS, BOOK_AGAIN],
    },
    Outcome {
        title: "Fewer claims we can't answer",
        measure: "9 claims a month end without proof",
        target: "2 a month within half a year",
        days_ago: 44,
        opportunities: &[PHOTOS, TEMPERATURES],
    },
];

const LARGE_BOOKINGS: Branch = Branch {
    title: "Let large bookings finish",
    days_ago: 29,
    solutions: &[
        Solution {
            title: "Price all lines in one call",
            chosen: true,
            weeks: Some(3.0),
            dropped: "",
            assumptions: &[Assumption {
                title: "500 lines are priced in under 3 seconds",
                kind: "feasibility",
                importance: 5,
                sureness: 3,
                tests: &[Test {
                    method: "Load test with last month's largest bookings",
                    expected: "95 of 100 under 3 seconds",
                    result: "95 of 100 under 2.1 seconds, n = 400",
                    verdict: "held",
                    started: Some(-25),
                    due: Some(-18),
                    ended: Some(-19),
                }],
            }],
        },
        Solution {
            title: "Confirm in the background and send a mail",
            chosen: false,
            weeks: Some(2.0),
            dropped: "",
            assumptions: &[Assumption {
                title: "Planners accept a mail after ten minutes",
                kind: "usability",
                importance: 4,
                sureness: 2,
                tests: &[Test {
                    method: "Calls with five planners of large shippers",
                    expected: "Four of five would send it off and go on",
                    result: "",
                    verdict: "",
                    started: None,
                    due: Some(6),
                    ended: None,
                }],
            }],
        },
        Solution {
            title: "Split large bookings by ourselves",
            chosen: false,
            weeks: Some(1.0),
            dropped: "Carriers charge each part on its own",
            assumptions: &[Assumption {
                title: "Carriers charge split bookings as one",
                kind: "viability",
                importance: 5,
                sureness: 2,
                tests: &[Test {
                    method: "Ask the six largest carriers",
                    expected: "At least five of six say yes",
                    result: "Two of six",
                    verdict: "failed",
                    started: Some(-27),
                    due: Some(-20),
                    ended: Some(-21),
                }],
            }],
        },
    ],
};

const BOOK_AGAIN: Branch = Branch {
    title: "Book again with one click",
    days_ago: 28,
    solutions: &[Solution {
        title: "Copy a booking from the list",
        chosen: false,
        weeks: None,
        dropped: "",
        assumptions: &[],
    }],
};

const PHOTOS: Branch = Branch {
    title: "Never lose a delivery photo",
    days_ago: 43,
    solutions: &[Solution {
        title: "Keep photos on the phone until the server has them",
        chosen: true,
        weeks: Some(5.0),
        dropped: "",
        assumptions: &[
            Assumption {
                title: "Phones have room for a day's photos",
                kind: "feasibility",
                importance: 4,
                sureness: 3,
                tests: &[Test {
                    method: "Read the free space of 300 phones",
                    expected: "97 of 100 have more than 500 MB",
                    result: "99 of 100, n = 312",
                    verdict: "held",
                    started: Some(-40),
                    due: Some(-34),
                    ended: Some(-35),
                }],
            },
            Assumption {
                title: "Drivers see that a photo still waits",
                kind: "usability",
                importance: 3,
                sureness: 2,
                tests: &[Test {
                    method: "Eight drivers with a clickable drawing",
                    expected: "Seven of eight notice it unasked",
                    result: "Three of eight noticed it",
                    verdict: "failed",
                    started: Some(-30),
                    due: Some(-24),
                    ended: Some(-24),
                }],
            },
        ],
    }],
};

const TEMPERATURES: Branch = Branch {
    title: "Temperature records without gaps",
    days_ago: 42,
    solutions: &[Solution {
        title: "Fetch missing readings from the trailer's own memory",
        chosen: false,
        weeks: Some(6.0),
        dropped: "",
        assumptions: &[Assumption {
            title: "Trailers keep their readings for a week",
            kind: "feasibility",
            importance: 5,
            sureness: 1,
            tests: &[Test {
                method: "Read the memory of ten trailers of three makers",
                expected: "All three makers keep seven days",
                result: "",
                verdict: "",
                started: Some(-3),
                due: Some(9),
                ended: None,
            }],
        }],
    }],
};

/// Every node with the time it was hung, what is above it first.
pub fn twigs(now: Time) -> Vec<(Time, Twig)> {
    let mut grown = Grown { now, all: Vec::new() };
    for (place, outcome) in OUTCOMES.iter().enumerate() {
        let fields = vec![
            ("title", json!(outcome.title)),
            ("measure", json!(outcome.measure)),
            ("target", json!(outcome.target)),
        ];
        let at = Place::Node(format!("demo-outcome-{}", place + 1));
        let says = format!("Added the outcome “{}”", outcome.title);
        let kind = Kind::Outcome;
        grown.hang(outcome.days_ago, Twig { kind, at: at.clone(), under: None, position: number(place), says, fields });
        for (place, branch) in outcome.opportunities.iter().enumerate() {
            if let Some(idea) = PLANS.iter().position(|plan| plan.title == branch.title) {
                grown.branch(&at, place, idea, branch, outcome.title);
            }
        }
    }
    grown.all
}

struct Grown {
    now: Time,
    all: Vec<(Time, Twig)>,
}

impl Grown {
    fn hang(&mut self, days_ago: i64, twig: Twig) {
        // A minute apart, so that what is above comes first.
        let minutes = i64::try_from(self.all.len()).unwrap_or_default();
        let time = self.now.plus(-days_ago * Time::DAY - 3 * Time::HOUR + minutes * Time::MINUTE);
        self.all.push((time, twig));
    }

    fn branch(&mut self, outcome: &Place, place: usize, idea: usize, branch: &Branch, above: &str) {
        let at = Place::Idea(idea);
        let says = format!("Moved “{}” to “{above}”", branch.title);
        let under = Some(outcome.clone());
        let (kind, position) = (Kind::Opportunity, number(place));
        self.hang(branch.days_ago, Twig { kind, at: at.clone(), under, position, says, fields: Vec::new() });
        for (place, solution) in branch.solutions.iter().enumerate() {
            let uid = format!("demo-solution-{idea}-{}", place + 1);
            let mut fields = vec![("title", json!(solution.title))];
            fields.extend(solution.chosen.then_some(("chosen", json!(true))));
            fields.extend(solution.weeks.map(|weeks| ("effort", json!(weeks))));
            fields.extend((!solution.dropped.is_empty()).then(|| ("dropped", json!(solution.dropped))));
            let says = format!("Added the solution “{}” to “{}”", solution.title, branch.title);
            let here = Place::Node(uid.clone());
            let under = Some(at.clone());
            let (kind, position) = (Kind::Solution, number(place));
            self.hang(branch.days_ago, Twig { kind, at: here.clone(), under, position, says, fields });
            for (place, assumption) in solution.assumptions.iter().enumerate() {
                self.assumption(&uid, &here, place, assumption, solution.title, branch.days_ago);
            }
        }
    }

    fn assumption(&mut self, uid: &str, under: &Place, place: usize, one: &Assumption, above: &str, days_ago: i64) {
        let here = Place::Node(format!("{uid}-{}", place + 1));
        let fields = vec![
            ("title", json!(one.title)),
            ("kind", json!(one.kind)),
            ("importance", json!(one.importance)),
            ("sureness", json!(one.sureness)),
        ];
        let says = format!("Added the assumption “{}” to “{above}”", one.title);
        let under = Some(under.clone());
        let (kind, position) = (Kind::Assumption, number(place));
        self.hang(days_ago, Twig { kind, at: here.clone(), under, position, says, fields });
        for (nth, test) in one.tests.iter().enumerate() {
            let mut fields = vec![("method", json!(test.method)), ("expected", json!(test.expected))];
            fields.extend((!test.result.is_empty()).then(|| ("result", json!(test.result))));
            fields.extend((!test.verdict.is_empty()).then(|| ("verdict", json!(test.verdict))));
            for (field, days) in [("started_on", test.started), ("due_on", test.due), ("ended_on", test.ended)] {
                let day = days.and_then(|days| self.now.plus(days * Time::DAY).utc());
                fields.extend(day.map(|day| (field, json!(day.date_naive()))));
            }
            let at = Place::Node(format!("{uid}-{}-test-{}", place + 1, nth + 1));
            let says = format!("Added the test “{}” to “{}”", test.method, one.title);
            // What a test showed was written down when it ended.
            let written = test.ended.or(test.started).map_or(days_ago, |days| -days);
            let under = Some(here.clone());
            let (kind, position) = (Kind::Test, number(nth));
            self.hang(written.min(days_ago), Twig { kind, at, under, position, says, fields });
        }
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or_default()
}
