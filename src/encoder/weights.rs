//! The model file: one header in JSON, then tensors, each at a multiple of 64 bytes so that none is ever copied.
//!
//! `"ONRECORD"`, header length (u32, little endian), header, padding, tensors. The header names version, sizes and, for
//! each tensor, type, offset from the end of the padded header, and length in elements. Written by `training/export.py`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{attention, vector::LANES, wordpiece::WordPiece};

pub use super::linear::Linear;

/// The weights as shipped, aligned for the vector units.
static SHIPPED: &AlignedBytes<[u8]> = &AlignedBytes(*include_bytes!("../../data/model/onrecord.weights"));

#[repr(C, align(64))]
struct AlignedBytes<T: ?Sized>(T);

#[derive(Deserialize)]
struct Header {
    version: String,
    width: usize,
    heads: usize,
    layers: usize,
    inner: usize,
    positions: usize,
    link: usize,
    tensors: BTreeMap<String, Tensor>,
}

#[derive(Deserialize)]
struct Tensor {
    kind: String,
    offset: usize,
    length: usize,
}

/// Rows of bytes with what one step is worth in each row.
pub struct Table<'a> {
    bytes: &'a [i8],
    scales: &'a [f32],
    width: usize,
}

impl Table<'_> {
    /// Adds row `i` to `out`.
    pub fn add_row(&self, i: usize, out: &mut [f32]) {
        let scale = self.scales[i];
        for (to, b) in out.iter_mut().zip(&self.bytes[i * self.width..(i + 1) * self.width]) {
            *to += f32::from(*b) * scale;
        }
    }
}

/// Scale and shift of a layer normalisation.
pub struct Norm<'a> {
    /// factor, by dimension
    pub weight: &'a [f32],
    /// added, by dimension
    pub bias: &'a [f32],
}

/// One transformer layer.
pub struct Layer<'a> {
    /// queries, keys and values side by side
    pub qkv: Linear<'a>,
    /// after attention
    pub out: Linear<'a>,
    /// after the first residual
    pub norm1: Norm<'a>,
    /// into the wide part
    pub up: Linear<'a>,
    /// back from it
    pub down: Linear<'a>,
    /// after the second residual
    pub norm2: Norm<'a>,
}

/// What is asked of each piece: its label in three layers, and two classes. What they mean: `training/targets.py`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Head {
    /// source, cue and content of attributions
    Label,
    /// words that name a speaker: a person, or anyone else
    Name,
    /// titles and the bodies they belong to
    Role,
    /// kind of speaker
    Kind,
    /// what a cue does
    Act,
    /// whether a cue says that its content was voiced, and not felt, planned or done
    Voiced,
}

impl Head {
    /// Every head with its name in the file and its number of classes, in their order.
    pub const ALL: [(Head, &str, usize); 6] = [
        (Head::Label, "label", 7),
        (Head::Name, "name", 5),
        (Head::Role, "role", 5),
        (Head::Kind, "kind", 6),
        (Head::Act, "act", 12),
        (Head::Voiced, "voiced", 2),
    ];
}

/// Vectors of classes: those of all heads side by side.
pub const CLASSES: usize = 3;
/// What each class of each head takes of something.
pub type Classes = [[f32; LANES]; CLASSES];

/// The vectors of a piece whose products score what points at what.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Link {
    /// a content asks for its cue
    Content,
    /// a cue, asked for
    Cue,
    /// a cue asks for its source
    CueAsks,
    /// a source, asked for
    Source,
    /// the first word of an attribution asks who speaks
    Anchor,
    /// a name, asked for
    Name,
    /// a title or a body asks whose it is
    Role,
    /// an attribution, or a person's name, asks for the title of who speaks
    TitleAsks,
    /// a title, asked for
    Title,
    /// the same asks for the body that they speak for
    BodyAsks,
    /// a body, asked for
    Body,
}

impl Link {
    /// How many there are.
    pub const COUNT: usize = 11;
}

