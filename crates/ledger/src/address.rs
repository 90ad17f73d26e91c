//! Whether two addresses are the same page.

/// Parameters that say how a reader came to a page, not which page it is.
const TRAIL: [&str; 7] = ["utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ref_src"];

/// One form for all addresses of a page: without scheme, `www.`, the usual ports, fragment, closing slash and
/// parameters that tell where the reader came from; the host in small letters.
pub(crate) fn page(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":443").or(host.strip_suffix(":80")).unwrap_or(host);
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_trail(pair)).collect();
    let mut page = [host, path.trim_end_matches('/')].concat();
    if !kept.is_empty() {
        page.push('?');
        page.push_str(&kept.join("&"));
    }
    page
}

fn is_trail(pair: &str) -> bool {
    TRAIL.iter().any(|trail| pair.starts_with(trail))
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn addresses_of_one_page_are_one() {
        for url in [
            "https://www.bree.example/news/17",
            "http://bree.example/news/17/",
            " https://BREE.example:443/news/17#comments",
            "https://bree.example/news/17?utm_source=post&fbclid=x",
        ] {
            assert_eq!(page(url), "bree.example/news/17", "{url}");
        }
    }

    #[test]
    fn other_pages_stay_others() {
        assert_eq!(page("https://bree.example/?id=17&utm_medium=x&p=2"), "bree.example?id=17&p=2");
        assert_ne!(page("https://bree.example/News/17"), page("https://bree.example/news/17"));
        assert_eq!(page("report.txt"), "report.txt");
        assert_eq!(page(""), "");
    }
}
