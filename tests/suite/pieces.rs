//! Files of many stories, long enough to be cut into pieces, give the same records as each story in a file of its own.

use crate::harness::Folder;
use serde_json::Value;

/// How many stories a file has: of about 20 KiB, so that the file is cut.
const STORIES: usize = 64;
const PIECE: usize = 1 << 20;

/// A kind of file: what stands before its stories, between them and after them.
struct Kind {
    format: &'static str,
    begin: &'static str,
    between: &'static str,
    end: &'static str,
    story: fn(usize) -> String,
}

/// Paragraphs of a story, parted by what its format parts them with.
fn body(number: usize, part: &str) -> String {
    let paragraph = |at: usize| {
        format!(
            "Kite {at} of story {number} flew over the café of the garden, and guests waited there for the wind."
        )
    };
    let paragraphs: Vec<String> = (1..=180).map(paragraph).collect();
    paragraphs.join(part)
}

const KINDS: &[Kind] = &[
    Kind {
        format: "reuters21578",
        begin: "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n",
        between: "\n",
        end: "\n",
        story: |number| {
            format!(
                "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-SET\" OLDID=\"1\" NEWID=\"{number}\">\n<DATE> 3-MAR-1987 15:01:01.79</DATE>\n<TOPICS></TOPICS>\n<TEXT>&#2;\n<TITLE>KITES {number} RETURN</TITLE>\n<DATELINE>    OSLO, March 3 - </DATELINE><BODY>{} Reuter\n&#3;</BODY></TEXT>\n</REUTERS>",
                body(number, "\n    ")
            )
        },
    },
    Kind {
        format: "trec",
        begin: "",
        between: "\n",
        end: "\n",
        story: |number| {
            format!(
                "<DOC>\n<DOCNO> AP880302-{number:04} </DOCNO>\n<FILEID>AP-NR-03-02-88 1637EST</FILEID>\n<HEAD>Kites {number} Return</HEAD>\n<DATELINE>OSLO (AP) </DATELINE>\n<TEXT>\n   {}\n</TEXT>\n</DOC>",
                body(number, "\n   ")
            )
        },
    },
    Kind {
        format: "gigaword",
        begin: "",
        between: "\n",
        end: "\n",
        story: |number| {
            format!(
                "<DOC id=\"AFP_ENG_19950302.{number:04}\" type=\"story\" >\n<HEADLINE>\nKites {number} return\n</HEADLINE>\n<DATELINE>\nOSLO, March 2 (AFP)\n</DATELINE>\n<TEXT>\n<P>\n{}\n</P>\n</TEXT>\n</DOC>",
                body(number, "\n</P>\n<P>\n")
            )
        },
    },
    Kind {
        format: "muc",
        begin: "",
        between: "\n\n",
        end: "\n",
        story: |number| {
            format!(
                "DEV-MUC3-{number:04} (NOSC)\n\n     LIMA, 3 MAR 90 (EFE) -- [TEXT] {}",
                body(number, "\n\n     ").to_uppercase()
            )
        },
    },
    Kind {
        format: "mail",
        begin: "",
        between: "\n\n",
        end: "\n",
        story: |number| {
            format!(
                "From desk@example.com Tue Mar  3 10:15:00 1998\nFrom: Desk <desk@example.com>\nDate: Tue, 3 Mar 1998 10:15:00 +0000\nSubject: Kites {number} return\nMessage-ID: <kites-{number}@example.com>\nContent-Type: text/plain; charset=utf-8\n\nOSLO, March 3 - {}",
                body(number, "\n\nFrom Oslo we hear:\nNote: ")
            )
        },
    },
    Kind {
        format: "jsonl",
        begin: "[\n",
        between: ",\n",
        end: "\n]\n",
        story: |number| {
            format!(
                "{{\"id\": \"kites-{number}\", \"headline\": \"Kites {number} return\", \"date\": \"1998-03-03T10:15:00Z\", \"text\": \"OSLO, March 3 - {}\"}}",
                body(number, "\\n\\n")
            )
        },
    },
    Kind {
        format: "csv",
        begin: "headline,date,text\n",
        between: "\n",
        end: "\n",
        story: |number| {
            format!(
                "Kites {number} return,1998-03-03,\"OSLO, March 3 - {}\"",
                body(number, "\n\n\"\"said\"\" ")
            )
        },
    },
    Kind {
        format: "anpa1312",
        begin: "",
        between: "",
        end: "",
        story: |number| {
            format!(
                "\u{16}\u{16}\u{1}W{number:04}\u{1f}asian\r\nr e\u{13}\u{11} BC-Kites-{number}    05-02 0020\r\n\u{2}\u{2}BC-Kites-{number},20<\r\n\u{1f}Kites return<\r\n\t   ALBANY, N.Y. (AP) _ {}\r\n \r\n\r\n\t   \u{3}AP-WF-05-02-16 0105GMT<\r\n\r\n\u{c}\r\n\u{4}",
                body(number, "\r\n\t   ").replace('é', "e")
            )
        },
    },
    Kind {
        format: "iptc7901",
        begin: "",
        between: "",
        end: "",
        story: |number| {
            format!(
                "\u{7f}\u{1}eca{number:04} 4 i 20  dpa {number:04}\r\n\r\nNorway-kites/\r\n\u{2}Kites {number} return =\r\n\r\n   Bergen (dpa) - {}\r\n\r\ndpa ab cd\r\n\r\n\u{3}120900 GMT Okt 18\r\n\u{7f}\u{7f}\u{4}",
                body(number, "\r\n   ").replace('é', "e")
            )
        },
    },
    Kind {
        format: "nitf",
        begin: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        between: "\n",
        end: "\n",
        story: |number| {
            format!(
                "<nitf><head><title>Kites {number} return</title><docdata><doc-id id-string=\"kites-{number}\"/><date.issue norm=\"19980303T101500Z\"/></docdata></head><body><body.head><hedline><hl1>Kites {number} return</hl1></hedline><dateline>OSLO, March 3</dateline></body.head><body.content><p>{}</p></body.content></body></nitf>",
                body(number, "</p><p>")
            )
        },
    },
    Kind {
        format: "rss",
        begin: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Harbour news</title><link>https://harbour.example/</link><description>News</description>\n",
        between: "\n",
        end: "\n</channel></rss>\n",
        story: |number| {
            format!(
                "<item><title>Kites {number} return</title><guid>kites-{number}</guid><pubDate>Tue, 03 Mar 1998 10:15:00 GMT</pubDate><description>&lt;p&gt;{}&lt;/p&gt;</description></item>",
                body(number, "&lt;/p&gt;&lt;p&gt;")
            )
        },
    },
];

