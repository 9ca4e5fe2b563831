//! What the page writes down about itself while it is driven, and what that says.

use std::collections::BTreeMap;

use serde::Deserialize;
use support::window::Window;

use crate::Outcome;

/// Makes the page write everything down.
pub const SCRIPT: &str = include_str!("frames.js");

/// What was seen since it was last taken. Times are milliseconds since the page began.
#[derive(Deserialize)]
pub struct Seen {
    /// When the page began, in milliseconds since 1970.
    pub origin: f64,
    pub frames: Vec<Frame>,
    /// When keys went down.
    pub keys: Vec<f64>,
}

/// The list of signals as the page held it just before a frame was drawn.
#[derive(Clone, Default, Deserialize)]
pub struct Frame {
    pub at: f64,
    /// How many signals the list has; 0 while there is no list.
    pub total: usize,
    /// The line of the first signal of all, when it is drawn.
    pub top: String,
    /// The place of the selected signal, counted from 1, once its text is there.
    pub active: usize,
    /// The lines in sight without text.
    pub blank: Vec<String>,
}

/// How often and how long rows in sight were blank.
pub struct Blanks {
    /// Of all frames, in percent.
    pub share: f64,
    /// Milliseconds.
    pub longest: f64,
}

pub async fn take(window: &Window) -> Outcome<Seen> {
    let seen = window.script("return window.takeSeen()", vec![]).await?;
    Ok(serde_json::from_value(seen)?)
}

impl Frame {
    /// Every row in sight has its text.
    pub fn is_full(&self) -> bool {
        self.total > 0 && self.blank.is_empty()
    }
}

/// When the first frame from `since` on that `holds` was on the screen for sure: at the frame after it.
pub fn painted(frames: &[Frame], since: f64, holds: impl Fn(&Frame) -> bool) -> Option<f64> {
    let first = frames.iter().position(|frame| frame.at >= since && holds(frame))?;
    frames.get(first + 1).map(|next| next.at)
}

impl Seen {
    /// For keys that each select the next row: milliseconds until that was painted. None if one never was.
    pub fn moves(&self) -> Option<Vec<f64>> {
        let first = self.keys.first()?;
        let before = self.frames.iter().take_while(|frame| frame.at < *first).last()?.active;
        let each = self.keys.iter().zip(before + 1..);
        each.map(|(key, place)| Some(painted(&self.frames, *key, |frame| frame.active >= place)? - key)).collect()
    }

    /// Milliseconds from the last key until a list of `total` signals with `top` as its first was painted.
    pub fn found(&self, total: usize, top: &str) -> Option<f64> {
        let key = self.keys.last()?;
        let holds = |frame: &Frame| frame.is_full() && frame.total == total && frame.top == top;
        Some(painted(&self.frames, *key, holds)? - key)
    }

    pub fn blanks(&self) -> Blanks {
        let mut since: BTreeMap<&str, f64> = BTreeMap::new();
        let (mut with, mut longest) = (0_usize, 0.0_f64);
        for (frame, next) in self.frames.iter().zip(self.frames.iter().skip(1)) {
            since.retain(|line, _| frame.blank.iter().any(|blank| blank == line));
            for line in &frame.blank {
                let began = *since.entry(line).or_insert(frame.at);
                longest = longest.max(next.at - began);
            }
            with += usize::from(!frame.blank.is_empty());
        }
        let shown = self.frames.len().saturating_sub(1).max(1);
        Blanks { share: 100.0 * with as f64 / shown as f64, longest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(at: f64) -> Frame {
        Frame { at, total: 9, top: "signal-3".to_owned(), ..Frame::default() }
    }

    fn seen(frames: Vec<Frame>, keys: &[f64]) -> Seen {
        Seen { origin: 0.0, frames, keys: keys.to_vec() }
    }

    #[test]
    fn a_move_ends_with_the_frame_after_the_row() {
        let at = |at, active| Frame { active, ..frame(at) };
        let frames = vec![at(0.0, 4), at(16.0, 4), at(32.0, 5), at(48.0, 5), at(64.0, 6), at(80.0, 6)];
        assert_eq!(seen(frames.clone(), &[10.0, 40.0]).moves(), Some(vec![38.0, 40.0]));
        assert_eq!(seen(frames, &[10.0, 40.0, 70.0]).moves(), None);
    }

    #[test]
    fn a_search_ends_with_the_whole_result() {
        let result = |at| Frame { total: 2, top: "signal-8".to_owned(), ..frame(at) };
        let half = Frame { blank: vec!["signal-8".to_owned()], ..result(32.0) };
        let typed = seen(vec![frame(0.0), frame(16.0), half, result(48.0), result(64.0)], &[5.0, 20.0]);
        assert_eq!(typed.found(2, "signal-8"), Some(44.0));
        assert_eq!(typed.found(9, "signal-8"), None);
    }

    #[test]
    fn a_row_is_blank_until_its_text_is_there() {
        let blank = |at, lines: &[&str]| Frame { blank: lines.iter().map(ToString::to_string).collect(), ..frame(at) };
        let frames =
            vec![blank(0.0, &[]), blank(16.0, &["a", "b"]), blank(32.0, &["b"]), blank(48.0, &[]), blank(64.0, &[])];
        let blanks = seen(frames, &[]).blanks();
        assert_eq!((blanks.share, blanks.longest), (50.0, 32.0));
    }
}
