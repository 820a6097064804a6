//! Which requests are answered at all: those that HTTP allows, for a host that is this one.

use app::request::Site;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::uri::Authority;

use super::security;
use crate::loopback::is_loopback;

/// What the server can do, for those who ask about all of it.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// Answers what no route should see, and passes everything else on.
pub async fn admit(State(site): State<Site>, request: Request, next: Next) -> Response {
    match answer(&request, &site) {
        None => next.run(request).await,
        Some(mut response) => {
            security::insert_headers(response.headers_mut(), &site);
            response
        }
    }
}

/// The answer to a request that goes no further.
fn answer(request: &Request, site: &Site) -> Option<Response> {
    let refuse = |status: StatusCode, why: &'static str| Some((status, why).into_response());
    let host = match Host::new(request.headers()) {
        // HTTP/1.0 knows no such header.
        Host::Missing if request.version() < Version::HTTP_11 => None,
        Host::Missing => return refuse(StatusCode::BAD_REQUEST, "the header `Host` is missing\n"),
        Host::Unreadable => {
            return refuse(StatusCode::BAD_REQUEST, "the header `Host` must name one host, once\n");
        }
        Host::One(host) => Some(host),
    };
    if site.is_loopback && !host.is_some_and(|host| is_here(&host)) {
        return refuse(
            StatusCode::MISDIRECTED_REQUEST,
            "this server answers for 127.0.0.1, [::1] and localhost: set KEPLINE_PUBLIC_URL to the address that \
             readers use\n",
        );
    }
    match (request.method(), request.uri().path()) {
        (&Method::CONNECT, _) => {
            let why = "this server is no proxy\n";
            Some((StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, METHODS)], why).into_response())
        }
        (&Method::OPTIONS, "*") => Some((StatusCode::NO_CONTENT, [(header::ALLOW, METHODS)]).into_response()),
        (_, path) if path.starts_with('/') => None,
        _ => refuse(StatusCode::BAD_REQUEST, "the address must begin with a slash\n"),
    }
}

/// The host that a request names.
enum Host {
    Missing,
    /// More than one, or none that could be.
    Unreadable,
    One(Authority),
}

impl Host {
    fn new(headers: &HeaderMap) -> Self {
        let mut hosts = headers.get_all(header::HOST).into_iter();
        match (hosts.next(), hosts.next()) {
            (None, _) => Self::Missing,
            (Some(host), None) => match Authority::try_from(host.as_bytes()) {
                Ok(host) if !host.as_str().contains('@') => Self::One(host),
                _ => Self::Unreadable,
            },
            (Some(_), Some(_)) => Self::Unreadable,
        }
    }
}

/// Whether a host is this machine, on whatever port.
///
/// A site elsewhere can have its own name lead to this machine, and would read in a browser what is meant for its owner
/// alone; to make these names lead here is not in its power.
fn is_here(host: &Authority) -> bool {
    url::Host::parse(host.host()).is_ok_and(|host| match host {
        url::Host::Domain(name) => is_loopback(&url::Host::Domain(&name)),
        url::Host::Ipv4(address) => is_loopback(&url::Host::Ipv4(address)),
        url::Host::Ipv6(address) => is_loopback(&url::Host::Ipv6(address)),
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn site(public_url: &str, is_loopback: bool) -> Site {
        Site { public_url: public_url.to_owned(), is_loopback }
    }

    fn public() -> Site {
        site("https://kepline.example", false)
    }

    /// The status of the answer to a request that goes no further.
    fn refusal(site: &Site, method: &str, target: &str, hosts: &[&str]) -> Option<u16> {
        let request = Request::builder().method(method).uri(target);
        let request = hosts.iter().fold(request, |request, host| request.header(header::HOST, *host));
        answer(&request.body(Body::empty()).unwrap(), site).map(|response| response.status().as_u16())
    }

    #[test]
    fn a_request_names_one_host() {
        let status = |hosts: &[&str]| refusal(&public(), "GET", "/", hosts);
        assert_eq!(status(&["kepline.example"]), None);
        assert_eq!(status(&["whatever.example:8080"]), None, "proxies may send another one");
        for hosts in
            [&[][..], &["a.example", "a.example"], &[""], &["a b"], &["a.example/"], &["a@b.example"]]
        {
            assert_eq!(status(hosts), Some(400), "{hosts:?}");
        }
    }

    #[test]
    fn what_is_for_its_owner_alone_has_the_name_of_this_machine() {
        let here = site("http://127.0.0.1:3000", true);
        for host in
            ["127.0.0.1:3000", "127.0.0.1", "[::1]:3000", "localhost", "LOCALHOST:1", "kepline.localhost"]
        {
            assert_eq!(refusal(&here, "GET", "/", &[host]), None, "{host}");
        }
        for host in ["rebind.example:3000", "192.168.0.1", "localhost.example", "127.0.0.1.example"] {
            assert_eq!(refusal(&here, "GET", "/", &[host]), Some(421), "{host}");
        }
    }

    #[test]
    fn targets_that_are_no_path_have_answers() {
        let status = |method, target| refusal(&public(), method, target, &["kepline.example"]);
        assert_eq!(status("CONNECT", "kepline.example:443"), Some(405));
        assert_eq!(status("OPTIONS", "*"), Some(204));
        assert_eq!(status("OPTIONS", "/"), None);
        assert_eq!(status("GET", "*"), Some(400));
        assert_eq!(status("GET", "kepline.example:80"), Some(400));
        assert_eq!(status("GET", "http://other.example/keps"), None);
    }
}
