//! What a person types as a number: with a unit, a decimal comma, or as arithmetic such as `2*pi`, `1e-3/4` or `sqrt(2)`.

use std::f64::consts::{E, PI, TAU};

/// Units that are converted into each other: names of one quantity, each with its size.
const QUANTITIES: [&[(&str, f64)]; 4] = [
    &[("nm", 1e-9), ("µm", 1e-6), ("um", 1e-6), ("mm", 1e-3), ("cm", 1e-2), ("m", 1.0), ("km", 1e3)],
    &[("ns", 1e-9), ("µs", 1e-6), ("us", 1e-6), ("ms", 1e-3), ("s", 1.0), ("min", 60.0), ("h", 3600.0)],
    &[("°", PI / 180.0), ("deg", PI / 180.0), ("rad", 1.0), ("turn", TAU)],
    &[("B", 1.0), ("KiB", 1024.0), ("MiB", 1_048_576.0), ("GiB", 1_073_741_824.0)],
];

/// Names that take numbers in brackets.
const FUNCTIONS: [&str; 23] = [
    "sqrt", "cbrt", "abs", "exp", "ln", "log", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "floor", "ceil", "round", "degrees",
    "radians", "min", "max", "pow", "atan2",
];

/// The value of a text in a unit, or what is wrong with the text, in words.
pub fn evaluate(text: &str, unit: &str) -> Result<f64, String> {
    let text = text.trim().replace('\u{2212}', "-").replace(['×', '·'], "*").replace('÷', "/");
    let (text, scale) = without_unit(&text, unit);
    // A comma stands between arguments of a function, else for the decimal point.
    let text = if text.contains('(') { text.to_owned() } else { text.replacen(',', ".", 1) };
    let mut parser = Parser { rest: text.trim(), depth: 0, divided_by_zero: false };
    let value = parser.sum()?;
    let rest = parser.rest.trim();
    match rest.chars().next() {
        None => {}
        Some(')') => return Err("a bracket is closed that was not opened".to_owned()),
        Some(_) if unit.is_empty() => return Err(format!("“{}” is too much", shortened(rest))),
        Some(_) => return Err(format!("“{}” is too much; the unit is {unit}", shortened(rest))),
    }
    let value = if scale == 1.0 { value } else { value * scale };
    match value.is_finite() {
        true => Ok(value),
        false if parser.divided_by_zero => Err("it divides by zero".to_owned()),
        false => Err("the result is not finite".to_owned()),
    }
}

/// Whether a text is a number as it stands: there is nothing to compute.
pub fn is_plain(text: &str) -> bool {
    text.trim().replace('\u{2212}', "-").replacen(',', ".", 1).parse::<f64>().is_ok()
}

/// As much of a text as a message quotes.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 20 { text.to_owned() } else { text.chars().take(19).chain(['…']).collect() }
}

/// The text before a unit, and what to multiply its value with.
fn without_unit<'a>(text: &'a str, unit: &str) -> (&'a str, f64) {
    let before = |name: &str| {
        let rest = text.strip_suffix(name)?.trim_end();
        (!rest.is_empty() && !rest.ends_with(['+', '-', '*', '/', '^', '('])).then_some(rest)
    };
    if !unit.is_empty()
        && let Some(rest) = text.strip_suffix(unit)
    {
        return (rest.trim_end(), 1.0);
    }
    let of_unit = QUANTITIES.iter().find_map(|quantity| Some((*quantity, quantity.iter().find(|(name, _)| *name == unit)?.1)));
    let Some((quantity, size)) = of_unit else { return (text, 1.0) };
    let fitting = quantity.iter().filter_map(|(name, other)| Some((before(name)?, *other))).min_by_key(|(rest, _)| rest.len());
    fitting.map_or((text, 1.0), |(rest, other)| (rest, other / size))
}

/// Reads a text from left to right.
struct Parser<'a> {
    rest: &'a str,
    depth: u32,
    divided_by_zero: bool,
}

