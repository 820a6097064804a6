//! The configuration: options of the command line over variables of the environment over defaults.
//!
//! Every variable of Kepline is defined here, once, and commands are given values. Only `sync::git` reads more:
//! git's own variables.

mod public_url;
mod variable;

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};
use app::request::Site;
use jiff::{Span, SpanRelativeTo};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::sources::{AllowedHosts, SourceSettings};
use crate::sync::{ApiRoot, Github, Settings, Token};
use crate::web::TrustedProxies;
use crate::web::metrics::access::Access;
use crate::web::metrics::statements;
use public_url::site;
pub use public_url::site_at;
use variable::{About, Fallback, Variable, text};

/// The database of all commands.
pub const DATABASE_URL: Variable<String> = Variable {
    about: About {
        name: "KEPLINE_DATABASE_URL",
        value: "URL",
        default: Fallback::Value("sqlite://kepline.db"),
        summary: "SQLite database; serve, import, source add, sync and curator add create it",
    },
    parse: |value| Ok(text(value)?.to_owned()),
};

/// Where `serve` and `demo` listen.
pub const LISTEN: Variable<SocketAddr> = Variable {
    about: About {
        name: "KEPLINE_LISTEN",
        value: "ADDRESS:PORT",
        default: Fallback::Value("127.0.0.1:3000"),
        summary: "Address and port to listen on",
    },
    parse: |value| {
        let text = text(value)?;
        text.parse()
            .with_context(|| format!("`{text}` is not an address with a port, such as 127.0.0.1:3000"))
    },
};

/// The address that readers use.
pub const PUBLIC_URL: Variable<String> = Variable {
    about: About {
        name: "KEPLINE_PUBLIC_URL",
        value: "URL",
        default: Fallback::Meaning("the loopback address"),
        summary: "Address of the site in absolute links; required when other machines can reach it",
    },
    parse: |value| Ok(text(value)?.to_owned()),
};

/// The interval of the server's syncs; `None` turns them off.
pub const SYNC_EVERY: Variable<Option<Duration>> = Variable {
    about: About {
        name: "KEPLINE_SYNC_EVERY",
        value: "TIME SPAN",
        default: Fallback::Value("6h"),
        summary: "Interval between the syncs of a server, such as 30m or 1d; 0 turns them off",
    },
    parse: |value| sync_interval(text(value)?),
};

/// The repository of the KEPs.
pub const KEPS_GIT: Variable<String> = Variable {
    about: About {
        name: "KEPLINE_KEPS_GIT",
        value: "URL or PATH",
        default: Fallback::Value("https://github.com/kubernetes/enhancements"),
        summary: "Git repository of the KEPs: a URL, a folder or a bundle",
    },
    parse: |value| Ok(text(value)?.to_owned()),
};

/// The repository of the release notes.
pub const RELEASE_NOTES_GIT: Variable<String> = Variable {
    about: About {
        name: "KEPLINE_RELEASE_NOTES_GIT",
        value: "URL or PATH",
        default: Fallback::Value("https://github.com/kubernetes/sig-release"),
        summary: "Git repository of the release notes: a URL, a folder or a bundle",
    },
    parse: |value| Ok(text(value)?.to_owned()),
};

/// The repository with the versioned list of feature gates.
pub const KUBERNETES_GIT: Variable<String> = Variable {
    about: About {
        name: "KEPLINE_KUBERNETES_GIT",
        value: "URL or PATH",
        default: Fallback::Value("https://github.com/kubernetes/kubernetes"),
        summary: "Git repository with the versioned list of feature gates: a URL, a folder or a bundle",
    },
    parse: |value| Ok(text(value)?.to_owned()),
};

/// The repository with the pages on feature gates.
pub const WEBSITE_GIT: Variable<String> = Variable {
    about: About {
        name: "KEPLINE_WEBSITE_GIT",
        value: "URL or PATH",
        default: Fallback::Value("https://github.com/kubernetes/website"),
        summary: "Git repository with the pages on feature gates: a URL, a folder or a bundle",
    },
    parse: |value| Ok(text(value)?.to_owned()),
};

