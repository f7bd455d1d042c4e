//! From the characters of a cell to tokens: spaces of all kinds, broken words, quotes, brackets, initials.
//!
//! Must never drop a letter or a digit: what is not understood becomes a token of its own.

/// What a token is; the finer meaning is found later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// An abbreviation of this document, as its definition writes it.
    Alias,
    Number,
    Initial,
    /// Text in quotation marks, with the marks.
    Quoted,
    /// Text in round brackets, without the brackets.
    Bracket,
    NumberSign,
    /// A list of numbers of institutions, already spelled out in [`Token::numbers`].
    Numbers,
    /// «по согласованию»
    Consent,
    /// «и др.»
    Others,
    Comma,
    Stop,
    Semicolon,
    Colon,
    Slash,
    Dash,
    Strange,
}

/// A piece of a cell.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub text: String,
    /// White space of any kind stood before it.
    pub spaced: bool,
    /// That white space held a line break.
    pub broken: bool,
    pub numbers: Vec<String>,
}

impl Token {
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            spaced: true,
            broken: false,
            numbers: Vec::new(),
        }
    }

    pub fn placed_like(mut self, other: &Self) -> Self {
        self.spaced = other.spaced;
        self.broken = other.broken;
        self
    }

    pub fn lower(&self) -> String {
        fold(&self.text)
    }

    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Lower case, with «ё» as «е»: the form in which words are compared.
pub(super) fn fold(word: &str) -> String {
    word.to_lowercase().replace('ё', "е")
}

/// Splits a cell into tokens.
pub(super) fn tokens(cell: &str) -> Vec<Token> {
    let chars: Vec<char> = join_broken_words(&plain_letters(&plain_signs(cell)));
    let mut found: Vec<Token> = Vec::new();
    let (mut at, mut spaced, mut broken) = (0, false, false);
    while let Some(&sign) = chars.get(at) {
        if sign.is_whitespace() {
            spaced = true;
            broken |= sign == '\n';
            at += 1;
            continue;
        }
        let (kind, text, next) = read_token(&chars, at, found.last().filter(|_| !spaced));
        // «ИвановаИ.И.» is written apart
        spaced |= kind == Kind::Initial && found.last().is_some_and(Token::is_word);
        found.push(Token {
            kind,
            text,
            spaced,
            broken,
            numbers: Vec::new(),
        });
        (at, spaced, broken) = (next, false, false);
    }
    found
}

fn read_token(chars: &[char], at: usize, glued_to: Option<&Token>) -> (Kind, String, usize) {
    let sign = chars[at];
    let next = chars.get(at + 1).copied().unwrap_or(' ');
    let single = |kind| (kind, sign.to_string(), at + 1);
    match sign {
        _ if sign.is_alphabetic() => read_word(chars, at),
        _ if sign.is_ascii_digit() => read_number(chars, at),
        '-' if glued_to.is_some_and(|token| token.kind == Kind::Initial) && next.is_uppercase() => {
            // «А.-М.» is one pair of initials
            let end = if chars.get(at + 2) == Some(&'.') {
                at + 3
            } else {
                at + 2
            };
            (Kind::Initial, chars[at..end].iter().collect(), end)
        }
        '«' | '"' | '„' | '“' | '”' => match closing_quote(chars, at) {
            Some(end) => (Kind::Quoted, squeeze(&chars[at..=end]), end + 1),
            None => single(Kind::Strange),
        },
        '(' | '[' => match closing_bracket(chars, at) {
            Some(end) => (Kind::Bracket, squeeze(&chars[at + 1..end]), end + 1),
            None => match unclosed_remark(chars, at) {
                Some(text) => (Kind::Bracket, text, chars.len()),
                None => single(Kind::Strange),
            },
        },
        '№' => (
            Kind::NumberSign,
            "№".to_owned(),
            at + chars[at..].iter().take_while(|&&c| c == '№').count(),
        ),
        ',' => single(Kind::Comma),
        '.' | '…' => (
            Kind::Stop,
            ".".to_owned(),
            at + chars[at..].iter().take_while(|&&c| c == '.' || c == '…').count(),
        ),
        ':' => single(Kind::Colon),
        '/' | '\\' => single(Kind::Slash),
        '-' | '–' => single(Kind::Dash),
        ';' | '•' | '·' | '●' | '▪' | '*' | '|' => single(Kind::Semicolon),
        _ => single(Kind::Strange),
    }
}

