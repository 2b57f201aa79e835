//! The server of the connected workers: a process of its own, which greets each
//! of them, and answers each question after a while.

use super::workers::{GREETING, QUESTION, check};
use crate::work::announce;
use anyhow::{Context, Result};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::Builder;
use tokio::time::sleep;

/// How long it takes to answer, as the server of the downloads does.
pub const DELAY: Duration = Duration::from_millis(100);

/// How many may knock before it opens: more than a [`super::CHUNK`].
const BACKLOG: u32 = 4096;

/// The role of the server: prints its address, then answers until its standard
/// input ends, as it does when the process that started it is gone.
///
/// # Errors
/// If it cannot open a port.
pub fn serve() -> Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime
        .context("failed to start a runtime")?
        .block_on(async {
            let socket = TcpSocket::new_v4().context("failed to open a socket")?;
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            socket.bind(address).context("failed to open a port")?;
            let listener = socket.listen(BACKLOG).context("failed to listen")?;
            let address = listener.local_addr().context("failed to read the port")?;
            announce(address)?;
            loop {
                match listener.accept().await {
                    Ok((connection, _)) => drop(tokio::spawn(answer(connection))),
                    // Whoever has no descriptor left waits until one is free.
                    Err(_) => sleep(Duration::from_millis(10)).await,
                }
            }
        })
}

async fn answer(mut connection: TcpStream) -> Result<()> {
    connection.set_nodelay(true)?;
    connection.write_all(&[GREETING]).await?;
    check(connection.read_u8().await?, QUESTION)?;
    sleep(DELAY).await;
    connection.write_all(&[QUESTION]).await?;
    // The other side closes first, and knows that nothing was lost.
    let _ = connection.read_u8().await;
    Ok(())
}
