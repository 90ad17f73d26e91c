//! The dependency tree of a sentence, seen from the top: children, edges, ancestors.

use casus_model::Sentence;

/// Children and edges of every token of a sentence. Built in linear time.
#[derive(Debug)]
pub struct Tree {
    starts: Vec<u32>,
    children: Vec<u32>,
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Tree {
    /// The tree over a sentence's heads.
    pub fn new(sentence: &Sentence) -> Tree {
        let n = sentence.tokens.len();
        let mut starts = vec![0u32; n + 1];
        let dependents = || {
            let tokens = sentence.tokens.iter().enumerate();
            tokens.filter(|(i, token)| token.head as usize != *i && (token.head as usize) < n)
        };
        for (_, token) in dependents() {
            starts[token.head as usize + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut children = vec![0u32; starts[n] as usize];
        for (i, token) in dependents() {
            let slot = &mut next[token.head as usize];
            children[*slot as usize] = i as u32;
            *slot += 1;
        }
        let mut tree =
            Tree { starts, children, left: (0..n as u32).collect(), right: (0..n as u32).collect() };
        tree.fill_edges(sentence);
        tree
    }

    /// The dependents of a token, in order.
    pub fn children(&self, token: u32) -> &[u32] {
        let (start, end) = (self.starts[token as usize], self.starts[token as usize + 1]);
        &self.children[start as usize..end as usize]
    }

    /// First token of the subtree.
    pub fn left(&self, token: u32) -> u32 {
        self.left[token as usize]
    }

    /// Last token of the subtree.
    pub fn right(&self, token: u32) -> u32 {
        self.right[token as usize]
    }

    /// Visits tokens from the leaves up, by depth, so that each edge is final before it is passed on.
    fn fill_edges(&mut self, sentence: &Sentence) {
        let n = sentence.tokens.len();
        let mut order: Vec<u32> = Vec::with_capacity(n);
        order.extend((0..n as u32).filter(|i| sentence.tokens[*i as usize].head == *i));
        let mut at = 0;
        while at < order.len() && order.len() <= n {
            let token = order[at];
            at += 1;
            let (start, end) =
                (self.starts[token as usize] as usize, self.starts[token as usize + 1] as usize);
            order.extend_from_slice(&self.children[start..end]);
        }
        for token in order.into_iter().rev() {
            let head = sentence.tokens[token as usize].head as usize;
            self.left[head] = self.left[head].min(self.left[token as usize]);
            self.right[head] = self.right[head].max(self.right[token as usize]);
        }
    }
}