/// The root of GitHub's API. Errors do not repeat the value: it may hold a password.
pub const GITHUB_API: Variable<ApiRoot> = Variable {
    about: About {
        name: "KEPLINE_GITHUB_API",
        value: "URL",
        default: Fallback::Value("https://api.github.com"),
        summary: "Root of GitHub's API",
    },
    parse: |value| text(value)?.parse(),
};

/// The token for GitHub's API. Neither errors nor the log repeat the value.
pub const GITHUB_TOKEN: Variable<Token> = Variable {
    about: About {
        name: "GITHUB_TOKEN",
        value: "TOKEN",
        default: Fallback::Nothing,
        summary: "Token for GitHub's API, which needs no scopes; without one, GitHub allows 60 requests an hour",
    },
    parse: |value| text(value)?.parse(),
};

/// The hosts on private networks that sources may be read from.
pub const SOURCE_HOSTS: Variable<AllowedHosts> = Variable {
    about: About {
        name: "KEPLINE_SOURCE_HOSTS",
        value: "HOSTS",
        default: Fallback::Nothing,
        summary: "Hosts on private networks, such as git.corp.example,10.0.0.5, that sources may be read from",
    },
    parse: |value| text(value)?.parse(),
};

/// The font with Japanese characters.
pub const CARD_FONT: Variable<PathBuf> = Variable {
    about: About {
        name: "KEPLINE_CARD_FONT",
        value: "PATH",
        default: Fallback::Meaning("the system's fonts"),
        summary: "Font file or folder with Japanese characters for share cards; without one, cards are in English",
    },
    parse: |value| Ok(PathBuf::from(value)),
};

/// The memory for answers that are asked for again; 0 for none.
pub const PAGE_CACHE: Variable<u64> = Variable {
    about: About {
        name: "KEPLINE_PAGE_CACHE_MB",
        value: "MEGABYTES",
        default: Fallback::Value("16"),
        summary: "Memory for pages that are asked for again, until the next write; 0 turns it off",
    },
    parse: megabytes,
};

/// The largest upload of a curator.
pub const UPLOAD: Variable<u64> = Variable {
    about: About {
        name: "KEPLINE_UPLOAD_MB",
        value: "MEGABYTES",
        default: Fallback::Value("64"),
        summary: "The most that a curator may upload at once at /import",
    },
    parse: megabytes,
};

/// How many connections are open at once.
pub const MAX_CONNECTIONS: Variable<usize> = Variable {
    about: About {
        name: "KEPLINE_MAX_CONNECTIONS",
        value: "NUMBER",
        default: Fallback::Value("1024"),
        summary: "Connections that are open at once; fewer where the system allows fewer open files",
    },
    parse: |value| {
        let text = text(value)?;
        let number = text.parse().ok().filter(|number| (1..=MOST_CONNECTIONS).contains(number));
        number.with_context(|| format!("`{text}` is no number from 1 to {MOST_CONNECTIONS}"))
    },
};

/// The proxies that say who their clients are.
pub const TRUSTED_PROXIES: Variable<TrustedProxies> = Variable {
    about: About {
        name: "KEPLINE_TRUSTED_PROXIES",
        value: "ADDRESSES",
        default: Fallback::Nothing,
        summary: "Addresses and networks of proxies, such as 127.0.0.1,10.0.0.0/8, whose X-Forwarded-For says who \
                  the client is",
    },
    parse: |value| text(value)?.parse(),
};

/// How much of what costs a client may ask for in a minute; 0 for no limit.
pub const COSTLY_PER_MINUTE: Variable<u32> = Variable {
    about: About {
        name: "KEPLINE_COSTLY_PER_MINUTE",
        value: "NUMBER",
        default: Fallback::Value("120"),
        summary: "Searches, share cards, feeds, messages to /mcp and tries to sign in of one client in a minute; 0 for no limit",
    },
    parse: |value| {
        let text = text(value)?;
        text.parse().with_context(|| format!("`{text}` is no number of requests"))
    },
};

