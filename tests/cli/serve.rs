//! `serve` through real sockets: who is let in, who may decide, and what hostile text and requests come to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Place;

const HOSTILE: &str = "Mayor Ada </p><script>alert(1)</script> Quist said on Monday that the \"><img src=x onerror=alert(2)> bridge was \
    sound.\n\nHarbour master Bo Ferrant denied that the pier was unsafe. \u{201c}Nobody asked me about it,\u{201d} he said.\n";

/// A server over a database of its own, ended with the test.
struct Served {
    place: Place,
    server: Child,
    port: u16,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// What came back.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let found =
            self.head.lines().find_map(|line| line.split_once(':').filter(|(n, _)| n.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.trim())
    }
}

fn served() -> Served {
    served_by(Command::new(env!("CARGO_BIN_EXE_onrecord")))
}

/// A server started by a command that takes the program's arguments.
fn served_by(mut command: Command) -> Served {
    let place = Place::new();
    place.write("1.txt", HOSTILE);
    place.onrecord("add 1.txt --published 2024-05-13 --outlet <b>Herald</b>").ok();
    command.args(["serve", "--port", "0", "--by", "Mira"]).current_dir(place.folder()).env_remove("ONRECORD_DB");
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary starts");
    let mut lines = BufReader::new(server.stdout.take().expect("piped")).lines();
    let mut line = || lines.next().expect("a line").expect("UTF-8");
    let (read, decide) = (line(), line());
    let port = read.rsplit(':').next().and_then(|rest| rest.trim_end_matches('/').parse().ok()).expect("a port");
    let token = decide.rsplit('=').next().expect("a token").to_owned();
    assert!(read.contains("http://127.0.0.1:") && !read.contains(&token), "{read}");
    Served { place, server, port, token }
}

impl Served {
    /// Sends these bytes as they are; what comes back until the connection is closed.
    fn raw(&self, request: &str) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str, headers: &str) -> Reply {
        let port = self.port;
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}\r\n"))
    }

    fn post(&self, path: &str, headers: &str, body: &str) -> Reply {
        let (port, length) = (self.port, body.len());
        self.raw(&format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        ))
    }

    /// The cookie of a session, as a header.
    fn cookie(&self) -> String {
        let entered = self.get(&format!("/enter?token={}", self.token), "");
        assert_eq!((entered.status, entered.header("Location")), (303, Some("/review")), "{}", entered.head);
        let cookie = entered.header("Set-Cookie").expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        format!("Cookie: {}\r\n", cookie.split(';').next().expect("a pair"))
    }

    /// What a browser sends along with a form of this server.
    fn form_headers(&self, cookie: &str) -> String {
        format!("Origin: http://127.0.0.1:{}\r\nContent-Type: application/x-www-form-urlencoded\r\n{cookie}", self.port)
    }

    fn statement(&self) -> String {
        let listed = self.place.onrecord("quotes --words pier --format csv").ok();
        listed.stdout().lines().nth(1).and_then(|line| line.split(',').next()).expect("a statement").to_owned()
    }

    fn decisions(&self) -> usize {
        {
            let listed = self.place.shell("onrecord decisions --format jsonl || true").ok();
            listed.stdout().lines().count()
        }
    }
}

/// The hidden token of the forms of a page.
fn form_token(page: &str) -> String {
    let start = page.find("name=\"token\" value=\"").expect("a form") + "name=\"token\" value=\"".len();
    page[start..].split('"').next().expect("a token").to_owned()
}

