pub mod packet;
pub mod render;
