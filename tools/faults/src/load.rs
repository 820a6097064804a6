//! Reads and tags over many connections, round by round, with imports and syncs meanwhile.

mod addresses;
mod connection;
mod figures;

use std::fmt;
use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use corpus::Journal;
use measure::client::{BROWSER, Client, CutOff};
use measure::process::{Memory, Server};
use tokio::task::JoinSet;

use self::addresses::Addresses;
pub use self::figures::Figures;
use crate::database::{self, expect_sound};
use crate::keps::Repository;
use crate::notes;
use crate::program::Program;
use crate::server;
use crate::tagging::{Decision, Tagging};

/// Of how many connections one tags.
const READERS_A_TAGGER: usize = 16;

/// The curators who tag.
const CURATORS: [&str; 2] = ["alice", "bob"];

/// The entries that are read.
const ENTRIES: u32 = 400;

/// How long the server may take to answer what is under way when it is stopped.
const STOP: Duration = Duration::from_secs(30);

/// How much more memory than in the first rounds is none.
const MARGIN: f64 = 1.1;

/// How much is read and tagged.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program `kepline`.
    pub kepline: PathBuf,
    /// How many connections are open at once.
    pub connections: usize,
    /// How long a round lasts.
    pub round: Duration,
    /// How many rounds there are.
    pub rounds: u32,
    /// From which all addresses follow.
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Of all rounds.
    pub figures: Figures,
    /// How long all rounds took.
    pub took: Duration,
    /// Tags that the server had acknowledged, all of which are there.
    pub tags: u32,
    /// Imports, and syncs, that ended with success meanwhile.
    pub changes: u32,
    /// Answers that came whole after the server had been asked to stop.
    pub last_answers: u32,
    /// The memory that the server had in use after each round, in megabytes.
    pub resident: Vec<f64>,
}

impl Report {
    /// Whether memory stays as it is; `None` for fewer rounds than can say it.
    ///
    /// In the first round caches fill. Of the others, the second half has at no time a tenth more than the first.
    pub fn is_flat(&self) -> Option<bool> {
        let rounds = self.resident.get(1..).filter(|rounds| rounds.len() >= 4)?;
        let (first, second) = rounds.split_at(rounds.len() / 2);
        let most = |rounds: &[f64]| rounds.iter().copied().fold(0.0, f64::max);
        Some(most(second) <= most(first) * MARGIN)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figures, took, tags, changes, last_answers, resident } = self;
        let rate = f64::from(figures.requests()) / took.as_secs_f64();
        let resident: Vec<String> = resident.iter().map(|megabytes| format!("{megabytes:.0}")).collect();
        let flat = match self.is_flat() {
            Some(true) => "flat",
            Some(false) => "NOT flat",
            None => "too few rounds to say whether it is flat",
        };
        writeln!(f, "{figures}\n{rate:.0} requests/s; turned away: {}", figures.turned_away())?;
        writeln!(f, "{tags} tags acknowledged, 0 lost; {changes} imports and as many syncs meanwhile")?;
        writeln!(f, "{last_answers} answers came whole after the signal to stop")?;
        write!(f, "memory after each round: {} MB ({flat})", resident.join(", "))
    }
}

/// Reads and tags for some rounds, then stops the server.
///
/// # Errors
/// Where an answer is not as it should be, an import or a sync fails, something that was acknowledged is lost, or the
/// server does not end well.
pub async fn run(options: &Options) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir().context("cannot create a folder")?;
    let mut load = Load::begin(Program::new(&options.kepline, folder.path())?).await?;
    let mut report = Report::default();
    for round in 0..options.rounds {
        load.round(options, round, &mut report).await.with_context(|| format!("in round {round}"))?;
        report.resident.push(load.memory().await?.resident);
    }
    report.last_answers = load.stop(options.connections).await?;
    load.expect_all().await?;
    Ok(report)
}

/// A server that is read and tagged.
struct Load {
    program: Arc<Program>,
    server: Server,
    addresses: Arc<Addresses>,
    cookies: Vec<String>,
    /// Emptied while tags are set.
    tagging: Arc<Tagging>,
    /// How many tags were begun by each connection that tags, at most.
    begun: usize,
    repository: Arc<Repository>,
    /// The number of the last import.
    import: u32,
}

impl Load {
    async fn begin(program: Program) -> anyhow::Result<Self> {
        let mut journal = File::create(program.folder.join(notes::CORPUS))?;
        Journal { seed: 1, entries: ENTRIES, author: 1 }.write(&mut journal)?;
        notes::write_tagged(&program.folder)?;
        notes::write_changing(&program.folder, 0)?;
        let repository = Repository::create(&program.folder.join("keps"))?;
        repository.commit(0)?;
        for file in [notes::CORPUS, notes::TAGGED, notes::CHANGING] {
            program.run(&["import", file])?;
        }
        program.run(&["sync", "keps", "--from", &repository.path()])?;
        let cookies =
            CURATORS.iter().map(|name| server::add_curator(&program, name)).collect::<Result<_, _>>()?;
        let log = File::create(program.folder.join("log"))?;
        let server = server::start_with(&program, &[], Stdio::from(log))?;
        let entries = database::entries(&program.database, notes::CORPUS_SLUG).await?;
        let mut client = Client::connect(server.address, "identity").await?;
        let addresses = Addresses::collect(&mut client, &entries).await?;
        let tagging = Tagging::new(database::tagged_notes(&program.database).await?);
        Ok(Self {
            program: Arc::new(program),
            server,
            addresses: Arc::new(addresses),
            cookies,
            tagging: Arc::new(tagging),
            begun: 0,
            repository: Arc::new(repository),
            import: 0,
        })
    }

