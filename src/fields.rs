//! THE table of search fields: what people may type before a colon.
//!
//! Indexing, the query parser, `--help` and `explain` all read it. A new field is a new row, and its value in `Story`.

use std::cmp::Ordering;

/// What kind of value a field takes, and so how it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words of a part of the story.
    Text(Scope),
    /// A place of the dateline, under any of its names.
    Place,
    /// A place mentioned in the text, under any of its names.
    About,
    /// A distance from a place: `Tbilissi<50km`.
    Near,
    /// A date, a part of one, or a range.
    Date,
    /// The first day of a range.
    Since,
    /// The last day of a range.
    Until,
    /// A day of every year.
    OnDay,
    /// An agency's id or mark.
    Agency,
    /// An ISO 639-1 code.
    Language,
    /// The name of a lifecycle mark.
    Mark,
    /// What may be done with a story: [`crate::status::Status`], or any.
    Status,
    /// A number, a comparison or a range.
    Number(Quantity),
    /// A file's path or a pattern of paths.
    Path,
    /// A story's id, or how it begins.
    Id,
    /// The id of a chain or of a story in it, or how it begins.
    Chain,
}

/// Which parts of a story are asked for words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Headline and body.
    Anywhere,
    /// The headline.
    Headline,
    /// The headline and the first two paragraphs.
    Lead,
    /// Every paragraph.
    Body,
    /// What stands beside the text, and is never taken for it.
    Side(Side),
}

/// The parts that the text of a story is cut into, and what stands beside it. They do not overlap; a [`Scope`] is a set
/// of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The headline.
    Headline,
    /// The first two paragraphs.
    Lead,
    /// The paragraphs after the second.
    Rest,
    /// Beside the text.
    Side(Side),
}

/// What stands beside a story's text: a line of words of its own each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Who wrote it.
    Byline,
    /// The slug, and the keywords.
    Slug,
    /// Words for editors.
    Note,
    /// The category.
    Category,
}

impl Side {
    /// All of them.
    pub const ALL: [Side; 4] = [Side::Byline, Side::Slug, Side::Note, Side::Category];

    /// The name of its field.
    pub fn name(self) -> &'static str {
        match self {
            Side::Byline => "byline",
            Side::Slug => "slug",
            Side::Note => "note",
            Side::Category => "category",
        }
    }

    /// Whether its words are inflected: names are not.
    pub fn is_inflected(self) -> bool {
        self != Side::Byline
    }
}

/// What a number of a story is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Urgency on the IPTC's scale, 1 (most urgent) to 9.
    Urgency,
    /// Words of the paragraphs.
    Words,
}

impl Quantity {
    /// The name of its field.
    pub fn name(self) -> &'static str {
        match self {
            Quantity::Urgency => "urgency",
            Quantity::Words => "words",
        }
    }

    /// The least and the most that a story can have.
    pub fn limits(self) -> (u64, u64) {
        match self {
            Quantity::Urgency => (1, 9),
            Quantity::Words => (0, u64::MAX),
        }
    }
}

impl Part {
    /// The parts of the text, in reading order.
    pub const ALL: [Part; 3] = [Part::Headline, Part::Lead, Part::Rest];

    /// Which line beside the text it is; `None` is the text.
    pub fn side(self) -> Option<Side> {
        match self {
            Part::Side(side) => Some(side),
            _ => None,
        }
    }

    /// Whether its words are inflected.
    pub fn is_inflected(self) -> bool {
        self.side().is_none_or(Side::is_inflected)
    }

    /// The part that a paragraph belongs to, by its number from 0.
    pub fn of_paragraph(number: usize) -> Part {
        if number < LEAD_PARAGRAPHS {
            Part::Lead
        } else {
            Part::Rest
        }
    }
}

/// How many paragraphs the lead has.
pub const LEAD_PARAGRAPHS: usize = 2;

