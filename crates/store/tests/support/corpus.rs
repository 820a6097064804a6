//! Notes by the thousand, the same in every run, in which much is nearly the same.

use domain::Date;
use domain::notebook::Notebook;
use domain::notebook::Rights;
use domain::notebook::draft::{DraftEntry, DraftNote, Fidelity};
use store::Replacement;

/// What sentences are put together of: Japanese without spaces, names with capitals within, marks,
/// and spellings that only folding makes the same.
const WORDS: [&str; 64] = [
    "Pod",
    "の",
    "停止",
    "を",
    "検証",
    "する",
    "停止中",
    "中止",
    "検証済み",
    "証明",
    "コンテナ",
    "コンテナー",
    "ｺﾝﾃﾅ",
    "イメージ",
    "ボリューム",
    "ノード",
    "再起動",
    "起動",
    "再開",
    "開発",
    "発表",
    "機能",
    "機能ゲート",
    "安定版",
    "版",
    "terminationGracePeriodSeconds",
    "gracePeriod",
    "Graceful",
    "shutdown",
    "HTTPServer",
    "PRs",
    "IPv6",
    "v1.28",
    "1.28.0",
    "1.29",
    "--concurrency",
    "—concurrency",
    "kubelet",
    "Kubelet",
    "kube-proxy",
    "shared_buffers",
    "k/k#115138",
    "k/k#11513",
    "KEP-753",
    "KEP-7530",
    "kubernetes/enhancements#3723",
    "SidecarContainers",
    "sidecar",
    "ＫＥＰ",
    "ＡＰＩ",
    "API",
    "v1beta1",
    "beta",
    "alpha",
    "(slack)",
    "「引用」",
    "、",
    "。",
    "(",
    ")",
    " ",
    "  ",
    "café",
    "ÜBER",
];

/// Dice that fall the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From 0 to below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("less than the sides")
    }
}

/// A notebook of `entries` days with a note each.
pub fn generated(entries: usize) -> Replacement {
    let mut dice = Dice::new(0x006b_6570_6c69_6e65);
    let mut day = Date::constant(2000, 1, 1);
    let entries = (0..entries)
        .map(|n| {
            let mut text = format!("{n} ");
            for _ in 0..4 + dice.roll(16) {
                text.push_str(WORDS[dice.roll(WORDS.len())]);
                text.push_str(["", "", " ", "", "\n"][dice.roll(5)]);
            }
            let date = day;
            day = day.tomorrow().expect("a day of this millennium");
            DraftEntry {
                line: 1,
                date: Some(date),
                notes: vec![DraftNote { line: 1, markdown: text }],
                ..DraftEntry::default()
            }
        })
        .collect();
    Replacement {
        notebook: Notebook {
            slug: "generated".parse().expect("a slug"),
            title: "Generated".to_owned(),
            author: None,
            origin: None,
            time_zone: "Asia/Tokyo".to_owned(),
            rights: Rights::Own,
            announced_entries: None,
            lost_links: false,
            is_written: false,
        },
        entries,
        fidelity: Fidelity::Written,
        source: None,
        origin: None,
        at: "2026-01-01T00:00:00Z".parse().expect("an instant"),
        may_lose: false,
        is_part: false,
        dry_run: false,
        seen: None,
    }
}
