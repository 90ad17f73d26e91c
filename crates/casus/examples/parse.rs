//! Prints how casus parses a text: `parse [DATE] < text`, one word a line in the columns of CoNLL-U (number, word, lemma,
//! part of speech, Penn tag, nothing, head, relation, nothing, what the lexicon takes it for), a blank line between
//! sentences. Relations are those of the parser's own scheme (ClearNLP), not Universal Dependencies.

use std::io::Read;

use casus::{Casus, Given};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let published = std::env::args().nth(1).map(|date| date.parse()).transpose()?;
    let mut text = Vec::new();
    std::io::stdin().read_to_end(&mut text)?;
    let casus = Casus::open(&casus::packs::locate()?)?;
    let given = Given { published, ..Given::default() };
    casus.reader().look(&text, &given, |inside| {
        for sentence in &inside.annotation.sentences {
            for token in 0..sentence.len() {
                let item = sentence.token(token);
                let head = if item.head == token { 0 } else { item.head + 1 };
                println!(
                    "{}\t{}\t{}\t{:?}\t{:?}\t_\t{head}\t{:?}\t_\t{:?}",
                    token + 1,
                    sentence.word(token),
                    sentence.lemma(token),
                    item.pos,
                    item.tag,
                    item.dep,
                    sentence.kinds(token),
                );
            }
            println!();
        }
    })?;
    Ok(())
}
