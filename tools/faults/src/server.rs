//! A server, and a curator who is signed in.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use form_urlencoded::Serializer;

use crate::program::{Program, kill};

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

const PASSWORD: &str = "of no use elsewhere";

/// A running server, killed when it is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts a server and waits until it listens.
    pub fn start(program: &Program) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let child = program.command(&["serve", "--listen", &address.to_string()]).spawn()?;
        let mut server = Self { child, address };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended with {status} before it listened");
            }
            ensure!(begun.elapsed() < PATIENCE, "the server does not listen");
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(server)
    }

    pub fn kill(&mut self) -> anyhow::Result<()> {
        kill(&mut self.child)?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// Adds a curator and signs them in; gives their cookie, which is good for later servers too.
pub fn sign_in(program: &Program) -> anyhow::Result<String> {
    let mut adding = program.command(&["curator", "add", "alice"]).stdin(Stdio::piped()).spawn()?;
    let mut input = adding.stdin.take().context("no standard input")?;
    writeln!(input, "{PASSWORD}")?;
    drop(input);
    ensure!(adding.wait()?.success(), "the curator cannot be added");
    let server = Server::start(program)?;
    let answer = post(server.address, "", "/sign-in", &[("name", "alice"), ("password", PASSWORD)])?;
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.and_then(|cookie| cookie.split(';').next());
    Ok(cookie.with_context(|| format!("the curator cannot sign in: {answer}"))?.to_owned())
}

/// The whole answer to a form; an error where it is cut off.
pub fn post(address: SocketAddr, cookie: &str, path: &str, form: &[(&str, &str)]) -> anyhow::Result<String> {
    let form = Serializer::new(String::new()).extend_pairs(form).finish();
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {cookie}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    ensure!(answer.contains("\r\n\r\n"), "the answer was cut off");
    Ok(answer)
}
