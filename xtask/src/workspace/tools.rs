//! What it takes to run programs in both languages.

use super::build::{self, Target};
use super::{Language, packages, python};
use anyhow::{Result, anyhow};
use judge::NotRun;
use observer::Observer;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::thread;

pub struct Tools<'a> {
    observer: &'a Observer,
    root: &'a Path,
    built: BTreeMap<Target, PathBuf>,
    interpreter: Result<PathBuf>,
}

impl Tools<'_> {
    /// Builds these targets and, if it is needed, looks for an interpreter
    /// meanwhile. No program runs before both are there: a compiler beside it
    /// would disturb its times.
    ///
    /// # Errors
    /// If cargo cannot be run.
    pub fn prepare<'a>(
        observer: &'a Observer,
        root: &'a Path,
        targets: &[Target],
        needs_python: bool,
    ) -> Result<Tools<'a>> {
        thread::scope(|scope| {
            let interpreter = needs_python.then(|| scope.spawn(python::find));
            let built = match targets.is_empty() {
                true => BTreeMap::new(),
                false => build::build(root, targets)?,
            };
            let interpreter = interpreter.map_or(Err(anyhow!("not looked for")), |thread| {
                thread.join().expect("no panic in python::find")
            });
            Ok(Tools {
                observer,
                root,
                built,
                interpreter,
            })
        })
    }

    /// The command of a program: in Rust of this target, in Python of this file
    /// of the workspace. `no_python` says what it means to have no interpreter.
    ///
    /// # Errors
    /// Why the program is not run.
    pub fn command(
        &self,
        language: Language,
        target: &Target,
        file: &Path,
        no_python: fn(String) -> NotRun,
    ) -> Result<Vec<OsString>, NotRun> {
        if self.observer.is_interrupted() {
            return Err(NotRun::Impossible("interrupted".to_string()));
        }
        match (language, &self.interpreter) {
            (Language::Rust, _) => match self.built.get(target) {
                Some(program) => Ok(vec![program.into()]),
                None => Err(NotRun::Impossible(self.why_not_built(target))),
            },
            (Language::Python, Ok(python)) => Ok(vec![python.into(), self.root.join(file).into()]),
            (Language::Python, Err(why)) => Err(no_python(format!("{why:#}"))),
        }
    }

    /// Cargo has said it already, but above the report.
    fn why_not_built(&self, target: &Target) -> String {
        if target.example.is_some() {
            return "it could not be built: see above what cargo says".to_string();
        }
        let name = &target.package;
        let packages = packages(self.root);
        match packages.is_ok_and(|all| all.iter().all(|package| package.name != *name)) {
            true => format!("{name} is not among the `members` of the workspace's Cargo.toml"),
            false => format!("`cargo build -p {name}` failed: see above what it says"),
        }
    }
}
