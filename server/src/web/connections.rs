//! Connections: HTTP/1 over TCP, with a limit on how many there are and on how long a client may leave each of them
//! waiting.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::{Listener, ListenerExt};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use crate::web::header_timer::HeaderTimer;

/// The most of a request's header, and of an answer that is not sent yet, that is in memory for a connection.
const BUFFER_BYTES: usize = 128 * 1024;

/// How many files the server has open besides connections: the database, the log, what is read meanwhile.
const OTHER_FILES: usize = 64;

/// While less than this part of all connections is free, a new one has to make haste.
const FREE_PART: usize = 4;

/// The part of the time for a header that is left then.
const HASTE: u32 = 5;

/// What connections may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// How many are open at once.
    pub open: usize,
    /// How long the header of a connection's first request may take, the wait for it included. A fifth of it for the
    /// connections that take the last quarter.
    pub header: Duration,
    /// The same for each request after an answer. A fifth of it for those connections too.
    pub idle: Duration,
    /// How long a client may take nothing of an answer.
    pub unread: Duration,
    /// How long a connection that has to give way may still send a request: it may be a new one, whose request is on
    /// its way.
    pub grace: Duration,
    /// How long the requests under way may take when the server stops.
    pub drain: Duration,
}

impl ConnectionLimits {
    /// At most `open` connections, and fewer where the system allows fewer files; its limit is raised as far as
    /// possible.
    pub fn within_open_files(open: usize) -> Self {
        let files = rlimit::increase_nofile_limit((open + OTHER_FILES) as u64).unwrap_or(u64::MAX);
        let files = usize::try_from(files).unwrap_or(usize::MAX);
        let allowed = open.min(files.saturating_sub(OTHER_FILES)).max(1);
        if allowed < open {
            tracing::warn!(
                connections = allowed,
                "fewer connections than configured: the system limits open files"
            );
        }
        Self { open: allowed, ..Self::default() }
    }

    fn in_haste(self) -> Self {
        Self { header: self.header / HASTE, idle: self.idle / HASTE, ..self }
    }
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            open: 1024,
            header: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            unread: Duration::from_secs(30),
            grace: Duration::from_millis(500),
            drain: Duration::from_secs(15),
        }
    }
}

/// Serves until `stop`, then lets the requests under way finish, for as long as the limits allow.
///
/// A client that closes its connection ends the work on its request.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    stop: impl Future<Output = ()>,
) {
    let mut listener = listener.tap_io(|stream| {
        // Small answers would wait for Nagle's timer.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
    });
    let slots = Arc::new(Semaphore::new(limits.open));
    let mut connections = Connections::default();
    let accept = async {
        loop {
            let (stream, peer) = listener.accept().await;
            let Some(slot) = connections.slot(&slots, limits.grace).await else { break };
            let is_crowded = slots.available_permits() < limits.open / FREE_PART;
            let limits = if is_crowded { limits.in_haste() } else { limits };
            connections.spawn(stream, peer, router.clone(), limits, slot);
        }
    };
    tokio::select! {
        () = accept => {}
        () = stop => {}
    }
    // Who connects from here on is refused by the system.
    drop(listener);
    connections.drain(limits.drain).await;
}

/// The connections that are open.
#[derive(Default)]
struct Connections {
    tasks: JoinSet<()>,
    watch: GracefulShutdown,
}

impl Connections {
    /// A slot for one more connection; `None` once there are none any more.
    ///
    /// Where all are taken, every connection is to end: those that wait for a request do after `grace`, the others
    /// after their answer. The newcomer waits for the first of them, and those after it in the queue of the system.
    async fn slot(&mut self, slots: &Arc<Semaphore>, grace: Duration) -> Option<OwnedSemaphorePermit> {
        while self.tasks.try_join_next().is_some() {}
        if let Ok(slot) = Arc::clone(slots).try_acquire_owned() {
            return Some(slot);
        }
        let crowd = std::mem::take(&mut self.watch);
        tokio::spawn(async move {
            tokio::time::sleep(grace).await;
            crowd.shutdown().await;
        });
        Arc::clone(slots).acquire_owned().await.ok()
    }

    fn spawn(
        &mut self,
        stream: TcpStream,
        peer: SocketAddr,
        router: Router,
        limits: ConnectionLimits,
        slot: OwnedSemaphorePermit,
    ) {
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.unread));
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = http1::Builder::new()
            .timer(HeaderTimer::new(limits.idle.saturating_sub(limits.header)))
            .header_read_timeout(limits.header)
            .max_buf_size(BUFFER_BYTES)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = self.watch.watch(connection);
        self.tasks.spawn(async move {
            // What is wrong with a connection, its client knows or has caused.
            if let Err(error) = connection.await {
                tracing::debug!(%error, %peer, "a connection failed");
            }
            drop(slot);
        });
    }

    /// Waits until all have ended, and drops those that have not by then.
    async fn drain(mut self, limit: Duration) {
        let ended = async {
            tokio::spawn(self.watch.shutdown());
            while self.tasks.join_next().await.is_some() {}
        };
        if tokio::time::timeout(limit, ended).await.is_err() {
            tracing::warn!(
                connections = self.tasks.len(),
                "dropped connections whose requests did not end in time"
            );
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
