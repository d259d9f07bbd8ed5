//! What is done to values one by one: normalising, GELU, products of vectors.

use super::{
    vector::{LANES, Processor, Vector, kernel},
    weights::{CLASSES, Norm},
};

/// Product of two vectors of one length, a multiple of [`LANES`].
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    product(Processor::here(), a, b)
}

kernel! {
    fn product(v, a: &[f32], b: &[f32]) -> f32 {
        let mut sums = v.splat(0.0);
        for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
            sums = v.add(sums, v.mul(v.load(a), v.load(b)));
        }
        v.sum(sums)
    }
}

kernel! {
    /// `out = row · weights + bias`, for all classes.
    pub fn classify(v, row: &[f32], weights: &[[[f32; LANES]; CLASSES]], bias: &[[f32; LANES]; CLASSES], out: &mut [[f32; LANES]; CLASSES]) {
        let mut sums = [v.load(&bias[0]), v.load(&bias[1]), v.load(&bias[2])];
        for (x, weights) in row.iter().zip(weights) {
            let x = v.splat(*x);
            for i in 0..CLASSES {
                sums[i] = v.add(sums[i], v.mul(x, v.load(&weights[i])));
            }
        }
        for i in 0..CLASSES {
            v.store(sums[i], &mut out[i]);
        }
    }
}

kernel! {
    /// Adds rows to `x` and normalises each of its rows (layer normalisation).
    pub fn add_and_normalise(v, x: &mut [f32], added: &[f32], norm: &Norm) {
        let width = norm.weight.len();
        for (row, added) in x.chunks_exact_mut(width).zip(added.chunks_exact(width)) {
            let row = row.as_chunks_mut::<LANES>().0;
            for (chunk, added) in row.iter_mut().zip(added.as_chunks::<LANES>().0) {
                let sum = v.add(v.load(chunk), v.load(added));
                v.store(sum, chunk);
            }
            normalise_row(v, row, norm);
        }
    }
}

kernel! {
    /// Normalises each row of `x`.
    pub fn normalise(v, x: &mut [f32], norm: &Norm) {
        for row in x.chunks_exact_mut(norm.weight.len()) {
            normalise_row(v, row.as_chunks_mut::<LANES>().0, norm);
        }
    }
}

#[inline(always)]
fn normalise_row<V: Vector>(v: V, row: &mut [[f32; LANES]], norm: &Norm) {
    let (weight, bias) = (norm.weight.as_chunks::<LANES>().0, norm.bias.as_chunks::<LANES>().0);
    let width = norm.weight.len() as f32;
    let mut sums = v.splat(0.0);
    for chunk in row.iter() {
        sums = v.add(sums, v.load(chunk));
    }
    let mean = v.splat(v.sum(sums) / width);
    let mut sums = v.splat(0.0);
    for chunk in row.iter() {
        let d = v.sub(v.load(chunk), mean);
        sums = v.add(sums, v.mul(d, d));
    }
    let inverse = v.splat(1.0 / (v.sum(sums) / width + 1e-12).sqrt());
    for ((chunk, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
        let scaled = v.mul(v.mul(v.sub(v.load(chunk), mean), inverse), v.load(weight));
        v.store(v.add(scaled, v.load(bias)), chunk);
    }
}

kernel! {
    /// GELU (Hendrycks & Gimpel 2016), x Φ(x), good to 2e-4, which is a fraction of the steps it is quantised to
    /// next: a polynomial for Φ inside ±4.
    pub fn gelu(v, x: &mut [f32]) {
        let bound = v.splat(4.0);
        for x in x.as_chunks_mut::<LANES>().0 {
            let value = v.load(x);
            let z = v.max(v.min(value, bound), v.splat(-4.0));
            let u = v.mul(z, z);
            let mut p = v.splat(PHI[0]);
            for c in &PHI[1..] {
                p = v.add(v.mul(p, u), v.splat(*c));
            }
            v.store(v.mul(value, v.add(v.splat(0.5), v.mul(z, p))), x);
        }
    }
}

/// (Φ(√u) - ½) / √u for u from 0 to 16, highest power first: interpolated at Chebyshev's points.
const PHI: [f32; 9] = [
    9.567_564e-11,
    -8.026_424e-9,
    3.002_628_9e-7,
    -6.720_694_1e-6,
    1.025_108_97e-4,
    -1.151_220_2e-3,
    9.921_523e-3,
    -6.646_095e-2,
    3.989_395e-1,
];

#[cfg(test)]
mod tests {
    use super::super::vector::tests::numbers;
    use super::*;

    #[test]
    fn gelu_agrees_with_known_values() {
        for processor in Processor::all() {
            let known = [
                (-9.0, 0.0),
                (-3.0, -0.004_049_7),
                (-1.0, -0.158_655_26),
                (0.5, 0.345_731_23),
                (2.0, 1.954_499_7),
                (9.0, 9.0),
            ];
            let mut x = [0.0; LANES];
            known.iter().zip(&mut x).for_each(|((from, _), x)| *x = *from);
            gelu(processor, &mut x);
            for (ours, (_, known)) in x.iter().zip(known) {
                assert!((ours - known).abs() < 4e-4, "{ours} {known}");
            }
        }
    }

    /// Every processor gives the same bits.
    #[test]
    fn processors_agree() {
        let (weight, bias) = (numbers(64, 1), numbers(64, 2));
        let norm = Norm { weight: &weight, bias: &bias };
        let run = |processor: Processor| {
            let mut x = numbers(5 * 64, 3);
            normalise(processor, &mut x, &norm);
            add_and_normalise(processor, &mut x, &numbers(5 * 64, 4), &norm);
            gelu(processor, &mut x);
            let table = numbers(64 * CLASSES * LANES, 5);
            let table: Vec<[[f32; LANES]; CLASSES]> = table.as_chunks::<LANES>().0.as_chunks::<CLASSES>().0.to_vec();
            let mut classes = [[0.0; LANES]; CLASSES];
            classify(processor, &x[..64], &table, &[[0.5; LANES]; CLASSES], &mut classes);
            (product(processor, &x[..64], &x[64..128]), x, classes)
        };
        let plain = run(Processor::all()[0]);
        for processor in Processor::all() {
            assert_eq!(run(processor), plain, "{processor:?}");
        }
    }
}
