//! Mistakes by kind, the most frequent first, with examples.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use casus::model::Span;
use casus_corpora::{Mistake, Offsets};

/// Examples of a kind.
const EXAMPLES: usize = 4;

/// The most frequent kinds. Examples are taken evenly from first to last, so that they are the same each time.
pub(super) fn shown(mistakes: &[Mistake], n_kinds: usize) -> String {
    let mut by_kind: BTreeMap<&str, Vec<&Mistake>> = BTreeMap::new();
    for mistake in mistakes {
        by_kind.entry(&mistake.kind).or_default().push(mistake);
    }
    let mut kinds: Vec<(&str, Vec<&Mistake>)> = by_kind.into_iter().collect();
    kinds.sort_by_key(|(_, mistakes)| Reverse(mistakes.len()));
    let mut out = format!("{} mistakes of {} kinds\n", mistakes.len(), kinds.len());
    for (kind, mistakes) in kinds.iter().take(n_kinds) {
        out.push_str(&format!("\n{} × {kind}\n", mistakes.len()));
        let n_examples = mistakes.len().min(EXAMPLES);
        for example in 0..n_examples {
            out.push_str(&one(mistakes[example * mistakes.len() / n_examples]));
        }
    }
    out
}

fn one(mistake: &Mistake) -> String {
    let head = format!("  {}: gold {}; ours {}\n", mistake.doc, mistake.gold, mistake.ours);
    let Some([start, end]) = mistake.span else {
        let text: String = mistake.text.split_whitespace().collect::<Vec<_>>().join(" ");
        return format!("{head}    {}\n", text.chars().take(300).collect::<String>());
    };
    let span: Span = Offsets::new(&mistake.text).bytes(start, end);
    head + &casus_eval::underlined(&mistake.text, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(kind: &str, span: Option<[usize; 2]>) -> Mistake {
        Mistake {
            kind: kind.into(),
            doc: "bree-1".into(),
            text: "Orcs burned Dól Amroth. Bree slept.".into(),
            span,
            gold: "FIGHT".into(),
            ours: "nothing".into(),
        }
    }

    #[test]
    fn frequent_kinds_come_first_with_their_words_underlined() {
        let few = mistake("invented", None);
        let often = mistake("missed", Some([12, 22]));
        let expected = "3 mistakes of 2 kinds\n\n2 × missed\n  bree-1: gold FIGHT; ours nothing\n    \
                        Orcs burned Dól Amroth.\n                ^^^^^^^^^^\n";
        let shown = shown(&[few, often.clone(), often], 1);
        assert!(shown.starts_with(expected), "{shown}");
    }
}
