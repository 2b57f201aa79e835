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
    running: (
        UnboundedSender<io::Result<()>>,
        UnboundedReceiver<io::Result<()>>,
    ),
    tasks: Vec<JoinHandle<Result<Option<Duration>>>>,
}

#[derive(Default)]
struct Gate {
    opened: Notify,
    /// When.
    at: OnceLock<Instant>,
}

impl Tasks {
    pub fn new(server: Option<SocketAddr>) -> Result<Tasks> {
        let mut builder = Builder::new_current_thread();
        if server.is_some() {
            builder.enable_io();
        }
        Ok(Tasks {
            runtime: builder.build().context("failed to start a runtime")?,
            server,
            gate: Arc::default(),
            running: mpsc::unbounded_channel(),
            tasks: Vec::new(),
        })
    }
}

impl Workers for Tasks {
    fn start(&mut self) -> io::Result<()> {
        let gate = Arc::clone(&self.gate);
        let running = self.running.0.clone();
        // Two kinds of task, so that those without a connection are as small as
        // they can be.
        self.tasks.push(match self.server {
            Some(server) => self.runtime.spawn(ask(server, gate, running)),
            None => self.runtime.spawn(wait(gate, running)),
        });
        Ok(())
    }

    fn wait_for(&mut self, count: usize) -> io::Result<()> {
        let running = &mut self.running.1;
        self.runtime.block_on(async {
            let mut all = Ok(());
            for _ in 0..count {
                // It cannot close: the other end is kept here as well.
                all = all.and(running.recv().await.unwrap_or(Ok(())));
            }
            all
        })
    }

    fn release(&mut self) -> Result<Vec<Duration>> {
        let _ = self.gate.at.set(Instant::now());
        self.gate.opened.notify_waiters();
        let tasks = self.tasks.drain(..);
        self.runtime.block_on(async {
            let mut waited = Vec::new();
            for task in tasks {
                waited.extend(task.await.context("a task panicked")??);
            }
            Ok(waited)
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

async fn wait(
    gate: Arc<Gate>,
    running: UnboundedSender<io::Result<()>>,
) -> Result<Option<Duration>> {
    // What is notified later reaches it, even if it has not been awaited yet.
    let opened = gate.opened.notified();
    running.send(Ok(())).context("nobody waits")?;
    // A task that waits keeps no more than it needs.
    drop(running);
    opened.await;
    Ok(None)
}

async fn ask(
    server: SocketAddr,
    gate: Arc<Gate>,
    running: UnboundedSender<io::Result<()>>,
) -> Result<Option<Duration>> {
    let opened = gate.opened.notified();
    let (connection, answer) = match connect(server).await {
        Ok(connection) => (Some(connection), Ok(())),
        Err(error) => (None, Err(error)),
    };
    running.send(answer).context("nobody waits")?;
    opened.await;
    let (Some(mut connection), Some(released)) = (connection, gate.at.get()) else {
        return Ok(None);
    };
    connection.write_all(&[QUESTION]).await?;
    check(connection.read_u8().await?, QUESTION)?;
    Ok(Some(released.elapsed()))
}

/// A connection that the server has taken, as its greeting shows.
async fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let mut connection = TcpStream::connect(server).await?;
    check(connection.read_u8().await?, GREETING).map_err(io::Error::other)?;
    Ok(connection)
}
