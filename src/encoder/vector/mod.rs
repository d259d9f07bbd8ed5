//! Sixteen numbers at once, on whatever this processor has.
//!
//! What is written over [`Vector`] is written once and compiled for each kind of processor by [`kernel!`]. All give the
//! same bits: every operation rounds alone (no fused multiply-add), sums over lanes run in one order, and products of
//! bytes are summed exactly in 32 bits.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod plain;

/// Numbers in a vector; columns that stand side by side when packed.
pub const LANES: usize = 16;
/// Neighbouring inputs of one column that stand together when packed.
pub const GROUP: usize = 4;
/// Added to a number below 2^22, this rounds it to the nearest whole one (to even in the middle) and leaves that in the
/// low bits.
pub const ROUND: f32 = 12_582_912.0;

/// Instructions that this machine has. Only [`Processor::here`] and [`Processor::all`] make one, so that holding it proves
/// that they may be used.
#[derive(Clone, Copy, Debug)]
pub enum Processor {
    /// any processor
    Plain(plain::Plain),
    /// x86-64 with vectors of 256 bits
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    /// x86-64 with vectors of 512 bits and sums of products of bytes (VNNI)
    #[cfg(target_arch = "x86_64")]
    Avx512(avx512::Avx512),
}

impl Processor {
    /// The widest that this machine has.
    pub fn here() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(wide) = avx512::Avx512::detect() {
                return Processor::Avx512(wide);
            }
            if let Some(wide) = avx2::Avx2::detect() {
                return Processor::Avx2(wide);
            }
        }
        Processor::Plain(plain::Plain)
    }

    /// All that this machine has, the plain one first.
    #[cfg(test)]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Processor::Plain(plain::Plain)];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(avx2::Avx2::detect().map(Processor::Avx2));
            all.extend(avx512::Avx512::detect().map(Processor::Avx512));
        }
        all
    }
}

/// Operations on [`LANES`] numbers. A value of the type proves that the processor has them.
pub trait Vector: Copy {
    /// numbers of 32 bits
    type Float: Copy;
    /// whole numbers of 32 bits
    type Int: Copy;
    /// [`GROUP`] neighbouring bytes of a row, made ready for [`Vector::dot`]
    type Row: Copy;
    /// [`GROUP`] neighbouring bytes of each of [`LANES`] columns, made ready for it
    type Columns: Copy;

    /// The same number everywhere.
    fn splat(self, x: f32) -> Self::Float;
    /// Reads.
    fn load(self, from: &[f32; LANES]) -> Self::Float;
    /// Writes.
    fn store(self, x: Self::Float, to: &mut [f32; LANES]);
    /// a + b
    fn add(self, a: Self::Float, b: Self::Float) -> Self::Float;
    /// a - b
    fn sub(self, a: Self::Float, b: Self::Float) -> Self::Float;
    /// a · b
    fn mul(self, a: Self::Float, b: Self::Float) -> Self::Float;
    /// The larger of two; none is NaN.
    fn max(self, a: Self::Float, b: Self::Float) -> Self::Float;
    /// The smaller of two; none is NaN.
    fn min(self, a: Self::Float, b: Self::Float) -> Self::Float;
    /// Without sign.
    fn abs(self, a: Self::Float) -> Self::Float;
    /// `x · 2^n`, where `n` is the whole number in the low bits of `shifted`, a sum with [`ROUND`].
    fn times_power(self, x: Self::Float, shifted: Self::Float) -> Self::Float;
    /// The low byte of each number's bits: of a sum with [`ROUND`], the whole number that it was rounded to.
    fn bytes(self, x: Self::Float) -> [u8; LANES];
    /// The byte above it.
    fn next_bytes(self, x: Self::Float) -> [u8; LANES];
    /// The low bytes of four vectors, side by side for each lane.
    fn bytes_of_four(self, x: [Self::Float; GROUP]) -> [i8; LANES * GROUP];
    /// Sum over the lanes, in one order: halves onto each other.
    fn sum(self, x: Self::Float) -> f32;
    /// The largest of the lanes; none is NaN.
    fn largest(self, x: Self::Float) -> f32;
    /// Reads whole numbers.
    fn load_int(self, from: &[i32; LANES]) -> Self::Int;
    /// a - b
    fn sub_int(self, a: Self::Int, b: Self::Int) -> Self::Int;
    /// a · 128
    fn times_128(self, a: Self::Int) -> Self::Int;
    /// Whole numbers as floating ones.
    fn float(self, x: Self::Int) -> Self::Float;

