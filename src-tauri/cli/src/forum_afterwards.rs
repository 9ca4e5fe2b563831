//! What the forum wrote down, put right afterwards: items, decisions, actions, minutes; and every version of them.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{
    ActionForm, Forum as Agenda, ForumRecord, HistoryEntry, ItemEdit, Minutes, MinutesLine, StepDone,
};
use engine::error::{Problem, Result};
use engine::model::Time;

use crate::done::Done;
use crate::forum::{find, held, uid_of};
use crate::read;
use crate::show::{self, Table};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Afterwards {
    /// Change an item; what isn't named stays.
    Edit {
        item: String,
        #[arg(long)]
        minutes: Option<u32>,
        /// What is to decide.
        #[arg(long)]
        asks: Option<String>,
        /// Who brings it: a role or a name.
        #[arg(long)]
        brings: Option<String>,
    },
    /// Change what is written down with a decision of this meeting. What it did stays done.
    Rewrite { item: String, text: String },
    /// Change an action; what isn't named stays.
    EditAction {
        /// Its number as the agenda lists it, or its uid.
        action: String,
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        by: By,
    },
    /// Delete an action. `throughline undo` brings it back.
    RemoveAction { action: String },
    /// The meetings that ended, the newest first.
    Meetings,
    /// Put a line of the minutes of a meeting right that ended.
    Correct {
        /// Its number as `forum meetings` lists it, or its uid.
        meeting: String,
        /// A decision, by its place in the minutes, from 1.
        #[arg(long, group = "line", requires = "text")]
        decision: Option<u32>,
        /// An action, likewise; what isn't named stays.
        #[arg(long, group = "line")]
        action: Option<u32>,
        /// What else was said.
        #[arg(long, group = "line", requires = "text")]
        notes: bool,
        /// How it reads now.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        by: By,
    },
    /// Every version of a decision, an action or the minutes of a meeting, the newest first.
    Versions {
        #[arg(long, group = "of", required_unless_present_any = ["action", "meeting"])]
        item: Option<String>,
        #[arg(long, group = "of")]
        action: Option<String>,
        #[arg(long, group = "of")]
        meeting: Option<String>,
    },
}

/// Who does an action until when.
#[derive(Debug, clap::Args)]
pub struct By {
    /// A team, a role or a name.
    #[arg(long)]
    owner: Option<String>,
    #[arg(long, value_parser = read::time)]
    due: Option<Time>,
    /// It has no date any more.
    #[arg(long, conflicts_with = "due")]
    no_due: bool,
}

impl By {
    fn due(&self, before: Option<Time>) -> Option<Time> {
        if self.no_due { None } else { self.due.or(before) }
    }
}

pub async fn perform(engine: &Engine, agenda: &Agenda, what: Afterwards) -> Result<Done> {
    let done = match what {
        Afterwards::Edit { item, minutes, asks, brings } => {
            let edit = ItemEdit { minutes, asks, brings };
            engine.edit_forum_item(find(agenda, &item)?.key.clone(), edit).await?
        }
        Afterwards::Rewrite { item, text } => {
            engine.edit_forum_decision(find(agenda, &item)?.key.clone(), text).await?
        }
        Afterwards::EditAction { action, text, by } => edit_action(engine, agenda, action, text, by).await?,
        Afterwards::RemoveAction { action } => engine.remove_forum_action(uid_of(agenda, action)).await?,
        Afterwards::Meetings => return Ok(Done::new(&agenda.held, meetings(agenda))),
        Afterwards::Correct { meeting, decision, action, notes, text, by } => {
            let meeting = held(agenda, &meeting)?;
            let minutes = engine.forum_minutes(Some(meeting.clone())).await?.minutes;
            let line = match (decision, action, notes) {
                (Some(place), ..) => decision_line(place, text),
                (None, Some(place), _) => action_line(&minutes, place, text, by)?,
                (None, None, true) => MinutesLine::Notes { text: text.unwrap_or_default() },
                (None, None, false) => {
                    return Err(Problem::bad_input("Say which line.").todo("Give --decision, --action or --notes."));
                }
            };
            engine.edit_forum_minutes(meeting, line).await?
        }
        Afterwards::Versions { item, action, meeting } => {
            let of = match (item, action, meeting) {
                (Some(item), ..) => ForumRecord::Item { key: find(agenda, &item)?.key.clone() },
                (None, Some(action), _) => ForumRecord::Action { uid: uid_of(agenda, action) },
                (None, None, meeting) => ForumRecord::Meeting { uid: held(agenda, &meeting.unwrap_or_default())? },
            };
            let versions = engine.forum_versions(of).await?;
            return Ok(Done::new(&versions, told(&versions)));
        }
    };
    Ok(workspace::step(&done))
}

async fn edit_action(
    engine: &Engine,
    agenda: &Agenda,
    action: String,
    text: Option<String>,
    by: By,
) -> Result<StepDone> {
    let uid = uid_of(agenda, action);
    let before = agenda.actions.iter().find(|one| one.uid == uid).ok_or_else(|| {
        Problem::not_found("No action of the agenda is called that.").todo("`throughline forum agenda` lists them.")
    })?;
    let form = ActionForm {
        about: before.about.clone(),
        text: text.unwrap_or_else(|| before.text.clone()),
        due: by.due(before.due),
        owner: by.owner.unwrap_or_else(|| before.owner.clone()),
    };
    engine.edit_forum_action(uid, form).await
}

fn decision_line(place: u32, text: Option<String>) -> MinutesLine {
    MinutesLine::Decision { at: place.wrapping_sub(1), text: text.unwrap_or_default() }
}

fn action_line(minutes: &Minutes, place: u32, text: Option<String>, by: By) -> Result<MinutesLine> {
    let at = place.wrapping_sub(1);
    let before = minutes.actions.get(at as usize).ok_or_else(|| {
        Problem::not_found(format!("These minutes have no action {place}.")).kept("Nothing was changed.")
    })?;
    Ok(MinutesLine::Action {
        at,
        text: text.unwrap_or_else(|| before.text.clone()),
        due: by.due(before.due),
        owner: by.owner.unwrap_or_else(|| before.owner.clone()),
    })
}

fn meetings(agenda: &Agenda) -> String {
    let mut table = Table::new(&[">#", "From", "To", ">Decisions"]);
    for (at, one) in agenda.held.iter().enumerate() {
        let decisions = show::count(one.decisions);
        table.row([(at + 1).to_string(), show::time(one.from), show::time(one.to), decisions]);
    }
    table.text("No meeting was held yet.")
}

fn told(versions: &[HistoryEntry]) -> String {
    let mut text = String::new();
    for one in versions {
        let undone = if one.undone { " (taken back later)" } else { "" };
        let head = format!("{} {}: {}{undone}", show::time(one.at), one.actor, one.what);
        text.push_str(&format!("{}\n", show::line(&head)));
        let now = one.now.as_deref().map(show::lines).unwrap_or_default();
        text.extend(now.lines().map(|line| format!("  {line}\n")));
    }
    if text.is_empty() { "Nothing was written down yet.\n".to_owned() } else { text }
}
