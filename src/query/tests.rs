//! What people type, and what it means: one table, and promises over random queries.

use super::near::{Near, Point};
use super::parse::{MAX_BYTES, MAX_DEPTH, MAX_OPERATORS, Settings, parse};
use super::span::{Link, Span, Unit};
use super::{AboutTest, Has, Node, Period, PlaceTest, Query, Slot, StatusTest, Words};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::fields::Scope;
use crate::status::Status;
use chrono::NaiveDate;
use proptest::prelude::*;

fn now() -> chrono::DateTime<chrono::Utc> {
    "2020-11-20T12:00:00Z".parse().unwrap()
}

fn settings() -> Settings {
    Settings {
        today: day("2020-11-20"),
        now: now(),
        any: false,
        words_only: false,
        date_order: None,
    }
}

/// No agency and no place is known, so that no row of a table changes what is promised here.
fn facts() -> Facts {
    Facts {
        agencies: Default::default(),
        gazetteer: Default::default(),
        ..Facts::default()
    }
}

fn read(text: &str) -> Result<Query> {
    parse(text, settings(), &facts())
}

fn root(text: &str) -> Node {
    read(text).unwrap().root
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn and<const N: usize>(nodes: [Node; N]) -> Node {
    Node::And(nodes.into())
}

fn or<const N: usize>(nodes: [Node; N]) -> Node {
    Node::Or(nodes.into())
}

fn not(node: Node) -> Node {
    Node::Not(Box::new(node))
}

fn slots(scope: Scope, slots: impl IntoIterator<Item = Slot>) -> Node {
    Node::Words(Words {
        scope,
        slots: slots.into_iter().collect(),
    })
}

fn word_in(scope: Scope, word: &str) -> Node {
    slots(scope, [Slot::Inflected(word.into())])
}

fn phrase_in(scope: Scope, words: &str) -> Node {
    slots(scope, words.split(' ').map(|w| Slot::Folded(w.into())))
}

fn word(word: &str) -> Node {
    word_in(Scope::Anywhere, word)
}

fn phrase(words: &str) -> Node {
    phrase_in(Scope::Anywhere, words)
}

fn exact(words: &str) -> Node {
    let words = words.split(' ').map(|w| Slot::Exact(w.into()));
    slots(Scope::Anywhere, words)
}

fn pattern(pattern: &str) -> Node {
    slots(Scope::Anywhere, [Slot::Pattern(pattern.into())])
}

fn place(written: &str) -> Node {
    Node::Place(PlaceTest {
        written: written.into(),
        ids: Vec::new(),
        exact: false,
    })
}

fn very_place(written: &str) -> Node {
    Node::Place(PlaceTest {
        written: written.into(),
        ids: Vec::new(),
        exact: true,
    })
}

fn days(first: &str, last: &str) -> Node {
    let day_or_open = |text: &str| (!text.is_empty()).then(|| day(text));
    Node::Period(Period {
        first: day_or_open(first),
        last: day_or_open(last),
    })
}

fn on(month: u32, day: u32) -> Node {
    Node::OnDay { month, day }
}

fn agency(id: &str) -> Node {
    Node::Agency(id.into())
}

fn lang(code: &str) -> Node {
    Node::Language(code.into())
}

#[test]
fn a_query_means_what_its_reader_would_say() {
    use Node::Everything;
    use Scope::{Body, Headline, Lead};
    let armenia = || word("arménie");
    let ceasefire = || phrase("cessez le feu");
    let table = [
        // Words.
        ("", Everything),
        ("  \t\n", Everything),
        ("*", Everything),
        ("Karabakh", word("karabakh")),
        (
            "Karabakh cessez-le-feu",
            and([word("karabakh"), ceasefire()]),
        ),
        ("cessez‑le‑feu", ceasefire()),
        ("« cessez-le-feu »", ceasefire()),
        ("„cessez-le-feu“", ceasefire()),
        ("”cessez-le-feu”", ceasefire()),
        ("“cessez-le-feu\"", ceasefire()),
        ("l'Arménie", armenia()),
        ("L’ARMÉNIE", armenia()),
        ("l'élection", word("élection")),
        ("aujourd’hui", word("aujourd'hui")),
        ("Moscow's", word("moscow")),
        ("etats-unis", phrase("etats unis")),
        ("États Unis", and([word("états"), word("unis")])),
        ("de\u{301}ce\u{300}s", word("décès")),
        ("=Géorgie", exact("géorgie")),
        ("=\"Le Monde\"", exact("le monde")),
        ("=cessez-le-feu", exact("cessez le feu")),
        (
            "=cessez-feu*",
            slots(
                Scope::Anywhere,
                [Slot::Exact("cessez".into()), Slot::Pattern("feu*".into())],
            ),
        ),
        ("\"Le Drian\"", phrase("le drian")),
        ("\"président\"", phrase("président")),
        ("\"l'accord AND -x\"", phrase("l accord and x")),
        ("territorial*", pattern("territorial*")),
        ("wom?n", pattern("wom?n")),
        ("ab*", word("ab")),
        ("qui a gagné?", and([word("qui"), word("a"), word("gagné")])),
        ("-0.5", phrase("0 5")),
        ("-2020", word("2020")),
        ("+33", word("33")),
        ("http://x.y/z", phrase("http x y z")),
        ("20:30", phrase("20 30")),
        ("Reuters: Minsk", and([word("reuters"), word("minsk")])),
        ("--json", word("json")),
        ("C++", word("c")),
        (
            "Aliev~1",
            slots(Scope::Anywhere, [Slot::Fuzzy("aliev".into(), 1)]),
        ),
        ("\"a b\"~0", phrase("a b")),
        (
            "停火协议 Карабах",
            and([phrase("停 火 协 议"), word("карабах")]),
        ),
        (
            "and or et not",
            and([word("and"), word("or"), word("et"), word("not")]),
        ),
        // Operators.
        ("a AND b", and([word("a"), word("b")])),
        ("+a +b", and([word("a"), word("b")])),
        ("décédé OR escalade", or([word("décédé"), word("escalade")])),
        ("a | b|c", or([word("a"), word("b"), word("c")])),
        ("a || b", or([word("a"), word("b")])),
        (
            "a b OR c d",
            and([word("a"), or([word("b"), word("c")]), word("d")]),
        ),
        ("a AND b OR c", and([word("a"), or([word("b"), word("c")])])),
        ("(a b) OR c", or([and([word("a"), word("b")]), word("c")])),
        ("a (b c)", and([word("a"), word("b"), word("c")])),
        ("a OR (b OR c)", or([word("a"), word("b"), word("c")])),
        ("-sport", not(word("sport"))),
        ("−sport", not(word("sport"))),
        ("NOT sport", not(word("sport"))),
        ("-sport -foot", and([not(word("sport")), not(word("foot"))])),
        ("a -b", and([word("a"), not(word("b"))])),
        ("a AND NOT b", and([word("a"), not(word("b"))])),
        ("a OR -b", or([word("a"), not(word("b"))])),
        ("NOT NOT a", word("a")),
        ("NOT -a", word("a")),
        ("-(a b)", not(and([word("a"), word("b")]))),
        ("-(-a)", word("a")),
        ("-\"a b\"", not(phrase("a b"))),
        ("-=Géorgie", not(exact("géorgie"))),
        // Nothing is a bare syntax error.
        ("\"unclosed", word_folded("unclosed")),
        ("a \"b c", and([word("a"), phrase("b c")])),
        ("(", Everything),
        (")", Everything),
        ("()", Everything),
        ("\"\"", Everything),
        ("&&&", Everything),
        ("a & b", and([word("a"), word("b")])),
        ("(a b", and([word("a"), word("b")])),
        ("a) b", and([word("a"), word("b")])),
        ("-", Everything),
        ("a - b", and([word("a"), word("b")])),
        ("a AND", word("a")),
        ("OR b", word("b")),
        ("a OR", word("a")),
        ("a NOT", word("a")),
        ("a OR OR b", or([word("a"), word("b")])),
        ("AND", word("and")),
        ("NOT", word("not")),
        ("OR OR", and([word("or"), word("or")])),
        ("=", Everything),
        ("foo(bar)", and([word("foo"), word("bar")])),
        // Places.
        ("place:Géorgie", place("Géorgie")),
        ("PLACE:Gori", place("Gori")),
        ("lieu:Gori", place("Gori")),
        ("place:=Géorgie", very_place("Géorgie")),
        ("place:\"New York\"", place("New York")),
        ("place:=\"New York\"", very_place("New York")),
        ("place:New-York", place("New-York")),
        ("place:OR", place("OR")),
        (
            "place:Gori,Tbilissi",
            or([place("Gori"), place("Tbilissi")]),
        ),
        (
            "place:\"New York\",=Gori x",
            and([or([place("New York"), very_place("Gori")]), word("x")]),
        ),
        (
            "place:(Gori OR \"New York\")",
            or([place("Gori"), place("New York")]),
        ),
        (
            "place:(Gori, Tbilissi)",
            or([place("Gori"), place("Tbilissi")]),
        ),
        (
            "place:(GE -Tbilissi)",
            and([place("GE"), not(place("Tbilissi"))]),
        ),
        ("place: Gori", place("Gori")),
        ("place : Gori", place("Gori")),
        ("place :Gori", place("Gori")),
        ("a : b", and([word("a"), word("b")])),
        ("-place:Moscou", not(place("Moscou"))),
        ("place:*", Node::Has(Has::Place)),
        ("place:", word("place")),
        ("place: OR a", or([word("place"), word("a")])),
        ("place:()", Everything),
        ("place:\"\"", word("place")),
        // Dates.
        (
            "place:Chouchi date:1992-05",
            and([place("Chouchi"), days("1992-05-01", "1992-05-31")]),
        ),
        ("date:17/11/2020", days("2020-11-17", "2020-11-17")),
        ("date:20201117", days("2020-11-17", "2020-11-17")),
        (
            "date:2020-11-10..2020-11-20",
            days("2020-11-10", "2020-11-20"),
        ),
        ("date:..2020-11-16", days("", "2020-11-16")),
        ("date:>=2020-11-09", days("2020-11-09", "")),
        ("date: >=2020-11-09", days("2020-11-09", "")),
        ("date:\"17/11/2020\"", days("2020-11-17", "2020-11-17")),
        (
            "date:2019,2020-11",
            or([
                days("2019-01-01", "2019-12-31"),
                days("2020-11-01", "2020-11-30"),
            ]),
        ),
        (
            "date:(2020 -2020-11-17)",
            and([
                days("2020-01-01", "2020-12-31"),
                not(days("2020-11-17", "2020-11-17")),
            ]),
        ),
        ("-date:2020", not(days("2020-01-01", "2020-12-31"))),
        ("date:hier", days("2020-11-19", "2020-11-19")),
        ("date:2w..", days("2020-11-06", "")),
        (
            "since:2020-11-09 until:2020-11-17",
            and([days("2020-11-09", ""), days("", "2020-11-17")]),
        ),
        (
            "after:2020-11 before:2020-11",
            and([days("2020-11-01", ""), days("", "2020-11-30")]),
        ),
        ("on:11-17", on(11, 17)),
        ("on:17/11", on(11, 17)),
        ("date:*", Node::Has(Has::Date)),
        // The other fields.
        ("lang:fr karabakh", and([lang("fr"), word("karabakh")])),
        ("lang:French", lang("fr")),
        ("langue:français", lang("fr")),
        ("lang:fr-CA", lang("fr")),
        ("agency:AFP,Reuters", or([agency("afp"), agency("reuters")])),
        ("source:\"Agence X\"", agency("agence x")),
        ("headline:trêve", word_in(Headline, "trêve")),
        ("titre:\"Le Drian\"", phrase_in(Headline, "le drian")),
        (
            "lead:(trêve OR cessez-le-feu)",
            or([word_in(Lead, "trêve"), phrase_in(Lead, "cessez le feu")]),
        ),
        (
            "body:(a -\"b c\")",
            and([word_in(Body, "a"), not(phrase_in(Body, "b c"))]),
        ),
        (
            "headline:trêve,armistice",
            or([word_in(Headline, "trêve"), word_in(Headline, "armistice")]),
        ),
        (
            "headline:=Élection",
            slots(Headline, [Slot::Exact("élection".into())]),
        ),
        (
            "lead:(a place:Gori)",
            and([word_in(Lead, "a"), place("Gori")]),
        ),
        ("path:2020/**", Node::Path("2020/**".into())),
        ("id:1f3a", Node::Id("1f3a".into())),
        ("chain:1f3a", Node::Chain("1f3a".into())),
        ("chain:*", Node::Chain(String::new())),
        // Places in the text, distances, marks and standings.
        ("about:Stepanakert", about("Stepanakert")),
        ("mentions:\"New York\"", about("New York")),
        (
            "about:(Gori -Moscou)",
            and([about("Gori"), not(about("Moscou"))]),
        ),
        ("about:*", Node::Has(Has::Mention)),
        ("near:41.7,44.8<50km", near("41.7,44.8", 50.0)),
        ("near:41.7,44.8", near("41.7,44.8", 50.0)),
        ("near:\"41.7,44.8\"<=5km", near("41.7,44.8", 5.0)),
        ("near:\"41.7,44.8<10mi\"", near("41.7,44.8", 16.09344)),
        ("near:41.7,44.8<90000km", near("41.7,44.8", 20_000.0)),
        (
            "-near:41.7,44.8<5km x",
            and([not(near("41.7,44.8", 5.0)), word("x")]),
        ),
        (
            "near:(41.7,44.8<5km OR 41.7,44.8<6km)",
            or([near("41.7,44.8", 5.0), near("41.7,44.8", 6.0)]),
        ),
        ("near:*", Node::Has(Has::Place)),
        ("near:Nowhere<50km", phrase("near nowhere 50km")),
        ("near:41.7,44.8<soon", phrase("near 41 7 44 8 soon")),
        ("near:", word("near")),
        ("mark:correction", Node::Mark("correction".into())),
        (
            "mark:update,LEAD",
            or([Node::Mark("update".into()), Node::Mark("lead".into())]),
        ),
        ("mark:withdrawn", Node::Mark("kill".into())),
        ("mark:odd", Node::Mark("odd".into())),
        ("mark:*", Node::Has(Has::Mark)),
        ("status:any", status(None)),
        ("status:*", Everything),
        ("status:Canceled", status(Some(Status::Canceled))),
        ("status:superseded", status(Some(Status::Superseded))),
        ("status:killed", status(Some(Status::Canceled))),
        ("-status:usable", not(status(Some(Status::Usable)))),
        ("status:odd", status(Some(Status::Usable))),
        ("headline:*", Node::Has(Has::Headline)),
    ];
    for (typed, expected) in table {
        assert_eq!(root(typed), expected, "{typed}");
    }
}

fn pair(link: Link, one: Node, other: Node) -> Node {
    let span = |node| Span::of(node).unwrap();
    Node::Span(Span::Pair(link, Box::new([span(one), span(other)])))
}

fn within(within: u32, one: Node, other: Node) -> Node {
    let ordered = false;
    pair(Link::Near { within, ordered }, one, other)
}

fn before(within: u32, one: Node, other: Node) -> Node {
    let ordered = true;
    pair(Link::Near { within, ordered }, one, other)
}

fn same(unit: Unit, one: Node, other: Node) -> Node {
    pair(Link::Same(unit), one, other)
}

fn at_least(times: u32, of: Node) -> Node {
    let of = Box::new(Span::of(of).unwrap());
    Node::Span(Span::AtLeast { times, of })
}

fn first(words: u32, of: Node) -> Node {
    let of = Box::new(Span::of(of).unwrap());
    Node::Span(Span::First { words, of })
}

fn together(within: u32, scope: Scope, words: &str) -> Node {
    let single = |word: &str| slots(scope, [Slot::Folded(word.into())]);
    let words = words.split(' ').map(|word| Span::of(single(word)).unwrap());
    let words = words.collect();
    Node::Span(Span::Together { within, words })
}

#[test]
fn words_in_a_relation_mean_what_their_reader_would_say() {
    use Unit::{Paragraph, Sentence};
    let (a, b, c) = (|| word("a"), || word("b"), || word("c"));
    let lead = |name: &str| word_in(Scope::Lead, name);
    let table = [
        ("a NEAR/10 b", within(10, a(), b())),
        ("a near/10 b", within(10, a(), b())),
        ("a w/10 b", within(10, a(), b())),
        ("a NEAR b", within(10, a(), b())),
        ("a ADJ/3 b", before(3, a(), b())),
        ("a adj/3 b", before(3, a(), b())),
        ("a pre/3 b", before(3, a(), b())),
        ("a ADJ b", before(10, a(), b())),
        ("a SAME/P b", same(Paragraph, a(), b())),
        ("a SAME b", same(Paragraph, a(), b())),
        ("a SAME/S b", same(Sentence, a(), b())),
        ("a near b", and([a(), word("near"), b()])),
        ("a same b", and([a(), word("same"), b()])),
        ("a w/x b", and([a(), phrase("w x"), b()])),
        ("\"a b\"~10", together(10, Scope::Anywhere, "a b")),
        (
            "\"a b c\"~4 d",
            and([together(4, Scope::Anywhere, "a b c"), word("d")]),
        ),
        ("lead:\"a b\"~4", together(4, Scope::Lead, "a b")),
        ("\"a\"~10", phrase("a")),
        ("atleast3:a", at_least(3, a())),
        ("ATLEAST3:\"a b\"", at_least(3, phrase("a b"))),
        ("atleast3:(a OR b)", at_least(3, or([a(), b()]))),
        ("atleast3:a,b", at_least(3, or([a(), b()]))),
        ("first50:a", first(50, a())),
        ("first50:atleast2:a", first(50, at_least(2, a()))),
        ("lead:atleast2:a", at_least(2, lead("a"))),
        ("first50:lead:a", first(50, lead("a"))),
        ("lead:(a NEAR/5 b)", within(5, lead("a"), lead("b"))),
        ("lead:a NEAR/5 b", within(5, lead("a"), b())),
        // Binding: signs, then links from left to right, then OR, then AND.
        ("a NEAR/2 b ADJ/3 c", before(3, within(2, a(), b()), c())),
        ("a NEAR/2 (b ADJ/3 c)", within(2, a(), before(3, b(), c()))),
        ("a OR b NEAR/2 c", or([a(), within(2, b(), c())])),
        ("(a OR b) NEAR/2 c", within(2, or([a(), b()]), c())),
        ("a b NEAR/2 c", and([a(), within(2, b(), c())])),
        ("-a NEAR/2 b", and([not(a()), b()])),
        ("-(a NEAR/2 b)", not(within(2, a(), b()))),
        ("+a NEAR/2 b", within(2, a(), b())),
        (
            "place:Gori NEAR/3 a NEAR/2 b",
            and([place("Gori"), within(2, a(), b())]),
        ),
        ("(a b) NEAR/3 c", and([a(), b(), c()])),
        ("NEAR a", and([word("near"), a()])),
        ("a NEAR/3", and([a(), phrase("near 3")])),
        ("\"NEAR\" a", and([phrase("near"), a()])),
    ];
    for (typed, expected) in table {
        assert_eq!(root(typed), expected, "{typed}");
        assert_eq!(root(&expected.to_string()), expected, "{expected}");
    }
}

#[test]
fn a_chain_of_links_as_long_as_a_query_may_be_reads_back_as_itself() {
    let chain = "a NEAR/3 ".repeat(MAX_OPERATORS) + "a";
    let written = root(&chain).to_string();
    assert_eq!(root(&written), root(&chain));
}

fn about(written: &str) -> Node {
    let slots = written.to_lowercase();
    let slots = slots.split(' ').map(|word| Slot::Folded(word.into()));
    Node::About(AboutTest {
        place: PlaceTest {
            written: written.into(),
            ids: vec![],
            exact: false,
        },
        words: Some(Words {
            scope: Scope::Anywhere,
            slots: slots.collect(),
        }),
    })
}

fn near(written: &str, km: f64) -> Node {
    Node::Near(Near {
        written: written.into(),
        center: Point::new(41.7, 44.8).unwrap(),
        km,
    })
}

fn status(wanted: Option<Status>) -> Node {
    Node::Status(StatusTest { wanted, now: now() })
}

#[test]
fn what_must_not_be_shown_is_left_out_unless_it_is_asked_for() {
    let shown = |typed: &str| read(typed).unwrap().shown(now()).root.to_string();
    for (typed, expected) in [
        ("", "status:usable"),
        ("a", "(a status:usable)"),
        ("a b", "(a b status:usable)"),
        ("a OR b", "((a OR b) status:usable)"),
        ("a -mark:kill", "(a NOT mark:\"kill\" status:usable)"),
        ("mark:correction", "(mark:\"correction\" status:usable)"),
        ("a mark:kill", "(a mark:\"kill\")"),
        ("a (b OR mark:embargo)", "(a (b OR mark:\"embargo\"))"),
        ("-(a -mark:kill)", "NOT (a NOT mark:\"kill\")"),
        ("a status:any", "(a status:any)"),
        ("a -status:canceled", "(a NOT status:canceled)"),
    ] {
        assert_eq!(shown(typed), expected, "{typed}");
    }
    let hidden = |typed: &str| {
        read(typed)
            .unwrap()
            .hidden(now())
            .map(|q| q.root.to_string())
    };
    assert_eq!(hidden("a").as_deref(), Some("(a NOT status:usable)"));
    assert_eq!(hidden("a status:any"), None);
}

#[test]
fn a_distance_is_measured_from_the_best_known_place_of_a_name() {
    for (typed, lat, km) in [
        ("near:Tbilissi<50km", 41.7, 50.0),
        ("near:\"New York\"<30mi", 40.7, 48.28032),
        ("near:\"New York<30mi\"", 40.7, 48.28032),
        ("near:Paris<1km", 48.9, 1.0),
    ] {
        let query = parse(typed, settings(), Facts::built_in()).unwrap();
        let Node::Near(near) = &query.root else {
            panic!("{typed}: {:?}", query.root)
        };
        assert_eq!((near.center.lat * 10.0).round() / 10.0, lat, "{typed}");
        assert_eq!(near.km, km, "{typed}");
        let again = parse(&query.root.to_string(), settings(), Facts::built_in()).unwrap();
        assert_eq!(again.root, query.root, "{typed}");
    }
    let country = parse("near:Géorgie<50km", settings(), Facts::built_in()).unwrap();
    assert!(matches!(country.root, Node::Words(_)), "{country:?}");
}

fn word_folded(word: &str) -> Node {
    slots(Scope::Anywhere, [Slot::Folded(word.into())])
}

#[test]
fn what_was_assumed_is_said_with_its_place_in_the_query() {
    let table = [
        ("a b OR c", "b OR c", "binds tighter"),
        ("a \"b", "\"b", "quote is not closed"),
        ("a (b", "(", "bracket is not closed"),
        ("a)", ")", "nothing is open"),
        ("a AND", "AND", "left out"),
        ("AND", "AND", "read as a word"),
        ("x -0.5", "-", "digit"),
        ("a & b", "&", "no word"),
        ("ab*", "ab*", "3 letters"),
        ("place: Gori x", "place:", "after the space"),
        ("x place:Gori", "Gori", "no place called Gori"),
        ("agency:Xyz", "Xyz", "no agency"),
        ("date:11/09/2020", "11/09/2020", "day first"),
        ("date:2020..2019", "2020..2019", "backwards"),
        ("x mark:odd", "odd", "the marks are flash, alert"),
        ("x status:odd", "odd", "read as usable"),
        ("x about:Gori", "Gori", "as words of the text"),
        ("x near:41.7,44.8", "41.7,44.8", "within 50 km"),
        (
            "x near:41.7,44.8<90000km",
            "41.7,44.8<90000km",
            "cut to 20000 km",
        ),
        (
            "x near:\"41.7,44.8\"<far",
            "\"41.7,44.8\"<far",
            "no distance",
        ),
        ("x near:Gori<5km", "Gori<5km", "no place called Gori"),
        ("a NEAR/0 b", "NEAR/0", "read as 1"),
        ("place:Gori NEAR/3 y", "NEAR/3", "read as AND"),
        ("(a b) SAME/S y", "SAME/S", "read as AND"),
        ("-a w/3 y", "w/3", "read as AND"),
        ("NEAR a", "NEAR", "read as a word"),
        ("a pre/3", "pre/3", "read as a word"),
        ("atleast3:", "atleast3:", "read as a word"),
        ("atleast3: a", "atleast3:", "after the space"),
        ("atleast3:place:Gori", "atleast3:", "left out"),
        ("first0:a", "first0", "read as 1"),
        ("\"a b\"~0", "\"a b\"~0", "in a row"),
        ("headline:a, b", ",", "without spaces"),
        ("lang:klingon", "klingon", "no code"),
        ("x UE~1", "UE~1", "3 letters"),
        ("ONU~2 x", "ONU~2", "read as ~1"),
        ("x Aliev~9", "Aliev~9", "read as ~2"),
        ("x Aliev~0.8", "Aliev~0.8", "write ~1 or ~2"),
        ("x =Aliev~1", "=Aliev~1", "= is left out"),
        ("x cessez-le-feu~1", "cessez-le-feu~1", "one word"),
        ("x \"Aliev\"~1", "\"Aliev\"", "write aliev~1"),
        ("x urgency:12", "12", "from 1, the most urgent, to 9"),
        ("x words:abc", "abc", "words:300"),
        ("x words:>1,000 y", ">1,000", "read as >1000"),
        ("x words:9..3", "9..3", "backwards"),
        ("byline:a NEAR/3 y", "NEAR/3", "read as AND"),
    ];
    for (typed, at, message) in table {
        let notices = read(typed).unwrap().notices;
        let said = notices
            .iter()
            .any(|n| &typed[n.at.clone()] == at && n.message.contains(message));
        assert!(said, "{typed}: {notices:?}");
    }
}

#[test]
fn what_needs_no_assumption_is_read_without_a_notice() {
    let quiet = [
        "Karabakh cessez-le-feu",
        "« l'accord » -sport",
        "a OR b",
        "a (b OR c)",
        "date:17/11/2020 on:11-17",
        "lead:(trêve OR cessez-le-feu) headline:a,b",
        "http://x.y/z 20:30",
        "lang:fr path:2020/** id:1f place:*",
        "near:41.7,44.8<50km mark:update,lead status:any mark:* about:*",
        "a NEAR/10 b w/3 (c OR \"d e\") SAME/P fff* SAME/S =g adj/2 h",
        "atleast3:a first50:(a OR b) lead:(a NEAR b) lead:first9:a \"a b c\"~10",
    ];
    for typed in quiet {
        assert_eq!(read(typed).unwrap().notices, [], "{typed}");
    }
}

#[test]
fn a_date_that_cannot_be_is_an_error_with_a_hint() {
    for typed in [
        "date:2020-13-45",
        "date:31/02/2020",
        "date:foo",
        "on:02-30",
        "since:(a OR b)",
    ] {
        let error = read(typed).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{typed}");
        assert!(error.hint().is_some(), "{typed}");
    }
}

#[test]
fn where_any_plain_word_is_enough_those_of_a_hyphenated_one_are_enough_too() {
    let settings = Settings {
        any: true,
        words_only: true,
        ..settings()
    };
    let words = parse("truce France-led", settings, &facts()).unwrap();
    let words: Vec<_> = words
        .wanted_words()
        .into_iter()
        .map(|words| words.slots)
        .collect();
    let alone = |word: &str| vec![Slot::Inflected(word.into())];
    assert_eq!(words, [alone("truce"), alone("france"), alone("led")]);
    let unspaced = parse("停火谈判", settings, &facts()).unwrap();
    assert_eq!(unspaced.wanted_words().len(), 1);
}

#[test]
fn any_asks_for_any_of_the_words_and_for_all_else() {
    let any = Settings {
        any: true,
        ..settings()
    };
    let table = [
        ("a b-c \"d e\"", "(a OR \"b c\" OR \"d e\")"),
        ("a b lang:fr -c", "((a OR b) lang:\"fr\" NOT c)"),
        ("+a b c", "((b OR c) a)"),
        ("a AND b c", "(c a b)"),
        ("(a b) c", "((a b) OR c)"),
        ("a", "a"),
        ("", "*"),
    ];
    for (typed, expected) in table {
        let query = parse(typed, any, &facts()).unwrap();
        assert_eq!(query.root.to_string(), expected, "{typed}");
    }
}

#[test]
fn with_words_everything_typed_is_a_word() {
    let plain = Settings {
        words_only: true,
        ..settings()
    };
    let table = [
        ("-sport AND \"Le Drian\"", "(sport and le drian)"),
        ("date:2020 l'Arménie", "(\"date 2020\" arménie)"),
        ("negoci* (cessez-le-feu", "(negoci \"cessez le feu\")"),
        ("\"", "*"),
    ];
    for (typed, expected) in table {
        let query = parse(typed, plain, &facts()).unwrap();
        assert_eq!(query.root.to_string(), expected, "{typed}");
        assert_eq!(query.notices, []);
    }
}

#[test]
fn limits_are_errors_that_name_the_limit() {
    let nested = |depth: usize| "(".repeat(depth) + "a" + &")".repeat(depth);
    let joined = |operators: usize| "a|".repeat(operators) + "a";
    assert!(read(&nested(MAX_DEPTH)).is_ok());
    assert!(read(&joined(MAX_OPERATORS)).is_ok());
    assert!(read(&"a".repeat(MAX_BYTES)).is_ok());
    let table = [
        (nested(MAX_DEPTH + 1), MAX_DEPTH),
        (joined(MAX_OPERATORS + 1), MAX_OPERATORS),
        ("a".repeat(MAX_BYTES + 1), MAX_BYTES),
    ];
    for (typed, limit) in table {
        let error = read(&typed).unwrap_err();
        assert!(matches!(error, Error::Query { .. }));
        assert!(error.to_string().contains(&limit.to_string()), "{error}");
    }
}

#[test]
fn four_kilobytes_of_one_sign_neither_hang_nor_overflow() {
    let signs = [
        "(",
        ")",
        "()",
        "-",
        "+",
        "- ",
        "-(",
        "NOT ",
        "AND ",
        "OR ",
        "|",
        "a NEAR/3 ",
        "SAME ",
        "atleast2:",
        "first2:(",
        "\"a b\"~3",
        "\"",
        "\" ",
        "*",
        "a*",
        "=",
        "place:",
        "place:,",
        "place:(",
        "date:",
        "lead:(",
        "near:",
        "near:1,",
        "near:\"\"<",
        "about:(",
        "status:",
        ",",
        "l'",
        "~",
        ":",
        "a:",
        "«",
        "\u{301}",
    ];
    for sign in signs {
        let typed = sign.repeat(MAX_BYTES / sign.len());
        let begun = std::time::Instant::now();
        assert!(matches!(read(&typed), Ok(_) | Err(Error::Query { .. })));
        assert!(begun.elapsed().as_millis() < 500, "{sign}");
    }
}

/// Queries as fingers slip: operators, fields and words in any order.
fn slips() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "l'",
        "l’été",
        "-",
        "+",
        "(",
        ")",
        "\"",
        "«",
        "»",
        "“",
        " ",
        " ",
        " ",
        "AND",
        "OR",
        "NOT",
        "|",
        "*",
        "?",
        "neg*",
        "~",
        "=",
        ",",
        ":",
        "place:",
        "place:Gori",
        "lead:",
        "headline:(",
        "date:",
        "2020",
        "2020-11-17",
        "..",
        ">=",
        "on:",
        "11-17",
        "lang:",
        "fr",
        "agency:",
        "path:",
        "id:",
        "mark:",
        "mark:update",
        "slug:",
        "status:",
        "any",
        "about:",
        "about:Gori",
        "near:",
        "NEAR",
        " NEAR/3 ",
        " pre/2 ",
        " SAME/S ",
        "same/p",
        "atleast2:",
        "first9:",
        "\"a b\"",
        "~10",
        "aliev",
        "~1",
        "~2",
        "byline:",
        "note:(",
        "urgency:",
        "words:",
        "1,000",
        "12",
        "41.7,44.8",
        "<5km",
        "<",
        "é",
        "e\u{301}",
        "停",
        "\u{2011}",
        "\u{0}",
        "😀",
        "http://x.y/z",
        "-0.5",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Whole, well-formed tests.
fn operand() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "\"b c\"",
        "neg*",
        "place:Gori",
        "about:Gori",
        "near:41.7,44.8<5km",
        "mark:lead",
        "status:canceled",
        "date:2020",
        "(d OR e)",
        "(a NEAR/3 b)",
        "atleast3:(a OR b)",
        "\"a b c\"~10",
        "lead:(f g)",
        "l'été",
        "aliev~1",
        "byline:(a OR b)",
        "urgency:<=2",
        "words:100..300",
    ])
}

