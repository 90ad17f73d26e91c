//! What stands above the story, told apart from it: notes, section names, headline, byline, date.
//!
//! The story begins with the first line that is long, ends like a sentence or opens with a dateline.
//! Above it a headline is read but is nobody's sentence; section names, bylines and dates are not read
//! at all. A second line of headline is an ordinary paragraph.

use casus_model::{Dateline, Paragraph, Span};
use jiff::civil::Date;

use crate::lines::{Line, ends_sentence, ends_with_full_stop, lines, opens_like_sentence};
use crate::{dateline, dates, paragraph};

/// How many lines above the story are looked at.
const HEADER_LINES: usize = 12;

/// The longest headline, in characters and in words.
const HEADLINE: (usize, usize) = (200, 30);

/// A document's text, told apart.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub title: Option<Span>,
    pub byline: Option<String>,
    /// The full date told above the story or in the dateline.
    pub date: Option<Date>,
    /// Month and day of the dateline, where no year stands beside them.
    pub month_and_day: Option<(i8, i8)>,
    pub dateline: Option<Dateline>,
    pub paragraphs: Vec<Paragraph>,
}

/// Tells headline, dateline and paragraphs apart.
pub(crate) fn layout(text: &str) -> Layout {
    let lines = lines(text);
    let header = Header::of(text, &lines);
    let mut layout = Layout { byline: header.byline(text), date: header.date(text), ..Layout::default() };
    layout.dateline = header.dateline(text);

    let story = &lines[header.end..];
    let mut spans = header.kept(Kind::Deck);
    let decks = spans.len();
    spans.extend(paragraph::paragraphs(text, story));
    take_dateline(text, &mut spans, decks, &mut layout);

    if spans.is_empty() {
        layout = Layout::default();
        spans = paragraph::paragraphs(text, &lines);
    } else {
        layout.title = header.title();
    }
    let headline = layout.title.map(|span| Paragraph { span, headline: true });
    let told = spans.into_iter().map(|span| Paragraph { span, headline: false });
    layout.paragraphs = headline.into_iter().chain(told).collect();
    layout.paragraphs.sort_by_key(|paragraph| paragraph.span.start);
    layout
}

/// Takes a dateline off the first paragraph of the story, or one that is certain off the next two.
fn take_dateline(text: &str, spans: &mut Vec<Span>, first: usize, layout: &mut Layout) {
    let candidates = (first..spans.len()).take(3).enumerate();
    let found = candidates.into_iter().find_map(|(nth, at)| {
        let found = dateline::dateline(text, spans[at])?;
        let is_diary = found.only_date && (nth > 0 || opens_with_date(text, spans.get(at + 1)));
        (!is_diary && (nth == 0 || found.certain)).then_some((at, found))
    });
    let Some((at, found)) = found else { return };
    spans[at] = Span::new(found.story, spans[at].end as usize);
    if spans[at].is_empty() {
        spans.remove(at);
    }
    layout.date = layout.date.or(found.date);
    layout.month_and_day = found.month_and_day;
    layout.dateline = layout.dateline.take().or(found.dateline);
}

/// A day before each paragraph is the day of what it tells.
fn opens_with_date(text: &str, paragraph: Option<&Span>) -> bool {
    let found = paragraph.and_then(|span| dateline::dateline(text, *span));
    found.is_some_and(|found| found.only_date)
}

/// What a line above the story is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A remark in brackets, or a sentence that stands before headline and dateline.
    Note,
    /// The names of sections, a menu, or a remark that ends in a date. It is the headline if nothing else is.
    Navigation,
    Headline,
    /// A second headline.
    Deck,
    Byline,
    Date,
    Dateline,
}

/// The lines above the story, each with what it is.
struct Header {
    marks: Vec<(Span, Kind)>,
    /// Index of the first line of the story.
    end: usize,
}

impl Header {
    fn of(text: &str, lines: &[Line]) -> Header {
        let mut marks = Vec::new();
        let mut at = 0;
        while at < lines.len().min(HEADER_LINES) {
            if let Some((span, kind, next)) = mark(text, lines, at) {
                marks.push((span, kind));
                at = next;
            } else if let Some(above) = letterhead(text, &lines[at..lines.len().min(HEADER_LINES)]) {
                at += above.len();
                marks.extend(above);
            } else {
                break;
            }
        }
        let mut header = Header { marks, end: at };
        header.settle_headline(text);
        if header.marks.iter().all(|(_, kind)| *kind != Kind::Headline)
            && let Some((span, next)) = headline_after_note(text, lines, header.end)
        {
            return header.with_note_before(text, lines, span, next);
        }
        header
    }

