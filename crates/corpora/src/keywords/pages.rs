//! All text of a page.

use casus::Casus;
use serde_json::{Value, json};

use crate::set::string;

/// What stands between the tags of the page, which comes with the line as `page`; no scripts or styles.
pub(crate) fn article(_casus: &Casus, line: &Value) -> Value {
    let mut body = String::new();
    let mut rest = string(line, "page");
    while let Some(open) = rest.find('<') {
        body.push_str(&rest[..open]);
        body.push('\n');
        rest = behind(&rest[open..]);
    }
    body.push_str(rest);
    json!({ "id": string(line, "id"), "articleBody": body })
}

/// What follows a tag, and what it holds where that is no text.
fn behind(tag: &str) -> &str {
    let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let end = match name.to_ascii_lowercase().as_str() {
        "script" => tag.find("</script"),
        "style" => tag.find("</style"),
        _ => None,
    };
    let tag = &tag[end.unwrap_or(0)..];
    tag.find('>').map_or("", |close| &tag[close + 1..])
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn a_script_is_skipped_with_what_it_holds() {
        assert_eq!(behind("<p class=x>Orcs"), "Orcs");
        assert_eq!(behind("<script>if (a < b) {}</script>Orcs"), "Orcs");
        assert_eq!(behind("<br"), "");
    }
}
