//! Who may decide: a token printed once gives a browser a session; forms carry a token made for it.

/// The secrets of one run of the server; nothing of it is stored.
pub struct Session {
    secret: [u8; 32],
    /// name of the cookie. Browsers share cookies between the ports of a host: each server has its own.
    cookie: String,
}

impl Session {
    /// New secrets, from the operating system, for the server at this port.
    pub fn new(port: u16) -> Result<Session, String> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|e| e.to_string())?;
        Ok(Session { secret, cookie: format!("onrecord_session_{port}") })
    }

    fn made_for(&self, purpose: &str) -> String {
        blake3::keyed_hash(&self.secret, purpose.as_bytes()).to_hex()[..32].to_owned()
    }

    /// The token that is printed.
    pub fn token(&self) -> String {
        self.made_for("enter")
    }

    /// The token that forms carry.
    pub fn form_token(&self) -> String {
        self.made_for("form")
    }

    /// The cookie of the session: for this host alone, out of reach of scripts, and not sent with requests of other sites.
    pub fn cookie(&self) -> String {
        format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie, self.made_for("session"))
    }

    /// Whether somebody has the printed token.
    pub fn admits(&self, token: Option<&str>) -> bool {
        same(token, &self.token())
    }

    /// Whether a form was made by this server.
    pub fn made(&self, token: Option<&str>) -> bool {
        same(token, &self.form_token())
    }

    /// Whether a `Cookie` header holds the session.
    pub fn holds(&self, cookies: Option<&str>) -> bool {
        let of_ours = |cookie: &str| {
            Some(cookie.trim().split_once('=')?).filter(|(name, _)| *name == self.cookie).map(|(_, v)| v.to_owned())
        };
        cookies
            .into_iter()
            .flat_map(|c| c.split(';'))
            .filter_map(of_ours)
            .any(|value| same(Some(&value), &self.made_for("session")))
    }
}

/// Compares in a time that tells nothing of where the two differ.
fn same(given: Option<&str>, own: &str) -> bool {
    given.is_some_and(|given| blake3::hash(given.as_bytes()) == blake3::hash(own.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_is_good_for_one_thing() {
        let session = Session::new(8710).expect("randomness");
        let (enter, form, cookie) = (session.token(), session.form_token(), session.cookie());
        let pair = cookie.split(';').next().expect("a cookie").to_owned();
        assert!(
            session.admits(Some(&enter)) && session.made(Some(&form)) && session.holds(Some(&format!("a=b; {pair}")))
        );
        assert!(
            !session.admits(Some(&form))
                && !session.made(Some(&enter))
                && !session.holds(Some(&format!("onrecord_session_8710={enter}")))
        );
        assert!(
            !session.admits(None)
                && !session.admits(Some(""))
                && !session.holds(None)
                && !session.holds(Some("a; =; ;"))
        );
        let other = Session::new(8711).expect("randomness");
        assert_ne!(other.token(), enter);
        assert_ne!(other.cookie().split('=').next(), cookie.split('=').next(), "two servers in one browser");
    }
}
