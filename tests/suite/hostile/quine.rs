//! A zip whose only member is the zip itself, by the method of Russ Cox, "Zip Files All The Way Down" (2010).
//!
//! DEFLATE is a language of two orders: print these bytes, and print the last so many bytes again. The stream below
//! prints what stands before it (`head`), itself, and what stands behind it (`tail`). Every order within it has five
//! bytes, so that orders can be printed by number. The checksum of the zip, which stands in it four times over, is
//! found last: CRC-32 is linear, so that it is the solution of 32 equations.

use super::bundles::{Raw, zip_with};

/// Bytes of an order within the stream, and of the last one.
const ORDER: usize = 5;
const LAST: usize = 4;
/// Bytes of the member's name. A header of 30 bytes with it and an order make 65, which five bytes can repeat.
const NAME: usize = 30;
const HEAD: usize = 30 + NAME;
const TAIL: usize = 46 + NAME + 22;

/// A zip that holds itself, however often it is opened.
pub(super) fn quine() -> Vec<u8> {
    let of_number = |number: u32| {
        let name = format!("kites-in-kites-in-kites-{number:02}.zip");
        assert_eq!(name.len(), NAME);
        fixed_point(|crc| zip(name.as_bytes(), crc)).map(|crc| zip(name.as_bytes(), crc))
    };
    // The equations of one name in three have no solution.
    (0..100).find_map(of_number).unwrap()
}

/// The zip with this checksum written into it.
fn zip(name: &[u8], crc: u32) -> Vec<u8> {
    let raw = |packed: usize, data| Raw {
        name,
        method: 8,
        flags: 0,
        crc,
        packed: packed as u32,
        unpacked: (HEAD + packed + TAIL) as u32,
        data,
    };
    // What it packs to is the same whatever is printed.
    let packed = stream(&[0; HEAD], &[0; TAIL]).len();
    let head = raw(packed, &[]).local();
    let whole = zip_with(&vec![0; HEAD + packed], &raw(packed, &[]).central(0), 1);
    let data = stream(&head, &whole[HEAD + packed..]);
    [&head, &data[..], &whole[HEAD + packed..]].concat()
}

/// A stream that prints the head, itself and the tail.
fn stream(head: &[u8], tail: &[u8]) -> Vec<u8> {
    let orders = 4 * ORDER;
    let (print_head, again_head) = (print(HEAD + ORDER), again(&[HEAD + ORDER], 65, 1, false));
    let (one, four) = (print(ORDER), print(orders));
    let again_four = again(&[orders / 2, orders / 2], orders, 0, false);
    let nothing = print(0);
    let (print_tail, again_tail) = (print(LAST + TAIL), again(&[LAST + TAIL], 102, 0, true));
    assert_eq!((again_head.len(), again_four.len()), (ORDER, ORDER));
    assert_eq!(again_tail.len(), LAST);
    let parts: [&[u8]; 30] = [
        &print_head,
        head,
        &print_head, // prints the head and its own order
        &again_head, // and the two as they stand in the stream
        &one,
        &again_head, // from here on what is printed lags behind what was read …
        &one,
        &one, //
        &four,
        &again_head,
        &one,
        &one,
        &four,       //
        &again_four, //
        &four,
        &again_four,
        &four,
        &again_four,
        &four,       //
        &again_four, // … and from here on it is ahead
        &four,
        &again_four,
        &nothing,
        &nothing,
        &print_tail, //
        &again_four, //
        &nothing,
        &nothing, //
        &print_tail,
        &again_tail, // the tail follows, once as data …
    ];
    // … and once printed again, behind the order that does so.
    [&parts.concat(), tail, &again_tail].concat()
}

/// The order to print the bytes that follow: the header of a stored block.
fn print(bytes: usize) -> Vec<u8> {
    let length = bytes as u16;
    [&[0], &length.to_le_bytes()[..], &(!length).to_le_bytes()].concat()
}

/// The order to print the last `distance` bytes again, in runs: a block in the fixed code, behind so many empty ones,
/// which bring it to whole bytes.
fn again(runs: &[usize], distance: usize, empty: usize, is_last: bool) -> Vec<u8> {
    let mut bits = Bits::default();
    for _ in 0..empty {
        bits.push(0b010, 3);
        bits.push(0, 7);
    }
    bits.push(0b010 | u32::from(is_last), 3);
    for &run in runs {
        let (code, extra, value) = code(LENGTHS, run, |at| if at < 8 { 0 } else { at / 4 - 1 });
        bits.push_code(code + 1, 7);
        bits.push(value, extra);
        let (code, extra, value) = code_of_distance(distance);
        bits.push_code(code, 5);
        bits.push(value, extra);
    }
    bits.push(0, 7);
    bits.bytes
}

/// The least lengths of the codes 257 to 279, and the least distances of the codes from 0 (RFC 1951, 3.2.5).
const LENGTHS: &[usize] = &[
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
];
const DISTANCES: &[usize] = &[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97];

fn code_of_distance(distance: usize) -> (u32, u32, u32) {
    code(
        DISTANCES,
        distance,
        |at| if at < 4 { 0 } else { at / 2 - 1 },
    )
}

/// The code of a value, how many more bits it has, and those.
fn code(least: &[usize], value: usize, extra: impl Fn(usize) -> usize) -> (u32, u32, u32) {
    let at = least.iter().rposition(|&least| least <= value).unwrap();
    (at as u32, extra(at) as u32, (value - least[at]) as u32)
}

/// Bits, the lowest of each byte first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn push(&mut self, value: u32, bits: u32) {
        for bit in 0..bits {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.last_mut().unwrap();
            *last |= ((value >> bit & 1) as u8) << (self.used % 8);
            self.used += 1;
        }
    }

    /// A code of Huffman's, whose highest bit comes first.
    fn push_code(&mut self, code: u32, bits: u32) {
        self.push(code.reverse_bits() >> (32 - bits), bits);
    }
}

/// The checksum that bytes made with it have; `None` where there is none.
fn fixed_point(make: impl Fn(u32) -> Vec<u8>) -> Option<u32> {
    let crc_with = |crc: u32| {
        let mut sum = flate2::Crc::new();
        sum.update(&make(crc));
        sum.sum()
    };
    let zero = crc_with(0);
    // What each bit of the checksum changes, against that bit: kept by the highest bit, with the bits that make it.
    let mut basis = [(0u32, 0u32); 32];
    let reduce = |basis: &[(u32, u32); 32], mut value: u32, mut made: u32| {
        for &(known, bits) in basis.iter().rev() {
            if known != 0 && value & 1 << known.ilog2() != 0 {
                (value, made) = (value ^ known, made ^ bits);
            }
        }
        (value, made)
    };
    for bit in (0..32).map(|bit| 1u32 << bit) {
        let (value, made) = reduce(&basis, crc_with(bit) ^ zero ^ bit, bit);
        if value != 0 {
            basis[value.ilog2() as usize] = (value, made);
        }
    }
    let (rest, crc) = reduce(&basis, zero, 0);
    (rest == 0).then_some(crc)
}

#[test]
fn the_quine_holds_nothing_but_itself() {
    use std::io::Read;
    let bytes = quine();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    assert_eq!(archive.len(), 1);
    let mut inner = Vec::new();
    archive
        .by_index(0)
        .unwrap()
        .read_to_end(&mut inner)
        .unwrap();
    assert_eq!(inner, bytes);
}
