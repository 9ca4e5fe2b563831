//! Whether two small pictures show the same screen. Letters may be drawn a little differently or stand a few pixels
//! aside; a column that is gone, a panel over another or a region in other colours is something a person would call
//! broken.

use std::collections::BTreeSet;
use std::fmt;

use super::picture::{Colour, Picture};

/// Window pixels of a pixel of the small pictures, in both directions.
pub const SCALE: usize = 6;
/// Pixels of the small pictures of a block: a line of text stays within it when it moves a little.
const BLOCK: usize = 6;
/// How far the mean colour of a block may be off, of 255.
const COLOUR: f32 = 24.0;
/// How far the spread of its lightness may be off. Text on paper changes the mean little, but where it is gone nothing
/// is spread any more.
const SPREAD: f32 = 14.0;
/// So many of a thousand blocks may be off: an age grows, a word is cut a letter earlier. A narrow column of a short
/// table is 18 to 25.
const MAY_BE_OFF: usize = 15;

/// What is broken, for a message.
pub struct Broken {
    /// Column and row of each block that is off.
    blocks: BTreeSet<(usize, usize)>,
    all: usize,
    /// The most that one of them is off.
    colour: f32,
    spread: f32,
}

/// What a person would call broken in `seen`; both pictures are of one size.
pub fn broken(kept: &Picture, seen: &Picture) -> Option<Broken> {
    let (columns, rows) = (kept.width / BLOCK, kept.height / BLOCK);
    let mut broken = Broken { blocks: BTreeSet::new(), all: columns * rows, colour: 0.0, spread: 0.0 };
    for at in (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row))) {
        let (then, now) = (Block::of(kept, at), Block::of(seen, at));
        let (colour, spread) = (then.colour_off(&now), (then.spread - now.spread).abs());
        if colour > COLOUR || spread > SPREAD {
            broken.blocks.insert(at);
            broken.colour = broken.colour.max(colour);
            broken.spread = broken.spread.max(spread);
        }
    }
    (broken.blocks.len() * 1_000 > MAY_BE_OFF * broken.all).then_some(broken)
}

impl Broken {
    /// Left, top, width and height of the largest connected place, in window pixels.
    pub fn place(&self) -> (usize, usize, usize, usize) {
        let largest = self.largest();
        let span = |of: fn(&(usize, usize)) -> usize| {
            let ends = largest.iter().map(of).fold((usize::MAX, 0), |(low, high), at| (low.min(at), high.max(at)));
            (ends.0 * BLOCK * SCALE, (ends.1 + 1) * BLOCK * SCALE)
        };
        let ((left, right), (top, bottom)) = (span(|at| at.0), span(|at| at.1));
        (left, top, right - left, bottom - top)
    }

    /// Blocks with one between them belong together: a list is one place, although there is paper between its columns.
    fn largest(&self) -> BTreeSet<(usize, usize)> {
        let mut left = self.blocks.clone();
        let mut largest = BTreeSet::new();
        while let Some(first) = left.pop_first() {
            let (mut place, mut waiting) = (BTreeSet::from([first]), vec![first]);
            while let Some((column, row)) = waiting.pop() {
                let near = |at: &(usize, usize)| at.0.abs_diff(column) <= 2 && at.1.abs_diff(row) <= 2;
                let found: Vec<_> = left.iter().copied().filter(near).collect();
                for at in found {
                    left.remove(&at);
                    place.insert(at);
                    waiting.push(at);
                }
            }
            if place.len() > largest.len() {
                largest = place;
            }
        }
        largest
    }

    /// Frames in the picture of the window everything that is off.
    pub fn mark(&self, window: &mut Picture) {
        const FRAME: Colour = [230, 0, 90];
        let side = BLOCK * SCALE;
        for (column, row) in &self.blocks {
            let (left, top) = (column * side, row * side);
            for step in 0..side {
                for (x, y) in [(step, 0), (step, side - 1), (0, step), (side - 1, step)] {
                    let at = (top + y) * window.width + left + x;
                    window.pixels[at] = FRAME;
                }
            }
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, top, width, height) = self.place();
        write!(
            out,
            "{} of {} blocks are off ({MAY_BE_OFF} of 1000 may be), most of them in the {width} × {height} pixels \
             from {left}, {top}; colours by up to {:.0} of 255 ({COLOUR} may be), contrast by up to {:.0} ({SPREAD} \
             may be)",
            self.blocks.len(),
            self.all,
            self.colour,
            self.spread
        )
    }
}

/// What is compared of a block.
struct Block {
    colour: [f32; 3],
    /// The standard deviation of the lightness.
    spread: f32,
}

