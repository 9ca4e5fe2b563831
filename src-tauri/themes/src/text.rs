//! What of a text says what it is about.

mod clean;
mod template;
mod words;

pub use clean::clean;
pub use template::template;
pub use words::words;
