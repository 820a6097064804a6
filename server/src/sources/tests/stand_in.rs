//! A stand-in on this machine for servers that sources are read from.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response, StatusCode};
use futures_util::stream;

/// What the stand-in answers.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The text with an ETag; a 304 to who has it.
    Text(&'static str, String),
    /// The text without any validator.
    Bare(String),
    Status(u16),
    Redirect(String),
    /// As many bytes as are read.
    Endless,
    /// A byte now and then.
    Dripping,
}

/// The paths and headers of requests.
type Requests = Arc<Mutex<Vec<(String, HeaderMap)>>>;

/// The stand-in.
pub struct StandIn {
    pub address: SocketAddr,
    reply: Arc<Mutex<Reply>>,
    requests: Requests,
}

impl StandIn {
    pub async fn new(reply: Reply) -> Self {
        let (reply, requests) = (Arc::new(Mutex::new(reply)), Requests::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = (Arc::clone(&reply), Arc::clone(&requests));
        let router = Router::new().fallback(async move |request: Request| {
            let (reply, requests) = &state;
            let headers = request.headers().clone();
            requests.lock().unwrap().push((request.uri().to_string(), headers.clone()));
            let reply = reply.lock().unwrap().clone();
            answer(reply, &headers)
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, reply, requests }
    }

    pub fn set(&self, reply: Reply) {
        *self.reply.lock().unwrap() = reply;
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// The paths and headers of the requests so far.
    pub fn requests(&self) -> Vec<(String, HeaderMap)> {
        self.requests.lock().unwrap().clone()
    }
}

fn answer(reply: Reply, headers: &HeaderMap) -> Response<Body> {
    let response = Response::builder();
    let response = match reply {
        Reply::Text(etag, _) if headers.get("if-none-match").is_some_and(|seen| seen == etag) => {
            response.status(StatusCode::NOT_MODIFIED).body(Body::empty())
        }
        Reply::Text(etag, text) => response.header("etag", etag).body(text.into()),
        Reply::Bare(text) => response.body(text.into()),
        Reply::Status(status) => response.status(status).body("no notes, s3cret".into()),
        Reply::Redirect(to) => response.status(301).header("location", to).body(Body::empty()),
        Reply::Endless => {
            let chunk = Bytes::from(vec![b'-'; 64 * 1024]);
            response
                .body(Body::from_stream(stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone()))))
        }
        Reply::Dripping => response.body(Body::from_stream(stream::unfold((), async |()| {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from_static(b"-")), ()))
        }))),
    };
    response.unwrap()
}
