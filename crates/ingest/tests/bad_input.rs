//! Input that is no English report: each is refused by name, with a reason and a way on.

use std::io::{self, Read};

use casus_ingest::{Error, ErrorKind, Format, Given, MAX_BYTES, MAX_TEXT, codes, document, read_limited};
use casus_model::{Diagnostic, Document};

const STORY: &str =
    "Two boats sank in the harbour of Edoras on Sunday, the council said, and nobody was hurt.";

fn read(bytes: &[u8]) -> Result<(Document, Vec<Diagnostic>), Error> {
    document(bytes, &Given::default())
}

fn kind(bytes: &[u8]) -> ErrorKind {
    read(bytes).map(|(document, _)| document.text).expect_err("refused").kind
}

fn notes(bytes: &[u8]) -> Vec<String> {
    read(bytes).expect("read").1.into_iter().map(|note| note.code).collect()
}

#[test]
fn known_formats_are_refused_by_name() {
    for (bytes, format) in [
        (&b"%PDF-1.7\n%\xe2\xe3"[..], Format::Pdf),
        (b"%!PS-Adobe-3.0", Format::PostScript),
        (b"PK\x03\x04\x14\0\x06\0word/document.xml", Format::WordDocument),
        (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml\0PK\x03\x04xl/workbook.xml", Format::Spreadsheet),
        (b"PK\x03\x04\x14\0ppt/presentation.xml", Format::Presentation),
        (b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.text", Format::OpenDocumentText),
        (b"PK\x03\x04\x14\0mimetypeapplication/epub+zip", Format::Ebook),
        (b"PK\x03\x04\x14\0reports/boats.txt", Format::Zip),
        (b"7z\xbc\xaf\x27\x1c\0\x04", Format::OtherArchive),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", Format::OldOffice),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", Format::OldWordDocument),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1_\0_\0s\0u\0b\0s\0t\0g\x001\0.\x000\0_\0", Format::OutlookMail),
        (b"\x89PNG\r\n\x1a\n", Format::Image),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Format::Image),
        (b"RIFF\x10\0\0\0WAVEfmt ", Format::Recording),
        (b"\0\0\0\x18ftypheic", Format::Image),
        (b"\0\0\0\x18ftypisom", Format::Recording),
        (b"BM\x10\0\0\0\0\0\0\0", Format::Image),
        (b"<p class=\"lead\">Two boats sank.", Format::Html),
        (b"<!-- saved --><article>", Format::Html),
        (b"\x1f\x8b\x08\0\0\0\0\0", Format::Gzip),
        (b"\n  <!DOCTYPE html><html><body><p>Two boats sank.</p>", Format::Html),
        (b"\xef\xbb\xbf<HTML><head>", Format::Html),
        (b"<?xml version=\"1.0\"?><rss>", Format::Xml),
        (b"{\"title\": \"Two boats sank\"}", Format::Json),
        (b"\xff\xfe\0\0T\0\0\0", Format::Utf32),
        (b"{\\rtf1\\ansi Two boats sank.}", Format::Rtf),
    ] {
        assert_eq!(kind(bytes), ErrorKind::Format(format));
    }
}

#[test]
fn mail_is_told_by_the_lines_that_programs_write() {
    let headers = "From: Tom <tom@shire.example>\r\nSubject: Boats\r\nReceived: from a\r\n\tby b\r\n\r\n";
    assert_eq!(kind(format!("{headers}{STORY}").as_bytes()), ErrorKind::Format(Format::Mail));
    let mailbox = format!("From tom@shire.example Thu May  8 09:30:00 2031\n{headers}{STORY}");
    assert_eq!(kind(mailbox.as_bytes()), ErrorKind::Format(Format::Mailbox));
    let page = "From: <Saved by Blink>\nSnapshot-Content-Location: https://horn.example\nMIME-Version: 1.0\n\
                Content-Type: multipart/related;\n\ttype=\"text/html\"\n\n";
    assert_eq!(kind(page.as_bytes()), ErrorKind::Format(Format::SavedPage));
    for text in [
        format!("From: Tom\nSent: Thursday\nTo: Sam\nSubject: Boats\n\n{STORY}"),
        format!("From Bree on Thu May 8 at 09:30:00 came the news.\n{STORY}"),
        format!("Received: two boats.\n\n{STORY}"),
        format!("Edoras: two boats sank\nHarbour: closed\n\n{STORY}"),
    ] {
        assert!(read(text.as_bytes()).is_ok(), "{text}");
    }
}

