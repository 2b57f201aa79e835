//! Where a report goes. A file is written whole or not at all, and that it
//! cannot be written is found out before the measuring.

use crate::Error;
use crate::interrupt::wait_for;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A place for a report.
#[must_use = "a report that is not written is lost"]
pub struct ReportFile {
    path: PathBuf,
    to: To,
}

enum To {
    Stdout,
    /// Next to the file, which it replaces when it is complete.
    Temporary(NamedTempFile),
    /// What cannot be replaced: a device, a pipe, or a file in a folder that
    /// takes no other.
    Place(fs::File),
}

impl ReportFile {
    /// `-` stands for standard output.
    ///
    /// # Errors
    /// [`Error::Report`], if it will not be possible to write there.
    pub fn open(path: &Path) -> Result<ReportFile, Error> {
        let wanted = path.to_path_buf();
        // A pipe may have nobody at its other end.
        wait_for(move || open(&wanted)).map_err(|source| Error::report(path.to_path_buf(), source))
    }

    /// Whether it goes to standard output.
    pub fn is_stdout(&self) -> bool {
        matches!(self.to, To::Stdout)
    }

    /// Writes nothing, and takes away what an earlier report has left there.
    ///
    /// # Errors
    /// [`Error::Report`], if it cannot be taken away.
    pub fn withdraw(self) -> Result<(), Error> {
        let ReportFile { path, to } = self;
        let withdrawn = match to {
            To::Stdout => Ok(()),
            To::Place(_) if !path.is_file() => Ok(()),
            To::Place(file) => file.set_len(0),
            To::Temporary(_) => match fs::remove_file(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                removed => removed,
            },
        };
        withdrawn.map_err(|source| Error::report(path, source))
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// [`Error::Report`], if that fails after all; the file is then as it was.
    pub fn write(self, text: &str) -> Result<(), Error> {
        let ReportFile { path, to } = self;
        let (text, real) = (text.to_string(), path.clone());
        let written = wait_for(move || write(to, &real, text.as_bytes()));
        written.map_err(|source| Error::report(path, source))
    }
}

fn open(path: &Path) -> io::Result<ReportFile> {
    if path == Path::new("-") {
        let (path, to) = (path.to_path_buf(), To::Stdout);
        return Ok(ReportFile { path, to });
    }
    // A link stays one: what it points to is replaced.
    let path = match fs::canonicalize(path) {
        // A pipe that a link leads to, such as `/dev/stdout`, has no name.
        Err(_) if path.exists() => path.to_path_buf(),
        Err(_) if path.is_symlink() => {
            return Err(io::Error::other("it is a link that leads nowhere"));
        }
        real => real.unwrap_or(path.to_path_buf()),
    };
    let existing = match OpenOptions::new().append(true).open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(_) if path.is_dir() => return Err(io::Error::other("it is a folder")),
        existing => Some(existing?),
    };
    let to = match (temporary(&path), existing) {
        (Ok(temporary), Some(existing)) if path.is_file() => {
            let rights = existing.metadata()?.permissions();
            temporary.as_file().set_permissions(rights)?;
            To::Temporary(temporary)
        }
        (_, Some(existing)) => To::Place(existing),
        (temporary, None) => To::Temporary(temporary?),
    };
    Ok(ReportFile { path, to })
}

fn temporary(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    // Opened here: an error does not tell a name that nobody gave then.
    let open = |path: &Path| {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o666).open(path)
    };
    tempfile::Builder::new().make_in(folder.unwrap_or(Path::new(".")), open)
}

fn write(to: To, path: &Path, bytes: &[u8]) -> io::Result<()> {
    match to {
        To::Stdout => {
            io::stdout().write_all(bytes)?;
            io::stdout().flush()
        }
        To::Place(mut file) => {
            // A device has no length.
            let _ = file.set_len(0);
            file.write_all(bytes)
        }
        To::Temporary(mut file) => {
            file.as_file_mut().write_all(bytes)?;
            // Some disks tell only now that they are full.
            file.as_file().sync_all()?;
            file.persist(path).map_err(|error| error.error)?;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_replaced_only_when_it_is_complete() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        let read = |path: &Path| fs::read_to_string(path).ok();
        let names = || fs::read_dir(folder.path()).expect("the folder").count();

        ReportFile::open(&path)
            .expect("a file")
            .write("first")
            .expect("written");
        assert_eq!(read(&path).as_deref(), Some("first"));
        let second = ReportFile::open(&path).expect("a file");
        assert_eq!(read(&path).as_deref(), Some("first"));
        drop(second);
        assert_eq!((read(&path).as_deref(), names()), (Some("first"), 1));

        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        ReportFile::open(&link)
            .expect("a file")
            .write("third")
            .expect("written");
        assert_eq!(read(&path).as_deref(), Some("third"));
        assert!(link.is_symlink());
        let nothing = folder.path().join("nothing");
        std::os::unix::fs::symlink(folder.path().join("gone"), &nothing).expect("a link");
        assert!(ReportFile::open(&nothing).is_err() && nothing.is_symlink());
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("its rights");
        let fourth = ReportFile::open(&path).expect("a file");
        fourth.write("fourth").expect("written");
        let rights = fs::metadata(&path).expect("a file").permissions();
        assert_eq!(rights.mode() & 0o777, 0o600);
        let fifth = ReportFile::open(&path).expect("a file");
        fifth.withdraw().expect("taken away");
        assert!(!path.exists());
        let none = ReportFile::open(&path).expect("a file");
        none.withdraw().expect("nothing to take away");
        ReportFile::open(Path::new("/dev/null"))
            .expect("a device")
            .write("x")
            .expect("written");
        assert!(!Path::new("/dev/null").is_file());
    }

    #[test]
    fn what_cannot_be_written_is_an_error_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("missing/report.json");
        for path in [folder.path(), &missing] {
            let error = ReportFile::open(path).err().expect("an error").to_string();
            assert!(error.starts_with("cannot write "), "{error}");
        }
    }
}
