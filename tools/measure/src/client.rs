//! The client: requests one after the other over a connection that stays open.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context;
use http::header::{ACCEPT_ENCODING, CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderName, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// What a browser of today accepts.
pub const BROWSER: &str = "gzip, deflate, br, zstd";

/// An answer with its whole body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, encoded as it came.
    pub body: Bytes,
    /// From the first byte sent to the last one read.
    pub took: Duration,
}

/// An answer of which only the beginning came.
#[derive(Debug, thiserror::Error)]
#[error("an answer was cut off")]
pub struct CutOff(#[from] hyper::Error);

/// A connection to a server.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    /// Headers that go with each request.
    headers: Vec<(HeaderName, String)>,
}

impl Client {
    /// Connects, accepting bodies in an encoding; `identity` for plain ones.
    ///
    /// # Errors
    /// Where nobody listens.
    pub async fn connect(address: SocketAddr, encoding: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("nobody at {address}"))?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: address.to_string(), headers: vec![(ACCEPT_ENCODING, encoding.to_owned())] })
    }

    /// The same with another header for all requests.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The answer at an address of the server.
    ///
    /// # Errors
    /// Where none comes, and [`CutOff`] where it does not come whole.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.send(Request::get(path), Bytes::new()).await
    }

    /// The answer to a form.
    ///
    /// # Errors
    /// As those of [`Self::get`].
    pub async fn post(&mut self, path: &str, form: String) -> anyhow::Result<Answer> {
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, form.into()).await
    }

    async fn send(&mut self, mut request: http::request::Builder, body: Bytes) -> anyhow::Result<Answer> {
        request = request.header(HOST, &self.host);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let begun = Instant::now();
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(Full::new(body))?).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.map_err(CutOff)?.to_bytes();
        Ok(Answer { status, headers, body, took: begun.elapsed() })
    }
}
