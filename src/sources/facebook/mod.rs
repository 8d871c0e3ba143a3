//! Downloads of Facebook and Instagram: which member goes to which reader, in which order.
//!
//! ```text
//! your_facebook_activity/messages/inbox/kashif_1002003004005006/message_1.json
//! your_facebook_activity/messages/inbox/kashif_1002003004005006/photos/401_n_1002003.jpg
//! security_and_login_information/account_activity.json
//! ```
//! `messenger_json`, `messenger_html` and `messenger_secure` read threads, `account` the account's own records. What is
//! known about the trees and where it comes from stands in `README.md`.

mod account_facts;
mod choice;
pub mod foreign;
mod layout;
mod notes;
mod parts;
mod reading;
mod recognize;
mod survey;
mod threads;

pub use self::notes::THREADS_LEFT;
use self::recognize::{Download, look};
use super::{Format, Hints, Recognition};
use crate::model::{Export, Line, SourceId};

/// "Download your information" of Facebook, in JSON or HTML.
pub struct Facebook;

/// The download of Instagram, in JSON or HTML.
pub struct Instagram;

/// The download of Messenger's secure storage: `<Name>_<N>.json` beside `media/`.
pub struct Secure;

fn recognize(export: &Export, wanted: Download) -> Recognition {
    match look(export) {
        Some(look) if look.download == wanted && (look.is_certain || !has_text_beside(export)) => {
            Recognition::Yes(look.why)
        }
        Some(look) if look.download == wanted => Recognition::Perhaps(look.why),
        Some(look) => Recognition::No(format!("{}, of another app or form", look.why)),
        None => Recognition::No("no member is a thread or a list of an account".into()),
    }
}

/// A transcript can have such a file among its attachments.
fn has_text_beside(export: &Export) -> bool {
    export
        .readable()
        .any(|m| m.name.to_ascii_lowercase().ends_with(".txt"))
}

impl Format for Facebook {
    fn name(&self) -> &'static str {
        "facebook"
    }

    fn recognize(&self, export: &Export) -> Recognition {
        recognize(export, Download::Facebook)
    }

    fn is_tree(&self, export: &Export) -> bool {
        recognize::is_tree(export)
    }

    fn download_of(&self, given_name: &str) -> Option<String> {
        parts::download_of(given_name)
    }

    fn form_of(&self, export: &Export) -> Option<String> {
        parts::form_of(export)
    }

    fn read(&self, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line)) {
        reading::read(self.name(), export, id, hints, out);
    }
}

impl Format for Instagram {
    fn name(&self) -> &'static str {
        "instagram"
    }

    fn recognize(&self, export: &Export) -> Recognition {
        recognize(export, Download::Instagram)
    }

    fn is_tree(&self, export: &Export) -> bool {
        recognize::is_tree(export)
    }

    fn download_of(&self, given_name: &str) -> Option<String> {
        parts::download_of(given_name)
    }

    fn form_of(&self, export: &Export) -> Option<String> {
        parts::form_of(export)
    }

    fn read(&self, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line)) {
        reading::read(self.name(), export, id, hints, out);
    }
}

impl Format for Secure {
    fn name(&self) -> &'static str {
        "messenger-secure"
    }

    fn recognize(&self, export: &Export) -> Recognition {
        recognize(export, Download::Secure)
    }

    fn read(&self, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line)) {
        reading::read(self.name(), export, id, hints, out);
    }
}
