//! Somebody else, with whose rights a program may run.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::fchown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

/// A user of this system who is not its administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The name.
    pub name: String,
    uid: u32,
    gid: u32,
    home: PathBuf,
}

impl FromStr for User {
    type Err = String;

    /// By the name.
    fn from_str(name: &str) -> Result<User, String> {
        if !nix::unistd::geteuid().is_root() {
            return Err("only root runs programs as another user".to_string());
        }
        match nix::unistd::User::from_name(name) {
            Ok(Some(user)) if user.uid.is_root() => {
                Err(format!("`{name}` is root, who may do everything"))
            }
            Ok(Some(user)) => Ok(User {
                name: user.name,
                uid: user.uid.as_raw(),
                gid: user.gid.as_raw(),
                home: user.dir,
            }),
            Ok(None) => Err(format!("there is no user `{name}`")),
            Err(error) => Err(format!("failed to look up `{name}`: {error}")),
        }
    }
}

impl User {
    /// Whether they may read this file.
    #[must_use]
    pub fn can_read(&self, file: &Path) -> bool {
        let mut test = Command::new("/bin/sh");
        test.args(["-c", "test -r \"$1\"", "sh"]).arg(file);
        test.stdin(Stdio::null()).stderr(Stdio::null());
        self.has(&mut test);
        // What is not known is not refused.
        test.status().map_or(true, |status| status.success())
    }

    /// Gives this folder, or file, to them.
    ///
    /// # Errors
    /// As the system.
    pub fn give(&self, path: &Path) -> io::Result<()> {
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
    }

    /// Lets a command run with their rights. The groups of the caller are not
    /// theirs: the standard library leaves them out.
    pub(crate) fn has(&self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
        command.env("HOME", &self.home);
        command.envs([("USER", &self.name), ("LOGNAME", &self.name)]);
    }

    /// Lets them open an output again, by its name (`/dev/stdout`).
    pub(crate) fn owns(&self, output: impl AsFd) -> io::Result<()> {
        fchown(output, Some(self.uid), None)
    }
}
