//! I/O-bound work: a download over a TCP connection.

use anyhow::{Context, Result, ensure};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// What a client called `name` gets from the server: 4,096 lines with its name.
pub fn body(name: &str) -> Vec<u8> {
    format!("{name}\n").repeat(4096).into_bytes()
}

/// Downloads on a blocking socket: the thread waits. Returns the number of
/// bytes, each of which was checked.
pub fn download(server: SocketAddr, name: &str) -> Result<u64> {
    let mut stream = TcpStream::connect(server).with_context(|| unreachable(server))?;
    stream
        .write_all(format!("{name}\n").as_bytes())
        .context("failed to ask the server")?;
    let mut bytes = Vec::new();
    stream
        .read_to_end(&mut bytes)
        .context("failed to read the server's answer")?;
    check(&bytes, name)
}

/// The same on an async socket: the task waits, and the thread is free.
pub async fn download_async(server: SocketAddr, name: &str) -> Result<u64> {
    let stream = tokio::net::TcpStream::connect(server).await;
    let mut stream = stream.with_context(|| unreachable(server))?;
    stream
        .write_all(format!("{name}\n").as_bytes())
        .await
        .context("failed to ask the server")?;
    let mut bytes = Vec::new();
    stream
        .read_to_end(&mut bytes)
        .await
        .context("failed to read the server's answer")?;
    check(&bytes, name)
}

fn unreachable(server: SocketAddr) -> String {
    format!("failed to connect to the server at {server}")
}

fn check(bytes: &[u8], name: &str) -> Result<u64> {
    let right = body(name);
    let wrong = right
        .iter()
        .zip(bytes)
        .position(|(right, came)| right != came);
    if let Some(position) = wrong {
        anyhow::bail!("{name} downloaded a wrong byte at position {position}");
    }
    ensure!(
        bytes.len() == right.len(),
        "{name} downloaded {} bytes instead of {}",
        bytes.len(),
        right.len()
    );
    Ok(bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_checked() {
        let right = body("Job-1");
        assert_eq!(check(&right, "Job-1").expect("right"), 6 * 4096);
        let cases = [
            (body("Job-2"), "a wrong byte at position 4"),
            (right[1..].to_vec(), "a wrong byte at position 0"),
            (right[..100].to_vec(), "100 bytes instead of 24576"),
            (Vec::new(), "0 bytes instead of 24576"),
            ([&right[..], b"\n"].concat(), "24577 bytes instead of 24576"),
        ];
        for (bytes, expected) in cases {
            let error = check(&bytes, "Job-1").unwrap_err().to_string();
            assert_eq!(error, format!("Job-1 downloaded {expected}"));
        }
    }
}
