//! Rows of a JSON file: a list of objects, an object that holds one such list, or one object a line (NDJSON).
//!
//! The file is cut into its elements by counting brackets, so that it never has to be held whole and one broken
//! element doesn't spoil the others. Each element is then parsed and flattened: `{"a":{"b":1}}` has column `a.b`.

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::node::Node;
use super::scan::{Piece, Scan};
use super::{BrokenRow, Found, MAX_COLUMNS, MAX_FIELD, MAX_NAME, RawRow};

/// Where the rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The file is a list.
    List,
    /// The file is an object, and the list is under these keys, one within the other.
    ListUnder(Vec<String>),
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
    let mut scan = Scan::new(input);
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
        1 => Ok(Layout::ListUnder(lists)),
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
        let mut scan = Scan::new(input);
        scan.skip_space()?;
        match &layout {
            Layout::List => {
                scan.next()?;
            }
            Layout::ListUnder(path) => {
                for (step, wanted) in path.iter().enumerate() {
                    let opens = if step + 1 == path.len() { b'[' } else { b'{' };
                    scan.enter(wanted, opens)?;
                }
                scan.next()?;
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
