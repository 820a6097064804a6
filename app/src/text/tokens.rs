//! Texts of the page of tokens.

use domain::Date;

use super::Lang;

texts! {
    tokens: "Tokens", "トークン";
    tokens_hint: "A token lets a program add notes in your name, without your password. It changes and removes nothing, and reads nothing that strangers cannot read.",
        "トークンがあれば、プログラムがパスワードなしであなたの名前でメモを追加できます。既存のメモの変更や削除はできず、一般の読者に見えないものは読めません。";
    token_shown_once: "This is the new token. Copy it now: it is not shown again.",
        "新しいトークンです。今すぐコピーしてください。二度と表示されません。";
    copy_token: "Copy the token", "トークンをコピー";
    token_label: "What is it for?", "用途";
    token_label_example: "my phone", "自分のスマートフォン";
    token_notebook: "Notebook", "ノートブック";
    token_all_notebooks: "All that are written here", "ここで書かれるすべて";
    make_token: "Make a token", "トークンを作成";
    your_tokens: "Your tokens", "あなたのトークン";
    no_tokens: "There are none yet.", "まだありません。";
    revoke_token: "Revoke", "無効にする";
    write_a_note: "Write a note", "メモを書く";
    quick_capture: "Notes from elsewhere", "ほかの場所からメモ";
    capture_on_phone: "On a phone: open this site in its browser and choose “Install” or “Add to home screen”. Kepline is then among the places that you can share a page or a text with; the form opens with it, and nothing is saved before you say so.",
        "スマートフォン: ブラウザーでこのサイトを開き、「インストール」または「ホーム画面に追加」を選びます。すると共有先に Kepline が現れ、共有したページや文章の入ったフォームが開きます。保存するまで何も残りません。";
    capture_bookmark: "In a browser: make a bookmark whose address is this text. On any page it opens the form with the address, the title and what you have selected.",
        "ブラウザー: 次のテキストをアドレスにしたブックマークを作ります。どのページでも、アドレス・タイトル・選択した文章の入ったフォームが開きます。";
    copy_bookmark: "Copy the address", "アドレスをコピー";
    capture_by_program: "From a program, with a token:", "プログラムから(トークンを使用):";
}

impl Lang {
    /// The notebook that a token is for alone.
    pub fn token_for(self, title: &str) -> String {
        match self {
            Self::En => format!("for {title} alone"),
            Self::Ja => format!("{title} のみ"),
        }
    }

    /// When a token was made.
    pub fn token_made(self, day: Date) -> String {
        match self {
            Self::En => format!("made {}", self.day_without_weekday(day)),
            Self::Ja => format!("{}に作成", self.day_without_weekday(day)),
        }
    }

    /// When a token was used last.
    pub fn token_used(self, day: Option<Date>) -> String {
        match (self, day) {
            (Self::En, Some(day)) => format!("last used {}", self.day_without_weekday(day)),
            (Self::En, None) => "never used".to_owned(),
            (Self::Ja, Some(day)) => format!("最終使用 {}", self.day_without_weekday(day)),
            (Self::Ja, None) => "未使用".to_owned(),
        }
    }

    /// When a token was revoked.
    pub fn token_revoked(self, day: Date) -> String {
        match self {
            Self::En => format!("revoked {}", self.day_without_weekday(day)),
            Self::Ja => format!("{}に無効化", self.day_without_weekday(day)),
        }
    }
}
