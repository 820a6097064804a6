//! Which hosts are everybody's: what others read, and what a server may be sent to by an address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Host;

/// Whether an address is one of the public internet: none of this machine, of a private network, of a link, or of none.
///
/// Source: the special-purpose address registries of IANA (RFC 6890). An IPv4 address within an IPv6 one counts as what
/// it leads to.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || matches!((a, b, c), (0 | 240..=255, ..) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _));
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        [0x2001, 0, ..] | [0x2001, 0xdb8, ..] => false,
        // What is not given to anybody is not public either: of these only 2000::/3 is.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Whether a host is one that everybody knows: a public address, or a name of more than one part that is none of a network
/// of one's own.
pub fn is_public_name(host: &Host<&str>) -> bool {
    const OWN: [&str; 8] = ["localhost", "local", "internal", "intranet", "lan", "corp", "home", "arpa"];
    match host {
        Host::Ipv4(address) => is_public((*address).into()),
        Host::Ipv6(address) => is_public((*address).into()),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name.rsplit_once('.').is_some_and(|(_, last)| !OWN.contains(&last))
        }
    }
}
