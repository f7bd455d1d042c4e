//! Just enough declension for the heads of executor cells: adjectives by their endings, nouns by their paradigms.
//!
//! Must never decline a word it does not know; surnames are left to the person who confirms.

use super::text::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Nominative,
    Genitive,
    Dative,
    Instrumental,
    Locative,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    He,
    She,
    It,
}

/// How a noun of the lexicon declines, named after a word that does so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paradigm {
    /// отдел, методист, педагог
    Otdel,
    /// директор → директора
    Direktor,
    /// руководитель → руководители
    Rukovoditel,
    /// учитель → учителя
    Uchitel,
    /// лицей, музей
    Licei,
    /// школа, группа
    Shkola,
    /// организация
    Organizacia,
    /// учреждение
    Uchrezhdenie,
    /// министерство
    Ministerstvo,
    /// общественность
    Oblast,
    /// заведующий, вожатый
    Zaveduyuschiy,
    /// заведующая, вожатая
    Zaveduyuschaya,
    /// обучающийся
    Obuchayuschiysya,
    /// жюри; never changes
    Zhyuri,
}

impl Paradigm {
    pub fn gender(self) -> Gender {
        match self {
            Self::Shkola | Self::Organizacia | Self::Oblast | Self::Zaveduyuschaya => Gender::She,
            Self::Uchrezhdenie | Self::Ministerstvo | Self::Zhyuri => Gender::It,
            _ => Gender::He,
        }
    }

    /// All forms of a noun; the nominative singular comes first, the nominative plural second.
    pub fn forms(self, lemma: &str) -> Vec<(Case, Number, String)> {
        use Case::{Dative, Genitive, Instrumental, Locative, Nominative};
        const ORDER: [(Case, Number); 10] = [
            (Nominative, Number::One),
            (Nominative, Number::Many),
            (Genitive, Number::One),
            (Genitive, Number::Many),
            (Dative, Number::One),
            (Dative, Number::Many),
            (Instrumental, Number::One),
            (Instrumental, Number::Many),
            (Locative, Number::One),
            (Locative, Number::Many),
        ];
        let (cut, endings): (usize, [&str; 10]) = match self {
            Self::Otdel => (
                0,
                ["", plural_vowel(lemma), "а", "ов", "у", "ам", "ом", "ами", "е", "ах"],
            ),
            Self::Direktor => (0, ["", "а", "а", "ов", "у", "ам", "ом", "ами", "е", "ах"]),
            Self::Rukovoditel => (1, ["ь", "и", "я", "ей", "ю", "ям", "ем", "ями", "е", "ях"]),
            Self::Uchitel => (1, ["ь", "я", "я", "ей", "ю", "ям", "ем", "ями", "е", "ях"]),
            Self::Licei => (1, ["й", "и", "я", "ев", "ю", "ям", "ем", "ями", "е", "ях"]),
            Self::Shkola => (
                1,
                [
                    "а",
                    plural_vowel_inside(lemma),
                    plural_vowel_inside(lemma),
                    "",
                    "е",
                    "ам",
                    "ой",
                    "ами",
                    "е",
                    "ах",
                ],
            ),
            Self::Organizacia => (2, ["ия", "ии", "ии", "ий", "ии", "иям", "ией", "иями", "ии", "иях"]),
            Self::Uchrezhdenie => (2, ["ие", "ия", "ия", "ий", "ию", "иям", "ием", "иями", "ии", "иях"]),
            Self::Ministerstvo => (1, ["о", "а", "а", "", "у", "ам", "ом", "ами", "е", "ах"]),
            Self::Oblast => (1, ["ь", "и", "и", "ей", "и", "ям", "ью", "ями", "и", "ях"]),
            Self::Zaveduyuschiy if lemma.ends_with("ый") => {
                (2, ["ый", "ые", "ого", "ых", "ому", "ым", "ым", "ыми", "ом", "ых"])
            }
            Self::Zaveduyuschiy => (2, ["ий", "ие", "его", "их", "ему", "им", "им", "ими", "ем", "их"]),
            Self::Zaveduyuschaya if lemma.ends_with("тая") => {
                (2, ["ая", "ые", "ой", "ых", "ой", "ым", "ой", "ыми", "ой", "ых"])
            }
            Self::Zaveduyuschaya => (2, ["ая", "ие", "ей", "их", "ей", "им", "ей", "ими", "ей", "их"]),
            Self::Obuchayuschiysya => (
                4,
                [
                    "ийся",
                    "иеся",
                    "егося",
                    "ихся",
                    "емуся",
                    "имся",
                    "имся",
                    "имися",
                    "емся",
                    "ихся",
                ],
            ),
            Self::Zhyuri => (0, [""; 10]),
        };
        let letters: Vec<char> = lemma.chars().collect();
        let stem: String = letters[..letters.len().saturating_sub(cut)].iter().collect();
        ORDER
            .iter()
            .zip(endings)
            .map(|(&(case, number), ending)| (case, number, format!("{stem}{ending}")))
            .collect()
    }
}

fn plural_vowel(lemma: &str) -> &'static str {
    if lemma.ends_with(['г', 'к', 'х', 'ж', 'ш', 'щ', 'ч']) {
        "и"
    } else {
        "ы"
    }
}

fn plural_vowel_inside(lemma: &str) -> &'static str {
    plural_vowel(lemma.strip_suffix('а').unwrap_or(lemma))
}

