use casus_model::Span;
use casus_nlp::{Engine, Reader};
use casus_timex::*;
fn main() {
    let a: Vec<String> = std::env::args().skip(1).collect();
    let engine = Engine::load(&std::fs::read("/tmp/farm/data/en_core_web_sm.pack").unwrap()).unwrap();
    let mut r = Reader::new(&engine);
    let g = Grammar::embedded();
    for f in &a[1..] {
        let text = std::fs::read_to_string(f).unwrap();
        let mut spans = vec![];
        let mut s = 0;
        for p in text.split("\n\n") {
            spans.push(Span::new(s, s + p.len()));
            s += p.len() + 2;
        }
        let sents = r.read(&text, &spans);
        let (x, d) = read(&g, &text, &sents, &Anchor { published: a[0].parse().ok() });
        for e in x {
            let w = &e.when;
            println!(
                "{:40} {:24} {}..{} {:?} {:?} part={:?} dur={:?} partial={:?} about={} vague={} age={} {:?}",
                w.text.replace('\n', " "),
                e.value,
                w.start.clone().unwrap_or_default(),
                w.end.clone().unwrap_or_default(),
                w.granularity,
                w.basis,
                w.part_of_day,
                w.duration,
                w.partial,
                w.approximate,
                e.vague,
                e.age,
                e.bound
            );
        }
        for d in d {
            println!("{} {:?}", d.code, d.span.map(|s| s.of(&text).to_owned()));
        }
    }
}
