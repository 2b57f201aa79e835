//! A page, and what it shows.
//!
//! | in the page | what it is |
//! | --- | --- |
//! | a block `console` | its first line is `$ COMMAND`, and the rest is what that prints; a line `...` leaves something out |
//! | a block `python FILE`, `rust FILE`, `text FILE` | the file, without the comment at its head that the page replaces |
//! | a block `diff FILE` | a change to try: what the blocks `console` below it print once it is made, up to the next heading |
//! | a block `sh` | commands to type |
//! | a table below `<!-- table: NAME -->` | made by `table.rs` |
//! | a picture | made by `timeline.rs` |

use super::notice::Notice;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A Markdown file.
pub struct Page {
    /// Its path in the workspace.
    pub path: PathBuf,
    pub text: String,
    pub snippets: Vec<Snippet>,
    pub links: Vec<Link>,
    /// Code among words, each with its line.
    pub codes: Vec<(usize, String)>,
    /// What is shown and not known to be made by anything.
    pub notices: Vec<Notice>,
}

/// Something that is shown.
#[derive(Debug, PartialEq)]
pub struct Snippet {
    /// The line in which it begins, counted from 1.
    pub line: usize,
    /// Where its text is.
    pub range: Range<usize>,
    pub shows: Shows,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shows {
    /// What a command prints, once a change is made.
    Output {
        command: String,
        change: Option<Change>,
    },
    /// A file, by its path from the page.
    Listing(String),
    Change(Change),
    Commands,
    /// A table of this name.
    Table(String),
}

/// What is to be changed in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub file: String,
    /// Lines that begin with a space, `-` or `+`.
    pub diff: String,
}

/// A link, or a picture.
#[derive(Debug, PartialEq)]
pub struct Link {
    pub line: usize,
    pub to: String,
    pub is_picture: bool,
}

const UNMADE_TABLE: &str = "no generator for this table; write it as a list, or put a line \
                            `<!-- table: NAME -->` above it";

const UNMADE_BLOCK: &str = "no generator for this block; open it with ```console, ```sh, ```diff \
                            FILE, or the language and the FILE that it shows";

