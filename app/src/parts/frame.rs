//! The frame of every page: header, footer, what copy buttons and screen readers say.

use domain::address::Page;
use domain::release::Releases;
use leptos::prelude::*;

use crate::parts::as_of::{AsOfForm, AsOfLine};
use crate::parts::copy_button::CopyLabels;
use crate::parts::curate::KnownTags;
use crate::parts::icon::{Icon, Picture};
use crate::parts::keys::Keys;
use crate::parts::message::{Failure, Message};
use crate::parts::search::HeaderSearch;
use crate::request::{DataAge, PageRequest, Reader, RequestRefusal, SignedIn, Theme, UploadState};
use crate::response::set_status;
use crate::text::Lang;

/// The page between its header and footer.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let lang = Reader::current().lang;
    let content = match (RequestRefusal::current(), PageRequest::current().as_of) {
        (Some(RequestRefusal(error)), _) => view! { <Failure error /> }.into_any(),
        (None, Ok(_)) => view! { <AsOfLine /> {children()} }.into_any(),
        (None, Err(error)) => {
            set_status(400);
            let hint = lang.not_a_day(error);
            view! { <Message title=lang.bad_request() hint link=(Page::timeline(), lang.to_timeline()) /> }
                .into_any()
        }
    };
    view! {
        <a class="skip" href="#main">
            {lang.skip_to_notes()}
        </a>
        <header class="site-header">
            <a class="brand" href=Page::timeline().href()>
                <Picture icon=Icon::Brand />
                "Kepline"
            </a>
            <Sections />
            <Preferences />
        </header>
        <FormError />
        <UploadDone />
        {content}
        <footer class="site-footer">
            <p>{lang.tagline()} " " <a href=Page::Annotate.href()>{lang.annotate_title()}</a></p>
            <DataAgeLine />
            <AsOfForm />
            <ClusterForm />
            <p>{lang.notes_belong()}</p>
            <Curator />
            <Keys />
        </footer>
        <KnownTags />
        <CopyLabels />
        <Announcement />
    }
    .into_any()
}

/// Links to the sections of the site, with the search box.
#[component]
fn Sections() -> impl IntoView {
    let lang = Reader::current().lang;
    let path = PageRequest::current().path_and_query;
    let path = path.split('?').next().unwrap_or("/").to_owned();
    let links: Vec<_> = [
        (Page::timeline(), lang.timeline()),
        (Page::keps(), lang.keps()),
        (Page::Sigs, lang.sigs()),
        (Page::Versions, lang.versions()),
        (Page::Upgrades, lang.upgrade()),
    ]
    .into_iter()
    .map(|(page, label)| {
        let href = page.href();
        let is_below = href != "/" && path.strip_prefix(&href).is_some_and(|rest| rest.starts_with('/'));
        let current = if path == href { Some("page") } else { is_below.then_some("true") };
        view! {
            <a href=href aria-current=current>
                {label}
            </a>
        }
        .into_any()
    })
    .collect();
    let is_list = Page::from_path(&path).is_ok_and(|page| page.is_list_of_notes());
    view! {
        <div class="ways">
            <nav class="sections" aria-label=lang.sections()>
                {links}
            </nav>
            <HeaderSearch is_list />
        </div>
    }
    .into_any()
}

/// How old the states on the page are, with a link to what each sync did.
#[component]
fn DataAgeLine() -> impl IntoView {
    let lang = Reader::current().lang;
    let as_of = DataAge::current().as_of;
    let age = |label: &'static str, at: Option<domain::Timestamp>| {
        let at = match at {
            Some(at) => {
                let day = lang.instant(at);
                view! { <time datetime=at.to_string()>{day}</time> }.into_any()
            }
            None => lang.no_data().into_any(),
        };
        view! { <span class="data-age">{label} " " {at}</span> }
    };
    let github = match as_of.github {
        Some(_) => age(lang.github_data(), as_of.github).into_any(),
        None => view! { <span class="data-age">{lang.no_github_data()}</span> }.into_any(),
    };
    view! {
        <p>
            <a href=Page::Status.href()>
                {age(lang.kep_data(), as_of.keps)}
                {as_of.keps_are_snapshot.then(|| format!(" {}", lang.comes_with_kepline()))} " · " {github}
            </a>
        </p>
    }
    .into_any()
}

