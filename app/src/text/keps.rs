//! The words of the pages about KEPs, pull requests, SIGs, versions and the state of the facts.

use domain::Date;
use domain::github::ItemStanding;
use domain::kep::{Milestone, Stage};
use domain::list::keps::Sort;
use domain::outcome::story::{Fate, Promise, StageStory};
use domain::version::Version;

use super::Lang;

texts! {
    keps: "KEPs", "KEP";
    sigs: "SIGs", "SIG";
    versions: "Versions", "バージョン";
    sections: "Sections", "セクション";
    way_up: "Up from here", "上の階層";
    kep_list_description: "Every Kubernetes enhancement proposal: where it stands now, what it plans, and which notes cite it.",
        "すべての Kubernetes 拡張提案 (KEP) の現在の状態と予定、言及しているメモ。";
    kep: "KEP", "KEP";
    title: "Title", "タイトル";
    now_column: "Now", "現在";
    planned_column: "Planned", "予定";
    status_column: "Status", "ステータス";
    stage_column: "Stage now", "現在の stage";
    moved_column: "Moved", "変化した日";
    notes_column: "Notes", "メモ";
    number_column: "Number", "番号";
    version_named: "Version in its milestones", "milestone のバージョン";
    cited_in_notes: "Cited in the notes", "メモで言及されている KEP";
    all_others: "All others", "そのほかの KEP";
    sorted_by: "Sort by", "並べ替え";
    ascending: "ascending", "昇順";
    descending: "descending", "降順";
    no_keps_match: "No KEP matches all of these filters", "すべての条件に合う KEP はありません";
    no_such_page: "There is no such page of this list", "このページはありません";
    no_keps: "No KEPs yet", "KEP のデータがまだありません";
    no_keps_hint: "The operator fetches them with `kepline sync keps`.", "運営者が `kepline sync keps` で取得します。";
    to_keps: "All KEPs", "KEP 一覧へ";
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
    its_state_now: "State now", "現在の状態";
    fetched_on: "GitHub asked on", "GitHub に問い合わせた日:";
    labels: "Labels", "ラベル";
    milestone: "Milestone", "マイルストーン";
    about_kep: "About", "関連する KEP";
    cited_as: "Cited as", "表記";
    cited_on: "On", "日付";
    it_was: "It was then", "当時の状態";
    every_citation: "Every citation", "すべての言及";
    not_known_item: "Nothing here cites this number", "この番号に言及しているメモはありません";
    not_known_item_hint: "Kepline knows the pull requests and issues that its notes cite, and no others.",
        "Kepline が把握しているのは、メモで言及されたプルリクエストと Issue だけです。";
    sig_list_description: "Every special interest and working group, with its notes and KEPs.",
        "すべての SIG と WG のメモと KEP の数。";
    group: "Group", "グループ";
    keps_owned: "KEPs owned", "担当 KEP";
    active_groups: "Active", "活動中";
    archived_groups: "Archived", "活動終了";
    other_groups: "On no list of the community", "コミュニティの一覧にないグループ";
    archived: "archived", "活動終了";
    unknown_sig: "There is no such group", "そのグループはありません";
    to_sigs: "All groups", "グループ一覧へ";
    takes_part_in: "KEPs that it takes part in", "参加している KEP";
    newest_notes: "Newest notes", "新しいメモ";
    none_of_these: "None.", "ありません。";
    version_list_description: "Every Kubernetes minor version with its dates and notes.",
        "Kubernetes の各マイナーバージョンの日程とメモ。";
    release_day: "Release", "リリース";
    enhancements_freeze: "Enhancements freeze", "Enhancements freeze";
    code_freeze: "Code freeze", "Code freeze";
    end_of_life: "End of life", "サポート終了";
    upcoming: "upcoming", "予定";
    supported: "supported", "サポート中";
    ended: "ended", "終了";
    tagged_notes: "Notes on it", "このバージョンのメモ";
    cycle_notes: "Notes of its cycle", "開発期間中のメモ";
    unknown_version: "Nothing is known of that version", "そのバージョンの情報はありません";
    to_versions: "All versions", "バージョン一覧へ";
    came_out_with_it: "What came with it", "このリリースで到達した stage";
    came_out_hint: "As far as the KEPs tell: the stages that their newest files still confirm.", "KEP の最新のファイルで確認できる範囲です。";
    planned_for_it: "Planned for it", "予定されている stage";
    missed_by_it: "Planned, and not in it", "予定されていたが入らなかった stage";
    missed_by_it_hint: "On the day of the release a file still named it for the stage, and the newest no longer confirms that.",
        "リリース当日のファイルに記載があり、最新のファイルでは確認できないもの。";
    earlier_version: "Earlier version", "前のバージョン";
    later_version: "Later version", "次のバージョン";
    status_title: "State of the data", "データの状態";
    status_description: "How fresh the facts are, and what each sync did.", "データの鮮度と同期の結果。";
    sync: "Sync", "同期";
    data_as_of: "Data as of", "データの時点";
    age: "Age", "経過";
    last_run: "Last run", "最後の実行";
    result: "Result", "結果";
    never: "never", "未実行";
    run_failed: "failed; see the log of the server or of the command", "失敗(サーバーまたはコマンドのログを確認してください)";
    run_cut_off: "runs, or was cut off", "実行中、または中断";
    run_done: "done", "完了";
    what_there_is: "What there is", "件数";
    notebooks: "Notebooks", "ノート";
    entries: "Entries", "投稿";
    notes: "Notes", "メモ";
    references: "Citations", "言及";
    with_state: "with a state", "状態あり";
    without_state: "unknown", "不明";
    github_items: "Pull requests and issues fetched", "取得済みのプルリクエストと Issue";
    program: "Program", "プログラム";
    to_sync: "To bring the facts up to date:", "データを更新するには:";
    sync_keps: "KEPs", "KEP";
    sync_github: "GitHub", "GitHub";
    sync_releases: "Releases", "リリース日程";
}