/// The records of the files of a folder, without what tells where they stand; and their parts.
fn records(folder: &Folder, path: &str) -> Vec<(u64, Value)> {
    let ran = folder.run(&["parse", "--json", "--trust-mtime", path]);
    let ran = ran.done();
    let lines = ran.stdout().lines().map(|line| {
        let mut record: Value = serde_json::from_str(line).unwrap();
        let fields = record.as_object_mut().unwrap();
        fields.remove("path");
        let part = fields.remove("part").and_then(|part| part.as_u64());
        (part.unwrap_or_default(), record)
    });
    lines.collect()
}

#[test]
fn files_of_many_stories_give_the_same_records_as_each_story_alone() {
    for kind in KINDS {
        let mut folder = Folder::new();
        let stories: Vec<String> = (1..=STORIES).map(kind.story).collect();
        let long = [kind.begin, &stories.join(kind.between), kind.end].concat();
        assert!(long.len() > PIECE, "{}: {}", kind.format, long.len());
        folder = folder.write("long", &long);
        for (number, story) in stories.iter().enumerate() {
            let alone = [kind.begin, story, kind.end].concat();
            folder = folder.write(&format!("alone/{number:04}"), &alone);
        }
        let long = records(&folder, "long");
        let alone = records(&folder, "alone");
        assert_eq!(alone.len(), STORIES, "{}: stories alone", kind.format);
        assert_eq!(long.len(), STORIES, "{}: stories of one file", kind.format);
        for (number, ((part, of_long), (_, alone))) in long.iter().zip(&alone).enumerate() {
            assert_eq!(alone["format"], kind.format, "{number}");
            assert_eq!(*part, number as u64 + 1, "{}", kind.format);
            for (field, value) in alone.as_object().unwrap() {
                assert_eq!(of_long[field], *value, "{} {number}: {field}", kind.format);
            }
        }
    }
}
