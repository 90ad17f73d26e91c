//! The named-entity recogniser: a greedy transition system that opens, continues, closes or skips at each
//! word. It runs after the parser, because an entity may not go on over the start of a sentence.

use casus_model::EntityLabel;

use crate::pack::{LoadError, Payload};
use crate::transitions::{NOTHING, Network, Scorer, Shares};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Begin,
    In,
    Last,
    Unit,
    Out,
}

const KINDS: [Kind; 5] = [Kind::Begin, Kind::In, Kind::Last, Kind::Unit, Kind::Out];

/// The recogniser's moves and weights.
pub(crate) struct Recogniser {
    /// A move without a label is Out; any other one without a label is never allowed.
    moves: Vec<(Kind, Option<EntityLabel>)>,
    pub(crate) network: Network<3>,
}

/// Words `[start, end)` and what they name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) label: EntityLabel,
}

impl Recogniser {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Recogniser, LoadError> {
        let malformed = || LoadError::Malformed("moves of the recogniser");
        let mut moves = Vec::new();
        for _ in 0..payload.count()? {
            let kind = *KINDS.get(payload.byte()? as usize).ok_or_else(malformed)?;
            let label = match payload.text()? {
                "" => None,
                text => Some(EntityLabel::parse(text).ok_or_else(malformed)?),
            };
            moves.push((kind, label));
        }
        let network = Network::read(payload, moves.len())?;
        Ok(Recogniser { moves, network })
    }

    /// The entities among the words whose network states are given.
    pub(crate) fn entities(
        &self,
        states: &[f32],
        starts_sentence: &[bool],
        is_space: &[bool],
        shares: &mut Shares,
    ) -> Vec<Found> {
        let words = is_space.len();
        let mut scorer = Scorer::new(&self.network, states, shares);
        let mut found = Vec::new();
        let mut open: Option<(u32, EntityLabel)> = None;
        for word in 0..words as u32 {
            let places = match open {
                Some((start, _)) => [word, start, word - 1],
                None => [word, NOTHING, NOTHING],
            };
            let scores = scorer.score(&places);
            let here = Here {
                open: open.map(|(_, label)| label),
                goes_on: starts_sentence.get(word as usize + 1) == Some(&false),
                is_space: is_space[word as usize],
            };
            match self.best(scores, here) {
                (Kind::Begin, Some(label)) => open = Some((word, label)),
                (Kind::Unit, Some(label)) => found.push(Found { start: word, end: word + 1, label }),
                (Kind::Last, _) => {
                    found.extend(open.take().map(|(start, label)| Found { start, end: word + 1, label }));
                }
                _ => {}
            }
        }
        found
    }

    /// The first best-scored move allowed here. Out is allowed unless an entity is open, and then Last is.
    fn best(&self, scores: &[f32], here: Here) -> (Kind, Option<EntityLabel>) {
        let mut best: Option<usize> = None;
        for (number, &(kind, label)) in self.moves.iter().enumerate() {
            if here.allows(kind, label) && best.is_none_or(|best| scores[number] > scores[best]) {
                best = Some(number);
            }
        }
        best.map_or((Kind::Out, None), |number| self.moves[number])
    }
}

/// What decides which moves are allowed at a word.
#[derive(Clone, Copy)]
struct Here {
    /// The label of the open entity.
    open: Option<EntityLabel>,
    /// Whether a next word belongs to the same sentence.
    goes_on: bool,
    is_space: bool,
}

impl Here {
    fn allows(self, kind: Kind, label: Option<EntityLabel>) -> bool {
        match kind {
            Kind::Out => self.open.is_none(),
            _ if label.is_none() => false,
            Kind::Begin => self.open.is_none() && self.goes_on && !self.is_space,
            Kind::In => self.open == label && self.goes_on,
            Kind::Last => self.open == label,
            Kind::Unit => self.open.is_none() && !self.is_space,
        }
    }
}
