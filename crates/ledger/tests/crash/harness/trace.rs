//! What a program asked of the system, from the text that `strace -f -xx` prints.
//!
//! Read are the calls that change files, and what was said on standard output. A call that failed changed
//! nothing and is left out.

use std::collections::HashMap;
use std::path::PathBuf;

/// The calls that must be traced.
pub const CALLS: &str = "openat,open,creat,close,write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,\
    fallocate,lseek,unlink,unlinkat,rename,renameat,renameat2,link,linkat,dup,dup2,dup3,fcntl";

/// One call that did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A file or folder was opened.
    Open { fd: i32, path: PathBuf, create: bool, truncate: bool, append: bool },
    /// A descriptor was given back.
    Close { fd: i32 },
    /// A second descriptor for the same open file.
    Duplicate { fd: i32, copy: i32 },
    /// The place of the next write is this.
    Seek { fd: i32, to: u64 },
    /// Bytes were written, at this place or at that of the descriptor.
    Write { fd: i32, at: Option<u64>, bytes: Vec<u8> },
    /// All that was written is on the disk. The call has returned.
    Sync { fd: i32 },
    /// The file has this length from here on.
    Resize { fd: i32, length: u64 },
    /// A file has a second name.
    Link { from: PathBuf, to: PathBuf },
    /// A name is gone.
    Unlink { path: PathBuf },
    /// A name is another from here on.
    Rename { from: PathBuf, to: PathBuf },
}

/// The events of a trace, in order. An error where a line is not understood: nothing is passed over unseen.
pub fn events(trace: &str) -> Result<Vec<Event>, String> {
    let mut begun: HashMap<&str, &str> = HashMap::new();
    let mut events = Vec::new();
    for line in trace.lines() {
        let (pid, rest) = line.split_once(' ').ok_or_else(|| format!("no process id: {line}"))?;
        let rest = rest.trim_start();
        if rest.starts_with("+++") || rest.starts_with("---") {
            continue;
        }
        if let Some(first) = rest.strip_suffix("<unfinished ...>") {
            begun.insert(pid, first);
            continue;
        }
        let whole = match rest.strip_prefix("<... ") {
            Some(resumed) => {
                let first = begun.remove(pid).ok_or_else(|| format!("resumed and never begun: {line}"))?;
                let (_, last) = resumed.split_once("resumed>").ok_or_else(|| format!("cut off: {line}"))?;
                format!("{first}{last}")
            }
            None => rest.to_owned(),
        };
        events.extend(event(&whole).map_err(|why| format!("{why}: {}", shortened(&whole)))?);
    }
    Ok(events)
}

fn event(call: &str) -> Result<Option<Event>, String> {
    let (name, rest) = call.split_once('(').ok_or("no call")?;
    let (arguments, result) = rest.rsplit_once(" = ").ok_or("no result")?;
    let arguments = arguments.trim_end().strip_suffix(')').ok_or("no end of arguments")?;
    let result = result.split(' ').next().unwrap_or_default();
    if result == "?" {
        return Ok(None);
    }
    let result: i64 = match result.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16).map_err(|_| "odd result")?,
        None => result.parse().map_err(|_| "odd result")?,
    };
    if result < 0 {
        return Ok(None);
    }
    let arguments = split(arguments);
    let argument = |place: usize| arguments.get(place).copied().ok_or("too few arguments");
    let fd =
        |place: usize| -> Result<i32, String> { Ok(argument(place)?.parse().map_err(|_| "no descriptor")?) };
    let number =
        |place: usize| -> Result<u64, String> { Ok(argument(place)?.parse().map_err(|_| "no number")?) };
    let path = |place: usize| -> Result<PathBuf, String> { absolute(argument(place)?) };
    let opened = |flags: &str, path: PathBuf| Event::Open {
        fd: result as i32,
        path,
        create: flags.contains("O_CREAT"),
        truncate: flags.contains("O_TRUNC"),
        append: flags.contains("O_APPEND"),
    };
    let written = |at: Option<u64>| -> Result<Event, String> {
        let mut bytes = strings(argument(1)?)?.concat();
        if (bytes.len() as i64) < result {
            return Err("the trace holds fewer bytes than were written".into());
        }
        bytes.truncate(result as usize);
        Ok(Event::Write { fd: fd(0)?, at, bytes })
    };
    Ok(Some(match name {
        "openat" => opened(argument(2)?, path(1)?),
        "open" => opened(argument(1)?, path(0)?),
        "creat" => opened("O_CREAT|O_TRUNC", path(0)?),
        "close" => Event::Close { fd: fd(0)? },
        "write" | "writev" => written(None)?,
        "pwrite64" | "pwritev" => written(Some(number(3)?))?,
        "fsync" | "fdatasync" => Event::Sync { fd: fd(0)? },
        "ftruncate" => Event::Resize { fd: fd(0)?, length: number(1)? },
        "lseek" => Event::Seek { fd: fd(0)?, to: result as u64 },
        "unlink" => Event::Unlink { path: path(0)? },
        "unlinkat" => Event::Unlink { path: path(1)? },
        "rename" => Event::Rename { from: path(0)?, to: path(1)? },
        "link" => Event::Link { from: path(0)?, to: path(1)? },
        "linkat" => Event::Link { from: path(1)?, to: path(3)? },
        "renameat" | "renameat2" => Event::Rename { from: path(1)?, to: path(3)? },
        "dup" | "dup2" | "dup3" => Event::Duplicate { fd: fd(0)?, copy: result as i32 },
        "fcntl" if argument(1)?.starts_with("F_DUPFD") => {
            Event::Duplicate { fd: fd(0)?, copy: result as i32 }
        }
        "fcntl" => return Ok(None),
        _ => return Err("a call that is not replayed".into()),
    }))
}

