//! Notes by rule: which records are told what, what was written, and what a person does about a note.

use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::{Outcome, StatusNoteAct, StatusNoteView};
use engine::error::Result;
use engine::model::StatusNoteId;

use crate::done::Done;
use crate::show::{self, Table};
use crate::{connections, read, workspace};

#[derive(Debug, Subcommand)]
pub enum Notes {
    /// Which connections' records are told what, and the newest notes.
    List,
    /// What the records of a connection are told from now on. Off until it is set.
    Tell(Tell),
    /// Write the notes that are due, for cron.
    Write,
    /// Look for a note in its record; write it only when it surely isn't there.
    Settle { id: u32 },
    /// You have looked, and it is there.
    There { id: u32 },
    /// You have looked, and it isn't there: write it once more.
    NotThere { id: u32 },
    /// Give a note up.
    Cancel { id: u32 },
}

#[derive(Debug, Args)]
pub struct Tell {
    /// Its name or number.
    pub connection: String,
    /// planned, in_progress, shipped, declined; without any, nothing is told any more.
    #[arg(value_parser = read::json_word::<Outcome>)]
    pub what: Vec<Outcome>,
}

pub async fn perform(engine: &Engine, what: Notes) -> Result<Done> {
    let (id, act) = match what {
        Notes::List => return list(engine).await,
        Notes::Tell(wanted) => {
            let connection = connections::named(engine, &wanted.connection).await?;
            return Ok(workspace::step(&engine.set_status_notes(connection.id, wanted.what).await?));
        }
        Notes::Write => return Ok(done(&engine.write_status_notes().await?)),
        Notes::Settle { id } => (id, StatusNoteAct::Settle),
        Notes::There { id } => (id, StatusNoteAct::There),
        Notes::NotThere { id } => (id, StatusNoteAct::NotThere),
        Notes::Cancel { id } => (id, StatusNoteAct::GiveUp),
    };
    Ok(done(&[engine.act_on_status_note(StatusNoteId(id), act).await?]))
}

async fn list(engine: &Engine) -> Result<Done> {
    let all = engine.status_notes().await?;
    let mut table = Table::new(&[">Note", "About", "Tells", "Record", "*Title", "Connection", "State", "Changed"]);
    for note in &all.notes {
        table.row([
            note.id.to_string(),
            note.opportunity.label.clone(),
            show::word(note.outcome),
            note.record.clone(),
            note.title.clone(),
            note.connection.clone(),
            show::word(note.state),
            show::time(note.changed_at),
        ]);
    }
    let mut text = String::new();
    for rule in &all.rules {
        let tells: Vec<String> = rule.tells.iter().map(show::word).collect();
        let tells =
            if tells.is_empty() { "told nothing by rule".to_owned() } else { format!("told {}", tells.join(", ")) };
        text.push_str(&format!("{}: {tells}\n", show::line(&rule.name)));
    }
    text.push_str(&format!("\n{}", table.text("No note was written yet.")));
    if all.to_check > 0 {
        let notes = show::counted(all.to_check, "note needs a look", "notes need a look");
        text.push_str(&format!("{notes}: `throughline loop notes settle ID`\n"));
    }
    Ok(Done::new(&all, text))
}

/// Notes after something happened to them.
fn done(notes: &[StatusNoteView]) -> Done {
    let line = |note: &StatusNoteView| {
        let text = format!("Note {} in {} of {}: {}", note.id, note.record, note.connection, show::word(note.state));
        format!("{}\n", show::line(&text))
    };
    let text = if notes.is_empty() { "Nothing is due.\n".to_owned() } else { notes.iter().map(line).collect() };
    let problem = notes.iter().find_map(|note| note.problem.as_ref());
    Done::new(&notes, text).despite(problem)
}
