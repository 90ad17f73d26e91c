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
    assert_refused(&casus(&["read", "/nowhere/at/all.txt"]), "/nowhere/at/all.txt: cannot read it");
    let empty = tempfile::tempdir().expect("a folder");
    assert_refused(&casus(&["read", &empty.path().display().to_string()]), "the folder holds no .txt");
}

/// What a format is stands in its bytes, whatever the file is called; the next step names the file.
#[test]
fn other_formats_are_refused_by_content_with_the_next_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let mail = format!("From: a@b.example\nMessage-ID: <1@b>\nSubject: x\n\n{ATTACK}");
    let mailbox = format!("From a@b.example Thu May  8 09:30:00 2031\n{mail}");
    let cases: [(&[u8], &str, &str); 9] = [
        (b"%PDF-1.7\n", "this is a PDF", "pdftotext FILE - | casus read -"),
        (b"{\\rtf1 x}", "this is a rich-text document", "pandoc -t plain --wrap=none FILE | casus read -"),
        (
            b"PK\x03\x04word/document.xml",
            "this is a Word document",
            "pandoc -t plain --wrap=none FILE | casus",
        ),
        (b"PK\x03\x04xl/workbook.xml", "this is a spreadsheet", ".jsonl"),
        (b"PK\x03\x04a.txt", "this is a zip archive", "unzip FILE -d reports"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old Office document", "save it as plain text"),
        (b"\xff\xd8\xff\xe0", "this is a picture", "tesseract FILE - | casus read -"),
        (mail.as_bytes(), "this is an e-mail", "save its text as a .txt file"),
        (mailbox.as_bytes(), "this is a mailbox", "save each message"),
    ];
    for (content, what, step) in cases {
        let path = folder.path().join("Bree's report.txt");
        fs::write(&path, content).expect("written");
        let output = casus(&["read", &path.display().to_string()]);
        assert_refused(&output, what);
        let name = format!("'{}/Bree'\\''s report.txt'", folder.path().display());
        let step = step.replace("FILE", &name);
        assert!(stderr(&output).contains(&step), "no `{step}` in {}", stderr(&output));
        let piped = read_from_stdin([content.to_vec()].into_iter());
        assert_refused(&piped, what);
    }
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
        assert!(stderr(&output).contains("2 read, 1 could not be read (1 × nothing to read)"));
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
    let required = |of: &serde_json::Value| of["required"].as_array().map_or(0, Vec::len);
    let properties = |of: &serde_json::Value| of["properties"].as_object().map_or(0, serde_json::Map::len);
    for name in ["Document", "Voice", "When", "Place", "Party", "Count"] {
        let of = &schema["$defs"][name];
        assert!(properties(of) > 2, "{name}: {of}");
        assert_eq!(required(of), properties(of), "every key of {name} is always there");
    }
}

#[test]
fn folders_and_lines_of_json_are_read_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("b");
    fs::create_dir(&inner).expect("made");
    fs::write(folder.path().join("a.txt"), ATTACK).expect("written");
    fs::write(folder.path().join("c.pdf"), "%PDF-1.7 not read").expect("written");
    let record = |published: &str| serde_json::json!({"title": "Village attacked", "text": ATTACK, "published": published, "outlet": "Horn"});
    let lines = format!("{}\n\nno record\n{}\n", record("2031-05-08"), record("2031-05-15T09:30:00Z"));
    fs::write(inner.join("b.jsonl"), lines).expect("written");
    for threads in ["1", "2"] {
        let folder = folder.path().display().to_string();
        let output = casus(&["read", &folder, "--output-format", "jsonl", "--threads", threads]);
        assert_eq!(code(&output), 3);
        let told = stderr(&output);
        assert!(told.contains("b.jsonl:3: this is not a record"), "{told}");
        assert!(told.contains("3 read, 1 could not be read"), "{told}");
        let readings: Vec<serde_json::Value> =
            stdout(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let days: Vec<&serde_json::Value> =
            readings.iter().map(|reading| &reading["claims"][0]["when"]["start"]).collect();
        assert_eq!(days, [&serde_json::Value::Null, &"2031-05-05".into(), &"2031-05-12".into()]);
        assert_eq!(readings[1]["document"]["title"], "Village attacked");
        assert_eq!(readings[1]["document"]["outlet"], "Horn");
    }
}

