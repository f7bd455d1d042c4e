//! Reads the column «Ответственный исполнитель» of a road-map: a cell becomes a list of parties.
//!
//! Must never guess past what a careful clerk would: an unclear cell is confirmed or asked, and no word of it is lost.
//!
//! The way of a cell: `text` cuts it into tokens, `abbreviations` spells short forms out, `split` finds where one
//! party ends, `link` decides what governs what, `naming` puts heads into the
//! nominative, `numbers` spells lists of schools out, and `fanout` tells a class of institutions from a single one.

mod abbreviations;
mod acronyms;
mod aliases;
mod fanout;
mod grammar;
mod lexicon;
mod link;
mod naming;
mod numbers;
mod people;
mod phrase;
mod remarks;
mod split;
mod starts;
mod strangers;
mod text;

pub use aliases::{AliasDefinition, AliasError, Aliases};

/// The longest cell that is read, in characters; a longer one is no list of executors and is asked about.
const CELL_LENGTH_MAX: usize = 6_000;

/// What was understood of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecutorsReading {
    /// The cell as it was written.
    pub cell: String,
    /// Whether a person has to look at it.
    pub outcome: Outcome,
    /// The executors in the order of the cell; by custom the first answers for the whole.
    pub parties: Vec<Party>,
    /// Abbreviations that this cell defines for itself and for the cells after it («далее ОО»).
    pub definitions: Vec<AliasDefinition>,
    /// Why a person has to look, in Russian; also notes about a cell that was read. In the order found.
    pub reasons: Vec<String>,
}

/// Whether a reading may be used without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Plain: used as it is.
    Read,
    /// The parties are a proposal; a person confirms or mends it.
    Confirm,
    /// No list of parties that could be proposed, or a piece of the cell is not understood.
    Ask,
}

/// One executor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// In the nominative, short forms spelled out; never empty.
    pub name: String,
    /// Whether every institution of a class gets its own task.
    pub fanout: Fanout,
    /// Whether the party takes part only by its own agreement.
    pub consent: Consent,
}

/// How many tasks a party means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fanout {
    /// One task.
    Single,
    /// One task for each institution of a class («школы», «директора ОУ»).
    EachInstitution,
}

/// The mark «по согласованию».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// No mark: the executor is bound by the order.
    NotNeeded,
    /// Marked «по согласованию»: not subordinate, takes part by agreement.
    Needed,
}

/// Reads one cell with the abbreviations known so far in its document.
///
/// A definition inside the cell («(далее ОО)») holds from the cell itself on; pass
/// [`ExecutorsReading::definitions`] to [`Aliases::learn`] before the next cell is read. Any text is accepted.
pub fn read(cell: &str, aliases: &Aliases) -> ExecutorsReading {
    let mut reading = ExecutorsReading::of(cell);
    if cell.chars().count() > CELL_LENGTH_MAX {
        reading.ask(format!("ячейка длиннее {CELL_LENGTH_MAX} знаков"));
        return reading;
    }
    let tokens = abbreviations::spell_out(&text::tokens(cell));
    let mut table = aliases.clone();
    let tokens = aliases::take_definitions(tokens, &mut table, &mut reading);
    let mut reading = read_tokens(&tokens, &table, reading);
    if reading.parties.is_empty() {
        reading.ask("исполнитель не назван");
    }
    reading
}

fn read_tokens(tokens: &[text::Token], table: &Aliases, mut reading: ExecutorsReading) -> ExecutorsReading {
    let atoms = split::atoms(tokens, table, &mut reading);
    for draft in link::drafts(atoms, table, &mut reading) {
        naming::name(draft, table, &mut reading);
    }
    reading
}

impl ExecutorsReading {
    fn of(cell: &str) -> Self {
        Self {
            cell: cell.to_owned(),
            outcome: Outcome::Read,
            parties: Vec::new(),
            definitions: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// A person has to confirm, and why.
    fn doubt(&mut self, reason: impl Into<String>) {
        self.outcome = self.outcome.max(Outcome::Confirm);
        self.note(reason);
    }

    /// A person has to be asked, and why.
    fn ask(&mut self, reason: impl Into<String>) {
        self.outcome = Outcome::Ask;
        self.note(reason);
    }

    /// Worth saying, but nothing to confirm.
    fn note(&mut self, reason: impl Into<String>) {
        let reason = reason.into();
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }
}
