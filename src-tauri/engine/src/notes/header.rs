//! What an image file says of itself: its kind and its size in pixels, read from its headers. No pixel is decoded here, so
//! a file that claims to be huge costs nothing; that it is whole is told from its structure.

use crate::error::{Problem, Result};

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 20_000_000;
/// Most pixels; drawn, each takes four bytes of memory.
const MOST_PIXELS: u64 = 50_000_000;

/// Told from the content; a file's name says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub media_type: &'static str,
    /// Pixels, neither is 0.
    pub width: u32,
    pub height: u32,
}

/// Reads PNG, JPEG, GIF and WebP. Anything else, what is cut off and what is too large is refused with the reason.
pub fn read(bytes: &[u8]) -> Result<Header> {
    if bytes.is_empty() {
        return Err(refused("The file is empty."));
    }
    if bytes.len() > MOST_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    let (media_type, found) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        ("image/png", png(bytes))
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        ("image/jpeg", jpeg(bytes))
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        ("image/gif", gif(bytes))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        ("image/webp", webp(bytes))
    } else {
        return Err(refused("The file isn't a PNG, JPEG, GIF or WebP image, whatever its name says."));
    };
    let Some((width, height)) = found else {
        return Err(refused("The image is damaged or cut off."));
    };
    if width == 0 || height == 0 {
        return Err(refused("The image says it has no pixels."));
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(refused(format!("The image has {width} × {height} pixels; at most 50 million fit."))
            .todo("Make it smaller, or cut out the part that matters."));
    }
    Ok(Header { media_type, width, height })
}

/// For a file of so many bytes.
pub fn too_large(bytes: u64) -> Problem {
    let megabytes = bytes.div_ceil(1_000_000);
    refused(format!("The image has {megabytes} MB; at most 20 MB fit."))
        .todo("Make it smaller, or cut out the part that matters.")
}

fn refused(what: impl Into<String>) -> Problem {
    Problem::bad_input(what).kept("Nothing was attached.").todo("Choose another image.")
}

type Size = Option<(u32, u32)>;

/// Chunks of length, name, content and checksum: IHDR first, IEND last, all inside the file.
fn png(bytes: &[u8]) -> Size {
    let (mut at, mut size, mut has_pixels) = (8, None, false);
    loop {
        let length = usize::try_from(big(bytes, at)?).ok()?;
        let name = bytes.get(at + 4..at + 8)?;
        let content = bytes.get(at + 8..)?.get(..length)?;
        at = at.checked_add(12)?.checked_add(length)?;
        if at > bytes.len() {
            return None;
        }
        match (name, size) {
            (b"IHDR", None) if length == 13 => size = Some((big(content, 0)?, big(content, 4)?)),
            (_, None) => return None,
            (b"IDAT", _) => has_pixels = true,
            (b"IEND", size) => return size.filter(|_| has_pixels),
            _ => {}
        }
    }
}

/// Segments up to the frame header; the end mark must follow somewhere.
fn jpeg(bytes: &[u8]) -> Size {
    let mut at = 2;
    let mut size = None;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let mark = *bytes.get(at + 1)?;
        match mark {
            // Marks may be filled up, and some stand alone.
            0xff => {
                at += 1;
                continue;
            }
            0x01 | 0xd0..=0xd8 => {
                at += 2;
                continue;
            }
            0xd9 => return None,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(pair(bytes, at + 2)?));
        let content = bytes.get(at + 4..(at + 2).checked_add(length)?)?;
        match mark {
            // SOF0 to SOF15, but the tables of Huffman and arithmetic coding.
            0xc0..=0xcf if !matches!(mark, 0xc4 | 0xc8 | 0xcc) => {
                let (height, width) = (u16::from_be_bytes(pair(content, 1)?), u16::from_be_bytes(pair(content, 3)?));
                size = Some((u32::from(width), u32::from(height)));
            }
            0xda => {
                let ends = bytes.get(at + 2 + length..)?.windows(2).any(|two| two == [0xff, 0xd9]);
                return size.filter(|_| ends);
            }
            _ => {}
        }
        at += 2 + length;
    }
}

/// The screen's size and every frame's; blocks up to the trailer.
fn gif(bytes: &[u8]) -> Size {
    let palette = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let (mut width, mut height) = (little(bytes, 6)?, little(bytes, 8)?);
    let mut at = 13 + palette(*bytes.get(10)?);
    let mut frames = 0;
    loop {
        match *bytes.get(at)? {
            0x21 => at = after_blocks(bytes, at + 2)?,
            0x2c => {
                // A frame that reaches beyond the screen makes it larger.
                width = width.max(little(bytes, at + 1)?.saturating_add(little(bytes, at + 5)?));
                height = height.max(little(bytes, at + 3)?.saturating_add(little(bytes, at + 7)?));
                let table = palette(*bytes.get(at + 9)?);
                at = after_blocks(bytes, at + 11 + table)?;
                frames += 1;
            }
            0x3b if frames > 0 => return Some((u32::from(width), u32::from(height))),
            _ => return None,
        }
    }
}

