//! A request that a test sends, and sends again with something in it that is other.

use axum::body::Body;
use axum::http::{Method, Request};

use super::{Answer, Site};

/// A request by its parts.
#[derive(Clone)]
pub struct SentRequest {
    pub method: Method,
    pub target: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl SentRequest {
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self
    }

    /// With this header in place of others of its name.
    pub fn with(self, name: &'static str, value: &str) -> Self {
        self.without(name).and(name, value)
    }

    /// With this header besides others of its name.
    pub fn and(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn to(self, target: &str) -> Self {
        Self { target: target.to_owned(), ..self }
    }

    pub fn by(self, method: Method) -> Self {
        Self { method, ..self }
    }

    pub fn saying(self, body: impl ToString) -> Self {
        Self { body: body.to_string(), ..self }
    }

    /// With its fields in the query.
    pub fn with_query(self) -> Self {
        Self { target: format!("{}?{}", self.target, self.body), body: String::new(), ..self }
    }

    pub fn request(&self) -> Request<Body> {
        let request = Request::builder().method(&self.method).uri(&self.target);
        let request =
            self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        request.body(Body::from(self.body.clone())).unwrap()
    }

    pub async fn send(&self, site: &Site) -> Answer {
        site.send(self.request()).await
    }
}
