//! The records of a zip file as they lie in it (PKWARE APPNOTE 6.3.10): little-endian numbers behind a signature.
//!
//! ```text
//! 50 4B 03 04  14 00  00 08  08 00  6D 58 …   a local header: version, flags (bit 11: UTF-8), method 8
//! ```

use chrono::{NaiveDate, NaiveDateTime};

use crate::intake::name::Name;

/// Signature of a local header.
pub const LOCAL: [u8; 4] = *b"PK\x03\x04";
/// Signature of an entry of the central directory.
pub const CENTRAL: [u8; 4] = *b"PK\x01\x02";
/// Signature of the end record.
pub const END: [u8; 4] = *b"PK\x05\x06";
/// Signature of the Zip64 end record.
pub const END64: [u8; 4] = *b"PK\x06\x06";
/// Signature of the Zip64 locator.
pub const LOCATOR64: [u8; 4] = *b"PK\x06\x07";
/// Signature of a data descriptor, and of a split archive at its very start.
pub const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
/// Signature of the directory's own signature.
pub const SIGNED: [u8; 4] = *b"PK\x05\x05";

/// Length of a local header without its name.
pub const LOCAL_SIZE: usize = 30;
/// Length of a directory entry without its name.
pub const CENTRAL_SIZE: usize = 46;
/// Length of the end record without its comment.
pub const END_SIZE: usize = 22;

/// Flag bit 0: encrypted.
pub const ENCRYPTED: u16 = 1;
/// Flag bit 3: CRC and sizes stand behind the data.
pub const DESCRIBED_LATER: u16 = 1 << 3;
/// Flag bits 6 and 13: strong encryption, masked headers.
pub const STRONG: u16 = 1 << 6 | 1 << 13;
/// Flag bit 11: the name is UTF-8.
pub const UTF8: u16 = 1 << 11;

/// The number of two bytes at `at`; 0 where there is none.
#[must_use]
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes
        .get(at..at + 2)
        .and_then(|b| b.try_into().ok())
        .map_or(0, u16::from_le_bytes)
}

/// The number of four bytes at `at`; 0 where there is none.
#[must_use]
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..at + 4)
        .and_then(|b| b.try_into().ok())
        .map_or(0, u32::from_le_bytes)
}

/// The number of eight bytes at `at`; 0 where there is none.
#[must_use]
pub fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes
        .get(at..at + 8)
        .and_then(|b| b.try_into().ok())
        .map_or(0, u64::from_le_bytes)
}

/// What a header says about its entry, in the list or at the entry itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// General purpose flags.
    pub flags: u16,
    /// 0 STORED, 8 DEFLATE.
    pub method: u16,
    /// DOS date and time, local, no zone; steps of two seconds.
    pub time: Option<NaiveDateTime>,
    /// CRC-32 of the decompressed bytes.
    pub crc: u32,
    /// Bytes in the archive.
    pub packed: u64,
    /// Bytes decompressed.
    pub size: u64,
    /// The name as it lies there.
    pub raw_name: Vec<u8>,
    /// The Unicode path (field 0x7075), where it fits the raw name.
    pub unicode_path: Option<String>,
    /// Unix mode bits, 0 where the archive has none.
    pub mode: u16,
    /// Offset of the local header (list only).
    pub header_at: u64,
    /// The disk that holds the entry (list only).
    pub disk: u32,
}

impl Header {
    /// A local header: `fixed` is its first 30 bytes, `rest` the name and the extra fields.
    #[must_use]
    pub fn local(fixed: &[u8], rest: &[u8]) -> Self {
        let name_end = usize::from(u16_at(fixed, 26)).min(rest.len());
        let mut header = Self {
            flags: u16_at(fixed, 6),
            method: u16_at(fixed, 8),
            time: dos_time(u16_at(fixed, 12), u16_at(fixed, 10)),
            crc: u32_at(fixed, 14),
            packed: u32_at(fixed, 18).into(),
            size: u32_at(fixed, 22).into(),
            raw_name: rest[..name_end].to_vec(),
            unicode_path: None,
            mode: 0,
            header_at: 0,
            disk: 0,
        };
        header.read_extra(&rest[name_end..]);
        header
    }

