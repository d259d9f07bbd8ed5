//! The forward pass of the encoder: pieces of a window → logits.
//!
//! A BERT-like trunk (Devlin et al. 2019; weights from MiniLM, Wang et al. 2020) with a handful of heads. All large
//! products are products of bytes ([`super::vector`]); sums run in one fixed order, so that the result depends neither
//! on threads nor on the processor.

use super::{
    attention,
    elementwise::{add_and_normalise, classify, gelu, normalise},
    linear::{self, Quantised},
    vector::{LANES, Processor},
    weights::{CLASSES, Head, Layer, Linear, Weights},
};

/// Rows that go from one attention to the next together: what lies between stays in the processor's cache.
const PANEL: usize = 48;

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
    qkv: Vec<f32>,
    mixed: Vec<f32>,
    attention: attention::Room,
    panel: Panel,
}

/// Room for one panel.
#[derive(Default)]
struct Panel {
    quantised: Quantised,
    small: Vec<f32>,
    wide: Vec<f32>,
}

/// Runs one window. `ids` and `features` include the two end pieces and are at most `weights.positions` long.
pub fn run(weights: &Weights, ids: &[u16], features: &[u8], scratch: &mut Scratch, out: &mut Logits) {
    run_on(Processor::here(), weights, ids, features, scratch, out);
}

fn run_on(
    processor: Processor,
    weights: &Weights,
    ids: &[u16],
    features: &[u8],
    scratch: &mut Scratch,
    out: &mut Logits,
) {
    let (width, rows) = (weights.width, ids.len());
    let Scratch { x, qkv, mixed, attention, panel } = scratch;
    x.clear();
    x.resize(rows * width, 0.0);
    mixed.resize(rows * width, 0.0);
    qkv.resize(rows * 3 * width, 0.0);
    for (i, row) in x.chunks_exact_mut(width).enumerate() {
        weights.words.add_row(usize::from(ids[i]), row);
        weights.places.add_row(i, row);
        weights.features.add_row(usize::from(features[i]), row);
    }
    normalise(processor, x, &weights.norm);
    let first = &weights.layers[0].qkv;
    for (x, out) in x.chunks_mut(PANEL * width).zip(qkv.chunks_mut(PANEL * first.outputs)) {
        panel.quantised.set(processor, x, width);
        linear::apply(processor, first, &panel.quantised, out);
    }
    for (i, layer) in weights.layers.iter().enumerate() {
        attention::attend(processor, qkv, width, weights.heads, attention, mixed);
        let (next, target): (&Linear, &mut Vec<f32>) = match weights.layers.get(i + 1) {
            Some(layer) => (&layer.qkv, &mut *qkv),
            None => (&weights.links, &mut out.links),
        };
        target.resize(rows * next.outputs, 0.0);
        let panels = x.chunks_mut(PANEL * width).zip(mixed.chunks(PANEL * width));
        for ((x, mixed), out) in panels.zip(target.chunks_mut(PANEL * next.outputs)) {
            panel.run(processor, layer, x, mixed);
            panel.quantised.set(processor, x, width);
            linear::apply(processor, next, &panel.quantised, out);
        }
    }
    out.classify(processor, weights, x);
}

impl Panel {
    /// What follows attention in one layer, for some rows: `x` takes in `mixed`, then the wide part.
    fn run(&mut self, processor: Processor, layer: &Layer, x: &mut [f32], mixed: &[f32]) {
        let Panel { quantised, small, wide } = self;
        let width = layer.out.outputs;
        small.resize(x.len(), 0.0);
        wide.resize(x.len() / width * layer.up.outputs, 0.0);
        quantised.set(processor, mixed, width);
        linear::apply(processor, &layer.out, quantised, small);
        add_and_normalise(processor, x, small, &layer.norm1);
        quantised.set(processor, x, width);
        linear::apply(processor, &layer.up, quantised, wide);
        gelu(processor, wide);
        quantised.set(processor, wide, layer.up.outputs);
        linear::apply(processor, &layer.down, quantised, small);
        add_and_normalise(processor, x, small, &layer.norm2);
    }
}

impl Logits {
    fn classify(&mut self, processor: Processor, weights: &Weights, x: &[f32]) {
        self.heads.iter_mut().for_each(Vec::clear);
        let mut classes = [[0.0; LANES]; CLASSES];
        for row in x.chunks_exact(weights.width) {
            classify(processor, row, &weights.classes, &weights.class_bias, &mut classes);
            let mut rest = classes.as_flattened();
            for (logits, (_, _, count)) in self.heads.iter_mut().zip(Head::ALL) {
                let (own, others) = rest.split_at(count);
                logits.extend_from_slice(own);
                rest = others;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole pass gives the same bits on every processor.
    #[test]
    fn processors_agree() {
        let weights = Weights::shipped();
        let ids: Vec<u16> = (0..61).map(|i| 1_000 + i * 37).collect();
        let features: Vec<u8> = (0..61).map(|i| i % 6).collect();
        let run = |processor: Processor| {
            let (mut scratch, mut logits) = (Scratch::default(), Logits::default());
            run_on(processor, &weights, &ids, &features, &mut scratch, &mut logits);
            (logits.heads, logits.links)
        };
        let plain = run(Processor::all()[0]);
        for processor in Processor::all() {
            assert!(run(processor) == plain, "{processor:?}");
        }
    }
}
