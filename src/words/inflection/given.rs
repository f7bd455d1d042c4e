//! Given names and patronymics: which decline without doubt.
//!
//! Must never decline the father's name before «оглы» or «кызы», nor a woman's name in a consonant.
#![deny(missing_docs)]

use super::{Case, Certainty, Missing, Sex, ends, gender, rule_case};

const STRESS: &str = "окончание зависит от ударения";
const TWO_WAYS: &str = "такое имя склоняется по-разному";

/// Short names in a hissing sound whose stress everybody knows.
const UNSTRESSED: [&str; 12] = [
    "саша",
    "миша",
    "паша",
    "гоша",
    "даша",
    "маша",
    "наташа",
    "глаша",
    "яша",
    "гриша",
    "алёша",
    "алеша",
];

/// Women's names in a soft sign that decline («Любови»); of others («Айгуль») opinions differ.
const SOFT: [&str; 6] = ["любовь", "нинель", "рахиль", "юдифь", "эсфирь", "руфь"];

/// Patronymics in -ич without -ов and -ев.
const SHORT_PATRONYMICS: [&str; 6] = ["ильич", "кузьмич", "лукич", "никитич", "саввич", "фомич"];

/// Words that make a patronymic of the father's name before them.
pub const SON_OR_DAUGHTER: [(&str, Sex); 10] = [
    ("оглы", Sex::Male),
    ("оглу", Sex::Male),
    ("углы", Sex::Male),
    ("угли", Sex::Male),
    ("улы", Sex::Male),
    ("уулу", Sex::Male),
    ("кызы", Sex::Female),
    ("кизи", Sex::Female),
    ("гызы", Sex::Female),
    ("кзы", Sex::Female),
];

/// The sex that a patronymic tells; `None` when the word is no patronymic.
pub fn patronymic_sex(word: &str) -> Option<Sex> {
    let lower = word.to_lowercase();
    let after_hyphen = lower.rsplit('-').next().unwrap_or(&lower);
    if let Some((_, sex)) = SON_OR_DAUGHTER.iter().find(|(ending, _)| *ending == after_hyphen) {
        return lower.contains('-').then_some(*sex);
    }
    if lower.chars().count() < 5 {
        return None;
    }
    if ends(&lower, &["ович", "евич"]) || SHORT_PATRONYMICS.contains(&lower.as_str()) {
        return Some(Sex::Male);
    }
    ends(&lower, &["овна", "евна", "ична"]).then_some(Sex::Female)
}

/// Whether the word makes a patronymic of the word before it: «Али оглы».
pub fn is_son_or_daughter(word: &str) -> Option<Sex> {
    let lower = word.to_lowercase();
    SON_OR_DAUGHTER
        .iter()
        .find(|(known, _)| *known == lower)
        .map(|(_, sex)| *sex)
}

/// A patronymic; «Али-оглы» stays as it is.
pub fn decline_patronymic(word: &str, sex: Sex, case: Case) -> String {
    match rule_case(case) {
        Some(rule) if !word.contains('-') => petrovich::middlename(gender(sex), word, rule),
        _ => word.to_owned(),
    }
}

/// A given name, each half of a double one in its own way.
///
/// # Errors
/// When the rule leaves a doubt.
pub fn decline(name: &str, sex: Sex, case: Case) -> Result<String, Missing> {
    let Some(rule) = rule_case(case) else {
        return Ok(name.to_owned());
    };
    let halves: Vec<&str> = name.split('-').collect();
    let mut declined = Vec::new();
    for (place, half) in halves.iter().enumerate() {
        let lower = half.to_lowercase();
        let mut certainty = certainty(&lower, sex);
        if place + 1 < halves.len() && sex == Sex::Male && certainty != Certainty::Invariable {
            certainty = Certainty::Doubtful("первая часть двойного имени может не склоняться");
        }
        declined.push(match half.strip_suffix("ия") {
            _ if !certainty.allows(half, case)? => (*half).to_owned(),
            Some(stem) => format!("{stem}{}", ending_of_maria(case)),
            None => petrovich::firstname(gender(sex), half, rule),
        });
    }
    Ok(declined.join("-"))
}

/// «Мария», «Захария»: one pattern for all; the rules at hand have a slip in two of its cases.
fn ending_of_maria(case: Case) -> &'static str {
    match case {
        Case::Nominative => "ия",
        Case::Genitive | Case::Dative | Case::Prepositional => "ии",
        Case::Accusative => "ию",
        Case::Instrumental => "ией",
    }
}

fn certainty(lower: &str, sex: Sex) -> Certainty {
    let Some(end) = lower.chars().last() else {
        return Certainty::Doubtful(TWO_WAYS);
    };
    if lower.chars().count() < 2 {
        return Certainty::Doubtful(TWO_WAYS);
    }
    if "еиоуэыюё".contains(end) {
        return Certainty::Invariable;
    }
    match end {
        'а' if ends(lower, &["жа", "ча", "ша", "ща", "ца"]) && !UNSTRESSED.contains(&lower) => {
            Certainty::ButInstrumental(STRESS)
        }
        'а' if lower == "шота" || ends(lower, &["уа", "иа", "оа", "эа"]) => Certainty::Doubtful(TWO_WAYS),
        'я' if ends(lower, &["ая", "уя", "ыя"]) && !["рая", "аглая", "тая"].contains(&lower) => {
            Certainty::Doubtful(TWO_WAYS)
        }
        'а' | 'я' => Certainty::Regular,
        _ => match sex {
            Sex::Female if end == 'ь' && !SOFT.contains(&lower) => Certainty::Doubtful(TWO_WAYS),
            Sex::Female if end == 'ь' => Certainty::Regular,
            Sex::Female => Certainty::Invariable,
            Sex::Male => masculine(lower),
        },
    }
}

fn masculine(lower: &str) -> Certainty {
    if ends(lower, &["ок", "ёк", "ец"]) || lower.ends_with("ек") && !lower.ends_with("бек") {
        return Certainty::Doubtful("гласная перед концом может выпасть, а может остаться");
    }
    if lower.ends_with('щ') {
        return Certainty::Doubtful(TWO_WAYS);
    }
    if ends(lower, &["ж", "ч", "ш", "ц"]) {
        return Certainty::ButInstrumental(STRESS);
    }
    Certainty::Regular
}
