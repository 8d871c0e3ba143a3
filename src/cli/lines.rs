//! Lines of JSON on standard output, printed on a thread of their own while the next ones are read.

use std::io::{self, BufWriter, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use saboot::model::Line;

/// So many bytes of an export travel together, and no more than this many lines.
const BATCH_BYTES: u64 = 64 * 1024;
const BATCH_LINES: usize = 512;

/// So many batches wait for the printer; then reading waits.
const WAITING: usize = 4;

/// Runs `read` and prints every line that it hands on. The second value tells whether all could be printed; after a
/// failure nothing more is printed, and reading goes on to its end.
pub fn print<T>(read: impl FnOnce(&mut dyn FnMut(Line)) -> T) -> (T, io::Result<()>) {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING);
        let printer = scope.spawn(move || write_lines(&receiver));
        let mut batch = Batch {
            lines: Vec::with_capacity(BATCH_LINES),
            bytes: 0,
            sender,
        };
        let outcome = read(&mut |line| batch.add(line));
        batch.send();
        drop(batch);
        let printed = printer.join();
        (
            outcome,
            printed.unwrap_or_else(|_| Err(io::Error::other("the printer stopped"))),
        )
    })
}

/// Lines on their way to the printer.
struct Batch {
    lines: Vec<Line>,
    bytes: u64,
    sender: SyncSender<Vec<Line>>,
}

impl Batch {
    fn add(&mut self, line: Line) {
        if let Line::Record(record) = &line {
            self.bytes += record.bytes[1] - record.bytes[0];
        }
        self.lines.push(line);
        if self.bytes >= BATCH_BYTES || self.lines.len() == BATCH_LINES {
            self.send();
        }
    }

    fn send(&mut self) {
        let lines = std::mem::replace(&mut self.lines, Vec::with_capacity(BATCH_LINES));
        self.bytes = 0;
        // The printer is gone only after a failure, which it has kept.
        let _ = self.sender.send(lines);
    }
}

fn write_lines(receiver: &Receiver<Vec<Line>>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(256 * 1024, io::stdout().lock());
    for line in receiver.iter().flatten() {
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
