//! Dropping a connection before the answer is through.

use hyper::rt::{Read, ReadBufCursor, Write};
use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

/// Marks an answer that must not be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    /// The first bytes of the status line go out. Chromium repeats by itself,
    /// even a POST, a request that was answered by nothing at all; this way it
    /// gives up, and every client sees a lost connection.
    Torn,
    /// Not a byte goes out.
    Silent,
}

/// What goes out of a torn answer.
const TORN: usize = "HTTP/1.1 ".len();

/// Cuts the connection it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Scissors(Arc<AtomicBool>);

impl Scissors {
    /// The next write is torn.
    pub(crate) fn cut(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A connection that can be cut while an answer is written.
#[derive(Debug)]
pub(crate) struct Cutting<S> {
    stream: S,
    scissors: Scissors,
}

impl<S> Cutting<S> {
    pub(crate) fn new(stream: S) -> (Self, Scissors) {
        let scissors = Scissors(Arc::default());
        let cutting = Self { stream, scissors: scissors.clone() };
        (cutting, scissors)
    }
}

impl<S: Read + Unpin> Read for Cutting<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl<S: Write + Unpin> Write for Cutting<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if !this.scissors.0.load(Ordering::Relaxed) {
            return Pin::new(&mut this.stream).poll_write(context, bytes);
        }
        let torn = &bytes[..TORN.min(bytes.len())];
        ready!(Pin::new(&mut this.stream).poll_write(context, torn))?;
        Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
