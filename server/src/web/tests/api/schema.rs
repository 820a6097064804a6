//! Answers against the description of the API.

use serde_json::{Value, json};

use super::super::{Answer, Site};

/// What `/api/v1/openapi.json` says.
pub struct Description(Value);

impl Description {
    pub async fn fetch(site: &Site) -> Self {
        Self(site.get("/api/v1/openapi.json").await.json())
    }

    /// Checks that the answer's status is described for the path, and its body fits.
    pub fn check(&self, path: &str, answer: &Answer) {
        self.check_method("get", path, answer);
    }

    /// The same of the answer to a POST.
    pub fn check_post(&self, path: &str, answer: &Answer) {
        self.check_method("post", path, answer);
    }

    fn check_method(&self, method: &str, path: &str, answer: &Answer) {
        let responses = &self.operation(path)[method]["responses"];
        let response = &responses[answer.status.as_str()];
        assert!(response.is_object(), "{path}: {} is not described", answer.status);
        let schema = &response["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path}: {} has no schema", answer.status);
        self.fits(path, schema, &answer.json());
    }

    /// Checks that the answer is an error.
    pub fn check_error(&self, answer: &Answer) {
        self.fits("an error", &json!({ "$ref": "#/components/schemas/Error" }), &answer.json());
    }

    /// The operations of a path that is filled in.
    fn operation(&self, path: &str) -> &Value {
        let path = path.split('?').next().unwrap_or_default();
        let pieces: Vec<&str> = path.split('/').collect();
        let is_of = |template: &str| {
            let parts: Vec<&str> = template.split('/').collect();
            parts.len() == pieces.len()
                && parts.iter().zip(&pieces).all(|(part, piece)| part.starts_with('{') || part == piece)
        };
        let mut found = self.0["paths"].as_object().unwrap().iter().filter(|(template, _)| is_of(template));
        found.next().unwrap_or_else(|| panic!("{path} is not described")).1
    }

    fn fits(&self, path: &str, schema: &Value, value: &Value) {
        let mut schema = schema.clone();
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
        schema["components"] = self.0["components"].clone();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let errors = validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path()));
        let errors: Vec<String> = errors.map(|error| error.chars().take(300).collect()).collect();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }

    pub fn value(&self) -> &Value {
        &self.0
    }
}

#[tokio::test]
async fn every_operation_has_a_description() {
    let site = super::site_with_notes("").await;
    let description = Description::fetch(&site).await;
    let document = description.value();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(document["servers"], json!([{ "url": "https://kepline.example" }]));
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 14);
    for (path, item) in paths {
        // One address takes documents, and gives nothing else.
        let operation = item.get("get").or(item.get("post")).unwrap();
        for field in ["summary", "description", "operationId"] {
            assert!(operation[field].as_str().is_some_and(|text| !text.is_empty()), "{path}: {field}");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].as_str().is_some_and(|text| !text.is_empty()), "{parameter}");
        }
        for status in ["200", "400", "500", "503"] {
            assert!(operation["responses"][status].is_object(), "{path}: {status}");
        }
    }
    // Each word of the description is one that the filters read.
    for path in ["/api/v1/notes", "/api/v1/entries"] {
        let names: Vec<&Value> =
            document["paths"][path]["get"]["parameters"].as_array().unwrap().iter().collect();
        for key in domain::list::filter::FilterKey::ALL {
            let parameter = names.iter().find(|parameter| parameter["name"] == key.as_str()).unwrap();
            let schema = &parameter["schema"];
            let schema = if schema["type"] == "array" { &schema["items"] } else { schema };
            for value in schema["enum"].as_array().into_iter().flatten() {
                let query = format!("{}={}", key.as_str(), value.as_str().unwrap());
                assert!(query.parse::<domain::list::filter::Filter>().is_ok(), "{query}");
            }
        }
    }
}
