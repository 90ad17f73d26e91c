//! Copies of generated reports, edited as desks edit wire text, beside reports that only share a footer.

use proptest::prelude::*;

use super::*;

/// Numbers that follow from a seed, so that a failing test fails again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        (mix(self.0) % sides as u64) as usize
    }
}

/// A report of so many words. Small numbers of words come often, as in real text.
fn report(seed: u64, words: usize) -> Vec<String> {
    let mut dice = Dice(seed << 20);
    (0..words).map(|_| format!("w{}", dice.roll(4000) * dice.roll(4000) / 4000)).collect()
}

/// The report with about one word in `every` changed, left out or put in.
fn edited(report: &[String], seed: u64, every: usize) -> Vec<String> {
    let mut dice = Dice(seed << 20 | 1);
    let mut edited = Vec::new();
    for word in report {
        match (dice.roll(every), dice.roll(3)) {
            (0, 0) => {}
            (0, 1) => edited.push(format!("x{}", dice.roll(4000))),
            (0, _) => edited.extend([word.clone(), format!("y{}", dice.roll(4000))]),
            _ => edited.push(word.clone()),
        }
    }
    edited
}

fn signature(words: &[String]) -> Signature {
    Signature::of(&words.join(" "))
}

fn candidates(a: &Signature, b: &Signature) -> bool {
    let keys = band_keys(b);
    band_keys(a).iter().any(|key| keys.binary_search(key).is_ok())
}

/// Of so many pairs, how many are found as candidates and then told as kin.
fn found(pairs: impl Iterator<Item = (Vec<String>, Vec<String>)>) -> (usize, usize) {
    let pairs: Vec<_> = pairs.map(|(a, b)| (signature(&a), signature(&b))).collect();
    let found = pairs.iter().filter(|(a, b)| candidates(a, b) && near_copy(a, b).is_some()).count();
    (found, pairs.len())
}

#[test]
fn wire_text_with_edits_is_found() {
    let copies = |every| {
        (0..200).map(move |seed| {
            let wire = report(seed, 150 + 5 * seed as usize);
            let copy = edited(&wire, seed, every);
            (wire, copy)
        })
    };
    assert_eq!(found(copies(50)), (200, 200));
    assert_eq!(found(copies(20)), (200, 200));
    let (found, _) = found(copies(12));
    assert!(found >= 190, "{found} of 200 with one word in twelve changed");
}

#[test]
fn wire_text_inside_a_longer_piece_is_found() {
    let inside = |words: usize, every| {
        (0..200).map(move |seed| {
            let wire = report(seed, words);
            let mut piece = report(seed + 1000, 300);
            piece.extend(edited(&wire, seed, every));
            piece.extend(report(seed + 2000, 500));
            (wire, piece)
        })
    };
    let (long, _) = found(inside(200, 40));
    let (short, _) = found(inside(80, 40));
    assert!(long >= 198, "{long} of 200 with 200 words");
    assert!(short >= 180, "{short} of 200 with 80 words");
}

#[test]
fn a_shared_footer_or_header_makes_no_copies() {
    let footer = report(9000, 150);
    for seed in 0..100 {
        let (a, b) = (report(seed, 120), report(seed + 500, 140));
        let below = |report: &[String]| signature(&[report, &footer].concat());
        let above = |report: &[String]| signature(&[&footer, report].concat());
        assert_eq!(near_copy(&below(&a), &below(&b)), None);
        assert_eq!(near_copy(&above(&a), &above(&b)), None);
    }
}

#[test]
fn a_new_lead_or_a_cut_end_leaves_a_copy() {
    let wire = report(3, 400);
    let mut relead = report(4, 60);
    relead.extend_from_slice(&wire[60..]);
    let kinship = near_copy(&signature(&wire), &signature(&relead)).unwrap();
    assert_eq!(kinship.kind, Kin::Copy);
    let cut = near_copy(&signature(&wire), &signature(&wire[..150])).unwrap();
    assert_eq!(cut.kind, Kin::Contained);
    assert!(cut.share > 0.95);
}

#[test]
fn short_texts_have_to_be_equal() {
    let brief = Signature::of("Two rockets fell near Bree; nobody was hurt.");
    assert!(near_copy(&brief, &Signature::of("TWO ROCKETS FELL near Bree - nobody was hurt")).is_some());
    assert!(near_copy(&brief, &Signature::of("Ten rockets fell near Bree; nobody was hurt.")).is_none());
    assert_eq!(band_keys(&brief), band_keys(&Signature::of("two rockets fell near bree nobody was hurt")));
}

#[test]
fn a_changed_figure_is_the_same_origin() {
    let wire = "BREE - A bomb went off in the market of Bree on Friday and killed 12 people, the wardens said. \
                Another 30 were hurt and brought to the houses of healing, where beds are short.";
    let update = wire.replace("12", "16").replace("30", "41");
    assert!(near_copy(&Signature::of(wire), &Signature::of(&update)).is_some());
}

fn id(n: u8) -> DocumentId {
    DocumentId(format!("sha256:{n:02}"))
}

proptest! {
    #[test]
    fn groups_do_not_depend_on_the_order_of_pairs(
        pairs in prop::collection::vec((0u8..40, 0u8..40), 0..60).prop_shuffle(),
    ) {
        let forward: Vec<_> = pairs.iter().map(|(a, b)| (id(*a), id(*b))).collect();
        let backward: Vec<_> = pairs.iter().rev().map(|(a, b)| (id(*b), id(*a))).collect();
        let origins = groups(&forward);
        prop_assert_eq!(&origins, &groups(&backward));
        for (a, b) in &forward {
            prop_assert_eq!(&origins[a], &origins[b]);
            prop_assert!(origins[a] <= *a && origins[&origins[a]] == origins[a]);
        }
    }

    #[test]
    fn kinship_is_the_same_both_ways(a in "[a-d ]{0,200}", b in "[a-d ]{0,200}") {
        let (a, b) = (Signature::of(&a), Signature::of(&b));
        let (one, other) = (near_copy(&a, &b), near_copy(&b, &a));
        prop_assert_eq!(one.is_some(), other.is_some());
        prop_assert!(near_copy(&a, &a).is_some_and(|kinship| kinship.share == 1.0));
        if a.shingles != b.shingles {
            prop_assert_eq!(one, other);
        }
    }
}
