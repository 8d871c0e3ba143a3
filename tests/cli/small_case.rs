//! A small case that a person made with the everyday verbs.

use std::fs;
use std::path::PathBuf;

use crate::support::program::{Ran, end, run, saboot};
use crate::support::temp::Temp;
use crate::support::zipper::zip;

/// Words that must never stand in an error.
pub const SECRETS: [&str; 4] = ["Zarmina", "badnaam", "0300", "XQSECRETX"];

/// The transcript: a name, a number, a day that proves the order of dates.
pub const CHAT: &str = "\
21/08/2024, 11:06 pm - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.\n\
21/08/2024, 11:07 pm - Zarmina Kashif: salam XQSECRETX\n\
21/08/2024, 11:08 pm - Zarmina Kashif: main tumhari tasweer sab ko bhej doon ga\n\
22/08/2024, 1:15 am - Zarmina Kashif: tumhein badnaam kar doon ga\n\
22/08/2024, 1:16 am - +92 300 0000000: mujhe message mat karo\n\
22/08/2024, 1:17 am - Zarmina Kashif: IMG-20240821-WA0007.jpg (file attached)\n\
23/08/2024, 9:00 am - Zarmina Kashif: تصویر سب کو بھیجوں گا\n\
23/08/2024, 9:05 am - Zarmina Kashif: badnam ho jao gi\n";

/// A PNG with its own pixels.
pub fn picture(seed: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::RgbImage::from_fn(60, 90, |x, y| image::Rgb([x as u8, y as u8, seed]))
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .expect("a picture in memory");
    bytes
}

/// A zip as the app writes it.
pub fn export(chat: &str) -> Vec<u8> {
    let members = [
        (
            "WhatsApp Chat with Zarmina Kashif.txt".to_owned(),
            chat.as_bytes().to_vec(),
        ),
        ("IMG-20240821-WA0007.jpg".to_owned(), picture(200)),
    ];
    let time = |(name, _): &(String, Vec<u8>)| (name.clone(), "2024-08-24T10:00:00".to_owned());
    let times = members.iter().map(time).collect();
    zip(&members, &times)
}

/// A folder with a case in it, called `case`.
pub struct Small {
    pub temp: Temp,
}

impl Small {
    /// An empty case beside files that can be added: `chat.zip`, two screenshots.
    pub fn empty() -> Self {
        let temp = Temp::new();
        temp.put("chat.zip", &export(CHAT));
        temp.put("shots/Screenshot_20240821-231500.png", &picture(1));
        temp.put("shots/Screenshot_20240822-011900.png", &picture(2));
        run(temp.path(), &["new", "case"]).ended(0);
        Self { temp }
    }

    /// The same with the files in it, people named and exhibits chosen.
    pub fn chosen() -> Self {
        let small = Self::empty();
        small.run(&["add", "chat.zip"]).done();
        small.run(&["add", "shots"]).done();
        small
            .run(&["people", "--suspect", "S1:P1", "--me", "S1:P2"])
            .ended(0);
        small
            .run(&["mark", "S1:L3", "S1:L4", "--tag", "threat", "--exhibit"])
            .ended(0);
        small.run(&["mark", "S1:L5", "--stop"]).ended(0);
        small.run(&["mark", "S2:F1", "S2:F2"]).ended(0);
        small
    }

    /// The same, sealed and printed.
    pub fn sealed() -> Self {
        let small = Self::chosen();
        small.run(&["seal", "--yes"]).ended(0);
        small.run(&["packet"]).ended(0);
        small
    }

    /// Runs the program on the case.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = saboot(self.temp.path());
        end(command.args(arguments).args(["--case", "case"]))
    }

    /// A path in the case.
    pub fn path(&self, name: &str) -> PathBuf {
        self.temp.path().join("case").join(name)
    }

    /// A text file of the case.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file of the case")
    }
}
