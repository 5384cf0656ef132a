//! The `chancery` command: parses the arguments, runs one command, and says by its exit code how that ended.

#![allow(clippy::disallowed_methods, reason = "the shell asks the disk")]
#![allow(unreachable_pub, reason = "nothing reaches into a binary")]

mod cli;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use cli::Ending;
use cli::terminal::{self, Color, Terminal};

/// A press for official papers: Markdown sections and a bibliography become one marked, numbered, accessible and
/// archivable PDF.
#[derive(Parser)]
#[command(version, max_term_width = 100, after_help = AFTER_HELP)]
struct Chancery {
    /// Whether to print in colour [default: on a terminal, unless NO_COLOR is set]
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        hide_default_value = true,
        value_name = "WHEN",
        display_order = 99
    )]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(cli::build::Build),
    Check(cli::check::Check),
    Fmt(cli::fmt::Fmt),
    Watch(cli::watch::Watch),
    Lsp(cli::lsp::Lsp),
    Preview(cli::preview::Preview),
    Redline(cli::redline::Redline),
    New(cli::new::New),
    Template(cli::template::Template),
    Status(cli::status::Status),
    Bump(cli::bump::Bump),
    Release(cli::release::Release),
    Completions(cli::completions::Completions),
    Man(cli::man::Man),
    Explain(cli::explain::Explain),
}

const AFTER_HELP: &str = "\
A paper is a folder with a paper.toml in it, and with its sections/, bibliography/ and templates/. Every command \
finds it from any folder inside.

Results go to standard output, everything else to standard error. A terminal gets lines that it has room for; in a \
file or a pipe each message is one line.
Exit codes: 0 done, 1 the paper has errors, 2 could not try.";

fn main() -> ExitCode {
    cli::worker::answer();
    cli::worker::answer_with_drawing();
    cli::on_panic(terminal::say);
    cli::completions::answer(Chancery::command);
    let Chancery { color, command } = Chancery::parse();
    let terminal = Terminal::new(color);
    let run = || match command {
        Command::Build(build) => build.run(&terminal),
        Command::Check(check) => check.run(&terminal),
        Command::Fmt(fmt) => fmt.run(&terminal),
        Command::Watch(watch) => watch.run(&terminal),
        Command::Lsp(lsp) => lsp.run(),
        Command::Preview(preview) => preview.run(&terminal),
        Command::Redline(redline) => redline.run(&terminal),
        Command::Template(template) => template.run(&terminal),
        Command::New(new) => new.run(),
        Command::Status(status) => status.run(&terminal),
        Command::Bump(bump) => bump.run(&terminal),
        Command::Release(release) => release.run(&terminal),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(Chancery::command()),
        Command::Explain(explain) => explain.run(&terminal),
    };
    // A panic has been explained by the time it arrives here.
    let ending = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or(Ok(Ending::CouldNotTry));
    ending.unwrap_or_else(|failure| terminal.failure(&failure)).into()
}
