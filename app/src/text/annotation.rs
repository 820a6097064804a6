//! Texts of documents that are annotated.

use domain::Date;
use domain::annotation::{CitationSubject, Finding};
use domain::api_removal::{ApiOutcome, ApiService};
use domain::gate::GateOutcome;
use domain::github::ItemState;
use domain::release::{ReleasePhase, VersionOutcome};

use super::Lang;

/// How many lines are named at most.
const MOST_LINES: usize = 12;

texts! {
    annotate: "Annotate", "注釈を付ける";
    annotation_summary: "What became of it", "その後どうなったか";
    nothing_found: "Nothing that it names has changed, was given up or is unknown.",
        "変わったもの、取りやめになったもの、不明なものはありません。";
    names_nothing: "It names no KEP, pull request, issue, feature gate or Kubernetes version.",
        "KEP・プルリクエスト・issue・フィーチャーゲート・Kubernetes のバージョンは見つかりませんでした。";
    release_unknown: "unknown release", "不明なリリース";
}

impl Lang {
    /// What became of something that a document names, in a line: `alpha 1.27 → stable 1.33; late, …`.
    pub fn citation_outcome(self, subject: &CitationSubject) -> String {
        match subject {
            CitationSubject::Reference(reference) => {
                let outcome = reference.outcome.as_deref();
                let words = outcome.and_then(|outcome| self.outcome_with_verdict(outcome));
                words.unwrap_or_else(|| self.github_state(ItemState::Unknown).to_owned())
            }
            CitationSubject::Gate(outcome) => self.gate_then_now(outcome),
            CitationSubject::Version(outcome) => self.version_then_now(outcome),
            CitationSubject::Api(outcome) => self.api_service(outcome),
        }
    }

    /// `alpha, off (1.28) → stable, locked on (1.37)`.
    fn gate_then_now(self, outcome: &GateOutcome) -> String {
        let now = format!("{} ({})", self.gate_end(outcome), outcome.now.release);
        match outcome.before() {
            Some(then) => format!("{} ({}) → {now}", self.gate_state(then.state), then.release),
            None => now,
        }
    }

    /// `planned for 15 Aug 2023 → end of life 22 Oct 2024`.
    fn version_then_now(self, outcome: &VersionOutcome) -> String {
        let now = self.release_phase(outcome.now);
        match outcome.then.filter(|_| outcome.has_changed()) {
            Some(then) => format!("{} → {now}", self.release_phase(then)),
            None => now,
        }
    }

    /// What a release is on a day.
    pub fn release_phase(self, phase: ReleasePhase) -> String {
        let day = |day| self.short_day(day);
        match (self, phase) {
            (Self::En, ReleasePhase::Planned { day: out }) => format!("planned for {}", day(out)),
            (Self::Ja, ReleasePhase::Planned { day: out }) => format!("{} リリース予定", day(out)),
            (Self::En, ReleasePhase::Supported { until: Some(end), .. }) => {
                format!("supported until {}", day(end))
            }
            (Self::Ja, ReleasePhase::Supported { until: Some(end), .. }) => {
                format!("{} までサポート", day(end))
            }
            (Self::En, ReleasePhase::Supported { since, until: None }) => format!("out since {}", day(since)),
            (Self::Ja, ReleasePhase::Supported { since, until: None }) => format!("{} リリース", day(since)),
            (Self::En, ReleasePhase::EndOfLife { since, .. }) => format!("end of life {}", day(since)),
            (Self::Ja, ReleasePhase::EndOfLife { since, .. }) => format!("{} サポート終了", day(since)),
            (_, ReleasePhase::Unknown) => self.release_unknown().to_owned(),
        }
    }

    /// `removed in 1.25, use batch/v1`.
    fn api_service(self, outcome: &ApiOutcome) -> String {
        let mut releases: Vec<String> =
            outcome.removals.iter().map(|removal| removal.removed_in.to_string()).collect();
        releases.dedup();
        let releases = releases.join(if self == Self::En { " and " } else { "・" });
        let mut others: Vec<&str> = Vec::new();
        for replacement in outcome.removals.iter().filter_map(|removal| removal.replacements.first()) {
            if !others.contains(&replacement.api) {
                others.push(replacement.api);
            }
        }
        let others = others.join(", ");
        let gone = match (self, outcome.now) {
            (Self::En, Some(ApiService::Removed | ApiService::PartlyRemoved)) => {
                format!("removed in {releases}")
            }
            (Self::Ja, Some(ApiService::Removed | ApiService::PartlyRemoved)) => format!("{releases} で削除"),
            (Self::En, _) => format!("served until {releases}"),
            (Self::Ja, _) => format!("{releases} で削除予定"),
        };
        match (self, others.is_empty()) {
            (_, true) => gone,
            (Self::En, false) => format!("{gone}, use {others}"),
            (Self::Ja, false) => format!("{gone}、代わりに {others}"),
        }
    }

