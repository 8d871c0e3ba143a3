//! saboot: from exported chats and screenshots to a hashed evidence bundle and a complaint packet, offline.

pub mod model;
pub mod packet;
pub mod tables;
