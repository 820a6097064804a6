//! The Model Context Protocol at `/mcp`, message by message.

use serde_json::{Value, json};

use super::curators::let_alice_in;
use super::quota::strict_site;
use super::sent_request::SentRequest;
use super::*;

/// Every tool with arguments that the demo has an answer to.
fn calls(note: &str) -> [(&'static str, Value); 5] {
    [
        ("search_notes", json!({ "q": "kep:753", "limit": 3 })),
        ("read_note", json!({ "note": note })),
        ("kep_story", json!({ "kep": "KEP-753" })),
        ("state_then_and_now", json!({ "target": "KEP-753", "day": "2023-10-11" })),
        ("upgrade_list", json!({ "from": "1.27", "to": "1.29", "limit": 5 })),
    ]
}

/// A message of the protocol, as a client sends it.
fn message(method: &str, params: &Value) -> SentRequest {
    let headers = [
        ("host", "kepline.example"),
        ("content-type", "application/json"),
        ("accept", "application/json, text/event-stream"),
        ("mcp-protocol-version", "2025-06-18"),
    ];
    SentRequest {
        method: Method::POST,
        target: "/mcp".to_owned(),
        headers: headers.map(|(name, value)| (name, value.to_owned())).to_vec(),
        body: json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string(),
    }
}

fn call(tool: &str, arguments: &Value) -> SentRequest {
    message("tools/call", &json!({ "name": tool, "arguments": arguments }))
}

impl Site {
    /// What a tool answers a stranger.
    pub(super) async fn call_tool(&self, tool: &str, arguments: &Value) -> Value {
        let answer = call(tool, arguments).send(self).await;
        assert_eq!(answer.status, StatusCode::OK, "{tool}: {}", answer.body);
        answer.json()["result"].clone()
    }

    async fn some_note(&self) -> String {
        let found = self.call_tool("search_notes", &json!({ "q": "kep:753" })).await;
        found["structuredContent"]["notes"][0]["id"].as_str().unwrap().to_owned()
    }

    /// What a tool gives where it answers.
    async fn structured(&self, tool: &str, arguments: Value) -> Value {
        let result = self.call_tool(tool, &arguments).await;
        assert_eq!(result["isError"], false, "{tool}: {result}");
        result["structuredContent"].clone()
    }

    /// What a tool says where it does not answer.
    async fn tool_error(&self, tool: &str, arguments: Value) -> String {
        let result = self.call_tool(tool, &arguments).await;
        assert_eq!(result["isError"], true, "{tool}: {result}");
        assert!(result.get("structuredContent").is_none());
        result["content"][0]["text"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_client_reads_who_answers() {
    let site = demo_site().await;
    let client = json!({ "name": "a test", "version": "1" });
    for version in ["2025-03-26", "2025-06-18", "2025-11-25"] {
        let params = json!({ "protocolVersion": version, "capabilities": {}, "clientInfo": client });
        let answer = message("initialize", &params).with("mcp-protocol-version", version).send(&site).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(!answer.headers.contains_key("mcp-session-id"), "there are no sessions");
        let result = &answer.json()["result"];
        assert_eq!(result["protocolVersion"], version);
        assert_eq!(result["serverInfo"]["name"], "kepline");
        assert_eq!(result["capabilities"], json!({ "tools": {} }));
        assert!(result["instructions"].as_str().unwrap().contains("data_as_of"));
    }
    let begun = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    let answer = message("", &json!({})).saying(begun).send(&site).await;
    assert_eq!((answer.status, &*answer.body), (StatusCode::ACCEPTED, ""));
}

#[tokio::test]
async fn every_tool_answers_as_its_schema_says() {
    let site = demo_site().await;
    let tools = message("tools/list", &json!({})).send(&site).await.json();
    let tools = tools["result"]["tools"].as_array().unwrap();
    let calls = calls(&site.some_note().await);
    let names: Vec<&str> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, calls.each_ref().map(|(tool, _)| *tool));
    for (tool, (name, arguments)) in tools.iter().zip(calls) {
        for text in ["title", "description"] {
            assert!(!tool[text].as_str().unwrap().is_empty(), "{name}: {text}");
        }
        let hints = json!({
            "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false,
        });
        assert_eq!(tool["annotations"], hints, "{name}");
        expect_fit(name, &tool["inputSchema"], &arguments);
        let result = site.call_tool(name, &arguments).await;
        assert_eq!(result["isError"], false, "{name}: {result}");
        let given = &result["structuredContent"];
        expect_fit(name, &tool["outputSchema"], given);
        let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text, *given, "{name}: both forms say the same");
        assert!(given.to_string().contains(&format!("\"url\":\"{PUBLIC_URL}/")), "{name} links");
        assert_eq!(given["data_as_of"]["keps"], "2026-07-24T23:57:50Z", "{name} says how old its facts are");
    }
}

/// Expects that a value fits a schema which stands by itself.
#[track_caller]
fn expect_fit(name: &str, schema: &Value, value: &Value) {
    assert_eq!(schema["type"], "object", "{name}");
    assert!(!schema.to_string().contains("#/components/"), "{name}: {schema}");
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    let errors = validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path()));
    let errors: Vec<String> = errors.map(|error| error.chars().take(300).collect()).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[tokio::test]
async fn a_search_goes_on_where_it_stopped() {
    let site = demo_site().await;
    let mut arguments = json!({ "sig": "node", "since": "2023", "limit": 4 });
    let mut ids: Vec<String> = Vec::new();
    let total = loop {
        let page = site.structured("search_notes", arguments.clone()).await;
        ids.extend(
            page["notes"].as_array().unwrap().iter().map(|note| note["id"].as_str().unwrap().to_owned()),
        );
        match &page["next_after"] {
            Value::String(after) => arguments["after"] = json!(after),
            _ => break page["total"].as_u64().unwrap(),
        }
    };
    assert!(ids.len() > 4 && ids.len() as u64 == total, "{total}: {ids:?}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len() as u64, total, "none twice");
}

#[tokio::test]
async fn an_upgrade_goes_on_where_it_stopped() {
    let site = demo_site().await;
    let list = async |skip: u64| {
        let arguments = json!({ "from": "1.27", "to": "1.30", "limit": 2, "skip": skip });
        site.structured("upgrade_list", arguments).await
    };
    let (first, second) = (list(0).await, list(2).await);
    assert_eq!(first["next_skip"], 2);
    assert_eq!(first["upgrade"]["changes"].as_array().unwrap().len(), 2);
    assert_ne!(first["upgrade"]["changes"], second["upgrade"]["changes"]);
    let end = list(first["total"].as_u64().unwrap()).await;
    assert_eq!((&end["next_skip"], &end["upgrade"]["changes"]), (&Value::Null, &json!([])));
}

#[tokio::test]
async fn a_state_has_its_day() {
    let site = demo_site().await;
    let states = async |target: &str, day: &str| {
        site.structured("state_then_and_now", json!({ "target": target, "day": day })).await
    };
    let kep = states("KEP-753", "2023-10-11").await;
    assert_eq!((&kep["target"], &kep["kind"]), (&json!("KEP-753"), &json!("kep")));
    assert_eq!(kep["then"]["day"], "2023-10-11");
    assert_eq!(kep["then"]["state"]["shipped"], json!({ "stage": "alpha", "version": "1.28" }));
    assert_eq!(kep["now"]["day"], "2026-07-24");
    assert_eq!(kep["now"]["state"]["shipped"], json!({ "stage": "stable", "version": "1.33" }));
    assert_eq!(states("753", "2023-10-11").await["target"], "KEP-753");
    let before = &states("KEP-753", "2016-01-01").await["then"];
    assert_eq!(
        (&before["state"], &before["unknown"]),
        (&Value::Null, &json!("the KEP had no file on that day"))
    );

    let address = "https://github.com/kubernetes/kubernetes/pull/116429";
    let pull = states(address, "2023-03-14").await;
    assert_eq!((&pull["target"], &pull["kind"]), (&json!("kubernetes/kubernetes#116429"), &json!("github")));
    assert_eq!(pull["now"]["state"]["state"], "merged");
    assert_ne!(pull["then"]["state"]["state"], "merged");

    let gate = states("InPlacePodVerticalScaling", "2023-10-11").await;
    assert_eq!((&gate["kind"], &gate["then"]["state"]["in_release"]), (&json!("gate"), &json!("1.28")));
    assert_eq!(gate["then"]["state"]["stage"], "alpha");
    assert_eq!(gate["now"]["state"]["stage"], "stable");
}

#[tokio::test]
async fn what_cannot_be_answered_says_what_to_do() {
    let site = demo_site().await;
    for (tool, arguments, message) in [
        ("search_notes", json!({ "sig": "nod" }), "`sig` cannot be `nod`; did you mean `node`?"),
        ("search_notes", json!({ "limit": 51 }), "`limit` expects a number from 1 to 50"),
        ("search_notes", json!({ "query": "x" }), "unknown field `query`, expected one of `q`, `sig`"),
        ("search_notes", json!({ "notebook": "nope" }), "there is no notebook `nope`"),
        ("search_notes", json!({ "after": "x" }), "`after` expects a position"),
        ("read_note", json!({ "note": "zzzzzzzz" }), "there is no note `zzzzzzzz`"),
        ("read_note", json!({}), "missing field `note`"),
        ("kep_story", json!({ "kep": "99999" }), "there is no KEP `99999`"),
        ("kep_story", json!({ "kep": "?" }), "`?` is not a KEP such as 753"),
        (
            "state_then_and_now",
            json!({ "target": "x", "day": "2023-10-11" }),
            "`target` expects a KEP such as",
        ),
        (
            "state_then_and_now",
            json!({ "target": "753", "day": "2999-01-01" }),
            "`day` must be a day from 2014-06-06",
        ),
        (
            "state_then_and_now",
            json!({ "target": "NoSuchGate", "day": "2023-10-11" }),
            "no source has a feature gate",
        ),
        ("state_then_and_now", json!({ "target": "a/b#1", "day": "2023-10-11" }), "no note cites it"),
        ("upgrade_list", json!({ "from": "1.29", "to": "1.27" }), "Kubernetes is not downgraded"),
        ("upgrade_list", json!({ "from": "1.27", "to": "1.29", "limit": 0 }), "`limit` expects a number"),
    ] {
        let error = site.tool_error(tool, arguments).await;
        assert!(error.contains(message), "{tool}: {error}");
    }
    let empty = site_with_notes("").await;
    let error =
        empty.tool_error("state_then_and_now", json!({ "target": "KEP-753", "day": "2023-10-11" })).await;
    assert!(error.contains("nothing was synced yet"), "{error}");
    let none = empty.structured("search_notes", json!({})).await;
    assert_eq!((&none["total"], &none["notes"]), (&json!(0), &json!([])));
}

#[tokio::test]
async fn what_is_no_message_is_refused() {
    let site = demo_site().await;
    let error = async |request: SentRequest| request.send(&site).await.json()["error"]["code"].clone();
    assert_eq!(error(call("no_such_tool", &json!({}))).await, -32602);
    assert_eq!(error(message("resources/list", &json!({}))).await, -32601);
    assert_eq!(error(message("no/such", &json!({}))).await, -32601);
    let right = || message("tools/list", &json!({}));
    let batch = format!("[{}]", right().body);
    for (what, request, status) in [
        ("read", right().by(Method::GET), 405),
        ("ended", right().by(Method::DELETE), 405),
        ("put", right().by(Method::PUT), 405),
        ("no JSON", right().saying("{"), 415),
        ("another JSON", right().saying("{}"), 415),
        ("a batch, which the protocol has no more", right().saying(batch), 415),
        ("another type", right().with("content-type", "text/plain"), 415),
        ("an answer that cannot be read", right().with("accept", "text/html"), 406),
        ("an unknown version", right().with("mcp-protocol-version", "1999-01-01"), 400),
        ("too long", right().saying(" ".repeat(65 * 1024)), 413),
    ] {
        let answer = request.send(&site).await;
        assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.body);
        if status == 405 {
            assert_eq!(answer.header("allow"), "POST", "{what}");
        }
    }
    // A body whose length nobody announced.
    let chunks = (0..65).map(|_| Ok::<_, std::convert::Infallible>(" ".repeat(1024)));
    let mut request = right().request();
    *request.body_mut() = Body::from_stream(futures_util::stream::iter(chunks));
    assert_eq!(site.send(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn no_page_of_another_site_gets_an_answer() {
    let site = demo_site().await;
    let right = || message("tools/list", &json!({}));
    for (request, status) in [
        (right(), 200),
        (right().with("origin", PUBLIC_URL), 200),
        (right().with("origin", "https://evil.example"), 403),
        (right().with("origin", "null"), 403),
        (right().with("sec-fetch-site", "cross-site"), 403),
    ] {
        let answer = request.send(&site).await;
        assert_eq!(answer.status.as_u16(), status, "{:?}: {}", request.headers, answer.body);
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = store::Store::open(&url).await.unwrap();
    let router = router(store.clone(), options("http://127.0.0.1:3000", SiteFiles::default(), None));
    let here = Site { router, store, _folder: folder };
    for (host, status) in [("localhost:3000", 200), ("rebind.example:3000", 421)] {
        assert_eq!(right().with("host", host).send(&here).await.status.as_u16(), status, "{host}");
    }
}

#[tokio::test]
async fn calls_count_as_searches_do() {
    let site = strict_site("").await;
    let send = async || {
        let mut request = call("search_notes", &json!({})).request();
        let peer: std::net::SocketAddr = "192.0.2.1:4000".parse().unwrap();
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        site.send(request).await
    };
    assert_eq!([send().await, send().await].map(|answer| answer.status.as_u16()), [200, 200]);
    let refused = send().await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn everybody_is_a_stranger() {
    let site = site_with_notes("---\ntitle: Field notes\n---\n\n## 2023-10-11\n- 極秘検証 KEP-753\n").await;
    sync(&site).await;
    let cookie = let_alice_in(&site).await;
    let found = site.structured("search_notes", json!({ "q": "kep:753" })).await;
    let note = &found["notes"][0];
    assert_eq!((&note["excerpt"], &note["cites"]), (&Value::Null, &json!(["KEP-753"])));
    let arguments = json!({ "note": note["url"] });
    let as_alice = call("read_note", &arguments).with("cookie", &cookie).with("origin", PUBLIC_URL);
    for answer in [call("read_note", &arguments).send(&site).await, as_alice.send(&site).await] {
        let item = &answer.json()["result"]["structuredContent"]["item"];
        assert_eq!((&item["text"], &item["source"]["rights"]), (&Value::Null, &json!("unstated")));
        assert!(item["source"]["withheld"].as_str().is_some() && item["url"].is_string());
        assert_eq!(item["references"][0]["now"]["shipped"]["stage"], "stable");
    }
    assert_eq!(site.structured("search_notes", json!({ "q": "極秘検証" })).await["total"], 0);
}