/// The link to sign in, or the name of the curator and the buttons to sign out.
#[component]
fn Curator() -> impl IntoView {
    let lang = Reader::current().lang;
    let Some(SignedIn { name }) = SignedIn::current() else {
        let here = PageRequest::current().path_and_query;
        // The form itself is not where one wants to be led back to.
        let next = match here.parse() {
            Ok(Page::SignIn { .. } | Page::SignInByLink(_)) => "/",
            _ => &here,
        };
        return view! {
            <p>
                <a href=Page::sign_in(next).href() rel="nofollow" data-follows-list="sign-in">
                    {lang.sign_in()}
                </a>
            </p>
        }
        .into_any();
    };
    view! {
        <form class="curator" method="post" action="/sign-out">
            <span>{lang.signed_in_as()} " " <b>{name}</b></span>
            <a href=Page::Write.href()>{lang.write()}</a>
            <a href=Page::review().href()>{lang.review()}</a>
            <a href=Page::Decisions.href()>{lang.last_decisions()}</a>
            <a href=Page::Sources.href()>{lang.followed_sources()}</a>
            <a href=Page::Tokens.href()>{lang.tokens()}</a>
            <a href=Page::Upload.href()>{lang.upload_link()}</a>
            <button type="submit">{lang.sign_out()}</button>
            <button type="submit" formaction="/sign-out-everywhere">
                {lang.sign_out_everywhere()}
            </button>
        </form>
    }
    .into_any()
}

/// The error of the form that led here.
#[component]
fn FormError() -> impl IntoView {
    let lang = Reader::current().lang;
    let error = PageRequest::current().form_error.map(|error| error.describe(lang));
    error.map(|message| view! { <p class="form-error" role="alert">{message}</p> }).into_any()
}

/// What the import of an upload did that led here, with the way back.
#[component]
fn UploadDone() -> impl IntoView {
    let lang = Reader::current().lang;
    let result = UploadState::current().result?;
    let undo = result.run.map(|run| {
        view! { " " <a href=Page::Import(run).href() rel="nofollow">{lang.upload_undo()}</a> }
    });
    Some(view! { <p class="form-done" role="status">{lang.upload_done(&result)} {undo}</p> }.into_any())
}

/// Language and colours: a form, so that it works without JavaScript, and cookies, so that no page flashes.
/// Where there is no room for it a button opens it.
#[component]
fn Preferences() -> impl IntoView {
    let Reader { lang, theme, .. } = Reader::current();
    let back = PageRequest::current().path_and_query;
    let langs: Vec<_> = [(Lang::En, "English"), (Lang::Ja, "日本語")]
        .into_iter()
        .map(|(value, name)| {
            view! {
                <button
                    type="submit"
                    name="lang"
                    value=value.as_str()
                    lang=value.as_str()
                    aria-pressed=(value == lang).to_string()
                >
                    {name}
                </button>
            }
        })
        .collect();
    let themes: Vec<_> = Theme::ALL
        .iter()
        .copied()
        .map(|value| {
            let (label, icon) = match value {
                Theme::System => (lang.theme_system(), Icon::Screen),
                Theme::Light => (lang.theme_light(), Icon::Sun),
                Theme::Dark => (lang.theme_dark(), Icon::Moon),
            };
            view! {
                <button
                    type="submit"
                    name="theme"
                    value=value.as_str()
                    title=label
                    aria-pressed=(value == theme).to_string()
                >
                    <Picture icon />
                    <span class="visually-hidden">{label}</span>
                </button>
            }
        })
        .collect();
    view! {
        <button class="preferences-open" type="button" popovertarget="preferences" title=lang.preferences()>
            <span aria-hidden="true">"⋯"</span>
            <span class="visually-hidden">{lang.preferences()}</span>
        </button>
        <form class="preferences" id="preferences" popover="auto" method="post" action="/preferences">
            <input type="hidden" name="back" value=back data-follows-list="back" />
            <fieldset class="switch">
                <legend class="visually-hidden">{lang.language()}</legend>
                {langs}
            </fieldset>
            <fieldset class="switch">
                <legend class="visually-hidden">{lang.theme()}</legend>
                {themes}
            </fieldset>
        </form>
    }
    .into_any()
}

/// How many releases are offered to those who run one: older ones are no longer anywhere to be had.
const OFFERED: usize = 12;

/// Which release of Kubernetes the reader runs, so that pages say what it means there: no account, a cookie.
#[component]
fn ClusterForm() -> impl IntoView {
    let Reader { lang, runs, .. } = Reader::current();
    let back = PageRequest::current().path_and_query;
    let releases = Releases::built_in();
    let versions: Vec<_> = releases
        .iter()
        .rev()
        .enumerate()
        .filter(|(n, release)| *n < OFFERED || runs == Some(release.version))
        .map(|(_, release)| {
            let version = release.version.to_string();
            let selected = runs == Some(release.version);
            view! { <option selected=selected>{version}</option> }
        })
        .collect();
    view! {
        <form class="cluster-form" method="post" action="/preferences">
            <input type="hidden" name="back" value=back data-follows-list="cluster-back" />
            <label title=lang.my_cluster_hint()>
                {lang.my_cluster()} " "
                <select name="version">
                    <option value="">"–"</option>
                    {versions}
                </select>
            </label>
            <button type="submit">{lang.my_cluster_set()}</button>
        </form>
    }
    .into_any()
}

/// Where a page says to a screen reader what has changed on it.
#[component]
fn Announcement() -> impl IntoView {
    view! { <span class="visually-hidden" id="announcement" role="status"></span> }
}
