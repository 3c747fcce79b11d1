//! A text in a few bytes by which it is found that another is nearly the same: the share of common word shingles is that
//! of equal bytes in two sketches (MinHash; Broder 1997, one permutation for many bins: Li, Owen and Zhang 2012).

/// Bytes of a text's sketch.
pub(super) const BYTES: usize = 48;
/// Words of a shingle.
const SHINGLE: usize = 4;
/// So many bins one hash fills; more bins are filled by more hashes.
const BINS: usize = 16;
/// Bytes of a band: texts are candidates that share all bytes of one.
const BAND: usize = 3;
/// The share of bytes that sketches of different things have in common by chance.
const CHANCE: f32 = 1.0 / 256.0;

/// The sketch of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sketch<const N: usize>(pub(super) [u8; N]);

/// A hash of some bytes that stays the same in every version (FNV-1a), spread over all its bits.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let step = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    spread(bytes.iter().fold(0xcbf2_9ce4_8422_2325, step))
}

/// Makes every bit of a number count in every bit of another (MurmurHash3's last step).
pub(super) fn spread(mut number: u64) -> u64 {
    number ^= number >> 33;
    number = number.wrapping_mul(0xff51_afd7_ed55_8ccd);
    number ^= number >> 33;
    number = number.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    number ^ (number >> 33)
}

/// The sketch of a text's words, by their hashes, and the number of its shingles. A text shorter than a shingle is one.
pub(super) fn of_text(words: &[u64]) -> (Sketch<BYTES>, u16) {
    let join = |shingle: &[u64]| {
        let joined = shingle.iter();
        joined.fold(0u64, |sum, word| sum.rotate_left(21).wrapping_add(*word))
    };
    let count = match words.len() {
        len @ 0..SHINGLE => len.min(1),
        len => len + 1 - SHINGLE,
    };
    let sketch = match count {
        0 | 1 => Sketch::of(words.chunks(SHINGLE).map(join)),
        _ => Sketch::of(words.windows(SHINGLE).map(join)),
    };
    (sketch, count.min(usize::from(u16::MAX)) as u16)
}

impl<const N: usize> Sketch<N> {
    /// The sketch of a set of hashes; that of none is all zeros.
    pub(super) fn of(set: impl Iterator<Item = u64>) -> Sketch<N> {
        let mut least = [u32::MAX; N];
        for item in set {
            for (number, bins) in (0u64..).zip(least.chunks_mut(BINS)) {
                let hashed = spread(item ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                let bin = (((hashed >> 32) * bins.len() as u64) >> 32) as usize;
                bins[bin] = bins[bin].min(hashed as u32);
            }
        }
        let mut bytes = [0; N];
        if least.iter().any(|value| *value != u32::MAX) {
            for (bin, byte) in bytes.iter_mut().enumerate() {
                *byte = dense(&least, bin);
            }
        }
        Sketch(bytes)
    }

    /// The share that two sets have in common of both together, as far as their sketches tell: 0 to 1.
    pub(super) fn likeness(&self, other: &Sketch<N>) -> f32 {
        let equal = self
            .0
            .iter()
            .zip(&other.0)
            .filter(|(one, other)| one == other);
        let share = equal.count() as f32 / N as f32;
        ((share - CHANCE) / (1.0 - CHANCE)).max(0.0)
    }

    /// What nearly the same texts share some of: a number for each band.
    pub(super) fn bands(&self) -> impl Iterator<Item = u32> + '_ {
        let bands = self.0.chunks_exact(BAND).zip(0u32..);
        bands.map(|(band, number)| {
            let bytes = u32::from_le_bytes([band[0], band[1], band[2], 0]);
            (spread(u64::from(bytes) | u64::from(number) << 32) >> 32) as u32
        })
    }
}

/// The byte of a bin; of an empty one that of the next bin that is not, told apart by how far that is.
fn dense(least: &[u32], bin: usize) -> u8 {
    let bins = least.len();
    let distance = (0..bins).find(|step| least[(bin + step) % bins] != u32::MAX);
    let distance = distance.unwrap_or(0);
    let value = least[(bin + distance) % bins];
    (spread(u64::from(value) ^ (distance as u64) << 40) >> 24) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(range: std::ops::Range<u64>) -> Vec<u64> {
        range.map(|number| hash(&number.to_le_bytes())).collect()
    }

    #[test]
    fn the_likeness_of_sketches_is_about_the_share_of_common_shingles() {
        for (one, other, share) in [
            (0..400, 0..400, 1.0),
            (0..400, 100..500, 0.6),
            (0..400, 200..600, 0.33),
            (0..400, 400..800, 0.0),
            (0..60, 12..72, 0.65),
        ] {
            let mut sum = 0.0;
            for shift in 0..40 {
                let shifted = |range: &std::ops::Range<u64>| {
                    words(range.start + shift * 10_000..range.end + shift * 10_000)
                };
                let (one, other) = (of_text(&shifted(&one)).0, of_text(&shifted(&other)).0);
                let found = one.likeness(&other);
                assert!((found - share).abs() < 0.3, "{found} of {share}");
                sum += found;
            }
            assert!(
                (sum / 40.0 - share).abs() < 0.05,
                "{} of {share}",
                sum / 40.0
            );
        }
    }

    #[test]
    fn nearly_the_same_texts_share_a_band() {
        let found = (0..100).filter(|shift| {
            let of =
                |from: u64| of_text(&words(from + shift * 10_000..from + shift * 10_000 + 400)).0;
            let (one, other) = (of(0), of(100));
            let bands: Vec<u32> = one.bands().collect();
            other.bands().any(|band| bands.contains(&band))
        });
        assert!(found.count() >= 95);
    }

    #[test]
    fn the_shortest_texts_have_sketches_too() {
        let (empty, none) = of_text(&[]);
        assert_eq!((empty.0, none), ([0; BYTES], 0));
        let (one, count) = of_text(&words(0..2));
        assert_eq!(count, 1);
        assert_eq!(one.likeness(&of_text(&words(0..2)).0), 1.0);
        assert!(one.likeness(&of_text(&words(1..3)).0) < 0.2);
    }
}
