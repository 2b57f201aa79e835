//! The pages that `--html` writes, opened in a browser and driven by keys alone.

use crate::browser::Browser;
use crate::support::{root, said, temporary, xtask};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What must not be too much to send or to open.
const MEBIBYTE: u64 = 1024 * 1024;

/// A page of the judge's on a program of its tests.
fn judged(folder: &Path, program: &[&str]) -> PathBuf {
    let page = folder.join("page.html");
    let html = page.display().to_string();
    let programs = root().join("xtask/judge/tests/programs");
    let (path, arguments) = program.split_first().expect("a program");
    let path = programs.join(path).display().to_string();
    let judge = [
        "verify",
        "threading",
        "--html",
        &html,
        "--",
        "python3",
        &path,
    ];
    let (said, code) = xtask(&root(), &[&judge, arguments].concat());
    assert_eq!(code, Some(1), "{said}");
    page
}

/// It fits on the smallest screen and on the largest, loads nothing but itself, and
/// complains of nothing.
fn is_self_contained(browser: &mut Browser, page: &Path) {
    assert!(fs::metadata(page).expect("a page").len() < MEBIBYTE);
    for (width, scheme) in [(390, "dark"), (1920, "light"), (1280, "light")] {
        browser.open(page, width, scheme);
        let wide = browser.evaluate("document.documentElement.scrollWidth");
        assert!(wide.as_u64() <= Some(width.into()), "{wide} of {width}");
        let complaints = [
            "Log.entryAdded",
            "Runtime.consoleAPICalled",
            "Runtime.exceptionThrown",
        ];
        for method in complaints {
            assert_eq!(browser.told(method), Vec::<&Value>::new());
        }
        let requests = browser.told("Network.requestWillBeSent");
        let urls = requests.iter().map(|sent| sent["request"]["url"].as_str());
        let loaded = urls.flatten().filter(|url| !url.starts_with("data:"));
        let expected = format!("file://{}", page.display());
        assert_eq!(loaded.collect::<Vec<_>>(), [expected]);
    }
}

/// A space plays and stops; the arrows move the moment. At its beginning, so many lines
/// have not come yet.
fn plays_by_keys(browser: &mut Browser, lines: u64) {
    let moment = "Number(document.activeElement.value)";
    let focused = "document.activeElement.tagName";
    while browser.evaluate(focused) != "BUTTON" {
        browser.press("Tab");
    }
    let says = |browser: &mut Browser, word: &str| {
        browser.wait_until(&format!(
            "document.querySelector('button').textContent === '{word}'"
        ));
    };
    says(browser, "Play");
    // Slow enough for a busy machine to look at it meanwhile.
    browser.evaluate("document.querySelector('select').value = 50");
    browser.press(" ");
    says(browser, "Pause");
    browser.press("Tab");
    assert_eq!(browser.evaluate(focused), "INPUT");
    browser.wait_until(&format!("{moment} > 0"));
    browser.press(" ");
    says(browser, "Play");

    browser.press("Home");
    assert_eq!(browser.evaluate(moment), 0);
    let to_come = "document.querySelector('.player').querySelectorAll('.to-come').length";
    assert_eq!(browser.evaluate(to_come), lines);
    browser.press("ArrowRight");
    browser.press("ArrowRight");
    browser.press("ArrowLeft");
    assert_eq!(browser.evaluate(moment), 1);
    let said = browser.evaluate("document.activeElement.getAttribute('aria-valuetext')");
    assert!(said.as_str().expect("words").contains(" s"), "{said}");
    browser.evaluate("document.querySelector('select').value = 1");
    browser.press(" ");
    browser.wait_until(&format!("{moment} === 200"));
    says(browser, "Play");
    assert_eq!(browser.evaluate(to_come), 0);
}

/// With `AXE_CORE`, the path of `axe.min.js`: what it finds, at this moment.
fn is_accessible(browser: &mut Browser, page: &Path) {
    let Some(axe) = env::var_os("AXE_CORE") else {
        return;
    };
    let axe = fs::read_to_string(axe).expect("axe-core");
    let bypass = |enabled| serde_json::json!({ "enabled": enabled });
    for (width, scheme) in [(390, "dark"), (1280, "light")] {
        // It needs a style of its own.
        browser.ask("Page.setBypassCSP", bypass(true));
        browser.open(page, width, scheme);
        browser.evaluate(&format!("{axe}; true"));
        let found = browser.evaluate("axe.run().then((found) => found.violations)");
        assert_eq!(found, Value::Array(Vec::new()));
        browser.ask("Page.setBypassCSP", bypass(false));
    }
}

