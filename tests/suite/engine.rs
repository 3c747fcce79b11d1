//! What every engine promises, asked of the built-in one through the two traits.

use crate::engines::{archive, generator};
use chrono::NaiveDate;
use dateline::engine::{self, By, Fold, Mode, Page, Searcher, Sort};
use dateline::fields::{Part, Quantity, Scope, Side};
use dateline::query::fits::fits;
use dateline::query::matching::marks;
use dateline::query::near::{Near, Point};
use dateline::query::span::Span;
use dateline::query::{
    AboutTest, Has, Node, NumberTest, Period, PlaceTest, Query, Slot, StatusTest, Words,
};
use dateline::search::{self, counts::Key};
use dateline::status::Status;
use dateline::story::{DateFrom, Place, Story, When};

fn story(id: &str, language: &str, headline: &str, paragraphs: &[&str]) -> Story {
    Story {
        schema: 1,
        id: id.into(),
        path: format!("wire/{id}.txt"),
        language: Some(language.into()),
        headline: (!headline.is_empty()).then(|| headline.into()),
        paragraphs: paragraphs
            .iter()
            .map(|&paragraph| paragraph.into())
            .collect(),
        ..Story::default()
    }
}

fn dated(mut story: Story, date: &str) -> Story {
    story.set_date(date.parse().unwrap(), DateFrom::Dateline);
    story
}

fn filed_from(mut story: Story, as_written: &str, id: Option<u32>, within: &[&str]) -> Story {
    story.places.push(Place {
        as_written: as_written.into(),
        id: id.map(|id| id.to_string()),
        kind: id.map(|_| "city".into()),
        name: id.map(|_| as_written.into()),
        country: within.last().map(|&country| country.into()),
        within: within.iter().map(|&area| area.into()).collect(),
        geonameid: id,
        ..Place::default()
    });
    story
}

/// Rows of counts, `-` for no value.
fn counted(searcher: &dyn Searcher, query: &Query, keys: &[Key]) -> Vec<String> {
    let fold = Fold {
        now: now(),
        ..Fold::NONE
    };
    let (_, rows) = search::counts::counts(searcher, query, keys, &fold).unwrap();
    let rows = rows.into_iter().map(|row| {
        let values = row
            .values
            .iter()
            .map(|value| value.as_deref().unwrap_or("-"));
        format!("{} {}", row.stories, values.collect::<Vec<_>>().join(" "))
    });
    rows.collect()
}

fn query(root: Node) -> Query {
    Query {
        text: String::new(),
        root,
        notices: Vec::new(),
    }
}

fn words(scope: Scope, slots: Vec<Slot>) -> Node {
    Node::Words(Words { scope, slots })
}

fn word(word: &str) -> Node {
    words(Scope::Anywhere, vec![Slot::Inflected(word.into())])
}

fn phrase(text: &str) -> Node {
    words(
        Scope::Anywhere,
        text.split(' ')
            .map(|word| Slot::Folded(word.into()))
            .collect(),
    )
}

fn exact(word: &str) -> Node {
    words(Scope::Anywhere, vec![Slot::Exact(word.into())])
}

fn found(searcher: &dyn Searcher, root: Node, sort: Sort) -> Vec<String> {
    let page = Page {
        offset: 0,
        limit: 100,
        sort,
    };
    let found = searcher.search(&query(root), &page).unwrap();
    found.stories.map(|story| story.unwrap().0.id).collect()
}

fn finds(searcher: &dyn Searcher, root: Node) -> Vec<String> {
    let mut ids = found(searcher, root, Sort::Relevance);
    ids.sort();
    ids
}

#[test]
fn words_meet_across_case_accents_elision_and_inflection() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(
        folder.path(),
        &[
            story("1a", "fr", "", &["L’ÉLECTION a été négociée à Erevan"]),
            story("1b", "fr", "", &["des elections, un négocié, Karabakh"]),
            story(
                "1c",
                "en",
                "",
                &["no election was held; the election's date"],
            ),
            story("1d", "fr", "", &["de\u{301}ce\u{300}s"]),
        ],
    );
    let s = searcher.as_ref();
    assert_eq!(finds(s, word("élection")), ["1a", "1b", "1c"]);
    assert_eq!(finds(s, word("elections")), ["1a", "1b", "1c"]);
    assert_eq!(finds(s, word("négociation")), ["1a", "1b"]);
    assert_eq!(finds(s, word("négligence")), [""; 0]);
    assert_eq!(finds(s, word("négociées")), ["1a", "1b"]);
    assert_eq!(finds(s, word("deces")), ["1d"]);
    assert_eq!(finds(s, exact("élection")), ["1a"]);
    assert_eq!(finds(s, exact("election")), ["1c"]);
    assert_eq!(finds(s, exact("elections")), ["1b"]);
    let truncated = words(Scope::Anywhere, vec![Slot::Pattern("negoci*".into())]);
    assert_eq!(finds(s, truncated), ["1a", "1b"]);
}

