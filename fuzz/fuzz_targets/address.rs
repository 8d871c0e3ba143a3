//! Addresses and spans: what parses prints back unchanged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saboot::model::{Address, Span};

fuzz_target!(|text: &str| {
    if let Ok(address) = text.parse::<Address>() {
        assert_eq!(address.to_string(), text);
    }
    if let Ok(span) = text.parse::<Span>() {
        assert_eq!(span.to_string(), text);
    }
});
