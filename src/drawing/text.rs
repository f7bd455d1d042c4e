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
        lines.push(std::mem::replace(&mut line, word));
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

/// A word that is wider than the line, in parts that are not; a hyphen ends a part, else the letters are cut.
fn pieces(word: &str, size: i32, limit: i32) -> Vec<String> {
    if width(word, size) <= limit {
        return vec![word.to_owned()];
    }
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for letter in word.chars().take(CHARS_MAX) {
        piece.push(letter);
        if width(&piece, size) > limit && piece.chars().count() > 1 {
            piece.pop();
            let kept = piece.rfind('-').map_or(piece.len(), |at| at + 1);
            let rest = piece.split_off(kept);
            pieces.push(std::mem::replace(&mut piece, rest));
            piece.push(letter);
        }
    }
    pieces.push(piece);
    pieces
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
        let lines = wrap(text, 14, 130, 9);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| width(line, 14) <= 130), "{lines:?}");
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_and_loses_no_letter() {
        let word = "экспертно-консультационная-информационно-просветительская";
        let lines = wrap(word, 14, 100, 20);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), word);
        assert!(lines.iter().all(|line| width(line, 14) <= 100), "{lines:?}");
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
