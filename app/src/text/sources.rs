//! Texts on the sources that notebooks follow.

use std::time::Duration;

use domain::Timestamp;
use domain::notebook::followed::{NotASource, Revision, SourceKind, span_label};
use domain::notebook::reimport::ChangeCount;
use domain::pages::{ImportedRevision, SourceCounts};

use super::Lang;

texts! {
    followed_sources: "Sources", "取り込み元";
    followed_sources_description: "Files, repositories and addresses that notebooks follow by themselves.",
        "ノートが自動的に追従するファイル、リポジトリ、アドレス。";
    no_sources: "No notebook follows a source yet.", "自動的に追従する取り込み元はまだありません。";
    no_sources_hint: "On the machine of the server, a file, a folder or a repository is added by a command:",
        "サーバー上のファイル、フォルダー、リポジトリはコマンドで追加します:";
    add_source: "Add a source", "取り込み元を追加";
    add_source_hint: "An address of https://, of a file or a zip archive of notes, or of a git repository. It is read at once.",
        "メモのファイル、zip、git リポジトリの https:// アドレス。追加するとすぐに読み込みます。";
    source_address: "Address", "アドレス";
    is_repository: "It is a git repository", "git リポジトリ";
    branch: "Branch", "ブランチ";
    repository_folder: "Folder in the repository", "リポジトリ内のフォルダー";
    source_notebook: "Name of the notebook in URLs", "URL でのノート名";
    source_rights: "Rights", "権利";
    as_stated: "as the source states them", "取り込み元の記載どおり";
    own_notes: "my own notes", "自分のメモ";
    under_licence: "under a licence", "ライセンスあり";
    source_licence: "Licence", "ライセンス";
    add: "Add", "追加";
    look_now: "Look now", "今すぐ確認";
    pause: "Pause", "一時停止";
    resume: "Resume", "再開";
    remove_source: "Remove", "削除";
    removal_agreed: "Stop following; the notes stay", "追従をやめる(メモは残ります)";
    removal_unconfirmed: "Nothing was removed: tick the box that says that the notes stay.",
        "何も削除されていません。確認欄にチェックを入れてください。";
    licence_missing: "Name the licence, such as CC BY 4.0.", "ライセンス名を入力してください(例: CC BY 4.0)。";
    source_follows: "follows", "追従中";
    source_paused: "paused", "一時停止中";
    source_waits: "waits for a curator", "確認待ち";
    source_fails: "cannot be read", "読み取れません";
    kind_label: "Kind", "種類";
    every_label: "Looked at every", "確認間隔";
    last_look: "Last look", "最後の確認";
    next_look: "Next look", "次の確認";
    last_change: "Last change", "最後の変更";
    waits_hint: "More than half of the notes of the notebook would leave it, so that this is not done by itself.",
        "半数を超えるメモがなくなるため、自動では取り込みません。";
    would_vanish: "These notes would leave:", "なくなるメモ:";
    import_anyway: "Import it with this loss", "失われることを承知で取り込む";
    to_sources: "Go to the sources", "取り込み元を見る";
}

