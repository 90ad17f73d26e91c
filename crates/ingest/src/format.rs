//! Formats that are recognised by their bytes so that they can be refused by name, with the next step.
//!
//! The name of a file says what someone thought of it; its bytes say what it is.

use crate::mail;

/// A format that is no plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    Html,
    SavedPage,
    Xml,
    Json,
    Warc,
    Mail,
    Mailbox,
    OutlookMail,
    Pdf,
    PostScript,
    Rtf,
    WordDocument,
    OpenDocumentText,
    Ebook,
    Spreadsheet,
    Presentation,
    OldWordDocument,
    OldSpreadsheet,
    OldPresentation,
    OldOffice,
    Zip,
    Tar,
    OtherArchive,
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
    Image,
    Recording,
    Utf32,
}

/// First bytes that settle a format. Upper and lower case count as different.
const SIGNATURES: [(&[u8], Format); 32] = [
    (b"%PDF-", Format::Pdf),
    (b"%!PS", Format::PostScript),
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"7z\xbc\xaf\x27\x1c", Format::OtherArchive),
    (b"Rar!\x1a\x07", Format::OtherArchive),
    (b"\x1f\x8b", Format::Gzip),
    (b"BZh9", Format::Bzip2),
    (b"\xfd7zXZ\0", Format::Xz),
    (b"\x28\xb5\x2f\xfd", Format::Zstandard),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::OldOffice),
    (b"{\\rtf", Format::Rtf),
    (b"\x89PNG\r\n", Format::Image),
    (b"\xff\xd8\xff", Format::Image),
    (b"GIF8", Format::Image),
    (b"II*\0", Format::Image),
    (b"MM\0*", Format::Image),
    (b"\0\0\x01\0", Format::Image),
    (b"ID3\x03", Format::Recording),
    (b"ID3\x04", Format::Recording),
    (b"\xff\xfb", Format::Recording),
    (b"OggS", Format::Recording),
    (b"fLaC", Format::Recording),
    (b"#!AMR", Format::Recording),
    (b"\x1aE\xdf\xa3", Format::Recording),
    (b"\0\0\x01\xba", Format::Recording),
    (b"FLV\x01", Format::Recording),
    (b"\xff\xfe\0\0", Format::Utf32),
    (b"\0\0\xfe\xff", Format::Utf32),
    (b"WARC/1.", Format::Warc),
    (b"WARC/0.", Format::Warc),
    (b"!BDN", Format::OutlookMail),
];

/// Bytes at a place behind the first that settle a format.
const INNER_SIGNATURES: [(usize, &[u8], Format); 8] = [
    (8, b"WEBP", Format::Image),
    (8, b"WAVE", Format::Recording),
    (8, b"AVI ", Format::Recording),
    (4, b"ftyphei", Format::Image),
    (4, b"ftypmif", Format::Image),
    (4, b"ftypavif", Format::Image),
    (4, b"ftyp", Format::Recording),
    (257, b"ustar", Format::Tar),
];

/// Names of parts that tell what a zip archive holds. The first that stands in it counts.
const ZIPPED: [(&[u8], Format); 11] = [
    (b"word/document.xml", Format::WordDocument),
    (b"word/_rels", Format::WordDocument),
    (b"xl/workbook", Format::Spreadsheet),
    (b"xl/worksheets", Format::Spreadsheet),
    (b"ppt/presentation.xml", Format::Presentation),
    (b"ppt/slides", Format::Presentation),
    (b"application/epub+zip", Format::Ebook),
    (b"application/vnd.oasis.opendocument.text", Format::OpenDocumentText),
    (b"application/vnd.oasis.opendocument.spreadsheet", Format::Spreadsheet),
    (b"application/vnd.oasis.opendocument.presentation", Format::Presentation),
    (b"META-INF/container.xml", Format::Ebook),
];

