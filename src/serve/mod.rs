//! The database in a browser, on this machine alone: pages to read and, for whoever holds the token, forms to decide.
//!
//! Listens on the loopback address only. Every request must name this server as its host, so that no page of the web can reach it
//! under another name (DNS rebinding). Writing takes a session (a cookie that only the printed token gives), a form made by this
//! server for that session, and a request that comes from one of its own pages. Pages may run the server's own script and nothing
//! else, be framed by nobody, and send forms nowhere else.
//!
//! Nobody can stop it by being slow, by asking for too much or by opening connections: each has a thread of its own, of which there
//! are so many at most, and where all are taken, the visitor who has longest been about to ask makes room (`places`). Only who asks
//! in full so many times at once, and takes no answer, holds it up, for as long as one has to take an answer.

mod answer;
mod ask;
mod http;
mod pages;
mod places;
mod session;
mod site;

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use crate::pipeline::careful;
use answer::Answer;
use ask::{Asked, Method, Refused};
use http::{Connection, Head};
use places::{Place, Places};
use session::Session;
pub use site::Site;

/// Most bytes of a form.
const LONGEST_FORM: usize = 64 * 1024;
/// What to wait after a connection that could not be taken: the system has none to give just now.
const PAUSE: Duration = Duration::from_millis(50);

/// A server that listens.
pub struct Listening {
    listener: TcpListener,
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
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|e| told(e.to_string()))?;
    let address = listener.local_addr().map_err(|e| told(e.to_string()))?;
    let session = Session::new(address.port()).map_err(told)?;
    Ok(Listening { listener, address, session, site })
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
    pub fn run(self) -> ! {
        let here = Arc::new(self);
        let places = Arc::new(Places::default());
        loop {
            let Ok((stream, _)) = here.listener.accept() else {
                std::thread::sleep(PAUSE);
                continue;
            };
            // nothing is read or written here: this thread waits for nobody
            let stream = Arc::new(stream);
            let Some(place) = places.take(&stream) else { continue };
            let here = here.clone();
            let work = move || {
                let _ = careful(|| here.answer(stream, &place));
            };
            // where there is no thread to be had, the connection is closed with what was to work on it
            let _ = std::thread::Builder::new().spawn(work);
        }
    }

    fn answer(&self, stream: Arc<TcpStream>, place: &Place) {
        let mut connection = Connection::new(stream);
        let mut with_body = true;
        let understood = match connection.head() {
            Ok(None) => return,
            Ok(Some(head)) => {
                place.has_asked();
                with_body = head.method != "HEAD";
                self.understood(&head, &mut connection)
            }
            Err(refused) => Err(refused),
        };
        let answer = match understood {
            Ok(asked) => careful(|| self.of(&asked))
                .unwrap_or_else(|_| Answer::refusal(500, "this page failed; please report it")),
            Err(refused) => refused.answer(),
        };
        connection.send(&answer, with_body);
    }

    /// What is asked, once all that makes a request acceptable is checked. A body is read last, and only that of a form of somebody
    /// who may decide.
    fn understood(&self, head: &Head, connection: &mut Connection) -> std::result::Result<Asked, Refused> {
        let host = head.header("Host")?;
        ask::check_host(host, self.address.port())?;
        let method = Method::from_word(&head.method)?;
        let session = self.session.holds(head.header("Cookie")?);
        let mut asked = Asked::new(method, &head.address, session)?;
        if method == Method::Post {
            ask::check_origin(head.header("Origin")?, host)?;
            let length = ask::check_form(head.header("Content-Type")?, head.header("Content-Length")?, LONGEST_FORM)?;
            if !session {
                return Err(Refused::NoSession);
            }
            asked.take_form(&connection.body(length).ok_or(Refused::Request)?);
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
