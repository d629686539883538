//! `golive validate` and `golive init`, as a script sees them.
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as the test may")]

use std::path::Path;
use std::process::{Command, Output};

fn golive(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_golive")).args(args).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The first lines of the warnings.
fn warnings(output: &Output) -> Vec<String> {
    let told = text(&output.stdout);
    told.lines().filter(|line| line.starts_with("warning: ")).map(str::to_owned).collect()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn what_init_writes_is_valid_and_never_overwritten() {
    let folder = folder();
    let first = golive(folder.path(), &["init", "ecommerce-retail"]);
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    let path = folder.path().join("ecommerce-retail.toml");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), include_str!("../config/ecommerce-retail.toml"));

    let valid = golive(folder.path(), &["validate", "ecommerce-retail.toml"]);
    assert_eq!(valid.status.code(), Some(0));
    // Some day its window will be over.
    let warnings: Vec<String> =
        warnings(&valid).into_iter().filter(|told| !told.contains("the window ended")).collect();
    assert!(warnings.is_empty(), "{warnings:?}");

    std::fs::write(&path, "mine").unwrap();
    let again = golive(folder.path(), &["init", "ecommerce-retail"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("is there already"), "{}", text(&again.stderr));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");

    let other = golive(folder.path(), &["init", "ecommerce-retail", "-o", "night.toml"]);
    assert_eq!(other.status.code(), Some(0));
    assert!(folder.path().join("night.toml").exists());
}

#[test]
fn an_unknown_template_names_the_known_ones() {
    let folder = folder();
    let near = golive(folder.path(), &["init", "ecommerce-retial"]);
    assert_eq!(near.status.code(), Some(2));
    assert!(text(&near.stderr).contains("did you mean ecommerce-retail?"), "{}", text(&near.stderr));
    let far = golive(folder.path(), &["init", "x"]);
    assert!(text(&far.stderr).contains("the templates are ecommerce-retail"), "{}", text(&far.stderr));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_invalid_plan_is_two_and_says_every_problem() {
    let folder = folder();
    std::fs::write(folder.path().join("p.toml"), include_str!("plans/unknown-keys.toml")).unwrap();
    let output = golive(folder.path(), &["validate", "p.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let shown = text(&output.stdout);
    assert!(shown.contains("error: unknown key `onwer`\n  --> p.toml:36:3\n"), "{shown}");
    assert!(shown.contains("= help: did you mean `owner`?"), "{shown}");
    assert!(shown.ends_with("p.toml: not valid, 6 errors, no warnings\n"), "{shown}");
}

#[test]
fn warnings_alone_are_zero() {
    let folder = folder();
    std::fs::write(folder.path().join("p.toml"), include_str!("plans/common-mistakes.toml")).unwrap();
    let output = golive(folder.path(), &["validate", "p.toml"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("p.toml: valid, "), "{}", text(&output.stdout));
    assert_eq!(warnings(&output).iter().filter(|told| !told.contains("the window ended")).count(), 9);
}

#[test]
fn what_only_the_hour_and_the_folder_say_is_a_warning() {
    let folder = folder();
    let plan = include_str!("plans/common-mistakes.toml")
        .replace("2027-02-10T01", "2024-02-10T01")
        .replace("2027-02-10T03", "2024-02-10T03")
        .replace("[release]\n", "[release]\nchanges = \"CHANGELOG.md\"\n");
    std::fs::write(folder.path().join("p.toml"), plan).unwrap();
    let output = golive(folder.path(), &["validate", "p.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let told = text(&output.stdout);
    assert!(told.contains("the window ended ") && told.contains(" days ago"), "{told}");
    assert!(told.contains("there is no file CHANGELOG.md\n --> p.toml:5:11\n"), "{told}");
    std::fs::write(folder.path().join("CHANGELOG.md"), "# 2.0.0\n").unwrap();
    let output = golive(folder.path(), &["validate", "p.toml"]);
    assert!(!text(&output.stdout).contains("CHANGELOG.md"), "{}", text(&output.stdout));
}

#[test]
fn a_session_that_is_named_as_a_plan_is_called_one() {
    let folder = folder();
    let bytes = "[session]\nschema = 1\n\n[[event]]\nseq = 1\n";
    std::fs::write(folder.path().join("a.session.toml"), bytes).unwrap();
    for command in ["validate", "check", "run"] {
        let output = golive(folder.path(), &[command, "a.session.toml"]);
        assert_eq!(output.status.code(), Some(2));
        let told = text(&output.stdout) + &text(&output.stderr);
        assert!(told.contains("this is a session, not a plan") && !told.contains("no `schema`"), "{told}");
    }
}

#[test]
fn json_is_one_object_with_every_place() {
    let folder = folder();
    std::fs::write(folder.path().join("p.toml"), include_str!("plans/schema.toml")).unwrap();
    let output = golive(folder.path(), &["validate", "p.toml", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&read["schema"], &read["valid"], &read["errors"]), (&1.into(), &false.into(), &1.into()));
    let problem = &read["problems"][0];
    assert_eq!((&problem["severity"], &problem["code"]), (&"error".into(), &"schema".into()));
    assert_eq!((&problem["line"], &problem["column"], &problem["len"]), (&1.into(), &10.into(), &1.into()));
}

#[test]
fn a_plan_that_cannot_be_read_is_a_sentence() {
    let folder = folder();
    let missing = golive(folder.path(), &["validate", "nope.toml"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("nope.toml: the plan cannot be read: there is no such file"));
    let itself = golive(folder.path(), &["validate", "."]);
    assert!(text(&itself.stderr).contains("it is a folder"), "{}", text(&itself.stderr));
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe.toml")).status().unwrap().success());
    for endless in ["/dev/zero", "pipe.toml"] {
        for command in ["validate", "check", "run"] {
            let told = golive(folder.path(), &[command, endless]);
            assert_eq!(told.status.code(), Some(2), "{command} {endless}");
            assert!(text(&told.stderr).contains("no regular file"), "{}", text(&told.stderr));
        }
    }
    assert_eq!(golive(folder.path(), &["status", "pipe.toml"]).status.code(), Some(3));
    std::fs::write(folder.path().join("big.toml"), "#".repeat(2 << 20)).unwrap();
    let big = golive(folder.path(), &["validate", "big.toml"]);
    assert!(text(&big.stdout).contains("larger than a plan may be"), "{}", text(&big.stdout));
}

#[test]
fn a_hostile_file_name_moves_no_cursor() {
    let folder = folder();
    let output = golive(folder.path(), &["validate", "\u{1b}[2Jx.toml"]);
    assert!(!output.stderr.contains(&0x1b), "{}", text(&output.stderr));
}
