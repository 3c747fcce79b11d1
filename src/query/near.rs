//! Reads the value of `near:`, a place or a point with a distance, and measures distances on the globe.

use super::dates::Reading;
use super::lexer::is_quote;
use super::values::{assuming, by_code, by_qualified_name, sure};
use super::{Node, Scope, Words, slots};
use crate::facts::gazetteer::{Entry, Gazetteer};

/// The distance where none is typed, in kilometres.
const DEFAULT_KM: f64 = 50.0;
/// No two points of the Earth are farther apart, in kilometres, but for a few.
const MOST_KM: f64 = 20_000.0;
/// The Earth's mean radius (IUGG), in kilometres.
const RADIUS_KM: f64 = 6371.0088;

/// Units of a distance, in kilometres.
const UNITS: &[(&str, f64)] = &[
    ("km", 1.0),
    ("", 1.0),
    ("kms", 1.0),
    ("км", 1.0),
    ("m", 0.001),
    ("mi", 1.609_344),
    ("mile", 1.609_344),
    ("miles", 1.609_344),
    ("nm", 1.852),
    ("nmi", 1.852),
];

/// Kinds of entries that are no point on the map.
const WIDE: &[&str] = &["country", "region", "area", "former", "sea"];

/// Latitude and longitude in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Somewhere near a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The place or the point as typed.
    pub written: String,
    /// Where it is.
    pub center: Point,
    /// How far from it at most, in kilometres.
    pub km: f64,
}

impl Point {
    /// A point of the globe; `None` for figures that are none.
    pub fn new(lat: f64, lon: f64) -> Option<Point> {
        let fits = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        fits.then_some(Point { lat, lon })
    }

    /// Kilometres along the great circle between two points (haversine, on a sphere: half a percent of error).
    pub fn distance_km(self, other: Point) -> f64 {
        let (lat, other_lat) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = ((other_lat - lat) / 2.0).sin();
        let half_lon = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let h = half_lat * half_lat + lat.cos() * other_lat.cos() * half_lon * half_lon;
        2.0 * RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin()
    }
}

impl Near {
    /// Whether a point is near enough.
    pub fn holds(&self, point: Point) -> bool {
        // Degrees of latitude are cheap to tell, and rule out most points at any longitude, at the poles too.
        let north = (point.lat - self.center.lat).abs().to_radians() * RADIUS_KM;
        north <= self.km + 0.001 && self.center.distance_km(point) <= self.km
    }
}

/// Whether a dateline's place of that kind is a point on the map.
pub fn is_point(kind: Option<&str>) -> bool {
    !kind.is_some_and(|kind| WIDE.contains(&kind))
}

/// Reads `Tbilissi<50km`, `New York<30mi`, `41.7,44.8<50km`, or a place alone. What is none of these is text.
pub(super) fn read(typed: &str, gazetteer: &Gazetteer) -> Reading {
    let (written, distance) = match typed.rsplit_once('<') {
        Some((written, distance)) => (written, Some(distance.trim())),
        None => (typed, None),
    };
    let written = written.trim_end_matches(is_quote).trim();
    let mut assumed = Vec::new();
    let km = match distance.map(kilometres) {
        None => {
            assumed.push(format!(
                "within {DEFAULT_KM} km, as no distance is given: write near:\"{written}\"<100km for another"
            ));
            DEFAULT_KM
        }
        Some(Some(km)) if km > MOST_KM => {
            assumed.push(format!("the distance is cut to {MOST_KM} km"));
            MOST_KM
        }
        Some(Some(km)) => km,
        Some(None) => {
            let distance = distance.unwrap_or_default();
            return as_text(
                typed,
                format!("\"{distance}\" is no distance (write 50km or 30mi)"),
            );
        }
    };
    let center = match point(written) {
        Some(center) => center,
        None => match place(written, gazetteer) {
            Ok((center, notice)) => {
                assumed.extend(notice);
                center
            }
            Err(why) => return as_text(typed, why),
        },
    };
    let written = written.to_string();
    assuming(
        Node::Near(Near {
            written,
            center,
            km,
        }),
        assumed,
    )
}

/// A distance in kilometres, over 0.
fn kilometres(typed: &str) -> Option<f64> {
    let typed = typed.strip_prefix('=').unwrap_or(typed);
    let end = typed
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(typed.len());
    let unit = typed[end..].trim().to_lowercase();
    let (_, unit) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let km = typed[..end].parse::<f64>().ok()? * unit;
    (km > 0.0).then_some(km)
}

