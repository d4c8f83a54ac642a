//! `pack`: from the crate to the npm tarball in dist/.

mod commonjs;
mod sizes;
mod tarball;
mod wasm;

use std::fs::{self, File};
use std::path::PathBuf;

use crate::problem::{Problem, Result};
use crate::project::{Project, read, read_json, read_text, say, write};
use crate::tools;

/// The two modules of the package: name and what Cargo is told.
const MODULES: [(&str, &[&str]); 2] =
    [("forms", &["--no-default-features", "--features", "forms"]), ("engine", &["--features", "bindings"])];

/// Builds the package and answers where the tarball is.
pub(crate) fn pack() -> Result<PathBuf> {
    let project = Project::find()?;
    check_version(&project)?;
    tools::need_node()?;
    tools::need_wasm_target(&project)?;
    let _lock = only_one(&project)?;
    tools::npm_ci(&project.path("xtask"))?;

    say("Building wasm-bindgen (a minute, the first time)");
    let bindgen = project.program("bindgen")?;
    for (name, features) in MODULES {
        wasm::build(&project, &bindgen, name, features)?;
    }
    inline(&project)?;
    commonjs::build(&project)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        write(&project.path("pkg").join(licence), &read(&project.path(licence))?)?;
    }
    sizes::check(&project, &MODULES.map(|(name, _)| name))?;
    tarball::pack(&project)
}

/// Two packs at once would mix their files.
fn only_one(project: &Project) -> Result<File> {
    let folder = project.path("dist");
    let open = fs::create_dir_all(&folder).and_then(|()| File::create(folder.join(".lock")));
    let failed = || Problem::because(format!("Cannot lock {}", folder.display()), "Look at the rights of that folder.");
    let file = open.map_err(failed())?;
    if file.try_lock().is_err() {
        say("Waiting for another pack to end");
        file.lock().map_err(failed())?;
    }
    Ok(file)
}

fn check_version(project: &Project) -> Result {
    let package = read_json(&project.path("pkg/package.json"))?;
    let npm = package["version"].as_str().unwrap_or("no version");
    let script = read_text(&project.path("pkg/version.js"))?;
    if npm == project.version && script.contains(&format!("'{npm}'")) {
        return Ok(());
    }
    Err(Problem::new(
        format!(
            "The crate is version {}, pkg/package.json says {npm}, and pkg/version.js is to say the same.",
            project.version
        ),
        "They share one version: change it in Cargo.toml ([workspace.package]), pkg/package.json and pkg/version.js together.",
    ))
}

/// Both modules as text, for hosts that cannot serve a second file.
fn inline(project: &Project) -> Result {
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
