//! Kills the program at random moments while it imports, syncs and is tagged, and looks for all that it had acknowledged.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use measure::process::Server;

use crate::database::{self, expect_sound};
use crate::keps::Repository;
use crate::program::{Ending, Program};
use crate::tagging::{self, Decision, Tagging};
use crate::{notes, server};

/// How many connections tag at once.
const CONNECTIONS: usize = 3;

/// What to kill, and how often.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program `kepline`.
    pub kepline: PathBuf,
    /// How often it is killed.
    pub kills: u32,
    /// From which all moments follow, as far as the machine lets them.
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Runs that were to be killed.
    pub kills: u32,
    /// Those that had not ended by themselves before.
    pub while_running: u32,
    /// Tags that the server had answered with success.
    pub tags: u32,
    /// Imports and syncs that had ended with success.
    pub commands: u32,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, while_running, tags, commands } = self;
        write!(
            f,
            "{kills} kills, {while_running} of them while it ran; {tags} tags and {commands} imports and syncs acknowledged"
        )
    }
}

/// Kills the program so often, each time during something else.
///
/// # Errors
/// Where something that was acknowledged is lost, where an import is there by half, or where the database is damaged; and
/// where the program fails without having been killed.
pub async fn run(options: &Options) -> anyhow::Result<Tally> {
    let folder = tempfile::tempdir().context("cannot create a folder")?;
    let program = Program::new(&options.kepline, folder.path())?;
    let mut random = fastrand::Rng::with_seed(options.seed);
    let mut faults = Faults::begin(program).await?;
    for kill in 0..options.kills {
        let what = ["an import", "a sync", "tags"][random.usize(..3)];
        let round = async {
            match what {
                "an import" => faults.kill_import(&mut random)?,
                "a sync" => faults.kill_sync(&mut random)?,
                _ => faults.kill_server(&mut random)?,
            }
            faults.expect_all().await
        };
        round.await.with_context(|| format!("after kill {kill} (seed {}), during {what}", options.seed))?;
    }
    faults.finish().await
}

/// A database that is written to, with what was acknowledged.
struct Faults {
    program: Program,
    repository: Repository,
    tagging: Tagging,
    /// The cookie of the curator who tags.
    cookie: String,
    /// How many tags were begun.
    begun: usize,
    /// The number of the last import that was acknowledged, and of the last that was begun.
    imports: (u32, u32),
    /// How long an import and a sync take where nobody kills them.
    durations: (Duration, Duration),
    tally: Tally,
}

impl Faults {
    async fn begin(program: Program) -> anyhow::Result<Self> {
        let repository = Repository::create(&program.folder.join("keps"))?;
        notes::write_tagged(&program.folder)?;
        notes::write_changing(&program.folder, 0)?;
        program.run(&["import", notes::TAGGED])?;
        let begun = Instant::now();
        program.run(&["import", notes::CHANGING])?;
        let import = begun.elapsed();
        repository.commit(0)?;
        let begun = Instant::now();
        program.run(&["sync", "keps", "--from", &repository.path()])?;
        let durations = (import, begun.elapsed());
        let notes = database::tagged_notes(&program.database).await?;
        let (tagging, cookie) = (Tagging::new(notes), server::add_curator(&program, "alice")?);
        let (imports, tally) = ((0, 0), Tally::default());
        Ok(Self { program, repository, tagging, cookie, begun: 0, imports, durations, tally })
    }

    fn kill_import(&mut self, random: &mut fastrand::Rng) -> anyhow::Result<()> {
        self.imports.1 += 1;
        notes::write_changing(&self.program.folder, self.imports.1)?;
        let ending = self.program.run_for(&["import", notes::CHANGING], moment(random, self.durations.0))?;
        if self.count(ending) {
            self.imports.0 = self.imports.1;
        }
        Ok(())
    }

    fn kill_sync(&mut self, random: &mut fastrand::Rng) -> anyhow::Result<()> {
        self.repository.commit(random.u32(1..))?;
        let arguments = ["sync", "keps", "--from", &self.repository.path()];
        let ending = self.program.run_for(&arguments, moment(random, self.durations.1))?;
        self.count(ending);
        Ok(())
    }

    fn kill_server(&mut self, random: &mut fastrand::Rng) -> anyhow::Result<()> {
        let server = server::start(&self.program)?;
        let pause = Duration::from_millis(random.u64(0..400));
        let decided = self.tag_until_killed(server, pause)?;
        self.begun += CONNECTIONS * decided.iter().map(Vec::len).max().unwrap_or_default();
        self.tally.tags += self.tagging.record(decided.into_iter().flatten());
        self.tally.kills += 1;
        self.tally.while_running += 1;
        Ok(())
    }

    /// Tags over several connections until the server is killed, so long after it listens.
    fn tag_until_killed(&self, mut server: Server, pause: Duration) -> anyhow::Result<Vec<Vec<Decision>>> {
        let address = server.address;
        thread::scope(|scope| {
            let connections: Vec<_> = (0..CONNECTIONS)
                .map(|connection| scope.spawn(move || self.tag(address, self.begun + connection)))
                .collect();
            thread::sleep(pause);
            let killed = server.kill();
            let mut decided = Vec::new();
            for connection in connections {
                decided.push(connection.join().ok().context("a connection panicked")??);
            }
            killed.map(|()| decided)
        })
    }

    /// Tags one subject after the other, from that of a number on, until the server is gone.
    fn tag(&self, address: SocketAddr, first: usize) -> anyhow::Result<Vec<Decision>> {
        let mut decided = Vec::new();
        for number in (first..).step_by(CONNECTIONS) {
            let mut decision = self.tagging.decision(number);
            decision.is_acknowledged =
                match server::post(address, &self.cookie, tagging::PATH, &decision.form()) {
                    Ok(answer) if server::is_acknowledgement(&answer) => true,
                    Ok(answer) => bail!("a tag was refused: {answer}"),
                    Err(_) => false,
                };
            let is_gone = !decision.is_acknowledged;
            decided.push(decision);
            if is_gone {
                break;
            }
        }
        Ok(decided)
    }

    /// Whether a command was acknowledged.
    fn count(&mut self, ending: Ending) -> bool {
        self.tally.kills += 1;
        match ending {
            Ending::Killed => self.tally.while_running += 1,
            Ending::Success => self.tally.commands += 1,
        }
        ending == Ending::Success
    }

    /// That the database is sound, and has all that was acknowledged, whole.
    async fn expect_all(&mut self) -> anyhow::Result<()> {
        self.program.run(&["check"])?;
        let content = expect_sound(&self.program.database).await?;
        let (acknowledged, begun) = self.imports;
        let import = content.import()?;
        anyhow::ensure!(
            import == acknowledged || import == begun,
            "import {import} is there, {acknowledged} was acknowledged and {begun} begun"
        );
        // Whichever it is, it stays.
        self.imports.0 = import;
        self.tagging.expect(&content)
    }

    /// That all goes on as if nothing had been.
    async fn finish(mut self) -> anyhow::Result<Tally> {
        self.program.run(&["import", notes::CHANGING])?;
        self.imports.0 = self.imports.1;
        self.program.run(&["sync", "keps", "--from", &self.repository.path()])?;
        self.expect_all().await?;
        Ok(self.tally)
    }
}

/// A moment while something runs that takes so long, or a little after.
fn moment(random: &mut fastrand::Rng, duration: Duration) -> Duration {
    duration.mul_f64(random.f64() * 1.1)
}
