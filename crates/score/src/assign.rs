//! One-to-one pairing of the greatest total weight: the Hungarian method with potentials, O(n³).
//!
//! Several pairings may have the same total, and figures made of the pairs differ between them. The
//! scorers' choice is kept by taking every step in their order: rows one after the other, the first column
//! of those equally near, potentials in the same floating-point operations.

/// Pairs (row, column) of weight above zero, by column. Weights are zero or more, rows equally long.
pub fn assign(weights: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let (rows, columns) = (weights.len(), weights.first().map_or(0, Vec::len));
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let mut search = Search::new(weights, rows.max(columns));
    for row in 1..=search.size {
        let last = search.reach(row);
        search.flip(last);
    }
    let pairs = (1..=columns).map(|column| (search.row_of[column] - 1, column - 1));
    pairs.filter(|&(row, column)| row < rows && weights[row][column] > 0.0).collect()
}

/// Farther than any column can be.
const FAR: f64 = 1e9;

/// Rows and columns are counted from 1 here; column 0 is where the row stands that is being placed.
struct Search<'a> {
    weights: &'a [Vec<f64>],
    size: usize,
    row_potential: Vec<f64>,
    column_potential: Vec<f64>,
    /// The row in each column; 0 is none.
    row_of: Vec<usize>,
    /// The column from which each column was reached.
    way: Vec<usize>,
}

impl Search<'_> {
    fn new(weights: &[Vec<f64>], size: usize) -> Search<'_> {
        Search {
            weights,
            size,
            row_potential: vec![0.0; size + 1],
            column_potential: vec![0.0; size + 1],
            row_of: vec![0; size + 1],
            way: vec![0; size + 1],
        }
    }

    /// Searches from a row to the nearest column that has none.
    fn reach(&mut self, row: usize) -> usize {
        self.row_of[0] = row;
        let mut column = 0;
        let mut distance = vec![FAR; self.size + 1];
        let mut used = vec![false; self.size + 1];
        loop {
            used[column] = true;
            let (next, step) = self.nearest(column, &mut distance, &used);
            self.shift(step, &mut distance, &used);
            column = next;
            if self.row_of[column] == 0 {
                return column;
            }
        }
    }

    /// The nearest column not yet used, and how far it is, after a look at all of them from `from`.
    fn nearest(&mut self, from: usize, distance: &mut [f64], used: &[bool]) -> (usize, f64) {
        let row = self.row_of[from];
        let (mut next, mut step) = (0, FAR);
        for column in (1..=self.size).filter(|column| !used[*column]) {
            let cost = self.cost(row, column) - self.row_potential[row] - self.column_potential[column];
            if cost < distance[column] {
                distance[column] = cost;
                self.way[column] = from;
            }
            if distance[column] < step {
                step = distance[column];
                next = column;
            }
        }
        (next, step)
    }

    fn cost(&self, row: usize, column: usize) -> f64 {
        let weight = self.weights.get(row - 1).and_then(|weights| weights.get(column - 1));
        -weight.copied().unwrap_or(0.0)
    }

    fn shift(&mut self, step: f64, distance: &mut [f64], used: &[bool]) {
        for column in 0..=self.size {
            if used[column] {
                self.row_potential[self.row_of[column]] += step;
                self.column_potential[column] -= step;
            } else {
                distance[column] -= step;
            }
        }
    }

    /// Moves the rows along the way by one column each.
    fn flip(&mut self, last: usize) {
        let mut column = last;
        while column != 0 {
            let from = self.way[column];
            self.row_of[column] = self.row_of[from];
            column = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::assign;

    #[test]
    fn takes_the_greatest_total_not_the_greatest_weight() {
        assert_eq!(assign(&[vec![5.0, 4.0], vec![4.0, 1.0]]), [(1, 0), (0, 1)]);
    }

    #[test]
    fn of_equal_pairings_the_first_reached_stands() {
        assert_eq!(assign(&[vec![1.0, 1.0], vec![1.0, 1.0]]), [(0, 0), (1, 1)]);
        assert_eq!(assign(&[vec![0.5, 1.0, 0.5]]), [(0, 1)]);
    }

    #[test]
    fn pairs_without_weight_are_left_out() {
        assert_eq!(assign(&[vec![0.0], vec![1.0], vec![0.0]]), [(1, 0)]);
        assert!(assign(&[]).is_empty());
        assert!(assign(&[vec![], vec![]]).is_empty());
    }
}
