//! The nouns that begin a party: posts, groups, bodies, kinds of institutions.
//!
//! Must never hold the name of one department or school: those come from the document or from its clerk.

use super::grammar::{Case, Number, Paradigm};
use super::text::fold;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What a noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// школа, учреждение: a plural of it is a class, one task for each.
    Institution,
    /// министерство, отдел: one body.
    Body,
    /// комиссия, совет: people together.
    Group,
    /// директор, куратор: one or few in an institution, answers for it.
    Chief,
    /// учитель, методист: staff, pupils, parents.
    Staff,
}

impl Sort {
    pub fn is_post(self) -> bool {
        matches!(self, Self::Chief | Self::Staff)
    }
}

/// A noun of the lexicon.
#[derive(Debug)]
pub(super) struct Noun {
    pub lemma: &'static str,
    pub plural: String,
    pub paradigm: Paradigm,
    pub sort: Sort,
}

/// One form of a noun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub noun: &'static Noun,
    pub case: Case,
    pub number: Number,
}

/// All readings of a word as a noun of the lexicon; a compound («школы-участники») is known by its first half.
///
/// Both halves must agree: «учителя-предметники» is no genitive.
pub(super) fn forms_of(word: &str) -> Vec<Form> {
    let lower = fold(word);
    let table = table();
    if let Some(found) = table.get(&lower) {
        return found.clone();
    }
    let Some((first, second)) = lower.split_once('-').filter(|(_, second)| second.chars().count() > 2) else {
        return Vec::new();
    };
    let second = table.get(second).map_or(&[][..], Vec::as_slice);
    let agrees = |form: &&Form| {
        second.is_empty()
            || second
                .iter()
                .any(|other| other.case == form.case && other.number == form.number)
    };
    table
        .get(first)
        .map_or_else(Vec::new, |forms| forms.iter().filter(agrees).copied().collect())
}

/// Whether the folded word is a form of a noun in the lexicon.
pub(super) fn is_known_word(folded: &str) -> bool {
    !forms_of(folded).is_empty()
}

/// Whether the word is the second half of a post that is written with a hyphen: педагог-организатор.
pub(super) fn is_second_half(word: &str) -> bool {
    const HALVES: &[&str] = &[
        "организатор",
        "психолог",
        "логопед",
        "дефектолог",
        "библиотекар",
        "предметник",
        "наставник",
        "навигатор",
        "тьютор",
    ];
    let lower = fold(word);
    HALVES.iter().any(|half| lower.starts_with(half))
}

fn table() -> &'static HashMap<String, Vec<Form>> {
    static TABLE: OnceLock<HashMap<String, Vec<Form>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<String, Vec<Form>> = HashMap::new();
        for noun in nouns() {
            for (case, number, text) in noun.paradigm.forms(noun.lemma) {
                table.entry(fold(&text)).or_default().push(Form { noun, case, number });
            }
        }
        table
    })
}

fn nouns() -> &'static [Noun] {
    static NOUNS: OnceLock<Vec<Noun>> = OnceLock::new();
    NOUNS.get_or_init(|| {
        let mut nouns = Vec::new();
        for &(sort, paradigm, words) in WORDS {
            for lemma in words.split_whitespace() {
                let plural = paradigm.forms(lemma).swap_remove(1).2;
                nouns.push(Noun {
                    lemma,
                    plural,
                    paradigm,
                    sort,
                });
            }
        }
        nouns
    })
}

