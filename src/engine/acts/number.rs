//! Numbers of a journal: the next one, or the one that stands on paper. A series has neither gap nor double, and its
//! dates go with its numbers.
//!
//! Must never give a number again: not that of a cancelled document, nor one declared void.

use super::said;
use crate::definition::journal::Numbered;
use crate::definition::model::{DateOrder, Journal};
use crate::engine::outcome::Outcome;
use crate::engine::paper::{Around, Entry, Given};
use crate::engine::rejection::Rejection;
use crate::engine::state::{JournalHead, Registration};
use crate::engine::transition::Transition;
use crate::words::ids::JournalKey;
use chrono::{Datelike, NaiveDate};

/// Most numbers declared void at once: a longer gap is a slip of the pen.
const SKIPPED_MAX: u32 = 100;

/// The next number of the journal, dated today. The last number used on paper counts too, should the head not know it.
pub fn next(outcome: &Outcome<'_>, key: &JournalKey) -> Result<Registration, Rejection> {
    let on = outcome.call.on;
    let (journal, head) = series(outcome, key, on.year())?;
    let sequence = head.last.checked_add(1).ok_or_else(|| Rejection::Incomplete {
        what: format!("свободный номер в журнале «{key}»"),
    })?;
    let late = head.last_on.filter(|last| on < *last);
    let why = late.map(|last| format!("последний номер журнала датирован {}", ru(last)));
    let remark = why.map(|why| out_of_order(journal, on, why)).transpose()?;
    Ok(Registration {
        journal: key.clone(),
        sequence,
        number: journal.print(on.year(), sequence),
        date: on,
        given: Given::Next,
        remark,
    })
}

/// A number as it stands on paper.
pub struct OnPaper<'e> {
    pub number: &'e str,
    pub date: NaiveDate,
    /// Why the numbers skipped before it are void.
    pub skipped: Option<&'e str>,
    /// What the document was registered as by mistake: its date binds nobody.
    pub instead_of: Option<&'e Registration>,
}

/// The registration of a document that has its number on paper already. Numbers skipped before it are declared void.
pub fn by_hand(outcome: &mut Outcome<'_>, key: &JournalKey, paper: &OnPaper<'_>) -> Result<Registration, Rejection> {
    let (on, year) = (outcome.call.on, paper.date.year());
    if paper.date > on {
        let why = format!("она ещё не наступила, сегодня {}", ru(on));
        return Err(Rejection::BadDate { date: paper.date, why });
    }
    let (journal, head) = series(outcome, key, year)?;
    let (numbered, printed) = read(journal, &head, year, paper.number)?;
    let printed = printed.as_str();
    let around = around(outcome, key, year, numbered)?;
    require_free(outcome, key, printed, numbered, around)?;
    require_base(journal, &head, printed, numbered, year)?;
    let remark = remark(journal, paper, &head, numbered, around)?;
    if let Some((first, last)) = gap(&head, numbered) {
        let reason = skipped(journal, printed, (first, last), year, paper.skipped)?;
        outcome.record(Transition::NumbersVoided {
            journal: key.clone(),
            year,
            first,
            last,
            on,
            reason,
        });
    }
    Ok(Registration {
        journal: key.clone(),
        sequence: numbered.sequence,
        number: printed.to_owned(),
        date: paper.date,
        given: Given::ByHand {
            letter: numbered.letter,
        },
        remark,
    })
}

/// Declares the next number void, which somebody has named as he sees it in the paper journal.
pub fn void(
    outcome: &mut Outcome<'_>,
    key: &JournalKey,
    year: i32,
    number: &str,
    reason: &str,
) -> Result<(), Rejection> {
    let on = outcome.call.on;
    if let Some(date) = NaiveDate::from_ymd_opt(year, 1, 1).filter(|first| *first > on) {
        let why = format!("год журнала ещё не начался, сегодня {}", ru(on));
        return Err(Rejection::BadDate { date, why });
    }
    let (journal, head) = series(outcome, key, year)?;
    let (numbered, printed) = read(journal, &head, year, number)?;
    let next = head.last.saturating_add(1);
    if numbered.letter.is_some() || numbered.sequence != next {
        return Err(Rejection::NotNext {
            number: printed,
            next: journal.print(year, next),
        });
    }
    let reason = said(reason, "причину, по которой номер пуст")?.to_owned();
    outcome.record(Transition::NumbersVoided {
        journal: key.clone(),
        year,
        first: next,
        last: next,
        on,
        reason,
    });
    Ok(())
}

/// The number, and how the journal writes it.
fn read(journal: &Journal, head: &JournalHead, year: i32, number: &str) -> Result<(Numbered, String), Rejection> {
    let printed = number.trim();
    let read = journal.read(year, printed).zip(journal.written(year, printed));
    read.ok_or_else(|| Rejection::NumberUnfit {
        number: printed.to_owned(),
        journal: journal.title.clone(),
        example: journal.print(year, head.last.saturating_add(1)),
        strange: strange(printed),
    })
}

/// «; в номере латинская буква «d»: наберите русскую».
fn strange(printed: &str) -> String {
    let latin = printed.chars().find(char::is_ascii_alphabetic);
    latin.map_or_else(String::new, |latin| {
        format!("; в номере латинская буква «{latin}»: наберите русскую")
    })
}

/// The journal and the head of its series of a year; what the plan says was used on paper is used.
fn series<'a>(outcome: &Outcome<'a>, key: &JournalKey, year: i32) -> Result<(&'a Journal, JournalHead), Rejection> {
    let incomplete = |what: String| Rejection::Incomplete { what };
    let journal = outcome.call.definition.rules.journals.get(key);
    let journal = journal.ok_or_else(|| incomplete(format!("журнал регистрации «{key}» в плане")))?;
    let of_year = |head: &&JournalHead| head.journal == *key && head.year == year;
    let head = outcome.scope().journal.as_ref().filter(of_year);
    let head = head.ok_or_else(|| incomplete(format!("последний номер журнала «{key}» за {year} год")))?;
    let on_paper = journal.last_used.get(&year).copied().unwrap_or(0);
    let last = head.last.max(on_paper);
    Ok((journal, JournalHead { last, ..head.clone() }))
}

