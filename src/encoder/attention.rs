//! Attention: what each row of a window takes from all others, in products of bytes.
//!
//! For each head, keys and values are packed once; then some rows at a time go from queries to scores, shares and mixed
//! values without leaving the processor's cache. Queries and keys are quantised per row, values per column, to 127 steps
//! each; shares to 65,535 steps of the row's largest, in two bytes: with one, many small shares would be lost beside a large one. What they
//! are divided by is the sum of the quantised shares, so that they add up to one.

use super::{
    linear::{lanes, step_of},
    vector::{GROUP, LANES, Processor, ROUND, Vector, kernel},
};

/// Rows by blocks of keys scored together, and rows by blocks of values mixed together: with 512 bits, all sums stay in
/// registers.
const SCORED: (usize, usize) = (6, 4);
const MIXED: (usize, usize) = (12, 2);
/// Rows that go through one head together.
const ROWS: usize = MIXED.0;

/// Room for one head, kept from window to window.
#[derive(Default)]
pub struct Room {
    /// `[rows][size]`, value + 128
    queries: Vec<u8>,
    /// what one step of a query is worth, scale of the scores and base 2 included
    query_steps: Vec<f32>,
    /// `[keys / LANES][size / GROUP][LANES][GROUP]`
    keys: Vec<i8>,
    key_steps: Vec<f32>,
    /// 128 times the sum of each key: takes back the 128 of the queries
    key_sums: Vec<i32>,
    /// `[size / LANES][rows / GROUP][LANES][GROUP]`
    values: Vec<i8>,
    value_steps: Vec<f32>,
    /// `[ROWS][keys]`
    scores: Vec<f32>,
    /// `[low, high byte][ROWS][keys]`
    shares: [Vec<u8>; 2],
}

/// Where one head's queries, keys and values stand.
#[derive(Clone, Copy)]
struct Shape {
    rows: usize,
    /// values of one head
    size: usize,
    /// values of all heads
    width: usize,
    head: usize,
}

impl Shape {
    /// Rows as keys, in whole blocks.
    #[inline(always)]
    fn keys(self) -> usize {
        self.rows.next_multiple_of(SCORED.1 * LANES)
    }

    /// Groups of rows as values.
    #[inline(always)]
    fn groups(self) -> usize {
        self.rows.div_ceil(GROUP)
    }

    /// One row of queries (0), keys (1) or values (2).
    #[inline(always)]
    fn of(self, qkv: &[f32], which: usize, row: usize) -> &[[f32; LANES]] {
        qkv[row * 3 * self.width + which * self.width + self.head * self.size..][..self.size].as_chunks().0
    }
}

/// Whether heads of this size can be run.
pub fn takes(width: usize, heads: usize) -> bool {
    let size = width / heads.max(1);
    width == size * heads && size > 0 && size.is_multiple_of(MIXED.1 * LANES)
}

/// Multi-head attention of `qkv`, whose rows hold queries, keys and values side by side, into `mixed[rows][width]`.
pub fn attend(processor: Processor, qkv: &[f32], width: usize, heads: usize, room: &mut Room, mixed: &mut [f32]) {
    for head in 0..heads {
        let shape = Shape { rows: mixed.len() / width, size: width / heads, width, head };
        room.resize(shape);
        pack(processor, qkv, shape, room);
        run_head(processor, shape, room, mixed);
    }
}

impl Room {
    fn resize(&mut self, shape: Shape) {
        let (keys, size) = (shape.keys(), shape.size);
        let queries = shape.rows.next_multiple_of(ROWS);
        self.queries.resize(queries * size, 0);
        self.query_steps.resize(queries, 0.0);
        self.keys.resize(keys * size, 0);
        self.key_steps.resize(keys, 0.0);
        self.key_sums.resize(keys, 0);
        self.values.resize(shape.groups() * GROUP * size, 0);
        self.value_steps.resize(size, 0.0);
        self.scores.resize(ROWS * keys, 0.0);
        self.shares.iter_mut().for_each(|shares| shares.resize(ROWS * keys, 0));
    }
}

