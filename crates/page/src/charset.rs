//! The text of a page's bytes: byte-order mark, valid UTF-8, the charset that the page declares, or
//! windows-1252, in this order (a part of the WHATWG encoding sniffing algorithm).

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes at the start of a page in which it must declare its charset.
const PRESCAN: usize = 1024;

/// The text, with U+FFFD for what the charset cannot mean.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let encoding = declared(&bytes[..bytes.len().min(PRESCAN)]).unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// `charset=...` in a `meta` element. A page that says UTF-16 in ASCII letters is not UTF-16.
fn declared(start: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let meta = &text[text.find("<meta")?..];
    let label = &meta[meta.find("charset")? + "charset".len()..];
    let label = label.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let end = label.find(['"', '\'', ' ', ';', '>', '/']).unwrap_or(label.len());
    let encoding = Encoding::for_label(&label.as_bytes()[..end])?;
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_declared_charset_is_used_where_the_bytes_are_not_utf_8() {
        let page = |head: &str| [head.as_bytes(), b"<p>\xd2\xe5\xf1\xf2</p>"].concat();
        assert!(decode(&page(r#"<meta charset="windows-1251">"#)).contains("Тест"));
        let old = r#"<META http-equiv="Content-Type" content="text/html; charset=windows-1251">"#;
        assert!(decode(&page(old)).contains("Тест"));
        assert!(decode(&page("<p>none</p>")).contains("Òåñò"));
        assert!(decode(&page(r#"<meta charset="no-such">"#)).contains("Òåñò"));
    }

    #[test]
    fn utf_8_and_byte_order_marks_win() {
        assert_eq!(decode("<meta charset=windows-1251>é".as_bytes()), "<meta charset=windows-1251>é");
        assert_eq!(decode(b"\xff\xfea\0b\0"), "ab");
    }
}
