//! Digests: what parses prints back unchanged, and hashing in pieces is hashing at once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saboot::model::Digest;

fuzz_target!(|bytes: &[u8]| {
    if let Some(digest) = std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.parse::<Digest>().ok())
    {
        assert_eq!(digest.to_string().as_bytes(), bytes);
    }
    let whole = Digest::of(bytes);
    let read = Digest::of_reader(bytes).expect("memory can be read");
    assert_eq!(read, (whole, bytes.len() as u64));
    assert_eq!(whole.to_string().parse(), Ok(whole));
});
