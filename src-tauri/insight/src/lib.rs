//! What operations tell about a product. Everything here is pure: records and the time go in, numbers with their reasons
//! come out. It knows nothing of where records come from or where decisions are kept.

pub mod causes;
pub mod flow;
pub mod median;
pub mod pareto;
pub mod problems;
pub mod ratchet;
pub mod standard_changes;
pub mod unrecorded;
pub mod usage;
pub mod wilson;
