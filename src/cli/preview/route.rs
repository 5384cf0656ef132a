//! What can be asked for: a closed list. Nothing of an address ever becomes a path, a name or a command.

use super::answer::Refusal;
use super::request::{Method, Request};
use super::token::Token;

/// Something that can be asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Route {
    Page,
    Script,
    Style,
    Icon,
    Events,
    /// The drawing of a page, by its digest.
    Drawing(String),
    /// A picture, by its digest.
    Picture(String),
    /// The outlines from this one on.
    Outlines(usize),
    /// To where something comes from.
    Jump,
    /// Another version to compare with.
    View,
}

/// What a browser shows another page's content in.
const FRAMES: [&str; 5] = ["iframe", "frame", "embed", "object", "fencedframe"];

impl Route {
    /// What a request asks for, if it may: of this server by its own name, with the token, from the server's own page.
    pub fn admit(request: &Request, port: u16, token: &Token) -> Result<Self, Refusal> {
        // Another name that leads here is that of a page which had it changed to do so (DNS rebinding).
        let is_own_host = [format!("127.0.0.1:{port}"), format!("localhost:{port}")].contains(&request.host);
        if !is_own_host {
            return Err(Refusal::FORBIDDEN);
        }
        let (told, rest) = request.target.strip_prefix('/').and_then(|path| path.split_once('/')).unwrap_or_default();
        if !token.is(told) {
            return Err(Refusal::NOT_FOUND);
        }
        let route = Self::of(rest).ok_or(Refusal::NOT_FOUND)?;
        if request.method != route.method() {
            return Err(Refusal::OTHER_METHOD);
        }
        match request.method {
            Method::Get if route.may_be_fetched(request) => Ok(route),
            Method::Post if is_from_own_page(request) => match request.content_type.as_deref() {
                Some("application/json") => Ok(route),
                _ => Err(Refusal::OTHER_TYPE),
            },
            _ => Err(Refusal::FORBIDDEN),
        }
    }

    fn of(path: &str) -> Option<Self> {
        Some(match path {
            "" => Self::Page,
            "view.js" => Self::Script,
            "view.css" => Self::Style,
            "icon.svg" => Self::Icon,
            "events" => Self::Events,
            "jump" => Self::Jump,
            "view" => Self::View,
            _ => {
                let (kind, name) = path.split_once('/')?;
                match kind {
                    "page" if is_digest(name) => Self::Drawing(name.to_owned()),
                    "image" if is_digest(name) => Self::Picture(name.to_owned()),
                    "outlines" if is_number(name) => Self::Outlines(name.parse().ok()?),
                    _ => return None,
                }
            }
        })
    }

    fn method(&self) -> Method {
        match self {
            Self::Jump | Self::View => Method::Post,
            _ => Method::Get,
        }
    }

    /// Whether a browser may be given it. The page itself may be opened from anywhere by who has its address.
    fn may_be_fetched(&self, request: &Request) -> bool {
        let fetch = &request.fetch;
        let destination = fetch.destination.as_deref();
        if destination.is_some_and(|destination| FRAMES.contains(&destination)) {
            return false;
        }
        match fetch.site.as_deref() {
            None | Some("same-origin" | "none") => true,
            Some(_) => {
                *self == Self::Page && fetch.mode.as_deref() == Some("navigate") && destination == Some("document")
            }
        }
    }
}

/// Whether a browser says that the server's own page sends this.
fn is_from_own_page(request: &Request) -> bool {
    request.origin.as_deref() == Some(&*format!("http://{}", request.host))
        && request.fetch.site.as_deref() == Some("same-origin")
}

fn is_digest(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_number(name: &str) -> bool {
    (1..=7).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit())
}