/// `41.7,44.8`
fn point(written: &str) -> Option<Point> {
    let (lat, lon) = written.split_once(',')?;
    let number = |text: &str| {
        let text = text.trim();
        let plain = text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
        text.parse::<f64>().ok().filter(|_| plain)
    };
    Point::new(number(lat)?, number(lon)?)
}

/// Where the best known place of a name is, with a notice where there are others, or why there is none.
fn place(written: &str, gazetteer: &Gazetteer) -> Result<(Point, Option<String>), String> {
    let entries = match by_code(written, gazetteer) {
        Some((entries, _)) => entries,
        None => by_qualified_name(written, gazetteer),
    };
    if entries.is_empty() {
        return Err(format!("no place called {written} is known"));
    }
    let mut points = entries.iter().filter(|entry| is_point(Some(entry.kind)));
    let Some((best, center)) = points.find_map(|entry| Some((entry, center(entry)?))) else {
        return Err(format!(
            "{written} is no point on the map (place:\"{written}\" finds everything in it)"
        ));
    };
    let other = points.find(|other| other.id != best.id);
    let notice = other.map(|other| {
        format!(
            "{written} is read as {} ({}), the best known of several; for {} write near:{}",
            best.name,
            area(best),
            area(other),
            other.id
        )
    });
    Ok((center, notice))
}

fn center(entry: &Entry) -> Option<Point> {
    let (lat, lon) = entry.position?;
    Point::new(lat, lon)
}

fn area(entry: &Entry) -> &str {
    entry
        .within
        .first()
        .map_or(entry.id.as_str(), String::as_str)
}

/// What cannot be a distance from a place is text, as an unknown field is.
fn as_text(typed: &str, why: String) -> Reading {
    let slots = slots::plain(&format!("near:{typed}"));
    let notice = format!("{why}: read as text");
    match slots.is_empty() {
        true => sure(Node::Everything),
        false => assuming(
            Node::Words(Words {
                scope: Scope::Anywhere,
                slots,
            }),
            [notice],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Point {
        Point::new(lat, lon).unwrap()
    }

    fn near(center: Point, km: f64) -> Near {
        Near {
            written: String::new(),
            center,
            km,
        }
    }

    #[test]
    fn distances_are_those_of_the_atlas() {
        let (tbilisi, yerevan) = (at(41.694, 44.834), at(40.182, 44.515));
        let km = tbilisi.distance_km(yerevan);
        assert!((km - 170.0).abs() < 2.0, "{km}");
        let km = at(40.714, -74.006).distance_km(at(51.509, -0.126));
        assert!((km - 5570.0).abs() < 10.0, "{km}");
        let km = at(0.0, 0.0).distance_km(at(0.0, 180.0));
        assert!((km - 20_015.0).abs() < 1.0, "{km}");
    }

    #[test]
    fn the_poles_and_the_date_line_are_no_border() {
        assert!(near(at(-17.8, 179.9), 50.0).holds(at(-17.8, -179.9)));
        assert!(near(at(89.9, 0.0), 30.0).holds(at(89.9, 180.0)));
        assert!(!near(at(89.0, 0.0), 30.0).holds(at(89.0, 180.0)));
        assert!(near(at(90.0, 12.0), 1.0).holds(at(90.0, -99.0)));
    }

    #[test]
    fn a_distance_is_a_number_with_a_unit() {
        for (typed, km) in [
            ("50km", Some(50.0)),
            ("50", Some(50.0)),
            ("=50 km", Some(50.0)),
            ("10mi", Some(16.09344)),
            ("0.5km", Some(0.5)),
            ("0km", None),
            ("-5km", None),
            ("km", None),
            ("", None),
            ("5 furlongs", None),
            ("1.2.3", None),
        ] {
            assert_eq!(kilometres(typed), km, "{typed}");
        }
    }

    #[test]
    fn a_point_is_two_numbers_of_the_globe() {
        assert_eq!(point("41.7,44.8"), Some(at(41.7, 44.8)));
        assert_eq!(point("-33, +18.4"), Some(at(-33.0, 18.4)));
        for typed in ["91,0", "0,181", "41.7", "a,b", "nan,0", "1e1,0", "inf,0"] {
            assert_eq!(point(typed), None, "{typed}");
        }
    }
}
