//! Pages that would take very long to parse, known before anything is built of them.

/// Pages have tens of levels and thousands of elements. Parsers take quadratic time in what follows; with these bounds,
/// far beyond any page that holds an article, the worst page costs seconds.
const DEEPEST: usize = 1_000;
const MOST_ELEMENTS: usize = 200_000;
/// Elements, each counted as often as it is nested deep: parsers and extractors walk up as well as down.
const MOST_STEPS: usize = 3_000_000;
const MOST_REFERENCES: usize = 60_000;
const MOST_ATTRIBUTES: usize = 5_000;

/// True for a page that would take very long to parse, judged by its tags alone, before anything is built of it.
pub(super) fn is_beyond_bounds(html: &str) -> bool {
    // never open for long, or closed by what follows
    const FLAT: &[&str] = &[
        "p", "br", "img", "hr", "meta", "link", "input", "li", "option", "source", "area", "base", "col", "embed",
        "param", "track", "wbr", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "html", "head", "body",
    ];
    let (mut depth, mut in_script) = (0_usize, false);
    // character references, and marks that open no tag, come to the parser one by one
    let mut references = 0;
    let (mut elements, mut steps) = (0, 0);
    for tag in html.split('<').skip(1) {
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
            in_script = !closes;
            continue;
        }
        let (inside, text) = tag.split_once('>').unwrap_or((tag, ""));
        if !in_script && attributes(inside) > MOST_ATTRIBUTES {
            return true;
        }
        let ampersands = |part: &str| part.bytes().filter(|b| *b == b'&').count();
        // those in attributes cost less
        references += usize::from(name.is_empty()) + ampersands(text) + ampersands(inside) / 4;
        let opens = !in_script && !closes && !name.is_empty();
        elements += usize::from(opens);
        steps += if opens { depth } else { 0 };
        if elements > MOST_ELEMENTS || steps > MOST_STEPS {
            return true;
        }
        let is_flat = inside.ends_with('/') || FLAT.iter().any(|flat| flat.eq_ignore_ascii_case(name));
        if in_script || name.is_empty() || is_flat {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return true;
        }
    }
    references > MOST_REFERENCES
}

/// Attributes of a tag, counted by the white space outside quotation marks.
fn attributes(tag: &str) -> usize {
    let mut quote = None;
    let mut count = 0;
    for b in tag.bytes() {
        match b {
            b'"' | b'\'' if quote == Some(b) => quote = None,
            b'"' | b'\'' if quote.is_none() => quote = Some(b),
            _ => count += usize::from(quote.is_none() && b.is_ascii_whitespace()),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_made_to_take_long_are_refused_before_they_do() {
        for tag in ["<div>", "<b>", "<a><span>", "<svg><g>", "<table><tr><td>"] {
            assert!(is_beyond_bounds(&tag.repeat(200_000)), "{tag}");
        }
        assert!(is_beyond_bounds(&format!("<p {}>", "a=1 ".repeat(200_000))));
        assert!(is_beyond_bounds(&format!("<p>{}", "&amp;".repeat(1_000_000))));
        assert!(is_beyond_bounds(&"<".repeat(5_000_000)));
        assert!(is_beyond_bounds(&"<div></div>".repeat(300_000)));
        assert!(is_beyond_bounds(&format!("{}x{}", "<table><tr><td>".repeat(300), "</table>".repeat(300)).repeat(100)));
        assert!(is_beyond_bounds(&format!("{}x{}", "<q>".repeat(900), "</q>".repeat(900)).repeat(100)));
        assert!(!is_beyond_bounds(&format!("<p data-props=\"{}\">", "&quot;a&quot; ".repeat(100_000))));
        assert!(!is_beyond_bounds(&"<p>x<br><div><img src=a /></div>&amp;<script>'<div>'</script>".repeat(10_000)));
        assert!(!is_beyond_bounds(&format!(
            "{}{}{}",
            "<div>".repeat(60),
            "<p><a>x</a>".repeat(20_000),
            "</div>".repeat(60)
        )));
    }
}