#[test]
fn prose_that_begins_like_a_format_is_read() {
    for start in ["<3 to all.", "BM said:", "PK and", "<p.m.> on Sunday", "RIFF RAFF", "From"] {
        assert!(read(format!("{start} {STORY}").as_bytes()).is_ok(), "{start}");
    }
}

#[test]
fn a_long_file_is_refused_for_what_it_is() {
    let long = [b"%PDF-1.7\n".as_slice(), &vec![0; MAX_BYTES]].concat();
    let refusal = read_limited(long.as_slice()).expect_err("refused");
    assert_eq!(refusal.kind, ErrorKind::Format(Format::Pdf));
    assert!(refusal.what == "this is a PDF" && refusal.remedy.contains("pdftotext FILE -"), "{refusal}");
}

#[test]
fn every_refusal_says_what_why_and_what_to_do() {
    let long = "boat ".repeat(MAX_TEXT / 5 + 1);
    for bytes in [&b""[..], b"%PDF-1.7", b"\0\x01\x02\x03", b"\xcf\xf2\xe8\xe2\xe5\xf2", long.as_bytes()] {
        let refusal = read(bytes).expect_err("refused");
        let shown = refusal.to_string();
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines.len(), 3, "{shown}");
        assert!(lines[1].starts_with("  why: ") && lines[2].starts_with("  do:  "), "{shown}");
        assert!(!refusal.is_usage());
    }
}

#[test]
fn nothing_to_read_is_said() {
    for bytes in [&b""[..], b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xff\xfe", "\u{a0}\u{2003}".as_bytes()] {
        assert_eq!(kind(bytes), ErrorKind::Empty, "{bytes:?}");
    }
}

