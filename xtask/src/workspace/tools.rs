//! What it takes to run programs in both languages.

use super::build::{self, Target};
use super::python;
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::thread;

pub struct Tools {
    built: BTreeMap<Target, PathBuf>,
    interpreter: Result<PathBuf>,
}

impl Tools {
    /// Builds these targets and, if it is needed, looks for an interpreter
    /// meanwhile. No program runs before both are there: a compiler beside it
    /// would disturb its times.
    ///
    /// # Errors
    /// If cargo cannot be run.
    pub fn prepare(root: &Path, targets: &[Target], needs_python: bool) -> Result<Tools> {
        thread::scope(|scope| {
            let interpreter = needs_python.then(|| scope.spawn(python::find));
            let built = match targets.is_empty() {
                true => BTreeMap::new(),
                false => build::build(root, targets)?,
            };
            let interpreter = interpreter.map_or(Err(anyhow!("not looked for")), |thread| {
                thread.join().expect("no panic in python::find")
            });
            Ok(Tools { built, interpreter })
        })
    }

    /// The command of a target, if it could be built.
    pub fn rust(&self, target: &Target) -> Option<Vec<OsString>> {
        Some(vec![self.built.get(target)?.into()])
    }

    /// The command of a file in Python.
    ///
    /// # Errors
    /// Why there is no interpreter.
    pub fn python(&self, file: PathBuf) -> Result<Vec<OsString>, String> {
        match &self.interpreter {
            Ok(python) => Ok(vec![python.into(), file.into()]),
            Err(why) => Err(format!("{why:#}")),
        }
    }
}