impl Page {
    pub fn parse(path: &Path, text: String) -> Page {
        let mut page = Page {
            path: path.to_path_buf(),
            text,
            snippets: Vec::new(),
            links: Vec::new(),
            codes: Vec::new(),
            notices: Vec::new(),
        };
        let text = page.text.clone();
        if let Some(at) = text.find('\r') {
            page.mistake(at, "this line ends in CR LF: save the page with LF");
        }
        let mut events = Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter();
        let mut change = None;
        let mut table = None;
        let mut in_code = false;
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let content = events.by_ref().map_while(|(event, _)| match event {
                        Event::Text(part) => Some(part.into_string()),
                        _ => None,
                    });
                    let content: String = content.collect();
                    page.block(range.start, &kind, &content, &mut change);
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    let name = html.trim().strip_prefix("<!-- table: ");
                    if let Some(name) = name.and_then(|name| name.strip_suffix(" -->")) {
                        table = Some((range.start, name.to_string()));
                    }
                    page.html(range.start, &html);
                    in_code = html.ends_with("<code>");
                }
                Event::Start(Tag::Table(_)) => match table.take() {
                    Some((_, name)) => page.snippet(range, Shows::Table(name)),
                    None => page.mistake(range.start, UNMADE_TABLE),
                },
                Event::Start(Tag::Heading { .. }) => change = None,
                Event::Start(Tag::Paragraph) => page.paragraph(&text[range.clone()], range.start),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    page.link(range.start, &dest_url, false);
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    page.link(range.start, &dest_url, true);
                }
                Event::Text(code) if in_code => {
                    page.codes.push((page.line(range.start), code.to_string()));
                }
                Event::Code(code) => page.codes.push((page.line(range.start), code.to_string())),
                _ => {}
            }
        }
        if let Some((at, name)) = table {
            page.mistake(at, &format!("no table `{name}` follows"));
        }
        page
    }

    /// What Markdown could not read as what it was meant to be.
    fn paragraph(&mut self, source: &str, at: usize) {
        if source.starts_with('|') {
            self.mistake(at, "this is no table: look at its second line");
        }
        if source.contains("][") || source.contains("] (") {
            self.mistake(at, "a link here is broken: write `[words](file)`");
        }
    }

    /// Links and code in HTML. Nothing looks at other elements than these.
    fn html(&mut self, at: usize, html: &str) {
        const KNOWN: [&str; 9] = [
            "a", "br", "code", "details", "summary", "table", "td", "th", "tr",
        ];
        if html.starts_with("<!--") {
            return;
        }
        let line = self.line(at);
        let mut names = html.split('<').skip(1).filter(|tag| !tag.starts_with('/'));
        let name = |tag: &str| {
            let end = tag.find(|c: char| !c.is_ascii_alphanumeric());
            tag[..end.unwrap_or(tag.len())].to_string()
        };
        if let Some(tag) = names.find(|tag| !KNOWN.contains(&name(tag).as_str())) {
            let tag = name(tag);
            self.mistake(
                at,
                &format!("nothing looks into `<{tag}>`: write it in Markdown"),
            );
        }
        for part in html.split("href=\"").skip(1) {
            let to = part.split('"').next().unwrap_or_default();
            self.link(at, to, false);
        }
        for part in html.split("<code>").skip(1) {
            if let Some((code, _)) = part.split_once("</code>") {
                self.codes.push((line, code.to_string()));
            }
        }
    }

    /// A block of code that begins there.
    fn block(
        &mut self,
        start: usize,
        kind: &CodeBlockKind,
        content: &str,
        change: &mut Option<Change>,
    ) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let shows = match info.split_once(' ').unwrap_or((info, "")) {
            ("console", "") => match content.lines().next().and_then(|l| l.strip_prefix("$ ")) {
                Some(command) => Shows::Output {
                    command: command.to_string(),
                    change: change.clone(),
                },
                None => return self.mistake(start, "begin this block with `$ COMMAND`"),
            },
            ("sh", "") => Shows::Commands,
            ("python" | "rust" | "text", file) if !file.is_empty() => {
                Shows::Listing(file.to_string())
            }
            ("diff", file) if !file.is_empty() => {
                let new = Change {
                    file: file.to_string(),
                    diff: content.to_string(),
                };
                *change = Some(new.clone());
                Shows::Change(new)
            }
            _ => return self.mistake(start, UNMADE_BLOCK),
        };
        let below = self.text[start..].find('\n').map_or(0, |line| line + 1);
        let range = start + below..start + below + content.len();
        match self.text.get(range.clone()) == Some(content) {
            true => self.snippet(range, shows),
            false => self.mistake(start, "begin this block at the left margin"),
        }
    }

    fn snippet(&mut self, range: Range<usize>, shows: Shows) {
        let line = self.line(range.start);
        self.snippets.push(Snippet { line, range, shows });
    }

    fn link(&mut self, at: usize, to: &str, is_picture: bool) {
        let (line, to) = (self.line(at), to.to_string());
        self.links.push(Link {
            line,
            to,
            is_picture,
        });
    }

    fn mistake(&mut self, at: usize, message: &str) {
        self.notices.push(Notice::by_hand(self.line(at), message));
    }

    /// The line, counted from 1, of a place in the text.
    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
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
            change,
        };
        let change = Change {
            file: "src/main.rs".to_string(),
            diff: "-a\n+b\n".to_string(),
        };
        let shown: Vec<_> = page
            .snippets
            .iter()
            .map(|snippet| (snippet.line, page.shown(snippet), &snippet.shows))
            .collect();
        let expected = [
            (4, "$ cargo run\nx\n", &output(None)),
            (11, "-a\n+b\n", &Shows::Change(change.clone())),
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
        assert_eq!(page.notices, []);
        assert_eq!(page.links[0].to, "b.md#c");
        assert_eq!(page.codes, [(1, "b".to_string()), (8, "--x".to_string())]);
        assert_eq!(anchors(PAGE), ["a-b-c", "d"]);
    }

    #[test]
    fn what_is_in_html_and_in_empty_blocks_is_seen() {
        let text = "<a href=\"b.py\">b</a> <code>--x</code>\n\n```text c.txt\n```\nend\n";
        let page = Page::parse(Path::new("README.md"), text.to_string());
        assert_eq!((page.links[0].to.as_str(), page.notices.len()), ("b.py", 0));
        assert_eq!(page.codes, [(1, "--x".to_string())]);
        let range = page.snippets[0].range.clone();
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
            let [notice] = page.notices.as_slice() else {
                panic!("{text}: {:?}", page.notices);
            };
            assert!(
                notice.line == line && notice.message.starts_with(message),
                "{notice:?}"
            );
        }
    }
}
