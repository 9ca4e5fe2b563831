//! The columns as one file: a line that says what it is, the stamp of the workspace it was taken from, the
//! rows, the snoozes, the revenues, the themes, and a checksum over it all. Numbers are little-endian.

use std::path::Path;

use super::columns::{Columns, Row};
use crate::model::Time;

/// Changed whenever the format or the meaning of a row changes.
const MAGIC: &[u8; 8] = b"TLCOLS02";

/// Writes beside the target and renames, so that a reader finds a whole file or none.
pub(super) fn write(path: &Path, stamp: &str, columns: &Columns) -> std::io::Result<()> {
    let unfinished = path.with_extension("columns-new");
    std::fs::write(&unfinished, encode(columns, stamp))?;
    std::fs::rename(unfinished, path)
}

fn encode(columns: &Columns, stamp: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 + columns.rows.len() * Row::BYTES + columns.revenues.len() * 9);
    bytes.extend(MAGIC);
    for length in [stamp.len(), columns.rows.len(), columns.snoozed.len(), columns.revenues.len(), columns.themes.len()]
    {
        bytes.extend((length as u64).to_le_bytes());
    }
    bytes.extend(stamp.as_bytes());
    for row in &columns.rows {
        bytes.extend(row.to_bytes());
    }
    for (id, until) in &columns.snoozed {
        bytes.extend(id.to_le_bytes());
        bytes.extend(until.0.to_le_bytes());
    }
    for revenue in &columns.revenues {
        bytes.push(u8::from(revenue.is_some()));
        bytes.extend(revenue.unwrap_or_default().to_le_bytes());
    }
    columns.themes.iter().for_each(|theme| bytes.extend(theme.to_le_bytes()));
    let checksum = xxhash_rust::xxh3::xxh3_64(&bytes);
    bytes.extend(checksum.to_le_bytes());
    bytes
}

/// None for anything but a whole snapshot with this stamp.
pub(super) fn decode(bytes: &[u8], stamp: &str) -> Option<Columns> {
    let (content, checksum) = bytes.split_last_chunk::<8>()?;
    let mut rest = content.strip_prefix(MAGIC)?;
    let mut length = || number(&mut rest);
    let [stamp_length, rows, snoozed, revenues, themes] = [length()?, length()?, length()?, length()?, length()?];
    if take(&mut rest, stamp_length)? != stamp.as_bytes() {
        return None;
    }
    if xxhash_rust::xxh3::xxh3_64(content).to_le_bytes() != *checksum {
        return None;
    }
    let (rows, _) = take(&mut rest, rows.checked_mul(Row::BYTES)?)?.as_chunks::<{ Row::BYTES }>();
    let (snoozed, _) = take(&mut rest, snoozed.checked_mul(12)?)?.as_chunks::<12>();
    let (revenues, _) = take(&mut rest, revenues.checked_mul(9)?)?.as_chunks::<9>();
    let (themes, _) = take(&mut rest, themes.checked_mul(4)?)?.as_chunks::<4>();
    Some(Columns {
        rows: rows.iter().map(Row::from_bytes).collect(),
        snoozed: snoozed
            .iter()
            .map(|[a, b, c, d, until @ ..]| (u32::from_le_bytes([*a, *b, *c, *d]), Time(i64::from_le_bytes(*until))))
            .collect(),
        revenues: revenues
            .iter()
            .map(|[known, revenue @ ..]| (*known != 0).then(|| i64::from_le_bytes(*revenue)))
            .collect(),
        products: Vec::new(),
        themes: themes.iter().map(|theme| u32::from_le_bytes(*theme)).collect(),
    })
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    let (bytes, left) = rest.split_first_chunk::<8>()?;
    *rest = left;
    usize::try_from(u64::from_le_bytes(*bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some_columns() -> Columns {
        Columns {
            rows: vec![Row::default(), Row { happened: 7, service: 8, customer: 9, connection: 10, ..Row::default() }],
            snoozed: [(2, Time(123_456_789))].into(),
            revenues: vec![None, Some(-5), Some(184_000)],
            products: Vec::new(),
            themes: vec![0, 7, super::super::columns::NO_THEME],
        }
    }

    #[test]
    fn reads_back_with_its_stamp_only() {
        let bytes = encode(&some_columns(), "stamp");
        assert_eq!(decode(&bytes, "stamp"), Some(some_columns()));
        assert_eq!(decode(&bytes, "other"), None);
        assert_eq!(decode(b"", "stamp"), None);
    }

    proptest! {
        #[test]
        fn damage_anywhere_is_noticed(at in 0_usize..200, flip in 1_u8..) {
            let mut bytes = encode(&some_columns(), "stamp");
            let at = at % bytes.len();
            bytes[at] ^= flip;
            prop_assert_eq!(decode(&bytes, "stamp"), None);
            bytes.truncate(at);
            prop_assert_eq!(decode(&bytes, "stamp"), None);
        }
    }
}
