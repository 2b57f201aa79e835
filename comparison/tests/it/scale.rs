//! What one more worker costs: with few of them, under low limits, interrupted;
//! and its reports, from a record.

use crate::support::{RECORD, Reports, SCALE, alone, finish};
use crate::support::{record, report, send, start, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const REPORTS: &[&str] = &["json", "markdown", "svg"];

/// The one measurement that tests share: a hundred of each kind.
fn measured() -> &'static Reports {
    static MEASURED: OnceLock<Reports> = OnceLock::new();
    MEASURED.get_or_init(|| {
        let _alone = alone();
        Reports::of(&["scale", "--check", "--up-to=100"], REPORTS)
    })
}

#[test]
fn a_hundred_of_each_kind_are_alive_at_once() {
    let measured = measured();
    let output = &measured.output;
    let stdout = text(&output.stdout);
    let code = output.status.code();
    // Nothing is known of 1,000 connections, which is no contradiction.
    assert!(matches!(code, Some(0 | 3)), "{code:?}\n{stdout}");
    assert_eq!(text(&output.stderr), "");
    let json: Value = serde_json::from_str(&measured.read("json")).expect("JSON");
    let rows = json["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 7);
    for row in rows {
        let last = row["points"].as_array().and_then(|points| points.last());
        let last = last.unwrap_or_else(|| panic!("{row}"));
        let number = |name: &str| last[name].as_u64().expect(name);
        assert_eq!(row["end"]["kind"], "up_to", "{row}");
        assert_eq!(number("workers"), 100);
        let (threads, processes) = (number("threads"), number("processes"));
        match row["worker"].as_str() {
            Some("task") => assert_eq!((threads, processes), (1, 1), "{row}"),
            Some("thread") => assert_eq!((threads, processes), (101, 1), "{row}"),
            // Spawn has a process that looks after what is shared.
            Some("spawn") => assert_eq!(processes, 102, "{row}"),
            _ => assert_eq!(processes, 101, "{row}"),
        }
        let times = ["ping_ns", "ping_one_core_ns", "join_each_ns"].map(|name| &row[name]);
        for time in times.into_iter().chain([&row["each"]["create_ns"]]) {
            assert!(time.as_f64().is_some_and(|ns| ns > 0.0), "{row}");
        }
    }
    let connections = json["connections"].as_array().expect("connections");
    assert_eq!(connections.len(), 4);
    for row in connections {
        // Somebody else may have used the machine meanwhile.
        if row["missing"]["kind"] == "disturbed" {
            continue;
        }
        let time = |name: &str| {
            row[name]
                .as_f64()
                .unwrap_or_else(|| panic!("{name}: {row}"))
        };
        // The server takes 100 ms.
        let order = [
            0.1,
            time("p50_s"),
            time("p99_s"),
            time("max_s"),
            time("wall_s"),
        ];
        assert!(order.is_sorted(), "{row}");
    }
    let of = |language: &str, worker: &str| {
        let mut rows = rows.iter();
        let row = rows.find(|row| row["language"] == language && row["worker"] == worker);
        let bytes = &row.expect("a row")["each"]["bytes"];
        bytes.as_f64().expect("a number")
    };
    // A stack of the kernel alone has 16 KiB, and an interpreter some MiB.
    assert!(of("Rust", "thread") > 16_384.0);
    assert!(of("Rust", "process") > 2.0 * of("Rust", "thread"));
    assert!(of("CPython", "spawn") > 2.0 * of("CPython", "thread"));
}

#[test]
fn a_record_gives_the_same_reports() {
    let measured = measured();
    measured.assert_repeated(&["scale", "--check"]);
    let svg = measured.read("svg");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    for name in [
        "Rust tokio task",
        "CPython asyncio task",
        "CPython process, spawn",
    ] {
        assert!(svg.contains(&format!(">{name}</text>")), "{name}");
    }
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

#[test]
fn the_exit_code_tells_the_verdict() {
    let record = || record(SCALE);
    let row = |record: &mut Value, table: &str, language: &str, worker: &str, clients: u64| {
        let rows = record[table].as_array().expect("rows");
        let is_it = |row: &Value| {
            row["language"] == language
                && row["worker"] == worker
                && (clients == 0 || row["clients"] == clients)
        };
        rows.iter().position(is_it).expect("a row")
    };
    let with = |table: &str, worker: &str, clients: u64, name: &str, value: Value| {
        let mut record = record();
        let index = row(&mut record, table, "CPython", worker, clients);
        record[table][index][name] = value;
        record
    };
    // Without a figure that each has, it has no result.
    let without = |table: &str, worker: &str, clients: u64, figure: &str, why: Value| {
        let mut record = with(table, worker, clients, "missing", why);
        let index = row(&mut record, table, "CPython", worker, clients);
        record[table][index][figure] = Value::Null;
        record
    };
    let mut few = record();
    let connections = few["connections"].as_array_mut().expect("rows");
    connections.retain(|row| row["clients"] != 10_000);
    let failed = json!({ "kind": "failed", "why": "it ended" });
    let disturbed = json!({ "kind": "disturbed", "why": { "load_percent": 24 } });
    let late = json!({ "kind": "late" });
    let each = |bytes: f64| json!({ "bytes": bytes, "kernel_bytes": 0, "create_ns": 1_000 });
    // Tasks that wait for so long, beside so much load of others.
    let loaded = |p99_s: f64, load: f64| {
        let mut record = with("connections", "task", 1_000, "p99_s", p99_s.into());
        let index = row(&mut record, "connections", "CPython", "task", 1_000);
        record["connections"][index]["foreign_load"] = load.into();
        record
    };
    let cases = [
        (
            record(),
            0,
            "14 verdicts agree with the truth table, 0 do not",
        ),
        // Fewer clients than what is said is about.
        (
            few,
            0,
            "12 verdicts agree with the truth table, 0 do not, 2 not shown",
        ),
        // Tasks as large as threads.
        (with("rows", "task", 0, "each", each(1e6)), 1, "UNEXPECTED"),
        // A slope that is lost in what else changes.
        (
            with("rows", "task", 0, "each", each(-5_000.0)),
            0,
            "14 verdicts agree with the truth table, 0 do not",
        ),
        // Made while others had a core.
        (
            with("rows", "task", 0, "each", {
                let mut each = each(1_000.0);
                each["foreign_load"] = 1.0.into();
                each
            }),
            3,
            "inconclusive: others used 100 % of a core",
        ),
        // Made so fast that nobody knows what others did, 100,000 of them in 1 ms.
        (
            with("rows", "task", 0, "each", {
                let mut each = each(1_000.0);
                each["create_ns"] = 10.into();
                each["foreign_load"] = 0.0.into();
                each
            }),
            3,
            "inconclusive: too short to see what others did",
        ),
        // Neither as large nor much smaller.
        (
            with("rows", "task", 0, "each", each(30_000.0)),
            3,
            "between",
        ),
        // One number alone says nothing of one more.
        (
            with("rows", "task", 0, "each", Value::Null),
            3,
            "CPython 3.11.7  inconclusive: there was not enough time",
        ),
        // Tasks that are answered later; so much later that the load does not explain it.
        (
            with("connections", "task", 1_000, "p99_s", 100.0.into()),
            1,
            "UNEXPECTED",
        ),
        (loaded(1.0, 0.4), 1, "UNEXPECTED"),
        (loaded(0.3, 0.4), 3, "between"),
        (
            without("connections", "task", 100, "p99_s", disturbed),
            3,
            "100 clients, CPython asyncio task: inconclusive: others used 24 % of a core",
        ),
        (
            without("connections", "task", 100, "p99_s", late),
            3,
            "100 clients, CPython asyncio task: inconclusive: there was not enough time",
        ),
        (
            without("rows", "fork", 0, "points", failed),
            1,
            "CPython process, fork: failed: it ended",
        ),
    ];
    for (record, code, expected) in cases {
        let (output, stdout) = report(&record, &["scale", "--check"]);
        let stderr = text(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{expected}\n{stdout}{stderr}"
        );
        assert!(stdout.contains(expected), "{expected}\n{stdout}");
    }
}

#[test]
fn what_is_no_record_of_it_is_told() {
    let with = |table: &str, number: &str| {
        let mut record = record(SCALE);
        let number = record.pointer_mut(&format!("/{table}/0/{number}"));
        *number.expect("a number") = u64::MAX.into();
        record
    };
    let incomplete = "it is not a complete record of `scale`";
    let mut cases = vec![(record(RECORD), "its version is 2, not 1")];
    // More than can be added up or drawn.
    let usage = ["pss_bytes", "page_table_bytes", "kernel_stack_bytes"];
    for number in usage.iter().chain([&"workers"]) {
        let point = format!("points/15/{number}");
        cases.push((with("rows", &point), incomplete));
    }
    cases.push((with("connections", "clients"), incomplete));
    for (record, expected) in cases {
        let (output, stdout) = report(&record, &["scale", "--check", "--svg", "-"]);
        let stderr = text(&output.stderr);
        assert_eq!(
            (output.status.code(), stdout.as_str()),
            (Some(2), ""),
            "{stderr}"
        );
        assert!(
            stderr.contains(expected) && stderr.lines().count() == 1,
            "{stderr}"
        );
    }
}

/// The program and its twin where anybody can read them.
fn copied() -> (TempDir, PathBuf) {
    let folder = TempDir::new_in("/tmp").expect("a folder");
    // By another process: what this one has open for writing, a child of another test
    // has, too, and until that is gone nobody can run it.
    let mut copy = Command::new("cp");
    copy.arg(env!("CARGO_BIN_EXE_comparison"));
    copy.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/scale.py"));
    assert!(copy.arg(folder.path()).status().expect("cp").success());
    let mut open = Command::new("chmod");
    open.args(["-R", "755"]).arg(folder.path());
    assert!(open.status().expect("chmod").success());
    let program = folder.path().join("comparison");
    (folder, program)
}

/// What ended each kind under a limit of this user, who is an ordinary one.
fn ends_under(before: &str, user: u32) -> BTreeMap<String, Value> {
    let (folder, program) = copied();
    let script = format!("{before}; exec \"$0\" scale --up-to 120 --json -");
    let mut command = Command::new("setpriv");
    command
        .arg(format!("--reuid={user}"))
        .args(["--regid=65534", "--clear-groups"])
        .args(["bash", "-c", &script])
        .arg(program);
    command.env("CARGO_MANIFEST_DIR", folder.path());
    // The folder of this test may be nobody else's to enter.
    command.current_dir(folder.path());
    command.env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
    let (output, stdout) = finish(&mut command);
    let json: Value = serde_json::from_str(&stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)));
    let rows = json["rows"].as_array().expect("rows").clone();
    let name = |row: &Value| format!("{} {}", row["language"], row["worker"]).replace('"', "");
    rows.into_iter()
        .map(|row| (name(&row), row["end"].clone()))
        .collect()
}

