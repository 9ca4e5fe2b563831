//! Which characters a file's bytes stand for. The whole file is looked at once, because one accent in row
//! 90,000 is enough to tell UTF-8 from Windows-1252.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder};

/// Bytes read from the disk at a time.
const CHUNK: usize = 64 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Windows1252 => "Windows-1252",
        }
    }

    fn decoder(self) -> Decoder {
        match self {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        }
        .new_decoder_with_bom_removal()
    }
}

/// What one look at all bytes tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BytesSeen {
    pub encoding: Encoding,
    /// Some sequences are no UTF-8 although the file is; they become `�`.
    pub damaged: bool,
    /// The first bytes, at most 512.
    pub head: Vec<u8>,
    pub bytes: u64,
    /// Bytes that text never holds.
    pub control: u64,
}

/// Looks at every byte of `input`.
///
/// A byte order mark decides. Without one it is UTF-8 as long as it has more good multi-byte sequences than bad
/// ones; text in Windows-1252 hardly ever forms a good one by chance.
pub fn look(input: &mut impl Read) -> io::Result<BytesSeen> {
    let mut seen = BytesSeen { encoding: Encoding::Utf8, damaged: false, head: Vec::new(), bytes: 0, control: 0 };
    let (mut good, mut bad) = (0u64, 0u64);
    let mut buffer = Vec::with_capacity(CHUNK + 4);
    loop {
        let carried = buffer.len();
        let got = input.by_ref().take(CHUNK as u64).read_to_end(&mut buffer)?;
        let fresh = buffer.get(carried..).unwrap_or_default();
        seen.bytes += got as u64;
        seen.control += fresh.iter().filter(|byte| is_control(**byte)).count() as u64;
        let room = 512usize.saturating_sub(seen.head.len());
        seen.head.extend(fresh.iter().take(room));
        let rest = count_sequences(&buffer, &mut good, &mut bad);
        if got == 0 {
            bad += u64::from(rest > 0);
            break;
        }
        buffer.drain(..buffer.len() - rest);
    }
    seen.encoding = match seen.head.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => Encoding::Utf8,
        [0xFF, 0xFE, ..] => Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => Encoding::Utf16Be,
        _ if bad > 0 && good <= bad => Encoding::Windows1252,
        _ => Encoding::Utf8,
    };
    seen.damaged = seen.encoding == Encoding::Utf8 && bad > 0;
    Ok(seen)
}

fn is_control(byte: u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F)
}

/// Counts good and bad multi-byte sequences; answers how many bytes at the end may be the start of one.
fn count_sequences(mut bytes: &[u8], good: &mut u64, bad: &mut u64) -> usize {
    loop {
        let (valid, fault) = match std::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), None),
            Err(error) => (error.valid_up_to(), Some(error.error_len())),
        };
        let (before, after) = bytes.split_at(valid);
        *good += before.iter().filter(|byte| **byte >= 0xC0).count() as u64;
        match fault {
            None => return 0,
            Some(None) => return after.len(),
            Some(Some(length)) => {
                *bad += 1;
                bytes = after.get(length..).unwrap_or_default();
            }
        }
    }
}

/// `input` as UTF-8, without its byte order mark. What can't be decoded becomes `�`.
pub struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    text: Vec<u8>,
    text_at: usize,
    input_ended: bool,
    finished: bool,
}

impl<R: Read> Decoded<R> {
    pub fn new(input: R, encoding: Encoding) -> Self {
        Decoded {
            input,
            decoder: encoding.decoder(),
            raw: Vec::new(),
            raw_at: 0,
            text: Vec::new(),
            text_at: 0,
            input_ended: false,
            finished: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.resize(CHUNK, 0);
        self.text_at = 0;
        let mut written = 0;
        while written == 0 && !self.finished {
            if self.raw_at == self.raw.len() && !self.input_ended {
                self.raw.clear();
                self.raw_at = 0;
                let got = self.input.by_ref().take(CHUNK as u64).read_to_end(&mut self.raw)?;
                self.input_ended = got == 0;
            }
            let raw = self.raw.get(self.raw_at..).unwrap_or_default();
            let (result, read, wrote, _) = self.decoder.decode_to_utf8(raw, &mut self.text, self.input_ended);
            self.raw_at += read;
            written = wrote;
            self.finished = self.input_ended && result == CoderResult::InputEmpty;
        }
        self.text.truncate(written);
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(out.len());
        out.iter_mut().zip(ready).for_each(|(to, from)| *to = *from);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.text_at >= self.text.len() && !self.finished {
            self.refill()?;
        }
        Ok(self.text.get(self.text_at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.text_at = (self.text_at + count).min(self.text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> (Encoding, bool, String) {
        let seen = look(&mut &*bytes).unwrap();
        let mut text = String::new();
        Decoded::new(bytes, seen.encoding).read_to_string(&mut text).unwrap();
        (seen.encoding, seen.damaged, text)
    }

    #[rstest::rstest]
    #[case(b"\xEF\xBB\xBFCaf\xC3\xA9", Encoding::Utf8, false, "Café")]
    #[case(b"Caf\xE9 10 \x80", Encoding::Windows1252, false, "Café 10 €")]
    #[case(b"\xC3\xA9\xC3\xA9 \xFF", Encoding::Utf8, true, "éé \u{FFFD}")]
    #[case(b"\xFF\xFEa\0\xE9\0", Encoding::Utf16Le, false, "aé")]
    #[case(b"\xFE\xFF\0a\0\xE9", Encoding::Utf16Be, false, "aé")]
    #[case(b"\xC3\xA9\xC3\xA9 cut \xC3", Encoding::Utf8, true, "éé cut \u{FFFD}")]
    #[case(b"", Encoding::Utf8, false, "")]
    fn bytes_become_text(#[case] bytes: &[u8], #[case] encoding: Encoding, #[case] damaged: bool, #[case] text: &str) {
        assert_eq!(decode(bytes), (encoding, damaged, text.to_string()));
    }

    #[test]
    fn a_character_on_the_edge_of_a_chunk_is_no_damage() {
        let text = format!("{}é and more é", "x".repeat(CHUNK - 1));
        assert_eq!(decode(text.as_bytes()), (Encoding::Utf8, false, text));
    }
}