/// A shell that was kept from expanding a pattern, or has none, leaves it to casus.
#[test]
fn patterns_that_no_shell_expanded_are_expanded_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["b.txt", "a.txt", "in/c.txt", "in/deep/d.txt", "in/e.md", ".hidden/f.txt"] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, ATTACK).expect("written");
    }
    let read = |pattern: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casus"));
        command.current_dir(folder.path()).args(["read", "--output-format", "csv", pattern]);
        command.output().expect("casus starts")
    };
    let names = |pattern: &str| {
        let output = read(pattern);
        assert_eq!(code(&output), 0, "{pattern}: {}", stderr(&output));
        let text = stdout(&output);
        let name = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
        text.lines().skip(1).map(name).collect::<Vec<_>>()
    };
    assert_eq!(names("*.txt"), ["a.txt", "b.txt"]);
    assert_eq!(names("**/*.txt"), ["a.txt", "b.txt", "in/c.txt", "in/deep/d.txt"]);
    assert_eq!(names("./in/**/?.txt"), ["./in/c.txt", "./in/deep/d.txt"]);
    assert_eq!(names("[ab].txt"), ["a.txt", "b.txt"]);
    // A folder that fits is read like one that is named: its texts and pages.
    assert_eq!(names("i*"), ["in/c.txt", "in/deep/d.txt"]);
    assert_eq!(names(&format!("{}/i?/*.md", folder.path().display())).len(), 1);
    for nothing in ["*.html", "nowhere/*.txt", "in/**/*.html"] {
        let output = read(nothing);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(&format!("{nothing}: nothing to read")), "{}", stderr(&output));
        assert!(stderr(&output).contains("fits this pattern"), "{}", stderr(&output));
    }
    let broken = stderr(&read("[ab.txt"));
    assert!(broken.contains("not well formed") && broken.contains("  do:  "), "{broken}");
    // A file that has such a name is that file.
    fs::write(folder.path().join("[ab].txt"), ATTACK).expect("written");
    fs::write(folder.path().join("what?*.txt"), ATTACK).expect("written");
    assert_eq!(names("[ab].txt"), ["[ab].txt"]);
    assert_eq!(names("what?*.txt"), ["what?*.txt"]);
}

/// `script` gives a program a terminal; where it is not installed, there is none to try.
#[cfg(target_os = "linux")]
#[test]
fn progress_is_shown_on_a_terminal_and_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = format!("{ATTACK}\n\n{QUIET}\n\n").repeat(40);
    files(folder.path(), &vec![report.as_bytes(); 60]);
    let reports = folder.path().display().to_string();
    assert!(!stderr(&casus(&["read", &reports])).contains(" a second"));
    let on_terminal = |rest: &str| {
        let line = format!("{} read --threads 1 {reports} {rest}", env!("CARGO_BIN_EXE_casus"));
        let output = Command::new("script").args(["-qec", &line, "/dev/null"]).stdin(Stdio::null()).output();
        output.ok().map(|output| stdout(&output))
    };
    let (Some(alone), Some(both)) = (on_terminal("> /dev/null"), on_terminal("")) else {
        println!("left out: no `script` here");
        return;
    };
    assert!(alone.contains(" read, ") && alone.contains(" a second"), "{alone}");
    let line = both.split('\r').find(|line| line.contains(" a second")).expect("progress");
    assert!(!line.contains("killed"), "{line}");
    assert!(both.contains("3 killed") && both.contains("\r\u{1b}[K"));
}

#[test]
fn the_table_can_say_where_each_value_comes_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = files(folder.path(), &[ATTACK.as_bytes()])[0].display().to_string();
    let output = casus(&["read", &path, "--explain"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let told = stdout(&output);
    let claim = told.find("said by").expect("a card");
    let explained = casus(&["explain", &path, "c1"]);
    for line in stdout(&explained).lines().filter(|line| !line.is_empty()) {
        assert!(told[claim..].contains(&format!("      {line}\n")), "no `{line}` in {told}");
    }
    assert!(told[claim..].contains("read by"));
    let quiet = files(folder.path(), &[QUIET.as_bytes()])[0].display().to_string();
    assert!(stdout(&casus(&["read", &quiet, "--explain"])).contains("No claim of violence"));
    let wrong = casus(&["read", &path, "--explain", "--output-format", "json"]);
    assert_eq!(code(&wrong), 2);
    assert!(stderr(&wrong).contains("--explain goes with the table"));
}

#[test]
fn silence_can_be_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{ATTACK}\n\nA lecture on the bombing of cities filled the hall. It rained.");
    let path = files(folder.path(), &[text.as_bytes()])[0].display().to_string();
    let output = casus(&["read", &path, "--unread"]);
    let lines = stdout(&output);
    let start = text.find("A lecture").expect("there");
    assert_eq!(lines, format!("{path}:{start}: A lecture on the bombing of cities filled the hall.\n"));
}

