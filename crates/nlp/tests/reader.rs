//! Reading in any company, in any order, and of anything at all.

#[path = "comparison/pack.rs"]
mod pack;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use casus_model::{Sentence, Span};
use casus_nlp::{Engine, LoadError, Parse, Reader};
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load(&pack::pack()).unwrap());

const TEXT: &str = include_str!("../../../corpus/parity/wire.txt");

fn pieces(text: &str) -> Vec<Span> {
    let start = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
    text.split("\n\n").map(|piece| Span::new(start(piece), start(piece) + piece.len())).collect()
}

/// The sentences of one piece, read alone by a new reader.
fn alone(text: &str, piece: Span) -> Vec<Sentence> {
    Reader::new(&ENGINE).read(text, &[piece])
}

#[test]
fn pieces_do_not_influence_each_other() {
    let pieces = pieces(TEXT);
    let together = Reader::new(&ENGINE).read(TEXT, &pieces);
    let apart: Vec<Sentence> = pieces
        .iter()
        .enumerate()
        .flat_map(|(i, &piece)| {
            alone(TEXT, piece).into_iter().map(move |sentence| Sentence { paragraph: i as u32, ..sentence })
        })
        .collect();
    assert!(together.len() > 80);
    assert_eq!(together, apart);
}

#[test]
fn order_and_memory_do_not_matter() {
    let pieces = pieces(TEXT);
    let fresh = Reader::new(&ENGINE).read(TEXT, &pieces);
    let mut reader = Reader::new(&ENGINE);
    for &piece in pieces.iter().rev() {
        reader.read(TEXT, &[piece]);
    }
    // More words than the reader remembers.
    let unheard: String = (0..40_000).map(|i| format!("w{i}x ")).collect();
    reader.parse(&unheard);
    assert_eq!(reader.read(TEXT, &pieces), fresh);
}

#[test]
fn a_name_goes_on_behind_the_titles_that_are_told() {
    let text = "Two men were held, according to Sgt. Torvald Brenn, a spokesman. Rebels fled.";
    let all = [Span::new(0, text.len())];
    let told = Reader::new(&ENGINE).going_on_behind(["sgt"]).read(text, &all);
    assert_eq!(told.len(), 2);
    assert!(told[0].tokens.iter().any(|token| token.span.of(text) == "Sgt."));
    let words =
        |sentences: &[Sentence]| sentences.iter().map(|sentence| sentence.tokens.len()).sum::<usize>();
    assert_eq!(words(&Reader::new(&ENGINE).read(text, &all)), words(&told) + 1);
}

#[test]
fn threads_agree() {
    let pieces = pieces(TEXT);
    let expected = Reader::new(&ENGINE).read(TEXT, &pieces);
    std::thread::scope(|scope| {
        let readings: Vec<_> =
            (0..3).map(|_| scope.spawn(|| Reader::new(&ENGINE).read(TEXT, &pieces))).collect();
        for reading in readings {
            assert_eq!(reading.join().unwrap(), expected);
        }
    });
}

#[test]
fn sentences_are_trees_over_their_words() {
    for sentence in Reader::new(&ENGINE).read(TEXT, &pieces(TEXT)) {
        let tokens = &sentence.tokens;
        assert_eq!(sentence.span.start, tokens[0].span.start);
        assert_eq!(sentence.span.end, tokens[tokens.len() - 1].span.end);
        assert!(tokens.iter().any(|token| token.dep == casus_model::Dep::Root));
        for (i, token) in tokens.iter().enumerate() {
            let mut word = i;
            for _ in 0..tokens.len() {
                word = tokens[word].head as usize;
            }
            assert_eq!(tokens[word].head as usize, word, "{:?} hangs in a circle", token.span.of(TEXT));
        }
        for pair in sentence.entities.windows(2) {
            assert!(pair[0].end <= pair[1].start);
        }
    }
}

