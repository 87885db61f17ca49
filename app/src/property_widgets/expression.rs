//! What a person types as a number: with a unit, a decimal comma, or as arithmetic such as `2*pi`, `1e-3/4` or `sqrt(2)`.

use std::f64::consts::{E, PI, TAU};

/// Units that are converted into each other: names of one quantity, each with its size.
const QUANTITIES: [&[(&str, f64)]; 4] = [
    &[("nm", 1e-9), ("µm", 1e-6), ("um", 1e-6), ("mm", 1e-3), ("cm", 1e-2), ("m", 1.0), ("km", 1e3)],
    &[("ns", 1e-9), ("µs", 1e-6), ("us", 1e-6), ("ms", 1e-3), ("s", 1.0), ("min", 60.0), ("h", 3600.0)],
    &[("°", PI / 180.0), ("deg", PI / 180.0), ("rad", 1.0), ("turn", TAU)],
    &[("B", 1.0), ("KiB", 1024.0), ("MiB", 1_048_576.0), ("GiB", 1_073_741_824.0)],
];

/// The value of a text in a unit; `None` for what is no number.
pub fn evaluate(text: &str, unit: &str) -> Option<f64> {
    let text = text.trim().replace('\u{2212}', "-").replace(['×', '·'], "*").replace('÷', "/");
    let (text, scale) = without_unit(&text, unit);
    // A comma stands between arguments of a function, else for the decimal point.
    let text = if text.contains('(') { text.to_owned() } else { text.replacen(',', ".", 1) };
    let mut parser = Parser { rest: text.trim(), depth: 0 };
    let value = parser.sum()?;
    let value = if scale == 1.0 { value } else { value * scale };
    (parser.rest.trim().is_empty() && value.is_finite()).then_some(value)
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

    fn sum(&mut self) -> Option<f64> {
        let mut value = self.product()?;
        loop {
            if self.take("+") {
                value += self.product()?;
            } else if self.take("-") {
                value -= self.product()?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self) -> Option<f64> {
        let mut value = self.signed()?;
        loop {
            if self.rest.trim_start().starts_with("**") {
                return None;
            } else if self.take("*") {
                value *= self.signed()?;
            } else if self.take("//") {
                value = (value / self.signed()?).floor();
            } else if self.take("/") {
                value /= self.signed()?;
            } else if self.take("%") {
                value = value.rem_euclid(self.signed()?);
            } else {
                return Some(value);
            }
        }
    }

    /// A sign binds less than a power: -2^2 is -4.
    fn signed(&mut self) -> Option<f64> {
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
        Some(value)
    }

    fn atom(&mut self) -> Option<f64> {
        if self.take("(") {
            let value = self.sum()?;
            return self.take(")").then_some(value);
        }
        let rest = self.rest.trim_start();
        if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == 'π') {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            self.rest = &rest[end..];
            return self.named(&rest[..end]);
        }
        let end = number_length(rest);
        self.rest = &rest[end..];
        rest[..end].parse().ok()
    }

    fn named(&mut self, name: &str) -> Option<f64> {
        match name {
            "pi" | "π" => return Some(PI),
            "tau" => return Some(TAU),
            "e" => return Some(E),
            _ => {}
        }
        if !self.take("(") {
            return None;
        }
        let first = self.sum()?;
        let second = if self.take(",") { Some(self.sum()?) } else { None };
        if !self.take(")") {
            return None;
        }
        Some(match (name, second) {
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
            _ => return None,
        })
    }

    /// A text of brackets without end does not fill the stack.
    fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth < 100).then_some(())
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
        let value = evaluate(text, unit).unwrap_or_else(|| panic!("{text} is a number"));
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
        assert_eq!(evaluate("3 kg", "mm"), None);
        assert_eq!(evaluate("3 mm", ""), None);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "four", "1 2", "2*", "(1", "1)", "sqrt 2", "min(1)", "1/0", "0/0", "import os", "1e999", "2***3"] {
            assert_eq!(evaluate(text, ""), None, "{text:?}");
        }
        assert_eq!(evaluate(&"(".repeat(100_000), ""), None);
        assert_eq!(evaluate(&"-".repeat(100_000), ""), None);
    }
}
