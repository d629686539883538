//! The whole chain again, a piece at a time: an edit below what was already read is noticed within a minute or so.

use super::disk::again;
use super::{Store, StoreError};
use crate::journal::{Damage, Ending, Head, Reader};

/// Bytes looked at in one go, so that no append waits long behind it.
const PIECE: u64 = 256 * 1024;

/// A run over the file, up to what was verified when it began.
#[derive(Debug)]
pub(super) struct Recheck {
    reader: Reader,
    target: Head,
    offset: u64,
}

impl Store {
    /// Looks at the next piece; begins anew after the last. True when a run has ended and all was as it should be.
    pub fn recheck(&mut self) -> Result<bool, StoreError> {
        let (reader, target) = (Reader::new(), self.head);
        let mut run = self.recheck.take().unwrap_or(Recheck { reader, target, offset: 0 });
        let want = run.target.offset.saturating_sub(run.offset).min(PIECE);
        let mut piece = vec![0; usize::try_from(want).unwrap_or(0)];
        let got = again(|| self.disk.read_at(&self.file, &mut piece, run.offset))
            .map_err(StoreError::io(&self.path, "it cannot be read"))?;
        run.reader.feed(piece.get(..got).unwrap_or_default());
        while run.reader.next().is_some() {}
        run.offset = run.offset.saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
        if got > 0 && run.offset < run.target.offset && !run.reader.is_stopped() {
            self.recheck = Some(run);
            return Ok(false);
        }
        if run.reader.head() == Some(run.target) {
            return Ok(true);
        }
        let damage = match run.reader.ending() {
            Ending::Damaged(damage) => damage,
            Ending::Clean | Ending::Torn { .. } => Damage {
                line: run.reader.head().map_or(1, |head| head.lines.saturating_add(1)),
                offset: run.offset,
                why: "events that were read before are others now".to_owned(),
            },
        };
        Err(StoreError::Lost(self.give_up_at(&damage)))
    }
}
