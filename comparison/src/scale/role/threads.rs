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
    gate: Arc<Gate>,
    running: Receiver<io::Result<()>>,
    answered: Receiver<Result<Duration>>,
    threads: Vec<JoinHandle<()>>,
}

/// What all of them wait for, and what each says.
struct Gate {
    server: Option<SocketAddr>,
    /// When they were to ask.
    asked: OnceLock<Instant>,
    /// When they were let go.
    released: OnceLock<Instant>,
    running: Sender<io::Result<()>>,
    answered: Sender<Result<Duration>>,
}

impl Threads {
    pub fn new(server: Option<SocketAddr>) -> Threads {
        let (to_running, running) = mpsc::channel();
        let (to_answered, answered) = mpsc::channel();
        Threads {
            gate: Arc::new(Gate {
                server,
                asked: OnceLock::new(),
                released: OnceLock::new(),
                running: to_running,
                answered: to_answered,
            }),
            running,
            answered,
            threads: Vec::new(),
        }
    }
}

impl Workers for Threads {
    fn start(&mut self) -> io::Result<()> {
        let gate = Arc::clone(&self.gate);
        let work = move || work(&gate);
        self.threads.push(thread::Builder::new().spawn(work)?);
        Ok(())
    }

    fn wait_for(&mut self, count: usize) -> io::Result<()> {
        let answers = self.running.iter().take(count);
        answers.fold(Ok(()), io::Result::and)
    }

    fn ask(&mut self, count: usize) -> Result<Vec<Duration>> {
        let _ = self.gate.asked.set(Instant::now());
        self.threads.iter().for_each(|it| it.thread().unpark());
        self.answered.iter().take(count).collect()
    }

    fn release(&mut self) -> Result<()> {
        let _ = self.gate.released.set(Instant::now());
        for thread in self.threads.drain(..) {
            thread.thread().unpark();
            thread.join().expect("a thread that does not panic");
        }
        Ok(())
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

fn work(gate: &Gate) {
    let connected = gate.server.map(connect).transpose();
    let (connection, answer) = match connected {
        Ok(connection) => (connection, Ok(())),
        Err(error) => (None, Err(error)),
    };
    // Whoever made it waits for what it says, or is gone.
    let _ = gate.running.send(answer);
    if let Some(connection) = connection {
        let asked = wait(&gate.asked);
        let answer = ask(&connection).map(|()| asked.elapsed());
        let _ = gate.answered.send(answer);
    }
    wait(&gate.released);
}

fn wait(moment: &OnceLock<Instant>) -> Instant {
    loop {
        match moment.get() {
            Some(&at) => return at,
            None => thread::park(),
        }
    }
}

fn ask(mut connection: &TcpStream) -> Result<()> {
    let mut answer = [0];
    connection.write_all(&[QUESTION])?;
    connection.read_exact(&mut answer)?;
    check(answer[0], QUESTION)
}

/// A connection that the server has taken, as its greeting shows.
fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let mut connection = TcpStream::connect(server)?;
    let mut greeting = [0];
    connection.read_exact(&mut greeting)?;
    check(greeting[0], GREETING).map_err(io::Error::other)?;
    Ok(connection)
}
