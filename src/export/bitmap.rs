//! The bars of `chart` as a PNG picture, for programs that take no SVG: a band of pixels a bar, written as it is drawn.
//!
//! The letters are a bitmap font: the same picture on every machine, without looking for fonts. It has the letters of the Latin
//! script; others are shown as a box.

use std::io::{self, Write};

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, RasterizedChar, get_raster, get_raster_width};
use unicode_normalization::UnicodeNormalization;

use super::chart::short;
use super::page::seen;

const LETTERS: (FontWeight, RasterHeight) = (FontWeight::Regular, RasterHeight::Size24);
/// Pixels: a band a bar, the margin, the longest bar.
const BAND: usize = 40;
const MARGIN: usize = 16;
const LONGEST: usize = 960;
/// Letters of a label at most.
const LABEL: usize = 30;
const INK: [u8; 3] = [0x1a, 0x1a, 0x1a];
const BAR: [u8; 3] = [0x0b, 0x4f, 0x9e];
const PAPER: u8 = 0xff;

/// Writes the picture.
pub fn png(out: &mut dyn Write, title: &str, bars: &[(String, usize)]) -> io::Result<()> {
    let most = bars.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let letter = get_raster_width(LETTERS.0, LETTERS.1);
    let start = MARGIN + (LABEL + 1) * letter;
    let width = start + LONGEST + (most.to_string().len() + 1) * letter + MARGIN;
    let height = BAND * (bars.len() + 2);
    let mut encoder = png::Encoder::new(out, pixels(width)?, pixels(height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.add_itxt_chunk("Title".to_owned(), seen(title)).map_err(io::Error::other)?;
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    let mut rows = writer.stream_writer().map_err(io::Error::other)?;
    let mut band = Band::new(width);
    band.write(MARGIN, &seen(title));
    rows.write_all(&band.rgb)?;
    for (label, n) in bars {
        let label = short(&seen(label).nfc().collect::<String>(), LABEL);
        let length = LONGEST * n / most;
        band = Band::new(width);
        band.write(start.saturating_sub((label.chars().count() + 1) * letter), &label);
        band.fill(start, length);
        band.write(start + length + letter, &n.to_string());
        rows.write_all(&band.rgb)?;
    }
    rows.write_all(&Band::new(width).rgb)?;
    rows.finish().map_err(io::Error::other)
}

fn pixels(n: usize) -> io::Result<u32> {
    u32::try_from(n).map_err(|_| io::Error::other("too many bars for a picture"))
}

/// The rows of pixels of one bar.
struct Band {
    width: usize,
    rgb: Vec<u8>,
}

impl Band {
    fn new(width: usize) -> Self {
        Band { width, rgb: vec![PAPER; width * BAND * 3] }
    }

    /// Lays colour over a pixel, as much of it as `share` of 255 says.
    fn lay(&mut self, x: usize, y: usize, colour: [u8; 3], share: u8) {
        if x >= self.width || y >= BAND {
            return;
        }
        let at = (y * self.width + x) * 3;
        for (channel, ink) in self.rgb[at..at + 3].iter_mut().zip(colour) {
            let mixed = (u32::from(*channel) * (255 - u32::from(share)) + u32::from(ink) * u32::from(share)) / 255;
            *channel = u8::try_from(mixed).unwrap_or(PAPER);
        }
    }

    fn fill(&mut self, start: usize, length: usize) {
        for y in 5..BAND - 5 {
            for x in start..start + length {
                self.lay(x, y, BAR, 255);
            }
        }
    }

    fn write(&mut self, start: usize, words: &str) {
        let top = (BAND - LETTERS.1.val()) / 2;
        let mut left = start;
        for letter in words.chars().filter_map(drawn) {
            for (y, row) in letter.rows().enumerate() {
                for (x, share) in row.iter().enumerate().filter(|(_, share)| **share > 0) {
                    self.lay(left + x, top + y, INK, *share);
                }
            }
            left += letter.width();
        }
    }
}

/// The letter, or a box for one that the font lacks.
fn drawn(c: char) -> Option<RasterizedChar> {
    get_raster(c, LETTERS.0, LETTERS.1).or_else(|| get_raster(char::REPLACEMENT_CHARACTER, LETTERS.0, LETTERS.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_shows_bars_as_long_as_their_numbers() {
        let bars = [("Dragulić".to_owned(), 4), ("Ж\u{1b}[2J".to_owned(), 2), ("none".to_owned(), 0)];
        let mut file = Vec::new();
        png(&mut file, "By <month>", &bars).expect("a picture");
        let mut reader = png::Decoder::new(io::Cursor::new(&file)).read_info().expect("a PNG");
        let mut rgb = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut rgb).expect("pixels");
        assert_eq!(info.height as usize, BAND * 5);
        let width = info.width as usize;
        let length = |bar: usize| {
            let middle = ((bar + 1) * BAND + BAND / 2) * width * 3;
            rgb[middle..middle + width * 3].chunks(3).filter(|pixel| *pixel == BAR).count()
        };
        assert_eq!([length(0), length(1), length(2)], [LONGEST, LONGEST / 2, 0]);
        assert!(rgb[..width * BAND * 3].chunks(3).any(|pixel| pixel == INK), "the title is written");
    }
}