#[test]
fn pages_show_what_is_stored_and_hostile_text_does_nothing() {
    let served = served();
    let id = served.statement();
    let listed = served.place.onrecord("quotes --format json").ok().json();
    let row = &listed["attributions"][0];
    let (article, speaker) = (row["article"].as_str().expect("an id"), row["speaker_id"].as_str().expect("an id"));
    let pages = [
        "/".into(),
        "/review".into(),
        "/search?q=pier".into(),
        format!("/statement/{id}"),
        format!("/article/{article}"),
        format!("/speaker/{speaker}"),
    ];
    for page in &pages {
        let reply = served.get(page, "");
        assert_eq!(reply.status, 200, "{page}: {}", reply.head);
        assert!(
            !reply.body.contains("<script>") && !reply.body.contains("<img") && !reply.body.contains("<b>"),
            "{page}"
        );
        let policy = reply.header("Content-Security-Policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(reply.header("X-Frame-Options"), Some("DENY"));
        assert!(!reply.body.contains(&served.token), "the token stands in no page");
        assert!(!reply.body.contains("name=\"token\""), "who may only read gets no form");
    }
    assert!(served.get(&pages[4], "").body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let report = served.get("/report", "");
    assert!(report.header("Content-Security-Policy").expect("a policy").starts_with("sandbox allow-scripts;"));
    assert!(report.body.contains("&lt;script&gt;alert(1)"), "the report is whole");
    assert!(served.get("/page.js", "").header("Content-Type").expect("a type").starts_with("text/javascript"));
    let searched = served.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "");
    assert!(searched.body.contains("&lt;script&gt;") && !searched.body.contains("<script>"), "{}", searched.body);
    assert_eq!(served.get("/search?q=%22", "").status, 400);
    assert_eq!(served.get("/nowhere", "").status, 404);
    assert_eq!(served.get("/statement/0000000000000000", "").status, 404);
    assert_eq!(served.get("/statement/../../etc/passwd", "").status, 404);
}

#[test]
fn other_hosts_methods_and_shapes_are_refused() {
    let served = served();
    let port = served.port;
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", "127.0.0.1:1"] {
        let reply = served.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        assert_eq!(reply.status, 421, "{host}: {}", reply.head);
        assert!(!reply.body.contains("Quist"), "{host} reads nothing");
    }
    assert_eq!(served.raw("GET / HTTP/1.0\r\nConnection: close\r\n\r\n").status, 421, "no host at all");
    let two = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(served.raw(&two).status, 400);
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        let request = format!("{method} / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        assert_eq!(served.raw(&request).status, 405, "{method}");
    }
    assert_eq!(served.get(&format!("/{}", "a".repeat(9000)), "").status, 413);
    // garbage, and a request that never ends, harm nobody else
    let _ = served.raw("\0\0\0\r\n\r\n");
    let mut waiting = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    let head = format!("POST /decide HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 5000\r\n");
    waiting.write_all((head + &served.form_headers("") + "\r\nid=").as_bytes()).expect("sent");
    assert_eq!(served.get("/", "").status, 200);
}

#[test]
fn only_a_form_of_this_server_in_a_session_decides() {
    let served = served();
    let id = served.statement();
    let page = format!("/statement/{id}");
    assert_eq!(served.get("/enter?token=0123", "").status, 403);
    let cookie = served.cookie();
    let token = form_token(&served.get(&page, &cookie).body);
    let form = |token: &str| format!("token={token}&id={id}&decision=accept&reason=heard+it");
    let headers = served.form_headers(&cookie);

    // without the session, without the form's token, from elsewhere, as something else, too long
    assert_eq!(served.post("/decide", &served.form_headers(""), &form(&token)).status, 403);
    assert_eq!(
        served.post("/decide", &served.form_headers("Cookie: onrecord_session=guess\r\n"), &form(&token)).status,
        403
    );
    for bad in ["", "0123", &served.token] {
        assert_eq!(served.post("/decide", &headers, &form(bad)).status, 403);
    }
    let from = |origin: &str| format!("{origin}Content-Type: application/x-www-form-urlencoded\r\n{cookie}");
    for origin in ["", "Origin: http://evil.example\r\n", "Origin: null\r\n"] {
        assert_eq!(served.post("/decide", &from(origin), &form(&token)).status, 403, "{origin}");
    }
    let json = headers.replace("application/x-www-form-urlencoded", "text/plain");
    assert_eq!(served.post("/decide", &json, &form(&token)).status, 400);
    assert_eq!(served.post("/decide", &headers, &("x=".to_owned() + &"a".repeat(70_000))).status, 413);
    assert_eq!(served.get(&format!("/decide?{}", form(&token)), &cookie).status, 404, "an address decides nothing");
    assert_eq!(served.decisions(), 0, "nothing of that was kept");

    let done = served.post("/decide", &headers, &form(&token));
    assert_eq!((done.status, done.header("Location")), (303, Some(page.as_str())), "{}", done.body);
    let kept = served.place.onrecord("decisions --format json").ok().json();
    let kept = &kept["decisions"][0];
    assert_eq!((&kept["action"], &kept["by"], &kept["reason"]), (&"accept".into(), &"Mira".into(), &"heard it".into()));
    let asked = served.post("/decide", &headers, &(form(&token).replace("accept", "verified") + "&back=review"));
    assert_eq!(asked.header("Location"), Some(format!("/review?after={id}").as_str()));
    let nonsense = served.post("/decide", &headers, &form(&token).replace("accept", "shout"));
    assert_eq!(nonsense.status, 400, "{}", nonsense.body);
    let elsewhere = served.post("/decide", &headers, &(form(&token) + "&back=http://evil.example/"));
    assert_eq!(elsewhere.header("Location"), Some(page.as_str()));
    assert!(served.get(&page, "").body.contains("heard it"));
}

