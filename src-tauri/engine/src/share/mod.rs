//! Everything a workspace knows as one open file that any program can read. Pure: `store::open_json` fills it.

pub mod format;