/// Names of streams that tell what an old Office file holds, written there in UTF-16.
const OLD_OFFICE: [(&str, Format); 5] = [
    ("__substg1.0_", Format::OutlookMail),
    ("__properties_version1.0", Format::OutlookMail),
    ("WordDocument", Format::OldWordDocument),
    ("Workbook", Format::OldSpreadsheet),
    ("PowerPoint Document", Format::OldPresentation),
];

/// What a text begins with, after white space, when it is markup rather than prose.
const MARKUP: [(&str, Format); 8] = [
    ("<!doctype html", Format::Html),
    ("<!--", Format::Html),
    ("<?xml", Format::Xml),
    ("<rss", Format::Xml),
    ("<feed", Format::Xml),
    ("<svg", Format::Image),
    ("{\"", Format::Json),
    ("[{\"", Format::Json),
];

/// Elements that a piece of a page may begin with.
const ELEMENTS: [&str; 38] = [
    "a",
    "article",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "center",
    "div",
    "em",
    "figure",
    "font",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "link",
    "main",
    "meta",
    "nav",
    "p",
    "script",
    "section",
    "span",
    "strong",
    "style",
    "table",
    "title",
    "ul",
];

impl Format {
    /// The format these bytes have, or none for what may be plain text.
    pub fn of(bytes: &[u8]) -> Option<Format> {
        let signed = SIGNATURES.iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, format)| *format);
        match signed {
            Some(Format::Zip) => Some(zipped(bytes)),
            Some(Format::OldOffice) => Some(old_office(bytes)),
            Some(other) => Some(other),
            None => inner(bytes)
                .or_else(|| bitmap(bytes))
                .or_else(|| markup(bytes))
                .or_else(|| mail::format(bytes)),
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Html => "a web page (HTML)",
            Format::SavedPage => "a saved web page with its pictures (MHTML)",
            Format::Xml => "XML or a news feed",
            Format::Json => "JSON",
            Format::Warc => "a web archive (WARC)",
            Format::Mail => "an e-mail (EML)",
            Format::Mailbox => "a mailbox (mbox)",
            Format::OutlookMail => "an Outlook e-mail (MSG or PST)",
            Format::Pdf => "a PDF",
            Format::PostScript => "a PostScript document",
            Format::Rtf => "a rich-text document (RTF)",
            Format::WordDocument => "a Word document (DOCX)",
            Format::OpenDocumentText => "an OpenDocument text (ODT)",
            Format::Ebook => "an e-book (EPUB)",
            Format::Spreadsheet => "a spreadsheet (XLSX or ODS)",
            Format::Presentation => "a presentation (PPTX or ODP)",
            Format::OldWordDocument => "an old Word document (DOC)",
            Format::OldSpreadsheet => "an old spreadsheet (XLS)",
            Format::OldPresentation => "an old presentation (PPT)",
            Format::OldOffice => "an old Office document",
            Format::Zip => "a zip archive",
            Format::Tar => "a tar archive",
            Format::OtherArchive => "a 7z or RAR archive",
            Format::Gzip => "a gzip archive",
            Format::Bzip2 => "a bzip2 archive",
            Format::Xz => "an xz archive",
            Format::Zstandard => "a zstd archive",
            Format::Image => "a picture",
            Format::Recording => "a recording of sound or pictures",
            Format::Utf32 => "text in UTF-32",
        }
    }

    /// The next step to a text that can be read. `FILE` stands for its name.
    pub fn remedy(self) -> &'static str {
        match self {
            Format::Html => "copy the article's text from the browser into a .txt file, and read that",
            Format::SavedPage => "open it, save it as \"web page, HTML only\", and read that",
            Format::Xml => "save the text of each article into a .txt file, and read those",
            Format::Json => {
                "write a line of JSON an article (`text`, and perhaps `title`, `published`, `url`) into a .jsonl file"
            }
            Format::Warc => "take the page out with `warcio extract --payload FILE OFFSET | casus read -`",
            Format::Mail => "open it in a mail program, save its text as a .txt file, and read that",
            Format::Mailbox => {
                "open it in a mail program, save each message as a .txt file in a folder, and read the folder"
            }
            Format::OutlookMail => {
                "open it in Outlook, save the message as \"text only\" (.txt), and read that"
            }
            Format::Pdf => {
                "run `pdftotext FILE - | casus read -`; if that is empty, it is a scan: `ocrmypdf` it first"
            }
            Format::PostScript => "run `ps2ascii FILE | casus read -`",
            Format::Rtf | Format::WordDocument | Format::OpenDocumentText => {
                "run `pandoc -t plain --wrap=none FILE | casus read -`"
            }
            Format::Ebook => {
                "run `pandoc -t plain --wrap=none FILE`, save each report of it as a .txt file, and read those"
            }
            Format::OldWordDocument => "run `antiword -w 0 FILE | casus read -`",
            Format::Spreadsheet | Format::OldSpreadsheet => {
                "save each article of it as a .txt file, or a line of JSON an article into a .jsonl file"
            }
            Format::Presentation | Format::OldPresentation | Format::OldOffice => {
                "open it, save it as plain text (UTF-8), and read that"
            }
            Format::Zip => "run `unzip FILE -d reports`, then `casus read reports`",
            Format::Tar => "run `mkdir reports && tar -xf FILE -C reports`, then `casus read reports`",
            Format::OtherArchive => "run `7z x -oreports FILE`, then `casus read reports`",
            Format::Gzip => {
                "run `gzip -dc FILE | casus read -` (first `tar -xzf FILE` if it ends in .tar.gz)"
            }
            Format::Bzip2 => {
                "run `bzip2 -dc FILE | casus read -` (first `tar -xjf FILE` if it ends in .tar.bz2)"
            }
            Format::Xz => "run `xz -dc FILE | casus read -` (first `tar -xJf FILE` if it ends in .tar.xz)",
            Format::Zstandard => "run `zstd -dc FILE | casus read -`",
            Format::Image => {
                "run `tesseract FILE - | casus read -`, and compare what it recognised with the picture"
            }
            Format::Recording => "type or transcribe what is said into a .txt file, and read that",
            Format::Utf32 => "run `iconv -f UTF-32 -t UTF-8 FILE | casus read -`",
        }
    }
}

