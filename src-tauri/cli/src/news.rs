//! What changed since the last look.

use clap::Args;
use engine::api::Engine;
use engine::error::Result;

use crate::done::Done;
use crate::show::{self, Table};

#[derive(Debug, Args)]
pub struct News {
    /// Mark all that is listed as seen.
    #[arg(long)]
    pub seen: bool,
}

pub async fn news(engine: &Engine, wanted: News) -> Result<Done> {
    let news = engine.news().await?;
    if wanted.seen {
        engine.mark_looked(news.step, news.as_of).await?;
    }
    let mut table = Table::new(&["Opportunity", "*What", "Who", "When"]);
    for thing in &news.things {
        for change in &thing.changes {
            table.row([
                thing.opportunity.label.clone(),
                change.what.clone(),
                change.actor.clone(),
                show::time(change.at),
            ]);
        }
    }
    Ok(Done::new(&news, table.text("Nothing new.")))
}
