//! A file of cases, and the same file written again.

use std::fmt;
use std::path::Path;

use crate::pattern::Pattern;

/// A file of one facet: comment lines above the first case, then cases.
pub(crate) struct CaseFile {
    head: Vec<String>,
    pub cases: Vec<Case>,
}

/// One idea.
#[derive(Default)]
pub(crate) struct Case {
    /// Comment lines above it.
    above: Vec<String>,
    pub name: String,
    pub text: Vec<String>,
    pub published: Option<String>,
    /// `expect` lines, or the `want` lines of a gap.
    pub expect: Vec<Pattern>,
    /// Nothing that must be named comes out.
    none: bool,
    pub no: Vec<Pattern>,
    /// Why today's answer is wrong.
    pub gap: Option<String>,
    pub today: Vec<String>,
}

impl CaseFile {
    /// Reads a file; a line that cannot be read stops the test with its number.
    pub fn parse(path: &Path, text: &str) -> CaseFile {
        let mut file = CaseFile { head: Vec::new(), cases: Vec::new() };
        let mut above: Vec<String> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end();
            let problem = |what: &str| panic!("{}:{}: {what}: {line}", path.display(), index + 1);
            if line.is_empty() {
                if file.cases.is_empty() && !above.is_empty() {
                    file.head.append(&mut above);
                }
                continue;
            }
            if line.starts_with('#') {
                above.push(line.to_owned());
                continue;
            }
            let (key, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let value = value.trim();
            if key == "case" {
                let above = std::mem::take(&mut above);
                file.cases.push(Case { above, name: value.to_owned(), ..Case::default() });
                continue;
            }
            let Some(case) = file.cases.last_mut() else { problem("a line before the first case") };
            if let Err(what) = case.set(key, value) {
                problem(&what);
            }
        }
        for case in &file.cases {
            case.check(path);
        }
        file
    }
}

impl Case {
    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "text" => self.text.push(value.to_owned()),
            "published" => self.published = Some(value.to_owned()),
            "expect" | "want" => self.expect.push(Pattern::parse(value)?),
            "no" => self.no.push(Pattern::parse(value)?),
            "none" => self.none = true,
            "gap" => self.gap = Some(value.to_owned()),
            "today" => self.today.push(value.to_owned()),
            _ => return Err("unknown key".to_owned()),
        }
        Ok(())
    }

    fn check(&self, path: &Path) {
        let place = format!("{}: case `{}`", path.display(), self.name);
        assert!(!self.text.is_empty(), "{place} has no text");
        assert!(
            self.none || !self.expect.is_empty() || !self.no.is_empty(),
            "{place} expects nothing: say `none`"
        );
        assert!(
            !self.none || self.expect.is_empty() || self.expect.iter().all(|line| line.head() != "ASSAULT"),
            "{place}: `none` and an ASSAULT"
        );
        assert!(self.gap.as_deref() != Some(""), "{place}: a gap says why");
        assert!(self.gap.is_some() || self.today.is_empty(), "{place}: `today` is for gaps");
    }
}

impl fmt::Display for CaseFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.head {
            writeln!(f, "{line}")?;
        }
        for (index, case) in self.cases.iter().enumerate() {
            if index > 0 || !self.head.is_empty() {
                writeln!(f)?;
            }
            write!(f, "{case}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.above {
            writeln!(f, "{line}")?;
        }
        writeln!(f, "case    {}", self.name)?;
        for text in &self.text {
            writeln!(f, "text    {text}")?;
        }
        if let Some(day) = &self.published {
            writeln!(f, "published {day}")?;
        }
        if let Some(why) = &self.gap {
            writeln!(f, "gap     {why}")?;
        }
        let key = if self.gap.is_some() { "want  " } else { "expect" };
        for line in &self.expect {
            writeln!(f, "{key}  {line}")?;
        }
        if self.none {
            writeln!(f, "none")?;
        }
        for line in &self.no {
            writeln!(f, "no      {line}")?;
        }
        for line in &self.today {
            writeln!(f, "today   {line}")?;
        }
        Ok(())
    }
}