/// Whether this user may become another one.
fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").expect("the status");
    status.lines().any(|line| line.starts_with("Uid:\t0\t"))
}

#[test]
fn a_low_limit_is_named() {
    if !is_root() {
        return;
    }
    let _alone = alone();
    let cases: [(&str, &[&str], &str); 3] = [
        (
            "ulimit -u 100",
            &["Rust thread", "Rust process"],
            "user_threads",
        ),
        ("ulimit -v 200000", &["Rust thread"], "address_space"),
        ("ulimit -n 60", &["CPython fork"], "open_files"),
    ];
    std::thread::scope(|scope| {
        // The system counts what a user has: each case has one of its own.
        for ((before, kinds, expected), user) in cases.into_iter().zip(65531..) {
            scope.spawn(move || {
                let ends = ends_under(before, user);
                // What waits on one thread needs none of that.
                assert_eq!(ends["Rust task"]["kind"], "up_to", "{before}");
                for kind in kinds {
                    if kind.starts_with("CPython") && ends[*kind].is_null() {
                        continue; // without CPython for this user
                    }
                    assert_eq!(ends[*kind]["limit"], expected, "{before}: {ends:?}");
                }
            });
        }
    });
}

/// Of CPython's new processes, each reads the program anew: here, it is gone by then.
#[test]
fn a_process_that_ends_before_it_runs_is_told_at_once() {
    let (folder, _) = copied();
    let twin = folder.path().join("scale.py");
    let mut command = Command::new("timeout");
    command.args(["100", "python3"]).arg(&twin).arg("spawn");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = command.stderr(Stdio::piped()).spawn().expect("it starts");
    // Kept open: its end would end the program.
    let mut commands = running.stdin.take().expect("its input");
    let mut answers = BufReader::new(running.stdout.as_mut().expect("its output")).lines();
    commands.write_all(b"ping 1\n").expect("it reads");
    let answer = answers.next().expect("an answer").expect("text");
    assert_eq!(answer, "pinged 1");
    fs::remove_file(&twin).expect("removed");
    commands.write_all(b"grow 3\n").expect("it reads");
    let output = running.wait_with_output().expect("an end");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let told = "error: RuntimeError: a process ended before it ran, with exit code 1";
    assert!(said.lines().any(|line| line == told), "{said}");
}

