//! An answer as it is sent: status, headers and bytes, compressed.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::web::conditional;
use crate::web::encoding::{Effort, Encoding};

/// What the headers of an answer take in memory, in bytes.
const HEADERS_BYTES: u64 = 1024;

/// Less than this does not become smaller by compression.
const SMALLEST_BYTES: usize = 32;

/// An answer as it is sent, again and again.
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    encoding: Encoding,
    effort: Effort,
}

impl Answer {
    /// Reads a response to its end and compresses it quickly. An answer that has no tag is given one by its bytes.
    pub async fn read(response: Response, encoding: Encoding) -> Self {
        let (parts, body) = response.into_parts();
        let (status, mut headers) = (parts.status, parts.headers);
        let body = match to_bytes(body, usize::MAX).await {
            Ok(body) => body,
            Err(error) => {
                tracing::error!(%error, "an answer broke off");
                return Self::failed();
            }
        };
        headers.remove(header::CONTENT_LENGTH);
        if status == StatusCode::OK
            && !headers.contains_key(header::ETAG)
            && let Some(tag) = conditional::weak_tag(&body)
        {
            headers.insert(header::ETAG, tag);
        }
        let encoding = if body.len() < SMALLEST_BYTES { Encoding::Identity } else { encoding };
        // As it is too: without the room that rendering has left for more.
        let (encoding, body) = match encoding.compress(&body, Effort::Quick) {
            Ok(compressed) => (encoding, exact(compressed)),
            Err(_) => (Encoding::Identity, body),
        };
        if let Some(name) = encoding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        // Gzip knows no more effort that would be worth it.
        let effort = if encoding == Encoding::Brotli { Effort::Quick } else { Effort::Thorough };
        Self { status, headers, body, encoding, effort }
    }

    fn failed() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            encoding: Encoding::Identity,
            effort: Effort::Thorough,
        }
    }

    /// Whether others may get it: it is there, sets no cookie, and no layer has forbidden to store it.
    pub fn may_be_kept(&self) -> bool {
        let is_private = self
            .headers
            .get_all(header::CACHE_CONTROL)
            .into_iter()
            .any(|value| value.to_str().map_or(true, |value| value.contains("no-store")));
        self.status == StatusCode::OK && !is_private && !self.headers.contains_key(header::SET_COOKIE)
    }

    /// What it takes in memory, in bytes.
    pub fn size(&self) -> u64 {
        HEADERS_BYTES + self.body.len() as u64
    }

    /// Whether more effort would make it smaller.
    pub fn could_be_smaller(&self) -> bool {
        self.effort == Effort::Quick
    }

    /// The same, compressed with all effort; as it is where that fails.
    pub fn packed(&self) -> Self {
        let mut plain = Vec::new();
        let body = brotli::BrotliDecompress(&mut &*self.body, &mut plain)
            .and_then(|()| self.encoding.compress(&plain, Effort::Thorough));
        let body = body.map_or_else(|_| self.body.clone(), exact);
        Self { body, effort: Effort::Thorough, ..self.clone() }
    }

    /// The response to a request that asks for it: a 304 where the client has it already.
    pub fn respond(&self, request: &HeaderMap) -> Response {
        if self.status == StatusCode::OK
            && let Some(not_modified) = conditional::not_modified(request, &self.headers)
        {
            return not_modified;
        }
        (self.status, self.headers.clone(), Body::from(self.body.clone())).into_response()
    }
}

/// Bytes without room for more.
fn exact(bytes: Vec<u8>) -> Bytes {
    bytes.into_boxed_slice().into()
}