impl Scope {
    /// The parts that it covers.
    pub fn parts(self) -> &'static [Part] {
        match self {
            Scope::Anywhere => &Part::ALL,
            Scope::Headline => &[Part::Headline],
            Scope::Lead => &[Part::Headline, Part::Lead],
            Scope::Body => &[Part::Lead, Part::Rest],
            Scope::Side(Side::Byline) => &[Part::Side(Side::Byline)],
            Scope::Side(Side::Slug) => &[Part::Side(Side::Slug)],
            Scope::Side(Side::Note) => &[Part::Side(Side::Note)],
            Scope::Side(Side::Category) => &[Part::Side(Side::Category)],
        }
    }

    /// What it covers beside the text; `None` is the text. Words in a relation stand in one of these lines of words.
    pub fn side(self) -> Option<Side> {
        match self {
            Scope::Side(side) => Some(side),
            _ => None,
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Field {
    /// The name that help and `explain` use.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub kind: Kind,
    /// An example.
    pub example: &'static str,
    /// One line of help.
    pub help: &'static str,
}

impl Field {
    /// Whether its values are words of the story.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text(_))
    }
}

/// The table, in the order that help shows it.
pub const FIELDS: &[Field] = &[
    Field {
        name: "place",
        aliases: &["dateline", "from", "lieu"],
        kind: Kind::Place,
        example: "place:Géorgie",
        help: "filed from there or from anywhere inside it; =Gori for that very place",
    },
    Field {
        name: "near",
        aliases: &["around"],
        kind: Kind::Near,
        example: "near:Tbilissi<50km",
        help: "filed within that distance (km, mi, nm) of a place or of a point: 41.7,44.8<50km",
    },
    Field {
        name: "about",
        aliases: &["mentions"],
        kind: Kind::About,
        example: "about:Stepanakert",
        help: "mentions that place, or one inside it, under any of its names; =Géorgie for the country itself",
    },
    Field {
        name: "date",
        aliases: &[],
        kind: Kind::Date,
        example: "date:2020-11-09..2020-11-17",
        help: "filed in that year, month, day or range: 2020, 2020-11, 17/11/2020, >=2020-11-09, yesterday, 2w..",
    },
    Field {
        name: "since",
        aliases: &["after"],
        kind: Kind::Since,
        example: "since:2020-11-09",
        help: "filed on that day or later",
    },
    Field {
        name: "until",
        aliases: &["before"],
        kind: Kind::Until,
        example: "until:2020-11-17",
        help: "filed on that day or earlier",
    },
    Field {
        name: "on",
        aliases: &[],
        kind: Kind::OnDay,
        example: "on:11-09",
        help: "filed on that day of any year",
    },
    Field {
        name: "agency",
        aliases: &["source", "agence"],
        kind: Kind::Agency,
        example: "agency:AFP,Reuters",
        help: "written by that agency, or any of them",
    },
    Field {
        name: "lang",
        aliases: &["language", "langue"],
        kind: Kind::Language,
        example: "lang:fr",
        help: "written in that language",
    },
    Field {
        name: "headline",
        aliases: &["title", "titre"],
        kind: Kind::Text(Scope::Headline),
        example: "headline:trêve",
        help: "words of the headline",
    },
    Field {
        name: "lead",
        aliases: &[],
        kind: Kind::Text(Scope::Lead),
        example: "lead:(trêve OR cessez-le-feu)",
        help: "words of the headline and the first two paragraphs",
    },
    Field {
        name: "body",
        aliases: &["text"],
        kind: Kind::Text(Scope::Body),
        example: "body:Minsk",
        help: "words of the paragraphs",
    },
    Field {
        name: "byline",
        aliases: &["author", "auteur"],
        kind: Kind::Text(Scope::Side(Side::Byline)),
        example: "byline:Example",
        help: "words of the line that names who wrote it; they are not inflected",
    },
    Field {
        name: "slug",
        aliases: &["keywords"],
        kind: Kind::Text(Scope::Side(Side::Slug)),
        example: "slug:Pacman-crash",
        help: "words of the slug or keyword line, and of the keywords",
    },
    Field {
        name: "note",
        aliases: &[],
        kind: Kind::Text(Scope::Side(Side::Note)),
        example: "note:\"adds quote\"",
        help: "words of the notes for editors, which are no part of the text",
    },
    Field {
        name: "category",
        aliases: &["catégorie"],
        kind: Kind::Text(Scope::Side(Side::Category)),
        example: "category:sport",
        help: "words of the category, as the wire carries it",
    },
    Field {
        name: "urgency",
        aliases: &["urgence", "priority"],
        kind: Kind::Number(Quantity::Urgency),
        example: "urgency:<=2",
        help: "of that urgency, from 1 (most urgent) to 9, or in that range: 1..3",
    },
    Field {
        name: "words",
        aliases: &["mots"],
        kind: Kind::Number(Quantity::Words),
        example: "words:>300",
        help: "with so many words of text: 300, >300, 100..300",
    },
    Field {
        name: "mark",
        aliases: &["marks"],
        kind: Kind::Mark,
        example: "mark:correction",
        help: "carries that mark: flash, alert, urgent, lead, update, add, correction, refile, repeat, kill, embargo, advisory, …",
    },
    Field {
        name: "status",
        aliases: &["statut"],
        kind: Kind::Status,
        example: "status:any",
        help: "usable, superseded, embargoed, withheld or canceled; all but the usable are shown only when asked for, as with any",
    },
    Field {
        name: "path",
        aliases: &["file"],
        kind: Kind::Path,
        example: "path:2020/**",
        help: "stored in that file, or in a file that the pattern fits",
    },
    Field {
        name: "id",
        aliases: &[],
        kind: Kind::Id,
        example: "id:1f3a",
        help: "that story, by its id or the beginning of it",
    },
    Field {
        name: "chain",
        aliases: &[],
        kind: Kind::Chain,
        example: "chain:1f3a",
        help: "all stories of a chain, by its id or that of a story in it, or the beginning; chain:* is in any chain",
    },
];

/// A name before a colon that holds a number, and counts words.
#[derive(Debug)]
pub struct Counted {
    /// The name before the number.
    pub name: &'static str,
    /// What is counted.
    pub kind: Count,
    /// An example.
    pub example: &'static str,
    /// One line of help.
    pub help: &'static str,
}

/// What a number in a name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// How often words stand in the story.
    AtLeast,
    /// How many words of the story are looked at.
    First,
}

