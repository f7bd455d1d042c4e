//! The plain part of a letter: wrapped at the width of a screen, without ragged blank lines.
//! Must never break inside a word, an address of a page, or at a non-breaking space.

/// Width of a line, in signs: leaves room for the `> ` of replies within 80.
pub const LINE_SIGNS_MAX: usize = 76;

/// Wraps every line of `text` and leaves at most one blank line between paragraphs.
///
/// A line that begins with spaces keeps them on its continuations; one that begins with «- » is continued under its text.
pub fn wrapped(text: &str) -> String {
    let mut page = String::with_capacity(text.len() + text.len() / 32);
    let mut blank_before = true;
    for line in text.lines().map(|line| line.trim_end_matches([' ', '\t', '\r'])) {
        if line.is_empty() {
            if !blank_before {
                page.push('\n');
            }
            blank_before = true;
        } else {
            blank_before = false;
            push_wrapped(&mut page, line);
        }
    }
    page.truncate(page.trim_end_matches('\n').len());
    page.push('\n');
    page
}

fn push_wrapped(page: &mut String, line: &str) {
    let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
    let hanging = if line[indent.len()..].starts_with("- ") {
        format!("{indent}  ")
    } else {
        indent.to_owned()
    };
    page.push_str(indent);
    let mut column = indent.chars().count();
    let mut first = true;
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let width = word.chars().count();
        if !first && column + 1 + width > LINE_SIGNS_MAX {
            page.push('\n');
            page.push_str(&hanging);
            column = hanging.chars().count();
        } else if !first {
            page.push(' ');
            column += 1;
        }
        page.push_str(word);
        column += width;
        first = false;
    }
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_at_words_and_continued_under_their_text() {
        let text = "- Срок: слово слово слово слово слово слово слово слово слово слово слово слово слово\n\n\n\nконец";
        assert_eq!(
            wrapped(text),
            "- Срок: слово слово слово слово слово слово слово слово слово слово слово\n  слово слово\n\nконец\n"
        );
    }

    #[test]
    fn an_address_of_a_page_stays_whole() {
        let url = format!("https://example.ru/{}", "a".repeat(120));
        assert_eq!(wrapped(&format!("Страница: {url}")), format!("Страница:\n{url}\n"));
    }

    #[test]
    fn a_non_breaking_space_holds() {
        let text = format!("{} №\u{a0}113", "я".repeat(73));
        assert_eq!(wrapped(&text), format!("{}\n№\u{a0}113\n", "я".repeat(73)));
    }
}
