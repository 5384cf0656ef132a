//! The only place that touches a network, and it only listens, on this machine's own address.
//!
//! The address is a typed one: to look a name up, or to connect to anything, nothing is linked.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
#[cfg(unix)]
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// So many connections are open at a time; a further one is told to come back later.
const MAX_CONNECTIONS: usize = 16;

/// Whoever says or takes nothing for longer is left alone.
const MAX_TIME: Duration = Duration::from_secs(5);

/// So much is still taken of somebody who was refused, so that the refusal arrives.
const MAX_LEFTOVER: usize = 64 << 10;

const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// A port of this machine.
pub struct Listener {
    inner: TcpListener,
    port: u16,
}

/// Somebody who came.
pub struct Connection {
    stream: TcpStream,
    /// When its time is over.
    end: Instant,
    open: Arc<AtomicUsize>,
}

impl Listener {
    /// Takes a port that is free.
    pub fn open() -> io::Result<Self> {
        let inner = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = inner.local_addr()?.port();
        Ok(Self { inner, port })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Has everybody who comes answered, each in a thread of its own, until the door that is returned is gone and all
    /// `is_over`. Where the system does not wake who waits for a visitor, one more has to come.
    pub fn serve(
        self,
        answer: impl Fn(&mut Connection) + Send + Sync + 'static,
        is_over: impl Fn() -> bool + Send + 'static,
    ) -> io::Result<Door> {
        let door = Door::of(&self.inner)?;
        let answer = Arc::new(answer);
        let open = Arc::new(AtomicUsize::new(0));
        let listen = move || {
            for stream in self.inner.incoming() {
                if is_over() {
                    break;
                }
                let Ok(stream) = stream else {
                    // The system has no room for another one just now.
                    thread::sleep(Duration::from_millis(20));
                    continue;
                };
                let Ok(mut connection) = Connection::new(stream, &open) else { continue };
                let answer = Arc::clone(&answer);
                let speak = move || {
                    answer(&mut connection);
                    connection.close();
                };
                // Where there is no thread, the connection is dropped.
                let _ = thread::Builder::new().name("preview connection".to_owned()).spawn(speak);
            }
        };
        thread::Builder::new().name("preview listener".to_owned()).spawn(listen)?;
        Ok(door)
    }
}

/// By which visitors come: as long as this value is there.
pub struct Door(#[cfg(unix)] TcpStream);

impl Door {
    #[cfg(unix)]
    fn of(listener: &TcpListener) -> io::Result<Self> {
        // No stream, but a socket that can be shut, as a listener cannot.
        Ok(Self(OwnedFd::from(listener.try_clone()?).into()))
    }

    #[cfg(not(unix))]
    fn of(_: &TcpListener) -> io::Result<Self> {
        Ok(Self())
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        #[cfg(unix)]
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

impl Connection {
    fn new(mut stream: TcpStream, open: &Arc<AtomicUsize>) -> io::Result<Self> {
        if open.fetch_add(1, Ordering::SeqCst) >= MAX_CONNECTIONS {
            open.fetch_sub(1, Ordering::SeqCst);
            stream.set_write_timeout(Some(Duration::from_millis(100)))?;
            stream.write_all(BUSY)?;
            stream.shutdown(Shutdown::Write)?;
            return Err(ErrorKind::ConnectionRefused.into());
        }
        let connection = Self { stream, end: Instant::now() + MAX_TIME, open: Arc::clone(open) };
        connection.stream.set_nodelay(true)?;
        Ok(connection)
    }

    /// Gives it the same time once more: for an answer, for a further event.
    pub fn renew(&mut self) {
        self.end = Instant::now() + MAX_TIME;
    }

    /// Whether whoever came has gone, or goes on talking when everything was said.
    pub fn is_gone(&self) -> bool {
        let look = || {
            self.stream.set_nonblocking(true)?;
            let seen = self.stream.peek(&mut [0]);
            self.stream.set_nonblocking(false)?;
            seen
        };
        !matches!(look(), Err(error) if error.kind() == ErrorKind::WouldBlock)
    }

    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }

    /// Ends the conversation so that the last word is heard: what is taken off a line on which something was not read
    /// may be lost (RFC 9112, 9.6).
    fn close(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        self.end = self.end.min(Instant::now() + MAX_TIME / 10);
        let (mut buffer, mut left) = ([0; 4096], MAX_LEFTOVER);
        while let Ok(count @ 1..) = self.read(&mut buffer) {
            left = left.saturating_sub(count);
            if left == 0 {
                break;
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(buffer)
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
