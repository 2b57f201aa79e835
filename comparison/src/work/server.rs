//! A server that others wait for: a process of its own, so that none of its threads is
//! taken for a worker. Here is the role of the one that the downloads wait for.

use super::io::body;
use anyhow::{Context, Result};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// How long the server takes to answer.
const DELAY: Duration = Duration::from_millis(100);

/// A running server; it ends when this is dropped.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts this program again in the role of a server, which prints its address.
    pub fn start(role: &str) -> Result<Server> {
        let program = std::env::current_exe().context("failed to find this program")?;
        let mut command = Command::new(program);
        command
            .arg(role)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = command.spawn().context("failed to start the server")?;
        let mut line = String::new();
        let stdout = process.stdout.take().context("the server has no output")?;
        let read = BufReader::new(stdout).read_line(&mut line);
        read.context("failed to read the server's address")?;
        let address = line.trim_end().parse();
        let address = address.context("the server did not start")?;
        Ok(Server { process, address })
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The role of the server: prints its address, then answers until its standard
/// input ends, as it does when the process that started it is gone.
pub fn serve() -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("failed to open a port")?;
    let address = listener.local_addr().context("failed to read the port")?;
    announce(address)?;
    for stream in listener.incoming() {
        // A client that went away is no reason to leave the others waiting.
        let Ok(stream) = stream else { continue };
        thread::spawn(move || answer(stream));
    }
    Ok(())
}

/// Prints the address of a server, which from now on ends with its standard input.
pub fn announce(address: SocketAddr) -> Result<()> {
    writeln!(io::stdout(), "{address}").context("failed to write to stdout")?;
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    Ok(())
}

fn answer(stream: TcpStream) -> io::Result<()> {
    let mut name = String::new();
    BufReader::new(&stream).take(100).read_line(&mut name)?;
    thread::sleep(DELAY);
    (&stream).write_all(&body(name.trim_end()))
}
