//! Lines that say nothing of a story: machines' numbers, clocks, pictures, addresses of pages.

/// The longest line of figures for machines, in bytes.
const MACHINE_LINE: usize = 90;

/// Lines about pictures and addresses of pages: `AP Photo XYZ101`, `=(PHOTO+VIDEO)=`.
pub(super) fn is_furniture(words: &str) -> bool {
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = crate::language::words::truncate(bare, 40).to_lowercase();
    let photo = [
        "ap photo",
        "afp photo",
        "ap laserphoto",
        "with laserphoto",
        "photo+",
        "photo/",
        "foto+",
        "http://",
        "https://",
    ];
    photo.iter().any(|begin| lower.starts_with(begin))
        || [
            "with photo",
            "with photos",
            "with graphic",
            "with graphics",
            "photo",
            "photos",
            "video",
            "foto",
            "fotos",
            "pix",
            "graphic",
        ]
        .contains(&lower.trim_end_matches([')', '=', ' ']))
}

/// `Time in Yerevan: 11:07:36,   25 November`: page furniture.
pub(super) fn is_clock(words: &str) -> bool {
    let clock = |word: &str| {
        let parts: Vec<&str> = word.trim_matches([',', '(', ')']).split(':').collect();
        parts.len() >= 2
            && parts
                .iter()
                .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    words.len() <= 60
        && words.split_whitespace().count() <= 7
        && words.split_whitespace().any(clock)
}

/// The first lines of wire copy: `FRA0112 1 G 0006 FRA/AFP-XB21`, `W2870_asia`, `r i BC-XX--Harbor-Lights   11-13 0066`.
pub(in crate::parse) fn is_machine_line(words: &str) -> bool {
    if !words.is_ascii() || words.len() > MACHINE_LINE {
        return false;
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    if let [number] = parts[..] {
        return is_number(number);
    }
    if let [first, second, .., day, count] = parts[..]
        && [first, second]
            .iter()
            .all(|word| word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase())
        && day.len() == 5
        && day
            .split('-')
            .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return count.bytes().all(|b| b.is_ascii_digit());
    }
    let [service, priority, category, count, ..] = parts[..] else {
        return false;
    };
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let letters = service.bytes().take_while(u8::is_ascii_alphabetic).count();
    (2..=4).contains(&letters)
        && digits(&service[letters..])
        && priority.len() == 1
        && digits(priority)
        && category.len() <= 3
        && digits(count)
}

/// An agency's number of a dispatch: `W2870_asia`, `a0105KYODOkoko-`.
fn is_number(word: &str) -> bool {
    let bytes = word.as_bytes();
    let numbered = bytes.len() > 6
        && bytes[0].is_ascii_alphabetic()
        && bytes[1..5].iter().all(u8::is_ascii_digit);
    numbered
        && (bytes[5] == b'_' || bytes[5].is_ascii_uppercase())
        && bytes[6..]
            .iter()
            .all(|b| b.is_ascii_alphabetic() || *b == b'-')
}
