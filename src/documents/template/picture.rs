//! Pictures from data: a stamp or a signature that travels as a `data:` address, a QR code made from text.
//!
//! Must never trust a header that it did not read itself, and must never let a picture fill the memory.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::{Kwargs, Object, Value, ValueKind};
use minijinja::{Error, State};
use sha2::{Digest, Sha256};

use super::filters::{blank, wrong};
use super::marks::{self, PRIVATE};

const BYTES_MAX: usize = 4 << 20;
/// Of all pictures in one document.
const SUM_MAX: usize = 16 << 20;
const FILES_MAX: usize = 1_000;
/// Drawing a code takes as long as some hundred thousand characters of text.
const CODE_FUEL: u64 = 5_000;
const PIXELS_MAX: u32 = 10_000;
const CODE_BYTES_MAX: usize = 1_000;
/// English Metric Units, in which Word measures drawings.
const EMU_IN_MM: f64 = 36_000.0;
/// A page is 210 mm wide.
const MM_MAX: f64 = 420.0;
/// Without a size: as dense as a screen, but not wider than the text.
const EMU_IN_PIXEL: u64 = 9_525;
const NATURAL_MM_MAX: f64 = 165.0;

#[derive(Debug)]
pub(super) struct Picture {
    pub file: Arc<PictureFile>,
    /// Width and height on paper.
    emu: (u64, u64),
    /// What is read aloud to who does not see it.
    said: String,
}

/// The file in the package; its name is the hash of its bytes.
#[derive(Debug)]
pub(super) struct PictureFile {
    pub bytes: Vec<u8>,
    pub sha256: String,
    pub extension: &'static str,
    pixels: (u32, u32),
}

impl Object for Picture {}

/// The pictures of one part while it is rendered.
#[derive(Debug, Default)]
pub(super) struct Gallery(Mutex<BTreeMap<String, Arc<PictureFile>>>);

impl Object for Gallery {}

const GALLERY: &str = "pictures";

impl Gallery {
    /// What the rendering of a part hung up.
    pub fn of(state: &State) -> BTreeMap<String, Arc<PictureFile>> {
        let gallery = state
            .get_temp(GALLERY)
            .and_then(|value| value.downcast_object::<Self>());
        gallery.map_or_else(BTreeMap::new, |gallery| {
            gallery.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
        })
    }

    /// Keeps the file of a picture and gives the mark that stands for it.
    pub fn hang(state: &mut State, picture: &Picture) -> Result<String, Error> {
        let known = state
            .get_temp(GALLERY)
            .and_then(|value| value.downcast_object::<Self>());
        let gallery = known.unwrap_or_else(|| {
            let gallery = Arc::new(Self::default());
            state.set_temp(GALLERY, Value::from_dyn_object(gallery.clone()));
            gallery
        });
        let mut files = gallery.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !files.contains_key(&picture.file.sha256) {
            let sum: usize = files.values().map(|file| file.bytes.len()).sum();
            if sum + picture.file.bytes.len() > SUM_MAX {
                return Err(wrong(format!("рисунков в документе больше {} МБ", SUM_MAX >> 20)));
            }
            if files.len() >= FILES_MAX {
                return Err(wrong(format!("разных рисунков в документе больше {FILES_MAX}")));
            }
            files.insert(picture.file.sha256.clone(), picture.file.clone());
        }
        let (width, height) = picture.emu;
        let rest = format!("{};{width};{height};{}", picture.file.sha256, picture.said);
        Ok(marks::mark(marks::PICTURE, &rest))
    }
}

/// `{{ stamp|картинка("35 мм") }}`: also `высота="20 мм"`, `подпись="Печать"`; within both sizes it keeps its shape.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the engine hands named arguments over by value"
)]
pub(super) fn from_data(value: &Value, width: Option<Value>, options: Kwargs) -> Result<Value, Error> {
    let sizes = Sizes::of(width, &options)?;
    let said = said(&options, "Рисунок")?;
    options.assert_all_used()?;
    if blank(value) {
        return Ok(value.clone());
    }
    let text = value.as_str().filter(|_| value.kind() == ValueKind::String);
    let file = decode(text.unwrap_or_default())?;
    Ok(hung(file, &sizes, said))
}

