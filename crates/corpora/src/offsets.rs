//! Byte offsets, which casus counts, and code points, which the corpora count.

use casus::model::Span;

/// Translates between the two for one text.
pub struct Offsets {
    /// Byte offset of each code point, and the length of the text.
    starts: Vec<u32>,
}

impl Offsets {
    /// Reads the text once.
    pub fn new(text: &str) -> Offsets {
        let starts = text.char_indices().map(|(at, _)| at as u32);
        Offsets { starts: starts.chain([text.len() as u32]).collect() }
    }

    /// The code point that a byte belongs to.
    pub fn point(&self, byte: u32) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// First and end code point of a span.
    pub fn points(&self, span: Span) -> [usize; 2] {
        [self.point(span.start), self.point(span.end)]
    }

    /// The bytes from one code point up to another; offsets beyond the text are its end.
    pub fn bytes(&self, first: usize, end: usize) -> Span {
        let byte = |point: usize| self.starts[point.min(self.starts.len() - 1)] as usize;
        Span::new(byte(first), byte(end.max(first)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_go_both_ways() {
        let text = "Dól Amroth – fell";
        let offsets = Offsets::new(text);
        let amroth = Span::new(text.find("Amroth").unwrap(), text.find(" –").unwrap());
        assert_eq!(offsets.points(amroth), [4, 10]);
        assert_eq!(offsets.bytes(4, 10), amroth);
        assert_eq!(offsets.bytes(0, 99), Span::new(0, text.len()));
    }
}
