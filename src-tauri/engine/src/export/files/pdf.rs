//! A table as PDF, A4 across. Its font is DejaVu Sans, of which only the used letters go into the file: Latin, Greek,
//! Cyrillic and more, written from left to right. What it can't show becomes □, and the page says so.

use std::collections::BTreeSet;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use ttf_parser::Face;

use super::sheet::{Cell, Report, Sheet};
use crate::error::{Problem, Result};

const FONT: &[u8] = include_bytes!("../../../assets/fonts/DejaVuSans.ttf");

/// Points: A4 lying on its side, and its margin.
const WIDTH: f32 = 842.0;
const HEIGHT: f32 = 595.0;
const MARGIN: f32 = 40.0;
/// Between two cells, and above and below a row.
const GAP: f32 = 8.0;
const PAD: f32 = 5.0;
/// From margin to margin.
const WHOLE: f32 = WIDTH - 2.0 * MARGIN;
const TITLE: f32 = 16.0;
/// The title of one table of several.
const PART: f32 = 11.5;
const TEXT: f32 = 8.5;
const SMALL: f32 = 7.0;
/// From one line to the next, in sizes of the font.
const LEADING: f32 = 1.35;
/// Lines of one cell; longer texts end in ….
const MOST_LINES: usize = 8;
/// Stands for a letter that the font doesn't have.
const MISSING: char = '□';

const INK: (u8, u8, u8) = (27, 29, 34);
const SOFT: (u8, u8, u8) = (91, 96, 112);
const LINE: (u8, u8, u8) = (220, 223, 230);
const BAND: (u8, u8, u8) = (201, 211, 247);
const MARK: (u8, u8, u8) = (58, 91, 217);

/// The whole file.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>> {
    written(&sheet.title, |pages| {
        pages.heading(&sheet.title, TITLE, &sheet.lead, lacking(sheet, pages.letters));
        pages.table(sheet);
    })
}

/// The same of several tables, each under a title of its own.
pub fn pdf_report(report: &Report) -> Result<Vec<u8>> {
    written(&report.title, |pages| {
        let lacking = report.parts.iter().any(|part| lacking(part, pages.letters));
        pages.heading(&report.title, TITLE, &report.lead, lacking);
        for part in &report.parts {
            pages.y += PART;
            pages.keep_together(part);
            pages.heading(&part.title, PART, &part.lead, false);
            pages.table(part);
        }
    })
}

fn written(title: &str, fill: impl FnOnce(&mut Pages<'_, '_>)) -> Result<Vec<u8>> {
    let unusable = || Problem::system("The font of the PDF can't be read.").kept("Nothing was written.");
    let letters = Letters {
        face: Face::parse(FONT, 0).map_err(|_| unusable())?,
        font: Font::new(FONT.to_vec().into(), 0).ok_or_else(unusable)?,
    };
    let mut pages = Pages { letters: &letters, done: Vec::new(), page: Vec::new(), y: MARGIN };
    fill(&mut pages);
    pages.done.push(pages.page);
    let pages = pages.done;
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(letters.shown(title)).language("en".to_owned()));
    let total = pages.len();
    for (number, page) in pages.into_iter().enumerate() {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(unusable)?;
        let mut drawn = document.start_page_with(settings);
        let mut surface = drawn.surface();
        page.iter().for_each(|mark| mark.draw(&mut surface, &letters));
        let foot = format!("Page {} of {total}", number + 1);
        let at = (WIDTH - MARGIN - letters.width(&foot, SMALL), HEIGHT - MARGIN / 2.0);
        Mark::Text { at, size: SMALL, ink: SOFT, text: foot }.draw(&mut surface, &letters);
        surface.finish();
        drawn.finish();
    }
    document
        .finish()
        .map_err(|error| Problem::system(format!("The PDF can't be written: {error:?}.")).kept("Nothing was written."))
}

