//! The fixtures as real files on a disk, opened as a person would: the same lines come out as from memory.

use saboot::intake::{self, Limits, Recognizers, Unwatched};
use saboot::model::SourceId;
use saboot::sources::{self, Recognition};

use crate::support::reading;
use crate::support::temp::Temp;
use crate::support::walk::{self, Input};
use crate::support::zipper;

#[test]
fn a_fixture_on_a_disk_reads_as_in_memory() {
    let is_chat = |export: &saboot::model::Export| {
        let format = sources::recognize(export);
        matches!(format.recognize(export), Recognition::Yes(_))
    };
    let recognizers = Recognizers {
        is_export: &is_chat,
        is_picture: &|_| false,
        is_tree: &|_| false,
        download_of: &|_| None,
        form_of: &|_| None,
    };
    let temp = Temp::new();
    for case in walk::cases("whatsapp") {
        let bytes = match &case.input {
            Input::Lone(bytes) => bytes.clone(),
            Input::Archive(members) => zipper::zip(members, &case.times()),
        };
        let path = temp.put(&format!("{}/{}", case.name, case.given_name), &bytes);
        let opened = intake::open(
            &[path],
            SourceId::first(),
            &recognizers,
            &Limits::STANDARD,
            &Unwatched,
        )
        .unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(opened.len(), 1, "{}: one source", case.name);
        let from_disk = reading::read(&opened[0].export, &reading::hints(&case));
        // Notes differ by right: the rubbish of a Mac is left out on its way in.
        let records = |reading: &reading::Reading| -> Vec<_> {
            reading.records().map(reading::value).collect()
        };
        assert_eq!(
            records(&from_disk),
            records(&reading::read_case(&case)),
            "{}",
            case.name
        );
    }
}
