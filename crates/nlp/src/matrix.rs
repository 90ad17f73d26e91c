//! Matrix multiplication for the engine's small dense layers: rows of floats by a fixed weight matrix.
//!
//! Comes in: rows of the left matrix at any stride (overlapping rows are welcome: a window of three tokens
//! is one row three tokens wide). Goes out: the product. Each output is one chain of fused multiply-adds in
//! ascending order of the inner index, whatever the number of rows in the call, so a row's result never
//! depends on the batch it was computed in. That is the promise the caches and the batching rely on, and
//! the reason a general matrix library is not used here (it chooses another order for single rows).
//!
//! Processors without AVX2 and FMA take a plain path, which rounds each product and sum apart: its results
//! can differ from the fused ones in the last bit, though never between two runs.
//!
//! This is the one file of the workspace that holds `unsafe`: the calls that enter code compiled for AVX2
//! after the processor said it has it, and its loads and stores through references to eight floats.
#![allow(unsafe_code)]

/// Columns of the right matrix are kept in panels of this width.
const LANES: usize = 16;

/// Rows computed together, as many as fit the registers.
const GROUP: usize = 6;

/// The right matrix, its columns packed in panels of [`LANES`], the last filled up with zeros.
pub struct Panels {
    depth: usize,
    panels: usize,
    data: Vec<f32>,
    wide: bool,
}

impl Panels {
    /// Packs the `depth` by `columns` matrix whose element in row `k`, column `c` is `element(k, c)`.
    pub fn new(depth: usize, columns: usize, element: impl Fn(usize, usize) -> f32) -> Panels {
        let panels = columns.div_ceil(LANES);
        let mut data = vec![0.0; panels * depth * LANES];
        for column in 0..columns {
            let first = (column / LANES) * depth * LANES + column % LANES;
            for k in 0..depth {
                data[first + k * LANES] = element(k, column);
            }
        }
        Panels { depth, panels, data, wide: has_wide_lanes() }
    }

    /// Columns of the product: the matrix's own, rounded up to whole panels.
    pub fn width(&self) -> usize {
        self.panels * LANES
    }

    /// Multiplies `rows` rows of `left`, row `i` starting at `i * stride`, into `product`.
    pub fn multiply(&self, left: &[f32], stride: usize, rows: usize, product: &mut [f32]) {
        if rows == 0 || self.depth == 0 {
            return;
        }
        assert!(left.len() >= (rows - 1) * stride + self.depth, "left matrix is too short");
        assert!(product.len() >= rows * self.width(), "product is too short");
        #[cfg(target_arch = "x86_64")]
        if self.wide {
            // SAFETY: `wide` is set only after the running processor reported AVX2 and FMA.
            unsafe { wide::multiply(self, left, stride, rows, product) };
            return;
        }
        self.multiply_plainly(left, stride, rows, product);
    }

    fn panel(&self, panel: usize) -> &[[f32; LANES]] {
        let size = self.depth * LANES;
        self.data[panel * size..(panel + 1) * size].as_chunks().0
    }

    fn multiply_plainly(&self, left: &[f32], stride: usize, rows: usize, product: &mut [f32]) {
        for panel in 0..self.panels {
            for row in 0..rows {
                let mut sums = [0.0f32; LANES];
                for (&x, weights) in left[row * stride..][..self.depth].iter().zip(self.panel(panel)) {
                    for (sum, &weight) in sums.iter_mut().zip(weights) {
                        *sum = multiply_add(x, weight, *sum);
                    }
                }
                product[row * self.width() + panel * LANES..][..LANES].copy_from_slice(&sums);
            }
        }
    }
}

/// Fused where the target has the instruction, else rounded twice: a library call would be far slower.
fn multiply_add(x: f32, y: f32, sum: f32) -> f32 {
    if cfg!(any(target_arch = "aarch64", target_feature = "fma")) { x.mul_add(y, sum) } else { x * y + sum }
}

