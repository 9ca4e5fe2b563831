//! From records to a number, or to the reason why there is none. A zero, too few, pending and no data are four things.

use crate::records::{DAY, Millis};
use crate::spread;
use crate::weeks::{Window, Zone, working_days};

/// With fewer records than this there is a list and no number.
pub const LEAST: usize = 5;

/// A source that was read within this time before the end of a window is taken to have been read to its end.
const FRESH: Millis = DAY;

/// A record behind a number, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Change(u32),
    Incident(u32),
}

/// One record that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    pub of: Of,
    /// The instant by which it falls into a week.
    pub at: Millis,
    /// Milliseconds of a duration; else 1 or 0.
    pub value: f64,
    /// The same with what is only suggested.
    pub upper: f64,
    /// What to keep in mind about it.
    pub doubt: Option<Doubt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Counted from the proposal (a pull request's opening), since the first commit isn't known.
    FromProposal,
    /// Its commits were made one, whose time stands for the first.
    Squashed,
    /// Which deployment carried it isn't told: the next one of its service.
    AssumedCarried,
}

/// One record that doesn't count yet or at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub of: Of,
    pub at: Millis,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Incidents may still turn up until then.
    Young(Millis),
    /// It didn't go through, and caused nothing that is known.
    NotThrough,
    /// Nobody says when the work on it began.
    NoBeginning,
    /// It was deployed before its first commit, by the sources' clocks.
    Backwards,
    /// No source of incidents covers its time.
    NoIncidentsKnown,
    /// No source of changes covers its time.
    NoChangesKnown,
    /// What it caused isn't over.
    StillOpen,
    /// It was closed without being resolved.
    GivenUp,
}

/// How the items become a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Durations,
    Share,
    /// A number a working day.
    Rate,
}

/// Everything that may count, whatever the window, oldest first.
#[derive(Clone, Debug)]
pub struct Measured {
    pub how: How,
    pub items: Vec<Item>,
    pub left_out: Vec<LeftOut>,
    /// The time of which the sources tell; what lies outside is unknown.
    pub cover: Option<Window>,
    /// Why there can be nothing, when that is known.
    pub lack: Option<Lack>,
}

/// Why there is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No deployments or changes are known.
    Deliveries,
    /// No incidents are known.
    Incidents,
    /// No change says when the work on it began.
    Beginnings,
    /// No source says what wasn't planned.
    Marks,
    /// The sources don't cover the time, or not to its end.
    Cover,
    /// The sources cover the time, and there was nothing.
    Nothing,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Value(Figure),
    /// Fewer than [`LEAST`].
    TooFew(usize),
    Pending {
        n: usize,
        settles: Millis,
    },
    NoData(Lack),
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    pub n: usize,
    /// The median of durations in milliseconds, a share, or a number a working day.
    pub value: f64,
    /// With what is suggested; None for durations and rates.
    pub upper: Option<f64>,
    pub p90: Option<f64>,
    /// How many made the share, and how many may besides.
    pub confirmed: usize,
    pub suggested: usize,
    /// The part of the window that the sources cover.
    pub working_days: u32,
    /// Items with each doubt.
    pub from_proposal: usize,
    pub squashed: usize,
    pub assumed_carried: usize,
}

impl Measured {
    pub fn new(how: How) -> Self {
        Measured { how, items: Vec::new(), left_out: Vec::new(), cover: None, lack: None }
    }

    /// To be called when everything is in.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.items.sort_by_key(|item| item.at);
        self.left_out.sort_by_key(|one| one.at);
        self
    }

    /// What falls into the window.
    pub fn items(&self, window: Window) -> &[Item] {
        let start = self.items.partition_point(|item| item.at < window.from);
        let end = self.items.partition_point(|item| item.at < window.to);
        self.items.get(start..end).unwrap_or_default()
    }

    pub fn left_out(&self, window: Window) -> &[LeftOut] {
        let start = self.left_out.partition_point(|one| one.at < window.from);
        let end = self.left_out.partition_point(|one| one.at < window.to);
        self.left_out.get(start..end).unwrap_or_default()
    }

    /// What is too young in the window: how many, and when the last of them settles.
    pub fn young(&self, window: Window) -> (usize, Option<Millis>) {
        let settles = self.left_out(window).iter().filter_map(|one| match one.why {
            Why::Young(settles) => Some(settles),
            _ => None,
        });
        settles.fold((0, None), |(n, last), settles| (n + 1, last.max(Some(settles))))
    }

    /// The number of a whole period.
    pub fn over(&self, window: Window, zone: Zone) -> State {
        self.state(window, zone, LEAST)
    }

    /// The number of one week. How many a week there were is exact however few they are.
    pub fn in_week(&self, window: Window, zone: Zone) -> State {
        self.state(window, zone, if self.how == How::Rate { 1 } else { LEAST })
    }

    fn state(&self, window: Window, zone: Zone, least: usize) -> State {
        if let Some(lack) = self.lack {
            return State::NoData(lack);
        }
        let items = self.items(window);
        let (young, settles) = self.young(window);
        if items.len() >= least {
            return State::Value(self.figure(items, window, zone));
        }
        if let Some(settles) = settles
            && (items.is_empty() || items.len() + young >= least)
        {
            return State::Pending { n: young, settles };
        }
        if !items.is_empty() {
            return State::TooFew(items.len());
        }
        if !self.covers(window) {
            return State::NoData(Lack::Cover);
        }
        match self.how {
            How::Rate => State::Value(self.figure(items, window, zone)),
            How::Durations | How::Share => State::NoData(Lack::Nothing),
        }
    }

    /// A zero counts only where the sources were read for the whole window.
    fn covers(&self, window: Window) -> bool {
        self.cover.is_some_and(|cover| cover.from <= window.from && window.to <= cover.to.saturating_add(FRESH))
    }

    fn figure(&self, items: &[Item], window: Window, zone: Zone) -> Figure {
        let n = items.len();
        let doubts = |doubt: Doubt| items.iter().filter(|item| item.doubt == Some(doubt)).count();
        let known = self
            .cover
            .map_or(window, |cover| window.within(Window { from: cover.from, to: cover.to.saturating_add(FRESH) }));
        let mut figure = Figure {
            n,
            working_days: working_days(known, zone),
            from_proposal: doubts(Doubt::FromProposal),
            squashed: doubts(Doubt::Squashed),
            assumed_carried: doubts(Doubt::AssumedCarried),
            ..Figure::default()
        };
        match self.how {
            How::Durations => {
                let values: Vec<f64> = items.iter().map(|item| item.value).collect();
                figure.value = spread::median(&values).unwrap_or_default();
                figure.p90 = spread::p90(&values);
            }
            How::Share => {
                figure.confirmed = items.iter().filter(|item| item.value > 0.0).count();
                let with_suggested = items.iter().filter(|item| item.upper > 0.0).count();
                figure.suggested = with_suggested - figure.confirmed.min(with_suggested);
                figure.value = figure.confirmed as f64 / n.max(1) as f64;
                figure.upper = Some(with_suggested as f64 / n.max(1) as f64);
            }
            // A window of a weekend only has no working day to share by.
            How::Rate => figure.value = n as f64 / f64::from(figure.working_days.max(1)),
        }
        figure
    }
}
