//! Reading of threads in classic JSON: laws 1, 3 and 4 of `docs/records.md` on any bytes, and on sound files law 2 by the count of
//! another parser. Good seeds are the fixtures: `cargo fuzz run messenger_json ../fixtures/sources/messenger_json/*/input` .
#![no_main]

mod threads;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let name = "your_facebook_activity/messages/inbox/kashif_1002003004005006/message_1.json";
    threads::check(name, bytes);
});
