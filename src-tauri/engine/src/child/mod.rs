//! The one place that runs other programs: those a person put on this laptop to read a source. They are found by
//! name only, get their configuration in a file that nobody else can read, and end with us.

mod find;
mod logs;
mod papers;
mod process;

pub use find::find;
pub use logs::keep_log;
pub use papers::Papers;
pub use process::{Ended, Process};