impl Parser<'_> {
    fn take(&mut self, wanted: &str) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(wanted) {
            Some(after) => {
                self.rest = after;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Result<f64, String> {
        let mut value = self.product()?;
        loop {
            if self.take("+") {
                value += self.product()?;
            } else if self.take("-") {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut value = self.signed()?;
        loop {
            if self.rest.trim_start().starts_with("**") {
                return Err("“**” has too many stars".to_owned());
            } else if self.take("*") {
                value *= self.signed()?;
            } else if self.take("//") {
                value = (value / self.divisor()?).floor();
            } else if self.take("/") {
                value /= self.divisor()?;
            } else if self.take("%") {
                value = value.rem_euclid(self.divisor()?);
            } else {
                return Ok(value);
            }
        }
    }

    fn divisor(&mut self) -> Result<f64, String> {
        let value = self.signed()?;
        self.divided_by_zero |= value == 0.0;
        Ok(value)
    }

    /// A sign binds less than a power: -2^2 is -4.
    fn signed(&mut self) -> Result<f64, String> {
        self.deeper()?;
        let value = if self.take("-") {
            -self.signed()?
        } else if self.take("+") {
            self.signed()?
        } else {
            let base = self.atom()?;
            if self.take("**") || self.take("^") { base.powf(self.signed()?) } else { base }
        };
        self.depth -= 1;
        Ok(value)
    }

    fn atom(&mut self) -> Result<f64, String> {
        if self.take("(") {
            let value = self.sum()?;
            return self.close().map(|()| value);
        }
        let rest = self.rest.trim_start();
        if rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            self.rest = &rest[end..];
            return self.named(&rest[..end]);
        }
        let end = number_length(rest);
        if end == 0 {
            return Err(match rest.chars().next() {
                None => "a number is missing at the end".to_owned(),
                Some(sign) => format!("a number is missing before “{sign}”"),
            });
        }
        self.rest = &rest[end..];
        rest[..end].parse().map_err(|_| format!("“{}” is not written as a number", shortened(&rest[..end])))
    }

    fn close(&mut self) -> Result<(), String> {
        match (self.take(")"), self.rest.trim()) {
            (true, _) => Ok(()),
            (false, "") => Err("a bracket is not closed".to_owned()),
            (false, rest) => Err(format!("“{}” is too much", shortened(rest))),
        }
    }

    fn named(&mut self, name: &str) -> Result<f64, String> {
        match name {
            "pi" | "π" => return Ok(PI),
            "tau" | "τ" => return Ok(TAU),
            "e" => return Ok(E),
            _ => {}
        }
        let known = FUNCTIONS.contains(&name);
        if !known {
            return Err(format!("“{}” is no name that is known here", shortened(name)));
        }
        if !self.take("(") {
            return Err(format!("{name} takes its number in brackets, as {name}(2)"));
        }
        let first = self.sum()?;
        let second = if self.take(",") { Some(self.sum()?) } else { None };
        self.close()?;
        Ok(match (name, second) {
            ("sqrt", None) => first.sqrt(),
            ("cbrt", None) => first.cbrt(),
            ("abs", None) => first.abs(),
            ("exp", None) => first.exp(),
            ("ln" | "log", None) => first.ln(),
            ("log2", None) => first.log2(),
            ("log10", None) => first.log10(),
            ("sin", None) => first.sin(),
            ("cos", None) => first.cos(),
            ("tan", None) => first.tan(),
            ("asin", None) => first.asin(),
            ("acos", None) => first.acos(),
            ("atan", None) => first.atan(),
            ("floor", None) => first.floor(),
            ("ceil", None) => first.ceil(),
            ("round", None) => first.round(),
            ("degrees", None) => first.to_degrees(),
            ("radians", None) => first.to_radians(),
            ("min", Some(second)) => first.min(second),
            ("max", Some(second)) => first.max(second),
            ("pow", Some(second)) => first.powf(second),
            ("atan2", Some(second)) => first.atan2(second),
            ("log", Some(second)) => first.log(second),
            (_, None) => return Err(format!("{name} takes two numbers, as {name}(1, 2)")),
            (_, Some(_)) => return Err(format!("{name} takes one number")),
        })
    }

    /// A text of brackets without end does not fill the stack.
    fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth < 100 { Ok(()) } else { Err("it is too deep in brackets and signs".to_owned()) }
    }
}

/// Bytes of the number at the beginning of a text: digits, point, exponent.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while bytes.get(at).is_some_and(|b| b.is_ascii_digit() || *b == b'.') {
        at += 1;
    }
    if at > 0 && matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        if bytes.get(at + 1 + sign).is_some_and(u8::is_ascii_digit) {
            at += 1 + sign;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, unit: &str, expected: f64) {
        let value = evaluate(text, unit).unwrap_or_else(|reason| panic!("{text}: {reason}"));
        assert!((value - expected).abs() <= expected.abs() * 1e-12, "{text} is {expected}, not {value}");
    }

    #[test]
    fn arithmetic_is_that_of_the_schoolbook() {
        near("2*pi", "", TAU);
        near("1e-3/4", "", 0.000_25);
        near("sqrt(2)", "", 2.0_f64.sqrt());
        near("1 + 2*3^2", "", 19.0);
        near("-2**2", "", -4.0);
        near("2^3^2", "", 512.0);
        near("2^-1", "", 0.5);
        near("(1 - 3) * -4", "", 8.0);
        near("10 - 2 - 3", "", 5.0);
        near("7 // 2 + 7 % 4", "", 6.0);
        near("max(2, sin(pi/2)) ÷ 4", "", 0.5);
    }

    #[test]
    fn units_are_taken_and_converted() {
        near("12,5 mm", "mm", 12.5);
        near("1.25 cm", "mm", 12.5);
        near("2*0.5 m", "mm", 1000.0);
        near("90 deg", "rad", PI / 2.0);
        near("pi/2 rad", "°", 90.0);
        assert_eq!(evaluate("3 kg", "mm").unwrap_err(), "“kg” is too much; the unit is mm");
        assert_eq!(evaluate("3 mm", "").unwrap_err(), "“mm” is too much");
    }

    #[test]
    fn what_is_no_number_is_refused_in_words() {
        for (text, reason) in [
            ("", "a number is missing at the end"),
            ("four", "“four” is no name"),
            ("1 2", "“2” is too much"),
            ("2*", "a number is missing at the end"),
            ("2*/3", "a number is missing before “/”"),
            ("(1", "a bracket is not closed"),
            ("1)", "a bracket is closed that was not opened"),
            ("sqrt 2", "sqrt takes its number in brackets"),
            ("min(1)", "min takes two numbers"),
            ("sin(1, 2)", "sin takes one number"),
            ("1/0", "it divides by zero"),
            ("0/0", "it divides by zero"),
            ("import os", "“import” is no name"),
            ("1e999", "the result is not finite"),
            ("1.2.3", "“1.2.3” is not written as a number"),
            ("2***3", "a number is missing before “*”"),
            ("größe", "“größe” is no name"),
        ] {
            let said = evaluate(text, "").unwrap_err();
            assert!(said.contains(reason), "{text:?}: {said}");
        }
        assert!(evaluate(&"(".repeat(100_000), "").is_err());
        assert!(evaluate(&"-".repeat(100_000), "").is_err());
    }

    #[test]
    fn a_plain_number_needs_no_preview() {
        assert!(is_plain("2.5") && is_plain(" -2,5 ") && is_plain("1e-3") && !is_plain("2*pi") && !is_plain("1 cm"));
    }
}
