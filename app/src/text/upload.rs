//! Texts of the pages that import uploaded files.

use domain::notebook::Rights;
use domain::notebook::reimport::ChangeCount;
use domain::pages::{UploadPreview, UploadResult};
use domain::remark::RemarkKind;

use super::Lang;
use crate::request::UploadRefusal;

texts! {
    upload_title: "Import notes", "メモを取り込む";
    upload_hint: "Markdown and org-mode journals, Zenn scraps, and zip archives of them. You see what would change before anything does.",
        "Markdown・org-mode の日誌、Zenn のスクラップ、それらの zip を取り込めます。変更内容を確認してから取り込みます。";
    upload_files: "Files", "ファイル";
    upload_files_hint: "Several files are those of one notebook. They can be dropped here, too.",
        "複数のファイルは一つのノートのものとして扱います。ここにドロップすることもできます。";
    upload_notebook: "Notebook", "ノート";
    upload_new_notebook: "A new one, or the one that the files name", "新しいノート、またはファイルに書かれたノート";
    upload_new_title: "Title of a new notebook", "新しいノートの名前";
    upload_new_title_hint: "Left empty, it is the title that the files have.", "空欄なら、ファイルに書かれた名前になります。";
    upload_missing: "What the notebook has and the files do not", "ノートにあってファイルにないもの";
    upload_stays: "stays: the files are added to the notebook", "残す(ファイルをノートに追加する)";
    upload_leaves: "leaves: the files are the whole notebook", "なくす(ファイルがノートのすべて)";
    upload_rights: "Rights", "権利";
    upload_rights_stated: "As the files or the notebook state", "ファイルまたはノートの記載どおり";
    upload_rights_own: "The notes are my own", "自分のメモ";
    upload_rights_licensed: "The notes are under a licence", "ライセンスのあるメモ";
    upload_rights_unstated: "Unknown: search engines are asked not to index them", "不明(検索エンジンに登録しないよう求める)";
    upload_licence: "Licence, where there is one", "ライセンス(ある場合)";
    upload_time_zone: "Time zone of the days", "日付のタイムゾーン";
    upload_time_zone_hint: "Left empty, it is that of the files or the notebook, else Asia/Tokyo.",
        "空欄なら、ファイルまたはノートのもの、なければ Asia/Tokyo です。";
    upload_look: "Show what would change", "変更内容を確認する";
    upload_progress: "Upload", "アップロード";
    upload_is_read: "The files are here and are being read…", "ファイルを読み込んでいます…";
    upload_failed: "The upload failed. Try again.", "アップロードできませんでした。もう一度お試しください。";
    upload_preview_hint: "Nothing has changed yet. The upload is kept for an hour.", "まだ何も変わっていません。アップロードしたファイルは 1 時間保持されます。";
    upload_renewed: "Something else changed the database meanwhile: this is what would change now.",
        "その間にデータベースが変更されました。以下は現時点での変更内容です。";
    upload_unchanged: "Nothing would change.", "変わるものはありません。";
    upload_agreed: "I know that these notes leave the notebook", "これらのメモがノートからなくなることを理解しました";
    upload_unconfirmed: "Nothing was imported: tick the box that says that notes leave the notebook.",
        "取り込んでいません。メモがなくなることを確認する欄にチェックを入れてください。";
    upload_apply: "Import", "取り込む";
    upload_leave: "Leave it", "やめる";
    upload_vanishing: "Notes that would leave", "なくなるメモ";
    upload_remarks: "Remarks", "読み込み時の注意";
    upload_gone_title: "This upload is gone", "このアップロードはもうありません";
    upload_gone: "An upload is kept for an hour, for the one who sent it, until it is imported, left, or the server starts again.",
        "アップロードは、取り込むかやめるまで、送信した人のために 1 時間だけ保持されます。サーバーを再起動すると消えます。";
    upload_again: "Upload it again", "もう一度アップロードする";
    upload_link: "Import notes", "メモを取り込む";
    upload_undo: "Undo…", "取り消す…";
}

impl Lang {
    /// That what was sent is larger than so many bytes.
    pub fn upload_too_large(self, max_bytes: u64) -> String {
        let mib = max_bytes / 1024 / 1024;
        match self {
            Self::En => format!(
                "This is more than {mib} MiB, the most that may be uploaded: pack the files into a zip archive, or use `kepline import`."
            ),
            Self::Ja => format!(
                "アップロードの上限({mib} MiB)を超えています。zip に圧縮するか、`kepline import` を使ってください。"
            ),
        }
    }

    /// Why an upload was not taken.
    pub fn upload_refusal(self, refusal: &UploadRefusal, max_bytes: u64) -> String {
        match (self, refusal) {
            (_, UploadRefusal::TooLarge) => self.upload_too_large(max_bytes),
            (Self::En, UploadRefusal::NoFile) => "No file was chosen.".to_owned(),
            (Self::Ja, UploadRefusal::NoFile) => "ファイルが選ばれていません。".to_owned(),
            (Self::En, UploadRefusal::NoForm) => {
                "This is not the form of this page, or not all of it came.".to_owned()
            }
            (Self::Ja, UploadRefusal::NoForm) => "フォームを読み取れませんでした。".to_owned(),
            (Self::En, UploadRefusal::NoTitle) => {
                "The title has no letter or digit that could name the notebook in addresses.".to_owned()
            }
            (Self::Ja, UploadRefusal::NoTitle) => {
                "ノートの名前に、アドレスに使える文字がありません。".to_owned()
            }
            (Self::En, UploadRefusal::TitleTaken(title)) => {
                format!("There is a notebook of that name already: choose “{title}” from the list.")
            }
            (Self::Ja, UploadRefusal::TitleTaken(title)) => {
                format!("その名前のノートはすでにあります。一覧から「{title}」を選んでください。")
            }
            (Self::En, UploadRefusal::TooMany) => {
                "Too many uploads wait to be confirmed: try again later.".to_owned()
            }
            (Self::Ja, UploadRefusal::TooMany) => {
                "確認待ちのアップロードが多すぎます。後でもう一度お試しください。".to_owned()
            }
            (_, UploadRefusal::Unreadable(why)) => why.clone(),
            (_, UploadRefusal::Failed) => self.upload_failed().to_owned(),
        }
    }