#[test]
fn a_length_that_nobody_can_send_ends_nothing() {
    let served = served();
    for length in ["99999999999999", "9999999999999999999"] {
        // more often than requests are answered at a time
        for _ in 0..140 {
            let head = format!("GET / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: {length}\r\n\r\n");
            assert_eq!(served.raw(&head).status, 421, "{length}");
        }
        assert_eq!(served.get("/", &format!("Content-Length: {length}\r\n")).status, 200, "{length}");
        assert_eq!(served.get("/", "").status, 200);
    }
    let endless = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX: {}", served.port, "a".repeat(20_000));
    assert_eq!(served.raw(&endless).status, 413);
}

#[test]
fn visitors_who_say_nothing_or_never_end_hold_up_nobody() {
    let served = served();
    let connected = || TcpStream::connect(("127.0.0.1", served.port)).expect("a connection");
    let idle: Vec<TcpStream> = (0..40).map(|_| connected()).collect();
    let asked = Instant::now();
    assert_eq!(served.get("/", "").status, 200);
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    drop(idle);

    let headers = served.form_headers(&served.cookie());
    let head = format!("POST /decide HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: 5000\r\n", served.port);
    let mut stalled: Vec<TcpStream> = (0..40).map(|_| connected()).collect();
    for stream in &mut stalled {
        stream.write_all(format!("{head}{headers}\r\nid=").as_bytes()).expect("sent");
    }
    let asked = Instant::now();
    assert_eq!(served.get("/", "").status, 200);
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    // they are told, and let go
    stalled[0].set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    let mut told = String::new();
    stalled[0].read_to_string(&mut told).expect("an end");
    assert!(told.starts_with("HTTP/1.1 400 "), "{told}");
}

#[test]
fn who_takes_all_places_and_says_nothing_makes_room() {
    let served = served();
    let mut idle: Vec<TcpStream> = (0..140)
        .map(|n| {
            let mut stream = TcpStream::connect(("127.0.0.1", served.port)).expect("a connection");
            // some have begun to ask
            if n % 2 == 0 {
                stream.write_all(b"GET / HTTP/1.1\r\nX: ").expect("sent");
            }
            stream
        })
        .collect();
    let asked = Instant::now();
    for _ in 0..3 {
        assert_eq!(served.get("/", "").status, 200);
    }
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    // the oldest was let go, the newest was not
    idle[1].set_read_timeout(Some(Duration::from_secs(1))).expect("a socket");
    assert_eq!(idle[1].read(&mut [0]).expect("an end"), 0);
    idle[139].set_read_timeout(Some(Duration::from_millis(200))).expect("a socket");
    assert!(idle[139].read(&mut [0]).is_err(), "it is still open");
}

#[test]
fn more_connections_than_the_system_has_are_waited_out() {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 40; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_onrecord")]);
    let served = served_by(command);
    let many: Vec<TcpStream> =
        (0..80).map(|_| TcpStream::connect(("127.0.0.1", served.port)).expect("a connection")).collect();
    std::thread::sleep(Duration::from_millis(300));
    drop(many);
    let answered = |_: &u32| {
        std::thread::sleep(Duration::from_millis(100));
        served.get("/", "").status == 200
    };
    assert!((0..50).find(answered).is_some(), "the server goes on");
}

