//! Which hosts a server may be sent to by the address of a source.
//!
//! An address is looked up once, all that it may lead to is checked, and the connection goes to what was checked: a name
//! server that answers otherwise a moment later changes nothing.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use anyhow::{Context, bail, ensure};
use domain::notebook::followed::host::is_public;
use url::{Host, Url};

use crate::loopback;

/// The hosts on private networks that may be reached, by the names that addresses have for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedHosts(Vec<String>);

impl FromStr for AllowedHosts {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let hosts = text.split(',').map(str::trim).filter(|host| !host.is_empty()).map(|host| {
            let bare = host.trim_start_matches('[').trim_end_matches(']');
            if let Ok(address) = bare.parse::<IpAddr>() {
                return Ok(address.to_string());
            }
            match Host::parse(host) {
                Ok(Host::Domain(name)) => Ok(name),
                Ok(Host::Ipv4(address)) => Ok(address.to_string()),
                _ => bail!("`{host}` is neither the name of a host nor an address, such as git.corp.example or 10.0.0.5"),
            }
        });
        Ok(Self(hosts.collect::<anyhow::Result<_>>()?))
    }
}

impl AllowedHosts {
    /// Where a connection to an address over HTTP may go: everything that its host stands for now.
    ///
    /// # Errors
    /// Where the host is unknown, where any of it is not of the public internet and the host is not allowed by name, and
    /// where a password would travel unencrypted to another machine.
    pub async fn resolve(&self, url: &Url) -> anyhow::Result<Vec<SocketAddr>> {
        let host = url.host().context("the address has no host")?;
        let port = url.port_or_known_default().context("the address has no port")?;
        let has_secret = !url.username().is_empty() || url.password().is_some();
        ensure!(
            !has_secret || url.scheme() == "https" || loopback::is_loopback(&host),
            "the password would travel unencrypted: use an https:// address"
        );
        let addresses: Vec<SocketAddr> = match host {
            Host::Ipv4(address) => vec![(address, port).into()],
            Host::Ipv6(address) => vec![(address, port).into()],
            Host::Domain(_) if loopback::is_loopback(&host) => {
                loopback::ADDRESSES.map(|address| (address, port).into()).to_vec()
            }
            Host::Domain(name) => tokio::net::lookup_host((name, port))
                .await
                .with_context(|| format!("the host `{name}` was not found"))?
                .collect(),
        };
        ensure!(!addresses.is_empty(), "the host `{host}` was not found");
        let is_allowed = addresses.iter().all(|address| is_public(address.ip())) || self.contains(&host);
        ensure!(
            is_allowed,
            "`{host}` is on this machine or on a private network: the operator can allow it by its name in \
             KEPLINE_SOURCE_HOSTS"
        );
        Ok(addresses)
    }

    fn contains(&self, host: &Host<&str>) -> bool {
        let name = match host {
            Host::Domain(name) => name.trim_end_matches('.').to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        self.0.contains(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_private_host_is_reached_where_it_is_allowed_by_name() {
        #[track_caller]
        fn url(text: &str) -> Url {
            text.parse().unwrap()
        }
        let none = AllowedHosts::default();
        let some: AllowedHosts = "127.0.0.1, [::1],10.0.0.5".parse().unwrap();
        for own in ["http://127.0.0.1:80/", "http://[::1]/", "http://10.0.0.5/", "http://2130706433/"] {
            let refused = none.resolve(&url(own)).await.unwrap_err().to_string();
            assert!(refused.contains("KEPLINE_SOURCE_HOSTS"), "{own}: {refused}");
            assert!(some.resolve(&url(own)).await.is_ok(), "{own}");
        }
        assert!(some.resolve(&url("http://localhost/")).await.is_err(), "by the name that the address has");
        assert!(some.resolve(&url("http://10.0.0.6/")).await.is_err());
        let public = none.resolve(&url("https://1.1.1.1/")).await.unwrap();
        assert_eq!(public, ["1.1.1.1:443".parse().unwrap()]);
        assert!("10.0.0.0/8".parse::<AllowedHosts>().is_err());
    }

    #[tokio::test]
    async fn a_password_travels_encrypted() {
        let hosts: AllowedHosts = "127.0.0.1".parse().unwrap();
        let refused = hosts.resolve(&"http://me:s3cret@1.1.1.1/".parse().unwrap()).await.unwrap_err();
        assert!(refused.to_string().contains("unencrypted") && !refused.to_string().contains("s3cret"));
        assert!(hosts.resolve(&"https://me:s3cret@1.1.1.1/".parse().unwrap()).await.is_ok());
        assert!(hosts.resolve(&"http://me:s3cret@127.0.0.1/".parse().unwrap()).await.is_ok());
    }
}