#[test]
fn a_phrase_needs_its_words_in_a_row_in_one_paragraph() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(
        folder.path(),
        &[
            story("1a", "fr", "Le cessez-le-feu tient", &["rien"]),
            story("1b", "fr", "", &["cessez le feu conclu", "fin"]),
            story("1c", "fr", "", &["le feu", "cessez le", "feu"]),
            story("1d", "fr", "", &["feu cessez le feu"]),
        ],
    );
    let s = searcher.as_ref();
    assert_eq!(finds(s, phrase("cessez le feu")), ["1a", "1b", "1d"]);
    assert_eq!(finds(s, phrase("feu cessez")), ["1d"]);
    let headline = words(
        Scope::Headline,
        vec![Slot::Folded("cessez".into()), Slot::Folded("le".into())],
    );
    assert_eq!(finds(s, headline), ["1a"]);
    let exact_phrase = words(
        Scope::Anywhere,
        vec![Slot::Exact("feu".into()), Slot::Exact("conclu".into())],
    );
    assert_eq!(finds(s, exact_phrase), ["1b"]);
}

#[test]
fn scopes_are_headline_lead_and_body() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(
        folder.path(),
        &[story("1a", "en", "one", &["two", "three", "four"])],
    );
    let s = searcher.as_ref();
    let there =
        |scope, text: &str| !finds(s, words(scope, vec![Slot::Inflected(text.into())])).is_empty();
    let seen = ["one", "two", "three", "four"].map(|text| {
        (
            there(Scope::Anywhere, text),
            there(Scope::Headline, text),
            there(Scope::Lead, text),
            there(Scope::Body, text),
        )
    });
    let expected = [
        (true, true, true, false),
        (true, false, true, true),
        (true, false, true, true),
        (true, false, false, true),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn logic_places_and_fields_select_as_they_look() {
    let folder = tempfile::tempdir().unwrap();
    let mut signed = story("1c", "en", "", &["karabakh truce"]);
    signed.agency = Some("afp".into());
    signed.agencies = vec!["ats".into(), "afp".into()];
    let searcher = archive(
        folder.path(),
        &[
            filed_from(
                story("1a", "fr", "", &["karabakh sport"]),
                "Tbilissi",
                Some(611_717),
                &["GE"],
            ),
            filed_from(
                story("1b", "ru", "", &["karabakh"]),
                "Нигде-сити",
                None,
                &[],
            ),
            signed,
        ],
    );
    let s = searcher.as_ref();
    let not = |node| Node::Not(Box::new(node));
    assert_eq!(finds(s, Node::Everything), ["1a", "1b", "1c"]);
    assert_eq!(finds(s, not(word("sport"))), ["1b", "1c"]);
    assert_eq!(
        finds(s, Node::And(vec![word("karabakh"), not(word("sport"))])),
        ["1b", "1c"]
    );
    assert_eq!(
        finds(s, Node::Or(vec![word("sport"), word("truce")])),
        ["1a", "1c"]
    );
    assert_eq!(finds(s, not(not(word("sport")))), ["1a"]);
    assert_eq!(finds(s, Node::And(vec![])), ["1a", "1b", "1c"]);
    let place = |written: &str, ids: &[&str], exact| {
        let ids = ids.iter().map(|&id| id.into()).collect();
        Node::Place(PlaceTest {
            written: written.into(),
            ids,
            exact,
        })
    };
    assert_eq!(finds(s, place("Géorgie", &["GE"], false)), ["1a"]);
    assert_eq!(finds(s, place("Géorgie", &["GE"], true)), [""; 0]);
    assert_eq!(finds(s, place("Tbilissi", &["611717"], true)), ["1a"]);
    assert_eq!(finds(s, place("НИГДЕ СИТИ", &[], false)), ["1b"]);
    assert_eq!(finds(s, Node::Agency("afp".into())), ["1c"]);
    assert_eq!(finds(s, Node::Agency("ats".into())), ["1c"]);
    assert_eq!(finds(s, Node::Language("ru".into())), ["1b"]);
    assert_eq!(finds(s, Node::Has(Has::Place)), ["1a", "1b"]);
    assert_eq!(finds(s, Node::Path("wire/*a.txt".into())), ["1a"]);
    assert_eq!(finds(s, Node::Id("1b".into())), ["1b"]);
}

#[test]
fn a_date_matches_a_range_when_its_whole_period_lies_inside() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(
        folder.path(),
        &[
            dated(story("1a", "fr", "", &["x"]), "2020-11-17"),
            dated(story("1b", "fr", "", &["x"]), "2020-11"),
            dated(story("1c", "fr", "", &["x"]), "2020-11-17T23:30:00+04:00"),
            story("1d", "fr", "", &["x"]),
            dated(story("1e", "fr", "", &["x"]), "2019-11-17"),
        ],
    );
    let s = searcher.as_ref();
    let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
    let period = |first, last| Node::Period(Period { first, last });
    assert_eq!(
        finds(s, period(day("2020-11-17"), day("2020-11-17"))),
        ["1a", "1c"]
    );
    assert_eq!(
        finds(s, period(day("2020-11-01"), day("2020-11-30"))),
        ["1a", "1b", "1c"]
    );
    assert_eq!(finds(s, period(day("2020-11-02"), None)), ["1a", "1c"]);
    assert_eq!(finds(s, period(None, day("2020-01-01"))), ["1e"]);
    // What may have been later than the end is not before it.
    assert_eq!(
        finds(s, period(None, day("2020-11-17"))),
        ["1a", "1c", "1e"]
    );
    assert_eq!(
        finds(s, period(None, day("2020-11-30"))),
        ["1a", "1b", "1c", "1e"]
    );
    assert_eq!(finds(s, period(None, None)), ["1a", "1b", "1c", "1e"]);
    assert_eq!(
        finds(s, Node::OnDay { month: 11, day: 17 }),
        ["1a", "1c", "1e"]
    );
    assert_eq!(
        found(s, Node::Everything, Sort::Newest),
        ["1c", "1a", "1b", "1e", "1d"]
    );
    assert_eq!(
        found(s, Node::Everything, Sort::Oldest),
        ["1e", "1b", "1a", "1c", "1d"]
    );
    let by = |by| counted(s, &query(Node::Everything), &[Key::Kept(by)]);
    assert_eq!(by(By::Day), ["2 -", "1 2019-11-17", "2 2020-11-17"]);
    assert_eq!(by(By::Week), ["2 -", "1 2019-W46", "2 2020-W47"]);
    assert_eq!(by(By::Month), ["1 -", "1 2019-11", "3 2020-11"]);
    let by = [Key::Kept(By::Year), Key::Kept(By::Month), Key::Status];
    assert_eq!(
        counted(s, &query(Node::Everything), &by),
        [
            "1 - - usable",
            "1 2019 2019-11 usable",
            "3 2020 2020-11 usable"
        ]
    );
    assert_eq!(s.stats().unwrap().last_day, day("2020-11-30"));
}