#[test]
fn a_review_goes_on_behind_what_was_skipped_or_decided() {
    let served = served();
    let cookie = served.cookie();
    let shown = |address: &str| {
        let page = served.get(address, &cookie).body;
        let start = page.find("name=\"id\" value=\"").expect("a form") + "name=\"id\" value=\"".len();
        (page[start..].split('"').next().expect("an id").to_owned(), form_token(&page))
    };
    let (first, token) = shown("/review");
    let (second, _) = shown(&format!("/review?after={first}"));
    let (third, _) = shown(&format!("/review?after={second}"));
    assert!(first != second && second != third && first != third);
    let form = format!("token={token}&id={second}&decision=accept&back=review");
    let decided = served.post("/decide", &served.form_headers(&cookie), &form);
    let next = decided.header("Location").expect("an address").to_owned();
    assert_eq!(shown(&next).0, third, "what was skipped does not come up again");
    // behind the last one it begins anew, without the one decided
    assert_eq!(shown(&format!("/review?after={first}")).0, third);
    let mut last = third;
    while let (next, _) = shown(&format!("/review?after={last}"))
        && next != first
    {
        last = next;
    }
    assert_eq!(shown("/review?after=0000000000000000").0, first);
}

#[test]
fn every_list_is_whole_and_says_how_many_there_are() {
    let served = served();
    let start = served.get("/", "").body;
    for at in ["/conflicts", "/articles", "/speakers", "/decisions"] {
        let page = served.get(at, "");
        assert_eq!(page.status, 200, "{at}");
        assert!(start.contains(&format!("href=\"{at}\"")), "{at} is reached from the first page");
        assert!(!page.body.contains("<script>") && !page.body.contains("<b>"), "{at}");
    }
    let one = served.get("/speakers?rows=1", "").body;
    let all = served.place.onrecord("speakers --format jsonl").ok().json_lines().len();
    assert!(all > 1 && one.contains(&format!("1 of {all}. <a href=\"/speakers?rows=")), "{one}");
    assert!(served.get("/articles", "").body.contains("1 of 1"));
    assert!(served.get("/search?q=pier&rows=1", "").body.contains("1 of "));
    served.place.args(["decide", &served.statement(), "note", "call <b>him</b>"]).ok();
    assert!(served.get("/decisions", "").body.contains("call &lt;b&gt;him"));
}

#[test]
fn who_says_it_and_what_to_remember_are_written_in_the_browser() {
    let served = served();
    let (id, cookie) = (served.statement(), served.cookie());
    let page = served.get(&format!("/statement/{id}"), &cookie).body;
    assert!(page.contains("name=\"speaker\"") && page.contains("name=\"role\"") && page.contains("name=\"words\""));
    let headers = served.form_headers(&cookie);
    let post =
        |fields: &str| served.post("/decide", &headers, &format!("token={}&id={id}&{fields}", form_token(&page)));
    assert_eq!(post("decision=fix&speaker=Cleo+Marsh&role=engineer&reason=heard+it").status, 303);
    assert_eq!(post("decision=fix&speaker=+&role=").status, 400);
    assert_eq!(post("decision=fix&act=shout").status, 400);
    assert_eq!(post("decision=fix&act=deny&content=").status, 303);
    assert_eq!(post("decision=verified&source=https%3A%2F%2Ftown.example%2Fminutes").status, 303);
    assert_eq!(post("decision=note&words=").status, 400);
    let note = post("decision=note&words=call+her&back=review");
    assert_eq!(note.header("Location"), Some(format!("/review?at={id}").as_str()));
    assert!(served.get(&format!("/review?at={id}"), &cookie).body.contains(&id), "it is still shown");
    let row = served.place.onrecord("quotes --words pier --format json").ok().json()["attributions"][0].clone();
    assert_eq!((&row["speaker"], &row["role"]), (&"Cleo Marsh".into(), &"engineer".into()));
    assert_eq!((&row["note"], &row["act"]), (&"call her".into(), &"deny".into()));
    assert_eq!(row["finding_source"], "https://town.example/minutes");
}

#[test]
fn a_missing_database_and_a_taken_port_are_told() {
    let place = Place::new();
    place.onrecord("serve --port 0").code(5);
    let served = served();
    served.place.onrecord(&format!("serve --port {}", served.port)).code(7).tells("--port takes another port");
}
