//! Texts of the page of a KEP.

use super::Lang;
use domain::Date;
use domain::outcome::story::{Fate, Promise, StageStory};
use domain::version::Version;

texts! {
    way_up: "Up from here", "上の階層";
    untitled: "untitled", "無題";
    promised_and_delivered: "Promised and delivered", "約束と実績";
    ruler_scrolls: "Ruler of releases; it scrolls sideways", "リリースの目盛り(横にスクロールできます)";
    legend: "Signs", "記号";
    sign_shipped: "shipped", "リリース済み";
    sign_promised: "promised", "予定";
    sign_put_off: "put off", "延期";
    sign_missed: "missed", "見送り";
    sign_note: "a note that cites it", "言及しているメモ";
    as_a_table: "As a table", "表で見る";
    stage: "Stage", "stage";
    promised_for: "Promised for", "予定されたリリース";
    stated_on: "Said on", "記載日";
    promise_outcome: "What became of it", "その後";
    nothing_promised: "Its files never named a release for a stage.", "この KEP のファイルには stage ごとのリリースの記載がありません。";
    facts: "Facts", "基本情報";
    owning_sig: "Owned by", "担当 SIG";
    participating_sigs: "Takes part", "参加 SIG";
    file_stage: "Stage in the file", "ファイル上の stage";
    latest_milestone: "Latest milestone", "最新の milestone";
    feature_gates: "Feature gates", "フィーチャーゲート";
    see_also: "See also", "関連";
    replaces: "Replaces", "置き換え元";
    superseded_by: "Superseded by", "置き換え先";
    first_file: "First file", "最初のファイル";
    moved_last: "Moved last", "最後の変化";
    links: "Links", "リンク";
    its_folder: "Its folder on GitHub", "GitHub のフォルダー";
    its_issue: "Its tracking issue", "追跡 Issue";
    its_site: "kep.k8s.io", "kep.k8s.io";
    gone_file: "Its file has left the repository; what it said last is shown.", "ファイルはリポジトリから削除されています。最後の内容を表示しています。";
    citing_notes: "Notes that cite it", "言及しているメモ";
    no_citing_notes: "No note cites it.", "言及しているメモはありません。";
    on_the_timeline: "See them on the timeline", "タイムラインで見る";
    its_pulls: "Pull requests about it", "関連するプルリクエスト";
    all_pulls: "All that touched its folder", "フォルダーを変更したすべて";
    two_keps: "Two KEPs have this number", "この番号の KEP は 2 つあります";
    two_keps_hint: "The number was given out twice. Which one do you mean?", "番号が重複しています。どちらの KEP ですか?";
    unknown_kep_page: "There is no KEP of that name", "その KEP はありません";
    unknown_kep_hint: "No folder of the enhancements repository has it. It may be a pull request or an issue, or not synced yet.",
        "enhancements リポジトリにこのフォルダーはありません。プルリクエストや Issue の番号か、まだ同期されていない KEP かもしれません。";
    on_github_as: "Look for the number on GitHub", "この番号を GitHub で見る";
}