/// All that the forward pass reads; borrowed from the program's own image.
pub struct Weights<'a> {
    /// name of these weights, stored with every statement that they made
    pub version: String,
    /// hidden size
    pub width: usize,
    /// attention heads
    pub heads: usize,
    /// longest window, in pieces with its two ends
    pub positions: usize,
    /// size of one link vector
    pub link: usize,
    /// by piece
    pub words: Table<'a>,
    /// by place in the window
    pub places: Table<'a>,
    /// by surface feature
    pub features: Table<'a>,
    /// after the embeddings
    pub norm: Norm<'a>,
    /// from first to last
    pub layers: Vec<Layer<'a>>,
    /// weights of the classes of all heads side by side, in the order of [`Head::ALL`]: `[width][CLASSES][LANES]`
    pub classes: Vec<Classes>,
    /// their biases
    pub class_bias: Classes,
    /// the [`Link`] vectors side by side
    pub links: Linear<'a>,
    /// splits text into pieces
    pub pieces: WordPiece,
}

impl Weights<'static> {
    /// The weights that the program carries. Panics when the file in the image is damaged, which a test excludes.
    pub fn shipped() -> Self {
        Weights::read(&SHIPPED.0).expect("the program's own weights")
    }

    /// Other weights, kept in memory until the program ends.
    pub fn leaked(file: Vec<u8>) -> anyhow::Result<Self> {
        let mut room: Vec<AlignedBytes<[u8; 64]>> = Vec::with_capacity(file.len().div_ceil(64));
        room.extend(file.chunks(64).map(|chunk| {
            let mut bytes = [0; 64];
            bytes[..chunk.len()].copy_from_slice(chunk);
            AlignedBytes(bytes)
        }));
        let room: &'static [AlignedBytes<[u8; 64]>] = room.leak();
        // SAFETY: aligned blocks of 64 bytes without gaps, as many bytes as there are
        let bytes = unsafe { std::slice::from_raw_parts(room.as_ptr().cast::<u8>(), file.len()) };
        Weights::read(bytes)
    }
}

impl<'a> Weights<'a> {
    /// Reads a model file that lies at a multiple of 64 bytes.
    pub fn read(file: &'a [u8]) -> anyhow::Result<Self> {
        let reader = Reader::new(file)?;
        let Header { width, inner, heads, positions, link, .. } = reader.header;
        let fits = attention::takes(width, heads) && inner.is_multiple_of(4 * LANES);
        anyhow::ensure!(fits && reader.header.layers > 0, "sizes that the kernels do not know");
        let (classes, class_bias) = reader.classes()?;
        Ok(Weights {
            version: reader.header.version.clone(),
            width,
            heads,
            positions,
            link,
            words: reader.table("words")?,
            places: reader.table("positions")?,
            features: reader.table("features")?,
            norm: reader.norm("norm")?,
            layers: (0..reader.header.layers).map(|i| reader.layer(i)).collect::<anyhow::Result<_>>()?,
            classes,
            class_bias,
            links: reader.linear("links", width, Link::COUNT * link)?,
            pieces: WordPiece::new(std::str::from_utf8(reader.bytes("vocabulary")?)?),
        })
    }
}

/// The parts of a model file by their names.
struct Reader<'a> {
    body: &'a [u8],
    header: Header,
}

impl<'a> Reader<'a> {
    fn new(file: &'a [u8]) -> anyhow::Result<Self> {
        anyhow::ensure!(file.len() > 12 && &file[..8] == b"ONRECORD", "not a model file");
        let length = u32::from_le_bytes([file[8], file[9], file[10], file[11]]) as usize;
        let header = file.get(12..12 + length).ok_or_else(|| anyhow::anyhow!("cut short"))?;
        let header: Header = serde_json::from_slice(header)?;
        let body = &file[(12 + length).next_multiple_of(64)..];
        Ok(Self { body, header })
    }