    /// `Import into “Field notes”?`.
    pub fn upload_preview_title(self, preview: &UploadPreview) -> String {
        let title = &preview.title;
        match (self, preview.is_new, preview.is_part) {
            (Self::En, true, _) => format!("Import “{title}”, a new notebook?"),
            (Self::En, false, true) => format!("Add to “{title}”?"),
            (Self::En, false, false) => format!("Import “{title}” again?"),
            (Self::Ja, true, _) => format!("新しいノート「{title}」として取り込みますか?"),
            (Self::Ja, false, true) => format!("「{title}」に追加しますか?"),
            (Self::Ja, false, false) => format!("「{title}」を取り込み直しますか?"),
        }
    }

    /// The files, and what is known of their notebook.
    pub fn upload_facts(self, preview: &UploadPreview) -> String {
        let rights = match (self, &preview.rights) {
            (_, Rights::Licensed(licence)) => licence.clone(),
            (Self::En, Rights::Own) => "own notes".to_owned(),
            (Self::En, Rights::Unstated) => "rights unstated".to_owned(),
            (Self::Ja, Rights::Own) => "自分のメモ".to_owned(),
            (Self::Ja, Rights::Unstated) => "権利の記載なし".to_owned(),
        };
        let mut files = preview.files.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        if preview.files.len() > 5 {
            files += ", …";
        }
        format!("{files} · {} · {rights}", preview.time_zone)
    }

    /// What would change, a line each.
    pub fn upload_effects(self, preview: &UploadPreview) -> Vec<String> {
        let counts = |label: &str, count: &ChangeCount| {
            let changes = self.changes(count);
            (!changes.is_empty()).then(|| format!("{label}: {}", changes.join(self.comma())))
        };
        let mut lines: Vec<String> =
            [counts(self.notes(), &preview.notes), counts(self.entries(), &preview.entries)]
                .into_iter()
                .flatten()
                .collect();
        if lines.is_empty() {
            lines.push(self.upload_unchanged().to_owned());
        }
        let unchanged = preview.notes.unchanged;
        lines.push(match self {
            Self::En => format!("Unchanged notes: {unchanged}"),
            Self::Ja => format!("変わらないメモ: {unchanged}"),
        });
        if preview.not_in_part > 0 {
            lines.push(match self {
                Self::En => format!("Of these not in the files: {}", preview.not_in_part),
                Self::Ja => format!("そのうちファイルにないもの: {}", preview.not_in_part),
            });
        }
        if preview.forgotten > 0 {
            lines.push(match self {
                Self::En => format!("Left out, as they were forgotten: {}", preview.forgotten),
                Self::Ja => format!("完全に削除されたため取り込まないもの: {}", preview.forgotten),
            });
        }
        lines
    }

    /// What an import did: `Imported into “Field notes”: 3 new`.
    pub fn upload_done(self, result: &UploadResult) -> String {
        let title = &result.title;
        let changes = match self.changes(&result.notes) {
            changes if changes.is_empty() => self.upload_unchanged_by_import().to_owned(),
            changes => changes.join(self.comma()),
        };
        match self {
            Self::En => format!("Imported into “{title}”: {changes}."),
            Self::Ja => format!("「{title}」に取り込みました: {changes}。"),
        }
    }

    fn upload_unchanged_by_import(self) -> &'static str {
        match self {
            Self::En => "no note changed",
            Self::Ja => "変わったメモはありません",
        }
    }

    /// What remarks of a kind are about.
    pub fn remark_kind(self, kind: RemarkKind) -> &'static str {
        match (self, kind) {
            (Self::En, RemarkKind::UnreadDay) => "Days that were not read",
            (Self::En, RemarkKind::OddDay) => "Odd days",
            (Self::En, RemarkKind::Lost) => "Missing",
            (Self::En, RemarkKind::Announced) => "Announced",
            (Self::En, RemarkKind::FrontMatter) => "Front matter",
            (Self::En, RemarkKind::Encoding) => "Encoding",
            (Self::En, RemarkKind::Form) => "Kept in another form",
            (Self::En, RemarkKind::PassedOver) => "Passed over",
            (Self::En, RemarkKind::Match) => "Uncertain: matched with what was known",
            (Self::En, RemarkKind::Other) => "Other remarks",
            (Self::Ja, RemarkKind::UnreadDay) => "読み取れなかった日付",
            (Self::Ja, RemarkKind::OddDay) => "不自然な日付",
            (Self::Ja, RemarkKind::Lost) => "欠けているもの",
            (Self::Ja, RemarkKind::Announced) => "件数の違い",
            (Self::Ja, RemarkKind::FrontMatter) => "フロントマター",
            (Self::Ja, RemarkKind::Encoding) => "文字コード",
            (Self::Ja, RemarkKind::Form) => "別の形で保存したもの",
            (Self::Ja, RemarkKind::PassedOver) => "読み飛ばしたもの",
            (Self::Ja, RemarkKind::Match) => "既存のメモとの対応が不確かなもの",
            (Self::Ja, RemarkKind::Other) => "その他",
        }
    }
}
