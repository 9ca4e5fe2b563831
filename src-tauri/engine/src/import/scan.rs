//! A JSON file cut into its elements by counting brackets, without understanding what is in them.

use std::io::{self, BufRead};

use super::{MAX_DEPTH, MAX_NAME, MAX_ROW};

/// One element of the list, as bytes.
pub(super) struct Piece {
    pub(super) raw: Vec<u8>,
    pub(super) fault: Option<String>,
}

/// Bytes of the file, understood only as far as brackets and strings go.
pub(super) struct Scan<R> {
    input: R,
}

impl<R: BufRead> Scan<R> {
    pub(super) fn new(input: R) -> Self {
        Scan { input }
    }

    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    pub(super) fn next(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if byte.is_some() {
            self.input.consume(1);
        }
        Ok(byte)
    }

    pub(super) fn skip_space(&mut self) -> io::Result<()> {
        self.skip_space_counting(&mut 0)
    }

    fn skip_space_counting(&mut self, lines: &mut u32) -> io::Result<()> {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek()? {
            *lines = lines.saturating_add(u32::from(byte == b'\n'));
            self.next()?;
        }
        Ok(())
    }

    /// The next key of the object we are in, with its colon taken; None at the object's end.
    pub(super) fn key(&mut self, lines: &mut u32) -> io::Result<Option<String>> {
        self.skip_space_counting(lines)?;
        while self.peek()? == Some(b',') {
            self.next()?;
            self.skip_space_counting(lines)?;
        }
        if self.peek()? != Some(b'"') {
            self.next()?;
            return Ok(None);
        }
        let mut raw = Vec::new();
        self.string(&mut |byte| {
            if raw.len() <= MAX_NAME {
                raw.push(byte);
            }
        })?;
        self.skip_space_counting(lines)?;
        if self.peek()? == Some(b':') {
            self.next()?;
        }
        self.skip_space_counting(lines)?;
        Ok(Some(serde_json::from_slice(&raw).unwrap_or_default()))
    }

    /// Goes into the object that begins here, up to its value called `wanted` that begins with `opens`.
    pub(super) fn enter(&mut self, wanted: &str, opens: u8) -> io::Result<()> {
        self.next()?;
        let mut lines = 0;
        while let Some(key) = self.key(&mut lines)? {
            if key == wanted && self.peek()? == Some(opens) {
                break;
            }
            self.skip_value(0, &mut lines)?;
        }
        Ok(())
    }

    /// Takes a string with its quotes. False when the file ends in it.
    fn string(&mut self, take: &mut impl FnMut(u8)) -> io::Result<bool> {
        let mut escaped = false;
        let mut opened = false;
        while let Some(byte) = self.next()? {
            take(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' if opened => return Ok(true),
                b'"' => opened = true,
                _ => {}
            }
        }
        Ok(false)
    }

    /// Takes the `[` of a list and says whether an object follows.
    pub(super) fn list_holds_objects(&mut self, lines: &mut u32) -> io::Result<bool> {
        self.next()?;
        self.skip_space_counting(lines)?;
        let found = self.peek()? == Some(b'{');
        if !found {
            self.skip_value(1, lines)?;
        }
        Ok(found)
    }

    /// Skips to the end of a value, `open` brackets of which are taken already.
    pub(super) fn skip_value(&mut self, open: u32, lines: &mut u32) -> io::Result<()> {
        let mut depth = open;
        while let Some(byte) = self.peek()? {
            match byte {
                b'"' => {
                    self.string(&mut |_| ())?;
                    if depth == 0 {
                        return Ok(());
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' if depth == 0 => return Ok(()),
                b'}' | b']' => depth -= 1,
                b'\n' => *lines = lines.saturating_add(1),
                _ => {}
            }
            self.next()?;
            if depth == 0 && matches!(byte, b'}' | b']') {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Takes one value of a list. What is longer than `MAX_ROW` is taken and forgotten.
    pub(super) fn value(&mut self) -> io::Result<Piece> {
        let mut taken = Taken::default();
        let (mut depth, mut deepest) = (0usize, 0usize);
        let mut whole = false;
        while let Some(byte) = self.peek()? {
            if depth == 0 && matches!(byte, b',' | b']' | b'}' | b'\n') {
                whole = true;
                if taken.length == 0 {
                    self.next()?;
                    taken.push(byte);
                }
                break;
            }
            if byte == b'"' {
                if !self.string(&mut |byte| taken.push(byte))? {
                    break;
                }
                continue;
            }
            self.next()?;
            taken.push(byte);
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => continue,
            }
            deepest = deepest.max(depth);
            if depth == 0 {
                whole = true;
                break;
            }
        }
        let fault = if whole {
            taken.too_long().or_else(|| too_deep(deepest))
        } else {
            Some("The file ends in the middle of this row".to_string())
        };
        Ok(Piece { raw: taken.raw, fault })
    }

    /// Takes one line that isn't blank.
    pub(super) fn line(&mut self) -> io::Result<Option<Piece>> {
        self.skip_space()?;
        let mut taken = Taken::default();
        while let Some(byte) = self.next()? {
            if byte == b'\n' {
                break;
            }
            taken.push(byte);
        }
        if taken.length == 0 {
            return Ok(None);
        }
        let fault = taken.too_long().or_else(|| too_deep(depth_of(&taken.raw)));
        Ok(Some(Piece { raw: taken.raw.trim_ascii().to_vec(), fault }))
    }
}

/// The bytes of one element, the first `MAX_ROW` of them.
#[derive(Default)]
struct Taken {
    raw: Vec<u8>,
    length: usize,
}

impl Taken {
    fn push(&mut self, byte: u8) {
        self.length += 1;
        if self.length <= MAX_ROW {
            self.raw.push(byte);
        }
    }

    fn too_long(&self) -> Option<String> {
        (self.length > MAX_ROW).then(|| format!("This row is longer than {} MB", MAX_ROW >> 20))
    }
}

fn too_deep(depth: usize) -> Option<String> {
    (depth > MAX_DEPTH).then(|| format!("It is nested more than {MAX_DEPTH} levels deep"))
}

/// The most brackets open at once, strings left aside.
fn depth_of(raw: &[u8]) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0usize, 0usize, false, false);
    for byte in raw {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
