//! The worker that takes pages apart: what it cannot do, and what becomes of pages that were made to hurt it.

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn casus(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casus"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("casus starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    // A worker that has seen enough may close it.
    let _ = pipe.write_all(input);
    drop(pipe);
    child.wait_with_output().expect("casus ends")
}

/// What stands on stderr for a page, and how long it took.
fn verdict(page: &str) -> (String, Duration) {
    let began = Instant::now();
    let output = casus(&["read", "-"], format!("<!doctype html>{page}").as_bytes());
    assert_eq!(output.status.code(), Some(2));
    (String::from_utf8(output.stderr).expect("text"), began.elapsed())
}

/// Wall time of 10 s of processor time on a busy machine.
const LONGEST: Duration = Duration::from_secs(60);

#[test]
fn pages_that_cost_the_square_of_their_size_are_refused_before_a_tree_is_built() {
    let nested = "<div>".repeat(200_000);
    let fonts: String = (0..4_000).map(|size| format!("<font size={size}><p>")).collect();
    for page in [nested, fonts.clone(), fonts.repeat(10)] {
        let (told, took) = verdict(&page);
        assert!(told.contains("this page is not built like an article"), "{told}");
        assert!(told.contains("more than 512 elements inside one another"), "{told}");
        assert!(took < LONGEST / 6, "{took:?}");
    }
}

/// Ends of elements that were never begun hide how deep these pages are.
#[test]
fn a_page_that_costs_too_much_all_the_same_ends_with_the_limit_that_it_went_over() {
    let (told, took) = verdict(&"<div></x>".repeat(90_000));
    assert!(told.contains("took over 10 s of processor time"), "{told}");
    assert!(took < LONGEST, "{took:?}");
    let fonts: String = (0..500).map(|size| format!("<font size={size}>")).collect();
    let (told, took) = verdict(&format!("{fonts}{}", "<p>hello".repeat(60_000)));
    assert!(told.contains("took over 1024 MiB of memory"), "{told}");
    assert!(told.contains("\n  do:  ") && took < LONGEST, "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_doctor_tries_each_protection_in_a_worker() {
    let output = casus(&["doctor"], b"");
    let told = String::from_utf8(output.stdout).expect("text");
    for line in [
        "ok    page worker, memory: a page gets 1024 MiB and no more (tried)",
        "ok    page worker, processor time: a page gets 10 s and no more (tried)",
        "ok    page worker, network: closed (tried)",
        "ok    page worker, files: closed (tried)",
        "ok    page worker, other programs: closed (tried)",
    ] {
        assert!(told.contains(line), "no `{line}` in {told}");
    }
}

/// The trial has a control: each thing can be done before the limits are set, and cannot after.
#[cfg(target_os = "linux")]
#[test]
fn doors_are_open_before_the_limits_and_closed_after() {
    let output = casus(&["page-worker", "doors"], b"");
    let tried: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(tried.len(), 4);
    for one in tried {
        assert_eq!((&one["before"], &one["after"]), (&true.into(), &false.into()), "{one}");
    }
}

/// A worker that reads its page already has its filter, as the kernel says.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_waits_for_its_page_behind_the_filter() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casus"));
    let mut child = command
        .arg("page-worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("casus starts");
    let status = format!("/proc/{}/status", child.id());
    let began = Instant::now();
    let is_closed = || {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        told.contains("Seccomp:\t2") && told.contains("NoNewPrivs:\t1")
    };
    while !is_closed() && began.elapsed() < LONGEST {
        std::thread::sleep(Duration::from_millis(10));
    }
    let closed = is_closed();
    drop(child.stdin.take());
    child.wait().expect("casus ends");
    assert!(closed);
}
