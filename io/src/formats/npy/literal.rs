//! The Python literals that an `.npy` header is written in, whatever its spaces, key order, quotes and trailing commas.

use std::iter::Peekable;
use std::str::Chars;

/// A Python literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    Text(String),
    Integer(i128),
    Bool(bool),
    None,
    Tuple(Vec<Literal>),
    List(Vec<Literal>),
    /// Entries with text as key.
    Dict(Vec<(String, Literal)>),
}

impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(f, "'{text}'"),
            Self::Integer(n) => write!(f, "{n}"),
            Self::Bool(true) => f.write_str("True"),
            Self::Bool(false) => f.write_str("False"),
            Self::None => f.write_str("None"),
            Self::Tuple(_) => f.write_str("a tuple"),
            Self::List(_) => f.write_str("a list"),
            Self::Dict(_) => f.write_str("a dictionary"),
        }
    }
}

/// Nesting that is followed; a structured dtype has a few levels.
const DEEPEST: usize = 32;

/// Parses one literal with nothing but white space (or NUL padding) after it. The error says what was met, in words.
pub(super) fn parse(text: &str) -> Result<Literal, String> {
    let mut parser = Parser { rest: text.chars().peekable(), depth: 0 };
    let literal = parser.literal()?;
    match parser.peek() {
        None | Some('\0') => Ok(literal),
        Some(c) => Err(format!("'{c}' follows its end")),
    }
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    depth: usize,
}

impl Parser<'_> {
    /// The next character that is no white space.
    fn peek(&mut self) -> Option<char> {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
        self.rest.peek().copied()
    }

    fn literal(&mut self) -> Result<Literal, String> {
        match self.peek() {
            None => Err("it ends too early".to_owned()),
            Some('\'' | '"') => self.text().map(Literal::Text),
            Some('(') => self.tuple(),
            Some('[') => {
                let mut items = Vec::new();
                self.items(']', |parser| {
                    items.push(parser.literal()?);
                    Ok(())
                })?;
                Ok(Literal::List(items))
            }
            Some('{') => {
                let mut entries = Vec::new();
                self.items('}', |parser| {
                    let Literal::Text(key) = parser.literal()? else { return Err("a key is no text".to_owned()) };
                    if parser.peek() != Some(':') {
                        return Err(format!("no ':' follows '{key}'"));
                    }
                    parser.rest.next();
                    entries.push((key, parser.literal()?));
                    Ok(())
                })?;
                Ok(Literal::Dict(entries))
            }
            Some(c) if c.is_ascii_digit() || c == '-' || c == '+' => self.integer(),
            // Python 2 may have written u'text' or b'text'.
            Some('u' | 'b') => {
                self.rest.next();
                match self.rest.peek() {
                    Some('\'' | '"') => self.text().map(Literal::Text),
                    _ => Err("a word stands where a value should".to_owned()),
                }
            }
            Some(_) => self.word(),
        }
    }

    /// `(a, b)`, `(a,)`, `()`; `(a)` is `a`.
    fn tuple(&mut self) -> Result<Literal, String> {
        let mut items = Vec::new();
        let comma = self.items(')', |parser| {
            items.push(parser.literal()?);
            Ok(())
        })?;
        match items.pop() {
            Some(only) if items.is_empty() && !comma => Ok(only),
            last => {
                items.extend(last);
                Ok(Literal::Tuple(items))
            }
        }
    }

    /// Items up to `close`, separated by commas; whether a comma came last.
    fn items(&mut self, close: char, mut item: impl FnMut(&mut Self) -> Result<(), String>) -> Result<bool, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} deep"));
        }
        self.rest.next();
        let mut comma = false;
        loop {
            if self.peek() == Some(close) {
                self.rest.next();
                self.depth -= 1;
                return Ok(comma);
            }
            item(self)?;
            comma = self.peek() == Some(',');
            if comma {
                self.rest.next();
            } else if self.peek() != Some(close) {
                return Err(match self.peek() {
                    Some(c) => format!("'{c}' stands where ',' or '{close}' should"),
                    None => format!("'{close}' is missing"),
                });
            }
        }
    }

    fn text(&mut self) -> Result<String, String> {
        let quote = self.rest.next();
        let mut text = String::new();
        while let Some(c) = self.rest.next() {
            match c {
                _ if Some(c) == quote => return Ok(text),
                '\\' => text.push(self.escape()?),
                _ => text.push(c),
            }
        }
        Err("a text has no end".to_owned())
    }

    fn escape(&mut self) -> Result<char, String> {
        let digits = match self.rest.next() {
            Some('n') => return Ok('\n'),
            Some('t') => return Ok('\t'),
            Some('r') => return Ok('\r'),
            Some(c @ ('\\' | '\'' | '"')) => return Ok(c),
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => return Err("a text has an unknown escape".to_owned()),
        };
        let mut code = 0_u32;
        for _ in 0..digits {
            let digit = self.rest.next().and_then(|c| c.to_digit(16)).ok_or("a text has an unfinished escape")?;
            code = code.wrapping_mul(16).wrapping_add(digit);
        }
        char::from_u32(code).ok_or_else(|| "a text has an escape that is no character".to_owned())
    }

    fn integer(&mut self) -> Result<Literal, String> {
        let mut digits = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '_')) {
            if c != '_' {
                digits.push(c);
            }
        }
        // Python 2 wrote long integers as 5L.
        self.rest.next_if(|c| matches!(c, 'L' | 'l'));
        if let Some(c) = self.rest.peek().copied().filter(|c| c.is_alphanumeric() || *c == '.') {
            return Err(format!("'{c}' follows the number {digits}"));
        }
        digits.parse().map(Literal::Integer).map_err(|_| format!("the number {digits} is none that an array can have"))
    }

    fn word(&mut self) -> Result<Literal, String> {
        let mut word = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
            word.push(c);
        }
        match word.as_str() {
            "True" => Ok(Literal::Bool(true)),
            "False" => Ok(Literal::Bool(false)),
            "None" => Ok(Literal::None),
            "" => Err(format!("'{}' stands where a value should", self.rest.peek().copied().unwrap_or('?'))),
            _ => Err(format!("the word {word} stands where a value should")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_order_quotes_and_commas_do_not_matter() {
        let tuple = |axes: &[i128]| Literal::Tuple(axes.iter().copied().map(Literal::Integer).collect());
        for (text, axes) in [
            ("{'shape': (3, 5)}", &[3, 5][..]),
            ("{ \"shape\":\n\t( 3L ,5 , ) , }   \n", &[3, 5]),
            ("{u'shape':(7,)}\0\0", &[7]),
            ("{'sh\\x61pe': ()}", &[]),
        ] {
            assert_eq!(parse(text), Ok(Literal::Dict(vec![("shape".to_owned(), tuple(axes))])), "{text}");
        }
        assert_eq!(parse("(5)"), Ok(Literal::Integer(5)));
        assert_eq!(parse("[None, True]"), Ok(Literal::List(vec![Literal::None, Literal::Bool(true)])));
    }

    #[test]
    fn nonsense_is_an_error_in_words() {
        let deep = "(".repeat(100_000);
        for text in [
            "",
            "{",
            "{'a'}",
            "{'a': }",
            "{'a': 1} x",
            "'a",
            "'\\q'",
            "(1 2)",
            "1.5",
            "--",
            "99999999999999999999999999999999999999999999",
            "{1: 2}",
            "open('x')",
            ",",
            &deep,
        ] {
            assert!(!parse(text).unwrap_err().is_empty(), "{text}");
        }
    }
}
