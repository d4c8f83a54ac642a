//! The host's licence: one for as long as it is open, or a function that says which one counts now.

use crate::connector::License;
use crate::error::{Code, Error};
use crate::wasm::convert::read_license;
use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

pub(super) enum Licensing {
    Fixed(Option<License>),
    Asked(Function),
}

impl Licensing {
    pub(super) fn read(value: JsValue) -> Result<Self, Error> {
        value.dyn_into().map(Self::Asked).or_else(|value| read_license(&value).map(Self::Fixed))
    }

    /// The licence that counts now. A function that fails says nothing of it, which must not mean "no limit".
    pub(super) fn now(&self) -> Result<Option<License>, Error> {
        match self {
            Self::Fixed(license) => Ok(*license),
            Self::Asked(ask) => {
                let failed = |_| Error::with(Code::OptionsInvalid, "The function license has failed.").at("license");
                read_license(&ask.call0(&JsValue::UNDEFINED).map_err(failed)?)
            }
        }
    }
}
