//! The tags of a part without the part: what names its values, and what a trial runs on the sample.
//!
//! A broken tag is set aside so that the others can still be judged: a block that was never closed is closed where the
//! block around it ends. Must never reach a paper.

use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

use minijinja::machinery::ast::Stmt;
use minijinja::machinery::parse;

use super::block::{self, Block, Located};
use super::compile::{STATEMENT, Survey, TagPlace, VALUE};
use super::container::Spot;
use super::names::{self, Named, NamedValue};
use super::tag::{Marker, Statement, Tag, TagKind};
use super::trace::{BEGIN, END, Trace};
use super::{Untried, compile, syntax};
use crate::documents::mistake::{MistakeCode, TemplateMistake};
use crate::documents::ooxml::xml::Part;

/// One part's tags in the order in which they act on the paper.
pub(super) struct Skeleton {
    pub steps: Vec<Step>,
    /// Blocks that are still open at the end.
    tail: Vec<Statement>,
}

/// A tag, and how far it can be trusted.
pub(super) struct Step {
    pub tag: TagPlace,
    pub standing: Standing,
    kind: TagKind,
    body: String,
    /// Names it gives to values.
    pub targets: Vec<String>,
    /// Names it takes from outside itself.
    roots: Vec<String>,
    /// Blocks without an end that end before it.
    closes: Vec<Statement>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Sound,
    /// Its names can be read, but it cannot be worked out.
    Idle,
    /// It cannot be read at all.
    Misread,
}

/// What a source is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Names,
    Trial,
}

/// A source, and which bytes of it came from which step.
pub(super) struct Written {
    pub source: String,
    steps: Vec<(Range<usize>, usize)>,
    /// Steps that leave a mark when they are reached.
    marked: Vec<usize>,
}

impl Written {
    pub fn step_at(&self, offset: usize) -> Option<usize> {
        let at = self.steps.partition_point(|(range, _)| range.end <= offset);
        let (range, step) = self.steps.get(at)?;
        range.contains(&offset).then_some(*step)
    }
}

impl Skeleton {
    /// The tags of a part of Word text, sound and broken ones.
    pub fn of_part(survey: &Survey<'_>) -> Self {
        let Survey {
            part,
            tags,
            blocks,
            spots,
            ..
        } = survey;
        let mut order: Vec<usize> = (0..tags.len()).collect();
        order.sort_by_key(|&at| position(part, &tags[at], spots[at], at));
        // Blocks of a broken template may cross once they are put where they belong; as typed they never do.
        Self::in_order(tags, blocks, &order)
            .or_else(|| Self::in_order(tags, blocks, &(0..tags.len()).collect::<Vec<_>>()))
            .unwrap_or(Self {
                steps: Vec::new(),
                tail: Vec::new(),
            })
    }

    /// The tags of a file's properties.
    pub fn of_properties(tags: &[Located], blocks: &[Block]) -> Self {
        let order: Vec<usize> = (0..tags.len()).collect();
        Self::in_order(tags, blocks, &order).unwrap_or(Self {
            steps: Vec::new(),
            tail: Vec::new(),
        })
    }

    /// None when blocks cross in this order.
    fn in_order(tags: &[Located], blocks: &[Block], order: &[usize]) -> Option<Self> {
        let mut block_of: Vec<Option<usize>> = vec![None; tags.len()];
        for (at, block) in blocks.iter().enumerate() {
            block.members().for_each(|tag| block_of[tag] = Some(at));
        }
        let mut steps = Vec::with_capacity(order.len());
        let mut open: Vec<(Statement, Option<usize>)> = Vec::new();
        for &at in order {
            let located = &tags[at];
            let mut step = Step::of(located);
            if let TagKind::Statement(statement) = located.tag.kind {
                match (statement, block_of[at]) {
                    (Statement::For | Statement::If | Statement::With, block) => open.push((statement, block)),
                    (Statement::Break | Statement::Continue, _) => {
                        let innermost = open.iter().rev().find(|(statement, _)| *statement == Statement::For);
                        let in_else = innermost.and_then(|(_, block)| *block).is_some_and(|block| {
                            let at_else = |middle: &usize| order[..steps.len()].contains(middle);
                            blocks[block].middles.iter().any(at_else)
                        });
                        if in_else || block::leaves_with(&mut open.iter().rev().map(|(statement, _)| *statement)) {
                            step.stands_alone();
                        }
                    }
                    (Statement::Set, _) => {}
                    (_, Some(block)) => {
                        while let Some((loose, None)) = open.last() {
                            step.closes.push(*loose);
                            open.pop();
                        }
                        if open.last().map(|(_, block)| *block) != Some(Some(block)) {
                            return None;
                        }
                        if !matches!(statement, Statement::Elif | Statement::Else) {
                            open.pop();
                        }
                    }
                    // Closes or continues nothing: what it names is still read.
                    (_, None) => step.stands_alone(),
                }
            }
            steps.push(step);
        }
        let tail = open.iter().rev().map(|(statement, _)| *statement).collect();
        Some(Self { steps, tail })
    }

