//! The nouns of saboot: plain values without I/O, format knowledge, law or words for people.
//!
//! Everything else imports this module; it imports nothing of the crate.

pub mod attachment;
pub mod axis;
pub mod case;
pub mod custody;
pub mod digest;
pub mod exhibit;
pub mod fold;
pub mod ledger;
pub mod locator;
pub mod note;
pub mod record;
pub mod source;
pub mod time;
pub mod watch;
pub mod work;

pub use attachment::{Attachment, Media, State};
pub use axis::Axis;
pub use case::{Case, Person, Role};
pub use custody::{Act, Clock, JournalEntry};
pub use digest::{Digest, Hashing};
pub use exhibit::{Annex, Exhibit, ExhibitNumber};
pub use ledger::Ledger;
pub use locator::{Address, Place, Span};
pub use note::{Code, Note, Severity};
pub use record::{Encoding, Event, Flag, Kind, Line, Record, SenderMeans, Summary, Thread};
pub use source::{Contents, Export, Member, Owner, Part, Reading, Source, SourceId};
pub use time::{Basis, Calendar, DateOrder, Order, Precision, Sent, Zone};
pub use watch::{Unwatched, Watch};
pub use work::{WorkAct, WorkEntry};
