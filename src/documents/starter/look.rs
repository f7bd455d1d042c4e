//! The named styles a clerk finds in Word, by the words of office typing.
//!
//! A new kind of line: a variant of [`Style`] and its arm in `named`. Must never be bypassed by formatting a paragraph by
//! hand: what is not a style cannot be changed in one place.

use docx_rs as word;

use super::layout::{Command, INDENT, Layout, MARK, TEXT, mm};
use super::shape::{Look, kept, lengthwise, of};

/// Between lines of the text, in 240ths of a line: single, so that an ordinary order stays on one page.
const SPACING: i32 = 240;

/// A paragraph's style. Its identity in the file is the variant's name; its Russian name is what Word shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    ParentBody,
    Body,
    DocumentKind,
    DateNumber,
    Place,
    Heading,
    Text,
    Command,
    Point,
    SubPoint,
    PointLast,
    PointDue,
    Due,
    DueLast,
    Signature,
    SignatureName,
    Preparer,
    PreparerGap,
    AnnexList,
    AnnexListLast,
    AnnexListHead,
    Addressee,
    AnnexMark,
    AnnexStart,
    AnnexMarkAside,
    Approval,
    AnnexTitle,
    SectionHeading,
    TableHead,
    TableText,
    TableCenter,
    TableSection,
    AfterTable,
    Small,
    AcquaintedHead,
    Acquainted,
    AcquaintedDate,
    BarCode,
    TemplateTag,
    // Of forms, sheets and letters: their looks are in `look_forms`.
    ListItem,
    AccessMark,
    ApprovalNumber,
    SheetTitle,
    JournalOwner,
    BeforeTable,
    BeforeText,
    SmallHead,
    SmallItem,
    SmallNote,
    SummaryLast,
    TableTitle,
    TableSmall,
    TableSmallCenter,
    TableSmallHead,
    TableTotal,
    TableTotalCenter,
    TableBlank,
    TableFine,
    TableFineCenter,
    TableFineHead,
    TableFinest,
    SignatureNear,
    AfterSignature,
    SignatureLine,
    SignatureDate,
    ApprovalAside,
    LetterHeading,
    Greeting,
    FormReference,
    FormName,
    FormNumber,
    FormReply,
    AddresseeLine,
    EnclosureFirst,
    Enclosure,
}

impl Style {
    pub const ALL: [Self; 75] = [
        Self::ParentBody,
        Self::Body,
        Self::DocumentKind,
        Self::DateNumber,
        Self::Place,
        Self::Heading,
        Self::Text,
        Self::Command,
        Self::Point,
        Self::SubPoint,
        Self::PointLast,
        Self::PointDue,
        Self::Due,
        Self::DueLast,
        Self::Signature,
        Self::SignatureName,
        Self::Preparer,
        Self::PreparerGap,
        Self::AnnexList,
        Self::AnnexListLast,
        Self::AnnexListHead,
        Self::Addressee,
        Self::AnnexMark,
        Self::AnnexStart,
        Self::AnnexMarkAside,
        Self::Approval,
        Self::AnnexTitle,
        Self::SectionHeading,
        Self::TableHead,
        Self::TableText,
        Self::TableCenter,
        Self::TableSection,
        Self::AfterTable,
        Self::Small,
        Self::AcquaintedHead,
        Self::Acquainted,
        Self::AcquaintedDate,
        Self::BarCode,
        Self::TemplateTag,
        Self::ListItem,
        Self::AccessMark,
        Self::ApprovalNumber,
        Self::SheetTitle,
        Self::JournalOwner,
        Self::BeforeTable,
        Self::BeforeText,
        Self::SmallHead,
        Self::SmallItem,
        Self::SmallNote,
        Self::SummaryLast,
        Self::TableTitle,
        Self::TableSmall,
        Self::TableSmallCenter,
        Self::TableSmallHead,
        Self::TableTotal,
        Self::TableTotalCenter,
        Self::TableBlank,
        Self::TableFine,
        Self::TableFineCenter,
        Self::TableFineHead,
        Self::TableFinest,
        Self::SignatureNear,
        Self::AfterSignature,
        Self::SignatureLine,
        Self::SignatureDate,
        Self::ApprovalAside,
        Self::LetterHeading,
        Self::Greeting,
        Self::FormReference,
        Self::FormName,
        Self::FormNumber,
        Self::FormReply,
        Self::AddresseeLine,
        Self::EnclosureFirst,
        Self::Enclosure,
    ];

    /// Its identity in the file.
    pub fn id(self) -> String {
        format!("{self:?}")
    }

    pub(super) fn definition(self, layout: Layout) -> word::Style {
        let look = self.look(layout);
        let mut style = word::Style::new(self.id(), word::StyleType::Paragraph)
            .name(look.name)
            .based_on(look.based.map_or_else(|| "Normal".to_owned(), Self::id));
        style.paragraph_property = look.paragraph();
        if let Some(size) = look.points {
            style = style.size(size * 2);
        }
        if look.bold {
            style = style.bold();
        }
        if look.capitals {
            style.run_property = style.run_property.caps();
        }
        if look.spread > 0 {
            style.run_property = style.run_property.character_spacing(look.spread);
        }
        if let Some(colour) = look.colour {
            style = style.color(colour);
        }
        if self == Self::AnnexStart {
            style = style.next(Self::AnnexMark.id());
        }
        if self == Self::SectionHeading {
            style = style.next(Self::Text.id());
        }
        style
    }

