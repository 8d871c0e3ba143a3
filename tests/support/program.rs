//! The program itself, run as a person runs it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// How a run ended.
pub struct Ran {
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The same, if it ended with this code.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.err);
        self
    }

    /// The same, if it was done, with or without doubts.
    #[track_caller]
    pub fn done(self) -> Self {
        assert!(
            matches!(self.code, 0 | 3),
            "ended with {}\n{}\n{}",
            self.code,
            self.out,
            self.err
        );
        self
    }

    /// Standard output as JSON, an object a line.
    #[track_caller]
    pub fn json(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
            .collect()
    }

    /// The last object.
    #[track_caller]
    pub fn result(&self) -> Value {
        let last = self.json().pop();
        let last = last.unwrap_or_else(|| panic!("nothing was printed\n{}", self.err));
        assert_eq!(last["type"], "result", "{last}");
        last
    }

    /// Whether this failed with this code, told in all its parts.
    #[track_caller]
    pub fn told(&self, code: &str) {
        let told = ["PROBLEM", "DO THIS", "STATE", "CODE"];
        for part in told {
            let found = self.err.lines().any(|line| line.starts_with(part));
            assert!(found, "no {part} for {code}:\n{}", self.err);
        }
        let line = self.err.lines().find(|line| line.starts_with("CODE"));
        assert!(line.is_some_and(|l| l.contains(code)), "{}", self.err);
    }
}

/// The program in this folder. Nobody sits at its keyboard, and nothing of the tester's surroundings reaches it.
pub fn saboot(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saboot"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in [
        "SABOOT_CASE",
        "SOURCE_DATE_EPOCH",
        "SABOOT_KILL_AT",
        "SABOOT_FULL_AT",
        "SABOOT_KILL_COUNT",
    ] {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end.
#[track_caller]
pub fn end(command: &mut Command) -> Ran {
    Ran::of(command.output().expect("the program starts"))
}

/// Runs it in this folder with these arguments.
#[track_caller]
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    end(saboot(folder).args(arguments))
}

/// Runs it, and types this.
#[track_caller]
pub fn run_typing(folder: &Path, arguments: &[&str], typed: &str) -> Ran {
    let mut command = saboot(folder);
    command.args(arguments).stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it was piped");
    // It may end without reading all.
    let _ = stdin.write_all(typed.as_bytes());
    drop(stdin);
    Ran::of(child.wait_with_output().expect("the program ends"))
}

/// The root of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The arguments of the README's first command, with this case folder.
pub fn first_command(case: &Path) -> Vec<String> {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let line = readme
        .lines()
        .find_map(|line| line.strip_prefix("cargo run --release -- "))
        .expect("the README's first command");
    let case = case.to_str().expect("a folder of ours");
    line.split(' ')
        .map(|word| word.replace("demo-case", case))
        .collect()
}

/// Makes the finished demo case in this folder, at a given time, so that all who do have the same.
#[track_caller]
pub fn demo_case(folder: &Path) -> PathBuf {
    let case = folder.join("case");
    let mut command = saboot(root());
    command.env("SOURCE_DATE_EPOCH", "1795000000");
    end(command.args(first_command(&case))).done();
    case
}

/// Whether another program answers. Where `SABOOT_REQUIRE_TOOLS` is set it must.
pub fn has(tool: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(tool);
    let answers = command.args(arguments).output();
    let answers = answers.is_ok_and(|out| out.status.success());
    if !answers {
        let required = std::env::var_os("SABOOT_REQUIRE_TOOLS").is_some();
        assert!(!required, "{tool} {arguments:?} does not answer");
        println!("skipped: {tool} {arguments:?} does not answer here");
    }
    answers
}

/// Runs another program in this folder and returns what it printed.
#[track_caller]
pub fn tool(folder: &Path, name: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(name);
    let ran = Ran::of(
        command
            .args(arguments)
            .current_dir(folder)
            .output()
            .expect("it answered before"),
    );
    ran.ended(0).out
}

/// Every file below a folder, by its path with `/`.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder that can be listed") {
        let entry = entry.expect("an entry");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("a file of ours"));
        }
    }
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder of ours");
    for entry in fs::read_dir(from).expect("a folder that can be listed") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file of ours");
        }
    }
}
