//! Pairs the tags that open a block with those that continue and close it.
//!
//! Must never blame a closing tag for a block that somebody forgot to close above it.

use super::tag::{Statement, Tag, TagKind};
use crate::documents::mistake::{MistakeCode, Place, TemplateMistake};

/// A tag of the part, with the paragraph, piece and run where it begins.
pub(super) struct Located {
    pub tag: Tag,
    /// Index into the part's paragraphs.
    pub paragraph: usize,
    /// The token that opens that paragraph.
    pub element: usize,
    pub run: usize,
    /// The text element in which it begins.
    pub text: usize,
    pub place: Place,
}

/// An opening tag, the branches between, and the closing tag; indices into the part's tags.
pub(super) struct Block {
    pub opener: usize,
    pub middles: Vec<usize>,
    pub closer: usize,
}

impl Block {
    /// The same block among tags of which more stand before.
    pub fn shifted(self, by: usize) -> Self {
        Self {
            opener: self.opener + by,
            middles: self.middles.into_iter().map(|middle| middle + by).collect(),
            closer: self.closer + by,
        }
    }

    pub fn members(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.opener)
            .chain(self.middles.iter().copied())
            .chain(std::iter::once(self.closer))
    }
}

/// The expression parser recurses over blocks and their branches; papers nest under 10.
const CHAIN_MAX: usize = 100;

/// Pairs openers with closers; what has no pair is a mistake, blamed on the opener where there is one.
pub(super) fn pair(tags: &[Located]) -> (Vec<Block>, Vec<TemplateMistake>) {
    let (mut blocks, mut mistakes) = (Vec::new(), Vec::new());
    let mut open: Vec<(Statement, Block)> = Vec::new();
    let mut cut: Vec<Cut> = Vec::new();
    for (at, located) in tags.iter().enumerate() {
        let TagKind::Statement(statement) = located.tag.kind else {
            continue;
        };
        let chain: usize = open.iter().map(|(_, block)| 1 + block.middles.len()).sum();
        if chain > CHAIN_MAX {
            let message = format!("блоков и ветвей друг в друге больше {CHAIN_MAX}");
            mistakes.push(mistake(located, MistakeCode::TooLarge, &message));
            return (blocks, mistakes);
        }
        match statement {
            Statement::For | Statement::If | Statement::With => {
                open.push((
                    statement,
                    Block {
                        opener: at,
                        middles: Vec::new(),
                        closer: at,
                    },
                ));
            }
            Statement::Elif | Statement::Else => match open.last_mut() {
                Some((Statement::If, block)) => block.middles.push(at),
                Some((Statement::For, block)) if statement == Statement::Else => block.middles.push(at),
                _ if cut.iter().any(|cut| cut.statement == Statement::If) => {} // told with its opener
                _ => mistakes.push(unopened(located, "{% if … %}")),
            },
            Statement::EndFor | Statement::EndIf | Statement::EndWith => {
                let opener = opener_of(statement);
                let Some(depth) = open.iter().rposition(|(statement, _)| *statement == opener) else {
                    match cut.iter().rposition(|cut| cut.statement == opener) {
                        Some(last) => {
                            let cut = cut.remove(last);
                            mistakes[cut.mistake] = crossing(&tags[cut.opener], &tags[cut.by], located);
                        }
                        None => mistakes.push(unopened(located, &format!("{{% {} … %}}", word(opener)))),
                    }
                    continue;
                };
                for (statement, block) in open.drain(depth + 1..) {
                    cut.push(Cut {
                        statement,
                        opener: block.opener,
                        by: at,
                        mistake: mistakes.len(),
                    });
                    mistakes.push(unclosed(&tags[block.opener], statement));
                }
                if let Some((_, mut block)) = open.pop() {
                    block.closer = at;
                    blocks.push(block);
                }
            }
            Statement::Break | Statement::Continue => {
                // The engine takes the `else` of a loop for its inside and jumps to nowhere.
                let in_else = open.iter().rev().find(|(statement, _)| *statement == Statement::For);
                if in_else.is_some_and(|(_, block)| !block.middles.is_empty()) {
                    let message = "в ветви else повтор уже кончился: прерывать нечего";
                    mistakes.push(
                        mistake(located, MistakeCode::CrossingBlock, message)
                            .hint("уберите этот тег или поставьте его до {% else %}"),
                    );
                    continue;
                }
                let mut around = open.iter().rev().map(|(statement, _)| *statement);
                if leaves_with(&mut around) {
                    let message = "повтор нельзя прервать изнутри блока with";
                    mistakes.push(
                        mistake(located, MistakeCode::CrossingBlock, message)
                            .hint("закройте блок до этого тега: {% endwith %}"),
                    );
                }
            }
            Statement::Set => {}
        }
    }
    mistakes.extend(
        open.iter()
            .map(|(statement, block)| unclosed(&tags[block.opener], *statement)),
    );
    (blocks, mistakes)
}

/// Whether a `break` here would jump out of a `with`, which the expression engine does not survive; `around` are the
/// blocks around it, the innermost first.
pub(super) fn leaves_with(around: &mut impl Iterator<Item = Statement>) -> bool {
    around
        .take_while(|statement| *statement != Statement::For)
        .any(|statement| statement == Statement::With)
}

/// A block that another one's end cut off before its own.
struct Cut {
    statement: Statement,
    opener: usize,
    /// The closing tag that came too early.
    by: usize,
    /// Where the mistake stands that tells of it.
    mistake: usize,
}

fn opener_of(closer: Statement) -> Statement {
    match closer {
        Statement::EndFor => Statement::For,
        Statement::EndIf => Statement::If,
        _ => Statement::With,
    }
}

fn word(opener: Statement) -> &'static str {
    match opener {
        Statement::For => "for",
        Statement::If => "if",
        _ => "with",
    }
}

fn unclosed(located: &Located, statement: Statement) -> TemplateMistake {
    TemplateMistake::file(MistakeCode::UnclosedBlock, "блок открыт, но не закрыт")
        .at(&located.place)
        .tagged(&located.tag.raw)
        .hint(format!(
            "добавьте {{% end{} %}} там, где он должен кончиться",
            word(statement)
        ))
}

fn crossing(opener: &Located, by: &Located, closer: &Located) -> TemplateMistake {
    let (by_raw, closer_raw) = (&by.tag.raw, &closer.tag.raw);
    let message = format!(
        "блок открыт внутри другого, а закрыт после его конца: {by_raw} ({}) стоит раньше, чем {closer_raw} ({})",
        by.place, closer.place
    );
    mistake(opener, MistakeCode::CrossingBlock, &message).hint(format!(
        "поставьте {closer_raw} перед {by_raw}: что открыто позже, закрывают раньше"
    ))
}

fn unopened(located: &Located, opener: &str) -> TemplateMistake {
    TemplateMistake::file(
        MistakeCode::UnopenedBlock,
        "закрывает или продолжает блок, который не открыт",
    )
    .at(&located.place)
    .tagged(&located.tag.raw)
    .hint(format!("добавьте {opener} выше или удалите этот тег"))
}

pub(super) fn mistake(located: &Located, code: MistakeCode, message: &str) -> TemplateMistake {
    TemplateMistake::file(code, message)
        .at(&located.place)
        .tagged(&located.tag.raw)
}