/// The names that hold a number.
pub const COUNTED: &[Counted] = &[
    Counted {
        name: "atleast",
        kind: Count::AtLeast,
        example: "atleast3:Karabakh",
        help: "three times or more; a phrase or (a OR b) may follow too",
    },
    Counted {
        name: "first",
        kind: Count::First,
        example: "first50:Turquie",
        help: "among the first fifty words of headline and text",
    },
];

/// The row and the number that a typed name means, in any case: `atleast3`.
pub fn counted(name: &str) -> Option<(&'static Counted, &str)> {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &name[word.len()..];
    let row = COUNTED
        .iter()
        .find(|row| row.name.eq_ignore_ascii_case(word))?;
    (!number.is_empty()).then_some((row, number))
}

/// The table as lines of help, each field with its other names and an example.
pub fn help() -> String {
    let examples = FIELDS.iter().map(|field| field.example);
    let examples = examples.chain(COUNTED.iter().map(|row| row.example));
    let width = examples.map(|example| example.chars().count()).max();
    let width = width.unwrap_or_default();
    let mut text = String::new();
    for field in FIELDS {
        let names: Vec<String> = field.aliases.iter().map(|a| format!("{a}:")).collect();
        let also = match names.as_slice() {
            [] => String::new(),
            names => format!(" (also {})", names.join(" ")),
        };
        text += &format!("{:width$}  {}{also}\n", field.example, field.help);
    }
    for row in COUNTED {
        text += &format!("{:width$}  {}\n", row.example, row.help);
    }
    text
}

/// The row that a typed name means, in any case.
pub fn find(name: &str) -> Option<&'static Field> {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    FIELDS
        .iter()
        .find(|field| is(field.name) || field.aliases.iter().any(|alias| is(alias)))
}

/// The field whose name is one letter away from what was typed: `agencyy`, `langg`, `palce`. Short names are near too much.
pub fn near(name: &str) -> Option<&'static Field> {
    let typed: Vec<char> = name.to_lowercase().chars().collect();
    let is_near = |known: &&str| known.len() > 3 && is_one_edit_away(&typed, known);
    FIELDS
        .iter()
        .find(|field| field.aliases.iter().chain([&field.name]).any(is_near))
}

/// Whether one letter more, less, other, or two letters changed round, make one word of the other.
fn is_one_edit_away(typed: &[char], known: &str) -> bool {
    let known: Vec<char> = known.chars().collect();
    if typed.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let same = typed.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let (a, b) = (&typed[same..], &known[same..]);
    match a.len().cmp(&b.len()) {
        Ordering::Less => *a == b[1..],
        Ordering::Greater => a[1..] == *b,
        Ordering::Equal => match (a, b) {
            ([x, y, rest @ ..], [p, q, others @ ..]) if (x, y) == (q, p) => rest == others,
            ([_, rest @ ..], [_, others @ ..]) => rest == others,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_letter_is_near_a_field() {
        for (typed, field) in [
            ("agencyy", "agency"),
            ("palce", "place"),
            ("headlin", "headline"),
            ("Titr", "headline"),
        ] {
            assert_eq!(near(typed).map(|field| field.name), Some(field));
        }
        for typed in ["http", "a", "", "plce2", "20", "note"] {
            assert!(near(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn no_two_fields_share_a_name() {
        let names: Vec<_> = FIELDS
            .iter()
            .flat_map(|f| f.aliases.iter().chain([&f.name]))
            .collect();
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(names.len(), distinct.len());
    }

    #[test]
    fn a_field_is_found_by_any_of_its_names_in_any_case() {
        for (typed, name) in [("Place", "place"), ("LIEU", "place"), ("titre", "headline")] {
            assert_eq!(find(typed).map(|field| field.name), Some(name));
        }
        assert!(find("http").is_none());
    }

    #[test]
    fn counted_names_hold_a_number() {
        let kind = |name: &str| counted(name).map(|(row, number)| (row.kind, number.to_owned()));
        assert_eq!(kind("atleast3"), Some((Count::AtLeast, "3".into())));
        assert_eq!(kind("FIRST50"), Some((Count::First, "50".into())));
        assert_eq!(kind("first"), None);
        assert_eq!(kind("3"), None);
        assert!(COUNTED.iter().all(|row| help().contains(row.example)));
    }

    #[test]
    fn help_shows_every_field_and_alias_with_an_example_of_it() {
        let help = help();
        for field in FIELDS {
            let names = field.aliases.iter().chain([&field.name]);
            assert!(field.example.starts_with(&format!("{}:", field.name)));
            for name in names {
                assert!(help.contains(&format!("{name}:")), "{name}");
            }
        }
    }
}
