//! Dates as people write them → year, month and day.

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `2013-06-05`, `5 June 2013`, `June 2013`, `2013/06/05`, `2013`; [`None`] if it is not certain.
pub(super) fn read(text: &str) -> Option<String> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default().replace('/', "-");
    if let Some(date) = iso(&day).filter(|_| text.starts_with(|one: char| one.is_ascii_digit())) {
        let is_all = text.len() == day.len() || day.len() == 10;
        return is_all.then_some(date);
    }
    let words: Vec<&str> = text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let month = words.iter().find_map(|word| {
        let start: String = word.to_lowercase().chars().take(3).collect();
        let is_word = word.len() >= 3 && word.chars().all(char::is_alphabetic);
        MONTHS.iter().position(|month| *month == start).filter(|_| is_word)
    })? + 1;
    let numbers: Vec<u32> =
        words.iter().filter_map(|word| word.trim_end_matches(|one: char| one.is_alphabetic()).parse().ok()).collect();
    let year = numbers.iter().find(|number| (1000..=9999).contains(*number))?;
    let day = numbers.iter().find(|number| (1..=31).contains(*number));
    match day {
        Some(day) => iso(&format!("{year}-{month:02}-{day:02}")),
        None => Some(format!("{year}-{month:02}")),
    }
}

fn iso(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, length: usize| {
        let part = parts.get(at)?;
        (part.len() <= length && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u32>().ok())?
    };
    let year = number(0, 4).filter(|year| (1000..=9999).contains(year))?;
    match parts.len() {
        1 => Some(format!("{year}")),
        2 => Some(format!("{year}-{:02}", number(1, 2).filter(|month| (1..=12).contains(month))?)),
        3 => {
            let month = number(1, 2).filter(|month| (1..=12).contains(month))?;
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 => 28 + u32::from(is_leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let day = number(2, 2).filter(|day| (1..=last).contains(day))?;
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        _ => None,
    }
}
