//! Inputs read field by field, so that every mistake is told at once, each with its field.
//!
//! Must never let a text through that a database cannot keep or a person cannot read.

use super::outcome::UserError;
use async_graphql::ID;
use std::str::FromStr;

/// Longest idempotency key, in characters.
const KEY_MAX: usize = 200;
/// Longest reason, basis or note, in characters.
pub const WORD_MAX: usize = 4_000;
/// Longest text of a report or of a point, in characters.
pub const TEXT_MAX: usize = 20_000;

/// The fields of one input, and what is wrong with them.
#[derive(Default)]
pub struct Fields {
    mistakes: Vec<UserError>,
}

impl Fields {
    /// The idempotency key.
    pub fn key(&mut self, key: &str) -> String {
        let fits = !key.trim().is_empty() && key.chars().count() <= KEY_MAX && !key.chars().any(char::is_control);
        if !fits {
            self.wrong(
                "idempotencyKey",
                &format!("ожидался ключ от 1 до {KEY_MAX} знаков без управляющих"),
            );
        }
        key.to_owned()
    }

    /// An id.
    pub fn id<T: FromStr>(&mut self, field: &str, id: &ID) -> Option<T> {
        let read = id.parse().ok();
        if read.is_none() {
            let shown: String = id.chars().take(60).collect();
            self.wrong(
                field,
                &format!("ожидался идентификатор вида 8-4-4-4-12, а здесь «{shown}»"),
            );
        }
        read
    }

    /// A text; what may be empty is left to the act.
    pub fn text(&mut self, field: &str, text: &str, longest: usize) -> String {
        let length = text.chars().count();
        if length > longest {
            self.wrong(field, &format!("текст длиннее {longest} знаков: их {length}"));
        }
        if text
            .chars()
            .any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t'))
        {
            self.wrong(field, "в тексте есть управляющие знаки: уберите их");
        }
        text.trim().to_owned()
    }

    /// A text that must say something.
    pub fn required(&mut self, field: &str, text: &str, longest: usize) -> String {
        if text.trim().is_empty() {
            self.wrong(field, "поле не заполнено");
        }
        self.text(field, text, longest)
    }

    /// A list of at most `most`.
    pub fn at_most<T>(&mut self, field: &str, list: &[T], most: usize) {
        if list.len() > most {
            self.wrong(field, &format!("в списке {}, а допустимо не больше {most}", list.len()));
        }
    }

    pub fn wrong(&mut self, field: &str, message: &str) {
        let message = format!("{field}: {message}");
        self.mistakes.push(UserError {
            code: "BAD_USER_INPUT".to_owned(),
            message,
            field: Some(field.to_owned()),
        });
    }

    /// Nothing when all is well, else every mistake.
    pub fn check(self) -> Result<(), Vec<UserError>> {
        if self.mistakes.is_empty() {
            Ok(())
        } else {
            Err(self.mistakes)
        }
    }
}
