//! Both modules as text, for hosts that cannot serve a second file.

use crate::files::{read, write};
use crate::problem::Result;
use crate::project::Project;

pub(crate) fn inline(project: &Project) -> Result {
    for (wasm, script) in [("engine.wasm", "wasm.js"), ("forms.wasm", "forms.js")] {
        let text = base64(&read(&project.path("pkg").join(wasm))?);
        let module = format!("export default \"{text}\";\n");
        write(&project.path("pkg/inline").join(script), module.as_bytes())?;
    }
    Ok(())
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let three = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or(0)));
        let bits = three[0] << 16 | three[1] << 8 | three[2];
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { letter.into() } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_pads_like_everyone_else() {
        let answers = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(answers, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }
}
