//! Whether a delivery worked: did what people told about it become less than chance, and did it stay so? Pure: weekly
//! counts and dates go in, a reading with its doubt comes out.
//!
//! Reading order: `week` (what is counted), `window` (which weeks are compared), `dispersion` and `ratio` (how sure two
//! rates differ), `reading` (the verdict), `goal`, `watch` (whether it comes back), `calibration` (how estimates held).
//! `simulate` plants series whose truth is known and counts how often the reading is right; `beta` has the functions of
//! probability that the rest needs.

pub mod beta;
pub mod calibration;
pub mod dispersion;
pub mod goal;
pub mod ratio;
pub mod reading;
pub mod simulate;
pub mod watch;
pub mod week;
pub mod window;