#[test]
fn the_headline_weighs_more_and_forms_of_a_word_score_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let filler = "plain words about nothing much at all today";
    let searcher = archive(
        folder.path(),
        &[
            story(
                "1a",
                "en",
                "A headline",
                &[filler, filler, &format!("a truce {filler}")],
            ),
            story("1b", "en", "Truce holds", &[filler, filler, filler]),
            story(
                "1c",
                "en",
                "A headline",
                &[filler, filler, &format!("truces truce {filler}")],
            ),
        ],
    );
    let order = found(searcher.as_ref(), word("truce"), Sort::Relevance);
    assert_eq!(order, ["1b", "1c", "1a"]);
}

#[test]
fn pages_are_pieces_of_one_order_and_any_limit_is_safe() {
    let folder = tempfile::tempdir().unwrap();
    let stories: Vec<Story> = (0..30)
        .map(|n| story(&format!("1{n:02}"), "en", "", &["same words"]))
        .collect();
    let searcher = archive(folder.path(), &stories);
    let page = |offset, limit| {
        let found = searcher
            .search(
                &query(word("same")),
                &Page {
                    offset,
                    limit,
                    sort: Sort::Relevance,
                },
            )
            .unwrap();
        (
            found.total,
            found
                .stories
                .map(|story| story.unwrap().0.id)
                .collect::<Vec<_>>(),
        )
    };
    let (total, all) = page(0, usize::MAX);
    assert_eq!((total, all.len()), (30, 30));
    let pieces: Vec<_> = (0..6).flat_map(|n| page(n * 5, 5).1).collect();
    assert_eq!(pieces, all);
    assert_eq!(page(usize::MAX, usize::MAX), (30, vec![]));
    assert_eq!(page(3, 0), (30, vec![]));
}

#[test]
fn a_story_is_replaced_removed_and_copied_and_the_note_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    archive(
        folder.path(),
        &[
            story("1a", "en", "", &["old"]),
            story("1b", "en", "", &["gone"]),
        ],
    );
    let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
    assert_eq!(writer.note().unwrap().as_deref(), Some("note"));
    writer.put(&story("1a", "en", "", &["new"])).unwrap();
    writer.remove("1b").unwrap();
    writer.add_copy("1a", "other/a.txt").unwrap();
    writer.add_copy("1a", "third/a.txt").unwrap();
    writer.remove_copies("third/a.txt").unwrap();
    writer.commit("second").unwrap();
    writer.compact().unwrap();
    assert_eq!(writer.note().unwrap().as_deref(), Some("second"));
    writer.finish().unwrap();

    let searcher = engine::open(folder.path()).unwrap();
    assert_eq!(finds(searcher.as_ref(), Node::Everything), ["1a"]);
    assert_eq!(finds(searcher.as_ref(), word("new")), ["1a"]);
    assert_eq!(finds(searcher.as_ref(), word("gone")), [""; 0]);
    assert_eq!(
        searcher.stories("1a", 2).unwrap()[0].also_at,
        ["other/a.txt"]
    );
    assert_eq!(finds(searcher.as_ref(), Node::Path("other".into())), ["1a"]);
    let stats = searcher.stats().unwrap();
    assert_eq!((stats.stories, stats.copies), (1, 1));
}

