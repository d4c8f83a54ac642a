//! The documents as a reader walks through them: every link leads somewhere, and every page can be found.

use crate::common::files::{files, root};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// Where a file that is named in code, and not as a link, lies.
const FOLDERS: [&str; 6] = ["src/", "pkg/", "www/", "tests/", "xtask/", "docs/"];

/// Names of files that are there only in an example.
const EXAMPLES: [&str; 2] = ["thehive", "NAME"];

/// A page: where its links lead, the files that it names from the root of the project, and the names of its headings
/// as GitHub makes anchors of them.
#[derive(Debug, Default)]
struct Page {
    links: Vec<String>,
    files: Vec<String>,
    anchors: BTreeSet<String>,
}

fn read(markdown: &str) -> Page {
    let mut page = Page::default();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => page.links.push(dest_url.into()),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(ref text) | Event::Code(ref text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(text);
                }
                if matches!(event, Event::Code(_)) && names_a_file(text) {
                    page.files.push(text.to_string());
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let name = anchor(&heading.take().unwrap_or_default());
                let numbered = (1..).map(|n| format!("{name}-{n}"));
                let free = std::iter::once(name.clone()).chain(numbered).find(|name| !page.anchors.contains(name));
                page.anchors.extend(free);
            }
            _ => {}
        }
    }
    page
}

fn names_a_file(code: &str) -> bool {
    let is_plain = code.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    is_plain
        && FOLDERS.iter().any(|folder| code.starts_with(folder))
        && !EXAMPLES.iter().any(|name| code.contains(name))
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

/// The project's pages, by their path from its root.
fn pages() -> BTreeMap<PathBuf, Page> {
    let found: BTreeMap<_, _> = files("", &[".md"]).into_iter().map(|(path, text)| (path, read(&text))).collect();
    assert!(found.len() > 15, "the documents were not found");
    found
}

/// Where a relative link leads, and the anchor that it names there.
fn resolve(from: &Path, link: &str) -> Option<(PathBuf, Option<String>)> {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor.to_owned())));
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
    if scheme {
        return None;
    }
    let mut target = if path.is_empty() { from.to_owned() } else { from.parent().unwrap().to_owned() };
    for part in Path::new(path).components() {
        match part {
            // Above the root there is nothing that a reader has.
            Component::ParentDir if !target.pop() => return Some((PathBuf::from(link), anchor)),
            Component::Normal(name) => target.push(name),
            _ => {}
        }
    }
    Some((target, anchor))
}

/// What is wrong with a link of a page.
fn broken(pages: &BTreeMap<PathBuf, Page>, from: &Path, link: &str) -> Option<String> {
    let (target, anchor) = resolve(from, link)?;
    if !root().join(&target).exists() {
        return Some(format!("{}: {link} leads nowhere", from.display()));
    }
    let missing = anchor.filter(|anchor| !pages.get(&target).is_some_and(|page| page.anchors.contains(anchor)))?;
    Some(format!("{}: {link} names no heading: {missing}", from.display()))
}

#[test]
fn every_relative_link_and_anchor_leads_somewhere() {
    let pages = pages();
    let links = pages.iter().flat_map(|(path, page)| page.links.iter().map(move |link| (path, link)));
    let wrong: Vec<String> = links.filter_map(|(path, link)| broken(&pages, path, link)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_that_a_page_names_is_there() {
    let pages = pages();
    let named = pages.iter().flat_map(|(path, page)| page.files.iter().map(move |file| (path, file)));
    // Within a folder that has folders of the same names, a path may be meant from there.
    let is_there =
        |page: &Path, file: &str| root().join(file).exists() || root().join(page).with_file_name(file).exists();
    let gone = named.filter(|(path, file)| !is_there(path, file));
    let gone: Vec<String> = gone.map(|(path, file)| format!("{} names {file}", path.display())).collect();
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

#[test]
fn every_page_is_two_clicks_from_the_readme_at_most() {
    let pages = pages();
    let mut near = BTreeSet::from([PathBuf::from("README.md")]);
    for _ in 0..2 {
        let links = near.iter().filter_map(|path| Some((path, pages.get(path)?)));
        let next = links.flat_map(|(path, page)| page.links.iter().filter_map(|link| Some(resolve(path, link)?.0)));
        near.extend(next.collect::<Vec<_>>());
    }
    let far: Vec<&PathBuf> = pages.keys().filter(|path| !near.contains(*path)).collect();
    assert!(far.is_empty(), "{far:?}");
}

#[test]
fn the_test_sees_what_it_looks_for() {
    let text =
        "# One `two` & three!\n\n## Same\n\n## Same\n\n| a |\n|---|\n| [b](c.md#d) |\n\n```md\n[no](no.md)\n```\n";
    let page = read(text);
    assert_eq!(page.links, ["c.md#d"]);
    let named = read("`src/lib.rs` `src/no.rs` `src/*` `cargo` `tests/NAME.rs` [`docs/a.md`](a.md)");
    assert_eq!(named.files, ["src/lib.rs", "src/no.rs", "docs/a.md"]);
    assert_eq!(page.anchors, ["one-two--three", "same", "same-1"].map(str::to_owned).into());
    let pages = BTreeMap::from([(PathBuf::from("README.md"), page)]);
    let at = |link: &str| broken(&pages, Path::new("README.md"), link).is_some();
    assert!(at("no.md") && at("#no") && at("../README.md") && at("README.md#no"));
    assert!(!at("#same-1") && !at("README.md") && !at("src/") && !at("https://example.com/no.md#no"));
}
