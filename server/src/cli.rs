//! The command line: a stable surface, documented in docs/operations.md.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::Date;
use domain::annotation::Finding;
use domain::decision::curator::CuratorName;
use domain::notebook::NotebookSlug;
use store::SyncKind;

use crate::config::{self, DATABASE_URL, LISTEN, PUBLIC_URL};
use crate::import::TIME_ZONE;

/// A timeline of notes on Kubernetes development that knows what happened next
#[derive(Debug, Parser)]
#[command(name = "kepline", version, about, after_help = config::environment_help())]
pub struct Cli {
    #[arg(long, global = true, value_name = DATABASE_URL.about.value, help = DATABASE_URL.about.option_help())]
    pub database: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site
    Serve(Serve),
    /// Import notes: Markdown and org-mode journals, Zenn scraps, folders and zip archives of them
    Import(Import),
    /// Manage the sources that notebooks follow by themselves: files, folders, git repositories, addresses
    #[command(subcommand)]
    Source(Source),
    /// Write a note into a notebook that lives in Kepline, also while it is being served
    Note(Note),
    /// Sync the history of KEPs, the states of pull requests and issues, and release dates
    Sync(Sync),
    /// Answer a language model's program in the Model Context Protocol, over standard input and output
    Mcp,
    /// Print all notes, or those that match a filter, as JSON or Markdown
    Export(Box<Export>),
    /// Print a document with what became of the KEPs, pull requests, issues, gates and versions that it names; keeps nothing
    Annotate(Annotate),
    /// List, begin, rename or remove notebooks, and undo imports
    #[command(subcommand)]
    Notebook(Notebook),
    /// Remove a note, or an entry with its notes, for good: its words, earlier ones too, and what was decided on it
    Forget(Forget),
    /// Manage curators, the people who may tag notes
    #[command(subcommand)]
    Curator(Curator),
    /// Write a consistent copy of the database, even while it is being served
    Backup(Backup),
    /// Put a backup in the place of the database, which is kept under another name
    Restore(Restore),
    /// Check the integrity of the database, without writing to it
    Check {
        /// Make anew what is derived: indexes, the search, rendered notes, states and verdicts; make files private
        #[arg(long)]
        repair: bool,
    },
    /// Serve a demo notebook from a database of its own
    Demo(Listen),
    /// Write the facts on KEPs that the next build of Kepline carries, see docs/operations.md
    Snapshot(Snapshot),
    /// Print what completes commands and options in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write manual pages, one for each command
    Man {
        /// Folder to write to
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
}

/// Options on where to listen.
#[derive(Clone, Debug, Args)]
pub struct Listen {
    #[arg(long, value_name = LISTEN.about.value, help = LISTEN.about.option_help())]
    pub listen: Option<SocketAddr>,
    #[arg(long, value_name = PUBLIC_URL.about.value, help = PUBLIC_URL.about.option_help())]
    pub public_url: Option<String>,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub listen: Listen,
    /// Serve the demo notebook if nothing has been imported
    #[arg(long)]
    pub demo_if_empty: bool,
}

/// Options of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Files, folders or zip archives to import; those of one notebook are joined in this order
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Name of the notebook in URLs [default: derived from its title]
    #[arg(long, value_name = "SLUG")]
    pub notebook: Option<NotebookSlug>,
    /// Time zone of the notebook's days [default: that of the source or the last import, else Asia/Tokyo]
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// What readers may do with the notes [default: that of the source or the last import, else unstated]
    #[arg(long)]
    pub rights: Option<RightsArg>,
    /// Name or text of the licence, with --rights licensed
    #[arg(long, value_name = "TEXT", requires = "rights")]
    pub licence: Option<String>,
    /// How days such as 12/07/2020 are meant where a file leaves it open: month or day first [default: undated]
    #[arg(long)]
    pub dates: Option<DatesArg>,
    /// Show what would change, without changing it
    #[arg(long)]
    pub dry_run: bool,
    /// Add to the notebook: entries of a day that is there join it, and what the files do not have stays
    #[arg(long, conflicts_with = "replace")]
    pub append: bool,
    /// Import even if more than half of a notebook's notes would vanish
    #[arg(long)]
    pub replace: bool,
    /// Print every remark instead of the first of each kind
    #[arg(long)]
    pub verbose: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// The commands on sources.
#[derive(Debug, Subcommand)]
pub enum Source {
    /// Follow a file or folder, a git repository or an address over HTTP, and import it at once
    Add(AddSource),
    /// List all sources with what they do
    List,
    /// Look at the sources now; fails where one cannot be read, or has a change that waits for a curator
    Check(CheckSource),
    /// Leave a source alone
    Pause {
        /// Notebook that follows it, or its number
        #[arg(value_name = "SOURCE")]
        source: String,
    },
    /// Follow a source again that was paused
    Resume {
        /// Notebook that follows it, or its number
        #[arg(value_name = "SOURCE")]
        source: String,
    },
    /// Follow a source no more; its notebook keeps its notes
    Remove {
        /// Notebook that follows it, or its number
        #[arg(value_name = "SOURCE")]
        source: String,
    },
}

/// Options of `source add`.
#[derive(Debug, Args)]
pub struct AddSource {
    /// File or folder on this machine, git repository (git+https://…, ….git, git@host:path) or address over HTTP
    #[arg(value_name = "PATH_OR_URL")]
    pub location: String,
    /// Name of the notebook in URLs [default: derived from its title]
    #[arg(long, value_name = "SLUG")]
    pub notebook: Option<NotebookSlug>,
    /// How often it is looked at, such as 10m or 1d
    #[arg(long, value_name = "TIME_SPAN", default_value = "1h", value_parser = config::time_span)]
    pub every: Duration,
    /// What readers may do with the notes [default: that of the source, else unstated]
    #[arg(long)]
    pub rights: Option<RightsArg>,
    /// Name or text of the licence, with --rights licensed
    #[arg(long, value_name = "TEXT", requires = "rights")]
    pub licence: Option<String>,
    /// It is a git repository
    #[arg(long)]
    pub git: bool,
    /// Branch of the repository [default: its main one]
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
    /// Folder or file in the repository [default: all of it]
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,
}

/// Options of `source check`.
#[derive(Debug, Args)]
pub struct CheckSource {
    /// Notebook that follows it, or its number [default: all]
    #[arg(value_name = "SOURCE")]
    pub source: Option<String>,
    /// Import even if more than half of the notebook's notes would vanish
    #[arg(long)]
    pub replace: bool,
}

/// The values of `--dates`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DatesArg {
    /// The month comes first
    Mdy,
    /// The day comes first
    Dmy,
}

