//! Nothing that a file may hold makes the reader panic, hang, or take a plan that it should not.
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as the test may")]

use std::fmt::Write as _;

use golive::plan::{LARGEST, Renderer, parse};
use proptest::prelude::*;

const TEMPLATE: &[u8] = include_bytes!("../config/ecommerce-retail.toml");
const EXAMPLE: &[u8] = include_bytes!("data/plan.toml");

/// Reads, renders everything, and says whether there was a plan.
fn read(bytes: &[u8]) -> bool {
    let parsed = parse(bytes);
    let source = String::from_utf8_lossy(bytes);
    let renderer = Renderer::new("p.toml", &source).hiding(&parsed.problems);
    for problem in &parsed.problems {
        let text = renderer.render(problem);
        assert!(problem.line > 0 && problem.column > 0 && problem.len > 0, "{problem:?}");
        assert!(!problem.message.is_empty() && !text.contains('\u{1b}'), "{problem:?}");
        assert!(!text.contains(['\u{202e}', '\u{200b}', '\u{7}', '\r']), "{text:?}");
    }
    assert_eq!(parsed.plan.is_some(), parsed.errors().next().is_none());
    parsed.plan.is_some()
}

#[derive(Debug, Clone)]
enum Edit {
    Replace(usize, u8),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
    Repeat(usize, usize),
    Swap(usize, usize),
}

fn apply(bytes: &mut Vec<u8>, edit: &Edit) {
    let at = |place: usize, len: usize| if len == 0 { 0 } else { place % len };
    match edit {
        Edit::Replace(place, byte) => {
            let at = at(*place, bytes.len());
            if let Some(slot) = bytes.get_mut(at) {
                *slot = *byte;
            }
        }
        Edit::Insert(place, more) => {
            let at = at(*place, bytes.len());
            bytes.splice(at..at, more.iter().copied());
        }
        Edit::Remove(place, count) => {
            let from = at(*place, bytes.len());
            let to = (from + count % 200).min(bytes.len());
            bytes.drain(from..to);
        }
        Edit::Repeat(place, count) => {
            let from = at(*place, bytes.len());
            let to = (from + count % 400).min(bytes.len());
            let part = bytes[from..to].to_vec();
            bytes.splice(from..from, part);
        }
        Edit::Swap(one, other) => {
            let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            let (one, other) = (one % lines.len(), other % lines.len());
            let mut lines: Vec<Vec<u8>> = lines.into_iter().map(<[u8]>::to_vec).collect();
            lines.swap(one, other);
            *bytes = lines.join(&b'\n');
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let pieces = [
        "[[stage.step]]\n",
        "\"",
        "'''",
        "= ",
        "[",
        "]",
        "{",
        "}",
        "\u{1b}[2J",
        "\u{202e}",
        "é",
        "9999999999999999999",
        "-1",
        "1e400",
        "nan",
        "\"366d\"",
        "9999-12-31T23:59:60",
        "0000-01-01T00:00:00",
        "${",
        "$${",
        "}",
        "[]",
        "{}",
        "\n[window]\n",
        "\\u0000",
        "\\",
        "\0",
        "\r",
        "3.1",
        "needs = [\"3.1.a\"]\n",
        "true",
        "id = \"x\"\n",
        "#",
    ];
    let piece = prop::sample::select(pieces.map(|piece| piece.as_bytes().to_vec()).to_vec());
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(place, byte)| Edit::Replace(place, byte)),
        (any::<usize>(), piece).prop_map(|(place, more)| Edit::Insert(place, more)),
        (any::<usize>(), prop::collection::vec(any::<u8>(), 1..6))
            .prop_map(|(place, more)| Edit::Insert(place, more)),
        (any::<usize>(), any::<usize>()).prop_map(|(place, count)| Edit::Remove(place, count)),
        (any::<usize>(), any::<usize>()).prop_map(|(place, count)| Edit::Repeat(place, count)),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Edit::Swap(one, other)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edited_plans_never_panic(example in any::<bool>(), edits in prop::collection::vec(edit(), 1..12)) {
        let mut bytes = if example { EXAMPLE.to_vec() } else { TEMPLATE.to_vec() };
        for edit in &edits {
            apply(&mut bytes, edit);
        }
        read(&bytes);
    }

    #[test]
    fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!read(&bytes));
    }

    #[test]
    fn any_value_anywhere_never_panics(line in 0_usize..200, value in prop::sample::select(VALUES.to_vec())) {
        let text = String::from_utf8(EXAMPLE.to_vec()).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = line % lines.len();
        let key = lines[at].split('=').next().unwrap_or("").to_owned();
        lines[at] = format!("{key}= {value}");
        read(lines.join("\n").as_bytes());
    }
}

