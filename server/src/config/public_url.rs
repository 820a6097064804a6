//! The public address of the site, which absolute links begin with.

use std::net::SocketAddr;

use anyhow::{Context, bail, ensure};
use app::request::Site;
use url::Url;

use crate::loopback::is_loopback;

/// The site at its public URL, else at the loopback address that it listens on.
///
/// # Errors
/// Where the URL cannot be used, and where there is none though other machines reach the site: a
/// request's Host header can be anything, and links made of it would lead anywhere.
pub fn site(public_url: Option<&str>, listen: SocketAddr) -> anyhow::Result<Site> {
    match public_url {
        Some(url) => site_at(url).context("cannot use the public URL (--public-url or KEPLINE_PUBLIC_URL)"),
        None if listen.ip().is_loopback() => site_at(&format!("http://{listen}")),
        None => bail!(
            "other machines can reach {listen}: set --public-url or KEPLINE_PUBLIC_URL to the address that readers \
             use, such as https://kepline.example"
        ),
    }
}

/// The site at a public URL, spelt as browsers spell it in `Origin`: in lower case, without the
/// scheme's own port.
pub fn site_at(public_url: &str) -> anyhow::Result<Site> {
    let url = Url::parse(public_url)
        .with_context(|| format!("`{public_url}` is not a URL such as https://kepline.example"))?;
    let Some(host) = url.host().filter(|_| matches!(url.scheme(), "https" | "http")) else {
        bail!("`{public_url}` must begin with https:// or http://");
    };
    ensure!(
        url.username().is_empty() && url.password().is_none(),
        "it is shown to everyone, so it must not contain a user name or a password"
    );
    let origin = url.origin().ascii_serialization();
    ensure!(
        url.path() == "/" && url.query().is_none() && url.fragment().is_none(),
        "`{public_url}` must not have a path, a query or a fragment: use `{origin}`"
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
        assert_eq!(
            on("0.0.0.0:3000", None).unwrap_err(),
            "other machines can reach 0.0.0.0:3000: set --public-url or KEPLINE_PUBLIC_URL to the address that \
             readers use, such as https://kepline.example"
        );
    }

    #[test]
    fn a_public_url_is_scheme_and_authority() {
        #[track_caller]
        fn check(url: &str, expected: Result<&str, &str>) {
            let cannot = "cannot use the public URL (--public-url or KEPLINE_PUBLIC_URL): ";
            let expected = expected.map(str::to_owned).map_err(|why| format!("{cannot}{why}"));
            assert_eq!(on("0.0.0.0:80", Some(url)), expected, "{url}");
        }
        check("https://kepline.example/", Ok("https://kepline.example"));
        check("https://kepline.example:8443", Ok("https://kepline.example:8443"));
        check("HTTPS://Kepline.Example:443", Ok("https://kepline.example"));
        check(
            "kepline.example",
            Err(
                "`kepline.example` is not a URL such as https://kepline.example: relative URL without a base",
            ),
        );
        check("https://", Err("`https://` is not a URL such as https://kepline.example: empty host"));
        check("ftp://kepline.example", Err("`ftp://kepline.example` must begin with https:// or http://"));
        check("localhost:3000", Err("`localhost:3000` must begin with https:// or http://"));
        for more in ["/notes", "?notes", "/#notes"] {
            let why = format!(
                "`https://kepline.example{more}` must not have a path, a query or a fragment: use \
                 `https://kepline.example`"
            );
            check(&format!("https://kepline.example{more}"), Err(&why));
        }
        check(
            "https://me:secret@kepline.example",
            Err("it is shown to everyone, so it must not contain a user name or a password"),
        );
    }

    #[test]
    fn a_site_knows_whether_others_can_open_it() {
        let is_loopback = |url| site_at(url).unwrap().is_loopback;
        assert!(is_loopback("http://127.0.0.1:3000") && is_loopback("https://kepline.localhost"));
        assert!(!is_loopback("https://kepline.example") && !is_loopback("http://192.168.0.1:3000"));
    }
}
