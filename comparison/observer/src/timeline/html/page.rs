//! The frame of a page: its head, and what it may do.

use super::super::palette;
use data_encoding::BASE64;
use hmac_sha256::Hash;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const SCRIPT: &str = include_str!("player.js");

/// The whole page. `body` stands below its title.
///
/// Its own style and its own script may run, which are told by their hashes, and
/// nothing else may: should text of a program ever stand there as more than text, it
/// could load nothing and do nothing.
#[must_use]
pub fn page(title: &str, body: &Markup) -> String {
    let style = palette::variables() + &palette::dark() + include_str!("page.css");
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; \
         form-action 'none'",
        hash(SCRIPT),
        hash(&style)
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                // Else a browser would ask the server for one.
                link rel="icon" href="data:,";
                style { (PreEscaped(style)) }
            }
            body {
                main {
                    h1 { (title) }
                    (body)
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string() + "\n"
}

/// What may be too wide for a small screen: it can be scrolled, with keys too.
#[must_use]
pub fn scrolled(name: &str, wide: &Markup) -> Markup {
    html! {
        div.scrolled role="group" aria-label=(name) tabindex="0" { (wide) }
    }
}

/// As a Content-Security-Policy names what may run.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(&Hash::hash(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_what_may_run_and_loads_nothing() {
        let page = page("a <b> & c", &html! { p { "x" } });
        assert!(page.contains("<title>a &lt;b&gt; &amp; c</title>"));
        for (element, directive) in [("script", "script-src"), ("style", "style-src")] {
            let (_, rest) = page.split_once(&format!("<{element}>")).expect("one");
            let (text, rest) = rest.split_once(&format!("</{element}>")).expect("its end");
            assert!(!rest.contains(&format!("<{element}")), "two of {element}");
            assert!(page.contains(&format!("{directive} '{}';", hash(text))));
        }
        // An attribute would need a hash of its own, and is refused without.
        for outside in ["http:", "https:", " style=", " onclick="] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    /// As `printf x | openssl dgst -sha256 -binary | base64` says.
    #[test]
    fn a_hash_is_written_as_browsers_compare_it() {
        let expected = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
        assert_eq!(hash("x"), expected);
    }
}
