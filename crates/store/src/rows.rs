//! Rows to values and back: the one place that knows how the database spells values.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;
use std::str::FromStr;

use domain::Date;
use domain::cite::{GithubKind, Repo, Target};
use domain::list::timeline::Reference;
use domain::notebook::posting::Posting;
use domain::notebook::prepared::PreparedReference;
use domain::notebook::{Notebook, Rights};
use domain::outcome::Outcome;
use domain::tag::{DerivedTag, NoteTag, Origin, Tag};
use sqlx::FromRow;

use crate::{Error, Result};

/// Reads a value that Kepline wrote itself.
pub(crate) fn read<T: FromStr>(what: &'static str, text: &str) -> Result<T>
where
    T::Err: Display,
{
    text.parse().map_err(|_| Error::Row { what, found: text.to_owned() })
}

/// Reads a value that may be absent.
pub(crate) fn read_opt<T: FromStr>(what: &'static str, text: Option<&str>) -> Result<Option<T>>
where
    T::Err: Display,
{
    text.map(|text| read(what, text)).transpose()
}

/// Reads a number that is never negative.
pub(crate) fn unsigned<T: TryFrom<i64>>(what: &'static str, number: i64) -> Result<T> {
    T::try_from(number).map_err(|_| Error::Row { what, found: number.to_string() })
}

/// Rows by a key, each key's in the order in which they came.
pub(crate) fn group_by<K: Eq + Hash, T>(
    rows: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

/// A notebook's columns, wherever they are joined.
#[derive(Debug, FromRow)]
pub(crate) struct NotebookRow {
    pub slug: String,
    pub title: String,
    pub author: Option<String>,
    pub origin: Option<String>,
    pub time_zone: String,
    pub rights: String,
    pub licence: Option<String>,
    pub announced_entries: Option<i64>,
    pub lost_links: bool,
    pub is_written: bool,
}

impl NotebookRow {
    /// What every statement for notebooks selects, of the table `notebook`.
    pub(crate) const COLUMNS: &str = "notebook.slug, notebook.title, notebook.author, notebook.origin, \
         notebook.time_zone, notebook.rights, notebook.licence, notebook.announced_entries, notebook.lost_links, \
         notebook.is_written";

    pub(crate) fn value(self) -> Result<Notebook> {
        Ok(Notebook {
            slug: read("notebook", &self.slug)?,
            title: self.title,
            author: self.author,
            origin: self.origin,
            time_zone: self.time_zone,
            rights: rights(&self.rights, self.licence)?,
            announced_entries: self.announced_entries.map(|n| unsigned("count", n)).transpose()?,
            lost_links: self.lost_links,
            is_written: self.is_written,
        })
    }
}

pub(crate) fn rights(text: &str, licence: Option<String>) -> Result<Rights> {
    match text {
        "own" => Ok(Rights::Own),
        "licensed" => Ok(Rights::Licensed(licence.unwrap_or_default())),
        "unstated" => Ok(Rights::Unstated),
        _ => Err(Error::Row { what: "right", found: text.to_owned() }),
    }
}

/// An entry's columns with those of its notebook.
#[derive(Debug, FromRow)]
pub(crate) struct EntryRow {
    pub id: String,
    pub position: i64,
    pub date: Option<String>,
    pub not_before: Option<String>,
    pub not_after: Option<String>,
    pub body_lost: bool,
    #[sqlx(flatten)]
    pub posting: PostingRow,
    /// All notes of the entry that have not vanished.
    pub all_notes: i64,
    /// Selected in a list by moves alone.
    #[sqlx(default)]
    pub moved_on: Option<String>,
    #[sqlx(flatten)]
    pub notebook: NotebookRow,
}

impl EntryRow {
    /// What every statement for entries selects, of the tables `entry` and `notebook`.
    pub(crate) const COLUMNS: &str = "entry.id, entry.position, entry.date, entry.not_before, \
         entry.not_after, entry.body_lost, entry.author as entry_author, entry.time_zone as entry_time_zone, \
         entry.posted, entry.edited, entry.reply_to, \
         (select count(*) from note where note.entry_id = entry.id and note.vanished_at is null) as all_notes";

    /// Adds the notebook to entries, once they are found and in order.
    ///
    /// `cross` keeps SQLite from turning the join around. Where statistics understate how many entries a
    /// notebook has, as those of `pragma optimize` do from some 2,000 on, it would begin at the few
    /// notebooks, take all of their entries and sort them for each page.
    pub(crate) const JOIN_NOTEBOOK: &str = "cross join notebook on notebook.id = entry.notebook_id";

    /// The entry without notes; `folded` counts all of them until some are added.
    pub(crate) fn value(self) -> Result<domain::list::timeline::Entry> {
        Ok(domain::list::timeline::Entry {
            id: read("id", &self.id)?,
            notebook: self.notebook.value()?,
            position: unsigned("position", self.position)?,
            date: read_opt::<Date>("day", self.date.as_deref())?,
            not_before: read_opt::<Date>("day", self.not_before.as_deref())?,
            not_after: read_opt::<Date>("day", self.not_after.as_deref())?,
            posting: self.posting.value()?,
            body_lost: self.body_lost,
            notes: Vec::new(),
            folded: unsigned("count", self.all_notes)?,
            moved_on: read_opt::<Date>("day", self.moved_on.as_deref())?,
        })
    }
}

/// The columns of what a source says of one entry; two have names of the notebook's as well.
#[derive(Debug, FromRow)]
pub(crate) struct PostingRow {
    pub entry_author: Option<String>,
    pub entry_time_zone: Option<String>,
    pub posted: Option<String>,
    pub edited: Option<String>,
    pub reply_to: Option<String>,
}

impl PostingRow {
    pub(crate) fn value(self) -> Result<Posting> {
        Ok(Posting {
            author: self.entry_author,
            time_zone: self.entry_time_zone,
            posted: read_opt("day", self.posted.as_deref())?,
            edited: read_opt("day", self.edited.as_deref())?,
            reply_to: read_opt("day", self.reply_to.as_deref())?,
        })
    }
}

/// A note's columns.
#[derive(Debug, FromRow)]
pub(crate) struct NoteRow {
    pub id: String,
    pub entry_id: String,
    pub html: String,
    pub text: String,
}

impl NoteRow {
    pub(crate) fn value(self) -> Result<domain::list::timeline::Note> {
        Ok(domain::list::timeline::Note {
            id: read("id", &self.id)?,
            html: self.html,
            text: self.text,
            references: Vec::new(),
            tags: Vec::new(),
            gates: Vec::new(),
            confirmed_on: None,
            follows: None,
            follow_ups: Vec::new(),
            curation: None,
        })
    }
}

/// The columns of a note that another one leads to.
#[derive(Debug, FromRow)]
pub(crate) struct RelatedRow {
    pub id: String,
    pub entry_id: String,
    /// Of its entry.
    pub date: Option<String>,
    pub text: String,
}

impl RelatedRow {
    /// How much is read of the text of each, in characters.
    pub(crate) const TEXT_CHARS: i64 = 240;

    pub(crate) fn value(self) -> Result<domain::list::timeline::RelatedNote> {
        Ok(domain::list::timeline::RelatedNote {
            entry: read("id", &self.entry_id)?,
            note: read("id", &self.id)?,
            day: read_opt("day", self.date.as_deref())?,
            text: self.text,
        })
    }
}

/// A reference's columns.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct ReferenceRow {
    pub note_id: String,
    pub literal: String,
    pub label: Option<String>,
    pub kind: String,
    pub owner: Option<String>,
    pub repo: Option<String>,
    pub number: Option<i64>,
    pub tag: Option<String>,
    pub url: Option<String>,
    pub fragment: Option<String>,
    pub corrected: bool,
    pub html_start: i64,
    pub html_end: i64,
}

impl ReferenceRow {
    /// What every statement for references selects, of the table `reference`.
    pub(crate) const COLUMNS: &str = "note_id, literal, label, kind, owner, repo, number, tag, url, \
         fragment, corrected, html_start, html_end";

    fn value(self) -> Result<Reference> {
        let odd = || Error::Row { what: "reference", found: self.literal.clone() };
        let repo = || self.owner.clone().zip(self.repo.clone()).map(|(owner, name)| Repo { owner, name });
        let number = || self.number.ok_or_else(odd);
        let github = |kind| {
            Ok::<_, Error>(Target::Github {
                repo: repo().ok_or_else(odd)?,
                number: unsigned("number", number()?)?,
                kind,
            })
        };
        let target = match self.kind.as_str() {
            "pull" => github(GithubKind::Pull)?,
            "issue" => github(GithubKind::Issue)?,
            "github" => github(GithubKind::Unknown)?,
            "kep" => Target::Kep(unsigned("number", number()?)?),
            "release" => {
                Target::Release { repo: repo().ok_or_else(odd)?, tag: self.tag.clone().ok_or_else(odd)? }
            }
            "url" => Target::Url(self.url.clone().ok_or_else(odd)?),
            _ => return Err(odd()),
        };
        Ok(Reference {
            literal: self.literal,
            label: self.label,
            nth: 0,
            target,
            fragment: self.fragment,
            corrected: self.corrected,
            none: false,
            range: unsigned("range", self.html_start)?..unsigned("range", self.html_end)?,
            outcome: None,
            in_cluster: None,
        })
    }

    /// Appends the reference to those of its note that stand before it, which give how often its
    /// literal occurred there.
    pub(crate) fn append_to(self, before: &mut Vec<Reference>) -> Result<()> {
        let mut reference = self.value()?;
        let same = before.iter().filter(|known| known.literal == reference.literal).count();
        reference.nth = u32::try_from(same).unwrap_or(u32::MAX);
        before.push(reference);
        Ok(())
    }

    pub(crate) fn new(note_id: &str, reference: &PreparedReference) -> Self {
        let mut row = Self {
            note_id: note_id.to_owned(),
            literal: reference.literal.clone(),
            label: reference.label.clone(),
            kind: reference.target.kind().to_owned(),
            owner: None,
            repo: None,
            number: None,
            tag: None,
            url: None,
            fragment: reference.fragment.clone(),
            corrected: reference.corrected,
            html_start: reference.range.start as i64,
            html_end: reference.range.end as i64,
        };
        match &reference.target {
            Target::Github { repo, number, .. } => {
                row.owner = Some(repo.owner.clone());
                row.repo = Some(repo.name.clone());
                row.number = i64::try_from(*number).ok();
            }
            Target::Kep(number) => row.number = Some(i64::from(*number)),
            Target::Release { repo, tag } => {
                row.owner = Some(repo.owner.clone());
                row.repo = Some(repo.name.clone());
                row.tag = Some(tag.clone());
            }
            Target::Url(url) => row.url = Some(url.clone()),
        }
        row
    }
}

/// A derived tag's columns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, FromRow)]
pub(crate) struct TagRow {
    pub note_id: String,
    pub kind: String,
    pub value: String,
    pub origin: String,
    pub evidence: String,
    pub strong: bool,
    /// Selected where tags of curators may be among them.
    #[sqlx(default)]
    pub inherited: bool,
}

impl TagRow {
    pub(crate) fn tag(&self) -> Result<Tag> {
        read_tag(&self.kind, &self.value)
    }

    pub(crate) fn value(self) -> Result<NoteTag> {
        let tag = self.tag()?;
        let origin: Origin = read("origin", &self.origin)?;
        Ok(NoteTag { tag, origin, evidence: self.evidence, inherited: self.inherited })
    }

    pub(crate) fn new(note_id: &str, derived: &DerivedTag) -> Self {
        Self {
            note_id: note_id.to_owned(),
            kind: derived.tag.kind().to_owned(),
            value: derived.tag.value(),
            origin: derived.origin.as_str().to_owned(),
            evidence: derived.evidence.clone(),
            strong: derived.strong,
            inherited: false,
        }
    }

    /// The value of `derived_tag.ordinal`.
    pub(crate) fn ordinal(&self) -> i64 {
        self.tag().map_or(0, |tag| ordinal(&tag))
    }
}

/// A tag by its columns.
pub(crate) fn read_tag(kind: &str, value: &str) -> Result<Tag> {
    match kind {
        "sig" => read("SIG", value).map(Tag::Sig),
        "version" => read("version", value).map(Tag::Version),
        _ => Err(Error::Row { what: "tag", found: kind.to_owned() }),
    }
}

/// A correction as the database stores it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct CorrectionRow {
    pub note_id: String,
    /// Of the reference, from 0 in its note.
    pub position: i64,
    /// Its target as JSON; absent where it is no reference.
    pub meant: Option<String>,
    pub curator: String,
    pub at: String,
}

impl CorrectionRow {
    /// What every statement for corrections selects, of the table `note_correction`.
    pub(crate) const COLUMNS: &str = "note_id, position, meant, curator, at";
}

/// What a curator decided on a verdict as the database stores it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct JudgementRow {
    pub note_id: String,
    /// Of the reference, from 0 in its note.
    pub position: i64,
    /// Absent where there is none.
    pub verdict: Option<String>,
    pub curator: String,
    pub at: String,
}

/// The target that a correction names.
pub(crate) fn read_target(json: &str) -> Result<Target> {
    serde_json::from_str(json).map_err(|_| Error::Row { what: "target", found: json.to_owned() })
}

/// The outcome of a reference.
pub(crate) fn read_outcome(json: &str) -> Result<Outcome> {
    serde_json::from_str(json).map_err(|_| Error::Row { what: "outcome", found: json.to_owned() })
}

/// What sorts tags of a kind: versions as numbers.
pub(crate) fn ordinal(tag: &Tag) -> i64 {
    match tag {
        Tag::Sig(_) => 0,
        Tag::Version(version) => i64::from(version.minor),
    }
}
