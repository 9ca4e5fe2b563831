//! What of a text says what it is about.

mod clean;
mod template;
mod templates;
mod words;

pub use clean::clean;
pub use template::template;
pub use templates::templates;
pub use words::words;
