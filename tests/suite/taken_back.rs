//! Notices that take back what they name, through the whole program.

use crate::harness::Folder;

const STORY: &str = "BC-XX--Harbor Lights,30

Harbor lights switched on early

SUVA, Fiji, May 9, 2022 (AP) _ Lights came on early Monday along the whole harbor, an hour before the sun went down.

\"Lovely,\" said a sailor who had tied up his boat to watch.
";

const OTHER: &str = "BC-XX--Harbor Lights,30

Lighthouse keeper of the harbor retires with a party

SUVA, Fiji, May 9, 2022 (AP) _ A keeper who counted ships for forty years went home Monday with a brass lamp and a cake.
";

const NOTICE: &str = "BC-XX--Harbor Lights, KILL,20
BULLETIN KILL

SUVA, Fiji, May 9, 2022 (AP) _ The story slugged BC-XX--Harbor Lights is killed. The lights did not come on.
";

fn found(folder: &Folder, query: &str) -> Vec<String> {
    let ran = folder.run(&["search", "--format", "paths", query]);
    let mut found: Vec<String> = ran.lines().iter().map(ToString::to_string).collect();
    found.sort();
    found
}

#[test]
fn what_a_notice_names_by_its_slug_is_hidden_in_whatever_order_they_are_read() {
    for order in [["story", "notice"], ["notice", "story"]] {
        let folder = Folder::new()
            .write("in/story.txt", STORY)
            .write("in/notice.txt", NOTICE);
        for name in order {
            folder.run(&["index", &format!("in/{name}.txt")]).done();
        }
        assert_eq!(found(&folder, "sailor"), [""; 0], "{order:?}");
        assert_eq!(found(&folder, "sailor status:superseded"), ["in/story.txt"]);
        // It comes back when the notice is gone.
        std::fs::remove_file(folder.path("in/notice.txt")).unwrap();
        folder.run(&["index", "--prune", "in"]).done();
        assert_eq!(found(&folder, "sailor"), ["in/story.txt"]);
    }
}

#[test]
fn a_notice_that_may_mean_two_stories_hides_none_and_the_report_names_it() {
    let folder = Folder::new()
        .write("in/story.txt", STORY)
        .write("in/other.txt", OTHER)
        .write("in/notice.txt", NOTICE);
    let ran = folder.run(&["index", "in"]).done();
    let all = format!("{}{}", ran.stdout(), ran.stderr());
    assert!(
        all.replace('\n', " ")
            .contains("may take back one of several stories"),
        "{all}"
    );
    assert_eq!(found(&folder, "sailor"), ["in/story.txt"]);
    assert_eq!(found(&folder, "keeper"), ["in/other.txt"]);
}
