//! What the Pulse screen and `throughline pulse` show: how the product behaves in operation.

mod links;
mod metrics;
mod overview;
mod receipts;
mod restore;

pub use links::*;
pub use metrics::*;
pub use overview::*;
pub use receipts::*;
pub use restore::*;
