//! How six agencies send a dispatch: AFP and dpa in IPTC 7901, AP in ANPA 1312, Reuters as a site or a wire has it,
//! EFE and Yonhap in plain text.

use chrono::{Datelike, NaiveDateTime, Timelike};

/// What an agency sends, before it has a form.
#[derive(Clone, Default)]
pub(super) struct Item {
    pub(super) at: NaiveDateTime,
    pub(super) place: String,
    /// The slug or keyword section; of Reuters, EFE and Yonhap some have none.
    pub(super) slug: Option<String>,
    /// A line or words that tell which version it is, as the agency prints them.
    pub(super) mark: String,
    pub(super) headline: String,
    pub(super) paragraphs: Vec<String>,
    /// A number that the agency counts its items by.
    pub(super) number: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Agency {
    Afp,
    Reuters,
    Ap,
    Dpa,
    Efe,
    Yonhap,
}

pub(super) const AGENCIES: [Agency; 6] = [
    Agency::Afp,
    Agency::Reuters,
    Agency::Ap,
    Agency::Dpa,
    Agency::Efe,
    Agency::Yonhap,
];

impl Agency {
    pub(super) fn language(self) -> &'static str {
        match self {
            Agency::Afp => "fr",
            Agency::Dpa => "de",
            Agency::Efe => "es",
            _ => "en",
        }
    }

    /// The file of an item: its path and what is in it.
    pub(super) fn file(self, item: &Item) -> (String, String) {
        let path = format!("{self:?}/{:05}.txt", item.number);
        let text = match self {
            Agency::Afp => afp(item),
            Agency::Reuters if item.slug.is_none() => site(item),
            Agency::Reuters => reuters(item),
            Agency::Ap => ap(item),
            Agency::Dpa => dpa(item),
            Agency::Efe => efe(item),
            Agency::Yonhap => yonhap(item),
        };
        (path.to_lowercase(), text)
    }
}

fn line(words: &str) -> String {
    match words {
        "" => String::new(),
        words => format!("{words}\n"),
    }
}

fn afp(item: &Item) -> String {
    const MONTHS: [&str; 12] = [
        "JAN", "FEV", "MAR", "AVR", "MAI", "JUN", "JUL", "AOU", "SEP", "OCT", "NOV", "DEC",
    ];
    let at = item.at;
    format!(
        "FRA{:04} 4 G 0200 FRA/AFP-QK{:02}\n{}\n\n{}{}\n\n   {}, {} nov (AFP) - {}\nab/cd\nAFP {:02}{:02}{:02} {} {:02}\n",
        item.number % 10000,
        item.number % 100,
        item.slug.as_deref().unwrap_or("France"),
        line(&item.mark),
        item.headline,
        item.place.to_uppercase(),
        at.day(),
        item.paragraphs.join("\n\n   "),
        at.day(),
        at.hour(),
        at.minute(),
        MONTHS[at.month0() as usize],
        at.year() % 100,
    )
}

fn site(item: &Item) -> String {
    format!(
        "-- {}{}\n-- By  Jo Sample\n-- {} EST\n-- http://www.example.com/article/{:08}\n\n \n\n {}  (Reuters) - {}\n\n\n",
        item.mark,
        item.headline,
        item.at.format("%a %b %-d, %Y %-I:%M%P"),
        item.number,
        item.place,
        item.paragraphs.join(" \n\n "),
    )
}

fn reuters(item: &Item) -> String {
    let update = item.mark.trim_end_matches('-').to_string();
    let slug = item.slug.as_deref().unwrap_or_default();
    let slug = match update.is_empty() {
        true => format!("{slug}/"),
        false => format!("{slug}/ ({update}, PIX)"),
    };
    format!(
        "{slug}\n\n{}{}\n\n    By Jo Sample\n\n    {}, {} (Reuters) - {}\n\n (Reporting by Jo Sample; Editing by Anna Example)\n((jo.sample@news.example))\n",
        item.mark,
        item.headline,
        item.place,
        item.at.format("%b %-d, %Y"),
        item.paragraphs.join("\n\n    "),
    )
}

fn ap(item: &Item) -> String {
    let slug = item.slug.as_deref().unwrap_or("BC-XX--APNewsAlert");
    let words = item.paragraphs.join(" ").split(' ').count();
    let keywords = match item.mark.as_str() {
        "" => format!("{slug},{words}"),
        mark => format!("{slug}, {mark},{words}"),
    };
    let headline = match item.headline.as_str() {
        "" => String::new(),
        headline => format!("^{headline}<\r\n^By JO SAMPLE=\r\n^Associated Press=\r\n"),
    };
    format!(
        "\x16\x16\x01W{:04}\x1f__asian\r\nr i\x13\x11 {slug}    {} 0100\r\n\x02^{keywords}<\r\n{headline}\t   {} (AP) _ {}\r\n \r\n\r\n\t   \x03AP-WF-{}GMT<\r\n\r\n\x0c\r\n\x04",
        item.number % 10000,
        item.at.format("%m-%d"),
        item.place,
        item.paragraphs.join("\r\n \r\n\t   "),
        item.at.format("%m-%d-%y %H%M"),
    )
}

fn dpa(item: &Item) -> String {
    format!(
        "\x01bdt{:04} 4 vm 44  dpa 0620\r\n\n {}/\r\n\x02{}{} =\r\n\r\n   {} (dpa) - {}\r\n\r\ndpa jb mm\r\n\r\n\x03{} GMT Nov {}\r\n\x7f\r\n\x7f\x04",
        item.number % 10000,
        item.slug.as_deref().unwrap_or("Vermischtes"),
        line(&item.mark),
        item.headline,
        item.place,
        item.paragraphs.join("\r\n\r\n   "),
        item.at.format("%d%H%M"),
        item.at.format("%y"),
    )
}

fn efe(item: &Item) -> String {
    format!(
        "{}{}{}\n\n{}, {} nov {} (EFE).- {}\n\nEFE\nab/cd\n",
        item.slug
            .as_deref()
            .map(|slug| format!("{slug}\n\n"))
            .unwrap_or_default(),
        item.mark,
        item.headline,
        item.place,
        item.at.day(),
        item.at.year(),
        item.paragraphs.join("\n\n"),
    )
}

fn yonhap(item: &Item) -> String {
    format!(
        "{}{}\n\n{}, {} (Yonhap) -- {}\n\njosample@news.example\n(END)\n",
        item.mark,
        item.headline,
        item.place,
        item.at.format("%b. %-d, %Y"),
        item.paragraphs.join("\n\n"),
    )
}