    /// A directory entry: `fixed` is its first 46 bytes, `rest` the name and the extra fields.
    #[must_use]
    pub fn central(fixed: &[u8], rest: &[u8]) -> Self {
        let name_end = usize::from(u16_at(fixed, 28)).min(rest.len());
        // 3 is Unix, 19 macOS (APPNOTE 4.4.2.2); both keep the mode in the upper half.
        let unix = matches!(fixed.get(5), Some(3 | 19));
        let mode = if unix { u16_at(fixed, 40) } else { 0 };
        let mut header = Self {
            flags: u16_at(fixed, 8),
            method: u16_at(fixed, 10),
            time: dos_time(u16_at(fixed, 14), u16_at(fixed, 12)),
            crc: u32_at(fixed, 16),
            packed: u32_at(fixed, 20).into(),
            size: u32_at(fixed, 24).into(),
            raw_name: rest[..name_end].to_vec(),
            unicode_path: None,
            mode,
            header_at: u32_at(fixed, 42).into(),
            disk: u16_at(fixed, 34).into(),
        };
        header.read_extra(&rest[name_end..]);
        header
    }

    /// The name as text: the UTF-8 flag, else the Unicode path, else UTF-8 if valid, else cp437.
    #[must_use]
    pub fn name(&self) -> Name {
        match &self.unicode_path {
            Some(text) if self.flags & UTF8 == 0 => Name::with_text(text.clone(), &self.raw_name),
            _ => Name::decode(&self.raw_name),
        }
    }

    /// Extra fields: Zip64 (0x0001), whose values stand only for saturated ones, and the Unicode path (0x7075).
    fn read_extra(&mut self, mut extra: &[u8]) {
        while extra.len() >= 4 {
            let (id, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
            let Some(field) = extra.get(4..4 + length) else {
                return;
            };
            extra = &extra[4 + length..];
            match id {
                0x0001 => self.read_zip64(field),
                0x7075
                    if field.len() >= 5
                        && field[0] == 1
                        && u32_at(field, 1) == crc32fast::hash(&self.raw_name) =>
                {
                    self.unicode_path = std::str::from_utf8(&field[5..]).ok().map(str::to_owned);
                }
                _ => {}
            }
        }
    }

    fn read_zip64(&mut self, mut field: &[u8]) {
        for value in [&mut self.size, &mut self.packed, &mut self.header_at] {
            if *value == u64::from(u32::MAX) && field.len() >= 8 {
                *value = u64_at(field, 0);
                field = &field[8..];
            }
        }
        if self.disk == u32::from(u16::MAX) && field.len() >= 4 {
            self.disk = u32_at(field, 0);
        }
    }
}

/// A DOS date and time; none where it is no date, such as all zeros.
fn dos_time(date: u16, time: u16) -> Option<NaiveDateTime> {
    let (day, month, year) = (date & 31, date >> 5 & 15, 1980 + (date >> 9));
    let (second, minute, hour) = (2 * (time & 31), time >> 5 & 63, time >> 11);
    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())?.and_hms_opt(
        hour.into(),
        minute.into(),
        second.into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dos_time_is_read_and_nonsense_is_none() {
        for (date, time, expected) in [
            (0x5921, 0xB8C5, Some("2024-09-01T23:06:10")),
            (0, 0, None),
            (0x5921, 0xFFFF, None),
            (0xFFFF, 0, None),
            (0x0021, 0, Some("1980-01-01T00:00:00")),
        ] {
            assert_eq!(
                dos_time(date, time)
                    .map(|t| t.format("%FT%T").to_string())
                    .as_deref(),
                expected
            );
        }
    }

    #[test]
    fn numbers_past_the_end_are_nought() {
        assert_eq!(
            (u16_at(&[1], 0), u32_at(&[1, 2, 3], 0), u64_at(&[], 7)),
            (0, 0, 0)
        );
    }
}
