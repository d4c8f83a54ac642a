//! JavaScript values for tests, and the simulated systems.

use js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub(crate) const PHISHING: &str = include_str!("../fixtures/cases/phishing.json");

/// A value from its JSON.
pub(crate) fn json(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

/// What `JSON.stringify` makes of a value: a `Map` would become `{}`.
pub(crate) fn text(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

/// A member by its path, such as `problems.0.code`.
pub(crate) fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| Reflect::get(&value, &name.into()).unwrap())
}

pub(crate) fn string(value: &JsValue, path: &str) -> String {
    get(value, path).as_string().unwrap_or_else(|| panic!("{path} of {} is no string", text(value)))
}

pub(crate) fn number(value: &JsValue, path: &str) -> f64 {
    get(value, path).as_f64().unwrap_or_else(|| panic!("{path} of {} is no number", text(value)))
}

/// Runs JavaScript, the body of an async function of one argument.
pub(crate) async fn run(body: &str, argument: &JsValue) -> JsValue {
    let function = Function::new_with_args("argument", &format!("return (async () => {{ {body} }})()"));
    wait(function.call1(&JsValue::UNDEFINED, argument).unwrap().unchecked_into()).await.unwrap()
}

pub(crate) async fn wait(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

pub(crate) fn no_pages() -> Array {
    Array::new()
}

pub(crate) fn bytes(value: &JsValue, path: &str) -> Vec<u8> {
    get(value, path).unchecked_into::<Uint8Array>().to_vec()
}

/// The base URL of a simulated system, by its key in the line that the simulators print: `cargo xtask
/// test --only browser` starts them.
pub(crate) fn simulator(key: &str) -> String {
    // Not `env!`: linting compiles this without them.
    let addresses = option_env!("SIMULATORS").unwrap_or("{}");
    string(&json(addresses), key)
}

/// Talks to the simulator's control.
pub(crate) async fn control(key: &str, method: &str, path: &str, body: Option<&str>) -> JsValue {
    let argument = Object::new();
    let set = |name: &str, value: JsValue| drop(Reflect::set(&argument, &name.into(), &value));
    set("url", format!("{}/_sim/{path}", simulator(key)).into());
    set("method", method.into());
    set("body", body.map_or(JsValue::UNDEFINED, JsValue::from));
    let body = "const answer = await fetch(argument.url, { method: argument.method, body: argument.body,
        headers: argument.body ? { 'content-type': 'application/json' } : {} });
        if (!answer.ok) throw new Error(await answer.text());
        return answer.status === 204 ? null : await answer.json();";
    run(body, &argument).await
}

/// A ServiceNow connector for the simulator.
pub(crate) fn servicenow(id: Option<&str>) -> JsValue {
    let id = id.map_or_else(|| "null".to_owned(), |id| format!("\"{id}\""));
    json(&format!(
        r#"{{ "id": {id}, "type": ".servicenow", "name": "SN", "config": {{ "apiUrl": "{}", "username": "case.bot" }},
             "secrets": {{ "password": "servicenow-demo-password" }} }}"#,
        simulator("servicenow")
    ))
}
