//! E-mails and mailboxes: told by the lines above the message that mail programs write and people do not.

use crate::Format;

/// Fields that only programs write.
const FIELDS: [&str; 10] = [
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "delivered-to",
    "dkim-signature",
    "content-transfer-encoding",
    "content-type",
    "x-mozilla-status",
    "x-received",
];

/// A page that a browser saved with its pictures is an e-mail in form.
const SAVED_PAGE: [&str; 3] = ["snapshot-content-location", "saved by", "multipart/related"];

/// Bytes at the start in which the fields must stand.
const HEAD: usize = 16 << 10;

/// Mail, a mailbox, or a saved page, where the bytes begin like one.
pub(crate) fn format(bytes: &[u8]) -> Option<Format> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if let Some((first, rest)) = head.split_once('\n')
        && begins_mailbox(first)
        && is_mail(rest)
    {
        return Some(Format::Mailbox);
    }
    if !is_mail(head) {
        return None;
    }
    let fields = fields(head).collect::<Vec<_>>().join("\n").to_lowercase();
    let is_page = SAVED_PAGE.iter().filter(|sign| fields.contains(*sign)).count() > 1;
    Some(if is_page { Format::SavedPage } else { Format::Mail })
}

/// `From someone@shire.example Thu May  8 09:30:00 2031`
fn begins_mailbox(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("From ") else { return false };
    let parts: Vec<&str> = rest.split_whitespace().collect();
    let is_time = |part: &&&str| part.len() == 8 && part.bytes().filter(|byte| *byte == b':').count() == 2;
    parts.len() >= 5 && parts.iter().any(|part| is_time(&part))
}

/// Two fields at least, and one of them such as only programs write.
fn is_mail(head: &str) -> bool {
    let names =
        || fields(head).filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_ascii_lowercase());
    names().count() >= 2 && names().any(|name| FIELDS.contains(&name.as_str()))
}

/// The lines above the first that is neither a field nor the rest of one.
fn fields(head: &str) -> impl Iterator<Item = &str> {
    head.lines()
        .take_while(|line| is_field(line) || (line.starts_with([' ', '\t']) && !line.trim().is_empty()))
}

/// `Name-Of-It: value`
fn is_field(line: &str) -> bool {
    let name = line.split_once(':').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
