//! Reads a session file as a stream: line by line, record by record, never the whole document, every record verified
//! before it is understood.
//!
//! Bytes go in by [`Reader::feed`], records come out of [`Reader::next`], and at the end of the file
//! [`Reader::ending`] says whether it is whole, torn or damaged.

use std::collections::VecDeque;

use super::codec::{FIRST_LINE, HASH_LINE, HASH_START, RECORD_LIMIT};
use super::decode::decode;
use super::header::HEADER_LIMIT;
use super::torn::is_torn;
use super::{Event, Hash, Header, Record};

/// The end of what is verified, from which reading and writing go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Bytes up to here.
    pub offset: u64,
    /// Lines up to here.
    pub lines: u64,
    /// Sequence number of the last record.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// Damage: nothing from there on can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Damage {
    /// Line of the file, from 1.
    pub line: u64,
    /// Byte of the file where that record, or line, begins.
    pub offset: u64,
    /// One sentence.
    pub why: String,
}

/// What is wrong with a file of no bytes.
pub const EMPTY: &str = "the file is empty";

/// What a session file is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// The header, once the first record has verified it.
    Header(Box<Header>),
    /// A record, verified, and the line on which it begins.
    Record(Box<Record>, u64),
}

/// How the file ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// After a whole record.
    Clean,
    /// With the beginning of a record that was not finished: being written just now, or left by a crash.
    Torn {
        /// How many bytes.
        bytes: u64,
    },
    /// In damage.
    Damaged(Damage),
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Reader {
    /// What is fed and not yet consumed begins at `start`.
    buffer: Vec<u8>,
    start: usize,
    /// First byte of the line that is not yet looked at.
    scanned: usize,
    /// Lines of the item that are looked at.
    lines: u64,
    /// Header bytes until the first record verifies them.
    header: Option<Vec<u8>>,
    head: Option<Head>,
    ready: VecDeque<Item>,
    damage: Option<Damage>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// For a whole file, from its first byte.
    pub fn new() -> Self {
        Self {
            buffer: Vec::new(),
            start: 0,
            scanned: 0,
            lines: 0,
            header: None,
            head: None,
            ready: VecDeque::new(),
            damage: None,
        }
    }

    /// For what follows `head`.
    pub fn resume(head: Head) -> Self {
        Self { head: Some(head), ..Self::new() }
    }

    /// The end of what is verified; `None` before the first record is.
    pub fn head(&self) -> Option<Head> {
        self.head.filter(|head| head.seq > 0)
    }

    /// Whether damage was found. What is fed then only serves to tell torn from damaged and needs not go on beyond
    /// [`RECORD_LIMIT`].
    pub fn is_stopped(&self) -> bool {
        self.damage.is_some()
    }

    /// The next bytes of the file. Take everything from [`Reader::next`] before the next call: only what is consumed
    /// is let go.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.is_stopped() && self.buffer.len().saturating_sub(self.start) > RECORD_LIMIT {
            return;
        }
        if self.start > 0 {
            self.buffer.drain(..self.start.min(self.buffer.len()));
            self.scanned = self.scanned.saturating_sub(self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next item that is whole and right; `None` when more bytes are needed or nothing more can be read.
    #[expect(clippy::should_implement_trait, reason = "no iterator: after `None` and more bytes it goes on")]
    pub fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.is_stopped() || !self.advance() {
                return None;
            }
        }
    }

    /// What the bytes so far say of the end of the file. Nothing is changed, so more may be fed.
    pub fn ending(&self) -> Ending {
        let rest = self.buffer.get(self.start..).unwrap_or_default();
        match (&self.damage, self.head()) {
            (None, Some(_)) if rest.is_empty() => Ending::Clean,
            (_, Some(head)) if is_torn(rest, head.offset, head.seq.saturating_add(1)) => {
                Ending::Torn { bytes: u64::try_from(rest.len()).unwrap_or(u64::MAX) }
            }
            (Some(damage), _) => Ending::Damaged(damage.clone()),
            (None, Some(head)) => Ending::Damaged(Damage {
                line: head.lines.saturating_add(1),
                offset: head.offset,
                why: "this is neither a whole record nor the beginning of one".to_owned(),
            }),
            (None, None) => Ending::Damaged(self.no_genesis(rest)),
        }
    }

    /// A file without a valid first record was never one of ours, whatever is in it.
    fn no_genesis(&self, rest: &[u8]) -> Damage {
        let why = if rest.is_empty() && self.head.is_none() {
            EMPTY
        } else {
            "the file ends before its first event: it is no session, or was cut off"
        };
        Damage { line: 1, offset: 0, why: why.to_owned() }
    }

    /// Looks at one line more. False when there is none.
    fn advance(&mut self) -> bool {
        let rest = self.buffer.get(self.scanned..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| *byte == b'\n').map(|at| at.saturating_add(1)) else {
            let held = self.buffer.len().saturating_sub(self.start);
            self.check_length(held);
            return self.is_stopped();
        };
        let line_start = self.scanned;
        let end = line_start.saturating_add(length);
        self.scanned = end;
        self.lines = self.lines.saturating_add(1);
        let line = self.buffer.get(line_start..end).unwrap_or_default();
        match self.head {
            None if line == FIRST_LINE => self.take_header(line_start),
            None => self.check_length(end),
            Some(_) if line.starts_with(HASH_START) => self.take_record(line_start, end),
            Some(_) if self.lines == 1 && line != FIRST_LINE => {
                self.stop(1, "a record must begin here with [[event]]");
            }
            Some(_) if self.lines > 1 && line == FIRST_LINE => {
                self.stop(self.lines, "a record begins here before the one above ended with its hash");
            }
            Some(_) => self.check_length(end.saturating_sub(self.start)),
        }
        true
    }

    fn check_length(&mut self, held: usize) {
        match self.head {
            None if held > HEADER_LIMIT => {
                self.stop(1, "no event follows in the first 4 MiB: this is no session");
            }
            Some(_) if held > RECORD_LIMIT => {
                self.stop(1, "the record that begins here is longer than 64 KiB");
            }
            _ => {}
        }
    }

    fn take_header(&mut self, end: usize) {
        let bytes = self.buffer.get(self.start..end).unwrap_or_default().to_vec();
        let lines = self.lines.saturating_sub(1);
        self.head = Some(Head { offset: count(bytes.len()), lines, seq: 0, hash: Hash::of_header(&bytes) });
        self.header = Some(bytes);
        self.start = end;
        self.lines = 1;
    }

    fn take_record(&mut self, hash_line: usize, end: usize) {
        let Some(head) = self.head else { return };
        let covered = self.buffer.get(self.start..hash_line).unwrap_or_default();
        let hash = Hash::of_record(head.hash, covered);
        let written = self.buffer.get(hash_line..end).unwrap_or_default();
        if written.len() != HASH_LINE || written != format!("hash = \"{hash}\"\n").as_bytes() {
            return self.stop_at_hash(head);
        }
        let body = covered.get(FIRST_LINE.len()..).and_then(|body| str::from_utf8(body).ok());
        let record = match body.ok_or_else(|| "it is no UTF-8 text".to_owned()).and_then(decode) {
            Ok(record) => record,
            Err(why) => return self.stop(1, &format!("the record that begins here cannot be read: {why}")),
        };
        let seq = head.seq.saturating_add(1);
        if record.seq != seq {
            return self.stop(1, &format!("event {} stands where event {seq} belongs", record.seq));
        }
        if let Err(why) = self.open(&record) {
            return self.stop(1, &why);
        }
        let consumed = count(end.saturating_sub(self.start));
        self.ready.push_back(Item::Record(Box::new(record), head.lines.saturating_add(1)));
        let offset = head.offset.saturating_add(consumed);
        let lines = head.lines.saturating_add(self.lines);
        self.head = Some(Head { offset, lines, seq, hash });
        self.start = end;
        self.lines = 0;
    }

    /// The first record verifies the header, and must say the same.
    fn open(&mut self, genesis: &Record) -> Result<(), String> {
        let Some(bytes) = self.header.take() else { return Ok(()) };
        let header = Header::parse(&bytes)?;
        let Event::SessionCreated { mode, attempt, plan, .. } = &genesis.event else {
            return Err(format!("the first event must be session.created and is {}", genesis.event.kind()));
        };
        if (*mode, *attempt, plan) != (header.mode, header.attempt, &header.sha256) {
            return Err("the first event and the header speak of different sessions".to_owned());
        }
        self.ready.push_back(Item::Header(Box::new(header)));
        Ok(())
    }

    fn stop_at_hash(&mut self, head: Head) {
        let why = if head.seq > 0 {
            return self.stop(1, "the record that begins here was changed: its hash does not fit");
        } else {
            let other = self.header.as_deref().and_then(Header::other_schema);
            other.unwrap_or_else(|| {
                "the header or the first event was changed: its hash does not fit".to_owned()
            })
        };
        self.damage = Some(Damage { line: 1, offset: 0, why });
    }

    /// Stops at the given line of the present item, counted from 1.
    fn stop(&mut self, line: u64, why: &str) {
        let (offset, lines) = self.head.map_or((0, 0), |head| (head.offset, head.lines));
        self.damage = Some(Damage { line: lines.saturating_add(line), offset, why: why.to_owned() });
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
