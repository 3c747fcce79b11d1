//! A mail (RFC 5322) with the headline as its subject, in encoded words (RFC 2047) where it is not ASCII.

use super::Made;
use std::fmt::Write;

/// An encoded word has 75 characters at most; a letter of UTF-8 takes up to twelve.
const LONGEST: usize = 48;

pub(super) fn write(made: &Made) -> String {
    format!(
        "From: Desk <desk@{0}.example>\r\nTo: subscribers@{0}.example\r\nDate: {1}\r\nMessage-ID: <{2:08}@{0}.example>\r\n\
         Subject: {3}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n{4}\r\n",
        made.agency,
        made.time().format("%a, %d %b %Y %H:%M:%S +0000"),
        made.id,
        subject(&made.title()),
        made.text().replace('\n', "\r\n")
    )
}

fn subject(headline: &str) -> String {
    if headline.is_ascii() {
        return headline.into();
    }
    let mut words = vec![String::new()];
    for letter in headline.chars() {
        let mut bytes = [0; 4];
        let mut coded = String::new();
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            match byte {
                b' ' => coded.push('_'),
                _ if byte.is_ascii_alphanumeric() => coded.push(byte.into()),
                _ => write!(coded, "={byte:02X}").expect("text takes all"),
            }
        }
        match words.last_mut() {
            Some(last) if last.len() + coded.len() <= LONGEST => last.push_str(&coded),
            _ => words.push(coded),
        }
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?Q?{word}?="))
        .collect();
    words.join("\r\n ")
}
