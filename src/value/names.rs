//! The names that a template uses, before it is rendered: what no paper has is found on every path, taken or not.

use std::ops::Range;

use minijinja::machinery::ast::{CallArg, Expr, Stmt};
use minijinja::machinery::{Span, parse};
use minijinja::value::ValueKind;
use minijinja::{Environment, Value};

use super::{ValueError, explain, syntax};

/// The names in `template` that stand for nothing, in order; `shape` is a value of every kind that can be named. A
/// template that cannot be parsed names nothing.
pub(super) fn unknown(template: &str, shape: &Value, engine: &Environment) -> Vec<ValueError> {
    let Ok(Stmt::Template(parsed)) = parse(template, "", syntax()) else { return Vec::new() };
    let scope = engine.globals().map(|(name, _)| (name.to_owned(), None)).collect();
    let mut names = Names { template, shape, scope, guarded: Vec::new(), found: Vec::new() };
    names.statements(&parsed.children);
    let Names { guarded, found, .. } = names;
    let is_guarded = |name: &str| guarded.contains(&name);
    found.into_iter().filter(|(name, _)| !is_guarded(name)).map(|(_, error)| error).collect()
}

/// What a walk over a template has come by.
struct Names<'t> {
    template: &'t str,
    /// Where names are looked up at last.
    shape: &'t Value,
    /// Names that the template itself or the engine gives, the innermost last, each with a value of its kind if one is
    /// known.
    scope: Vec<(String, Option<Value>)>,
    /// What the template asks about before it uses it: `x is defined`.
    guarded: Vec<&'t str>,
    found: Vec<(&'t str, ValueError)>,
}

impl<'t> Names<'t> {
    fn statements(&mut self, statements: &[Stmt<'t>]) {
        statements.iter().for_each(|statement| self.statement(statement));
    }

    /// Statements that keep what they set to themselves.
    fn within(&mut self, targets: Vec<(&Expr<'t>, Option<Value>)>, statements: &[Stmt<'t>]) {
        let outer = self.scope.len();
        targets.into_iter().for_each(|(target, value)| self.bind(target, value));
        self.statements(statements);
        self.scope.truncate(outer);
    }

    fn statement(&mut self, statement: &Stmt<'t>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitExpr(emitted) => drop(self.value(&emitted.expr)),
            Stmt::EmitRaw(_) => {}
            Stmt::ForLoop(all) => {
                let item = self.value(&all.iter).and_then(|list| list.try_iter().ok()?.next());
                let outer = self.scope.len();
                self.scope.push(("loop".to_owned(), None));
                self.bind(&all.target, item);
                all.filter_expr.iter().for_each(|filter| drop(self.value(filter)));
                self.statements(&all.body);
                self.scope.truncate(outer);
                self.within(Vec::new(), &all.else_body);
            }
            Stmt::IfCond(choice) => {
                self.value(&choice.expr);
                self.statements(&choice.true_body);
                self.statements(&choice.false_body);
            }
            Stmt::WithBlock(with) => {
                let targets = with.assignments.iter().map(|(target, value)| (target, self.value(value))).collect();
                self.within(targets, &with.body);
            }
            Stmt::Set(set) => {
                let value = self.value(&set.expr);
                self.bind(&set.target, value);
            }
            Stmt::SetBlock(set) => {
                self.within(Vec::new(), &set.body);
                set.filter.iter().for_each(|filter| drop(self.value(filter)));
                self.bind(&set.target, None);
            }
            Stmt::AutoEscape(escape) => self.within(Vec::new(), &escape.body),
            Stmt::FilterBlock(filtered) => {
                self.value(&filtered.filter);
                self.within(Vec::new(), &filtered.body);
            }
            Stmt::Do(call) => {
                self.value(&call.call.expr);
                self.arguments(&call.call.args);
            }
        }
    }

