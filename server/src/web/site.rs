//! The files of the site: script, styles, icon. Read once, named by their hash, cached for good.

use std::collections::HashMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::web::conditional::{IMMUTABLE, ONE_HOUR, Representation};
use crate::web::encoding::{Effort, Encoding};

/// Which pages a browser may fetch ahead: those that the reader points at, but for lists that the page itself fetches and
/// shows in place.
const SPECULATION: &str = r#"{"prefetch":[{"where":{"and":[{"href_matches":"/*"},{"not":{"selector_matches":"[rel~=nofollow]"}},{"not":{"selector_matches":"[data-lists-in-place] a:is([href='/'], [href^='/?'])"}}]},"eagerness":"moderate"}]}"#;

/// How the name of a file ends that the build has compressed.
const COMPRESSED: &str = ".br";

/// The files of the site, in memory.
#[derive(Debug, Default)]
pub struct SiteFiles {
    /// By path below the site's root, such as `pkg/kepline.css`.
    files: HashMap<String, File>,
    /// The hash of all files below `pkg`.
    hash: String,
}

#[derive(Debug)]
struct File {
    bytes: Bytes,
    /// The hash of its content.
    hash: String,
    /// Compressed by the build, else when a browser first requests it.
    brotli: OnceCell<Bytes>,
}

impl File {
    async fn brotli(&self) -> Option<Bytes> {
        let compressed = self.brotli.get_or_try_init(|| {
            let bytes = self.bytes.clone();
            async move {
                let packing =
                    tokio::task::spawn_blocking(move || Encoding::Brotli.compress(&bytes, Effort::Good));
                packing.await.map_err(std::io::Error::other)?.map(Bytes::from)
            }
        });
        compressed.await.ok().cloned()
    }
}

/// The first 48 bits of a hash, as hexadecimal digits.
fn short(hash: Sha256) -> String {
    hex::encode(&hash.finalize()[..6])
}

#[cfg(feature = "embed-site")]
#[derive(rust_embed::RustEmbed)]
#[folder = "../target/site"]
struct Embedded;

impl SiteFiles {
    /// The files of a folder, else those inside the program, next to it, or in the folder it was built in.
    pub fn find(root: Option<&Path>) -> anyhow::Result<Self> {
        match root {
            Some(root) => Self::read(root),
            None => Self::own(),
        }
    }

    #[cfg(feature = "embed-site")]
    fn own() -> anyhow::Result<Self> {
        let files = Embedded::iter()
            .filter_map(|path| Some((path.to_string(), Embedded::get(&path)?.data.into_owned())))
            .collect();
        Ok(Self::new(files))
    }

    #[cfg(not(feature = "embed-site"))]
    fn own() -> anyhow::Result<Self> {
        let program = std::env::current_exe().context("cannot find the folder of the program")?;
        let folder = program.parent().unwrap_or(Path::new("."));
        let places = [folder.join("site"), folder.join("../site"), std::path::PathBuf::from("target/site")];
        match places.iter().find(|place| place.join("pkg").is_dir()) {
            Some(root) => Self::read(root),
            None => bail!(
                "cannot find the files of the site: run `make build`, which puts them into the program, or set \
                 LEPTOS_SITE_ROOT to their folder"
            ),
        }
    }

