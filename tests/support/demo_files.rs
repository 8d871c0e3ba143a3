//! The demo's zips and its voice notes, as bytes.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// When an export was made, on the wall clock of the telephone: year, month, day, hour, minute, second (even).
pub type Made = (u16, u8, u8, u8, u8, u8);

/// A zip with its members in the order given. Text is deflated, media are stored, every entry bears the same time.
pub fn zip(members: &[(&str, Vec<u8>)], made: Made) -> Vec<u8> {
    let time = DateTime::from_date_and_time(made.0, made.1, made.2, made.3, made.4, made.5)
        .expect("a date that zip can hold");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let is_text = [".txt", ".json", ".html"].iter().any(|e| name.ends_with(e));
        let method = if is_text {
            CompressionMethod::Deflated
        } else {
            CompressionMethod::Stored
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(time)
            .unix_permissions(0o600);
        writer
            .start_file(*name, options)
            .expect("a name that zip can hold");
        writer.write_all(bytes).expect("memory takes every byte");
    }
    writer
        .finish()
        .expect("memory takes every byte")
        .into_inner()
}

/// A voice note with nobody's voice: the two header pages of an Ogg Opus stream, and a page of silence.
pub fn voice(serial: u32) -> Vec<u8> {
    let head = [
        b"OpusHead".as_slice(),
        &[1, 1, 0, 0],
        &16_000_u32.to_le_bytes(),
        &[0, 0, 0],
    ]
    .concat();
    let vendor = b"synthetic";
    let tags = [
        b"OpusTags".as_slice(),
        &(vendor.len() as u32).to_le_bytes(),
        vendor,
        &0_u32.to_le_bytes(),
    ]
    .concat();
    // F8 FF FE is the packet that encoders write for 20 ms of digital silence.
    let silence = [0xF8, 0xFF, 0xFE];
    let pages = [
        (2_u8, 0_u64, head.as_slice()),
        (0, 0, tags.as_slice()),
        (4, 960, silence.as_slice()),
    ];
    let mut stream = Vec::new();
    for (number, (flags, granule, packet)) in pages.into_iter().enumerate() {
        stream.extend(ogg_page(flags, granule, serial, number as u32, packet));
    }
    stream
}

fn ogg_page(flags: u8, granule: u64, serial: u32, number: u32, packet: &[u8]) -> Vec<u8> {
    let length = u8::try_from(packet.len()).expect("a packet that fits one segment");
    let mut page = [
        b"OggS".as_slice(),
        &[0, flags],
        &granule.to_le_bytes(),
        &serial.to_le_bytes(),
        &number.to_le_bytes(),
        &[0; 4],
        &[1, length],
        packet,
    ]
    .concat();
    let checksum = ogg_checksum(&page).to_le_bytes();
    page[22..26].copy_from_slice(&checksum);
    page
}

/// Ogg's own CRC: polynomial 04C11DB7, not reflected, starting from zero.
fn ogg_checksum(page: &[u8]) -> u32 {
    page.iter().fold(0, |sum: u32, &byte| {
        (0..8).fold(sum ^ (u32::from(byte) << 24), |sum, _| {
            if sum & 0x8000_0000 == 0 {
                sum << 1
            } else {
                (sum << 1) ^ 0x04C1_1DB7
            }
        })
    })
}