/// The processes that run in this role for `parent`, with their threads.
fn roles(role: &str) -> Vec<(u32, usize)> {
    let processes = fs::read_dir("/proc").expect("/proc").flatten();
    let is_role = |path: &Path| {
        let command = fs::read(path.join("cmdline")).unwrap_or_default();
        text(&command).replace('\0', " ").contains(role)
    };
    let found = processes.filter(|process| is_role(&process.path()));
    let found = found.filter_map(|process| {
        let pid = process.file_name().to_str()?.parse().ok()?;
        let threads = fs::read_dir(process.path().join("task")).ok()?.count();
        Some((pid, threads))
    });
    found.collect()
}

#[test]
fn nothing_is_left_in_the_middle_of_thousands_of_threads() {
    let _alone = alone();
    // A name of its own, so that its processes are known.
    let (_folder, program) = copied();
    let role = format!("{} scale-role thread", program.display());
    for (signal, code) in [("-INT", Some(130)), ("-KILL", None)] {
        let mut command = Command::new(&program);
        command
            .args(["scale", "--up-to=10000"])
            .stdin(Stdio::null());
        let running = start(&mut command);
        let begun = Instant::now();
        while roles(&role).iter().all(|&(_, threads)| threads < 3000) {
            assert!(begun.elapsed() < Duration::from_secs(60), "no threads");
            std::thread::sleep(Duration::from_millis(5));
        }
        send(signal, &running);
        let output = running.wait_with_output().expect("an end");
        assert_eq!(output.status.code(), code);
        assert_eq!(text(&output.stdout), "");
        if code.is_some() {
            assert_eq!(text(&output.stderr), "error: interrupted\n");
            assert_eq!(roles(&role), []);
        }
        // By force, the role itself has to notice.
        let deadline = Instant::now() + Duration::from_secs(10);
        while !roles(&program.display().to_string()).is_empty() {
            assert!(Instant::now() < deadline, "left behind");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
