//! `prikaz executors`: reads cells of the column «Ответственный исполнитель» as one document, in order.
//!
//! Must never fail on the bytes it is given: each line or argument gets one answer, and what is no text is asked about.

use crate::words::executors::{Aliases, Consent, ExecutorsReading, Fanout, Outcome, read};
use anyhow::{Context, bail};
use serde::Serialize;
use std::ffi::OsString;
use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

/// The longest line that is taken from standard input, in bytes; the rest of a longer one is skipped.
const LINE_BYTES_MAX: usize = 256 * 1024;

/// Cells and the abbreviations to read them with.
#[derive(clap::Args)]
pub struct Executors {
    /// Значение сокращения в этом документе, например «ОО=школы»; можно повторять
    #[arg(long = "alias", value_name = "СОКРАЩЕНИЕ=ЗНАЧЕНИЕ")]
    aliases: Vec<String>,
    /// Одна строка JSON на каждую ячейку
    #[arg(long)]
    json: bool,
    /// Ячейки графы в порядке документа; «-» читает их со стандартного ввода, по одной в строке
    /// (два знака `\n` внутри строки — перенос, всё после табуляции не читается)
    #[arg(required = true, value_name = "ЯЧЕЙКА")]
    cells: Vec<OsString>,
}

impl Executors {
    /// Reads the cells one after another, so that a definition holds for the cells after it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut aliases = Aliases::new();
        for pair in &self.aliases {
            if let Err(error) = aliases.explain(pair) {
                eprintln!("prikaz: {error}");
                return Ok(ExitCode::from(2));
            }
        }
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let mut all_text = true;
        let mut say = |input: Input| -> anyhow::Result<()> {
            all_text &= !matches!(input, Input::NoText(_));
            let reading = input.read(&aliases);
            aliases.learn(&reading.definitions);
            if self.json {
                serde_json::to_writer(&mut out, &Line::of(&reading))?;
                writeln!(out)?;
            } else {
                write_in_russian(&mut out, &reading)?;
            }
            Ok(())
        };
        if self.cells.len() == 1 && self.cells[0] == "-" {
            for_each_line(&mut std::io::stdin().lock(), &mut say)?;
        } else {
            for cell in &self.cells {
                if cell == "-" {
                    bail!("«-» читает стандартный ввод и не сочетается с другими ячейками");
                }
                say(match cell.to_str() {
                    Some(text) => Input::Text(text.to_owned()),
                    None => Input::NoText(cell.to_string_lossy().into_owned()),
                })?;
            }
        }
        out.flush().context("вывод не записан")?;
        Ok(if all_text { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}

/// One cell as it came in.
enum Input {
    Text(String),
    /// Not UTF-8; what could be made of it, to be shown.
    NoText(String),
    /// Longer than [`LINE_BYTES_MAX`]; its beginning.
    TooLong(String),
}

impl Input {
    /// A line without its end; what follows a tab is no part of the cell.
    fn of_line(bytes: &[u8]) -> Self {
        let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let cell = |text: &str| text.split('\t').next().unwrap_or_default().replace("\\n", "\n");
        if line.len() > LINE_BYTES_MAX {
            return Self::TooLong(cell(&String::from_utf8_lossy(&line[..LINE_BYTES_MAX])));
        }
        match std::str::from_utf8(line) {
            Ok(text) => Self::Text(cell(text)),
            Err(_) => Self::NoText(cell(&String::from_utf8_lossy(line))),
        }
    }

    fn read(self, aliases: &Aliases) -> ExecutorsReading {
        let asked = |cell, reason: String| ExecutorsReading {
            cell,
            outcome: Outcome::Ask,
            parties: Vec::new(),
            definitions: Vec::new(),
            reasons: vec![reason],
        };
        match self {
            Self::Text(cell) => read(&cell, aliases),
            Self::NoText(cell) => asked(cell, "текст не в кодировке UTF-8".to_owned()),
            Self::TooLong(cell) => asked(cell, format!("строка длиннее {} КиБ", LINE_BYTES_MAX / 1024)),
        }
    }
}

fn for_each_line(input: &mut impl BufRead, say: &mut impl FnMut(Input) -> anyhow::Result<()>) -> anyhow::Result<()> {
    // room for the two signs of a line end after the longest line
    let most = LINE_BYTES_MAX + 2;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let taken = input
            .take(most as u64)
            .read_until(b'\n', &mut bytes)
            .context("стандартный ввод не читается")?;
        if taken == 0 {
            return Ok(());
        }
        if taken == most && !bytes.ends_with(b"\n") {
            input.skip_until(b'\n').context("стандартный ввод не читается")?;
        }
        say(Input::of_line(&bytes))?;
    }
}

#[derive(Serialize)]
struct Line<'a> {
    cell: &'a str,
    outcome: &'static str,
    parties: Vec<PartyLine<'a>>,
    reasons: &'a [String],
    definitions: Vec<DefinitionLine<'a>>,
}

#[derive(Serialize)]
struct PartyLine<'a> {
    name: &'a str,
    fanout: bool,
    consent: bool,
}

#[derive(Serialize)]
struct DefinitionLine<'a> {
    short: &'a str,
    full: &'a str,
    name: &'a str,
    fanout: bool,
}

impl<'a> Line<'a> {
    fn of(reading: &'a ExecutorsReading) -> Self {
        let parties = reading.parties.iter().map(|party| PartyLine {
            name: &party.name,
            fanout: party.fanout == Fanout::EachInstitution,
            consent: party.consent == Consent::Needed,
        });
        let definitions = reading.definitions.iter().map(|definition| DefinitionLine {
            short: &definition.short,
            full: &definition.full,
            name: &definition.name,
            fanout: definition.fanout == Fanout::EachInstitution,
        });
        Self {
            cell: &reading.cell,
            outcome: match reading.outcome {
                Outcome::Read => "read",
                Outcome::Confirm => "confirm",
                Outcome::Ask => "ask",
            },
            parties: parties.collect(),
            reasons: &reading.reasons,
            definitions: definitions.collect(),
        }
    }
}

fn write_in_russian(out: &mut impl Write, reading: &ExecutorsReading) -> anyhow::Result<()> {
    let cell = reading.cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let outcome = match reading.outcome {
        Outcome::Read => "прочитано",
        Outcome::Confirm => "подтвердите",
        Outcome::Ask => "нужен ответ человека",
    };
    writeln!(out, "«{cell}» — {outcome}")?;
    for (number, party) in reading.parties.iter().enumerate() {
        let fanout = if party.fanout == Fanout::EachInstitution {
            "; каждому учреждению"
        } else {
            ""
        };
        let consent = if party.consent == Consent::Needed {
            "; по согласованию"
        } else {
            ""
        };
        writeln!(out, "  {}. {}{fanout}{consent}", number + 1, party.name)?;
    }
    for definition in &reading.definitions {
        writeln!(out, "  далее «{}» значит: {}", definition.short, definition.full)?;
    }
    for reason in &reading.reasons {
        writeln!(out, "  ? {reason}")?;
    }
    Ok(())
}
