//! What goes to AWS: checked, packaged, deployed. Nothing here fetches a toolchain: what is missing is said.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use clap::ValueEnum;

use crate::{cargo, say, target_folder, tools};

/// The functions, as their packages are called.
const FUNCTIONS: [&str; 8] = ["ingest", "worker", "sender", "fetch", "sweep", "api", "rewrite", "live"];
/// The largest zip that is good (P16). What is larger starts later.
const LARGEST_BYTES: u64 = 6 * 1024 * 1024;
/// The C library of `provided.al2023`.
///
/// Source: <https://docs.aws.amazon.com/linux/al2023/ug/glibc.html> (read 2026-11).
const GLIBC: u32 = 34;

/// The processor of the functions.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Architecture {
    /// Graviton: a fifth cheaper.
    #[value(name = "arm64")]
    Arm64,
    /// Intel and AMD.
    #[value(name = "x86_64")]
    X86,
}

impl Architecture {
    const fn triple(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::X86 => "x86_64-unknown-linux-gnu",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86 => "x86_64",
        }
    }

    fn is_here(self) -> bool {
        self.triple().starts_with(std::env::consts::ARCH) && std::env::consts::OS == "linux"
    }
}

/// Checks the template with the tools that `CloudFormation`'s makers give, which are installed below `target`.
pub fn lint(root: &Path) -> anyhow::Result<()> {
    let bin = tools(root, "aws", "infra/requirements.txt")?;
    say("the template");
    let template = root.join("infra/template.yaml");
    run(Command::new(bin.join("cfn-lint")).arg(&template), "cfn-lint")?;
    // It asks for an account that it does not use, and would rather call home.
    let mut sam = Command::new(bin.join("sam"));
    sam.args(["validate", "--lint", "--template"]).arg(&template);
    sam.env("SAM_CLI_TELEMETRY", "0").env("AWS_DEFAULT_REGION", "ap-northeast-1");
    sam.env("AWS_ACCESS_KEY_ID", "none").env("AWS_SECRET_ACCESS_KEY", "none");
    run(&mut sam, "sam validate")
}

/// Builds the functions as they are packaged, and says where they are.
fn built(root: &Path, architecture: Architecture) -> anyhow::Result<PathBuf> {
    let triple = architecture.triple();
    need_standard_library(triple)?;
    say(&format!("building {} functions for {}", FUNCTIONS.len(), architecture.name()));
    let zig = has_zig();
    if !zig && !architecture.is_here() {
        bail!(
            "this machine does not link for {}: install cargo-zigbuild and ziglang (both are on PyPI), or choose another \
             --architecture",
            architecture.name()
        );
    }
    // Zig links against the C library that the functions will find.
    let (build, target) =
        if zig { ("zigbuild", format!("{triple}.2.{GLIBC}")) } else { ("build", triple.to_owned()) };
    cargo(root, &[build, "--profile", "lambda", "--locked", "--target", &target], |command| {
        command.args(FUNCTIONS.iter().flat_map(|name| ["--package", *name]))
    })?;
    Ok(target_folder(root).join(triple).join("lambda"))
}

/// Starts each function as it is packaged, for this machine's processor, and measures.
pub fn cold(root: &Path) -> anyhow::Result<()> {
    let here =
        [Architecture::Arm64, Architecture::X86].into_iter().find(|architecture| architecture.is_here());
    let binaries = built(root, here.context("functions run on Linux")?)?;
    let arguments = ["run", "--quiet", "--package", "deployment", "--example", "cold", "--"];
    cargo(root, &arguments, |command| command.arg(binaries))
}

