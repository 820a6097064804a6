//! Texts of the log of imports, and of the page that undoes one.

use domain::notebook::reimport::ChangeCount;
use domain::pages::LoggedRun;

use super::Lang;

texts! {
    imports: "Imports", "取り込み";
    no_imports: "Nothing was imported yet.", "まだ何も取り込まれていません。";
    decisions_of_curators: "Decisions of curators", "キュレーターの決定";
    undo_link: "Undo…", "取り消す…";
    bring_back_link: "Bring back…", "元に戻す…";
    undo_import_title: "Undo this import?", "この取り込みを取り消しますか?";
    redo_import_title: "Bring this import back?", "取り消した取り込みを元に戻しますか?";
    not_undoable_title: "This import cannot be undone", "この取り込みは取り消せません";
    not_undoable_hint: "Imports of a notebook are undone from the last to the first: a later one is in effect, or this one was undone already, or it was before Kepline kept what an import changes.",
        "取り込みは、ノートごとに新しいものから順に取り消します。後の取り込みが有効であるか、すでに取り消されているか、変更内容が保存される前の取り込みです。";
    undo_import_hint: "Ids, decisions and what other imports did stay. It can be brought back as long as nothing else is imported.",
        "ID、決定、ほかの取り込みの内容は残ります。次の取り込みまでは元に戻せます。";
    undo_changes_nothing: "No note would change.", "変わるメモはありません。";
    bring_back: "Bring back", "元に戻す";
    to_imports: "Go to the log of imports", "取り込みの記録を見る";
}

impl Lang {
    /// What a run did: `Notes: 3 new, 2 changed, 1 left the source`; of its entries where no note changed.
    pub fn run_changes(self, run: &LoggedRun) -> String {
        let links = (run.repaired > 0).then(|| match self {
            Self::En => format!("{} got links back", run.repaired),
            Self::Ja => format!("リンク復元 {}", run.repaired),
        });
        let (kind, changes) = match self.changes(&run.notes) {
            changes if changes.is_empty() => (self.entries(), self.changes(&run.entries)),
            changes => (self.notes(), changes),
        };
        let changes = changes.into_iter().chain(links).collect::<Vec<_>>().join(self.comma());
        if changes.is_empty() { String::new() } else { format!("{kind}: {changes}") }
    }

    pub(super) fn changes(self, count: &ChangeCount) -> Vec<String> {
        let change = |number: u32, en: &str, ja: &str| {
            (number > 0).then(|| match self {
                Self::En => format!("{number} {en}"),
                Self::Ja => format!("{ja} {number}"),
            })
        };
        let changes = [
            change(count.new, "new", "新規"),
            change(count.changed, "changed", "変更"),
            change(count.vanished, "left the source", "削除"),
        ];
        changes.into_iter().flatten().collect()
    }

    /// That a run undid the import of a time, or brought it back; the time is unknown of one long ago.
    pub fn run_undid(self, imported_at: Option<&str>, brought_back: bool) -> String {
        let en = imported_at.map_or_else(|| "an import".to_owned(), |at| format!("the import of {at}"));
        let ja = imported_at.map_or_else(|| "取り込み".to_owned(), |at| format!("{at} の取り込み"));
        match (self, brought_back) {
            (Self::En, false) => format!("undid {en}"),
            (Self::En, true) => format!("brought back {en}"),
            (Self::Ja, false) => format!("{ja}を取り消し"),
            (Self::Ja, true) => format!("{ja}を元に戻した"),
        }
    }

    /// How many notes leave when a run is undone.
    pub fn notes_would_leave(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "1 note leaves: its permalink says so until it returns.".to_owned(),
            Self::En => format!("{notes} notes leave: their permalinks say so until they return."),
            Self::Ja => format!("{notes} 件のメモがなくなります。固定リンクには、その旨が表示されます。"),
        }
    }

    /// How many notes are again as they were before a run.
    pub fn notes_would_change(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "1 note comes back, or is again as it was.".to_owned(),
            Self::En => format!("{notes} notes come back, or are again as they were."),
            Self::Ja => format!("{notes} 件のメモが復帰するか、以前の内容に戻ります。"),
        }
    }

    /// How many decisions are on notes that leave.
    pub fn decisions_would_wait(self, decisions: u32) -> String {
        match self {
            Self::En if decisions == 1 => "1 decision on them waits for their return.".to_owned(),
            Self::En => format!("{decisions} decisions on them wait for their return."),
            Self::Ja => format!("それらに対する {decisions} 件の決定は、復帰するまで保留されます。"),
        }
    }

    /// A batch of decisions: `2026-11-22 12:00 UTC, jane: 3 decisions`.
    pub fn batch_in_log(self, at: domain::Timestamp, curator: &str, decisions: u32) -> String {
        let at = self.instant(at);
        match self {
            Self::En if decisions == 1 => format!("{at}, {curator}: 1 decision"),
            Self::En => format!("{at}, {curator}: {decisions} decisions"),
            Self::Ja => format!("{at}, {curator}: 決定 {decisions} 件"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_names_what_it_changed_and_nothing_else() {
        let run = |notes: ChangeCount, entries: ChangeCount, repaired: u32| LoggedRun {
            id: 1,
            notebook: "field-notes".parse().unwrap(),
            title: "Field notes".into(),
            at: domain::Timestamp::UNIX_EPOCH,
            source: None,
            is_written: false,
            written_by: None,
            undoes: None,
            entries,
            notes,
            repaired,
            is_undone: false,
            can_undo: true,
        };
        let none = ChangeCount::default();
        let some = ChangeCount { new: 3, changed: 2, unchanged: 9, vanished: 1 };
        let check = |run: &LoggedRun, en: &str, ja: &str| {
            assert_eq!((Lang::En.run_changes(run).as_str(), Lang::Ja.run_changes(run).as_str()), (en, ja));
        };
        check(
            &run(some, none, 2),
            "Notes: 3 new, 2 changed, 1 left the source, 2 got links back",
            "メモ: 新規 3・変更 2・削除 1・リンク復元 2",
        );
        check(&run(none, ChangeCount { changed: 1, ..none }, 0), "Entries: 1 changed", "投稿: 変更 1");
        check(&run(none, none, 0), "", "");
    }
}
