//! Just enough of the msgpack format for the model's files, with the arrays of numpy inside. The files are
//! checked against their digests before they come here, but nothing relies on it: lengths are checked and
//! nesting is bounded.

/// A value that borrows from the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Nothing,
    Flag(bool),
    Number(u64),
    Text(&'a str),
    Bytes(&'a [u8]),
    List(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
}

/// Values inside values inside values: no file of the model goes deeper.
const DEPTH: usize = 32;

/// Reads one value; the rest of the bytes, if any, is not looked at.
pub(super) fn read(bytes: &[u8]) -> Option<Value<'_>> {
    Reader { rest: bytes }.value(DEPTH)
}

impl<'a> Value<'a> {
    pub(super) fn text(&self) -> Option<&'a str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn number(&self) -> Option<u64> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }

    pub(super) fn list(&self) -> Option<&[Value<'a>]> {
        if let Value::List(list) = self { Some(list) } else { None }
    }

    pub(super) fn map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        if let Value::Map(map) = self { Some(map) } else { None }
    }

    /// The value under a text (or, in numpy's maps, bytes) key.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'a>> {
        let is_key = |value: &Value<'_>| match value {
            Value::Text(text) => *text == key,
            Value::Bytes(bytes) => *bytes == key.as_bytes(),
            _ => false,
        };
        self.map()?.iter().find(|(name, _)| is_key(name)).map(|(_, value)| value)
    }

    /// The value under a number key.
    pub(super) fn at(&self, key: u64) -> Option<&Value<'a>> {
        self.map()?.iter().find(|(name, _)| *name == Value::Number(key)).map(|(_, value)| value)
    }

    /// A numpy array of 32-bit floats, flattened.
    pub(super) fn floats(&self) -> Option<Vec<f32>> {
        let Some(Value::Bytes(data)) = self.get("data") else { return None };
        let is_float = matches!(self.get("type"), Some(Value::Text("<f4")));
        let (floats, rest) = data.as_chunks::<4>();
        (is_float && rest.is_empty()).then(|| floats.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(head)
    }

    fn big_endian(&mut self, bytes: usize) -> Option<u64> {
        Some(self.take(bytes)?.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        let depth = depth.checked_sub(1)?;
        let kind = self.take(1)?[0];
        Some(match kind {
            0x00..=0x7f => Value::Number(u64::from(kind)),
            0x80..=0x8f => self.map(usize::from(kind & 15), depth)?,
            0x90..=0x9f => self.list(usize::from(kind & 15), depth)?,
            0xa0..=0xbf => self.text(usize::from(kind & 31))?,
            0xc0 => Value::Nothing,
            0xc2 | 0xc3 => Value::Flag(kind == 0xc3),
            0xc4..=0xc6 => {
                let length = self.big_endian(1 << (kind - 0xc4))?;
                Value::Bytes(self.take(length as usize)?)
            }
            0xcc..=0xcf => Value::Number(self.big_endian(1 << (kind - 0xcc))?),
            0xd9..=0xdb => {
                let length = self.big_endian(1 << (kind - 0xd9))?;
                self.text(length as usize)?
            }
            0xdc | 0xdd => {
                let length = self.big_endian(2 << (kind - 0xdc))?;
                self.list(length as usize, depth)?
            }
            0xde | 0xdf => {
                let length = self.big_endian(2 << (kind - 0xde))?;
                self.map(length as usize, depth)?
            }
            // Negative numbers, fractions and extensions: the files hold none that matter.
            0xe0..=0xff => Value::Nothing,
            0xca | 0xd2 => self.skip(4)?,
            0xcb | 0xd3 => self.skip(8)?,
            0xd0 => self.skip(1)?,
            0xd1 => self.skip(2)?,
            _ => return None,
        })
    }

    fn skip(&mut self, n: usize) -> Option<Value<'a>> {
        self.take(n).map(|_| Value::Nothing)
    }

    fn text(&mut self, length: usize) -> Option<Value<'a>> {
        std::str::from_utf8(self.take(length)?).ok().map(Value::Text)
    }

    fn list(&mut self, length: usize, depth: usize) -> Option<Value<'a>> {
        (0..length).map(|_| self.value(depth)).collect::<Option<Vec<_>>>().map(Value::List)
    }

    fn map(&mut self, length: usize, depth: usize) -> Option<Value<'a>> {
        let pairs = (0..length).map(|_| Some((self.value(depth)?, self.value(depth)?)));
        pairs.collect::<Option<Vec<_>>>().map(Value::Map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        let bytes =
            b"\x83\xa1a\x93\x01\xcd\x01\x00\xc3\xc4\x04type\xa3<f4\xc4\x04data\xc4\x04\x00\x00\x80\x3f";
        let value = read(bytes).unwrap();
        assert_eq!(
            value.get("a").unwrap().list().unwrap(),
            [Value::Number(1), Value::Number(256), Value::Flag(true)]
        );
        assert_eq!(value.floats().unwrap(), [1.0]);
    }

    #[test]
    fn hostile_bytes_end() {
        assert_eq!(read(&[0x91; 1000]), None);
        assert_eq!(read(b"\xdd\xff\xff\xff\xff"), None);
        assert_eq!(read(b"\xc6\xff\xff\xff\xff"), None);
        assert_eq!(read(b""), None);
    }
}