/// Builds the functions and zips each, as the template expects them: `target/lambda/<function>.zip`.
pub fn package(root: &Path, architecture: Architecture) -> anyhow::Result<()> {
    let needs = [need_standard_library(architecture.triple()), need_old_linking()];
    let wants: Vec<_> = needs.into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    if !wants.is_empty() {
        bail!("cannot package:\n  - {}", wants.join("\n  - "));
    }
    let built = built(root, architecture)?;
    let zips = root.join("target/lambda");
    std::fs::create_dir_all(&zips)?;
    std::fs::write(zips.join("architecture"), architecture.name())?;
    let mut large = Vec::new();
    println!("\n{:<10} {:>12} {:>12}", "function", "binary, KiB", "zip, KiB");
    for name in FUNCTIONS {
        let binary = built.join(name);
        need_c_library(&binary)?;
        let zip = zips.join(format!("{name}.zip"));
        zip_as_bootstrap(&binary, &zip)?;
        let (binary_bytes, zip_bytes) = (std::fs::metadata(&binary)?.len(), std::fs::metadata(&zip)?.len());
        println!("{name:<10} {:>12} {:>12}", binary_bytes / 1024, zip_bytes / 1024);
        if zip_bytes > LARGEST_BYTES {
            large.push(name);
        }
    }
    println!("\nin {}", zips.display());
    if !large.is_empty() {
        // They run, and start later than they could.
        eprintln!("larger than the goal of {} MiB (P16): {}", LARGEST_BYTES / 1024 / 1024, large.join(", "));
    }
    Ok(())
}

/// Deploys debug builds by the template into `MiniStack`, which is installed below `target`, and has a customer write. In a
/// network of its own, because the emulator listens on all interfaces; where none can be had that is said, and nothing is run.
pub fn emulated(root: &Path) -> anyhow::Result<()> {
    say("the template in MiniStack");
    let Some(apart) = network_of_its_own() else {
        eprintln!(
            "NOT RUN: nothing was deployed into MiniStack, because `unshare --net` is not there or not allowed. It takes Linux \
             and the right to make a network namespace."
        );
        return Ok(());
    };
    let bin = tools(root, "ministack", "tests/aws/requirements.txt")?;
    cargo(root, &["build", "--locked"], |command| {
        command.args(FUNCTIONS.iter().flat_map(|name| ["--package", *name]))
    })?;
    // By itself: built together the functions would carry the embedded table.
    cargo(root, &["build", "--locked", "--package", "local"], |command| command)?;
    let folder = target_folder(root).join("ministack/packages");
    std::fs::create_dir_all(&folder)?;
    for name in FUNCTIONS {
        let stripped = folder.join(name);
        let built = target_folder(root).join("debug").join(name);
        run(Command::new("strip").arg("-o").arg(&stripped).arg(built), "strip")?;
        zip_as_bootstrap(&stripped, &folder.join(format!("{name}.zip")))?;
    }
    let log = target_folder(root).join("ministack/log.txt");
    let mut walk = Command::new("unshare");
    walk.args(apart).arg(bin.join("python")).arg(root.join("tests/aws/ministack.py"));
    walk.arg(&folder).arg(&log).arg(target_folder(root).join("debug/madoguchi"));
    run(&mut walk, "unshare").with_context(|| format!("what the emulator says is in {}", log.display()))
}

/// What `unshare` is to be told for a network namespace; `None` if it makes none here. Who is root may need no other user.
fn network_of_its_own() -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [&["--net"], &["--net", "--map-root-user"]];
    ways.into_iter().find(|way| {
        let tried = Command::new("unshare").args(*way).arg("true").stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    })
}

/// Hands everything to `sam deploy`, or says what is missing.
pub fn deploy(root: &Path, environment: &str, guided: bool, more: &[String]) -> anyhow::Result<()> {
    let zips = root.join("target/lambda");
    let missing: Vec<_> =
        FUNCTIONS.iter().filter(|name| !zips.join(format!("{name}.zip")).exists()).copied().collect();
    let mut wants = Vec::new();
    if !missing.is_empty() {
        wants.push(format!("the functions are not packaged ({}): `cargo xtask package`", missing.join(", ")));
    }
    if !has_credentials() {
        wants.push(
            "no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write ~/.aws".to_owned(),
        );
    }
    if !wants.is_empty() {
        bail!("cannot deploy:\n  - {}", wants.join("\n  - "));
    }
    let architecture = std::fs::read_to_string(zips.join("architecture")).unwrap_or_default();
    if !more.iter().any(|argument| argument.contains("Architecture=")) && architecture == "x86_64" {
        bail!(
            "the packages are for x86_64 and the template's default is arm64: add \
             `-- --parameter-overrides Architecture=x86_64 …` with the parameters of infra/samconfig.toml, or package again"
        );
    }
    let bin = tools(root, "aws", "infra/requirements.txt")?;
    let mut sam = Command::new(bin.join("sam"));
    sam.current_dir(root.join("infra")).env("SAM_CLI_TELEMETRY", "0");
    sam.args([
        "deploy",
        "--template-file",
        "template.yaml",
        "--config-file",
        "samconfig.toml",
        "--config-env",
        environment,
    ]);
    if guided {
        sam.arg("--guided");
    }
    run(sam.args(more), "sam deploy")
}

