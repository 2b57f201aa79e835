//! The programs that are measured: this one, in a role, and its twin in Python.

use super::missing::Missing;
use super::python::{self, Interpreter};
use super::results::Cpython;
use super::subject::Language;
use anyhow::{Context, Result};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

pub struct Twins {
    /// This one, which has everything in Rust.
    rust: PathBuf,
    /// The interpreter and the twin, or why there are none.
    python: Result<(Interpreter, PathBuf), String>,
}

impl Twins {
    /// Finds them; `twin` is a file's name.
    ///
    /// # Errors
    /// If the system does not say where this program is.
    pub fn find(twin: &str) -> Result<Twins> {
        Ok(Twins {
            rust: env::current_exe().context("failed to find this program")?,
            python: python::find().and_then(|found| Ok((found, python::twin(twin)?))),
        })
    }

    /// The command that starts the program of a language, up to its arguments. In Rust,
    /// this program gets the `role` in which it is to run.
    ///
    /// # Errors
    /// [`Missing::NoInterpreter`].
    pub fn command(&self, language: Language, role: &str) -> Result<Vec<OsString>, Missing> {
        match (language, &self.python) {
            (Language::Rust, _) => Ok(vec![self.rust.clone().into(), role.into()]),
            (Language::CPython, Ok((interpreter, twin))) => {
                Ok(vec![interpreter.path.clone().into(), twin.into()])
            }
            (Language::CPython, Err(why)) => Err(Missing::NoInterpreter(why.clone())),
        }
    }

    pub fn cpython(&self) -> Cpython {
        match &self.python {
            Ok((interpreter, _)) => Cpython::Found {
                version: interpreter.version.clone(),
                has_gil: interpreter.has_gil,
            },
            Err(why) => Cpython::Missing { why: why.clone() },
        }
    }
}
