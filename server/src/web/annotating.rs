//! The form of a document to be annotated: a POST that is answered with the page, Markdown or JSON. Nothing of it is kept, neither
//! in the database nor in memory nor in the log.

use app::error::AppError;
use app::html::annotation::{public_address, site_address};
use app::request::{DocumentAnswer, DocumentForm, Reader, RequestRefusal, SentDocument, SignedIn};
use app::text::Lang;
use axum::Router;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{Extensions, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::address::Page;
use domain::annotation::{Annotation, CitationSubject};
use store::Store;

use super::body_limit::MAX_DOCUMENT_FORM_BYTES;
use super::form_pages::FormPages;
use crate::annotation::{self, AnnotationRefusal, MAX_DOCUMENT_BYTES, StatedDays};
use crate::document::AnnotationJson;

/// The longest value of another field.
const FIELD_BYTES: usize = 64;

#[derive(Clone)]
struct Annotating {
    store: Store,
    pages: FormPages,
}

/// The route of the form.
pub fn routes<S: Clone + Send + Sync + 'static>(store: Store, pages: FormPages) -> Router<S> {
    Router::new()
        .route("/annotate", post(answer))
        .layer(DefaultBodyLimit::max(MAX_DOCUMENT_FORM_BYTES))
        .with_state(Annotating { store, pages })
}

/// The form as it comes.
#[derive(Default)]
struct SentFields {
    text: Vec<u8>,
    file: Vec<u8>,
    day: String,
    as_of: String,
    format: String,
}

async fn answer(State(annotating): State<Annotating>, request: Request) -> Response {
    let sender = request.extensions().clone();
    let reader = sender.get::<Reader>().copied().unwrap_or_default();
    let fields = match Multipart::from_request(request, &()).await {
        Ok(form) => SentFields::read(form).await,
        Err(_) => Err(AppError::BadRequest(reader.lang.no_document_form().to_owned())),
    };
    let (fields, unread) = match fields {
        Ok(fields) => (fields, None),
        Err(error) => (SentFields::default(), Some(error)),
    };
    let refusal = sender.get::<RequestRefusal>().map(|RequestRefusal(error)| error.clone());
    let (form, document, format) = fields.into_document(reader.lang);
    let annotated = match refusal.or(unread) {
        Some(error) => Err(error),
        None => annotating.annotate(&document, &form, reader.lang).await,
    };
    match (annotated, format.as_str()) {
        (Ok(annotation), "markdown") => {
            let text =
                annotation::on_own_thread(move || annotation::markdown(&annotation, reader.lang)).await;
            attachment("text/markdown; charset=utf-8", "annotated.md", text)
        }
        (Ok(annotation), "json") => {
            let json = annotation::on_own_thread(move || {
                serde_json::to_string_pretty(&AnnotationJson::new(&annotation, public_address))
            });
            match json.await {
                Ok(json) => attachment("application/json", "annotated.json", json + "\n"),
                Err(error) => {
                    tracing::error!(%error, "an annotation is no JSON");
                    StatusCode::INTERNAL_SERVER_ERROR.into_response()
                }
            }
        }
        (Ok(annotation), _) => {
            let (annotation, html) = annotation::on_own_thread(move || {
                let address = |subject: &CitationSubject| Some(site_address(subject, annotation.as_of));
                let html = annotation::fragment(&annotation, reader.lang, address);
                (annotation, html)
            })
            .await;
            annotating.show(&sender, reader, form, DocumentAnswer::Annotated { annotation, html }).await
        }
        (Err(error), _) => annotating.show(&sender, reader, form, DocumentAnswer::Refused(error)).await,
    }
}

impl Annotating {
    async fn annotate(
        &self,
        document: &[u8],
        form: &DocumentForm,
        lang: Lang,
    ) -> Result<Annotation, AppError> {
        let refuse = |why: &str| Err(AppError::BadRequest(why.to_owned()));
        if document.len() > MAX_DOCUMENT_BYTES {
            return refuse(lang.document_too_large());
        }
        if document.trim_ascii().is_empty() {
            return refuse(lang.document_is_empty());
        }
        let stated = StatedDays { day: &form.day, as_of: &form.as_of };
        annotation::annotate(&self.store, document, stated).await.map_err(|refusal| match refusal {
            AnnotationRefusal::Store(error) => error.into(),
            AnnotationRefusal::NotAsOf(error) => AppError::BadRequest(lang.not_a_day(error)),
            AnnotationRefusal::NotADay(_) => AppError::BadRequest(lang.unknown_day().to_owned()),
            AnnotationRefusal::DayAfter { day, as_of } => {
                AppError::BadRequest(lang.document_is_newer(day, as_of))
            }
            AnnotationRefusal::NoText { line, .. } => AppError::BadRequest(lang.document_is_no_text(line)),
        })
    }

    /// The page with the form and its answer; it is stored nowhere.
    async fn show(
        &self,
        sender: &Extensions,
        reader: Reader,
        form: DocumentForm,
        answer: DocumentAnswer,
    ) -> Response {
        let add = |request: &mut Extensions| {
            request.insert(SentDocument { form, answer });
            if let Some(curator) = sender.get::<SignedIn>() {
                request.insert(curator.clone());
            }
        };
        self.pages.respond(&Page::Annotate, reader, add).await
    }
}

impl SentFields {
    async fn read(mut form: Multipart) -> Result<Self, AppError> {
        let mut fields = Self::default();
        while let Some(field) = form.next_field().await.map_err(|error| unread(&error))? {
            match field.name().unwrap_or_default() {
                "text" => fields.text = bytes(field, MAX_DOCUMENT_FORM_BYTES).await?,
                "file" => fields.file = bytes(field, MAX_DOCUMENT_FORM_BYTES).await?,
                "day" => fields.day = text(field).await?,
                "as_of" => fields.as_of = text(field).await?,
                "format" => fields.format = text(field).await?,
                _ => {}
            }
        }
        Ok(fields)
    }

    /// The form to be shown again, the document as it is read, and the format: a file counts before what was typed.
    fn into_document(self, lang: Lang) -> (DocumentForm, Vec<u8>, String) {
        let Self { text, file, day, as_of, format } = self;
        if format == "example" {
            let text = lang.example_document().to_owned();
            let form = DocumentForm { day: EXAMPLE_DAY.to_owned(), text: text.clone(), as_of: String::new() };
            return (form, text.into_bytes(), format);
        }
        let document = match file.is_empty() {
            // Browsers end the lines of a field so.
            true => String::from_utf8_lossy(&text).replace("\r\n", "\n").into_bytes(),
            false => file,
        };
        let text = String::from_utf8_lossy(&document).into_owned();
        (DocumentForm { text, day, as_of }, document, format)
    }
}

/// The day of the example.
const EXAMPLE_DAY: &str = "2023-05-10";

async fn bytes(mut field: Field<'_>, max: usize) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unread(&error))? {
        if bytes.len() + chunk.len() > max {
            return Err(AppError::BadRequest("a field is too long".to_owned()));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn text(field: Field<'_>) -> Result<String, AppError> {
    let bytes = bytes(field, FIELD_BYTES).await?;
    String::from_utf8(bytes).map_err(|_| AppError::BadRequest("a field is not in UTF-8".to_owned()))
}

fn unread(error: &MultipartError) -> AppError {
    AppError::BadRequest(error.body_text())
}

/// A file to be saved, which nobody keeps on the way.
fn attachment(kind: &'static str, name: &str, text: String) -> Response {
    let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
