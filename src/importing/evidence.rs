//! What proves that an item was done, when its result names only an activity: «Консультирование».
//!
//! Must never decide for a person which paper will do: it proposes one and asks.

use super::draft::{Draft, NO_RESULT};
use super::question::{Candidate, Question, Topic};
use super::wording::{fold, uncapitalised, words};

/// Nouns that are papers or data: what can be shown.
const PAPERS: [&str; 36] = [
    "приказ",
    "распоряжен",
    "положен",
    "пакет",
    "документ",
    "баз",
    "реестр",
    "список",
    "перечен",
    "программ",
    "план",
    "график",
    "справк",
    "отчет",
    "анализ",
    "данны",
    "сведен",
    "информаци",
    "лист",
    "протокол",
    "журнал",
    "договор",
    "соглашен",
    "ссылк",
    "письм",
    "рекомендац",
    "сборник",
    "мониторинг",
    "анкет",
    "карт",
    "паспорт",
    "акт",
    "стать",
    "сертификат",
    "заявк",
    "фото",
];

/// Nouns of activity: they say what is done and not what is shown.
const ACTIVITIES: [(&str, &str, &str); 14] = [
    ("консультир", "журнал консультаций", "кто, когда и о чём обращался"),
    (
        "информирован",
        "информационное письмо",
        "письмо с датой и списком рассылки",
    ),
    ("участие", "информация об участии", "сколько человек, где и когда"),
    ("наполнен", "ссылки на публикации", "адреса страниц и даты"),
    ("размещен", "ссылки на публикации", "адреса страниц и даты"),
    ("поддержк", "ссылки на публикации", "адреса страниц и даты"),
    ("публикац", "ссылки на публикации", "адреса страниц и даты"),
    ("проведен", "листы регистрации", "кто участвовал, с подписями"),
    ("обучен", "листы регистрации", "кто обучался, с подписями"),
    ("реализац", "отчёт о реализации", "что сделано, по пунктам"),
    ("опыт", "материалы опыта работы", "тексты, презентации"),
    ("организац", "отчёт о проделанной работе", "что сделано, по пунктам"),
    ("повышен", "отчёт о проделанной работе", "что сделано, по пунктам"),
    ("создан", "отчёт о проделанной работе", "что сделано, по пунктам"),
];

/// Asks for the evidence, when the result names none.
pub fn ask(draft: &Draft, answer: impl FnOnce(&str) -> Option<String>) -> Option<Question> {
    let result = words(&draft.result);
    let first = result.first()?;
    let activity = ACTIVITIES.iter().find(|(stem, ..)| first.starts_with(stem));
    if activity.is_none() && draft.result != NO_RESULT {
        return None;
    }
    // «Проведение тематических встреч, листы регистрации»: the paper is named behind the comma.
    let named = draft
        .result
        .split([',', ';', '('])
        .skip(1)
        .any(|part| paper(part).is_some());
    if named {
        return None;
    }
    let (value, meaning) = activity.map_or(
        ("информация об исполнении", "свободным текстом"),
        |(_, value, meaning)| (*value, *meaning),
    );
    let id = Question::id_of(&draft.key, Topic::Evidence);
    let mut candidates = vec![Candidate::new(value, meaning)];
    for (value, meaning) in [
        ("листы регистрации", "кто участвовал, с подписями"),
        ("отчёт о проделанной работе", "что сделано, по пунктам"),
        ("ссылки на публикации", "адреса страниц и даты"),
    ] {
        if candidates[0].value != value {
            candidates.push(Candidate::new(value, meaning));
        }
    }
    Some(Question {
        answer: answer(&id),
        id,
        item: Some(draft.key.clone()),
        place: draft.place.clone(),
        topic: Topic::Evidence,
        cell: draft.result.clone(),
        why: vec!["назван не документ, а работа: нечего будет принять".to_owned()],
        ask: "Чем подтвердить исполнение?".to_owned(),
        candidates,
        default: value.to_owned(),
    })
}

/// A few words for the subject of letters, when the result itself is a paper with a short name.
pub fn brief(result: &str) -> Option<String> {
    let short = result.trim().trim_end_matches('.');
    paper(short)?;
    let one = !short.contains([',', ';', '(', '.']) && short.chars().count() <= 60;
    one.then(|| uncapitalised(&short.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// One of the first two words, when it is a paper: «Аналитическая справка».
fn paper(text: &str) -> Option<&'static str> {
    let folded = fold(text.trim());
    let mut first_two = folded.split_whitespace().take(2);
    first_two.find_map(|word| PAPERS.into_iter().find(|stem| word.starts_with(stem)))
}
