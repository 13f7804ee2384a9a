//! The console's and the web messenger's files, which need Node; nothing else here does.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context, bail};

/// What of `web/` the build is made of. The tests beside are not.
const SOURCES: [&str; 6] = ["shared", "console", "widget", "scripts", "package.json", "package-lock.json"];
/// Folders that hold no sources.
const OTHERS: [&str; 4] = ["node_modules", "dist", "test", "e2e"];

/// Builds the files for `cargo dev` if a source is newer than they are. The desk runs without them, too: whoever has no
/// Node, or no network to install with, is told and goes on.
pub fn build_if_changed(root: &Path) {
    let web = root.join("web");
    let built = modified(&web.join("dist/index.html"));
    let newest = SOURCES.iter().filter_map(|name| newest(&web.join(name))).max();
    if built.is_some() && newest <= built {
        return;
    }
    let state = if built.is_some() { "older than its sources" } else { "not built" };
    if !has_node() {
        eprintln!("the console is {state}: install Node 20.19 or later to have `cargo dev` build it");
        return;
    }
    crate::say("the console and the web messenger");
    if let Err(error) = install(&web).and_then(|()| npm(&web, &["run", "build"], None)) {
        eprintln!("warning: the console is {state}: {error:#}");
    }
}

/// Everything that is checked in `web/`: format and lints, the types against the API's document, tests, sizes.
pub fn test(root: &Path, document: &Path, browser: bool) -> anyhow::Result<()> {
    if !has_node() {
        bail!("cannot run npm; install Node 20.19 or later");
    }
    let web = root.join("web");
    install(&web)?;
    for script in ["types:check", "check", "test", "build", "budgets"] {
        crate::say(script);
        npm(&web, &["run", script], Some(document))?;
    }
    if browser {
        crate::say("a day at the desk, in a browser");
        npm(&web, &["run", "e2e"], None)?;
        crate::say("the web messenger, in a browser");
        npm(&web, &["run", "e2e", "--workspace", "widget"], None)?;
    }
    Ok(())
}

/// Installs what the lock file names, unless that was done since it last changed. Not `npm ci`, which insists that the lock
/// file names the tools of every platform: it names Linux's, and npm finds those of another platform by itself.
fn install(web: &Path) -> anyhow::Result<()> {
    let installed = modified(&web.join("node_modules/.package-lock.json"));
    if installed.is_some() && modified(&web.join("package-lock.json")) <= installed {
        return Ok(());
    }
    npm(web, &["install", "--no-save", "--no-audit", "--no-fund"], None)
}

fn program() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn has_node() -> bool {
    let found = Command::new(program()).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

fn npm(web: &Path, arguments: &[&str], document: Option<&Path>) -> anyhow::Result<()> {
    let mut command = Command::new(program());
    command.current_dir(web).args(arguments);
    if let Some(document) = document {
        command.env("OPENAPI", document);
    }
    let status = command.status().context("cannot run npm")?;
    if !status.success() {
        bail!("`npm {}` failed", arguments.join(" "));
    }
    Ok(())
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

/// When a file, or the newest in a folder, was last changed.
fn newest(path: &Path) -> Option<SystemTime> {
    let Ok(entries) = path.read_dir() else { return modified(path) };
    let inside = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| !OTHERS.contains(&name))
    };
    entries.filter_map(|entry| Some(entry.ok()?.path())).filter(inside).filter_map(|path| newest(&path)).max()
}
