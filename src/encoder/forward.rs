//! The forward pass of the encoder: pieces of a window → logits.
//!
//! A BERT-like trunk (Devlin et al. 2019; weights from MiniLM, Wang et al. 2020) with a handful of heads. Everything but
//! attention's two small products runs over [`super::linear`]; sums run in one fixed order, so that the result does not
//! depend on threads.

use super::{
    linear::{self, Quantised},
    weights::{Head, Layer, Norm, Weights},
};

/// Logits of one window, [CLS] and [SEP] rows included.
#[derive(Default)]
pub struct Logits {
    /// `[pieces][classes]`, by [`Head`]
    pub heads: [Vec<f32>; Head::ALL.len()],
    /// `[pieces][Link::COUNT * link]`
    pub links: Vec<f32>,
}

impl Logits {
    /// The logits of one head for the window's row `row`.
    pub fn of(&self, head: Head, row: usize) -> &[f32] {
        let classes = Head::ALL[head as usize].2;
        &self.heads[head as usize][row * classes..][..classes]
    }
}

/// Room for intermediate results, kept from window to window.
#[derive(Default)]
pub struct Scratch {
    x: Vec<f32>,
    quantised: Quantised,
    qkv: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
    mixed: Vec<f32>,
    wide: Vec<f32>,
    small: Vec<f32>,
}

/// Runs one window. `ids` and `features` include the two end pieces and are at most `weights.positions` long.
pub fn run(weights: &Weights, ids: &[u16], features: &[u8], scratch: &mut Scratch, out: &mut Logits) {
    let width = weights.width;
    let s = scratch;
    s.x.clear();
    s.x.resize(ids.len() * width, 0.0);
    for (i, row) in s.x.chunks_exact_mut(width).enumerate() {
        weights.words.add_row(usize::from(ids[i]), row);
        weights.places.add_row(i, row);
        weights.features.add_row(usize::from(features[i]), row);
    }
    normalise(&mut s.x, None, &weights.norm);
    for layer in &weights.layers {
        attend(weights, layer, s);
        s.quantised.set(&s.mixed, width);
        linear::apply(&layer.out, &s.quantised, &mut s.small);
        normalise(&mut s.x, Some(&s.small), &layer.norm1);
        s.quantised.set(&s.x, width);
        linear::apply(&layer.up, &s.quantised, &mut s.wide);
        gelu(&mut s.wide);
        s.quantised.set(&s.wide, weights.inner);
        linear::apply(&layer.down, &s.quantised, &mut s.small);
        normalise(&mut s.x, Some(&s.small), &layer.norm2);
    }
    for (logits, (weight, bias)) in out.heads.iter_mut().zip(&weights.classifiers) {
        logits.clear();
        for row in s.x.chunks_exact(width) {
            logits.extend(weight.chunks_exact(width).zip(*bias).map(|(w, b)| dot(row, w) + b));
        }
    }
    s.quantised.set(&s.x, width);
    linear::apply(&weights.links, &s.quantised, &mut out.links);
}

/// Multi-head attention of `s.x` over itself, into `s.mixed`.
fn attend(weights: &Weights, layer: &Layer, s: &mut Scratch) {
    let width = weights.width;
    let size = width / weights.heads;
    let n = s.x.len() / width;
    s.quantised.set(&s.x, width);
    linear::apply(&layer.qkv, &s.quantised, &mut s.qkv);
    s.mixed.resize(n * width, 0.0);
    s.scores.resize(n * n, 0.0);
    // keys of one head, transposed, so that both products run along rows
    s.keys.resize(size * n, 0.0);
    let scale = 1.0 / (size as f32).sqrt();
    for head in 0..weights.heads {
        let (q, k, v) = (head * size, width + head * size, 2 * width + head * size);
        for i in 0..n {
            for d in 0..size {
                s.keys[d * n + i] = s.qkv[i * 3 * width + k + d];
            }
        }
        // SAFETY: all strides stay inside the slices: rows of `3 * width`, heads of `size` values
        unsafe {
            matrixmultiply::sgemm(
                n,
                size,
                n,
                scale,
                s.qkv.as_ptr().add(q),
                (3 * width) as isize,
                1,
                s.keys.as_ptr(),
                n as isize,
                1,
                0.0,
                s.scores.as_mut_ptr(),
                n as isize,
                1,
            );
        }
        softmax(&mut s.scores, n);
        // SAFETY: as above
        unsafe {
            matrixmultiply::sgemm(
                n,
                n,
                size,
                1.0,
                s.scores.as_ptr(),
                n as isize,
                1,
                s.qkv.as_ptr().add(v),
                (3 * width) as isize,
                1,
                0.0,
                s.mixed.as_mut_ptr().add(head * size),
                width as isize,
                1,
            );
        }
    }
}

