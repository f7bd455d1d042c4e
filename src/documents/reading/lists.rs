//! The numbers that Word shows in front of paragraphs: computed from `numbering.xml`, as they are stored nowhere.
//!
//! Must never count further than a list goes on paper, nor print a bullet as a number.

use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};

/// Levels of a list.
const LEVELS: usize = 9;
/// Longest chain of styles that rest on one another.
const STYLES_DEEP: usize = 20;

/// The list and the level of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ListPlace {
    pub list: Option<u32>,
    pub level: Option<usize>,
}

/// The lists of a document and how far they have been counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    levels: HashMap<u32, [Level; LEVELS]>,
    known: HashMap<u32, List>,
    styles: HashMap<String, Style>,
    /// By definition of the list: lists of one definition go on counting.
    counted: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<u32>,
}

#[derive(Debug, Default, Clone)]
struct Level {
    start: Option<u32>,
    format: String,
    text: String,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    restarts: HashMap<usize, u32>,
}

#[derive(Debug, Default)]
struct Style {
    place: ListPlace,
    parent: Option<String>,
}

impl Lists {
    pub fn read(numbering: Option<&str>, styles: Option<&str>) -> Self {
        let mut lists = Self::default();
        if let Some(text) = numbering {
            lists.read_numbering(text);
        }
        if let Some(text) = styles {
            lists.read_styles(text);
        }
        lists
    }

    /// Counts the paragraph and gives what Word prints before it; `None` when it is no numbered one.
    pub fn label(&mut self, own: ListPlace, style: Option<&str>) -> Option<String> {
        let styled = self.of_style(style);
        let list = own.list.or(styled.list).filter(|list| *list != 0)?;
        let level = own.level.or(styled.level).unwrap_or(0).min(LEVELS - 1);
        let known = self.known.get(&list)?;
        let levels = self.levels.get(&known.definition)?;
        let counted = self.counted.entry(known.definition).or_default();
        if self.begun.insert(list) {
            for (level, start) in &known.restarts {
                if let Some(place) = counted.get_mut(*level) {
                    *place = start.checked_sub(1);
                }
            }
        }
        let first = |at: usize| levels[at].start.unwrap_or(1);
        counted[level] = Some(counted[level].map_or_else(|| first(level), |last| last.saturating_add(1)));
        for deeper in &mut counted[level + 1..] {
            *deeper = None;
        }
        let shown = &levels[level];
        if shown.format == "bullet" || shown.format == "none" {
            return None;
        }
        let mut label = String::new();
        let mut signs = shown.text.chars();
        while let Some(sign) = signs.next() {
            let number = (sign == '%')
                .then(|| signs.next())
                .flatten()
                .and_then(|sign| sign.to_digit(10));
            match number {
                Some(number @ 1..=9) => {
                    let at = number as usize - 1;
                    let value = counted[at].unwrap_or_else(|| first(at));
                    label.push_str(&written(value, &levels[at].format));
                }
                _ => label.push(sign),
            }
        }
        Some(label.trim().to_owned()).filter(|label| !label.is_empty())
    }

    fn of_style(&self, style: Option<&str>) -> ListPlace {
        let mut found = ListPlace::default();
        let mut next = style;
        for _ in 0..STYLES_DEEP {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else {
                break;
            };
            found.list = found.list.or(style.place.list);
            found.level = found.level.or(style.place.level);
            next = style.parent.as_deref();
        }
        found
    }

    fn read_numbering(&mut self, text: &str) {
        let (mut definition, mut list, mut level) = (None, None, 0);
        each(text, |name, element| match name {
            b"abstractNum" => (definition, list) = (number(element, b"abstractNumId"), None),
            b"num" => (definition, list) = (None, number(element, b"numId")),
            b"lvl" | b"lvlOverride" => level = number(element, b"ilvl").map_or(0, |at| (at as usize).min(LEVELS - 1)),
            b"abstractNumId" => {
                if let (Some(list), Some(definition)) = (list, number(element, b"val")) {
                    self.known.entry(list).or_default().definition = definition;
                }
            }
            b"startOverride" => {
                if let (Some(list), Some(start)) = (list, number(element, b"val")) {
                    self.known.entry(list).or_default().restarts.insert(level, start);
                }
            }
            b"start" | b"numFmt" | b"lvlText" => {
                let Some(definition) = definition else { return };
                let here = &mut self.levels.entry(definition).or_default()[level];
                match name {
                    b"start" => here.start = number(element, b"val"),
                    b"numFmt" => here.format = value(element, b"val").unwrap_or_default(),
                    _ => here.text = value(element, b"val").unwrap_or_default(),
                }
            }
            _ => {}
        });
    }

    fn read_styles(&mut self, text: &str) {
        let mut style: Option<String> = None;
        each(text, |name, element| {
            if name == b"style" {
                style = value(element, b"styleId");
                return;
            }
            let Some(style) = &style else { return };
            match name {
                b"numId" => self.styles.entry(style.clone()).or_default().place.list = number(element, b"val"),
                b"ilvl" => {
                    let level = number(element, b"val").map(|level| level as usize);
                    self.styles.entry(style.clone()).or_default().place.level = level;
                }
                b"basedOn" => self.styles.entry(style.clone()).or_default().parent = value(element, b"val"),
                _ => {}
            }
        });
    }
}

/// Shows each element by its local name; a part that is not well formed gives what it gave until then.
fn each(text: &str, mut see: impl FnMut(&[u8], &BytesStart<'_>)) {
    let mut reader = quick_xml::Reader::from_str(text);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => see(element.local_name().as_ref(), &element),
            Event::Eof => break,
            _ => {}
        }
    }
}

/// An attribute by its local name.
pub(super) fn value(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = element
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(String::from_utf8_lossy(&found.value).into_owned())
}

/// An attribute that is a whole number; `3455.5` and `50%` are none.
pub(super) fn number(element: &BytesStart<'_>, name: &[u8]) -> Option<u32> {
    value(element, name)?.trim().parse().ok()
}

fn written(value: u32, format: &str) -> String {
    const RUSSIAN: &str = "абвгдежзиклмнопрстуфхцчшщэюя";
    let letter = |alphabet: &str| {
        let signs: Vec<char> = alphabet.chars().collect();
        let at = value.checked_sub(1).map(|at| at as usize);
        at.and_then(|at| signs.get(at))
            .map_or_else(|| value.to_string(), char::to_string)
    };
    match format {
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).to_lowercase(),
        "russianLower" => letter(RUSSIAN),
        "russianUpper" => letter(RUSSIAN).to_uppercase(),
        "lowerLetter" => letter("abcdefghijklmnopqrstuvwxyz"),
        "upperLetter" => letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "decimalZero" => format!("{value:02}"),
        _ => value.to_string(),
    }
}

fn roman(value: u32) -> String {
    const STEPS: [(u32, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if value >= 400 {
        return value.to_string();
    }
    let (mut left, mut out) = (value, String::new());
    for (step, sign) in STEPS {
        while left >= step {
            out.push_str(sign);
            left -= step;
        }
    }
    out
}
