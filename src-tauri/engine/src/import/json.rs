//! Rows of a JSON file: a list of objects, an object that holds one such list, or one object a line (NDJSON).
//!
//! The file is cut into its elements by counting brackets, so that it never has to be held whole and one broken
//! element doesn't spoil the others. Each element is then parsed and flattened: `{"a":{"b":1}}` has column `a.b`.

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::node::Node;
use super::{BrokenRow, Found, MAX_COLUMNS, MAX_DEPTH, MAX_FIELD, MAX_ROW, RawRow};

/// Names longer than this become no column; the row's own text still holds them.
const MAX_NAME: usize = 200;

/// Where the rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The file is a list.
    List,
    /// The file is an object, and the list is under this key.
    ListUnder(String),
    /// One object a line.
    Lines,
    /// Objects one after the other, each over several lines.
    Objects,
}

/// Why no rows can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoLayout {
    /// Neither a list nor an object.
    NotRows,
    /// Lists under these keys; one can't be chosen for the person.
    SeveralLists(Vec<String>),
}

/// Finds the rows. Reads as far as the first value goes.
pub fn locate(input: impl BufRead) -> io::Result<Result<Layout, NoLayout>> {
    let mut scan = Scan { input };
    scan.skip_space()?;
    match scan.peek()? {
        Some(b'[') => return Ok(Ok(Layout::List)),
        Some(b'{') => scan.next()?,
        _ => return Ok(Err(NoLayout::NotRows)),
    };
    let mut lists = Vec::new();
    let mut lines = 0;
    while let Some(key) = scan.key(&mut lines)? {
        if scan.peek()? == Some(b'[') && scan.list_holds_objects(&mut lines)? {
            lists.push(key);
            scan.skip_value(1, &mut lines)?;
        } else {
            scan.skip_value(0, &mut lines)?;
        }
    }
    scan.skip_space()?;
    if scan.peek()?.is_some() {
        return Ok(Ok(if lines == 0 { Layout::Lines } else { Layout::Objects }));
    }
    Ok(match lists.len() {
        0 if lines == 0 => Ok(Layout::Lines),
        0 => Ok(Layout::Objects),
        1 => Ok(Layout::ListUnder(lists.remove(0))),
        _ => Err(NoLayout::SeveralLists(lists)),
    })
}

pub struct JsonRows<R> {
    scan: Scan<R>,
    layout: Layout,
    columns: Vec<String>,
    places: HashMap<String, usize>,
    number: u32,
    ended: bool,
}

impl<R: BufRead> JsonRows<R> {
    pub fn new(input: R, layout: Layout) -> io::Result<Self> {
        let mut scan = Scan { input };
        scan.skip_space()?;
        match &layout {
            Layout::List => {
                scan.next()?;
            }
            Layout::ListUnder(wanted) => {
                scan.next()?;
                let mut lines = 0;
                while let Some(key) = scan.key(&mut lines)? {
                    if key == *wanted && scan.peek()? == Some(b'[') {
                        scan.next()?;
                        break;
                    }
                    scan.skip_value(0, &mut lines)?;
                }
            }
            Layout::Lines | Layout::Objects => {}
        }
        Ok(JsonRows { scan, layout, columns: Vec::new(), places: HashMap::new(), number: 0, ended: false })
    }

    /// The fields met so far, in the order they were met; the first `MAX_COLUMNS` of them.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    pub fn next_row(&mut self) -> io::Result<Option<Found>> {
        if self.ended {
            return Ok(None);
        }
        let Some(piece) = self.piece()? else {
            self.ended = true;
            return Ok(None);
        };
        self.number = self.number.saturating_add(1);
        let raw = String::from_utf8_lossy(&piece.raw).into_owned();
        Ok(Some(match self.read_piece(&piece, &raw) {
            Ok(cells) => Found::Row(RawRow { number: self.number, cells, raw, remark: None }),
            Err(reason) => Found::Broken(BrokenRow { number: self.number, reason, raw }),
        }))
    }

    fn read_piece(&mut self, piece: &Piece, raw: &str) -> Result<Vec<String>, String> {
        if let Some(reason) = &piece.fault {
            return Err(reason.clone());
        }
        let node: Node = serde_json::from_str(raw).map_err(|_| "This is not valid JSON".to_string())?;
        let Node::Object(fields) = node else {
            return Err("A list of objects was expected, and this is none".to_string());
        };
        let mut cells = vec![String::new(); self.columns.len()];
        for (name, node) in fields {
            self.flatten(name, node, &mut cells);
        }
        if cells.iter().any(|cell| cell.len() > MAX_FIELD) {
            return Err(format!("A field is longer than {} MB", MAX_FIELD >> 20));
        }
        Ok(cells)
    }

    /// Depth is bounded by `MAX_DEPTH`, which the scan has checked.
    fn flatten(&mut self, name: String, node: Node, cells: &mut Vec<String>) {
        if name.len() > MAX_NAME {
            return;
        }
        let text = match node {
            Node::Nothing => return,
            Node::Object(fields) => {
                for (inner, node) in fields {
                    self.flatten(format!("{name}.{inner}"), node, cells);
                }
                return;
            }
            other => other.into_text(),
        };
        let place = match self.places.get(&name) {
            Some(place) => *place,
            None if self.columns.len() < MAX_COLUMNS => {
                self.columns.push(name.clone());
                self.places.insert(name, self.columns.len() - 1);
                self.columns.len() - 1
            }
            None => return,
        };
        if cells.len() <= place {
            cells.resize(place + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(place) {
            *cell = text;
        }
    }

    fn piece(&mut self) -> io::Result<Option<Piece>> {
        if self.layout == Layout::Lines {
            return self.scan.line();
        }
        let in_list = self.layout != Layout::Objects;
        loop {
            match self.scan.peek()? {
                None if in_list => {
                    self.ended = true;
                    let fault = Some("The file ends before its list does, so rows may be missing".to_string());
                    return Ok(Some(Piece { raw: Vec::new(), fault }));
                }
                None => return Ok(None),
                Some(b']') if in_list => return Ok(None),
                Some(b',' | b' ' | b'\t' | b'\r' | b'\n') => {
                    self.scan.next()?;
                }
                Some(_) => {
                    let piece = self.scan.value()?;
                    self.ended = self.scan.peek()?.is_none() && piece.fault.is_some();
                    return Ok(Some(piece));
                }
            }
        }
    }
}

/// One element of the list, as bytes.
struct Piece {
    raw: Vec<u8>,
    fault: Option<String>,
}

/// Bytes of the file, understood only as far as brackets and strings go.
struct Scan<R> {
    input: R,
}

impl<R: BufRead> Scan<R> {
    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if byte.is_some() {
            self.input.consume(1);
        }
        Ok(byte)
    }

    fn skip_space(&mut self) -> io::Result<()> {
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
    fn key(&mut self, lines: &mut u32) -> io::Result<Option<String>> {
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
    fn list_holds_objects(&mut self, lines: &mut u32) -> io::Result<bool> {
        self.next()?;
        self.skip_space_counting(lines)?;
        let found = self.peek()? == Some(b'{');
        if !found {
            self.skip_value(1, lines)?;
        }
        Ok(found)
    }

    /// Skips to the end of a value, `open` brackets of which are taken already.
    fn skip_value(&mut self, open: u32, lines: &mut u32) -> io::Result<()> {
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
    fn value(&mut self) -> io::Result<Piece> {
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
    fn line(&mut self) -> io::Result<Option<Piece>> {
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
