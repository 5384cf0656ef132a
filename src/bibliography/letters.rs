//! The commands of LaTeX that bibliographies have, a row of data each (The LaTeX Companion; biblatex manual §3.13).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::journals::JOURNALS;
use super::standin::{EMPHASIS, LOWERED, RAISED, STRONG};

/// What a command does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Command {
    Text(&'static str),
    /// A combining character.
    Accent(char),
    Wrap(Wrap),
    /// Marks what follows it in its group.
    Switch(Option<[char; 2]>),
    /// Prints neither itself nor this many arguments.
    Drop(usize),
}

/// What becomes of an argument.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wrap {
    Marks([char; 2]),
    Around(&'static str, &'static str),
    Quotes,
    Plain,
    /// The first argument is not printed, the second one is.
    Second,
    Upper,
    /// Small letters alone are an acronym, `nato`; what has capitals is a name, and stays.
    SmallCapitals,
    Raised,
    Lowered,
    /// Is an address.
    Address,
    /// Is an address, the second one its text.
    Link,
}

const TEXTS: &str = "\
    AA Å aa å AE Æ ae æ OE Œ oe œ O Ø o ø L Ł l ł ss ß SS ẞ DH Ð dh ð DJ Đ dj đ NG Ŋ ng ŋ TH Þ th þ i ı j ȷ \
    IJ Ĳ ij ĳ \
    LaTeX LaTeX TeX TeX BibTeX BibTeX LaTeXe LaTeX2e textendash – textemdash — endash – emdash — \
    textquotesingle ' textquotedblleft “ textquotedblright ” textquoteleft ‘ textquoteright ’ quotedblbase „ \
    textquotestraightdblbase „ quotesinglbase ‚ textquotestraightbase ‚ textquotedbl \" lq ‘ rq ’ glqq „ grqq \
    “ glq ‚ \
    grq ‘ flqq « frqq » guillemotleft « guillemotright » guillemetleft « guillemetright » guilsinglleft ‹ \
    guilsinglright › textasciicircum ^ textasciigrave ` textasciitilde ~ textasteriskcentered ⁎ textbackslash \\ \
    backslash \\ textbar | textbraceleft { textbraceright } lbrace { rbrace } textbullet • textdagger † \
    textdaggerdbl ‡ dag † ddag ‡ textdollar $ textless < textgreater > textexclamdown ¡ textquestiondown ¿ \
    textordfeminine ª textordmasculine º textperiodcentered · textregistered ® registered ® texttrademark ™ \
    trademark ™ textsection § S § P ¶ textparagraph ¶ textunderscore _ textvisiblespace ␣ copyright © \
    textcopyright © \
    dots … ldots … textellipsis … cdots ⋯ pounds £ textsterling £ euro € texteuro € EUR € textyen ¥ textcent ¢ \
    textdegree ° degree ° textmu µ textnumero № slash / textonehalf ½ textonequarter ¼ textthreequarters ¾ \
    textsuperscripttwo ² textsuperscriptthree ³ textsuperscriptone ¹ textbullet • textrightarrow → rightarrow → \
    to → leftarrow ← Rightarrow ⇒ Leftarrow ⇐ leftrightarrow ↔ times × texttimes × div ÷ pm ± mp ∓ cdot · ast ∗ \
    star ⋆ circ ∘ bullet • leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ equiv ≡ cong ≅ \
    propto ∝ infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ emptyset ∅ \
    forall ∀ exists ∃ neg ¬ wedge ∧ vee ∨ oplus ⊕ otimes ⊗ perp ⊥ parallel ∥ angle ∠ ell ℓ hbar ħ Re ℜ Im ℑ aleph ℵ \
    prime ′ langle ⟨ rangle ⟩ vert | mid | lt < gt > colon : \
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ \
    mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ \
    chi χ psi ψ \
    omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω \
    log log ln ln exp exp sin sin cos cos tan tan min min max max lim lim sup sup inf inf det det dim dim mod mod";

/// Commands that print a blank of some width.
const BLANKS: &str = "quad qquad enspace enskip space newline linebreak nobreakspace par and";
const THIN: &str = "thinspace nobreakthinspace";

