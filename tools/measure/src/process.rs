//! A server that is measured, and commands that run to their end: their time and their memory, as the kernel counts them.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use wait4::Wait4;

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many ticks of `/proc/PID/stat` a second has: Linux fixes it for all programs.
const TICKS_A_SECOND: f64 = 100.0;

const MEGABYTE: f64 = 1024.0 * 1024.0;

/// A running server; it is killed when this is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts a server and waits until it listens at `address`.
    ///
    /// # Errors
    /// Where it ends before, or takes too long.
    pub fn start(command: &mut Command, address: SocketAddr) -> anyhow::Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        let mut server = Self { child: child.with_context(|| format!("cannot start {program}"))?, address };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = server.child.try_wait()? {
                bail!("{program} ended with {status} before it listened");
            }
            if begun.elapsed() > PATIENCE {
                bail!("{program} does not listen at {address}");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(server)
    }

    /// The processor time so far of the server and of the children that it has waited for.
    ///
    /// # Errors
    /// Where the kernel does not say.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        let mut seconds = ticks(self.child.id())?;
        // nginx answers in a process of its own.
        for child in children(self.child.id()) {
            seconds += ticks(child)?;
        }
        Ok(Duration::from_secs_f64(seconds))
    }

    /// The memory that it has in use, and the most it had so far.
    ///
    /// # Errors
    /// Where the kernel does not say.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        memory(self.child.id())
    }

    /// How many files it has open, connections among them.
    ///
    /// # Errors
    /// Where the kernel does not say.
    pub fn open_files(&self) -> anyhow::Result<usize> {
        Ok(std::fs::read_dir(format!("/proc/{}/fd", self.child.id()))?.count())
    }

    /// Kills it at once, as `kill -9` does; one that has ended already stays as it is.
    ///
    /// # Errors
    /// Where it cannot be killed.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill().context("cannot kill the server")?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop (`SIGTERM`), and waits for its end.
    ///
    /// # Errors
    /// Where it has not ended by itself in so much time.
    pub fn stop(&mut self, within: Duration) -> anyhow::Result<ExitStatus> {
        let begun = Instant::now();
        let signal = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        ensure!(signal.success(), "cannot stop the server");
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            ensure!(begun.elapsed() < within, "the server does not stop");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for child in children(self.child.id()) {
            let _ = Command::new("kill").arg(child.to_string()).status();
        }
        let _ = self.kill();
    }
}

/// Memory of a process in megabytes.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// What it has in use.
    pub resident: f64,
    /// The most that it had in use.
    pub peak: f64,
}

fn memory(process: u32) -> anyhow::Result<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let kilobytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.split_whitespace().nth(1));
        value.and_then(|value| value.parse::<f64>().ok()).unwrap_or_default()
    };
    Ok(Memory { resident: kilobytes("VmRSS:") / 1024.0, peak: kilobytes("VmHWM:") / 1024.0 })
}

/// Seconds of a process, user and system, with those of children that it waited for.
fn ticks(process: u32) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name of the program, in parentheses, may contain spaces.
    let fields = stat.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    let times: f64 =
        fields.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(times / TICKS_A_SECOND)
}

fn children(process: u32) -> Vec<u32> {
    let list =
        std::fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    list.split_whitespace().filter_map(|child| child.parse().ok()).collect()
}

/// An address on loopback that nobody listens at.
///
/// # Errors
/// Where there is none.
pub fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// The figures of a command that ran to its end.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// From its start to its end.
    pub wall: Duration,
    /// User and system, with the processes that it waited for.
    pub cpu: Duration,
    /// The most memory that it had in use, in megabytes.
    pub peak: f64,
}

/// What a command may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// From its start to its end.
    pub wall: Duration,
    /// Memory in megabytes.
    pub peak: f64,
}

/// Runs a command to its end and measures it.
///
/// # Errors
/// Where it fails.
pub fn measure(command: &mut Command) -> anyhow::Result<Cost> {
    let program = command.get_program().to_string_lossy().into_owned();
    let bounds = Bounds { wall: Duration::MAX, peak: f64::INFINITY };
    let (status, cost) = measure_within(command.stdin(Stdio::null()).stdout(Stdio::null()), bounds)?;
    ensure!(status.success(), "{program} ended with {status}");
    Ok(cost)
}

/// Runs a command to its end, however that is, and measures it; kills it where it goes beyond its bounds.
///
/// What it prints must lead to where nobody has to read meanwhile.
///
/// # Errors
/// Where it goes beyond its bounds.
pub fn measure_within(command: &mut Command, bounds: Bounds) -> anyhow::Result<(ExitStatus, Cost)> {
    // Linux counts what this process had for the children that it starts.
    let floor = memory(std::process::id())?.peak;
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = 0.0_f64;
    let ended = loop {
        if let Some(ended) = child.try_wait4()? {
            break ended;
        }
        peak = peak.max(memory(child.id()).map_or(0.0, |memory| memory.peak));
        if begun.elapsed() > bounds.wall || peak > bounds.peak {
            child.kill()?;
            child.wait()?;
            bail!("killed after {:.1} s with {peak:.0} MB", begun.elapsed().as_secs_f64());
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let at_end = ended.rusage.maxrss as f64 / MEGABYTE;
    if at_end > floor {
        peak = at_end;
    }
    let cost = Cost { wall: begun.elapsed(), cpu: ended.rusage.utime + ended.rusage.stime, peak };
    ensure!(cost.peak <= bounds.peak, "it took {:.0} MB", cost.peak);
    Ok((ended.status, cost))
}
