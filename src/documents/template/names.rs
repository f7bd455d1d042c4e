//! Reads from a template's expressions which values, filters, tests and functions they name.
//!
//! Loop variables are followed to their lists: `{% for p in points %}{{ p.text }}` needs `points[].text`.
//! Must never evaluate anything.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::tag::{LIST, METER};
use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, Spanned, Stmt, UnaryOpKind};
use serde::Serialize;

/// Something an expression names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    Value(NamedValue),
    Filter(String),
    Test(String),
    Function(String),
    Method(String),
    /// A list or a record put together of other values where a `for` or a `with` gives it a name.
    Composed,
}

/// A value that an expression names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedValue {
    /// The path from the context: `points[].text`.
    pub path: String,
    pub need: Need,
    /// Where in the source the expression begins.
    pub offset: usize,
    /// Bytes of the path that were named elsewhere: by the loop, `with` or `set` that bound the name.
    pub inherited: usize,
}

/// Whether the template can do without the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Guarded by `is defined` or `|default`.
    Optional,
    /// Named only where some condition holds.
    Conditional,
    Required,
}

/// Everything named in a parsed template, in the order in which it is met.
pub(super) fn of(template: &Stmt<'_>) -> Vec<Named> {
    let mut walk = Walk {
        found: Vec::new(),
        scopes: vec![HashMap::new()],
        guards: Vec::new(),
        naming: false,
    };
    walk.statement(template);
    walk.found
}

/// Names that the template binds itself: targets of its loops, `with` and `set`.
pub(super) fn targets(target: &Expr<'_>) -> Vec<String> {
    let mut bindings = HashMap::new();
    bind(target, None, &mut bindings);
    let mut names: Vec<String> = bindings.into_keys().collect();
    names.sort();
    names
}

/// Filters whose result has the same items as their list.
const KEEP_ITEMS: [&str; 12] = [
    METER,
    LIST,
    "sort",
    "reverse",
    "unique",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "list",
    "default",
    "d",
];

struct Walk {
    found: Vec<Named>,
    /// Names bound inside the template: to the path they stand for, or to nothing known.
    scopes: Vec<HashMap<String, Option<String>>>,
    /// Paths that are known to be there where the walk stands.
    guards: Vec<String>,
    /// Within a value that a `for` or a `with` gives a name to.
    naming: bool,
}

impl Walk {
    fn statements(&mut self, body: &[Stmt<'_>]) {
        for statement in body {
            self.statement(statement);
        }
    }

    /// What a `for` goes through or a `with` names: nothing weighs it, so it must not be put together of other values.
    fn named_value(&mut self, expression: &Expr<'_>) {
        self.naming = true;
        self.expression(expression, Need::Required);
        self.naming = false;
    }

    fn composed<'e, 's: 'e>(&mut self, items: impl Iterator<Item = &'e Expr<'s>>, need: Need) {
        for item in items {
            if self.naming && !matches!(item, Expr::Const(_)) {
                self.found.push(Named::Composed);
            }
            self.expression(item, need);
        }
    }

    fn scoped(&mut self, bindings: HashMap<String, Option<String>>, body: &[Stmt<'_>]) {
        self.scopes.push(bindings);
        self.statements(body);
        self.scopes.pop();
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitExpr(emit) => self.expression(&emit.expr, Need::Required),
            Stmt::ForLoop(each) => {
                self.named_value(&each.iter);
                let items = self.path(&each.iter).map(|path| format!("{path}[]"));
                let mut bindings = HashMap::from([("loop".to_owned(), None)]);
                bind(&each.target, items, &mut bindings);
                if let Some(filter) = &each.filter_expr {
                    self.scopes.push(bindings.clone());
                    self.expression(filter, Need::Required);
                    self.scopes.pop();
                }
                self.scoped(bindings, &each.body);
                self.maybe(Vec::new(), |walk| walk.statements(&each.else_body));
            }
            Stmt::IfCond(branch) => {
                self.expression(&branch.expr, Need::Required);
                let then = self.known_when(&branch.expr, true);
                let then = self.guarded(then, |walk| walk.statements(&branch.true_body));
                let otherwise = self.known_when(&branch.expr, false);
                let otherwise = self.guarded(otherwise, |walk| walk.statements(&branch.false_body));
                self.either(then, otherwise);
            }
            Stmt::WithBlock(with) => {
                let mut bindings = HashMap::new();
                for (target, value) in &with.assignments {
                    self.named_value(value);
                    bind(target, self.path(value), &mut bindings);
                }
                self.scoped(bindings, &with.body);
            }
            Stmt::Set(set) => {
                self.expression(&set.expr, Need::Required);
                let path = self.path(&set.expr);
                if let Some(scope) = self.scopes.last_mut() {
                    bind(&set.target, path, scope);
                }
            }
            _ => {}
        }
    }

