//! Behaviour through the engine's public door, one binary.

// A test that can't go on says so by panicking; clippy lets only the test functions themselves do it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod canary;
mod comments;
mod compliance;
mod connections;
mod connectors;
mod customers;
mod demo;
mod demo_receipts;
mod demo_workspace;
mod export;
mod highlights;
mod http;
mod http_json;
mod import;
mod import_hostile;
mod import_run;
mod import_workbook;
mod inbox;
mod inbox_demo;
mod looked;
mod mapped;
mod network;
mod opportunities;
mod opportunity_detail;
mod pacing;
mod pull;
mod readme;
mod real_json;
mod real_servers;
mod real_taps;
mod receipts;
mod redmine_tracker;
mod saved_list;
mod schedule;
mod score;
mod secrets;
mod services;
mod store;
mod store_columns;
mod store_scale;
mod taps;
mod theme_bench;
mod theme_corrections;
mod themes;
mod tidy;
mod types;
mod updates;
mod usage;
mod vault;
mod workbench;
