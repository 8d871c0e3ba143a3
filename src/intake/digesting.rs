//! Size and SHA-256 of many streams: each is read once, two at a time, in constant memory.

use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::container::{HEAD, begins_like_archive};
use crate::model::Watch;
use crate::model::{Digest, Hashing};

/// Threads that hash. Two, because the machines that this runs on have two cores and one disk.
const THREADS: usize = 2;
/// Less work than this is done before a second thread has begun.
const ONE_THREAD: u64 = 1024 * 1024;
/// Bytes in memory for each thread.
const BUFFER: usize = 256 * 1024;

/// What one pass over a stream found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hashed {
    /// Bytes.
    pub size: u64,
    /// SHA-256 of them.
    pub digest: Digest,
    /// Whether they begin as an archive does.
    pub is_archive: bool,
}

/// One stream to hash.
pub(super) struct Job<'a> {
    /// About how many bytes: the longest are begun first.
    pub weight: u64,
    /// Opens the stream.
    pub open: Box<dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync + 'a>,
}

/// Hashes every stream. The results stand in the order of the jobs, whatever thread was faster.
///
/// # Errors
/// Only where `watch` stopped the work ([`io::ErrorKind::Interrupted`]).
pub(super) fn hash_all(jobs: &[Job<'_>], watch: &dyn Watch) -> io::Result<Vec<io::Result<Hashed>>> {
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(jobs[i].weight), i));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut buffer = vec![0; BUFFER];
        let mut done = Vec::new();
        while let Some(&i) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            if watch.stopped() {
                break;
            }
            done.push((i, hash(&jobs[i], &mut buffer, watch)));
        }
        done
    };
    let weight = jobs
        .iter()
        .fold(0_u64, |sum, job| sum.saturating_add(job.weight));
    let threads = if weight < ONE_THREAD {
        1
    } else {
        THREADS.min(jobs.len())
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    if watch.stopped() {
        return Err(io::ErrorKind::Interrupted.into());
    }
    let mut results: Vec<Option<io::Result<Hashed>>> = jobs.iter().map(|_| None).collect();
    for (i, result) in done {
        results[i] = Some(result);
    }
    Ok(results
        .into_iter()
        .map(|r| r.unwrap_or_else(|| Err(io::ErrorKind::Other.into())))
        .collect())
}

fn hash(job: &Job<'_>, buffer: &mut [u8], watch: &dyn Watch) -> io::Result<Hashed> {
    let mut reader = (job.open)()?;
    let mut hashing = Hashing::new(());
    let mut head = Vec::with_capacity(HEAD);
    loop {
        if watch.stopped() {
            return Err(io::ErrorKind::Other.into());
        }
        let n = match reader.read(buffer) {
            Ok(0) => break,
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if head.len() < HEAD {
            head.extend_from_slice(&buffer[..n.min(HEAD - head.len())]);
        }
        hashing.update(&buffer[..n]);
        watch.advance(n as u64);
    }
    let (digest, size) = hashing.finish();
    Ok(Hashed {
        size,
        digest,
        is_archive: begins_like_archive(&head),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicU64};

    use super::*;
    use crate::model::Unwatched;

    fn job(bytes: &'static [u8]) -> Job<'static> {
        Job {
            weight: bytes.len() as u64,
            open: Box::new(move || Ok(Box::new(bytes))),
        }
    }

    #[test]
    fn results_stand_in_the_order_of_the_jobs() {
        let texts: [&[u8]; 5] = [b"", b"PK\x03\x04", b"a", b"bb", b"ccc"];
        let jobs: Vec<_> = texts.iter().map(|t| job(t)).collect();
        let hashed: Vec<_> = hash_all(&jobs, &Unwatched)
            .unwrap()
            .into_iter()
            .map(Result::unwrap)
            .collect();
        for (text, found) in texts.iter().zip(&hashed) {
            assert_eq!(
                (found.size, found.digest),
                (text.len() as u64, Digest::of(text))
            );
        }
        assert_eq!(hashed.iter().filter(|h| h.is_archive).count(), 1);
    }

    #[test]
    fn one_stream_that_fails_does_not_stop_the_others() {
        let failing = Job {
            weight: 9,
            open: Box::new(|| Err(io::ErrorKind::NotFound.into())),
        };
        let results = hash_all(&[failing, job(b"x")], &Unwatched).unwrap();
        assert!(results[0].is_err());
        assert_eq!(results[1].as_ref().unwrap().digest, Digest::of(b"x"));
    }

    #[derive(Default)]
    struct StopAtFirst(AtomicBool, AtomicU64);

    impl Watch for StopAtFirst {
        fn advance(&self, bytes: u64) {
            self.1.fetch_add(bytes, Ordering::Relaxed);
            self.0.store(true, Ordering::Relaxed);
        }

        fn stopped(&self) -> bool {
            self.0.load(Ordering::Relaxed)
        }
    }

    #[test]
    fn a_stop_ends_the_work() {
        let watch = StopAtFirst::default();
        let jobs: Vec<_> = (0..1000).map(|_| job(b"0123456789")).collect();
        assert_eq!(
            hash_all(&jobs, &watch).unwrap_err().kind(),
            io::ErrorKind::Interrupted
        );
        assert!(watch.1.load(Ordering::Relaxed) <= 20);
    }
}
