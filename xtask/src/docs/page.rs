//! A page, and what it shows.
//!
//! | in the page | what it is |
//! | --- | --- |
//! | a block `console` | its first line is `$ COMMAND`, and the rest is what that prints; of `cargo build`, what the compiler says; a line `...` leaves something out |
//! | a block `python FILE`, `rust FILE`, `text FILE` | the file, without the comment at its head that the page replaces |
//! | a block `text new FILE`, also in another language | a file to make: the commands of `judge` below it run in an empty folder with such files, up to the next heading |
//! | a block `diff FILE` | a change to try: what the blocks `console` below it print once it is made, up to the next heading |
//! | a block `sh` | commands to type |
//! | a table below `<!-- table: NAME -->` | made by `table.rs` |
//! | a picture | made by `timeline.rs` |

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A Markdown file.
pub struct Page {
    /// Its path in the workspace.
    pub path: PathBuf,
    pub text: String,
    pub snippets: Vec<Snippet>,
}

/// A piece of a page that can be wrong.
#[derive(Debug, PartialEq)]
pub struct Snippet {
    /// The line in which it begins, counted from 1.
    pub line: usize,
    /// Where its text is; empty for what stands among words.
    pub range: Range<usize>,
    pub shows: Shows,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shows {
    /// What a command prints there.
    Output {
        command: String,
        scene: Scene,
    },
    /// A file, by its path from the page.
    Listing(String),
    /// A file to make.
    New(NewFile),
    /// A change to make there.
    Change(Change, Scene),
    /// A line to type there.
    Command(String, Scene),
    /// A table of this name.
    Table(String),
    Picture(String),
    Link(String),
    /// Code among words.
    Code(String),
    /// It is not known to be made by anything; this says how to mend that.
    Mistake(String),
}

/// What a reader was told to make and to change, since the last heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// In an empty folder; none if it is about the files of this workspace.
    pub files: Vec<NewFile>,
    pub change: Option<Change>,
}

/// A file to make.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFile {
    /// Its path from an empty folder.
    pub path: String,
    pub text: String,
}

/// What is to be changed in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub file: String,
    /// Lines that begin with a space, `-` or `+`.
    pub diff: String,
}

const UNMADE_TABLE: &str = "no generator for this table; write it as a list, or put a line \
                            `<!-- table: NAME -->` above it";

const UNMADE_BLOCK: &str = "no generator for this block; open it with ```console, ```sh, ```diff \
                            FILE, or the language and the FILE that it shows, or `new FILE`";

/// The elements of HTML that a page may use. What is in others would not be seen.
const ELEMENTS: [&str; 9] = [
    "a", "br", "code", "details", "summary", "table", "td", "th", "tr",
];

