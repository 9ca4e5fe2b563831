//! The meeting of support, development and operations: its agenda, decisions, actions and minutes.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{
    ActionForm, AsideWhy, ExportFormat, Forum as Agenda, ForumCadence, ForumItem, ForumVerb, OwnItemForm,
};
use engine::error::{Problem, Result};
use engine::model::Time;

use crate::done::Done;
use crate::forum_afterwards::{Afterwards, perform as afterwards};
use crate::read;
use crate::show::{self, Table};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Forum {
    /// What the coming meeting has on its list, and what not.
    Agenda,
    /// What is known about an item, and in which ways it can be decided.
    Show {
        /// Its number on the list, or its key.
        item: String,
    },
    /// Set when it is, e.g. `forum cadence --weekday 4 --at 14:00 --zone Europe/Berlin`.
    Cadence {
        /// 1 is Monday, 7 Sunday.
        #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=7))]
        weekday: u8,
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=8))]
        every_weeks: u8,
        #[arg(long, default_value = "14:00", value_parser = minutes_after_midnight)]
        at: u16,
        #[arg(long, default_value = "UTC")]
        zone: String,
        /// Minutes that a meeting has.
        #[arg(long, default_value_t = 45)]
        time_box: u16,
        /// No fixed time any more.
        #[arg(long)]
        off: bool,
    },
    Start,
    /// Ends the meeting and keeps its minutes.
    End,
    /// Put an item on the list: one that is known by number or key, or a new one.
    Add {
        item: String,
        /// What is to decide.
        #[arg(long, default_value = "")]
        asks: String,
        /// Who brings it: a role or a name.
        #[arg(long, default_value = "")]
        brings: String,
        #[arg(long, default_value_t = 5)]
        minutes: u32,
    },
    /// Take an item off for good.
    Off {
        item: String,
        reason: String,
    },
    /// Move an item one place later, or earlier.
    Move {
        item: String,
        #[arg(long)]
        earlier: bool,
    },
    /// Decide about an item. Without a way it is written down only.
    Decide {
        item: String,
        text: String,
        /// One of the item's ways, by number as `forum show` lists them.
        #[arg(long)]
        way: Option<usize>,
    },
    /// Agree on an action.
    Act {
        text: String,
        /// A role or a name.
        #[arg(long, default_value = "")]
        owner: String,
        #[arg(long, value_parser = read::time)]
        due: Option<Time>,
        /// The item it comes from.
        #[arg(long)]
        item: Option<String>,
        /// The meeting that agreed on it, if it ended: its number as `forum meetings` lists it, or its uid.
        #[arg(long)]
        meeting: Option<String>,
    },
    /// An action is done.
    Done {
        /// Its number as the agenda lists it, or its uid.
        action: String,
        /// It isn't after all.
        #[arg(long)]
        undo: bool,
    },
    /// What the coming or running meeting came to, or one that ended.
    Minutes {
        #[arg(long)]
        last: bool,
        /// Its number as `forum meetings` lists it, or its uid.
        #[arg(long, conflicts_with = "last")]
        meeting: Option<String>,
        /// Save a file: csv, markdown, json, html or pdf.
        #[arg(long, value_parser = read::format)]
        save: Option<ExportFormat>,
    },
    #[command(flatten)]
    Afterwards(Afterwards),
}

pub async fn perform(engine: &Engine, what: Forum) -> Result<Done> {
    let agenda = engine.forum().await?;
    let done = match what {
        Forum::Agenda => {
            let text = listed(&agenda);
            return Ok(Done::new(&agenda, text));
        }
        Forum::Show { item } => {
            let item = find(&agenda, &item)?;
            return Ok(Done::new(item, described(item)));
        }
        Forum::Cadence { off: true, .. } => engine.set_forum_cadence(None).await?,
        Forum::Cadence { weekday, every_weeks, at, zone, time_box, off: false } => {
            let cadence = ForumCadence { weekday, every_weeks, at, zone, time_box };
            engine.set_forum_cadence(Some(cadence)).await?
        }
        Forum::Start => engine.start_forum().await?,
        Forum::End => engine.end_forum().await?,
        Forum::Add { item, asks, brings, minutes } => match find(&agenda, &item) {
            Ok(known) => engine.put_on_forum(known.key.clone()).await?,
            Err(_) => engine.add_forum_item(OwnItemForm { title: item, asks, brings, minutes }).await?,
        },
        Forum::Off { item, reason } => engine.take_off_forum(find(&agenda, &item)?.key.clone(), reason).await?,
        Forum::Move { item, earlier } => engine.move_forum_item(find(&agenda, &item)?.key.clone(), !earlier).await?,
        Forum::Decide { item, text, way } => {
            let item = find(&agenda, &item)?;
            let (verb, title) = chosen(item, way)?;
            engine.decide_forum(item.key.clone(), verb, title, text).await?
        }
        Forum::Act { text, owner, due, item, meeting } => {
            let about = item.map(|item| find(&agenda, &item).map(|item| item.key.clone())).transpose()?;
            let action = ActionForm { about: about.unwrap_or_default(), text, owner, due };
            match meeting {
                Some(meeting) => engine.add_minutes_action(held(&agenda, &meeting)?, action).await?,
                None => engine.add_forum_action(action).await?,
            }
        }
        Forum::Done { action, undo } => engine.finish_forum_action(uid_of(&agenda, action), !undo).await?,
        Forum::Minutes { last, meeting, save } => {
            let meeting = if last { Some("1".to_owned()) } else { meeting };
            let meeting = meeting.map(|meeting| held(&agenda, &meeting)).transpose()?;
            return minutes(engine, meeting, save).await;
        }
        Forum::Afterwards(what) => return afterwards(engine, &agenda, what).await,
    };
    Ok(workspace::step(&done))
}

