//! The client: requests one after the other over connections that stay open.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context;
use http::header::{ACCEPT_ENCODING, HOST};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// What a browser of today accepts.
pub const BROWSER: &str = "gzip, deflate, br, zstd";

/// An answer with its whole body.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// From the first byte sent to the last one read.
    pub took: Duration,
}

/// A connection to a server.
pub struct Client {
    sender: SendRequest<Empty<Bytes>>,
    host: String,
    /// Headers that go with each request.
    headers: Vec<(http::HeaderName, String)>,
}

impl Client {
    /// Connects, accepting bodies in an encoding; `identity` for plain ones.
    pub async fn connect(address: SocketAddr, encoding: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("nobody at {address}"))?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: address.to_string(), headers: vec![(ACCEPT_ENCODING, encoding.to_owned())] })
    }

    /// The same with another header for all requests.
    pub fn with_header(mut self, name: http::HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        let mut request = Request::get(path).header(HOST, &self.host);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let begun = Instant::now();
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(Empty::new())?).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, headers, body, took: begun.elapsed() })
    }
}
