//! A bound on what a template makes of its values, before it is rendered: a list may stand many times in another one
//! and that in a third, which takes no room and no fuel, and as good as for ever where two such lists are compared.

use std::collections::HashMap;

use minijinja::machinery::ast::{CallArg, Expr, Stmt};
use minijinja::machinery::parse;

use super::names::range;
use super::{ValueError, explain, syntax};

/// Mentions of other values that a value may be made of, with those that went into these.
const MAX_MENTIONS: u64 = 10_000;

/// What a template can call beside a loop that goes into itself.
const FUNCTIONS: [&str; 2] = ["dict", "range"];

/// Refuses a template that makes more of its values. One that cannot be parsed makes nothing.
pub(super) fn check(template: &str) -> Result<(), ValueError> {
    let Ok(Stmt::Template(parsed)) = parse(template, "", syntax()) else { return Ok(()) };
    let mut growth = Growth { template, sizes: HashMap::new(), loops: Vec::new(), excess: None };
    growth.statements(&parsed.children);
    growth.excess.map_or(Ok(()), Err)
}

struct Growth<'t> {
    template: &'t str,
    /// Of how many mentions a name's value may be made, whatever way a rendering takes. A name that is not here is the
    /// paper's.
    sizes: HashMap<&'t str, u64>,
    /// The sizes of what the loops go over that go into themselves and are open.
    loops: Vec<u64>,
    excess: Option<ValueError>,
}

impl<'t> Growth<'t> {
    fn statements(&mut self, statements: &[Stmt<'t>]) {
        statements.iter().for_each(|statement| self.statement(statement));
    }

    /// What a loop sets is forgotten with each round, so that one look at it is enough.
    fn statement(&mut self, statement: &Stmt<'t>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitExpr(emitted) => {
                self.size(&emitted.expr);
            }
            Stmt::EmitRaw(_) => {}
            Stmt::ForLoop(all) => {
                let size = self.size(&all.iter);
                self.bind(&all.target, size);
                self.loops.extend(all.recursive.then_some(size));
                if let Some(filter) = &all.filter_expr {
                    self.size(filter);
                }
                self.statements(&all.body);
                self.loops.truncate(self.loops.len() - usize::from(all.recursive));
                self.statements(&all.else_body);
            }
            Stmt::IfCond(choice) => {
                self.size(&choice.expr);
                self.statements(&choice.true_body);
                self.statements(&choice.false_body);
            }
            Stmt::WithBlock(with) => {
                for (target, value) in &with.assignments {
                    let size = self.size(value);
                    self.bind(target, size);
                }
                self.statements(&with.body);
            }
            Stmt::Set(set) => {
                let size = self.size(&set.expr);
                self.bind(&set.target, size);
            }
            // Text, which counts as what is printed.
            Stmt::SetBlock(set) => self.statements(&set.body),
            Stmt::AutoEscape(escape) => self.statements(&escape.body),
            Stmt::FilterBlock(filtered) => self.statements(&filtered.body),
            Stmt::Do(call) => {
                self.call(&call.call.expr, &call.call.args);
            }
        }
    }

    fn bind(&mut self, target: &Expr<'t>, size: u64) {
        match target {
            Expr::Var(name) => {
                let known = self.sizes.entry(name.id).or_default();
                *known = size.max(*known);
            }
            Expr::List(list) => list.items.iter().for_each(|item| self.bind(item, size)),
            Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.bind(item, size)),
            _ => {}
        }
    }

    /// Of how many mentions what an expression stands for may be made: at most of all that stand in it.
    fn size(&mut self, expression: &Expr<'t>) -> u64 {
        let size = match expression {
            Expr::Var(name) => self.sizes.get(name.id).copied().unwrap_or(1),
            Expr::Const(_) => 1,
            Expr::GetAttr(attribute) => self.size(&attribute.expr),
            Expr::GetItem(item) => {
                self.size(&item.subscript_expr);
                self.size(&item.expr)
            }
            Expr::Slice(slice) => {
                for bound in [&slice.start, &slice.stop, &slice.step].into_iter().flatten() {
                    self.size(bound);
                }
                self.size(&slice.expr)
            }
            Expr::Filter(filter) => {
                let own = filter.expr.as_ref().map_or(0, |expression| self.size(expression));
                own.saturating_add(self.arguments(&filter.args))
            }
            Expr::Test(test) => {
                self.size(&test.expr);
                self.arguments(&test.args);
                1
            }
            Expr::Call(call) => self.call(&call.expr, &call.args),
            Expr::UnaryOp(unary) => self.size(&unary.expr),
            Expr::BinOp(binary) => self.size(&binary.left).saturating_add(self.size(&binary.right)),
            Expr::Compare(compared) => {
                self.size(&compared.expr);
                for other in &compared.ops {
                    self.size(&other.expr);
                }
                1
            }
            Expr::IfExpr(choice) => {
                self.size(&choice.test_expr);
                let other = choice.false_expr.as_ref().map_or(0, |expression| self.size(expression));
                self.size(&choice.true_expr).max(other)
            }
            Expr::List(list) => 1 + self.all(&list.items),
            Expr::Tuple(tuple) => 1 + self.all(&tuple.items),
            Expr::Map(map) => 1 + self.all(&map.keys).saturating_add(self.all(&map.values)),
        };
        if size > MAX_MENTIONS {
            self.excess(expression);
        }
        // So that nothing overflows.
        size.min(MAX_MENTIONS + 1)
    }

    fn call(&mut self, function: &Expr<'t>, arguments: &[CallArg<'t>]) -> u64 {
        let (name, owner) = match function {
            Expr::Var(name) => (Some(name.id), 1),
            other => (None, self.size(other)),
        };
        let size = self.arguments(arguments);
        let is_loop = name.is_some_and(|name| !FUNCTIONS.contains(&name));
        if is_loop && self.loops.iter().any(|begun| size > *begun) {
            // Each round would go into more than the last one.
            self.excess(function);
        }
        owner.saturating_add(size)
    }

    fn all(&mut self, expressions: &[Expr<'t>]) -> u64 {
        expressions.iter().map(|expression| self.size(expression)).fold(0, u64::saturating_add)
    }

    fn arguments(&mut self, arguments: &[CallArg<'t>]) -> u64 {
        let sizes = arguments.iter().map(|argument| match argument {
            CallArg::Pos(value) | CallArg::Kwarg(_, value) => self.size(value),
            CallArg::PosSplat(value) | CallArg::KwargSplat(value) => self.size(value),
        });
        sizes.fold(0, u64::saturating_add)
    }

    fn excess(&mut self, expression: &Expr<'t>) {
        let range = explain::clamp(self.template, range(expression.span()));
        self.excess.get_or_insert_with(|| explain::grown(range));
    }
}
