//! Which tags a trial came by: a mark before each is written, and looked for in what comes out.
//!
//! Must never keep what is written.

use std::collections::HashSet;

/// Around the number of a step; neither data nor a template can bring these characters.
pub(super) const BEGIN: char = '\u{e00d}';
pub(super) const END: char = '\u{e00e}';

/// The steps that were reached.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub reached: HashSet<usize>,
    /// The last three bytes: a private character has so many.
    last: u32,
    number: Option<usize>,
}

impl std::io::Write for Trace {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for byte in bytes {
            self.last = (self.last << 8 | u32::from(*byte)) & 0x00ff_ffff;
            if self.last == in_bytes(BEGIN) {
                self.number = Some(0);
            } else if self.last == in_bytes(END) {
                self.reached.extend(self.number.take());
            } else if let (Some(number), b'0'..=b'9') = (&mut self.number, byte) {
                *number = number.saturating_mul(10).saturating_add(usize::from(byte - b'0'));
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A private character as UTF-8 has it.
fn in_bytes(private: char) -> u32 {
    let mut bytes = [0; 4];
    let written = private.encode_utf8(&mut bytes);
    written.bytes().fold(0, |all, byte| all << 8 | u32::from(byte))
}
