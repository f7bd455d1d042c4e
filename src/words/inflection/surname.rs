//! Surnames: which endings decline without doubt, which never do, and which must be asked for.
//!
//! Must never decline a woman's surname that ends in a consonant, nor choose between «Кравца» and «Кравеца».
#![deny(missing_docs)]

use super::{Case, Certainty, Missing, Sex, ends, gender, rule_case, syllables};

const FLEETING: &str = "гласная перед концом может выпасть, а может остаться";
const STRESS: &str = "окончание зависит от ударения";
const TWO_WAYS: &str = "такая фамилия склоняется по-разному";

/// First halves of double surnames that stay as they are.
const STANDING_HALVES: [&str; 18] = [
    "аль", "эль", "абу", "ага", "бен", "бонч", "ван", "де", "ибн", "кара", "ла", "ле", "мак", "нур", "сен", "тер",
    "фон", "хан",
];

/// French surnames with a stressed last vowel, and others that never change.
const STANDING: [&str; 14] = [
    "дюма",
    "тома",
    "дега",
    "люка",
    "ферма",
    "гамарра",
    "петипа",
    "золя",
    "труайя",
    "бенуа",
    "моруа",
    "делакруа",
    "буржуа",
    "деррида",
];

/// Words whose women's form in -ина or -ова is the noun itself as often as it is the surname of «…ин» or «…ов».
const NOUNS_AS_SURNAMES: [&str; 47] = [
    "калина",
    "малина",
    "смородина",
    "рябина",
    "щербина",
    "долина",
    "осина",
    "былина",
    "година",
    "скорина",
    "берлина",
    "картина",
    "равнина",
    "перина",
    "пружина",
    "детина",
    "купина",
    "жемчужина",
    "крапивина",
    "лещина",
    "лучина",
    "дружина",
    "гречина",
    "паутина",
    "полонина",
    "хворостина",
    "хмелина",
    "бузина",
    "ягодина",
    "рогозина",
    "середина",
    "третьина",
    "дубина",
    "тычина",
    "ялина",
    "журавлина",
    "скотина",
    "машина",
    "глина",
    "шина",
    "зимина-осина",
    "сова",
    "корова",
    "подкова",
    "основа",
    "вдова",
    "обнова",
];

/// Foreign surnames in -ин and -ов with the instrumental in -ом.
const FOREIGN_IN: [&str; 10] = [
    "дарвин",
    "чаплин",
    "грин",
    "цин",
    "регин",
    "бюлов",
    "вирхов",
    "флотов",
    "франклин",
    "гриффин",
];

/// Men's surnames with a vowel before the last consonant that stays: nobody says «Лебдя».
const NOT_FLEETING: [&str; 12] = [
    "лебедь",
    "король",
    "гоголь",
    "фогель",
    "гегель",
    "шлегель",
    "бебель",
    "шимановель",
    "медведь",
    "голубь",
    "тополь",
    "лось",
];

/// Short surnames that lose their vowel as the noun does, or do not: not to be guessed.
const SHORT_FLEETING: [&str; 12] = [
    "лев", "пес", "пёс", "лоб", "рот", "мох", "ров", "сон", "лед", "лёд", "лен", "лён",
];

/// The surname, each half of a double one in its own way.
///
/// # Errors
/// When the rule leaves a doubt.
pub fn decline(surname: &str, sex: Sex, case: Case) -> Result<String, Missing> {
    let Some(rule) = rule_case(case) else {
        return Ok(surname.to_owned());
    };
    let halves: Vec<&str> = surname.split('-').collect();
    let last = halves.len() - 1;
    let mut declined = Vec::new();
    for (place, half) in halves.iter().enumerate() {
        let lower = half.to_lowercase();
        let certainty = if place == last {
            certainty(&lower, sex)
        } else {
            first_half(&lower, sex)
        };
        declined.push(if certainty.allows(half, case)? {
            petrovich::lastname(gender(sex), half, rule)
        } else {
            (*half).to_owned()
        });
    }
    Ok(declined.join("-"))
}

