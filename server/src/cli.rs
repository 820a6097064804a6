//! The command line: a stable surface, documented in docs/operations.md.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::decision::curator::CuratorName;
use domain::notebook::NotebookSlug;
use store::SyncKind;

const ENVIRONMENT: &str = "\
Environment, all optional:
  KEPLINE_DATABASE_URL  the database (default sqlite://kepline.db)
  KEPLINE_LISTEN        where `serve` listens (default 127.0.0.1:3000)
  KEPLINE_PUBLIC_URL    the site's address in absolute links; needed beyond loopback
  KEPLINE_SYNC_EVERY    how often `serve` syncs, such as 6h or 30m; 0 turns it off (default 6h)
  KEPLINE_KEPS_GIT      the repository of the KEPs (default https://github.com/kubernetes/enhancements)
  KEPLINE_GITHUB_API    the root of GitHub's API (default https://api.github.com)
  GITHUB_TOKEN          whom GitHub answers; without one it answers sixty questions an hour
  KEPLINE_CARD_FONT     a font with Japanese characters for share cards, a file or folder (default: the system's)
  KEPLINE_LOG           what is logged, such as info or kepline=debug,tower_http=info
  LEPTOS_SITE_ROOT      a folder with the site's files, instead of those in the program";

/// A timeline of notes on Kubernetes development that knows what happened next.
#[derive(Debug, Parser)]
#[command(name = "kepline", version, about, after_help = ENVIRONMENT)]
pub struct Cli {
    /// The database.
    #[arg(
        long,
        global = true,
        env = "KEPLINE_DATABASE_URL",
        default_value = "sqlite://kepline.db",
        value_name = "URL",
        hide_env = true
    )]
    pub database: String,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What Kepline does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the timeline.
    Serve(Serve),
    /// Import notes: the text copy of a Zenn scrap, or a Markdown journal.
    Import(Import),
    /// Bring what became of what notes cite: the KEPs' history, GitHub's states, the releases' days.
    Sync(Sync),
    /// Print everything that was imported, or what a filter matches.
    Export(Box<Export>),
    /// List, rename or remove notebooks.
    #[command(subcommand)]
    Notebook(Notebook),
    /// Add, list or remove those who may tag, or give one another password.
    #[command(subcommand)]
    Curator(Curator),
    /// Write a consistent copy of the database, also while it is served.
    Backup {
        /// The file to write; it must not be there yet.
        path: PathBuf,
    },
    /// Look for damage in the database.
    Check,
    /// Serve a demo notebook from a database of its own.
    Demo(Listen),
}

/// Where to listen.
#[derive(Clone, Debug, Args)]
pub struct Listen {
    /// Address and port.
    #[arg(long, env = "KEPLINE_LISTEN", default_value = "127.0.0.1:3000", hide_env = true)]
    pub listen: SocketAddr,
    /// The site's address in absolute links, such as https://kepline.example.
    #[arg(long, env = "KEPLINE_PUBLIC_URL", value_name = "URL", hide_env = true)]
    pub public_url: Option<String>,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen.
    #[command(flatten)]
    pub listen: Listen,
    /// Serve the demo notebook as long as nothing was imported.
    #[arg(long)]
    pub demo_if_empty: bool,
}

/// Options of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The files; those of one notebook are joined in the order given.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The notebook's name in URLs (default: made of its title).
    #[arg(long, value_name = "SLUG")]
    pub notebook: Option<NotebookSlug>,
    /// The zone that its days are meant in (default: as the source or an earlier import says, else Asia/Tokyo).
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// What the author allows (default: as the source or an earlier import says, else unstated).
    #[arg(long)]
    pub rights: Option<RightsWord>,
    /// The text of the licence, with --rights licensed.
    #[arg(long, value_name = "TEXT", requires = "rights")]
    pub licence: Option<String>,
    /// Tell what would happen and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Allow that more than half of a notebook's notes vanish.
    #[arg(long)]
    pub replace: bool,
    /// Report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// The words of `--rights`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RightsWord {
    /// The operator's own notes.
    Own,
    /// Under a licence, whose text --licence gives.
    Licensed,
    /// Nothing is known; search engines are asked to stay away.
    Unstated,
}

/// Options of `sync`.
#[derive(Debug, Args)]
pub struct Sync {
    /// What to sync (default: everything).
    #[arg(value_name = "KIND")]
    pub kinds: Vec<SyncWord>,
    /// Read the KEPs from this repository or bundle, for this once.
    #[arg(long, value_name = "GIT_URL_OR_PATH")]
    pub from: Option<String>,
}

/// The kinds of `sync`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SyncWord {
    /// The history of the enhancements repository.
    Keps,
    /// The pull requests and issues that notes cite.
    Github,
    /// The days of the Kubernetes releases.
    Releases,
}