    pub(super) fn look(self, layout: Layout) -> Look {
        let plain = Look::default();
        match self {
            Self::ParentBody => Look {
                name: "Вышестоящий орган",
                after: 60,
                points: Some(12),
                capitals: true,
                ..lengthwise()
            },
            Self::Body => Look {
                name: "Наименование организации",
                bold: true,
                points: Some(13),
                capitals: true,
                ..lengthwise()
            },
            Self::DocumentKind => Look {
                name: "Вид документа",
                before: 240,
                after: 240,
                bold: true,
                points: Some(16),
                spread: 60,
                ..lengthwise()
            },
            Self::DateNumber => Look {
                name: "Дата и номер",
                keep_next: true,
                right_tab: Some(TEXT),
                after: 120,
                ..plain
            },
            Self::Place => Look {
                name: "Место издания",
                after: 360,
                points: Some(13),
                ..lengthwise()
            },
            Self::Heading => Look {
                name: "Заголовок к тексту",
                keep_next: true,
                keep_lines: true,
                after: 360,
                right: layout.right_of_corner(),
                bold: true,
                ..plain
            },
            Self::Text => Look {
                name: "Текст",
                line: Some(SPACING),
                first: INDENT,
                align: Some(word::AlignmentType::Both),
                ..plain
            },
            Self::Command => Look {
                name: "Распорядительное слово",
                keep_next: true,
                before: 120,
                after: 120,
                line: Some(SPACING),
                capitals: layout.command == Command::Capitals,
                spread: match layout.command {
                    Command::Capitals => 20,
                    Command::Spaced => 80,
                },
                ..plain
            },
            Self::Point => of(Self::Text, "Пункт"),
            Self::SubPoint => of(Self::Text, "Подпункт"),
            Self::PointLast => kept(of(Self::Text, "Пункт, последний перед подписью")),
            Self::PointDue => Look {
                keep_next: true,
                ..of(Self::Text, "Пункт со сроком")
            },
            Self::Due => Look {
                keep_lines: true,
                ..of(Self::Text, "Срок")
            },
            Self::DueLast => kept(of(Self::Due, "Срок, последний перед подписью")),
            Self::Signature => kept(Look {
                name: "Подпись",
                before: 960,
                right_tab: Some(TEXT),
                ..plain
            }),
            // Stays with the lines of acquaintance: those never stand on a page alone.
            Self::Preparer => kept(Look {
                name: "Исполнитель",
                points: Some(10),
                ..plain
            }),
            Self::PreparerGap => Look {
                before: 360,
                ..of(Self::Preparer, "Исполнитель, отступ")
            },
            Self::AnnexList => Look {
                name: "Перечень приложений",
                keep_lines: true,
                line: Some(SPACING),
                left: INDENT,
                align: Some(word::AlignmentType::Both),
                ..plain
            },
            Self::AnnexListLast => Look {
                keep_next: true,
                ..of(Self::AnnexList, "Перечень приложений, последняя строка")
            },
            Self::AnnexListHead => Look {
                keep_next: true,
                before: 240,
                ..of(Self::AnnexList, "Приложения")
            },
            Self::Addressee => Look {
                name: "Адресат",
                left: mm(80),
                after: 120,
                ..plain
            },
            Self::AnnexMark => Look {
                name: "Отметка о приложении",
                keep_next: true,
                left: MARK,
                ..plain
            },
            Self::AnnexStart => Look {
                new_page: true,
                ..of(Self::AnnexMark, "Отметка о приложении, начало")
            },
            Self::AnnexMarkAside => Look {
                name: "Отметка о приложении, альбомная",
                keep_next: true,
                left: layout.corner_aside(),
                ..plain
            },
            Self::Approval => Look {
                name: "Гриф утверждения",
                keep_next: true,
                left: MARK,
                ..plain
            },
            Self::AnnexTitle => kept(Look {
                name: "Заголовок приложения",
                before: 360,
                after: 240,
                align: Some(word::AlignmentType::Center),
                bold: true,
                ..plain
            }),
            Self::SectionHeading => kept(Look {
                name: "Заголовок раздела",
                before: 240,
                after: 120,
                first: INDENT,
                bold: true,
                outline: true,
                ..plain
            }),
            Self::TableHead => Look {
                name: "Таблица, шапка",
                keep_next: true,
                align: Some(word::AlignmentType::Center),
                points: Some(12),
                ..plain
            },
            Self::TableText => Look {
                name: "Таблица, текст",
                points: Some(12),
                ..plain
            },
            Self::TableCenter => Look {
                align: Some(word::AlignmentType::Center),
                ..of(Self::TableText, "Таблица, по центру")
            },
            Self::TableSection => Look {
                keep_next: true,
                align: Some(word::AlignmentType::Center),
                bold: true,
                ..of(Self::TableText, "Таблица, раздел")
            },
            Self::AfterTable => Look {
                name: "После таблицы",
                exact: Some(20),
                points: Some(1),
                ..plain
            },
            Self::Small => Look {
                name: "Пояснение",
                align: Some(word::AlignmentType::Both),
                points: Some(12),
                ..plain
            },
            Self::AcquaintedHead => Look {
                name: "Ознакомление",
                keep_next: true,
                before: 360,
                after: 120,
                ..plain
            },
            Self::Acquainted => Look {
                name: "Ознакомление, строка",
                after: 120,
                points: Some(12),
                ..plain
            },
            Self::AcquaintedDate => Look {
                align: Some(word::AlignmentType::Right),
                ..of(Self::Acquainted, "Ознакомление, дата")
            },
            Self::BarCode => Look {
                name: "QR-код",
                align: Some(word::AlignmentType::Right),
                points: Some(8),
                ..plain
            },
            Self::TemplateTag => Look {
                name: "Служебная строка шаблона",
                points: Some(9),
                colour: Some("808080"),
                ..plain
            },
            of_forms => super::look_forms::look(of_forms, layout),
        }
    }
}
