//! Abbreviations in capitals: classes of institutions, single bodies, subjects of work.
//!
//! Must never give «ОО» a meaning: it has two, and only the document or its clerk can say which.

use super::text::Token;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What an abbreviation stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Acronym {
    /// ОУ, СОШ, ДОУ: standing alone it means all of them.
    Class,
    /// ИМО, КДН: one body or group.
    Body,
    /// МКУ, ГБУ, ДПО: a legal form, always followed by a name.
    Form,
    /// УВР, ОБЖ: what a post deals with; never a party.
    Subject,
    /// In capitals, meaning not known here.
    Unknown,
}

/// The meaning of a token, if it is an abbreviation in capitals.
pub(super) fn acronym(token: &Token) -> Option<Acronym> {
    if !token.is_word() {
        return None;
    }
    let text = token.text.as_str();
    if matches!(text, "д/с" | "д/сад") {
        return Some(Acronym::Class);
    }
    if let Some(&meaning) = table().get(text) {
        return Some(meaning);
    }
    let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    (letters >= 2 && capitals >= 2 && capitals * 2 > letters).then_some(Acronym::Unknown)
}

fn table() -> &'static HashMap<&'static str, Acronym> {
    static TABLE: OnceLock<HashMap<&'static str, Acronym>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lists = [
            (SUBJECTS, Acronym::Subject),
            (FORMS, Acronym::Form),
            (BODIES, Acronym::Body),
            (CLASSES, Acronym::Class),
        ];
        lists
            .iter()
            .flat_map(|(list, meaning)| list.split_whitespace().map(|text| (text, *meaning)))
            .collect()
    })
}

const CLASSES: &str = "ОО ОУ ДОУ ДОО СОШ ООШ НОШ МОУ МБОУ МКОУ МАОУ МБОО ГБОУ ГОУ ГКОУ ГАОУ МОО МБДОУ МДОУ МКДОУ МАДОУ ГБДОУ ДОУО \
    УДО УДОД ОДО ОДОД МБУДО МКУДО МАУДО МУДО МБОУДО МБОУДОД МДОО МООО ПОО ПОУ СПО НПО ССУЗ ССУЗы ВУЗ ВУЗы МОУО ОМСУ ОМС ШНОР ШНСУ МБУДОД \
    ОШ МСОШ МООШ МБСОШ МКСОШ МАСОШ МБООШ МКООШ ОДОО НДОУ ЧОУ ЧДОУ НОУ АНОО ДС ЦО ГПОУ ГАПОУ ГБПОУ КОУ БОУ АОУ БДОУ";
const BODIES: &str = "ИМО РМК ММЦ ИМЦ ГИМЦ РИМЦ УО РОО РУО МУО ГУО ГорУО РайОО ГОРОО ОУО КДН КДНиЗП ПДН ОПДН ОДН ОВД УВД МВД РОВД ОМВД УМВД \
    ГИБДД ОГИБДД УГИБДД ЦРБ РБ ЦЗН МЧС ЦБ ЦГБ ГБУЗ СКИРО ИРО КИРО РИРО ТОИПКРО ИПКРО ИПК РЦОИ ЦППМС ЦППМСП ПМПК ТПМПК ПМПк ППк ППК ППМС ШМО РМО ГМО \
    УМО МС УС ППО ВПО РДШ РДДМ ЮИД ЮИДД ДЮП ШСК ЦБС РДК СДК ДК СРЦН КЦСОН ЦСО УСЗН УСЗ ФОК КМО ЦНППМ ЦОПП РЦ ДДТ ЦДТ ЦДО ЦДОД ЦВР РЦДТ \
    ДЮСШ ДЮЦ ДШИ СЮТ СЮН ДТДМ ДДЮТ ЦДЮТ ЦДиК ЦПК ФСБ РПЦ КПДН СШ СШОР МФЦ ЗАГС ВНД ПНД ГУФСИН УФСИН ДОСААФ ГТРК СМИ ФАП ЦТ МКЦ ЦОКО РМЦ ТИК УИК \
    ОДМ КДМ УФК МинОбр МОиН МОН ОМО ЦМК ПЦК СПС ШСП";
const FORMS: &str = "МКУ МБУ МАУ МУ ГБУ ГАУ ГКУ ГУ АНО ФГБУ ФГБОУ ФГАОУ ДПО ДО ВО ДОД НОО ОГБУ ОГАУ ОГКУ КГБУ КГАУ КГКУ ГОБУ ООО ОАО ПАО ЗАО БУ КУ АУ \
    ОГБОУ ОГАОУ КГБОУ ЧУ НКО СРОО МОД ВОО РО СО";
const SUBJECTS: &str = "УВР ВР УР НМР МР УМР АХЧ АХР ИКТ БЖ ОБЖ ОБЗР ИЗО ФК ЗОЖ ГТО ОРКСЭ ОДНКНР ПДД ФГОС ОГЭ ЕГЭ ГИА ВПР ИТ ПК ПРО ЗП ПМ УПР БД ТБ ОТ НР \
    УВЧ МВР ВиСР ОВЗ ЭЖ НПК КТД НОКО ИОМ ЦОС ЭП МСН ОП ООП АООП ИПР НВП ДПВ СР ВД ПБ ГО ЧС ВВ ОЭР ПП ЦМН МТО ПФДО ДПИ";
