//! Themes: what many short texts are really about.

pub mod embed;
pub mod matrix;
