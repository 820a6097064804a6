//! What the operator configured.

use std::net::SocketAddr;

use anyhow::{Context, bail, ensure};
use app::request::Site;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use url::Url;

use crate::loopback::is_loopback;

/// Logs go to standard error, so that an export can be piped.
pub fn log_to_stderr() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var("KEPLINE_LOG")
        .from_env_lossy();
    // A second call (in tests) leaves the first in place.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// The site at the configured public address, else at the one that it listens on.
///
/// On loopback it may be left out. Beyond, it must be configured: a request's Host header can
/// be anything, and links made of it would lead anywhere.
pub fn site(configured: Option<&str>, listen: SocketAddr) -> anyhow::Result<Site> {
    match configured {
        Some(url) => site_at(url),
        None if listen.ip().is_loopback() => site_at(&format!("http://{listen}")),
        None => bail!(
            "{listen} is reached from other machines: set KEPLINE_PUBLIC_URL to the address that readers use, \
             such as https://kepline.example"
        ),
    }
}

/// The site at a public address, spelt as browsers spell it in `Origin`: in small letters, without
/// the scheme's own port.
pub fn site_at(public_url: &str) -> anyhow::Result<Site> {
    let url =
        Url::parse(public_url).with_context(|| format!("KEPLINE_PUBLIC_URL `{public_url}` is no address"))?;
    let Some(host) = url.host().filter(|_| matches!(url.scheme(), "https" | "http")) else {
        bail!("KEPLINE_PUBLIC_URL must look like https://kepline.example, not `{public_url}`");
    };
    ensure!(
        url.username().is_empty() && url.password().is_none(),
        "KEPLINE_PUBLIC_URL is shown to everyone: it must not hold a name or a password"
    );
    let origin = url.origin().ascii_serialization();
    ensure!(
        url.path() == "/" && url.query().is_none() && url.fragment().is_none(),
        "KEPLINE_PUBLIC_URL has no path: `{origin}`, not `{public_url}`"
    );
    Ok(Site { is_loopback: is_loopback(&host), public_url: origin })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(listen: &str, url: Option<&str>) -> Result<String, String> {
        let site = site(url, listen.parse().unwrap());
        site.map(|site| site.public_url).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn loopback_needs_no_public_url_and_the_world_does() {
        assert_eq!(on("127.0.0.1:3000", None).as_deref(), Ok("http://127.0.0.1:3000"));
        assert_eq!(on("[::1]:3000", None).as_deref(), Ok("http://[::1]:3000"));
        assert!(on("0.0.0.0:3000", None).is_err_and(|error| error.contains("KEPLINE_PUBLIC_URL")));
    }

    #[test]
    fn a_public_url_is_scheme_and_authority() {
        #[track_caller]
        fn check(url: &str, expected: Result<&str, &str>) {
            match (on("0.0.0.0:80", Some(url)), expected) {
                (Ok(origin), Ok(expected)) => assert_eq!(origin, expected),
                (Err(error), Err(part)) => assert!(error.contains(part), "{url}: {error}"),
                (origin, _) => panic!("{url}: {origin:?}"),
            }
        }
        check("https://kepline.example/", Ok("https://kepline.example"));
        check("https://kepline.example:8443", Ok("https://kepline.example:8443"));
        check("HTTPS://Kepline.Example:443", Ok("https://kepline.example"));
        check("kepline.example", Err("is no address"));
        check("https://", Err("is no address"));
        check("ftp://kepline.example", Err("must look like"));
        check("localhost:3000", Err("must look like"));
        check("https://kepline.example/notes", Err("has no path: `https://kepline.example`"));
        check("https://kepline.example?notes", Err("has no path"));
        check("https://kepline.example/#notes", Err("has no path"));
        check("https://me:secret@kepline.example", Err("must not hold"));
    }

    #[test]
    fn a_site_knows_whether_others_can_open_it() {
        let is_loopback = |url| site_at(url).unwrap().is_loopback;
        assert!(is_loopback("http://127.0.0.1:3000") && is_loopback("https://kepline.localhost"));
        assert!(!is_loopback("https://kepline.example") && !is_loopback("http://192.168.0.1:3000"));
    }
}