/// Fails if there is no standard library for a target, and says how to get one. It never gets one by itself.
fn need_standard_library(triple: &str) -> anyhow::Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = Command::new(rustc).args(["--print", "sysroot"]).output().context("cannot run rustc")?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    if !sysroot.join("lib/rustlib").join(triple).join("lib").is_dir() {
        bail!(
            "the standard library for {triple} is not installed: `rustup target add {triple}`, or choose another --architecture"
        );
    }
    Ok(())
}

/// Fails if this machine links against a newer C library than the functions will find: that is known before minutes of building.
fn need_old_linking() -> anyhow::Result<()> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let told = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned()).unwrap_or_default();
    let here = told.trim().strip_prefix("glibc 2.").and_then(|minor| minor.parse::<u32>().ok());
    match here {
        Some(here) if here > GLIBC && !has_zig() => bail!(
            "this machine links against version 2.{here} of the C library, and functions find 2.{GLIBC}: install cargo-zigbuild and \
             ziglang (both are on PyPI), or build on Amazon Linux 2023"
        ),
        _ => Ok(()),
    }
}

/// Fails if a binary wants a newer C library than the functions will find all the same.
fn need_c_library(binary: &Path) -> anyhow::Result<()> {
    let bytes = std::fs::read(binary).with_context(|| format!("cannot read {}", binary.display()))?;
    let wanted = newest_glibc(&bytes);
    if wanted > GLIBC {
        bail!(
            "{} wants version 2.{wanted} of the C library, and functions find 2.{GLIBC}: build on Amazon Linux 2023",
            binary.display()
        );
    }
    Ok(())
}

/// The minor version of the newest symbol that a binary wants of version 2 of the C library.
fn newest_glibc(binary: &[u8]) -> u32 {
    const MARK: &[u8] = b"GLIBC_2.";
    let marks = binary.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK);
    let version = |(at, _): (usize, &[u8])| {
        let digits = binary[at + MARK.len()..].iter().take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |number: u32, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
    };
    marks.map(version).max().unwrap_or_default()
}

/// Python is there for the tests' sake; it zips as well as anything that would have to be compiled first.
fn zip_as_bootstrap(binary: &Path, zip: &Path) -> anyhow::Result<()> {
    const SCRIPT: &str = "import sys, zipfile
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as zip:
    entry = zipfile.ZipInfo('bootstrap', (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o755 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    zip.writestr(entry, open(sys.argv[1], 'rb').read())
";
    run(Command::new("python3").args(["-c", SCRIPT]).arg(binary).arg(zip), "python3")
}

fn has_credentials() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    set("AWS_PROFILE")
        || set("AWS_ACCESS_KEY_ID")
        || ["credentials", "config"].iter().any(|file| home.join(".aws").join(file).exists())
}

/// Whether cargo-zigbuild is here, which links against the C library that it is told.
fn has_zig() -> bool {
    has(&["zigbuild", "--help"])
}

/// Whether cargo knows a command.
fn has(arguments: &[&str]) -> bool {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo).args(arguments).output().is_ok_and(|output| output.status.success())
}

fn run(command: &mut Command, name: &str) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("cannot run {name}"))?;
    if !status.success() {
        bail!("`{name}` failed");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_symbol_counts() {
        assert_eq!(newest_glibc(b"\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.17\0GLIBC_PRIVATE\0"), 34);
        assert_eq!(newest_glibc(b"static"), 0);
    }
}