    /// Of all lines that could be the headline, one is; those that look like section names are not,
    /// unless nothing else is there.
    fn settle_headline(&mut self, text: &str) {
        let is_candidate = |kind: Kind| matches!(kind, Kind::Headline | Kind::Navigation);
        let candidates = || self.marks.iter().enumerate().filter(|(_, (_, kind))| is_candidate(*kind));
        let words = |span: &Span| span.of(text).split_whitespace().count();
        let plain = candidates().find(|(_, (_, kind))| *kind == Kind::Headline).map(|(at, _)| at);
        let longest = || {
            let longest = candidates().map(|(_, (span, _))| words(span)).max()?;
            candidates().find(|(_, (span, _))| words(span) == longest).map(|(at, _)| at)
        };
        let Some(chosen) = plain.or_else(longest) else { return };
        for (at, (_, kind)) in self.marks.iter_mut().enumerate() {
            if at == chosen {
                *kind = Kind::Headline;
            } else if *kind == Kind::Headline {
                *kind = Kind::Deck;
            }
        }
    }

    /// A sentence stood first and a headline after it. The sentence is a remark about the text where a
    /// byline, a date or a dateline follows the headline; otherwise it may be the story and is kept.
    fn with_note_before(mut self, text: &str, lines: &[Line], headline: Span, next: usize) -> Header {
        let note = lines[self.end].span;
        let rest = Header::of_rest(text, lines, next);
        let opens_with_dateline = lines
            .get(rest.end)
            .is_some_and(|line| dateline::dateline(text, line.span).is_some_and(|found| found.certain));
        let signed = |(_, kind): &(Span, Kind)| matches!(kind, Kind::Byline | Kind::Date | Kind::Dateline);
        let is_remark = opens_with_dateline || rest.marks.iter().any(signed);
        self.marks.push((note, if is_remark { Kind::Note } else { Kind::Deck }));
        self.marks.push((headline, Kind::Headline));
        self.marks.extend(rest.marks);
        Header { marks: self.marks, end: rest.end }
    }

    /// The header lines that follow a headline already found.
    fn of_rest(text: &str, lines: &[Line], from: usize) -> Header {
        let mut marks = Vec::new();
        let mut at = from;
        while at < lines.len().min(HEADER_LINES) {
            let Some((span, kind, next)) = mark(text, lines, at) else { break };
            marks.push((span, if kind == Kind::Headline { Kind::Deck } else { kind }));
            at = next;
        }
        Header { marks, end: at }
    }

    fn kept(&self, wanted: Kind) -> Vec<Span> {
        self.marks.iter().filter(|(_, kind)| *kind == wanted).map(|(span, _)| *span).collect()
    }

    fn title(&self) -> Option<Span> {
        self.kept(Kind::Headline).first().copied()
    }

    fn byline(&self, text: &str) -> Option<String> {
        let (names, _) = byline(self.kept(Kind::Byline).first()?.of(text))?;
        Some(names.to_owned())
    }

    fn date(&self, text: &str) -> Option<Date> {
        let lines = self.kept(Kind::Date);
        let dated = lines.iter().filter_map(|span| dates::date_line(span.of(text)));
        let signed = || self.kept(Kind::Byline).first().and_then(|span| byline(span.of(text))?.1);
        let placed = || self.placed(text).and_then(|found| found.date);
        dated.min_by_key(|(told, _)| *told).map(|(_, day)| day).or_else(placed).or_else(signed)
    }

    fn dateline(&self, text: &str) -> Option<Dateline> {
        self.placed(text).and_then(|found| found.dateline)
    }

    fn placed(&self, text: &str) -> Option<dateline::Found> {
        self.kept(Kind::Dateline).first().and_then(|span| dateline::alone(text, *span))
    }
}

/// What the line at `at` is and which line comes after it, or none where the story begins.
fn mark(text: &str, lines: &[Line], at: usize) -> Option<(Span, Kind, usize)> {
    let span = lines[at].span;
    let line = span.of(text);
    if dateline::dateline(text, span).is_some_and(|found| found.certain) {
        return None;
    }
    let one_line = |kind| Some((span, kind, at + 1));
    if is_bracketed(line) {
        one_line(Kind::Note)
    } else if byline(line).is_some() {
        one_line(Kind::Byline)
    } else if dates::date_line(line).is_some() {
        one_line(Kind::Date)
    } else if dateline::alone(text, span).is_some() {
        one_line(Kind::Dateline)
    } else if is_navigation(line) && stands_alone(text, lines, at) {
        one_line(Kind::Navigation)
    } else {
        let kind = if dates::ends_in_date(line) { Kind::Navigation } else { Kind::Headline };
        headline(text, lines, at).map(|(span, next)| (span, kind, next))
    }
}

/// A headline that begins at this line: short, without a full stop, and set off from what follows.
fn headline(text: &str, lines: &[Line], at: usize) -> Option<(Span, usize)> {
    let mut span = lines[at].span;
    let mut next = at + 1;
    while next < lines.len().min(at + 3) && goes_on(text, lines, next) {
        span = span.cover(lines[next].span);
        next += 1;
    }
    let words = span.of(text);
    let is_short = words.chars().count() <= HEADLINE.0 && words.split_whitespace().count() <= HEADLINE.1;
    let has_letters = words.chars().any(char::is_alphabetic);
    let is_open = ends_with_full_stop(words) || words.ends_with([',', ';', ':', '-']);
    let is_headline = is_short && has_letters && !is_open && opens_like_sentence(words);
    (is_headline && stands_alone(text, lines, next - 1)).then_some((span, next))
}