impl Lang {
    /// What became of a promise, in words; `release_day` is that of its release.
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

    /// What became of a promise, in a word.
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

    /// What the drawing of a KEP is called.
    pub fn ruler_title(self, name: &str) -> String {
        match self {
            Self::En => format!("What {name} promised for which release, and what became of it"),
            Self::Ja => format!("{name} が予定したリリースと、その後"),
        }
    }

    /// A note of a day, as the drawing calls it.
    pub fn note_on(self, day: Date) -> String {
        match self {
            Self::En => format!("Note of {day}"),
            Self::Ja => format!("{day} のメモ"),
        }
    }

    /// How many KEPs a list holds, and how many of them notes cite.
    pub fn kep_list_size(self, keps: u32, cited: u32) -> String {
        match (self, keps) {
            (Self::En, 1) => format!("1 KEP, {cited} cited"),
            (Self::En, _) => format!("{keps} KEPs, {cited} cited in the notes"),
            (Self::Ja, _) => format!("{keps} 件(メモで言及 {cited} 件)"),
        }
    }

    /// How many KEPs.
    pub fn kep_count(self, keps: u32) -> String {
        match (self, keps) {
            (Self::En, 1) => "1 KEP".to_owned(),
            (Self::En, _) => format!("{keps} KEPs"),
            (Self::Ja, _) => format!("KEP {keps} 件"),
        }
    }

    /// Which page of how many.
    pub fn page_number(self, page: u16, pages: u16) -> String {
        match self {
            Self::En => format!("Page {page} of {pages}"),
            Self::Ja => format!("{page} / {pages} ページ"),
        }
    }

    /// The page before, the page behind.
    pub fn previous_next(self) -> (&'static str, &'static str) {
        match self {
            Self::En => ("Previous", "Next"),
            Self::Ja => ("前へ", "次へ"),
        }
    }

    /// The word of an order.
    pub fn sort(self, sort: Sort) -> &'static str {
        match sort {
            Sort::Number => self.number_column(),
            Sort::Title => self.title(),
            Sort::Stage => self.stage_column(),
            Sort::Moved => self.moved_column(),
            Sort::Notes => self.notes_column(),
        }
    }

    /// `kubernetes/enhancements#3761 is a pull request about`.
    pub fn pull_about(self, pull: u32) -> String {
        match self {
            Self::En => format!("Number {pull} is a pull request about this KEP:"),
            Self::Ja => format!("{pull} は次の KEP についてのプルリクエストです:"),
        }
    }

    /// The notes that cite a number as a KEP which none has.
    pub fn notes_citing_as_kep(self, notes: u32) -> String {
        match (self, notes) {
            (Self::En, 1) => "One note cites it as a KEP.".to_owned(),
            (Self::En, _) => format!("{notes} notes cite it as a KEP."),
            (Self::Ja, _) => format!("KEP として言及しているメモが {notes} 件あります。"),
        }
    }

    /// What is known of a pull request now: `merged since 2023-10-05`.
    pub fn standing(self, standing: ItemStanding) -> String {
        let state = self.github_state(standing.state);
        match (self, standing.since) {
            (_, None) => state.to_owned(),
            (Self::En, Some(day)) => format!("{state} since {day}"),
            (Self::Ja, Some(day)) => format!("{state}({day} から)"),
        }
    }

    /// The release that a pull request landed in.
    pub fn landed_in(self, version: Version) -> String {
        match self {
            Self::En => format!("landed in {version}"),
            Self::Ja => format!("{version} に入りました"),
        }
    }

    /// What is planned next: `beta 1.29`, with a word where nothing confirms it.
    pub fn plan(self, milestone: Milestone, released_since: bool) -> String {
        if released_since { format!("{milestone} ({})", self.not_confirmed()) } else { milestone.to_string() }
    }

    /// A stage as a heading, with what it means here.
    pub fn stage_heading(self, stage: Stage) -> String {
        let word = stage.as_str();
        let mut letters = word.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
    }

    /// KEPs of which nothing has come out.
    pub fn nothing_shipped_heading(self) -> &'static str {
        match self {
            Self::En => "Nothing shipped yet",
            Self::Ja => "未リリース",
        }
    }

    /// The days of a cycle.
    pub fn cycle(self, first: Date, last: Date) -> String {
        match self {
            Self::En => format!("Its cycle: {first} to {last}"),
            Self::Ja => format!("開発期間: {first} 〜 {last}"),
        }
    }

    /// How old something is.
    pub fn elapsed(self, seconds: i64) -> String {
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        match (self, days, hours) {
            (Self::En, 0, 0) => format!("{minutes} min"),
            (Self::En, 0, _) => format!("{hours} h"),
            (Self::En, 1, _) => "1 day".to_owned(),
            (Self::En, ..) => format!("{days} days"),
            (Self::Ja, 0, 0) => format!("{minutes} 分"),
            (Self::Ja, 0, _) => format!("{hours} 時間"),
            (Self::Ja, ..) => format!("{days} 日"),
        }
    }
}
