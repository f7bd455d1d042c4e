//! Reads from a template's expressions which values, filters, tests and functions they name.
//!
//! Loop variables are followed to their lists: `{% for p in points %}{{ p.text }}` needs `points[].text`.
//! Must never evaluate anything.

use std::collections::HashMap;

use minijinja::machinery::ast::{CallArg, Expr, Spanned, Stmt};

/// Something an expression names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    Value { path: String, need: Need, offset: usize },
    Filter(String),
    Test(String),
    Function(String),
    Method(String),
}

/// Whether the template can do without the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    /// Guarded by `is defined` or `|default`.
    Optional,
}

/// Everything named in a parsed template, in the order in which it is met.
pub(super) fn of(template: &Stmt<'_>) -> Vec<Named> {
    let mut walk = Walk {
        found: Vec::new(),
        scopes: vec![HashMap::new()],
    };
    walk.statement(template);
    walk.found
}

/// Filters whose result has the same items as their list.
const KEEP_ITEMS: [&str; 10] = [
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
}

impl Walk {
    fn statements(&mut self, body: &[Stmt<'_>]) {
        for statement in body {
            self.statement(statement);
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
                self.expression(&each.iter, Need::Required);
                let items = self.path(&each.iter).map(|path| format!("{path}[]"));
                let mut bindings = HashMap::from([("loop".to_owned(), None)]);
                bind(&each.target, items, &mut bindings);
                if let Some(filter) = &each.filter_expr {
                    self.scopes.push(bindings.clone());
                    self.expression(filter, Need::Required);
                    self.scopes.pop();
                }
                self.scoped(bindings, &each.body);
                self.statements(&each.else_body);
            }
            Stmt::IfCond(branch) => {
                self.expression(&branch.expr, Need::Required);
                self.statements(&branch.true_body);
                self.statements(&branch.false_body);
            }
            Stmt::WithBlock(with) => {
                let mut bindings = HashMap::new();
                for (target, value) in &with.assignments {
                    self.expression(value, Need::Required);
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
                self.expression(&binary.right, need);
            }
            Expr::Compare(compare) => {
                self.expression(&compare.expr, need);
                for operation in &compare.ops {
                    self.expression(&operation.expr, need);
                }
            }
            Expr::IfExpr(choice) => {
                self.expression(&choice.test_expr, need);
                self.expression(&choice.true_expr, need);
                self.optional_expressions([&choice.false_expr]);
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
            Expr::List(list) => list.items.iter().for_each(|item| self.expression(item, need)),
            Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.expression(item, need)),
            Expr::Map(map) => map
                .keys
                .iter()
                .chain(&map.values)
                .for_each(|item| self.expression(item, need)),
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

    fn value(&mut self, expression: &Expr<'_>, need: Need) {
        if let Some(path) = self.path(expression) {
            let offset = offset(expression);
            self.found.push(Named::Value { path, need, offset });
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
