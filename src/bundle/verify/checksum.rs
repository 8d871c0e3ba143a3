//! Checksums of files, several at once, on two threads.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use md5::Md5;
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha224, Sha256, Sha384, Sha512};

/// The checksums that manifests of BagIt bags use. MD5 and SHA-1 are for foreign bags only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    /// The algorithm of a manifest's file name, such as `sha256` in `manifest-sha256.txt`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().replace('-', "").as_str() {
            "md5" => Some(Self::Md5),
            "sha1" => Some(Self::Sha1),
            "sha224" => Some(Self::Sha224),
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// Whether changes can be made that it does not notice.
    #[must_use]
    pub fn is_weak(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    fn start(self) -> Box<dyn DynDigest> {
        match self {
            Self::Md5 => Box::new(Md5::default()),
            Self::Sha1 => Box::new(Sha1::default()),
            Self::Sha224 => Box::new(Sha224::default()),
            Self::Sha256 => Box::new(Sha256::default()),
            Self::Sha384 => Box::new(Sha384::default()),
            Self::Sha512 => Box::new(Sha512::default()),
        }
    }
}

/// One file to hash.
#[derive(Debug, Clone)]
pub struct Job {
    /// Where it is.
    pub at: PathBuf,
    /// Its size when the folder was looked at; decides the order only.
    pub size: u64,
    /// What to compute.
    pub algorithms: Vec<Algorithm>,
}

/// The checksums of one file in lower-case hex, in the order of the job, and the bytes that were read.
pub type Hashed = io::Result<(Vec<String>, u64)>;

/// Hashes every file once on two threads. `on_bytes` is told of each stretch that was read. Results stand in the
/// order of the jobs.
#[must_use]
pub fn hash_files(jobs: &[Job], on_bytes: &(dyn Fn(u64) + Sync)) -> Vec<Hashed> {
    // The largest first, so that one thread does not sit on the last big file alone.
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(jobs[*i].size), *i));
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let work = || {
        let mut buffer = vec![0; 1024 * 1024];
        while let Some(i) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let hashed = hash_file(&jobs[*i], &mut buffer, on_bytes);
            done.lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push((*i, hashed));
        }
    };
    thread::scope(|scope| {
        if jobs.len() > 1 {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, hashed)| hashed).collect()
}

fn hash_file(job: &Job, buffer: &mut [u8], on_bytes: &(dyn Fn(u64) + Sync)) -> Hashed {
    let mut states: Vec<_> = job.algorithms.iter().map(|a| a.start()).collect();
    let mut file = File::open(&job.at)?;
    let mut count = 0;
    loop {
        let n = match file.read(buffer) {
            Ok(0) => break,
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        for state in &mut states {
            state.update(&buffer[..n]);
        }
        count += n as u64;
        on_bytes(n as u64);
    }
    Ok((
        states
            .into_iter()
            .map(|state| hex(&state.finalize()))
            .collect(),
        count,
    ))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_gives_its_published_value() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("abc");
        std::fs::write(&at, "abc").unwrap();
        let names = ["md5", "SHA1", "sha-224", "sha256", "sha384", "sha512"];
        let algorithms = names.map(|n| Algorithm::named(n).unwrap()).to_vec();
        let job = Job {
            at,
            size: 3,
            algorithms,
        };
        let read = std::sync::atomic::AtomicU64::new(0);
        let hashed = hash_files(&[job.clone(), job], &|n| {
            read.fetch_add(n, Ordering::Relaxed);
        });
        assert_eq!(read.into_inner(), 6);
        for result in hashed {
            let (sums, count) = result.unwrap();
            assert_eq!(count, 3);
            assert_eq!(sums[0], "900150983cd24fb0d6963f7d28e17f72");
            assert_eq!(sums[1], "a9993e364706816aba3e25717850c26c9cd0d89d");
            assert_eq!(
                sums[2],
                "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"
            );
            assert_eq!(
                sums[3],
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            );
            assert!(
                sums[4].starts_with("cb00753f45a35e8b") && sums[5].starts_with("ddaf35a193617aba")
            );
        }
        assert_eq!(Algorithm::named("crc32"), None);
        assert!(
            hash_files(
                &[Job {
                    at: folder.path().join("no"),
                    size: 0,
                    algorithms: vec![]
                }],
                &|_| {}
            )[0]
            .is_err()
        );
    }
}
