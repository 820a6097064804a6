//! What the operator configured.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Logs go to standard error, so that an export can be piped.
pub fn log_to_stderr() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var("KEPLINE_LOG")
        .from_env_lossy();
    // A second call (in tests) leaves the first in place.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// The site's address in absolute links, without a slash at the end.
///
/// On loopback it may be left out. Beyond, it must be told: a request's Host header can
/// be anything, and links made of it would lead anywhere.
pub fn public_url(configured: Option<&str>, listen: SocketAddr) -> anyhow::Result<String> {
    match configured {
        Some(url) => {
            let uri: http::Uri =
                url.parse().with_context(|| format!("KEPLINE_PUBLIC_URL `{url}` is no address"))?;
            let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme));
            let (Some(scheme), Some(authority)) = (scheme, uri.authority()) else {
                bail!("KEPLINE_PUBLIC_URL must look like https://kepline.example, not `{url}`");
            };
            if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
                bail!("KEPLINE_PUBLIC_URL has no path: `{scheme}://{authority}`, not `{url}`");
            }
            Ok(format!("{scheme}://{authority}"))
        }
        None if listen.ip().is_loopback() => Ok(format!("http://{listen}")),
        None => bail!(
            "{listen} is reached from other machines: set KEPLINE_PUBLIC_URL to the address that readers use, \
             such as https://kepline.example"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(listen: &str, url: Option<&str>) -> Result<String, String> {
        public_url(url, listen.parse().unwrap()).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn loopback_needs_no_public_url_and_the_world_does() {
        assert_eq!(on("127.0.0.1:3000", None).as_deref(), Ok("http://127.0.0.1:3000"));
        assert!(on("0.0.0.0:3000", None).is_err_and(|error| error.contains("KEPLINE_PUBLIC_URL")));
    }

    #[test]
    fn a_public_url_is_scheme_and_authority() {
        assert_eq!(
            on("0.0.0.0:80", Some("https://kepline.example/")).as_deref(),
            Ok("https://kepline.example")
        );
        for wrong in ["kepline.example", "ftp://kepline.example", "https://kepline.example/notes", "https://"]
        {
            assert!(on("0.0.0.0:80", Some(wrong)).is_err(), "{wrong}");
        }
    }
}
