//! Backlog items that are there already: linking one by key, address or words, and comments to those that are linked.

use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::{CommentView, ItemView};
use engine::connectors::TrackerItem;
use engine::error::{Problem, Result};
use engine::model::{CommentId, OpportunityId};

use crate::connections;
use crate::done::Done;
use crate::read;
use crate::show::{self, Table};

#[derive(Debug, Args)]
pub struct Link {
    #[arg(value_parser = read::opportunity)]
    pub opportunity: OpportunityId,
    /// A key (PAY-12, #8841, owner/name#12), the address of its page, or words of its title.
    #[arg(required = true)]
    pub item: Vec<String>,
    /// Where it is.
    #[arg(long, alias = "to")]
    pub connection: String,
    /// Where to look, when the connection names no project.
    #[arg(long, default_value = "")]
    pub project: String,
    /// Show what is found, and link nothing.
    #[arg(long)]
    pub preview: bool,
}

#[derive(Debug, Args)]
pub struct Comment {
    #[arg(value_parser = read::opportunity)]
    pub opportunity: OpportunityId,
    /// Plain words; marks of the tool's markup mean nothing in them.
    pub text: String,
    /// Which of the linked items, by its label such as #8841; needed when there are several.
    #[arg(long)]
    pub item: Option<String>,
    /// Show exactly what would be sent, and send nothing.
    #[arg(long)]
    pub preview: bool,
}

#[derive(Debug, Subcommand)]
pub enum Comments {
    List,
    /// Look for it in its tracker; send it only when it surely isn't there.
    Settle {
        id: u32,
    },
    /// You have looked, and it isn't there: send it once more.
    Again {
        id: u32,
    },
    /// You have looked, and it is there.
    There {
        id: u32,
    },
    /// Give it up.
    Cancel {
        id: u32,
    },
}

pub async fn link(engine: &Engine, wanted: Link) -> Result<Done> {
    let connection = connections::named(engine, &wanted.connection).await?;
    let text = wanted.item.join(" ");
    let found = engine.find_items(connection.id, wanted.project, text.clone()).await?;
    if wanted.preview {
        return Ok(Done::new(&found, listed(&found)));
    }
    match found.as_slice() {
        [] => Err(Problem::not_found(format!("{} has nothing called “{text}”.", connection.name))
            .kept("Nothing was linked.")
            .todo("Try its key, the address of its page, or other words.")),
        [item] => {
            let done = engine.link_item(wanted.opportunity, connection.id, item.external_id.clone()).await?;
            Ok(Done::new(&done, format!("{}: {}\n", show::line(&done.message), show::line(&item.url))))
        }
        several => Err(Problem::refused(format!("{} items could be meant: {}.", several.len(), named(several)))
            .kept("Nothing was linked.")
            .todo("Name one by its key.")),
    }
}

/// `#12 One charge; #14 Two charges`
fn named(items: &[TrackerItem]) -> String {
    let names: Vec<String> = items.iter().map(|item| format!("{} {}", item.label, item.title)).collect();
    show::line(&names.join("; "))
}

fn listed(items: &[TrackerItem]) -> String {
    let mut table = Table::new(&["Item", "Status", "*Title"]);
    for item in items {
        table.row([item.label.clone(), item.status.clone(), item.title.clone()]);
    }
    table.text("Nothing was found.")
}

pub async fn comment(engine: &Engine, wanted: Comment) -> Result<Done> {
    let item = meant(engine, wanted.opportunity, wanted.item.as_deref()).await?;
    let preview = engine.preview_comment(item.id, wanted.text.clone()).await?;
    if wanted.preview {
        let text = format!("{}\n\nNothing was sent.\n", show::lines(&preview.body));
        return Ok(Done::new(&preview, text));
    }
    Ok(told(&engine.send_comment(item.id, wanted.text, preview.key).await?))
}

/// The opportunity's item of that label, or its only one.
async fn meant(engine: &Engine, of: OpportunityId, label: Option<&str>) -> Result<ItemView> {
    let mut items: Vec<ItemView> = engine.items().await?;
    items.retain(|item| item.opportunity.id == of && label.is_none_or(|label| item.label.eq_ignore_ascii_case(label)));
    let several = items.len() > 1;
    match items.pop() {
        Some(item) if !several => Ok(item),
        Some(_) => Err(Problem::bad_input(format!("{} is linked to several items.", of.label()))
            .kept("Nothing was sent.")
            .todo("Say which with --item.")),
        None => Err(Problem::not_found(format!("{} is linked to no such item.", of.label()))
            .kept("Nothing was sent.")
            .todo("Send it with `throughline export`, or link one with `throughline link`.")),
    }
}

pub async fn comments(engine: &Engine, what: Option<Comments>) -> Result<Done> {
    let view = match what.unwrap_or(Comments::List) {
        Comments::Settle { id } => engine.settle_comment(CommentId(id)).await?,
        Comments::Again { id } => engine.send_comment_again(CommentId(id)).await?,
        Comments::There { id } => engine.comment_is_there(CommentId(id)).await?,
        Comments::Cancel { id } => engine.cancel_comment(CommentId(id)).await?,
        Comments::List => return list(engine).await,
    };
    Ok(told(&view))
}

async fn list(engine: &Engine) -> Result<Done> {
    let all = engine.comments().await?;
    let mut table = Table::new(&[">ID", "Item", "In", "State", "Changed", "*Text"]);
    for comment in &all {
        table.row([
            comment.id.to_string(),
            comment.item_label.clone(),
            comment.connection_name.clone(),
            show::word(comment.state),
            show::time(comment.changed_at),
            comment.text.clone(),
        ]);
    }
    Ok(Done::new(&all, table.text("No comment was written yet.")))
}

/// One comment after something happened to it.
fn told(comment: &CommentView) -> Done {
    let (item, place) = (show::line(&comment.item_label), show::line(&comment.connection_name));
    let text = format!("Comment {} on {item} in {place}: {}\n", comment.id, show::word(comment.state));
    Done::new(comment, text).despite(comment.problem.as_ref())
}