#[test]
fn a_sentence() {
    let text = "Two drones were shot down near Osgiliath.";
    let sentences = Reader::new(&ENGINE).read(text, &[Span::new(0, text.len())]);
    let [sentence] = &sentences[..] else { panic!("{sentences:?}") };
    let shown: Vec<String> = sentence
        .tokens
        .iter()
        .map(|token| {
            let head = sentence.tokens[token.head as usize].span.of(text);
            format!(
                "{}/{}/{} {}->{}",
                token.span.of(text),
                token.lemma,
                token.tag.as_str(),
                token.dep.as_str(),
                head
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Two/two/CD nummod->drones",
            "drones/drone/NNS nsubjpass->shot",
            "were/be/VBD auxpass->shot",
            "shot/shoot/VBN ROOT->shot",
            "down/down/RP prt->shot",
            "near/near/IN prep->shot",
            "Osgiliath/Osgiliath/NNP pobj->near",
            "././. punct->shot",
        ]
    );
}

#[test]
fn nothing_gives_nothing() {
    let mut reader = Reader::new(&ENGINE);
    assert_eq!(reader.parse(""), Parse::default());
    assert_eq!(reader.read("", &[]), []);
    assert_eq!(reader.read("abc", &[Span::new(1, 1), Span::new(2, 9), Span { start: 2, end: 1 }]), []);
    // Inside a character.
    assert_eq!(reader.read("é", &[Span::new(1, 2)]), []);
    assert_eq!(reader.parse("\n\n").tokens.len(), 1);
}

/// Texts made to be slow or to break something. The time is generous: what it excludes is time that grows
/// with the square of the length.
#[test]
fn hostile_texts_end_in_time() {
    let long = 512 << 10;
    let repeated = |unit: &str| unit.repeat(long / unit.len());
    for text in [
        repeated("a"),
        "(".repeat(long / 8),
        repeated("."),
        repeated("a@"),
        repeated("-"),
        "'".repeat(long / 8),
        repeated("\u{301}"),
        repeated("\0"),
        repeated("\n"),
        repeated(" "),
        repeated("http://a."),
        repeated("don't"),
    ] {
        let started = Instant::now();
        let parse = Reader::new(&ENGINE).parse(&text);
        let covered: usize = parse.tokens.iter().map(|token| token.span.len()).sum();
        assert!(covered + 1 >= text.trim_end_matches(' ').len(), "{:?}", &text[..9]);
        assert!(
            started.elapsed() < Duration::from_secs(120),
            "{:?} took {:?}",
            &text[..9],
            started.elapsed()
        );
    }
}

#[test]
fn time_grows_with_length() {
    for unit in ["a ", "said that ", "( ", "he . ", "x\u{301} ", "of the "] {
        let time = |count: usize| {
            let text = unit.repeat(count);
            let started = Instant::now();
            assert!(Reader::new(&ENGINE).parse(&text).tokens.len() >= count);
            started.elapsed().as_secs_f64()
        };
        let (short, long) = (time(4_000), time(32_000));
        assert!(long < 8.0 * 4.0 * short + 0.5, "{unit:?}: {short} s and {long} s");
    }
}

/// Whole sentences stay whole when a piece is longer than a batch and a block.
#[test]
fn long_pieces_equal_their_repetition() {
    let unit = "The envoy left Osgiliath before the shelling began, officials said on Monday. ";
    let text = unit.repeat(400);
    let sentences = Reader::new(&ENGINE).read(&text, &[Span::new(0, text.len())]);
    assert_eq!(sentences.len(), 400);
    let inner = &sentences[3..395];
    let same = |a: &Sentence, b: &Sentence| {
        let shape = |s: &Sentence| {
            s.tokens.iter().map(|t| (t.tag, t.head, t.dep, t.lemma.clone())).collect::<Vec<_>>()
        };
        shape(a) == shape(b) && a.entities == b.entities
    };
    assert!(inner.windows(2).all(|pair| same(&pair[0], &pair[1])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any text gives tokens in order that leave out nothing but single spaces, and trees over them.
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}|[ .'a-zA-Z0-9\u{0}-\u{20}]{0,60}|(\\w+[-.,@:/]?[ \n]?){0,20}") {
        let parse = Reader::new(&ENGINE).parse(&text);
        let mut end = 0;
        for token in &parse.tokens {
            let (start, next) = (token.span.start as usize, token.span.end as usize);
            prop_assert!(start < next && (start == end || &text[end..start] == " "));
            prop_assert!((token.head as usize) < parse.tokens.len());
            end = next;
        }
        prop_assert!(end == text.len() || &text[end..] == " ");
        prop_assert_eq!(parse.starts.len(), parse.tokens.len());
        for entity in &parse.entities {
            prop_assert!(entity.start < entity.end && entity.end as usize <= parse.tokens.len());
        }
    }

    /// Rubbish is refused without a panic.
    #[test]
    fn any_bytes_are_no_pack(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Engine::load(&bytes).is_err());
    }
}

#[test]
fn a_damaged_pack_is_refused() {
    let mut pack = pack::pack();
    assert!(matches!(Engine::load(&pack[..1000]), Err(LoadError::Damaged)));
    assert!(matches!(Engine::load(b"PK\x03\x04"), Err(LoadError::NotAPack)));
    let middle = pack.len() / 2;
    pack[middle] ^= 1;
    assert!(matches!(Engine::load(&pack), Err(LoadError::Damaged)));
}
