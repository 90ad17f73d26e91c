//! Accounts as few bytes: what a shelf keeps, in memory or in a file.
//!
//! The form is stored: what is written stays readable, and a change of it takes a new version number.

use casus_model::{Effect, EventType};

use crate::{Account, Day, Id, Key, Names, Ordinal, Side, Spot, Toll, Window, Word};

/// The bit of a precision that says that the place is a site.
const SITE: u8 = 0x80;
/// The bit that says that a place, or a window, is taken over from the passage.
const IMPLIED: u8 = 0x40;

const VERSION: u8 = 3;
/// Without the class of those harmed.
const SECOND: u8 = 2;
/// Without things.
const FIRST: u8 = 1;

const TYPES: [EventType; 16] = [
    EventType::Agree,
    EventType::Consult,
    EventType::Support,
    EventType::Concede,
    EventType::Cooperate,
    EventType::Aid,
    EventType::Retreat,
    EventType::Request,
    EventType::Accuse,
    EventType::Reject,
    EventType::Threaten,
    EventType::Protest,
    EventType::Sanction,
    EventType::Mobilize,
    EventType::Coerce,
    EventType::Assault,
];

const EFFECTS: [Effect; 6] =
    [Effect::Killed, Effect::Injured, Effect::Missing, Effect::Captured, Effect::Displaced, Effect::Sick];

const ORDINALS: [Ordinal; 6] =
    [Ordinal::Plain, Ordinal::First, Ordinal::Second, Ordinal::Third, Ordinal::Another, Ordinal::Later];

impl Account {
    /// The account as bytes, which [`Account::unpack`] reads: about 150 without the words behind its numbers.
    pub fn pack(&self) -> Vec<u8> {
        let mut out = Writer(Vec::with_capacity(256));
        out.byte(VERSION);
        out.fixed(self.key.0);
        out.fixed(self.document.0);
        out.list(&self.claims, |out, claim| out.fixed(claim.0));
        out.option(self.published, |out, day| out.signed(day.0));
        out.byte(place(&TYPES, self.event_type));
        out.list(&self.modes, Writer::id);
        out.option(self.when, Writer::window);
        out.list(&self.places, Writer::spot);
        out.list(&self.actors, Writer::side);
        out.list(&self.recipients, Writer::side);
        out.list(&self.targets, Writer::id);
        out.list(&self.things, |out, word| out.half(word.0));
        out.list(&self.weapons, Writer::id);
        out.byte(self.outcomes);
        out.list(&self.tolls, |out, toll| {
            out.byte(place(&EFFECTS, toll.effect));
            out.number(toll.low.into());
            out.option(toll.high, |out, high| out.number(high.into()));
            out.option(toll.side, |out, side| out.id(&side));
        });
        out.byte(place(&ORDINALS, self.ordinal));
        out.byte(self.lead.into());
        out.list(&self.words, |out, word| out.half(word.0));
        out.list(&self.story, |out, word| out.half(word.0));
        out.list(&self.names.0, |out, (number, words)| {
            out.half(*number);
            out.number(words.len() as u64);
            out.0.extend_from_slice(words.as_bytes());
        });
        out.0
    }

    /// The account that these bytes hold; none where they hold none, or one of another version.
    pub fn unpack(bytes: &[u8]) -> Option<Account> {
        let mut from = Reader(bytes);
        let version = from.byte()?;
        if !(FIRST..=VERSION).contains(&version) {
            return None;
        }
        let account = Account {
            key: Key(from.fixed()?),
            document: Key(from.fixed()?),
            claims: from.list(|from| from.fixed().map(Key))?,
            published: from.option(|from| from.signed().map(Day))?,
            event_type: *TYPES.get(usize::from(from.byte()?))?,
            modes: from.list(Reader::id)?,
            when: from.option(Reader::window)?,
            places: from.list(Reader::spot)?,
            actors: from.list(Reader::side)?,
            recipients: from.list(Reader::side)?,
            targets: from.list(Reader::id)?,
            things: if version == FIRST { Vec::new() } else { from.list(|from| from.half().map(Word))? },
            weapons: from.list(Reader::id)?,
            outcomes: from.byte()?,
            tolls: from.list(|from| {
                let effect = *EFFECTS.get(usize::from(from.byte()?))?;
                let (low, high) = (from.small()?, from.option(Reader::small)?);
                let side = if version <= SECOND { None } else { from.option(Reader::id)? };
                Some(Toll { effect, low, high, side })
            })?,
            ordinal: *ORDINALS.get(usize::from(from.byte()?))?,
            lead: from.byte()? != 0,
            words: from.list(|from| from.half().map(Word))?,
            story: from.list(|from| from.half().map(Word))?,
            names: Names(from.list(|from| {
                let number = from.half()?;
                let length = from.number()? as usize;
                let words = std::str::from_utf8(from.take(length)?).ok()?;
                Some((number, words.into()))
            })?),
        };
        from.0.is_empty().then_some(account)
    }
}

fn place<T: PartialEq>(all: &[T], one: T) -> u8 {
    all.iter().position(|known| *known == one).unwrap_or(0) as u8
}

struct Writer(Vec<u8>);

