//! Sealing and verifying: the evidence bundle of `docs/bundle.md`.
//!
//! [`plan::plan_bundle`] decides what goes in (pure), [`write::write_bundle`] writes it into a folder that it is
//! handed, [`verify::verify`] looks at the result without anything else.

pub mod bag_info;
pub mod csv_tables;
pub mod folder;
pub mod input;
pub mod manifest;
pub mod names;
pub mod plan;
pub mod verify;
pub mod verify_text;
pub mod words;
pub mod write;

pub use folder::{BagFolder, MemoryFolder, NewFile, Placed};
pub use input::{
    Held, KeptMember, Naming, Origin, RecordFeed, SealedExhibit, SealedOriginal, SealedSource,
    Sealing, Shown, Where,
};
pub use plan::{Plan, PlanError, plan_bundle};
pub use verify::{Look, Report, VerifyError, verify, verify_chain};
pub use words::Words;
pub use write::{WriteError, Written, write_bundle};