#[test]
fn a_mark_that_stood_alone_stands_for_no_character_in_the_written_form() {
    keeps_its_promises("人☞々").unwrap();
}

fn keeps_its_promises(text: &str) -> std::result::Result<(), TestCaseError> {
    for (any, words_only) in [(false, false), (true, false), (false, true)] {
        let settings = Settings {
            any,
            words_only,
            ..settings()
        };
        match parse(text, settings, &facts()) {
            Err(Error::Query { .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
            Ok(query) => {
                for notice in &query.notices {
                    prop_assert!(query.text.get(notice.at.clone()).is_some(), "{notice:?}");
                }
                if text.len() < MAX_BYTES / 8 {
                    let canonical = query.root.to_string();
                    prop_assert_eq!(&query.root, &root(&canonical), "{}", canonical);
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_its_written_form_reads_as_the_same(text in any::<String>()) {
        keeps_its_promises(&text)?;
    }

    #[test]
    fn any_slip_of_the_fingers_is_read_and_its_written_form_reads_as_the_same(text in slips()) {
        keeps_its_promises(&text)?;
    }

    #[test]
    fn and_and_plus_and_side_by_side_are_one(a in operand(), b in operand()) {
        let side_by_side = root(&format!("{a} {b}"));
        prop_assert_eq!(&side_by_side, &root(&format!("{a} AND {b}")));
        prop_assert_eq!(&side_by_side, &root(&format!("+{a} +{b}")));
        prop_assert_eq!(&side_by_side, &root(&format!("({a}) ({b})")));
    }

    #[test]
    fn minus_and_not_are_one(a in operand()) {
        prop_assert_eq!(root(&format!("-{a}")), root(&format!("NOT {a}")));
    }
}
