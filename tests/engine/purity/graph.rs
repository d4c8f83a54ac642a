//! Which file of `src/` uses which: the paths of each file, resolved to the file that has what they name.
//!
//! Read as tokens by proc-macro2 (the tokenizer of Rust's own macros), so that comments and strings are none, and what
//! stands in a macro is seen too.

use crate::common::files::files;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A module by its path, such as `["push", "plan"]`; that of `lib.rs` is empty.
pub(crate) type Module = Vec<String>;

/// The modules that each one uses, with the names that it takes from them.
pub(crate) type Arrows = BTreeMap<Module, BTreeMap<Module, BTreeSet<String>>>;

/// A path in the code, and whether it is handed on (`pub use`) rather than used.
struct Named {
    segments: Vec<String>,
    handed_on: bool,
}

/// The files below a folder of the project as modules, with their text.
pub(crate) fn sources(folder: &str) -> BTreeMap<Module, String> {
    let mut found = BTreeMap::new();
    for (path, text) in files(folder, &[".rs"]) {
        // Unit tests that have a file of their own: what they use is no arrow, as in a `mod tests`.
        if path.ends_with("tests.rs") {
            continue;
        }
        // A library and a program of one folder are the same module here.
        found.entry(module(&path)).or_insert_with(String::new).push_str(&text);
    }
    found
}

fn module(path: &Path) -> Module {
    let path = path.with_extension("");
    let mut module: Module = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        module.pop();
    }
    module
}

/// Every arrow between two modules. A name that a module hands on leads to where it comes from.
pub(crate) fn arrows(sources: &BTreeMap<Module, String>) -> Arrows {
    let named: BTreeMap<&Module, Vec<Named>> = sources
        .iter()
        .map(|(module, text)| {
            let mut named = Vec::new();
            paths(&without_tests(text.parse().unwrap()), &mut named);
            (module, named)
        })
        .collect();
    let mut faces: BTreeMap<Module, BTreeMap<String, Module>> = BTreeMap::new();
    // What is handed on may have been handed on before: a face of a face of a face.
    for _ in 0..3 {
        let mut next: BTreeMap<Module, BTreeMap<String, Module>> = BTreeMap::new();
        for (module, paths) in &named {
            for path in paths.iter().filter(|path| path.handed_on) {
                if let (Some(target), Some(name)) = (resolve(sources, &faces, module, path), path.segments.last()) {
                    next.entry((*module).clone()).or_default().insert(name.clone(), target);
                }
            }
        }
        faces = next;
    }
    let mut arrows = Arrows::new();
    for (module, paths) in &named {
        for path in paths.iter().filter(|path| !path.handed_on) {
            let target = resolve(sources, &faces, module, path).filter(|target| target != *module);
            if let (Some(target), Some(name)) = (target, path.segments.last()) {
                arrows.entry((*module).clone()).or_default().entry(target).or_default().insert(name.clone());
            }
        }
    }
    arrows
}

/// The groups of modules that lead back to each other, each with what ties it.
pub(crate) fn circles(arrows: &Arrows) -> Vec<String> {
    let reach: BTreeMap<&Module, BTreeSet<&Module>> =
        arrows.keys().map(|module| (module, reached(module, arrows))).collect();
    let leads_back = |a: &Module, b: &Module| reach.get(b).is_some_and(|seen| seen.contains(a));
    let mut found = Vec::new();
    for (from, targets) in arrows {
        for (to, names) in targets.iter().filter(|(to, _)| leads_back(from, to)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            found.push(format!("{} -> {}: {}", from.join("/"), to.join("/"), names.join(" ")));
        }
    }
    found
}

/// Every module to which arrows lead from this one.
fn reached<'a>(from: &'a Module, arrows: &'a Arrows) -> BTreeSet<&'a Module> {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(module) = ahead.pop() {
        ahead.extend(arrows.get(module).into_iter().flat_map(BTreeMap::keys).filter(|next| seen.insert(*next)));
    }
    seen
}

