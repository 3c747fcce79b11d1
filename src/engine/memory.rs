//! How the memory that a run may take is shared out.

/// Bytes that a run of `index` may take, and what each part of it may take of them.
///
/// The parts are of what grows with what is read at once. Beside them stand the program and its tables (some 40 MB), and
/// what has to be known of every file (some 110 bytes) and, while stories are linked at the end, of every story (some 180).
/// Where those two are nearly all of it, what is known of files is let go of while stories are linked, and read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory(u64);

impl Default for Memory {
    fn default() -> Memory {
        Memory(Memory::USUAL)
    }
}

impl Memory {
    /// What a run takes that is told nothing.
    pub const USUAL: u64 = 640 << 20;
    /// With less, words cannot be put in order.
    pub const LEAST: u64 = 150 << 20;

    /// So many bytes, or the least that will do.
    pub fn of(bytes: u64) -> Memory {
        Memory(bytes.max(Memory::LEAST))
    }

    fn part(self, divisor: u64) -> usize {
        usize::try_from(self.0 / divisor).unwrap_or(usize::MAX)
    }

    /// Whether so many bytes are a good part of it.
    pub(crate) fn is_much_of(self, bytes: u64) -> bool {
        bytes > self.0 / 4
    }

    /// Whether so many bytes are nearly all of it.
    pub(crate) fn is_most_of(self, bytes: u64) -> bool {
        bytes > self.0 / 5 * 4
    }

    /// What the words of new stories may fill before they are written as a segment, all threads together.
    pub(crate) fn words(self) -> usize {
        self.part(4)
    }

    /// Documents on their way to those threads.
    pub(crate) fn queue(self) -> usize {
        self.part(40)
    }

    /// What merging segments takes.
    pub(crate) fn merged(self) -> u64 {
        self.0 / 5
    }

    /// What merging takes at the end of a run, when nothing else goes on.
    pub(crate) fn gathered(self) -> u64 {
        self.0 / 2
    }

    /// Bytes of files that are read at once. What is made of them takes several times as much.
    pub(crate) fn batch(self) -> u64 {
        self.0 / 25
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_leave_room_for_what_is_made_of_a_batch() {
        for memory in [Memory::default(), Memory::of(300 << 20), Memory::of(0)] {
            let parts = (memory.words() + memory.queue()) as u64;
            assert!(parts + memory.merged() + 5 * memory.batch() <= memory.0 * 4 / 5);
            assert!(memory.words() >= 30 << 20);
        }
    }
}