kernel! {
    /// Quantises one head's queries, keys and values and puts them where products want them.
    fn pack(v, qkv: &[f32], shape: Shape, room: &mut Room) {
        let scale = std::f32::consts::LOG2_E / (shape.size as f32).sqrt();
        for row in 0..shape.rows {
            let from = shape.of(qkv, 0, row);
            let to = room.queries[row * shape.size..][..shape.size].as_chunks_mut::<LANES>().0;
            let step = step_of(v, from);
            room.query_steps[row] = step * scale;
            let (inverse, round) = (v.splat(1.0 / step), v.splat(ROUND + 128.0));
            for (to, from) in to.iter_mut().zip(from) {
                *to = v.bytes(v.add(v.mul(v.load(from), inverse), round));
            }

            let from = shape.of(qkv, 1, row);
            let step = step_of(v, from);
            room.key_steps[row] = step;
            let inverse = v.splat(1.0 / step);
            let mut sum = v.splat(0.0);
            let to = &mut room.keys[row / LANES * LANES * shape.size + row % LANES * GROUP..];
            for (chunk, from) in from.iter().enumerate() {
                let rounded = v.add(v.mul(v.load(from), inverse), v.splat(ROUND));
                sum = v.add(sum, v.sub(rounded, v.splat(ROUND)));
                for (i, four) in v.bytes(rounded).as_chunks::<GROUP>().0.iter().enumerate() {
                    let at = (chunk * (LANES / GROUP) + i) * LANES * GROUP;
                    to[at..at + GROUP].copy_from_slice(&four.map(|byte| byte as i8));
                }
            }
            room.key_sums[row] = 128 * v.sum(sum) as i32;
        }
        let packed = room.values.as_chunks_mut::<{ LANES * GROUP }>().0;
        for (block, steps) in room.value_steps.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut most = v.splat(0.0);
            for row in 0..shape.rows {
                most = v.max(most, v.abs(v.load(&shape.of(qkv, 2, row)[block])));
            }
            v.store(most, steps);
            let mut inverse = [0.0; LANES];
            for (step, inverse) in steps.iter_mut().zip(&mut inverse) {
                *step = if *step > 0.0 { *step / 127.0 } else { 1.0 };
                *inverse = 1.0 / *step;
            }
            let inverse = v.load(&inverse);
            for group in 0..shape.groups() {
                let mut four = [v.splat(ROUND); GROUP];
                for (i, four) in four.iter_mut().enumerate() {
                    let row = group * GROUP + i;
                    if row < shape.rows {
                        *four = v.add(v.mul(v.load(&shape.of(qkv, 2, row)[block]), inverse), v.splat(ROUND));
                    }
                }
                packed[block * shape.groups() + group] = v.bytes_of_four(four);
            }
        }
    }
}

kernel! {
    /// All rows of one head, once it is packed.
    fn run_head(v, shape: Shape, room: &mut Room, mixed: &mut [f32]) {
        for first in (0..shape.rows).step_by(ROWS) {
            for part in (0..ROWS).step_by(SCORED.0) {
                score(v, shape, first, part, room);
            }
            let mut totals = [0.0; ROWS];
            for (row, total) in totals.iter_mut().enumerate() {
                let at = row * shape.keys()..(row + 1) * shape.keys();
                let [low, high] = &mut room.shares;
                *total = share(v, &mut room.scores[at.clone()], shape.rows, &mut low[at.clone()], &mut high[at]);
            }
            mix(v, shape, first, &totals, room, mixed);
        }
    }
}

/// Queries and keys → scores, to the base 2.
#[expect(clippy::needless_range_loop, reason = "sums stay in registers where their places are plain numbers")]
#[inline(always)]
fn score<V: Vector>(v: V, shape: Shape, first: usize, part: usize, room: &mut Room) {
    let (keys, queries) = (shape.keys(), &room.queries[(first + part) * shape.size..]);
    for key in (0..keys).step_by(SCORED.1 * LANES) {
        let packed = &room.keys[key * shape.size..];
        let sums: [[_; SCORED.1]; SCORED.0] = v.tile(queries, shape.size, packed, shape.size / GROUP);
        for block in 0..SCORED.1 {
            let at = key + block * LANES;
            let correction = v.load_int(lanes(&room.key_sums[at..]));
            let steps = v.load(lanes(&room.key_steps[at..]));
            for row in 0..SCORED.0 {
                let exact = v.float(v.sub_int(sums[row][block], correction));
                let step = v.mul(v.splat(room.query_steps[first + part + row]), steps);
                let to = room.scores[(part + row) * keys + at..].first_chunk_mut().expect("whole blocks of keys");
                v.store(v.mul(exact, step), to);
            }
        }
    }
}

/// Scores of one row → shares, 65,535 for the largest; the result is their sum. Only the first `rows` keys are any.
#[inline(always)]
fn share<V: Vector>(v: V, scores: &mut [f32], rows: usize, low: &mut [u8], high: &mut [u8]) -> f32 {
    scores[rows..].fill(-1e9);
    let scores = scores.as_chunks::<LANES>().0;
    let (low, high) = (low.as_chunks_mut::<LANES>().0, high.as_chunks_mut::<LANES>().0);
    let mut most = v.load(&scores[0]);
    for chunk in scores {
        most = v.max(most, v.load(chunk));
    }
    let largest = v.splat(v.largest(most));
    let round = v.splat(ROUND);
    let mut sum = v.splat(0.0);
    for i in 0..scores.len() {
        let rounded = v.add(power(v, v.sub(v.load(&scores[i]), largest)), round);
        low[i] = v.bytes(rounded);
        high[i] = v.next_bytes(rounded);
        sum = v.add(sum, v.sub(rounded, round));
    }
    v.sum(sum)
}

