//! Words put together, and whole numbers among them. What the standard library has for it would be a tenth of the small module.

/// The words in a row. `concat` can fail, where all of them are longer than memory is, and brings formatting to say so.
pub(crate) fn joined(words: &[&str]) -> String {
    let length = words.iter().fold(0, |length: usize, word| length.saturating_add(word.len()));
    let mut text = String::with_capacity(length);
    for word in words {
        text.push_str(word);
    }
    text
}

/// A number between two texts.
pub(crate) fn numbered(before: &str, number: usize, after: &str) -> String {
    let mut text = String::from(before);
    push_number(&mut text, number);
    text.push_str(after);
    text
}

pub(crate) fn push_number(text: &mut String, number: usize) {
    if number > 9 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Reads digits alone; nothing where there are none, or where the number is too large.
pub(crate) fn read_number(text: &str) -> Option<u16> {
    let next = |number: u16, byte: u8| {
        let digit = byte.is_ascii_digit().then(|| u16::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    };
    text.bytes().try_fold(0, next).filter(|_| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{joined, numbered, read_number};

    #[test]
    fn words_stand_in_a_row() {
        assert_eq!(joined(&["a", "", "ü", "c"]), "aüc");
        assert_eq!(joined(&[]), "");
    }

    #[test]
    fn numbers_are_read_as_the_standard_library_reads_digits() {
        for text in
            ["0", "7", "08", "00080", "65535", "65536", "99999", "123456789012", "", "+1", "-1", "1a", "1 ", "١"]
        {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            assert_eq!(read_number(text), text.parse().ok().filter(|_| digits), "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_the_standard_library_writes_them() {
        for number in [0, 7, 10, 99, 100, 65_535, usize::MAX] {
            assert_eq!(numbered("[", number, "]"), format!("[{number}]"));
        }
    }
}
