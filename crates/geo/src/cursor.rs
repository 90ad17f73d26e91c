//! A walk through an automaton of keys, a piece of key at a time.

use fst::raw::{Fst, Node, Output};

pub(crate) struct Cursor<'a, D> {
    automaton: &'a Fst<D>,
    /// None once no key goes on like this.
    node: Option<Node<'a>>,
    output: Output,
}

impl<'a, D: AsRef<[u8]>> Cursor<'a, D> {
    pub(crate) fn new(keys: &'a fst::Map<D>) -> Cursor<'a, D> {
        let automaton = keys.as_fst();
        Cursor { automaton, node: Some(automaton.root()), output: Output::zero() }
    }

    /// Goes on by a piece of key.
    pub(crate) fn push(&mut self, piece: &str) {
        for byte in piece.bytes() {
            let Some(node) = self.node else { return };
            self.node = node.find_input(byte).map(|at| {
                let transition = node.transition(at);
                self.output = self.output.cat(transition.out);
                self.automaton.node(transition.addr)
            });
        }
    }

    /// True when no longer key can follow.
    pub(crate) fn is_dead(&self) -> bool {
        self.node.is_none()
    }

    /// The value, where a key ends here.
    pub(crate) fn value(&self) -> Option<u64> {
        let node = self.node.filter(Node::is_final)?;
        Some(self.output.cat(node.final_output()).value())
    }
}
