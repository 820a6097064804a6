//! What a text is: notes, or a form that has a reader of its own.

use serde_json::Value;

use super::refusal::NoSource;

/// What a text is.
#[derive(Debug, PartialEq)]
pub(super) enum Shape {
    /// A whole document of JSON.
    Json(Value),
    /// A web page.
    Html,
    /// Notes in Markdown or plain text.
    Notes,
}

/// Says what a text is; any text without marks of another form is one of notes.
///
/// # Errors
/// Where it is certainly none of notes, such as JSON that is cut off.
pub(super) fn detect(text: &str) -> Result<Shape, NoSource> {
    let start = text.trim_start();
    if begins_json(start) {
        return match serde_json::from_str(text) {
            Ok(json) => Ok(Shape::Json(json)),
            Err(error) => Err(NoSource(format!("it is JSON that cannot be read: {error}"))),
        };
    }
    match markup_name(start).as_deref() {
        Some("!doctype html" | "html" | "head" | "body") => Ok(Shape::Html),
        Some("?xml" | "!doctype" | "svg" | "rss" | "feed" | "plist") => {
            Err(NoSource("it is XML, and no notes".to_owned()))
        }
        _ => Ok(Shape::Notes),
    }
}

/// Whether a text begins like JSON and unlike Markdown, which may begin with `[` and `{{` as well.
fn begins_json(start: &str) -> bool {
    let begins_object = |text: &str| {
        text.trim_start().strip_prefix('{').is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with(['"', '}'])
        })
    };
    let begins_array =
        |text: &str| text.strip_prefix('[').is_some_and(|rest| begins_object(rest) || rest.trim().is_empty());
    begins_object(start) || begins_array(start)
}

/// The first element or declaration of a text that begins with one, in lower case; comments are passed over.
fn markup_name(start: &str) -> Option<String> {
    let mut rest = start;
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->")?.1.trim_start();
    }
    let inner = rest.strip_prefix('<')?;
    let name: String =
        inner.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '!' | '?')).collect();
    let name = name.to_lowercase();
    let after = inner[name.len()..].trim_start();
    let is_html = after.get(..4).is_some_and(|doctype| doctype.eq_ignore_ascii_case("html"));
    if name == "?xml" && text_has_html(after) {
        return Some("html".to_owned());
    }
    Some(if name == "!doctype" && is_html { "!doctype html".to_owned() } else { name })
}

/// Whether XML goes on as a web page.
fn text_has_html(after: &str) -> bool {
    after
        .split_once("?>")
        .and_then(|(_, rest)| markup_name(rest.trim_start()))
        .is_some_and(|name| matches!(name.as_str(), "!doctype html" | "html"))
}

/// What JSON is that no reader knows.
pub(super) fn describe_json(json: &Value) -> String {
    let expected = "expected the export of a Zenn scrap, or an answer of Zenn's API";
    if json.get("scraps").is_some_and(Value::is_array) {
        return "it is a list of scraps without their posts: export each scrap".to_owned();
    }
    let what = match json {
        Value::Object(object) if object.is_empty() => "empty".to_owned(),
        Value::Object(object) => {
            let keys: Vec<String> = object
                .keys()
                .take(4)
                .map(|key| format!("`{}`", key.chars().take(30).collect::<String>()))
                .collect();
            format!("with {}", keys.join(", "))
        }
        _ => "a list".to_owned(),
    };
    format!("it is JSON of another shape ({what}): {expected}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_by_its_beginning() {
        let check = |text: &str, expected: &str| {
            let found = match detect(text) {
                Ok(Shape::Json(_)) => "json".to_owned(),
                Ok(Shape::Html) => "html".to_owned(),
                Ok(Shape::Notes) => "notes".to_owned(),
                Err(NoSource(message)) => message,
            };
            assert!(found.contains(expected), "{text}: {found}");
        };
        check("{\"title\": \"a\"}", "json");
        check("\n [ {\"a\": 1} ]", "json");
        check("{}", "json");
        check("[]", "notes");
        for cut in ["{\"title\": \"a\"", "{", "[{", "{\"a\":1}\n{\"b\":2}"] {
            check(cut, "it is JSON that cannot be read");
        }
        check("<!DOCTYPE html><p>", "html");
        check("<!-- saved from url=(0016)http://localhost -->\n<HTML lang=ja>", "html");
        check("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"\"><html>", "html");
        check("<?xml version=\"1.0\"?><feed>", "XML");
        check("<svg>", "XML");
        for notes in [
            "",
            "## 2023-10-11",
            "[2023-10-12](https://example.org)",
            "[[2023-10-12]]",
            "[ ] a task",
            "{{< toc >}}",
            "{% raw %}",
            "<details>a</details>",
            "<!-- a comment -->\n## 2023-10-11",
            "<div align=center>",
            "<2023-10-12 Thu>",
            "<none>",
            "<!-- open",
            "<",
        ] {
            check(notes, "notes");
        }
    }

    #[test]
    fn other_json_is_described() {
        let describe = |text: &str| describe_json(&serde_json::from_str(text).expect("JSON"));
        assert!(describe("{\"scraps\":[]}").contains("export each scrap"));
        assert!(describe("{\"name\":\"a\",\"version\":1}").contains("(with `name`, `version`)"));
        assert!(describe("[1]").contains("(a list)"));
    }
}