impl Writer {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    fn half(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn fixed(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Seven bits a byte, the least first.
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.byte(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    fn signed(&mut self, number: i32) {
        self.number(u64::from((number << 1 ^ number >> 31) as u32));
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Writer, &T)) {
        self.number(items.len() as u64);
        items.iter().for_each(|item| write(self, item));
    }

    fn option<T>(&mut self, item: Option<T>, write: impl FnOnce(&mut Writer, T)) {
        self.byte(item.is_some().into());
        if let Some(item) = item {
            write(self, item);
        }
    }

    fn id(&mut self, id: &Id) {
        self.half(id.0);
    }

    fn country(&mut self, country: Option<[u8; 2]>) {
        self.0.extend_from_slice(&country.unwrap_or_default());
    }

    fn window(&mut self, window: Window) {
        self.signed(window.from.0);
        self.signed(window.to.0);
        self.byte(u8::from(window.loose) | if window.implied { IMPLIED } else { 0 });
        self.option(window.hours, |out, (from, to)| out.0.extend_from_slice(&[from, to]));
    }

    fn spot(&mut self, spot: &Spot) {
        self.id(&spot.id);
        self.byte(spot.precision | if spot.site { SITE } else { 0 } | if spot.implied { IMPLIED } else { 0 });
        self.country(spot.country);
        self.option(spot.admin1, |out, admin1| out.id(&admin1));
        self.option(spot.at, |out, (north, east)| {
            out.0.extend_from_slice(&north.to_le_bytes());
            out.0.extend_from_slice(&east.to_le_bytes());
        });
    }

    fn side(&mut self, side: &Side) {
        self.id(&side.id);
        self.byte(side.named.into());
        self.country(side.country);
        self.option(side.class, |out, class| out.id(&class));
        self.list(&side.tied_to, Writer::id);
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|taken| taken[0])
    }

    fn half(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn fixed(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    fn signed(&mut self) -> Option<i32> {
        let number = self.small()?;
        Some((number >> 1) as i32 ^ -((number & 1) as i32))
    }

    /// A list is at least as many bytes as items, so its length cannot ask for more room than there are bytes.
    fn list<T>(&mut self, mut read: impl FnMut(&mut Reader<'a>) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()? as usize;
        let mut items = Vec::with_capacity(length.min(self.0.len()));
        for _ in 0..length {
            items.push(read(self)?);
        }
        Some(items)
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Reader<'a>) -> Option<T>) -> Option<Option<T>> {
        if self.byte()? == 0 { Some(None) } else { read(self).map(Some) }
    }

    fn id(&mut self) -> Option<Id> {
        self.half().map(Id)
    }

    fn country(&mut self) -> Option<Option<[u8; 2]>> {
        let letters: [u8; 2] = self.take(2)?.try_into().ok()?;
        Some((letters != [0, 0]).then_some(letters))
    }

    fn window(&mut self) -> Option<Window> {
        let (from, to) = (Day(self.signed()?), Day(self.signed()?));
        let class = self.byte()?;
        let (loose, implied) = (class & !IMPLIED != 0, class & IMPLIED != 0);
        let hours = self.option(|from| Some((from.byte()?, from.byte()?)))?;
        (from <= to).then_some(Window { from, to, hours, loose, implied })
    }

    fn spot(&mut self) -> Option<Spot> {
        let (id, class, country) = (self.id()?, self.byte()?, self.country()?);
        let precision = class & !(SITE | IMPLIED);
        let (site, implied) = (class & SITE != 0, class & IMPLIED != 0);
        let admin1 = self.option(Reader::id)?;
        let degree = |from: &mut Reader| Some(i16::from_le_bytes(from.take(2)?.try_into().ok()?));
        let at = self.option(|from| Some((degree(from)?, degree(from)?)))?;
        Some(Spot { id, admin1, country, at, precision, site, implied })
    }

    fn side(&mut self) -> Option<Side> {
        let (id, named, country) = (self.id()?, self.byte()? != 0, self.country()?);
        let class = self.option(Reader::id)?;
        Some(Side { id, named, class, country, tied_to: self.list(Reader::id)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::World;

    #[test]
    fn accounts_come_back_as_they_were() {
        for told in World::new(1, 5).take(200) {
            let mut account = told.account;
            account.names.note(7, "Bree");
            account.ordinal = Ordinal::Second;
            if let Some(window) = &mut account.when {
                window.implied = true;
            }
            for spot in account.places.iter_mut().skip(1) {
                spot.implied = true;
            }
            for toll in account.tolls.iter_mut().skip(1) {
                toll.side = Some(Id::of("soldier"));
            }
            assert_eq!(Account::unpack(&account.pack()), Some(account));
        }
    }

    #[test]
    fn bytes_that_hold_no_account_are_none() {
        let account = World::new(1, 5).next().unwrap().account;
        let packed = account.pack();
        for length in 0..packed.len() {
            assert_eq!(Account::unpack(&packed[..length]), None, "cut to {length} bytes");
        }
        assert_eq!(Account::unpack(&[packed, vec![0]].concat()), None);
        assert_eq!(Account::unpack(&[9; 400]), None);
    }
}
