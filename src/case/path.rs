//! Where in a JSON text an error lies, as a path for people: `comments[3].created_at`.
//!
//! Found only once there is an error. Keeping track while reading would cost every good case time,
//! and the bundle 7 kB.

/// The place of a value in the case. It becomes words only where they are read: ten thousand comments have four each.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    /// The list and the index in it.
    pub(super) within: Option<(&'a str, usize)>,
    pub(super) member: &'static str,
}

impl Path<'_> {
    pub(super) const fn of_case(member: &'static str) -> Self {
        Self { within: None, member }
    }
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some((list, index)) = self.within {
            write!(f, "{list}[{index}].")?;
        }
        f.write_str(self.member)
    }
}

enum Frame<'a> {
    Object(Option<&'a str>),
    Array(usize),
}

/// The path of the value that is being read when `end` bytes of `json` are consumed.
pub(super) fn path_at(json: &str, end: usize) -> String {
    let mut frames: Vec<Frame<'_>> = Vec::new();
    let mut expects_key = false;
    let mut rest = json.get(..end).unwrap_or(json);
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '"' => {
                let length = string_length(after);
                if expects_key && let Some(Frame::Object(key)) = frames.last_mut() {
                    *key = after.get(..length);
                    expects_key = false;
                }
                rest = after.get(length + 1..).unwrap_or_default();
                continue;
            }
            '{' => {
                frames.push(Frame::Object(None));
                expects_key = true;
            }
            '[' => frames.push(Frame::Array(0)),
            '}' | ']' => {
                frames.pop();
                expects_key = false;
            }
            ',' => match frames.last_mut() {
                Some(Frame::Array(index)) => *index += 1,
                _ => expects_key = true,
            },
            _ => {}
        }
        rest = after;
    }
    write(&frames)
}

/// How far it is to the closing quote.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}

fn write(frames: &[Frame<'_>]) -> String {
    // Of a text that is nested without end, the beginning says enough.
    const LONGEST: usize = 32;
    let mut path = String::new();
    for frame in frames.iter().take(LONGEST) {
        match frame {
            Frame::Array(index) => path.push_str(&format!("[{index}]")),
            Frame::Object(Some(key)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Frame::Object(None) => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::path_at;

    #[test]
    fn finds_the_value_that_is_being_read() {
        let json = r#"{"a":1,"b":[{"c":"x,\"]"},{"d":{"e":5}}],"f":2}"#;
        for (upto, path) in
            [("1", "a"), (r#"\"]""#, "b[0].c"), ("5", "b[1].d.e"), ("5}", "b[1].d"), ("2", "f"), ("2}", "")]
        {
            let end = json.find(upto).unwrap() + upto.len();
            assert_eq!(path_at(json, end), path, "{upto}");
        }
        assert_eq!(path_at(&"[".repeat(10_000), 10_000), "[0]".repeat(32));
    }
}
