"""Reads a JSON array of filters and of orders, and prints the tree of each, or null for what is none.

The grammars are written anew, for the same kind of parser that the original has: of two readings it shifts.
"""
import json
import sys

from lark import Lark, LarkError, Transformer

FILTER = r"""
    start: condition
    condition: NAME SIGN operand    -> compare
        | "!" condition             -> negate
        | condition JOIN condition  -> join
        | "(" condition ")"         -> group
    operand: NUMBER                 -> number
        | WORD                      -> word
        | TEXT                      -> text
        | "[" [operand ("," operand)*] "]" -> array
    SIGN: "==" | "!=" | ">=" | "<=" | ">" | "<" | "contains" | "isnot" | "is" | "in" | "ilike" | "like"
    JOIN: /[&|]/
    WORD: "null" | "true" | "false"
    %import common.CNAME -> NAME
    %import common.SIGNED_NUMBER -> NUMBER
    %import common.ESCAPED_STRING -> TEXT
    %import common.WS
    %ignore WS
"""

ORDER = r"""
    start: [field ("," field)*]
    field: [MARK] NAME
    MARK: /[+-]/
    %import common.CNAME -> NAME
    %import common.WS
    %ignore WS
"""


class FilterTree(Transformer):
    start = group = lambda self, parts: parts[0]
    compare = lambda self, parts: ["compare", str(parts[0]), str(parts[1]), parts[2]]
    negate = lambda self, parts: ["not", parts[0]]
    join = lambda self, parts: ["and" if parts[1] == "&" else "or", parts[0], parts[2]]
    number = lambda self, parts: float(parts[0]) if set(parts[0]) & set(".eE") else int(parts[0])
    word = lambda self, parts: json.loads(parts[0])
    text = lambda self, parts: parts[0][1:-1].replace('\\"', '"')
    array = lambda self, parts: list(parts)


class OrderTree(Transformer):
    start = lambda self, parts: list(parts)
    field = lambda self, parts: ("-" if parts[0] == "-" else "+") + str(parts[-1])


def tree(parser, transformer, text):
    try:
        return transformer.transform(parser.parse(text))
    except LarkError:
        return None


filters = Lark(FILTER, parser="lalr", maybe_placeholders=False)
orders = Lark(ORDER, parser="lalr", maybe_placeholders=False)
asked = json.load(sys.stdin)
json.dump(
    {
        "filters": [tree(filters, FilterTree(), text) for text in asked["filters"]],
        "orders": [tree(orders, OrderTree(), text) for text in asked["orders"]],
    },
    sys.stdout,
)