/// One value of every type, and the edges of each.
const VALUES: [&str; 26] = [
    "\"\"",
    "\" \"",
    "\"x\"",
    "'''\nx\ny'''",
    "0",
    "-1",
    "18446744073709551616",
    "0xff",
    "1.5",
    "nan",
    "-inf",
    "1e308",
    "true",
    "false",
    "[]",
    "[[]]",
    "[1, \"a\", true]",
    "{}",
    "{ a = 1 }",
    "2027-02-10",
    "10:00:00",
    "2027-02-10T01:00:00",
    "2027-02-10T01:00:00+14:00",
    "9999-12-31T23:59:59",
    "0000-01-01T00:00:00",
    "\"\\u202E\\u001B[2J\"",
];

fn with_steps(count: usize) -> String {
    let base = String::from_utf8(include_bytes!("plans/good.toml").to_vec()).unwrap();
    let mut steps = String::new();
    for number in 0..count {
        writeln!(
            steps,
            "  [[stage.step]]\n  id = \"3.2.{number}\"\n  title = \"x\"\n  owner = \"mia\"\n  irreversible = true\n"
        )
        .unwrap();
    }
    base.replace("[[stage]]\nkind = \"validate\"", &format!("{steps}\n[[stage]]\nkind = \"validate\""))
}

#[test]
fn five_thousand_steps_are_the_limit() {
    let fits = with_steps(4_996);
    assert!(fits.len() < LARGEST);
    assert!(read(fits.as_bytes()), "5,000 steps");
    let parsed = parse(with_steps(4_999).as_bytes());
    assert!(parsed.errors().any(|problem| problem.code == "too-large"), "{:?}", parsed.problems.first());
}

#[test]
fn a_file_over_one_mebibyte_is_refused_unread() {
    let mut bytes = EXAMPLE.to_vec();
    bytes.resize(LARGEST, b'\n');
    assert!(read(&bytes));
    bytes.push(b'\n');
    let parsed = parse(&bytes);
    assert_eq!(parsed.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["too-large"]);
}

/// A mebibyte of mistakes ends soon, with the first of them told.
#[test]
fn endless_mistakes_are_cut_short() {
    let unknown = "zzzz = 1\n".replace("zzzz", "k");
    let mut many = String::from_utf8(EXAMPLE.to_vec()).unwrap();
    let mut number = 0;
    while many.len() + 40 < LARGEST {
        write!(many, "{}{number}{}", &unknown[..1], &unknown[1..]).unwrap();
        number += 1;
    }
    let parsed = parse(many.as_bytes());
    assert!(parsed.plan.is_none());
    assert!((100..=600).contains(&parsed.problems.len()), "{}", parsed.problems.len());
}

#[test]
fn a_mebibyte_of_needs_is_judged() {
    let mut plan = with_steps(3_000);
    let needs: Vec<String> = (0..12).map(|number| format!("\"3.2.{number}\"")).collect();
    plan = plan.replace(
        "  irreversible = true\n",
        &format!("  irreversible = true\n  needs = [{}]\n", needs.join(", ")),
    );
    assert!(plan.len() < LARGEST, "{}", plan.len());
    assert!(!read(plan.as_bytes()), "the first steps need themselves");
}

#[test]
fn a_list_of_ten_thousand_brackets_is_a_sentence() {
    for text in ["[", "{ a = ", "[[", "a."].map(|open| format!("schema = 1\nx = {}\n", open.repeat(10_000))) {
        assert!(!read(text.as_bytes()));
    }
    let headers = format!("[{}]\n", vec!["a"; 10_000].join("."));
    assert!(!read(headers.as_bytes()));
}

/// A plan written on Windows, or with a byte order mark, is the same plan.
#[test]
fn line_ends_and_byte_order_mark_change_nothing() {
    let text = String::from_utf8(EXAMPLE.to_vec()).unwrap();
    assert!(read(text.replace('\n', "\r\n").as_bytes()));
    assert!(read(format!("\u{feff}{text}").as_bytes()));
}
