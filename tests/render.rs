//! The papers as files: what a reader, a printer and a photocopier get.

use saboot::render::pdf::{PdfId, Pictures, volumes};
use serde_json::Value;

fn packet() -> Value {
    serde_json::from_str(include_str!("../fixtures/packets/shapes/packet.json")).unwrap()
}

fn pictures() -> Pictures {
    Pictures::from([(
        "B-1".to_owned(),
        include_bytes!("../fixtures/packets/shapes/screenshot.png").to_vec(),
    )])
}

fn id() -> PdfId {
    PdfId {
        digest: "ab".repeat(32),
        date: "2026-11-24T12:21:00Z".parse().unwrap(),
    }
}

#[test]
fn every_part_prints() {
    let started = std::time::Instant::now();
    match volumes(&packet(), &pictures(), &[], &id()) {
        Ok(all) => {
            eprintln!(
                "{} pages {} bytes {:?}",
                all[0].pages,
                all[0].bytes.len(),
                started.elapsed()
            );
            std::fs::write("/tmp/rdev/out.pdf", &all[0].bytes).unwrap();
        }
        Err(error) => panic!("{error}"),
    }
}