    /// What is to be looked at, in a word or two.
    pub fn finding(self, finding: Finding) -> &'static str {
        match (self, finding) {
            (Self::En, finding) => finding.as_str(),
            (Self::Ja, Finding::Dropped) => "取りやめ",
            (Self::Ja, Finding::Removed) => "削除済み",
            (Self::Ja, Finding::Missed) => "見送り",
            (Self::Ja, Finding::Slipped) => "遅れ",
            (Self::Ja, Finding::Closed) => "クローズ",
            (Self::Ja, Finding::Unsupported) => "サポート終了",
            (Self::Ja, Finding::Changed) => "変化あり",
            (Self::Ja, Finding::Unknown) => "不明",
        }
    }

    /// The findings of a citation: `slipped, changed`.
    pub fn findings(self, findings: &[Finding]) -> String {
        let words: Vec<&str> = findings.iter().map(|finding| self.finding(*finding)).collect();
        words.join(if self == Self::En { ", " } else { "・" })
    }

    /// Where something stands: `line 12`, `lines 3, 12`; of very many lines the first.
    pub fn on_lines(self, lines: &[usize]) -> String {
        let first = lines.iter().take(MOST_LINES);
        let mut numbers = first.map(ToString::to_string).collect::<Vec<_>>().join(", ");
        if lines.len() > MOST_LINES {
            numbers.push('…');
        }
        match (self, lines) {
            (Self::En, [_]) => format!("line {numbers}"),
            (Self::En, _) => format!("lines {numbers}"),
            (Self::Ja, _) => format!("{numbers} 行目"),
        }
    }
}

texts! {
    annotate_title: "Annotate a document", "文書に注釈を付ける";
    annotate_hint: "Paste a design, a release plan or a thread from a chat: it comes back with what became of every KEP, pull request, issue, feature gate and Kubernetes version in it.",
        "設計書・リリース計画・チャットのログなどを貼り付けると、文中の KEP・プルリクエスト・issue・フィーチャーゲート・Kubernetes のバージョンがその後どうなったかを添えて表示します。";
    annotate_keeps_nothing: "Nothing is kept.", "送った内容は保存されません。";
    annotate_again: "Another document", "別の文書";
    annotated_document: "The document", "文書";
    document_label: "Document, in Markdown", "文書(Markdown)";
    document_limit: "Up to 256 kB.", "256 kB まで。";
    document_file: "or a file", "またはファイル";
    document_day: "Day of the document", "文書の日付";
    document_as_of: "State as of", "状態の基準日";
    document_days_hint: "Without a day of the document, that of its front matter counts, and nothing is said of then where it has none.",
        "文書の日付が空欄なら front matter の日付を使います。どちらもなければ当時の状態は表示しません。";
    no_document_day: "not stated", "記載なし";
    save_markdown: "As Markdown", "Markdown で保存";
    save_json: "As JSON", "JSON で保存";
    document_example: "Show an example", "例を表示";
    document_too_large: "The document is larger than 256 kB.", "文書が 256 kB を超えています。";
    document_is_empty: "There is nothing to annotate: paste a document, or choose a file.",
        "文書がありません。貼り付けるか、ファイルを選んでください。";
    no_document_form: "This is not the form of a document.", "文書のフォームではありません。";
    example_document: "# Plan for the autumn\n\n- Sidecars by KEP-753: they are to be alpha in 1.28.\n- Swap by KEP-2400, user namespaces by KEP-127.\n- Devices by KEP-3063, as no other way is in sight.\n- We run Kubernetes 1.26, and 1.27 from June on.\n\n| job | manifest |\n|---|---|\n| reports | `batch/v1beta1` CronJob |\n",
        "# 秋に向けた計画\n\n- サイドカーは KEP-753。1.28 で alpha になる予定。\n- スワップは KEP-2400、ユーザー名前空間は KEP-127。\n- デバイスは KEP-3063。ほかの方法はまだなさそう。\n- いまは Kubernetes 1.26、6 月に 1.27 へ上げる。\n\n| ジョブ | マニフェスト |\n|---|---|\n| 集計 | `batch/v1beta1` CronJob |\n";
}

impl Lang {
    /// That the document's day comes after the day that now is to mean.
    pub fn document_is_newer(self, day: Date, as_of: Date) -> String {
        let (day, as_of) = (self.short_day(day), self.short_day(as_of));
        match self {
            Self::En => format!("The document is of {day}, which comes after {as_of}."),
            Self::Ja => format!("文書の日付 {day} が {as_of} より後です。"),
        }
    }

    /// That a file is no text, by the line that shows it.
    pub fn document_is_no_text(self, line: usize) -> String {
        match self {
            Self::En => format!("This is no text in UTF-8: see line {line}."),
            Self::Ja => format!("UTF-8 のテキストではありません({line} 行目)。"),
        }
    }

    /// How many things are left out of a list.
    pub fn more_things(self, things: usize) -> String {
        match self {
            Self::En => format!("{things} more stand in the Markdown and the JSON."),
            Self::Ja => format!("ほか {things} 件は Markdown と JSON にあります。"),
        }
    }
}