    /// Walks what is looked at only under a condition, which proves that `known` are there; gives what it found.
    fn guarded(&mut self, known: Vec<String>, walk: impl FnOnce(&mut Self)) -> Range<usize> {
        let (guards, found) = (self.guards.len(), self.found.len());
        self.guards.extend(known);
        walk(self);
        self.guards.truncate(guards);
        found..self.found.len()
    }

    /// What only one of two branches needs is needed under a condition.
    fn either(&mut self, then: Range<usize>, otherwise: Range<usize>) {
        let needed = |range: &Range<usize>| -> HashSet<String> {
            let named = self.found[range.clone()].iter();
            named
                .filter_map(|named| match named {
                    Named::Value(value) if value.need == Need::Required => Some(value.path.clone()),
                    _ => None,
                })
                .collect()
        };
        let (one, other) = (needed(&then), needed(&otherwise));
        for named in &mut self.found[then.start..otherwise.end] {
            if let Named::Value(value) = named
                && value.need == Need::Required
                && !(one.contains(&value.path) && other.contains(&value.path))
            {
                value.need = Need::Conditional;
            }
        }
    }

    /// As [`Walk::guarded`], where there is no other branch.
    fn maybe(&mut self, known: Vec<String>, walk: impl FnOnce(&mut Self)) {
        let found = self.guarded(known, walk);
        let nothing = found.end..found.end;
        self.either(found, nothing);
    }

    /// Paths that are there when the condition comes out as `holds`.
    fn known_when(&self, condition: &Expr<'_>, holds: bool) -> Vec<String> {
        match condition {
            Expr::Test(test) if test.name == if holds { "defined" } else { "undefined" } => {
                self.path(&test.expr).into_iter().collect()
            }
            Expr::UnaryOp(unary) if matches!(unary.op, UnaryOpKind::Not) => self.known_when(&unary.expr, !holds),
            Expr::BinOp(binary)
                if matches!((&binary.op, holds), (BinOpKind::ScAnd, true) | (BinOpKind::ScOr, false)) =>
            {
                let mut known = self.known_when(&binary.left, holds);
                known.extend(self.known_when(&binary.right, holds));
                known
            }
            _ => Vec::new(),
        }
    }

    /// The path from the context that an expression stands for, when it is as simple as that.
    fn path(&self, expression: &Expr<'_>) -> Option<String> {
        match expression {
            Expr::Var(var) => match self.scopes.iter().rev().find_map(|scope| scope.get(var.id)) {
                Some(bound) => bound.clone(),
                None => Some(var.id.to_owned()),
            },
            Expr::GetAttr(attribute) => Some(format!("{}.{}", self.path(&attribute.expr)?, attribute.name)),
            Expr::GetItem(item) => {
                let Expr::Const(key) = &item.subscript_expr else {
                    return None;
                };
                let holder = self.path(&item.expr)?;
                Some(match key.value.as_str() {
                    Some(name) => format!("{holder}.{name}"),
                    None => format!("{holder}[]"),
                })
            }
            Expr::Filter(filter) if KEEP_ITEMS.contains(&filter.name) => self.path(filter.expr.as_ref()?),
            Expr::Filter(filter) if matches!(filter.name, "first" | "last") => {
                Some(format!("{}[]", self.path(filter.expr.as_ref()?)?))
            }
            _ => None,
        }
    }