fn inner(bytes: &[u8]) -> Option<Format> {
    let stands =
        |(at, sign, _): &&(usize, &[u8], Format)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign));
    INNER_SIGNATURES.iter().find(stands).map(|(_, _, format)| *format)
}

/// A bitmap begins with two letters that a text may begin with too; four zero bytes follow its length.
fn bitmap(bytes: &[u8]) -> Option<Format> {
    let is_bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    is_bitmap.then_some(Format::Image)
}

fn zipped(bytes: &[u8]) -> Format {
    ZIPPED.iter().find(|(name, _)| holds(bytes, name)).map_or(Format::Zip, |(_, format)| *format)
}

fn old_office(bytes: &[u8]) -> Format {
    let named = |(name, _): &&(&str, Format)| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        holds(bytes, &wide)
    };
    OLD_OFFICE.iter().find(named).map_or(Format::OldOffice, |(_, format)| *format)
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn markup(bytes: &[u8]) -> Option<Format> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let starts =
        |sign: &str| text.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign.as_bytes()));
    let sign = MARKUP.iter().find(|(sign, _)| starts(sign)).map(|(_, format)| *format);
    sign.or_else(|| begins_with_element(text).then_some(Format::Html))
}

/// `<p>`, `<DIV class=…>`, but not `<3` or `<p.m.>`.
fn begins_with_element(text: &[u8]) -> bool {
    let Some(tag) = text.strip_prefix(b"<") else { return false };
    let end = tag.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(0);
    let is_tag =
        tag.get(end).is_some_and(|byte| *byte == b'>' || *byte == b'/' || byte.is_ascii_whitespace());
    is_tag && ELEMENTS.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(&tag[..end]))
}