/// Who may see `/metrics` where others reach the site.
pub const METRICS_TOKEN: Variable<Token> = Variable {
    about: About {
        name: "KEPLINE_METRICS_TOKEN",
        value: "TOKEN",
        default: Fallback::Nothing,
        summary: "Token that /metrics asks for where the public address is not loopback; without one it is not there",
    },
    parse: |value| text(value)?.parse(),
};

/// Where figures and health are served besides, or instead of `/metrics` at the address of the site.
pub const METRICS_LISTEN: Variable<SocketAddr> = Variable {
    about: About {
        name: "KEPLINE_METRICS_LISTEN",
        value: "ADDRESS:PORT",
        default: Fallback::Nothing,
        summary: "Address and port of their own for /metrics, /livez and /readyz; the site has no /metrics then",
    },
    parse: LISTEN.parse,
};

/// In which form the log is.
pub const LOG_FORMAT: Variable<LogFormat> = Variable {
    about: About {
        name: "KEPLINE_LOG_FORMAT",
        value: "text or json",
        default: Fallback::Value("text"),
        summary: "Form of the log: text for people, or a line of JSON for each event",
    },
    parse: |value| match text(value)? {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => bail!("`{other}` is neither text nor json"),
    },
};

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people, with colours on a terminal.
    Text,
    /// A line of JSON for each event.
    Json,
}

/// What is logged.
pub const LOG: Variable<String> = Variable {
    about: About {
        name: "KEPLINE_LOG",
        value: "FILTER",
        default: Fallback::Value("warn"),
        summary: "Log filter, such as info, which logs each request, or kepline=debug,tower_http=info",
    },
    parse: |value| Ok(text(value)?.to_owned()),
};

/// The folder of the site's files.
pub const SITE_ROOT: Variable<PathBuf> = Variable {
    about: About {
        name: "LEPTOS_SITE_ROOT",
        value: "PATH",
        default: Fallback::Meaning("inside the program"),
        summary: "Folder with the files of the site",
    },
    parse: |value| Ok(PathBuf::from(value)),
};

/// All variables, in the order of the help.
const VARIABLES: [About; 22] = [
    DATABASE_URL.about,
    LISTEN.about,
    PUBLIC_URL.about,
    SYNC_EVERY.about,
    KEPS_GIT.about,
    RELEASE_NOTES_GIT.about,
    KUBERNETES_GIT.about,
    WEBSITE_GIT.about,
    GITHUB_API.about,
    GITHUB_TOKEN.about,
    SOURCE_HOSTS.about,
    CARD_FONT.about,
    PAGE_CACHE.about,
    UPLOAD.about,
    MAX_CONNECTIONS.about,
    TRUSTED_PROXIES.about,
    COSTLY_PER_MINUTE.about,
    METRICS_TOKEN.about,
    METRICS_LISTEN.about,
    LOG.about,
    LOG_FORMAT.about,
    SITE_ROOT.about,
];

/// The part of `--help` on the environment.
pub fn environment_help() -> String {
    let width = VARIABLES.iter().map(|about| about.name.len()).max().unwrap_or_default();
    let line =
        |about: &About| format!("\n  {:width$}  {}{}", about.name, about.summary, about.default_note());
    let lines: String = VARIABLES.iter().map(line).collect();
    format!("Environment variables (options take precedence):{lines}")
}

/// The variables of the environment that are set and not empty.
pub struct Config {
    values: HashMap<&'static str, OsString>,
}

/// What is logged less unless a filter names it. A statement of an import writes some hundred rows, and would be told as slow,
/// with its pages of text.
const QUIET: &str = "sqlx=error";

