//! Formats that are recognised by their first bytes so that they can be refused by name.

/// A format that casus does not read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    Html,
    Xml,
    Json,
    Warc,
    Pdf,
    Rtf,
    Zip,
    OldOffice,
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
    Image,
    Utf32,
}

/// First bytes that settle a format. Upper and lower case count as the same.
const SIGNATURES: [(&[u8], Format); 17] = [
    (b"%PDF-", Format::Pdf),
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"\x1f\x8b", Format::Gzip),
    (b"BZh9", Format::Bzip2),
    (b"\xfd7zXZ\0", Format::Xz),
    (b"\x28\xb5\x2f\xfd", Format::Zstandard),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::OldOffice),
    (b"{\\rtf", Format::Rtf),
    (b"\x89PNG\r\n", Format::Image),
    (b"\xff\xd8\xff", Format::Image),
    (b"GIF8", Format::Image),
    (b"RIFF", Format::Image),
    (b"\xff\xfe\0\0", Format::Utf32),
    (b"\0\0\xfe\xff", Format::Utf32),
    (b"WARC/1.", Format::Warc),
    (b"WARC/0.", Format::Warc),
];

/// What a text begins with, after white space, when it is markup rather than prose.
const MARKUP: [(&[u8], Format); 11] = [
    (b"<!doctype html", Format::Html),
    (b"<html", Format::Html),
    (b"<head", Format::Html),
    (b"<body", Format::Html),
    (b"<div", Format::Html),
    (b"<p>", Format::Html),
    (b"<?xml", Format::Xml),
    (b"<rss", Format::Xml),
    (b"<feed", Format::Xml),
    (b"{\"", Format::Json),
    (b"[{\"", Format::Json),
];

impl Format {
    /// The format these bytes begin like, or none for what may be plain text.
    pub fn of(bytes: &[u8]) -> Option<Format> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let starts = |bytes: &[u8], sign: &[u8]| {
            bytes.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign))
        };
        let signature = SIGNATURES.iter().find(|(sign, _)| bytes.starts_with(sign));
        signature.or_else(|| MARKUP.iter().find(|(sign, _)| starts(text, sign))).map(|(_, format)| *format)
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Html => "a web page (HTML)",
            Format::Xml => "XML or a news feed",
            Format::Json => "JSON",
            Format::Warc => "a web archive (WARC)",
            Format::Pdf => "a PDF",
            Format::Rtf => "a rich-text document (RTF)",
            Format::Zip => "a Word document or another zip archive",
            Format::OldOffice => "an old Office document",
            Format::Gzip => "a gzip archive",
            Format::Bzip2 => "a bzip2 archive",
            Format::Xz => "an xz archive",
            Format::Zstandard => "a zstd archive",
            Format::Image => "a picture or a recording",
            Format::Utf32 => "text in UTF-32",
        }
    }

    /// How to get plain text out of it.
    pub fn remedy(self) -> &'static str {
        match self {
            Format::Html => "copy the article's text from the browser into a .txt file, and read that",
            Format::Xml | Format::Json | Format::Warc => {
                "save the text of one article from it into a .txt file, and read that"
            }
            Format::Pdf | Format::Rtf | Format::Zip | Format::OldOffice => {
                "open it and save it as plain text (UTF-8), or unpack it first, and read that"
            }
            Format::Gzip | Format::Bzip2 | Format::Xz | Format::Zstandard => {
                "unpack it first, and read the text file inside"
            }
            Format::Image => "type or recognise its text into a .txt file, and read that",
            Format::Utf32 => "save it as UTF-8, and read that",
        }
    }
}
