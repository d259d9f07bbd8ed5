//! Answers, with the headers that keep foreign text from acting and foreign pages out.

/// What a page of ours may do: use the server's own style and script, and send its forms here. Nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// What the report may do, which carries its own style and script: show itself, cut off from everything else.
const REPORT_POLICY: &str = "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
    img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// An answer, ready to be sent.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status
    pub status: u16,
    /// names and values
    pub headers: Vec<(&'static str, String)>,
    /// what is shown
    pub body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, kind: &str, policy: &str, body: Vec<u8>) -> Answer {
        let headers = vec![
            ("Content-Type", kind.to_owned()),
            ("Content-Security-Policy", policy.to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("X-Frame-Options", "DENY".to_owned()),
            ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
            ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
            // not "no-referrer": browsers would then hide from us where a form comes from
            ("Referrer-Policy", "same-origin".to_owned()),
            ("Cache-Control", "no-store".to_owned()),
        ];
        Answer { status, headers, body }
    }

    /// A page of ours.
    pub fn page(page: String) -> Answer {
        Answer::new(200, "text/html; charset=utf-8", POLICY, page.into_bytes())
    }

    /// A page of ours that says what did not work.
    pub fn told(status: u16, page: String) -> Answer {
        Answer { status, ..Answer::page(page) }
    }

    /// The report.
    pub fn report(page: String) -> Answer {
        Answer::new(200, "text/html; charset=utf-8", REPORT_POLICY, page.into_bytes())
    }

    /// A style or a script.
    pub fn file(kind: &str, content: &'static str) -> Answer {
        Answer::new(200, kind, POLICY, content.as_bytes().to_vec())
    }

    /// A refusal, in plain text.
    pub fn refusal(status: u16, told: &str) -> Answer {
        Answer::new(status, "text/plain; charset=utf-8", POLICY, format!("{told}\n").into_bytes())
    }

    /// Leads the browser to another page of ours.
    pub fn to(place: &str) -> Answer {
        let mut answer = Answer::new(303, "text/plain; charset=utf-8", POLICY, Vec::new());
        answer.headers.push(("Location", place.to_owned()));
        answer
    }

    /// Gives the browser a cookie.
    pub fn with_cookie(mut self, cookie: String) -> Answer {
        self.headers.push(("Set-Cookie", cookie));
        self
    }
}
