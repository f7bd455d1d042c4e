//! Executors in running text: abbreviations that the document defines, the phrases that define them, their roles.
//!
//! Must never take a word for an executor that the document does not name as one.

use super::super::wording::{fold, one_line};
use super::PageLine;
use crate::words::executors::{self, Aliases, Outcome};

/// Longest name before «(далее …)», in words.
const NAME_WORDS_MAX: usize = 12;

/// Those whom an institution's abbreviation may follow: «кураторы ОО».
const ROLES: [&str; 10] = [
    "кураторы",
    "руководители",
    "директора",
    "заместители",
    "педагоги",
    "наставники",
    "методисты",
    "администрации",
    "специалисты",
    "заведующие",
];

/// The abbreviations of a document, longest first.
pub struct Names {
    shorts: Vec<Vec<String>>,
}

impl Names {
    /// Collects what the text defines: «(далее ОО АНГО)», broken over lines as it may be.
    pub fn of(lines: &[PageLine]) -> Self {
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let text = one_line(&text.join("\n"));
        let folded = text.to_lowercase();
        let mut shorts: Vec<Vec<String>> = Vec::new();
        // Lower case of these letters takes as many bytes as upper case; where it does not, nothing is found.
        if folded.len() == text.len() {
            for (at, _) in folded.match_indices("(далее") {
                let inside = text.get(at + "(далее".len()..).unwrap_or_default();
                let Some(end) = inside.find(')') else { continue };
                let short = inside[..end].trim_matches([' ', '–', '-', '—', ':', '«', '»', '"']);
                let words: Vec<String> = short.split_whitespace().map(str::to_owned).collect();
                if !words.is_empty() && words.len() <= 5 && !shorts.contains(&words) {
                    shorts.push(words);
                }
            }
        }
        shorts.sort_by_key(|words| std::cmp::Reverse(words.len()));
        Self { shorts }
    }

    /// Whether the document defines anything: without that, executors in running text are a guess.
    pub fn is_empty(&self) -> bool {
        self.shorts.is_empty()
    }

    /// How many of the words, from the first on, name executors: «ОО АНГО, ИМО, ОО». 0 when the first is none.
    pub fn match_at(&self, words: &[&str]) -> usize {
        let mut taken = 0;
        loop {
            let next = self.one_at(&words[taken..]);
            if next == 0 {
                return taken;
            }
            taken += next;
            // What follows a comma or a stop («ИМО. ОО») may be another one; so may what follows nothing.
            let last = words[taken - 1];
            if !(last.ends_with([',', ';', '.']) || last.ends_with(')')) {
                return taken;
            }
        }
    }

    fn one_at(&self, words: &[&str]) -> usize {
        let Some(first) = words.first() else { return 0 };
        if ROLES.contains(&fold(first).as_str()) {
            let inner = self.short_at(&words[1..]);
            return if inner == 0 { 0 } else { inner + 1 };
        }
        match self.short_at(words) {
            0 => defining(words),
            found => found,
        }
    }

    /// The longest abbreviation that stands here.
    fn short_at(&self, words: &[&str]) -> usize {
        let fits = |short: &&Vec<String>| {
            short.len() <= words.len()
                && short.iter().enumerate().all(|(at, part)| {
                    let word = if at + 1 == short.len() {
                        words[at].trim_end_matches([',', ';', '.'])
                    } else {
                        words[at]
                    };
                    word == part
                })
        };
        self.shorts.iter().find(fits).map_or(0, Vec::len)
    }
}

/// «Информационно-методический отдел (Далее ИМО)»: a name and the abbreviation it defines.
fn defining(words: &[&str]) -> usize {
    let limit = words.len().min(NAME_WORDS_MAX);
    let Some(open) = (0..limit).find(|at| fold(words[*at]).starts_with("(далее")) else {
        return 0;
    };
    let Some(close) = (open..words.len().min(open + 6)).find(|at| words[*at].contains(')')) else {
        return 0;
    };
    let phrase = words[..=close].join(" ");
    let reading = executors::read(phrase.trim_end_matches([',', ';', '.']), &Aliases::new());
    let one = reading.outcome == Outcome::Read && reading.parties.len() == 1 && reading.definitions.len() == 1;
    if one && open > 0 { close + 1 } else { 0 }
}