/// The values of `--rights`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RightsArg {
    /// The notes are your own
    Own,
    /// The notes are under a licence, named by --licence
    Licensed,
    /// The rights are unknown; search engines are asked not to index the notes
    Unstated,
}

/// Options of `note`.
#[derive(Debug, Args)]
pub struct Note {
    /// The note in Markdown, several as items of a list; `-` reads them from standard input
    #[arg(value_name = "TEXT")]
    pub text: String,
    /// Day of the note, such as 2026-11-28 [default: today in the notebook's time zone]
    #[arg(long, value_name = "DAY")]
    pub date: Option<Date>,
    /// Notebook to write to [default: the only one that is written in Kepline]
    #[arg(long, value_name = "SLUG")]
    pub notebook: Option<NotebookSlug>,
    /// Curator in whose name it is written [default: none]
    #[arg(long = "as", value_name = "CURATOR")]
    pub curator: Option<CuratorName>,
}

/// Options of `sync`.
#[derive(Debug, Args)]
pub struct Sync {
    /// What to sync [default: everything]
    #[arg(value_name = "KIND")]
    pub kinds: Vec<SyncKindArg>,
    /// Read the KEPs, or the one of release-notes and gates that is named, from another repository or bundle, this time only
    #[arg(long, value_name = "GIT_URL_OR_PATH")]
    pub from: Option<String>,
}

/// The kinds of `sync`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SyncKindArg {
    /// The history of KEPs
    Keps,
    /// The pull requests and issues that notes cite
    Github,
    /// The dates of Kubernetes releases
    Releases,
    /// The release notes of Kubernetes
    ReleaseNotes,
    /// The feature gates of Kubernetes
    Gates,
}

impl From<SyncKindArg> for SyncKind {
    fn from(kind: SyncKindArg) -> Self {
        match kind {
            SyncKindArg::Keps => Self::Keps,
            SyncKindArg::Github => Self::Github,
            SyncKindArg::Releases => Self::Releases,
            SyncKindArg::ReleaseNotes => Self::ReleaseNotes,
            SyncKindArg::Gates => Self::Gates,
        }
    }
}

/// Options of `annotate`.
#[derive(Debug, Args)]
pub struct Annotate {
    /// The document, in Markdown; `-` reads it from standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Day of the document, which *then* means, such as 2024-05-01 [default: `date` of its front matter, else none]
    #[arg(long, value_name = "DAY")]
    pub day: Option<Date>,
    /// States as of this day, such as 2025-01-31: *now* is that day [default: that of the facts]
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = AnnotationFormat::Markdown)]
    pub format: AnnotationFormat,
    /// Exit with 3 where one of these is found, each on a line of standard error
    #[arg(long, value_name = "FINDING", value_delimiter = ',', value_parser = finding_parser())]
    pub fail_on: Vec<Finding>,
}

