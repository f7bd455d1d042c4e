//! The file of a plan, `plan.yaml`: what its items share.
//!
//! Must never hold a list of items: each item is a file of its own beside it.
#![deny(missing_docs)]

use crate::definition::files::item::words;
use crate::definition::shape::{Day, Entries, record};
use crate::definition::source::Placed;

record! {
    /// Дорожная карта: срок, основание, кто издаёт приказы, роли, журналы, разделы, исполнители.
    PlanFile("дорожная карта") {
        required {
            /// Ключ плана; такой же, как имя папки.
            plan: Placed<String>,
            /// Название, как напечатано.
            title: Placed<String>,
            /// Первый и последний день, оба включительно.
            period: PeriodField,
            /// Приказ, которым план утверждён.
            basis: BasisField,
            /// Кто издаёт приказы.
            office: OfficeField,
            /// Должности отдела, которые действуют в плане: { clerk: …, head: … }.
            roles: Entries<RoleField>,
            /// Журналы регистрации: { orders: … }.
            journals: Entries<JournalField>,
            /// Разделы: { "1": Нормативно-правовое регулирование … }.
            sections: Entries<Placed<String>>,
            /// Кто стоит за каждым именем в графе «Ответственный исполнитель».
            parties: Placed<Entries<PartyField>>,
        }
        optional {
            /// Часовой пояс: Europe/Moscow.
            time_zone: Placed<String>,
            /// Куда переносится контрольный срок с выходного: previous — на предшествующий рабочий день, next — на следующий, none — не переносится.
            day_off: Placed<DayOffField>,
            /// Сколько пунктов в напечатанном плане: пропавший файл не останется незамеченным.
            items: Placed<u32>,
            /// Календари выходных: [ru, stavropol].
            calendars: Vec<Placed<String>>,
            /// Что подставляется пунктам, которые не говорят иного.
            defaults: DefaultsField,
        }
    }
}

record! {
    /// Срок плана.
    PeriodField("срок плана") {
        required {
            /// Первый день, включительно.
            from: Placed<Day>,
            /// Последний день, включительно.
            to: Placed<Day>,
        }
        optional {}
    }
}

record! {
    /// Приказ-основание.
    BasisField("основание") {
        required {
            /// Чей и какой документ: «приказ отдела образования …».
            kind: Placed<String>,
            /// Номер.
            number: Placed<String>,
            /// Дата.
            date: Placed<Day>,
        }
        optional {
            /// Где в нём план: «приложение 2».
            annex: Placed<String>,
        }
    }
}

record! {
    /// Учреждение, которое издаёт приказы.
    OfficeField("отдел") {
        required {
            /// Полное название.
            name: Placed<String>,
            /// Полное название в родительном падеже.
            name_genitive: Placed<String>,
            /// Краткое название.
            short_name: Placed<String>,
            /// Место издания: «г. Нефтекумск».
            place: Placed<String>,
            /// Почта, с которой уходят письма.
            email: Placed<String>,
        }
        optional {
            /// Вышестоящий орган.
            parent: Placed<String>,
            /// Телефон.
            phone: Placed<String>,
        }
    }
}

record! {
    /// Должность отдела: лицо из persons.csv, или должность и имя.
    RoleField("должность") {
        required {}
        optional {
            /// Лицо: его ключ в persons.csv. Должность, имя, почта и падежи берутся оттуда.
            person: Placed<String>,
            /// Должность в именительном падеже.
            post: Placed<String>,
            /// Фамилия, имя, отчество.
            name: Placed<String>,
            /// Почта.
            email: Placed<String>,
            /// Телефон.
            phone: Placed<String>,
            /// Пол, м или ж, если он не виден по отчеству.
            sex: Placed<String>,
            /// Кто замещает и когда: [{ person: boyko, from: 2022-07-01, to: 2022-07-28 }].
            acting: Vec<ActingField>,
            /// Должность в родительном падеже.
            post_genitive: Placed<String>,
            /// Должность в дательном падеже.
            post_dative: Placed<String>,
            /// Должность в винительном падеже.
            post_accusative: Placed<String>,
            /// Должность в творительном падеже.
            post_instrumental: Placed<String>,
            /// Должность в предложном падеже.
            post_prepositional: Placed<String>,
            /// Имя в родительном падеже.
            name_genitive: Placed<String>,
            /// Имя в дательном падеже.
            name_dative: Placed<String>,
            /// Имя в винительном падеже.
            name_accusative: Placed<String>,
            /// Имя в творительном падеже.
            name_instrumental: Placed<String>,
            /// Имя в предложном падеже.
            name_prepositional: Placed<String>,
        }
    }
}

record! {
    /// Кто исполняет обязанности и когда.
    ActingField("замещение") {
        required {
            /// Лицо: его ключ в persons.csv.
            person: Placed<String>,
            /// Первый день, включительно.
            from: Placed<Day>,
        }
        optional {
            /// Последний день, включительно; без него — до отмены.
            to: Placed<Day>,
        }
    }
}

record! {
    /// Журнал регистрации.
    JournalField("журнал") {
        required {
            /// Название.
            title: Placed<String>,
        }
        optional {
            /// Вид документов журнала: приказ (по умолчанию), распоряжение, письмо. Номера разных видов могут совпадать.
            kind: Placed<String>,
            /// Вид номера: "{n}", "{n}-ОД", "01-12/{n}"; {yyyy} и {yy} — год.
            pattern: Placed<String>,
            /// Дата раньше даты предыдущего номера: refuse — не регистрировать (по умолчанию), remark — с отметкой.
            date_order: Placed<DateOrderField>,
            /// Последний номер, выданный на бумаге, по годам: { 2022: 113 }.
            last_used: Entries<Placed<u32>>,
        }
    }
}

record! {
    /// Исполнитель. Ровно одно из трёх: institution, each или list.
    PartyField("исполнитель") {
        required {}
        optional {
            /// Одно учреждение справочника: его ключ.
            institution: Placed<String>,
            /// Каждое учреждение этого вида, поручение каждому: school.
            each: Placed<String>,
            /// Перечисленные учреждения, поручение каждому: [school-1, school-3].
            list: Vec<Placed<String>>,
            /// Кому в учреждении писать: director (по умолчанию) или curator.
            addressee: Placed<AddresseeField>,
            /// Как к нему обращается приказ, в дательном падеже: Руководителям общеобразовательных организаций.
            addressed: Placed<String>,
            /// Как ещё он назван в графах плана.
            also: Vec<Placed<String>>,
        }
    }
}

record! {
    /// Что подставляется пунктам.
    DefaultsField("значения по умолчанию") {
        required {}
        optional {
            /// Порядок прохождения.
            lifecycle: Placed<String>,
            /// Шаблоны документов.
            documents: Entries<Placed<String>>,
        }
    }
}

words! {
    /// Перенос с выходного.
    DayOffField("правило переноса") {
        /// На предшествующий рабочий день.
        Previous = "previous",
        /// На следующий рабочий день.
        Next = "next",
        /// Не переносится.
        None = "none",
    }
}

words! {
    /// Что делать с датой не по порядку номеров.
    DateOrderField("порядок дат") {
        /// Не регистрировать.
        Refuse = "refuse",
        /// Регистрировать с отметкой.
        Remark = "remark",
    }
}

words! {
    /// Кому писать.
    AddresseeField("адресат") {
        /// Директору.
        Director = "director",
        /// Куратору, копия директору.
        Curator = "curator",
    }
}
