//! Where tests find the language pack.

use std::path::PathBuf;

/// The bytes of the pack. Tests need it: without one they fail and say how to get it.
pub fn pack() -> Vec<u8> {
    let folder = std::env::var_os("CASUS_DATA").map(PathBuf::from).or_else(|| {
        let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
        let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
        data.or_else(home).map(|data| data.join("casus"))
    });
    let path = folder.expect("no data folder: set CASUS_DATA").join("en_core_web_sm.pack");
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!("cannot read {}: {error}\nrun `casus setup` to fetch the language pack", path.display())
    })
}