#[test]
fn a_judged_program_is_played_on_a_page() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let (_folder, folder) = temporary();
    let page = judged(&folder, &["turns.py"]);
    is_self_contained(&mut browser, &page);
    // Five, and the end.
    plays_by_keys(&mut browser, 6);
    let writers = "[...document.querySelectorAll('td:nth-child(2)')].map(td => td.textContent)";
    let writers = browser.evaluate(writers);
    let expected = ["thread 1", "thread 1", "thread 2", "thread 2", "main"];
    assert_eq!(writers.as_array().expect("a list")[..5], expected);
    is_accessible(&mut browser, &page);
}

/// The comparison's page, of records alone: nothing is measured.
#[test]
fn the_comparison_is_played_on_a_page() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let (_folder, folder) = temporary();
    let page = folder.join("page.html");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--locked", "-p", "comparison", "--"]);
    for record in ["mixed", "record", "scale"] {
        let records = root().join("comparison/tests/it");
        cargo
            .arg("--from")
            .arg(records.join(record).with_extension("json"));
    }
    cargo.arg("--html").arg(&page).current_dir(root());
    let (said, code) = said(&mut cargo);
    assert_eq!(code, Some(0), "{said}");
    is_self_contained(&mut browser, &page);
    plays_by_keys(&mut browser, 0);
    let headings = browser.evaluate("document.querySelectorAll('h2').length");
    assert_eq!(headings, 6);
    is_accessible(&mut browser, &page);
}

/// Two threads that take turns of 5 ms: the lamp of who runs is lit, and the moment
/// follows a pointer on the lanes.
#[test]
fn a_close_look_says_who_runs_at_the_moment() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let (_folder, folder) = temporary();
    let record = fs::read(root().join("comparison/tests/it/record.json")).expect("a record");
    let mut record: Value = serde_json::from_slice(&record).expect("JSON");
    let lane = |tid: u32| {
        let turn = |turn: u32| {
            let [from, to] = [turn, turn + 1].map(|turn| f64::from(5 * turn) / 1e3);
            json!({ "from_s": from, "to_s": to, "share": f64::from((turn + tid) % 2) })
        };
        json!({ "pid": 7, "tid": tid, "slices": (0..40).map(turn).collect::<Vec<_>>() })
    };
    record["close_ups"] = json!([{
        "language": "CPython", "technique": "threading", "work": "cpu", "interval_s": 0.002,
        "wall_s": 0.2, "looking": 0.1, "lanes": [lane(9), lane(10)],
    }]);
    let (path, page) = (folder.join("record.json"), folder.join("page.html"));
    fs::write(&path, record.to_string()).expect("a record");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "run",
        "--quiet",
        "--locked",
        "-p",
        "comparison",
        "--",
        "--from",
    ]);
    cargo
        .arg(&path)
        .arg("--html")
        .arg(&page)
        .current_dir(root());
    let (said, code) = said(&mut cargo);
    assert_eq!(code, Some(0), "{said}");
    is_self_contained(&mut browser, &page);

    let press = |share: f64| {
        format!(
            "(() => {{
                const track = document.querySelector('.track');
                const {{ left, width }} = track.getBoundingClientRect();
                track.setPointerCapture = () => {{}};
                const at = {{ clientX: left + {share} * width, pointerId: 1 }};
                track.dispatchEvent(new PointerEvent('pointerdown', at));
                const lanes = [...document.querySelectorAll('[data-turns]')];
                const runs = lanes.map((lane) => lane.classList.contains('runs'));
                const moment = document.querySelector('input');
                return [...runs, document.querySelector('.now').textContent, moment.value];
            }})()"
        )
    };
    // The first 100 ms are 20 turns, and 200 steps.
    for (share, expected) in [
        (0.02, json!([true, false, "1 thread runs", "4"])),
        (0.07, json!([false, true, "1 thread runs", "14"])),
        (0.52, json!([true, false, "1 thread runs", "104"])),
    ] {
        assert_eq!(browser.evaluate(&press(share)), expected, "{share}");
    }
    is_accessible(&mut browser, &page);
}

/// What a program prints is text, on a page whose script would run.
#[test]
fn no_program_can_put_anything_on_its_page_but_text() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let (_folder, folder) = temporary();
    let page = judged(&folder, &["hostile.py", "markup"]);
    is_self_contained(&mut browser, &page);
    plays_by_keys(&mut browser, 4);
    assert_eq!(browser.evaluate("typeof window.pwned"), "undefined");
    assert_eq!(
        browser.evaluate("document.querySelectorAll('img, td b').length"),
        0
    );
    assert_eq!(browser.evaluate("document.scripts.length"), 1);
    let lines =
        browser.evaluate("[...document.querySelectorAll('.line')].map(td => td.textContent)");
    let lines: Vec<&str> = lines
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let harm = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>";
    let first = format!("Starting ]]></td></svg></style></pre>{harm}");
    let second = format!("\\0\\u{{1b}}[1m\\u{{202e}}-->&lt;\"'{harm}");
    let third = "x".repeat(200);
    assert_eq!(lines, [first.as_str(), &second, &third]);
    is_accessible(&mut browser, &page);
}