const ACCENTS: &[(&str, char)] = &[
    ("u", '\u{306}'),
    ("v", '\u{30c}'),
    ("H", '\u{30b}'),
    ("c", '\u{327}'),
    ("d", '\u{323}'),
    ("b", '\u{332}'),
    ("k", '\u{328}'),
    ("r", '\u{30a}'),
    ("t", '\u{361}'),
    ("capitalacute", '\u{301}'),
];

const WRAPS: &[(&str, Wrap)] = &[
    ("emph textit textsl mkbibemph mkbibitalic mathit textem", Wrap::Marks(EMPHASIS)),
    ("textbf mkbibbold mathbf boldsymbol bm", Wrap::Marks(STRONG)),
    ("uppercase MakeUppercase mkbibacro", Wrap::Upper),
    ("textsc", Wrap::SmallCapitals),
    ("textsuperscript mkbibsuperscript textsu up", Wrap::Raised),
    ("textsubscript mkbibsubscript", Wrap::Lowered),
    ("enquote mkbibquote qq", Wrap::Quotes),
    ("mkbibparens parentext", Wrap::Around("(", ")")),
    ("mkbibbrackets brackettext", Wrap::Around("[", "]")),
    (
        "mbox text textrm textup textnormal textsf texttt textmd hbox fbox ensuremath NoCaseChange nocase protect \
         lowercase MakeLowercase mathrm mathsf mathtt mathcal mathbb mathfrak mathscr operatorname underline \
    uline bibinfo \
         natexlab citenamefont bibnamefont bibfnamefont autocap MakeCapital smash vphantom noopsort",
        Wrap::Plain,
    ),
    ("foreignlanguage textcolor textlang bibfield raisebox", Wrap::Second),
    ("url nolinkurl path urlprefix", Wrap::Address),
    ("href", Wrap::Link),
];

const EMPHASISED: &str = "it em itshape sl slshape";
const BOLD: &str = "bf bfseries";
const SWITCHES: &str = "relax rm sf tt sc scshape upshape mdseries rmfamily sffamily ttfamily normalfont \
    selectfont small \
    footnotesize large normalsize tiny scriptsize bgroup egroup begingroup endgroup newblock ignorespaces \
    unskip left \
    right displaystyle textstyle limits penalty0 hfill noindent null aftergroup leavevmode bibrangedash \
    nolinebreak allowbreak sloppy break big Big bigl bigr nbsp";
const DROPPED: &[(&str, usize)] = &[
    ("hspace", 1),
    ("vspace", 1),
    ("label", 1),
    ("index", 1),
    ("phantom", 1),
    ("noopsort", 1),
    ("SortNoop", 1),
    ("switchargs", 0),
];

/// What a command does, by its name without the backslash.
pub(super) fn command(name: &str) -> Option<&'static Command> {
    static COMMANDS: LazyLock<HashMap<&str, Command>> = LazyLock::new(|| {
        let mut commands: HashMap<_, _> =
            JOURNALS.iter().map(|(name, journal)| (*name, Command::Text(journal))).collect();
        let mut texts = TEXTS.split_ascii_whitespace();
        while let (Some(name), Some(text)) = (texts.next(), texts.next()) {
            commands.insert(name, Command::Text(text));
        }
        commands.extend(BLANKS.split(' ').map(|name| (name, Command::Text(" "))));
        commands.extend(THIN.split(' ').map(|name| (name, Command::Text("\u{202f}"))));
        commands.extend(ACCENTS.iter().map(|(name, accent)| (*name, Command::Accent(*accent))));
        for (names, wrap) in WRAPS {
            commands.extend(names.split_ascii_whitespace().map(|name| (name, Command::Wrap(*wrap))));
        }
        commands.extend(EMPHASISED.split(' ').map(|name| (name, Command::Switch(Some(EMPHASIS)))));
        commands.extend(BOLD.split(' ').map(|name| (name, Command::Switch(Some(STRONG)))));
        commands.extend(SWITCHES.split_ascii_whitespace().map(|name| (name, Command::Switch(None))));
        commands.extend(DROPPED.iter().map(|(name, arguments)| (*name, Command::Drop(*arguments))));
        commands
    });
    COMMANDS.get(name)
}

