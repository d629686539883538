//! What is wrong with a condition, with the caret under it: each case is the text, the caret line and the words.

use golive::condition::{Condition, ParseError};

const CASES: &[(&str, &str, &str)] = &[
    ("", "^", "the condition is empty; write what must hold, such as [STATUS] == 200, or remove it"),
    (
        "[STATUS] ==",
        "           ^",
        "nothing stands on the right side; write what is compared behind the operator, as in [STATUS] == 200",
    ),
    (
        "== 200",
        "^^",
        "nothing stands on the left side; write what is compared before the operator, as in [STATUS] == 200",
    ),
    (
        "==",
        "^^",
        "nothing stands on the left side; write what is compared before the operator, as in [STATUS] == 200",
    ),
    (
        "[STATUS] 200",
        "            ^",
        "the condition has no operator; write one of == != < <= > >= between two sides, with a space on each side of it",
    ),
    (
        "has([BODY].errors)",
        "                  ^",
        "the condition has no operator; write what it must be: == true or == false",
    ),
    (
        "[STATUS]==200",
        "        ^^",
        "== stands without a space on both sides, so it is part of a text; write a space before and behind ==",
    ),
    (
        "[RESPONSE_TIME] <=500",
        "                ^^",
        "<= stands without a space on both sides, so it is part of a text; write a space before and behind <=",
    ),
    ("[STATUS] = 200", "         ^", "= is not an operator of this language; write =="),
    ("[STATUS] = = 200", "         ^", "= is not an operator of this language; write =="),
    ("[STATUS] ≥ 200", "         ^", "≥ is not an operator of this language; write >="),
    (
        "[BODY] contains ready",
        "       ^^^^^^^^",
        "contains is not an operator of this language; write == pat(...), with * for any text, as in [BODY] == pat(*ready*)",
    ),
    (
        "200 <= [STATUS] < 300",
        "                ^",
        "a second <: one condition compares two sides once; write each comparison as a condition of its own (all must hold); one of several values is any(a, b), a text with such a sign in it is pat(...)",
    ),
    (
        "[STATUS] == 200 || [STATUS] == 204",
        "                ^^",
        "a second ||: one condition compares two sides once; write each comparison as a condition of its own (all must hold); one of several values is any(a, b), a text with such a sign in it is pat(...)",
    ),
    ("[STAUS] == 200", " ^^^^^", "[STAUS] is nothing that a condition can read; did you mean [STATUS]?"),
    (
        "[RESPONSE-TIME] < 500",
        " ^^^^^^^^^^^^^",
        "[RESPONSE-TIME] is nothing that a condition can read; did you mean [RESPONSE_TIME]?",
    ),
    (
        "500 > [LATENCY]",
        "       ^^^^^^^",
        "[LATENCY] is nothing that a condition can read; did you mean [RESPONSE_TIME]?",
    ),
    (
        "[XYZZY] == 1",
        " ^^^^^",
        "[XYZZY] is nothing that a condition can read; there are [STATUS], [RESPONSE_TIME], [BODY], [HEADER], [CONNECTED], [IP], [CERTIFICATE_EXPIRATION], [DOMAIN_EXPIRATION], [DNS_RCODE]",
    ),
    ("[STATUS == 200", "^^^^^^^", "[STATUS is never closed; write [STATUS]"),
    (
        "[STATUS].code == 200",
        "        ^^^^^",
        ".code follows [STATUS], which is one value without parts; remove it, or put an operator with spaces between",
    ),
    ("[BODY]. == UP", "       ^", "no key behind the dot; name one, as in [BODY].status"),
    (
        "[BODY]status == UP",
        "      ^^^^^^",
        "status does not continue a path; behind [BODY] come .key, [0] or [\"key with odd characters\"], and nothing else",
    ),
    (
        "[BODY].items[*].id == 1",
        "            ^^^",
        "[*] names no element of an array; name one element, such as [0]; all at once can be tested with pat() on the array itself",
    ),
    ("[BODY].items[0 == 1", "            ^^", "the [ is never closed; close it, as in [BODY].items[0]"),
    (
        "[HEADER] == x",
        "        ^",
        "[HEADER] does not say which header; name one header, as in [HEADER].x-version",
    ),
    (
        "[HEADER].x version == 1",
        "          ^",
        "  cannot be part of a header's name; name one header, as in [HEADER].x-version",
    ),
    ("len([BODY].users == 100", "                ^", "len( is never closed; put a ) here"),
    ("[BODY] == pat(*x", "                ^", "pat( is never closed; put a ) here"),
    (
        "len([STATUS]) == 3",
        "    ^^^^^^^^",
        "len() takes [BODY] or a value of it, not [STATUS]; write len([BODY].key) or len([HEADER].name)",
    ),
    (
        "has(errors) == false",
        "    ^^^^^^",
        "has() takes [BODY] or a value of it, not errors; write has([BODY].key) or has([HEADER].name)",
    ),
    (
        "len() > 0",
        "    ^",
        "len() takes [BODY] or a value of it, not nothing; write len([BODY].key) or len([HEADER].name)",
    ),
    ("length([BODY]) > 0", "^^^^^^", "length() is not a function of this language; did you mean len(...)?"),
    ("HAS([BODY].a) == true", "^^^", "HAS() is not a function of this language; did you mean has(...)?"),
    (
        "len([BODY].a) + 1 > 2",
        "              ^^^",
        "+ 1 follows len(...); remove it, or put an operator with spaces between",
    ),
    ("[STATUS] > pat(4*)", "         ^", "pat() only works with == and !=, not with >; write == or !="),
    ("any(1, 2) <= [STATUS]", "          ^^", "any() only works with == and !=, not with <=; write == or !="),
    (
        "pat(a*) == any(a, b)",
        "           ^^^^^^^^^",
        "both sides are pat() or any(), so there is no value to compare; write what is read on one side, as in [STATUS] == any(200, 204)",
    ),
    ("[BODY] == pat()", "              ^", "pat() has no pattern; write one, as in pat(4.12.*)"),
    (
        "[BODY] == pat(*[ready*)",
        "               ^",
        "in a pattern [ opens a set of characters such as [a-z], and this one is not complete; close it with ], or write [[] for a bracket itself",
    ),
    (
        "[STATUS] == any(200,, 204)",
        "                    ^",
        "any() has an empty value; write values with commas between: any(a, b)",
    ),
    (
        "[STATUS] == any()",
        "                ^",
        "any() has an empty value; write values with commas between: any(a, b)",
    ),
    (
        "[BODY].v == any(1, pat(2*))",
        "                   ^^^^^^^",
        "pat(2*) does not work inside any(), which takes plain texts; write a condition of its own for it",
    ),
];

