//! A ledger as its users see it: what they decide, look up, verify and read again. Run with the packs in place (`casus setup`).

use std::path::Path;
use std::process::{Command, Output, Stdio};

const MARKET: &str = "Gunmen kill four in Mosul\n\nMOSUL, Iraq, May 5 - Gunmen attacked a market in Mosul on Monday and \
                      killed four people, the army said.";
const BRIDGE: &str = "Bomb kills two in Kirkuk\n\nKIRKUK, Iraq, May 6 - A roadside bomb killed two police officers near a \
                      bridge in Kirkuk on Tuesday, a police officer and a doctor said.";
const PORT: &str = "Rockets hit port in Basra\n\nBASRA, Iraq, May 7 - Three rockets hit the port of Basra on Wednesday, the \
                    navy said. Nobody was hurt.";
const ATTACK: &str =
    "Rebels attacked a village near the border on Monday, killing three people, the army said.";

struct Town {
    folder: tempfile::TempDir,
}

impl Town {
    /// A folder without a ledger.
    fn empty() -> Town {
        Town { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A ledger of three incidents, each told by one report.
    fn new() -> Town {
        let town = Town::empty();
        town.done(&["init"]);
        for (name, text) in [("market.txt", MARKET), ("bridge.txt", BRIDGE), ("port.txt", PORT)] {
            let path = town.report(name, text);
            town.done(&["add", &path, "--published", "2031-05-08", "--outlet", "The Horn"]);
        }
        town
    }

    /// Writes a file; where it is.
    fn report(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).expect("a report");
        path
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let folder: &Path = self.folder.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_casus"));
        command
            .args(arguments)
            .env("CASUS_LEDGER", folder.join("town.casus"))
            .env("CASUS_KEYS", folder.join("keys"))
            .env("CASUS_CHECKPOINTS", folder.join("checkpoints"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("casus starts")
    }

    /// Exit code, and what is told on both outputs.
    fn told(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("text"));
        (output.status.code().expect("an exit code"), text.concat())
    }

    fn done(&self, arguments: &[&str]) -> String {
        let (code, text) = self.told(arguments);
        assert_eq!(code, 0, "{arguments:?}: {text}");
        text
    }

    fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_slice(&self.run(arguments).stdout).expect("JSON")
    }

    /// The key of the claim of an incident whose sentence has these words.
    fn claim(&self, incident: &str, words: &str) -> String {
        let view = self.json(&["show", incident, "--json"]);
        let claims = view["claims"].as_array().expect("claims");
        let claim =
            claims.iter().find(|claim| claim["quote"].as_str().is_some_and(|quote| quote.contains(words)));
        claim.expect("a claim")["claim"].as_str().expect("a key").to_owned()
    }

    /// The incident that a claim stands behind.
    fn incident_of(&self, claim: &str) -> String {
        let views = self.json(&["find", "--output-format", "json"]);
        let views = views.as_array().expect("incidents");
        let of = views.iter().find(|view| {
            view["incident"]["claims"].as_array().is_some_and(|keys| keys.iter().any(|key| key == claim))
        });
        of.expect("an incident")["incident"]["id"].as_str().expect("an id").to_owned()
    }
}

#[test]
fn reports_of_a_folder_that_are_in_the_ledger_are_not_read_again() {
    let town = Town::new();
    town.report("mill.txt", ATTACK);
    let report = |name: &str| town.path(name);
    let told =
        town.done(&["add", &report("market.txt"), "--published", "2031-05-08", "--outlet", "The Horn"]);
    assert!(told.contains("market.txt: known already, nothing changed"), "{told}");
    let reports = [report("mill.txt"), report("market.txt"), report("bridge.txt")];
    let [mill, market, bridge] = &reports;
    let told = town.done(&["add", market, mill, bridge]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(
        lines[0].contains("known already") && lines[1].contains("claims") && lines[2].contains("known"),
        "in the order of the files: {told}"
    );
    assert!(told.contains("1 read, 2 known already"), "{told}");
    let told = town.done(&["add", bridge, "--url", "https://horn.example/bridge"]);
    assert!(told.contains("read again with what is told of it now"), "{told}");
}

#[test]
fn an_edit_is_told_with_what_it_changed_by_whom_and_why() {
    let town = Town::new();
    let told = town.done(&["edit", "i1", "killed=6", "--as", "ada", "--note", "list of the hospital"]);
    assert!(told.contains("i1 killed: 4 → 6"), "{told}");
    let page = town.done(&["show", "i1"]);
    for part in [
        "set by ada on ",
        "list of the hospital",
        "without that decision casus would show: 4",
        "Decided by people",
        "ada: i1 killed: 4 → 6, “list of the hospital”",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let changed = town.done(&["edit", "i1", "killed=7", "--as", "bob"]);
    assert!(changed.contains("against decision") && changed.contains("ada: i1 killed: 4 → 6"), "{changed}");
    town.done(&["accept", "i1", "--as", "bob"]);
    assert!(town.done(&["reject", "i1", "--as", "ada"]).contains("rejected i1, was accepted"));
    town.done(&["undo", "--as", "ada"]);
    let log = town.done(&["log", "--decisions"]);
    for part in
        ["bob: i1 killed: 6 → 7; goes against", "bob: accepted i1", "ada: took back decision", "(undone by "]
    {
        assert!(log.contains(part), "{part}: {log}");
    }
    let changes = town.json(&["log", "--json"]);
    let edit = changes
        .as_array()
        .expect("changes")
        .iter()
        .rfind(|change| change["verb"] == "edit")
        .expect("an edit");
    assert_eq!(edit["decision"]["from"]["value"]["count"]["low"], 4);
    assert_eq!(
        (&edit["decision"]["who"], &edit["decision"]["note"]),
        (&"ada".into(), &"list of the hospital".into())
    );
}

#[test]
fn a_split_after_a_merge_keeps_the_rest_together_and_says_what_it_goes_against() {
    let town = Town::new();
    town.done(&["merge", "i1", "i2", "--as", "ada"]);
    town.done(&["merge", "i1", "i3", "--as", "ada"]);
    assert!(town.done(&["show", "i1"]).contains("ada: merged i1 and i3"));
    let (market, bridge, port) =
        (town.claim("i1", "market"), town.claim("i1", "bridge"), town.claim("i1", "rockets"));
    let keys: Vec<String> = {
        let view = town.json(&["show", "i1", "--json"]);
        let claims = view["claims"].as_array().expect("claims").clone();
        let of = claims.iter().find(|claim| claim["claim"] == bridge.as_str()).expect("a claim")["document"]
            .clone();
        let same = claims.iter().filter(|claim| claim["document"] == of);
        same.map(|claim| claim["claim"].as_str().expect("a key").to_owned()).collect()
    };
    let mut split = vec!["split", "i1"];
    split.extend(keys.iter().map(String::as_str));
    let told = town.done(&split);
    assert!(
        told.contains("against decision") && told.contains("holds on for the claims that stay"),
        "{told}"
    );
    assert_eq!(town.incident_of(&market), town.incident_of(&port), "{told}");
    assert_ne!(town.incident_of(&market), town.incident_of(&bridge), "{told}");
    assert!(town.done(&["show", &town.incident_of(&bridge)]).contains("split off"));
    town.done(&["verify"]);
}

#[test]
fn a_place_is_looked_up_and_set_where_it_means_one() {
    let town = Town::new();
    let listed = town.done(&["place", "Kirkuk"]);
    assert_eq!(town.done(&["find", "--place", "Kirkuk"]).lines().count(), 1);
    assert!(listed.contains("geonames:") && listed.contains("IQ") && listed.contains(" N "), "{listed}");
    let (code, refused) = town.told(&["edit", "i1", "place=Springfield"]);
    assert!(code == 2 && refused.contains("which place") && refused.contains("casus place"), "{refused}");
    let (code, unknown) = town.told(&["edit", "i1", "place=Qwertzuiop"]);
    assert!(code == 2 && unknown.contains("no place"), "{unknown}");
    let id = town.json(&["place", "Springfield, Illinois", "--json"])[0]["place"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert!(town.done(&["edit", "i1", &format!("place={id}")]).contains("→ Springfield, US"));
    assert!(town.done(&["edit", "i1", "place=Springfield, Illinois"]).contains("→ Springfield, US"));
    for (field, part) in [
        ("when=yesterday", "2023-10.."),
        ("killed=many", "`killed=3+`"),
        ("responsibility=hezbollah", "hezbollah:claimed"),
        ("damage=bridge", "bridge:destroyed"),
        ("colour=red", "interceptor"),
    ] {
        let (code, text) = town.told(&["edit", "i1", field]);
        let part = part.trim_end_matches("..");
        assert!(code == 2 && text.contains(part) && text.contains("\n  do:  "), "{field}: {text}");
    }
}

#[test]
fn speakers_side_by_side_are_no_chain() {
    let town = Town::new();
    let page = town.done(&["show", "i2"]);
    assert!(page.contains(" and ") && !page.contains(" via "), "{page}");
}

#[test]
fn what_helps_to_find_is_verified_and_made_anew() {
    let town = Town::new();
    let found = town.done(&["find", "--country", "IQ"]);
    let verified = town.done(&["verify", "--rebuild"]);
    assert!(verified.contains("made anew what 3 incidents are found by"), "{verified}");
    assert_eq!(town.done(&["find", "--country", "IQ"]), found);
}

#[test]
fn several_reports_are_one_json_document() {
    let town = Town::new();
    let (market, bridge) = (town.path("market.txt"), town.path("bridge.txt"));
    let both = town.json(&["read", &market, &bridge, "--output-format", "json"]);
    assert_eq!(both.as_array().map(Vec::len), Some(2));
    let folder = town.folder.path().display().to_string();
    assert_eq!(town.json(&["read", &folder, "--output-format", "json"]).as_array().map(Vec::len), Some(3));
    assert!(town.json(&["read", &market, "--output-format", "json"])["claims"].is_array());
}

#[test]
fn reports_that_are_read_again_keep_their_incidents_and_ids() {
    let town = Town::empty();
    town.done(&["demo", "--ledger", &town.path("town.casus")]);
    for _ in 0..2 {
        let told = town.done(&["reread"]);
        assert!(told.contains(" incidents are the same, 0 are not"), "{told}");
    }
    let (code, told) = town.told(&["diff", "1", "3"]);
    assert!(code == 1 && !told.contains("does not hold"), "{told}");
    let report = town.report("late.txt", PORT);
    town.done(&["add", &report, "--published", "2031-05-08"]);
    assert!(town.told(&["diff", "1", "3"]).1.contains("layer 1 does not hold 1 report of the ledger"));
}

#[test]
#[cfg(target_os = "linux")]
fn what_does_not_reach_its_file_is_an_error() {
    let town = Town::new();
    for arguments in
        [&["find", "--output-format", "csv"][..], &["log"], &["show", "i1", "--json"], &["place", "Mosul"]]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let mut command = town.command(arguments);
        let output = command.stdout(full).output().expect("casus starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code() == Some(2) && told.contains("cannot write the output"),
            "{arguments:?}: {told}"
        );
    }
}

#[test]
fn a_reading_that_is_killed_leaves_the_old_one_shown_and_goes_on() {
    let town = Town::empty();
    let towns = ["Mosul", "Kirkuk", "Erbil", "Basra"];
    let report = |number: usize| {
        let (town, day) = (towns[number % 4], number % 28 + 1);
        format!(
            "Attack {number} in {town}\n\nGunmen attacked a market in {town}, Iraq, on October {day}, killing {} people, \
             police said.",
            number + 2
        )
    };
    let paths: Vec<String> =
        (0..40).map(|number| town.report(&format!("{number}.txt"), &report(number))).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    town.done(&["init"]);
    town.done(&[&["add", "--published", "2023-11-02"], &paths[..]].concat());
    let list = ["find", "--output-format", "jsonl"];
    let before = town.done(&list);
    for millis in [100, 300, 450, 600] {
        let mut reread = town.command(&["reread", "--group", "1", "--threads", "1"]);
        let mut child = reread.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("casus starts");
        std::thread::sleep(std::time::Duration::from_millis(millis));
        child.kill().expect("it can be killed");
        if child.wait().expect("it ends").success() {
            return;
        }
        assert_eq!(town.done(&list), before, "killed after {millis} ms");
    }
    assert!(town.done(&["reread"]).contains("shown now"));
    assert_eq!(town.done(&list).lines().count(), before.lines().count());
    town.done(&["verify"]);
}

#[test]
fn a_ledger_of_an_older_casus_is_refused_until_it_is_migrated() {
    let town = Town::empty();
    let old = include_bytes!("../../ledger/src/tests/schema-1.casus.deflate");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::DeflateDecoder::new(&old[..]), &mut bytes)
        .expect("it is whole");
    let path = town.path("town.casus");
    std::fs::write(&path, &bytes).expect("written");
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("allowed");
    let (code, told) = town.told(&["find"]);
    assert!(code == 2 && told.contains("casus migrate"), "{told}");
    assert_eq!(std::fs::read(&path).expect("it is there"), bytes);
    let told = town.done(&["migrate"]);
    let backup = town.path("town.casus.v1.backup");
    assert!(told.contains("was 1") && told.contains(&backup), "{told}");
    assert_eq!(std::fs::read(&backup).expect("it is there").len(), bytes.len());
    town.done(&["verify"]);
    assert!(town.done(&["migrate"]).contains("nothing to do"));
}

#[test]
fn ids_that_the_ontology_does_not_have_are_refused_with_those_near() {
    let town = Town::empty();
    town.done(&["init"]);
    for (arguments, near) in [
        (["find", "--weapon", "dron"], "drone"),
        (["find", "--target", "barack"], "barracks"),
        (["edit", "i1", "actor=hezbolah"], "hezbollah"),
        (["edit", "i1", "weapon=dron"], "drone"),
    ] {
        let (code, told) = town.told(&arguments);
        assert_eq!(code, 2, "{arguments:?}: {told}");
        for part in ["error: there is no ", near, "\n  why: ", "\n  do:  "] {
            assert!(told.contains(part), "no `{part}` in: {told}");
        }
    }
}

#[test]
fn two_claims_of_one_word_go_into_the_ledger() {
    let town = Town::empty();
    town.done(&["init"]);
    let text = format!("{ATTACK} Shelling has killed 40 soldiers and 12 civilians since January.");
    let told = town.done(&["add", &town.report("troubles.txt", &text), "--published", "2024-05-10"]);
    assert!(told.contains("new"), "{told}");
}

#[test]
fn a_folder_says_what_it_leaves_out_and_a_byte_order_mark_costs_no_article() {
    let town = Town::empty();
    town.report("one.jsonl", &format!("\u{feff}{{\"text\": {ATTACK:?}}}\n"));
    town.report("mail.eml", "x");
    town.report("notes.docx", "x");
    let (code, text) = town.told(&["read", &town.path("")]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("2 files are no .txt, .html or .jsonl") && text.contains("mail.eml, notes.docx"),
        "{text}"
    );
}

#[test]
fn a_report_without_a_day_is_told_as_such_and_gets_its_day_by_being_added_again() {
    let town = Town::empty();
    let path = &town.report("attack.txt", ATTACK);
    town.done(&["init"]);
    assert!(town.done(&["add", path]).contains("no day of publication"));
    let dated = ["find", "--from", "2025-06-01", "--to", "2025-06-30"];
    assert!(town.told(&dated).1.contains("answer but for the day"));
    let again = town.done(&["add", path, "--published", "2025-06-11"]);
    assert!(again.contains("read again with what is told of it now") && !again.contains("no day"), "{again}");
    let once_more = town.done(&["add", path, "--published", "2025-06-11"]);
    assert!(once_more.contains("nothing changed"), "{once_more}");
    assert!(town.done(&["log"]).contains(" tell sha256:"));
    town.done(&["verify"]);
}

#[test]
fn what_leaves_the_house_passes_the_projection_or_is_refused() {
    let town = Town::empty();
    let path = &town.report("attack.txt", ATTACK);
    town.done(&["init"]);
    town.done(&["add", path, "--published", "2025-06-11"]);
    for arguments in [vec!["show", path], vec!["explain", path, "c1"]] {
        let (code, text) = town.told(&[&arguments[..], &["--profile", "public"]].concat());
        assert!(code == 2 && text.contains("--profile public") && text.contains("ledger"), "{text}");
    }
    let public = ["find", "--profile", "public"];
    let page = town.path("town.SENSITIVITY.md");
    for (level, opens) in
        [("hello", false), ("level: severe", false), ("level: high", false), ("level: low", true)]
    {
        std::fs::write(&page, level).expect("a page");
        let (code, text) = town.told(&public);
        assert_eq!(code != 2, opens, "{level}: {text}");
        assert_eq!(text.contains("level: moderate"), level == "hello", "{text}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_can() {
    let town = Town::empty();
    let path = &town.report("attack.txt", ATTACK);
    town.done(&["init"]);
    town.done(&["add", path, "--published", "2025-06-11"]);
    for (arguments, part) in [
        (vec!["find", "--status", "acepted"], "accepted"),
        (vec!["find", "--country", "ZZ"], "ISO 3166-1"),
        (vec!["find", "--actor", "hezbolah"], "hezbollah"),
        (vec!["find", "--place", "Mosul"], "no report of this ledger tells of it"),
        (vec!["find", "--near", "300,34,5"], "no latitude"),
        (vec!["find", "--from", "yesterday"], "write it as 2023-11-10"),
        (vec!["add", path, "--published", "2024-02-30"], "no such day"),
        (vec!["backup", "nowhere/b.casus"], "there is no folder nowhere"),
        (vec!["retract", "sha256:0", "--reason", " "], "say why"),
        (vec!["show", path, "--json"], "--output-format json"),
    ] {
        let (code, text) = town.told(&arguments);
        assert!(code == 2 && text.contains(part), "{arguments:?}: {text}");
    }
    assert!(town.done(&["code", "W012"]).contains("--published"));
    assert!(town.done(&["--help"]).contains("Exit codes"));
}

#[test]
fn lists_keep_to_the_width_that_is_asked_for() {
    let town = Town::empty();
    let path = &town.report("attack.txt", ATTACK);
    town.done(&["init"]);
    town.done(&["add", path, "--published", "2025-06-11"]);
    for arguments in [vec!["find"], vec!["show", "i1"], vec!["log"], vec!["read", path], vec!["show", path]] {
        let output = town.command(&arguments).env("COLUMNS", "50").output().expect("casus starts");
        let text = String::from_utf8(output.stdout).expect("text");
        let is_word = |line: &str| line.split_whitespace().count() <= 1;
        let wide: Vec<&str> =
            text.lines().filter(|line| line.chars().count() > 50 && !is_word(line)).collect();
        assert!(wide.is_empty() && !text.is_empty(), "{arguments:?}: {wide:?}");
    }
}
