//! Words of cells: joined into one line, compared without case, ё and typos.
//!
//! Must never change the words themselves: what is folded here is only for comparing.

/// The cell on one line, as definitions keep it: a line break is a space, a hyphen that only breaks a word goes.
pub fn one_line(cell: &str) -> String {
    let mut out = String::new();
    for line in cell.split(['\n', '\r']) {
        let line = line.replace(['\t', '\u{b}', '\u{c}'], " ");
        let line = line.trim_start();
        if line.trim().is_empty() {
            continue;
        }
        if out.is_empty() {
            out.push_str(line);
        } else if let Some(half) = broken_word(&out, line) {
            let keep = out.trim_end().len() - usize::from(half == Half::Word);
            out.truncate(keep);
            out.push_str(line);
        } else {
            if !out.ends_with([' ', '\u{a0}']) {
                out.push(' ');
            }
            out.push_str(line);
        }
    }
    out.trim().replace('\u{ad}', "")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    /// The hyphen only breaks a word.
    Word,
    /// The hyphen is the word's own: «информационно-методический».
    Compound,
}

/// Whether the line before ends in the middle of a word, and whose the hyphen is.
fn broken_word(before: &str, after: &str) -> Option<Half> {
    let before = before.trim_end().strip_suffix('-')?;
    let left: String = before.chars().rev().take_while(|sign| sign.is_alphabetic()).collect();
    let left: String = left.chars().rev().collect();
    let goes_on = after.chars().next().is_some_and(char::is_lowercase);
    if left.is_empty() || !goes_on {
        return None;
    }
    let first_half = FIRST_HALVES.contains(&fold(&left).as_str()) || before.ends_with(char::is_numeric);
    Some(if first_half { Half::Compound } else { Half::Word })
}

/// First halves of compound adjectives that keep their hyphen, and particles that do.
const FIRST_HALVES: [&str; 40] = [
    "информационно",
    "научно",
    "учебно",
    "организационно",
    "нормативно",
    "материально",
    "методико",
    "экспертно",
    "консультативно",
    "консультационно",
    "контрольно",
    "культурно",
    "психолого",
    "медико",
    "социально",
    "физкультурно",
    "спортивно",
    "военно",
    "духовно",
    "нравственно",
    "художественно",
    "воспитательно",
    "образовательно",
    "программно",
    "производственно",
    "профориентационно",
    "финансово",
    "хозяйственно",
    "административно",
    "кадрово",
    "общественно",
    "государственно",
    "аналитико",
    "историко",
    "естественно",
    "технико",
    "интернет",
    "онлайн",
    "план",
    "педагог",
];

/// Case, ё and runs of white space do not tell words apart.
pub fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ё', "е")
}

/// The words of a text, folded, without signs.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '-'))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}

/// Whether two words have the same beginning: forms of one word, a typo in the ending forgiven.
pub fn akin(one: &str, other: &str) -> bool {
    let shorter = one.chars().count().min(other.chars().count());
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    shorter >= 4 && common + 3 >= shorter.max(5) && common >= 4
}

/// The first letter made a small one, unless the word is an abbreviation.
pub fn uncapitalised(text: &str) -> String {
    let mut signs = text.chars();
    match (signs.next(), signs.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(signs).collect()
        }
        _ => text.to_owned(),
    }
}

/// The first letter made a capital.
pub fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// A key of Latin letters, digits and hyphens: «ОО АНГО» is `oo-ango`.
pub fn key_of(name: &str) -> String {
    let mut key = String::new();
    for sign in fold(name).chars() {
        let latin = match sign {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' | 'э' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'й' => "i",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ы' => "y",
            'ю' => "yu",
            'я' => "ya",
            'ь' | 'ъ' => "",
            sign if sign.is_ascii_alphanumeric() => {
                key.push(sign);
                continue;
            }
            _ => "-",
        };
        if latin != "-" || !key.ends_with('-') && !key.is_empty() {
            key.push_str(latin);
        }
    }
    let short: String = key.chars().take(40).collect();
    let key = short.trim_matches('-').to_owned();
    if key.is_empty() { "party".to_owned() } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_joined_as_a_clerk_reads_it() {
        for (cell, line) in [
            ("До  29 апреля  \n2022 г.", "До  29 апреля  2022 г."),
            (
                "Общеобразова-\nтельные организации (далее ОО)",
                "Общеобразовательные организации (далее ОО)",
            ),
            (
                "Информационно-\nметодический отдел (Далее ИМО), ОО",
                "Информационно-методический отдел (Далее ИМО), ОО",
            ),
            ("ОО АНГО, \nИМО, ОО", "ОО АНГО, ИМО, ОО"),
            ("Сентябрь-\nОктябрь", "Сентябрь- Октябрь"),
            ("\n  Ноябрь \n\n", "Ноябрь"),
            ("обра\u{ad}зование", "образование"),
        ] {
            assert_eq!(one_line(cell), line);
        }
    }

    #[test]
    fn keys_are_written_in_latin_letters() {
        assert_eq!(key_of("ОО АНГО"), "oo-ango");
        assert_eq!(key_of("ИМО"), "imo");
        assert_eq!(key_of("МБОУ «Школа № 3»"), "mbou-shkola-3");
        assert_eq!(key_of("…"), "party");
    }

    #[test]
    fn forms_of_a_word_are_akin_and_other_words_are_not() {
        assert!(akin("кураторов", "кураторы"));
        assert!(akin("мониторинга", "мониторинг"));
        assert!(!akin("программ", "прием"));
        assert!(!akin("наставник", "настрой"));
    }
}
