//! What designers pin to an opportunity: images, notes on them, and threads. Each decision is one undoable step.
//!
//! Nothing leaves the laptop: images lie beside the workspace under the hash of their content, and backups hold them.

use super::Engine;
use super::imports::forget;
use super::opportunities::absent;
use super::types::{AnnotationBoard, ImageView, NoteForm, NoteView, ReplyView, Shape, StagedFile, StepDone};
use super::workspace::done;
use crate::error::{Problem, Result};
use crate::journal::{self, Change, Entity};
use crate::model::{AnnotationId, ImageId, OpportunityId, ReplyId};
use crate::notes::{header, markdown};
use crate::score::numbers;
use crate::sentence::capital;
use crate::store::annotations::{self, Attached, Image, Note, Reply};
use crate::store::{Write, opportunities};

/// Longest caption and longest text, in characters.
const LONGEST_CAPTION: usize = 200;
const LONGEST_TEXT: usize = 20_000;
/// A region that is smaller than this share of the image can't be seen.
const THINNEST: f64 = 0.002;

impl Engine {
    pub async fn annotations(&self, id: OpportunityId) -> Result<AnnotationBoard> {
        let mut read = self.store.reader().acquire().await?;
        opportunities::one(&mut read, id).await?.ok_or_else(|| absent(id))?;
        let images = annotations::images(&mut read, id).await?;
        let notes = annotations::notes(&mut read, id).await?;
        let mut replies = annotations::replies(&mut read, id).await?;
        let mut views = Vec::with_capacity(notes.len());
        for note in notes {
            let (mine, others) = replies.into_iter().partition(|reply: &Reply| reply.annotation_id == note.id);
            replies = others;
            views.push(note_view(note, mine, &images)?);
        }
        let open = views.iter().filter(|note| !note.resolved).count() as u32;
        Ok(AnnotationBoard {
            opportunity: id,
            images: images.into_iter().map(image_view).collect(),
            notes: views,
            open,
        })
    }

    /// The image's bytes, as they were attached.
    pub async fn image(&self, id: ImageId) -> Result<Vec<u8>> {
        let image = annotations::image(&mut *self.store.reader().acquire().await?, id).await?;
        self.store.image_bytes(&image.sha256)
    }

    /// Attaches a file that was handed over; its name from outside is only the caption, where there is no other.
    pub async fn attach_image(&self, id: OpportunityId, file: StagedFile, caption: String) -> Result<StepDone> {
        let path = self.staged_path(&file)?;
        let length = std::fs::metadata(&path)?.len();
        if length > header::MOST_BYTES as u64 {
            forget(&path)?;
            return Err(header::too_large(length));
        }
        let bytes = std::fs::read(&path)?;
        forget(&path)?;
        let header = header::read(&bytes)?;
        let caption =
            short(&caption, LONGEST_CAPTION).or_else(|| short(&file.name, LONGEST_CAPTION)).unwrap_or_default();
        // The file before the op: one that nothing speaks of does no harm, an op without its file would.
        let sha256 = self.store.keep_image(&bytes)?;
        let attached = Attached {
            sha256,
            media_type: header.media_type.to_owned(),
            width: header.width,
            height: header.height,
            bytes: bytes.len() as u32,
        };
        let value = serde_json::to_value(attached)
            .map_err(|error| Problem::system(format!("The image can't be written down: {error}.")))?;
        let mut write = self.store.write().await?;
        let (uid, _) = opportunities::open_one(&mut write, id).await?.ok_or_else(|| absent(id))?;
        let key = format!("{uid} {}", self.new_uid());
        let message = format!("Attached “{caption}” to {}", id.label());
        let changes =
            [Change::new(Entity::Image, &key, "attached", value), Change::new(Entity::Image, &key, "caption", caption)];
        self.noted(write, message, &changes).await
    }

