//! Prometheus Alertmanager: firing alerts are read as signals. Proved against a real Alertmanager 0.25.

mod read;

pub(super) use read::AlertReader;