fn around<'o>(
    outcome: &'o Outcome<'_>,
    key: &JournalKey,
    year: i32,
    numbered: Numbered,
) -> Result<&'o Around, Rejection> {
    let asked =
        |around: &&Around| (around.journal.as_ref(), around.year, around.place) == (Some(key), year, numbered.place());
    let known = outcome.scope().around.as_ref().filter(asked);
    known.ok_or_else(|| Rejection::Incomplete {
        what: format!("соседние номера журнала «{key}»"),
    })
}

/// The number stands nowhere: neither in this journal nor, printed alike, in another of the plan.
fn require_free(
    outcome: &Outcome<'_>,
    key: &JournalKey,
    printed: &str,
    numbered: Numbered,
    around: &Around,
) -> Result<(), Rejection> {
    let used = |how: String| Rejection::NumberUsed {
        number: printed.to_owned(),
        how,
    };
    if let Some(entry) = &around.at {
        return Err(used(of_entry(entry)));
    }
    let journals = &outcome.call.definition.rules.journals;
    let kind = journals.get(key).map(|journal| journal.kind.as_str());
    let others = journals
        .iter()
        .filter(|(other, journal)| *other != key && Some(journal.kind.as_str()) == kind);
    for (_, journal) in others.filter(|_| numbered.letter.is_some()) {
        if journal
            .read(around.year, printed)
            .is_some_and(|its| its.letter.is_none())
        {
            return Err(used(format!("такие номера даёт журнал «{}»", journal.title)));
        }
    }
    Ok(())
}

fn of_entry(entry: &Entry) -> String {
    match (&entry.void, entry.date) {
        (Some(reason), _) => format!("объявлен пустым ({reason})"),
        (None, Some(date)) => format!("под ним зарегистрирован документ от {}", ru(date)),
        (None, None) => "под ним зарегистрирован документ".to_owned(),
    }
}

/// An inserted number follows one that stands in the journal, be it void, or that was given on paper before.
fn require_base(
    journal: &Journal,
    head: &JournalHead,
    printed: &str,
    numbered: Numbered,
    year: i32,
) -> Result<(), Rejection> {
    if numbered.letter.is_none() || numbered.sequence <= head.last {
        return Ok(());
    }
    Err(Rejection::NothingToFollow {
        number: printed.to_owned(),
        base: journal.print(year, numbered.sequence),
    })
}

/// Dates go with numbers: not before that of the number before, nor after that of the next.
fn remark(
    journal: &Journal,
    paper: &OnPaper<'_>,
    head: &JournalHead,
    numbered: Numbered,
    around: &Around,
) -> Result<Option<String>, Rejection> {
    let date = paper.date;
    let dated = |entry: &Option<Entry>| {
        entry
            .as_ref()
            .and_then(|entry| Some((entry.date?, entry.number.clone())))
    };
    let mut before = dated(&around.before);
    if before.is_none() && numbered.sequence > head.last {
        before = head.last_on.map(|on| (on, journal.print(date.year(), head.last)));
    }
    let early = before.filter(|(other, _)| date < *other);
    let late = dated(&around.after).filter(|(other, _)| date > *other);
    let (why, number) = match (early, late) {
        (Some((other, number)), _) => (format!("предыдущий номер «{number}» датирован {}", ru(other)), number),
        (None, Some((other, number))) => (format!("следующий номер «{number}» датирован {}", ru(other)), number),
        (None, None) => return Ok(None),
    };
    // The mistake that is being put right must not stand in the way of it.
    if paper.instead_of.is_some_and(|wrong| wrong.number == number) {
        return Ok(Some(why));
    }
    out_of_order(journal, date, why).map(Some)
}

/// A remark where the office allows it, else a refusal.
fn out_of_order(journal: &Journal, date: NaiveDate, why: String) -> Result<String, Rejection> {
    match journal.date_order {
        DateOrder::Refuse => Err(Rejection::BadDate { date, why }),
        DateOrder::Remark => Ok(why),
    }
}

/// First and last of the numbers between the last one given and this one.
fn gap(head: &JournalHead, numbered: Numbered) -> Option<(u32, u32)> {
    let (first, last) = (head.last.checked_add(1)?, numbered.sequence.checked_sub(1)?);
    (numbered.letter.is_none() && first <= last).then_some((first, last))
}

/// Why the numbers of a gap are void, as the clerk said.
fn skipped(
    journal: &Journal,
    printed: &str,
    (first, last): (u32, u32),
    year: i32,
    reason: Option<&str>,
) -> Result<String, Rejection> {
    let (from, to) = (journal.print(year, first), journal.print(year, last));
    let which = if first == last {
        format!("не выдан «{from}»")
    } else {
        format!("не выданы с «{from}» по «{to}»")
    };
    if last - first >= SKIPPED_MAX {
        let why = format!("{which}, а пустыми объявляют не больше {SKIPPED_MAX} номеров сразу");
        return Err(Rejection::NumberGap {
            number: printed.to_owned(),
            skipped: why,
            next: from,
        });
    }
    match reason {
        Some(reason) => Ok(said(reason, "причину, по которой пропущенные номера пусты")?.to_owned()),
        None => Err(Rejection::NumberGap {
            number: printed.to_owned(),
            skipped: which,
            next: from,
        }),
    }
}

fn ru(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}
