//! Thousands of clients that connect and then want nothing, or take for ever, while somebody reads.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use http::StatusCode;
use measure::client::Client;
use measure::process::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::notes;
use crate::program::Program;
use crate::server;

/// What each client sends before it only waits: nothing, half a header, a request whose answer it reads, and half a body.
const BEGINNINGS: [&str; 4] = [
    "",
    "GET / HTTP/1.1\r\nhost: loc",
    "GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "POST /preferences HTTP/1.1\r\nhost: localhost\r\ncontent-length: 900\r\n\r\ntheme=",
];

/// Of how many clients one sends half a body, which may take longest.
const SLOW: usize = 50;

/// The files of this process besides its connections.
const OTHER_FILES: u64 = 100;

/// How long a page may take, and what clients have left behind.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two pages.
const PAUSE: Duration = Duration::from_millis(200);

/// How many come.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program `kepline`.
    pub kepline: PathBuf,
    /// How many clients connect.
    pub clients: usize,
    /// How many connections the server has at once.
    pub max_connections: usize,
    /// How long they stay, as far as the server lets them.
    pub stay: Duration,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// Pages that were read meanwhile, each over a connection of its own.
    pub pages: u32,
    /// How long the slowest of them took.
    pub slowest: Duration,
    /// The most connections and other files that the server had open.
    pub open_files: usize,
    /// The most memory that it had in use, in megabytes.
    pub peak: f64,
    /// The files that it has open once all have left.
    pub left_files: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pages, slowest, open_files, peak, left_files } = self;
        let slowest = slowest.as_secs_f64() * 1000.0;
        write!(
            f,
            "{pages} pages meanwhile, the slowest in {slowest:.0} ms; at most {open_files} open files and {peak:.0} MB; \
             {left_files} open files once all had left"
        )
    }
}

/// Lets them come, reads pages meanwhile, and lets them leave.
///
/// # Errors
/// Where a page is not answered, or connections stay behind.
pub async fn run(options: &Options) -> anyhow::Result<Report> {
    let files = options.clients as u64 + OTHER_FILES;
    let allowed = rlimit::increase_nofile_limit(files)?;
    ensure!(allowed >= files, "the system allows {allowed} open files, and {files} are needed");
    let folder = tempfile::tempdir().context("cannot create a folder")?;
    let program = Program::new(&options.kepline, folder.path())?;
    notes::write_tagged(&program.folder)?;
    program.run(&["import", notes::TAGGED])?;
    let variables = [("KEPLINE_MAX_CONNECTIONS", &*options.max_connections.to_string())];
    let server = server::start_with(&program, &variables, Stdio::null())?;
    let before = read_page(server.address).await.and_then(|_| server.open_files())?;

    let (leave, left) = watch::channel(false);
    let mut clients = JoinSet::new();
    for n in 0..options.clients {
        let beginning = if n % SLOW == 0 { BEGINNINGS[3] } else { BEGINNINGS[n % 3] };
        clients.spawn(wait(server.address, beginning, left.clone()));
    }
    let begun = Instant::now();
    let (mut pages, mut slowest, mut open_files) = (0, Duration::ZERO, 0);
    while begun.elapsed() < options.stay || pages == 0 {
        slowest = slowest.max(read_page(server.address).await?);
        pages += 1;
        open_files = open_files.max(server.open_files()?);
        sleep(PAUSE).await;
    }
    leave.send(true)?;
    while clients.join_next().await.is_some() {}
    let left_files = expect_few_files(&server, before).await?;
    Ok(Report { pages, slowest, open_files, peak: server.memory()?.peak, left_files })
}

/// Connects, sends the beginning, and waits until it may leave or the server closes the connection.
async fn wait(address: SocketAddr, beginning: &str, mut left: watch::Receiver<bool>) {
    let wait = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(beginning.as_bytes()).await?;
        let mut bytes = [0; 512];
        while stream.read(&mut bytes).await? > 0 {}
        std::io::Result::Ok(())
    };
    // Whatever the server does to it, it may do.
    tokio::select! {
        _ = wait => {}
        _ = left.changed() => {}
    }
}

/// How long a page takes over a connection of its own.
async fn read_page(address: SocketAddr) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let page = async { Client::connect(address, "identity").await?.get("/").await };
    let answer = timeout(PATIENCE, page).await.context("a page is not answered")??;
    ensure!(answer.status == StatusCode::OK, "a page is a {}", answer.status);
    Ok(begun.elapsed())
}

/// Waits until the server has about as many files open as before.
async fn expect_few_files(server: &Server, before: usize) -> anyhow::Result<usize> {
    let begun = Instant::now();
    loop {
        let files = server.open_files()?;
        if files <= before + 8 {
            return Ok(files);
        }
        ensure!(begun.elapsed() < PATIENCE, "{files} files are still open, and {before} were before");
        sleep(PAUSE).await;
    }
}
