//! What can be wrong with a file of knowledge.

/// A file of `data/` that cannot be used: which, where, and what is wrong.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("data/{file} line {line}: {problem}")]
pub struct Error {
    /// File, relative to `data/`.
    pub file: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl Error {
    pub(crate) fn new(file: &str, line: usize, problem: impl Into<String>) -> Error {
        Error { file: file.to_owned(), line, problem: problem.into() }
    }
}
