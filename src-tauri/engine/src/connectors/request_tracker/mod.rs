//! Request Tracker 5: tickets are read as signals, through its REST 2 interface. Proved against a real 5.0.3.

mod read;
mod texts;

pub(super) use read::TicketReader;