    /// The tags as a source for the expression engine.
    pub fn write(&self, purpose: Purpose) -> Written {
        let mut written = Written {
            source: String::new(),
            steps: Vec::with_capacity(self.steps.len()),
            marked: Vec::new(),
        };
        let mut doubtful: HashSet<&str> = HashSet::new();
        let mut loop_replaced = false;
        for (at, step) in self.steps.iter().enumerate() {
            step.closes
                .iter()
                .for_each(|statement| push(&mut written.source, STATEMENT, closer(*statement)));
            let sound = match purpose {
                Purpose::Names => step.standing != Standing::Misread,
                Purpose::Trial => {
                    step.standing == Standing::Sound && !step.roots.iter().any(|root| doubtful.contains(root.as_str()))
                }
            };
            loop_replaced |= !sound && step.kind == TagKind::Statement(Statement::For);
            for target in &step.targets {
                if sound {
                    doubtful.remove(target.as_str());
                } else {
                    doubtful.insert(target);
                }
            }
            if purpose == Purpose::Trial && sound && step.works_something_out() {
                written.marked.push(at);
                let _ = write!(written.source, "{BEGIN}{at}{END}");
            }
            let start = written.source.len();
            match (step.kind, sound) {
                (TagKind::Value | TagKind::Marker(Marker::Span), true) => push(&mut written.source, VALUE, &step.body),
                // Out of what stands for a loop there is no way that the expression engine survives.
                (TagKind::Statement(Statement::Break | Statement::Continue), _) if loop_replaced => {}
                (TagKind::Statement(_), true) => push(&mut written.source, STATEMENT, &step.body),
                (TagKind::Statement(statement), false) => {
                    push(&mut written.source, STATEMENT, &step.neutral(statement, purpose));
                }
                _ => {}
            }
            if written.source.len() > start {
                written.steps.push((start..written.source.len(), at));
            }
        }
        self.tail
            .iter()
            .for_each(|statement| push(&mut written.source, STATEMENT, closer(*statement)));
        written
    }

    /// Tags that the sample gave no occasion to try, each with the block that hid it.
    pub fn untried(&self, written: &Written, trace: &Trace) -> Vec<Untried> {
        let mut untried = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            open.truncate(open.len() - step.closes.len().min(open.len()));
            if written.marked.binary_search(&at).is_ok() && !trace.reached.contains(&at) {
                let hidden_by = open.iter().rev().find(|opener| trace.reached.contains(opener));
                untried.push(Untried {
                    place: step.tag.place.clone(),
                    tag: step.tag.raw.clone(),
                    within: hidden_by.map(|opener| self.steps[*opener].tag.raw.clone()),
                });
            }
            match step.kind {
                TagKind::Statement(Statement::For | Statement::If | Statement::With) => open.push(at),
                TagKind::Statement(Statement::EndFor | Statement::EndIf | Statement::EndWith) => _ = open.pop(),
                _ => {}
            }
        }
        untried
    }

    /// What the tags name, each with its step; tags that cannot be read where they stand come back as mistakes.
    pub fn values(&mut self) -> (Vec<(NamedValue, usize)>, Vec<TemplateMistake>) {
        let mut mistakes = Vec::new();
        for _ in 0..=self.steps.len() {
            let written = self.write(Purpose::Names);
            let error = match parse(&written.source, "names", compile::delimiters()) {
                Ok(parsed) => {
                    let named = names::of(&parsed).into_iter();
                    let values = named.filter_map(|named| match named {
                        Named::Value(value) => written.step_at(value.offset).map(|step| (value, step)),
                        _ => None,
                    });
                    return (values.collect(), mistakes);
                }
                Err(error) => error,
            };
            let step = error.range().and_then(|range| written.step_at(range.start));
            let Some(step) = step.filter(|step| self.steps[*step].standing != Standing::Misread) else {
                break;
            };
            let step = &mut self.steps[step];
            step.standing = Standing::Misread;
            let outside = matches!(step.kind, TagKind::Statement(Statement::Break | Statement::Continue));
            let message = if outside {
                "этот тег имеет смысл только внутри повтора"
            } else {
                "запись тега не понята"
            };
            mistakes.push(
                TemplateMistake::file(MistakeCode::TagSyntax, message)
                    .at(&step.tag.place)
                    .tagged(&step.tag.raw),
            );
        }
        (Vec::new(), mistakes)
    }
}

