//! How a file becomes a running program, by its extension.

use super::command_line::words;
use super::submission::Build;
use crate::error::Error;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::str::FromStr;

/// What stands for the file in a command.
const FILE: &str = "{}";

/// What stands for the program that is made of it.
const OUT: &str = "{out}";

/// `c=cc {} -o {out}`: a command for the files of one extension.
#[derive(Clone, Debug)]
pub struct ForExtension {
    extension: String,
    command: Vec<OsString>,
}

impl FromStr for ForExtension {
    type Err = String;

    fn from_str(text: &str) -> Result<ForExtension, String> {
        let (extension, command) = text.split_once('=').ok_or("write `py=python3 {}`")?;
        let is_one = !extension.is_empty() && !extension.contains(['/', ' ', '{']);
        let extension = extension.trim_start_matches('.');
        match words(command)? {
            _ if !is_one => Err("an extension comes before `=`, such as `py`".to_string()),
            words if words.is_empty() => Err(format!("no command for `{extension}`")),
            command => Ok(ForExtension {
                extension: extension.to_string(),
                command,
            }),
        }
    }
}

/// The commands for each extension.
#[derive(Debug)]
pub struct Recipes {
    run: BTreeMap<String, Vec<OsString>>,
    build: BTreeMap<String, Vec<OsString>>,
    /// For all other files.
    other: Option<Vec<OsString>>,
}

/// How one file is run.
#[derive(Debug, PartialEq)]
pub struct Recipe {
    /// What is run.
    pub command: Vec<OsString>,
    /// What makes it before.
    pub build: Option<Build>,
}

impl Recipes {
    /// The recipes that were given; `other` runs what has none of its own, if it is
    /// not empty.
    ///
    /// # Errors
    /// If an extension has two, or one that names neither the file nor what is built
    /// of it.
    pub fn new(
        run: &[ForExtension],
        build: &[ForExtension],
        other: &[OsString],
    ) -> Result<Recipes, Error> {
        let recipes = Recipes {
            run: by_extension(run)?,
            build: by_extension(build)?,
            other: (!other.is_empty()).then(|| other.to_vec()),
        };
        if recipes.other.iter().any(|command| !has(command, FILE)) {
            return Err(Error::NoPlaceForFile);
        }
        for (extension, command) in &recipes.run {
            let (is_built, runs_it) = (recipes.build.contains_key(extension), has(command, OUT));
            match (is_built, runs_it) {
                (true, false) => return Err(Error::BuiltForNothing(extension.clone())),
                (false, true) => return Err(Error::NotBuilt(extension.clone())),
                (false, false) if !has(command, FILE) => return Err(Error::NoPlaceForFile),
                _ => {}
            }
        }
        for (extension, command) in &recipes.build {
            if !recipes.run.contains_key(extension) {
                return Err(Error::BuiltForNothing(extension.clone()));
            }
            if !(has(command, FILE) && has(command, OUT)) {
                return Err(Error::NoPlaceForProgram(extension.clone()));
            }
        }
        Ok(recipes)
    }

    /// How a file is run. What is built of it goes to a folder of this number in
    /// `into`.
    ///
    /// # Errors
    /// If there is no command for its extension.
    pub fn of(&self, file: &Path, into: Option<&Path>, number: usize) -> Result<Recipe, String> {
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        let command = self.run.get(&*extension).or(self.other.as_ref());
        let command = command.ok_or_else(|| match &*extension {
            "" => "no command for a file without an extension: `-- COMMAND {}`".to_string(),
            extension => format!("no command for `.{extension}`: `--run {extension}='…'`"),
        })?;
        let program = into.map(|into| {
            let name = file.file_stem().unwrap_or(OsStr::new("program"));
            into.join(number.to_string()).join(name)
        });
        let fill = |command: &[OsString]| {
            let out = program.as_deref().unwrap_or(Path::new(OUT)).as_os_str();
            let words = command.iter();
            let words = words.map(|word| replace(&replace(word, OUT, out), FILE, file.as_os_str()));
            words.collect::<Vec<OsString>>()
        };
        let build = self.build.get(&*extension).zip(program.as_ref());
        Ok(Recipe {
            command: fill(command),
            build: build.map(|(command, program)| Build {
                command: fill(command),
                program: program.clone(),
            }),
        })
    }
}