/// One thing on a page. Points from the upper left corner; texts stand on their base line.
enum Mark {
    Text { at: (f32, f32), size: f32, ink: (u8, u8, u8), text: String },
    Box { at: (f32, f32), width: f32, height: f32, ink: (u8, u8, u8) },
}

impl Mark {
    fn draw(&self, surface: &mut Surface<'_>, letters: &Letters<'_>) {
        let (Mark::Text { ink, .. } | Mark::Box { ink, .. }) = self;
        surface.set_fill(Some(Fill { paint: rgb::Color::new(ink.0, ink.1, ink.2).into(), ..Fill::default() }));
        match self {
            Mark::Text { at, size, text, .. } => {
                let from = Point::from_xy(at.0, at.1);
                surface.draw_text(from, letters.font.clone(), *size, text, false, TextDirection::LeftToRight);
            }
            Mark::Box { at, width, height, .. } => {
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(at.0, at.1, *width, *height) {
                    path.push_rect(rect);
                }
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
            }
        }
    }
}

struct Letters<'f> {
    face: Face<'f>,
    font: Font,
}

impl Letters<'_> {
    /// The text in one line, with □ for each letter that can't be shown.
    fn shown(&self, text: &str) -> String {
        let words: Vec<&str> =
            text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
        words.join(" ").chars().map(|c| if self.has(c) { c } else { MISSING }).collect()
    }

    fn lacks(&self, text: &str) -> bool {
        text.chars().any(|c| !c.is_whitespace() && !c.is_control() && !self.has(c))
    }

    fn has(&self, c: char) -> bool {
        // Letters from right to left would need an order of their own; marks of direction show nothing.
        let other_direction = matches!(c, '\u{590}'..='\u{8ff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}');
        !other_direction && self.face.glyph_index(c).is_some()
    }

    /// In points, letter by letter.
    fn width(&self, text: &str, size: f32) -> f32 {
        let advance = |c: char| self.face.glyph_index(c).and_then(|glyph| self.face.glyph_hor_advance(glyph));
        let units: f32 = text.chars().map(|c| f32::from(advance(c).unwrap_or(0))).sum();
        units * size / f32::from(self.face.units_per_em())
    }

    /// The text in lines of at most `width`, a word too long for one is cut.
    fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in self.shown(text).split(' ') {
            let spaced = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&spaced, size) <= width {
                line = spaced;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                line.push(c);
                if self.width(&line, size) > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, c.to_string()));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        if lines.len() > MOST_LINES {
            lines.truncate(MOST_LINES);
            if let Some(last) = lines.last_mut() {
                last.pop();
                last.push('…');
            }
        }
        lines
    }
}

/// Pages being filled from the top.
struct Pages<'l, 'f> {
    letters: &'l Letters<'f>,
    done: Vec<Vec<Mark>>,
    page: Vec<Mark>,
    /// How far the present page is filled.
    y: f32,
}

fn lacking(sheet: &Sheet, letters: &Letters<'_>) -> bool {
    let cells: BTreeSet<&str> =
        sheet.rows.iter().flatten().flat_map(|cell| [cell.text.as_str(), cell.under.as_str()]).collect();
    letters.lacks(&sheet.title)
        || sheet.lead.iter().any(|sentence| letters.lacks(sentence))
        || cells.into_iter().any(|text| letters.lacks(text))
}

impl Pages<'_, '_> {
    /// A title with its sentences; `lacking` says that some letters can't be shown.
    fn heading(&mut self, title: &str, size: f32, lead: &[String], lacking: bool) {
        self.paragraph(title, size, INK, WHOLE);
        for sentence in lead {
            self.paragraph(sentence, TEXT, SOFT, WHOLE);
        }
        if lacking {
            let note = format!(
                "{MISSING} stands for letters that this file's font doesn't have; the page in HTML shows them."
            );
            self.paragraph(&note, TEXT, SOFT, WHOLE);
        }
    }

    fn table(&mut self, sheet: &Sheet) {
        self.y += GAP;
        self.heads(sheet);
        for row in &sheet.rows {
            self.row(sheet, row);
        }
        if sheet.rows.is_empty() {
            self.paragraph(&sheet.empty, TEXT, SOFT, WHOLE);
        }
    }

