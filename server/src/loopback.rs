//! Which hosts are this machine: one rule, for secrets that may travel unencrypted and for links that
//! work nowhere else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Host;

/// The addresses of names of this machine.
pub const ADDRESSES: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

/// Whether a connection to a host ends on the machine that makes it.
///
/// So it does for the addresses of loopback, IPv4 written as IPv6 included; for the unspecified
/// ones (`0.0.0.0`, `::`), which are listened on everywhere and connected to here; and for the names
/// `localhost` and those below it, with the dot of the root or without (RFC 6761 §6.3). Who connects
/// to such a name looks it up nowhere but takes [`ADDRESSES`]: a name server could say otherwise.
pub fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => address.is_loopback() || address.is_unspecified(),
        Host::Ipv6(address) => {
            let address = address.to_canonical();
            address.is_loopback() || address.is_unspecified()
        }
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[track_caller]
    fn check(url: &str, expected: bool) {
        let url = Url::parse(url).unwrap();
        assert_eq!(is_loopback(&url.host().unwrap()), expected, "{url}");
    }

    #[test]
    fn loopback_addresses_are_this_machine_however_written() {
        check("http://127.0.0.1:3000", true);
        check("http://127.1.2.3", true);
        check("http://127.1", true);
        check("http://2130706433", true);
        check("http://[::1]:3000", true);
        check("http://[::ffff:127.0.0.1]", true);
        check("http://0.0.0.0:3000", true);
        check("http://[::]", true);
    }

    #[test]
    fn names_of_this_machine_end_in_localhost() {
        check("http://localhost:3000", true);
        check("http://LocalHost", true);
        check("http://localhost.", true);
        check("https://kepline.localhost", true);
        check("https://kepline.localhost.", true);
    }

    #[test]
    fn every_other_host_is_another_machine() {
        check("https://kepline.example", false);
        check("https://localhost.example", false);
        check("https://notlocalhost", false);
        check("http://127.0.0.1.example", false);
        check("http://192.168.0.1:3000", false);
        check("http://128.0.0.1", false);
        check("http://[2001:db8::1]", false);
        check("http://[::ffff:192.168.0.1]", false);
        check("http://[fe80::1]", false);
    }
}
