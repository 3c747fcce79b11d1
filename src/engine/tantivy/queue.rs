//! Documents on their way to the threads that index them. tantivy lets ten thousand wait, however large they are; here
//! no more wait than there is room for.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tantivy::TantivyDocument;
use tantivy::schema::Document;
use tantivy::schema::document::CompactDocValue;

/// How long one waits for room at most: threads that failed make none, and say why when they are asked next.
const PATIENCE: Duration = Duration::from_secs(10);

/// Room for documents that wait, in bytes.
#[derive(Debug)]
pub(super) struct Room {
    bytes: usize,
    taken: Mutex<usize>,
    given_back: Condvar,
}

impl Room {
    pub(super) fn new(bytes: usize) -> Arc<Room> {
        Arc::new(Room {
            bytes,
            taken: Mutex::default(),
            given_back: Condvar::new(),
        })
    }

    fn taken(&self) -> MutexGuard<'_, usize> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a document of so many bytes where it may wait, once there is room for it. One alone always has room.
    pub(super) fn take(self: &Arc<Room>, document: TantivyDocument, bytes: usize) -> Queued {
        let mut taken = self.taken();
        while *taken > 0 && *taken + bytes > self.bytes {
            let waited = self.given_back.wait_timeout(taken, PATIENCE);
            let (guard, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            taken = guard;
            if timeout.timed_out() {
                break;
            }
        }
        *taken += bytes;
        Queued {
            document,
            _place: Place {
                room: Arc::clone(self),
                bytes,
            },
        }
    }
}

/// A document that takes room until it is indexed.
#[derive(Debug)]
pub(super) struct Queued {
    document: TantivyDocument,
    _place: Place,
}

/// Room taken; given back when this is dropped.
#[derive(Debug)]
struct Place {
    room: Arc<Room>,
    bytes: usize,
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.room.taken() -= self.bytes;
        self.room.given_back.notify_one();
    }
}

impl Document for Queued {
    type Value<'a> = CompactDocValue<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn what_finds_no_room_waits_until_there_is_some() {
        let room = Room::new(10);
        let large = room.take(TantivyDocument::new(), 25);
        let waiting = {
            let room = Arc::clone(&room);
            thread::spawn(move || room.take(TantivyDocument::new(), 4))
        };
        thread::sleep(Duration::from_millis(20));
        assert_eq!(*room.taken(), 25, "the second one waits");
        drop(large);
        let small = waiting.join().unwrap();
        let other = room.take(TantivyDocument::new(), 6);
        assert_eq!(*room.taken(), 10);
        drop((small, other.into_tantivy_document()));
        assert_eq!(*room.taken(), 0);
    }
}