/// Reads a finding; the help and the refusal of others list all of them.
fn finding_parser() -> impl TypedValueParser<Value = Finding> {
    let words = PossibleValuesParser::new(Finding::ALL.iter().map(|finding| finding.as_str()));
    words.try_map(|word| word.parse::<Finding>())
}

/// The values of `--format` of `annotate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnnotationFormat {
    /// The document, with what became of it next to each citation, and a summary
    Markdown,
    /// The citations with their states, see docs/formats.md
    Json,
    /// The document as a page by itself
    Html,
}

/// Options of `forget`.
#[derive(Debug, Args)]
pub struct Forget {
    /// The id of the note or entry, as in its permalink
    #[arg(value_name = "ID")]
    pub id: String,
    /// Confirm the removal
    #[arg(long)]
    pub yes: bool,
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// File to write, which must not exist yet, or a folder, in which it is named by the time
    #[arg(value_name = "FILE_OR_FOLDER")]
    pub path: PathBuf,
    /// Remove the oldest backups of the folder beyond so many
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    pub keep: Option<u16>,
    /// Open the copy and look through it
    #[arg(long)]
    pub verify: bool,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// Backup to restore
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Confirm that the database is replaced
    #[arg(long)]
    pub yes: bool,
}

/// Options of `snapshot`.
#[derive(Debug, Args)]
pub struct Snapshot {
    /// File to write
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Read the KEPs from another repository or bundle
    #[arg(long, value_name = "GIT_URL_OR_PATH")]
    pub from: Option<String>,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Output format
    #[arg(long, value_enum, default_value_t = ExportFormat::Json)]
    pub format: ExportFormat,
    /// Only these notebooks
    #[arg(long, value_name = "SLUG")]
    pub notebook: Vec<String>,
    /// Only notes tagged with one of these SIGs; `none` for notes without a SIG
    #[arg(long, value_name = "SIG")]
    pub sig: Vec<String>,
    /// No notes tagged with these SIGs
    #[arg(long, value_name = "SIG")]
    pub exclude_sig: Vec<String>,
    /// Only notes tagged with one of these versions, such as 1.28 or 1.28..1.30; `none` for notes without a version
    #[arg(long, value_name = "VERSION")]
    pub version: Vec<String>,
    /// No notes tagged with these versions
    #[arg(long, value_name = "VERSION")]
    pub exclude_version: Vec<String>,
    /// Only notes of these years, months or days, such as 2023-10
    #[arg(long = "in", value_name = "PERIOD")]
    pub period: Vec<String>,
    /// Only notes on KEPs whose furthest shipped stage is this one; `none` for KEPs that have not shipped
    #[arg(long, value_name = "STAGE")]
    pub stage: Vec<String>,
    /// Only notes on KEPs with this status now, such as implemented
    #[arg(long, value_name = "STATUS")]
    pub status: Vec<String>,
    /// Only notes on pull requests and issues in this state now, such as merged
    #[arg(long, value_name = "STATE")]
    pub github: Vec<String>,
    /// Only notes on KEPs of which what was planned turned out so: held, late, early, missed, dropped, overtaken, open
    #[arg(long, value_name = "VERDICT")]
    pub verdict: Vec<String>,
    /// Only notes that cite something that has changed since
    #[arg(long)]
    pub changed: bool,
    /// Only notes on these KEPs
    #[arg(long, value_name = "NUMBER")]
    pub kep: Vec<String>,
    /// Only notes that cite these pull requests or issues, such as kubernetes/kubernetes#115138
    #[arg(long = "ref", value_name = "OWNER/REPO#NUMBER")]
    pub reference: Vec<String>,
    /// Only notes that cite these repositories, such as containerd/containerd
    #[arg(long, value_name = "OWNER/REPO")]
    pub repo: Vec<String>,
    /// Only notes from this year, month or day on
    #[arg(long, value_name = "PERIOD")]
    pub since: Vec<String>,
    /// Only notes up to this year, month or day
    #[arg(long, value_name = "PERIOD")]
    pub until: Vec<String>,
    /// Only notes with code, a quote or a lost link
    #[arg(long, value_name = "code|quote|lost-link")]
    pub has: Vec<String>,
    /// States as of this day, such as 2024-06-01: *now* is that day; filters stay at today
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// Only notes that match a search: words, "phrases", -words and fields such as sig:node
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub search: Vec<String>,
}

/// The formats of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// The versioned document of docs/formats.md
    Json,
    /// A journal with dated headings, which can be imported again
    Markdown,
}

