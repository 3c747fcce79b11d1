//! Lines that say nothing of a story: machines' numbers, clocks, pictures, addresses of pages.

/// Lines about pictures and addresses of pages: `AP Photo XYZ101`, `=(PHOTO+VIDEO)=`.
pub(super) fn is_furniture(words: &str) -> bool {
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = crate::language::words::truncate(bare, 40).to_lowercase();
    let photo = [
        "ap photo",
        "afp photo",
        "photo+",
        "photo/",
        "foto+",
        "http://",
        "https://",
    ];
    photo.iter().any(|begin| lower.starts_with(begin))
        || [
            "photo", "photos", "video", "foto", "fotos", "pix", "graphic",
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

/// The first line of header-less wire copy: `FRA0112 1 G 0006 FRA/AFP-XB21`.
pub(in crate::parse) fn is_machine_line(words: &str) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
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
