//! `kepline serve` and `kepline demo`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use jiff::Timestamp;
use store::Store;
use tokio::net::TcpListener;

use crate::cli::{Listen, Serve};
use crate::config::{Config, ServerConfig};
use crate::demo;
use crate::snapshot;
use crate::sources::{SourceSettings, follow};
use crate::sync::update_and_sync;
use crate::web::metrics::Metrics;
use crate::web::sign_in::OneTimeLink;
use crate::web::site::SiteFiles;
use crate::web::{self, ConnectionLimits, Options, UploadLimits};

/// How long an upload is kept to be confirmed.
const UPLOAD_KEPT: Duration = Duration::from_secs(60 * 60);

/// How many ports are tried to suggest a free one.
const PORTS_TRIED: u16 = 50;

/// Serves the database until a signal stops it.
pub async fn run(store: Store, config: &Config, database: &str, options: &Serve) -> anyhow::Result<ExitCode> {
    if options.demo_if_empty && store.notebooks().await?.is_empty() {
        eprintln!(
            "Nothing has been imported: serving the demo notebook. Import your own with `kepline import FILE`"
        );
        return demo(config, database, &options.listen).await;
    }
    let server = server_config(config, &options.listen)?;
    let (settings, sources) = (config.sync()?, config.sources()?);
    let (facts, followed) = (store.clone(), sources.clone());
    let background = async move {
        snapshot::store_if_never_synced(&facts).await;
        tokio::join!(update_and_sync(facts.clone(), settings), follow(facts, followed));
    };
    listen(store, server, sources, background).await
}

/// Serves the demo notebook, from a database next to the configured one that nothing else uses.
pub async fn demo(config: &Config, database: &str, options: &Listen) -> anyhow::Result<ExitCode> {
    let server = server_config(config, options)?;
    let url = demo_database(database);
    let store = Store::open(&url).await?;
    demo::install(&store).await?;
    let code = listen(store.clone(), server, config.sources()?, std::future::ready(())).await?;
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

fn server_config(config: &Config, options: &Listen) -> anyhow::Result<ServerConfig> {
    config.server(options.listen, options.public_url.clone())
}

/// Serves until a signal stops it; `background` begins once the port is open, and ends with the server.
async fn listen(
    store: Store,
    config: ServerConfig,
    sources: SourceSettings,
    background: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<ExitCode> {
    let files = SiteFiles::find(config.site_root.as_deref())?;
    let listener = bind(config.listen).await?;
    let address = listener.local_addr()?;
    println!("Kepline listens on http://{address} (press Ctrl-C to stop)");
    let link = one_time_link(&store, &config, address).await?;
    let limits = ConnectionLimits::within_open_files(config.max_connections);
    let metrics = Metrics::new().context("cannot count")?;
    let watched = match config.metrics_listen {
        Some(listen) => {
            let listener = bind(listen).await?;
            println!("Figures are at http://{}/metrics", listener.local_addr()?);
            Some(tokio::spawn(web::serve_metrics(listener, store.clone(), metrics.clone(), limits)))
        }
        None => None,
    };
    let options = Options {
        site: config.site,
        files,
        link,
        card_font: config.card_font,
        page_cache_bytes: config.page_cache_bytes,
        trusted_proxies: config.trusted_proxies,
        costly_per_minute: config.costly_per_minute,
        time_limit: web::TIME_LIMIT,
        uploads: UploadLimits { bytes: config.upload_bytes, kept: UPLOAD_KEPT },
        metrics: (metrics, config.metrics_access),
        sources,
        now: Timestamp::now,
    };
    let background = tokio::spawn(background);
    web::serve(listener, store, options, limits).await;
    // A sync that is under way is aborted; the next one continues from there.
    background.abort();
    let _ = background.await;
    if let Some(watched) = watched {
        watched.abort();
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a link that signs in once, for trying Kepline on one's own machine.
///
/// Only where nobody else has access: on loopback, without a public URL, and while nobody has a password.
async fn one_time_link(
    store: &Store,
    config: &ServerConfig,
    address: SocketAddr,
) -> anyhow::Result<Option<OneTimeLink>> {
    if !address.ip().is_loopback() || config.has_public_url || store.has_password().await? {
        return Ok(None);
    }
    let (link, token) = OneTimeLink::new()?;
    println!("To tag notes, sign in within 15 minutes at http://{address}/sign-in/{token}");
    Ok(Some(link))
}

/// Binds the address; when its port is in use, the error suggests the next free one.
async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => match free_port_after(address) {
            Some(port) => bail!(
                "port {} is in use; {port} is free: use --listen {}",
                address.port(),
                SocketAddr::new(address.ip(), port)
            ),
            None => bail!("port {} is in use: choose another one with --listen", address.port()),
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
    async fn a_busy_port_is_reported_with_the_next_free_one() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let error = bind(taken.local_addr().unwrap()).await.unwrap_err().to_string();
        assert!(error.contains("is in use") && error.contains("is free"), "{error}");
    }
}
