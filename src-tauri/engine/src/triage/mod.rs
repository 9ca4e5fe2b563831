//! What the machine can say about signals by itself; people decide.

pub mod passage;
pub mod reading;
pub mod reply;
pub mod similar;
pub mod words;
