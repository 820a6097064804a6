//! Texts of the pages on which notes are written.

use domain::notebook::Notebook;

use super::Lang;

texts! {
    write: "Write", "書く";
    write_title: "Write notes", "メモを書く";
    write_description: "The form in which notes are written.", "メモを書くフォーム。";
    edit_note_title: "Edit a note", "メモを編集";
    edit_note: "Edit", "編集";
    to_note: "Go to the note", "メモを見る";
    notebook_label: "Notebook", "ノート";
    day_label: "Day", "日付";
    markdown_label: "Notes", "メモ";
    markdown_label_of_one: "Note", "メモ";
    markdown_hint: "Markdown. Each item of a list is a note of its own, with what is nested in it. Cite as you speak: KEP-753, k/k#115138, an address.",
        "Markdown で書きます。箇条書きの各項目が、入れ子の内容ごと 1 件のメモになります。KEP-753、k/k#115138、URL などはそのまま書けます。";
    markdown_hint_of_one: "Markdown. What stands here stays one note.", "Markdown で書きます。ここに書いたものは 1 件のメモのままです。";
    follow_up: "Follow-up", "追記";
    follows_up_on: "Follows up on", "次のメモへの追記:";
    write_follow_up: "Follow up", "追記する";
    follow_up_title: "Follow up on a note", "メモに追記";
    follow_up_hint: "The note below stays as it is, and what you write hangs below it with its own day.",
        "下のメモはそのまま残り、書いた内容が日付付きの追記としてその下に表示されます。";
    followed_note_is_gone: "The note that this follows up on is not there.", "追記先のメモがありません。";
    no_notes_yet: "No notes yet", "まだメモがありません";
    preview: "Preview", "プレビュー";
    preview_hint: "Not saved yet.", "まだ保存されていません。";
    save: "Save", "保存";
    save_keys: "Ctrl+Enter saves", "Ctrl+Enter で保存";
    read_as: "Read as:", "次のように読みました:";
    nothing_to_save: "Nothing is written yet.", "まだ何も書かれていません。";
    unknown_day: "This is no day: write it as 2026-11-28.", "日付として読めません。2026-11-28 のように書いてください。";
    unknown_notebook: "Choose a notebook that is written here.", "ここで書いているノートを選んでください。";
    unknown_action: "This form does nothing of that name.", "このフォームにその操作はありません。";
    form_outdated: "The form is incomplete: load the page anew. Your words stand below.",
        "フォームの内容が不足しています。ページを読み込み直してください。書いた内容は下に残っています。";
    nothing_changed_by_form: "Nothing is other than before, so nothing was saved.", "変更がないため、保存していません。";
    words_not_saved: "Not saved. Your words stand below.", "保存していません。書いた内容は下に残っています。";
    sign_in_to_save: "Sign in in another tab, come back and save again", "別のタブでサインインしてから、ここに戻ってもう一度保存してください";
    opens_another_tab: "(opens another tab)", "(別のタブで開きます)";
    conflict: "Somebody else has changed this note meanwhile", "この間に、ほかの人がこのメモを変更しました";
    conflict_hint: "Struck out is what it says now, underlined is what stands in your form below. Take over what you want to keep: saving again puts your words in their place. Both stay in the history.",
        "取り消し線は現在の文面、下線は下のフォームの文面です。残したい部分を書き写してから、もう一度保存すると置き換わります。どちらも履歴に残ります。";
    words_now: "What it says now", "現在の文面";
    withdraw: "Withdraw…", "取り下げる…";
    withdraw_hint: "The note leaves the notebook, and its permalink says so. Its words stay in the history for curators, and it can be brought back.",
        "メモはノートから外れ、固定リンクにはその旨が表示されます。文面はキュレーターの履歴に残り、元に戻せます。";
    withdraw_note: "Withdraw this note", "このメモを取り下げる";
    withdrawn_title: "This note is withdrawn", "このメモは取り下げられています";
    withdrawn_hint: "Readers are shown that it left. Bring it back to edit it.", "読者には、なくなったと表示されます。編集するには元に戻してください。";
    bring_note_back: "Bring back", "元に戻す";
    has_a_source: "This notebook is read from a source", "このノートは取り込み元から読み込まれています";
    has_a_source_hint: "What was written here would be lost with its next import: edit the note where it comes from.",
        "ここで書いたものは、次の取り込みで失われます。メモは取り込み元で編集してください。";
    begin_notebook: "Begin a notebook", "ノートを始める";
    begin_another_notebook: "Begin another notebook…", "別のノートを始める…";
    begin_notebook_hint: "A notebook that lives here is written here: its notes are in this database alone, each saved state is kept in their history, and the export as Markdown takes them anywhere. A notebook that is imported from files stays with its files.",
        "ここで書くノートのメモは、このデータベースだけにあります。保存するたびに履歴が残り、Markdown に書き出してどこへでも移せます。ファイルから取り込んだノートは、引き続きそのファイルから読み込まれます。";
    notebook_title_label: "Title", "タイトル";
    author_label: "Author (may stay empty)", "著者 (省略可)";
    time_zone_label: "Time zone of its days", "日付のタイムゾーン";
    rights_label: "Others may", "他の人に許すこと";
    rights_choice_own: "read it anywhere: the notes are mine, and I agree", "どこでも読んでよい (自分のメモで、同意する)";
    rights_choice_licensed: "read it anywhere under a licence:", "次のライセンスのもとで読んでよい:";
    rights_choice_unstated: "read it on these pages alone: no search engines, no feeds of its text", "このサイトだけで読んでよい (検索エンジンや本文のフィードには載せない)";
    licence_label: "Licence", "ライセンス";
    begin: "Begin", "始める";
    needs_title: "Give the notebook a title with a letter or a digit.", "文字か数字を含むタイトルを付けてください。";
    unknown_time_zone: "No time zone has this name: write it as Asia/Tokyo.", "その名前のタイムゾーンはありません。Asia/Tokyo のように書いてください。";
    unknown_rights: "Choose what others may do; a licence needs a name.", "他の人に許すことを選んでください。ライセンスには名前が必要です。";
    notebook_exists: "There is a notebook of this title already: choose another title.", "このタイトルのノートはすでにあります。別のタイトルにしてください。";
    draft_restored: "Draft of {} restored", "{} の下書きを復元しました";
    discard_draft: "Discard", "破棄";
    not_reached: "Not saved: the server cannot be reached. Your words are kept in this browser.",
        "保存できません。サーバーに接続できません。書いた内容はこのブラウザーに残っています。";
    try_again: "Try again", "もう一度試す";
    withdrawn_here: "withdrawn", "取り下げ済み";
    bring_note_back_link: "Bring back…", "元に戻す…";
}

impl Lang {
    /// The notebook that a form writes in, where there is no choice.
    pub fn writes_in(self, notebook: &Notebook) -> String {
        match self {
            Self::En => format!("In {}", notebook.title),
            Self::Ja => format!("「{}」に書く", notebook.title),
        }
    }
}
