//! Matrix products with 8-bit weights: the encoder's inner loop.
//!
//! Weights are quantised per row, activations per row and at run time, products are summed exactly in 32-bit integers:
//! so every processor gives the same bits, whichever of the three kernels it runs (AVX-512 VNNI, AVX2, plain Rust).

/// Columns that stand side by side in the packed weights.
pub const LANES: usize = 16;
/// Neighbouring inputs of one column that stand together.
pub const GROUP: usize = 4;

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
    scales: Vec<f32>,
}

impl Quantised {
    /// Quantises `rows.len() / width` rows of `width` values each.
    pub fn set(&mut self, rows: &[f32], width: usize) {
        let count = rows.len() / width;
        self.bytes.resize(rows.len(), 0);
        self.scales.resize(count, 0.0);
        let bytes = &mut self.bytes;
        for (i, row) in rows.chunks_exact(width).enumerate() {
            let mut lanes = [0f32; LANES];
            for chunk in row.chunks_exact(LANES) {
                for (m, x) in lanes.iter_mut().zip(chunk) {
                    *m = m.max(x.abs());
                }
            }
            let largest = lanes.iter().fold(0f32, |a, &b| a.max(b));
            let step = if largest > 0.0 { largest / 127.0 } else { 1.0 };
            let inverse = 1.0 / step;
            self.scales[i] = step;
            for (to, x) in bytes[i * width..(i + 1) * width].iter_mut().zip(row) {
                // adding 1.5 * 2^23 rounds to the nearest even integer and leaves it in the low bits
                *to = ((x * inverse + 12_582_912.0).to_bits() as u8).wrapping_add(128);
            }
        }
    }
}

/// `out[rows][outputs] = x W^T + b`.
pub fn apply(layer: &Linear, x: &Quantised, out: &mut Vec<f32>) {
    let rows = x.scales.len();
    // every element is written below
    out.resize(rows * layer.outputs, 0.0);
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512bw") {
            // SAFETY: the features were just detected
            unsafe { vnni::apply(layer, x, out) };
            return;
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the feature was just detected
            unsafe { avx2::apply(layer, x, out) };
            return;
        }
    }
    plain(layer, x, out);
}

fn plain(layer: &Linear, x: &Quantised, out: &mut [f32]) {
    let groups = layer.inputs / GROUP;
    for (block, weights) in layer.weights.chunks_exact(groups * LANES * GROUP).enumerate() {
        for (row, &step) in x.scales.iter().enumerate() {
            let bytes = &x.bytes[row * layer.inputs..(row + 1) * layer.inputs];
            let mut sums = [0i32; LANES];
            for (a, w) in bytes.chunks_exact(GROUP).zip(weights.chunks_exact(LANES * GROUP)) {
                for (sum, w) in sums.iter_mut().zip(w.chunks_exact(GROUP)) {
                    for (a, w) in a.iter().zip(w) {
                        *sum += i32::from(*a) * i32::from(*w);
                    }
                }
            }
            finish(layer, block * LANES, step, &sums, &mut out[row * layer.outputs..]);
        }
    }
}

/// Integer sums of [`LANES`] outputs from column `first` → values in `out`, a row of outputs.
fn finish(layer: &Linear, first: usize, step: f32, sums: &[i32; LANES], out: &mut [f32]) {
    for (lane, sum) in sums.iter().enumerate() {
        let column = first + lane;
        let exact = (sum - 128 * layer.sums[column]) as f32;
        out[column] = exact * (step * layer.scales[column]) + layer.bias[column];
    }
}

#[cfg(target_arch = "x86_64")]
mod vnni {
    use std::arch::x86_64::*;

    use super::{GROUP, LANES, Linear, Quantised};

    /// Rows worked on together: 6 × 4 sums stay in registers.
    const ROWS: usize = 6;

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub fn apply(layer: &Linear, x: &Quantised, out: &mut [f32]) {
        let rows = x.scales.len();
        for first in (0..layer.outputs).step_by(4 * LANES) {
            let mut row = 0;
            while row + ROWS <= rows {
                tile::<ROWS>(layer, x, row, first, out);
                row += ROWS;
            }
            match rows - row {
                0 => {}
                1 => tile::<1>(layer, x, row, first, out),
                2 => tile::<2>(layer, x, row, first, out),
                3 => tile::<3>(layer, x, row, first, out),
                4 => tile::<4>(layer, x, row, first, out),
                _ => tile::<5>(layer, x, row, first, out),
            }
        }
    }

