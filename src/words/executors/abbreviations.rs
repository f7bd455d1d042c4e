//! Words cut short with a full stop, spelled out: «Зам. дир. по УВР», «Кл. рук.», «соц. педагог», «и.о.».
//!
//! Must never swallow a full stop that separates two executors: only a known short form takes its stop along.

use super::acronyms::{Acronym, acronym};
use super::grammar::{Adjective, Case, Gender, Number};
use super::lexicon::forms_of;
use super::text::{Kind, Token, fold};

/// The tokens with their short forms spelled out.
pub(super) fn spell_out(tokens: &[Token]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len() + 8);
    let (mut at, mut glued) = (0, false);
    while at < tokens.len() {
        let before = out.len();
        let used = phrase(&tokens[at..], &mut out).unwrap_or_else(|| {
            out.push(tokens[at].clone());
            1
        });
        if glued && let Some(first) = out.get_mut(before) {
            first.spaced = true;
        }
        let spelled_out = used > 1 || out.last().is_some_and(|last| last.text != tokens[at].text);
        at += used;
        // «Зам.директора» has no space, «заместитель директора» has
        glued = spelled_out
            && tokens
                .get(at)
                .is_some_and(|next| matches!(next.kind, Kind::Word | Kind::Initial | Kind::Number));
    }
    agree(&mut out);
    compounds(&mut out);
    out
}

/// A short form at the start of `rest`: writes it out and says how many tokens it took.
fn phrase(rest: &[Token], out: &mut Vec<Token>) -> Option<usize> {
    let first = rest.first()?;
    let lower = first.lower();
    if let Some(used) = acting(rest, out) {
        return Some(used);
    }
    if !first.is_word() {
        return None;
    }
    let dotted = rest.get(1).is_some_and(|next| next.kind == Kind::Stop && !next.spaced);
    let used = if dotted { 2 } else { 1 };
    let after = rest.get(used);
    let before = out.last().map(Token::lower).unwrap_or_default();
    let mut write = |words: &[&str]| {
        for (at, word) in words.iter().enumerate() {
            let token = Token::new(Kind::Word, capital_like(word, first, at));
            out.push(if at == 0 { token.placed_like(first) } else { token });
        }
    };
    if let Some(used) = others(rest) {
        out.push(Token::new(Kind::Others, "и др."));
        return Some(used);
    }
    if let Some(used) = by_agreement(rest) {
        out.push(Token::new(Kind::Consent, "по согласованию"));
        return Some(used);
    }
    match lower.as_str() {
        "замдиректора" | "замдир" => write(&["заместитель", "директора"]),
        "замдиректоров" => write(&["заместители", "директоров"]),
        "замначальника" => write(&["заместитель", "начальника"]),
        "замы" => write(&["заместители"]),
        "соцпедагог" => write(&["социальный", "педагог"]),
        "соцпедагоги" => write(&["социальные", "педагоги"]),
        "здувр" => write(&["заместитель", "директора", "по", "УВР"]),
        "здвр" => write(&["заместитель", "директора", "по", "ВР"]),
        "зам" | "замест" | "замест-ль" => return deputy(rest, used, out),
        "зд" if after.is_some_and(|next| next.lower() == "по") => write(&["заместитель", "директора"]),
        "кл-рук" => write(&["классные", "руководители"]),
        "рук-ль" | "р-ль" => write(&["руководитель"]),
        "рук-ли" => write(&["руководители"]),
        "зав-е" => write(&["заведующие"]),
        "уч-ся" => write(&["учащиеся"]),
        "спец-ты" => write(&["специалисты"]),
        "завбиблиотекой" => write(&["заведующий", "библиотекой"]),
        // the last stop of «кл.рук.» is often forgotten
        "рук" if !dotted && before.starts_with("классн") => write(&["руководители"]),
        "кл" if !dotted && after.is_some_and(|next| next.lower().starts_with("рук")) => write(&["классный"]),
        "соц" if !dotted && after.is_some_and(|next| next.lower().starts_with("пед")) => write(&["социальный"]),
        "пед" if !dotted && before.starts_with("социальн") => write(&["педагог"]),
        "р-на" => write(&["района"]),
        _ => {
            let word = dotted.then(|| cut_word(&lower, out, rest, used)).flatten()?;
            if word.ends_with('.') {
                out.push(Token::new(Kind::Word, format!("{}.", first.text)).placed_like(first));
            } else {
                out.push(Token::new(Kind::Word, capital_like(&word, first, 0)).placed_like(first));
            }
            return Some(used);
        }
    }
    // a contraction is whole without a full stop: the one after it separates
    let contraction = lower.contains('-')
        || matches!(
            lower.as_str(),
            "соцпедагог"
                | "соцпедагоги"
                | "здувр"
                | "здвр"
                | "замы"
                | "завбиблиотекой"
                | "замдиректора"
                | "замдиректоров"
                | "замначальника"
        );
    Some(if contraction { 1 } else { used })
}

