//! saboot (ثبوت, "proof") turns exported chats and screenshots into a hashed evidence bundle and a complaint
//! packet, offline.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod model;
pub mod search;
pub mod sources;
pub mod store;