/// The commands on notebooks.
#[derive(Debug, Subcommand)]
pub enum Notebook {
    /// List all notebooks and their sizes
    List,
    /// Begin a notebook that lives in Kepline, in which curators write
    Begin(BeginNotebook),
    /// Change the name of a notebook in URLs; permalinks stay valid
    Rename {
        /// Current name
        from: NotebookSlug,
        /// New name
        to: NotebookSlug,
    },
    /// List the last imports that changed something, by their numbers
    Log,
    /// Undo an import as one: the last of its notebook that is in effect, or an undo that was the last
    Undo {
        /// Number of the import, as `kepline notebook log` lists it
        #[arg(value_name = "NUMBER")]
        run: i64,
        /// Confirm the undo
        #[arg(long)]
        yes: bool,
    },
    /// Remove a notebook and its permalinks permanently
    Remove {
        /// Name of the notebook
        slug: NotebookSlug,
        /// Confirm the removal
        #[arg(long)]
        yes: bool,
    },
}

/// Options of `notebook begin`.
#[derive(Debug, Args)]
pub struct BeginNotebook {
    /// Name of the notebook in URLs
    pub slug: NotebookSlug,
    /// Title [default: its name]
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Who writes in it
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Time zone of its days
    #[arg(long, value_name = "ZONE", default_value = TIME_ZONE)]
    pub time_zone: String,
    /// What readers may do with the notes
    #[arg(long, default_value = "own")]
    pub rights: RightsArg,
    /// Name or text of the licence, with --rights licensed
    #[arg(long, value_name = "TEXT", requires = "rights")]
    pub licence: Option<String>,
}

/// The commands on curators. A password is prompted for on a terminal, and else read from standard input.
#[derive(Debug, Subcommand)]
pub enum Curator {
    /// Add a curator; the password is prompted for, or read from standard input
    Add {
        /// Name of 1 to 40 letters, digits, `-`, `_` or `.`
        name: CuratorName,
    },
    /// List all curators
    List,
    /// Remove a curator and end their sessions; their decisions stay
    Remove {
        /// Name of the curator
        name: CuratorName,
    },
    /// Change a curator's password and end their sessions
    Password {
        /// Name of the curator
        name: CuratorName,
    },
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction, CommandFactory};

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sync_takes_kinds_in_any_number() {
        let cli = Cli::try_parse_from(["kepline", "sync", "keps", "releases", "--from", "keps.bundle"]);
        let Ok(Cli { command: Command::Sync(sync), .. }) = cli else { panic!("{cli:?}") };
        assert_eq!(sync.kinds, [SyncKindArg::Keps, SyncKindArg::Releases]);
        assert!(Cli::try_parse_from(["kepline", "sync", "prs"]).is_err());
    }

    #[test]
    fn export_has_a_version_option_of_its_own() {
        let cli = Cli::try_parse_from(["kepline", "export", "--version", "1.28", "--in", "2023-10"]);
        let Ok(Cli { command: Command::Export(export), .. }) = cli else { panic!("{cli:?}") };
        assert_eq!((export.version, export.period), (vec!["1.28".to_owned()], vec!["2023-10".to_owned()]));
    }

    /// `FILE...`, `[--json]`, `[--rights own|licensed|unstated]`.
    fn usage(arg: &Arg) -> String {
        let values: Vec<String> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let names = arg.get_value_names().unwrap_or_default();
        let takes_value = arg.get_action().takes_values();
        let value = match (takes_value, values.is_empty()) {
            (false, _) => String::new(),
            (true, false) => values.join("|"),
            (true, true) => names.join(" "),
        };
        let usage = match arg.get_long() {
            Some(long) if takes_value => format!("--{long} {value}"),
            Some(long) => format!("--{long}"),
            None => value,
        };
        let is_repeated = matches!(arg.get_action(), ArgAction::Append);
        let repeated = if is_repeated { "..." } else { "" };
        if arg.is_required_set() { format!("{usage}{repeated}") } else { format!("[{usage}]{repeated}") }
    }

    /// Each command on lines of at most a hundred columns, its arguments one below the other.
    fn synopsis(command: &clap::Command, name: &str) -> String {
        if command.has_subcommands() {
            let children = command.get_subcommands().filter(|child| child.get_name() != "help");
            return children.map(|child| synopsis(child, &format!("{name} {}", child.get_name()))).collect();
        }
        let args = command.get_arguments().filter(|arg| !arg.is_global_set() && arg.get_id() != "help");
        let mut lines = vec![name.to_owned()];
        for usage in args.map(usage) {
            match lines.last_mut() {
                Some(line) if line.len() + usage.len() < 100 => *line += &format!(" {usage}"),
                _ => lines.push(format!("{:8}{usage}", "")),
            }
        }
        lines.join("\n") + "\n"
    }

    #[test]
    fn the_documented_synopsis_is_that_of_the_definitions() {
        let synopsis = format!("\n```\n{}```\n", synopsis(&Cli::command(), "kepline"));
        let documented = include_str!("../../docs/operations.md");
        assert!(documented.contains(&synopsis), "the commands of docs/operations.md must be:\n{synopsis}");
    }
}