/// A first half declines when it is a surname of its own («Салтыков-Щедрин»); of other words nobody can be sure.
fn first_half(lower: &str, sex: Sex) -> Certainty {
    if STANDING_HALVES.contains(&lower) {
        return Certainty::Invariable;
    }
    let certainty = certainty(lower, sex);
    let surely_surname = ends(
        lower,
        &[
            "ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ова", "ева", "ёва", "ина", "ына", "ская", "цкая", "ович",
            "евич",
        ],
    );
    match certainty {
        Certainty::Invariable => certainty,
        _ if surely_surname => certainty,
        _ => Certainty::Doubtful("первая часть двойной фамилии может не склоняться"),
    }
}

fn certainty(lower: &str, sex: Sex) -> Certainty {
    let Some(end) = lower.chars().last() else {
        return Certainty::Doubtful(TWO_WAYS);
    };
    if lower.chars().count() < 2 {
        return Certainty::Doubtful(TWO_WAYS);
    }
    if STANDING.contains(&lower) || "еиоуэыюё".contains(end) || ends(lower, &["ых", "уа", "иа", "оа", "аа", "еа"])
    {
        return Certainty::Invariable;
    }
    match (sex, end) {
        (Sex::Female, 'а') => feminine_a(lower),
        (Sex::Female, 'я') => feminine_ya(lower),
        (Sex::Female, _) => Certainty::Invariable,
        (Sex::Male, 'а') => noun_in_a(lower),
        (Sex::Male, 'я') => noun_in_ya(lower),
        (Sex::Male, 'й') => masculine_y(lower),
        (Sex::Male, 'ь') => masculine_soft(lower),
        (Sex::Male, _) => masculine_hard(lower),
    }
}

fn feminine_a(lower: &str) -> Certainty {
    // «Сова», «Бова»: one consonant before -ова makes a noun as often as a surname.
    if ends(lower, &["ова", "ева", "ёва"]) && lower.chars().count() < 5 {
        return Certainty::Doubtful(TWO_WAYS);
    }
    if NOUNS_AS_SURNAMES.contains(&lower) {
        return Certainty::Doubtful("непонятно, «Калиной» или «Калине»: это зависит от мужской фамилии");
    }
    if ends(lower, &["ова", "ева", "ёва", "ина", "ына"]) && syllables(lower) > 1 {
        return if syllables(lower) == 2
            && ends(lower, &["ина", "ына"])
            && !ends(lower, &["шина", "мина", "нина", "зина"])
        {
            Certainty::Doubtful("непонятно, женская ли это форма фамилии на -ин")
        } else {
            Certainty::Regular
        };
    }
    if lower.ends_with("на") {
        return Certainty::Doubtful("непонятно, женская ли это форма фамилии на -ин");
    }
    noun_in_a(lower)
}

/// «Шульга», «Лобода»: declines alike for men and women.
fn noun_in_a(lower: &str) -> Certainty {
    if ends(lower, &["ска", "цка"]) {
        return Certainty::Doubtful(TWO_WAYS);
    }
    // The rules keep these few unchanged, and so does nobody else.
    if ["рева", "кива", "богода", "скаля", "каруана", "шандра"].contains(&lower) || lower.ends_with("орота")
    {
        return Certainty::Doubtful(TWO_WAYS);
    }
    if ends(lower, &["ова", "ева", "ёва", "ина", "ына"]) && syllables(lower) == 2 {
        return Certainty::Doubtful(TWO_WAYS);
    }
    if ends(lower, &["жа", "ча", "ша", "ща", "ца"]) {
        return Certainty::ButInstrumental(STRESS);
    }
    Certainty::Regular
}

fn feminine_ya(lower: &str) -> Certainty {
    if lower == "шенгелая" {
        return Certainty::Doubtful(TWO_WAYS);
    }
    if ends(lower, &["ская", "цкая", "чая"]) {
        return Certainty::Regular;
    }
    // «Белая», «Лановая»: an adjective of at least three syllables; shorter ones may be nouns.
    if lower.ends_with("ая") {
        return if ends(lower, &["вая", "ная", "рая", "тая", "лая", "дая", "кая", "гая", "хая"]) && syllables(lower) > 2
        {
            Certainty::Regular
        } else {
            Certainty::Doubtful(TWO_WAYS)
        };
    }
    if lower.ends_with("няя") {
        return Certainty::Regular;
    }
    noun_in_ya(lower)
}

