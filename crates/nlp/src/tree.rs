//! From the parser's arcs to the tree: lifted arcs put back under the head they were lifted from, and the
//! sentences the roots span.

use casus_model::Dep;
use rustc_hash::FxHashMap;

use crate::parser::Arcs;

/// Words looked at for one lifted arc before it stays where it is. No real sentence comes near.
const SEARCHED: usize = 4096;

/// First and last word of each word's subtree.
struct Edges {
    left: Vec<u32>,
    right: Vec<u32>,
}

/// Heads, plain labels, and which words start a sentence.
pub(crate) struct Tree {
    pub(crate) heads: Vec<u32>,
    pub(crate) deps: Vec<Dep>,
    pub(crate) starts: Vec<bool>,
}

/// Undoes the lifting of arcs and finds the sentences. `is_space` says which words are white space.
pub(crate) fn tree(arcs: Arcs, is_space: &[bool]) -> Tree {
    let mut heads = arcs.heads;
    let lifted: Vec<usize> =
        (0..heads.len()).filter(|&word| arcs.labels[word].lifted_from.is_some()).collect();
    let mut deps: Vec<Option<Dep>> = arcs
        .labels
        .iter()
        // A label that is still decorated equals no plain label.
        .map(|label| if label.lifted_from.is_some() { None } else { Some(label.dep) })
        .collect();
    if !lifted.is_empty() {
        let mut search = Search::new(&heads);
        for word in lifted {
            if let Some(wanted) = arcs.labels[word].lifted_from
                && let Some(head) = search.descendant(&heads, &deps, is_space, word, wanted)
            {
                search.adopt(head, word);
                heads[word] = head as u32;
            }
            deps[word] = Some(arcs.labels[word].dep);
        }
    }
    let edges = edges(&heads);
    let mut starts = vec![false; heads.len()];
    for (word, &head) in heads.iter().enumerate() {
        if head as usize == word {
            starts[edges.left[word] as usize] = true;
        }
    }
    let deps = deps.into_iter().map(|dep| dep.unwrap_or(Dep::Dep)).collect();
    Tree { heads, deps, starts }
}

/// Grows subtree edges up the arcs, both ways, until every head lies in its word's sentence; a tree with
/// crossing arcs can need several rounds, and never gets more than twelve.
fn edges(heads: &[u32]) -> Edges {
    let all: Vec<u32> = (0..heads.len() as u32).collect();
    let mut edges = Edges { left: all.clone(), right: all };
    for _ in 0..12 {
        for (word, &head) in heads.iter().enumerate() {
            edges.grow(word, head as usize);
        }
        for (word, &head) in heads.iter().enumerate().rev() {
            edges.grow(word, head as usize);
        }
        if edges.hold(heads) {
            break;
        }
    }
    edges
}

impl Edges {
    fn grow(&mut self, word: usize, head: usize) {
        self.left[head] = self.left[head].min(self.left[word]);
        self.right[head] = self.right[head].max(self.right[word]);
    }

    /// Whether all heads lie inside the sentences that the roots' left edges begin. The very last word is
    /// not asked, and a sentence's first word may be another's head: that is how spaCy counts.
    fn hold(&self, heads: &[u32]) -> bool {
        let words = heads.len();
        let mut starts = vec![false; words];
        for (word, &head) in heads.iter().enumerate() {
            if head as usize == word {
                starts[self.left[word] as usize] = true;
            }
        }
        let mut start = 0;
        for end in 0..words {
            if (end > 0 && starts[end]) || end + 1 == words {
                let inside = |&head: &u32| (start..=end).contains(&(head as usize));
                if !heads[start..end].iter().all(inside) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

/// Looks for the word a lifted arc belongs under.
struct Search {
    /// Edges before any arc was moved: a word's children are looked for between them only.
    edges: Edges,
    /// Children of word `i` before any arc was moved: `children[first[i]..first[i + 1]]`.
    first: Vec<u32>,
    children: Vec<u32>,
    /// Words moved under a new head.
    adopted: FxHashMap<usize, Vec<usize>>,
}

impl Search {
    fn new(heads: &[u32]) -> Search {
        let mut first = vec![0; heads.len() + 1];
        for (word, &head) in heads.iter().enumerate() {
            if head as usize != word {
                first[head as usize + 1] += 1;
            }
        }
        for i in 0..heads.len() {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut children = vec![0; first[heads.len()] as usize];
        for (word, &head) in heads.iter().enumerate() {
            if head as usize != word {
                children[next[head as usize] as usize] = word as u32;
                next[head as usize] += 1;
            }
        }
        Search { edges: edges(heads), first, children, adopted: FxHashMap::default() }
    }

    fn adopt(&mut self, head: usize, word: usize) {
        self.adopted.entry(head).or_default().push(word);
    }

    /// The first word labelled `wanted` below the head of `word`, level by level and from left to right.
    fn descendant(
        &self,
        heads: &[u32],
        deps: &[Option<Dep>],
        is_space: &[bool],
        word: usize,
        wanted: Dep,
    ) -> Option<usize> {
        let mut level = vec![heads[word] as usize];
        let mut searched = 0;
        while !level.is_empty() && searched < SEARCHED {
            let mut below = Vec::new();
            for head in level {
                for child in self.children(heads, head) {
                    searched += 1;
                    if is_space[child] || child == word {
                        continue;
                    }
                    if deps[child] == Some(wanted) {
                        return Some(child);
                    }
                    below.push(child);
                }
            }
            level = below;
        }
        None
    }

    /// The present children of a word that lie between its edges, in order.
    fn children(&self, heads: &[u32], head: usize) -> Vec<usize> {
        let born = self.children[self.first[head] as usize..self.first[head + 1] as usize].iter();
        let mut children: Vec<usize> = born.map(|&child| child as usize).collect();
        if let Some(adopted) = self.adopted.get(&head) {
            children.extend(adopted);
            children.sort_unstable();
            children.dedup();
        }
        let (left, right) = (self.edges.left[head] as usize, self.edges.right[head] as usize);
        children.retain(|&child| heads[child] as usize == head && (left..=right).contains(&child));
        children
    }
}