    fn bytes(&self, name: &str) -> anyhow::Result<&'a [u8]> {
        let tensor = self.header.tensors.get(name).ok_or_else(|| anyhow::anyhow!("no tensor {name}"))?;
        let size = match tensor.kind.as_str() {
            "i8" | "text" => 1,
            "f32" | "i32" => 4,
            other => anyhow::bail!("tensor {name} has unknown type {other}"),
        };
        let end = tensor.length.checked_mul(size).and_then(|n| n.checked_add(tensor.offset));
        end.and_then(|end| self.body.get(tensor.offset..end))
            .ok_or_else(|| anyhow::anyhow!("tensor {name} is cut short"))
    }

    fn linear(&self, name: &str, inputs: usize, outputs: usize) -> anyhow::Result<Linear<'a>> {
        Ok(Linear {
            inputs,
            outputs,
            weights: cast(self.bytes(&format!("{name}.weight"))?, inputs * outputs)?,
            scales: cast(self.bytes(&format!("{name}.scale"))?, outputs)?,
            bias: cast(self.bytes(&format!("{name}.bias"))?, outputs)?,
            sums: cast(self.bytes(&format!("{name}.sum"))?, outputs)?,
        })
    }

    fn norm(&self, name: &str) -> anyhow::Result<Norm<'a>> {
        Ok(Norm {
            weight: cast(self.bytes(&format!("{name}.weight"))?, self.header.width)?,
            bias: cast(self.bytes(&format!("{name}.bias"))?, self.header.width)?,
        })
    }

    fn table(&self, name: &str) -> anyhow::Result<Table<'a>> {
        let width = self.header.width;
        let bytes = self.bytes(&format!("{name}.weight"))?;
        let rows = bytes.len() / width;
        let scales = cast(self.bytes(&format!("{name}.scale"))?, rows)?;
        Ok(Table { bytes: cast(bytes, rows * width)?, scales, width })
    }

    fn layer(&self, i: usize) -> anyhow::Result<Layer<'a>> {
        let Header { width, inner, .. } = self.header;
        Ok(Layer {
            qkv: self.linear(&format!("layers.{i}.qkv"), width, 3 * width)?,
            out: self.linear(&format!("layers.{i}.out"), width, width)?,
            norm1: self.norm(&format!("layers.{i}.norm1"))?,
            up: self.linear(&format!("layers.{i}.up"), width, inner)?,
            down: self.linear(&format!("layers.{i}.down"), inner, width)?,
            norm2: self.norm(&format!("layers.{i}.norm2"))?,
        })
    }

    /// The heads side by side, in lanes: weights, and biases.
    fn classes(&self) -> anyhow::Result<(Vec<Classes>, Classes)> {
        let width = self.header.width;
        let mut classes = vec![[[0.0; LANES]; CLASSES]; width];
        let mut class_bias = [[0.0; LANES]; CLASSES];
        let mut at = 0;
        for (_, name, count) in Head::ALL {
            let weight: &[f32] = cast(self.bytes(&format!("heads.{name}.weight"))?, count * width)?;
            let bias: &[f32] = cast(self.bytes(&format!("heads.{name}.bias"))?, count)?;
            for (row, bias) in weight.chunks_exact(width).zip(bias) {
                row.iter().zip(&mut classes).for_each(|(w, to)| to[at / LANES][at % LANES] = *w);
                class_bias[at / LANES][at % LANES] = *bias;
                at += 1;
            }
        }
        Ok((classes, class_bias))
    }
}

/// Types that any bytes make a valid value of.
trait Plain: Copy {}
impl Plain for i8 {}
impl Plain for i32 {}
impl Plain for f32 {}

fn cast<T: Plain>(bytes: &[u8], length: usize) -> anyhow::Result<&[T]> {
    // SAFETY: any bits are a valid T; `align_to` keeps alignment and length right
    let (before, values, after) = unsafe { bytes.align_to::<T>() };
    anyhow::ensure!(before.is_empty() && after.is_empty() && values.len() == length, "a tensor has the wrong size");
    if cfg!(target_endian = "big") && size_of::<T>() > 1 {
        anyhow::bail!("big-endian machines are not supported");
    }
    Ok(values)
}
