//! The Ed25519 key that signs checkpoints: a file of its own, outside the ledger's folder, readable by its
//! owner alone.
//!
//! A key file is one line: `casus.key/1 NAME SECRET`, the secret in base64. The public key is printed as a
//! verifier of signed notes (C2SP signed-note): `NAME+ID+KEY`.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::base64;
use crate::file::{folder, new_private, sync_folder};

const FORMAT: &str = "casus.key/1";
/// The kind of a signature, as signed notes number them: Ed25519.
const ED25519: u8 = 1;

/// Signs checkpoints.
pub struct SigningKey {
    name: String,
    secret: ed25519_dalek::SigningKey,
}

/// Tells whether a checkpoint was signed by the key it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: VerifyingKey,
}

impl SigningKey {
    /// A key from the randomness of the system. The name has no space and no `+`; it is the ledger's origin.
    pub fn generate(name: &str) -> io::Result<SigningKey> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(io::Error::other)?;
        SigningKey::new(name, &secret)
    }

    fn new(name: &str, secret: &[u8; 32]) -> io::Result<SigningKey> {
        if !is_name(name) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("'{name}' is no name of a key")));
        }
        Ok(SigningKey { name: name.to_owned(), secret: ed25519_dalek::SigningKey::from_bytes(secret) })
    }

    /// Where the key of a ledger is kept in a folder of keys.
    pub fn path(keys: &Path, ledger: &str) -> PathBuf {
        keys.join(format!("{ledger}.key"))
    }

    /// Reads a key file. One that others may read is refused where the system has such rights.
    pub fn read(path: &Path) -> io::Result<SigningKey> {
        refuse_if_open_to_others(path)?;
        let text = fs::read_to_string(path)?;
        let wrong = || io::Error::new(io::ErrorKind::InvalidData, "not a key file of casus");
        let mut words = text.split_whitespace();
        let (Some(FORMAT), Some(name), Some(secret), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(wrong());
        };
        let secret =
            base64::decoded(secret).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).ok_or_else(wrong)?;
        SigningKey::new(name, &secret)
    }

    /// Writes a key file that was not there, for its owner alone (0600), and makes it last.
    /// The folder is made (0700) where it is missing; a file that is there is never replaced.
    pub fn write_new(&self, path: &Path) -> io::Result<()> {
        make_private_folder(folder(path))?;
        let mut file = new_private(path)?;
        writeln!(file, "{FORMAT} {} {}", self.name, base64::encoded(&self.secret.to_bytes()))?;
        file.sync_all()?;
        sync_folder(path).map_err(io::Error::other)
    }

    /// The name it signs under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key that others check its signatures with.
    pub fn public(&self) -> PublicKey {
        PublicKey { name: self.name.clone(), key: self.secret.verifying_key() }
    }

    pub(super) fn signature(&self, text: &str) -> [u8; 64] {
        self.secret.sign(text.as_bytes()).to_bytes()
    }
}

impl PublicKey {
    /// Reads `NAME+ID+KEY`; none where the text is no such key or its id is not its own.
    pub fn parse(text: &str) -> Option<PublicKey> {
        let (name, rest) = text.split_once('+')?;
        let (_, bytes) = rest.split_once('+')?;
        let bytes = base64::decoded(bytes)?;
        let (ED25519, key) = bytes.split_first().map(|(kind, key)| (*kind, key))? else { return None };
        let key = PublicKey {
            name: name.to_owned(),
            key: VerifyingKey::from_bytes(&<[u8; 32]>::try_from(key).ok()?).ok()?,
        };
        (is_name(name) && key.to_string() == text).then_some(key)
    }

    /// The name it signs under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256 over name, newline, kind and key: tells keys of one name apart.
    pub fn id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }

    pub(super) fn signed(&self, text: &str, signature: &[u8; 64]) -> bool {
        self.key.verify_strict(text.as_bytes(), &Signature::from_bytes(signature)).is_ok()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend_from_slice(self.key.as_bytes());
        write!(out, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id()), base64::encoded(&bytes))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || letter == '+')
}

#[cfg(unix)]
fn refuse_if_open_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let why = format!("others may read it (mode {:03o}); run chmod 600 on it", mode & 0o777);
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

#[cfg(not(unix))]
fn refuse_if_open_to_others(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = SigningKey::path(&folder.path().join("keys"), "bree");
        let key = SigningKey::generate("casus/bree").unwrap();
        key.write_new(&path).unwrap();
        let again = SigningKey::read(&path).unwrap();
        assert_eq!(again.public(), key.public());
        assert_eq!(again.name(), "casus/bree");
    }

    #[test]
    fn a_key_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = SigningKey::path(folder.path(), "bree");
        let key = SigningKey::generate("casus/bree").unwrap();
        key.write_new(&path).unwrap();
        let other = SigningKey::generate("casus/bree").unwrap();
        assert_eq!(other.write_new(&path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(SigningKey::read(&path).unwrap().public(), key.public());
    }

    #[cfg(unix)]
    #[test]
    fn a_key_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = SigningKey::path(folder.path(), "bree");
        SigningKey::generate("casus/bree").unwrap().write_new(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let refused = SigningKey::read(&path).err().unwrap();
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
    }

    #[test]
    fn other_files_are_no_keys() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "casus.key/2 a AAAA", "casus.key/1 a AAAA", "casus.key/1 a"] {
            let path = folder.path().join("some.key");
            let _ = fs::remove_file(&path);
            new_private(&path).unwrap().write_all(text.as_bytes()).unwrap();
            assert_eq!(SigningKey::read(&path).err().unwrap().kind(), io::ErrorKind::InvalidData, "{text}");
        }
    }

    #[test]
    fn names_without_spaces_and_plus_signs() {
        for name in ["", "a b", "a+b", "a\n"] {
            assert!(SigningKey::generate(name).is_err(), "{name:?}");
        }
    }

    /// A verifier in daily use elsewhere.
    #[test]
    fn a_verifier_as_signed_notes_write_it() {
        let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        let key = PublicKey::parse(text).unwrap();
        assert_eq!(key.name(), "sum.golang.org");
        assert_eq!(key.to_string(), text);
        assert_eq!(PublicKey::parse(&text.replace("033d", "033e")), None);
    }
}
