//! The bytes of a story's features, as they are kept between runs. Numbers are little-endian; the lists of the few
//! stories that name others stand at the end.

use super::sketch::Sketch;
use super::traits::{Id, Named, Traits};

impl Id {
    /// The bytes that it is kept as.
    pub fn bytes(&self) -> &[u8; 13] {
        &self.0
    }

    /// Reads what [`Id::bytes`] gives.
    pub fn from_bytes(bytes: &[u8]) -> Option<Id> {
        bytes.try_into().ok().map(Id)
    }
}

impl Traits {
    /// Adds the bytes that a story's features are kept as.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.id.0);
        out.extend(self.filed.to_le_bytes());
        out.push(u8::from(self.is_day));
        out.extend(self.agency.to_le_bytes());
        self.places
            .iter()
            .for_each(|place| out.extend(place.to_le_bytes()));
        out.extend(self.item.to_le_bytes());
        out.extend(self.slug.to_le_bytes());
        out.push(self.slug_words);
        out.extend(self.headline.to_le_bytes());
        out.push(self.headline_words);
        out.extend(self.shingles.to_le_bytes());
        out.extend(self.sketch.0);
        out.extend(self.particulars.0);
        out.push(self.particular);
        self.words
            .iter()
            .for_each(|word| out.extend(word.to_le_bytes()));
        out.push(self.marks);
        out.push(self.version);
        if let Some(named) = &self.named {
            let lengths = [named.items.len(), named.titles.len(), named.clocks.len()];
            out.extend(lengths.map(|len| len.min(255) as u8));
            named
                .items
                .iter()
                .take(255)
                .for_each(|item| out.extend(item.to_le_bytes()));
            named
                .titles
                .iter()
                .take(255)
                .for_each(|title| out.extend(title.to_le_bytes()));
            named
                .clocks
                .iter()
                .take(255)
                .for_each(|clock| out.extend(clock.to_le_bytes()));
        }
    }

    /// Reads what [`Traits::write`] wrote; `None` where that is not what the bytes are.
    pub fn read(mut bytes: &[u8]) -> Option<Traits> {
        let bytes = &mut bytes;
        let traits = Traits {
            id: Id(take(bytes)?),
            filed: i32::from_le_bytes(take(bytes)?),
            is_day: take::<1>(bytes)? != [0],
            agency: u16::from_le_bytes(take(bytes)?),
            places: list(bytes, u32::from_le_bytes)?,
            item: u64::from_le_bytes(take(bytes)?),
            slug: u32::from_le_bytes(take(bytes)?),
            slug_words: byte(bytes)?,
            headline: u32::from_le_bytes(take(bytes)?),
            headline_words: byte(bytes)?,
            shingles: u16::from_le_bytes(take(bytes)?),
            sketch: Sketch(take(bytes)?),
            particulars: Sketch(take(bytes)?),
            particular: byte(bytes)?,
            words: list(bytes, u16::from_le_bytes)?,
            marks: byte(bytes)?,
            version: byte(bytes)?,
            named: match bytes.is_empty() {
                true => None,
                false => Some(Box::new(named(bytes)?)),
            },
        };
        bytes.is_empty().then_some(traits)
    }
}

fn named(bytes: &mut &[u8]) -> Option<Named> {
    let [items, titles, clocks] = take(bytes)?;
    let items = (0..items)
        .map(|_| take(bytes).map(u64::from_le_bytes))
        .collect::<Option<_>>()?;
    let titles = (0..titles)
        .map(|_| take(bytes).map(u32::from_le_bytes))
        .collect::<Option<_>>()?;
    let clocks = (0..clocks)
        .map(|_| take(bytes).map(u16::from_le_bytes))
        .collect::<Option<_>>()?;
    Some(Named {
        items,
        titles,
        clocks,
    })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*first)
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    take::<1>(bytes).map(|[byte]| byte)
}

fn list<T: Copy + Default, const N: usize, const B: usize>(
    bytes: &mut &[u8],
    number: impl Fn([u8; B]) -> T,
) -> Option<[T; N]> {
    let mut numbers = [T::default(); N];
    for place in &mut numbers {
        *place = number(take(bytes)?);
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{DateFrom, Story, When};

    fn story(kill: bool) -> Traits {
        let mut story = Story {
            id: "1".to_owned() + &"ab".repeat(12),
            headline: Some("Museum shows kites again".into()),
            slug: Some("BC-XX--Kite Museum".into()),
            replaces: vec!["2x".into()],
            paragraphs: vec![
                "A museum in Oslo shows 120 kites of Anna Example, at 14:32 GMT.".into(),
            ],
            ..Story::default()
        };
        story.set_date(When::day(2020, 11, 17).unwrap(), DateFrom::Field);
        if kill {
            story.status = Some("canceled".into());
        }
        Traits::of(&story).unwrap()
    }

    #[test]
    fn what_is_written_is_read_back_and_nothing_else_is() {
        for kill in [false, true] {
            let traits = story(kill);
            let mut bytes = Vec::new();
            traits.write(&mut bytes);
            assert_eq!(Traits::read(&bytes), Some(traits));
            for end in 0..bytes.len() - 3 {
                let cut = Traits::read(&bytes[..end]);
                assert!(cut.is_none_or(|cut| cut.named.is_none()), "{end}");
            }
            bytes.push(0);
            assert_eq!(Traits::read(&bytes), None);
        }
    }

    #[test]
    fn a_million_stories_need_some_hundred_and_sixty_megabytes() {
        assert!(size_of::<Traits>() <= 168, "{}", size_of::<Traits>());
    }
}
