//! Themes: what many short texts are really about, found on this computer alone.
//!
//! ```text
//! text::clean ─▶ embed ─▶ graph ─▶ grouping ─▶ label, parts
//!                                      └──▶ place (what comes later), anew (what a second look suggests)
//! ```
//!
//! Everything here is pure but for [`embed::Model::load`], which reads the model's files, and gives the same result
//! for the same input to the last bit. What takes long can be stopped by a [`course::Course`]. It knows nothing of
//! where texts come from or where themes are kept.

pub mod agreement;
pub mod anew;
pub mod course;
pub mod embed;
pub mod graph;
pub mod grouping;
pub mod label;
pub mod matrix;
pub mod parts;
pub mod place;
pub mod similar;
pub mod text;
pub mod trend;
