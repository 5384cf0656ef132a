//! `chancery preview` as browsers and others meet it, on raw sockets: what it gives, and to whom it gives nothing.

mod attacks;
pub mod site;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use site::{Events, Site, place};

/// A preview that runs, of a small paper on disk.
struct Preview {
    home: TempDir,
    child: Child,
    site: Site,
}

const MANIFEST: &str = "[paper]\nslug = \"tiny\"\ntitle = \"A tiny paper\"\nversion = \"1.0.0\"\ndate = \"2013-06\"\n\
                        language = \"en-GB\"\nauthors = [\"Europol\"]\nstatus = \"final\"\ntemplate = \"europol\"\n\
                        sections = [\"opening.md\"]\n";

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nSome words, and a [](#opening).\n";

const MISTAKEN: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nSee [](#nowhere).\n";

impl Preview {
    fn start(arguments: &[&str]) -> Self {
        Self::of(TempDir::new().expect("a folder for the test"), arguments)
    }

    fn of(home: TempDir, arguments: &[&str]) -> Self {
        let write = |path: &str, text: &str| {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            if !path.exists() {
                fs::write(path, text).unwrap();
            }
        };
        write("paper.toml", MANIFEST);
        write("sections/opening.md", SECTION);
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().envs([("LC_ALL", "C"), ("TZ", "UTC")]).env("HOME", home.path()).env("PATH", path);
        command.current_dir(home.path()).arg("preview").args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the command runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).expect("a line");
        Self { site: Site::at(line.trim_end()), child, home }
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.home.path().join(path), text).expect("the file is written");
    }
}