    /// `R` rows by 64 outputs. Plain indexes, because iterators are only inlined here when the compiler is in the mood.
    #[expect(clippy::needless_range_loop, reason = "the inner loop must not depend on inlining")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    fn tile<const R: usize>(layer: &Linear, x: &Quantised, row: usize, first: usize, out: &mut [f32]) {
        let groups = layer.inputs / GROUP;
        let block = groups * LANES * GROUP;
        let weights = &layer.weights[first * layer.inputs..(first + 4 * LANES) * layer.inputs];
        let bytes = &x.bytes[row * layer.inputs..(row + R) * layer.inputs];
        let mut sums = [[_mm512_setzero_si512(); 4]; R];
        for group in 0..groups {
            // SAFETY: both slices were cut to size above; `group` stays below `groups`
            unsafe {
                let at = weights.as_ptr().add(group * LANES * GROUP);
                let w = [
                    _mm512_loadu_si512(at.cast()),
                    _mm512_loadu_si512(at.add(block).cast()),
                    _mm512_loadu_si512(at.add(2 * block).cast()),
                    _mm512_loadu_si512(at.add(3 * block).cast()),
                ];
                for r in 0..R {
                    let four = bytes.as_ptr().add(r * layer.inputs + group * GROUP).cast::<i32>().read_unaligned();
                    let a = _mm512_set1_epi32(four);
                    for part in 0..4 {
                        sums[r][part] = _mm512_dpbusd_epi32(sums[r][part], a, w[part]);
                    }
                }
            }
        }
        for part in 0..4 {
            let column = first + part * LANES;
            let (scales, bias) = (&layer.scales[column..column + LANES], &layer.bias[column..column + LANES]);
            let correction = &layer.sums[column..column + LANES];
            // SAFETY: 16 values were just sliced from each; `out` is sliced to 16 below
            unsafe {
                let scales = _mm512_loadu_ps(scales.as_ptr());
                let bias = _mm512_loadu_ps(bias.as_ptr());
                let correction = _mm512_slli_epi32::<7>(_mm512_loadu_si512(correction.as_ptr().cast()));
                for (r, sums) in sums.iter().enumerate() {
                    let exact = _mm512_cvtepi32_ps(_mm512_sub_epi32(sums[part], correction));
                    let scale = _mm512_mul_ps(_mm512_set1_ps(x.scales[row + r]), scales);
                    let to = &mut out[(row + r) * layer.outputs + column..][..LANES];
                    _mm512_storeu_ps(to.as_mut_ptr(), _mm512_add_ps(_mm512_mul_ps(exact, scale), bias));
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::*;

    use super::{GROUP, LANES, Linear, Quantised, finish};

    #[target_feature(enable = "avx2")]
    pub fn apply(layer: &Linear, x: &Quantised, out: &mut [f32]) {
        let groups = layer.inputs / GROUP;
        let rows = x.scales.len();
        for first in (0..layer.outputs).step_by(LANES) {
            let weights = &layer.weights[first * layer.inputs..(first + LANES) * layer.inputs];
            let mut row = 0;
            while row < rows {
                let two = if row + 1 < rows { 2 } else { 1 };
                let other = row + two - 1;
                let a = &x.bytes[row * layer.inputs..(row + 1) * layer.inputs];
                let b = &x.bytes[other * layer.inputs..(other + 1) * layer.inputs];
                let mut sums = [[_mm256_setzero_si256(); 4]; 2];
                for group in 0..groups {
                    let pair = [four(a, group), four(b, group)];
                    for quarter in 0..4 {
                        let at = group * LANES * GROUP + quarter * 16;
                        let bytes = &weights[at..at + 16];
                        // SAFETY: 16 bytes were just sliced
                        let w = _mm256_cvtepi8_epi16(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) });
                        for (sums, a) in sums.iter_mut().zip(pair) {
                            sums[quarter] = _mm256_add_epi32(sums[quarter], _mm256_madd_epi16(a, w));
                        }
                    }
                }
                for (sums, row) in sums.iter().zip([row, other]) {
                    let mut whole = [0i32; LANES];
                    for (quarter, sum) in sums.iter().enumerate() {
                        let mut halves = [0i32; 8];
                        // SAFETY: the array holds 32 bytes
                        unsafe { _mm256_storeu_si256(halves.as_mut_ptr().cast(), *sum) };
                        for lane in 0..4 {
                            whole[quarter * 4 + lane] = halves[2 * lane] + halves[2 * lane + 1];
                        }
                    }
                    finish(layer, first, x.scales[row], &whole, &mut out[row * layer.outputs..]);
                }
                row += two;
            }
        }
    }

    /// Four neighbouring activations, four times over, as 16-bit numbers.
    #[target_feature(enable = "avx2")]
    fn four(bytes: &[u8], group: usize) -> __m256i {
        let at = &bytes[group * GROUP..][..GROUP];
        let wide = u64::from(at[0]) | u64::from(at[1]) << 16 | u64::from(at[2]) << 32 | u64::from(at[3]) << 48;
        _mm256_set1_epi64x(wide as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kernel gives the same bits, and they are near the exact product.
    #[test]
    fn kernels_agree() {
        let (inputs, outputs, rows) = (64, 128, 15);
        let mut seed = 7u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        };
        let weights: Vec<i8> = (0..inputs * outputs).map(|_| (next() * 127.0) as i8).collect();
        let scales: Vec<f32> = (0..outputs).map(|_| 0.01 + next().abs() * 0.01).collect();
        let bias: Vec<f32> = (0..outputs).map(|_| next()).collect();
        let at = |column: usize, input: usize| {
            (column / LANES * (inputs / GROUP) + input / GROUP) * LANES * GROUP + column % LANES * GROUP + input % GROUP
        };
        let sums: Vec<i32> = (0..outputs).map(|c| (0..inputs).map(|i| i32::from(weights[at(c, i)])).sum()).collect();
        let x: Vec<f32> = (0..rows * inputs).map(|_| next()).collect();
        let mut quantised = Quantised::default();
        quantised.set(&x, inputs);
        let layer = Linear { inputs, outputs, weights: &weights, scales: &scales, bias: &bias, sums: &sums };
        let mut expected = vec![0.0; rows * outputs];
        plain(&layer, &quantised, &mut expected);
        let mut fast = Vec::new();
        apply(&layer, &quantised, &mut fast);
        assert_eq!(fast, expected);
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            let mut fast = vec![0.0; rows * outputs];
            // SAFETY: the feature was just detected
            unsafe { avx2::apply(&layer, &quantised, &mut fast) };
            assert_eq!(fast, expected);
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
