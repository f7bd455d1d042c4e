//! Letters that look alike in Russian and Latin: «е» and "e", «с» and "c", «а» and "a".
//!
//! Must never change a word by itself: it says which letters are of the other alphabet and what to type instead.

/// Russian letters and their Latin look-alikes.
const TWINS: [(char, char); 24] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ѕ', 'S'),
];

/// The alphabets that are mistaken for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// «абв».
    Russian,
    /// "abc".
    Latin,
}

/// The alphabet of a letter; none for digits, signs and letters of neither.
pub fn alphabet_of(letter: char) -> Option<Alphabet> {
    match letter {
        '\u{400}'..='\u{52f}' => Some(Alphabet::Russian),
        letter if letter.is_ascii_alphabetic() => Some(Alphabet::Latin),
        _ => None,
    }
}

/// The letter of the other alphabet that looks the same.
pub fn twin(letter: char) -> Option<char> {
    TWINS.iter().find_map(|(russian, latin)| match letter {
        letter if letter == *russian => Some(*latin),
        letter if letter == *latin => Some(*russian),
        _ => None,
    })
}

/// The word with every look-alike in letters of this alphabet: «113-a» becomes «113-а».
pub fn spelt_in(alphabet: Alphabet, word: &str) -> String {
    word.chars()
        .map(|letter| match alphabet_of(letter) {
            Some(other) if other != alphabet => twin(letter).unwrap_or(letter),
            _ => letter,
        })
        .collect()
}

/// Whether two different words look the same on paper.
pub fn look_alike(one: &str, other: &str) -> bool {
    one != other && spelt_in(Alphabet::Latin, one) == spelt_in(Alphabet::Latin, other)
}

/// Which letters of the typed word are of the other alphabet and what to type; none unless it looks like the meant one.
pub fn strangers(typed: &str, meant: &str) -> Option<String> {
    if !look_alike(typed, meant) {
        return None;
    }
    let found = typed.chars().zip(meant.chars()).enumerate();
    let wrong: Vec<(usize, char)> = found
        .filter(|(_, (typed, meant))| typed != meant)
        .map(|(at, (typed, _))| (at + 1, typed))
        .collect();
    Some(format!(
        "{}: наберите «{meant}» заново, переключив клавиатуру",
        told(&wrong)
    ))
}

/// Which letters of a word that mixes both alphabets are the fewer ones; none when it does not mix them.
pub fn mixed(word: &str) -> Option<String> {
    let of = |alphabet| -> Vec<(usize, char)> {
        let letters = word.chars().enumerate();
        letters
            .filter(|(_, letter)| alphabet_of(*letter) == Some(alphabet))
            .map(|(at, letter)| (at + 1, letter))
            .collect()
    };
    let (russian, latin) = (of(Alphabet::Russian), of(Alphabet::Latin));
    if russian.is_empty() || latin.is_empty() {
        return None;
    }
    let fewer = if russian.len() <= latin.len() { russian } else { latin };
    Some(format!("в «{word}» смешаны два алфавита: {}", told(&fewer)))
}

/// «5-я буква «е» – русская, а нужна латинская».
fn told(letters: &[(usize, char)]) -> String {
    let said = |alphabet, is: &str, should_be: &str| {
        let places = letters
            .iter()
            .filter(|(_, letter)| alphabet_of(*letter) == Some(alphabet));
        let places: Vec<String> = places.map(|(place, letter)| format!("{place}-я «{letter}»")).collect();
        match places.as_slice() {
            [] => None,
            [one] => {
                let (place, letter) = one.split_once(' ').unwrap_or((one, ""));
                Some(format!("{place} буква {letter} – {is}ая, а нужна {should_be}ая"))
            }
            many => Some(format!("буквы {} – {is}ие, а нужны {should_be}ие", many.join(", "))),
        }
    };
    let russian = said(Alphabet::Russian, "русск", "латинск");
    let latin = said(Alphabet::Latin, "латинск", "русск");
    let all: Vec<String> = russian.into_iter().chain(latin).collect();
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_russian_letter_in_a_latin_name_is_pointed_at() {
        assert_eq!(
            strangers("titlе", "title").as_deref(),
            Some("5-я буква «е» – русская, а нужна латинская: наберите «title» заново, переключив клавиатуру")
        );
        assert_eq!(
            strangers("сору", "copy").as_deref(),
            Some(
                "буквы 1-я «с», 2-я «о», 3-я «р», 4-я «у» – русские, а нужны латинские: наберите «copy» заново, переключив клавиатуру"
            )
        );
        assert_eq!(strangers("titel", "title"), None);
        assert_eq!(strangers("title", "title"), None);
    }

    #[test]
    fn a_latin_letter_in_a_number_is_pointed_at() {
        assert_eq!(spelt_in(Alphabet::Russian, "113-a"), "113-а");
        assert_eq!(
            strangers("113-a", &spelt_in(Alphabet::Russian, "113-a")).as_deref(),
            Some("5-я буква «a» – латинская, а нужна русская: наберите «113-а» заново, переключив клавиатуру")
        );
    }

    #[test]
    fn a_word_of_two_alphabets_is_told_by_its_fewer_letters() {
        assert_eq!(
            mixed("nоте").as_deref(),
            Some("в «nоте» смешаны два алфавита: 1-я буква «n» – латинская, а нужна русская")
        );
        assert_eq!(mixed("номер_1"), None);
        assert_eq!(mixed("title"), None);
    }
}
