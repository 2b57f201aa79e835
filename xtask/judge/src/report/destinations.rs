//! Where the reports go. That one cannot be written is found out before anything
//! is run, as far as possible.

use super::entry::Entry;
use super::explain::explain;
use super::github::summary as github_summary;
use super::json::json;
use super::junit::junit;
use super::picture::picture;
use super::text::render;
use crate::error::Error;
use crate::options::Reporting;
use anyhow::Context;
use observer::report_file::ReportFile;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where the reports go.
pub struct Destinations {
    files: Vec<(ReportFile, Render)>,
    explain: bool,
    github: Option<PathBuf>,
    /// The program that makes the reports, as they name it.
    by: &'static str,
}

/// What goes into a file, by the program of this name.
type Render = fn(&[Entry], &str) -> String;

impl Destinations {
    /// Only the text, and the summary of a job in GitHub Actions.
    #[must_use]
    pub fn for_people() -> Destinations {
        let github = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
        Destinations {
            files: Vec::new(),
            explain: false,
            github: github.map(PathBuf::from),
            by: "judge",
        }
    }

    /// All that are asked for, by the program of this name. `inputs` are the
    /// files that it reads: no report replaces one.
    ///
    /// # Errors
    /// If it will not be possible to write there.
    pub fn open(
        reporting: &Reporting,
        by: &'static str,
        inputs: &[&Path],
    ) -> Result<Destinations, Error> {
        let wanted: [(&Option<PathBuf>, Render); 4] = [
            (&reporting.json, |entries, _| json(entries)),
            (&reporting.junit, junit),
            (&reporting.svg, |entries, _| picture(entries).svg()),
            (&reporting.trace, |entries, _| picture(entries).trace()),
        ];
        let inputs: Vec<PathBuf> = inputs.iter().map(|path| real(path)).collect();
        let (mut taken, mut files) = (Vec::new(), Vec::new());
        for (path, render) in wanted {
            let Some(path) = path else {
                continue;
            };
            let real = real(path);
            if inputs.contains(&real) {
                return Err(Error::ReportOverInput(path.clone()));
            }
            if taken.contains(&real) {
                return Err(Error::SharedReport(path.clone()));
            }
            taken.push(real);
            files.push((ReportFile::open(path)?, render));
        }
        Ok(Destinations {
            files,
            explain: reporting.explain,
            by,
            ..Destinations::for_people()
        })
    }

    /// Writes all of them, and returns what could not be written.
    #[must_use]
    pub(crate) fn write(self, entries: &[Entry]) -> Vec<anyhow::Error> {
        let mut text = render(entries);
        if self.explain {
            text = explain(entries) + &text;
        }
        // The text for a person gives way to a report for programs.
        let written = match self.files.iter().any(|(file, _)| file.is_stdout()) {
            true => print(&mut anstream::stderr(), &text),
            false => print(&mut anstream::stdout(), &text).inspect_err(|error| {
                // Whoever has seen enough has seen the verdicts.
                if error.kind() != ErrorKind::BrokenPipe {
                    let _ = print(&mut anstream::stderr(), &text);
                }
            }),
        };
        let mut written = vec![written.context("failed to write the report")];
        for (file, render) in self.files {
            let text = render(entries, self.by);
            written.push(file.write(&text).map_err(anyhow::Error::from));
        }
        if let Some(path) = self.github {
            let file = OpenOptions::new().append(true).create(true).open(&path);
            let appended = file.and_then(|mut file| print(&mut file, &github_summary(entries)));
            written
                .push(appended.with_context(|| format!("failed to append to {}", path.display())));
        }
        written.into_iter().filter_map(Result::err).collect()
    }
}

fn print(to: &mut impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes()).and_then(|()| to.flush())
}

/// The file that a path leads to, whatever its name: also if there is none yet.
fn real(path: &Path) -> PathBuf {
    let in_folder = || {
        let folder = path.parent()?;
        let here = folder.as_os_str().is_empty();
        let folder = if here { Path::new(".") } else { folder };
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    let real = path.canonicalize().ok().or_else(in_folder);
    real.unwrap_or_else(|| path.to_path_buf())
}
