//! What is wrong with a formula's text, where, and what to do.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::read::Rule;

/// A problem with its place. `says` goes on after "Line 5, character 45:".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// 1-based.
    pub line: u32,
    /// 1-based, in UTF-16 units.
    pub character: u32,
    /// How many units from there are meant; 0 at the end of a line.
    pub length: u32,
    pub says: String,
    pub todo: String,
    pub repair: Option<Repair>,
}

/// A change of the text that takes the problem away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// "Add it".
    pub label: String,
    /// The whole text after it.
    pub text: String,
}

/// A line of a text, and where in the text it begins.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub text: &'t str,
    pub begins: usize,
    /// 0-based.
    pub number: usize,
    /// Without its comment.
    pub line: &'t str,
}

impl Place<'_> {
    /// A problem at the bytes `from..to` of the line.
    pub fn problem(&self, from: usize, to: usize, says: impl Into<String>, todo: impl Into<String>) -> Problem {
        let units = |text: Option<&str>| text.map_or(0, |text| text.encode_utf16().count()) as u32;
        Problem {
            line: self.number as u32 + 1,
            character: units(self.line.get(..from)) + 1,
            length: units(self.line.get(from..to)),
            says: says.into(),
            todo: todo.into(),
            repair: None,
        }
    }

    /// The whole text with the bytes `from..to` of this line replaced.
    pub fn with(&self, from: usize, to: usize, by: &str) -> String {
        let (from, to) = (self.begins + from, self.begins + to);
        let before = self.text.get(..from).unwrap_or_default();
        let after = self.text.get(to..).unwrap_or_default();
        format!("{before}{by}{after}")
    }

    fn repaired(&self, problem: Problem, label: &str, from: usize, to: usize, by: &str) -> Problem {
        let repair = Repair { label: label.to_owned(), text: self.with(from, to, by) };
        Problem { repair: Some(repair), ..problem }
    }

    /// What the parser couldn't go on with, in words.
    pub fn unread(&self, error: &Error<Rule>) -> Problem {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(self.line.len()),
        };
        let expected: &[Rule] = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => &[],
        };
        let rest = self.line.get(at..).unwrap_or_default();
        let before = self.line.get(..at).unwrap_or_default().trim_end();
        let (ends, here) = (before.len(), rest.chars().next());
        let wants_value =
            [Rule::number, Rule::name, Rule::negative, Rule::open].iter().any(|rule| expected.contains(rule));
        match here {
            _ if expected.contains(&Rule::target) => self.problem(
                at,
                self.line.len(),
                "a name is missing before “=”.",
                "Write the line as name = expression; names begin with a letter.",
            ),
            _ if expected.contains(&Rule::equals) => self.problem(
                at,
                self.line.len(),
                "an “=” is missing.",
                "Every line is a name, “=” and what it is worth.",
            ),
            None if wants_value => self.problem(
                ends,
                ends,
                format!("something is missing after {}.", last_word(before)),
                "Write a number or a name, or take the sign away.",
            ),
            None => self.unclosed(ends, before),
            Some(')') if wants_value => {
                self.problem(at, at + 1, "something is missing before “)”.", "Write a number or a name.")
            }
            Some(')') => {
                let problem = self.problem(at, at + 1, "this bracket closes nothing.", "Take it away.");
                self.repaired(problem, "Take it away", at, at + 1, "")
            }
            Some(',') if wants_value => {
                self.problem(at, at + 1, "something is missing before “,”.", "Write a number or a name.")
            }
            Some(',') => self.problem(
                at,
                at + 1,
                "a comma stands between the parts of min, max and if only.",
                "Write thousands without a comma, and decimals with a point.",
            ),
            Some('>' | '<' | '=' | '≥' | '≤' | '!') if !wants_value => {
                self.problem(at, at + 1, "only if can compare.", "Write if(a > b, this, that).")
            }
            Some(begins) if begins.is_alphanumeric() && !wants_value => {
                let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let problem = self.problem(
                    at,
                    at + word.len(),
                    format!("a sign is missing before {word}."),
                    "Write *, /, + or - between the two.",
                );
                self.repaired(problem, "Multiply", ends, at, " * ")
            }
            Some(stranger) => self.problem(
                at,
                at + stranger.len_utf8(),
                format!("“{stranger}” means nothing here."),
                "Use numbers, names, + - * /, brackets, min, max and if.",
            ),
        }
    }

    fn unclosed(&self, at: usize, before: &str) -> Problem {
        let opened = before.matches('(').count().saturating_sub(before.matches(')').count()).max(1);
        let says = if opened == 1 {
            "a closing bracket is missing.".to_owned()
        } else {
            format!("{opened} closing brackets are missing.")
        };
        let brackets = ")".repeat(opened);
        let problem = self.problem(at, at, says, format!("Add “{brackets}” after {}.", last_word(before)));
        self.repaired(problem, if opened == 1 { "Add it" } else { "Add them" }, at, at, &brackets)
    }
}

/// The word or sign that a line ends with.
fn last_word(before: &str) -> String {
    let word: Vec<char> = before.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '.').collect();
    if word.is_empty() {
        return before.chars().next_back().map_or_else(|| "it".to_owned(), |sign| format!("“{sign}”"));
    }
    word.into_iter().rev().collect()
}