#[test]
fn control_bytes_are_no_text_and_other_character_sets_are_named_as_such() {
    let noise: Vec<u8> = (0..4000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert_eq!(kind(&noise), ErrorKind::Binary);
    assert_eq!(kind(&[0; 1000]), ErrorKind::Binary);
    let cyrillic_in_a_code_page = [0xcf, 0xf2, 0xe8, 0xe2, 0xe5, 0xf2, b' '].repeat(50);
    assert_eq!(kind(&cyrillic_in_a_code_page), ErrorKind::Encoding);
    let wide: Vec<u8> = STORY.bytes().flat_map(|byte| [byte, 0]).collect();
    assert_eq!(kind(&wide), ErrorKind::Encoding, "UTF-16 without its mark");
}

#[test]
fn byte_order_marks_are_removed_and_utf16_is_decoded() {
    let (with_mark, _) = read(&[b"\xef\xbb\xbf", STORY.as_bytes()].concat()).unwrap();
    assert_eq!(with_mark.text, STORY);
    let units = || STORY.encode_utf16();
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(units().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(units().flat_map(u16::to_be_bytes)).collect();
    assert_eq!(read(&little).unwrap().0.text, STORY);
    assert_eq!(read(&big).unwrap().0.text, STORY);
    assert_ne!(read(&little).unwrap().0.id, read(STORY.as_bytes()).unwrap().0.id, "ids are of the raw bytes");
}

#[test]
fn bytes_of_a_word_processor_are_read_as_windows_1252_and_that_is_noted() {
    let bytes = [STORY.as_bytes(), b" \x93Caf\xe9\x94 \x96 na\xefve. ", STORY.as_bytes()].concat();
    let (document, notes) = read(&bytes).unwrap();
    assert!(document.text.contains("“Café” – naïve."), "{}", document.text);
    assert_eq!(notes[0].code, codes::WINDOWS_1252);
    assert!(notes[0].message.contains("5 characters"), "{}", notes[0].message);
    assert_eq!(notes[0].span.unwrap().of(&document.text), "“");
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_counted() {
    let bytes =
        [STORY.as_bytes(), "“Café” ".as_bytes(), b" Caf\xe9 and na\xefve. ", STORY.as_bytes()].concat();
    let (document, notes) = read(&bytes).unwrap();
    assert!(document.text.contains("Caf\u{fffd} and na\u{fffd}ve"));
    assert_eq!(notes[0].code, codes::REPLACED_BYTES);
    assert!(notes[0].message.starts_with("2 places are"), "{}", notes[0].message);
    assert_eq!(notes[0].span.unwrap().of(&document.text), "\u{fffd}");
}

#[test]
fn controls_and_garbled_letters_are_noted() {
    assert_eq!(notes(format!("{STORY} \u{202e}sank\u{202c}").as_bytes()), [codes::CONTROL_CHARACTERS]);
    assert_eq!(
        notes(format!("{STORY} It was the mayorâ€™s, he said: â€œmine.").as_bytes()),
        [codes::GARBLED]
    );
    assert_eq!(notes(STORY.as_bytes()), [""; 0]);
}

#[test]
fn other_languages_are_refused_and_short_texts_are_read() {
    let foreign = [
        "Deux bateaux ont coulé dimanche dans le port de la ville, a annoncé le conseil municipal, qui a \
         précisé que personne n'avait été blessé et que les secours étaient arrivés très rapidement sur place.",
        "Dos barcos se hundieron el domingo en el puerto de la ciudad, según informó el consejo municipal, \
         que añadió que nadie resultó herido y que los equipos de rescate llegaron con mucha rapidez al lugar.",
        "Два корабля затонули в воскресенье в гавани города, сообщил городской совет.",
        "غرق قاربان يوم الأحد في ميناء المدينة، حسبما أعلن مجلس المدينة.",
    ];
    for (text, language) in foreign.iter().zip(["French", "Spanish", "Russian", "Arabic"]) {
        let refusal = read(text.as_bytes()).expect_err(language);
        assert_eq!(refusal.kind, ErrorKind::Language);
        assert!(refusal.why.contains(language), "{refusal}");
    }
    for text in ["Grima Wormtongue, Edoras", "Dol Amroth: 3", "Boats sank."] {
        assert!(read(text.as_bytes()).is_ok(), "{text}");
    }
    assert_eq!(read(STORY.as_bytes()).unwrap().0.language.as_deref(), Some("en"));
}

#[test]
fn too_much_text_is_refused_with_the_limit() {
    let full = format!("{STORY}\n").repeat(MAX_TEXT / (STORY.len() + 1));
    assert!(full.len() <= MAX_TEXT && read(full.as_bytes()).is_ok());
    let over = format!("{full}{STORY}\n{STORY}\n");
    let refusal = read(over.as_bytes()).expect_err("refused");
    assert_eq!(refusal.kind, ErrorKind::TooLarge);
    assert!(refusal.why.contains("4 MiB"), "{refusal}");
}

/// A reader that never ends and counts what was taken from it.
struct Endless(usize);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        buffer.fill(b'a');
        self.0 += buffer.len();
        Ok(buffer.len())
    }
}

#[test]
fn reading_stops_at_the_limit() {
    let mut endless = Endless(0);
    assert_eq!(read_limited(&mut endless).expect_err("refused").kind, ErrorKind::TooLarge);
    assert!(endless.0 <= MAX_BYTES + 1, "took {}", endless.0);
    assert_eq!(read_limited(STORY.as_bytes()).unwrap(), STORY.as_bytes());
}

#[test]
fn a_reader_that_fails_is_a_usage_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is on fire"))
        }
    }
    let refusal = read_limited(Broken).expect_err("refused");
    assert!(refusal.is_usage() && refusal.why.contains("on fire"));
}

#[test]
fn what_is_given_wins_over_what_is_found() {
    let text = format!("Boats sink in harbour\nBy Tom Bombadil\n\nEDORAS, Sept 3, 2024 (Horn) - {STORY}");
    let given = Given {
        published: Some("2024-09-05".parse().unwrap()),
        byline: Some("Eowyn Rider".to_owned()),
        dateline: Some("Osgiliath".to_owned()),
        ..Given::default()
    };
    let (document, _) = document(text.as_bytes(), &given).unwrap();
    assert_eq!(document.published.unwrap().to_string(), "2024-09-05");
    assert_eq!(document.byline.as_deref(), Some("Eowyn Rider"));
    let dateline = document.dateline.unwrap();
    assert_eq!((dateline.text.as_str(), dateline.span.of(&document.text)), ("Osgiliath", "EDORAS"));
    let (bare, _) = casus_ingest::document(STORY.as_bytes(), &given).unwrap();
    assert!(bare.dateline.unwrap().span.is_empty());
}
