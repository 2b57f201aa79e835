//! A headless Chromium, driven as its DevTools protocol says: messages in JSON, each
//! ended by a zero byte, through two pipes.

use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A busy machine takes long to start a browser.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Browser {
    process: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    session: Option<String>,
    last: u64,
    /// What it told without being asked.
    pub events: Vec<Value>,
    _profile: TempDir,
}

impl Browser {
    /// `None`, and a word on stderr, where there is none.
    pub fn start() -> Option<Browser> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let found = names.into_iter().find(|name| {
            let mut version = Command::new(name);
            let version = version.arg("--version").stdin(Stdio::null());
            version.output().is_ok_and(|output| output.status.success())
        });
        let Some(program) = found else {
            // Not by a macro: that of a test that passes is not shown.
            let _ = writeln!(io::stderr(), "skipped: no Chromium in PATH");
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder");
        // It reads from descriptor 3 and writes to descriptor 4.
        let mut process = Command::new("sh")
            .arg("-c")
            .arg("exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1")
            .args(["sh", program, "--headless", "--no-sandbox", "--disable-gpu"])
            .arg("--remote-debugging-pipe")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a browser");
        let to = process.stdin.take().expect("a pipe");
        let mut output = BufReader::new(process.stdout.take().expect("a pipe"));
        let (sender, from) = channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while let Ok(1..) = output.read_until(0, &mut message) {
                message.pop();
                let parsed = serde_json::from_slice(&message).expect("JSON");
                if sender.send(parsed).is_err() {
                    return;
                }
                message.clear();
            }
        });
        Some(Browser {
            process,
            to,
            from,
            session: None,
            last: 0,
            events: Vec::new(),
            _profile: profile,
        })
    }

    /// Opens a page in a window of this width.
    pub fn open(&mut self, page: &Path, width: u32, scheme: &str) {
        if self.session.is_none() {
            let target = self.ask("Target.createTarget", json!({ "url": "about:blank" }));
            let attach = json!({ "targetId": target["targetId"], "flatten": true });
            let attached = self.ask("Target.attachToTarget", attach);
            self.session = attached["sessionId"].as_str().map(str::to_string);
            for domain in ["Page", "Runtime", "Log", "Network"] {
                self.ask(&format!("{domain}.enable"), json!({}));
            }
        }
        self.events.clear();
        let size =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", size);
        let scheme = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.ask("Emulation.setEmulatedMedia", json!({ "features": scheme }));
        let url = format!("file://{}", page.display());
        self.ask("Page.navigate", json!({ "url": url }));
        self.wait_until("document.readyState === 'complete' && location.protocol === 'file:'");
    }

    /// What an expression of the page's script comes to.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let question = json!({
            "expression": expression, "awaitPromise": true, "returnByValue": true
        });
        let mut answer = self.ask("Runtime.evaluate", question);
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {answer}"
        );
        answer["result"]["value"].take()
    }

    pub fn wait_until(&mut self, condition: &str) {
        let begun = Instant::now();
        while self.evaluate(condition) != true {
            assert!(begun.elapsed() < PATIENCE, "never: {condition}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Presses and lets go.
    pub fn press(&mut self, key: &str) {
        let (code, number, text) = match key {
            " " => ("Space", 32, " "),
            "Tab" => ("Tab", 9, ""),
            "ArrowLeft" => ("ArrowLeft", 37, ""),
            "ArrowRight" => ("ArrowRight", 39, ""),
            "Home" => ("Home", 36, ""),
            other => panic!("no key {other}"),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({
                "type": kind, "key": key, "code": code,
                "windowsVirtualKeyCode": number, "text": text,
            });
            self.ask("Input.dispatchKeyEvent", event);
        }
    }

    /// Sends a message, and returns what is answered.
    pub fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let message = message.to_string() + "\0";
        self.to.write_all(message.as_bytes()).expect("it listens");
        loop {
            let mut answer = self.from.recv_timeout(PATIENCE).expect("it answers");
            if answer["id"] == self.last {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].take();
            }
            self.events.push(answer);
        }
    }

    /// The events of this name: what each tells.
    pub fn told(&self, method: &str) -> Vec<&Value> {
        let events = self.events.iter();
        let events = events.filter(|event| event["method"] == method);
        events.map(|event| &event["params"]).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // With its helpers: they end with it.
        let _ = self
            .to
            .write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        for _ in 0..100 {
            if let Ok(Some(_)) = self.process.try_wait() {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
