//! How wide a text will be, and where its lines break, without a font at hand.
//!
//! Must never promise less than a common sans-serif font needs: a text too wide would run over its box.

/// Width of a character in thousandths of the font's size, in classes that cover the usual sans-serif fonts.
const CLASSES: &[(i32, &str)] = &[
    (320, "',./:;I\\fijl| \u{a0}"),
    (420, "!\"()-[]`rt"),
    (520, "*Jsz{}гз"),
    (560, "ckvxyвкстухчьэ"),
    (620, "$0123456789?L_abdeghnopquГабеийлнопряё«»–"),
    (700, "#ABEFKPSTVXYZ^АБВЕЗКРТУХЧЬдцъЁ"),
    (780, "&+<=>CDHNRUw~ДИЙЛНПСЦЭЯмы"),
    (870, "GMOQМОФЪжфшю"),
    (1000, "%WmЖШЫщ"),
];

/// Any other character: the widest there is.
const WIDEST: i32 = 1200;

/// Bold letters are wider by this share, in hundredths.
const BOLD: i32 = 112;

/// Longest text that is measured, in characters: more is no caption.
const CHARS_MAX: usize = 4000;

/// Width of a line in pixels, rounded up.
pub fn width(text: &str, size: i32) -> i32 {
    let thousandths: i32 = text.chars().take(CHARS_MAX).map(char_width).sum();
    (thousandths * size + 999) / 1000
}

/// Width of a bold line in pixels.
pub fn bold_width(text: &str, size: i32) -> i32 {
    width(text, size) * BOLD / 100 + 1
}

/// Lines no wider than `limit`; what does not fit into `lines_max` lines ends with «…».
pub fn wrap(text: &str, size: i32, limit: i32, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace().flat_map(|word| pieces(word, size, limit)) {
        let longer = if line.is_empty() {
            word.clone()
        } else {
            format!("{line} {word}")
        };
        if width(&longer, size) <= limit {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = word;
        if lines.len() > lines_max {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        if let Some(last) = lines.last_mut() {
            cut(last, size, limit);
        }
    }
    lines
}

/// Width of the widest line.
pub fn widest(lines: &[String], size: i32) -> i32 {
    lines.iter().map(|line| width(line, size)).max().unwrap_or(0)
}

fn char_width(letter: char) -> i32 {
    CLASSES
        .iter()
        .find(|(_, letters)| letters.contains(letter))
        .map_or(WIDEST, |(width, _)| *width)
}

/// A word that is wider than the line, in parts that are not: cut after a hyphen of its own, else between syllables.
fn pieces(word: &str, size: i32, limit: i32) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest: Vec<char> = word.chars().take(CHARS_MAX).collect();
    loop {
        let fits = |count: usize| width(&rest[..count].iter().collect::<String>(), size) <= limit;
        if fits(rest.len()) {
            pieces.push(rest.into_iter().collect());
            return pieces;
        }
        // One letter stands even where nothing fits.
        let most = (1..rest.len()).take_while(|count| fits(*count)).last().unwrap_or(1);
        let own = (2..=most).rev().find(|at| rest[at - 1] == '-');
        let syllable = (2..most).rev().find(|at| between_syllables(&rest, *at));
        let (at, mark) = match (own, syllable) {
            (Some(at), _) => (at, ""),
            (None, Some(at)) => (at, "-"),
            (None, None) => (most, ""),
        };
        let tail = rest.split_off(at);
        let piece = rest.into_iter().collect::<String>() + mark;
        pieces.push(piece);
        rest = tail;
    }
}

/// Whether a Russian word may be cut here: after a vowel, with two letters and a vowel on both sides.
fn between_syllables(letters: &[char], at: usize) -> bool {
    let vowel = |letter: &char| "аеёиоуыэюяАЕЁИОУЫЭЮЯ".contains(*letter);
    let after = &letters[at..];
    // «тель-ская», not «те-льская»: a soft sign ends a syllable.
    let soft = after.get(1).is_some_and(|letter| "ьъЬЪ".contains(*letter));
    vowel(&letters[at - 1])
        && !soft
        && after.len() > 2
        && after[0].is_alphabetic()
        && after[0] != 'й'
        && after.iter().any(vowel)
}

/// Ends the line with «…», within the limit.
fn cut(line: &mut String, size: i32, limit: i32) {
    while !line.is_empty() && width(line, size) + width("…", size) > limit {
        line.pop();
    }
    line.truncate(line.trim_end().len());
    line.push('…');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_words_and_stay_within_the_limit() {
        let text = "Разработка и утверждение распорядительных актов образовательных организаций";
        let lines = wrap(text, 14, 150, 9);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| width(line, 14) <= 150), "{lines:?}");
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_between_syllables_and_loses_no_letter() {
        let word = "экспертно-консультационная-информационно-просветительская";
        let lines = wrap(word, 14, 100, 20);
        assert_eq!(
            lines,
            [
                "экспертно-",
                "консульта-",
                "ционная-",
                "информаци-",
                "онно-",
                "просвети-",
                "тельская"
            ]
        );
        let letters = |text: &str| text.replace('-', "");
        assert_eq!(letters(&lines.concat()), letters(word));
        let hostile = wrap(&"ъ".repeat(100), 14, 100, 99);
        assert_eq!(hostile.concat(), "ъ".repeat(100));
        assert!(
            lines.iter().chain(&hostile).all(|line| width(line, 14) <= 100),
            "{lines:?}"
        );
        assert_eq!(wrap("Щука", 14, 1, 9).len(), 4);
    }

    #[test]
    fn what_does_not_fit_is_marked() {
        let lines = wrap("один два три четыре пять шесть семь восемь", 14, 70, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(width(&lines[1], 14) <= 70);
        assert!(wrap("   ", 14, 70, 2).is_empty());
    }
}