#[test]
fn a_story_is_named_and_its_path_told_as_its_record_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut stories = ["1a", "1b", "1c"].map(|id| story(id, "en", "", &["kites"]));
    // Two stories of one file, and a path of any letters.
    stories[1].path = stories[0].path.clone();
    stories[1].part = Some(2);
    stories[2].path = "wire/Ünïted \u{202e}凧.txt".into();
    archive(folder.path(), &stories[..2]);
    let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
    writer.put(&stories[2]).unwrap();
    writer.commit("second").unwrap();
    writer.finish().unwrap();

    let searcher = engine::open(folder.path()).unwrap();
    let (query, fold) = (query(word("kites")), Fold::NONE);
    let page = Page {
        offset: 0,
        limit: 9,
        sort: Sort::Relevance,
    };
    let whole = searcher.lines(&query, &page, &fold).unwrap();
    let names = searcher.names(&query, &page, &fold).unwrap();
    let paths = searcher.paths(&query, &page, &fold).unwrap();
    let totals = [&whole, &names, &paths].map(|found| found.total.lines);
    assert_eq!(totals, [3, 3, 3]);
    for ((whole, name), path) in whole.lines.zip(names.lines).zip(paths.lines) {
        let (whole, name, path) = (whole.unwrap(), name.unwrap(), path.unwrap());
        let known = &whole.story;
        assert_eq!((&name.story.id, name.story.part), (&known.id, known.part));
        assert_eq!(
            (&name.story.path, &path.story.path),
            (&known.path, &known.path)
        );
        assert_eq!((name.score, path.score), (whole.score, whole.score));
    }
}

#[test]
fn scores_do_not_depend_on_what_an_archive_once_held() {
    let stories: Vec<Story> = (1..40)
        .map(|n| {
            let text = format!("truce {}", "kite ".repeat(n * 7));
            story(&format!("1{n:02}"), "en", "", &["In brief.", &text])
        })
        .collect();
    let gone = story("2a", "en", "", &["In brief.", &"quake ".repeat(1_000)]);
    let scores = |eventful: bool| {
        let folder = tempfile::tempdir().unwrap();
        let kept = if eventful { 20 } else { 0 };
        if eventful {
            archive(
                folder.path(),
                &[&stories[..kept], std::slice::from_ref(&gone)].concat(),
            );
        }
        archive(folder.path(), &stories[kept..]);
        let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
        writer.remove("2a").unwrap();
        writer.commit("removed").unwrap();
        writer.compact().unwrap();
        writer.finish().unwrap();
        let page = Page {
            offset: 0,
            limit: 50,
            sort: Sort::Relevance,
        };
        let found = engine::open(folder.path()).unwrap();
        let found = found.search(&query(word("truce")), &page).unwrap();
        let scored = found.stories.map(|story| {
            let (story, score) = story.unwrap();
            (story.id, score.to_bits())
        });
        scored.collect::<Vec<_>>()
    };
    assert_eq!(scores(false).len(), 39);
    assert_eq!(scores(false), scores(true));
}

#[test]
fn all_pages_of_an_answer_are_cut_from_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let texts = (100..400).map(|n| {
        let before = "kite ".repeat(n % 97);
        (
            format!("1{n}"),
            format!("{before} truce {} talks", "quake ".repeat(n % 13)),
        )
    });
    let stories: Vec<Story> = texts
        .map(|(id, text)| story(&id, "en", "", &[&text]))
        .collect();
    archive(folder.path(), &stories[..100]);
    let searcher = archive(folder.path(), &stories[100..]);
    let asked = query(Node::And(vec![word("truce"), word("talks")]));
    let listed = |offset, limit| {
        let page = Page {
            offset,
            limit,
            sort: Sort::Relevance,
        };
        let found = searcher.search(&asked, &page).unwrap().stories;
        found
            .map(|story| story.map(|(story, score)| (story.id, score)).unwrap())
            .collect::<Vec<_>>()
    };
    let all = listed(0, 1000);
    assert_eq!(all.len(), 300);
    assert!(all.is_sorted_by(|one, next| one.1 >= next.1));
    let pages: Vec<_> = (0..300)
        .step_by(7)
        .flat_map(|offset| listed(offset, 7))
        .collect();
    assert_eq!(pages.len(), all.len());
    let order = |list: &[(String, f32)]| list.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    assert_eq!(order(&pages), order(&all));
    // The words stand side by side, and early, in the story that comes first.
    let (first, _) = &all[0];
    let best = stories.iter().find(|story| story.id == *first).unwrap();
    let text = &best.paragraphs[0];
    assert!(text.contains("truce  talks") && text.len() < 40, "{text}");
}

#[test]
fn what_was_not_committed_is_not_there_and_words_of_it_are_learnt_again() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path(), &[story("1a", "en", "", &["kept"])]);
    let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
    writer.put(&story("1b", "en", "", &["truces"])).unwrap();
    drop(writer);
    let searcher = engine::open(folder.path()).unwrap();
    assert_eq!(finds(searcher.as_ref(), Node::Everything), ["1a"]);
    let searcher = archive(folder.path(), &[story("1b", "en", "", &["truces"])]);
    assert_eq!(finds(searcher.as_ref(), word("truce")), ["1b"]);
}

#[test]
fn a_record_reads_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut whole = filed_from(
        story("1a", "fr", "Une trêve", &["« Un »", "deux"]),
        "Tbilissi",
        Some(611_717),
        &["GE"],
    );
    whole.set_date(When::day(2020, 11, 17).unwrap(), DateFrom::Dateline);
    whole.warnings.push("doubtful".into());
    let searcher = archive(folder.path(), std::slice::from_ref(&whole));
    assert_eq!(searcher.stories("1", 9).unwrap(), [whole]);
}

