//! Sixteen numbers in one register of 512 bits.

use std::arch::x86_64::*;

use super::{
    GROUP, LANES, Vector,
    avx2::{largest_of_eight, sum_of_eight},
    part,
};

/// Proof that the processor has AVX-512 with VNNI.
#[derive(Clone, Copy, Debug)]
pub struct Avx512(());

impl Avx512 {
    /// Asks the processor.
    pub fn detect() -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vnni");
        has.then_some(Avx512(()))
    }
}

// SAFETY of every block below: the processor has the instructions, as `self` proves; what is read or written is an
// array of the right length, and no instruction used asks for alignment.
impl Vector for Avx512 {
    type Float = __m512;
    type Int = __m512i;
    type Row = __m512i;
    type Columns = __m512i;

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Float {
        unsafe { _mm512_set1_ps(x) }
    }

    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> Self::Float {
        unsafe { _mm512_loadu_ps(from.as_ptr()) }
    }

    #[inline(always)]
    fn store(self, x: Self::Float, to: &mut [f32; LANES]) {
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), x) }
    }

    #[inline(always)]
    fn add(self, a: Self::Float, b: Self::Float) -> Self::Float {
        unsafe { _mm512_add_ps(a, b) }
    }

    #[inline(always)]
    fn sub(self, a: Self::Float, b: Self::Float) -> Self::Float {
        unsafe { _mm512_sub_ps(a, b) }
    }

    #[inline(always)]
    fn mul(self, a: Self::Float, b: Self::Float) -> Self::Float {
        unsafe { _mm512_mul_ps(a, b) }
    }

    #[inline(always)]
    fn max(self, a: Self::Float, b: Self::Float) -> Self::Float {
        unsafe { _mm512_max_ps(a, b) }
    }

    #[inline(always)]
    fn min(self, a: Self::Float, b: Self::Float) -> Self::Float {
        unsafe { _mm512_min_ps(a, b) }
    }

    #[inline(always)]
    fn abs(self, a: Self::Float) -> Self::Float {
        unsafe { _mm512_abs_ps(a) }
    }

    #[inline(always)]
    fn times_power(self, x: Self::Float, shifted: Self::Float) -> Self::Float {
        unsafe {
            let power = _mm512_slli_epi32::<23>(_mm512_castps_si512(shifted));
            _mm512_castsi512_ps(_mm512_add_epi32(power, _mm512_castps_si512(x)))
        }
    }

    #[inline(always)]
    fn bytes(self, x: Self::Float) -> [u8; LANES] {
        unsafe {
            let mut out = [0; LANES];
            _mm_storeu_si128(out.as_mut_ptr().cast(), _mm512_cvtepi32_epi8(_mm512_castps_si512(x)));
            out
        }
    }

    #[inline(always)]
    fn next_bytes(self, x: Self::Float) -> [u8; LANES] {
        self.bytes(unsafe { _mm512_castsi512_ps(_mm512_srli_epi32::<8>(_mm512_castps_si512(x))) })
    }

    #[inline(always)]
    fn bytes_of_four(self, x: [Self::Float; GROUP]) -> [i8; LANES * GROUP] {
        let mut out = [0; LANES * GROUP];
        unsafe {
            let low = _mm512_set1_epi32(255);
            let a = _mm512_and_si512(_mm512_castps_si512(x[0]), low);
            let b = _mm512_slli_epi32::<8>(_mm512_and_si512(_mm512_castps_si512(x[1]), low));
            let c = _mm512_slli_epi32::<16>(_mm512_and_si512(_mm512_castps_si512(x[2]), low));
            let d = _mm512_slli_epi32::<24>(_mm512_castps_si512(x[3]));
            let all = _mm512_or_si512(_mm512_or_si512(a, b), _mm512_or_si512(c, d));
            _mm512_storeu_si512(out.as_mut_ptr().cast(), all);
        }
        out
    }

    #[inline(always)]
    fn sum(self, x: Self::Float) -> f32 {
        unsafe { sum_of_eight(_mm256_add_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps::<1>(x))) }
    }

    #[inline(always)]
    fn largest(self, x: Self::Float) -> f32 {
        unsafe { largest_of_eight(_mm256_max_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps::<1>(x))) }
    }

    #[inline(always)]
    fn load_int(self, from: &[i32; LANES]) -> Self::Int {
        unsafe { _mm512_loadu_si512(from.as_ptr().cast()) }
    }

    #[inline(always)]
    fn sub_int(self, a: Self::Int, b: Self::Int) -> Self::Int {
        unsafe { _mm512_sub_epi32(a, b) }
    }

    #[inline(always)]
    fn times_128(self, a: Self::Int) -> Self::Int {
        unsafe { _mm512_slli_epi32::<7>(a) }
    }

    #[inline(always)]
    fn float(self, x: Self::Int) -> Self::Float {
        unsafe { _mm512_cvtepi32_ps(x) }
    }

    #[inline(always)]
    fn row(self, bytes: &[u8; GROUP]) -> Self::Row {
        unsafe { _mm512_set1_epi32(i32::from_ne_bytes(*bytes)) }
    }

    #[inline(always)]
    fn columns(self, bytes: &[i8; LANES * GROUP]) -> Self::Columns {
        unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
    }

    #[inline(always)]
    fn dot(self, sums: Self::Int, row: Self::Row, columns: Self::Columns) -> Self::Int {
        unsafe { _mm512_dpbusd_epi32(sums, row, columns) }
    }

    #[inline(always)]
    fn tile<const R: usize, const B: usize>(
        self,
        rows: &[u8],
        width: usize,
        columns: &[i8],
        groups: usize,
    ) -> [[Self::Int; B]; R] {
        part(self, rows, width, columns, groups)
    }
}