    pub async fn caption_image(&self, image: ImageId, caption: String) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let image = annotations::image(&mut write, image).await?;
        let caption = short(&caption, LONGEST_CAPTION)
            .ok_or_else(|| Problem::bad_input("An image needs a caption.").kept("It has the one it had."))?;
        let message = format!("Renamed the image “{}” to “{caption}”", image.caption);
        self.noted(write, message, &[Change::new(Entity::Image, image.journal_key(), "caption", caption)]).await
    }

    /// Hides the image and the notes on it; undo brings both back.
    pub async fn remove_image(&self, image: ImageId) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let image = annotations::image(&mut write, image).await?;
        let all = annotations::notes(&mut write, image.opportunity_id).await?;
        let with = match all.iter().filter(|note| note.image == image.uid).count() as u32 {
            0 => String::new(),
            notes => format!(" with {}", numbers::counted(notes, "note", "notes")),
        };
        let message = format!("Removed “{}”{with} from {}", image.caption, image.opportunity_id.label());
        self.noted(write, message, &[Change::new(Entity::Image, image.journal_key(), "deleted", true)]).await
    }

    /// Writes a note: on a place of an image, on a whole image, or on the opportunity.
    pub async fn annotate(&self, id: OpportunityId, note: NoteForm) -> Result<StepDone> {
        let text = checked_text(&note.text)?;
        let shape = note.shape.map(checked_shape).transpose()?;
        let mut write = self.store.write().await?;
        let (uid, _) = opportunities::open_one(&mut write, id).await?.ok_or_else(|| absent(id))?;
        let image = match note.image {
            Some(image) => annotations::image(&mut write, image).await?.uid,
            None if shape.is_some() => {
                return Err(Problem::bad_input("A pin needs an image to stick to.").kept("Nothing was changed."));
            }
            None => String::new(),
        };
        let key = format!("{uid} {}", self.new_uid());
        let mut changes = vec![Change::new(Entity::Annotation, &key, "created", image)];
        if let Some(shape) = shape {
            changes.push(Change::new(Entity::Annotation, &key, "shape", shape_value(shape)?));
        }
        changes.push(Change::new(Entity::Annotation, &key, "text", text));
        self.noted(write, format!("Added a note to {}", id.label()), &changes).await
    }

    pub async fn edit_annotation(&self, note: AnnotationId, text: String) -> Result<StepDone> {
        let text = checked_text(&text)?;
        let mut write = self.store.write().await?;
        let note = annotations::note(&mut write, note).await?;
        let message = format!("Changed {}", named(&note));
        self.noted(write, message, &[Change::new(Entity::Annotation, note.journal_key(), "text", text)]).await
    }

    /// Puts a note's pin or region elsewhere on its image.
    pub async fn move_annotation(&self, note: AnnotationId, shape: Shape) -> Result<StepDone> {
        let shape = checked_shape(shape)?;
        let mut write = self.store.write().await?;
        let note = annotations::note(&mut write, note).await?;
        if note.image.is_empty() {
            return Err(Problem::refused("This note stands on no image.").kept("Nothing was changed."));
        }
        let message = format!("Moved {}", named(&note));
        let change = Change::new(Entity::Annotation, note.journal_key(), "shape", shape_value(shape)?);
        self.noted(write, message, &[change]).await
    }

    pub async fn resolve_annotation(&self, note: AnnotationId, resolved: bool) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let note = annotations::note(&mut write, note).await?;
        if note.resolved == resolved {
            return Ok(done(None, format!("{} is that already", capital(&named(&note))), 0));
        }
        let message = format!("{} {}", if resolved { "Resolved" } else { "Reopened" }, named(&note));
        self.noted(write, message, &[Change::new(Entity::Annotation, note.journal_key(), "resolved", resolved)]).await
    }

    pub async fn remove_annotation(&self, note: AnnotationId) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let note = annotations::note(&mut write, note).await?;
        let message = format!("Removed {}", named(&note));
        self.noted(write, message, &[Change::new(Entity::Annotation, note.journal_key(), "deleted", true)]).await
    }

    pub async fn reply(&self, note: AnnotationId, text: String) -> Result<StepDone> {
        let text = checked_text(&text)?;
        let mut write = self.store.write().await?;
        let note = annotations::note(&mut write, note).await?;
        let key = format!("{} {}", note.journal_key(), self.new_uid());
        let message = format!("Replied to {}", named(&note));
        self.noted(write, message, &[Change::new(Entity::Reply, key, "text", text)]).await
    }

    pub async fn edit_reply(&self, reply: ReplyId, text: String) -> Result<StepDone> {
        let text = checked_text(&text)?;
        let mut write = self.store.write().await?;
        let (key, note) = reply_key(&mut write, reply).await?;
        let message = format!("Changed a reply to {}", named(&note));
        self.noted(write, message, &[Change::new(Entity::Reply, key, "text", text)]).await
    }

    pub async fn remove_reply(&self, reply: ReplyId) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let (key, note) = reply_key(&mut write, reply).await?;
        let message = format!("Removed a reply to {}", named(&note));
        self.noted(write, message, &[Change::cleared(Entity::Reply, key, "text")]).await
    }

    /// What nobody has resolved yet, as plain text with the image it is about, for a backlog item.
    pub(super) async fn open_notes(&self, id: OpportunityId) -> Result<Vec<String>> {
        let board = self.annotations(id).await?;
        let caption = |image: ImageId| board.images.iter().find(|one| one.id == image).map(|one| one.caption.as_str());
        let open = board.notes.iter().filter(|note| !note.resolved);
        Ok(open
            .map(|note| {
                let words = markdown::plain(&note.text);
                note.image.and_then(caption).map_or_else(|| words.clone(), |on| format!("On “{on}”: {words}"))
            })
            .collect())
    }

    /// Whether a note or a reply links to exactly this address.
    pub(super) async fn notes_link_to(&self, url: &str) -> Result<bool> {
        let texts = annotations::texts_with_links(self.store.reader()).await?;
        Ok(texts.iter().any(|text| markdown::links_to(text, url)))
    }

    /// Writes the step and tells the listeners.
    async fn noted(&self, mut write: Write<'_>, message: String, changes: &[Change]) -> Result<StepDone> {
        let by = self.by().await?;
        let step = journal::decide(&mut write, &by, &message, changes).await?;
        write.commit().await?;
        if step.is_none() {
            return Ok(done(None, "Nothing changed".to_owned(), 0));
        }
        self.tell_changed();
        Ok(done(step, message, 1))
    }
}