    /// Begins a page when title, sentences, heads and first row don't fit on this one.
    fn keep_together(&mut self, part: &Sheet) {
        let lines: usize = part.lead.iter().map(|sentence| self.letters.lines(sentence, TEXT, WHOLE).len()).sum();
        let first = part.rows.first().map_or(0.0, |row| self.height(part, row));
        let heads = SMALL * LEADING + 2.0 * PAD;
        let needed = PART * LEADING + lines as f32 * TEXT * LEADING + GAP + heads + first;
        if self.y + needed > HEIGHT - MARGIN && !self.page.is_empty() {
            self.done.push(std::mem::take(&mut self.page));
            self.y = MARGIN;
        }
    }

    fn text(&mut self, x: f32, size: f32, ink: (u8, u8, u8), text: String) {
        self.page.push(Mark::Text { at: (x, self.y + size), size, ink, text });
        self.y += size * LEADING;
    }

    fn paragraph(&mut self, text: &str, size: f32, ink: (u8, u8, u8), width: f32) {
        for line in self.letters.lines(text, size, width) {
            self.text(MARGIN, size, ink, line);
        }
    }

    fn rule(&mut self) {
        self.page.push(Mark::Box { at: (MARGIN, self.y), width: WIDTH - 2.0 * MARGIN, height: 0.5, ink: LINE });
    }

    fn heads(&mut self, sheet: &Sheet) {
        let heads: Vec<Cell> = sheet.heads.iter().map(|head| Cell::default().under(head.name.as_str())).collect();
        self.cells(sheet, &heads);
    }

    /// On the next page when it doesn't fit on this one, under the heads again.
    fn row(&mut self, sheet: &Sheet, row: &[Cell]) {
        if self.y + self.height(sheet, row) > HEIGHT - MARGIN {
            self.done.push(std::mem::take(&mut self.page));
            self.y = MARGIN;
            self.heads(sheet);
        }
        self.cells(sheet, row);
    }

    fn height(&self, sheet: &Sheet, row: &[Cell]) -> f32 {
        let one = |(cell, width): (&Cell, f32)| {
            let texts = self.letters.lines(&cell.text, TEXT, width).len() as f32 * TEXT * LEADING;
            let unders = self.letters.lines(&cell.under, SMALL, width).len() as f32 * SMALL * LEADING;
            texts + unders + if cell.bar.is_some() { GAP } else { 0.0 }
        };
        row.iter().zip(widths(sheet)).map(one).fold(0.0, f32::max) + 2.0 * PAD
    }

    fn cells(&mut self, sheet: &Sheet, row: &[Cell]) {
        let (top, height) = (self.y, self.height(sheet, row));
        let mut x = MARGIN;
        for ((cell, width), head) in row.iter().zip(widths(sheet)).zip(&sheet.heads) {
            self.y = top + PAD;
            for (text, size, ink) in [(&cell.text, TEXT, INK), (&cell.under, SMALL, SOFT)] {
                for line in self.letters.lines(text, size, width) {
                    let free = if head.right { width - self.letters.width(&line, size) } else { 0.0 };
                    self.text(x + free.max(0.0), size, ink, line);
                }
            }
            if let Some([low, likely, high]) = cell.bar {
                let y = self.y + 1.0;
                let band = ((high - low) * width).max(0.5);
                self.page.push(Mark::Box { at: (x + low * width, y + 1.0), width: band, height: 2.5, ink: BAND });
                self.page.push(Mark::Box { at: (x + likely * (width - 1.0), y), width: 1.0, height: 4.5, ink: MARK });
            }
            x += width + GAP;
        }
        self.y = top + height;
        self.rule();
    }
}

/// What each cell has for its text.
fn widths(sheet: &Sheet) -> impl Iterator<Item = f32> {
    sheet.heads.iter().map(|head| head.share * (WIDTH - 2.0 * MARGIN) - GAP)
}
