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
pub use self::recognize::Download;
use self::recognize::look;
use super::{Format, Hints, Recognition};
use crate::model::{Export, Line, SourceId};

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

impl Format for Download {
    fn name(&self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
            Self::Secure => "messenger-secure",
        }
    }

    fn recognize(&self, export: &Export) -> Recognition {
        recognize(export, *self)
    }

    fn is_tree(&self, export: &Export) -> bool {
        match self {
            Self::Facebook | Self::Instagram => recognize::is_tree(export),
            Self::Secure => matches!(self.recognize(&export.top_level()), Recognition::Yes(_)),
        }
    }

    fn download_of(&self, given_name: &str) -> Option<String> {
        self.comes_in_parts()
            .then(|| parts::download_of(given_name))?
    }

    fn form_of(&self, export: &Export) -> Option<String> {
        self.comes_in_parts().then(|| parts::form_of(export))?
    }

    fn read(&self, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line)) {
        reading::read(self.name(), export, id, hints, out);
    }
}

impl Download {
    /// Whether one download can be several zips. Secure storage is one.
    fn comes_in_parts(self) -> bool {
        self != Self::Secure
    }
}