/// The module that has what a path names; nothing where that is no module of ours.
fn resolve(
    sources: &BTreeMap<Module, String>,
    faces: &BTreeMap<Module, BTreeMap<String, Module>>,
    from: &Module,
    path: &Named,
) -> Option<Module> {
    let child = |of: &Module, name: &String| {
        let child: Module = of.iter().chain([name]).cloned().collect();
        sources.contains_key(&child).then_some(child)
    };
    let mut rest = path.segments.as_slice();
    let mut at = match rest.first()?.as_str() {
        "crate" => root(from),
        "self" | "super" => from.clone(),
        _ => child(from, rest.first()?).map(|_| from.clone())?,
    };
    while let Some(first) = rest.first().filter(|first| ["crate", "self", "super"].contains(&first.as_str())) {
        if first == "super" {
            at.pop()?;
        }
        rest = rest.get(1..)?;
    }
    while let Some(next) = rest.first().and_then(|name| child(&at, name)) {
        at = next;
        rest = rest.get(1..)?;
    }
    let handed_on = rest.first().and_then(|name| faces.get(&at)?.get(name));
    Some(handed_on.unwrap_or(&at).clone())
}

/// What `crate` means in a module: text is a crate of its own within the folder of the engine.
pub(crate) fn root(module: &Module) -> Module {
    module.iter().take_while(|part| *part == "markup").take(1).cloned().collect()
}

/// The code without what is compiled for unit tests alone.
fn without_tests(code: TokenStream) -> Vec<TokenTree> {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut is_test = false;
    for token in code {
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && is_cfg_test(&group.stream()) => {
                // The `#` before it.
                out.pop();
                is_test = true;
            }
            TokenTree::Group(group) if is_test && group.delimiter() == Delimiter::Brace => is_test = false,
            token if is_test && is_sign(token, ';') => is_test = false,
            _ if is_test => {}
            _ => out.push(token),
        }
    }
    out
}

fn is_cfg_test(attribute: &TokenStream) -> bool {
    attribute.to_string().replace(' ', "") == "cfg(test)"
}

fn paths(tokens: &[TokenTree], out: &mut Vec<Named>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let start = at;
        at += 1;
        match token {
            TokenTree::Group(group) => paths(&group.stream().into_iter().collect::<Vec<_>>(), out),
            TokenTree::Ident(first) => {
                let before = |back: usize| start.checked_sub(back).and_then(|at| tokens.get(at));
                // `pub use` and `pub(crate) use` hand on; `pub(in crate::a)` names no path that is used.
                let handed_on =
                    before(1).is_some_and(|token| is_word(token, "use")) && before(2).is_some_and(is_public);
                if before(1).is_some_and(|token| is_word(token, "in")) {
                    continue;
                }
                let mut segments = vec![first.to_string()];
                loop {
                    let colons = [tokens.get(at), tokens.get(at + 1)];
                    if !colons.iter().all(|token| token.is_some_and(|token| is_sign(token, ':'))) {
                        out.extend((segments.len() > 1).then_some(Named { segments, handed_on }));
                        break;
                    }
                    match tokens.get(at + 2) {
                        Some(TokenTree::Ident(next)) => segments.push(next.to_string()),
                        Some(TokenTree::Group(group)) => {
                            expand(&segments, &group.stream(), handed_on, out);
                            at += 3;
                            break;
                        }
                        _ => {
                            out.extend((segments.len() > 1).then_some(Named { segments, handed_on }));
                            break;
                        }
                    }
                    at += 3;
                }
            }
            _ => {}
        }
    }
}

/// The paths of a group in a `use`.
fn expand(prefix: &[String], group: &TokenStream, handed_on: bool, out: &mut Vec<Named>) {
    let tokens: Vec<TokenTree> = group.clone().into_iter().collect();
    for entry in tokens.split(|token| is_sign(token, ',')).filter(|entry| !entry.is_empty()) {
        let mut segments = prefix.to_vec();
        let mut is_group = false;
        for token in entry {
            match token {
                TokenTree::Ident(word) if word == "as" => break,
                TokenTree::Ident(word) if word != "self" => segments.push(word.to_string()),
                TokenTree::Group(group) => {
                    expand(&segments, &group.stream(), handed_on, out);
                    is_group = true;
                }
                _ => {}
            }
        }
        if !is_group {
            out.push(Named { segments, handed_on });
        }
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_public(token: &TokenTree) -> bool {
    is_word(token, "pub") || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
}
