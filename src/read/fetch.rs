//! Articles by their address. One request, with a limit of time and size; never to an address inside the house.
//!
//! Names are looked up by a resolver that drops what is not public, and the connection is made to what it gives and to
//! nothing that was looked up again: a redirect into the private network, or a name that points there the second time (DNS
//! rebinding), finds no address. A name server that does not answer counts as a server that does not.

use std::io::Read;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Who asks, and where to read what it does.
const AGENT: &str =
    concat!("onrecord/", env!("CARGO_PKG_VERSION"), " (reads one page at a person's request; obeys robots.txt)");
const TIMEOUT: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: u32 = 5;
/// For tests alone, which run servers of their own on this machine.
const ALLOW_LOOPBACK: &str = "ONRECORD_TEST_ALLOW_LOOPBACK";

/// What an address gave.
pub(super) struct Fetched {
    pub bytes: Vec<u8>,
    /// as the server says
    pub content_type: String,
    /// where redirects led
    pub url: String,
}

/// Fetches an address; the error says why not.
pub(super) fn fetch(url: &str, largest: usize) -> Result<Fetched, String> {
    let agent = agent();
    if !robots_allow(&agent, url) {
        return Err("the site's robots.txt asks programs not to read it; save the page with a browser".into());
    }
    let mut answer = agent.get(url).call().map_err(|error| explain(&error))?;
    let status = answer.status().as_u16();
    if status != 200 {
        return Err(format!("the server answers {status}{}", meaning(status)));
    }
    let content_type =
        answer.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let final_url = ureq::ResponseExt::get_uri(&answer).to_string();
    let mut bytes = Vec::new();
    let mut body = answer.body_mut().as_reader().take(largest as u64 + 1);
    body.read_to_end(&mut bytes).map_err(|error| format!("cannot be read further: {error}"))?;
    if bytes.len() > largest {
        return Err(format!("more than {largest} bytes; skipped"));
    }
    Ok(Fetched { bytes, content_type, url: final_url })
}