#[test]
fn a_truncation_that_stands_for_too_much_is_an_error_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let text: Vec<String> = (0..60_000).map(|n| format!("abc{n}")).collect();
    let searcher = archive(folder.path(), &[story("1a", "en", "", &[&text.join(" ")])]);
    let all = |pattern: &str| query(words(Scope::Anywhere, vec![Slot::Pattern(pattern.into())]));
    let error = searcher.count(&all("abc*")).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    assert!(error.hint().is_some());
    assert_eq!(searcher.count(&all("abc1*")).unwrap(), 1);
    // Each alone stands for 11,111 words; what is asked twice counts once.
    let any = |digits: &str| {
        let each = digits
            .chars()
            .map(|digit| all(&format!("abc{digit}*")).root);
        query(Node::Or(each.collect()))
    };
    assert_eq!(searcher.count(&any("12341234")).unwrap(), 1);
    assert_eq!(searcher.count(&any("12345")).unwrap_err().exit_code(), 2);
}

#[test]
fn a_query_of_too_many_clauses_is_an_error_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(folder.path(), &[story("1a", "en", "", &["word"])]);
    let many = |count| query(Node::Or(vec![word("word"); count]));
    assert_eq!(searcher.count(&many(engine::MAX_CLAUSES)).unwrap(), 1);
    let error = searcher.count(&many(engine::MAX_CLAUSES + 1)).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    assert!(error.hint().is_some());
}

fn now() -> chrono::DateTime<chrono::Utc> {
    "2020-11-17T12:00:00Z".parse().unwrap()
}

fn status(wanted: Option<Status>) -> Node {
    Node::Status(StatusTest { wanted, now: now() })
}

fn about(ids: &[&str], exact: bool, words: Option<&str>) -> Node {
    let slots = |word: &str| Words {
        scope: Scope::Anywhere,
        slots: vec![Slot::Folded(word.into())],
    };
    Node::About(AboutTest {
        place: PlaceTest {
            written: "x".into(),
            ids: ids.iter().map(|&id| id.into()).collect(),
            exact,
        },
        words: words.map(slots),
    })
}

fn near(lat: f64, lon: f64, km: f64) -> Node {
    Node::Near(Near {
        written: "x".into(),
        center: Point::new(lat, lon).unwrap(),
        km,
    })
}

fn superseded(mut story: Story) -> Story {
    story.superseded_by = Some("1a".into());
    story
}

#[test]
fn a_story_that_is_superseded_and_no_longer_is_as_it_was_before() {
    let folder = tempfile::tempdir().unwrap();
    let before = Story {
        chain: Some("2x".into()),
        ..mentioning(story("1b", "fr", "", &["La paix"]), &["614455"], &["GE"])
    };
    let all = [story("1a", "fr", "", &["La paix"]), before.clone()];
    drop(archive(folder.path(), &all));
    for by in [Some("1a".to_owned()), None] {
        let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
        let unknown = ("1f".to_owned(), by.clone());
        writer
            .supersede(&[("1b".into(), by.clone()), unknown])
            .unwrap();
        writer.commit("note").unwrap();
        writer.finish().unwrap();
        let searcher = engine::open(folder.path()).unwrap();
        let s = searcher.as_ref();
        assert_eq!(finds(s, about(&["GE"], false, None)), ["1b"]);
        assert_eq!(finds(s, word("paix")), ["1a", "1b"]);
        let wanted = status(Some(Status::Superseded));
        assert_eq!(finds(s, wanted).len(), usize::from(by.is_some()));
        let now = Story {
            superseded_by: by,
            mentioned_in: Vec::new(),
            ..before.clone()
        };
        let found = Story {
            mentioned_in: Vec::new(),
            ..s.stories("1b", 2).unwrap().remove(0)
        };
        assert_eq!(found, now);
    }
}

fn mentioning(mut story: Story, ids: &[&str], within: &[&str]) -> Story {
    story.mentions = ids.iter().map(|&id| id.into()).collect();
    story.mentioned_in = within.iter().map(|&id| id.into()).collect();
    story
}

fn marked(mut story: Story, marks: &[&str], status: Option<&str>, until: Option<&str>) -> Story {
    story.marks = marks.iter().map(|&mark| mark.into()).collect();
    story.status = status.map(String::from);
    story.embargo_until = until.map(String::from);
    story
}

fn at(mut story: Story, kind: &str, lat: f64, lon: f64) -> Story {
    story.places.push(Place {
        as_written: "Somewhere".into(),
        kind: Some(kind.into()),
        lat: Some(lat),
        lon: Some(lon),
        ..Place::default()
    });
    story
}

#[test]
fn a_place_in_the_text_is_found_under_itself_and_what_it_lies_in_and_never_as_the_dateline_s() {
    let folder = tempfile::tempdir().unwrap();
    let plain = |id| story(id, "fr", "", &["un mot de Gori"]);
    let searcher = archive(
        folder.path(),
        &[
            mentioning(plain("1a"), &["611717"], &["GE", "x-caucasus"]),
            mentioning(plain("1b"), &["GE", "AM"], &["x-caucasus"]),
            filed_from(
                story("1c", "fr", "", &["rien"]),
                "Tbilissi",
                Some(611_717),
                &["GE"],
            ),
        ],
    );
    let s = searcher.as_ref();
    assert_eq!(finds(s, about(&["GE"], false, None)), ["1a", "1b"]);
    assert_eq!(finds(s, about(&["GE"], true, None)), ["1b"]);
    assert_eq!(finds(s, about(&["x-caucasus"], false, None)), ["1a", "1b"]);
    assert_eq!(finds(s, about(&["611717"], true, None)), ["1a"]);
    assert_eq!(finds(s, about(&[], false, Some("gori"))), ["1a", "1b"]);
    assert_eq!(finds(s, about(&["FR"], false, None)), [""; 0]);
    assert_eq!(finds(s, Node::Has(Has::Mention)), ["1a", "1b"]);
}