fn noun_in_ya(lower: &str) -> Certainty {
    if lower.ends_with("ия") {
        return Certainty::Regular;
    }
    let before = lower.chars().rev().nth(1).unwrap_or('ь');
    if "лнрвмдтзсбпк".contains(before) {
        Certainty::Regular
    } else {
        Certainty::Doubtful(TWO_WAYS)
    }
}

fn masculine_y(lower: &str) -> Certainty {
    if ends(
        lower,
        &["ский", "цкий", "зкий", "чий", "щий", "ший", "жий", "кий", "хий"],
    ) || lower.ends_with("ый")
    {
        return Certainty::Regular;
    }
    if lower.ends_with("ой") {
        return match syllables(lower) {
            1 if ["цой", "хой", "сой"].contains(&lower) => Certainty::Regular,
            1 => Certainty::Doubtful(TWO_WAYS),
            _ if lower.ends_with("иной") => Certainty::Doubtful(TWO_WAYS),
            _ if ends(lower, &["ской", "цкой", "той", "вой", "ной", "рой", "дой"]) => {
                Certainty::Regular
            }
            _ => Certainty::Doubtful(TWO_WAYS),
        };
    }
    if ends(lower, &["ай", "уй"]) {
        return Certainty::Regular;
    }
    if lower.ends_with("ей") {
        return Certainty::Doubtful(FLEETING);
    }
    Certainty::Doubtful(TWO_WAYS)
}

fn masculine_soft(lower: &str) -> Certainty {
    if NOT_FLEETING.contains(&lower) {
        return Certainty::Regular;
    }
    let before_last = lower.chars().rev().nth(2).unwrap_or('е');
    if ["гусь", "камень", "ремень"].contains(&lower) || "еёо".contains(before_last) {
        return Certainty::Doubtful(FLEETING);
    }
    if ends(lower, &["шь", "чь", "жь", "щь"]) {
        return Certainty::Doubtful(TWO_WAYS);
    }
    Certainty::Regular
}

fn masculine_hard(lower: &str) -> Certainty {
    if SHORT_FLEETING.contains(&lower) || ["онук", "нечипас", "маненок", "заяц"].contains(&lower)
    {
        return Certainty::Doubtful(FLEETING);
    }
    if ends(lower, &["ов", "ев", "ёв", "ин", "ын"]) {
        return if FOREIGN_IN.contains(&lower) && !["дарвин", "грин", "цин", "регин"].contains(&lower)
        {
            Certainty::ButInstrumental("фамилия может быть иностранной: «Чаплином», а не «Чаплиным»")
        } else if syllables(lower) == 1 && !["дарвин", "грин", "цин"].contains(&lower) {
            Certainty::ButInstrumental("фамилия может быть иностранной")
        } else {
            Certainty::Regular
        };
    }
    if lower.ends_with("их") {
        return if ends(lower, &["ких", "гих", "хих", "ших", "щих"]) {
            Certainty::Invariable
        } else {
            Certainty::Doubtful("фамилии на -их бывают склоняемые и несклоняемые")
        };
    }
    if ends(lower, &["в", "н"]) && !ends(lower, &["ив", "ен", "он", "ун", "ан", "ян", "йн", "нн"]) {
        return Certainty::ButInstrumental("непонятно, «-ом» или «-ым»");
    }
    masculine_by_suffix(lower)
}

fn masculine_by_suffix(lower: &str) -> Certainty {
    let many = syllables(lower) > 1;
    let often_lost = [
        "ёк",
        "ел",
        "ёл",
        "ол",
        "обер",
        "обёр",
        "овер",
        "овёр",
        "атер",
        "атёр",
        "остер",
        "остёр",
        "етер",
        "етёр",
    ];
    let lost = ends(lower, &["ок", "ец"])
        || many && (ends(lower, &often_lost) || lower.ends_with("ек") && !lower.ends_with("бек"));
    if lost {
        return Certainty::Doubtful(FLEETING);
    }
    if ends(lower, &["ович", "евич"]) || ends(lower, &["янц", "ульц", "анц", "ольц"]) || lower == "кац"
    {
        return Certainty::Regular;
    }
    if ends(lower, &["ж", "ч", "ш", "щ", "ц"]) {
        return Certainty::ButInstrumental(STRESS);
    }
    Certainty::Regular
}