    fn bind(&mut self, target: &Expr<'t>, value: Option<Value>) {
        match target {
            Expr::Var(name) => self.scope.push((name.id.to_owned(), value)),
            Expr::List(list) => list.items.iter().for_each(|item| self.bind(item, None)),
            Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.bind(item, None)),
            _ => {}
        }
    }

    /// A value of the kind that an expression has, if that can be told.
    fn value(&mut self, expression: &Expr<'t>) -> Option<Value> {
        match expression {
            Expr::Var(name) => {
                if let Some((_, value)) = self.scope.iter().rev().find(|(known, _)| known == name.id) {
                    return value.clone();
                }
                self.attribute(&self.shape.clone(), name.id, name.span())
            }
            Expr::GetAttr(attribute) => {
                let owner = self.value(&attribute.expr)?;
                self.attribute(&owner, attribute.name, attribute.span())
            }
            Expr::GetItem(item) => {
                let owner = self.value(&item.expr);
                self.value(&item.subscript_expr);
                match (owner?, item.subscript_expr.as_const()) {
                    (owner, Some(key)) if key.as_str().is_some() && owner.kind() == ValueKind::Map => {
                        self.attribute(&owner, key.as_str()?, item.span())
                    }
                    (owner, _) if owner.kind() == ValueKind::Seq => owner.try_iter().ok()?.next(),
                    _ => None,
                }
            }
            Expr::Filter(filter) => {
                if matches!(filter.name, "default" | "d") {
                    filter.expr.iter().for_each(|expression| self.guard(expression));
                }
                let value = filter.expr.as_ref().and_then(|expression| self.value(expression));
                self.arguments(&filter.args);
                match filter.name {
                    "first" | "last" | "min" | "max" => value?.try_iter().ok()?.next(),
                    "sort" | "reverse" | "unique" | "list" | "select" | "reject" | "selectattr" | "rejectattr" => value,
                    _ => None,
                }
            }
            Expr::Test(test) => {
                if matches!(test.name, "defined" | "undefined") {
                    self.guard(&test.expr);
                }
                self.value(&test.expr);
                self.arguments(&test.args);
                None
            }
            Expr::Call(call) => {
                // Which functions and methods there are is the engine's to say.
                match &call.expr {
                    Expr::Var(_) => {}
                    Expr::GetAttr(method) => drop(self.value(&method.expr)),
                    other => drop(self.value(other)),
                }
                self.arguments(&call.args);
                None
            }
            Expr::Slice(slice) => {
                let value = self.value(&slice.expr);
                [&slice.start, &slice.stop, &slice.step].into_iter().flatten().for_each(|at| drop(self.value(at)));
                value
            }
            Expr::UnaryOp(unary) => {
                self.value(&unary.expr);
                None
            }
            Expr::BinOp(binary) => {
                self.value(&binary.left);
                self.value(&binary.right);
                None
            }
            Expr::Compare(compared) => {
                self.value(&compared.expr);
                compared.ops.iter().for_each(|other| drop(self.value(&other.expr)));
                None
            }
            Expr::IfExpr(choice) => {
                self.value(&choice.test_expr);
                let value = self.value(&choice.true_expr);
                choice.false_expr.iter().for_each(|expression| drop(self.value(expression)));
                value
            }
            Expr::List(list) => self.all(&list.items),
            Expr::Tuple(tuple) => self.all(&tuple.items),
            Expr::Map(map) => self.all(&map.keys).or_else(|| self.all(&map.values)),
            Expr::Const(_) => None,
        }
    }

    fn all(&mut self, expressions: &[Expr<'t>]) -> Option<Value> {
        expressions.iter().for_each(|expression| drop(self.value(expression)));
        None
    }

    fn arguments(&mut self, arguments: &[CallArg<'t>]) {
        for argument in arguments {
            let (CallArg::Pos(value) | CallArg::Kwarg(_, value)) = argument else { continue };
            self.value(value);
        }
    }

    /// The value that `owner` has under a name; what it has not is found. Nothing is known of what is in `none`.
    fn attribute(&mut self, owner: &Value, name: &str, span: Span) -> Option<Value> {
        if owner.kind() == ValueKind::None {
            return None;
        }
        let value = owner.get_attr(name).ok().filter(|value| !value.is_undefined());
        if value.is_none() {
            let range = explain::clamp(self.template, range(span));
            let written = self.template.get(range.clone()).unwrap_or_default();
            let keys: Vec<Value> = owner.try_iter().map_or(Vec::new(), Iterator::collect);
            self.found.push((written, explain::unknown(written, name, &keys, range)));
        }
        value
    }

    fn guard(&mut self, expression: &Expr<'t>) {
        self.guarded.extend(self.template.get(explain::clamp(self.template, range(expression.span()))));
    }
}

pub(super) fn range(span: Span) -> Range<usize> {
    span.start_offset as usize..span.end_offset as usize
}
