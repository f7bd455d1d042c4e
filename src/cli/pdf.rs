//! A Word file as PDF, through the LibreOffice of this machine.
//!
//! Each run has a profile of its own, so that it neither waits for an open window nor meets another run. Must never run
//! for ever, and must leave nothing behind but the PDF.

use super::write::beside;
use anyhow::{Context, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A cold start takes some seconds, a long paper some more.
const SECONDS_MAX: u64 = 120;
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Names under which LibreOffice is found.
const PROGRAMS: [&str; 2] = ["soffice", "libreoffice"];

/// A folder that is gone when the work is done.
struct Workshop(PathBuf);

impl Drop for Workshop {
    fn drop(&mut self) {
        // A folder that cannot be removed harms nobody: its name says whose it was.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Writes `word` as the PDF `to`.
pub fn convert(word: &Path, to: &Path) -> anyhow::Result<()> {
    let folder = beside(to, "pdf-work");
    std::fs::create_dir_all(&folder).with_context(|| format!("не создана папка {}", folder.display()))?;
    let workshop = Workshop(folder.canonicalize()?);
    // A name of its own: the document's may begin with a dash or hold what a command line bends.
    let source = workshop.0.join("document.docx");
    std::fs::copy(word, &source).with_context(|| format!("не прочитан файл {}", word.display()))?;
    let office = start(&workshop.0, &source)?;
    wait(office)?;
    let made = workshop.0.join("document.pdf");
    ensure!(made.is_file(), "LibreOffice не смог сделать PDF из {}", word.display());
    std::fs::rename(&made, to).with_context(|| format!("не записан файл {}", to.display()))
}

fn start(workshop: &Path, source: &Path) -> anyhow::Result<Child> {
    for program in PROGRAMS {
        let mut command = Command::new(program);
        command
            .arg(format!("-env:UserInstallation={}", as_url(&workshop.join("profile"))))
            .args(["--headless", "--norestore", "--convert-to", "pdf", "--outdir"])
            .arg(workshop)
            .arg(source)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // LibreOffice starts programs of its own: they end together.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        match command.spawn() {
            Ok(office) => return Ok(office),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("не запущен {program}")),
        }
    }
    bail!(
        "для --pdf нужен LibreOffice, а программа soffice не найдена: установите libreoffice-writer или откройте документ в Word и сохраните как PDF"
    )
}

fn wait(mut office: Child) -> anyhow::Result<()> {
    let started = Instant::now();
    loop {
        if let Some(status) = office.try_wait()? {
            ensure!(status.success(), "LibreOffice завершился с ошибкой ({status})");
            return Ok(());
        }
        if started.elapsed() > Duration::from_secs(SECONDS_MAX) {
            end(&mut office);
            bail!("LibreOffice не справился за {SECONDS_MAX} секунд и остановлен");
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

fn end(office: &mut Child) {
    #[cfg(unix)]
    let _ = Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", office.id())])
        .stderr(Stdio::null())
        .status();
    let _ = office.kill();
    let _ = office.wait();
}

/// The address of a folder: whatever is no plain letter is written in bytes.
fn as_url(path: &Path) -> String {
    let mut url = "file://".to_owned();
    let text = path.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') {
        url.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~:".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let digit = |half: u8| {
                char::from_digit(u32::from(half), 16)
                    .unwrap_or('0')
                    .to_ascii_uppercase()
            };
            url.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_a_russian_name_has_an_address() {
        assert_eq!(as_url(Path::new("/дом/a b")), "file:///%D0%B4%D0%BE%D0%BC/a%20b");
    }
}
