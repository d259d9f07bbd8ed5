//! The database in a browser, on this machine alone: pages to read and, for whoever holds the token, forms to decide.
//!
//! Listens on the loopback address only. Every request must name this server as its host, so that no page of the web can reach it
//! under another name (DNS rebinding). Writing takes a session (a cookie that only the printed token gives), a form made by this
//! server for that session, and a request that comes from one of its own pages. Pages may run the server's own script and nothing
//! else, be framed by nobody, and send forms nowhere else.

mod answer;
mod ask;
mod pages;
mod session;
mod site;

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tiny_http::{Header, Request, Response, Server};

use crate::pipeline::careful;
use answer::Answer;
use ask::{Asked, Method, Refused};
use session::Session;
pub use site::Site;

/// Requests answered at a time; more are told to come again.
const AT_A_TIME: usize = 32;
/// Most bytes of a form.
const LONGEST_FORM: usize = 64 * 1024;

/// A server that listens.
pub struct Listening {
    server: Arc<Server>,
    address: SocketAddr,
    session: Session,
    site: Site,
}

/// Why no server can be started.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on 127.0.0.1:{port}: {reason}")]
pub struct CannotListen {
    port: u16,
    reason: String,
}

/// Listens on this machine; port 0 takes one that is free.
pub fn listen(site: Site, port: u16) -> std::result::Result<Listening, CannotListen> {
    let told = |reason: String| CannotListen { port, reason };
    let server = Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|e| told(e.to_string()))?;
    let address = server.server_addr().to_ip().ok_or_else(|| told("no address".to_owned()))?;
    let session = Session::new().map_err(told)?;
    Ok(Listening { server: Arc::new(server), address, session, site })
}

impl Listening {
    /// Where the pages are.
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Where a browser gets the right to decide; to be shown to the person at this machine, once.
    pub fn address_to_decide(&self) -> String {
        format!("http://{}/enter?token={}", self.address, self.session.token())
    }

    /// Answers requests until the process ends.
    pub fn run(self) {
        let here = Arc::new(self);
        let busy = Arc::new(AtomicUsize::new(0));
        while let Ok(request) = here.server.recv() {
            if busy.fetch_add(1, Ordering::SeqCst) >= AT_A_TIME {
                busy.fetch_sub(1, Ordering::SeqCst);
                send(request, Answer::refusal(503, "busy: try again"));
                continue;
            }
            let (here, busy) = (here.clone(), busy.clone());
            // a request that is slow to come holds up no other
            std::thread::spawn(move || {
                here.answer(request);
                busy.fetch_sub(1, Ordering::SeqCst);
            });
        }
    }

    fn answer(&self, mut request: Request) {
        let answer = match self.understood(&mut request) {
            Ok(asked) => careful(|| self.of(&asked))
                .unwrap_or_else(|_| Answer::refusal(500, "this page failed; please report it")),
            Err(refused) => refused.answer(),
        };
        send(request, answer);
    }

    /// What is asked, once all that makes a request acceptable is checked.
    fn understood(&self, request: &mut Request) -> std::result::Result<Asked, Refused> {
        let header = |name: &'static str| {
            let mut found =
                request.headers().iter().filter(|h| h.field.equiv(name)).map(|h| h.value.as_str().to_owned());
            let first = found.next();
            // of two hosts or origins none can be trusted
            if found.next().is_some() { Err(Refused::Request) } else { Ok(first) }
        };
        let host = header("Host")?;
        ask::check_host(host.as_deref(), self.address.port())?;
        let method = Method::from_word(request.method().as_str())?;
        let session = self.session.holds(header("Cookie")?.as_deref());
        if method == Method::Post {
            ask::check_origin(header("Origin")?.as_deref(), host.as_deref())?;
            ask::check_form(header("Content-Type")?.as_deref(), header("Content-Length")?.as_deref(), LONGEST_FORM)?;
        }
        let mut asked = Asked::new(method, request.url(), session)?;
        if method == Method::Post {
            let mut form = Vec::new();
            let mut body = request.as_reader().take(LONGEST_FORM as u64 + 1);
            body.read_to_end(&mut form).map_err(|_| Refused::Request)?;
            if form.len() > LONGEST_FORM {
                return Err(Refused::TooLong);
            }
            asked.take_form(&form);
            if !session {
                return Err(Refused::NoSession);
            }
            if !self.session.made(asked.field("token")) {
                return Err(Refused::Form);
            }
        }
        Ok(asked)
    }

    fn of(&self, asked: &Asked) -> Answer {
        let answered = match (asked.method, asked.path.as_str()) {
            (Method::Post, "/decide") => pages::decide(&self.site, asked),
            (Method::Post, _) => Ok(Answer::refusal(404, "nothing can be decided here")),
            (Method::Get, "/enter") => Ok(match self.session.admits(asked.field("token")) {
                true => Answer::to("/review").with_cookie(self.session.cookie()),
                false => Answer::refusal(403, "this is not the token that `onrecord serve` printed"),
            }),
            (Method::Get, _) => pages::shown(&self.site, asked, asked.session.then(|| self.session.form_token())),
        };
        answered.unwrap_or_else(|error| pages::failed(&error))
    }
}

fn send(request: Request, answer: Answer) {
    let mut response = Response::from_data(answer.body).with_status_code(answer.status);
    for (name, value) in answer.headers {
        if let Ok(header) = Header::from_bytes(name.as_bytes(), value.as_bytes()) {
            response.add_header(header);
        }
    }
    // a visitor who has left needs no answer
    let _ = request.respond(response);
}
