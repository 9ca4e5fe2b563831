//! A picture as rows of colours: read, made smaller, written.

use std::io::Cursor;

use anyhow::{Context, Result, bail};
use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};

pub type Colour = [u8; 3];

#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    /// Row by row from the top.
    pub pixels: Vec<Colour>,
}

impl Picture {
    pub fn read(png: &[u8]) -> Result<Picture> {
        let mut decoder = Decoder::new(Cursor::new(png));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut bytes = vec![0; reader.output_buffer_size().context("the picture is too large")?];
        let frame = reader.next_frame(&mut bytes)?;
        let samples = match frame.color_type {
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            other => bail!("pictures of windows have colours, not {other:?}"),
        };
        let pixels = bytes.chunks_exact(samples).map(|one| [one[0], one[1], one[2]]).collect();
        Ok(Picture { width: frame.width as usize, height: frame.height as usize, pixels })
    }

    pub fn png(&self) -> Result<Vec<u8>> {
        let mut png = Vec::new();
        let mut encoder = Encoder::new(&mut png, u32::try_from(self.width)?, u32::try_from(self.height)?);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        // Few colours compress best as they are.
        encoder.set_filter(Filter::NoFilter);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.pixels.as_flattened())?;
        writer.finish()?;
        Ok(png)
    }

    pub fn at(&self, x: usize, y: usize) -> Colour {
        self.pixels[y * self.width + x]
    }

    /// Each pixel is the mean of `times` × `times`; what is left over at the right and at the bottom is cut off.
    pub fn smaller(&self, times: usize) -> Picture {
        let (width, height) = (self.width / times, self.height / times);
        let mut pixels = Vec::with_capacity(width * height);
        for rows in self.pixels.chunks_exact(self.width * times) {
            let mut sums = vec![[0_usize; 3]; width];
            for row in rows.chunks_exact(self.width) {
                for (sum, few) in sums.iter_mut().zip(row.chunks_exact(times)) {
                    for [red, green, blue] in few {
                        sum[0] += usize::from(*red);
                        sum[1] += usize::from(*green);
                        sum[2] += usize::from(*blue);
                    }
                }
            }
            let all = times * times;
            pixels.extend(sums.iter().map(|sum| sum.map(|of| u8::try_from((of + all / 2) / all).unwrap_or(u8::MAX))));
        }
        Picture { width, height, pixels }
    }

    /// With 32 steps a colour, which takes a third of the room and is nowhere more than 4 of 255 beside the truth.
    pub fn in_few_colours(&self) -> Picture {
        let step = |value: u8| {
            let nearest = (u32::from(value) * 31 + 127) / 255;
            u8::try_from((nearest * 255 + 15) / 31).unwrap_or(u8::MAX)
        };
        Picture { pixels: self.pixels.iter().map(|one| one.map(step)).collect(), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks() -> Picture {
        let pixels = (0..48).map(|at| if (at % 8 + at / 8) % 2 == 0 { [200, 100, 0] } else { [0, 100, 255] }).collect();
        Picture { width: 8, height: 6, pixels }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let picture = checks();
        assert_eq!(Picture::read(&picture.png().unwrap()).unwrap(), picture);
    }

    #[test]
    fn smaller_pictures_have_the_mean_of_what_was_there() {
        let small = checks().smaller(2);
        assert_eq!(small, Picture { width: 4, height: 3, pixels: vec![[100, 100, 128]; 12] });
        let cut = checks().smaller(5);
        assert_eq!((cut.width, cut.height, cut.pixels.len()), (1, 1, 1));
    }

    #[test]
    fn few_colours_stay_near() {
        let all = Picture { width: 256, height: 1, pixels: (0..=255).map(|value| [value; 3]).collect() };
        let few = all.in_few_colours();
        assert!(all.pixels.iter().zip(&few.pixels).all(|(one, other)| one[0].abs_diff(other[0]) <= 4));
        let mut steps: Vec<u8> = few.pixels.iter().map(|one| one[0]).collect();
        steps.dedup();
        assert_eq!(steps.len(), 32);
    }
}
