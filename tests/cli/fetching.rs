//! Addresses: servers of our own on this machine, which the program is told to allow; no other network.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use crate::support::Place;

const PAGE: &str = "<!DOCTYPE html><html><head><title>Bus fares to rise</title></head><body><article><h1>Bus fares to rise</h1>\
    <p>Bus fares in Marrow will rise by a tenth in April, the council said on Monday.</p>\
    <p>“Fuel costs leave us no choice,” said transport chief Lena Ortiz.</p></article></body></html>";

/// A server that answers by path; returns its address. It ends with the test's process.
fn server(answer: impl Fn(&str, u16) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(&stream);
            let mut first = String::new();
            let _ = reader.read_line(&mut first);
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
                line.clear();
            }
            let path = first.split_whitespace().nth(1).unwrap_or("/").to_owned();
            let _ = (&stream).write_all(answer(&path, port).as_bytes());
        }
    });
    format!("http://127.0.0.1:{port}")
}

fn page(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

const NOT_FOUND: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

fn marrow() -> String {
    server(|path, port| match path {
        "/story" => page(PAGE),
        "/moved" => redirect(&format!("http://127.0.0.1:{port}/story")),
        "/inside" => redirect("http://192.168.0.1/router"),
        "/metadata" => redirect("http://169.254.169.254/latest"),
        "/circle" => redirect(&format!("http://127.0.0.1:{port}/circle")),
        "/huge" => page(&"x".repeat(11_000_000)),
        _ => NOT_FOUND.into(),
    })
}

const ALLOWED: &str = "ONRECORD_TEST_ALLOW_LOOPBACK";

#[test]
fn a_page_is_fetched_and_its_address_kept() {
    let place = Place::new();
    let site = marrow();
    place.onrecord(&format!("add {site}/story")).env(ALLOWED, "1").ok().tells("1 article added");
    let shown = place.onrecord("articles --format json").ok().json();
    assert_eq!(shown["articles"][0]["url"], format!("{site}/story"));
    place.onrecord(&format!("add {site}/moved")).env(ALLOWED, "1").ok().tells("1 known already");
}

#[test]
fn nothing_on_this_machine_is_fetched() {
    let site = marrow();
    let port = site.rsplit(':').next().expect("a port").to_owned();
    for host in ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433"] {
        Place::new().onrecord(&format!("add http://{host}:{port}/story")).code(3).tells("1 failed");
    }
}

#[test]
fn redirects_into_a_private_network_lead_nowhere() {
    let site = marrow();
    for path in ["inside", "metadata"] {
        let done = Place::new().onrecord(&format!("add {site}/{path}")).env(ALLOWED, "1").code(3);
        done.tells("inside a private network");
    }
    Place::new().onrecord(&format!("add {site}/circle")).env(ALLOWED, "1").code(3).tells("redirects");
}

#[test]
fn what_is_not_there_or_too_large_is_named() {
    let site = marrow();
    Place::new().onrecord(&format!("add {site}/gone")).env(ALLOWED, "1").code(3).tells("404 (no such page)");
    Place::new().onrecord(&format!("add {site}/huge")).env(ALLOWED, "1").code(3).tells("more than 10000000 bytes");
}

#[test]
fn robots_txt_is_obeyed() {
    let site = server(|path, _| match path {
        "/robots.txt" => page("User-agent: *\nDisallow: /private\n"),
        _ => page(PAGE),
    });
    Place::new().onrecord(&format!("add {site}/private/story")).env(ALLOWED, "1").code(3).tells("robots.txt");
    Place::new().onrecord(&format!("add {site}/story")).env(ALLOWED, "1").ok();
}
