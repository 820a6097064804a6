//! What an operator configures of syncs.

use std::fmt;
use std::time::Duration;

use anyhow::{Context, bail};
use jiff::{Span, SpanRelativeTo};

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

/// Where GitHub answers, and as whom it is asked.
#[derive(Clone, Debug)]
pub struct Github {
    /// The root of its API without a slash at the end, as in `https://api.github.com`.
    pub api: String,
    /// Without one, GitHub answers sixty questions an hour.
    pub token: Option<Token>,
}

/// A secret: it is sent and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token that an operator configured; `None` for one of white space alone.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The secret itself, for the header of a request and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
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
        let api = of("KEPLINE_GITHUB_API").unwrap_or_else(|| GITHUB_API.to_owned());
        let every = match of("KEPLINE_SYNC_EVERY") {
            Some(text) => {
                every(&text).with_context(|| format!("KEPLINE_SYNC_EVERY `{text}` cannot be read"))?
            }
            None => Some(EVERY),
        };
        Ok(Self {
            keps_git: of("KEPLINE_KEPS_GIT").unwrap_or_else(|| KEPS_GIT.to_owned()),
            github: Github {
                api: api.trim_end_matches('/').to_owned(),
                token: of("GITHUB_TOKEN").and_then(|text| Token::new(&text)),
            },
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
            assert_eq!((settings.github.api.as_str(), settings.github.token), (GITHUB_API, None));
            assert_eq!(settings.every, Some(EVERY));
        }
    }

    #[test]
    fn an_api_root_has_no_slash_at_its_end() {
        let settings = read(&[("KEPLINE_GITHUB_API", "http://127.0.0.1:9/api/v3/")]).unwrap();
        assert_eq!(settings.github.api, "http://127.0.0.1:9/api/v3");
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
        assert_eq!(settings.github.token.as_ref().map(Token::expose), Some("ghp_secret"));
        assert!(!format!("{settings:?}").contains("ghp"));
    }
}