/// What a short form with its full stop means; an answer that ends in a stop is kept as it was written.
fn cut_word(lower: &str, out: &[Token], rest: &[Token], used: usize) -> Option<String> {
    let before = out.last();
    let several = before
        .is_some_and(|token| token.text.contains('-') && token.text.chars().last().is_some_and(|c| c.is_ascii_digit()))
        || out
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Dash) || token.text == "и");
    let after = rest.get(used).map(Token::lower).unwrap_or_default();
    let after_sign = rest.get(used);
    let deputy = before.is_some_and(|token| token.lower().starts_with("заместител"));
    let after_class = after_sign.and_then(acronym) == Some(Acronym::Class);
    let goes_on = after_sign.is_some_and(|next| next.is_word() && !next.is_capitalised());
    let word = match lower {
        "дир" | "директ" | "дирек" if !deputy && (after == "школ" || after_class) => "директора",
        "дир" | "директ" | "дирек" => {
            if deputy {
                "директора"
            } else {
                "директор"
            }
        }
        "соц" => "социальный",
        "кл" | "класс" if before.is_some_and(|token| token.kind == Kind::Number) => {
            if several {
                "классов"
            } else {
                "класса"
            }
        }
        "кл" | "клас" | "класс" | "классн" => "классный",
        "рук" | "руков" | "руковод" => manager(before, &rest[used..]),
        "пед" | "педаг" => {
            if after.starts_with("психолог") || before.is_some_and(|token| token.lower().starts_with("социальн"))
            {
                "педагог"
            } else {
                "педагогический"
            }
        }
        "гл" => {
            if after.starts_with("адм") {
                "главы"
            } else {
                "главный"
            }
        }
        "адм" | "админ" | "администр" => {
            if before.is_some_and(|token| token.lower().starts_with("глав")) {
                if before.is_some_and(|token| token.lower() == "главы") {
                    "администраций"
                } else {
                    "администрации"
                }
            } else {
                "администрация"
            }
        }
        "зав" | "завед" => "заведующий",
        "нач" if after.starts_with("клас") => "начальных",
        "нач" if after.starts_with("школ") => "начальной",
        "нач" => "начальник",
        "ст" | "старш" if after_sign.is_some_and(|next| !next.is_capitalised()) => "старший",
        "муз" => "музыкальный",
        "мед" => "медицинский",
        "доп" | "дополнит" => "дополнительного",
        "обр" | "образ" | "образов" | "обр-я" => "образования",
        "восп" | "воспит" if after.starts_with("работ") => "воспитательной",
        "уч" | "учеб" if after.starts_with("работ") => "учебной",
        "метод" | "метод-ой" if after.starts_with("работ") => "методической",
        "метод" if after.starts_with("объединени") || after.starts_with("совет") || after.starts_with("кабинет") => {
            "методический"
        }
        "орг" | "псих" | "метод" | "библ" | "бух" if goes_on => return None,
        "восп" | "воспит" => "воспитатель",
        "учит" => "учитель",
        "преп" | "препод" => "преподаватель",
        "библ" | "библиот" => "библиотекарь",
        "спец" => "специалист",
        "вед" => "ведущий",
        "пред" | "предс" | "председ" => "председатель",
        "секр" => "секретарь",
        "отв" | "ответ" | "ответств" => "ответственный",
        "орг" => "организатор",
        "мун" | "муниц" => "муниципальный",
        "упр" => "управление",
        "отд" => "отдел",
        "псих" => "психолог",
        "инстр" => "инструктор",
        "физ" => "физической",
        "шк" => "школьный",
        "метод" => "методист",
        "бух" => "бухгалтер",
        "г" | "гор" | "с" | "п" | "пос" | "пгт" | "ст" | "д" | "дер" | "х" | "а" | "им" | "ул" | "сел" | "н" | "о" => {
            "."
        }
        _ => return None,
    };
    let takes_name = after_sign.is_some_and(|next| matches!(next.kind, Kind::Word | Kind::Initial | Kind::Quoted));
    (word != "." || takes_name).then(|| word.to_owned())
}

