//! The engine gives what spaCy gives, on the kept texts of `corpus/parity`.

mod comparison;
#[path = "comparison/pack.rs"]
mod pack;

use std::path::Path;

use casus_nlp::{Engine, Reader};
use comparison::{KINDS, Tally, compare, texts};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/parity");

fn fixtures() -> Vec<(Vec<String>, String)> {
    let names = ["grown.txt", "local.txt", "odd.jsonl", "reports.txt", "voices.txt", "wire.txt"];
    let read = |name: &str| {
        let folder = Path::new(FIXTURES);
        let kept = std::fs::read_to_string(folder.join(format!("expected.{name}.tsv"))).unwrap();
        (texts(&folder.join(name)).unwrap(), kept)
    };
    names.map(read).into()
}

#[test]
fn engine_gives_what_spacy_gives() {
    let engine = Engine::load(&pack::pack()).unwrap();
    let mut reader = Reader::new(&engine);
    let mut tally = Tally::default();
    for (texts, kept) in fixtures() {
        compare(&mut reader, &texts, &kept, &mut tally).unwrap();
    }
    println!("{}", tally.report());
    assert!(tally.compared[0] > 35_000, "only {} tokens were compared", tally.compared[0]);
    assert!(tally.passes(), "{}", tally.report());
}

/// The comparison notices what it is there to notice.
#[test]
fn comparison_notices_differences() {
    let engine = Engine::load(&pack::pack()).unwrap();
    let mut reader = Reader::new(&engine);
    let (texts, kept) = fixtures().swap_remove(5);
    for (from, to, kind) in [
        ("\tNNS\t", "\tNN\t", "tag"),
        ("\tnsubj", "\tdobj", "label"),
        ("\t-1\t", "\t-2\t", "head"),
        ("\t1\n", "\n", "sentence start"),
        ("GPE:1", "LOC:1", "entity"),
        ("\tPROPN\t", "\tNOUN\t", "universal tag"),
        ("Number=Plur", "Number=Sing", "morph"),
        ("\tsay\t", "\tsaid\t", "lemma"),
        ("\n1\t3\t", "\n2\t3\t", "token"),
    ] {
        assert!(kept.contains(from), "{from:?} does not occur");
        let mut tally = Tally::default();
        compare(&mut reader, &texts, &kept.replace(from, to), &mut tally).unwrap();
        let kind = KINDS.iter().position(|name| *name == kind).unwrap();
        assert!(tally.differing[kind] > 0 && !tally.passes(), "{}", tally.report());
    }
}