    async fn round(&mut self, options: &Options, round: u32, report: &mut Report) -> anyhow::Result<()> {
        let begun = Instant::now();
        let until = begun + options.round;
        let taggers = options.connections.div_ceil(READERS_A_TAGGER);
        let (mut reading, mut tagging) = (JoinSet::new(), JoinSet::new());
        for connection in taggers..options.connections {
            let (address, addresses) = (self.server.address, Arc::clone(&self.addresses));
            let seed = options.seed ^ (u64::from(round) << 32) ^ connection as u64;
            reading.spawn(async move { connection::read(address, &addresses, seed, until).await });
        }
        for connection in 0..taggers {
            let (address, this) = (self.server.address, Arc::clone(&self.tagging));
            let cookie = self.cookies[connection % self.cookies.len()].clone();
            let numbers = (self.begun * taggers + connection..).step_by(taggers);
            tagging.spawn(async move { connection::tag(address, &cookie, &this, numbers, until).await });
        }
        let (program, repository, first) =
            (Arc::clone(&self.program), Arc::clone(&self.repository), self.import);
        let changing = tokio::task::spawn_blocking(move || change(&program, &repository, first, until));
        while let Some(figures) = reading.join_next().await {
            report.figures.add(figures??);
        }
        let mut decided: Vec<Vec<Decision>> = Vec::new();
        while let Some(tagged) = tagging.join_next().await {
            let (figures, decisions) = tagged??;
            report.figures.add(figures);
            decided.push(decisions);
        }
        report.took += begun.elapsed();
        self.begun += decided.iter().map(Vec::len).max().unwrap_or_default();
        let tagging = Arc::get_mut(&mut self.tagging).context("tags are still being set")?;
        report.tags += tagging.record(decided.into_iter().flatten());
        self.import = changing.await??;
        report.changes = self.import;
        Ok(())
    }

    /// The memory of the server once what it does in the background has settled.
    async fn memory(&self) -> anyhow::Result<Memory> {
        tokio::time::sleep(Duration::from_secs(1)).await;
        self.server.memory()
    }

    /// Stops the server while it answers; gives how many of these answers came, all of them whole.
    async fn stop(&mut self, connections: usize) -> anyhow::Result<u32> {
        let mut clients = Vec::new();
        for _ in 0..connections {
            clients.push(Client::connect(self.server.address, BROWSER).await?);
        }
        let mut answers = JoinSet::new();
        for (n, mut client) in clients.into_iter().enumerate() {
            answers.spawn(async move { client.get(&format!("/?q=word{n}")).await });
        }
        // Once the first has come, others are in the making.
        answers.join_next().await.context("there are no connections")???;
        let status = tokio::task::block_in_place(|| self.server.stop(STOP))?;
        ensure!(status.success(), "the server ended with {status}");
        let mut whole = 0;
        while let Some(answer) = answers.join_next().await {
            match answer? {
                Ok(answer) if answer.status.is_success() => whole += 1,
                Ok(answer) => anyhow::bail!("the last answers: {}", answer.status),
                Err(error) if error.is::<CutOff>() => return Err(error),
                // It came too late to be read.
                Err(_) => {}
            }
        }
        Ok(whole)
    }

    /// That the database is sound, and has all that was acknowledged, and that the server logged no error.
    async fn expect_all(&mut self) -> anyhow::Result<()> {
        self.program.run(&["check"])?;
        let content = expect_sound(&self.program.database).await?;
        let import = content.import()?;
        ensure!(import == self.import, "import {import} is there, {} was acknowledged", self.import);
        Arc::get_mut(&mut self.tagging).context("tags are still being set")?.expect(&content)?;
        let log = std::fs::read_to_string(self.program.folder.join("log"))?;
        let error = log.lines().find(|line| line.contains("ERROR") || line.contains("locked"));
        ensure!(error.is_none(), "the log has {error:?}");
        Ok(())
    }
}

/// Imports and syncs until then, at least once; gives the number of the last import.
fn change(program: &Program, repository: &Repository, first: u32, until: Instant) -> anyhow::Result<u32> {
    for number in first + 1.. {
        notes::write_changing(&program.folder, number)?;
        program.run(&["import", notes::CHANGING])?;
        repository.commit(number)?;
        program.run(&["sync", "keps", "--from", &repository.path()])?;
        if Instant::now() >= until {
            return Ok(number);
        }
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_flat_where_it_grows_no_more() {
        let is_flat =
            |resident: &[f64]| Report { resident: resident.to_vec(), ..Report::default() }.is_flat();
        assert_eq!(is_flat(&[40.0, 90.0, 94.0, 94.0]), None);
        assert_eq!(is_flat(&[40.0, 90.0, 94.0, 93.0, 95.0]), Some(true), "the first round does not count");
        let leak: Vec<f64> = (0..10).map(|round| 90.0 + 4.0 * f64::from(round)).collect();
        assert_eq!(is_flat(&leak), Some(false), "four megabytes a round");
    }
}