/// Behind a row of blocks, each with its length before it, and the empty one that ends them.
fn after_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

/// The canvas of the extended form, else the one frame's size; everything that is announced must be there.
fn webp(bytes: &[u8]) -> Size {
    let announced = usize::try_from(u32::from_le_bytes(four(bytes, 4)?)).ok()?;
    let whole = bytes.get(8..)?.get(..announced)?;
    let length = usize::try_from(u32::from_le_bytes(four(whole, 8)?)).ok()?;
    let content = whole.get(12..)?.get(..length)?;
    match whole.get(4..8)? {
        b"VP8X" => {
            let three = |at: usize| {
                Some(u32::from_le_bytes([*content.get(at)?, *content.get(at + 1)?, *content.get(at + 2)?, 0]))
            };
            Some((three(4)? + 1, three(7)? + 1))
        }
        b"VP8L" if content.first() == Some(&0x2f) => {
            let bits = u32::from_le_bytes(four(content, 1)?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8 " if content.get(3..6) == Some(&[0x9d, 0x01, 0x2a]) => {
            Some((u32::from(little(content, 6)? & 0x3fff), u32::from(little(content, 8)? & 0x3fff)))
        }
        _ => None,
    }
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(four(bytes, at)?))
}

fn little(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(pair(bytes, at)?))
}

fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}

fn pair(bytes: &[u8], at: usize) -> Option<[u8; 2]> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
        let [w, h] = [width.to_be_bytes(), height.to_be_bytes()];
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, h[0], h[1], w[0], w[1]];
        bytes.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3, 0xff, 0xd9]);
        bytes
    }

    const GIF: &[u8] = b"GIF89a\x03\x00\x02\x00\x80\x00\x00aaabbb\x21\xf9\x04\x00\x00\x00\x00\x00\x2c\x01\x00\x00\x00\x03\x00\x02\x00\x00\x02\x02\x4c\x01\x00\x3b";

    fn webp_of(chunk: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = |n: usize| u32::try_from(n).expect("is short").to_le_bytes();
        let mut bytes = b"RIFF".to_vec();
        bytes.extend(length(content.len() + 12));
        bytes.extend(b"WEBP");
        bytes.extend(chunk);
        bytes.extend(length(content.len()));
        bytes.extend(content);
        bytes
    }

    #[test]
    fn each_kind_tells_its_size() {
        let told = |bytes: &[u8]| read(bytes).map(|header| (header.media_type, header.width, header.height));
        assert_eq!(told(&jpeg_of(640, 480)), Ok(("image/jpeg", 640, 480)));
        assert_eq!(told(GIF), Ok(("image/gif", 4, 2)));
        let lossy = [0, 0, 0, 0x9d, 0x01, 0x2a, 0x20, 0x03, 0x58, 0x02];
        assert_eq!(told(&webp_of(b"VP8 ", &lossy)), Ok(("image/webp", 800, 600)));
        assert_eq!(told(&webp_of(b"VP8L", &[0x2f, 0x07, 0x40, 0x01, 0x00])), Ok(("image/webp", 8, 6)));
        assert_eq!(told(&webp_of(b"VP8X", &[0, 0, 0, 0, 9, 0, 0, 4, 0, 0])), Ok(("image/webp", 10, 5)));
    }

    #[test]
    fn what_is_cut_off_is_refused_wherever_it_is_cut() {
        for whole in [jpeg_of(640, 480), GIF.to_vec(), webp_of(b"VP8L", &[0x2f, 0x07, 0x40, 0x01, 0x00])] {
            for end in 0..whole.len() {
                assert!(read(&whole[..end]).is_err(), "{end} of {whole:?}");
            }
        }
        assert!(read(&jpeg_of(0, 480)).is_err_and(|problem| problem.what.contains("no pixels")));
        assert!(read(&jpeg_of(65_535, 65_535)).is_err_and(|problem| problem.what.contains("50 million")));
    }

    proptest! {
        #[test]
        fn no_bytes_do_harm(kind in 0..4_usize, rest in prop::collection::vec(any::<u8>(), 0..200)) {
            let begin: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"\xff\xd8\xff", b"GIF89a", b"RIFF\x20\0\0\0WEBPVP8X"];
            let _ = read(&[begin[kind], &rest].concat());
        }
    }
}
