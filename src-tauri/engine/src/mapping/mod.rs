//! What a tool's own words mean here: which service a record is about, and which customer it comes from. Rules and
//! signs in, answers out; the store keeps both and applies them to everything it holds.

mod companies;
mod names;
mod place;
mod rules;

pub use companies::{Companies, Match, Told, Why};
pub use names::{bare_domain, domain_of, is_public, plain_company};
pub use place::Place;
pub use rules::{Meaning, Rule, Rules, literal, resembling};
