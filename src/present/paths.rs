//! Paths: one a line, made safe to show; or ended by NUL, and then the very bytes of the file's name, for `xargs -0`.

use super::{Asked, Listing, safe, unwritten};
use crate::error::Result;
use crate::read::unshown;
use crate::search::Results;
use std::io::Write;

/// The path of each hit.
pub(super) struct Paths {
    pub(super) nul: bool,
}

impl Listing for Paths {
    fn list(&mut self, out: &mut dyn Write, _: Asked<'_>, results: Results<'_>) -> Result<u64> {
        let mut shown = 0;
        for hit in results.hits {
            let path = hit?.story.path;
            match self.nul {
                true => out
                    .write_all(unshown(&path).as_encoded_bytes())
                    .and_then(|()| out.write_all(b"\0")),
                false => writeln!(out, "{}", safe::line(&path)),
            }
            .map_err(unwritten)?;
            shown += 1;
        }
        Ok(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{hit, listed, looks};
    use super::super::{Form, Looks};

    #[test]
    fn a_path_is_safe_on_a_line_and_exact_before_a_nul() {
        let mut hit = hit();
        hit.story.path = "a\nb\u{1B}".into();
        let exact = Looks {
            nul: true,
            ..looks(80)
        };
        assert_eq!(listed(Form::Paths, looks(80), vec![hit.clone()]), "a␊b␛\n");
        assert_eq!(listed(Form::Paths, exact, vec![hit]), "a\nb\u{1B}\0");
    }
}
