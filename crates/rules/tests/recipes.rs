//! The recipes that come with the desk: each one is checked and tested by itself, and all of them fit together.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

mod desk;

use std::fs;
use std::path::{Path, PathBuf};

use desk::shown;
use rules::{RuleSet, Source, run_cases};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/recipes")
}

/// The files of the folder with this ending, in order of name.
fn files(ending: &str) -> Vec<Source> {
    let mut files: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .map(|path| {
            Source::new(path.file_name().unwrap().to_str().unwrap(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort_by(|a, b| a.file.cmp(&b.file));
    files
}

/// BOT-08
#[test]
fn each_recipe_has_no_findings_and_its_cases_pass_and_cover_every_rule() {
    let recipes = files("rhai");
    assert_eq!(recipes.len(), 13);
    assert_eq!(files("toml").len(), recipes.len());
    for (recipe, cases) in recipes.iter().zip(files("toml")) {
        assert_eq!(recipe.file.replace(".rhai", ".toml"), cases.file);
        let set = RuleSet::compile(std::slice::from_ref(recipe)).unwrap_or_else(|f| panic!("{}", shown(&f)));
        assert!(set.warnings().is_empty(), "{}", shown(set.warnings()));
        let report = run_cases(&set, &[cases]).unwrap_or_else(|found| panic!("{}", shown(&found)));
        assert!(report.passed() && report.cases.len() >= 2, "{}\n{report}", recipe.file);
        assert_eq!(report.uncovered(), [""; 0], "{}", recipe.file);
    }
}

#[test]
fn all_recipes_fit_into_one_desk() {
    let set = RuleSet::compile(&files("rhai")).unwrap_or_else(|found| panic!("{}", shown(&found)));
    assert!(set.rules().len() > 25);
}

#[test]
fn recipes_speak_to_customers_with_labels_that_fit_on_lines_buttons() {
    for recipe in files("rhai") {
        for label in recipe.text.split("label: #{").skip(1) {
            for text in label.split('}').next().unwrap().split('"').skip(1).step_by(2) {
                assert!(text.chars().count() <= 20, "{text} in {}", recipe.file);
            }
        }
    }
}