    /// Reads bytes of a row.
    fn row(self, bytes: &[u8; GROUP]) -> Self::Row;
    /// Reads bytes of columns, `[LANES][GROUP]`.
    fn columns(self, bytes: &[i8; LANES * GROUP]) -> Self::Columns;
    /// Adds the product of a row with each column to `sums`.
    fn dot(self, sums: Self::Int, row: Self::Row, columns: Self::Columns) -> Self::Int;
    /// Products of `R` rows with `B` blocks of [`LANES`] columns. Row `r` is at `rows[r * width..]`; `columns` is
    /// `[B][groups][LANES][GROUP]`; only the first `groups * GROUP` values of a row are read.
    fn tile<const R: usize, const B: usize>(
        self,
        rows: &[u8],
        width: usize,
        columns: &[i8],
        groups: usize,
    ) -> [[Self::Int; B]; R];
}

/// One part of a tile, all of whose sums stay in registers.
#[inline(always)]
fn part<V: Vector, const R: usize, const B: usize>(
    v: V,
    rows: &[u8],
    width: usize,
    columns: &[i8],
    groups: usize,
) -> [[V::Int; B]; R] {
    assert!(rows.len() >= (R - 1) * width + groups * GROUP && columns.len() >= B * groups * LANES * GROUP);
    let zero = v.load_int(&[0; LANES]);
    let mut sums = [[zero; B]; R];
    let mut group = 0;
    // plain indexes: iterators are only inlined here when the compiler is in the mood
    while group < groups {
        // SAFETY: `group` stays below `groups` and `b` below `B`; the lengths were checked above
        let at = |b: usize| unsafe { &*columns.as_ptr().add((b * groups + group) * LANES * GROUP).cast() };
        let mut read = [v.columns(at(0)); B];
        let mut b = 1;
        while b < B {
            read[b] = v.columns(at(b));
            b += 1;
        }
        let mut r = 0;
        while r < R {
            // SAFETY: as above, with `r` below `R`
            let row = v.row(unsafe { &*rows.as_ptr().add(r * width + group * GROUP).cast() });
            let mut b = 0;
            while b < B {
                sums[r][b] = v.dot(sums[r][b], row, read[b]);
                b += 1;
            }
            r += 1;
        }
        group += 1;
    }
    sums
}

