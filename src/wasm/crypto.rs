//! The browser's own cryptography: AES-256-GCM and PBKDF2, with keys that no script can read.
//!
//! Bound by hand: web-sys would bring a dictionary type for each algorithm.

use crate::connector::vault::ITERATIONS;
use crate::error::{Code, Error};
use crate::wasm::convert::{object, set};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use zeroize::Zeroizing;

#[wasm_bindgen]
extern "C" {
    type Crypto;
    #[wasm_bindgen(method, catch, js_name = getRandomValues)]
    fn get_random_values(this: &Crypto, into: &Uint8Array) -> Result<JsValue, JsValue>;

    type Subtle;
    #[wasm_bindgen(method, catch, js_name = generateKey)]
    fn generate_key(this: &Subtle, kind: &JsValue, shown: bool, uses: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = importKey)]
    fn import_key(
        this: &Subtle,
        format: &str,
        data: &JsValue,
        kind: &str,
        shown: bool,
        uses: &JsValue,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = deriveKey)]
    fn derive_key(
        this: &Subtle,
        how: &JsValue,
        from: &JsValue,
        kind: &JsValue,
        shown: bool,
        uses: &JsValue,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn encrypt(this: &Subtle, how: &JsValue, key: &JsValue, data: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn decrypt(this: &Subtle, how: &JsValue, key: &JsValue, data: &Uint8Array) -> Result<Promise, JsValue>;
}

/// What a sealed text consists of.
pub(super) struct Sealed {
    pub(super) iv: Uint8Array,
    pub(super) data: Uint8Array,
}

fn crypto() -> Result<Crypto, Error> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok().filter(JsValue::is_object);
    crypto.map(JsCast::unchecked_into).ok_or_else(|| Error::new(Code::VaultUnavailable))
}

/// Pages that came neither from https nor from this machine have none.
fn subtle() -> Result<Subtle, Error> {
    let subtle = Reflect::get(crypto()?.as_ref(), &"subtle".into()).ok().filter(JsValue::is_object);
    subtle.map(JsCast::unchecked_into).ok_or_else(|| Error::new(Code::VaultUnavailable))
}

fn unavailable(_: JsValue) -> Error {
    Error::new(Code::VaultUnavailable)
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(promise?).await
}

pub(super) fn random(length: u32) -> Result<Uint8Array, Error> {
    let bytes = Uint8Array::new_with_length(length);
    crypto()?.get_random_values(&bytes).map_err(unavailable)?;
    Ok(bytes)
}

/// A name that nobody else has.
pub(super) fn unique() -> Result<String, Error> {
    Ok(random(16)?.to_vec().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn aes() -> JsValue {
    object([("name", "AES-GCM".into()), ("length", 256.into())])
}

fn uses(names: &[&str]) -> JsValue {
    names.iter().map(|name| JsValue::from(*name)).collect::<Array>().into()
}

/// A new key that can be stored but not read.
pub(super) async fn device_key() -> Result<JsValue, Error> {
    settled(subtle()?.generate_key(&aes(), false, &uses(&["encrypt", "decrypt"]))).await.map_err(unavailable)
}

/// The key of a passphrase. It takes a moment on purpose.
pub(super) async fn passphrase_key(passphrase: &str, salt: &Uint8Array, iterations: u32) -> Result<JsValue, Error> {
    let subtle = subtle()?;
    let bytes = Uint8Array::from(passphrase.as_bytes());
    let base = settled(subtle.import_key("raw", &bytes, "PBKDF2", false, &uses(&["deriveKey"]))).await;
    bytes.fill(0, 0, bytes.length());
    let how = object([
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", salt.into()),
        ("iterations", iterations.max(ITERATIONS).into()),
    ]);
    let base = base.map_err(unavailable)?;
    settled(subtle.derive_key(&how, &base, &aes(), false, &uses(&["encrypt", "decrypt"]))).await.map_err(unavailable)
}

fn gcm(iv: &Uint8Array, additional: &[u8]) -> JsValue {
    let how = Object::new().into();
    set(&how, "name", &"AES-GCM".into());
    set(&how, "iv", iv);
    set(&how, "additionalData", &Uint8Array::from(additional));
    how
}

/// Seals a text under a new IV.
pub(super) async fn seal(key: &JsValue, text: &Zeroizing<Vec<u8>>, additional: &[u8]) -> Result<Sealed, Error> {
    let iv = random(12)?;
    let plain = Uint8Array::from(text.as_slice());
    let sealed = settled(subtle()?.encrypt(&gcm(&iv, additional), key, &plain)).await;
    plain.fill(0, 0, plain.length());
    Ok(Sealed { iv, data: Uint8Array::new(&sealed.map_err(unavailable)?) })
}

/// Opens it; nothing where the key, the text or what it is bound to is another one.
pub(super) async fn open(
    key: &JsValue,
    sealed: &Sealed,
    additional: &[u8],
) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let opened = settled(subtle()?.decrypt(&gcm(&sealed.iv, additional), key, &sealed.data)).await;
    Ok(opened.ok().map(|buffer| {
        let plain = Uint8Array::new(&buffer);
        let text = Zeroizing::new(plain.to_vec());
        plain.fill(0, 0, plain.length());
        text
    }))
}
