//! The looks of forms, sheets, registers and letters: smaller type, more columns, room to write by hand.
//!
//! A style that is named here and nowhere else. Must never repeat a style of orders under another name.

use docx_rs as word;

use super::layout::{INDENT, Layout};
use super::look::Style;
use super::shape::{Look, kept, of};

const CENTER: Option<word::AlignmentType> = Some(word::AlignmentType::Center);

/// The look of a style that orders have no need of.
pub(super) fn look(style: Style, layout: Layout) -> Look {
    let plain = Look::default();
    match style {
        Style::ListItem => of(Style::Text, "Строка перечня"),
        Style::AccessMark => Look {
            name: "Пометка о доступе",
            after: 120,
            align: Some(word::AlignmentType::Right),
            points: Some(10),
            ..plain
        },
        Style::ApprovalNumber => Look {
            after: 160,
            ..of(Style::Approval, "Гриф утверждения, номер приложения")
        },
        Style::SheetTitle => kept(Look {
            name: "Название листа",
            before: 120,
            after: 120,
            align: CENTER,
            bold: true,
            ..plain
        }),
        Style::JournalOwner => kept(Look {
            name: "Учреждение",
            after: 60,
            align: CENTER,
            points: Some(12),
            ..plain
        }),
        Style::BeforeTable => Look {
            name: "Отступ перед таблицей",
            keep_next: true,
            exact: Some(120),
            points: Some(6),
            ..plain
        },
        Style::BeforeText => Look {
            name: "Отступ перед текстом",
            exact: Some(160),
            points: Some(6),
            ..plain
        },
        Style::SmallHead => Look {
            keep_next: true,
            before: 120,
            ..of(Style::Small, "Пояснение, начало перечня")
        },
        Style::SmallItem => Look {
            left: INDENT,
            ..of(Style::Small, "Пояснение, строка перечня")
        },
        Style::SmallNote => Look {
            name: "Примечание",
            before: 80,
            after: 80,
            points: Some(10),
            align: Some(word::AlignmentType::Both),
            ..plain
        },
        Style::SummaryLast => kept(Look {
            before: 120,
            ..of(Style::Small, "Итог, последняя строка перед подписью")
        }),
        Style::TableTitle => kept(Look {
            name: "Заголовок таблицы",
            before: 160,
            after: 80,
            align: CENTER,
            bold: true,
            points: Some(12),
            ..plain
        }),
        Style::TableSmall => Look {
            points: Some(11),
            ..of(Style::TableText, "Таблица, мелкий текст")
        },
        Style::TableSmallCenter => Look {
            align: CENTER,
            ..of(Style::TableSmall, "Таблица, мелкий текст по центру")
        },
        Style::TableSmallHead => Look {
            points: Some(10),
            ..of(Style::TableHead, "Таблица, мелкая шапка")
        },
        Style::TableTotal => Look {
            bold: true,
            ..of(Style::TableSmall, "Таблица, итог")
        },
        Style::TableTotalCenter => Look {
            align: CENTER,
            ..of(Style::TableTotal, "Таблица, итог по центру")
        },
        Style::TableBlank => Look {
            name: "Таблица, строка для записи",
            exact: Some(440),
            align: CENTER,
            points: Some(11),
            ..plain
        },
        _ => look_of_corners(style, layout),
    }
}

/// Signatures, the finest tables, the corner form.
fn look_of_corners(style: Style, layout: Layout) -> Look {
    let plain = Look::default();
    match style {
        Style::TableFine => Look {
            points: Some(9),
            ..of(Style::TableText, "Таблица, самый мелкий текст")
        },
        Style::TableFineCenter => Look {
            align: CENTER,
            ..of(Style::TableFine, "Таблица, самый мелкий текст по центру")
        },
        Style::TableFineHead => Look {
            points: Some(9),
            ..of(Style::TableHead, "Таблица, самая мелкая шапка")
        },
        // Room above a signature belongs to its own row: a line apart may part from it at the end of a page.
        Style::SignatureNear => kept(Look {
            name: "Подпись на листе",
            before: 480,
            ..plain
        }),
        Style::SignatureName => kept(Look {
            name: "Подпись, фамилия",
            align: Some(word::AlignmentType::Right),
            ..plain
        }),
        Style::TableFinest => Look {
            points: Some(8),
            ..of(Style::TableText, "Таблица, мельчайший текст")
        },
        Style::AfterSignature => Look {
            keep_next: true,
            ..of(Style::AfterTable, "После подписи")
        },
        Style::SignatureLine => kept(Look {
            name: "Подпись, черта",
            align: CENTER,
            ..plain
        }),
        Style::SignatureDate => Look {
            name: "Подпись, дата",
            before: 120,
            points: Some(12),
            ..plain
        },
        Style::ApprovalAside => Look {
            left: layout.corner_aside(),
            ..of(Style::Approval, "Гриф утверждения на альбомном листе")
        },
        Style::LetterHeading => Look {
            before: 240,
            after: 240,
            ..of(Style::Heading, "Заголовок письма")
        },
        Style::Greeting => Look {
            name: "Обращение",
            keep_next: true,
            after: 120,
            align: CENTER,
            ..plain
        },
        Style::FormReference => Look {
            name: "Бланк, справочные данные",
            align: CENTER,
            points: Some(10),
            ..plain
        },
        Style::FormName => Look {
            before: 40,
            after: 80,
            bold: true,
            points: Some(12),
            ..of(Style::FormReference, "Бланк, наименование")
        },
        Style::FormNumber => Look {
            before: 160,
            points: Some(12),
            ..of(Style::FormReference, "Бланк, дата и номер")
        },
        Style::FormReply => Look {
            before: 60,
            points: Some(12),
            ..of(Style::FormReference, "Бланк, на номер")
        },
        Style::AddresseeLine => Look {
            name: "Адресат на бланке",
            after: 120,
            ..plain
        },
        Style::EnclosureFirst => Look {
            before: 240,
            ..of(Style::AnnexListLast, "Приложение к письму")
        },
        Style::Enclosure => of(Style::AnnexListLast, "Приложение к письму, строка"),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::Profile;
    use super::*;

    #[test]
    fn every_style_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Style::ALL
            .iter()
            .map(|style| style.look(Layout::of(Profile::Gost2025)).name)
            .collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!((names.len(), names[0].is_empty()), (count, false));
    }
}
