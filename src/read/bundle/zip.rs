//! Zips by their table of contents: from the file in its place, or from memory for one inside another bundle.

use super::kind::document;
use super::place::{Place, clean, is_hidden};
use super::squeeze::{XZ_MEMORY_KIB, xz_decoder};
use super::unpack::{Flow, Names, Run};
use crate::read::limits::{Metered, Reason, reason_of};
use chrono::NaiveDate;
use std::io::{self, BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom};
use zip::read::ZipFile;
use zip::result::{ZipError, ZipResult};
use zip::{CompressionMethod, DateTime, ExtraField, ZipArchive};

/// A zip inside another bundle is read into memory up to this size, as its table of contents stands at its end; a
/// larger one is read from its beginning, without the table.
const IN_MEMORY: u64 = 64 << 20;
/// Where the end record of a zip may begin, counted from the end of the file.
const END_WITHIN: u64 = (64 << 10) + 22;
/// How many times the bytes of a zip its members may claim together: one or two may lie, in a bomb all lie over each
/// other.
const OVERLAP: u64 = 4;

impl Run<'_> {
    /// Hands on the members of a zip that streams by.
    pub(super) fn zip_in_memory(&mut self, place: Place, input: &mut dyn Read) -> Flow {
        let mut bytes = Vec::new();
        let read = input.take(IN_MEMORY + 1).read_to_end(&mut bytes);
        self.go_on(&place)?;
        match read {
            Ok(_) if bytes.len() as u64 <= IN_MEMORY => self.zip(place, Cursor::new(bytes)),
            Ok(_) => self.salvage(place, BufReader::new(Cursor::new(bytes).chain(input))),
            Err(error) => {
                self.broken(&place, &error)?;
                self.meter.forgive();
                self.salvage(place, Cursor::new(bytes))
            }
        }
    }

    /// Hands on the members of a zip.
    pub(super) fn zip(&mut self, place: Place, mut source: impl Read + Seek) -> Flow {
        let claims_too_many = count(&mut source).is_some_and(|count| count > self.limits.members);
        let archive = match claims_too_many {
            true => None,
            false => source
                .rewind()
                .ok()
                .and_then(|()| ZipArchive::new(&mut source).ok()),
        };
        if archive.as_ref().is_some_and(overlaps) {
            let reason =
                "its members lie over each other in the file, as in a zip bomb: none is read";
            return self.fail(&place, Reason::failed(reason));
        }
        let Some(mut archive) = archive else {
            if !claims_too_many {
                let reason = "its table of contents is damaged or missing: its members are read from its beginning, \
                              as far as they are whole";
                self.fail(&place, Reason::failed(reason))?;
            }
            return self.salvage_all(place, source);
        };
        if archive.has_duplicate_names() {
            // By the table only the last member of a name is found.
            drop(archive);
            return self.salvage_all(place, source);
        }
        if let Some(what) = what_document(&archive) {
            return self.pass_over(&place, format!("it is {what}, not text"));
        }
        if archive.is_empty() {
            return self.pass_over(&place, "it is an empty bundle");
        }
        let mut names = Names::default();
        for index in 0..archive.len() {
            self.one_more_member(&place)?;
            self.zip_member(&place, &mut archive, index, &mut names)?;
            self.go_on(&place)?;
            self.meter.forgive();
        }
        Flow::Continue(())
    }

    /// Reads a zip from its beginning, without its table of contents.
    fn salvage_all(&mut self, place: Place, mut source: impl Read + Seek) -> Flow {
        match source.rewind() {
            Ok(()) => self.salvage(place, BufReader::new(source)),
            Err(error) => self.broken(&place, &error),
        }
    }

    fn zip_member<R: Read + Seek>(
        &mut self,
        place: &Place,
        archive: &mut ZipArchive<R>,
        index: usize,
        names: &mut Names,
    ) -> Flow {
        let name = match archive.by_index_data(index) {
            Ok(entry) if entry.is_dir() => return Flow::Continue(()),
            Ok(entry) => clean(entry.name_raw()),
            Err(_) => "unnamed".to_owned(),
        };
        if is_hidden(&name) {
            return Flow::Continue(());
        }
        let name = names.one(name);
        let file = match open_member(archive, index) {
            Ok(file) => file,
            Err(error) => {
                let reason = zip_reason(&error);
                return self.fail(&place.member(&name, None), reason);
            }
        };
        let extra = file.extra_data_fields().find_map(|field| match field {
            ExtraField::ExtendedTimestamp(times) => times.mod_time(),
            _ => None,
        });
        let modified = extra.map(|seconds| i64::from(seconds) * 1_000_000_000);
        let modified = modified.or_else(|| file.last_modified().and_then(nanos));
        let member = place.member(&name, modified);
        if file.is_symlink() {
            return self.pass_over(&member, "it is a symbolic link, which is not followed");
        }
        let content: Box<dyn Read + '_> = match file.compression() {
            CompressionMethod::Xz => Box::new(xz_decoder(BufReader::new(file), place.streams)),
            _ => Box::new(file),
        };
        let mut content = Metered::new(content, &self.meter, place.layer);
        self.stream(member, &mut content)
    }
}