impl Lang {
    /// The fate of a promise with its days; `release_day` is that of its release.
    pub fn fate(self, promise: &Promise, next: Option<Version>, release_day: Option<Date>) -> String {
        let to = next.map(|version| format!(" → {version}")).unwrap_or_default();
        match (self, promise.fate, release_day) {
            (Self::En, Fate::Shipped, Some(day)) => format!("shipped on {day}"),
            (Self::En, Fate::Shipped, None) => "shipped".to_owned(),
            (Self::En, Fate::Planned, Some(day)) => format!("planned; the release is due on {day}"),
            (Self::En, Fate::Planned, None) => "planned".to_owned(),
            (Self::En, Fate::Unconfirmed, _) => "released since; not confirmed".to_owned(),
            (Self::En, Fate::PutOff(day), _) => format!("put off on {day}{to}"),
            (Self::En, Fate::BroughtForward(day), _) => format!("brought forward on {day}{to}"),
            (Self::En, Fate::Missed(Some(day)), _) => format!("missed; changed on {day}{to}"),
            (Self::En, Fate::Missed(None), _) => "missed; the file still says so".to_owned(),
            (Self::En, Fate::TakenBack(day), _) => format!("taken back on {day}"),
            (Self::En, Fate::GivenUp, _) => "given up".to_owned(),
            (Self::Ja, Fate::Shipped, Some(day)) => format!("{day} にリリース済み"),
            (Self::Ja, Fate::Shipped, None) => "リリース済み".to_owned(),
            (Self::Ja, Fate::Planned, Some(day)) => format!("予定(リリース予定日 {day})"),
            (Self::Ja, Fate::Planned, None) => "予定".to_owned(),
            (Self::Ja, Fate::Unconfirmed, _) => "リリース後、未確認".to_owned(),
            (Self::Ja, Fate::PutOff(day), _) => format!("{day} に延期{to}"),
            (Self::Ja, Fate::BroughtForward(day), _) => format!("{day} に前倒し{to}"),
            (Self::Ja, Fate::Missed(Some(day)), _) => format!("見送り({day} に変更{to})"),
            (Self::Ja, Fate::Missed(None), _) => "見送り(ファイルは未更新)".to_owned(),
            (Self::Ja, Fate::TakenBack(day), _) => format!("{day} に取り下げ"),
            (Self::Ja, Fate::GivenUp, _) => "中止".to_owned(),
        }
    }

    /// The fate of a promise in short.
    pub fn fate_label(self, fate: Fate) -> &'static str {
        match (self, fate) {
            (_, Fate::Shipped) => self.sign_shipped(),
            (_, Fate::Planned) => self.sign_promised(),
            (_, Fate::Unconfirmed) => self.not_confirmed(),
            (_, Fate::PutOff(_)) => self.sign_put_off(),
            (_, Fate::Missed(_)) => self.sign_missed(),
            (Self::En, Fate::BroughtForward(_)) => "brought forward",
            (Self::En, Fate::TakenBack(_)) => "taken back",
            (Self::En, Fate::GivenUp) => "given up",
            (Self::Ja, Fate::BroughtForward(_)) => "前倒し",
            (Self::Ja, Fate::TakenBack(_)) => "取り下げ",
            (Self::Ja, Fate::GivenUp) => "中止",
        }
    }

    /// The story of a stage in a line: `stable: 1.30 → 1.32 (missed) → 1.33 (shipped)`.
    pub fn stage_story(self, story: &StageStory) -> String {
        let promises: Vec<String> = story
            .promises
            .iter()
            .map(|promise| format!("{} ({})", promise.version, self.fate_label(promise.fate)))
            .collect();
        format!("{}: {}", story.stage, promises.join(" → "))
    }

    /// The title of the ruler of a KEP.
    pub fn ruler_title(self, name: &str) -> String {
        match self {
            Self::En => format!("What {name} promised for which release, and what became of it"),
            Self::Ja => format!("{name} が予定したリリースと、その後"),
        }
    }

    /// A dot of the ruler.
    pub fn note_on(self, day: Date) -> String {
        match self {
            Self::En => format!("Note of {day}"),
            Self::Ja => format!("{day} のメモ"),
        }
    }

    /// That a number is a pull request about the KEPs that follow.
    pub fn pull_about(self, pull: u32) -> String {
        match self {
            Self::En => format!("Number {pull} is a pull request about this KEP:"),
            Self::Ja => format!("{pull} は次の KEP についてのプルリクエストです:"),
        }
    }

    /// How many notes cite a number as a KEP which none has.
    pub fn notes_citing_as_kep(self, notes: u32) -> String {
        match (self, notes) {
            (Self::En, 1) => "One note cites it as a KEP.".to_owned(),
            (Self::En, _) => format!("{notes} notes cite it as a KEP."),
            (Self::Ja, _) => format!("KEP として言及しているメモが {notes} 件あります。"),
        }
    }
}