impl Page {
    pub fn parse(path: &Path, text: String) -> Page {
        let mut page = Page {
            path: path.to_path_buf(),
            text,
            snippets: Vec::new(),
        };
        let text = page.text.clone();
        if let Some(at) = text.find('\r') {
            page.mistake(at, "this line ends in CR LF: save the page with LF");
        }
        let mut events = Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter();
        let mut scene = Scene::default();
        let mut table = None;
        let mut in_code = false;
        while let Some((event, range)) = events.next() {
            let at = range.start;
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let content = events.by_ref().map_while(|(event, _)| match event {
                        Event::Text(part) => Some(part.into_string()),
                        _ => None,
                    });
                    page.block(at, &kind, &content.collect::<String>(), &mut scene);
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    let name = html.trim().strip_prefix("<!-- table: ");
                    if let Some(name) = name.and_then(|name| name.strip_suffix(" -->")) {
                        table = Some((at, name.to_string()));
                    }
                    page.html(at, &html);
                    in_code = html.ends_with("<code>");
                }
                Event::Start(Tag::Table(_)) => match table.take() {
                    Some((_, name)) => page.snippet(range, Shows::Table(name)),
                    None => page.mistake(at, UNMADE_TABLE),
                },
                Event::Start(Tag::Heading { .. }) => scene = Scene::default(),
                Event::Start(Tag::Paragraph) => page.paragraph(at, &text[range]),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    page.among_words(at, Shows::Link(dest_url.to_string()));
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    page.among_words(at, Shows::Picture(dest_url.to_string()));
                }
                Event::Text(code) if in_code => {
                    page.among_words(at, Shows::Code(code.to_string()));
                }
                Event::Code(code) => page.among_words(at, Shows::Code(code.to_string())),
                _ => {}
            }
        }
        if let Some((at, name)) = table {
            page.mistake(at, &format!("no table `{name}` follows"));
        }
        page
    }

    /// What Markdown could not read as what it was meant to be.
    fn paragraph(&mut self, at: usize, source: &str) {
        if source.starts_with('|') {
            self.mistake(at, "this is no table: look at its second line");
        }
        if source.contains("][") || source.contains("] (") {
            self.mistake(at, "a link here is broken: write `[words](file)`");
        }
    }

    /// Links and code in HTML.
    fn html(&mut self, at: usize, html: &str) {
        if html.starts_with("<!--") {
            return;
        }
        for tag in html.split('<').skip(1).filter(|tag| !tag.starts_with('/')) {
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next();
            let name = name.unwrap_or_default();
            if !ELEMENTS.contains(&name) {
                let message = format!("nothing looks into `<{name}>`: write it in Markdown");
                self.mistake(at, &message);
            }
            if let Some((_, rest)) = tag.split_once("href=\"") {
                let to = rest.split('"').next().unwrap_or_default();
                self.among_words(at, Shows::Link(to.to_string()));
            }
            if let Some(code) = tag.strip_prefix("code>")
                && !code.is_empty()
            {
                self.among_words(at, Shows::Code(code.to_string()));
            }
        }
    }

    /// A block of code that begins there.
    fn block(&mut self, at: usize, kind: &CodeBlockKind, content: &str, scene: &mut Scene) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let start = at + self.text[at..].find('\n').map_or(0, |line| line + 1);
        let range = start..start + content.len();
        let is_copied = self.text.get(range.clone()) == Some(content);
        match info.split_once(' ').unwrap_or((info, "")) {
            _ if !is_copied && !info.is_empty() => {
                self.mistake(at, "begin this block at the left margin");
            }
            ("console", "") => match content.lines().next().and_then(|l| l.strip_prefix("$ ")) {
                Some(command) => {
                    let (command, scene) = (command.to_string(), scene.clone());
                    self.snippet(range, Shows::Output { command, scene });
                }
                None => self.mistake(at, "begin this block with `$ COMMAND`"),
            },
            ("sh", "") => {
                let mut start = start;
                for line in content.split_inclusive('\n') {
                    let command = line.trim_end().to_string();
                    let shows = Shows::Command(command, scene.clone());
                    self.snippet(start..start + line.len(), shows);
                    start += line.len();
                }
            }
            ("python" | "text" | "yaml", file) if file.starts_with("new ") => {
                let (path, text) = (file["new ".len()..].to_string(), content.to_string());
                let file = NewFile { path, text };
                scene.files.push(file.clone());
                self.snippet(range, Shows::New(file));
            }
            ("python" | "rust" | "text", file) if !file.is_empty() => {
                self.snippet(range, Shows::Listing(file.to_string()));
            }
            ("diff", file) if !file.is_empty() => {
                let (file, diff) = (file.to_string(), content.to_string());
                let change = Change { file, diff };
                self.snippet(range, Shows::Change(change.clone(), scene.clone()));
                scene.change = Some(change);
            }
            _ => self.mistake(at, UNMADE_BLOCK),
        }
    }

    fn mistake(&mut self, at: usize, message: &str) {
        self.among_words(at, Shows::Mistake(message.to_string()));
    }

    fn among_words(&mut self, at: usize, shows: Shows) {
        self.snippet(at..at, shows);
    }

    fn snippet(&mut self, range: Range<usize>, shows: Shows) {
        let line = self.text[..range.start].matches('\n').count() + 1;
        self.snippets.push(Snippet { line, range, shows });
    }

    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    pub fn shown(&self, snippet: &Snippet) -> &str {
        &self.text[snippet.range.clone()]
    }
}

