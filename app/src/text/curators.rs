//! What is said to curators: signing in and out.

use super::Lang;

texts! {
    sign_in: "Sign in", "サインイン";
    sign_out: "Sign out", "サインアウト";
    sign_out_everywhere: "Sign out everywhere", "すべての端末でサインアウト";
    signed_in_as: "Signed in as", "サインイン中:";
    sign_in_needed: "This is for curators", "キュレーター専用です";
    sign_in_needed_hint: "Sign in to tag notes; reading needs no account.",
        "タグ付けにはサインインが必要です。読むだけならアカウントは要りません。";
}
