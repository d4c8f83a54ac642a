//! Identifiers that differ from one run to the next, so that a link kept from
//! an earlier run never points at another record.

use std::hash::{BuildHasher, RandomState};

/// 32 hexadecimal digits, the shape of a ServiceNow `sys_id`.
pub(crate) fn hex32() -> String {
    // Every RandomState is keyed differently: enough for an id, no more.
    let part = || RandomState::new().hash_one(0u8);
    format!("{:016x}{:016x}", part(), part())
}
