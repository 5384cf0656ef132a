//! In which language a text is whose settings do not say it: by the small words that each has most.

use std::collections::HashMap;

use super::super::scan;

/// A language, and words that are frequent in it.
const WORDS: &[(&str, &str)] = &[
    ("en-GB", "the of and to is that for with are this be by"),
    ("bg", "и на в се за да от не са като това по"),
    ("cs", "a se na je že jsou pro které nebo být jako při"),
    ("da", "og at det som en for er af med til ikke på"),
    ("de", "der die und das den von ist mit für auf nicht werden"),
    ("el", "και το η της των να του με για από στην είναι"),
    ("es", "el la los las que una por con para del se es"),
    ("et", "ja on ei et see ka mis või kui oma ning selle"),
    ("fi", "ja on ei että se ovat joka tai kun myös sekä oli"),
    ("fr", "le la les des une est dans pour que qui sur avec"),
    ("ga", "agus an na ar is sa go le ag seo don atá"),
    ("hr", "i u je na se za da su od koji nije ili"),
    ("hu", "a az és hogy nem egy is van vagy meg ez csak"),
    ("it", "il di che la per una con del della sono non gli"),
    ("lt", "ir yra kad iš su kaip ne apie ar tai bei būti"),
    ("lv", "un ir ar no uz kas par tas vai lai arī kā"),
    ("mt", "li u ta tal fil għal dan hija kien jew biex dawn"),
    ("nl", "de het een van en dat niet zijn voor met op te"),
    ("pl", "i w na się nie że jest do z dla oraz są"),
    ("pt", "o que não uma para com os dos da em são mais"),
    ("ro", "și de la în care cu pe este nu sunt din mai"),
    ("sk", "a sa na je že sú pre ktoré alebo byť ako pri"),
    ("sl", "in je na za se da ki so pri tudi kot ali"),
    ("sv", "och att det som en för är av på med till inte"),
];

/// Fewer words say nothing.
const MIN_FOUND: usize = 24;

/// The language of texts, if that can be seen, and is not English.
pub(super) fn language<'t>(texts: impl Iterator<Item = &'t str>) -> Option<&'static str> {
    let mut lists: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, words)) in WORDS.iter().enumerate() {
        words.split(' ').for_each(|word| lists.entry(word).or_default().push(at));
    }
    let mut counts = [0_usize; WORDS.len()];
    let mut count = |text: &str| {
        for word in text.split(|one: char| !one.is_alphabetic()).filter(|word| !word.is_empty() && word.len() < 16) {
            let own = lists.get(word.to_lowercase().as_str());
            own.into_iter().flatten().for_each(|at| counts[*at] += 1);
        }
    };
    for text in texts {
        for piece in scan::pieces(text) {
            if let scan::Piece::Text(range) = piece {
                count(&text[range]);
            }
        }
    }
    let (at, most) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    // Neighbours share many: the first has to be well ahead.
    let next = counts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, count)| *count).max().unwrap_or(0);
    let is_sure = at != 0 && *most >= MIN_FOUND && *most * 10 > next * 12;
    is_sure.then(|| WORDS[at].0)
}
