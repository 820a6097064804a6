//! What one connection does: it reads one address after the other, or tags one note after the other.

use std::net::SocketAddr;
use std::time::Instant;

use anyhow::{Context, ensure};
use http::{StatusCode, header};
use measure::client::{Answer, BROWSER, Client};

use super::addresses::{Addresses, Kind};
use super::figures::Figures;
use crate::server;
use crate::tagging::{self, Decision, Tagging};

/// Reads addresses by chance until then.
///
/// # Errors
/// Where an answer is not as it should be.
pub async fn read(
    address: SocketAddr,
    addresses: &Addresses,
    seed: u64,
    until: Instant,
) -> anyhow::Result<Figures> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut figures = Figures::default();
    let encoding = if random.bool() { BROWSER } else { "identity" };
    let mut client = Client::connect(address, encoding).await?;
    while Instant::now() < until {
        let (kind, path) = addresses.choose(&mut random);
        let answer = read_one(&mut client, path).await.with_context(|| path.to_owned())?;
        ensure!(is_expected(kind, answer.status), "{path}: {} {}", answer.status, text(&answer));
        figures.record(kind.name, answer.status, answer.took);
    }
    Ok(figures)
}

/// The answer at an address, or where it leads to.
async fn read_one(client: &mut Client, path: &str) -> anyhow::Result<Answer> {
    let answer = client.get(path).await?;
    let Some(location) = answer.headers.get(header::LOCATION) else { return Ok(answer) };
    // A card that is drawn has a name of its own.
    let mut picture = client.get(location.to_str()?).await?;
    picture.took += answer.took;
    Ok(picture)
}

fn is_expected(kind: &Kind, status: StatusCode) -> bool {
    match kind.is_refused {
        true => matches!(status, StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND),
        false => status == StatusCode::OK || is_turned_away(status),
    }
}

/// Whether there was no room for a request.
fn is_turned_away(status: StatusCode) -> bool {
    matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS)
}

/// Sets the tags of these numbers, one after the other, until then.
///
/// # Errors
/// Where one is neither set nor turned away.
pub async fn tag(
    address: SocketAddr,
    cookie: &str,
    tagging: &Tagging,
    numbers: impl Iterator<Item = usize>,
    until: Instant,
) -> anyhow::Result<(Figures, Vec<Decision>)> {
    let (mut figures, mut decided) = (Figures::default(), Vec::new());
    let client = Client::connect(address, BROWSER).await?;
    let mut client =
        client.with_header(header::COOKIE, cookie).with_header(header::ORIGIN, &format!("http://{address}"));
    for number in numbers {
        if Instant::now() >= until {
            break;
        }
        let mut decision = tagging.decision(number);
        let answer = client.post(tagging::PATH, server::form(&decision.form())).await?;
        decision.is_acknowledged = answer.status.is_success() || answer.status.is_redirection();
        ensure!(
            decision.is_acknowledged || is_turned_away(answer.status),
            "a tag: {} {}",
            answer.status,
            text(&answer)
        );
        figures.record("tag", answer.status, answer.took);
        decided.push(decision);
    }
    Ok((figures, decided))
}

/// The beginning of a body.
fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).chars().take(500).collect()
}
