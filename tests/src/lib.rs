//! Tests that need several crates at once live in `tests/`.
