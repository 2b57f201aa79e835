//! Who asks: at a fixed rate, whether the answer to the last request has come or not.
//! An answer is late by the time since its request was *due*. Counted from when it was
//! sent, a stall that keeps the requester waiting as well would hide itself.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// From one request to the next: 50 a second. A thread that waits a switch interval
/// of 5 ms each time that it asks for the GIL can still answer that many.
pub const PERIOD: Duration = Duration::from_millis(20);

/// More than the bytes of all requests that can wait for their answers at once.
pub const BUFFER: usize = 64 * 1024;

/// From the connection to the first request.
const RUN_UP: Duration = Duration::from_millis(50);

/// From one answer to the next, or to giving up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the one that connects, and hangs up. Returns how late each answer was; it stops
/// waiting for a connection when `ended` becomes true.
///
/// # Errors
/// If nobody connects, or not every request is answered, in its order.
pub fn ask(listener: &TcpListener, requests: u32, ended: &AtomicBool) -> io::Result<Vec<Duration>> {
    let stream = accept(listener, ended)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let first = Instant::now() + RUN_UP;
    thread::scope(|scope| {
        let sending = scope.spawn(|| send(&stream, requests, first));
        let late = receive(&stream, requests, first);
        // A request that is not answered is not followed by others.
        let _ = stream.shutdown(Shutdown::Both);
        let sent = sending.join().expect("a panic is a bug");
        late.and_then(|late| sent.map(|()| late))
    })
}

fn accept(listener: &TcpListener, ended: &AtomicBool) -> io::Result<TcpStream> {
    listener.set_nonblocking(true)?;
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(false)?;
                return Ok(stream);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        if ended.load(Ordering::Relaxed) {
            return Err(io::Error::other("it did not connect"));
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Each request is its number.
fn send(mut stream: &TcpStream, requests: u32, first: Instant) -> io::Result<()> {
    for number in 0..requests {
        let due = first + PERIOD * number;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        stream.write_all(&number.to_be_bytes())?;
    }
    Ok(())
}

fn receive(mut stream: &TcpStream, requests: u32, first: Instant) -> io::Result<Vec<Duration>> {
    let mut late = Vec::new();
    for number in 0..requests {
        let mut answer = [0; 4];
        stream.read_exact(&mut answer).map_err(|error| {
            let why = match error.kind() {
                ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset => "it hung up".to_string(),
                ErrorKind::WouldBlock => format!("no answer for {} s", PATIENCE.as_secs()),
                _ => error.to_string(),
            };
            io::Error::other(format!(
                "it answered {number} of {requests} requests: {why}"
            ))
        })?;
        late.push(first.elapsed().saturating_sub(PERIOD * number));
        if answer != number.to_be_bytes() {
            let wrong = u32::from_be_bytes(answer);
            return Err(io::Error::other(format!("it answered {wrong} to {number}")));
        }
    }
    Ok(late)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Answer = fn(TcpStream);

    /// Asks 5 times who answers so, given the connection.
    fn asked(answer: Answer) -> Result<Vec<Duration>, String> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        thread::scope(|scope| {
            scope.spawn(|| answer(TcpStream::connect(address).expect("a connection")));
            let late = ask(&listener, 5, &AtomicBool::new(false));
            late.map_err(|error| error.to_string())
        })
    }

    #[test]
    fn an_answer_is_late_by_the_time_since_its_request_was_due() {
        let echo = |stream: TcpStream| {
            // All five are due in the first 130 ms, and answered after 300 ms.
            thread::sleep(Duration::from_millis(300));
            let _ = io::copy(&mut &stream, &mut &stream);
        };
        let late = asked(echo).expect("five answers");
        for (number, late) in (0..).zip(&late) {
            let least = Duration::from_millis(240) - PERIOD * number;
            assert!(*late >= least, "{number}: {late:?}");
        }
        assert_eq!(late.len(), 5);
        assert!(late[4] < late[0], "{late:?}");
    }

    #[test]
    fn what_is_not_answered_or_wrongly_is_no_figure() {
        let cases: [(Answer, &str); 3] = [
            (drop, "it answered 0 of 5 requests: it hung up"),
            (
                |mut stream| {
                    let mut request = [0; 4];
                    let _ = stream.read_exact(&mut request);
                    let _ = stream.write_all(&request);
                },
                "it answered 1 of 5 requests: it hung up",
            ),
            (
                |mut stream| {
                    let _ = stream.write_all(&7u32.to_be_bytes());
                    let _ = stream.read_to_end(&mut Vec::new());
                },
                "it answered 7 to 0",
            ),
        ];
        for (answer, expected) in cases {
            assert_eq!(asked(answer).unwrap_err(), expected);
        }
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let nobody = ask(&listener, 5, &AtomicBool::new(true)).unwrap_err();
        assert_eq!(nobody.to_string(), "it did not connect");
    }
}