/// `{{ address|qr("20 мм") }}`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the engine hands named arguments over by value"
)]
pub(super) fn from_text(state: &State, value: &Value, width: Option<Value>, options: Kwargs) -> Result<Value, Error> {
    let sizes = Sizes::of(Some(width.unwrap_or_else(|| Value::from(25))), &options)?;
    let said = said(&options, "QR-код")?;
    options.assert_all_used()?;
    if blank(value) {
        return Ok(value.clone());
    }
    let text = match value.kind() {
        ValueKind::String | ValueKind::Number => value.to_string(),
        _ => return Err(wrong(format!("в код записывают текст, а стоит «{value}»"))),
    };
    state.consume_fuel(CODE_FUEL)?;
    Ok(hung(code(&text)?, &sizes, said))
}

fn hung(file: PictureFile, sizes: &Sizes, said: String) -> Value {
    let emu = sizes.fit(file.pixels);
    let file = Arc::new(file);
    Value::from_object(Picture { file, emu, said })
}

fn said(options: &Kwargs, otherwise: &str) -> Result<String, Error> {
    let said: Option<&str> = options.get("подпись")?;
    let plain = said.unwrap_or(otherwise).chars();
    let plain: String = plain
        .filter(|c| !c.is_control() && !PRIVATE.contains(c))
        .take(200)
        .collect();
    Ok(plain)
}

struct Sizes {
    width: Option<f64>,
    height: Option<f64>,
}

impl Sizes {
    fn of(width: Option<Value>, options: &Kwargs) -> Result<Self, Error> {
        let named: Option<Value> = options.get("ширина")?;
        let height: Option<Value> = options.get("высота")?;
        Ok(Self {
            width: width.or(named).map(|size| millimetres(&size)).transpose()?,
            height: height.map(|size| millimetres(&size)).transpose()?,
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "sizes lie between one EMU and half a metre"
    )]
    fn fit(&self, pixels: (u32, u32)) -> (u64, u64) {
        let (wide, high) = (f64::from(pixels.0), f64::from(pixels.1));
        let natural = (wide * EMU_IN_PIXEL as f64).min(NATURAL_MM_MAX * EMU_IN_MM);
        let scale = match (self.width, self.height) {
            (Some(width), Some(height)) => (width * EMU_IN_MM / wide).min(height * EMU_IN_MM / high),
            (Some(width), None) => width * EMU_IN_MM / wide,
            (None, Some(height)) => height * EMU_IN_MM / high,
            (None, None) => natural / wide,
        };
        // A line is not drawn higher than a page.
        let scale = scale.min(MM_MAX * EMU_IN_MM / high);
        let emu = |pixels: f64| ((pixels * scale).round() as u64).max(1);
        (emu(wide), emu(high))
    }
}

/// «35 мм», «3,5 см», 35.
fn millimetres(size: &Value) -> Result<f64, Error> {
    let refuse = || {
        wrong(format!(
            "размер пишется как «35 мм» или «3,5 см», от 1 до {MM_MAX} мм, а стоит «{size}»"
        ))
    };
    let text = size.to_string().replace(',', ".");
    let text = text.trim();
    let (number, scale) = [("мм", 1.0), ("mm", 1.0), ("см", 10.0), ("cm", 10.0)]
        .into_iter()
        .find_map(|(unit, scale)| text.strip_suffix(unit).map(|number| (number, scale)))
        .unwrap_or((text, 1.0));
    let number: f64 = number.trim().parse().map_err(|_| refuse())?;
    let size = number * scale;
    if (1.0..=MM_MAX).contains(&size) {
        Ok(size)
    } else {
        Err(refuse())
    }
}

fn file(bytes: Vec<u8>, extension: &'static str, pixels: (u32, u32)) -> PictureFile {
    let mut sha256 = hex::encode(Sha256::digest(&bytes));
    sha256.truncate(32);
    PictureFile {
        bytes,
        sha256,
        extension,
        pixels,
    }
}

fn decode(address: &str) -> Result<PictureFile, Error> {
    let not_picture = || wrong("здесь нужен рисунок: адрес вида data:image/png;base64,… или data:image/jpeg;base64,…");
    let rest = address.trim().strip_prefix("data:image/").ok_or_else(not_picture)?;
    let (_, encoded) = rest.split_once(";base64,").ok_or_else(not_picture)?;
    if encoded.len() / 4 * 3 > BYTES_MAX {
        return Err(wrong(format!("рисунок больше {} МБ", BYTES_MAX >> 20)));
    }
    let compact: String = encoded.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD
        .decode(compact.as_bytes())
        .map_err(|_| wrong("рисунок повреждён: его данные не читаются"))?;
    // What the file is, it says itself.
    let read = png_pixels(&bytes).map(|pixels| ("png", pixels));
    let read = read.or_else(|| jpeg_pixels(&bytes).map(|pixels| ("jpeg", pixels)));
    let Some((extension, pixels)) = read else {
        return Err(wrong("рисунок повреждён или это не PNG и не JPEG"));
    };
    if pixels.0 == 0 || pixels.1 == 0 || pixels.0 > PIXELS_MAX || pixels.1 > PIXELS_MAX {
        let (wide, high) = pixels;
        return Err(wrong(format!(
            "рисунок {wide} на {high} точек; годятся от 1 до {PIXELS_MAX} в ширину и в высоту"
        )));
    }
    Ok(file(bytes, extension, pixels))
}

fn big_endian<const N: usize>(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes: [u8; N] = bytes.get(at..at + N)?.try_into().ok()?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// Width and height of a PNG whose chunks run unbroken to its end.
fn png_pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let pixels = (big_endian::<4>(bytes, 16)?, big_endian::<4>(bytes, 20)?);
    let mut at = 8_usize;
    loop {
        let length = usize::try_from(big_endian::<4>(bytes, at)?).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        at = at.checked_add(length)?.checked_add(12)?;
        bytes.get(..at)?;
        if kind == b"IEND" {
            return Some(pixels);
        }
    }
}

/// Width and height of a JPEG, from the marker that begins its frame.
fn jpeg_pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"\xff\xd8\xff") {
        return None;
    }
    let mut at = 2_usize;
    loop {
        let marker = *bytes.get(at + 1)?;
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match marker {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((big_endian::<2>(bytes, at + 7)?, big_endian::<2>(bytes, at + 5)?));
            }
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::try_from(big_endian::<2>(bytes, at + 2)?).ok()?,
        }
    }
}