fn by_extension(given: &[ForExtension]) -> Result<BTreeMap<String, Vec<OsString>>, Error> {
    let mut all = BTreeMap::new();
    for ForExtension { extension, command } in given {
        if all.insert(extension.clone(), command.clone()).is_some() {
            return Err(Error::TwoCommands(extension.clone()));
        }
    }
    Ok(all)
}

fn has(command: &[OsString], place: &str) -> bool {
    let mut words = command.iter();
    words.any(|word| word.to_string_lossy().contains(place))
}

/// The word with something in each of these places.
fn replace(word: &OsStr, place: &str, by: &OsStr) -> OsString {
    // What is no text has no place.
    let Some(text) = word.to_str() else {
        return word.to_os_string();
    };
    let parts: Vec<&OsStr> = text.split(place).map(OsStr::new).collect();
    parts.join(by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_goes_where_the_braces_are() {
        let file = OsStr::new("a b.py");
        let cases = [("{}", "a b.py"), ("--file={}", "--file=a b.py"), ("x", "x")];
        for (word, expected) in cases {
            assert_eq!(replace(OsStr::new(word), FILE, file), expected);
        }
    }

    fn recipes(run: &[&str], build: &[&str], other: &[&str]) -> Result<Recipes, Error> {
        let parse = |given: &[&str]| -> Vec<ForExtension> {
            let given = given.iter().map(|text| text.parse().expect(text));
            given.collect()
        };
        let other: Vec<OsString> = other.iter().map(OsString::from).collect();
        Recipes::new(&parse(run), &parse(build), &other)
    }

    #[test]
    fn each_extension_has_its_own_commands() {
        let build = ["c=cc -pthread {} -o {out}"];
        let run = ["py=python3 {}", "c={out} --of {}"];
        let recipes = recipes(&run, &build, &["sh", "{}"]).expect("recipes");
        let of = |file: &str| {
            let recipe = recipes.of(Path::new(file), Some(Path::new("/t")), 7);
            let Recipe { command, build } = recipe.expect(file);
            let build = build.map(|build| (build.command.join(OsStr::new("|")), build.program));
            (command.join(OsStr::new("|")), build)
        };
        assert_eq!(of("s/anna.py"), ("python3|s/anna.py".into(), None));
        assert_eq!(of("ben"), ("sh|ben".into(), None));
        let built = ("cc|-pthread|s/c d.c|-o|/t/7/c d".into(), "/t/7/c d".into());
        assert_eq!(of("s/c d.c"), ("/t/7/c d|--of|s/c d.c".into(), Some(built)));
    }

    #[test]
    fn what_is_missing_is_said() {
        let none = recipes(&["py=python3 {}"], &[], &[]).expect("recipes");
        let mistake = |file: &str| none.of(Path::new(file), None, 0).unwrap_err();
        assert_eq!(mistake("a.js"), "no command for `.js`: `--run js='…'`");
        assert!(mistake("a").starts_with("no command for a file without an extension"));
        let wrong = |run: &[&str], build: &[&str], other: &[&str], expected: &str| {
            let error = recipes(run, build, other).expect_err(expected).to_string();
            assert!(error.contains(expected), "{error}");
        };
        wrong(&["py=python3"], &[], &[], "has none");
        wrong(&[], &[], &["python3"], "has none");
        wrong(&["c={out}"], &[], &[], "`{out}` of `.c` is not built");
        wrong(
            &[],
            &["c=cc {} -o {out}"],
            &[],
            "nothing runs what is built of `.c`",
        );
        wrong(
            &["c={out}"],
            &["c=cc {}"],
            &[],
            "say where the program goes",
        );
        wrong(&["c={out}", "c=x {}"], &[], &[], "two commands for `.c`");
        for text in ["python3 {}", "=x", "py=", "py='x", "py=x | y", "a b=x"] {
            assert!(text.parse::<ForExtension>().is_err(), "{text}");
        }
    }
}
