//! `kepline serve` and `kepline demo`.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context, bail};
use store::Store;
use tokio::net::TcpListener;

use crate::cli::{Listen, Serve};
use crate::sync::{Settings, sync_on_schedule};
use crate::web::sign_in::OneTimeLink;
use crate::web::{self, site::SiteFiles};
use crate::{config, demo};

/// How many ports are tried to name a free one.
const PORTS_TRIED: u16 = 50;

/// Serves the database until it is told to stop.
pub async fn run(store: Store, database: &str, options: &Serve) -> anyhow::Result<ExitCode> {
    if options.demo_if_empty && store.notebooks().await?.is_empty() {
        eprintln!(
            "nothing was imported yet: serving the demo notebook (kepline import notes.md brings yours)"
        );
        return demo(database, &options.listen).await;
    }
    // Read first: what cannot be read is told before anything is served.
    let settings = Settings::read(|name| std::env::var(name).ok())?;
    let syncs = tokio::spawn(sync_on_schedule(store.clone(), settings));
    let served = listen(store, &options.listen).await;
    // A sync that is under way is aborted; the next one continues from there.
    syncs.abort();
    let _ = syncs.await;
    served
}

/// Serves the demo notebook, from a database beside the configured one that nothing else uses.
pub async fn demo(database: &str, options: &Listen) -> anyhow::Result<ExitCode> {
    let url = demo_database(database);
    let store = Store::open(&url).await?;
    demo::put(&store).await?;
    let code = listen(store.clone(), options).await?;
    store.close().await;
    Ok(code)
}

/// `sqlite://notes/kepline.db` becomes `sqlite://notes/kepline-demo.db`.
fn demo_database(database: &str) -> String {
    let (file, options) = match database.split_once('?') {
        Some((file, options)) => (file, format!("?{options}")),
        None => (database, String::new()),
    };
    format!("{}-demo.db{options}", file.strip_suffix(".db").unwrap_or(file))
}

async fn listen(store: Store, options: &Listen) -> anyhow::Result<ExitCode> {
    let site = config::site(options.public_url.as_deref(), options.listen)?;
    let files = SiteFiles::find()?;
    let listener = bind(options.listen).await?;
    let address = listener.local_addr()?;
    println!("Kepline listens on http://{address} (Ctrl-C stops it)");
    let link = first_link(&store, options, address).await?;
    web::serve(listener, store, site, files, link).await?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a link that signs in once, for who tries Kepline on their own machine.
///
/// Only where nobody else can come: on loopback, with no public address in front, and while nobody has a password.
async fn first_link(
    store: &Store,
    options: &Listen,
    address: SocketAddr,
) -> anyhow::Result<Option<OneTimeLink>> {
    if !address.ip().is_loopback() || options.public_url.is_some() || store.has_password().await? {
        return Ok(None);
    }
    let (link, token) = OneTimeLink::new()?;
    println!("To tag notes, sign in within 15 minutes by http://{address}/sign-in/{token}");
    Ok(Some(link))
}

/// Binds the address; when its port is taken, names the next free one.
async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => match free_port_after(address) {
            Some(port) => bail!(
                "port {} is in use; {port} is free: --listen {}",
                address.port(),
                SocketAddr::new(address.ip(), port)
            ),
            None => bail!("port {} is in use: choose another with --listen", address.port()),
        },
        Err(error) => Err(error).with_context(|| format!("cannot listen on {address}")),
    }
}

fn free_port_after(address: SocketAddr) -> Option<u16> {
    let first = address.port().checked_add(1)?;
    (first..=first.saturating_add(PORTS_TRIED))
        .find(|port| std::net::TcpListener::bind((address.ip(), *port)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_has_a_database_of_its_own() {
        assert_eq!(demo_database("sqlite://kepline.db"), "sqlite://kepline-demo.db");
        assert_eq!(demo_database("sqlite:///var/k.db?mode=rwc"), "sqlite:///var/k-demo.db?mode=rwc");
    }

    #[tokio::test]
    async fn a_busy_port_is_told_with_the_next_free_one() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let error = bind(taken.local_addr().unwrap()).await.unwrap_err().to_string();
        assert!(error.contains("is in use") && error.contains("is free"), "{error}");
    }
}