#[test]
fn every_error_points_at_its_place() {
    for (text, caret, words) in CASES {
        let error = Condition::parse(text).expect_err(text);
        assert_eq!(drawn(text, &error), format!("{text}\n{caret}\n{words}"));
    }
}

const WARNINGS: &[(&str, &str, &str)] = &[
    (
        "[RESPONSE_TIME] < potato",
        "                  ^^^^^^",
        "potato is not a number, so this never holds; write milliseconds, as in 800, or a duration, as in 2s or 48h",
    ),
    (
        "len([BODY].data.name) == john",
        "                         ^^^^",
        "john is not a whole number, so it never equals; write how many",
    ),
    (
        "[STATUS] == OK",
        "            ^^",
        "OK is not an HTTP status, so it never equals; write a number such as 200; for a class of them pat(2*)",
    ),
    (
        "[STATUS] == 200 or 204",
        "            ^^^^^^^^^^",
        "200 or 204 is not an HTTP status, so it never equals; write a number such as 200; for a class of them pat(2*)",
    ),
    (
        "[BODY].status == \"UP\"",
        "                 ^^^^",
        "the quotes of \"UP\" are compared too; write UP without them",
    ),
    (
        "has([BODY].a) == yes",
        "                 ^^^",
        "yes is not true or false, so it never equals; write == true or == false",
    ),
    (
        "[CONNECTED] > false",
        "              ^^^^^",
        "[CONNECTED] is true or false, neither greater nor less than anything; write == or !=",
    ),
    (
        "status == 200",
        "^^^^^^",
        "neither side reads the answer, so every probe gets the same result; did you mean [STATUS]?",
    ),
    (
        "1 == 2",
        "^",
        "neither side reads the answer, so every probe gets the same result; read something on one side, as in [STATUS] == 200",
    ),
];

#[test]
fn what_can_never_be_meant_is_a_warning() {
    for (text, caret, words) in WARNINGS {
        let condition = Condition::parse(text).unwrap();
        let [warning] = condition.warnings() else { panic!("{text}: {:?}", condition.warnings()) };
        assert_eq!(drawn(text, warning), format!("{text}\n{caret}\n{words}"));
    }
}

#[test]
fn ordinary_conditions_have_no_warnings() {
    for text in [
        "[STATUS] == 200",
        "[STATUS] == any(200, 204)",
        "[STATUS] == pat(2*)",
        "[STATUS] == [BODY].status",
        "[RESPONSE_TIME] < 800",
        "[RESPONSE_TIME] < 1.5s",
        "[CERTIFICATE_EXPIRATION] > 14d",
        "[CONNECTED] == true",
        "[BODY].status == ok",
        "[BODY] == \"UP\"",
        "[HEADER].etag == \"33a64\"",
        "len([BODY].items) >= 1",
        "has([BODY].errors) == false",
    ] {
        assert_eq!(Condition::parse(text).unwrap().warnings(), [], "{text}");
    }
}

fn drawn(text: &str, error: &ParseError) -> String {
    let before = text.get(..error.at).unwrap().chars().count();
    let under = text.get(error.at..error.at + error.len).map_or(1, |part| part.chars().count());
    format!("{text}\n{}{}\n{error}", " ".repeat(before), "^".repeat(under))
}