/// True when the line continues the one above it in the same block with a small letter.
fn goes_on(text: &str, lines: &[Line], at: usize) -> bool {
    let starts_small = lines[at].span.of(text).starts_with(char::is_lowercase);
    !lines[at].opens_block && starts_small && lines.get(at + 1).is_some_and(|line| line.opens_block)
}

/// True when something follows this line and is not its continuation.
fn stands_alone(text: &str, lines: &[Line], at: usize) -> bool {
    let Some(next) = lines.get(at + 1) else { return false };
    next.opens_block
        || byline(next.span.of(text)).is_some()
        || dateline::dateline(text, next.span).is_some_and(|found| found.certain)
        || paragraph::meant_break(text, lines[at].span, &lines[at + 1..])
}

/// A headline that follows one short sentence standing alone at `at`.
fn headline_after_note(text: &str, lines: &[Line], at: usize) -> Option<(Span, usize)> {
    let note = lines.get(at)?.span;
    let follows = lines.get(at + 1).is_some_and(|next| next.opens_block);
    let is_note = follows && at + 1 < HEADER_LINES && note.len() <= 2 * HEADLINE.0;
    let no_dateline = dateline::dateline(text, note).is_none();
    if !is_note || !no_dateline {
        return None;
    }
    let (span, next) = headline(text, lines, at + 1)?;
    (span.of(text).split_whitespace().count() >= 4).then_some((span, next))
}

fn is_bracketed(line: &str) -> bool {
    (line.starts_with('(') && line.ends_with(')')) || (line.starts_with('[') && line.ends_with(']'))
}

/// The word that opens a byline.
const BYLINE: &str = "By ";

/// The names of "By Eowyn Rider and Tom Bombadil in Edoras", which is short and at least half of it capitalised, and
/// the day of "By a correspondent. 3 September 2024".
fn byline(line: &str) -> Option<(&str, Option<Date>)> {
    let opens = line.get(..BYLINE.len()).is_some_and(|start| start.eq_ignore_ascii_case(BYLINE));
    if !opens || line.len() > 120 {
        return None;
    }
    let names = line[BYLINE.len()..].trim();
    if let Some((names, day)) = dates::before_date(names) {
        let names = names.trim_end_matches(['.', ',', '|', '-', '–', '—', '·', ' ']);
        let is_signed = !names.is_empty() && names.split_whitespace().count() <= 8;
        return is_signed.then_some((names, Some(day)));
    }
    let capitalised = names.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let is_named = names.starts_with(char::is_uppercase) && !ends_with_full_stop(line);
    (is_named && capitalised * 2 >= names.split_whitespace().count()).then_some((names, None))
}

/// Lines right above a place with its day, or a day, in one block with it and none of them a sentence: who issued a
/// release. Those that may say something are read.
fn letterhead(text: &str, lines: &[Line]) -> Option<Vec<(Span, Kind)>> {
    let dated = |line: &Line| {
        let placed = dateline::alone(text, line.span).is_some_and(|found| found.date.is_some());
        placed || dates::date_line(line.span.of(text)).is_some()
    };
    let block = lines.iter().enumerate().take_while(|(at, line)| *at == 0 || !line.opens_block);
    let above = block.map(|(_, line)| line).take_while(|line| !dated(line)).count();
    let is_dated = lines.get(above).is_some_and(|line| !line.opens_block && dated(line));
    let is_title = |line: &Line| {
        let words = line.span.of(text);
        words.split_whitespace().count() <= HEADLINE.1 / 2 && !ends_sentence(words)
    };
    let kind = |line: &Line| if is_navigation(line.span.of(text)) { Kind::Navigation } else { Kind::Deck };
    (above > 0 && is_dated && lines[..above].iter().all(is_title))
        .then(|| lines[..above].iter().map(|line| (line.span, kind(line))).collect())
}

/// "Middle East | World": a few words, each capitalised, without the marks of a sentence.
fn is_navigation(line: &str) -> bool {
    let mut small = 0;
    let mut words = 0;
    for word in line.split_whitespace() {
        words += 1;
        let first = word.trim_start_matches(['|', '>', '»', '·', '•', '/', '&']).chars().next();
        match first {
            None => words -= 1,
            Some(letter) if letter.is_uppercase() => {}
            Some(letter) if letter.is_lowercase() && word.chars().count() <= 3 => small += 1,
            Some(_) => return false,
        }
    }
    let sentence_marks = ['.', ';', ':', '!', '?', '"', '“', '”', '‘', '’', '\''];
    (1..=8).contains(&words) && small <= 1 && line.len() <= 80 && !line.contains(sentence_marks)
}

#[cfg(test)]
mod tests;
