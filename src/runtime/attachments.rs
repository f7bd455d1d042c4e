//! Files added to registered documents: what may be kept under which name.
//!
//! Must never say that a signature is good: it is kept, and nothing here checks it.

use super::command::Refusal;
use crate::engine::event::FileRef;
use crate::engine::paper::AttachmentKind;
use std::path::Path;

/// Largest file of a detached signature, in bytes: a chain of certificates with time stamps is far smaller.
const SIGNATURE_MAX: usize = 1024 * 1024;

/// Whether the file is what it is said to be, as far as its name and first bytes tell.
pub fn check(kind: AttachmentKind, file: &FileRef, bytes: Option<&[u8]>) -> Result<(), Refusal> {
    let Some(bytes) = bytes else {
        let message = format!("файл «{}» не найден: сначала передайте его", file.name);
        return Err(wrong("MISSING", message));
    };
    let ending = Path::new(&file.name)
        .extension()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let ends_in = |endings: &[&str]| endings.iter().any(|expected| ending == *expected);
    match kind {
        AttachmentKind::SignedScan if !ends_in(&["pdf"]) || !bytes.starts_with(b"%PDF-") => {
            let message = format!(
                "скан подписанного документа — файл PDF, а «{}» им не является",
                file.name
            );
            Err(wrong("WRONG_FILE", message))
        }
        AttachmentKind::DetachedSignature if !ends_in(&["sig", "p7s"]) => {
            let message = format!("файл подписи называется .sig или .p7s, а здесь «{}»", file.name);
            Err(wrong("WRONG_FILE", message))
        }
        AttachmentKind::DetachedSignature if bytes.len() > SIGNATURE_MAX => {
            let message = format!(
                "файл подписи «{}» больше 1 МБ: подпись должна лежать отдельно от документа",
                file.name
            );
            Err(wrong("WRONG_FILE", message))
        }
        AttachmentKind::SignedScan | AttachmentKind::DetachedSignature => Ok(()),
    }
}

fn wrong(code: &'static str, message: String) -> Refusal {
    Refusal::Rejected {
        code,
        message,
        field: Some("file"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: AttachmentKind, name: &str, bytes: Option<&[u8]>) -> String {
        let file = FileRef {
            name: name.to_owned(),
            sha256: "ab".repeat(32),
            size: bytes.map_or(0, <[u8]>::len) as u64,
        };
        check(kind, &file, bytes).map_or_else(|refusal| refusal.to_string(), |()| "принят".to_owned())
    }

    #[test]
    fn a_scan_is_a_pdf_and_a_signature_is_a_small_file_of_its_own() {
        use AttachmentKind::{DetachedSignature, SignedScan};
        assert_eq!(told(SignedScan, "Приказ № 14-а.PDF", Some(b"%PDF-1.7")), "принят");
        assert_eq!(told(DetachedSignature, "приказ.pdf.sig", Some(b"0\x82")), "принят");
        assert!(told(SignedScan, "приказ.pdf", Some(b"MZ")).contains("файл PDF"));
        assert!(told(SignedScan, "приказ.docx", Some(b"%PDF-1.7")).contains("файл PDF"));
        assert!(told(DetachedSignature, "подпись.exe", Some(b"0")).contains(".sig или .p7s"));
        assert!(told(DetachedSignature, "a.p7s", Some(&vec![0; SIGNATURE_MAX + 1])).contains("больше 1 МБ"));
        assert!(told(DetachedSignature, "a.p7s", None).contains("не найден"));
    }
}