/// The name by which a heading can be linked to, as GitHub makes it.
pub fn anchors(text: &str) -> Vec<String> {
    let mut anchors = Vec::new();
    let mut heading: Option<String> = None;
    for event in Parser::new(text) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
            (Event::Text(part) | Event::Code(part), Some(heading)) => heading.push_str(&part),
            (Event::End(TagEnd::Heading(_)), _) => {
                let letters = heading.take().unwrap_or_default().to_lowercase();
                let kept = letters
                    .chars()
                    .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                anchors.push(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
            }
            _ => {}
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A `b`: c\n\n```console\n$ cargo run\nx\n```\n\n[a](b.md#c) `--x`\n\n\
        ```diff src/main.rs\n-a\n+b\n```\n\n```console\n$ cargo run\ny\n```\n\n## D\n\n\
        ```console\n$ cargo run\nz\n```\n\n<!-- table: t -->\n| a |\n| --- |\n| b |\n\n\
        ```python example.py\np\n```\n";

    #[test]
    fn a_page_tells_what_it_shows() {
        let page = Page::parse(Path::new("x/README.md"), PAGE.to_string());
        let output = |change| Shows::Output {
            command: "cargo run".to_string(),
            scene: Scene {
                change,
                ..Scene::default()
            },
        };
        let change = Change {
            file: "src/main.rs".to_string(),
            diff: "-a\n+b\n".to_string(),
        };
        let blocks = page.snippets.iter().filter(|s| !s.range.is_empty());
        let shown: Vec<_> = blocks
            .map(|snippet| (snippet.line, page.shown(snippet), &snippet.shows))
            .collect();
        let expected = [
            (4, "$ cargo run\nx\n", &output(None)),
            (
                11,
                "-a\n+b\n",
                &Shows::Change(change.clone(), Scene::default()),
            ),
            (16, "$ cargo run\ny\n", &output(Some(change))),
            (23, "$ cargo run\nz\n", &output(None)),
            (
                28,
                "| a |\n| --- |\n| b |\n",
                &Shows::Table("t".to_string()),
            ),
            (33, "p\n", &Shows::Listing("example.py".to_string())),
        ];
        assert_eq!(shown, expected);
        let words = page.snippets.iter().filter(|s| s.range.is_empty());
        let words: Vec<_> = words.map(|s| (s.line, &s.shows)).collect();
        let expected = [
            (1, &Shows::Code("b".to_string())),
            (8, &Shows::Link("b.md#c".to_string())),
            (8, &Shows::Code("--x".to_string())),
        ];
        assert_eq!(words, expected);
        assert_eq!(anchors(PAGE), ["a-b-c", "d"]);
    }

    #[test]
    fn what_is_in_html_and_in_empty_blocks_is_seen() {
        let text = "<a href=\"b.py\">b</a> <code>--x</code>\n\n```text c.txt\n```\nend\n";
        let page = Page::parse(Path::new("README.md"), text.to_string());
        let seen: Vec<_> = page.snippets.iter().map(|s| (s.line, &s.shows)).collect();
        let expected = [
            (1, &Shows::Link("b.py".to_string())),
            (1, &Shows::Code("--x".to_string())),
            (4, &Shows::Listing("c.txt".to_string())),
        ];
        assert_eq!(seen, expected);
        let range = page.snippets[2].range.clone();
        assert_eq!(range.start, text.find("```\nend").expect("the end"));
    }

    #[test]
    fn nothing_is_shown_that_nothing_makes() {
        let cases = [
            ("    indented\n", 1, "no generator for this block"),
            ("\n```\nx\n```\n", 2, "no generator for this block"),
            ("```rust\nx\n```\n", 1, "no generator for this block"),
            (
                "```console\nx\n```\n",
                1,
                "begin this block with `$ COMMAND`",
            ),
            (
                "- a\n\n  ```sh\n  b\n  c\n  ```\n",
                3,
                "begin this block at the left margin",
            ),
            ("x\n\n| a |\n| --- |\n", 3, "no generator for this table"),
            ("<!-- table: t -->\n\nx\n", 1, "no table `t` follows"),
            ("x\n\n| a |\n| -_- |\n", 3, "this is no table"),
            ("a [b][c.md)\n", 1, "a link here is broken"),
            ("<pre>\nx\n</pre>\n", 1, "nothing looks into `<pre>`"),
        ];
        for (text, line, message) in cases {
            let page = Page::parse(Path::new("README.md"), text.to_string());
            let mistakes = page.snippets.iter().filter_map(|s| match &s.shows {
                Shows::Mistake(said) => Some((s.line, said)),
                _ => None,
            });
            let mistakes: Vec<_> = mistakes.collect();
            let [(at, said)] = mistakes.as_slice() else {
                panic!("{text}: {mistakes:?}");
            };
            assert!(*at == line && said.starts_with(message), "{mistakes:?}");
        }
    }
}