#[test]
fn a_claim_says_which_readings_of_its_word_were_not_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = b"Rebels struck the base with two rockets on Monday.\n";
    let path = files(folder.path(), &[text])[0].display().to_string();
    let output = casus(&["explain", &path, "c1"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let told = stdout(&output);
    assert!(told.contains("not read as"), "{told}");
    assert!(told.contains("agree/sign at “struck”: the content is none of the words it lists"), "{told}");
}

#[test]
fn a_claim_is_traced_back_to_words_and_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = files(folder.path(), &[ATTACK.as_bytes()])[0].display().to_string();
    let output = casus(&["explain", &path, "c1.casualties"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    for part in [
        "casualties\n",
        "killed, count 3 (three)",
        "“Rebels attacked a village",
        "attack/kill",
        "data/frames",
    ] {
        assert!(text.contains(part), "no `{part}` in: {text}");
    }
    assert!(!text.contains("attribution\n") && !text.contains("attack/attack"));
    let output = casus(&["explain", &path, "c9"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("it has c1"));
    let output = casus(&["explain", &path, "c1.weapons"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("casualties"), "{}", stderr(&output));
}

#[test]
fn words_ids_and_rules_are_looked_up() {
    for (term, part) in [
        ("one-way-attack-drone", "data/ontology/weapons.tsv"),
        ("warplane", "data/lexicon/"),
        ("houthis", "data/actors/houthis.toml"),
        ("attack/launch", "frame   attack/launch"),
        ("columns", "killed_low"),
        ("columns", "cameo_root"),
        ("ASSAULT", "line 12  ASSAULT, modes suicide-attack → root 18, code 1831"),
        ("suicide-attack", "ASSAULT, modes suicide-attack → event_type ASSAULT, mode suicide-attack"),
        ("curfew", "COERCE, modes curfew → root 17, code 1723"),
        ("1822", "ASSAULT, modes torture → root 18, code 1822"),
    ] {
        let output = casus(&["code", term]);
        assert_eq!(code(&output), 0, "{term}");
        assert!(stdout(&output).contains(part), "{term}: {}", stdout(&output));
    }
    assert_eq!(code(&casus(&["code", "no such thing"])), 1);
}

#[test]
fn completions_and_manual_know_every_verb() {
    for arguments in [&["completions", "bash"][..], &["completions", "fish"], &["man"]] {
        let output = casus(arguments);
        assert_eq!(code(&output), 0);
        let text = stdout(&output);
        for verb in ["read", "explain", "doctor", "unread"] {
            assert!(text.contains(verb), "no {verb} in {arguments:?}");
        }
    }
}

fn page(paragraphs: &str) -> String {
    format!(
        "<!doctype html><html><head><title>Village attacked - The Horn</title>\
         <meta property=\"og:title\" content=\"Village attacked\">\
         <meta property=\"og:site_name\" content=\"The Horn\">\
         <meta property=\"article:published_time\" content=\"2022-05-05T06:30:00Z\"></head>\
         <body><nav><a href=\"/\">Home</a></nav><article><h1>Village attacked</h1>{paragraphs}</article>\
         <script>alert(1)</script></body></html>"
    )
}

#[test]
fn a_web_page_is_read_with_what_it_says_of_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let body =
        format!("<p>{ATTACK}</p><p>The villagers had left the day before, and the mill was empty.</p>");
    let path = files(folder.path(), &[page(&body).as_bytes()])[0].display().to_string();
    let read = |more: &[&str]| {
        let output = casus(&[&["read", &path, "--output-format", "json"], more].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        serde_json::from_str::<serde_json::Value>(&stdout(&output)).expect("JSON")
    };
    let reading = read(&[]);
    let document = &reading["document"];
    assert_eq!((&document["title"], &document["outlet"]), (&"Village attacked".into(), &"The Horn".into()));
    assert_eq!(
        (&document["published"], &document["published_basis"]),
        (&"2022-05-05".into(), &"metadata".into())
    );
    assert_eq!(reading["claims"][0]["when"]["start"], "2022-05-02");
    let text = document["text"].as_str().expect("text");
    assert!(!text.contains("Home") && !text.contains("alert"), "{text}");
    let given = read(&["--published", "2022-06-10", "--outlet", "Post"]);
    assert_eq!(
        (&given["document"]["published_basis"], &given["document"]["outlet"]),
        (&"given".into(), &"Post".into())
    );
    assert_eq!(given["document"]["id"], document["id"]);
}

#[test]
fn a_hostile_page_is_refused_and_stops_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let nested = page(&"<div>".repeat(100_000));
    let attributes = page(&format!("<p {}>x</p>", "a=1 ".repeat(100_000)));
    let flat = page(&"<b>x</b><table>".repeat(200));
    let good =
        page(&format!("<p>{ATTACK}</p><p>The villagers had left, and the mill stood empty that day.</p>"));
    let paths = files(
        folder.path(),
        &[nested.as_bytes(), attributes.as_bytes(), flat.as_bytes(), b"<html></html>", good.as_bytes()],
    );
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let output =
        casus(&[&["read"], names.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat());
    assert_eq!(code(&output), 3);
    let told = stderr(&output);
    assert!(told.contains("2 × this page is not built like an article"), "{told}");
    assert!(told.contains("× no article in this page"), "{told}");
    assert!(stdout(&output).contains("3 killed"));
}