impl From<SyncWord> for SyncKind {
    fn from(word: SyncWord) -> Self {
        match word {
            SyncWord::Keps => Self::Keps,
            SyncWord::Github => Self::Github,
            SyncWord::Releases => Self::Releases,
        }
    }
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// One JSON document, or a Markdown journal that imports again.
    #[arg(long, value_enum, default_value_t = ExportFormat::Json)]
    pub format: ExportFormat,
    /// Only these notebooks.
    #[arg(long, value_name = "SLUG")]
    pub notebook: Vec<String>,
    /// Only notes with one of these SIGs; `none` for notes without.
    #[arg(long, value_name = "SIG")]
    pub sig: Vec<String>,
    /// No notes with these SIGs.
    #[arg(long, value_name = "SIG")]
    pub exclude_sig: Vec<String>,
    /// Only notes with one of these versions, such as 1.28 or 1.28..1.30; `none` for notes without.
    #[arg(long, value_name = "VERSION")]
    pub version: Vec<String>,
    /// No notes with these versions.
    #[arg(long, value_name = "VERSION")]
    pub exclude_version: Vec<String>,
    /// Only notes of these years, months or days, such as 2023-10.
    #[arg(long = "in", value_name = "PERIOD")]
    pub period: Vec<String>,
    /// Only notes on KEPs of which this stage has shipped by now; `none` for those that have not shipped.
    #[arg(long, value_name = "STAGE")]
    pub stage: Vec<String>,
    /// Only notes on KEPs that have this status now, such as implemented.
    #[arg(long, value_name = "STATUS")]
    pub status: Vec<String>,
    /// Only notes on pull requests and issues in this state now, such as merged.
    #[arg(long, value_name = "STATE")]
    pub github: Vec<String>,
    /// Only notes that cite something which has moved since.
    #[arg(long)]
    pub changed: bool,
    /// Only notes on these KEPs.
    #[arg(long, value_name = "NUMBER")]
    pub kep: Vec<String>,
    /// Only notes that cite these pull requests or issues, such as kubernetes/kubernetes#115138.
    #[arg(long = "ref", value_name = "OWNER/REPO#NUMBER")]
    pub reference: Vec<String>,
    /// Only notes that cite something of these repositories, such as containerd/containerd.
    #[arg(long, value_name = "OWNER/REPO")]
    pub repo: Vec<String>,
    /// Only notes of this year, month or day and later ones.
    #[arg(long, value_name = "PERIOD")]
    pub since: Vec<String>,
    /// Only notes of this year, month or day and earlier ones.
    #[arg(long, value_name = "PERIOD")]
    pub until: Vec<String>,
    /// Only notes with code, a quote or a lost-link.
    #[arg(long, value_name = "WHAT")]
    pub has: Vec<String>,
    /// Only notes that a search finds: words, "phrases", -words and fields such as sig:node.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub search: Vec<String>,
}

/// The formats of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// The versioned document of docs/formats.md.
    Json,
    /// A journal with dated headings.
    Markdown,
}

/// What can be done with notebooks.
#[derive(Debug, Subcommand)]
pub enum Notebook {
    /// All notebooks with their size.
    List,
    /// Give a notebook another name in URLs; permalinks stay.
    Rename {
        /// Its name.
        from: NotebookSlug,
        /// Its new name.
        to: NotebookSlug,
    },
    /// Remove a notebook with its permalinks, for good.
    Remove {
        /// Its name.
        slug: NotebookSlug,
        /// Do it without asking again.
        #[arg(long)]
        yes: bool,
    },
}

/// What can be done with curators. A password is asked for on a terminal, or read from a line of standard input.
#[derive(Debug, Subcommand)]
pub enum Curator {
    /// Let somebody tag.
    Add {
        /// Their name: 1 to 40 letters, digits, `-`, `_` or `.`.
        name: CuratorName,
    },
    /// All curators.
    List,
    /// Take the right to tag away; what was decided stays.
    Remove {
        /// Their name.
        name: CuratorName,
    },
    /// Set another password, and end all sessions.
    Password {
        /// Their name.
        name: CuratorName,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sync_takes_kinds_in_any_number() {
        let cli = Cli::try_parse_from(["kepline", "sync", "keps", "releases", "--from", "keps.bundle"]);
        let Ok(Cli { command: Command::Sync(sync), .. }) = cli else { panic!("{cli:?}") };
        assert_eq!(sync.kinds, [SyncWord::Keps, SyncWord::Releases]);
        assert!(Cli::try_parse_from(["kepline", "sync", "prs"]).is_err());
    }

    #[test]
    fn export_has_a_version_option_of_its_own() {
        let cli = Cli::try_parse_from(["kepline", "export", "--version", "1.28", "--in", "2023-10"]);
        let Ok(Cli { command: Command::Export(export), .. }) = cli else { panic!("{cli:?}") };
        assert_eq!((export.version, export.period), (vec!["1.28".to_owned()], vec!["2023-10".to_owned()]));
    }
}
