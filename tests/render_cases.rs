//! Papers of cases of every size and temper: forty exhibits, thousands of rows, hostile words, and those that are composed.

use crate::render::{id, keep, packet, part, pictures, printed, squeezed, tool, unshown};
use saboot::render::pdf::{Pictures, volumes};
use serde_json::{Value, json};
use sha2::Digest as _;

/// Forty exhibits, ten of them pictures: the size of a real case. The time is for whoever measures.
#[test]
fn a_case_of_forty_exhibits_is_one_volume() {
    let mut packet = packet();
    let rows = part(&mut packet, "transcript")["rows"]
        .as_array_mut()
        .unwrap();
    let models: Vec<Value> = rows
        .iter()
        .filter(|row| row["kind"] == "message")
        .cloned()
        .collect();
    for n in 0..160 {
        let mut row = models[n % models.len()].clone();
        row["number"] = json!(if n % 8 == 0 {
            format!("A-{}", 100 + n)
        } else {
            String::new()
        });
        row["stop"] = Value::Null;
        rows.push(row);
    }
    let mut pictures = pictures();
    let model = part(&mut packet, "screenshots")["pages"][0].clone();
    for n in 3..13_u8 {
        let key = format!("B-{n}");
        let drawn = image::RgbImage::from_fn(1080, 2340, |x, y| {
            image::Rgb([
                n.wrapping_mul(20),
                u8::from(x / 40 % 2 == 0) * 200,
                u8::from(y / 90 % 3 == 0) * 120,
            ])
        });
        let mut bytes = Vec::new();
        drawn
            .write_to(
                &mut std::io::Cursor::new(&mut bytes),
                image::ImageFormat::Png,
            )
            .unwrap();
        let digest = sha2::Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>();
        let mut page = model.clone();
        (page["number"], page["picture"], page["sha256"]) = (json!(key), json!(key), json!(digest));
        part(&mut packet, "screenshots")["pages"]
            .as_array_mut()
            .unwrap()
            .push(page);
        packet["pictures"]
            .as_array_mut()
            .unwrap()
            .push(json!({"key": key, "address": format!("S3:F{n}"), "sha256": digest}));
        pictures.insert(key, bytes);
    }
    let started = std::time::Instant::now();
    let all = volumes(&packet, &pictures, &[], &id()).unwrap();
    eprintln!(
        "{} pages, {} bytes, {:?}",
        all[0].pages,
        all[0].bytes.len(),
        started.elapsed()
    );
    assert_eq!(all.len(), 1);
}

#[test]
fn a_long_transcript_becomes_volumes_that_keep_their_numbers() {
    let mut packet = unshown(packet());
    let rows = part(&mut packet, "transcript")["rows"]
        .as_array_mut()
        .unwrap();
    let model = rows
        .iter()
        .find(|row| row["number"] == "A-15")
        .unwrap()
        .clone();
    for n in 0..2_100 {
        let mut row = model.clone();
        row["number"] = json!(format!("A-{}", 100 + n));
        row["source"] = json!([format!("S2:L{}", 1000 + n)]);
        rows.push(row);
    }
    let started = std::time::Instant::now();
    let all = volumes(&packet, &Pictures::new(), &[], &id()).unwrap();
    eprintln!(
        "{} volumes, {:?} pages, {:?}",
        all.len(),
        all.iter().map(|v| v.pages).collect::<Vec<_>>(),
        started.elapsed()
    );
    assert_eq!(
        all.iter().map(|volume| volume.number).collect::<Vec<_>>(),
        [1, 2]
    );
    let Some(text) = tool("pdftotext", &["-raw", "FILE", "-"], &all[1].bytes) else {
        return;
    };
    assert!(squeezed(&text).contains("A-2199"));
    assert!(squeezed(&text).contains("Chats·2/2"));
}