/// What a server needs to know before it starts.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address of the site in absolute links.
    pub site: Site,
    /// Whether that address was configured, so that others may reach the site.
    pub has_public_url: bool,
    /// The folder of the site's files, where it is not the program's own.
    pub site_root: Option<PathBuf>,
    /// The font with Japanese characters, where it is not one of the system.
    pub card_font: Option<PathBuf>,
    /// The memory for answers that are asked for again.
    pub page_cache_bytes: u64,
    /// The most that a curator may upload at once.
    pub upload_bytes: u64,
    /// Where figures are served at an address of their own.
    pub metrics_listen: Option<SocketAddr>,
    /// Who may see them at the address of the site.
    pub metrics_access: Access,
    /// How many connections are open at once.
    pub max_connections: usize,
    /// The proxies that say who their clients are.
    pub trusted_proxies: TrustedProxies,
    /// How much of what costs a client may ask for in a minute; 0 for no limit.
    pub costly_per_minute: u32,
}

impl Config {
    /// The configuration of this process.
    pub fn from_env() -> Self {
        Self::new(|name| std::env::var_os(name))
    }

    /// The configuration of an environment; an empty value counts as unset.
    fn new(environment: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_empty = |value: &OsStr| value.to_str().map_or(value.is_empty(), |text| text.trim().is_empty());
        let value = |about: &About| {
            let value = environment(about.name).filter(|value| !is_empty(value))?;
            Some((about.name, value))
        };
        Self { values: VARIABLES.iter().filter_map(value).collect() }
    }

    /// The URL of the database.
    pub fn database(&self, option: Option<String>) -> anyhow::Result<String> {
        option.map_or_else(|| self.required(&DATABASE_URL), Ok)
    }

    /// Sends the log to standard error, so that an export can be piped.
    pub fn init_log(&self) -> anyhow::Result<()> {
        let filter = EnvFilter::builder()
            .with_default_directive(LevelFilter::WARN.into())
            .parse_lossy(format!("{QUIET},{}", self.required(&LOG)?));
        let text = || fmt::layer().with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
        let log = match self.required(&LOG_FORMAT)? {
            LogFormat::Text => text().boxed(),
            LogFormat::Json => text().json().boxed(),
        };
        let log = log.with_filter(filter);
        // A second call (in tests) leaves the first in place.
        let _ = tracing_subscriber::registry().with(log).with(statements::layer()).try_init();
        Ok(())
    }

    /// The public address of the site, where one is configured.
    ///
    /// # Errors
    /// Where it cannot be used.
    pub fn public_url(&self) -> anyhow::Result<Option<String>> {
        let site = self.get(&PUBLIC_URL)?.map(|url| site_at(&url)).transpose()?;
        Ok(site.map(|site| site.public_url))
    }

    /// What a server needs, with the options that take precedence.
    ///
    /// # Errors
    /// Where a value cannot be used, and where other machines can reach a site without a public URL.
    pub fn server(
        &self,
        listen: Option<SocketAddr>,
        public_url: Option<String>,
    ) -> anyhow::Result<ServerConfig> {
        let listen = listen.map_or_else(|| self.required(&LISTEN), Ok)?;
        let public_url = public_url.map_or_else(|| self.get(&PUBLIC_URL), |url| Ok(Some(url)))?;
        let site = site(public_url.as_deref(), listen)?;
        let metrics_listen = self.get(&METRICS_LISTEN)?;
        let metrics_access = match self.get(&METRICS_TOKEN)? {
            _ if metrics_listen.is_some() => Access::Nobody,
            Some(token) => Access::Token(token),
            None if site.is_loopback => Access::Anybody,
            None => Access::Nobody,
        };
        Ok(ServerConfig {
            listen,
            site,
            has_public_url: public_url.is_some(),
            site_root: self.get(&SITE_ROOT)?,
            card_font: self.get(&CARD_FONT)?,
            page_cache_bytes: self.required(&PAGE_CACHE)?,
            upload_bytes: self.required(&UPLOAD)?,
            metrics_listen,
            metrics_access,
            max_connections: self.required(&MAX_CONNECTIONS)?,
            trusted_proxies: self.get(&TRUSTED_PROXIES)?.unwrap_or_default(),
            costly_per_minute: self.required(&COSTLY_PER_MINUTE)?,
        })
    }