fn agent() -> ureq::Agent {
    let config = Config::builder()
        .timeout_global(Some(TIMEOUT))
        .max_redirects(MOST_REDIRECTS)
        .http_status_as_error(false)
        .user_agent(AGENT)
        .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml;q=0.9, text/plain;q=0.8, */*;q=0.1")
        // a proxy would look names up for us, past the guard
        .proxy(None)
        .save_redirect_history(true)
        .build();
    ureq::Agent::with_parts(config, DefaultConnector::default(), PublicOnly(DefaultResolver::default()))
}

/// Gives public addresses only, of those that looking a name up finds.
#[derive(Debug)]
struct PublicOnly<R>(R);

impl<R: Resolver> Resolver for PublicOnly<R> {
    fn resolve(&self, uri: &Uri, config: &Config, left: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, left)?;
        let mut out = self.empty();
        for address in found.iter().filter(|address| is_allowed(address.ip())) {
            out.push(*address);
        }
        match (found.is_empty(), out.is_empty()) {
            (true, _) => Err(ureq::Error::HostNotFound),
            (_, true) => Err(ureq::Error::Other(Box::new(Private))),
            _ => Ok(out),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the address is inside a private network or on this machine, where onrecord fetches nothing")]
struct Private;

fn is_allowed(ip: IpAddr) -> bool {
    is_public(ip) || ip.is_loopback() && std::env::var_os(ALLOW_LOOPBACK).is_some()
}

/// Addresses that the whole internet shares.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            let special = matches!(
                (a, b, c),
                (0 | 10 | 127 | 224..=255, ..)
                    | (100, 64..=127, _)
                    | (169, 254, _)
                    | (172, 16..=31, _)
                    | (192, 168, _)
                    | (198, 18 | 19, _)
                    | (192, 0, 0 | 2)
                    | (192, 88, 99)
                    | (198, 51, 100)
                    | (203, 0, 113)
            );
            !special
        }
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4() {
        return is_public(IpAddr::V4(v4));
    }
    let segments = ip.segments();
    let embedded = |high: u16, low: u16| IpAddr::from([(high >> 8) as u8, high as u8, (low >> 8) as u8, low as u8]);
    match segments {
        // other addresses written into these: NAT64, 6to4
        [0x64, 0xff9b, ..] => is_public(embedded(segments[6], segments[7])),
        [0x2002, high, low, ..] => is_public(embedded(high, low)),
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] => false,
        // only 2000::/3 is given out
        [first, ..] => first & 0xE000 == 0x2000,
    }
}

/// Whether the site lets programs read the address: the group of our name, else that of all.
fn robots_allow(agent: &ureq::Agent, url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return true };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let path = rest.get(host.len()..).unwrap_or_default().split('#').next().unwrap_or_default();
    let Ok(mut answer) = agent.get(format!("{scheme}://{host}/robots.txt")).call() else { return true };
    if answer.status().as_u16() != 200 {
        return true;
    }
    let mut rules = String::new();
    let read = answer.body_mut().as_reader().take(500_000).read_to_string(&mut rules);
    read.is_err() || allowed_by(&rules, if path.is_empty() { "/" } else { path })
}

/// Reads robots.txt: the longest rule that fits the path decides, allowing ones before others.
fn allowed_by(rules: &str, path: &str) -> bool {
    let mut groups: [Option<Vec<(bool, String)>>; 2] = [None, None];
    let (mut current, mut in_agents): (Vec<usize>, bool) = (Vec::new(), false);
    for line in rules.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        match key.as_str() {
            "user-agent" => {
                if !in_agents {
                    current.clear();
                }
                in_agents = true;
                let group = match value.to_ascii_lowercase().as_str() {
                    "onrecord" => Some(0),
                    "*" => Some(1),
                    _ => None,
                };
                if let Some(group) = group {
                    groups[group].get_or_insert_default();
                    current.push(group);
                }
            }
            "allow" | "disallow" => {
                in_agents = false;
                for group in current.iter().filter(|_| !value.is_empty()) {
                    groups[*group].get_or_insert_default().push((key == "allow", value.to_owned()));
                }
            }
            _ => {}
        }
    }
    let [ours, all] = groups;
    let rules = ours.or(all).unwrap_or_default();
    let fits = rules.iter().filter(|(_, rule)| matches(rule, path));
    fits.max_by_key(|(allows, rule)| (rule.len(), *allows)).is_none_or(|(allows, _)| *allows)
}

/// `*` stands for anything, `$` for the end.
fn matches(rule: &str, path: &str) -> bool {
    let (rule, to_end) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut last = first;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = part;
    }
    !to_end || rest.is_empty() || last.is_empty()
}

fn explain(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => format!("no answer within {} seconds", TIMEOUT.as_secs()),
        ureq::Error::HostNotFound => "no such host".into(),
        ureq::Error::TooManyRedirects => format!("more than {MOST_REDIRECTS} redirects"),
        ureq::Error::Other(inner) => inner.to_string(),
        other => format!("cannot be fetched: {other}"),
    }
}

fn meaning(status: u16) -> &'static str {
    match status {
        401 | 403 => " (not allowed; a paywall perhaps)",
        404 | 410 => " (no such page)",
        429 => " (too many requests; try later)",
        500..=599 => " (a fault of the server)",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn addresses_inside_the_house_are_not_public() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "::7f00:1",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "172.32.0.1", "100.128.0.1"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    /// A name server that gives another address each time it is asked: a public one first.
    #[derive(Debug, Default)]
    struct Rebinding(AtomicUsize);

    impl Resolver for Rebinding {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let answers =
                [vec!["93.184.216.34:80"], vec!["10.0.0.1:80", "127.0.0.1:80"], vec!["10.0.0.1:80", "8.8.8.8:80"]];
            let mut out = self.empty();
            for address in &answers[self.0.fetch_add(1, Ordering::Relaxed)] {
                out.push(address.parse().unwrap());
            }
            Ok(out)
        }
    }

    #[test]
    fn a_name_that_points_inside_the_second_time_finds_no_address() {
        let guard = PublicOnly(Rebinding::default());
        let ask = || {
            let uri = Uri::from_static("http://rebinding.example/");
            let left = NextTimeout { after: TIMEOUT.into(), reason: ureq::Timeout::Resolve, ..Default::default() };
            let found = guard.resolve(&uri, &Config::default(), left);
            found.map(|found| found.iter().map(|a| a.to_string()).collect::<Vec<_>>()).map_err(|error| explain(&error))
        };
        assert_eq!(ask(), Ok(vec!["93.184.216.34:80".to_owned()]));
        assert!(ask().is_err_and(|told| told.contains("inside a private network")));
        assert_eq!(ask(), Ok(vec!["8.8.8.8:80".to_owned()]), "what is public among others is kept");
    }

    #[test]
    fn robots() {
        let rules = "User-agent: other\nDisallow: /\n\nUser-agent: *\nUser-agent: many\nDisallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\n";
        for (path, allowed) in
            [("/", true), ("/private/a", false), ("/private/open/a", true), ("/a.pdf", false), ("/a.pdf?x", true)]
        {
            assert_eq!(allowed_by(rules, path), allowed, "{path}");
        }
        assert!(!allowed_by("User-agent: onrecord\nDisallow: /\nUser-agent: *\nAllow: /", "/a"));
        assert!(allowed_by("", "/a"));
        assert!(allowed_by("User-agent: *\nDisallow:", "/a"));
    }
}
