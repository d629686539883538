//! `golive check` as scripts see it: exit codes, the table, the JSON.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Output};

use serde_json::Value;

/// A server that answers each path with the status it names, `/200` with 200, and reports a version.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut line = String::new();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let _ = lines.read_line(&mut line);
            let status = line
                .split(['/', ' '])
                .find(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()));
            let body = "{\"status\": \"\u{202e}ok\"}";
            let head = format!(
                "HTTP/1.1 {} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                status.unwrap_or("200"),
                body.len()
            );
            while lines.read_line(&mut line).is_ok_and(|read| read > 2) {}
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    format!("http://{address}")
}

/// A plan with these checks, in a folder of its own.
fn plan(checks: &str) -> (tempfile::TempDir, String) {
    let base = include_str!("plans/good.toml");
    let (before, after) = base.split_once("[[check]]").unwrap();
    let (_, triggers) = after.split_once("[[trigger]]").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    std::fs::write(&path, format!("{before}{checks}\n[[trigger]]{triggers}")).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

fn check(id: &str, url: &str, more: &str) -> String {
    format!("[[check]]\nid = \"{id}\"\nurl = \"{url}\"\nconditions = [\"[STATUS] == 200\"]\n{more}\n")
}

fn golive(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_golive")).arg("check").args(arguments).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|why| panic!("{why}: {output:?}"))
}

#[test]
fn everything_as_wanted_is_exit_0_and_a_table() {
    let url = serve();
    let (_folder, path) = plan(&check("shop", &format!("{url}/200"), "critical = true"));
    let output = golive(&[&path]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("last  check  status"), "{text}");
    assert!(lines[1].starts_with("pass  shop      200") && lines[1].ends_with("ms  status 200"), "{text}");
    assert_eq!(lines[2], "1 pass, 0 fail, 0 without data");
}

#[test]
fn a_deciding_check_that_fails_is_exit_1_and_an_advisory_one_is_not() {
    let url = serve();
    let shop = check("shop", &format!("{url}/200"), "critical = true");
    let (_folder, path) = plan(&format!("{shop}{}", check("search", &format!("{url}/503"), "")));
    let output = golive(&[&path, "--json"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let answer = json(&output);
    assert_eq!(answer["schema"], 1);
    let search = &answer["checks"][1];
    assert_eq!(
        (&search["id"], &search["last"], &search["status"]),
        (&"search".into(), &"fail".into(), &503.into())
    );
    assert_eq!((&search["reason"], &search["text"]), (&"status".into(), &"status 503, wanted 200".into()));
    assert!(search["latency-ms"].is_u64() && search["phases-ms"].is_object());
    assert_eq!(answer["checks"][0]["reason"], "");
    let (_folder, path) =
        plan(&format!("{shop}{}", check("search", &format!("{url}/503"), "weight = \"advisory\"")));
    assert_eq!(golive(&[&path]).status.code(), Some(0));
}

#[test]
fn what_counts_only_later_does_not_fail_now() {
    let url = serve();
    let shop = check("shop", &format!("{url}/200"), "critical = true");
    let later = check("new-page", &format!("{url}/404"), "active-from = \"3.1.a\"");
    let (_folder, path) = plan(&format!("{shop}{later}"));
    let output = golive(&[&path]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("status 404, wanted 200 (counts from 3.1.a on)"), "{text}");
}

#[test]
fn no_data_is_never_a_success() {
    let url = serve();
    let shop = check("shop", &format!("{url}/200"), "critical = true");
    let unset = check("search", "${GOLIVE_NOT_SET_ANYWHERE}/", "");
    let (_folder, path) = plan(&format!("{shop}{unset}"));
    let output = golive(&[&path, "--json"]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let search = &json(&output)["checks"][1];
    assert_eq!((&search["last"], &search["reason"]), (&"no-data".into(), &"unset".into()));
    assert_eq!(search["text"], "${GOLIVE_NOT_SET_ANYWHERE} is not set");
    assert_eq!(golive(&[&path, "--only", "shop"]).status.code(), Some(0));
}

#[test]
fn several_samples_are_counted() {
    let url = serve();
    let more = "critical = true\ninterval = \"1s\"\ntimeout = \"900ms\"";
    let (_folder, path) = plan(&check("shop", &format!("{url}/200"), more));
    let output = golive(&[&path, "--samples", "3", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let shop = &json(&output)["checks"][0];
    assert_eq!((&shop["samples"], &shop["failed"], &shop["no-data"]), (&3.into(), &0.into(), &0.into()));
    assert_eq!(shop["latencies-ms"].as_array().unwrap().len(), 3);
}

#[test]
fn a_wrong_id_or_plan_is_exit_2_with_what_to_do() {
    let (_folder, path) = plan(&check("shop", "http://127.0.0.1:9/", "critical = true"));
    let output = golive(&[&path, "--only", "shpo"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "golive: the plan has no check shpo: did you mean shop?\n");
    let output = golive(&["no-such-plan.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("no-such-plan.toml: the plan cannot be read"));
    assert_eq!(golive(&[&path, "--samples", "0"]).status.code(), Some(2));
}
