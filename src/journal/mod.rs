//! WHAT DID HAPPEN: the events, and how they stand in the session file. Pure: bytes in, bytes out.

mod codec;
mod decode;
mod event;
mod hash;
mod header;
mod inline;
mod kinds;
mod names;
mod reader;
mod stamp;
mod torn;
mod window;

pub use codec::{RECORD_LIMIT, RenderError, render};
pub use event::Event;
pub use hash::{Hash, sha256_hex};
pub use header::{HEADER_LIMIT, Header, HeaderError, SCHEMA};
pub use kinds::*;
pub use names::KINDS;
pub use reader::{Damage, EMPTY, Ending, Head, Item, Reader};
pub use stamp::{CONSOLE, Draft, Record, Stamp, Who};
