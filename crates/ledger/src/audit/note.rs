//! A checkpoint: how long the log is and what its root is, signed. The form is that of C2SP tlog-checkpoint,
//! a signed note (C2SP signed-note), so that tools for transparency logs read it:
//!
//! ```text
//! casus.example/bree
//! 128
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — casus.example/bree Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
//! ```

use std::fmt;
use std::str::FromStr;

use super::base64;
use super::key::{PublicKey, SigningKey};
use super::tree::Hash;

/// How long the log was and what its root was, with the signatures that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many entries it had.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
    text: String,
    signatures: Vec<NoteSignature>,
}

/// A line of a signed note: who signed, with which key, and the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NoteSignature {
    name: String,
    key: [u8; 4],
    bytes: Vec<u8>,
}

/// Why a text is no checkpoint.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a checkpoint: {0}")]
pub struct BadCheckpoint(pub(super) &'static str);

impl Checkpoint {
    /// Signs that the log has this size and this root. The origin is the name of the key.
    pub fn sign(size: u64, root: Hash, key: &SigningKey) -> Checkpoint {
        let text = format!("{}\n{size}\n{}\n", key.name(), base64::encoded(&root));
        let signature = NoteSignature {
            name: key.name().to_owned(),
            key: key.public().id(),
            bytes: key.signature(&text).to_vec(),
        };
        Checkpoint { origin: key.name().to_owned(), size, root, text, signatures: vec![signature] }
    }

    /// True where this key signed it. Lines signed by other keys, witnesses for instance, do not matter.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        self.signatures.iter().any(|line| {
            line.name == key.name()
                && line.key == key.id()
                && <&[u8; 64]>::try_from(line.bytes.as_slice())
                    .is_ok_and(|bytes| key.signed(&self.text, bytes))
        })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        writeln!(out, "{}", self.text)?;
        for line in &self.signatures {
            let bytes = [line.key.as_slice(), &line.bytes].concat();
            writeln!(out, "— {} {}", line.name, base64::encoded(&bytes))?;
        }
        Ok(())
    }
}

impl FromStr for Checkpoint {
    type Err = BadCheckpoint;

    fn from_str(note: &str) -> Result<Checkpoint, BadCheckpoint> {
        let end = note.rfind("\n\n").ok_or(BadCheckpoint("no empty line before the signatures"))?;
        let (text, lines) = (&note[..=end], &note[end + 2..]);
        let mut body = text.split('\n');
        let origin = body.next().filter(|origin| !origin.is_empty()).ok_or(BadCheckpoint("no origin"))?;
        let size = body.next().and_then(decimal).ok_or(BadCheckpoint("no size"))?;
        let root = body.next().and_then(hash).ok_or(BadCheckpoint("no root"))?;
        if !lines.ends_with('\n') {
            return Err(BadCheckpoint("its last line is cut off"));
        }
        let signatures = lines
            .lines()
            .map(signature)
            .collect::<Option<Vec<_>>>()
            .ok_or(BadCheckpoint("a line is no signature"))?;
        Ok(Checkpoint { origin: origin.to_owned(), size, root, text: text.to_owned(), signatures })
    }
}

/// A number written in one way only: no sign, no leading zero.
fn decimal(text: &str) -> Option<u64> {
    text.parse::<u64>().ok().filter(|number| number.to_string() == text)
}

fn hash(text: &str) -> Option<Hash> {
    base64::decoded(text)?.try_into().ok()
}

fn signature(line: &str) -> Option<NoteSignature> {
    let (name, bytes) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = base64::decoded(bytes)?;
    let (key, rest) = bytes.split_first_chunk::<4>()?;
    Some(NoteSignature { name: name.to_owned(), key: *key, bytes: rest.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    const PRINTED: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    #[test]
    fn the_example_of_the_specification_is_read_and_printed() {
        let checkpoint: Checkpoint = PRINTED.parse().unwrap();
        assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
        assert_eq!(checkpoint.size, 20_852_163);
        assert_eq!(checkpoint.to_string(), PRINTED);
    }

    #[test]
    fn a_signature_holds_for_its_key_and_its_text_only() {
        let key = SigningKey::generate("casus/bree").unwrap();
        let checkpoint = Checkpoint::sign(7, [3; 32], &key);
        let again: Checkpoint = checkpoint.to_string().parse().unwrap();
        assert_eq!(again, checkpoint);
        assert!(again.is_signed_by(&key.public()));
        assert!(!again.is_signed_by(&SigningKey::generate("casus/bree").unwrap().public()));
        let edited: Checkpoint = checkpoint.to_string().replace("\n7\n", "\n8\n").parse().unwrap();
        assert!(!edited.is_signed_by(&key.public()));
    }

    #[test]
    fn a_line_of_a_witness_does_no_harm() {
        let key = SigningKey::generate("casus/bree").unwrap();
        let witnessed = format!("{}— witness AAAAAAAA\n", Checkpoint::sign(7, [3; 32], &key));
        let checkpoint: Checkpoint = witnessed.parse().unwrap();
        assert!(checkpoint.is_signed_by(&key.public()));
        assert_eq!(checkpoint.to_string(), witnessed);
    }

    #[test]
    fn what_is_no_checkpoint_is_told() {
        let whole = PRINTED.to_owned();
        for (text, why) in [
            (String::new(), "no empty line"),
            (whole.replace("20852163", "020852163"), "no size"),
            (whole.replace("20852163", "-1"), "no size"),
            (whole.replace("CsUY", "!sUY"), "no root"),
            (whole.replace('—', "-"), "no signature"),
            (whole.trim_end().to_owned(), "cut off"),
        ] {
            let error = text.parse::<Checkpoint>().unwrap_err().to_string();
            assert!(error.contains(why), "{error} / {why}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text: String, cut in 0..PRINTED.len()) {
            let _ = text.parse::<Checkpoint>();
            if let Some(part) = PRINTED.get(..cut) {
                proptest::prop_assert!(part.parse::<Checkpoint>().is_err());
            }
        }
    }
}
