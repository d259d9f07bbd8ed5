//! Sixteen numbers in an array: any processor, and what the others are held against.

use super::{GROUP, LANES, Vector, part};

/// No special instructions.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

#[inline(always)]
fn each<T: Copy>(a: [f32; LANES], b: [f32; LANES], f: impl Fn(f32, f32) -> T) -> [T; LANES] {
    std::array::from_fn(|i| f(a[i], b[i]))
}

impl Vector for Plain {
    type Float = [f32; LANES];
    type Int = [i32; LANES];
    type Row = [u8; GROUP];
    type Columns = [i8; LANES * GROUP];

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Float {
        [x; LANES]
    }

    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> Self::Float {
        *from
    }

    #[inline(always)]
    fn store(self, x: Self::Float, to: &mut [f32; LANES]) {
        *to = x;
    }

    #[inline(always)]
    fn add(self, a: Self::Float, b: Self::Float) -> Self::Float {
        each(a, b, |a, b| a + b)
    }

    #[inline(always)]
    fn sub(self, a: Self::Float, b: Self::Float) -> Self::Float {
        each(a, b, |a, b| a - b)
    }

    #[inline(always)]
    fn mul(self, a: Self::Float, b: Self::Float) -> Self::Float {
        each(a, b, |a, b| a * b)
    }

    #[inline(always)]
    fn max(self, a: Self::Float, b: Self::Float) -> Self::Float {
        each(a, b, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    fn min(self, a: Self::Float, b: Self::Float) -> Self::Float {
        each(a, b, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    fn abs(self, a: Self::Float) -> Self::Float {
        a.map(f32::abs)
    }

    #[inline(always)]
    fn times_power(self, x: Self::Float, shifted: Self::Float) -> Self::Float {
        each(x, shifted, |x, n| f32::from_bits((n.to_bits() << 23).wrapping_add(x.to_bits())))
    }

    #[inline(always)]
    fn bytes(self, x: Self::Float) -> [u8; LANES] {
        x.map(|x| x.to_bits() as u8)
    }

    #[inline(always)]
    fn next_bytes(self, x: Self::Float) -> [u8; LANES] {
        x.map(|x| (x.to_bits() >> 8) as u8)
    }

    #[inline(always)]
    fn bytes_of_four(self, x: [Self::Float; GROUP]) -> [i8; LANES * GROUP] {
        std::array::from_fn(|i| x[i % GROUP][i / GROUP].to_bits() as i8)
    }

    #[inline(always)]
    fn sum(self, x: Self::Float) -> f32 {
        let mut lanes = x;
        for half in [8, 4, 2, 1] {
            for i in 0..half {
                lanes[i] += lanes[i + half];
            }
        }
        lanes[0]
    }

    #[inline(always)]
    fn largest(self, x: Self::Float) -> f32 {
        x.into_iter().fold(x[0], |a, b| if b > a { b } else { a })
    }

    #[inline(always)]
    fn load_int(self, from: &[i32; LANES]) -> Self::Int {
        *from
    }

    #[inline(always)]
    fn sub_int(self, a: Self::Int, b: Self::Int) -> Self::Int {
        std::array::from_fn(|i| a[i].wrapping_sub(b[i]))
    }

    #[inline(always)]
    fn times_128(self, a: Self::Int) -> Self::Int {
        a.map(|a| a.wrapping_mul(128))
    }

    #[inline(always)]
    fn float(self, x: Self::Int) -> Self::Float {
        x.map(|x| x as f32)
    }

    #[inline(always)]
    fn row(self, bytes: &[u8; GROUP]) -> Self::Row {
        *bytes
    }

    #[inline(always)]
    fn columns(self, bytes: &[i8; LANES * GROUP]) -> Self::Columns {
        *bytes
    }

    #[inline(always)]
    fn dot(self, sums: Self::Int, row: Self::Row, columns: Self::Columns) -> Self::Int {
        let product = |lane: usize, i: usize| i32::from(row[i]) * i32::from(columns[lane * GROUP + i]);
        std::array::from_fn(|lane| {
            sums[lane] + product(lane, 0) + product(lane, 1) + product(lane, 2) + product(lane, 3)
        })
    }

    #[inline(always)]
    fn tile<const R: usize, const B: usize>(
        self,
        rows: &[u8],
        width: usize,
        columns: &[i8],
        groups: usize,
    ) -> [[Self::Int; B]; R] {
        let mut out = [[[0; LANES]; B]; R];
        for (r, out) in out.iter_mut().enumerate() {
            for (b, out) in out.iter_mut().enumerate() {
                [[*out]] = part(self, &rows[r * width..], width, &columns[b * groups * LANES * GROUP..], groups);
            }
        }
        out
    }
}