/// 65,535 · 2^x for x ≤ 0; the polynomial for the fraction is good to 1e-4.
#[inline(always)]
fn power<V: Vector>(v: V, x: V::Float) -> V::Float {
    let x = v.max(x, v.splat(-24.0));
    let shifted = v.add(x, v.splat(ROUND));
    let r = v.sub(x, v.sub(shifted, v.splat(ROUND)));
    let mut p = v.splat(3_664.85);
    for c in [15_901.42, 45_423.69, 65_530.05] {
        p = v.add(v.mul(p, r), v.splat(c));
    }
    v.times_power(p, shifted)
}

/// Shares and values → mixed values.
#[inline(always)]
fn mix<V: Vector>(v: V, shape: Shape, first: usize, totals: &[f32; ROWS], room: &Room, mixed: &mut [f32]) {
    let groups = shape.groups();
    for block in (0..shape.size / LANES).step_by(MIXED.1) {
        let packed = &room.values[block * groups * LANES * GROUP..];
        let low: [[_; MIXED.1]; MIXED.0] = v.tile(&room.shares[0], shape.keys(), packed, groups);
        let high: [[_; MIXED.1]; MIXED.0] = v.tile(&room.shares[1], shape.keys(), packed, groups);
        for row in 0..ROWS.min(shape.rows - first) {
            let inverse = v.splat(1.0 / totals[row]);
            for b in 0..MIXED.1 {
                let steps = v.load(lanes(&room.value_steps[(block + b) * LANES..]));
                let at = (first + row) * shape.width + shape.head * shape.size + (block + b) * LANES;
                let to = mixed[at..].first_chunk_mut().expect("whole blocks of values");
                let sum = v.add(v.mul(v.float(high[row][b]), v.splat(256.0)), v.float(low[row][b]));
                v.store(v.mul(sum, v.mul(steps, inverse)), to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::vector::tests::numbers;
    use super::*;

    kernel! {
        fn powers(v, x: &[f32; LANES], out: &mut [f32; LANES]) {
            v.store(power(v, v.load(x)), out);
        }
    }

    #[test]
    fn powers_are_exact_enough() {
        for i in 0..2_000 {
            let x = -(i as f32) / 100.0;
            let exact = 65_535.0 * f64::from(x).exp2();
            let mut ours = [0.0; LANES];
            powers(Processor::here(), &[x; LANES], &mut ours);
            assert!((f64::from(ours[0]) / exact - 1.0).abs() < 2e-4, "{x}: {} {exact}", ours[0]);
        }
    }

    /// Every processor gives the same bits, near those of attention without quantising, also where a window does not
    /// fill its blocks.
    #[test]
    fn attention_is_near_the_exact_one() {
        for rows in [1, 3, 12, 64, 77] {
            let (heads, size) = (3, 32);
            let width = heads * size;
            let qkv: Vec<f32> = numbers(rows * 3 * width, rows as u32).iter().map(|x| x * 2.0).collect();
            let run = |processor: Processor| {
                let mut mixed = vec![0.0; rows * width];
                let mut room = Room::default();
                // what an earlier, longer window left must not matter
                attend(processor, &numbers(130 * 3 * width, 1), width, heads, &mut room, &mut vec![0.0; 130 * width]);
                attend(processor, &qkv, width, heads, &mut room, &mut mixed);
                mixed
            };
            let ours = run(Processor::here());
            for processor in Processor::all() {
                assert_eq!(run(processor), ours, "{processor:?}");
            }
            for head in 0..heads {
                let at = |which: usize, row: usize, i: usize| qkv[row * 3 * width + which * width + head * size + i];
                for row in 0..rows {
                    let score = |key: usize| (0..size).map(|i| at(0, row, i) * at(1, key, i)).sum::<f32>();
                    let powers: Vec<f32> = (0..rows).map(|key| (score(key) / (size as f32).sqrt()).exp()).collect();
                    let total: f32 = powers.iter().sum();
                    for i in 0..size {
                        let exact = (0..rows).map(|key| powers[key] / total * at(2, key, i)).sum::<f32>();
                        let ours = ours[row * width + head * size + i];
                        assert!((ours - exact).abs() < 0.03, "{rows} rows: {ours} {exact}");
                    }
                }
            }
        }
    }
}
