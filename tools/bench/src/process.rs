//! A server that is measured: its processor time and its memory, as the kernel counts them.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many ticks of `/proc/PID/stat` a second has: Linux fixes it for all programs.
const TICKS_A_SECOND: f64 = 100.0;

/// A running server; it is stopped when this is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts a server and waits until it listens at `address`.
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
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        let mut seconds = ticks(self.child.id())?;
        // nginx answers in a process of its own.
        for child in children(self.child.id()) {
            seconds += ticks(child)?;
        }
        Ok(Duration::from_secs_f64(seconds))
    }

    /// The memory that it has in use, and the most it had so far, in megabytes.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kilobytes = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name));
            let value = line.and_then(|line| line.split_whitespace().nth(1));
            value.and_then(|value| value.parse::<f64>().ok()).unwrap_or_default()
        };
        Ok(Memory { resident: kilobytes("VmRSS:") / 1024.0, peak: kilobytes("VmHWM:") / 1024.0 })
    }
}

/// Memory of a process in megabytes.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    pub resident: f64,
    pub peak: f64,
}

impl Drop for Server {
    fn drop(&mut self) {
        for child in children(self.child.id()) {
            let _ = Command::new("kill").arg(child.to_string()).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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
pub fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// The figures of a command that ran to its end.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub wall: Duration,
    /// User and system.
    pub cpu: Duration,
    /// Megabytes.
    pub peak: f64,
}

/// Runs a command to its end and measures it.
pub fn measure(command: &mut Command) -> anyhow::Result<Cost> {
    let program = command.get_program().to_string_lossy().into_owned();
    let before = own_children()?;
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak.max(peak_megabytes(Path::new(&status_file)));
        std::thread::sleep(Duration::from_millis(5));
    };
    let wall = begun.elapsed();
    if !status.success() {
        bail!("{program} ended with {status}");
    }
    let cpu = Duration::from_secs_f64((own_children()? - before).max(0.0));
    Ok(Cost { wall, cpu, peak })
}

fn peak_megabytes(status: &Path) -> f64 {
    let status = std::fs::read_to_string(status).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let value = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    value.unwrap_or_default() / 1024.0
}

/// Seconds of all children that this process has waited for.
fn own_children() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    let times: f64 =
        fields.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(times / TICKS_A_SECOND)
}
