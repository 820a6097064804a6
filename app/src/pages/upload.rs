//! `/import`: files of notes are uploaded; `/import/{token}`: what importing them would change, to be confirmed.

use domain::address::Page;
use domain::notebook::reimport::ChangeCount;
use domain::pages::{UploadPreview, UploadRemarks, VanishingNote};
use leptos::prelude::*;

use crate::api;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::parts::message::Message;
use crate::request::{Reader, UploadState};
use crate::response::set_status;
use crate::text::excerpt::excerpt;

/// The form.
#[component]
pub fn Page() -> impl IntoView {
    loaded(async move {
        let notebooks = api::upload_targets().await?;
        Ok(view! { <Form notebooks /> })
    })
}

#[component]
fn Form(
    /// The name in URLs and the title of each notebook.
    notebooks: Vec<(String, String)>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let UploadState { max_bytes, refusal, .. } = UploadState::current();
    let refusal = refusal.map(|refusal| {
        set_status(refusal.status());
        lang.upload_refusal(&refusal, max_bytes)
    });
    let options: Vec<_> =
        notebooks.into_iter().map(|(slug, title)| view! { <option value=slug>{title}</option> }).collect();
    view! {
        <Head
            title=Some(lang.upload_title().to_owned())
            description=lang.upload_hint()
            canonical=Page::Upload
            indexed=false
        />
        <main id="main" class="page bulk" tabindex="-1">
            <h1>{lang.upload_title()}</h1>
            <p class="form-error" role="alert" id="upload-error">{refusal}</p>
            <p>{lang.upload_hint()}</p>
            <form
                class="upload"
                method="post"
                action=Page::Upload.href()
                enctype="multipart/form-data"
                data-upload=max_bytes.to_string()
                data-too-large=lang.upload_too_large(max_bytes)
                data-sent=lang.upload_is_read()
                data-failed=lang.upload_failed()
            >
                <label class="drop">
                    <b>{lang.upload_files()}</b>
                    <input
                        type="file"
                        name="files"
                        multiple
                        required
                        accept=".md,.markdown,.mdown,.mdx,.txt,.text,.org,.json,.html,.htm,.zip"
                    />
                    <span class="hint">{lang.upload_files_hint()}</span>
                </label>
                <label>
                    {lang.upload_notebook()}
                    <select name="notebook">
                        <option value="">{lang.upload_new_notebook()}</option>
                        {options}
                    </select>
                </label>
                <label>
                    {lang.upload_new_title()}
                    <input name="title" maxlength="200" />
                    <span class="hint">{lang.upload_new_title_hint()}</span>
                </label>
                <fieldset>
                    <legend>{lang.upload_missing()}</legend>
                    <label>
                        <input type="radio" name="missing" value="stays" checked />
                        {lang.upload_stays()}
                    </label>
                    <label>
                        <input type="radio" name="missing" value="leaves" />
                        {lang.upload_leaves()}
                    </label>
                </fieldset>
                <label>
                    {lang.upload_rights()}
                    <select name="rights">
                        <option value="">{lang.upload_rights_stated()}</option>
                        <option value="own">{lang.upload_rights_own()}</option>
                        <option value="licensed">{lang.upload_rights_licensed()}</option>
                        <option value="unstated">{lang.upload_rights_unstated()}</option>
                    </select>
                </label>
                <label>
                    {lang.upload_licence()}
                    <input name="licence" maxlength="200" placeholder="CC BY 4.0" />
                </label>
                <label>
                    {lang.upload_time_zone()}
                    <input name="time_zone" maxlength="64" placeholder="Asia/Tokyo" autocapitalize="none" spellcheck="false" />
                    <span class="hint">{lang.upload_time_zone_hint()}</span>
                </label>
                <button type="submit" class="apply-all">{lang.upload_look()}</button>
                <progress max="100" value="0" aria-label=lang.upload_progress() hidden></progress>
                <p class="hint" data-upload-status role="status"></p>
            </form>
        </main>
    }
    .into_any()
}

