//! Web addresses: an equivalent of the tokenizer's URL expression that reads each character a bounded
//! number of times.
//!
//! scheme (`://`), user (up to an `@`), a public IPv4 address or a host name, port, path. The scheme and the
//! user are optional, so the host may start at the beginning, after the scheme, or after any `@`.

use super::affixes::Affixes;
use crate::characters::{is_decimal, is_word};

impl Affixes {
    /// Whether the whole chunk is a web address. The chunk holds no white space.
    pub(crate) fn is_url(&self, chunk: &str) -> bool {
        if !chunk.contains('.') {
            return false;
        }
        let after_scheme = scheme(chunk);
        let after_user = chunk.match_indices('@').filter(|&(at, _)| at > 0).map(|(at, _)| at + 1);
        std::iter::once(0)
            .chain(after_scheme)
            .chain(after_user)
            .any(|start| is_address(&chunk[start..]) || self.is_host(&chunk[start..]))
    }

    /// A host name and what may follow it, up to the end.
    fn is_host(&self, text: &str) -> bool {
        let mut rest = text;
        let mut labels = 0;
        loop {
            let end = rest.find(|c| !(is_label(c) || self.domain.contains(c))).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            if let Some(after) = after.strip_prefix('.') {
                if !is_whole_label(part) {
                    return false;
                }
                labels += 1;
                rest = after;
                continue;
            }
            let is_domain = part.chars().all(|c| self.domain.contains(c)) && within(part, 2, 63);
            return labels > 0 && is_domain && is_tail(after);
        }
    }
}

/// Where the text after `scheme://` starts.
fn scheme(chunk: &str) -> Option<usize> {
    let end = chunk.find(|c| !(is_word(c) || matches!(c, '+' | '-' | '.')))?;
    (chunk[end..].starts_with("://") && within(&chunk[..end], 2, usize::MAX)).then_some(end + 3)
}

fn is_edge(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

fn is_label(c: char) -> bool {
    is_edge(c) || matches!(c, '_' | '-')
}

fn is_whole_label(part: &str) -> bool {
    within(part, 1, 64) && part.starts_with(is_edge) && part.ends_with(is_edge) && part.chars().all(is_label)
}

/// Whether a text has at least `low` and at most `high` characters.
fn within(text: &str, low: usize, high: usize) -> bool {
    text.chars().nth(low - 1).is_some() && (high == usize::MAX || text.chars().nth(high).is_none())
}

/// An optional port, then an optional path, query or fragment.
fn is_tail(text: &str) -> bool {
    let Some(port) = text.strip_prefix(':') else { return is_path(text) };
    let end = port.find(|c| !is_decimal(c)).unwrap_or(port.len());
    within(&port[..end], 2, 5) && is_path(&port[end..])
}

fn is_path(text: &str) -> bool {
    text.is_empty() || text.starts_with(['/', '?', '#'])
}

/// An IPv4 address outside the private ranges, and what may follow it.
fn is_address(text: &str) -> bool {
    let mut rest = text;
    let mut octets = [""; 4];
    for (i, octet) in octets.iter_mut().enumerate() {
        let end = rest.find(|c| !is_decimal(c)).unwrap_or(rest.len());
        *octet = &rest[..end];
        rest = &rest[end..];
        if i < 3 {
            let Some(after) = rest.strip_prefix('.') else { return false };
            rest = after;
        }
    }
    is_first(octets[0])
        && is_octet(octets[1], '5')
        && is_octet(octets[2], '5')
        && is_octet(octets[3], '4')
        && octets[3].starts_with(|c: char| matches!(c, '1'..='9'))
        && !is_private(octets[0], octets[1])
        && is_tail(rest)
}

fn is_first(octet: &str) -> bool {
    let mut characters = octet.chars();
    let Some(first @ '1'..='9') = characters.next() else { return false };
    match (first, characters.next(), characters.next(), characters.next()) {
        (_, None, ..)
        | (_, Some(_), None, _)
        | ('1', _, Some(_), None)
        | ('2', Some('0' | '1'), Some(_), None) => true,
        ('2', Some('2'), Some(last), None) => matches!(last, '0'..='3'),
        _ => false,
    }
}

/// One to three digits up to `25` and the given last digit; leading zeros are let through by the caller.
fn is_octet(octet: &str, last_of_all: char) -> bool {
    let mut characters = octet.chars();
    let Some(first) = characters.next() else { return false };
    match (first, characters.next(), characters.next(), characters.next()) {
        (_, None, ..) | (_, Some(_), None, _) | ('1', Some(_), Some(_), None) => true,
        ('2', Some('0'..='4'), Some(_), None) => true,
        ('2', Some('5'), Some(last), None) => ('0'..=last_of_all).contains(&last),
        _ => false,
    }
}

fn is_private(first: &str, second: &str) -> bool {
    match (first, second) {
        ("10" | "127", _) | ("169", "254") | ("192", "168") => true,
        ("172", second) => {
            let mut characters = second.chars();
            matches!(
                (characters.next(), characters.next(), characters.next()),
                (Some('1'), Some('6'..='9'), None)
                    | (Some('2'), Some(_), None)
                    | (Some('3'), Some('0' | '1'), None)
            )
        }
        _ => false,
    }
}
