//! A notebook that is to be written here.

use app::error::AppError;
use app::request::{NotebookForm, SentForm};
use app::text::Lang;
use domain::address::own_path::OwnPath;
use domain::address::{Page, join};
use domain::direction::isolated;
use domain::list::query::RawQuery;
use domain::notebook::{Notebook, NotebookSlug, Rights};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Fields, Sender, Writing};

impl Writing {
    /// Begins a notebook; leads to the form in which it is written, filled in as before.
    pub(super) async fn begin(&self, sender: &Sender, fields: &Fields) -> Result<String, SentForm> {
        let form = NotebookForm {
            title: fields.title.trim().to_owned(),
            author: fields.author.trim().to_owned(),
            time_zone: fields.time_zone.trim().to_owned(),
            rights: fields.rights.clone(),
            licence: fields.licence.trim().to_owned(),
            next: fields.next.clone(),
        };
        let begun = async {
            let curator = sender.writer()?;
            let notebook = notebook(&form, sender.reader.lang)?;
            self.store.begin_notebook(&notebook, Timestamp::now()).await.map_err(|error| match error {
                store::Error::NotebookExists(_) => {
                    AppError::BadRequest(sender.reader.lang.notebook_exists().to_owned())
                }
                error => error.into(),
            })?;
            tracing::info!(notebook = %notebook.slug, %curator, "a notebook was begun");
            Ok(note_form_path(&form.next, &notebook.slug))
        };
        let begun: Result<String, AppError> = begun.await;
        begun.map_err(|error| SentForm::Notebook(form, error))
    }
}

/// The notebook that a form describes.
fn notebook(form: &NotebookForm, lang: Lang) -> Result<Notebook, AppError> {
    let refusal = |why: &str| AppError::BadRequest(why.to_owned());
    let slug = NotebookSlug::from_title(&form.title).ok_or_else(|| refusal(lang.needs_title()))?;
    TimeZone::get(&form.time_zone).map_err(|_| refusal(lang.unknown_time_zone()))?;
    let rights = match (form.rights.as_str(), form.licence.as_str()) {
        ("own", _) => Rights::Own,
        ("licensed", licence) if !licence.is_empty() => Rights::Licensed(licence.to_owned()),
        ("unstated", _) => Rights::Unstated,
        _ => return Err(refusal(lang.unknown_rights())),
    };
    let author = Some(&form.author).filter(|author| !author.is_empty());
    Ok(Notebook {
        title: isolated(&form.title).into_owned(),
        author: author.map(|author| isolated(author).into_owned()),
        time_zone: form.time_zone.clone(),
        rights,
        ..Notebook::written(slug)
    })
}

/// The form in which a notebook is written, filled in by the query of `next`.
fn note_form_path(next: &str, notebook: &NotebookSlug) -> String {
    let next: OwnPath = next.parse().unwrap_or_default();
    let (_, query) = next.as_str().split_once('?').unwrap_or_default();
    let query = RawQuery::parse(query).without("notebook");
    let mut filled = form_urlencoded::Serializer::new(String::new());
    filled.append_pair("notebook", notebook.as_str()).extend_pairs(query.all());
    join(&Page::Write.path(), &filled.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_the_note_is_filled_in_as_before() {
        let check = |next: &str, expected: &str| {
            assert_eq!(note_form_path(next, &"週報".parse().unwrap()), expected, "{next}");
        };
        let notebook = "/write?notebook=%E9%80%B1%E5%A0%B1";
        check("/write", notebook);
        check("", notebook);
        check("https://evil.example/", notebook);
        check("/write?text=a+b&notebook=other", &format!("{notebook}&text=a+b"));
    }
}