impl Deref for Preview {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_page_and_all_that_it_needs_is_given_to_who_knows_the_address() {
    let preview = Preview::start(&[]);
    assert!(preview.token.len() == 32 && preview.token.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let edition = preview.events().edition(|edition| edition["state"] == "good");
    assert_eq!((&edition["title"], &edition["language"]), (&json!("A tiny paper"), &json!("en-GB")));
    assert_eq!(
        (&edition["headings"][0][1], &edition["headings"][1][1]),
        (&json!("A tiny paper"), &json!("1. Opening"))
    );
    let types = [
        ("", "text/html; charset=utf-8"),
        ("view.js", "text/javascript; charset=utf-8"),
        ("view.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("outlines/0", "application/json"),
    ];
    let pages = edition["pages"].as_array().unwrap();
    assert!(pages.len() == 2, "{edition}");
    let drawings = pages.iter().map(|page| (format!("page/{}", page[0].as_str().unwrap()), "application/json"));
    let types = types.map(|(path, media_type)| (path.to_owned(), media_type)).into_iter().chain(drawings);
    for (path, media_type) in types {
        let reply = preview.get(&path);
        assert_eq!(reply.status, 200, "{path}");
        let says = |field: &str| reply.head.lines().any(|line| line.eq_ignore_ascii_case(field));
        for field in [
            &*format!("Content-Type: {media_type}"),
            &format!("Content-Length: {}", reply.body.len()),
            "Connection: close",
            "Cache-Control: no-store",
            "Referrer-Policy: no-referrer",
            "X-Content-Type-Options: nosniff",
            "X-Frame-Options: DENY",
            "Cross-Origin-Resource-Policy: same-origin",
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
             connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ] {
            assert!(says(field), "{path} lacks {field}: {}", reply.head);
        }
        assert!(!reply.head.to_ascii_lowercase().contains("access-control"), "{}", reply.head);
    }
    let outlines = preview.get("outlines/0").json();
    assert_eq!(edition["outlines"].as_u64().unwrap() as usize, outlines.as_array().unwrap().len());
}

#[test]
fn the_viewer_loads_nothing_from_elsewhere_and_is_small() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/cli/preview");
    let [page, script, style, icon] =
        ["page.html", "view.js", "view.css", "icon.svg"].map(|name| fs::read_to_string(folder.join(name)).unwrap());
    assert!(script.len() + style.len() <= 60_000);
    for text in [&page, &script, &style, &icon] {
        let text = text.replace("http://www.w3.org/2000/svg", "");
        assert!(!text.contains("//www.") && !text.contains("http://") && !text.contains("https://"));
        assert!(!text.contains("eval(") && !text.contains("innerHTML") && !text.contains("document.write"));
        assert!(text.lines().all(|line| line.chars().count() <= 200));
    }
    assert!(!page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick"));
}

#[test]
fn attacks_are_refused() {
    let home = TempDir::new().expect("a folder for the test");
    let opened = home.path().join("opened");
    let editor = format!("touch {} {{file}}", opened.display());
    let preview = Preview::of(home, &["--editor", &editor]);
    preview.events().edition(|edition| edition["state"] == "good");
    let attacks = attacks::all();
    assert!(attacks.len() >= 60);
    let mut faults = Vec::new();
    for (name, request, status) in &attacks {
        let reply = preview.send(request);
        // Of what is far too long, the answer may be lost: it is not read to its end.
        let is_lost = reply.status == 0 && request.len() > 1_000_000;
        if reply.status != *status && !is_lost {
            faults.push(format!("{name}: {} and not {status}", reply.status));
        }
        if !reply.body.is_empty() || reply.head.to_ascii_lowercase().contains("access-control") {
            faults.push(format!("{name}: says more than no: {reply:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(!opened.exists(), "none of them opened the editor");
    // And what is refused nowhere above is not refused by mistake.
    let answered = preview.post("jump", &json!({"page": 1, "x": 1.0, "y": 1.0}));
    assert_eq!(answered.status, 204);
    println!("{} attacks refused", attacks.len());
}

#[test]
fn the_slow_and_the_many_keep_nobody_waiting() {
    let preview = Preview::start(&[]);
    preview.events().edition(|edition| edition["state"] == "good");
    // A head that comes a byte at a time is waited for no longer than any other.
    let started = Instant::now();
    let mut slow = preview.connect();
    let mut heard = Vec::new();
    for byte in b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'a')) {
        if slow.write_all(&[*byte]).is_err() || started.elapsed() > Duration::from_secs(15) {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = slow.read_to_end(&mut heard);
    assert!((4..9).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
    // More than there is room for are told so, and the others go on.
    let idle: Vec<TcpStream> = (0..16).map(|_| preview.connect()).collect();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(preview.get("").status, 503);
    drop(idle);
    let is_back = |_| {
        std::thread::sleep(Duration::from_millis(100));
        preview.get("").status == 200
    };
    assert!((0..80).any(is_back), "there is room again");
    // Whoever only listens leaves room for others.
    let listeners: Vec<Events> = (0..8).map(|_| preview.events()).collect();
    assert_eq!(preview.get("events").status, 503);
    assert_eq!(preview.get("").status, 200);
    drop(listeners);
    std::thread::sleep(Duration::from_millis(1500));
    preview.events().edition(|edition| edition["state"] == "good");
}

#[test]
fn the_pages_follow_the_files() {
    let preview = Preview::start(&[]);
    let mut events = preview.events();
    let good = events.edition(|edition| edition["state"] == "good");
    assert_eq!((&good["findings"], &good["view"], &good["views"]), (&json!([]), &json!(0), &json!(["as it stands"])));
    preview.write("sections/opening.md", MISTAKEN);
    let stale = events.edition(|edition| edition["state"] == "stale");
    assert_eq!(stale["pages"], good["pages"], "the last good pages stand");
    assert_eq!(stale["findings"][0]["code"], "unknown-label");
    assert_eq!(stale["summary"], "1 error");
    preview.write("sections/opening.md", &SECTION.replace("words", "other words"));
    let mended = events.edition(|edition| edition["state"] == "good");
    assert_eq!(mended["pages"][0], good["pages"][0], "the first page is as it was");
    assert_ne!(mended["pages"][1], good["pages"][1]);
    let digest = mended["pages"][1][0].as_str().unwrap();
    let drawing = preview.get(&format!("page/{digest}")).json();
    let lines = drawing["lines"].as_array().unwrap();
    assert!(lines.iter().any(|line| line["text"].as_str().unwrap().contains("other words")), "{drawing}");
    // Who comes later sees the same.
    assert_eq!(preview.events().edition(|_| true), mended);
}

#[test]
fn a_paper_with_errors_has_findings_and_no_pages() {
    let home = TempDir::new().expect("a folder for the test");
    fs::create_dir(home.path().join("sections")).unwrap();
    fs::write(home.path().join("sections/opening.md"), MISTAKEN).unwrap();
    let preview = Preview::of(home, &[]);
    let edition = preview.events().edition(|_| true);
    assert_eq!((&edition["state"], &edition["pages"]), (&json!("none"), &json!([])));
    assert_eq!(edition["findings"][0]["file"], "sections/opening.md");
}

/// The column of a place in line 7 of the section.
fn column(place: &str) -> usize {
    place.strip_prefix("sections/opening.md:7:").and_then(|column| column.parse().ok()).unwrap_or(0)
}

#[cfg(unix)]
#[test]
fn a_click_opens_the_editor_without_a_shell() {
    let home = TempDir::new().expect("a folder for the test");
    let told = home.path().join("told");
    let script = home.path().join("an editor; touch bad");
    fs::write(&script, format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\n", told.display())).unwrap();
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let editor = format!("'{}' -g {{file}}:{{line}}:{{column}} '{{line}} $HOME `x`'", script.display());
    let preview = Preview::of(home, &["--editor", &editor]);
    let mut events = preview.events();
    let edition = events.edition(|edition| edition["state"] == "good");
    let (x, y) = place(&preview, &edition, 2, "words");
    assert_eq!(preview.post("jump", &json!({"page": 2, "x": x, "y": y})).status, 204);
    let note = events.next("note")["text"].as_str().unwrap().to_owned();
    assert!((6..=10).contains(&column(&note)), "{note}");
    // What is computed leads to what it was made from.
    let (x, y) = place(&preview, &edition, 2, "section");
    preview.post("jump", &json!({"page": 2, "x": x, "y": y}));
    assert_eq!(events.next("note")["text"], "sections/opening.md:7:19");
    // So does a finding.
    preview.write("sections/opening.md", MISTAKEN);
    let edition = events.edition(|edition| edition["state"] == "stale");
    preview.post("jump", &json!({"version": 1, "finding": 0}));
    preview.post("jump", &json!({"version": edition["version"], "finding": 7}));
    preview.post("jump", &json!({"version": edition["version"], "finding": 0}));
    let note = events.next("note");
    assert!(note["text"].as_str().unwrap().starts_with("sections/opening.md:7:"), "{note}");
    // While older pages stand, what was clicked is where it stands by now.
    preview.write("sections/opening.md", &SECTION.replace("Some", "See [](#nowhere).\n\nSome"));
    events.edition(|edition| edition["state"] == "stale");
    let (x, y) = place(&preview, &edition, 2, "Some");
    preview.post("jump", &json!({"page": 2, "x": x, "y": y}));
    let note = events.next("note");
    assert!(note["text"].as_str().unwrap().starts_with("sections/opening.md:9:"), "{note}");
    let said = || fs::read_to_string(&told).unwrap_or_default();
    let began = Instant::now();
    while said().lines().count() < 9 && began.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let file = preview.home.path().canonicalize().unwrap().join("sections/opening.md");
    let said = said();
    let first: Vec<&str> = said.lines().take(3).collect();
    assert_eq!((first[0], first[2]), ("-g", "7 $HOME `x`"));
    assert!(first[1].starts_with(&format!("{}:7:", file.display())), "{first:?}");
    assert!(!preview.home.path().join("bad").exists());
}

#[test]
fn a_change_is_shown_to_who_looks_and_to_who_comes_later() {
    let preview = Preview::start(&[]);
    let mut events = preview.events();
    let edition = events.edition(|edition| edition["state"] == "good");
    preview.write("sections/opening.md", &SECTION.replace("words", "new words"));
    let shown = events.next("show");
    assert_eq!((&shown["page"], &shown["why"]), (&json!(2), &json!("change")), "{shown}");
    let (_, y) = place(&preview, &edition, 2, "Some");
    let [top, height] = ["y", "height"].map(|key| shown[key].as_f64().unwrap());
    assert!((top..top + height).contains(&y), "{shown}: {y}");
    assert_eq!(preview.events().next("show"), shown);
    // A heading is shown in its place, and not in the contents.
    let second = SECTION.replace("opening", "second").replace("Opening", "Second");
    preview.write("sections/second.md", &second);
    let manifest = MANIFEST.replace("\"opening.md\"", "\"opening.md\", \"second.md\"");
    preview.write("paper.toml", &manifest.replace("status", "contents = true\nstatus"));
    let is_both = |edition: &Value| edition["headings"].as_array().is_some_and(|headings| headings.len() > 1);
    events.edition(is_both);
    preview.write("sections/second.md", &second.replace("# Second", "# The second"));
    let edition = events.edition(|edition| edition.to_string().contains("The second"));
    let shown = events.next("show");
    let headings = edition["headings"].as_array().unwrap();
    let heading = headings.iter().find(|heading| heading[1].as_str().unwrap().contains("The second")).unwrap();
    assert_eq!(shown["page"], heading[2], "{shown} {edition}");
}

#[test]
fn what_no_author_wrote_leads_nowhere() {
    let preview = Preview::start(&[]);
    let mut events = preview.events();
    events.edition(|edition| edition["state"] == "good");
    preview.post("jump", &json!({"page": 2, "x": 5.0, "y": 5.0}));
    assert_eq!(events.next("note")["text"], "No author wrote what stands there.");
    preview.post("jump", &json!({"page": 99, "x": 5.0, "y": 5.0}));
    assert_eq!(events.next("note")["text"], "No author wrote what stands there.");
}

#[test]
fn the_changes_since_a_version_can_be_seen() {
    let home = TempDir::new().expect("a folder for the test");
    let preview = Preview::of(home, &[]);
    preview.events().edition(|edition| edition["state"] == "good");
    let folder = preview.home.path().to_owned();
    let git = |arguments: &str| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=T", "-c", "user.email=t@example.org"]).args(arguments.split(' '));
        assert!(git.current_dir(&folder).output().expect("git runs").status.success(), "{arguments}");
    };
    git("init -q");
    git("add -A");
    git("commit -qm one");
    git("tag v1.0.0");
    let home = TempDir::new().expect("a folder for the test");
    let copy = Command::new("cp").arg("-a").arg(folder.join(".")).arg(home.path()).status().unwrap();
    assert!(copy.success());
    let preview = Preview::of(home, &["--against", "HEAD"]);
    preview.write("sections/opening.md", &SECTION.replace("Some words", "Some new words"));
    let mut events = preview.events();
    let edition = events.edition(|edition| edition["views"].as_array().is_some_and(|views| views.len() == 3));
    assert_eq!(edition["views"], json!(["as it stands", "since HEAD", "since v1.0.0"]));
    assert_eq!(preview.post("view", &json!({"view": 2})).status, 204);
    let changes = events.edition(|edition| edition["view"] == 2 && edition["state"] == "good");
    let pages = changes["pages"].as_array().unwrap();
    let said = |page: &Value| preview.get(&format!("page/{}", page[0].as_str().unwrap())).json().to_string();
    assert!(pages.iter().any(|page| said(page).contains("Changes in version")), "{changes}");
    assert_eq!(preview.post("view", &json!({"view": 7})).status, 204, "what is not there is not shown");
    preview.post("view", &json!({"view": 0}));
    events.edition(|edition| edition["view"] == 0 && edition["state"] == "good");
}

#[test]
fn a_template_of_its_own_is_laid_out_by_a_worker() {
    let home = TempDir::new().expect("a folder for the test");
    let files =
        chancery::builtin::files().filter_map(|(path, bytes)| Some((path.strip_prefix("templates/europol/")?, bytes)));
    fs::create_dir_all(home.path().join("templates/house")).unwrap();
    for (name, bytes) in files {
        let path = home.path().join("templates/house").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, [bytes, b"\n"].concat()).unwrap();
    }
    fs::write(home.path().join("paper.toml"), MANIFEST.replace("\"europol\"", "\"house\"")).unwrap();
    let preview = Preview::of(home, &[]);
    let mut events = preview.events();
    let edition = events.edition(|edition| edition["state"] == "good");
    for page in edition["pages"].as_array().unwrap() {
        assert_eq!(preview.get(&format!("page/{}", page[0].as_str().unwrap())).status, 200);
    }
    let (x, y) = place(&preview, &edition, 2, "words");
    preview.post("jump", &json!({"page": 2, "x": x, "y": y}));
    let note = events.next("note");
    let text = note["text"].as_str().unwrap();
    assert!(text.contains("--editor") && (6..=10).contains(&column(text.split(' ').next().unwrap())), "{note}");
    preview.write("sections/opening.md", &SECTION.replace("words", "other words"));
    let mended = events.edition(|edition| edition["state"] == "good");
    assert_ne!(mended["pages"][1], edition["pages"][1]);
    assert_eq!(preview.get(&format!("page/{}", mended["pages"][1][0].as_str().unwrap())).status, 200);
}

#[test]
fn a_browser_that_is_not_there_is_told_of() {
    let home = TempDir::new().expect("a folder for the test");
    let mut preview = Preview::of(home, &[]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.env_clear().env("HOME", preview.home.path()).current_dir(preview.home.path()).args(["preview", "--open"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let _ = preview.child.kill();
    preview.child = command.env("PATH", "/nowhere").spawn().expect("the command runs");
    let mut said = String::new();
    let mut lines = BufReader::new(preview.child.stderr.take().unwrap());
    while !said.contains("help:") && lines.read_line(&mut said).is_ok_and(|count| count > 0) {}
    assert!(said.contains("error[cannot-listen]: the browser cannot be opened"), "{said}");
}

#[test]
fn wrong_arguments_are_refused() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_chancery")).arg("preview").args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (editor, said) in [
        ("code -g", "write `{file}` where the file goes"),
        ("", "there is no command"),
        ("code 'x {file}", "a quotation mark without its other"),
        ("{file}", "write `{file}` where the file goes"),
    ] {
        let (code, told) = run(&["--editor", editor]);
        assert!(code == Some(2) && told.contains(said), "{editor}: {told}");
    }
    let (code, told) = run(&["/nowhere/at/all"]);
    assert!(code == Some(2) && told.contains("error[missing-project]"), "{told}");
}
