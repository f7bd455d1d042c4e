//! The journal of registration of a year on paper: every number, the cancelled and the void with their marks.

use super::{Office, issuer};
use crate::documents::papers::context::Signer;
use crate::documents::papers::context::registration_journal::{JournalLine, RegistrationJournalContext};
use crate::runtime::journal::{Desk, Direction, JournalEntry, LinkLine, whole};
use crate::runtime::render::NotRendered;
use crate::store::reader::JournalOfYear;
use crate::words::clock::office_date;
use crate::words::ids::RoleKey;
use crate::words::phrasing::short_name;

/// How the titles of journals begin; the paper says it itself.
const BEGINNING: &str = "Журнал регистрации ";

/// The journal's file name and facts; none when no plan keeps it.
pub async fn context(
    office: Office<'_>,
    of: &JournalOfYear,
) -> Result<Option<(String, RegistrationJournalContext)>, NotRendered> {
    let Some((plan, journal)) = office.catalog.journal(&of.journal) else {
        return Ok(None);
    };
    let reader = office.reader;
    let desk = Desk {
        catalog: office.catalog,
        reader,
    };
    let entries = whole(desk, of).await?;
    let clerk = plan.rules.roles.get(&RoleKey::from("clerk"));
    let title = journal.title.strip_prefix(BEGINNING).unwrap_or(&journal.title);
    let context = RegistrationJournalContext {
        issuer: issuer(&plan),
        title: title.to_owned(),
        year: of.year,
        index: String::new(),
        storage_term: String::new(),
        entries: entries.into_iter().map(line).collect(),
        as_of: office_date(office.now, plan.time_zone),
        signer: Signer {
            post: clerk.map(|clerk| clerk.post.clone()).unwrap_or_default(),
            name: clerk.map(|clerk| short_name(&clerk.name)).unwrap_or_default(),
            acting: false,
        },
    };
    Ok(Some((format!("{BEGINNING}{title} за {} год.docx", of.year), context)))
}

fn line(entry: JournalEntry) -> JournalLine {
    // That another order took its force, the marks say already.
    let told = |link: &LinkLine| link.direction == Direction::FromOther && link.does.cancels();
    let links = entry.links.into_iter().filter(|link| !told(link)).map(|link| link.text);
    JournalLine {
        number: entry.number,
        date: entry.date,
        title: entry.title,
        signer: entry.signer.map(|signer| signer.name).unwrap_or_default(),
        preparer: entry
            .preparer
            .map(|preparer| short_name(&preparer.name))
            .unwrap_or_default(),
        marks: entry.marks.into_iter().chain(links).collect(),
        file: entry.file.map(|file| in_short(&file.sha256)).unwrap_or_default(),
    }
}

/// A file by the beginning of its hash: its name only repeats the line.
fn in_short(sha256: &str) -> String {
    format!("docx, SHA-256 {}…", sha256.get(..8).unwrap_or(sha256))
}