/// No sender can stop the papers with what he writes or calls himself.
#[test]
fn hostile_words_and_names_are_printed_whole() {
    let mut packet = packet();
    let rows = part(&mut packet, "transcript")["rows"]
        .as_array_mut()
        .unwrap();
    let model = rows
        .iter()
        .find(|row| row["number"] == "A-15")
        .unwrap()
        .clone();
    let zalgo: String = "zalgo"
        .chars()
        .map(|c| format!("{c}{}", "\u{0336}\u{0301}".repeat(30)))
        .collect();
    let words = [
        "W".repeat(300),
        "a\u{A0}".repeat(200),
        "!".repeat(300),
        "ہا".repeat(150),
        "1".repeat(200),
        zalgo,
        "🔪".repeat(120),
        "\u{202E}\u{2067}\u{200B}".repeat(40),
        "漢字".repeat(60),
        format!("کل +92{} سے", " 300".repeat(30)),
        "https://x.y/".to_owned() + &"q=1&".repeat(80),
        "ﷺ".repeat(80),
        "\u{1F468}\u{200D}".repeat(40),
    ];
    for (n, word) in words.iter().enumerate() {
        let mut row = model.clone();
        row["number"] = json!(format!("A-{}", 200 + n));
        row["text"] = json!([{"k": "quote", "s": word}]);
        row["label"] = json!([{"k": "quote", "s": word.chars().take(60).collect::<String>()}]);
        row["source"] = json!([format!("S12:F345:L{}-L{}", 1_234_567 + n, 7_654_321)]);
        rows.push(row);
    }
    let all = printed(&packet).unwrap();
    keep("hostile", &all);
    assert_eq!(all.len(), 1);
}

/// Cases as the packet composes them. Their pictures exist as digests only, so each is drawn and takes that digest's place.
#[test]
fn every_case_that_the_packet_composes_prints() {
    for folder in crate::packets::cases() {
        let fixture = crate::packets::Fixture::open(&folder);
        let packet = fixture.packet();
        let mut text = serde_json::to_string(&packet).unwrap();
        let mut pictures = Pictures::new();
        for (n, picture) in (0..).zip(&packet.pictures) {
            let mut drawn = std::io::Cursor::new(Vec::new());
            let grey = image::GrayImage::from_fn(540, 1170, |x, y| {
                image::Luma([((x / 20 + y / 30 + n) % 2 * 255) as u8])
            });
            grey.write_to(&mut drawn, image::ImageFormat::Png).unwrap();
            let bytes = drawn.into_inner();
            text = text.replace(
                &picture.sha256.to_string(),
                &saboot::model::Digest::of(&bytes).to_string(),
            );
            pictures.insert(picture.key.clone(), bytes);
        }
        let packet: saboot::packet::Packet = serde_json::from_str(&text).unwrap();
        let withheld = saboot::packet::must_not_print(&fixture.input());
        let all = saboot::render::pdf::pdf(&packet, &pictures, &withheld, &id())
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        keep(
            &format!("case-{}", folder.file_name().unwrap().to_string_lossy()),
            &all,
        );
        let Some(text) = tool("pdftotext", &["-raw", "FILE", "-"], &all[0].bytes) else {
            continue;
        };
        let text = squeezed(&text);
        for must in saboot::packet::must_print(&packet) {
            assert!(text.contains(&must.number), "{}", must.number);
            assert!(
                must.digests
                    .iter()
                    .all(|digest| text.contains(&digest.to_string())),
                "{}",
                must.number
            );
        }
    }
}

#[test]
fn the_urdu_twin_of_the_layout_prints_the_same_packet_from_the_right() {
    let mut packet = packet();
    packet["language"] = json!("ur");
    packet["running"]["labels"] = json!({"complaint": "شکایت", "fingerprint": "فنگر پرنٹ", "page_of": "صفحہ {page} از {pages}"});
    // English sentences need more room in the Urdu sizes than Urdu ones; the twin is checked without the crowded page.
    let glance = part(&mut packet, "glance");
    glance["facts"].as_array_mut().unwrap().truncate(2);
    glance["asks"].as_array_mut().unwrap().truncate(2);
    glance["identifiers"].as_array_mut().unwrap().truncate(2);
    let all = printed(&packet).unwrap();
    keep("urdu", &all);
    assert!(all[0].pages > 15);
}
