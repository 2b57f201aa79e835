//! OS threads: each is parked until it is let go.

use super::workers::{GREETING, QUESTION, Workers, check};
use anyhow::{Context, Result, ensure};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

pub struct Threads {
    server: Option<SocketAddr>,
    /// When they were let go.
    gate: Arc<OnceLock<Instant>>,
    running: (Sender<io::Result<()>>, Receiver<io::Result<()>>),
    threads: Vec<JoinHandle<Result<Option<Duration>>>>,
}

impl Threads {
    pub fn new(server: Option<SocketAddr>) -> Threads {
        Threads {
            server,
            gate: Arc::default(),
            running: mpsc::channel(),
            threads: Vec::new(),
        }
    }
}

impl Workers for Threads {
    fn start(&mut self) -> io::Result<()> {
        let (server, gate) = (self.server, Arc::clone(&self.gate));
        let running = self.running.0.clone();
        let work = move || work(server, &gate, &running);
        self.threads.push(thread::Builder::new().spawn(work)?);
        Ok(())
    }

    fn wait_for(&mut self, count: usize) -> io::Result<()> {
        let answers = self.running.1.iter().take(count);
        answers.fold(Ok(()), io::Result::and)
    }

    fn release(&mut self) -> Result<Vec<Duration>> {
        let _ = self.gate.set(Instant::now());
        if self.server.is_some() {
            // All of them at one moment.
            self.threads.iter().for_each(|it| it.thread().unpark());
        }
        let join = |thread: JoinHandle<_>| {
            thread.thread().unpark();
            thread.join().expect("a thread that does not panic")
        };
        let waited = self.threads.drain(..).map(join);
        waited.filter_map(Result::transpose).collect()
    }

    fn ping(&mut self, rounds: usize) -> Result<()> {
        let (there, asked) = mpsc::channel();
        let (back, answered) = mpsc::channel();
        let echo = thread::spawn(move || asked.iter().try_for_each(|message| back.send(message)));
        for round in 0..rounds {
            there.send(round).context("nobody to ask")?;
            ensure!(answered.recv() == Ok(round), "a wrong answer");
        }
        drop(there);
        let echoed = echo.join().expect("a thread that does not panic");
        echoed.context("nobody to answer")
    }
}

fn work(
    server: Option<SocketAddr>,
    gate: &OnceLock<Instant>,
    running: &Sender<io::Result<()>>,
) -> Result<Option<Duration>> {
    let connected = server.map(connect).transpose();
    let (connection, answer) = match connected {
        Ok(connection) => (connection, Ok(())),
        Err(error) => (None, Err(error)),
    };
    running.send(answer).context("nobody waits")?;
    let released = loop {
        match gate.get() {
            Some(released) => break released,
            None => thread::park(),
        }
    };
    let Some(mut connection) = connection else {
        return Ok(None);
    };
    let mut answer = [0];
    connection.write_all(&[QUESTION])?;
    connection.read_exact(&mut answer)?;
    check(answer[0], QUESTION)?;
    Ok(Some(released.elapsed()))
}

/// A connection that the server has taken, as its greeting shows.
fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let mut connection = TcpStream::connect(server)?;
    let mut greeting = [0];
    connection.read_exact(&mut greeting)?;
    check(greeting[0], GREETING).map_err(io::Error::other)?;
    Ok(connection)
}
