//! The server: who comes, what they may have, and what they wish.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use chancery::typeset::Spot;
use serde::{Deserialize, Serialize};

use super::answer::{self, Answer, Refusal};
use super::board::{Board, Mark, News, Why};
use super::listener::{Connection, Door, Listener};
use super::press::Order;
use super::request;
use super::route::Route;
use super::token::Token;

/// So many may wait for events at a time: others must still get their pages.
const MAX_STREAMS: usize = 8;

/// How often to look whether who waits for events is still there.
const LOOK: Duration = Duration::from_millis(500);

/// How often something is sent all the same, so that nobody in between takes the connection for dead.
const PULSE: Duration = Duration::from_secs(15);

/// Somebody's wish, which whoever runs the server sees to.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Wish {
    /// To the source of what is printed at a point of a page, in points.
    Point { page: usize, x: f64, y: f64 },
    /// To the place of a finding of that edition.
    Finding { version: u64, finding: usize },
    /// To see the changes since another version.
    View { view: usize },
}

/// A server that runs, until this value is gone.
pub struct Server {
    board: Arc<Board>,
    address: String,
    streams: Arc<AtomicUsize>,
    _door: Door,
}

/// Whether somebody looks, wherever that is asked.
#[derive(Clone)]
pub struct Watched(Arc<AtomicUsize>);

#[derive(Serialize)]
struct Note<'a> {
    text: &'a str,
}

/// What every conversation needs.
struct Counter {
    board: Arc<Board>,
    port: u16,
    token: Token,
    streams: Arc<AtomicUsize>,
    wishes: Box<dyn Fn(Wish) + Send + Sync>,
}

impl Server {
    /// One whose visitors' wishes are orders.
    pub fn for_orders(orders: &Sender<Order>) -> std::io::Result<Self> {
        let orders = orders.clone();
        Self::start(move |wish| drop(orders.send(Order::Wish(wish))))
    }

    /// Starts to listen; `wishes` is given what those who look wish.
    fn start(wishes: impl Fn(Wish) + Send + Sync + 'static) -> std::io::Result<Self> {
        let listener = Listener::open()?;
        let (port, token) = (listener.port(), Token::new()?);
        let address = format!("http://127.0.0.1:{port}/{token}/");
        let (board, streams) = (Arc::new(Board::default()), Arc::new(AtomicUsize::new(0)));
        let wishes = Box::new(wishes);
        let counter = Counter { board: Arc::clone(&board), port, token, streams: Arc::clone(&streams), wishes };
        let shown = Arc::clone(&board);
        let door = listener.serve(move |connection| counter.talk(connection), move || shown.is_closed())?;
        Ok(Self { board, address, streams, _door: door })
    }

    /// Where a browser finds it. Whoever has it may look.
    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn board(&self) -> &Board {
        &self.board
    }

    pub fn watched(&self) -> Watched {
        Watched(Arc::clone(&self.streams))
    }

    /// Brings those who look to a place.
    pub fn bring(&self, spot: Spot, why: Why) {
        self.board.bring(spot, why);
    }

    /// Tells those who look of something.
    pub fn note(&self, text: &str) {
        self.board.pass("note", &Note { text });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.board.close();
    }
}

impl Watched {
    pub fn is_so(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 0
    }
}

impl Counter {
    fn talk(&self, connection: &mut Connection) {
        let route = request::read(connection).and_then(|request| {
            let route = Route::admit(&request, self.port, &self.token)?;
            if self.board.is_closed() { Err(Refusal::NOT_FOUND) } else { Ok((route, request.body)) }
        });
        connection.renew();
        let answer = match route {
            Ok((Route::Events, _)) => match self.stream(connection) {
                Ok(()) => return,
                Err(refusal) => Err(refusal),
            },
            Ok((route, body)) => self.answer(route, &body),
            Err(refusal) => Err(refusal),
        };
        // Who has gone is told nothing.
        let _ = answer::write(answer, connection);
    }

    fn answer(&self, route: Route, body: &[u8]) -> Result<Answer, Refusal> {
        let found = |media_type, bytes: Option<Arc<[u8]>>| {
            bytes.map(|bytes| Answer::Content(media_type, bytes)).ok_or(Refusal::NOT_FOUND)
        };
        match route {
            Route::Page => Ok(Answer::fixed("text/html; charset=utf-8", include_str!("page.html"))),
            Route::Script => Ok(Answer::fixed("text/javascript; charset=utf-8", include_str!("view.js"))),
            Route::Style => Ok(Answer::fixed("text/css; charset=utf-8", include_str!("view.css"))),
            Route::Icon => Ok(Answer::fixed("image/svg+xml", include_str!("icon.svg"))),
            Route::Drawing(digest) => found("application/json", self.board.drawing(&digest)),
            Route::Picture(digest) => {
                let picture = self.board.picture(&digest).ok_or(Refusal::NOT_FOUND)?;
                Ok(Answer::Content(picture.media_type, picture.bytes))
            }
            Route::Outlines(from) => found("application/json", self.board.outlines(from).map(Arc::from)),
            Route::Jump | Route::View => {
                let wish: Wish = serde_json::from_slice(body).map_err(|_| Refusal::BAD_REQUEST)?;
                match (&route, wish) {
                    (Route::View, Wish::View { .. }) | (Route::Jump, Wish::Point { .. } | Wish::Finding { .. }) => {
                        (self.wishes)(wish);
                        Ok(Answer::Nothing)
                    }
                    _ => Err(Refusal::BAD_REQUEST),
                }
            }
            Route::Events => Err(Refusal::NOT_FOUND),
        }
    }

    /// Tells somebody of all that is new, until they go.
    fn stream(&self, connection: &mut Connection) -> Result<(), Refusal> {
        if self.streams.fetch_add(1, Ordering::SeqCst) >= MAX_STREAMS {
            self.streams.fetch_sub(1, Ordering::SeqCst);
            return Err(Refusal::BUSY);
        }
        let mut mark = self.board.mark();
        let mut told = Instant::now();
        let mut tell = |connection: &mut Connection, mark: &mut Mark| {
            let news = self.board.wait(mark, LOOK);
            connection.renew();
            match news {
                News::Edition(edition) => answer::write_event("edition", &edition, connection)?,
                News::Passing((name, event)) => answer::write_event(name, &event, connection)?,
                News::End => return Err(std::io::ErrorKind::BrokenPipe.into()),
                News::None if told.elapsed() > PULSE => {
                    connection.write_all(b":\n\n")?;
                    told = Instant::now();
                }
                News::None => {}
            }
            Ok::<(), std::io::Error>(())
        };
        if answer::begin_events(connection).is_ok() {
            while !connection.is_gone() && tell(connection, &mut mark).is_ok() {}
        }
        self.streams.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }
}