fn has_wide_lanes() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{
        __m256, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };

    use super::{GROUP, LANES, Panels};

    /// Rows whose left side stays in the nearest cache while every panel passes by.
    const BLOCK: usize = 8 * GROUP;

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn multiply(right: &Panels, left: &[f32], stride: usize, rows: usize, product: &mut [f32]) {
        if rows == 1 {
            return multiply_row(right, left, product);
        }
        for block in (0..rows).step_by(BLOCK) {
            let end = rows.min(block + BLOCK);
            for panel in 0..right.panels {
                let mut row = block;
                while row + GROUP <= end {
                    group::<GROUP>(right, panel, left, stride, row, product);
                    row += GROUP;
                }
                while row + 2 <= end {
                    group::<2>(right, panel, left, stride, row, product);
                    row += 2;
                }
                if row < end {
                    group::<1>(right, panel, left, stride, row, product);
                }
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn group<const ROWS: usize>(
        right: &Panels,
        panel: usize,
        left: &[f32],
        stride: usize,
        row: usize,
        product: &mut [f32],
    ) {
        let mut sums = [[_mm256_setzero_ps(); 2]; ROWS];
        let mut lines = [left; ROWS];
        for (i, line) in lines.iter_mut().enumerate() {
            *line = &left[(row + i) * stride..][..right.depth];
        }
        for (k, weights) in right.panel(panel).iter().enumerate() {
            let (low, high) = halves(weights);
            for (sum, line) in sums.iter_mut().zip(&lines) {
                let x = _mm256_set1_ps(line[k]);
                sum[0] = _mm256_fmadd_ps(x, low, sum[0]);
                sum[1] = _mm256_fmadd_ps(x, high, sum[1]);
            }
        }
        for (i, sum) in sums.iter().enumerate() {
            store(sum, product, (row + i) * right.width() + panel * LANES);
        }
    }

    /// One row: several panels at a time, so that the additions of one need not wait for each other.
    #[target_feature(enable = "avx2,fma")]
    fn multiply_row(right: &Panels, left: &[f32], product: &mut [f32]) {
        let mut panel = 0;
        while panel < right.panels {
            panel += match right.panels - panel {
                1 => row_of_panels::<1>(right, panel, left, product),
                2 | 4 => row_of_panels::<2>(right, panel, left, product),
                3 | 5 | 6 => row_of_panels::<3>(right, panel, left, product),
                _ => row_of_panels::<4>(right, panel, left, product),
            };
        }
    }

    /// Gives the number of panels it multiplied by.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn row_of_panels<const PANELS: usize>(
        right: &Panels,
        panel: usize,
        left: &[f32],
        product: &mut [f32],
    ) -> usize {
        let mut sums = [[_mm256_setzero_ps(); 2]; PANELS];
        let mut panels: [&[[f32; LANES]]; PANELS] = [&[]; PANELS];
        for (i, weights) in panels.iter_mut().enumerate() {
            *weights = &right.panel(panel + i)[..right.depth];
        }
        for (k, &x) in left[..right.depth].iter().enumerate() {
            let x = _mm256_set1_ps(x);
            for (sum, weights) in sums.iter_mut().zip(&panels) {
                let (low, high) = halves(&weights[k]);
                sum[0] = _mm256_fmadd_ps(x, low, sum[0]);
                sum[1] = _mm256_fmadd_ps(x, high, sum[1]);
            }
        }
        for (i, sum) in sums.iter().enumerate() {
            store(sum, product, (panel + i) * LANES);
        }
        PANELS
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn halves(weights: &[f32; LANES]) -> (__m256, __m256) {
        // SAFETY: the reference covers sixteen floats, so both unaligned loads of eight stay inside it.
        unsafe { (_mm256_loadu_ps(weights.as_ptr()), _mm256_loadu_ps(weights.as_ptr().add(8))) }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn store(sums: &[__m256; 2], product: &mut [f32], at: usize) {
        let place = &mut product[at..at + LANES];
        // SAFETY: the slice above was checked to cover sixteen floats, so both stores of eight stay inside it.
        unsafe {
            _mm256_storeu_ps(place.as_mut_ptr(), sums[0]);
            _mm256_storeu_ps(place.as_mut_ptr().add(8), sums[1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(n: usize) -> Vec<f32> {
        (0..n).map(|i| ((i * 7919 + 13) % 1009) as f32 / 1009.0 - 0.5).collect()
    }

    #[test]
    fn agrees_with_the_definition() {
        let (rows, depth, columns) = (19, 37, 50);
        let (left, right) = (noise(rows * depth), noise(depth * columns));
        let panels = Panels::new(depth, columns, |k, c| right[k * columns + c]);
        let mut product = vec![0.0; rows * panels.width()];
        panels.multiply(&left, depth, rows, &mut product);
        for row in 0..rows {
            for column in 0..columns {
                let exact: f64 = (0..depth)
                    .map(|k| f64::from(left[row * depth + k]) * f64::from(right[k * columns + column]))
                    .sum();
                let got = f64::from(product[row * panels.width() + column]);
                assert!((exact - got).abs() < 1e-5, "row {row} column {column}: {exact} and {got}");
            }
        }
    }

    #[test]
    fn the_plain_path_agrees_with_the_wide_one() {
        let (rows, depth, columns) = (7, 96, 74);
        let left = noise(rows * depth);
        let panels = Panels::new(depth, columns, |k, c| ((k * 13 + c * 7) % 53) as f32 / 53.0 - 0.5);
        let (mut wide, mut plain) = (vec![0.0; rows * panels.width()], vec![0.0; rows * panels.width()]);
        panels.multiply(&left, depth, rows, &mut wide);
        panels.multiply_plainly(&left, depth, rows, &mut plain);
        assert!(wide.iter().zip(&plain).all(|(a, b): (&f32, &f32)| (a - b).abs() < 1e-5));
    }

    #[test]
    fn a_row_does_not_depend_on_its_batch() {
        let (rows, depth, columns, stride) = (61, 288, 106, 96);
        let left = noise(rows * stride + depth);
        let panels = Panels::new(depth, columns, |k, c| ((k * 31 + c * 17) % 97) as f32 / 97.0 - 0.4);
        let mut together = vec![0.0; rows * panels.width()];
        panels.multiply(&left, stride, rows, &mut together);
        let mut alone = vec![0.0; panels.width()];
        for row in 0..rows {
            panels.multiply(&left[row * stride..], stride, 1, &mut alone);
            assert_eq!(alone, together[row * panels.width()..][..panels.width()], "row {row}");
        }
    }

    #[test]
    #[should_panic(expected = "left matrix is too short")]
    fn refuses_a_short_left_side() {
        Panels::new(8, 8, |_, _| 1.0).multiply(&[0.0; 7], 8, 1, &mut [0.0; 16]);
    }
}
