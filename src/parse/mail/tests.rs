use super::*;

fn read_bytes(bytes: &[u8]) -> Vec<Item> {
    let context = Context {
        bytes,
        ..Context::new(Facts::built_in())
    };
    let text = String::from_utf8_lossy(bytes);
    assert!(Mail.fits(&text, Facts::built_in()), "{text}");
    Mail.read(&text, &context)
}

fn read(text: &str) -> Dispatch {
    read_bytes(text.as_bytes()).remove(0).unwrap()
}

const HEAD: &str = "From: Jo Example <jo@news.example>\nDate: Tue, 3 Mar 2015 11:27:36 +1100\nMessage-ID: <a.1@news.example>\nSubject: Fwd: Kite club wins cup\n";

#[test]
fn the_subject_is_the_headline_and_the_senders_clock_the_stamp() {
    let found = read(&format!(
        "{HEAD}\nA kite club won a cup.\n\nIt will fly.\n-- \nJo\n"
    ));
    assert_eq!(found.headline.as_deref(), Some("Kite club wins cup"));
    assert_eq!(
        found.stamp.unwrap().to_string(),
        "2015-03-03T11:27:36+11:00"
    );
    assert_eq!(found.byline.as_deref(), Some("Jo Example"));
    assert_eq!(found.fields.providers, ["news.example"]);
    assert_eq!(found.fields.identity.unwrap().id, "a.1@news.example");
    assert_eq!(found.paragraphs, ["A kite club won a cup.", "It will fly."]);
}

#[test]
fn a_headline_above_a_dateline_says_better_than_the_subject() {
    let found = read(&format!(
        "{HEAD}\nKITE RISES\n\nOSLO, March 2 (Reuters) - A kite rose.\n"
    ));
    assert_eq!(found.headline.as_deref(), Some("KITE RISES"));
    assert!(found.header.iter().any(|line| line.starts_with("Subject:")));
    assert_eq!(found.dateline.unwrap().credits, ["Reuters"]);
}

#[test]
fn each_part_is_in_its_own_charset() {
    let mut mail = format!("{HEAD}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: 8bit\n\n").into_bytes();
    mail.extend(b"\xfa\xcd\xc5\xca \xcc\xc5\xd4\xc9\xd4.\n");
    mail.extend(b"--b\nContent-Type: text/plain; charset=utf-8; name=\"a.txt\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nR3l1bXJpLCAzIG5vdiAyMDE1IChBRlApIC0gTGUgbXVzw6llIG91dnJlLgo=\n--b\nContent-Type: image/png; name=\"a.png\"\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n");
    let items: Vec<_> = read_bytes(&mail).into_iter().map(Result::unwrap).collect();
    assert_eq!(items[0].paragraphs, ["Змей летит."]);
    let charset = items[0].fields.charset.as_ref().unwrap();
    assert_eq!(
        (charset.name.as_str(), charset.from),
        ("koi8-r", "declared")
    );
    assert_eq!(
        items[0].warnings,
        ["an attachment is not read: image/png a.png"]
    );
    assert_eq!(items[1].paragraphs, ["Le musée ouvre."]);
    assert_eq!(
        items[1].fields.identity.as_ref().unwrap().id,
        "a.1@news.example#2"
    );
    assert_eq!(items.len(), 2);
}

#[test]
fn a_mail_that_was_sent_on_is_read_without_its_wrapping() {
    let found = read(&format!(
        "{HEAD}\nFor the file.\n\n---------- Forwarded message ----------\nFrom: Desk <desk@news.example>\nDate: Mon, 2 Mar 2015 10:00:00 +0000\nSubject: Kite club wins cup\n\nOSLO (Reuters) - A kite flew.\n"
    ));
    assert_eq!(found.paragraphs, ["A kite flew."]);
    assert_eq!(found.stamp.unwrap().to_string(), "2015-03-02T10:00:00Z");
    assert!(found.header.iter().any(|line| line == "For the file."));
}

#[test]
fn a_mailbox_gives_each_mail_and_an_empty_one_its_reason() {
    let text = format!(
        "From a@b Tue Mar  3 11:27:36 2015\n{HEAD}\n>From here a kite flew.\n\nFrom c@d Tue Mar  3 2015\nFrom: c@d\nSubject: none\n\n\n"
    );
    let items = read_bytes(text.as_bytes());
    assert_eq!(
        items[0].as_ref().unwrap().paragraphs,
        ["From here a kite flew."]
    );
    assert_eq!(items[1], Err(NotAStory("a mail without text: none".into())));
}

#[test]
fn an_attached_mail_is_an_item_of_its_own() {
    let text = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nFrom: x@y.example\nSubject: Inner kite\n\nIt flew inside.\n--b--\n"
    );
    let items = read_bytes(text.as_bytes());
    assert_eq!(items.len(), 1);
    assert_eq!(
        items[0].as_ref().unwrap().headline.as_deref(),
        Some("Inner kite")
    );
}

#[test]
fn text_with_colons_is_no_mail() {
    for text in [
        "",
        "From Oslo with love\n\nA kite flew.\n",
        "From: the desk\nTo: all editors\n\nKites are out.\n",
        "Subject: kites\n\nA kite flew.\n",
        "OSLO: a kite flew\nDate: today\n",
        "From: a\nDate: b\nA kite flew over Subject: c\n",
    ] {
        assert!(!Mail.fits(text, Facts::built_in()), "{text}");
    }
}