impl Lang {
    /// How a source is read.
    pub fn source_kind(self, kind: SourceKind) -> &'static str {
        match (self, kind) {
            (Self::En, SourceKind::Path) => "file or folder",
            (Self::En, SourceKind::Git) => "git repository",
            (Self::En, SourceKind::Http) => "address",
            (Self::Ja, SourceKind::Path) => "ファイルまたはフォルダー",
            (Self::Ja, SourceKind::Git) => "git リポジトリ",
            (Self::Ja, SourceKind::Http) => "アドレス",
        }
    }

    /// An interval: `1h`.
    pub fn span(self, span: Duration) -> String {
        span_label(span)
    }

    /// What was imported: `commit 1a2b3c4`.
    pub fn revision(self, revision: &Revision) -> String {
        let short = revision.short();
        match (self, revision) {
            (Self::En, Revision::Commit(_)) => format!("commit {short}"),
            (Self::En, Revision::Etag(_)) => format!("ETag {short}"),
            (Self::En, Revision::Digest(_)) => format!("SHA-256 {short}"),
            (Self::Ja, Revision::Commit(_)) => format!("コミット {short}"),
            (Self::Ja, Revision::Etag(_)) => format!("ETag {short}"),
            (Self::Ja, Revision::Digest(_)) => format!("SHA-256 {short}"),
        }
    }

    /// What a notebook was imported from: `as of commit 1a2b3c4 of https://…`.
    pub fn as_of_revision(self, imported: &ImportedRevision) -> String {
        let revision = self.revision(&imported.revision);
        match (self, &imported.address) {
            (Self::En, Some(address)) => format!("as of {revision} of {address}"),
            (Self::En, None) => format!("as of {revision}"),
            (Self::Ja, Some(address)) => format!("{address} の{revision}時点"),
            (Self::Ja, None) => format!("{revision}時点"),
        }
    }

    /// Since when a source fails.
    pub fn fails_since(self, since: Timestamp) -> String {
        let since = self.instant(since);
        match self {
            Self::En => format!("cannot be read since {since}"),
            Self::Ja => format!("{since} から読み取れません"),
        }
    }

    /// What a change that waits would do.
    pub fn waiting_change(self, revision: &Revision, notes: &ChangeCount) -> String {
        let (revision, ChangeCount { new, changed, unchanged, vanished }) = (self.revision(revision), notes);
        match self {
            Self::En => {
                format!(
                    "{revision}: {new} new, {changed} changed, {unchanged} unchanged notes; {vanished} would leave"
                )
            }
            Self::Ja => {
                format!(
                    "{revision}: メモの新規 {new}・変更 {changed}・変更なし {unchanged}・なくなる {vanished}"
                )
            }
        }
    }

    /// How the sources do, for everybody.
    pub fn source_counts(self, counts: &SourceCounts) -> String {
        let SourceCounts { followed, failing, failing_since, waiting } = counts;
        let failing = failing_since.filter(|_| *failing > 0).map(|since| {
            let since = self.instant(since);
            match self {
                Self::En => format!("{failing} cannot be read since {since}"),
                Self::Ja => format!("{failing} 件は {since} から読み取れません"),
            }
        });
        let waiting = (*waiting > 0).then(|| match self {
            Self::En => format!("{waiting} waiting for a curator"),
            Self::Ja => format!("確認待ち {waiting}"),
        });
        [Some(followed.to_string()), failing, waiting].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Why something cannot be followed.
    pub fn not_a_source(self, error: NotASource) -> &'static str {
        match (self, error) {
            (Self::En, NotASource::Unknown) => "This is no address such as https://example.org/notes.md.",
            (Self::En, NotASource::NoRepository) => {
                "A branch and a folder are of a git repository: tick that it is one."
            }
            (Self::En, NotASource::Branch) => "The branch has characters that no branch has.",
            (Self::En, NotASource::Folder) => {
                "The folder is a path below the top of the repository, such as notes/2026."
            }
            (Self::En, NotASource::OnlyWeb) => "Only addresses of https:// and http:// can be added here.",
            (Self::Ja, NotASource::Unknown) => {
                "https://example.org/notes.md のようなアドレスを入力してください。"
            }
            (Self::Ja, NotASource::NoRepository) => {
                "ブランチとフォルダーは git リポジトリの場合に指定します。"
            }
            (Self::Ja, NotASource::Branch) => "ブランチ名に使えない文字があります。",
            (Self::Ja, NotASource::Folder) => "フォルダーはリポジトリ内のパスです(例: notes/2026)。",
            (Self::Ja, NotASource::OnlyWeb) => {
                "ここで追加できるのは https:// と http:// のアドレスだけです。"
            }
        }
    }
}