/// The way with a number; without one, a decision is written down only.
fn chosen(item: &ForumItem, way: Option<usize>) -> Result<(ForumVerb, String)> {
    let Some(n) = way else { return Ok((ForumVerb::Note, String::new())) };
    let way = item.ways.get(n.wrapping_sub(1)).ok_or_else(|| {
        Problem::not_found(format!("“{}” has no way {n}.", item.title)).todo("`throughline forum show` lists them.")
    })?;
    Ok((way.verb, way.title.clone()))
}

async fn minutes(engine: &Engine, meeting: Option<String>, save: Option<ExportFormat>) -> Result<Done> {
    let Some(format) = save else {
        let view = engine.forum_minutes(meeting).await?;
        return Ok(Done::new(&view.minutes, show::lines(&view.text)));
    };
    let file = engine.save_forum_minutes(meeting, format).await?;
    Ok(Done::new(&file, format!("Saved {}\n", file.path)))
}

/// The uid of an action, by its number as the agenda lists it.
pub fn uid_of(agenda: &Agenda, action: String) -> String {
    let number = action.parse::<usize>().ok().and_then(|n| agenda.actions.get(n.wrapping_sub(1)));
    number.map_or(action, |found| found.uid.clone())
}

/// The uid of a meeting that ended, by its number or its uid; the newest is 1.
pub fn held(agenda: &Agenda, meeting: &str) -> Result<String> {
    let number = meeting.parse::<usize>().ok().and_then(|n| agenda.held.get(n.wrapping_sub(1)));
    let found = number.or_else(|| agenda.held.iter().find(|one| one.uid == meeting));
    found.map(|found| found.uid.clone()).ok_or_else(|| {
        Problem::not_found(format!("No meeting {meeting} has ended.")).todo("`throughline forum meetings` lists them.")
    })
}

/// By its number on the list, or by its key.
pub fn find<'a>(agenda: &'a Agenda, item: &str) -> Result<&'a ForumItem> {
    let all: Vec<&ForumItem> = agenda.items.iter().chain(agenda.aside.iter().map(|one| &one.item)).collect();
    let number = item.parse::<usize>().ok().and_then(|n| all.get(n.wrapping_sub(1)));
    let found = number.or_else(|| all.iter().find(|one| one.key == item)).copied();
    found.ok_or_else(|| {
        Problem::not_found(format!("Nothing on the agenda is called {item:?}."))
            .todo("`throughline forum agenda` lists the numbers.")
    })
}

fn listed(agenda: &Agenda) -> String {
    let when = agenda.next.map_or_else(|| "No time is set".to_owned(), show::time);
    let running = if agenda.running_since.is_some() { ", runs" } else { "" };
    let mut text = format!("{when}{running}; {} of {} minutes\n", agenda.used, agenda.time_box);
    for skipped in &agenda.skipped {
        text.push_str(&format!("Skipped: {}\n", show::time(*skipped)));
    }
    let mut table = Table::new(&[">#", ">Min", "*Item", "To decide", "Because", "Brings"]);
    for (at, item) in agenda.items.iter().enumerate() {
        let decided = item.decision.as_ref().map_or_else(|| item.asks.clone(), |decided| decided.way.clone());
        let (minutes, title) = (item.minutes.to_string(), format!("{}: {}", item.title, item.know));
        table.row([(at + 1).to_string(), minutes, title, decided, item.because.clone(), item.brings.clone()]);
    }
    text.push_str(&table.text("Nothing is on the list."));
    let mut table = Table::new(&[">#", "*Not on the list", "Why"]);
    for (at, one) in agenda.aside.iter().enumerate() {
        let why = if one.why == AsideWhy::TakenOff { format!("taken off: {}", one.reason) } else { one.reason.clone() };
        table.row([(agenda.items.len() + at + 1).to_string(), one.item.title.clone(), why]);
    }
    text.push_str(&format!("\n{}", table.text("Everything has room.")));
    let mut table = Table::new(&[">#", "*Action", "Owner", "Due", "State"]);
    for (at, action) in agenda.actions.iter().enumerate() {
        let state = if action.done_at.is_some() { "done" } else { "open" };
        let state = if action.late { "late" } else { state };
        let due = show::maybe_time(action.due);
        table.row([(at + 1).to_string(), action.text.clone(), action.owner.clone(), due, state.to_owned()]);
    }
    text.push_str(&format!("\n{}", table.text("No action is open.")));
    text
}

fn described(item: &ForumItem) -> String {
    let mut text = format!("{}\n{}\n", show::line(&item.title), show::line(&item.know));
    text.extend(item.facts.iter().map(|fact| format!("  {}\n", show::line(&fact.text))));
    text.push_str(&format!("To decide: {}\n", show::line(&item.asks)));
    for (at, way) in item.ways.iter().enumerate() {
        text.push_str(&format!("  {} {}\n", at + 1, show::line(&way.title)));
    }
    if let Some(decided) = &item.decision {
        text.push_str(&format!("Decided: {}. {}\n", show::line(&decided.way), show::line(&decided.text)));
    }
    text
}

/// `14:00`
fn minutes_after_midnight(text: &str) -> std::result::Result<u16, String> {
    let wrong = || "write it as 14:00".to_owned();
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let (hours, minutes): (u16, u16) = hours
        .parse()
        .ok()
        .zip(minutes.parse().ok())
        .filter(|(hours, minutes)| *hours < 24 && *minutes < 60)
        .ok_or_else(wrong)?;
    Ok(hours * 60 + minutes)
}
