//! Prints how likely each line of the standard input is to tell a deed of violence: `judge WHEEL-OR-PACK [LEARNED]`.
//!
//! With the wheel of the model in place of its pack the pack is made first, which says whether conversion works.

use std::error::Error;
use std::io::{BufRead, stdin};
use std::{env, fs};

use casus_judge::{Judge, convert};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let path = arguments.next().ok_or("usage: judge WHEEL-OR-PACK [LEARNED] < LINES")?;
    let bytes = fs::read(&path)?;
    let pack = if path.ends_with(".whl") { convert(&bytes)? } else { bytes };
    let judge = match arguments.next() {
        Some(learned) => Judge::load_with(&pack, &fs::read(learned)?)?,
        None => Judge::load(&pack)?,
    };
    for line in stdin().lock().lines() {
        let line = line?;
        println!("{:.3}\t{}\t{line}", judge.log_odds(&line), judge.length(&line));
    }
    Ok(())
}
