//! Reads the body of an answer piece by piece, and no further than it may be long: a small answer may unpack to a huge one.

use crate::wasm::convert::{bytes, member};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use zeroize::Zeroizing;

/// What came, as it came: nobody sees it but who cleans it.
pub(super) struct Received {
    pub(super) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    /// Nothing where it is too large.
    pub(super) body: Option<Vec<u8>>,
}

pub(super) async fn settled(answer: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&answer?)).await
}

/// The whole body; nothing where it is longer. A body that breaks off is no answer: what it said is lost.
pub(super) async fn read(answer: &JsValue, limit: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let body = member(answer, "body");
    if !member(&body, "getReader").is_function() {
        // A test's `fetch`, or an answer that a page may not read.
        let whole = Uint8Array::new(&settled(call(answer, "arrayBuffer")).await?);
        return Ok((whole.length() as usize <= limit).then(|| whole.to_vec()));
    }
    let reader = call(&body, "getReader")?;
    let mut read: Zeroizing<Vec<u8>> = Zeroizing::default();
    loop {
        let piece = settled(call(&reader, "read")).await?;
        if member(&piece, "done").is_truthy() {
            return Ok(Some(std::mem::take(&mut *read)));
        }
        let piece = bytes(&member(&piece, "value")).unwrap_or_default();
        let (from, to) = (read.len(), read.len().saturating_add(piece.length() as usize));
        if to > limit {
            // What the platform says about an end that was asked for is of no use.
            drop(call(&reader, "cancel").map(|end| JsFuture::from(Promise::resolve(&end))));
            return Ok(None);
        }
        if to > read.capacity() {
            // What it outgrows may repeat a secret: it is overwritten before it is given back.
            let mut larger = Vec::with_capacity(to.max(2 * from).min(limit));
            larger.extend_from_slice(&read);
            read = Zeroizing::new(larger);
        }
        read.resize(to, 0);
        piece.copy_to(read.get_mut(from..).unwrap_or_default());
    }
}

fn call(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &name.into())?.dyn_into()?;
    Reflect::apply(&function, object, &Array::new())
}
