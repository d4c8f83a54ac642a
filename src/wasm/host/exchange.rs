//! Tells who listens which requests were sent and what was answered, both without secrets.

use super::handle::Host;
use crate::connector::Secrets;
use crate::connector::redact::Redaction;
use crate::http::{Request, Response};
use crate::wasm::convert::{object, set, text_or_null, to_js};
use crate::wasm::send::{Client, Failure};
use std::pin::Pin;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

/// What a request is for.
pub(super) struct About<'a> {
    pub(super) case_id: Option<&'a str>,
    pub(super) connector_id: Option<&'a str>,
    pub(super) label: &'a str,
    /// What it was authorized with.
    pub(super) secrets: Option<&'a Secrets>,
}

impl Host {
    /// Sends a request that may hold a secret, and tells. Boxed, so that its code is there once and not once per caller.
    pub(super) fn exchange<'a>(
        &'a self,
        about: &'a About<'_>,
        sent: &'a Request,
        client: &'a Client<'_>,
        timeout_ms: u32,
        signal: Option<AbortSignal>,
    ) -> Pin<Box<dyn Future<Output = Result<Response, Failure>> + 'a>> {
        Box::pin(async move {
            let begun = self.clock.now_ms();
            let answer = client.perform(sent, timeout_ms, signal).await;
            if let Some(on_exchange) = &self.on_exchange {
                let exchange = self.describe(about, sent, begun, &answer);
                // A host's log must not stop a push.
                drop(on_exchange.call1(&JsValue::UNDEFINED, &exchange));
            }
            answer
        })
    }

    fn describe(&self, about: &About<'_>, sent: &Request, begun: i64, answer: &Result<Response, Failure>) -> JsValue {
        let redaction = Redaction::of(sent, about.secrets);
        let (answer, error) = match answer {
            Ok(answer) => {
                let (headers, body) = redaction.answer(answer);
                let shown =
                    object([("status", answer.status.into()), ("headers", to_js(&headers)), ("body", body.into())]);
                (shown, JsValue::NULL)
            }
            Err(failure) => {
                let error: JsValue = failure.error.clone().into();
                let words = failure.error.remote.as_deref().map(|words| redaction.text(words));
                set(&error, "remote", &text_or_null(words.as_deref()));
                (JsValue::NULL, error)
            }
        };
        #[allow(clippy::cast_precision_loss, reason = "no request takes so long")]
        let ms = (self.clock.now_ms() - begun) as f64;
        object([
            ("caseId", text_or_null(about.case_id)),
            ("connectorId", text_or_null(about.connector_id)),
            ("label", about.label.into()),
            ("startedAt", crate::time::to_iso(begun).into()),
            ("ms", ms.into()),
            ("request", to_js(&redaction.request(sent))),
            ("answer", answer),
            ("error", error),
        ])
    }
}
