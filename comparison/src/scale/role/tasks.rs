//! tokio tasks on one thread: each awaits one notification.

use super::workers::{GREETING, QUESTION, Workers, check};
use anyhow::{Context, Result, ensure};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinHandle;

pub struct Tasks {
    runtime: Runtime,
    server: Option<SocketAddr>,
    gate: Arc<Gate>,
    running: UnboundedReceiver<io::Result<()>>,
    answered: UnboundedReceiver<Result<Duration>>,
    tasks: Vec<JoinHandle<()>>,
}

/// What all of them wait for, and what each says.
struct Gate {
    asked: Notify,
    /// When they were to ask.
    asked_at: OnceLock<Instant>,
    released: Notify,
    running: UnboundedSender<io::Result<()>>,
    answered: UnboundedSender<Result<Duration>>,
}

impl Tasks {
    pub fn new(server: Option<SocketAddr>) -> Result<Tasks> {
        let mut builder = Builder::new_current_thread();
        if server.is_some() {
            builder.enable_io();
        }
        let (to_running, running) = mpsc::unbounded_channel();
        let (to_answered, answered) = mpsc::unbounded_channel();
        Ok(Tasks {
            runtime: builder.build().context("failed to start a runtime")?,
            server,
            gate: Arc::new(Gate {
                asked: Notify::new(),
                asked_at: OnceLock::new(),
                released: Notify::new(),
                running: to_running,
                answered: to_answered,
            }),
            running,
            answered,
            tasks: Vec::new(),
        })
    }
}

impl Workers for Tasks {
    fn start(&mut self) -> io::Result<()> {
        let gate = Arc::clone(&self.gate);
        // Two kinds of task, so that those without a connection are as small as
        // they can be.
        self.tasks.push(match self.server {
            Some(server) => self.runtime.spawn(work(server, gate)),
            None => self.runtime.spawn(wait(gate)),
        });
        Ok(())
    }

    fn wait_for(&mut self, count: usize) -> io::Result<()> {
        self.runtime.block_on(async {
            let mut all = Ok(());
            for _ in 0..count {
                // It cannot close: the other end is kept here as well.
                all = all.and(self.running.recv().await.unwrap_or(Ok(())));
            }
            all
        })
    }

    fn ask(&mut self, count: usize) -> Result<Vec<Duration>> {
        let _ = self.gate.asked_at.set(Instant::now());
        self.gate.asked.notify_waiters();
        self.runtime.block_on(async {
            let mut waited = Vec::new();
            for _ in 0..count {
                waited.push(self.answered.recv().await.context("nobody answers")??);
            }
            Ok(waited)
        })
    }

    fn release(&mut self) -> Result<()> {
        self.gate.released.notify_waiters();
        let tasks = self.tasks.drain(..);
        self.runtime.block_on(async {
            for task in tasks {
                task.await.context("a task panicked")?;
            }
            Ok(())
        })
    }

    fn ping(&mut self, rounds: usize) -> Result<()> {
        let (there, mut asked) = mpsc::unbounded_channel();
        let (back, mut answered) = mpsc::unbounded_channel();
        let echo = async move {
            while let Some(message) = asked.recv().await {
                back.send(message)?;
            }
            anyhow::Ok(())
        };
        let ask = async move {
            for round in 0..rounds {
                there.send(round)?;
                ensure!(answered.recv().await == Some(round), "a wrong answer");
            }
            Ok(())
        };
        let (echo, ask) = (self.runtime.spawn(echo), self.runtime.spawn(ask));
        self.runtime.block_on(async { ask.await?.and(echo.await?) })
    }
}

async fn wait(gate: Arc<Gate>) {
    // What is notified later reaches it, even if it has not been awaited yet.
    let released = gate.released.notified();
    // Whoever made it waits for what it says, or is gone.
    let _ = gate.running.send(Ok(()));
    released.await;
}

async fn work(server: SocketAddr, gate: Arc<Gate>) {
    let (asked, released) = (gate.asked.notified(), gate.released.notified());
    let (connection, answer) = match connect(server).await {
        Ok(connection) => (Some(connection), Ok(())),
        Err(error) => (None, Err(error)),
    };
    let _ = gate.running.send(answer);
    if let Some(mut connection) = connection {
        asked.await;
        let answer = ask(&mut connection).await;
        let since = gate.asked_at.get().map_or(Duration::ZERO, Instant::elapsed);
        let _ = gate.answered.send(answer.map(|()| since));
    }
    released.await;
}

async fn ask(connection: &mut TcpStream) -> Result<()> {
    connection.write_all(&[QUESTION]).await?;
    check(connection.read_u8().await?, QUESTION)
}

/// A connection that the server has taken, as its greeting shows.
async fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let mut connection = TcpStream::connect(server).await?;
    check(connection.read_u8().await?, GREETING).map_err(io::Error::other)?;
    Ok(connection)
}
