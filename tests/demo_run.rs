//! The README's first command over the demo case, from the files that were given to the printed packet.

mod packet;
mod repeated;
mod unanswered;

use std::fs;

use crate::support::program::{demo_case, end, first_command, has, root, run, saboot, tool, tree};
use crate::support::temp::Temp;

#[test]
fn the_first_command_of_the_readme_leaves_a_bundle_and_a_packet() {
    let temp = Temp::new();
    let case = temp.path().join("case");
    let ran = end(saboot(root()).args(first_command(&case))).done();
    assert!(ran.err.contains("Your original files were not changed."));
    let bundle = case.join("bundles/01");
    let packet = fs::read(case.join("out/packet-01/packet-en.pdf")).unwrap();
    assert!(packet.starts_with(b"%PDF-"));
    assert!(tree(&bundle).len() > 15);
    let verified = run(temp.path(), &["verify", bundle.to_str().unwrap()]).ended(0);
    assert!(verified.out.contains("OK"), "{}", verified.out);
}

#[test]
fn the_tools_that_every_computer_has_find_the_bundle_whole() {
    let temp = Temp::new();
    let bundle = demo_case(temp.path()).join("bundles/01");
    if has("sha256sum", &["--version"]) {
        for list in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
            let told = tool(&bundle, "sha256sum", &["-c", list]);
            let lines = fs::read_to_string(bundle.join(list)).unwrap();
            assert_eq!(told.lines().count(), lines.lines().count());
            assert!(told.lines().all(|line| line.ends_with(": OK")), "{told}");
        }
    }
    if has("python3", &["-c", "import bagit"]) {
        let script = "import bagit; bagit.Bag('.').validate(); print('valid')";
        let told = tool(&bundle, "python3", &["-c", script]);
        assert_eq!(told.trim(), "valid");
    }
}

#[test]
fn every_original_in_the_bundle_is_the_file_that_was_given() {
    let temp = Temp::new();
    let bundle = demo_case(temp.path()).join("bundles/01");
    let given = tree(&root().join("fixtures/demo/inputs"));
    let kept = tree(&bundle.join("data/originals"));
    let mut given: Vec<&Vec<u8>> = given.values().collect();
    let mut kept: Vec<&Vec<u8>> = kept.values().collect();
    given.sort();
    kept.sort();
    assert_eq!(given.len(), 10);
    assert!(given == kept);
}