/// Pixels to a module; the code is sharp at any size on paper.
const MODULE: usize = 8;
/// Modules of white around a code, without which it is not found.
const QUIET: usize = 4;

fn code(text: &str) -> Result<PictureFile, Error> {
    let too_long = || {
        wrong(format!(
            "для кода текст слишком длинный; помещается {CODE_BYTES_MAX} байт"
        ))
    };
    if text.len() > CODE_BYTES_MAX {
        return Err(too_long());
    }
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).map_err(|_| too_long())?;
    let modules = code.size();
    let quiet = i32::try_from(QUIET).unwrap_or_default();
    let mut rows: Vec<u8> = Vec::new();
    for y in -quiet..modules + quiet {
        // One module is one byte: eight pixels of one bit, black being zero.
        let row: Vec<u8> = (-quiet..modules + quiet)
            .map(|x| if code.get_module(x, y) { 0x00 } else { 0xff })
            .collect();
        rows.extend(row.repeat(MODULE));
    }
    let side = u32::try_from(modules).unwrap_or_default() + 2 * u32::try_from(QUIET).unwrap_or_default();
    let side = side * u32::try_from(MODULE).unwrap_or_default();
    let bytes = png_of(&rows, side).map_err(|error| wrong(format!("код не удалось нарисовать: {error}")))?;
    Ok(file(bytes, "png", (side, side)))
}

fn png_of(rows: &[u8], side: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rows)?;
    writer.finish()?;
    bytes.shrink_to_fit();
    Ok(bytes)
}

/// The drawing for a mark: `number` is unique in the document, `relation` names the file.
pub(super) fn drawing(prefix: &str, rest: &str, number: usize) -> Option<String> {
    let mut fields = rest.splitn(4, ';');
    let (sha256, width, height, said) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let said = quick_xml::escape::escape(said);
    let size = format!("cx=\"{width}\" cy=\"{height}\"");
    let mut out = format!("<{prefix}drawing>");
    let _ = write!(
        out,
        "<wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent {size}/><wp:docPr id=\"{number}\" name=\"Рисунок {number}\" descr=\"{said}\"/><wp:cNvGraphicFramePr/>"
    );
    let _ = write!(
        out,
        "<a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"Рисунок {number}\" descr=\"{said}\"/><pic:cNvPicPr/></pic:nvPicPr>"
    );
    let relation = relation(sha256);
    let _ = write!(
        out,
        "<pic:blipFill><a:blip xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:embed=\"{relation}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext {size}/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></{prefix}drawing>"
    );
    Some(out)
}

/// The id of the relationship to a picture's file.
pub(super) fn relation(sha256: &str) -> String {
    format!("rIdPicture{sha256}")
}
