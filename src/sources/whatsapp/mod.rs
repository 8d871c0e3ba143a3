//! WhatsApp
mod boundary;
mod calendar;
mod fold;
mod line;
mod lines;
mod phrases;
mod shape;
mod stamp;
mod survey;
mod table;
mod template;
use super::{Format, Hints, Recognition};
use crate::model::{Export, Line, SourceId};
/// WhatsApp for Android.
pub struct Android;
/// WhatsApp for iPhone.
pub struct Ios;
impl Format for Android {
    fn name(&self) -> &'static str {
        "whatsapp-android"
    }
    fn recognize(&self, _: &Export) -> Recognition {
        Recognition::No(String::new())
    }
    fn read(&self, _: &Export, _: SourceId, _: &Hints, _: &mut dyn FnMut(Line)) {}
}
impl Format for Ios {
    fn name(&self) -> &'static str {
        "whatsapp-ios"
    }
    fn recognize(&self, _: &Export) -> Recognition {
        Recognition::No(String::new())
    }
    fn read(&self, _: &Export, _: SourceId, _: &Hints, _: &mut dyn FnMut(Line)) {}
}
