//! What a form of a list depends on besides its address.

use app::text::Lang;
use domain::Date;
use domain::list::timeline::DataTimes;
use domain::notebook::Viewer;

/// The reader and the state of the facts for which a list is rendered.
#[derive(Clone, Debug)]
pub struct RenderContext {
    /// The language around the notes.
    pub lang: Lang,
    /// Who reads, as the rights of notebooks make a difference.
    pub viewer: Viewer,
    /// Up to when the facts are known.
    pub as_of: DataTimes,
    /// The day by the clock of the server, in UTC.
    pub today: Date,
    /// The address of the site, without a slash at the end.
    pub site: String,
}
