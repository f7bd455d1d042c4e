//! Tags where none is filled in: codes of Word's fields and addresses of links, which the reader of the paper does not see.
//!
//! Must never let one pass in silence: the link would lead to the braces.

use std::collections::BTreeMap;

use super::heal::Numbers;
use crate::documents::mistake::{MistakeCode, Place, TemplateMistake};
use crate::documents::ooxml::package::{Package, PartKind};
use crate::documents::ooxml::xml::{Kind, Name, Part, attribute};

/// Longest piece of a code that is shown.
const SHOWN: usize = 60;

/// Tags in the field codes of a part.
pub(super) fn in_fields(part: &Part<'_>, name: &str) -> Vec<TemplateMistake> {
    let mut codes: BTreeMap<usize, String> = BTreeMap::new();
    for (at, token) in part.tokens.iter().enumerate() {
        let raw = &part.source[token.start..token.end];
        let code = match (token.name, token.kind) {
            (Name::FieldCode, Kind::Open) => &part.source[token.end..part.tokens[token.mate].start],
            (Name::SimpleField, Kind::Open | Kind::Empty) => {
                let range = attribute(raw, &format!("{}instr", part.prefix));
                range.map_or("", |range| &raw[range])
            }
            _ => continue,
        };
        let home = part.nearest(at, Name::P).unwrap_or(at);
        codes.entry(home).or_default().push_str(code);
    }
    codes.retain(|_, code| holds_tag(code));
    if codes.is_empty() {
        return Vec::new();
    }
    let numbers = Numbers::count(part);
    let told = codes.into_iter().map(|(home, code)| {
        TemplateMistake::file(
            MistakeCode::OutOfReach,
            "тег стоит в коде поля Word, а там он не заполняется",
        )
        .at(&numbers.place(part, name, home))
        .tagged(&shown(&code))
        .hint("поставьте тег обычным текстом, а поле уберите (в Word: Ctrl+Shift+F9)")
    });
    told.collect()
}

/// Tags in the addresses to which the links of the package lead; Word writes their braces as `%7B`.
pub(super) fn in_links(package: &Package) -> Vec<TemplateMistake> {
    let mut mistakes = Vec::new();
    for part in package.parts.iter().filter(|part| part.kind == PartKind::Word) {
        let (folder, file) = part.name.rsplit_once('/').unwrap_or(("", &part.name));
        let relations = format!("{folder}/_rels/{file}.rels");
        let relations = package.index_of(relations.trim_start_matches('/'));
        let Some(relations) = relations.and_then(|at| package.text_of(at)) else {
            continue;
        };
        let addresses = relations
            .split("Target=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        for address in addresses.map(unescaped).filter(|address| holds_tag(address)) {
            mistakes.push(
                TemplateMistake::file(
                    MistakeCode::OutOfReach,
                    "тег стоит в адресе ссылки, а там он не заполняется",
                )
                .at(&Place::part(&part.name))
                .tagged(&shown(&address))
                .hint("напишите адрес тегом обычным текстом, а ссылку уберите или дайте ей постоянный адрес"),
            );
        }
    }
    mistakes
}

fn holds_tag(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

fn unescaped(address: &str) -> String {
    let mut address = address.to_owned();
    for (written, sign) in [
        ("%7B", "{"),
        ("%7b", "{"),
        ("%7D", "}"),
        ("%7d", "}"),
        ("%25", "%"),
        ("%20", " "),
    ] {
        address = address.replace(written, sign);
    }
    address
}

fn shown(code: &str) -> String {
    let code = code.trim();
    let mut short: String = code.chars().take(SHOWN).collect();
    if short.len() < code.len() {
        short.push('…');
    }
    short
}
