//! Rust's own library, which is compiled in too: what its toolchain says of it and of the crates in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use super::part::Part;
use crate::files::read_text;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;

/// The licences of the library: its own two, the one of the tables of Unicode, and the one of the parts of
/// `compiler_builtins` that come from LLVM.
const LICENCE: &str = "(MIT OR Apache-2.0) AND Unicode-3.0 AND Apache-2.0 WITH LLVM-exception";
const TEXTS: [&str; 4] = ["MIT", "Apache-2.0", "Unicode-3.0", "LLVM-exception"];

pub(super) fn parts(project: &Project) -> Result<Vec<Part>> {
    let ask = |words: &[&str]| run::output(Command::new("rustc").current_dir(&project.root).args(words));
    let sysroot = ask(&["--print", "sysroot"])?;
    let version = ask(&["--version"])?;
    let sysroot = Path::new(sysroot.trim());
    let documents = sysroot.join("share/doc/rust");
    let texts = TEXTS.iter().map(|name| {
        let file = format!("{name}.txt");
        Ok((file.clone(), read_text(&documents.join("licenses").join(file)).map_err(incomplete)?))
    });
    let number = version.split(' ').nth(1).unwrap_or_default();
    let name = format!("Rust's standard library {number}, (c) The Rust Project Developers");
    let mut parts = vec![Part { name, licence: LICENCE.into(), texts: texts.collect::<Result<_>>()? }];

    let page = read_text(&documents.join("COPYRIGHT-library.html")).map_err(incomplete)?;
    let compiled = compiled(&sysroot.join("lib/rustlib/wasm32-unknown-unknown/lib"))?;
    let found = sections(&page);
    if found.is_empty() {
        return Err(Problem::new(
            "COPYRIGHT-library.html of the toolchain names no crates.",
            "Its form has changed: correct xtask/src/pack/notices/rust.rs.",
        ));
    }
    parts.extend(found.into_iter().filter(|part| {
        let name = part.name.split(' ').next().unwrap_or_default();
        compiled.contains(&name.replace('-', "_"))
    }));
    Ok(parts)
}

fn incomplete(problem: Problem) -> Problem {
    Problem::new(
        problem.to_string().trim_start_matches("error: ").to_owned(),
        "The toolchain comes without the licences of Rust's library. Install it with rustup.",
    )
}

/// The crates of the library for WebAssembly, by the names of their files: `libhashbrown-0123.rlib`.
fn compiled(folder: &Path) -> Result<BTreeSet<String>> {
    let entries = fs::read_dir(folder).map_err(Problem::because(format!("Cannot read {}", folder.display()), ""))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter_map(|name| Some(name.strip_prefix("lib")?.rsplit_once('-')?.0.to_owned())).collect())
}

/// The crates of the page, which the Rust project writes for people.
fn sections(page: &str) -> Vec<Part> {
    let between = |text: &str, from: &str, to: &str| {
        let rest = text.split_once(from)?.1;
        Some(plain(rest.split_once(to)?.0))
    };
    let mut parts = Vec::new();
    for section in page.split("<h3>📦 ").skip(1) {
        let title = plain(section.split("</h3>").next().unwrap_or_default());
        let Some((name, version)) = title.rsplit_once('-').filter(|(_, end)| end.starts_with(char::is_numeric)) else {
            continue;
        };
        let texts: BTreeMap<String, String> = section
            .split("<summary><code>")
            .skip(1)
            .filter_map(|notice| Some((plain(notice.split_once("</code>")?.0), between(notice, "<pre>", "</pre>")?)))
            .collect();
        let licence = between(section, "<b>License:</b>", "</p>").unwrap_or_default();
        parts.push(Part { name: format!("{name} {version}"), licence: licence.trim().to_owned(), texts });
    }
    parts
}

/// Text as it was before it was put into HTML.
fn plain(html: &str) -> String {
    [("&lt;", "<"), ("&#60;", "<"), ("&gt;", ">"), ("&#62;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'")]
        .iter()
        .fold(html.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::sections;

    #[test]
    fn the_page_of_the_toolchain_is_read() {
        let page = "<h1>x</h1><h3>📦 rustc-demangle-0.1.27</h3>\n<p><b>License:</b> MIT/Apache-2.0</p>\
            <details><summary><code>LICENSE-MIT</code></summary><pre>\n(c) A &#38; B &#60;a@b.example&#62;</pre></details>\
            <h3>📦 cc-1.2.0</h3><p><b>License:</b> MIT OR Apache-2.0</p>";
        let parts = sections(page);
        assert_eq!(
            parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(),
            ["rustc-demangle 0.1.27", "cc 1.2.0"]
        );
        assert_eq!(parts[0].licence, "MIT/Apache-2.0");
        assert_eq!(parts[0].texts["LICENSE-MIT"].trim(), "(c) A & B <a@b.example>");
        assert!(parts[1].texts.is_empty());
    }
}
