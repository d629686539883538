//! Every plan in `tests/plans` with the problems that a person is shown, beside it.

use golive::plan::{Renderer, parse};

fn rendered(name: &str, bytes: &[u8]) -> String {
    let parsed = parse(bytes);
    let source = String::from_utf8_lossy(bytes);
    let renderer = Renderer::new(name, &source).hiding(&parsed.problems);
    let problems: Vec<String> = parsed.problems.iter().map(|problem| renderer.render(problem)).collect();
    let verdict = if parsed.plan.is_some() { "can be used" } else { "cannot be used" };
    format!("{}\n\n{verdict}", problems.join("\n\n"))
}

#[test]
fn every_plan_has_exactly_the_problems_beside_it() {
    let mut names: Vec<_> =
        std::fs::read_dir("tests/plans").unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    names.sort();
    assert!(names.len() >= 25, "only {} plans", names.len());
    let mut failed = Vec::new();
    for path in names {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let shown = rendered(&format!("{name}.toml"), &std::fs::read(&path).unwrap());
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("plans");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let compare = || settings.bind(|| insta::assert_snapshot!(name.clone(), shown));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(compare)).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "changed: {failed:?}; `cargo insta review` shows what");
}

#[test]
fn the_example_has_only_the_problems_that_are_in_it() {
    let shown = rendered("plan.toml", include_bytes!("data/plan.toml"));
    insta::assert_snapshot!("example", shown);
}
