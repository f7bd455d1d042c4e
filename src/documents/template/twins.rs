//! A text box stands twice in a file: as new programs draw it, and as old ones do. Its mistakes are told once.
//!
//! Must never drop a mistake of a paragraph that stands in one form only.

use std::collections::HashMap;

use super::heal::{Numbers, Paragraph};
use crate::documents::mistake::{Place, TemplateMistake};
use crate::documents::ooxml::xml::Part;

/// Leaves one of each mistake that was found in every form of the same paragraph.
pub(super) fn tell_once(part: &Part<'_>, name: &str, paragraphs: &[Paragraph], mistakes: &mut Vec<TemplateMistake>) {
    if mistakes.is_empty() {
        return;
    }
    let numbers = Numbers::count(part);
    let mut forms: HashMap<Place, Vec<&str>> = HashMap::new();
    for paragraph in paragraphs {
        let place = numbers.place(part, name, paragraph.element);
        forms.entry(place).or_default().push(&paragraph.text);
    }
    forms.retain(|_, texts| texts.len() > 1 && texts.iter().all(|text| *text == texts[0]));
    if forms.is_empty() {
        return;
    }
    let mut met: Vec<(TemplateMistake, usize)> = Vec::new();
    mistakes.retain(|mistake| {
        let Some(texts) = mistake.place.as_ref().and_then(|place| forms.get(place)) else {
            return true;
        };
        let Some((_, times)) = met.iter_mut().find(|(known, _)| known == mistake) else {
            met.push((mistake.clone(), 1));
            return true;
        };
        *times += 1;
        *times % texts.len() == 1
    });
}