#[test]
fn near_is_a_distance_over_poles_and_the_date_line_and_from_towns_only() {
    let folder = tempfile::tempdir().unwrap();
    let plain = |id| story(id, "en", "", &["x"]);
    let searcher = archive(
        folder.path(),
        &[
            at(plain("1a"), "city", -17.8, 179.95),
            at(plain("1b"), "city", 89.9, 0.0),
            at(at(plain("1c"), "city", 10.0, 10.0), "site", 50.0, -0.1),
            at(plain("1d"), "country", 50.0, 0.0),
            at(at(plain("1e"), "city", 50.0, 90.0), "city", 10.0, 0.0),
        ],
    );
    let s = searcher.as_ref();
    assert_eq!(finds(s, near(-17.8, -179.95, 20.0)), ["1a"]);
    assert_eq!(finds(s, near(89.9, 180.0, 23.0)), ["1b"]);
    assert_eq!(finds(s, near(89.9, 180.0, 22.0)), [""; 0]);
    assert_eq!(
        finds(s, near(50.0, 0.1, 50.0)),
        ["1c"],
        "no pair of other places' figures"
    );
    assert_eq!(finds(s, near(0.0, 0.0, 20_100.0)), ["1a", "1b", "1c", "1e"]);
}

#[test]
fn a_standing_is_told_by_the_record_and_the_clock() {
    let folder = tempfile::tempdir().unwrap();
    let plain = |id| story(id, "en", "", &["x"]);
    let under = |id, until| marked(plain(id), &["embargo"], Some("embargoed"), until);
    let searcher = archive(
        folder.path(),
        &[
            plain("1a"),
            marked(plain("1b"), &["kill"], Some("canceled"), None),
            marked(plain("1c"), &[], Some("withheld"), None),
            under("1d", Some("2020-11-17T12:00:01Z")),
            under("1e", Some("2020-11-17T13:00:00+01:00")),
            under("1f", None),
            dated(under("2a", None), "2020-11-11"),
            dated(under("2b", None), "2020-11-10"),
            marked(plain("2c"), &["correction"], Some("usable"), None),
            superseded(plain("2d")),
            superseded(marked(plain("2e"), &["kill"], Some("canceled"), None)),
            superseded(under("2f", Some("2020-11-17T13:00:00+01:00"))),
            superseded(under("3a", None)),
        ],
    );
    let s = searcher.as_ref();
    let usable = ["1a", "1e", "2b", "2c"];
    assert_eq!(finds(s, status(Some(Status::Usable))), usable);
    assert_eq!(
        finds(s, status(Some(Status::Embargoed))),
        ["1d", "1f", "2a", "3a"]
    );
    assert_eq!(finds(s, status(Some(Status::Superseded))), ["2d", "2f"]);
    assert_eq!(finds(s, status(Some(Status::Withheld))), ["1c"]);
    assert_eq!(finds(s, status(Some(Status::Canceled))), ["1b", "2e"]);
    assert_eq!(finds(s, status(None)).len(), 13);
    assert_eq!(finds(s, Node::Mark("correction".into())), ["2c"]);
    assert_eq!(finds(s, Node::Has(Has::Mark)).len(), 10);

    let everything = query(Node::Everything);
    assert_eq!(finds(s, everything.shown(now()).root), usable);
    assert_eq!(search::hidden(s, &everything, now()).unwrap(), 9);
    let asked = query(Node::Mark("kill".into()));
    assert_eq!(finds(s, asked.shown(now()).root), ["1b", "2e"]);
    assert_eq!(search::hidden(s, &asked, now()).unwrap(), 0);
    let standings = [
        "4 embargoed",
        "4 usable",
        "2 canceled",
        "2 superseded",
        "1 withheld",
    ];
    assert_eq!(counted(s, &everything, &[Key::Status]), standings);
    let marks = counted(s, &everything, &[Key::Kept(By::Mark)]);
    assert_eq!(marks[0], "7 embargo");
    let both = counted(s, &everything, &[Key::Kept(By::Mark), Key::Status]);
    assert_eq!(both[0], "4 embargo embargoed");
    assert_eq!(
        s.stories("1b", 2).unwrap().len(),
        1,
        "by its id it is there"
    );
}