    /// Every file below a folder.
    fn read(root: &Path) -> anyhow::Result<Self> {
        let mut files = HashMap::new();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let entries = std::fs::read_dir(&folder)
                .with_context(|| format!("cannot read the files of the site in {}", folder.display()))?;
            for entry in entries {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(name) = path.strip_prefix(root) {
                    let name = name.to_string_lossy().replace('\\', "/");
                    files.insert(name, std::fs::read(&path)?);
                }
            }
        }
        if !files.contains_key("pkg/kepline.css") {
            bail!("{} does not contain pkg/kepline.css: build the site first", root.display());
        }
        Ok(Self::new(files))
    }

    /// These files, and the script that starts it all. What ends in `.br` is another one, compressed by the build.
    pub(super) fn new(files: HashMap<String, Vec<u8>>) -> Self {
        let (compressed, mut files): (HashMap<_, _>, HashMap<_, _>) =
            files.into_iter().partition(|(path, _)| path.ends_with(COMPRESSED));
        let (name, script) = app::START_SCRIPT;
        files.insert(format!("pkg/{name}"), script.into());
        let mut package: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("pkg/")).collect();
        package.sort();
        let mut hash = Sha256::new();
        for (path, bytes) in package {
            hash.update(path);
            hash.update(bytes);
        }
        let hash = short(hash);
        let files = files
            .into_iter()
            .map(|(path, bytes)| {
                let hash = short(Sha256::new_with_prefix(&bytes));
                let brotli = compressed.get(&format!("{path}{COMPRESSED}")).cloned().map(Bytes::from);
                (path, File { bytes: bytes.into(), hash, brotli: OnceCell::new_with(brotli) })
            })
            .collect();
        Self { files, hash }
    }

    /// Where a page finds its script and styles: a path that changes with them.
    pub fn package_path(&self) -> String {
        format!("pkg/{}", self.hash)
    }

    async fn answer(&self, path: &str, caching: &'static str, request: &HeaderMap) -> Response {
        let Some(file) = self.files.get(path) else {
            return (StatusCode::NOT_FOUND, "no such file\n").into_response();
        };
        // All browsers take it, over HTTPS and on loopback.
        let takes_brotli = Encoding::accepted(request) == Encoding::Brotli;
        let compressed = if takes_brotli { file.brotli().await } else { None };
        // Compressed it is another representation, with a tag of its own.
        let coding = if compressed.is_some() { "-br" } else { "" };
        let representation =
            Representation::strong(&format!("{}{coding}", file.hash), caching, "accept-encoding");
        let make = async {
            let mime = mime_guess::from_path(path).first_or_octet_stream();
            let kind = [(header::CONTENT_TYPE, mime.to_string())];
            let encoding = compressed.is_some().then_some([(header::CONTENT_ENCODING, "br")]);
            let bytes = compressed.unwrap_or_else(|| file.bytes.clone());
            Ok::<_, Infallible>((kind, encoding, bytes).into_response())
        };
        let Ok(response) = representation.answer(request, make).await;
        response
    }
}

/// The routes of the files.
pub fn routes<S: Clone + Send + Sync + 'static>(files: Arc<SiteFiles>) -> Router<S> {
    let mut router = Router::new()
        .route("/pkg/{hash}/{*file}", get(package_file))
        .route("/speculation.json", get(speculation));
    let at_root: Vec<String> = files.files.keys().filter(|path| !path.contains('/')).cloned().collect();
    for path in at_root {
        router = router.route(&format!("/{path}"), get(root_file));
    }
    router.with_state(files)
}

/// A file of the package. Under the hash of another version it is not found: mixing versions breaks a page.
async fn package_file(
    State(files): State<Arc<SiteFiles>>,
    UrlPath((hash, file)): UrlPath<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if hash != files.hash {
        return (StatusCode::NOT_FOUND, "this version of the site is gone: load the page again\n")
            .into_response();
    }
    files.answer(&format!("pkg/{file}"), IMMUTABLE, &headers).await
}

async fn root_file(State(files): State<Arc<SiteFiles>>, uri: http::Uri, headers: HeaderMap) -> Response {
    files.answer(uri.path().trim_start_matches('/'), ONE_HOUR, &headers).await
}

async fn speculation() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/speculationrules+json"), (header::CACHE_CONTROL, ONE_HOUR)],
        SPECULATION,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_compressed_for_clients_that_accept_it() {
        let text = "body { color: red }\n".repeat(200);
        let files = SiteFiles::new(HashMap::from([("pkg/a.css".into(), text.clone().into())]));
        let mut headers = HeaderMap::new();
        let plain = files.answer("pkg/a.css", IMMUTABLE, &headers).await;
        assert_eq!(plain.headers().get(header::CONTENT_ENCODING), None);
        headers.insert(header::ACCEPT_ENCODING, "gzip, br".parse().unwrap());
        let answer = files.answer("pkg/a.css", IMMUTABLE, &headers).await;
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "br");
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*body, &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        assert!(body.len() < text.len() / 4);
    }

    #[tokio::test]
    async fn what_the_build_has_compressed_is_sent_as_it_is() {
        let files = [("pkg/a.js", b"let a = 1;".to_vec()), ("pkg/a.js.br", b"by the build".to_vec())];
        let files = SiteFiles::new(files.map(|(path, bytes)| (path.to_owned(), bytes)).into());
        let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, "br".parse().unwrap())]);
        let answer = files.answer("pkg/a.js", IMMUTABLE, &headers).await;
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/javascript");
        assert_eq!(axum::body::to_bytes(answer.into_body(), 99).await.unwrap(), "by the build");
        let none = files.answer("pkg/a.js.br", IMMUTABLE, &headers).await;
        assert_eq!(none.status(), StatusCode::NOT_FOUND, "it is no file of its own");
    }

    #[test]
    fn the_package_path_changes_with_its_files() {
        let path =
            |text: &str| SiteFiles::new(HashMap::from([("pkg/a.css".into(), text.into())])).package_path();
        assert_eq!(path("a"), path("a"));
        assert_ne!(path("a"), path("b"));
    }
}
