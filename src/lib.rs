//! saboot (ثبوت, "proof") turns exported chats and screenshots into a hashed evidence bundle and a complaint
//! packet, offline.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod bundle;
pub mod checks;
pub mod intake;
pub mod model;
pub mod packet;
pub mod pictures;
pub mod render;
pub mod search;
pub mod sources;
pub mod steps;
pub mod store;
pub mod tables;