#[test]
fn places_are_counted_once_a_story_each_with_its_country_or_state() {
    let folder = tempfile::tempdir().unwrap();
    let plain = |id| story(id, "en", "", &["x"]);
    let springfield = |id, state| {
        let mut story = filed_from(plain(id), "Springfield", Some(1), &[state, "US"]);
        story.places[0].country = Some("US".into());
        story
    };
    let two = filed_from(plain("1c"), "Gori", Some(2), &["GE"]);
    let mut country = filed_from(plain("1d"), "Georgia", None, &[]);
    country.places[0].name = Some("Georgia".into());
    country.places[0].id = Some("GE".into());
    country.places[0].country = Some("GE".into());
    let searcher = archive(
        folder.path(),
        &[
            springfield("1a", "US-IL"),
            springfield("1b", "US-MA"),
            filed_from(two, "Tbilisi", Some(3), &["GE"]),
            country,
            filed_from(plain("1e"), "Nowhere", None, &[]),
            plain("1f"),
        ],
    );
    let s = searcher.as_ref();
    let counts = |by: &[By]| {
        let keys: Vec<_> = by.iter().map(|by| Key::Kept(*by)).collect();
        counted(s, &query(Node::Everything), &keys)
    };
    let places = [
        "1 -",
        "1 Georgia",
        "1 Gori (GE)",
        "1 Nowhere",
        "1 Springfield (US-IL)",
        "1 Springfield (US-MA)",
        "1 Tbilisi (GE)",
    ];
    assert_eq!(counts(&[By::Place]), places);
    assert_eq!(counts(&[By::Country]), ["2 -", "2 GE", "2 US"]);
    let both = [
        "1 GE Georgia",
        "1 GE Gori (GE)",
        "1 GE Tbilisi (GE)",
        "1 - -",
        "1 - Nowhere",
        "1 US Springfield (US-IL)",
        "1 US Springfield (US-MA)",
    ];
    assert_eq!(counts(&[By::Country, By::Place]), both);
}

/// A point, often at an edge of the map.
fn random_point(random: &mut impl FnMut(usize) -> usize) -> (f64, f64) {
    let lats = [-90.0, -89.95, -17.8, 0.0, 41.7, 41.9, 89.95, 90.0];
    let lons = [-180.0, -179.9, -44.8, 0.0, 44.8, 45.0, 179.9, 180.0];
    let (lat, lon) = (lats[random(8)], lons[random(8)]);
    match random(3) {
        0 => (
            random(1800) as f64 / 10.0 - 90.0,
            random(3600) as f64 / 10.0 - 180.0,
        ),
        _ => (lat, lon),
    }
}

const AREAS: &[&str] = &["GE", "AM", "US-GA", "x-caucasus", "1", "2"];

fn random_fields(number: usize, random: &mut impl FnMut(usize) -> usize) -> Story {
    let mut story = story(&format!("1{number:03}"), "fr", "", &["paix"]);
    for _ in 0..random(3) {
        let kinds = ["city", "site", "country", "area"];
        let (lat, lon) = random_point(random);
        story = at(story, kinds[random(4)], lat, lon);
        let place = story.places.last_mut().unwrap();
        place.id = (random(2) == 0).then(|| AREAS[random(AREAS.len())].into());
        place.within = (0..random(3))
            .map(|_| AREAS[random(AREAS.len())].into())
            .collect();
    }
    let some = |random: &mut dyn FnMut(usize) -> usize, from: &[&str]| -> Vec<String> {
        let count = random(3);
        (0..count)
            .map(|_| from[random(from.len())].to_string())
            .collect()
    };
    story.mentions = some(random, AREAS);
    story.mentioned_in = some(random, AREAS);
    story.marks = some(random, &["kill", "lead", "update"]);
    let statuses = [
        None,
        Some("usable"),
        Some("embargoed"),
        Some("withheld"),
        Some("canceled"),
        Some("odd"),
    ];
    story.status = statuses[random(6)].map(String::from);
    let untils = [
        None,
        Some("2020-11-17T11:59:59Z"),
        Some("2020-11-17T12:00:00Z"),
        Some("2020-11-17T13:00:01+01:00"),
        Some("soon"),
    ];
    story.embargo_until = untils[random(5)].map(String::from);
    story.urgency = (random(3) > 0).then(|| 1 + random(9) as u8);
    story.words = random(12) as u32;
    story.byline = (random(2) == 0).then(|| "Anna Example".into());
    story.slug = [None, Some(" "), Some("KITES/CUP")][random(3)].map(String::from);
    story.keywords = some(random, &["kites"]);
    story.note = (random(2) == 0).then(|| "Adds quote".into());
    story.category = (random(2) == 0).then(|| "i".into());
    story.superseded_by = (random(4) == 0).then(|| "1".into());
    match random(3) {
        0 => story,
        n => dated(
            story,
            [
                "2020-11-09",
                "2020-11-10",
                "2020-11",
                "2020-11-17T01:00:00Z",
            ][n + random(2)],
        ),
    }
}

fn random_test(random: &mut impl FnMut(usize) -> usize, depth: usize) -> Node {
    let area = AREAS[random(AREAS.len())];
    match random(if depth == 0 { 8 } else { 11 }) {
        0 => {
            let (lat, lon) = random_point(random);
            near(
                lat,
                lon,
                [0.5, 12.0, 60.0, 900.0, 12_000.0, 20_000.0][random(6)],
            )
        }
        1 => about(
            &[area],
            random(2) == 0,
            [None, Some("paix"), Some("feu")][random(3)],
        ),
        2 => Node::Mark(["kill", "lead", "none"][random(3)].into()),
        3 => status(
            [
                None,
                Some(Status::Usable),
                Some(Status::Superseded),
                Some(Status::Embargoed),
                Some(Status::Withheld),
                Some(Status::Canceled),
            ][random(6)],
        ),
        4 => Node::Place(PlaceTest {
            written: ["Somewhere", "x"][random(2)].into(),
            ids: vec![area.into()],
            exact: random(2) == 0,
        }),
        5 => Node::Has(Has::ALL[random(Has::ALL.len())]),
        6 | 7 => {
            let of = [Quantity::Urgency, Quantity::Words][random(2)];
            let end = |random: &mut dyn FnMut(usize) -> usize| match random(3) {
                0 => None,
                _ => Some(random(10) as u64),
            };
            Node::Number(NumberTest {
                of,
                least: end(random),
                most: end(random),
            })
        }
        8 => Node::Not(Box::new(random_test(random, depth - 1))),
        n => {
            let inside = (0..random(3))
                .map(|_| random_test(random, depth - 1))
                .collect();
            if n == 9 {
                Node::And(inside)
            } else {
                Node::Or(inside)
            }
        }
    }
}