    /// Where syncs read from, and how often.
    ///
    /// # Errors
    /// Where a value cannot be used, and where the token would travel unencrypted to another machine.
    pub fn sync(&self) -> anyhow::Result<Settings> {
        let github = Github::new(self.required(&GITHUB_API)?, self.get(&GITHUB_TOKEN)?);
        Ok(Settings {
            keps_git: self.required(&KEPS_GIT)?,
            release_notes_git: self.required(&RELEASE_NOTES_GIT)?,
            kubernetes_git: self.required(&KUBERNETES_GIT)?,
            website_git: self.required(&WEBSITE_GIT)?,
            github: github.context("cannot use GITHUB_TOKEN with KEPLINE_GITHUB_API")?,
            every: self.required(&SYNC_EVERY)?,
        })
    }

    /// How sources are read.
    ///
    /// # Errors
    /// Where the value cannot be used.
    pub fn sources(&self) -> anyhow::Result<SourceSettings> {
        Ok(SourceSettings::new(self.get(&SOURCE_HOSTS)?.unwrap_or_default()))
    }

    fn get<T>(&self, variable: &Variable<T>) -> anyhow::Result<Option<T>> {
        variable.read(self.values.get(variable.about.name).map(OsString::as_os_str))
    }

    /// The value of a variable that has a default.
    fn required<T>(&self, variable: &Variable<T>) -> anyhow::Result<T> {
        self.get(variable)?.with_context(|| format!("{} is not set", variable.about.name))
    }
}

/// Reads a number of megabytes as bytes.
fn megabytes(value: &OsStr) -> anyhow::Result<u64> {
    let text = text(value)?;
    let megabytes: u32 = text.parse().with_context(|| format!("`{text}` is no number of megabytes"))?;
    Ok(u64::from(megabytes) * 1024 * 1024)
}

/// More connections than a process can have open files on any system.
const MOST_CONNECTIONS: usize = 1_000_000;

/// No source is synced more often by the schedule.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(60);

/// Reads `6h`, `30m` or `1d`, of a minute or more.
///
/// # Errors
/// Where the text is no such time span.
pub fn time_span(text: &str) -> anyhow::Result<Duration> {
    let expected = || format!("`{text}` is not a time span such as 6h, 30m or 1d");
    let every = span(text).with_context(expected)?;
    anyhow::ensure!(every >= SHORTEST_INTERVAL, "`{text}` is shorter than a minute");
    Ok(every)
}

fn span(text: &str) -> anyhow::Result<Duration> {
    let span: Span = text.parse()?;
    Ok(span.to_duration(SpanRelativeTo::days_are_24_hours())?.try_into()?)
}

