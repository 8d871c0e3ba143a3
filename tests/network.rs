//! The program never asks the system for a connection.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::program::{first_command, has, root};
use crate::support::temp::Temp;

/// Traces a command for network calls and returns them.
fn network_calls(temp: &Temp, program: &str, arguments: &[String]) -> Vec<String> {
    let log = temp.path().join("trace");
    let mut command = Command::new("strace");
    command
        .args([
            "-f",
            "-qq",
            "-e",
            "trace=network",
            "-e",
            "signal=none",
            "-o",
        ])
        .arg(&log)
        .arg(program)
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::null());
    let ended = command.output().expect("strace answered before");
    assert!(
        matches!(ended.status.code(), Some(0 | 3)),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let text = fs::read_to_string(log).expect("strace wrote what it saw");
    let calls = text.lines().filter(|line| line.contains('('));
    calls.map(str::to_owned).collect()
}

#[test]
fn no_socket_is_opened_from_the_given_files_to_the_papers() {
    if !has("strace", &["-f", "-o", "/dev/null", "true"]) {
        return;
    }
    let temp = Temp::new();
    let case = temp.path().join("case");
    let program = env!("CARGO_BIN_EXE_saboot");
    assert_eq!(
        network_calls(&temp, program, &first_command(&case)),
        Vec::<String>::new()
    );
    let bundle = case.join("bundles/01").display().to_string();
    let verify = ["verify".to_owned(), bundle];
    assert_eq!(network_calls(&temp, program, &verify), Vec::<String>::new());
    // The trace would have shown one.
    if has("python3", &["--version"]) {
        let script = "import socket; socket.socket().close()".to_owned();
        let shown = network_calls(&temp, "python3", &["-c".to_owned(), script]);
        assert!(shown.iter().any(|c| c.contains("socket(")), "{shown:?}");
    }
}
