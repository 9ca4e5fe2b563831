//! What people write and pin on images: Markdown as a tree without markup, and what an image says of itself. Pure.

pub mod header;
pub mod markdown;
