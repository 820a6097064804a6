//! Schemas of texts: days, versions, and the values of enums, whose lists are those of `domain`.

use std::borrow::Cow;

use domain::annotation::Finding;
use domain::github;
use domain::kep::Stage;
use domain::outcome::verdict::Verdict;
use domain::tag::Origin;
use domain::upgrade::{Kind, Source};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A type that is only a schema: a text with a name, by default that of the type.
macro_rules! text {
    ($doc:literal, $name:ident, $schema:expr) => {
        text!($doc, $name, stringify!($name), $schema);
    };
    ($doc:literal, $name:ident, $schema_name:expr, $schema:expr) => {
        #[doc = $doc]
        #[derive(Debug)]
        pub enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let text = ObjectBuilder::new().schema_type(Type::String).description(Some($doc));
                let build: fn(ObjectBuilder) -> ObjectBuilder = $schema;
                build(text).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($schema_name)
            }
        }
    };
}

text!("A day, `YYYY-MM-DD`.", Day, |text| {
    text.format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).examples(["2023-10-11"])
});
text!("An instant, RFC 3339.", Instant, |text| {
    text.format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).examples(["2026-07-24T00:00:00Z"])
});
text!("An absolute address.", Address, |text| {
    text.format(Some(SchemaFormat::Custom("uri".to_owned()))).examples(["https://kepline.example/keps/753"])
});
text!("A Kubernetes minor version.", KubernetesVersion, |text| {
    text.pattern(Some(r"^1\.[0-9]+$")).examples(["1.28"])
});
text!("A SIG or WG by its directory name.", SigName, |text| text.examples(["sig-node", "wg-batch"]));
text!("How far a feature is, in the words of kep.yaml.", StageSchema, "StageWord", |text| {
    text.enum_values(Some(Stage::ALL.iter().map(|stage| stage.as_str())))
});
text!(
    "The state of a pull request or an issue, in GitHub's words; `not_yet` before it was opened, \
     `unknown` for what could have been otherwise.",
    GithubState,
    |text| text.enum_values(Some(github::ItemState::ALL.iter().map(|state| state.as_str())))
);
text!(
    "How what was expected of a KEP turned out: `held` where the stage came in the release that it was planned for, \
     `late` or `early` where in another one, `missed` where that came out without it, `dropped` where the KEP was given \
     up before, `overtaken` where nothing was expected and the KEP went further, `open` where it is not decided yet.",
    VerdictSchema,
    "Verdict",
    |text| text.enum_values(Some(Verdict::ALL.iter().map(|verdict| verdict.as_str())))
);
text!("Whose expectation it is, or that a curator decided the verdict.", VerdictSource, |text| {
    text.enum_values(Some(["kep", "note", "curator"]))
});
text!(
    "What is cited; `github` is a number whose kind (pull request or issue) is not known.",
    ReferenceKind,
    |text| text.enum_values(Some(["pull", "issue", "github", "kep", "release", "url"]))
);
text!(
    "What a document names: as of references, a feature gate, a version of Kubernetes, or an API version.",
    CitationKind,
    |text| text.enum_values(Some(["pull", "issue", "github", "kep", "gate", "version", "api"]))
);
text!(
    "What is to be looked at: `dropped` where a KEP was given up, `removed` where a gate or an API version is gone, \
     `missed` where the planned release came out without the stage, `slipped` where it came, or is planned, later, \
     `closed` where a pull request was closed unmerged or an issue as not planned, `unsupported` where a version of \
     Kubernetes is past its end of life, `changed` where it is another now than then, `unknown` where nothing is known.",
    FindingSchema,
    "Finding",
    |text| text.enum_values(Some(Finding::ALL.iter().map(|finding| finding.as_str())))
);
text!(
    "What kind of change it is: a release note that requires action, an API version that is no longer served, a feature \
     gate that is gone, locked, or on or off by default, something deprecated or with a new stage, another release note.",
    ChangeKindSchema,
    "ChangeKind",
    |text| text.enum_values(Some(Kind::ALL.iter().map(|kind| kind.as_str())))
);
text!(
    "Who says so: `list` is the versioned list of gates of kubernetes/kubernetes, `website` are the pages of gates.",
    FactSource,
    |text| text.enum_values(Some(Source::ALL.iter().map(|source| source.as_str())))
);
text!("What a tag is.", TagKind, |text| text.enum_values(Some(["sig", "version"])));
text!("Where a tag comes from; `manual` is what a curator decided.", TagOrigin, |text| {
    text.enum_values(Some(Origin::ALL.iter().map(|origin| origin.as_str())))
});
text!("Whether the note shows the tag.", TagStateSchema, "TagStateWord", |text| {
    text.enum_values(Some(["applied", "suggested", "rejected"]))
});
text!("What the author of a notebook lets others do with it.", RightsSchema, "RightsWord", |text| {
    text.enum_values(Some(["own", "licensed", "unstated"]))
});
