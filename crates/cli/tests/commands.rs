//! The binary as a user meets it: what it prints where, and with which exit code it ends.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const ATTACK: &str =
    "Rebels attacked a village near the border on Monday, killing three people, the army said.";
const QUIET: &str = "The cat sat on the mat and slept for the whole of the long and sunny afternoon.";

fn casus(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casus"));
    command.args(arguments).env_remove("COLUMNS").output().expect("casus starts")
}

/// Gives bytes on standard input. A program that has read enough may close it.
fn read_from_stdin(bytes: impl Iterator<Item = Vec<u8>>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casus"));
    command.args(["read", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("casus starts");
    let mut input = child.stdin.take().expect("a pipe");
    for piece in bytes {
        if input.write_all(&piece).is_err() {
            break;
        }
    }
    drop(input);
    child.wait_with_output().expect("casus ends")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("casus ends by itself")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// Files with these contents in a folder of their own.
fn files(folder: &Path, contents: &[&[u8]]) -> Vec<PathBuf> {
    let file = |(index, content): (usize, &&[u8])| {
        let path = folder.join(format!("{index}.txt"));
        fs::write(&path, content).expect("written");
        path
    };
    contents.iter().enumerate().map(file).collect()
}

/// Every refusal says what, why and what to do, and nothing on stdout.
fn assert_refused(output: &Output, what: &str) {
    assert_eq!(code(output), 2, "{what}: {}", stderr(output));
    assert!(output.stdout.is_empty(), "{what}");
    let told = stderr(output);
    for part in ["error: ", what, "\n  why: ", "\n  do:  "] {
        assert!(told.contains(part), "no `{part}` in: {told}");
    }
}

#[test]
fn bad_input_is_refused_with_a_reason_and_a_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let german = "Bei einem Angriff auf ein Dorf sind am Montag drei Menschen getötet worden. ".repeat(4);
    let binary = [b"\x7fELF\x02\x01\x01".as_slice(), &[0, 1, 2, 3, 0, 0, 7].repeat(60)].concat();
    let cases: [(&[u8], &str); 5] = [
        (b"", "nothing to read"),
        (b" \n\t\n", "nothing to read"),
        (&[0; 64], "this is not text"),
        (&binary, "this is not text"),
        (german.as_bytes(), "this is not English"),
    ];
    for (content, what) in cases {
        let path = &files(folder.path(), &[content])[0];
        assert_refused(&casus(&["read", &path.display().to_string()]), what);
    }
    assert_refused(&casus(&["read", "/nowhere/at/all.txt"]), "cannot read /nowhere/at/all.txt");
    assert_refused(&casus(&["read", &folder.path().display().to_string()]), "it is a folder");
}

#[test]
fn a_line_without_end_is_refused_before_it_is_read() {
    let endless = std::iter::repeat_n(vec![b'a'; 1 << 20], 1024);
    assert_refused(&read_from_stdin(endless), "too much text");
}

#[test]
fn bad_bytes_inside_a_report_are_told_and_the_rest_is_read() {
    let bytes = [ATTACK.as_bytes(), b" \xff\xfe\0 Nobody else was hurt."].concat();
    let output = read_from_stdin([bytes].into_iter());
    assert_eq!(code(&output), 0);
    let table = stdout(&output);
    for part in ["3 killed", "W001", "W003"] {
        assert!(table.contains(part), "no `{part}` in: {table}");
    }
}

#[test]
fn a_report_without_claims_ends_with_one_and_says_so() {
    let output = read_from_stdin([QUIET.as_bytes().to_vec()].into_iter());
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("No claim of violence"));
}

#[test]
fn one_bad_report_does_not_stop_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = files(folder.path(), &[ATTACK.as_bytes(), b"", ATTACK.as_bytes()]);
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    for verb in ["read", "show"] {
        let output = casus(&[verb, &names[0], &names[1], &names[2]]);
        assert_eq!(code(&output), 3);
        assert!(stderr(&output).contains("2 read, 1 could not be read"));
        assert_eq!(stdout(&output).matches("Rebels").count(), 2);
    }
}

#[test]
fn every_format_holds_the_claim() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = files(folder.path(), &[ATTACK.as_bytes(), QUIET.as_bytes(), ATTACK.as_bytes()]);
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let print = |format: &str, threads: &str| {
        let mut arguments = vec!["read", "--published", "2031-05-08", "--output-format", format];
        arguments.extend(["--threads", threads]);
        arguments.extend(names.iter().map(String::as_str));
        let output = casus(&arguments);
        assert_eq!(code(&output), 0, "{format}: {}", stderr(&output));
        stdout(&output)
    };
    for format in ["table", "json", "jsonl", "csv", "geojson", "md"] {
        let text = print(format, "1");
        assert!(text.contains("2031-05-05"), "{format}: {text}");
        assert_eq!(text, print(format, "2"), "{format} on two threads");
    }
    let lines = print("jsonl", "2");
    let readings: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(readings.len(), 3);
    assert_eq!(readings[0]["schema"], "casus.read/1");
    assert_eq!(readings[0]["claims"][0]["attribution"][0]["name"], "army");
    let map: serde_json::Value = serde_json::from_str(&print("geojson", "2")).expect("JSON");
    assert_eq!(map["features"].as_array().map(Vec::len), Some(2));
    assert_eq!(print("csv", "2").lines().count(), 3);
}

#[test]
fn without_packs_the_one_command_that_brings_them_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_casus"));
    let output = command.args(["read", "-"]).env("CASUS_DATA", folder.path()).output().expect("casus starts");
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("casus setup"), "{}", stderr(&output));
}

#[test]
fn the_schema_is_json() {
    let schema: serde_json::Value = serde_json::from_str(&stdout(&casus(&["schema", "read"]))).expect("JSON");
    assert_eq!(schema["title"], "Reading");
}
