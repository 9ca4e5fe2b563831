//! Everything Throughline does, without a window. The window, the command line and the tests all come in
//! through [`api`]. Modules stand in reading order: nouns, sources, store, decisions, numbers, the way out.

pub mod error;
pub mod model;
pub mod sentence;

pub mod child;
pub mod connectors;
pub mod http;
pub mod import;
pub mod mapping;
pub mod schedule;
pub mod secrets;

pub mod journal;
pub mod store;

pub mod score;
pub mod triage;

pub mod audit;

pub mod notes;

pub mod export;
pub mod loopback;
pub mod share;

pub mod digest;

pub mod demo;

pub mod api;