/// A function over a [`Vector`], compiled for each [`Processor`], which is its first argument.
macro_rules! kernel {
    ($(#[$meta:meta])* $visibility:vis fn $name:ident($v:ident, $($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $(#[$meta])*
        $visibility fn $name(processor: $crate::encoder::vector::Processor, $($argument: $type),*) $(-> $result)? {
            #[inline(always)]
            fn any<V: $crate::encoder::vector::Vector>($v: V, $($argument: $type),*) $(-> $result)? $body
            match processor {
                $crate::encoder::vector::Processor::Plain(v) => any(v, $($argument),*),
                #[cfg(target_arch = "x86_64")]
                $crate::encoder::vector::Processor::Avx2(v) => {
                    #[target_feature(enable = "avx2")]
                    fn with<V: $crate::encoder::vector::Vector>($v: V, $($argument: $type),*) $(-> $result)? { any($v, $($argument),*) }
                    // SAFETY: the processor has these instructions, as its value proves
                    unsafe { with(v, $($argument),*) }
                }
                #[cfg(target_arch = "x86_64")]
                $crate::encoder::vector::Processor::Avx512(v) => {
                    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
                    fn with<V: $crate::encoder::vector::Vector>($v: V, $($argument: $type),*) $(-> $result)? { any($v, $($argument),*) }
                    // SAFETY: as above
                    unsafe { with(v, $($argument),*) }
                }
            }
        }
    };
}
pub(super) use kernel;

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Numbers from -1 to 1, always the same.
    pub fn numbers(count: usize, mut seed: u32) -> Vec<f32> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    kernel! {
        fn products(v, rows: &[u8], width: usize, columns: &[i8], groups: usize, out: &mut Vec<f32>) {
            for row in v.tile::<6, 4>(rows, width, columns, groups) {
                for block in row {
                    let mut lanes = [0.0; LANES];
                    v.store(v.float(block), &mut lanes);
                    out.extend(lanes);
                }
            }
            for row in v.tile::<5, 1>(rows, width, columns, groups) {
                let mut lanes = [0.0; LANES];
                v.store(v.float(row[0]), &mut lanes);
                out.extend(lanes);
            }
        }
    }

    /// Every kind of processor gives the exact sums, also where 16 bits would overflow.
    #[test]
    fn kernels_agree() {
        for (groups, largest) in [(96, false), (7, false), (96, true)] {
            let width = groups * GROUP + 8;
            let byte = |x: &f32| if largest { 255 } else { (x.abs() * 255.0) as u8 };
            let rows: Vec<u8> = numbers(6 * width, 7).iter().map(byte).collect();
            let signed = |x: &f32| if largest { -127 } else { (x * 127.0) as i8 };
            let columns: Vec<i8> = numbers(4 * groups * LANES * GROUP, 11).iter().map(signed).collect();
            let exact = |row: usize, column: usize| {
                let at =
                    |i: usize| ((column / LANES * groups + i / GROUP) * LANES + column % LANES) * GROUP + i % GROUP;
                (0..groups * GROUP).map(|i| i32::from(rows[row * width + i]) * i32::from(columns[at(i)])).sum::<i32>()
            };
            let whole = (0..6).flat_map(|row| (0..64).map(move |column| (row, column)));
            let slim = (0..5).flat_map(|row| (0..16).map(move |column| (row, column)));
            let expected: Vec<f32> = whole.chain(slim).map(|(row, column)| exact(row, column) as f32).collect();
            for processor in Processor::all() {
                let mut out = Vec::new();
                products(processor, &rows, width, &columns, groups, &mut out);
                assert_eq!(out, expected, "{processor:?}");
            }
        }
    }

    kernel! {
        fn every_operation(v, a: &[f32; LANES], b: &[f32; LANES], out: &mut Vec<f32>) {
            let (x, y) = (v.load(a), v.load(b));
            let power = v.times_power(x, v.add(v.mul(y, v.splat(9.0)), v.splat(ROUND)));
            let results = [v.add(x, y), v.sub(x, y), v.mul(x, y), v.max(x, y), v.min(x, y), v.abs(x), power];
            for result in results {
                let mut lanes = [0.0; LANES];
                v.store(result, &mut lanes);
                out.extend(lanes);
                out.extend([v.sum(result), v.largest(result)]);
            }
            let rounded = v.add(v.mul(x, v.splat(127.0)), v.splat(ROUND));
            out.extend(v.bytes(rounded).map(f32::from));
            out.extend(v.next_bytes(v.add(v.mul(x, v.splat(30_000.0)), v.splat(ROUND))).map(f32::from));
            let other = v.add(v.mul(y, v.splat(127.0)), v.splat(ROUND));
            out.extend(v.bytes_of_four([rounded, other, other, rounded]).map(f32::from));
            let (i, j) = (v.load_int(&[7; LANES]), v.load_int(&[-90_000_000; LANES]));
            let mut lanes = [0.0; LANES];
            v.store(v.float(v.sub_int(v.times_128(i), j)), &mut lanes);
            out.extend(lanes);
        }
    }

    #[test]
    fn operations_agree() {
        for seed in 0..50 {
            let numbers = numbers(2 * LANES, seed);
            let (a, b) = (numbers.first_chunk().unwrap(), numbers.last_chunk().unwrap());
            let run = |processor: Processor| {
                let mut out = Vec::new();
                every_operation(processor, a, b, &mut out);
                out
            };
            let plain = run(Processor::all()[0]);
            assert_eq!(plain[0], a[0] + b[0]);
            for processor in Processor::all() {
                assert_eq!(run(processor), plain, "{processor:?}");
            }
        }
    }
}
