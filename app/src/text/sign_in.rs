//! Texts of signing in and out.

use super::Lang;

texts! {
    sign_in: "Sign in", "サインイン";
    sign_out: "Sign out", "サインアウト";
    sign_out_everywhere: "Sign out everywhere", "すべての端末でサインアウト";
    signed_in_as: "Signed in as", "サインイン中:";
    sign_in_needed: "This is for curators", "キュレーター専用です";
    sign_in_needed_hint: "Sign in to tag notes; reading needs no account.",
        "タグ付けにはサインインが必要です。読むだけならアカウントは要りません。";
    curator_name: "Name", "名前";
    password: "Password", "パスワード";
    sign_in_hint: "For those who tag; reading needs no account. The operator adds curators with `kepline curator add NAME`.",
        "タグを付ける人のためのページです。読むだけならアカウントは要りません。運営者は `kepline curator add NAME` でキュレーターを追加できます。";
    sign_in_as_curator: "Sign in as curator", "キュレーターとしてサインイン";
    sign_in_by_link: "This link signs you in once, as `curator`. `kepline curator password curator` gives you a password for later.",
        "このリンクで一度だけ `curator` としてサインインできます。次回からのパスワードは `kepline curator password curator` で設定できます。";
    wrong_password: "Name or password is wrong.", "名前またはパスワードが違います。";
    link_spent: "This link was used already or is too old. A new one is shown when Kepline starts, as long as nobody has a password.",
        "このリンクは使用済みか期限切れです。パスワードを持つ人がまだいなければ、Kepline の起動時に新しいリンクが表示されます。";
    plain_http: "This page was opened without HTTPS, where browsers do not keep a session of this site. Sign in at",
        "このページは HTTPS なしで開かれています。この状態ではブラウザーがセッションを保持できません。次のアドレスでサインインしてください:";
    session_over: "You are not signed in, so nothing was changed. Sign in and try again.",
        "サインインしていないため、何も変更されていません。サインインしてからもう一度お試しください。";
}

impl Lang {
    /// How long to wait after too many wrong passwords.
    pub fn too_many_passwords(self, wait_seconds: u32) -> String {
        let minutes = wait_seconds.div_ceil(60);
        match self {
            Self::En if minutes == 1 => "Too many wrong passwords. Try again in a minute.".to_owned(),
            Self::En => format!("Too many wrong passwords. Try again in {minutes} minutes."),
            Self::Ja => {
                format!(
                    "パスワードの間違いが続いています。{minutes} 分ほど待ってからもう一度お試しください。"
                )
            }
        }
    }
}