/// Adjectives in -ой whose nominative would otherwise be guessed in -ый.
const STRESSED: &[&str] = &[
    "городск",
    "краев",
    "молод",
    "передов",
    "правов",
    "делов",
    "трудов",
    "войсков",
    "кадров",
];
/// Adjectives with a soft stem.
const SOFT: &[&str] = &[
    "средн",
    "летн",
    "зимн",
    "внешн",
    "внутренн",
    "соседн",
    "верхн",
    "нижн",
    "последн",
    "сегодняшн",
    "домашн",
    "вечерн",
    "утренн",
    "осенн",
    "весенн",
    "ранн",
    "поздн",
    "крайн",
    "древн",
    "прежн",
];
const ENDINGS: &[&str] = &[
    "ыми", "ими", "ого", "его", "ому", "ему", "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю", "ых",
    "их", "ым", "им", "ом", "ем", "ей",
];

/// An adjective seen by its ending.
#[derive(Clone, Debug)]
pub(super) struct Adjective {
    stem: String,
    ending: &'static str,
}

impl Adjective {
    /// Whether the word may be an adjective at all; a noun in -ние or -ций is not.
    pub fn of(word: &str) -> Option<Self> {
        let lower = fold(word);
        if matches!(lower.as_str(), "все" | "всех" | "всем" | "всеми") {
            let ending = match lower.as_str() {
                "все" => "ые",
                "всех" => "ых",
                "всем" => "ым",
                _ => "ыми",
            };
            return Some(Self {
                stem: "вс".to_owned(),
                ending,
            });
        }
        let ending = ENDINGS.iter().find(|ending| lower.ends_with(**ending))?;
        let stem = lower.strip_suffix(ending)?.to_owned();
        let soft = SOFT.iter().any(|soft| stem.ends_with(soft));
        let last = stem.chars().last()?;
        let hard_ending = ending.starts_with(['ы', 'о', 'а', 'у']);
        let takes_i = matches!(last, 'г' | 'к' | 'х' | 'ж' | 'ш' | 'щ' | 'ч');
        let plausible = stem.chars().count() >= 3
            && match last {
                'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'й' | 'ь' => false,
                _ if takes_i => !ending.starts_with('ы') && !ending.starts_with(['ю', 'я']),
                _ if soft => !hard_ending,
                _ => hard_ending,
            };
        plausible.then_some(Self { stem, ending })
    }

    /// Whether this form can go with a noun of that gender in that case and number.
    pub fn agrees(&self, case: Case, number: Number, gender: Gender) -> bool {
        let allowed: &[&str] = match (case, number, gender) {
            (Case::Nominative, Number::One, Gender::He) => &["ый", "ий", "ой"],
            (Case::Nominative, Number::One, Gender::She) => &["ая", "яя"],
            (Case::Nominative, Number::One, Gender::It) => &["ое", "ее"],
            (Case::Nominative, Number::Many, _) => &["ые", "ие"],
            (Case::Genitive | Case::Dative | Case::Instrumental | Case::Locative, Number::One, Gender::She) => {
                &["ой", "ей"]
            }
            (Case::Genitive, Number::One, _) => &["ого", "его"],
            (Case::Dative, Number::One, _) => &["ому", "ему"],
            (Case::Instrumental, Number::One, _) | (Case::Dative, Number::Many, _) => &["ым", "им"],
            (Case::Locative, Number::One, _) => &["ом", "ем"],
            (Case::Genitive | Case::Locative, Number::Many, _) => &["ых", "их"],
            (Case::Instrumental, Number::Many, _) => &["ыми", "ими"],
        };
        allowed.contains(&self.ending)
    }

    /// Whether it can stand in the nominative.
    pub fn may_be_nominative(&self) -> bool {
        matches!(self.ending, "ый" | "ий" | "ая" | "яя" | "ое" | "ее" | "ые" | "ие")
    }

    /// The nominative, in lower case.
    pub fn nominative(&self, number: Number, gender: Gender) -> String {
        if self.stem == "вс" {
            return "все".to_owned();
        }
        let last = self.stem.chars().last().unwrap_or('н');
        let soft = SOFT.iter().any(|soft| self.stem.ends_with(soft));
        let velar = matches!(last, 'г' | 'к' | 'х');
        let hushing = matches!(last, 'ж' | 'ш' | 'щ' | 'ч');
        let ending = match (number, gender) {
            (Number::Many, _) => {
                if soft || velar || hushing {
                    "ие"
                } else {
                    "ые"
                }
            }
            (Number::One, Gender::She) => {
                if soft {
                    "яя"
                } else {
                    "ая"
                }
            }
            (Number::One, Gender::It) => {
                if soft || hushing {
                    "ее"
                } else {
                    "ое"
                }
            }
            (Number::One, Gender::He) if STRESSED.contains(&self.stem.as_str()) => "ой",
            (Number::One, Gender::He) => {
                if soft || velar || hushing {
                    "ий"
                } else {
                    "ый"
                }
            }
        };
        format!("{}{ending}", self.stem)
    }

    /// The given adjective («социальный») in the form that goes with a noun.
    pub fn inflect(nominative: &str, case: Case, number: Number, gender: Gender) -> String {
        let Some(adjective) = Self::of(nominative) else {
            return nominative.to_owned();
        };
        if case == Case::Nominative {
            return adjective.nominative(number, gender);
        }
        let found = ENDINGS.iter().find_map(|ending| {
            let candidate = Self::of(&format!("{}{ending}", adjective.stem))?;
            candidate
                .agrees(case, number, gender)
                .then(|| format!("{}{ending}", adjective.stem))
        });
        found.unwrap_or_else(|| nominative.to_owned())
    }
}

/// Whether a lower-case word has an adjective's ending.
pub(super) fn looks_like_adjective(word: &str) -> bool {
    Adjective::of(word).is_some()
}
