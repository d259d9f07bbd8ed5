//! Linear layers with 8-bit weights: weights are quantised per row, activations per row and at run time.

use super::vector::{GROUP, LANES, Processor, ROUND, Vector, kernel};

/// Rows by blocks of columns worked on together: with 512 bits, all sums stay in registers.
const ROWS: usize = 6;
const BLOCKS: usize = 4;

/// A linear layer `y = x W^T + b`: `inputs` → `outputs`.
pub struct Linear<'a> {
    /// number of inputs, a multiple of [`GROUP`]
    pub inputs: usize,
    /// number of outputs, a multiple of `4 * LANES`
    pub outputs: usize,
    /// `[outputs / LANES][inputs / GROUP][LANES][GROUP]`
    pub weights: &'a [i8],
    /// what one step of a row's weights is worth, by output
    pub scales: &'a [f32],
    /// added at the end, by output
    pub bias: &'a [f32],
    /// sum of each output's weights: takes back the 128 that makes activations unsigned
    pub sums: &'a [i32],
}

/// Rows of activations as unsigned bytes (value + 128) with what one step is worth in each row.
#[derive(Default)]
pub struct Quantised {
    bytes: Vec<u8>,
    steps: Vec<f32>,
}

impl Quantised {
    /// Quantises `rows.len() / width` rows of `width` values each; `width` is a multiple of [`LANES`].
    pub fn set(&mut self, processor: Processor, rows: &[f32], width: usize) {
        self.bytes.resize(rows.len(), 0);
        self.steps.resize(rows.len() / width, 0.0);
        quantise(processor, rows, width, &mut self.bytes, &mut self.steps);
    }
}

kernel! {
    /// Rows of `width` values → bytes, and what one step is worth in each row.
    fn quantise(v, rows: &[f32], width: usize, bytes: &mut [u8], steps: &mut [f32]) {
        for (i, step) in steps.iter_mut().enumerate() {
            let row = rows[i * width..][..width].as_chunks::<LANES>().0;
            let bytes = bytes[i * width..][..width].as_chunks_mut::<LANES>().0;
            *step = step_of(v, row);
            let (inverse, round) = (v.splat(1.0 / *step), v.splat(ROUND + 128.0));
            for i in 0..row.len() {
                bytes[i] = v.bytes(v.add(v.mul(v.load(&row[i]), inverse), round));
            }
        }
    }
}

/// What one of 127 steps of a row is worth.
#[inline(always)]
pub fn step_of<V: Vector>(v: V, row: &[[f32; LANES]]) -> f32 {
    let mut most = v.splat(0.0);
    for chunk in row {
        most = v.max(most, v.abs(v.load(chunk)));
    }
    let largest = v.largest(most);
    if largest > 0.0 { largest / 127.0 } else { 1.0 }
}

kernel! {
    /// `out[rows][outputs] = x W^T + b`.
    pub fn apply(v, layer: &Linear, x: &Quantised, out: &mut [f32]) {
        let rows = x.steps.len();
        for first in (0..layer.outputs).step_by(BLOCKS * LANES) {
            let mut row = 0;
            while row + ROWS <= rows {
                some::<_, ROWS>(v, layer, x, row, first, out);
                row += ROWS;
            }
            while row < rows {
                some::<_, 1>(v, layer, x, row, first, out);
                row += 1;
            }
        }
    }
}

/// `R` rows by the columns from `first`.
#[expect(clippy::needless_range_loop, reason = "sums stay in registers where their places are plain numbers")]
#[inline(always)]
fn some<V: Vector, const R: usize>(v: V, layer: &Linear, x: &Quantised, row: usize, first: usize, out: &mut [f32]) {
    let weights = &layer.weights[first * layer.inputs..];
    let sums: [[_; BLOCKS]; R] = v.tile(&x.bytes[row * layer.inputs..], layer.inputs, weights, layer.inputs / GROUP);
    for block in 0..BLOCKS {
        let at = first + block * LANES;
        let (scales, bias) = (v.load(lanes(&layer.scales[at..])), v.load(lanes(&layer.bias[at..])));
        let correction = v.times_128(v.load_int(lanes(&layer.sums[at..])));
        for r in 0..R {
            let exact = v.float(v.sub_int(sums[r][block], correction));
            let scale = v.mul(v.splat(x.steps[row + r]), scales);
            let to = out[(row + r) * layer.outputs + at..].first_chunk_mut().expect("whole blocks of outputs");
            v.store(v.add(v.mul(exact, scale), bias), to);
        }
    }
}

/// The first values of a slice.
#[inline(always)]
pub fn lanes<T>(values: &[T]) -> &[T; LANES] {
    values.first_chunk().expect("whole blocks")
}

#[cfg(test)]
mod tests {
    use super::super::vector::tests::numbers;
    use super::*;

    /// Every processor gives the same bits, and they are near the exact product.
    #[test]
    fn processors_agree() {
        let (inputs, outputs, rows) = (64, 128, 15);
        let weights: Vec<i8> = numbers(inputs * outputs, 7).iter().map(|x| (x * 127.0) as i8).collect();
        let scales: Vec<f32> = numbers(outputs, 8).iter().map(|x| 0.01 + x.abs() * 0.01).collect();
        let bias = numbers(outputs, 9);
        let at = |column: usize, input: usize| {
            (column / LANES * (inputs / GROUP) + input / GROUP) * LANES * GROUP + column % LANES * GROUP + input % GROUP
        };
        let sums: Vec<i32> = (0..outputs).map(|c| (0..inputs).map(|i| i32::from(weights[at(c, i)])).sum()).collect();
        let x = numbers(rows * inputs, 10);
        let layer = Linear { inputs, outputs, weights: &weights, scales: &scales, bias: &bias, sums: &sums };
        let run = |processor: Processor| {
            let mut quantised = Quantised::default();
            quantised.set(processor, &x, inputs);
            let mut out = vec![0.0; rows * outputs];
            apply(processor, &layer, &quantised, &mut out);
            out
        };
        let expected = run(Processor::all()[0]);
        for processor in Processor::all() {
            assert_eq!(run(processor), expected, "{processor:?}");
        }
        for (row, column) in [(0, 0), (3, 17), (14, 127)] {
            let exact: f32 = (0..inputs)
                .map(|i| x[row * inputs + i] * f32::from(weights[at(column, i)]) * scales[column])
                .sum::<f32>()
                + bias[column];
            assert!((exact - expected[row * outputs + column]).abs() < 0.1);
        }
    }
}
