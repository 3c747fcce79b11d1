//! The generator: developing stories as six agencies send them, and what is easily taken for a part of them.

use super::wires::{AGENCIES, Agency, Item};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Weekday};
use std::collections::HashMap;

/// A file, and which developing story it belongs to.
pub(super) struct Dispatch {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) story: usize,
}

/// SplitMix64: the same numbers on every machine.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn of<'t>(&mut self, values: &[&'t str]) -> &'t str {
        values[self.below(values.len())]
    }

    fn often(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What happens at the next step of a story.
#[derive(Clone, Copy)]
enum Step {
    /// A line alone, under the mark.
    Alert(&'static str),
    /// A text, longer than the one before and recast, under the mark.
    Version(&'static str),
    /// What goes on from the text before.
    Take(&'static str),
    /// The text before with a figure mended.
    Correction(&'static str),
}
use Step::{Alert, Correction, Take, Version};

/// The steps of an agency's story, all of them; some stories leave out some.
fn steps(agency: Agency) -> &'static [Step] {
    match agency {
        Agency::Afp => &[
            Alert("URGENT"),
            Version(""),
            Version("LEAD"),
            Version("2EME LEAD"),
            Version("PAPIER GENERAL"),
            Correction("RECTIFICATIF"),
        ],
        Agency::Reuters => &[
            Alert(""),
            Version(""),
            Version("UPDATE 1-"),
            Version("UPDATE 2-"),
            Correction("CORRECTED-UPDATE 2-"),
            Version("UPDATE 3-"),
        ],
        Agency::Ap => &[
            Alert(""),
            Version(""),
            Version("1st Ld-Writethru"),
            Take("1st Add"),
            Version("2nd Ld-Writethru"),
            Version("3rd Ld-Writethru"),
        ],
        Agency::Dpa => &[
            Alert("EIL"),
            Version(""),
            Version("(Zusammenfassung 1430)"),
            Correction("(Berichtigung: im 2. Absatz wird eine Zahl korrigiert)"),
            Version("(Zusammenfassung 1730)"),
        ],
        Agency::Efe => &[
            Alert("URGENTE "),
            Version(""),
            Version("(Ampliación) "),
            Version("(Resumen) "),
        ],
        Agency::Yonhap => &[
            Alert("(URGENT) "),
            Version(""),
            Version("(LEAD) "),
            Version("(2nd LD) "),
            Version("(3rd LD) "),
        ],
    }
}

/// What tells one event from another of its kind.
#[derive(Clone)]
struct Event {
    language: &'static str,
    kind: &'static str,
    place: &'static str,
    values: HashMap<&'static str, String>,
    /// Which of the kind's sentences are told of it: all, or every second.
    told: Told,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    All,
    /// Of two events of a kind in one town the one, or the other.
    Half(usize),
}

/// The texts of the tables.
struct Texts {
    rows: Vec<[&'static str; 4]>,
    names: Vec<[&'static str; 3]>,
}

impl Texts {
    fn read() -> Texts {
        let rows = include_str!("events.tsv").lines().skip(1);
        let names = include_str!("names.tsv").lines().skip(1);
        let cut = |row: &'static str| row.split('\t').collect::<Vec<_>>();
        Texts {
            rows: rows.map(|row| cut(row).try_into().unwrap()).collect(),
            names: names.map(|row| cut(row).try_into().unwrap()).collect(),
        }
    }

    fn of(&self, event: &Event, part: &str) -> Vec<&'static str> {
        let wanted = [event.language, event.kind, part];
        let rows = self.rows.iter().filter(|row| row[..3] == wanted);
        let all: Vec<&str> = rows.map(|row| row[3]).collect();
        match event.told {
            Told::Half(half) if all.len() > 1 => all.into_iter().skip(half).step_by(2).collect(),
            _ => all,
        }
    }

    fn names(&self, language: &str, kind: &str) -> Vec<&'static str> {
        let row = self
            .names
            .iter()
            .find(|row| (row[0] == language || row[0] == "*") && row[1] == kind);
        row.unwrap()[2].split('|').collect()
    }

    fn event(&self, language: &'static str, random: &mut Random) -> Event {
        let mut kinds: Vec<&str> = Vec::new();
        for row in self.rows.iter().filter(|row| row[0] == language) {
            if !kinds.contains(&row[1]) {
                kinds.push(row[1]);
            }
        }
        let place = random.of(&self.names(language, "place"));
        let names = self.names(language, "name");
        let other = random.below(names.len());
        let name = (other + 1 + random.below(names.len() - 1)) % names.len();
        let values = [
            ("{place}", capitalised(place)),
            ("{name}", names[name].into()),
            ("{other}", names[other].into()),
            ("{firm}", random.of(&self.names(language, "firm")).into()),
            ("{n}", (3 + random.below(40)).to_string()),
            ("{m}", (50 + random.below(900)).to_string()),
        ];
        Event {
            language,
            kind: random.of(&kinds),
            place,
            values: values.into(),
            told: Told::All,
        }
    }
}

fn capitalised(place: &str) -> String {
    let mut letters = place.chars();
    let first = letters.next().into_iter();
    first.chain(letters.flat_map(char::to_lowercase)).collect()
}

fn weekday(day: Weekday, language: &str) -> &'static str {
    let names = match language {
        "fr" => [
            "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        ],
        "de" => [
            "Montag",
            "Dienstag",
            "Mittwoch",
            "Donnerstag",
            "Freitag",
            "Samstag",
            "Sonntag",
        ],
        "es" => [
            "lunes",
            "martes",
            "miércoles",
            "jueves",
            "viernes",
            "sábado",
            "domingo",
        ],
        _ => [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ],
    };
    names[day.num_days_from_monday() as usize]
}

impl Event {
    fn fill(&self, template: &str, at: NaiveDateTime) -> String {
        let day = weekday(at.weekday(), self.language);
        let filled = template.replace("{day}", day);
        self.values
            .iter()
            .fold(filled, |text, (slot, value)| text.replace(slot, value))
    }
}

/// All that the generator knows.
pub(super) struct Newsroom {
    texts: Texts,
    random: Random,
    number: u32,
    stories: usize,
    /// The events told so far: agency, kind and place.
    told: Vec<(Agency, &'static str, &'static str)>,
    pub(super) sent: Vec<Dispatch>,
}

/// The files of a seed.
pub(super) fn generate(seed: u64) -> Vec<Dispatch> {
    let mut room = Newsroom {
        texts: Texts::read(),
        random: Random(seed),
        number: 0,
        stories: 0,
        told: Vec::new(),
        sent: Vec::new(),
    };
    for agency in AGENCIES {
        for _ in 0..8 {
            let event = room.event(agency);
            let at = room.moment();
            room.developing(agency, &event, at);
        }
        room.two_in_one_town(agency);
        room.sidebars(agency);
        room.same_words_on_other_days(agency);
        room.daily(agency, MARKET);
        room.daily(agency, WEATHER);
        room.briefs(agency);
    }
    room.sent
}

impl Newsroom {
    /// An event of a kind that the agency has not had in that place.
    fn event(&mut self, agency: Agency) -> Event {
        loop {
            let event = self.texts.event(agency.language(), &mut self.random);
            let told = (agency, event.kind, event.place);
            if !self.told.contains(&told) {
                self.told.push(told);
                return event;
            }
        }
    }

    fn moment(&mut self) -> NaiveDateTime {
        let day = NaiveDate::from_ymd_opt(2020, 11, 2 + self.random.below(22) as u32).unwrap();
        let minutes = Duration::minutes(300 + self.random.below(600) as i64);
        day.and_hms_opt(0, 0, 0).unwrap() + minutes
    }

    fn send(&mut self, agency: Agency, mut item: Item, story: usize) {
        self.number += 1;
        item.number = self.number;
        let (path, text) = agency.file(&item);
        self.sent.push(Dispatch { path, text, story });
    }

    fn new_story(&mut self) -> usize {
        self.stories += 1;
        self.stories
    }

    fn slug(&mut self, agency: Agency, event: &Event) -> Option<String> {
        let words = self.texts.of(event, "slug").remove(0);
        match agency {
            Agency::Afp => Some(format!("France-{words}")),
            Agency::Ap => {
                let words = words.split(' ').map(capitalised).collect::<Vec<_>>();
                Some(format!("BC-XX--{}", words.join(" ")))
            }
            Agency::Dpa => Some(words.into()),
            Agency::Efe => self.random.often(50).then(|| words.into()),
            Agency::Reuters => {
                let words = words.to_uppercase().replace(' ', "-");
                self.random.often(50).then_some(words)
            }
            Agency::Yonhap => None,
        }
    }

    /// One event from its first word to its last.
    fn developing(&mut self, agency: Agency, event: &Event, begins: NaiveDateTime) -> usize {
        let story = self.new_story();
        let slug = self.slug(agency, event);
        let heads = self.texts.of(event, "head");
        let leads = self.texts.of(event, "lead");
        let mut unused = self.texts.of(event, "body");
        let mut body: Vec<String> = Vec::new();
        let mut at = begins;
        let mut versions = 0;
        let mut last: Option<Item> = None;
        for step in steps(agency) {
            let is_first = matches!(step, Version(""));
            if !is_first && self.random.often(15) {
                continue;
            }
            let head = event.fill(heads[(versions / 2).min(heads.len() - 1)], at);
            let mut item = Item {
                at,
                place: event.place.into(),
                slug: slug.clone(),
                headline: head.clone(),
                ..Item::default()
            };
            match *step {
                Alert(mark) => {
                    item.mark = mark.into();
                    match agency {
                        Agency::Ap => {
                            item.slug = None;
                            item.headline = String::new();
                            item.paragraphs = vec![event.fill(leads[0], at)];
                        }
                        Agency::Reuters => {
                            item.headline = head.to_uppercase();
                            item.paragraphs = vec![format!("{head}.")];
                        }
                        _ => item.paragraphs = vec![format!("{head}.")],
                    }
                }
                Version(mark) => {
                    item.mark = mark.into();
                    for _ in 0..2 + self.random.below(2) {
                        if !unused.is_empty() {
                            let next = unused.remove(self.random.below(unused.len()));
                            let next = event.fill(next, at);
                            body.insert(self.random.below(body.len() + 1), next);
                        }
                    }
                    if body.len() > 4 && self.random.often(40) {
                        body.remove(self.random.below(body.len()));
                    }
                    let lead = event.fill(leads[versions.min(leads.len() - 1)], at);
                    item.paragraphs = [vec![lead], body.clone()].concat();
                    versions += 1;
                }
                Take(mark) => {
                    item.mark = mark.into();
                    let rest: Vec<&str> = unused.drain(..unused.len().min(2)).collect();
                    if rest.is_empty() {
                        continue;
                    }
                    item.headline = String::new();
                    item.paragraphs = rest.iter().map(|text| event.fill(text, at)).collect();
                }
                Correction(mark) => {
                    let Some(before) = &last else { continue };
                    item = Item {
                        at,
                        mark: mark.into(),
                        ..before.clone()
                    };
                    let mended = item.paragraphs.last_mut().unwrap();
                    *mended = format!("{mended} The figure was wrong before.");
                }
            }
            if matches!(step, Version(_)) {
                last = Some(item.clone());
            }
            self.send(agency, item, story);
            at += Duration::minutes(match step {
                Alert(_) => 4 + self.random.below(20) as i64,
                _ => 20 + self.random.below(140) as i64,
            });
        }
        // An outlet that prints an agency's text under a headline of its own.
        if let Some(item) = last.filter(|_| agency == Agency::Ap || agency == Agency::Reuters)
            && self.random.often(40)
        {
            self.number += 1;
            let text = format!(
                "What we know of the {} in {}\n\n{}, {} (AAP) - {}\n",
                event.kind,
                capitalised(event.place),
                item.place,
                item.at.format("%b %-d, %Y"),
                item.paragraphs.join("\n\n"),
            );
            let path = format!("outlet/{:05}.txt", self.number);
            self.sent.push(Dispatch { path, text, story });
        }
        story
    }

    /// Two events of one kind in one town on one day, in words of their own.
    fn two_in_one_town(&mut self, agency: Agency) {
        let mut one = self.event(agency);
        one.told = Told::Half(0);
        let mut other = self.texts.event(agency.language(), &mut self.random);
        while other.values["{name}"] == one.values["{name}"]
            || other.values["{firm}"] == one.values["{firm}"]
        {
            other = self.texts.event(agency.language(), &mut self.random);
        }
        other.told = Told::Half(1);
        other.kind = one.kind;
        other.place = one.place;
        other
            .values
            .insert("{place}", one.values["{place}"].clone());
        let at = self.moment();
        self.developing(agency, &one, at);
        self.developing(agency, &other, at + Duration::minutes(95));
    }

    /// Stories of another kind under the slug of a developing one.
    fn sidebars(&mut self, agency: Agency) {
        for _ in 0..2 {
            let event = self.event(agency);
            let at = self.moment();
            self.developing(agency, &event, at);
            let mut aside = self.texts.event(agency.language(), &mut self.random);
            while aside.kind == event.kind {
                aside = self.texts.event(agency.language(), &mut self.random);
            }
            aside.place = event.place;
            aside
                .values
                .insert("{place}", event.values["{place}"].clone());
            let story = self.new_story();
            let paragraphs = self.texts.of(&aside, "body").into_iter().take(5);
            let slug = self.slug(agency, &event);
            let item = Item {
                at: at + Duration::minutes(50 + self.random.below(100) as i64),
                place: event.place.into(),
                slug,
                headline: event.fill(&side_headline(agency), at),
                paragraphs: paragraphs.map(|text| aside.fill(text, at)).collect(),
                ..Item::default()
            };
            self.send(agency, item, story);
        }
    }

    /// A headline that comes back on another day over another text.
    fn same_words_on_other_days(&mut self, agency: Agency) {
        let mut event = self.event(agency);
        let headline = event.fill(self.texts.of(&event, "head")[0], self.moment());
        let slug = self.slug(agency, &event);
        let begins = self.moment();
        for day in [0, 3, 7] {
            let at = begins + Duration::days(day);
            let story = self.new_story();
            let fresh = self.texts.event(agency.language(), &mut self.random);
            let place = event.values["{place}"].clone();
            event.values = fresh.values;
            event.values.insert("{place}", place);
            let mut sentences = self.texts.of(&event, "body");
            let mut paragraphs = vec![self.texts.of(&event, "lead")[0]];
            for _ in 0..4 {
                paragraphs.push(sentences.remove(self.random.below(sentences.len())));
            }
            let item = Item {
                at,
                place: event.place.into(),
                slug: slug.clone(),
                headline: headline.clone(),
                paragraphs: paragraphs.iter().map(|text| event.fill(text, at)).collect(),
                ..Item::default()
            };
            self.send(agency, item, story);
        }
    }

    /// A report of every day.
    fn daily(&mut self, agency: Agency, report: fn(Agency) -> Report) {
        let Report {
            slug,
            heads,
            sentences,
            place,
        } = report(agency);
        for day in 3..11 {
            let at = NaiveDate::from_ymd_opt(2020, 11, day)
                .unwrap()
                .and_hms_opt(17, 5, 0)
                .unwrap();
            let at = at + Duration::minutes(self.random.below(20) as i64);
            let story = self.new_story();
            let mut paragraphs = Vec::new();
            for sentence in sentences {
                let mut text = sentence.replace("{day}", weekday(at.weekday(), agency.language()));
                while text.contains("{x}") {
                    let figure = format!("{}.{}", 1 + self.random.below(90), self.random.below(10));
                    text = text.replacen("{x}", &figure, 1);
                }
                paragraphs.push(text);
            }
            let item = Item {
                at,
                place: place.into(),
                slug: Some(slug.into()),
                headline: self.random.of(heads).into(),
                paragraphs,
                ..Item::default()
            };
            self.send(agency, item, story);
        }
    }

    /// Short pieces of different matters under one keyword.
    fn briefs(&mut self, agency: Agency) {
        let at = self.moment();
        for number in 0..4 {
            let event = self.event(agency);
            let story = self.new_story();
            let lead = event.fill(self.texts.of(&event, "lead")[1], at);
            let slug = match agency {
                Agency::Afp => "FRANCE",
                Agency::Ap => "BC-Briefs",
                Agency::Dpa => "Vermischtes",
                Agency::Efe => "SOCIEDAD",
                _ => "BRIEFS",
            };
            let item = Item {
                at: at + Duration::minutes(11 * number),
                place: event.place.into(),
                slug: Some(slug.into()),
                headline: event.fill(self.texts.of(&event, "head")[1], at),
                paragraphs: vec![lead],
                ..Item::default()
            };
            self.send(agency, item, story);
        }
    }
}

fn side_headline(agency: Agency) -> String {
    match agency {
        Agency::Afp => "{place}, une ville entre deux rives",
        Agency::Dpa => "Hintergrund: {place} im Wandel",
        Agency::Efe => "{place}, retrato de una ciudad",
        _ => "A look at {place}, a city of two halves",
    }
    .into()
}

/// What a report of every day is made of.
struct Report {
    slug: &'static str,
    place: &'static str,
    heads: &'static [&'static str],
    sentences: &'static [&'static str],
}

const MARKET: fn(Agency) -> Report = |agency| match agency.language() {
    "fr" => Report {
        slug: "Bourse-marchés-clôture",
        place: "PARIS",
        heads: &[
            "La Bourse de Paris termine en hausse",
            "La Bourse de Paris clôture en baisse",
            "La Bourse de Paris termine stable",
        ],
        sentences: &[
            "La Bourse de Paris a terminé la séance de {day} sur une variation de {x}%, dans un marché attentif aux taux.",
            "L'indice vedette a gagné {x} points à l'issue d'une séance calme, dans un volume d'échanges de {x} milliards d'euros.",
            "Les valeurs du luxe ont pris {x}% et les banques {x}%, tandis que l'énergie reculait de {x}%.",
            "Sur le marché de la dette, le rendement à dix ans s'établissait à {x}%.",
        ],
    },
    "de" => Report {
        slug: "Börsen/Aktien",
        place: "Frankfurt/Main",
        heads: &[
            "Aktien Frankfurt Schluss: Leichte Gewinne",
            "Aktien Frankfurt Schluss: Verluste",
            "Aktien Frankfurt Schluss: Wenig verändert",
        ],
        sentences: &[
            "Der deutsche Aktienmarkt hat am {day} um {x} Prozent verändert geschlossen, die Anleger warteten auf neue Zahlen.",
            "Der Leitindex ging mit {x} Punkten aus dem Handel, der Index der mittelgroßen Werte gewann {x} Prozent.",
            "Am Rentenmarkt lag die Umlaufrendite bei {x} Prozent nach {x} Prozent am Vortag.",
            "Der Euro wurde zuletzt mit {x} Dollar gehandelt, die Notenbank hatte den Referenzkurs auf {x} gesetzt.",
        ],
    },
    "es" => Report {
        slug: "BOLSA CIERRE",
        place: "Madrid",
        heads: &[
            "La Bolsa española cierra con ganancias",
            "La Bolsa española cierra con pérdidas",
            "La Bolsa española cierra plana",
        ],
        sentences: &[
            "La Bolsa española cerró este {day} con una variación del {x} % pendiente de los tipos de interés.",
            "El principal selectivo sumó {x} puntos hasta los {x} en una sesión de poco negocio.",
            "Los bancos subieron el {x} %, las eléctricas el {x} % y las constructoras cayeron el {x} %.",
            "El euro se cambiaba a {x} dólares y el barril de crudo a {x} dólares.",
        ],
    },
    _ => Report {
        slug: "MARKETS-STOCKS",
        place: "NEW YORK",
        heads: &[
            "Stocks close higher",
            "Stocks close lower",
            "Stocks close mixed",
        ],
        sentences: &[
            "Stocks closed {x} percent away from where they began on {day} as traders weighed interest rates.",
            "The broad index moved {x} points to {x} and decliners outpaced gainers by {x} to one.",
            "Bank shares gained {x} percent, energy {x} percent, and makers of chips lost {x} percent.",
            "The yield of the ten-year note stood at {x} percent, and crude oil settled at {x} dollars a barrel.",
        ],
    },
};

const WEATHER: fn(Agency) -> Report = |agency| match agency.language() {
    "fr" => Report {
        slug: "Météo-prévisions",
        place: "PARIS",
        heads: &["La météo de demain"],
        sentences: &[
            "Le ciel sera partagé entre nuages et éclaircies au lendemain de ce {day}, selon les prévisions.",
            "Les températures iront de {x} degrés au lever du jour à {x} degrés l'après-midi, avec un vent de {x} km/h sur les côtes.",
            "Quelques averses sont attendues sur le relief, où il tombera {x} millimètres.",
        ],
    },
    "de" => Report {
        slug: "Wetter/Vorhersage",
        place: "Offenbach",
        heads: &["Das Wetter am Tag"],
        sentences: &[
            "Nach diesem {day} wechseln Wolken und Sonne einander ab, wie die Meteorologen mitteilten.",
            "Die Höchstwerte liegen zwischen {x} und {x} Grad, an der Küste weht der Wind mit {x} Kilometern in der Stunde.",
            "In den Bergen fallen {x} Millimeter Regen, nachts gehen die Werte auf {x} Grad zurück.",
        ],
    },
    "es" => Report {
        slug: "TIEMPO PREVISION",
        place: "Madrid",
        heads: &["El tiempo previsto para mañana"],
        sentences: &[
            "Tras este {day} se esperan cielos nubosos con claros, según la agencia de meteorología.",
            "Las temperaturas irán de {x} grados al amanecer a {x} por la tarde, con viento de {x} kilómetros por hora en la costa.",
            "En las sierras caerán {x} litros por metro cuadrado.",
        ],
    },
    _ => Report {
        slug: "WEATHER-FORECAST",
        place: "LONDON",
        heads: &["Weather forecast"],
        sentences: &[
            "Clouds and sunny spells are expected after {day}, forecasters said in their daily report.",
            "Temperatures will range from {x} degrees at dawn to {x} degrees in the afternoon, with winds of {x} kilometers an hour along the coast.",
            "Hills will see {x} millimeters of rain, and the night will be {x} degrees cold.",
        ],
    },
};