/// A member to be read: unpacked, but of xz the data as they lie there, as the crate's decoder of those has no limit of
/// memory.
fn open_member<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
) -> ZipResult<ZipFile<'_, R>> {
    let entry = archive.by_index_data(index)?;
    match entry.compression() {
        CompressionMethod::Xz if !entry.encrypted() => archive.by_index_raw(index),
        CompressionMethod::Lzma if !entry.encrypted() => {
            let mut head = [0; 9];
            archive.by_index_raw(index)?.read_exact(&mut head)?;
            let dictionary = u32::from_le_bytes([head[5], head[6], head[7], head[8]]);
            match dictionary >> 10 > XZ_MEMORY_KIB {
                true => Err(io::Error::from(ErrorKind::OutOfMemory).into()),
                false => archive.by_index(index),
            }
        }
        _ => archive.by_index(index),
    }
}

/// Whether the members of a zip claim the same bytes of it again and again.
fn overlaps<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    let table = archive.central_directory_start();
    let members = (0..archive.len()).filter_map(|index| archive.by_index_data(index).ok());
    let claimed = members.map(|entry| entry.compressed_size().min(table));
    claimed.fold(0, u64::saturating_add) > table.saturating_mul(OVERLAP)
}

/// Nanoseconds since 1970 of a time of DOS, which knows no zone: taken for UTC. Its first moment means that none was set.
pub(super) fn nanos(time: DateTime) -> Option<i64> {
    let day = NaiveDate::from_ymd_opt(
        i32::from(time.year()),
        u32::from(time.month()),
        u32::from(time.day()),
    )?;
    let instant = day.and_hms_opt(
        u32::from(time.hour()),
        u32::from(time.minute()),
        u32::from(time.second()).min(59),
    )?;
    let is_set = (time.datepart(), time.timepart()) != (0x21, 0);
    instant.and_utc().timestamp_nanos_opt().filter(|_| is_set)
}

fn zip_reason(error: &ZipError) -> Reason {
    Reason::failed(match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            "it is encrypted, and not read".to_owned()
        }
        ZipError::CompressionMethodNotSupported(method) => {
            format!("it is compressed by a method that is not read (number {method} of zips)")
        }
        ZipError::Io(error) => return reason_of(error),
        error => format!("it is damaged: {error}"),
    })
}

/// What a zip is whose members are parts of one document or program.
fn what_document<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<&'static str> {
    let first = archive.file_names_raw().next().and_then(document);
    let parts: [&[u8]; 2] = [b"[Content_Types].xml", b"META-INF/MANIFEST.MF"];
    let mut parts = parts
        .iter()
        .filter(|&part| archive.index_for_name_raw(part).is_some());
    first.or_else(|| parts.next().and_then(|part| document(part)))
}

/// How many members the end record of a zip claims, before any room is made for them.
fn count(source: &mut (impl Read + Seek)) -> Option<u64> {
    let size = source.seek(SeekFrom::End(0)).ok()?;
    let start = size.saturating_sub(END_WITHIN);
    source.seek(SeekFrom::Start(start)).ok()?;
    let mut tail = Vec::new();
    source.take(END_WITHIN).read_to_end(&mut tail).ok()?;
    let end = memchr::memmem::rfind(&tail, b"PK\x05\x06")?;
    let count = u16::from_le_bytes(tail.get(end + 10..end + 12)?.try_into().ok()?);
    // The locator of a zip64 stands before; its record may lie anywhere and is found by its mark.
    let wide = memchr::memmem::rfind(&tail[..end], b"PK\x06\x06");
    let wide = wide.and_then(|at| {
        Some(u64::from_le_bytes(
            tail.get(at + 32..at + 40)?.try_into().ok()?,
        ))
    });
    Some(wide.unwrap_or_default().max(u64::from(count)))
}