/// The arguments of a call; commas inside brackets do not part them. Strings are hexadecimal and have none.
fn split(arguments: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (place, letter) in arguments.bytes().enumerate() {
        match letter {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                parts.push(arguments[start..place].trim());
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(arguments[start..].trim());
    parts
}

fn absolute(argument: &str) -> Result<PathBuf, String> {
    let bytes = strings(argument)?.concat();
    let path = PathBuf::from(String::from_utf8(bytes).map_err(|_| "a path that is no UTF-8")?);
    if path.is_absolute() { Ok(path) } else { Err("a path that is not absolute".into()) }
}

/// The strings in an argument, as bytes: `"\x2f\x61"`.
fn strings(argument: &str) -> Result<Vec<Vec<u8>>, String> {
    if argument.contains("\"...") {
        return Err("a string is cut off; trace with a larger -s".into());
    }
    argument.split('"').skip(1).step_by(2).map(bytes).collect()
}

fn bytes(hex: &str) -> Result<Vec<u8>, String> {
    let digit = |letter: u8| char::from(letter).to_digit(16).map(|digit| digit as u8);
    hex.as_bytes()
        .chunks(4)
        .map(|chunk| match chunk {
            [b'\\', b'x', high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect::<Option<Vec<u8>>>()
        .ok_or_else(|| "a string that is not hexadecimal; trace with -xx".into())
}

fn shortened(line: &str) -> &str {
    line.get(..200).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calls_of_a_trace_are_read_in_order() {
        let trace = "7  openat(AT_FDCWD, \"\\x2f\\x61\", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3\n\
            7  openat(AT_FDCWD, \"\\x2f\\x62\", O_RDONLY) = -1 ENOENT (No such file or directory)\n\
            7  pwrite64(3, \"\\x41\\x42\", 2, 512 <unfinished ...>\n\
            8  write(1, \"\\x6f\\x6b\\x0a\", 3) = 3\n\
            7  <... pwrite64 resumed>)             = 1\n\
            7  fdatasync(3)                      = 0\n\
            7  fcntl(3, F_SETLK, {l_type=F_RDLCK, l_whence=SEEK_SET, l_start=123, l_len=1}) = 0\n\
            7  fcntl(3, F_GETFD)                 = 0x1 (flags FD_CLOEXEC)\n\
            7  fcntl(3, F_DUPFD_CLOEXEC, 3)      = 4\n\
            7  lseek(4, 0, SEEK_END)             = 513\n\
            7  ftruncate(3, 0)                   = 0\n\
            7  rename(\"\\x2f\\x61\", \"\\x2f\\x63\") = 0\n\
            7  linkat(AT_FDCWD, \"\\x2f\\x63\", AT_FDCWD, \"\\x2f\\x61\", 0) = 0\n\
            7  unlink(\"\\x2f\\x63\")             = 0\n\
            7  --- SIGTERM {si_signo=SIGTERM} ---\n\
            7  +++ exited with 0 +++\n";
        let (a, c) = (PathBuf::from("/a"), PathBuf::from("/c"));
        let expected = vec![
            Event::Open { fd: 3, path: a.clone(), create: true, truncate: false, append: false },
            Event::Write { fd: 1, at: None, bytes: b"ok\n".to_vec() },
            Event::Write { fd: 3, at: Some(512), bytes: b"A".to_vec() },
            Event::Sync { fd: 3 },
            Event::Duplicate { fd: 3, copy: 4 },
            Event::Seek { fd: 4, to: 513 },
            Event::Resize { fd: 3, length: 0 },
            Event::Rename { from: a.clone(), to: c.clone() },
            Event::Link { from: c.clone(), to: a },
            Event::Unlink { path: c },
        ];
        assert_eq!(events(trace), Ok(expected));
    }

    #[test]
    fn what_cannot_be_replayed_is_an_error() {
        for trace in [
            "7  write(3, \"\\x41\"..., 2) = 2",
            "7  write(3, \"A\", 1) = 1",
            "7  fallocate(3, 0, 0, 4096) = 0",
            "7  unlink(\"\\x61\") = 0",
            "7  <... write resumed>) = 1",
        ] {
            assert!(events(trace).is_err(), "{trace}");
        }
    }
}