/// Reads `6h`, `30m` or `1d`; `None` for `0` and `off`.
fn sync_interval(text: &str) -> anyhow::Result<Option<Duration>> {
    if matches!(text, "0" | "off") {
        return Ok(None);
    }
    let expected = || format!("`{text}` is not a time span such as 6h, 30m or 1d (0 turns syncs off)");
    match span(text).with_context(expected)? {
        Duration::ZERO => Ok(None),
        every if every < SHORTEST_INTERVAL => bail!("`{text}` is shorter than a minute"),
        every => Ok(Some(every)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(variables: &[(&str, &str)]) -> Config {
        Config::new(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    fn sync(variables: &[(&str, &str)]) -> Result<Settings, String> {
        config(variables).sync().map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn an_empty_value_is_the_same_as_none() {
        let blank: Vec<(&str, &str)> = VARIABLES.iter().map(|about| (about.name, " ")).collect();
        let empty: Vec<(&str, &str)> = VARIABLES.iter().map(|about| (about.name, "")).collect();
        for variables in [&[][..], &blank, &empty] {
            let config = config(variables);
            assert_eq!(config.database(None).unwrap(), "sqlite://kepline.db");
            let server = config.server(None, None).unwrap();
            assert_eq!(server.listen.to_string(), "127.0.0.1:3000");
            assert_eq!(server.site.public_url, "http://127.0.0.1:3000");
            assert_eq!((server.has_public_url, server.site_root, server.card_font), (false, None, None));
            assert_eq!(server.page_cache_bytes, 16 * 1024 * 1024);
            assert_eq!((server.max_connections, server.costly_per_minute), (1024, 120));
            assert_eq!(server.trusted_proxies, TrustedProxies::default());
            let settings = config.sync().unwrap();
            assert_eq!(settings.keps_git, "https://github.com/kubernetes/enhancements");
            assert_eq!(settings.github.root().to_string(), "https://api.github.com");
            assert_eq!(settings.github.token(), None);
            assert_eq!(settings.every, Some(Duration::from_secs(6 * 60 * 60)));
        }
    }

    #[test]
    fn an_option_takes_precedence() {
        let config = config(&[
            ("KEPLINE_DATABASE_URL", "sqlite://a.db"),
            ("KEPLINE_LISTEN", "127.0.0.1:1"),
            ("KEPLINE_PUBLIC_URL", "https://a.example"),
            ("KEPLINE_CARD_FONT", "/fonts"),
            ("LEPTOS_SITE_ROOT", "/site"),
        ]);
        assert_eq!(config.database(None).unwrap(), "sqlite://a.db");
        assert_eq!(config.database(Some("sqlite://b.db".to_owned())).unwrap(), "sqlite://b.db");
        let server = config.server(None, None).unwrap();
        assert_eq!((server.listen.port(), server.site.public_url.as_str()), (1, "https://a.example"));
        assert!(server.has_public_url);
        assert_eq!(server.card_font, Some(PathBuf::from("/fonts")));
        assert_eq!(server.site_root, Some(PathBuf::from("/site")));
        let server = config.server("127.0.0.1:2".parse().ok(), Some("https://b.example".to_owned())).unwrap();
        assert_eq!((server.listen.port(), server.site.public_url.as_str()), (2, "https://b.example"));
    }

    #[test]
    fn limits_are_numbers_and_proxies_are_addresses() {
        for (name, value, expected) in [
            ("KEPLINE_MAX_CONNECTIONS", "0", "`0` is no number from 1 to 1000000"),
            ("KEPLINE_MAX_CONNECTIONS", "many", "`many` is no number from 1 to 1000000"),
            (
                "KEPLINE_COSTLY_PER_MINUTE",
                "-1",
                "`-1` is no number of requests: invalid digit found in string",
            ),
            (
                "KEPLINE_TRUSTED_PROXIES",
                "nginx",
                "`nginx` is neither an address nor a network, such as 127.0.0.1 or 10.0.0.0/8: invalid IP address \
                 syntax",
            ),
        ] {
            let error = config(&[(name, value)]).server(None, None).unwrap_err();
            assert_eq!(format!("{error:#}"), format!("cannot use {name}: {expected}"));
        }
    }

    #[test]
    fn an_address_has_a_port() {
        let error = config(&[("KEPLINE_LISTEN", "localhost")]).server(None, None).unwrap_err();
        assert_eq!(
            format!("{error:#}"),
            "cannot use KEPLINE_LISTEN: `localhost` is not an address with a port, such as 127.0.0.1:3000: \
             invalid socket address syntax"
        );
    }

    #[test]
    fn a_token_that_would_travel_unencrypted_is_refused() {
        #[track_caller]
        fn check(root: &str, token: &str, expected: Result<(), &str>) {
            match (sync(&[("KEPLINE_GITHUB_API", root), ("GITHUB_TOKEN", token)]), expected) {
                (Ok(settings), Ok(())) => assert_eq!(settings.github.token().is_some(), !token.is_empty()),
                (Err(error), Err(expected)) => assert_eq!(error, expected),
                (settings, _) => panic!("{root}: {settings:?}"),
            }
        }
        check("https://github.example/api/v3/", "ghp_x", Ok(()));
        check("http://127.1.2.3:4000", "ghp_x", Ok(()));
        check("http://localhost.", "ghp_x", Ok(()));
        check("http://github.example", "", Ok(()));
        check(
            "http://github.example",
            "ghp_x",
            Err("cannot use GITHUB_TOKEN with KEPLINE_GITHUB_API: the token would travel unencrypted to \
                 http://github.example; use an https:// address or no token"),
        );
        check(
            "github.example",
            "",
            Err(
                "cannot use KEPLINE_GITHUB_API: it is not a URL such as https://api.github.com: relative URL \
                 without a base",
            ),
        );
        check(
            "https://api.github.com",
            "ghp_\u{7}",
            Err(
                "cannot use GITHUB_TOKEN: it contains characters that no token has: failed to parse header value",
            ),
        );
    }

    #[test]
    fn an_interval_is_a_span_or_off() {
        let check = |text, expected: Option<u64>| {
            let every = sync(&[("KEPLINE_SYNC_EVERY", text)]).unwrap().every;
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
        for wrong in ["6", "often", "-6h", "1 month"] {
            let error = sync(&[("KEPLINE_SYNC_EVERY", wrong)]).unwrap_err();
            let expected = format!(
                "cannot use KEPLINE_SYNC_EVERY: `{wrong}` is not a time span such as 6h, 30m or 1d (0 turns syncs off): "
            );
            assert!(error.starts_with(&expected), "{error}");
        }
        assert_eq!(
            sync(&[("KEPLINE_SYNC_EVERY", "10s")]).unwrap_err(),
            "cannot use KEPLINE_SYNC_EVERY: `10s` is shorter than a minute"
        );
    }

    #[test]
    fn figures_are_open_on_this_machine_alone() {
        let access =
            |variables: &[(&str, &str)]| config(variables).server(None, None).unwrap().metrics_access;
        assert!(matches!(access(&[]), Access::Anybody));
        let public = ("KEPLINE_PUBLIC_URL", "https://kepline.example");
        let token = ("KEPLINE_METRICS_TOKEN", "secret");
        assert!(matches!(access(&[public]), Access::Nobody));
        assert!(matches!(access(&[public, token]), Access::Token(_)));
        assert!(matches!(access(&[token]), Access::Token(_)), "a token is wanted where one is set");
        let own = ("KEPLINE_METRICS_LISTEN", "127.0.0.1:9100");
        assert!(matches!(access(&[own, token]), Access::Nobody), "they have an address of their own");
        assert!(!format!("{:?}", access(&[public, token])).contains("secret"));
    }

    #[test]
    fn a_token_is_never_shown() {
        let settings = sync(&[("GITHUB_TOKEN", " ghp_secret\n")]).unwrap();
        let header = settings.github.token().unwrap().header();
        assert_eq!(header, "Bearer ghp_secret");
        assert!(!format!("{header:?}").contains("ghp"));
        assert!(!format!("{settings:?}").contains("ghp"));
        assert!(!environment_help().contains("ghp"));
    }

    #[test]
    fn the_documented_table_is_that_of_the_definitions() {
        let row = |about: &About| {
            let default = match about.default {
                Fallback::Value(value) => format!("`{value}`"),
                Fallback::Meaning(text) => text.to_owned(),
                Fallback::Nothing => "none".to_owned(),
            };
            let About { name, value, summary, .. } = about;
            format!("| `{name}` | {value} | {default} | {summary} |\n")
        };
        let head = "| variable | value | default | description |\n|---|---|---|---|\n";
        let table = head.to_owned() + &VARIABLES.iter().map(row).collect::<String>();
        let documented = include_str!("../../docs/operations.md");
        assert!(documented.contains(&table), "the table of docs/operations.md must be:\n\n{table}");
    }
}
