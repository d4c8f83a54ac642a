//! The npm packages that xtask/host.mjs bundles into scripts of the package: the dependencies of xtask/package.json. Those
//! that it names for development are tools.

use crate::files::read_json;
use crate::problem::Result;
use crate::project::Project;

use super::part::{Part, texts};

pub(super) fn parts(project: &Project) -> Result<Vec<Part>> {
    let wanted = read_json(&project.path("xtask/package.json"))?;
    let names = wanted["dependencies"].as_object().into_iter().flatten().map(|(name, _)| name);
    names
        .map(|name| {
            let folder = project.path("xtask/node_modules").join(name);
            let package = read_json(&folder.join("package.json"))?;
            let string = |member: &str| package[member].as_str().unwrap_or_default().to_owned();
            Ok(Part {
                name: format!("{name} {}", string("version")),
                licence: string("license"),
                texts: texts(&folder)?,
            })
        })
        .collect()
}
