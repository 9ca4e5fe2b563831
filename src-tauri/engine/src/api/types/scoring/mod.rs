//! Scores: the frameworks, what an opportunity is worth in one, formulas people write, what-ifs, and what several people
//! estimate.

mod estimates;
mod formulas;
mod frameworks;
mod one;
mod what_if;

pub use estimates::*;
pub use formulas::*;
pub use frameworks::*;
pub use one::*;
pub use what_if::*;
