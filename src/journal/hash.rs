//! The chain: SHA-256 cut to 128 bits, each hash over the one before it. It finds accidents; it is not tamper-proof.

use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};

/// 32 lower-case hex digits, as they stand in the file.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; Self::LENGTH]);

impl Hash {
    /// Digits.
    pub const LENGTH: usize = 32;

    /// The hash of the header: what the first record's hash covers in place of one before it.
    pub fn of_header(bytes: &[u8]) -> Self {
        Self::cut(&Sha256::digest(bytes))
    }

    /// The hash of a record: `bytes` is all of it before its hash line.
    pub fn of_record(previous: Self, bytes: &[u8]) -> Self {
        Self::cut(&Sha256::new().chain_update(previous.0).chain_update(bytes).finalize())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        // Hex digits are ASCII by construction.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    fn cut(digest: &[u8]) -> Self {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [b'0'; Self::LENGTH];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
            if let [high, low] = pair {
                *high = HEX[usize::from(byte >> 4)];
                *low = HEX[usize::from(byte & 0xf)];
            }
        }
        Self(digits)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// The whole SHA-256 as 64 lower-case hex digits: digests of plans and of what is kept beside a session.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let written = write!(digits, "{byte:02x}");
        debug_assert!(written.is_ok(), "a String takes every write");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_sha256sum() {
        // printf abc | sha256sum
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let header = Hash::of_header(b"abc");
        assert_eq!(header.as_str(), "ba7816bf8f01cfea414140de5dae2223");
        // printf ba7816bf8f01cfea414140de5dae2223xyz | sha256sum | cut -c1-32
        assert_eq!(
            Hash::of_record(header, b"xyz").as_str(),
            &sha256_hex(b"ba7816bf8f01cfea414140de5dae2223xyz")[..32]
        );
    }
}