fn read_word(chars: &[char], at: usize) -> (Kind, String, usize) {
    let mut end = at + 1;
    while let Some(&sign) = chars.get(end) {
        let inside = matches!(sign, '-' | '\'' | '’') && chars.get(end + 1).is_some_and(|next| next.is_alphanumeric());
        // «ИвановаИ.И.»: the initial stands close to the surname
        let initial = sign.is_uppercase() && chars[end - 1].is_lowercase() && chars.get(end + 1) == Some(&'.');
        if initial || !(sign.is_alphanumeric() || inside) {
            break;
        }
        end += 1;
    }
    let text: String = chars[at..end].iter().collect();
    let letters: Vec<&str> = text.split('-').collect();
    let initial = letters.len() <= 2
        && letters
            .iter()
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    if initial && chars.get(end) == Some(&'.') {
        return (Kind::Initial, text + ".", end + 1);
    }
    if matches!(text.as_str(), "N" | "No" | "Nº")
        && chars[end..]
            .iter()
            .find(|c| !c.is_whitespace())
            .is_some_and(char::is_ascii_digit)
    {
        return (Kind::NumberSign, "№".to_owned(), end);
    }
    (Kind::Word, quiet(text), end)
}

/// A shouted word («КЛАССНЫЕ») is told from an acronym by its length or by being a known word.
fn quiet(text: String) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let shouted = letters > 3 && text.chars().all(|letter| !letter.is_lowercase());
    let lower = text.to_lowercase();
    if shouted
        && (letters > 8 || super::lexicon::is_known_word(&fold(&lower)) || super::grammar::looks_like_adjective(&lower))
    {
        return lower;
    }
    text
}

fn read_number(chars: &[char], at: usize) -> (Kind, String, usize) {
    let mut end = at + 1;
    while let Some(&sign) = chars.get(end) {
        let inside = matches!(sign, '-' | '–') && chars.get(end + 1).is_some_and(|next| next.is_alphanumeric());
        if !(sign.is_alphanumeric() || inside) {
            break;
        }
        end += 1;
    }
    (Kind::Number, chars[at..end].iter().collect(), end)
}

fn closing_quote(chars: &[char], at: usize) -> Option<usize> {
    if chars[at] == '«' {
        return closing(chars, at, |sign| sign == '«', |sign| sign == '»');
    }
    (at + 1..chars.len()).find(|&end| matches!(chars[end], '"' | '“' | '”' | '»'))
}

fn closing_bracket(chars: &[char], at: usize) -> Option<usize> {
    closing(
        chars,
        at,
        |sign| matches!(sign, '(' | '['),
        |sign| matches!(sign, ')' | ']'),
    )
}

fn closing(chars: &[char], at: usize, opens: impl Fn(char) -> bool, closes: impl Fn(char) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, &sign) in chars[at..].iter().enumerate() {
        if opens(sign) {
            depth += 1;
        } else if closes(sign) {
            depth -= 1; // the first sign opens, so a closing one never comes at depth 0
            if depth == 0 {
                return Some(at + offset);
            }
        }
    }
    None
}

/// «(по согласованию» and «(далее ОО» at the end of a cell are understood without their closing bracket.
fn unclosed_remark(chars: &[char], at: usize) -> Option<String> {
    let text = squeeze(&chars[at + 1..]);
    let lower = fold(&text);
    (text.chars().count() < 40 && (lower.starts_with("по согл") || lower.starts_with("далее"))).then_some(text)
}

