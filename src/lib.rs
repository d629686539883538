//! golive
