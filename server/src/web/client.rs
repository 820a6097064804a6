//! Who sends a request, by address: the other end of the connection, or what trusted proxies say.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

/// The header in which each proxy adds who sent it the request.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The headers of which proxies add at least one.
const FORWARDING: [&str; 3] = [FORWARDED_FOR, "forwarded", "x-real-ip"];

/// Who sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// Somebody on this machine, without a proxy.
    Local,
    /// Somebody at an address. Of IPv6 it is the first half, which is one network.
    Remote(IpAddr),
    /// Somebody behind a proxy that says nothing which could be trusted.
    Unknown,
}

impl Client {
    fn at(address: IpAddr) -> Self {
        match address.to_canonical() {
            address if address.is_loopback() => Self::Local,
            IpAddr::V6(v6) => Self::Remote(IpAddr::from((u128::from(v6) >> 64 << 64).to_be_bytes())),
            v4 => Self::Remote(v4),
        }
    }

    /// The address that counts are kept by, where there is one.
    pub fn address(self) -> Option<IpAddr> {
        match self {
            Self::Remote(address) => Some(address),
            Self::Local | Self::Unknown => None,
        }
    }

    /// Who sends a request that [`identify`] has passed.
    pub fn sender(request: &Request) -> Self {
        request.extensions().get().copied().unwrap_or(Self::Unknown)
    }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => f.write_str("this machine"),
            Self::Remote(address) => address.fmt(f),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

/// The addresses of proxies whose word counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client of a request that came from `peer`: the last hop that no trusted proxy is.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Client {
        let peer = peer.to_canonical();
        let is_forwarded = FORWARDING.iter().any(|name| headers.contains_key(*name));
        if !is_forwarded {
            return Client::at(peer);
        }
        if !self.contains(peer) {
            // On this machine a proxy is likelier than somebody who pretends to be one.
            return if peer.is_loopback() { Client::Unknown } else { Client::at(peer) };
        }
        let lines: Vec<&str> = headers
            .get_all(FORWARDED_FOR)
            .into_iter()
            .map(|line| line.to_str().unwrap_or_default())
            .collect();
        let mut first = None;
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            let Some(address) = hop_address(hop.trim()) else { return Client::Unknown };
            if !self.contains(address) {
                return Client::at(address);
            }
            first = Some(address);
        }
        first.map_or(Client::Unknown, Client::at)
    }
}

impl FromStr for TrustedProxies {
    type Err = anyhow::Error;

    /// Reads addresses and networks, separated by commas.
    fn from_str(text: &str) -> anyhow::Result<Self> {
        let network = |text: &str| {
            let address = text.parse::<IpAddr>().map(IpNet::from);
            address.or_else(|_| text.parse::<IpNet>()).with_context(|| {
                format!("`{text}` is neither an address nor a network, such as 127.0.0.1 or 10.0.0.0/8")
            })
        };
        text.split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(network)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// The address of a hop, which some proxies write with its port.
fn hop_address(text: &str) -> Option<IpAddr> {
    let address = text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// Finds out who sends requests, and says once where that takes a setting.
#[derive(Clone, Debug, Default)]
pub struct ClientFinder {
    trusted: TrustedProxies,
    is_logged: Arc<AtomicBool>,
}

impl ClientFinder {
    pub fn new(trusted: TrustedProxies) -> Self {
        Self { trusted, is_logged: Arc::default() }
    }
}

/// Adds the [`Client`] to a request.
pub async fn identify(State(finder): State<ClientFinder>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let client = peer.map_or(Client::Unknown, |peer| finder.trusted.client(peer, request.headers()));
    if client == Client::Unknown && peer.is_some() && !finder.is_logged.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "requests come through a proxy that is not trusted, so clients are not told apart: set \
             KEPLINE_TRUSTED_PROXIES to its address, such as 127.0.0.1, and let it add X-Forwarded-For"
        );
    }
    request.extensions_mut().insert(client);
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[track_caller]
    fn check(trusted: &str, peer: &str, lines: &[(&'static str, &'static str)], expected: &str) {
        let headers: HeaderMap = lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let client = trusted.parse::<TrustedProxies>().unwrap().client(peer.parse().unwrap(), &headers);
        assert_eq!(client.to_string(), expected, "{trusted} {peer} {lines:?}");
    }

    fn hops(text: &'static str) -> [(&'static str, &'static str); 1] {
        [(FORWARDED_FOR, text)]
    }

    #[test]
    fn without_trusted_proxies_the_peer_counts_whatever_headers_say() {
        check("", "192.0.2.1", &[], "192.0.2.1");
        check("", "192.0.2.1", &hops("198.51.100.7"), "192.0.2.1");
        check("", "::ffff:192.0.2.1", &[], "192.0.2.1");
        check("", "2001:db8:1:2:3::4", &[], "2001:db8:1:2::");
        check("", "127.0.0.1", &[], "this machine");
        check("", "::1", &[], "this machine");
    }

    #[test]
    fn a_proxy_on_this_machine_is_none_of_its_clients() {
        for header in FORWARDING {
            check("", "127.0.0.1", &[(header, "198.51.100.7")], "unknown");
            check("10.0.0.0/8", "::1", &[(header, "198.51.100.7")], "unknown");
        }
    }

    #[test]
    fn the_last_hop_that_no_trusted_proxy_is_counts() {
        let trusted = "127.0.0.1, 10.0.0.0/8,::1";
        check(trusted, "127.0.0.1", &[], "this machine");
        check(trusted, "127.0.0.1", &hops("198.51.100.7"), "198.51.100.7");
        check(trusted, "::ffff:127.0.0.1", &hops("198.51.100.7"), "198.51.100.7");
        check(trusted, "127.0.0.1", &hops("192.0.2.9, 198.51.100.7"), "198.51.100.7");
        check(trusted, "127.0.0.1", &hops("192.0.2.9, 198.51.100.7, 10.1.2.3"), "198.51.100.7");
        check(trusted, "10.1.2.3", &hops("[2001:db8::1]:4000,::1"), "2001:db8::");
        check(trusted, "10.1.2.3", &hops("198.51.100.7:4000"), "198.51.100.7");
        let lines =
            [(FORWARDED_FOR, "192.0.2.9"), (FORWARDED_FOR, "198.51.100.7"), (FORWARDED_FOR, "10.1.2.3")];
        check(trusted, "127.0.0.1", &lines, "198.51.100.7");
        check(trusted, "127.0.0.1", &hops("10.1.2.3, 10.4.5.6"), "10.1.2.3");
        check(trusted, "192.0.2.1", &hops("198.51.100.7"), "192.0.2.1");
    }

    #[test]
    fn what_is_no_address_says_nothing() {
        for line in ["", "unknown", "198.51.100.7,", "198.51.100.7, _hidden"] {
            check("127.0.0.1", "127.0.0.1", &hops(line), "unknown");
        }
        check("127.0.0.1", "127.0.0.1", &[("forwarded", "for=198.51.100.7")], "unknown");
    }

    #[test]
    fn addresses_and_networks_are_trusted() {
        let error = |text: &str| format!("{:#}", text.parse::<TrustedProxies>().unwrap_err());
        assert!(error("127.0.0.1,proxy").starts_with("`proxy` is neither an address nor a network"));
        assert!(error("10.0.0.0/33").starts_with("`10.0.0.0/33` is neither"));
        assert_eq!("".parse::<TrustedProxies>().unwrap(), TrustedProxies::default());
    }
}