const ABOVE: [&str; 2] = ["0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"];
const BELOW: [&str; 2] = ["0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ"];

/// A text above the line: of characters that stand there, or of others between marks.
pub(super) fn raised(text: &str) -> String {
    shifted(text, ABOVE).unwrap_or_else(|| format!("{}{text}{}", RAISED[0], RAISED[1]))
}

/// A text below the line: of characters that stand there, or of others between marks.
pub(super) fn lowered(text: &str) -> String {
    shifted(text, BELOW).unwrap_or_else(|| format!("{}{text}{}", LOWERED[0], LOWERED[1]))
}

fn shifted(text: &str, [plain, shifted]: [&str; 2]) -> Option<String> {
    text.chars().map(|one| shifted.chars().nth(plain.chars().position(|known| known == one)?)).collect()
}

/// A formula as text, if it is no more than letters, figures and signs in a row, some of them above or below the line.
pub(super) fn formula(inner: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = inner.trim();
    while let Some(first) = rest.chars().next() {
        let tail = &rest[first.len_utf8()..];
        rest = match first {
            '^' | '_' => {
                let (argument, after) = argument(tail)?;
                let argument = formula(argument)?;
                let shift = if first == '^' { raised } else { lowered };
                // 11th, x*, R&D's x_{max}: whatever is a word or a sign.
                let is_simple = argument.chars().all(|one| one.is_alphanumeric() || "*′∗+†-−=() ,".contains(one));
                match argument.as_str() {
                    "∘" => text.push('°'),
                    _ if is_simple => text.push_str(&shift(&argument)),
                    _ => return None,
                }
                after
            }
            '\\' => {
                let length = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
                let (name, after) = tail.split_at(length);
                match command(name) {
                    _ if length == 0 => {
                        let sign = tail.chars().next()?;
                        match sign {
                            ',' | ';' | ':' | ' ' | '>' => text.push(' '),
                            '!' => {}
                            '{' | '}' | '%' | '&' | '_' | '#' | '$' => text.push(sign),
                            _ => return None,
                        }
                        &tail[sign.len_utf8()..]
                    }
                    Some(Command::Text(known)) => {
                        text.push_str(known);
                        after.trim_start()
                    }
                    Some(Command::Wrap(Wrap::Plain | Wrap::Marks(_))) => {
                        let (argument, after) = argument(after.trim_start())?;
                        text.push_str(&formula(argument)?);
                        after
                    }
                    Some(Command::Switch(_)) => after.trim_start(),
                    _ => return None,
                }
            }
            '{' => {
                let (argument, after) = argument(rest)?;
                text.push_str(&formula(argument)?);
                after
            }
            '~' => {
                text.push(' ');
                tail
            }
            '-' => {
                // Between figures and letters it is a hyphen, as in `$k$-means` and `$\alpha-\beta$`.
                text.push('-');
                tail
            }
            '\'' => {
                text.push('′');
                tail
            }
            one if one.is_alphanumeric() || " +=<>/().,:;|*!?[]".contains(one) => {
                text.push(one);
                tail
            }
            _ => return None,
        };
    }
    Some(text)
}

/// The argument that a text begins with, and what comes after it.
fn argument(text: &str) -> Option<(&str, &str)> {
    let Some(inner) = text.strip_prefix('{') else {
        let length = match text.strip_prefix('\\') {
            Some(name) => 1 + name.bytes().take_while(u8::is_ascii_alphabetic).count().max(1),
            None => text.chars().next()?.len_utf8(),
        };
        return text.split_at_checked(length);
    };
    let mut depth = 0_usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some((&inner[..at], &inner[at + 1..])),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A text without what it has for formulas alone: of `\ifmmode\ddot{u}\else\"{u}\fi` the second. None if it has none.
pub(super) fn outside_formulas(text: &str) -> Option<String> {
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\ifmmode")
        && let Some((_, branch)) = after.split_once("\\else")
        && let Some((chosen, behind)) = branch.split_once("\\fi")
    {
        written.push_str(before);
        written.push_str(chosen);
        rest = behind;
    }
    (rest.len() < text.len()).then(|| written + rest)
}