    fn expression(&mut self, expression: &Expr<'_>, need: Need) {
        match expression {
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) => self.value(expression, need),
            Expr::Const(_) => {}
            Expr::Slice(slice) => {
                self.expression(&slice.expr, need);
                self.optional_expressions([&slice.start, &slice.stop, &slice.step]);
            }
            Expr::UnaryOp(unary) => self.expression(&unary.expr, need),
            Expr::BinOp(binary) => {
                self.expression(&binary.left, need);
                let holds = match binary.op {
                    BinOpKind::ScAnd => true,
                    BinOpKind::ScOr => false,
                    _ => return self.expression(&binary.right, need),
                };
                let known = self.known_when(&binary.left, holds);
                self.maybe(known, |walk| walk.expression(&binary.right, need));
            }
            Expr::Compare(compare) => {
                self.expression(&compare.expr, need);
                for operation in &compare.ops {
                    self.expression(&operation.expr, need);
                }
            }
            Expr::IfExpr(choice) => {
                self.expression(&choice.test_expr, need);
                let then = self.known_when(&choice.test_expr, true);
                let then = self.guarded(then, |walk| walk.expression(&choice.true_expr, need));
                let otherwise = self.known_when(&choice.test_expr, false);
                let otherwise = self.guarded(otherwise, |walk| walk.optional_expressions([&choice.false_expr]));
                self.either(then, otherwise);
            }
            Expr::Filter(filter) => {
                self.found.push(Named::Filter(filter.name.to_owned()));
                let need = if matches!(filter.name, "default" | "d") {
                    Need::Optional
                } else {
                    need
                };
                if let Some(inner) = &filter.expr {
                    self.expression(inner, need);
                }
                self.arguments(&filter.args);
            }
            Expr::Test(test) => {
                self.found.push(Named::Test(test.name.to_owned()));
                let need = if matches!(test.name, "defined" | "undefined") {
                    Need::Optional
                } else {
                    need
                };
                self.expression(&test.expr, need);
                self.arguments(&test.args);
            }
            Expr::Call(call) => {
                match &call.expr {
                    Expr::Var(function) => self.found.push(Named::Function(function.id.to_owned())),
                    Expr::GetAttr(method) if self.path(&method.expr).is_none() => {}
                    Expr::GetAttr(method) => self.found.push(Named::Method(method.name.to_owned())),
                    other => self.expression(other, need),
                }
                self.arguments(&call.args);
            }
            Expr::List(list) => self.composed(list.items.iter(), need),
            Expr::Tuple(tuple) => self.composed(tuple.items.iter(), need),
            Expr::Map(map) => self.composed(map.keys.iter().chain(&map.values), need),
        }
    }

    fn optional_expressions<const N: usize>(&mut self, expressions: [&Option<Expr<'_>>; N]) {
        for expression in expressions.into_iter().flatten() {
            self.expression(expression, Need::Required);
        }
    }

    fn arguments(&mut self, arguments: &[CallArg<'_>]) {
        for argument in arguments {
            match argument {
                CallArg::Pos(value)
                | CallArg::Kwarg(_, value)
                | CallArg::PosSplat(value)
                | CallArg::KwargSplat(value) => {
                    self.expression(value, Need::Required);
                }
            }
        }
    }

    /// How much of the expression's path its root was bound to.
    fn inherited(&self, expression: &Expr<'_>) -> usize {
        match expression {
            Expr::Var(var) => {
                let bound = self.scopes.iter().rev().find_map(|scope| scope.get(var.id));
                bound.map_or(0, |path| path.as_ref().map_or(0, String::len))
            }
            Expr::GetAttr(attribute) => self.inherited(&attribute.expr),
            Expr::GetItem(item) => self.inherited(&item.expr),
            Expr::Filter(filter) => filter.expr.as_ref().map_or(0, |inner| self.inherited(inner)),
            _ => 0,
        }
    }

    fn value(&mut self, expression: &Expr<'_>, need: Need) {
        if let Some(path) = self.path(expression) {
            let need = match need {
                Need::Required if self.guards.iter().any(|guard| is_within(&path, guard)) => Need::Optional,
                need => need,
            };
            let (offset, inherited) = (offset(expression), self.inherited(expression));
            self.found.push(Named::Value(NamedValue {
                path,
                need,
                offset,
                inherited,
            }));
            return;
        }
        match expression {
            Expr::GetAttr(attribute) => self.expression(&attribute.expr, need),
            Expr::GetItem(item) => {
                self.expression(&item.expr, need);
                self.expression(&item.subscript_expr, need);
            }
            _ => {}
        }
    }
}

/// Whether the path is the guarded one or leads on from it.
fn is_within(path: &str, guard: &str) -> bool {
    path.strip_prefix(guard)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn bind(target: &Expr<'_>, path: Option<String>, scope: &mut HashMap<String, Option<String>>) {
    match target {
        Expr::Var(var) => {
            scope.insert(var.id.to_owned(), path);
        }
        Expr::List(list) => list.items.iter().for_each(|item| bind(item, None, scope)),
        Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| bind(item, None, scope)),
        _ => {}
    }
}

fn offset(expression: &Expr<'_>) -> usize {
    fn start<T>(node: &Spanned<T>) -> usize {
        usize::try_from(node.span().start_offset).unwrap_or(usize::MAX)
    }
    match expression {
        Expr::Var(node) => start(node),
        Expr::GetAttr(node) => start(node),
        Expr::GetItem(node) => start(node),
        _ => 0,
    }
}
