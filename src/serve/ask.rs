//! What a request asks, and whether it may: pure checks of its parts.

use std::borrow::Cow;

use super::answer::Answer;

/// Longest address looked at, in bytes.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// What may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// look
    Get,
    /// decide
    Post,
}

impl Method {
    /// The method of a word.
    pub fn from_word(word: &str) -> Result<Method, Refused> {
        match word {
            "GET" | "HEAD" => Ok(Method::Get),
            "POST" => Ok(Method::Post),
            _ => Err(Refused::Method),
        }
    }
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// it names another host: a page of the web under a name that leads here
    Host,
    /// it comes from a page of another site
    Origin,
    /// it makes no sense
    Request,
    /// neither GET nor POST
    Method,
    /// no form, or an oversized one
    TooLong,
    /// the browser may only look
    NoSession,
    /// the form was not made by this server
    Form,
}

impl Refused {
    /// What the visitor is told.
    pub fn answer(self) -> Answer {
        let (status, told) = match self {
            Refused::Host => (421, "this server answers to 127.0.0.1 and localhost only"),
            Refused::Origin => (403, "this request comes from another site"),
            Refused::Request => (400, "this request makes no sense"),
            Refused::Method => (405, "only GET and POST"),
            Refused::TooLong => (413, "this is too long"),
            Refused::NoSession => (403, "to decide, open the address with the token that `onrecord serve` printed"),
            Refused::Form => (403, "this form is of another run of the server: load the page again"),
        };
        Answer::refusal(status, told)
    }
}

/// The host must be this machine by one of its own names, at this port.
pub fn check_host(host: Option<&str>, port: u16) -> Result<(), Refused> {
    let here = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
    let plain = port == 80 && matches!(host, Some("127.0.0.1" | "localhost"));
    if plain || host.is_some_and(|host| here.iter().any(|own| own.eq_ignore_ascii_case(host))) {
        Ok(())
    } else {
        Err(Refused::Host)
    }
}

/// A form must come from a page of this server; every browser says where a form comes from.
pub fn check_origin(origin: Option<&str>, host: Option<&str>) -> Result<(), Refused> {
    match (origin, host) {
        (Some(origin), Some(host)) if origin.eq_ignore_ascii_case(&format!("http://{host}")) => Ok(()),
        _ => Err(Refused::Origin),
    }
}

/// A form must be one, of a length told in advance, which is given.
pub fn check_form(kind: Option<&str>, length: Option<&str>, most: usize) -> Result<usize, Refused> {
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    if !kind.is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")) {
        return Err(Refused::Request);
    }
    match length.map(str::parse::<usize>) {
        Some(Ok(length)) if length <= most => Ok(length),
        Some(Ok(_)) => Err(Refused::TooLong),
        _ => Err(Refused::Request),
    }
}

/// What is asked.
#[derive(Debug)]
pub struct Asked {
    /// look or decide
    pub method: Method,
    /// the path, from `/` on
    pub path: String,
    /// the browser holds the session
    pub session: bool,
    fields: Vec<(String, String)>,
}

impl Asked {
    /// Takes an address apart.
    pub fn new(method: Method, address: &str, session: bool) -> Result<Asked, Refused> {
        if address.len() > LONGEST_ADDRESS {
            return Err(Refused::TooLong);
        }
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        // "GET http://other/ HTTP/1.1" asks a proxy
        if !path.starts_with('/') {
            return Err(Refused::Request);
        }
        let fields = read(query.as_bytes());
        Ok(Asked { method, path: path.to_owned(), session, fields })
    }

    /// Takes the fields of a form in place of those of the address.
    pub fn take_form(&mut self, form: &[u8]) {
        self.fields = read(form);
    }

    /// A field; none where it is missing or given twice.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut found = self.fields.iter().filter(|(known, _)| known == name);
        let first = found.next().map(|(_, value)| value.as_str());
        first.filter(|_| found.next().is_none())
    }

    /// What stands behind a prefix of the path, where that is an id.
    pub fn id(&self, prefix: &str) -> Option<&str> {
        self.path
            .strip_prefix(prefix)
            .filter(|id| (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_hexdigit()))
    }
}

fn read(fields: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(fields)
        .map(|(name, value): (Cow<str>, Cow<str>)| (name.into_owned(), value.into_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_by_its_own_names_is_a_host() {
        for good in ["127.0.0.1:8710", "localhost:8710", "LOCALHOST:8710"] {
            assert_eq!(check_host(Some(good), 8710), Ok(()), "{good}");
        }
        for bad in [
            "evil.example",
            "evil.example:8710",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost:8710.evil.example",
            "localhost:8710@evil",
            "",
            "[::1]:8710",
        ] {
            assert_eq!(check_host(Some(bad), 8710), Err(Refused::Host), "{bad}");
        }
        assert_eq!(check_host(None, 8710), Err(Refused::Host));
    }

    #[test]
    fn forms_come_from_our_own_pages() {
        let host = Some("127.0.0.1:8710");
        assert_eq!(check_origin(Some("http://127.0.0.1:8710"), host), Ok(()));
        for bad in [
            "http://evil.example",
            "null",
            "https://127.0.0.1:8710",
            "http://localhost:8710",
            "http://127.0.0.1:8711",
            "",
        ] {
            assert_eq!(check_origin(Some(bad), host), Err(Refused::Origin), "{bad}");
        }
        assert_eq!(check_origin(None, host), Err(Refused::Origin));
        let kind = Some("application/x-www-form-urlencoded; charset=utf-8");
        assert_eq!(check_form(kind, Some("10"), 20), Ok(10));
        assert_eq!(check_form(kind, Some("21"), 20), Err(Refused::TooLong));
        for length in [None, Some("-1"), Some("x"), Some("99999999999999999999")] {
            assert_eq!(check_form(kind, length, 20), Err(Refused::Request));
        }
        assert_eq!(check_form(Some("text/plain"), Some("10"), 20), Err(Refused::Request));
    }

    #[test]
    fn addresses_are_taken_apart() {
        let asked = Asked::new(Method::Get, "/search?q=a%20b&x=1&x=2", false).expect("an address");
        assert_eq!(
            (asked.path.as_str(), asked.field("q"), asked.field("x"), asked.field("y")),
            ("/search", Some("a b"), None, None)
        );
        let id =
            |path: &str| Asked::new(Method::Get, path, false).ok().and_then(|a| a.id("/statement/").map(str::to_owned));
        assert_eq!(id("/statement/9f2c").as_deref(), Some("9f2c"));
        for bad in ["/statement/", "/statement/../../etc/passwd", "/statement/%39", "/statement/9f2c/x"] {
            assert_eq!(id(bad), None, "{bad}");
        }
        assert_eq!(Asked::new(Method::Get, "http://evil.example/", false).err(), Some(Refused::Request));
        assert_eq!(Asked::new(Method::Get, &format!("/{}", "a".repeat(9000)), false).err(), Some(Refused::TooLong));
    }
}
