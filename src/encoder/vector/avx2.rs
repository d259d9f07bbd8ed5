//! Sixteen numbers in two registers of 256 bits.

use std::arch::x86_64::*;

use super::{GROUP, LANES, Vector, part};

/// Proof that the processor has AVX2.
#[derive(Clone, Copy, Debug)]
pub struct Avx2(());

impl Avx2 {
    /// Asks the processor.
    pub fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Avx2(()))
    }
}

/// Sum of the lanes: halves onto each other.
///
/// # Safety
/// The processor has AVX2.
#[inline(always)]
pub unsafe fn sum_of_eight(x: __m256) -> f32 {
    // SAFETY: the caller vouches for the processor
    unsafe {
        let x = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps::<1>(x));
        let x = _mm_add_ps(x, _mm_movehl_ps(x, x));
        _mm_cvtss_f32(_mm_add_ss(x, _mm_movehdup_ps(x)))
    }
}

/// The largest of the lanes.
///
/// # Safety
/// The processor has AVX2.
#[inline(always)]
pub unsafe fn largest_of_eight(x: __m256) -> f32 {
    // SAFETY: the caller vouches for the processor
    unsafe {
        let x = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps::<1>(x));
        let x = _mm_max_ps(x, _mm_movehl_ps(x, x));
        _mm_cvtss_f32(_mm_max_ss(x, _mm_movehdup_ps(x)))
    }
}

/// Does the same to both halves.
macro_rules! both {
    ($f:ident, $($x:expr),+) => {{
        // SAFETY: the processor has the instruction, as the caller's `self` proves
        unsafe { [$f($($x[0]),+), $f($($x[1]),+)] }
    }};
}

// SAFETY of every block below: the processor has the instructions, as `self` proves; what is read or written is an
// array of the right length, and no instruction used asks for alignment.
impl Vector for Avx2 {
    type Float = [__m256; 2];
    type Int = [__m256i; 2];
    /// the even bytes and the odd ones, as 16-bit numbers
    type Row = [__m256i; 2];
    /// by half: the even bytes and the odd ones, as 16-bit numbers
    type Columns = [[__m256i; 2]; 2];

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Float {
        [unsafe { _mm256_set1_ps(x) }; 2]
    }

    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> Self::Float {
        unsafe { [_mm256_loadu_ps(from.as_ptr()), _mm256_loadu_ps(from.as_ptr().add(8))] }
    }

    #[inline(always)]
    fn store(self, x: Self::Float, to: &mut [f32; LANES]) {
        unsafe {
            _mm256_storeu_ps(to.as_mut_ptr(), x[0]);
            _mm256_storeu_ps(to.as_mut_ptr().add(8), x[1]);
        }
    }

    #[inline(always)]
    fn add(self, a: Self::Float, b: Self::Float) -> Self::Float {
        both!(_mm256_add_ps, a, b)
    }

    #[inline(always)]
    fn sub(self, a: Self::Float, b: Self::Float) -> Self::Float {
        both!(_mm256_sub_ps, a, b)
    }

    #[inline(always)]
    fn mul(self, a: Self::Float, b: Self::Float) -> Self::Float {
        both!(_mm256_mul_ps, a, b)
    }

    #[inline(always)]
    fn max(self, a: Self::Float, b: Self::Float) -> Self::Float {
        both!(_mm256_max_ps, a, b)
    }

    #[inline(always)]
    fn min(self, a: Self::Float, b: Self::Float) -> Self::Float {
        both!(_mm256_min_ps, a, b)
    }

    #[inline(always)]
    fn abs(self, a: Self::Float) -> Self::Float {
        let sign = self.splat(-0.0);
        both!(_mm256_andnot_ps, sign, a)
    }

    #[inline(always)]
    fn times_power(self, x: Self::Float, shifted: Self::Float) -> Self::Float {
        let power = both!(_mm256_castps_si256, shifted);
        let power = unsafe { [_mm256_slli_epi32::<23>(power[0]), _mm256_slli_epi32::<23>(power[1])] };
        let x = both!(_mm256_castps_si256, x);
        let product = both!(_mm256_add_epi32, power, x);
        both!(_mm256_castsi256_ps, product)
    }

