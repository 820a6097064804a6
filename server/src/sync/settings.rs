//! What an operator configures of syncs.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use http::HeaderValue;
use jiff::{Span, SpanRelativeTo};

use super::api_root::ApiRoot;
use super::clock::Clock;

/// Where the KEPs live.
const KEPS_GIT: &str = "https://github.com/kubernetes/enhancements";

/// Where GitHub answers.
const GITHUB_API: &str = "https://api.github.com";

/// How often the server syncs: KEPs change some times a day.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

/// No source is asked more often by the clock.
const SHORTEST: Duration = Duration::from_secs(60);

/// Where syncs read from, and how often.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The repository of the KEPs: an address or a path.
    pub keps_git: String,
    /// GitHub.
    pub github: Github,
    /// How often the server syncs; `None` where it does not.
    pub every: Option<Duration>,
}

/// Where GitHub answers, and as whom it is asked: never with a token that would travel unencrypted
/// to another machine.
#[derive(Clone, Debug)]
pub struct Github {
    root: ApiRoot,
    token: Option<Token>,
    clock: Clock,
}

impl Github {
    /// GitHub at `root`. Without a token it answers sixty questions an hour.
    ///
    /// # Errors
    /// Where the token would travel unencrypted to another machine.
    pub fn new(root: ApiRoot, token: Option<Token>) -> anyhow::Result<Self> {
        ensure!(
            token.is_none() || root.may_receive_token(),
            "GITHUB_TOKEN would travel unencrypted to {root}: KEPLINE_GITHUB_API must begin with https:// \
             (or set no token)"
        );
        Ok(Self { root, token, clock: Clock::Wall })
    }

    /// The same, by a clock that a test sets.
    #[cfg(test)]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The root of its API.
    pub fn root(&self) -> &ApiRoot {
        &self.root
    }

    /// As whom it is asked.
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// What tells the time of requests.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// A secret: it is sent and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(HeaderValue);

impl Token {
    /// The header of a request that it is sent in, marked as a secret.
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl FromStr for Token {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let text = text.trim();
        ensure!(!text.is_empty(), "a token is not empty");
        let mut header = HeaderValue::from_str(&format!("Bearer {text}"))
            .context("it holds characters that no token has")?;
        header.set_sensitive(true);
        Ok(Self(header))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Settings {
    /// What the environment says, `variable` being one of its variables; empty ones say nothing.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let of = |name| variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let root = of("KEPLINE_GITHUB_API").unwrap_or_else(|| GITHUB_API.to_owned());
        let root: ApiRoot = root.parse().context("KEPLINE_GITHUB_API cannot be used")?;
        let token = of("GITHUB_TOKEN").map(|text| text.parse::<Token>()).transpose();
        let token = token.context("GITHUB_TOKEN cannot be used")?;
        let every = match of("KEPLINE_SYNC_EVERY") {
            Some(text) => {
                every(&text).with_context(|| format!("KEPLINE_SYNC_EVERY `{text}` cannot be read"))?
            }
            None => Some(EVERY),
        };
        Ok(Self {
            keps_git: of("KEPLINE_KEPS_GIT").unwrap_or_else(|| KEPS_GIT.to_owned()),
            github: Github::new(root, token)?,
            every,
        })
    }
}

/// Reads `6h`, `30m` or `1d`; `None` for `0` and `off`.
fn every(text: &str) -> anyhow::Result<Option<Duration>> {
    if matches!(text, "0" | "off") {
        return Ok(None);
    }
    let span: Span = text.parse().context("it looks like 6h, 30m or 1d; 0 turns it off")?;
    let every: Duration = span.to_duration(SpanRelativeTo::days_are_24_hours())?.try_into()?;
    match every {
        Duration::ZERO => Ok(None),
        every if every < SHORTEST => bail!("it is a minute or longer"),
        every => Ok(Some(every)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, String> {
        let of = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
        };
        Settings::read(of).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn without_an_environment_the_public_places_are_asked() {
        for variables in
            [&[][..], &[("KEPLINE_KEPS_GIT", ""), ("GITHUB_TOKEN", " "), ("KEPLINE_SYNC_EVERY", "")]]
        {
            let settings = read(variables).unwrap();
            assert_eq!(settings.keps_git, KEPS_GIT);
            assert_eq!(settings.github.root().to_string(), GITHUB_API);
            assert_eq!(settings.github.token(), None);
            assert_eq!(settings.every, Some(EVERY));
        }
    }

    #[test]
    fn a_token_that_would_travel_unencrypted_is_refused() {
        #[track_caller]
        fn check(root: &str, token: &str, expected: Result<(), &str>) {
            match (read(&[("KEPLINE_GITHUB_API", root), ("GITHUB_TOKEN", token)]), expected) {
                (Ok(settings), Ok(())) => assert_eq!(settings.github.token().is_some(), !token.is_empty()),
                (Err(error), Err(part)) => {
                    assert!(error.contains(part) && !error.contains("ghp_"), "{error}")
                }
                (read, _) => panic!("{root}: {read:?}"),
            }
        }
        check("https://github.example/api/v3/", "ghp_x", Ok(()));
        check("http://127.1.2.3:4000", "ghp_x", Ok(()));
        check("http://localhost.", "ghp_x", Ok(()));
        check("http://github.example", "", Ok(()));
        check("http://github.example", "ghp_x", Err("unencrypted to http://github.example"));
        check("github.example", "", Err("KEPLINE_GITHUB_API cannot be used"));
        check("https://api.github.com", "ghp_\u{7}", Err("GITHUB_TOKEN cannot be used"));
    }

    #[test]
    fn an_interval_is_a_span_or_off() {
        let check = |text, expected: Option<u64>| {
            let every = read(&[("KEPLINE_SYNC_EVERY", text)]).unwrap().every;
            assert_eq!(every, expected.map(Duration::from_secs), "{text}");
        };
        check("6h", Some(21_600));
        check("30m", Some(1_800));
        check("1h 30m", Some(5_400));
        check("1d", Some(86_400));
        check("PT2H", Some(7_200));
        check("0", None);
        check("0s", None);
        check("off", None);
        for wrong in ["6", "often", "10s", "-6h", "1 month"] {
            let error = read(&[("KEPLINE_SYNC_EVERY", wrong)]).unwrap_err();
            assert!(error.contains("KEPLINE_SYNC_EVERY"), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_token_is_never_shown() {
        let settings = read(&[("GITHUB_TOKEN", " ghp_secret\n")]).unwrap();
        let header = settings.github.token().unwrap().header();
        assert_eq!(header, "Bearer ghp_secret");
        assert!(!format!("{header:?}").contains("ghp"));
        assert!(!format!("{settings:?}").contains("ghp"));
    }
}
