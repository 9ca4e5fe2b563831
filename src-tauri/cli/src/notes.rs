//! Annotations: notes on an opportunity or on its images, their threads, and the images themselves.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueHint};
use engine::api::Engine;
use engine::api::types::{AnnotationBoard, ImageView, NoteForm, NoteView, Shape};
use engine::error::{Problem, Result};
use engine::model::OpportunityId;

use crate::done::Done;
use crate::read;
use crate::show::{self, Table};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Notes {
    List {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        /// Also those that are resolved.
        #[arg(long)]
        all: bool,
    },
    /// Write a note: on the opportunity, on an image of it, or on a place of the image.
    Add {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        /// Markdown.
        text: String,
        /// The number of an image.
        #[arg(long)]
        image: Option<u32>,
        /// A place in fractions of the image: `0.4,0.25` is a pin, `0.4,0.25,0.2,0.1` a region with width and height.
        #[arg(long, requires = "image", value_parser = shape)]
        at: Option<Shape>,
    },
    /// Answer a note.
    Reply {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        /// The number of the note.
        note: u32,
        /// Markdown.
        text: String,
    },
    Resolve {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        note: u32,
        /// It isn't resolved after all.
        #[arg(long)]
        reopen: bool,
    },
    Remove {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        note: u32,
    },
}

#[derive(Debug, Subcommand)]
pub enum Images {
    List {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
    },
    /// Attach a PNG, JPEG, GIF or WebP file.
    Add {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// The file's name when left out.
        #[arg(long, default_value = "")]
        caption: String,
    },
    /// Write an image into a file, which must not be there yet.
    Save {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Which one, by its number; needed when there are several.
        #[arg(long)]
        image: Option<u32>,
    },
    Remove {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        image: u32,
    },
}

pub async fn notes(engine: &Engine, what: Notes) -> Result<Done> {
    let done = match what {
        Notes::List { opportunity, all } => return Ok(listed(engine.annotations(opportunity).await?, all)),
        Notes::Add { opportunity, text, image, at } => {
            let board = engine.annotations(opportunity).await?;
            let image = image.map(|number| image_of(&board, number)).transpose()?.map(|image| image.id);
            engine.annotate(opportunity, NoteForm { image, shape: at, text }).await?
        }
        Notes::Reply { opportunity, note, text } => {
            engine.reply(note_of(&engine.annotations(opportunity).await?, note)?.id, text).await?
        }
        Notes::Resolve { opportunity, note, reopen } => {
            let board = engine.annotations(opportunity).await?;
            engine.resolve_annotation(note_of(&board, note)?.id, !reopen).await?
        }
        Notes::Remove { opportunity, note } => {
            engine.remove_annotation(note_of(&engine.annotations(opportunity).await?, note)?.id).await?
        }
    };
    Ok(workspace::step(&done))
}

pub async fn images(engine: &Engine, what: Images) -> Result<Done> {
    let done = match what {
        Images::List { opportunity } => return Ok(pictures(&engine.annotations(opportunity).await?)),
        Images::Add { opportunity, file, caption } => {
            let staged = engine.stage_path(&file).await?;
            engine.attach_image(opportunity, staged, caption).await?
        }
        Images::Save { opportunity, file, image } => return save(engine, opportunity, &file, image).await,
        Images::Remove { opportunity, image } => {
            engine.remove_image(image_of(&engine.annotations(opportunity).await?, image)?.id).await?
        }
    };
    Ok(workspace::step(&done))
}

async fn save(engine: &Engine, opportunity: OpportunityId, file: &Path, number: Option<u32>) -> Result<Done> {
    let board = engine.annotations(opportunity).await?;
    let image = match (number, board.images.as_slice()) {
        (Some(number), _) => image_of(&board, number)?,
        (None, [only]) => only,
        (None, []) => return Err(Problem::not_found(format!("{} has no images.", opportunity.label()))),
        (None, _) => {
            return Err(Problem::bad_input(format!("{} has several images.", opportunity.label()))
                .kept("Nothing was written.")
                .todo("Say which with --image."));
        }
    };
    let bytes = engine.image(image.id).await?;
    let mut to = std::fs::File::create_new(file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Problem::refused(format!("{} is there already.", file.display()))
            .kept("It is as it was.")
            .todo("Choose another name."),
        _ => Problem::from(error),
    })?;
    to.write_all(&bytes)?;
    let text = format!("Saved “{}” as {}\n", show::line(&image.caption), show::line(&file.display().to_string()));
    Ok(Done::new(image, text))
}

fn listed(mut board: AnnotationBoard, all: bool) -> Done {
    if !all {
        board.notes.retain(|note| !note.resolved);
    }
    let mut table = Table::new(&[">Note", "State", "On", "Who", "When", "*Text"]);
    let number = |note: &NoteView| board.images.iter().find(|image| Some(image.id) == note.image).map(|i| i.number);
    for note in &board.notes {
        table.row([
            note.number.to_string(),
            if note.resolved { "resolved" } else { "open" }.to_owned(),
            number(note).map_or_else(|| "-".to_owned(), |number| format!("image {number}")),
            note.written_by.clone(),
            show::time(note.written_at),
            note.text.clone(),
        ]);
        for reply in &note.replies {
            let when = show::time(reply.written_at);
            table.row([
                String::new(),
                String::new(),
                "reply".to_owned(),
                reply.written_by.clone(),
                when,
                reply.text.clone(),
            ]);
        }
    }
    let none = if all { "There are no notes." } else { "There are no open notes." };
    Done::new(&board, table.text(none))
}

fn pictures(board: &AnnotationBoard) -> Done {
    let mut table = Table::new(&[">Image", "*Caption", "Kind", ">Pixels", ">Notes", "Who", "When"]);
    for image in &board.images {
        let notes = board.notes.iter().filter(|note| note.image == Some(image.id)).count();
        table.row([
            image.number.to_string(),
            image.caption.clone(),
            image.media_type.trim_start_matches("image/").to_owned(),
            format!("{} × {}", image.width, image.height),
            notes.to_string(),
            image.added_by.clone(),
            show::time(image.added_at),
        ]);
    }
    Done::new(&board.images, table.text("There are no images."))
}

fn image_of(board: &AnnotationBoard, number: u32) -> Result<&ImageView> {
    board.images.iter().find(|image| image.number == number).ok_or_else(|| {
        Problem::not_found(format!("{} has no image {number}.", board.opportunity.label()))
            .todo("See them with `throughline images list`.")
    })
}

fn note_of(board: &AnnotationBoard, number: u32) -> Result<&NoteView> {
    board.notes.iter().find(|note| note.number == number).ok_or_else(|| {
        Problem::not_found(format!("{} has no note {number}.", board.opportunity.label()))
            .todo("See them with `throughline notes list --all`.")
    })
}

/// `0.4,0.25` or `0.4,0.25,0.2,0.1`
fn shape(text: &str) -> std::result::Result<Shape, String> {
    let numbers: std::result::Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
    match numbers.as_deref() {
        Ok([x, y]) => Ok(Shape::Point { x: *x, y: *y }),
        Ok([x, y, width, height]) => Ok(Shape::Region { x: *x, y: *y, width: *width, height: *height }),
        _ => Err("write it as 0.4,0.25 or 0.4,0.25,0.2,0.1".to_owned()),
    }
}
