//! Reading of threads of the secure storage: the same laws as `messenger_json`, on a file that lies beside a folder `media`.
#![no_main]

mod threads;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    threads::check("messages/Kashif_7.json", bytes);
});