/// Elementwise work, compiled once for any processor and again for wide vectors: the same operations in the same order,
/// so the same bits.
macro_rules! vectorised {
    ($(#[$meta:meta])* $visibility:vis fn $name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)? $body:block) => {
        $(#[$meta])*
        $visibility fn $name($($argument: $type),*) $(-> $result)? {
            #[inline(always)]
            fn any($($argument: $type),*) $(-> $result)? $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq")]
                fn widest($($argument: $type),*) $(-> $result)? { any($($argument),*) }
                #[target_feature(enable = "avx2")]
                fn wide($($argument: $type),*) $(-> $result)? { any($($argument),*) }
                if is_x86_feature_detected!("avx512vl") && is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512bw") {
                    // SAFETY: the features were just detected
                    return unsafe { widest($($argument),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the feature was just detected
                    return unsafe { wide($($argument),*) };
                }
            }
            any($($argument),*)
        }
    };
}

const LANES: usize = 16;

/// Sum of 16 partial sums, in one order.
#[inline(always)]
fn total(lanes: [f32; LANES]) -> f32 {
    let mut lanes = lanes;
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
    }
    lanes[0]
}

vectorised! {
    /// Product of two vectors of one length, a multiple of 16.
    pub fn dot(a: &[f32], b: &[f32]) -> f32 {
        let mut lanes = [0f32; LANES];
        for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
            for i in 0..LANES {
                lanes[i] += a[i] * b[i];
            }
        }
        total(lanes)
    }
}

vectorised! {
    /// Layer normalisation of each row of `x`, after adding `residual`.
    fn normalise(x: &mut [f32], residual: Option<&[f32]>, norm: &Norm) {
        let width = norm.weight.len();
        if let Some(residual) = residual {
            for (x, r) in x.iter_mut().zip(residual) {
                *x += r;
            }
        }
        for row in x.chunks_exact_mut(width) {
            let mut lanes = [0f32; LANES];
            for chunk in row.chunks_exact(LANES) {
                for i in 0..LANES {
                    lanes[i] += chunk[i];
                }
            }
            let mean = total(lanes) / width as f32;
            let mut lanes = [0f32; LANES];
            for chunk in row.chunks_exact(LANES) {
                for i in 0..LANES {
                    let d = chunk[i] - mean;
                    lanes[i] += d * d;
                }
            }
            let inverse = 1.0 / (total(lanes) / width as f32 + 1e-12).sqrt();
            for ((x, w), b) in row.iter_mut().zip(norm.weight).zip(norm.bias) {
                *x = (*x - mean) * inverse * w + b;
            }
        }
    }
}

vectorised! {
    /// Softmax of each row of `n` values.
    fn softmax(scores: &mut [f32], n: usize) {
        for row in scores.chunks_exact_mut(n) {
            let mut lanes = [f32::NEG_INFINITY; LANES];
            for chunk in row.chunks(LANES) {
                for (m, x) in lanes.iter_mut().zip(chunk) {
                    *m = if *x > *m { *x } else { *m };
                }
            }
            let mut largest = f32::NEG_INFINITY;
            for m in lanes {
                largest = if m > largest { m } else { largest };
            }
            for x in row.iter_mut() {
                *x = exp(*x - largest);
            }
            let mut lanes = [0f32; LANES];
            for chunk in row.chunks(LANES) {
                for (sum, x) in lanes.iter_mut().zip(chunk) {
                    *sum += x;
                }
            }
            let inverse = 1.0 / total(lanes);
            for x in row.iter_mut() {
                *x *= inverse;
            }
        }
    }
}

vectorised! {
    /// The exact form of GELU (Hendrycks & Gimpel 2016), with an error function good to 2e-7.
    fn gelu(x: &mut [f32]) {
        for x in x.iter_mut() {
            let z = *x * std::f32::consts::FRAC_1_SQRT_2;
            // Abramowitz & Stegun 7.1.26
            let t = 1.0 / (1.0 + 0.327_591_1 * z.abs());
            let tail = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_74) * t + 0.254_829_6) * t * exp(-z * z);
            let erf = if z < 0.0 { tail - 1.0 } else { 1.0 - tail };
            *x = 0.5 * *x * (1.0 + erf);
        }
    }
}

/// e^x for x ≤ 0, to 2e-7: 2^n · 2^f with a polynomial for the fraction (after Cephes `expf`).
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    // adding 1.5 * 2^23 rounds to the nearest whole number
    let shifted = x * std::f32::consts::LOG2_E + 12_582_912.0;
    let n = shifted - 12_582_912.0;
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let p =
        ((((1.987_569_2e-4 * r + 1.398_2e-3) * r + 8.333_452e-3) * r + 4.166_579_6e-2) * r + 1.666_666_5e-1) * r + 0.5;
    let p = p * r * r + r + 1.0;
    f32::from_bits((shifted.to_bits() << 23).wrapping_add(p.to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_is_exact_enough() {
        for i in 0..8_600 {
            let x = -(i as f32) / 100.0;
            let (ours, exact) = (f64::from(exp(x)), f64::from(x).exp());
            assert!(((ours - exact) / exact).abs() < 1e-6, "{x}: {ours} {exact}");
        }
    }

    #[test]
    fn softmax_sums_to_one() {
        let mut row: Vec<f32> = (0..37).map(|i| (i as f32 * 0.7).sin() * 9.0).collect();
        softmax(&mut row, 37);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(row.iter().all(|x| *x >= 0.0));
    }

    #[test]
    fn gelu_agrees_with_known_values() {
        let mut x = [-3.0f32, -1.0, 0.0, 0.5, 2.0];
        gelu(&mut x);
        for (ours, known) in x.iter().zip([-0.004_049_7, -0.158_655_26, 0.0, 0.345_731_23, 1.954_499_7]) {
            assert!((ours - known).abs() < 1e-6, "{ours} {known}");
        }
    }
}
