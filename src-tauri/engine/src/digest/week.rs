//! What happened in a week, in the plain lines of a message.

use super::{Message, Section, plain};
use crate::model::Stage;
use crate::score::numbers::counted;

/// Lines of a section; of more only the number is said.
const MOST: usize = 5;

/// What a digest is made of. Counts and titles only: nobody who reported is named, and nothing is said about a single
/// colleague's work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Week {
    pub workspace: String,
    /// Its first and last day, e.g. "23 Nov" and "29 Nov 2026".
    pub first_day: String,
    pub last_day: String,
    /// New ones first; each with most signals first.
    pub themes: Vec<ThemeSeen>,
    pub moved: Vec<Moved>,
    /// Opportunities that were delivered, e.g. "OPP-3 One charge per order".
    pub delivered: Vec<String>,
    /// People who should be told now what became of what they asked for.
    pub to_tell: u32,
    /// People without any word for longer than so many days.
    pub unanswered: u32,
    pub unanswered_days: u32,
    pub problems: Vec<ProblemSeen>,
    pub raised: Vec<Flagged>,
    pub cleared: Vec<Flagged>,
    pub judged: Vec<Judged>,
    /// Found in this week and not decided on.
    pub detours: Vec<DetourSeen>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ThemeSeen {
    pub title: String,
    /// First heard of in this week; otherwise it grows.
    pub new: bool,
    pub signals: u32,
}

/// An opportunity whose stage is another at the end of the week than at its beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// e.g. "OPP-3 One charge per order".
    pub title: String,
    pub from: Stage,
    pub to: Stage,
}

/// A problem that came back.
#[derive(Clone, Debug, PartialEq)]
pub struct ProblemSeen {
    pub title: String,
    /// In 90 days.
    pub episodes: u32,
    pub open: bool,
}

/// A flag that stops exports, or stopped them.
#[derive(Clone, Debug, PartialEq)]
pub struct Flagged {
    /// e.g. "product Payments".
    pub place: String,
    pub why: String,
}

/// An outcome check that a person settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub title: String,
    /// e.g. "it worked".
    pub verdict: &'static str,
}

/// A feature that people may leave for another one. Counts of a day follow nobody: it is never more than possible.
#[derive(Clone, Debug, PartialEq)]
pub struct DetourSeen {
    pub from: String,
    pub to: String,
    /// A day, in words, e.g. "30 people" and "24".
    pub lost: String,
    pub gained: String,
    /// e.g. "20 Jun 2026".
    pub since: String,
}

impl Week {
    pub fn message(&self) -> Message {
        let sections: Vec<Section> = [
            self.themes(),
            self.moved(),
            self.delivered(),
            self.waiting(),
            self.problems(),
            self.detours(),
            self.flags(),
            self.judged(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let lead = if sections.is_empty() { "A quiet week: none of what is watched changed." } else { "" };
        let workspace = plain(&self.workspace);
        let title = format!("The week in {workspace}: {} to {}", self.first_day, self.last_day);
        Message { title, lead: lead.to_owned(), sections }
    }

    fn themes(&self) -> Option<Section> {
        let new = self.themes.iter().filter(|theme| theme.new).count();
        let title = format!("Themes: {} new, {} growing", count(new), count(self.themes.len() - new));
        section(title, &self.themes, |theme| {
            let how = if theme.new { "new" } else { "growing" };
            format!("{}: {how}, {}", plain(&theme.title), counted(theme.signals, "signal", "signals"))
        })
    }

    fn moved(&self) -> Option<Section> {
        let title = format!("Opportunities that moved: {}", count(self.moved.len()));
        section(title, &self.moved, |one| {
            format!("{}: {}, was {}", plain(&one.title), in_words(one.to), in_words(one.from))
        })
    }

    fn delivered(&self) -> Option<Section> {
        section(format!("Delivered: {}", count(self.delivered.len())), &self.delivered, |title| plain(title))
    }

    fn waiting(&self) -> Option<Section> {
        let mut lines = Vec::new();
        if self.to_tell > 0 {
            let who = counted(self.to_tell, "person who asked waits", "people who asked wait");
            lines.push(format!("{who} to be told what became of it"));
        }
        if self.unanswered > 0 {
            let who = counted(self.unanswered, "person has", "people have");
            lines.push(format!("{who} had no word for over {}", counted(self.unanswered_days, "day", "days")));
        }
        (!lines.is_empty()).then(|| Section { title: "Waiting for an answer".to_owned(), lines })
    }

    fn problems(&self) -> Option<Section> {
        section(format!("Problems that came back: {}", count(self.problems.len())), &self.problems, |problem| {
            let open = if problem.open { ", not over" } else { "" };
            format!("{}: {} in 90 days{open}", plain(&problem.title), counted(problem.episodes, "time", "times"))
        })
    }

    fn detours(&self) -> Option<Section> {
        section(format!("Possible detours: {}", count(self.detours.len())), &self.detours, |one| {
            let (from, to) = (plain(&one.from), plain(&one.to));
            format!("{from} lost {} a day since {}, {to} gained {}", one.lost, one.since, one.gained)
        })
    }

    fn flags(&self) -> Option<Section> {
        let title = format!("Exports: {} stopped, {} let go", count(self.raised.len()), count(self.cleared.len()));
        let raised = self.raised.iter().map(|flag| format!("{} stopped: {}", plain(&flag.place), plain(&flag.why)));
        let cleared = self.cleared.iter().map(|flag| format!("{} go again: {}", plain(&flag.place), plain(&flag.why)));
        let lines: Vec<String> = raised.chain(cleared).collect();
        section(title, &lines, String::clone)
    }

    fn judged(&self) -> Option<Section> {
        section(format!("Outcome checks settled: {}", count(self.judged.len())), &self.judged, |one| {
            format!("{}: {}", plain(&one.title), one.verdict)
        })
    }
}

/// What an andon alert says. `stops`: the flag was raised; otherwise exports go again.
pub fn alert(workspace: &str, flag: &Flagged, stops: bool) -> Message {
    let (workspace, place) = (plain(workspace), plain(&flag.place));
    let title = if stops {
        format!("{workspace}: exports of {place} are stopped")
    } else {
        format!("{workspace}: exports of {place} go again")
    };
    Message { title, lead: plain(&flag.why), sections: Vec::new() }
}

/// What a test says.
pub fn test_message(workspace: &str) -> Message {
    Message {
        title: format!("A test from {}", plain(workspace)),
        lead: "Somebody set up Throughline to send messages here. Nothing else has to be done.".to_owned(),
        sections: Vec::new(),
    }
}

/// None when there is nothing to tell.
fn section<T>(title: String, all: &[T], line: impl Fn(&T) -> String) -> Option<Section> {
    let mut lines: Vec<String> = all.iter().take(MOST).map(line).collect();
    if all.len() > MOST {
        lines.push(format!("and {} more", count(all.len() - MOST)));
    }
    (!lines.is_empty()).then_some(Section { title, lines })
}

fn count(number: usize) -> String {
    crate::score::numbers::count(u32::try_from(number).unwrap_or(u32::MAX))
}

fn in_words(stage: Stage) -> String {
    stage.word().replace('_', " ")
}