/// What importing would change; the way back where the upload is gone.
#[component]
pub fn PreviewPage() -> impl IntoView {
    loaded(async move {
        api::curator()?;
        Ok(match UploadState::current().preview {
            Some((token, preview)) => view! { <Preview token preview /> }.into_any(),
            None => view! { <Gone /> }.into_any(),
        })
    })
}

#[component]
fn Gone() -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! {
        <Message title=lang.upload_gone_title() hint=lang.upload_gone() link=(Page::Upload, lang.upload_again()) />
    }
}

#[component]
fn Preview(token: String, preview: UploadPreview) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = lang.upload_preview_title(&preview);
    let renewed =
        preview.is_renewed.then(|| view! { <p class="form-error" role="alert">{lang.upload_renewed()}</p> });
    let effects: Vec<_> =
        lang.upload_effects(&preview).into_iter().map(|line| view! { <li>{line}</li> }).collect();
    let vanishing = (preview.notes.vanished > 0)
        .then(|| view! { <Vanishing notes=preview.vanishing.clone() count=preview.notes /> });
    let remarks =
        (!preview.remarks.is_empty()).then(|| view! { <Remarks remarks=preview.remarks.clone() /> });
    let agreed = preview.needs_consent.then(|| {
        view! {
            <label class="agree">
                <input type="checkbox" name="agreed" value="yes" required />
                {lang.upload_agreed()}
            </label>
        }
    });
    let apply = (!preview.is_unchanged())
        .then(|| view! { <button type="submit" name="then" value="apply" class="apply-all">{lang.upload_apply()}</button> });
    let facts = lang.upload_facts(&preview);
    view! {
        <Head
            title=Some(title.clone())
            description=lang.upload_preview_hint()
            canonical=Page::UploadPreview(token.clone())
            indexed=false
        />
        <main id="main" class="page bulk" tabindex="-1">
            <h1>{title}</h1>
            {renewed}
            <p>{facts}</p>
            <p>{lang.upload_preview_hint()}</p>
            <ul class="effects">{effects}</ul>
            <form class="confirm upload-confirm" method="post" action=Page::UploadPreview(token).href()>
                {agreed}
                {apply}
                <button type="submit" name="then" value="leave" formnovalidate>
                    {lang.upload_leave()}
                </button>
            </form>
            {vanishing}
            {remarks}
        </main>
    }
    .into_any()
}

/// The notes that would vanish, with their words.
#[component]
fn Vanishing(notes: Vec<VanishingNote>, count: ChangeCount) -> impl IntoView {
    let lang = Reader::current().lang;
    let more = (count.vanished as usize).saturating_sub(notes.len());
    let rows: Vec<_> = notes
        .into_iter()
        .map(|note| {
            view! {
                <li>
                    <a href=Page::Note(note.entry, note.note).href()>{excerpt(&note.text)}</a>
                </li>
            }
        })
        .collect();
    let more = (more > 0).then(|| view! { <p>{lang.and_more(more)}</p> });
    view! {
        <section aria-labelledby="vanishing">
            <h2 id="vanishing">{lang.upload_vanishing()}</h2>
            <ul class="upload-list">{rows}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// What was noticed, a list for each kind.
#[component]
fn Remarks(remarks: Vec<UploadRemarks>) -> impl IntoView {
    let lang = Reader::current().lang;
    let kinds: Vec<_> = remarks
        .into_iter()
        .map(|UploadRemarks { kind, count, shown }| {
            let more = count.saturating_sub(shown.len());
            let rows: Vec<_> = shown
                .into_iter()
                .map(|(file, remark)| {
                    let file = file.map(|file| format!("{file}: ")).unwrap_or_default();
                    view! { <li>{file}{remark.to_string()}</li> }
                })
                .collect();
            let more = (more > 0).then(|| view! { <p>{lang.and_more(more)}</p> });
            view! {
                <h3>{format!("{} ({count})", lang.remark_kind(kind))}</h3>
                <ul class="upload-list" lang="en">{rows}</ul>
                {more}
            }
        })
        .collect();
    view! {
        <section aria-labelledby="remarks">
            <h2 id="remarks">{lang.upload_remarks()}</h2>
            {kinds}
        </section>
    }
    .into_any()
}