#[test]
fn fields_select_what_the_plain_matcher_selects() {
    for seed in 0..4u64 {
        let mut random = generator(seed);
        let folder = tempfile::tempdir().unwrap();
        let stories: Vec<Story> = (0..120).map(|n| random_fields(n, &mut random)).collect();
        let searcher = archive(folder.path(), &stories);
        for _ in 0..150 {
            let node = random_test(&mut random, 2);
            let paix = Words {
                scope: Scope::Anywhere,
                slots: vec![Slot::Folded("paix".into())],
            };
            let words = |span: &Span| *span == Span::Words(paix.clone());
            let fit = |story: &&Story| fits(&node, story, &words, &|_| false);
            let expected: Vec<_> = stories
                .iter()
                .filter(fit)
                .map(|story| story.id.clone())
                .collect();
            let page = Page {
                offset: 0,
                limit: 1000,
                sort: Sort::Newest,
            };
            let found = searcher.search(&query(node.clone()), &page).unwrap();
            let mut found: Vec<_> = found.stories.map(|story| story.unwrap().0.id).collect();
            found.sort();
            assert_eq!(found, expected, "seed {seed}: {node:?}");
        }
    }
}

/// A few words of which some differ by accents only, some are forms of others.
const WORDS: &[&str] = &[
    "paix",
    "élu",
    "elu",
    "élus",
    "feu",
    "Feu",
    "cessez",
    "le",
    "l'",
    "negociation",
    "négocié",
];

/// Stories of random words, in every part.
fn random_stories(random: &mut impl FnMut(usize) -> usize) -> Vec<Story> {
    let text = |random: &mut dyn FnMut(usize) -> usize, most: usize| {
        let count = random(most);
        (0..count)
            .map(|_| WORDS[random(WORDS.len())])
            .collect::<Vec<_>>()
            .join(" ")
    };
    let one = |number: usize| {
        let paragraphs: Vec<String> = (0..random(5)).map(|_| text(random, 9)).collect();
        let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
        let headline = text(random, 4);
        let mut story = story(&format!("1{number:03}"), "fr", &headline, &paragraphs);
        let mut line = || Some(text(random, 5)).filter(|line| !line.is_empty());
        (story.byline, story.slug, story.category) = (line(), line(), line());
        story.keywords = line().into_iter().collect();
        story.note = line().map(|note| note.replace(' ', "\n"));
        story
    };
    (0..80).map(one).collect()
}

fn random_words(random: &mut impl FnMut(usize) -> usize) -> Node {
    let scopes = [Scope::Anywhere, Scope::Headline, Scope::Lead, Scope::Body];
    let scope = match random(3) {
        0 => Scope::Side(Side::ALL[random(4)]),
        _ => scopes[random(scopes.len())],
    };
    let slots = (0..1 + random(3)).map(|_| {
        let word = WORDS[random(WORDS.len())].to_lowercase().replace('\'', "");
        match random(5) {
            0 => Slot::Inflected(word),
            1 => Slot::Folded(word),
            2 => Slot::Exact(word),
            3 => Slot::Fuzzy(word, 1 + random(2) as u8),
            _ => Slot::Pattern(format!("{}*", word.chars().take(2).collect::<String>())),
        }
    });
    words(scope, slots.collect())
}

#[test]
fn the_index_finds_what_a_plain_matcher_finds() {
    for seed in 0..8u64 {
        let mut random = generator(seed);
        let folder = tempfile::tempdir().unwrap();
        let stories = random_stories(&mut random);
        let searcher = archive(folder.path(), &stories);
        for _ in 0..100 {
            let node = random_words(&mut random);
            let patterns = searcher.patterns(&query(node.clone())).unwrap();
            let fits = |story: &&Story| {
                let sides = Side::ALL.map(|side| (Part::Side(side), story.side(side)));
                let sides = sides.iter();
                let sides = sides.filter_map(|(part, line)| Some((*part, line.as_deref()?)));
                let lines: Vec<_> = story.lines(usize::MAX).chain(sides).collect();
                let marks = marks(&lines, story.language.as_deref(), &patterns);
                marks.iter().any(|line| !line.is_empty())
            };
            let expected: Vec<String> = stories
                .iter()
                .filter(fits)
                .map(|story| story.id.clone())
                .collect();
            assert_eq!(
                finds(searcher.as_ref(), node.clone()),
                expected,
                "seed {seed}: {node:?}"
            );
        }
    }
}
