//! A writer of XML elements: what is opened is closed, what is written is escaped.
//!
//! Must never let a character through that XML forbids: a title is typed by a person.

use std::fmt::Write as _;

/// An XML text that grows.
#[derive(Debug, Default)]
pub struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document with its declaration.
    pub fn document() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            open: Vec::new(),
        }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            let _ = writeln!(self.text, "</{name}>");
        }
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element that holds only text.
    pub fn words(&mut self, name: &str, attributes: &[(&str, &str)], words: &str) {
        self.start(name, attributes);
        let _ = writeln!(self.text, ">{}</{name}>", escaped(words));
    }

    /// Closes what is open and gives the text.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        let _ = write!(self.text, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.text, " {attribute}=\"{}\"", escaped(value));
        }
    }

    fn indent(&mut self) {
        for _ in &self.open {
            self.text.push(' ');
        }
    }
}

/// The text as it may stand between tags and in quoted attributes; a character that XML forbids becomes «�».
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' | '\r' => safe.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => safe.push(letter),
        }
    }
    safe
}

/// A name that XML accepts as an id: letters, digits, `.`, `-`, `_`; anything else is told by its number.
pub fn id(kind: &str, name: &str) -> String {
    let mut id = format!("{kind}_");
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() || letter == '-' || letter == '.' {
            id.push(letter);
        } else {
            let _ = write!(id, "_{:x}_", u32::from(letter));
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_typed_cannot_break_the_document() {
        let mut xml = Xml::document();
        xml.open("a", &[("name", "«5 < 6» & \"да\"\u{1}")]);
        xml.words("b", &[], "]]> <script>");
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a name=\"«5 &lt; 6» &amp; &quot;да&quot;\u{fffd}\">\n <b>]]&gt; &lt;script&gt;</b>\n</a>\n"
        );
    }

    #[test]
    fn ids_of_different_names_differ() {
        assert_eq!(id("stage", "6.2-1"), "stage_6.2-1");
        assert_ne!(id("stage", "a_b"), id("stage", "a b"));
        assert!(id("item", "пункт 1").bytes().all(|byte| byte.is_ascii()));
    }
}
