//! Whether a workbook can be opened without harm. A few kilobytes of zip may unfold to gigabytes, so every part is
//! unfolded here once, keeping nothing, before anything of it is read into memory.

use std::io::{self, Read, Seek};

use zip::ZipArchive;

/// Bytes of the file itself; so many make a list of parts that is still small.
const LARGEST_FILE: u64 = 128 << 20;
/// Parts of a workbook.
const MOST_PARTS: usize = 20_000;
/// Bytes of all parts that are XML, unfolded.
const LARGEST_TEXT: u64 = 768 << 20;
/// Bytes of the parts that hold texts shared between cells, unfolded: a reader holds them all at once.
const LARGEST_STRINGS: u64 = 192 << 20;
/// Bytes from one tag to the next: the longest text that is held at once.
const LONGEST_GAP: u64 = 16 << 20;
/// Texts shared between cells, which a reader holds all at once.
const MOST_STRINGS: u64 = 4_000_000;
/// Styles, sheets, names and whatever else a reader holds all at once.
const MOST_OTHERS: u64 = 200_000;

/// Tags of what is held all at once, without their prefix.
const OTHERS: [&[u8]; 14] = [
    b"xf",
    b"font",
    b"fill",
    b"border",
    b"numFmt",
    b"cellStyle",
    b"dxf",
    b"sheet",
    b"definedName",
    b"Relationship",
    b"Override",
    b"Default",
    b"rPr",
    b"workbookPr",
];

/// Why a workbook isn't opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harm {
    NoZip,
    TooLarge,
    /// What spreadsheet programs never write.
    Strange,
}

/// Unfolds every part of `source` and looks at its tags. `stop` is asked between pieces.
pub(super) fn look(source: &mut (impl Read + Seek), stop: &dyn Fn() -> bool) -> io::Result<Result<(), Harm>> {
    if source.seek(io::SeekFrom::End(0))? > LARGEST_FILE {
        return Ok(Err(Harm::TooLarge));
    }
    source.seek(io::SeekFrom::Start(0))?;
    let Ok(mut zip) = ZipArchive::new(&mut *source) else { return Ok(Err(Harm::NoZip)) };
    if zip.len() > MOST_PARTS {
        return Ok(Err(Harm::TooLarge));
    }
    // What an honest file says of itself; a lying one is found out below.
    if told_bytes(&mut zip) > LARGEST_TEXT {
        return Ok(Err(Harm::TooLarge));
    }
    let mut seen = Seen::default();
    for place in 0..zip.len() {
        let Ok(mut part) = zip.by_index(place) else { return Ok(Err(Harm::NoZip)) };
        let Ok(name) = part.name().map(|name| name.to_ascii_lowercase()) else { return Ok(Err(Harm::NoZip)) };
        if !is_text(&name) {
            continue;
        }
        let mut tags = Tags::default();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = match part.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(_) => return Ok(Err(Harm::NoZip)),
            };
            if let Err(harm) = tags.see(buffer.get(..read).unwrap_or_default(), &mut seen) {
                return Ok(Err(harm));
            }
            if stop() {
                return Ok(Ok(()));
            }
        }
    }
    Ok(Ok(()))
}

/// How many bytes all parts that are XML have unfolded, as the file tells.
fn told_bytes(zip: &mut ZipArchive<impl Read + Seek>) -> u64 {
    let sizes = (0..zip.len()).filter_map(|place| {
        let part = zip.by_index_raw(place).ok()?;
        let is_text = part.name().is_ok_and(|name| is_text(&name.to_ascii_lowercase()));
        is_text.then(|| part.size())
    });
    sizes.fold(0, u64::saturating_add)
}

fn is_text(name: &str) -> bool {
    name.ends_with(".xml") || name.ends_with(".rels")
}

/// Counted over all parts.
#[derive(Default)]
struct Seen {
    bytes: u64,
    /// Of the parts with shared texts.
    shared: u64,
    strings: u64,
    others: u64,
}

/// Where we are in one part.
#[derive(Default)]
struct Tags {
    gap: u64,
    /// The beginning of the name of the tag we are in.
    name: Option<Vec<u8>>,
    any: bool,
    shares: bool,
}

impl Tags {
    fn see(&mut self, bytes: &[u8], seen: &mut Seen) -> Result<(), Harm> {
        seen.bytes += bytes.len() as u64;
        for byte in bytes {
            self.gap += 1;
            if *byte == b'<' {
                self.gap = 0;
                self.name = Some(Vec::new());
                continue;
            }
            let Some(name) = &mut self.name else { continue };
            if byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/') && !name.is_empty() || name.len() > 60 {
                let name = self.name.take().unwrap_or_default();
                self.count(&name, seen)?;
            } else {
                name.push(*byte);
            }
        }
        if self.shares {
            seen.shared += bytes.len() as u64;
        }
        if seen.bytes > LARGEST_TEXT || seen.shared > LARGEST_STRINGS || self.gap > LONGEST_GAP {
            return Err(Harm::TooLarge);
        }
        Ok(())
    }

    fn count(&mut self, name: &[u8], seen: &mut Seen) -> Result<(), Harm> {
        // Comments and declarations may hold tags, so what is in them would be counted wrongly.
        if name.starts_with(b"!") || (name.starts_with(b"?") && self.any) {
            return Err(Harm::Strange);
        }
        self.any = true;
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        self.shares |= local == b"si";
        seen.strings += u64::from(local == b"si");
        seen.others += u64::from(OTHERS.contains(&local));
        if seen.strings > MOST_STRINGS || seen.others > MOST_OTHERS {
            return Err(Harm::TooLarge);
        }
        Ok(())
    }
}