const WORDS: &[(Sort, Paradigm, &str)] = &[
    (
        Sort::Institution,
        Paradigm::Shkola,
        "школа школа-интернат библиотека поликлиника больница спортшкола",
    ),
    (
        Sort::Institution,
        Paradigm::Organizacia,
        "организация компания гимназия прогимназия академия станция филармония территория",
    ),
    (Sort::Institution, Paradigm::Licei, "лицей музей"),
    (
        Sort::Institution,
        Paradigm::Otdel,
        "сад детсад интернат колледж техникум вуз ссуз университет институт район детдом муниципалитет театр клуб комплекс кванториум филиал",
    ),
    (
        Sort::Institution,
        Paradigm::Uchrezhdenie,
        "учреждение поселение образование предприятие заведение",
    ),
    (Sort::Institution, Paradigm::Direktor, "дом город округ"),
    (
        Sort::Body,
        Paradigm::Ministerstvo,
        "министерство ведомство агентство правительство представительство лесничество общество казначейство товарищество казачество",
    ),
    (
        Sort::Body,
        Paradigm::Otdel,
        "комитет департамент офис пункт технопарк отдел центр сектор орган союз фонд горком роспотребнадзор горотдел райотдел военкомат минобр минобразования облоно крайоно районо гороно методкабинет кабинет архив облздрав оператор",
    ),
    (
        Sort::Body,
        Paradigm::Uchrezhdenie,
        "управление отделение объединение подразделение телевидение благочиние",
    ),
    (
        Sort::Body,
        Paradigm::Organizacia,
        "администрация инспекция полиция милиция ассоциация корпорация бухгалтерия дирекция редакция епархия студия лаборатория федерация конфедерация",
    ),
    (
        Sort::Body,
        Paradigm::Shkola,
        "прокуратура дума служба палата госавтоинспекция газета площадка диаспора",
    ),
    (Sort::Group, Paradigm::Shkola, "группа команда бригада дружина опека"),
    (Sort::Group, Paradigm::Organizacia, "комиссия коллегия редколлегия"),
    (
        Sort::Group,
        Paradigm::Otdel,
        "совет оргкомитет актив штаб профком педсовет педколлектив коллектив женсовет отряд консилиум кружок парламент пресс-центр попечсовет родкомитет местком волонтерцентр кластер медиацентр хор методсовет техперсонал персонал управсовет наркопост профсоюз методцентр субъект медпункт пост",
    ),
    (
        Sort::Group,
        Paradigm::Ministerstvo,
        "методобъединение содружество сообщество руководство",
    ),
    (Sort::Group, Paradigm::Uchrezhdenie, "самоуправление"),
    (Sort::Group, Paradigm::Oblast, "общественность молодежь"),
    (Sort::Group, Paradigm::Zhyuri, "жюри бюро"),
    (Sort::Chief, Paradigm::Direktor, "директор"),
    (
        Sort::Chief,
        Paradigm::Otdel,
        "куратор координатор начальник ректор зам замдиректор атаман",
    ),
    (
        Sort::Chief,
        Paradigm::Rukovoditel,
        "руководитель заместитель председатель секретарь учредитель",
    ),
    (Sort::Chief, Paradigm::Shkola, "глава замглава"),
    (
        Sort::Chief,
        Paradigm::Zaveduyuschiy,
        "заведующий управляющий ответственный уполномоченный завотделом",
    ),
    (Sort::Chief, Paradigm::Zaveduyuschaya, "заведующая"),
    (Sort::Staff, Paradigm::Uchitel, "учитель"),
    (
        Sort::Staff,
        Paradigm::Rukovoditel,
        "воспитатель преподаватель библиотекарь родитель представитель победитель  житель пользователь слушатель водитель исполнитель соисполнитель попечитель получатель делопроизводитель строитель работодатель предприниматель наблюдатель слесарь создатель",
    ),
    (
        Sort::Staff,
        Paradigm::Direktor,
        "мастер доктор профессор повар редактор",
    ),
    (
        Sort::Staff,
        Paradigm::Otdel,
        "педагог организатор методист специалист психолог логопед организатор завуч советник консультант инспектор член эксперт работник сотрудник помощник физрук худрук завхоз библиотекарша наставник тьютор тренер волонтер модератор участник депутат  ученик инструктор вожак бухгалтер экономист юрист юрисконсульт программист техник инженер лаборант врач фельдшер администратор делегат лидер документовед архивист дефектолог сурдолог менеджер хореограф аккомпаниатор концертмейстер студент выпускник воспитанник дошкольник старшеклассник ассистент ветеран референт  активист технолог кладовщик сторож звукооператор школьник кадровик  соцпедагог сурдопедагог тифлопедагог олигофренопедагог медик дворник гардеробщик электрик хормейстер музработник дирижер балетмейстер режиссер художник дизайнер журналист корреспондент диспетчер механик контролер аналитик кассир лектор автор разработчик стажер опекун партнер педработник медработник профорг физорг юнкор видеооператор тимуровец предметник классовод",
    ),
    (Sort::Staff, Paradigm::Shkola, "медсестра сестра староста"),
    (
        Sort::Staff,
        Paradigm::Zaveduyuschiy,
        "вожатый служащий дежурный наставляемый",
    ),
    (Sort::Staff, Paradigm::Zaveduyuschaya, "вожатая"),
    (Sort::Staff, Paradigm::Obuchayuschiysya, "обучающийся учащийся"),
];
