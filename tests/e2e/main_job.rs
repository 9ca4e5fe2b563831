//! The main job on real input: pull from the three real tools, triage, score, send to Redmine, see its status
//! come back; and a crash between the send and its answer, which must leave exactly one issue there.