/// «рук.»: class teachers and heads of schools come in numbers, a head of a museum alone.
fn manager(before: Option<&Token>, rest: &[Token]) -> &'static str {
    let after = rest.first();
    let class_teacher = before.is_some_and(|token| token.lower().starts_with("классн"));
    let of_one_class = after.is_some_and(|next| next.kind == Kind::Number && !next.text.contains('-'))
        && !rest
            .get(1)
            .is_some_and(|next| matches!(next.kind, Kind::Comma | Kind::Dash) || next.text == "и");
    let of_many = after.and_then(acronym).is_some_and(|kind| kind == Acronym::Class)
        || after.is_some_and(|next| matches!(next.text.as_str(), "ШМО" | "РМО"));
    if (class_teacher && !of_one_class) || of_many {
        "руководители"
    } else {
        "руководитель"
    }
}

fn deputy(rest: &[Token], used: usize, out: &mut Vec<Token>) -> Option<usize> {
    let first = rest.first()?;
    let next = rest.get(used);
    let lower = next.map(Token::lower).unwrap_or_default();
    let post = if lower == "директоров" {
        "заместители"
    } else {
        "заместитель"
    };
    out.push(Token::new(Kind::Word, capital_like(post, first, 0)).placed_like(first));
    let push = |out: &mut Vec<Token>, word: &str| out.push(Token::new(Kind::Word, word));
    if lower == "по" {
        push(out, "директора");
    } else if next.and_then(acronym) == Some(Acronym::Subject) {
        push(out, "директора");
        push(out, "по");
        let subject = next?.clone();
        out.push(Token {
            spaced: true,
            ..subject
        });
        return Some(used + 1);
    } else if matches!(lower.as_str(), "зав" | "нач" | "гл") {
        let stop = rest.get(used + 1).is_some_and(|token| token.kind == Kind::Stop);
        push(
            out,
            match lower.as_str() {
                "зав" => "заведующего",
                "нач" => "начальника",
                _ => "главы",
            },
        );
        return Some(used + if stop { 2 } else { 1 });
    }
    Some(used)
}

/// «и.о.», «И.О.», «и/о», «врио» before a post in the genitive.
fn acting(rest: &[Token], out: &mut Vec<Token>) -> Option<usize> {
    let first = rest.first()?;
    let second = rest.get(1)?;
    let letters = |token: &Token, letter: &str| token.lower().trim_end_matches('.') == letter;
    let used = if letters(first, "врио") {
        1
    } else if letters(first, "и") && first.kind == Kind::Initial && letters(second, "о") {
        if second.kind == Kind::Initial { 2 } else { 3 }
    } else if letters(first, "и") && matches!(second.kind, Kind::Stop | Kind::Slash) && !second.spaced {
        let third = rest.get(2).filter(|third| letters(third, "о"))?;
        let stop = rest.get(3).is_some_and(|token| token.kind == Kind::Stop);
        if third.kind == Kind::Word && stop { 4 } else { 3 }
    } else {
        return None;
    };
    let post = rest
        .get(used)
        .filter(|post| forms_of(&post.text).iter().any(|form| form.case == Case::Genitive))?;
    let capital = post.is_capitalised() && used == 2;
    if capital && rest.get(used + 1).is_some_and(|token| token.kind == Kind::Initial) {
        return None;
    }
    out.push(Token::new(Kind::Word, if used == 1 { "врио" } else { "и.о." }).placed_like(first));
    Some(used)
}