fn squeeze(chars: &[char]) -> String {
    let text: String = chars.iter().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain_signs(cell: &str) -> Vec<char> {
    let mut plain = Vec::with_capacity(cell.len());
    let mut after_soft_hyphen = false;
    for sign in cell.chars() {
        let sign = match sign {
            '\u{ad}' => {
                after_soft_hyphen = true;
                continue;
            }
            // no width, or a stress mark
            '\u{301}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\u{2010}' | '\u{2011}' => '-',
            '\u{2012}' | '—' | '―' | '−' => '–',
            '│' | '┃' | '║' => ' ',
            _ if sign.is_whitespace() && sign != '\n' => ' ',
            _ if sign.is_control() && sign != '\n' => ' ',
            _ => sign,
        };
        if after_soft_hyphen && sign.is_whitespace() {
            continue; // a soft hyphen at a line end: the word goes on
        }
        after_soft_hyphen = false;
        plain.push(sign);
    }
    plain
}

/// Latin letters that look Russian («OO», «Cоветник») become Russian; a word with other Latin letters stays.
fn plain_letters(chars: &[char]) -> Vec<char> {
    let mut plain = chars.to_vec();
    let mut at = 0;
    while at < plain.len() {
        let end = at + plain[at..].iter().take_while(|sign| sign.is_alphabetic()).count();
        let word = &plain[at..end];
        let russian = word.iter().any(|letter| ('\u{400}'..='\u{4ff}').contains(letter));
        let short_capitals = word.len() <= 5 && word.iter().all(|letter| letter.is_uppercase());
        let alike = word
            .iter()
            .all(|&letter| !letter.is_ascii() || russian_twin(letter).is_some());
        if alike && (russian || short_capitals) {
            for letter in &mut plain[at..end] {
                *letter = russian_twin(*letter).unwrap_or(*letter);
            }
        }
        at = end.max(at + 1);
    }
    plain
}

fn russian_twin(letter: char) -> Option<char> {
    let at = "AaBEeKMHOoPpCcTyXx".chars().position(|latin| latin == letter)?;
    "АаВЕеКМНОоРрСсТуХх".chars().nth(at)
}

/// Words broken over lines: «Общеобразова-⏎тельные» is joined, «Информационно-⏎методический» keeps its hyphen.
fn join_broken_words(chars: &[char]) -> Vec<char> {
    let mut joined: Vec<char> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at + 1..];
        let gap = rest.iter().take_while(|sign| sign.is_whitespace()).count();
        let after = rest.get(gap).copied().unwrap_or(' ');
        let before_is_letter = joined.last().is_some_and(|sign| sign.is_alphabetic());
        if chars[at] == '-' && before_is_letter && gap > 0 && after.is_alphabetic() {
            let left: String = joined.iter().rev().take_while(|sign| sign.is_alphabetic()).collect();
            let left: String = left.chars().rev().collect();
            let right: String = rest[gap..].iter().take_while(|sign| sign.is_alphabetic()).collect();
            if keeps_hyphen(&left, &right) {
                joined.push('-');
            }
            at += 1 + gap;
            continue;
        }
        joined.push(chars[at]);
        at += 1;
    }
    joined
}

fn keeps_hyphen(left: &str, right: &str) -> bool {
    let left_lower = fold(left);
    let surname = right.chars().next().is_some_and(char::is_uppercase) || right.starts_with("оол");
    let acronym =
        left.chars().count() > 1 && left.chars().all(char::is_uppercase) && !right.chars().all(char::is_uppercase);
    surname || acronym || FIRST_HALVES.contains(&left_lower.as_str()) && !JOINED.contains(&fold(right).as_str())
}

/// First halves of compounds that are written with a hyphen.
const FIRST_HALVES: &[&str] = &[
    "административно",
    "агитационно",
    "аналитически",
    "военно",
    "духовно",
    "естественно",
    "жилищно",
    "идейно",
    "инженер",
    "инженерно",
    "информационно",
    "историко",
    "кадрово",
    "контрольно",
    "консультационно",
    "консультативно",
    "коррекционно",
    "краеведческо",
    "культурно",
    "лечебно",
    "материально",
    "медико",
    "морально",
    "научно",
    "нормативно",
    "образовательно",
    "общественно",
    "оздоровительно",
    "организационно",
    "оперативно",
    "педагог",
    "педагоги",
    "педагога",
    "педагогам",
    "планово",
    "правово",
    "программно",
    "производственно",
    "просветительско",
    "профессионально",
    "психолого",
    "ресурсно",
    "санитарно",
    "социально",
    "спортивно",
    "старший",
    "студент",
    "творческо",
    "технико",
    "тренер",
    "тренеры",
    "туристско",
    "учебно",
    "учитель",
    "учителя",
    "учителям",
    "физико",
    "физкультурно",
    "финансово",
    "хозяйственно",
    "художественно",
    "школа",
    "школы",
    "школам",
    "экономико",
    "экспертно",
    "эколого",
    "юридическо",
    "врач",
    "врачи",
    "член",
    "члены",
    "мастер",
    "детско",
    "северо",
    "юго",
    "музыкально",
    "методист",
    "организации",
    "учреждения",
    "пресс",
    "веб",
    "медиа",
    "интернет",
];

/// Second halves that show a first half above to be the beginning of one word.
const JOINED: &[&str] = &[
    "гика",
    "гический",
    "гические",
    "гическая",
    "гического",
    "гов",
    "гами",
    "тельница",
];
