//! Expressions become plain text, values in templates become Typst literals, and neither can run away.

use std::collections::BTreeMap;

use chancery::table::Datum;
use chancery::value::{Context, Rendered, evaluate, render};
use proptest::prelude::*;
use serde_json::json;

#[test]
fn an_expression_becomes_plain_text() {
    let cases = [
        ("vars.host", "Dutch police"),
        (" vars.host ", "Dutch police"),
        ("paper.title", "A \"b\" \\ #c *d*"),
        ("vars.count", "13"),
        ("vars.share", "0.5"),
        ("vars.whole", "2.0"),
        ("vars.large", "1000000000000000000000.0"),
        ("'2 * 3'", "2 * 3"),
        ("vars.open", "true"),
        ("not vars.open", "false"),
        ("vars.count + 1", "14"),
        ("vars.host | upper", "DUTCH POLICE"),
        ("vars.cities | join(' and ')", "Amsterdam and The Hague"),
        ("vars.cities[0]", "Amsterdam"),
        ("vars.event.city", "Amsterdam"),
        ("'open' if vars.open else 'closed'", "open"),
        ("vars.none | default('x')", "x"),
        ("vars.host | safe", "Dutch police"),
        ("'{{ vars.host }}'", "{{ vars.host }}"),
    ];
    for (expression, expected) in cases {
        assert_eq!(evaluate(expression, &context()).as_deref(), Ok(expected), "{expression}");
    }
}

#[test]
fn an_expression_that_fails_is_answered_at_its_place() {
    let path = "Name a value, such as `vars.host`; text stands in quotes, filters after `|`.";
    let filters = "Filters that help in prose are `join`, `upper`, `lower`, `title`, `length`, `round` and `default`.";
    let cases = [
        ("vars.hsot", "vars.hsot", "there is no value `vars.hsot`", "Did you mean `vars.host`?"),
        ("1 + vars.hsot.name", "vars.hsot", "there is no value `vars.hsot`", "Did you mean `vars.host`?"),
        ("vasr.host", "vasr", "there is no value `vasr`", "Did you mean `vars`?"),
        (
            "vars.event.ctiy",
            "vars.event.ctiy",
            "there is no value `vars.event.ctiy`",
            "Did you mean `vars.event.city`?",
        ),
        (
            "vars.sponsor",
            "vars.sponsor",
            "there is no value `vars.sponsor`",
            "Define it under `[vars]` in `paper.toml`: `sponsor = \"…\"`.",
        ),
        ("xyz", "xyz", "there is no value `xyz`", "There are `paper` and `vars`."),
        ("'a' if false", "'a' if false", "`'a' if false` has no value", "Give it one, or name another value."),
        (
            "vars.cities",
            "vars.cities",
            "`vars.cities` is a list",
            "Join its items, such as `{{ vars.hosts | join(\", \") }}`.",
        ),
        ("vars.event", "vars.event", "`vars.event` is a table", "Name one of its values: add `.city`."),
        ("paper.subtitle", "paper.subtitle", "`paper.subtitle` has no value", "Give it one, or name another value."),
        ("vars.host +", "+", "this ends too early", path),
        ("vars.host vars", "vars", "`vars` is one thing too many", path),
        ("", "", "this ends too early", path),
        ("vars.hôst", "ô", "`ô` cannot stand here", path),
        (
            "1 + vars.host",
            "1 + vars.host",
            "`1 + vars.host` cannot be worked out: `+` does not go with a number and text",
            "Check what kinds of values it uses.",
        ),
        ("vars.host | uper", "uper", "`uper` names a filter that does not exist", filters),
        ("vars.host.shout()", "vars.host.shout()", "`vars.host.shout()` calls something that does not exist", filters),
        ("'a\\nb'", "'a\\nb'", "`'a\\nb'` holds a line break", "Write text of one line."),
        ("'\\u0007'", "'\\u0007'", "`'\\u0007'` holds the control character U+0007", "Delete it."),
        (
            "vars.huge + 1",
            "vars.huge + 1",
            "`vars.huge + 1` is a number that is too large",
            "Write it as text, in quotes.",
        ),
        (
            "2 * '*'",
            "*",
            "an expression cannot multiply",
            "Work out the number and write it down, or give it under `[vars]` in `paper.toml`.",
        ),
        (
            "1e308 + 1e308",
            "1e308 + 1e308",
            "`1e308 + 1e308` is too large or no number at all",
            "Check what it is made of.",
        ),
    ];
    for (expression, place, message, help) in cases {
        let error = evaluate(expression, &context()).unwrap_err();
        let found = (&expression[error.range], error.message.as_str(), error.help.as_deref().unwrap());
        assert_eq!(found, (place, message, help), "{expression}");
    }
}