impl Block {
    fn of(picture: &Picture, (column, row): (usize, usize)) -> Block {
        const PIXELS: f32 = (BLOCK * BLOCK) as f32;
        let (mut colour, mut light, mut squares) = ([0.0; 3], 0.0, 0.0);
        for (x, y) in (0..BLOCK).flat_map(|y| (0..BLOCK).map(move |x| (x, y))) {
            let here = picture.at(column * BLOCK + x, row * BLOCK + y).map(f32::from);
            for (sum, value) in colour.iter_mut().zip(here) {
                *sum += value / PIXELS;
            }
            let lightness = 0.3 * here[0] + 0.6 * here[1] + 0.1 * here[2];
            light += lightness / PIXELS;
            squares += lightness * lightness / PIXELS;
        }
        // Rounding may leave a little less than nothing.
        Block { colour, spread: (squares - light * light).max(0.0).sqrt() }
    }

    fn colour_off(&self, other: &Block) -> f32 {
        self.colour.iter().zip(other.colour).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const PAPER: Colour = [255, 255, 255];
    const INK: Colour = [30, 32, 40];
    const ALL: &[usize] = &[0, 1, 2, 3, 4];

    fn paint(window: &mut Picture, (left, top, width, height): (usize, usize, usize, usize), colour: Colour) {
        for y in top..top + height {
            window.pixels[y * window.width + left..][..width].fill(colour);
        }
    }

    /// A window with a sidebar, a table of those columns, and a button; everything but the sidebar `aside` pixels to the
    /// right and down.
    fn window(columns: &[usize], aside: usize) -> Picture {
        let mut window = Picture { width: 1440, height: 900, pixels: vec![PAPER; 1440 * 900] };
        paint(&mut window, (0, 0, 208, 900), [244, 244, 242]);
        paint(&mut window, (1320 + aside, 12 + aside, 100, 28), [40, 80, 210]);
        for row in 0..24 {
            for column in columns {
                // Words are strokes.
                for stroke in 0..32 {
                    let at = (240 + column * 236 + stroke * 6 + aside, 80 + row * 32 + aside, 2, 11);
                    paint(&mut window, at, INK);
                }
            }
        }
        window
    }

    fn verdict(seen: &Picture) -> Option<Broken> {
        broken(&window(ALL, 0).smaller(SCALE).in_few_colours(), &seen.smaller(SCALE))
    }

    /// As if drawn by another library: each colour is off by up to 11, each time otherwise.
    fn noisy(mut window: Picture) -> Picture {
        let mut state = 1_u32;
        for value in window.pixels.as_flattened_mut() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *value = value.saturating_add_signed((state >> 24) as i8 / 11);
        }
        window
    }

    fn painted(place: (usize, usize, usize, usize), colour: Colour) -> Picture {
        let mut window = window(ALL, 0);
        paint(&mut window, place, colour);
        window
    }

    fn inverted() -> Picture {
        let window = window(ALL, 0);
        Picture { pixels: window.pixels.iter().map(|one| one.map(|value| 255 - value)).collect(), ..window }
    }

    #[rstest]
    #[case::the_same(window(ALL, 0))]
    #[case::noise(noisy(window(ALL, 0)))]
    #[case::everything_a_pixel_aside(window(ALL, 1))]
    #[case::a_few_words_changed(painted((240, 80, 100, 100), PAPER))]
    fn what_a_person_would_not_see_passes(#[case] seen: Picture) {
        assert_eq!(verdict(&seen).map(|broken| broken.to_string()), None);
    }

    #[rstest]
    #[case::a_column_gone(window(&[0, 1, 3, 4], 0), (712, 80, 192, 747))]
    #[case::the_list_gone(window(&[], 0), (240, 80, 1136, 747))]
    #[case::a_panel_over_it(painted((900, 300, 400, 300), [250, 250, 250]), (900, 300, 400, 300))]
    #[case::a_region_of_another_hue(painted((0, 0, 208, 900), [255, 238, 200]), (0, 0, 208, 900))]
    #[case::dark_instead_of_light(inverted(), (0, 0, 1440, 900))]
    fn what_a_person_would_call_broken_fails(#[case] seen: Picture, #[case] there: (usize, usize, usize, usize)) {
        let (left, top, width, height) = verdict(&seen).expect("it is broken").place();
        let side = BLOCK * SCALE;
        assert!(left.abs_diff(there.0) <= side && top.abs_diff(there.1) <= side, "from {left}, {top}");
        assert!(width.abs_diff(there.2) <= 2 * side && height.abs_diff(there.3) <= 2 * side, "{width} × {height}");
    }

    #[test]
    fn the_message_says_where_and_by_how_much() {
        let broken = verdict(&painted((0, 0, 216, 900), INK)).expect("it is broken");
        assert_eq!(
            broken.to_string(),
            "150 of 1000 blocks are off (15 of 1000 may be), most of them in the 216 × 900 pixels from 0, 0; colours by \
             up to 218 of 255 (24 may be), contrast by up to 3 (14 may be)"
        );
    }

    #[test]
    fn marks_frame_what_is_off() {
        let mut seen = painted((0, 0, 216, 900), INK);
        verdict(&seen).expect("it is broken").mark(&mut seen);
        assert_eq!(
            [seen.at(0, 0), seen.at(1, 1), seen.at(215, 5), seen.at(216, 5)],
            [[230, 0, 90], INK, [230, 0, 90], PAPER]
        );
    }
}