impl Step {
    fn of(located: &Located) -> Self {
        let tag = &located.tag;
        let source = syntax::alone(tag);
        let parsed = parse(&source, "tag", minijinja::syntax::SyntaxConfig::default());
        let (standing, targets, roots) = match &parsed {
            _ if tag.kind == TagKind::Value && tag.body.is_empty() => (Standing::Misread, Vec::new(), Vec::new()),
            Ok(parsed) => {
                let named = names::of(parsed).into_iter();
                let roots = named.filter_map(|named| match named {
                    Named::Value(value) => value.path.split(['.', '[']).next().map(str::to_owned),
                    _ => None,
                });
                let standing = if syntax::check(tag).is_empty() {
                    Standing::Sound
                } else {
                    Standing::Idle
                };
                (standing, bound(parsed), roots.collect())
            }
            Err(_) => (Standing::Misread, guessed(tag), Vec::new()),
        };
        Self {
            tag: TagPlace {
                place: located.place.clone(),
                raw: tag.raw.clone(),
            },
            standing,
            kind: tag.kind,
            body: tag.code().into_owned(),
            targets,
            roots,
            closes: Vec::new(),
        }
    }

    /// Whether it has values to be tried: only a mark before it says that it was reached.
    fn works_something_out(&self) -> bool {
        matches!(
            self.kind,
            TagKind::Value
                | TagKind::Marker(Marker::Span)
                | TagKind::Statement(Statement::For | Statement::If | Statement::With | Statement::Set)
        )
    }

    /// Makes of a branch or an end without a beginning a step that does nothing.
    fn stands_alone(&mut self) {
        self.kind = match self.body.strip_prefix("elif ") {
            Some(condition) => {
                self.body = format!("set {NOBODY} = ({condition})");
                TagKind::Statement(Statement::Set)
            }
            None => TagKind::Comment,
        };
    }

    /// Stands for a tag that is not run: it opens and closes what the tag would.
    fn neutral(&self, statement: Statement, purpose: Purpose) -> String {
        let mut targets = self.targets.join(", ");
        if targets.is_empty() {
            NOBODY.clone_into(&mut targets);
        }
        match statement {
            Statement::For => format!("for {targets} in []"),
            Statement::If => "if false".to_owned(),
            Statement::Elif => "elif false".to_owned(),
            Statement::Else => "else".to_owned(),
            Statement::With => {
                let pairs: Vec<String> = targets.split(", ").map(|target| format!("{target} = none")).collect();
                format!("with {}", pairs.join(", "))
            }
            // None cannot be taken apart into several values.
            Statement::Set if purpose == Purpose::Names || self.targets.len() == 1 => format!("set {targets} = none"),
            Statement::Set | Statement::Break | Statement::Continue => format!("set {NOBODY} = none"),
            Statement::EndFor => closer(Statement::For).to_owned(),
            Statement::EndIf => closer(Statement::If).to_owned(),
            Statement::EndWith => closer(Statement::With).to_owned(),
        }
    }
}

/// A name that no context has.
const NOBODY: &str = "__";

fn closer(opener: Statement) -> &'static str {
    match opener {
        Statement::For => "endfor",
        Statement::If => "endif",
        _ => "endwith",
    }
}

fn push(source: &mut String, delimiters: (char, char), body: &str) {
    source.push(delimiters.0);
    source.push(' ');
    source.push_str(body);
    source.push(' ');
    source.push(delimiters.1);
}

/// Where a tag acts: the bytes of the part, as splicing has them.
fn position(part: &Part<'_>, located: &Located, spot: Spot, at: usize) -> (usize, u8, usize) {
    match spot {
        Spot::Inline | Spot::SplitRun => (part.start(located.text), 1, at),
        Spot::Before(element) => (part.start(element), 1, at),
        Spot::After(element) => (part.end(element), 0, at),
        Spot::Instead(element) => (part.start(element), 2, at),
    }
}

fn bound(parsed: &Stmt<'_>) -> Vec<String> {
    let Stmt::Template(template) = parsed else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for statement in &template.children {
        match statement {
            Stmt::ForLoop(each) => found.extend(names::targets(&each.target)),
            Stmt::Set(set) => found.extend(names::targets(&set.target)),
            Stmt::WithBlock(with) => with
                .assignments
                .iter()
                .for_each(|(target, _)| found.extend(names::targets(target))),
            _ => {}
        }
    }
    found
}

/// The names that a tag which cannot be read was meant to give.
fn guessed(tag: &Tag) -> Vec<String> {
    let (word, rest) = tag.body.split_once(' ').unwrap_or((&tag.body, ""));
    let before = match (tag.kind, word) {
        (TagKind::Statement(Statement::For), "for") => rest.split(" in ").next(),
        (TagKind::Statement(Statement::Set | Statement::With), "set" | "with") => rest.split('=').next(),
        _ => None,
    };
    let is_name = |name: &&str| {
        let mut letters = name.chars();
        letters
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
            && !["in", "if", "not", "and", "or", "is", "true", "false", "none"].contains(name)
    };
    let names = before.unwrap_or_default().split(',').map(str::trim).filter(is_name);
    names.map(str::to_owned).collect()
}
