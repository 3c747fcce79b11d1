//! Numbers for people: `31,314`, `1 story`, `2.4 MB`, `3 min 20 s`.

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// A number of stories.
pub(super) fn stories(number: u64) -> String {
    counted(number, "story", "stories")
}

/// A number of bytes.
pub(super) fn bytes(number: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (number as f64, 0);
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    match unit == 0 || value >= 99.95 {
        true => format!("{value:.0} {}", UNITS[unit]),
        false => format!("{value:.1} {}", UNITS[unit]),
    }
}

/// A span of time.
pub(super) fn seconds(seconds: f64) -> String {
    match seconds {
        s if s < 10.0 => format!("{s:.1} s"),
        s if s < 120.0 => format!("{s:.0} s"),
        s => format!("{} min {} s", s as u64 / 60, s as u64 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(31_314), "31,314");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(stories(1), "1 story");
        assert_eq!(bytes(12), "12 bytes");
        assert_eq!(bytes(2_449_000), "2.4 MB");
        assert_eq!(bytes(999_999), "1.0 MB");
        assert_eq!(seconds(0.31), "0.3 s");
        assert_eq!(seconds(200.0), "3 min 20 s");
    }
}
