//! The stable mark of a task in its letters, by which a reply is recognised when its headers are lost.
//! Must never be a secret: whoever knows it can do nothing with it but be recognised.

use crate::words::ids::sha256_hex;

const MARK: &str = "P-";
const DIGITS: usize = 10;

/// The token of what `id` names (a task's or an instance's id as text); always the same.
pub fn of(id: &str) -> String {
    format!("{MARK}{}", sha256_hex(id.as_bytes())[..DIGITS].to_uppercase())
}

/// The first token within `text`, however the reply has quoted it.
pub fn find(text: &str) -> Option<String> {
    // Some keyboards and clients turn the Latin letter into the Cyrillic one it looks like.
    text.match_indices(['P', 'p', 'Р', 'р']).find_map(|(start, mark)| {
        let digits = text[start + mark.len()..].strip_prefix(['-', '‑', '–'])?;
        let code: String = digits.chars().take(DIGITS).collect();
        let whole = code.len() == DIGITS && code.bytes().all(|digit| digit.is_ascii_hexdigit());
        let ends = digits.chars().nth(DIGITS).is_none_or(|next| !next.is_alphanumeric());
        (whole && ends).then(|| format!("{MARK}{}", code.to_uppercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_in_a_quoted_reply() {
        let token = of("0d1c8a0e-0000-5000-8000-000000000001");
        assert_eq!(
            find(&format!("Добрый день!\n> > Код поручения: {token}. Не удаляйте")),
            Some(token.clone())
        );
        assert_eq!(find(&format!("Р‑{}", &token[2..].to_lowercase())), Some(token));
    }

    #[test]
    fn what_only_looks_like_a_token_is_none() {
        for text in ["", "P-", "P-12345", "P-1234567890A", "СНиП-1234", "р-н Зелёный"] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
