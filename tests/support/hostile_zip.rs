//! Writes zip archives byte by byte, so that a test can put exactly one fault into one.

use flate2::Compression;
use std::io::Write;

/// One entry: what stands at it, and what the list at the end says about it.
#[derive(Clone)]
pub struct Piece {
    pub local: Says,
    pub central: Says,
    /// The packed bytes.
    pub data: Vec<u8>,
    /// Written behind the data.
    pub descriptor: Vec<u8>,
    /// Unix mode in the list; 0 for none.
    pub mode: u16,
    /// Whether the list names it.
    pub listed: bool,
    /// The offset that the list gives, where it is not the true one.
    pub header_at: Option<u32>,
}

/// What one header says.
#[derive(Clone)]
pub struct Says {
    pub name: Vec<u8>,
    pub flags: u16,
    pub method: u16,
    pub time: u16,
    pub date: u16,
    pub crc: u32,
    pub packed: u32,
    pub size: u32,
    pub extra: Vec<u8>,
}

/// DEFLATE without a frame.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn piece(name: &[u8], bytes: &[u8], data: Vec<u8>, method: u16) -> Piece {
    let says = Says {
        name: name.to_vec(),
        flags: 0,
        method,
        // 1 September 2024, 23:06:10.
        time: 0xB8C5,
        date: 0x5921,
        crc: crc32fast::hash(bytes),
        packed: u32::try_from(data.len()).unwrap(),
        size: u32::try_from(bytes.len()).unwrap(),
        extra: Vec::new(),
    };
    Piece {
        local: says.clone(),
        central: says,
        data,
        descriptor: Vec::new(),
        mode: 0,
        listed: true,
        header_at: None,
    }
}

impl Piece {
    /// An entry as it is.
    pub fn stored(name: &str, bytes: &[u8]) -> Self {
        piece(name.as_bytes(), bytes, bytes.to_vec(), 0)
    }

    /// A packed entry.
    pub fn deflated(name: &str, bytes: &[u8]) -> Self {
        piece(name.as_bytes(), bytes, deflate(bytes), 8)
    }

    /// The same entry with another name in both headers.
    pub fn named(mut self, name: &[u8]) -> Self {
        self.local.name = name.to_vec();
        self.central.name = name.to_vec();
        self
    }

    /// The same entry, changed.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The same change in both headers.
    pub fn both(mut self, change: impl Fn(&mut Says)) -> Self {
        change(&mut self.local);
        change(&mut self.central);
        self
    }

    /// CRC and sizes behind the data, zeros before it. `signed`: with the descriptor's signature.
    pub fn described_later(mut self, signed: bool) -> Self {
        let numbers = [self.local.crc, self.local.packed, self.local.size]
            .map(u32::to_le_bytes)
            .concat();
        self.descriptor = if signed {
            [b"PK\x07\x08".to_vec(), numbers].concat()
        } else {
            numbers
        };
        (self.local.crc, self.local.packed, self.local.size) = (0, 0, 0);
        self.both(|says| says.flags |= 8)
    }
}

fn u16s(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

fn u32s(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

/// Headers as they lie in the file.
impl Says {
    fn fields(&self) -> Vec<u8> {
        let lengths = [
            u16::try_from(self.name.len()).unwrap(),
            u16::try_from(self.extra.len()).unwrap(),
        ];
        [
            u16s(&[self.flags, self.method, self.time, self.date]),
            u32s(&[self.crc, self.packed, self.size]),
            u16s(&lengths),
        ]
        .concat()
    }
}

/// An archive in the making.
#[derive(Clone, Default)]
pub struct Archive {
    pub prefix: Vec<u8>,
    pub pieces: Vec<Piece>,
    /// Bytes between the last entry and the list.
    pub before_list: Vec<u8>,
    pub comment: Vec<u8>,
    /// The count in the end record, where it is not the true one.
    pub count: Option<u16>,
    /// Zip64 end records, and saturated values in the short one.
    pub zip64: bool,
}

impl Archive {
    pub fn of(pieces: impl IntoIterator<Item = Piece>) -> Self {
        Self {
            pieces: pieces.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The archive, and where its list begins.
    pub fn write_with_list(&self) -> (Vec<u8>, usize) {
        let mut out = self.prefix.clone();
        let base = out.len();
        let mut offsets = Vec::new();
        for piece in &self.pieces {
            offsets.push(u32::try_from(out.len() - base).unwrap());
            out.extend(b"PK\x03\x04\x14\0");
            out.extend(piece.local.fields());
            out.extend(
                [
                    &piece.local.name[..],
                    &piece.local.extra,
                    &piece.data,
                    &piece.descriptor,
                ]
                .concat(),
            );
        }
        out.extend(&self.before_list);
        let list_at = out.len();
        let listed: Vec<_> = self
            .pieces
            .iter()
            .zip(&offsets)
            .filter(|(p, _)| p.listed)
            .collect();
        for (piece, offset) in &listed {
            let made_by = if piece.mode == 0 { 0x0014 } else { 0x0314 };
            out.extend(
                [
                    b"PK\x01\x02".to_vec(),
                    u16s(&[made_by, 0x14]),
                    piece.central.fields(),
                ]
                .concat(),
            );
            out.extend(u16s(&[0, 0, 0]));
            out.extend(u32s(&[
                u32::from(piece.mode) << 16,
                piece.header_at.unwrap_or(**offset),
            ]));
            out.extend([&piece.central.name[..], &piece.central.extra].concat());
        }
        let end_at = out.len();
        let count = self.count.unwrap_or(u16::try_from(listed.len()).unwrap());
        let (size, offset) = (
            u32::try_from(end_at - list_at).unwrap(),
            u32::try_from(list_at - base).unwrap(),
        );
        let mut short = (count, size, offset);
        if self.zip64 {
            out.extend(b"PK\x06\x06");
            out.extend(44_u64.to_le_bytes());
            out.extend([u16s(&[45, 45]), u32s(&[0, 0])].concat());
            for value in [
                u64::from(count),
                u64::from(count),
                u64::from(size),
                u64::from(offset),
            ] {
                out.extend(value.to_le_bytes());
            }
            out.extend(
                [
                    &b"PK\x06\x07"[..],
                    &[0; 4],
                    &(end_at as u64).to_le_bytes(),
                    &1_u32.to_le_bytes(),
                ]
                .concat(),
            );
            short = (0xFFFF, u32::MAX, u32::MAX);
        }
        out.extend(b"PK\x05\x06");
        out.extend([u16s(&[0, 0, short.0, short.0]), u32s(&[short.1, short.2])].concat());
        out.extend(u16s(&[u16::try_from(self.comment.len()).unwrap()]));
        out.extend(&self.comment);
        (out, list_at)
    }

    /// The archive.
    pub fn write(&self) -> Vec<u8> {
        self.write_with_list().0
    }
}

/// A Zip64 extra field with these values.
pub fn zip64_extra(values: &[u64]) -> Vec<u8> {
    let body: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    [u16s(&[1, u16::try_from(body.len()).unwrap()]), body].concat()
}

/// A Unicode path field (0x7075) for a raw name.
pub fn unicode_path(raw: &[u8], path: &str) -> Vec<u8> {
    let length = u16::try_from(path.len() + 5).unwrap();
    [
        u16s(&[0x7075, length]),
        vec![1],
        u32s(&[crc32fast::hash(raw)]),
        path.as_bytes().to_vec(),
    ]
    .concat()
}
