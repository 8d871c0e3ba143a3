//! Code that several test modules share.

pub mod golden;
pub mod messenger_writer;
pub mod mutate;
pub mod program;
pub mod reading;
pub mod seeded;
pub mod subset;
pub mod temp;
pub mod walk;
pub mod whatsapp_writer;
pub mod zipper;