async fn reply_key(write: &mut Write<'_>, reply: ReplyId) -> Result<(String, Note)> {
    let reply = annotations::reply(write, reply).await?;
    let note = annotations::note(write, reply.annotation_id).await?;
    Ok((format!("{} {}", note.journal_key(), reply.uid), note))
}

/// `note 2 of OPP-27`
fn named(note: &Note) -> String {
    format!("note {} of {}", note.number, note.opportunity_id.label())
}

/// One line of at most so many characters; None when nothing is left.
fn short(text: &str, longest: usize) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|letter| !letter.is_control()).take(longest).collect();
    Some(text).filter(|text| !text.is_empty())
}

fn checked_text(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let long = text.chars().count();
    if text.is_empty() {
        return Err(Problem::bad_input("A note needs some words.").kept("Nothing was changed."));
    }
    if long > LONGEST_TEXT {
        let (long, most) = (numbers::number(long as f64), numbers::number(LONGEST_TEXT as f64));
        return Err(Problem::bad_input(format!("The note has {long} characters; at most {most} fit."))
            .kept("Nothing was changed.")
            .todo("Shorten it."));
    }
    Ok(text)
}

/// Inside the image and large enough to be seen, to four decimals.
fn checked_shape(shape: Shape) -> Result<Shape> {
    let round = |fraction: f64| (fraction * 10_000.0).round() / 10_000.0;
    let inside = |fraction: f64| (0.0..=1.0).contains(&fraction);
    let (shape, fits) = match shape {
        Shape::Point { x, y } => (Shape::Point { x: round(x), y: round(y) }, inside(x) && inside(y)),
        Shape::Region { x, y, width, height } => {
            let fits = inside(x) && inside(y) && inside(x + width - f64::EPSILON) && inside(y + height - f64::EPSILON);
            let seen = width >= THINNEST && height >= THINNEST;
            (Shape::Region { x: round(x), y: round(y), width: round(width), height: round(height) }, fits && seen)
        }
    };
    if !fits {
        return Err(Problem::bad_input("The place isn't on the image.").kept("Nothing was changed."));
    }
    Ok(shape)
}

fn shape_value(shape: Shape) -> Result<serde_json::Value> {
    serde_json::to_value(shape).map_err(|error| Problem::system(format!("The place can't be written down: {error}.")))
}

fn image_view(image: Image) -> ImageView {
    ImageView {
        id: image.id,
        number: image.number,
        caption: image.caption,
        media_type: image.media_type,
        width: image.width,
        height: image.height,
        bytes: image.bytes,
        added_at: image.added_at,
        added_by: image.added_by,
    }
}

fn note_view(note: Note, replies: Vec<Reply>, images: &[Image]) -> Result<NoteView> {
    Ok(NoteView {
        id: note.id,
        number: note.number,
        image: images.iter().find(|image| image.uid == note.image).map(|image| image.id),
        shape: note.shape()?,
        blocks: markdown::blocks(&note.text),
        text: note.text,
        resolved: note.resolved,
        written_at: note.written_at,
        written_by: note.written_by,
        edited_at: note.edited_at,
        replies: replies.into_iter().map(reply_view).collect(),
    })
}

fn reply_view(reply: Reply) -> ReplyView {
    ReplyView {
        id: reply.id,
        blocks: markdown::blocks(&reply.text),
        text: reply.text,
        written_at: reply.written_at,
        written_by: reply.written_by,
        edited_at: reply.edited_at,
    }
}
