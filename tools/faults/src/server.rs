//! A server, and curators who sign in to it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;

use anyhow::{Context, ensure};
use form_urlencoded::Serializer;
use measure::process::{Server, free_address};

use crate::program::Program;

/// The password of all curators, until they get another one.
pub const PASSWORD: &str = "of no use elsewhere";

/// Starts a server and waits until it listens.
pub fn start(program: &Program) -> anyhow::Result<Server> {
    start_with(program, &[], Stdio::null())
}

/// The same with variables of the environment, and a place for its log.
pub fn start_with(program: &Program, variables: &[(&str, &str)], log: Stdio) -> anyhow::Result<Server> {
    let address = free_address()?;
    let mut command = program.command(&["serve", "--listen", &address.to_string()]);
    Server::start(command.envs(variables.iter().copied()).stderr(log), address)
}

/// Adds a curator and signs them in; gives their cookie, which is good for later servers too.
pub fn add_curator(program: &Program, name: &str) -> anyhow::Result<String> {
    set_password(program, "add", name, PASSWORD)?;
    sign_in(program, name, PASSWORD)
}

/// Adds a curator with a password (`add`), or gives them another one (`password`), which ends their sessions.
pub fn set_password(program: &Program, command: &str, name: &str, password: &str) -> anyhow::Result<()> {
    let mut setting = program.command(&["curator", command, name]).stdin(Stdio::piped()).spawn()?;
    let mut input = setting.stdin.take().context("no standard input")?;
    writeln!(input, "{password}")?;
    drop(input);
    ensure!(setting.wait()?.success(), "the password of {name} cannot be set");
    Ok(())
}

/// Signs a curator in; gives their cookie, which is good for later servers too.
pub fn sign_in(program: &Program, name: &str, password: &str) -> anyhow::Result<String> {
    let server = start(program)?;
    let answer = post(server.address, "", "/sign-in", &[("name", name), ("password", password)])?;
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.and_then(|cookie| cookie.split(';').next());
    Ok(cookie.with_context(|| format!("the curator cannot sign in: {answer}"))?.to_owned())
}

/// The body of a form.
pub fn form(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Whether an answer acknowledges what was sent.
pub fn is_acknowledgement(answer: &str) -> bool {
    answer.starts_with("HTTP/1.1 2") || answer.starts_with("HTTP/1.1 3")
}

/// The whole answer to a form; an error where it is cut off.
pub fn post(address: SocketAddr, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> anyhow::Result<String> {
    let form = form(pairs);
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
