//! What operation teaches: which change caused which incident, how delivery goes, how soon a service is back. Pure: it
//! reads plain structs and gives plain structs. All instants are milliseconds since 1970 in UTC.
//!
//! Reading order: `records`, `facts` and `recognise` (what the tools say), `deliveries` (what reached people at once),
//! `links` (incidents and their causes), `operation` (all of it together), `weeks`, `measure` (from records to a number
//! or to why there is none), `dora` (the five numbers), `restore`.

pub mod change_types;
pub mod deliveries;
pub mod dora;
pub mod facts;
pub mod hours;
pub mod links;
pub mod measure;
mod names;
pub mod operation;
pub mod recognise;
pub mod records;
pub mod restore;
pub mod spread;
pub mod weeks;
