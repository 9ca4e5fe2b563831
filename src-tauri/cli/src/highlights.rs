//! Passages of signals as evidence.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{AcceptInto, HighlightTarget, HighlightView, Passage};
use engine::error::{Problem, Result};
use engine::model::{OpportunityId, SignalId};

use crate::done::Done;
use crate::read;
use crate::show::{self, Table};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Highlights {
    /// The passages of a signal that are evidence.
    List { signal: u32 },
    /// Make a passage evidence of opportunities.
    Add {
        signal: u32,
        /// Its words, exactly as they stand in the text.
        passage: String,
        /// Which of several places with the same words; the first is 1.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        place: u32,
        /// An opportunity, OPP-31 or 31; may be given several times.
        #[arg(long = "for", value_name = "OPPORTUNITY", value_parser = read::opportunity, required_unless_present = "new")]
        opportunities: Vec<OpportunityId>,
        /// Title of a new opportunity.
        #[arg(long)]
        new: Option<String>,
        /// 0 to 3.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=3))]
        importance: u8,
    },
    /// Say how important a passage is for an opportunity, or take it from it.
    Set {
        /// As `list` shows it.
        highlight: String,
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        /// 0 to 3.
        #[arg(long, value_parser = clap::value_parser!(u8).range(0..=3), required_unless_present = "unlink")]
        importance: Option<u8>,
        #[arg(long, conflicts_with = "importance")]
        unlink: bool,
    },
    /// Take a mark away, whatever it is evidence for.
    Remove { highlight: String },
}

pub async fn perform(engine: &Engine, what: Highlights) -> Result<Done> {
    let done = match what {
        Highlights::List { signal } => return list(engine, SignalId(signal)).await,
        Highlights::Add { signal, passage, place, opportunities, new, importance } => {
            let start = begin(&engine.signal(SignalId(signal)).await?.body, &passage, place)?;
            let new = new.map(|title| AcceptInto::New { title });
            let existing = opportunities.into_iter().map(|opportunity| AcceptInto::Existing { opportunity });
            let targets = existing.chain(new).map(|into| HighlightTarget { into, importance }).collect();
            engine.highlight(SignalId(signal), Passage { start, quote: passage }, targets).await?
        }
        Highlights::Set { highlight, opportunity, importance, unlink: _ } => {
            engine.set_highlight(highlight, opportunity, importance).await?
        }
        Highlights::Remove { highlight } => engine.remove_highlight(highlight).await?,
    };
    Ok(workspace::step(&done))
}

/// Where the passage stands for the `place`th time, as the engine counts.
fn begin(body: &str, passage: &str, place: u32) -> Result<u32> {
    let absent = || {
        Problem::not_found("The text doesn't say this there.")
            .kept("Nothing was changed.")
            .todo("Copy the words from `throughline signals show`.")
    };
    if passage.trim().is_empty() {
        return Ok(0);
    }
    let nth = usize::try_from(place - 1).unwrap_or(usize::MAX);
    let (at, _) = body.match_indices(passage).nth(nth).ok_or_else(absent)?;
    Ok(u32::try_from(body[..at].encode_utf16().count()).unwrap_or(u32::MAX))
}

async fn list(engine: &Engine, signal: SignalId) -> Result<Done> {
    let all = engine.highlights(signal).await?;
    let mut table = Table::new(&["Highlight", "For", "*Passage", "By", "When"]);
    for highlight in &all {
        table.row([
            highlight.uid.clone(),
            targets(highlight),
            passage(highlight),
            highlight.made_by.clone(),
            show::time(highlight.made_at),
        ]);
    }
    Ok(Done::new(&all, table.text("No passage of it is evidence yet.")))
}

/// `OPP-31 2, OPP-34 1`
fn targets(highlight: &HighlightView) -> String {
    let each = highlight.evidence_for.iter().map(|link| format!("{} {}", link.opportunity.label, link.importance));
    each.collect::<Vec<_>>().join(", ")
}

fn passage(highlight: &HighlightView) -> String {
    match highlight.start {
        Some(_) => highlight.quote.clone(),
        None => format!("{} (the text changed; this is what it said)", highlight.quote),
    }
}