    #[inline(always)]
    fn bytes(self, x: Self::Float) -> [u8; LANES] {
        let bits = both!(_mm256_castps_si256, x);
        let mut out = [0; LANES];
        unsafe {
            let low = _mm256_set1_epi32(255);
            let words = _mm256_packus_epi32(_mm256_and_si256(bits[0], low), _mm256_and_si256(bits[1], low));
            let words = _mm256_permute4x64_epi64::<0b11_01_10_00>(words);
            let bytes = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words));
            _mm_storeu_si128(out.as_mut_ptr().cast(), bytes);
        }
        out
    }

    #[inline(always)]
    fn next_bytes(self, x: Self::Float) -> [u8; LANES] {
        let bits = both!(_mm256_castps_si256, x);
        let bits = unsafe { [_mm256_srli_epi32::<8>(bits[0]), _mm256_srli_epi32::<8>(bits[1])] };
        self.bytes(both!(_mm256_castsi256_ps, bits))
    }

    #[inline(always)]
    fn bytes_of_four(self, x: [Self::Float; GROUP]) -> [i8; LANES * GROUP] {
        let mut out = [0; LANES * GROUP];
        unsafe {
            let low = _mm256_set1_epi32(255);
            let half = |bits: [__m256; GROUP]| {
                let byte = |i: usize| _mm256_and_si256(_mm256_castps_si256(bits[i]), low);
                let first = _mm256_or_si256(byte(0), _mm256_slli_epi32::<8>(byte(1)));
                let last = _mm256_or_si256(_mm256_slli_epi32::<16>(byte(2)), _mm256_slli_epi32::<24>(byte(3)));
                _mm256_or_si256(first, last)
            };
            let to = out.as_mut_ptr();
            _mm256_storeu_si256(to.cast(), half([x[0][0], x[1][0], x[2][0], x[3][0]]));
            _mm256_storeu_si256(to.add(32).cast(), half([x[0][1], x[1][1], x[2][1], x[3][1]]));
        }
        out
    }

    #[inline(always)]
    fn sum(self, x: Self::Float) -> f32 {
        unsafe { sum_of_eight(_mm256_add_ps(x[0], x[1])) }
    }

    #[inline(always)]
    fn largest(self, x: Self::Float) -> f32 {
        unsafe { largest_of_eight(_mm256_max_ps(x[0], x[1])) }
    }

    #[inline(always)]
    fn load_int(self, from: &[i32; LANES]) -> Self::Int {
        unsafe { [_mm256_loadu_si256(from.as_ptr().cast()), _mm256_loadu_si256(from.as_ptr().add(8).cast())] }
    }

    #[inline(always)]
    fn sub_int(self, a: Self::Int, b: Self::Int) -> Self::Int {
        both!(_mm256_sub_epi32, a, b)
    }

    #[inline(always)]
    fn times_128(self, a: Self::Int) -> Self::Int {
        unsafe { [_mm256_slli_epi32::<7>(a[0]), _mm256_slli_epi32::<7>(a[1])] }
    }

    #[inline(always)]
    fn float(self, x: Self::Int) -> Self::Float {
        both!(_mm256_cvtepi32_ps, x)
    }

    #[inline(always)]
    fn row(self, bytes: &[u8; GROUP]) -> Self::Row {
        unsafe {
            let four = _mm256_set1_epi32(i32::from_ne_bytes(*bytes));
            [_mm256_and_si256(four, _mm256_set1_epi16(255)), _mm256_srli_epi16::<8>(four)]
        }
    }

    #[inline(always)]
    fn columns(self, bytes: &[i8; LANES * GROUP]) -> Self::Columns {
        unsafe {
            let first = _mm256_loadu_si256(bytes.as_ptr().cast());
            let second = _mm256_loadu_si256(bytes.as_ptr().add(32).cast());
            [
                [_mm256_srai_epi16::<8>(_mm256_slli_epi16::<8>(first)), _mm256_srai_epi16::<8>(first)],
                [_mm256_srai_epi16::<8>(_mm256_slli_epi16::<8>(second)), _mm256_srai_epi16::<8>(second)],
            ]
        }
    }

    #[inline(always)]
    fn dot(self, sums: Self::Int, row: Self::Row, columns: Self::Columns) -> Self::Int {
        let even = [columns[0][0], columns[1][0]];
        let odd = [columns[0][1], columns[1][1]];
        let (a, b) = ([row[0]; 2], [row[1]; 2]);
        let even = both!(_mm256_madd_epi16, a, even);
        let odd = both!(_mm256_madd_epi16, b, odd);
        let products = both!(_mm256_add_epi32, even, odd);
        both!(_mm256_add_epi32, sums, products)
    }

    /// Three rows by one block at a time: with 16 registers, that is what they hold.
    #[inline(always)]
    fn tile<const R: usize, const B: usize>(
        self,
        rows: &[u8],
        width: usize,
        columns: &[i8],
        groups: usize,
    ) -> [[Self::Int; B]; R] {
        let mut out = [[self.load_int(&[0; LANES]); B]; R];
        for b in 0..B {
            let columns = &columns[b * groups * LANES * GROUP..];
            let mut r = 0;
            while r + 3 <= R {
                let three: [[_; 1]; 3] = part(self, &rows[r * width..], width, columns, groups);
                for sums in three {
                    out[r][b] = sums[0];
                    r += 1;
                }
            }
            while r < R {
                [[out[r][b]]] = part(self, &rows[r * width..], width, columns, groups);
                r += 1;
            }
        }
        out
    }
}
