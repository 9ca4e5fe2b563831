use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{AnnotationId, ImageId, OpportunityId, ReplyId, Time};

/// Everything pinned to an opportunity, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AnnotationBoard {
    pub opportunity: OpportunityId,
    pub images: Vec<ImageView>,
    pub notes: Vec<NoteView>,
    /// Notes that nobody has resolved.
    pub open: u32,
}

/// One attached image. Its bytes come through a door of their own.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ImageView {
    pub id: ImageId,
    /// Counts within the opportunity; stays, whatever is removed.
    pub number: u32,
    pub caption: String,
    /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`, told from the content.
    pub media_type: String,
    /// Pixels.
    pub width: u32,
    pub height: u32,
    pub bytes: u32,
    pub added_at: Time,
    pub added_by: String,
}

/// A note with its thread.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NoteView {
    pub id: AnnotationId,
    /// What its pin shows. Counts within the opportunity; stays, whatever is removed.
    pub number: u32,
    /// Null: about the opportunity as a whole.
    pub image: Option<ImageId>,
    /// Null: about the whole image.
    pub shape: Option<Shape>,
    /// As it was written, for editing.
    pub text: String,
    pub blocks: Vec<TextBlock>,
    pub resolved: bool,
    pub written_at: Time,
    pub written_by: String,
    pub edited_at: Option<Time>,
    pub replies: Vec<ReplyView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReplyView {
    pub id: ReplyId,
    pub text: String,
    pub blocks: Vec<TextBlock>,
    pub written_at: Time,
    pub written_by: String,
    pub edited_at: Option<Time>,
}

/// Where on an image, in fractions 0–1 of its width and height from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Shape {
    Point { x: f64, y: f64 },
    Region { x: f64, y: f64, width: f64, height: f64 },
}

/// A note as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NoteForm {
    /// Null: about the opportunity as a whole.
    pub image: Option<ImageId>,
    pub shape: Option<Shape>,
    /// Markdown.
    pub text: String,
}

/// A piece of a text without markup: what to draw, never how in HTML.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TextBlock {
    pub kind: BlockKind,
    /// How many lists and quotations it stands in, at most 6.
    pub depth: u8,
    /// `•` or `3.`; empty but for the first block of an item.
    pub marker: String,
    pub spans: Vec<TextSpan>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    Paragraph,
    Heading,
    Item,
    Quote,
    Code,
    Rule,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct TextSpan {
    /// May hold line breaks.
    pub text: String,
    pub strong: bool,
    pub emphasis: bool,
    pub struck: bool,
    pub code: bool,
    /// http or https only.
    pub url: Option<String>,
}