#[test]
fn a_value_in_a_template_becomes_one_typst_literal() {
    let cases = [
        ("{{ paper.title }}", r##""A \"b\" \\ #c *d*""##),
        ("{{ paper.title | safe }}", r##""A \"b\" \\ #c *d*""##),
        ("{% autoescape true %}{{ paper.title }}{% endautoescape %}", r##""A \"b\" \\ #c *d*""##),
        ("{{ 'a\\nb\\t' }}", r#""a\nb\t""#),
        ("{{ '{{ x }}' }}", r#""{{ x }}""#),
        ("{{ vars.count }}", "13"),
        ("{{ vars.share }}", "0.5"),
        ("{{ vars.whole }}", "2.0"),
        ("{{ vars.open }}", "true"),
        ("{{ paper.subtitle }}", "none"),
        ("{{ [] }}", "()"),
        ("{{ [1] }}", "(1,)"),
        ("{{ vars.cities }}", r#"("Amsterdam", "The Hague")"#),
        ("{{ {} }}", "(:)"),
        ("{{ {'a b': [{}], 'c\"': none} }}", r#"("a b": ((:),), "c\"": none)"#),
        ("{{ paper.date }}", "datetime(year: 2013, month: 6, day: 1)"),
        ("{{ [paper.date] }}", "(datetime(year: 2013, month: 6, day: 1),)"),
    ];
    for (template, expected) in cases {
        let rendered = render(template, &context()).unwrap();
        assert_eq!(rendered.text, expected, "{template}");
        assert!(rendered.values.iter().eq([&(0..expected.len())]), "{template}");
    }
}

#[test]
fn a_template_says_where_each_value_and_line_came_from() {
    let template = r#"#let title = {{ paper.title }}
{# who and where #}
{% for city in vars.cities %}
#include {{ city }}
{% if loop.first %}
  first
{% endif %}
{% endfor %}

#end({{ vars.count }}, {{ vars.open }})
"#;
    let Rendered { text, values, lines } = render(template, &context()).unwrap();
    let expected = r#"#let title = "A \"b\" \\ #c *d*"
#include "Amsterdam"
  first
#include "The Hague"

#end(13, true)
"#;
    assert_eq!(text, expected);
    let values: Vec<_> = values.into_iter().map(|range| &text[range]).collect();
    assert_eq!(values, [r##""A \"b\" \\ #c *d*""##, "\"Amsterdam\"", "\"The Hague\"", "13", "true"]);
    let starts: Vec<_> = lines.iter().map(|&at| template[at..].lines().next().unwrap_or_default()).collect();
    let expected = [
        "#let title = {{ paper.title }}",
        "#include {{ city }}",
        "  first",
        "#include {{ city }}",
        "",
        "#end({{ vars.count }}, {{ vars.open }})",
        "",
    ];
    assert_eq!(starts, expected);
}

#[test]
fn a_template_that_fails_is_answered_at_its_place() {
    let tags = "Templates know `for`, `if`, `set`, `with` and `filter`; what is fixed can be a Typst file beside them.";
    let cases = [
        ("é\n{{ paper.titel }}", "paper.titel", "there is no value `paper.titel`", "Did you mean `paper.title`?"),
        (
            "{% for city in vars.cities %}{{ city.name }}{% endfor %}",
            "city.name",
            "there is no value `city.name`",
            "Check its spelling.",
        ),
        (
            "{% for x in vars.count %}{% endfor %}",
            "vars.count",
            "`vars.count` cannot be worked out: a number is not a list",
            "Check what kinds of values it uses.",
        ),
        ("{% include 'other.typ' %}", "include", "templates cannot use `include`", tags),
        ("{% extends 'other.typ' %}", "extends", "templates cannot use `extends`", tags),
        ("{% import 'other.typ' as x %}", "import", "templates cannot use `import`", tags),
        ("{% macro x() %}{% endmacro %}", "macro", "templates cannot use `macro`", tags),
        (
            "{% raw %}{{{% endraw %}",
            "{% raw %}",
            "templates cannot use `raw`",
            "Move the text into a Typst file beside the template.",
        ),
        (
            "{{ range }}",
            "range",
            "`range` cannot be printed",
            "Print a text, a number, a truth value, a list or a table.",
        ),
        ("{{ {1: 2} }}", "{1: 2}", "`{1: 2}` has a key that is not text", "Put its keys in quotes."),
        ("{{ '\\u0007' }}", "'\\u0007'", "`'\\u0007'` holds the control character U+0007", "Delete it."),
    ];
    for (template, place, message, help) in cases {
        let error = render(template, &context()).unwrap_err();
        let found = (&template[error.range], error.message.as_str(), error.help.as_deref().unwrap());
        assert_eq!(found, (place, message, help), "{template}");
    }
}

#[test]
fn nothing_runs_away() {
    let chain = |link: &str| format!("1{}", link.repeat(100_000));
    let expressions = [
        chain(" + 1"),
        chain("|e"),
        chain(".a"),
        "(".repeat(100_000),
        "not ".repeat(100_000),
        "'x' * 1000000000".into(),
        "range(10000) | list | string * 100000".into(),
        "[[1] * 100000] * 100000".into(),
        "range(9999) | map(attribute='x', default=range(9999) | list) | string".into(),
        "range(9999) | batch(9999, range(9999) | list) | string".into(),
        "namespace(a=1)".into(),
        "debug()".into(),
    ];
    for expression in &expressions {
        assert!(evaluate(expression, &context()).is_err());
        for before in
            ["", "}}", "{{ '}}' }}", "{# {{ ' #}", "{% raw %}{{ '{% endraw %}", "{%- raw -%}{{ ( {% endraw %}"]
        {
            assert!(render(&format!("{before}{{{{ {expression} }}}}"), &context()).is_err());
        }
    }
    let templates = [
        "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}".into(),
        "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}".into(),
        "{% for a in vars.cities recursive %}{{ loop(vars.cities) }}{% endfor %}".into(),
        format!("{{% if vars.x %}}{}", "{% elif vars.x %}".repeat(100_000)),
        "{% if true %}".repeat(100_000),
        format!("{{% set x = 1 %}}{}{{{{ x }}}}", "{% set x = [x] %}".repeat(900)),
        // Each takes no room, and is as large as the text is long, to the power of two.
        format!("{{% set a = [1] %}}{}{{{{ a == a }}}}", "{% set a = [a, a] %}".repeat(40)),
        format!("{{% set a = [1] %}}{}{{{{ a == a }}}}", "{% set a = {'a': a, 'b': a} %}".repeat(40)),
        format!("{{% set a = [1] %}}{}{{{{ [1] in a }}}}", "{% set a = (a + a) | list %}".repeat(40)),
        format!("{}{{{{ a == b }}}}{}", "{% with a = [a, a], b = [b, b] %}".repeat(40), "{% endwith %}".repeat(40)),
        "{% for a in vars.cities recursive %}{% if loop.depth < 60 %}{{ loop([[a, a]]) }}{% else %}{{ a == a }}\
         {% endif %}{% endfor %}"
            .into(),
        "{% set n = namespace(x=1) %}{% for a in range(10000) %}{% set n.x = [n.x] %}{% endfor %}".into(),
    ];
    for template in templates {
        assert!(render(&template, &context()).is_err(), "{}", &template[..60]);
    }
}

/// What `[vars]` holds can be named as it was written.
#[test]
fn data_of_a_manifest_can_be_named() {
    let vars = Datum::Table(BTreeMap::from([(
        "hosts".to_owned(),
        Datum::List(vec![Datum::Text("é".into()), Datum::Integer(-1)]),
    )]));
    let context = Context::new(BTreeMap::from([("vars", vars)]));
    assert_eq!(evaluate("vars.hosts | join(', ')", &context).as_deref(), Ok("é, -1"));
}

proptest! {
    #[test]
    fn no_text_makes_expressions_or_templates_panic(noise in "(\\{\\{|\\}\\}|\\{%|%\\}|\\{#|#\\}|for x in|endfor|if|elif|else|endif|set|vars|raw|endraw|[a-z0-9()\\[\\]{}.,:|~+*/ \n'\"\\\\é-]){0,40}") {
        let _ = evaluate(&noise, &context()).map_err(|error| noise[error.range].len());
        let _ = render(&noise, &context()).map_err(|error| noise[error.range].len());
    }

    #[test]
    fn any_text_is_a_literal_that_says_the_same(text in "[ -~\u{a0}-\u{2027}\n\t]{0,40}") {
        let rendered = render("#f({{ text }})", &Context::new(json!({ "text": text }))).unwrap();
        let literal = &rendered.text[rendered.values[0].clone()];
        let node = typst_syntax::parse_code(literal);
        let string = node.children().next().and_then(|child| child.cast::<typst_syntax::ast::Str>()).unwrap();
        prop_assert_eq!(string.get().to_string(), text);
    }
}

fn context() -> Context {
    Context::new(json!({
        "paper": { "title": "A \"b\" \\ #c *d*", "subtitle": null, "date": { "$datetime": [2013, 6, 1] } },
        "vars": {
            "host": "Dutch police", "count": 13, "share": 0.5, "whole": 2.0, "large": 1e21, "huge": i64::MAX, "open": true,
            "cities": ["Amsterdam", "The Hague"], "event": { "city": "Amsterdam" },
        },
    }))
}