/// «и др.», «и т.д.», «и т. п.», «и другие»
fn others(rest: &[Token]) -> Option<usize> {
    let word = |at: usize| rest.get(at).map(Token::lower).unwrap_or_default();
    let is_stop = |at: usize| rest.get(at).is_some_and(|token| token.kind == Kind::Stop);
    if word(0) != "и" && !(word(0) == "др" && is_stop(1)) {
        return None;
    }
    let at = usize::from(word(0) == "и");
    match word(at).as_str() {
        "др" | "другие" | "пр" | "прочие" => Some(at + 1 + usize::from(is_stop(at + 1))),
        "т" if is_stop(at + 1) && matches!(word(at + 2).as_str(), "д" | "п") => {
            Some(at + 3 + usize::from(is_stop(at + 3)))
        }
        _ => None,
    }
}

/// «по согласованию» and its misspellings, outside brackets.
fn by_agreement(rest: &[Token]) -> Option<usize> {
    let second = rest.get(1)?.lower();
    if !matches!(rest[0].lower().as_str(), "по" | "со" | "с" | "на" | "пo") || !is_agreement_word(&second) {
        return None;
    }
    // «по согл.» takes its stop along, the stop after the whole word separates
    let cut_short = !second.ends_with(['ю', 'и']);
    Some(2 + usize::from(cut_short && rest.get(2).is_some_and(|token| token.kind == Kind::Stop)))
}

/// «согласованию», «согл», «согласов», «сагласованию»
pub(super) fn is_agreement_word(folded: &str) -> bool {
    folded.starts_with("соглас") || folded == "согл" || folded.starts_with("сагласов") || folded.starts_with("согосов")
}

/// An adjective written short agrees with the noun it stands before: «соц. педагоги» = социальные педагоги.
fn agree(tokens: &mut [Token]) {
    for at in 0..tokens.len().saturating_sub(1) {
        let short = matches!(
            tokens[at].lower().as_str(),
            "социальный"
                | "классный"
                | "педагогический"
                | "главный"
                | "старший"
                | "музыкальный"
                | "медицинский"
                | "ведущий"
                | "муниципальный"
                | "методический"
                | "школьный"
        );
        let Some(form) = forms_of(&tokens[at + 1].text).first().copied().filter(|_| short) else {
            continue;
        };
        let gender = form.noun.paradigm.gender();
        let text = Adjective::inflect(&tokens[at].text, form.case, form.number, gender);
        tokens[at].text = capital_like(&text, &tokens[at].clone(), 0);
    }
    let plural_managers = |tokens: &[Token], at: usize| {
        tokens
            .get(at + 1)
            .is_some_and(|next| next.lower().starts_with("руководители"))
    };
    for at in 0..tokens.len() {
        if tokens[at].lower() == "классный" && plural_managers(tokens, at) {
            let many = Adjective::inflect("классный", Case::Nominative, Number::Many, Gender::He);
            tokens[at].text = capital_like(&many, &tokens[at].clone(), 0);
        }
    }
}

/// «Педагог⏎организатор», «педагог - психолог»: the hyphen that was lost or set apart.
fn compounds(tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at + 1 < tokens.len() {
        let first = ["педагог", "учител", "преподавател"]
            .iter()
            .any(|start| tokens[at].lower().starts_with(start))
            && tokens[at].is_word();
        let dash = usize::from(tokens[at + 1].kind == Kind::Dash);
        let joins = first
            && !tokens[at].text.contains('-')
            && tokens.get(at + 1 + dash).is_some_and(|second| {
                second.is_word() && !second.is_capitalised() && super::lexicon::is_second_half(&second.text)
            });
        if joins {
            let second = tokens[at + 1 + dash].text.clone();
            tokens[at].text = format!("{}-{second}", tokens[at].text);
            tokens.drain(at + 1..=at + 1 + dash);
        }
        at += 1;
    }
}

fn capital_like(word: &str, model: &Token, at: usize) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if at == 0 && model.is_capitalised() => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// What follows «по согласованию» inside a bracket: nothing, or with whom; `None` when it is another remark.
pub(super) fn consent_remark(text: &str) -> Option<String> {
    let folded = fold(text);
    let mut words = folded
        .split(|sign: char| !sign.is_alphabetic())
        .filter(|word| !word.is_empty());
    let first = words.next()?;
    if !is_agreement_word(first)
        && !words
            .next()
            .is_some_and(|second| first.chars().count() <= 2 && is_agreement_word(second))
    {
        return None;
    }
    Some(words.collect::<Vec<_>>().join(" "))
}
