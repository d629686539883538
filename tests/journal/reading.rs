//! Reads a session file as the program does.

use golive::journal::{Ending, Header, Item, Reader, Record};

/// Everything in the file, fed in pieces of `piece` bytes, and how it ends.
pub fn read_in_pieces(bytes: &[u8], piece: usize) -> (Option<Header>, Vec<(Record, u64)>, Ending) {
    let mut reader = Reader::new();
    let (mut header, mut records) = (None, Vec::new());
    for piece in bytes.chunks(piece.max(1)) {
        reader.feed(piece);
        while let Some(item) = reader.next() {
            match item {
                Item::Header(found) => header = Some(*found),
                Item::Record(record, line) => records.push((*record, line)),
            }
        }
    }
    (header, records, reader.ending())
}

/// The same, in the pieces a file is read in.
pub fn read(bytes: &[u8]) -> (Option<Header>, Vec<(Record, u64)>, Ending) {
    read_in_pieces(bytes, 64 * 1024)
}
