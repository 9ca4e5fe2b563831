//! What operation teaches: which change caused which incident, how delivery goes, how soon a service is back, what comes
//! back, which changes could be routine, what is used and what may be used instead. Pure: plain structs and the time go
//! in, numbers with their reasons come out. All instants are milliseconds since 1970 in UTC.
//!
//! Reading order: `records`, `facts` and `recognise` (what the tools say), `deliveries` (what reached people at once),
//! `links` (incidents and their causes), `operation` (all of it together), `weeks`, `measure` (from records to a number
//! or to why there is none), `dora` (the five numbers), `restore`; then `problems` (what comes back) and `causes`,
//! `standard_changes`, `ratchet` and `unrecorded` (advice on changes), `usage`, `shifts` and `detours` (how features are
//! used), `flow`.

pub mod causes;
pub mod change_types;
pub mod deliveries;
pub mod detours;
pub mod dora;
pub mod facts;
pub mod flow;
pub mod hours;
pub mod links;
pub mod measure;
mod names;
pub mod operation;
pub mod pareto;
mod pettitt;
pub mod problems;
pub mod ratchet;
pub mod recognise;
pub mod records;
pub mod restore;
pub mod shifts;
pub mod spread;
pub mod standard_changes;
pub mod unrecorded;
pub mod usage;
pub mod weeks;
pub mod wilson;
