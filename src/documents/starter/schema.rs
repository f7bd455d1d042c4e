//! In which order the schema wants the children of an element: what Word forgives and other readers do not.
//!
//! From ECMA-376, part 1, transitional. A new container: a line in [`ORDERS`]. Must never list a container whose
//! children may stand in any order, such as a run or a paragraph's content.

use super::tree::{Element, Node};

/// The container, and its children in their order.
const ORDERS: [(&str, &str); 32] = [
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "w:rPr",
        "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange",
    ),
    (
        "w:tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    ),
    (
        "w:tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers cellIns cellDel cellMerge tcPrChange",
    ),
    (
        "w:trPr",
        "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden ins del trPrChange",
    ),
    (
        "w:sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange",
    ),
    (
        "w:style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    ),
    ("w:tblStylePr", "pPr rPr tblPr trPr tcPr"),
    ("w:styles", "docDefaults latentStyles style"),
    ("w:docDefaults", "rPrDefault pPrDefault"),
    ("w:numbering", "numPicBullet abstractNum num numIdMacAtCleanup"),
    (
        "w:abstractNum",
        "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    ),
    ("w:num", "abstractNumId lvlOverride"),
    ("w:lvlOverride", "startOverride lvl"),
    (
        "w:lvl",
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    ),
    ("w:numPr", "ilvl numId numberingChange ins"),
    ("w:pBdr", "top left bottom right between bar"),
    ("w:tblBorders", "top start left bottom end right insideH insideV"),
    (
        "w:tcBorders",
        "top start left bottom end right insideH insideV tl2br tr2bl",
    ),
    ("w:tblCellMar", "top start left bottom end right"),
    ("w:tcMar", "top start left bottom end right"),
    ("w:tbl", "tblPr tblGrid"),
    ("w:tr", "tblPrEx trPr"),
    ("w:tc", "tcPr"),
    ("w:p", "pPr"),
    ("w:r", "rPr"),
    ("w:document", "background body"),
    (
        "w:font",
        "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
    ),
    (
        "w:settings",
        "writeProtection view zoom mirrorMargins attachedTemplate trackRevisions documentProtection defaultTabStop autoHyphenation evenAndOddHeaders characterSpacingControl updateFields footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    ),
    (
        "w:compat",
        "spaceForUL balanceSingleByteDoubleByteWidth doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn adjustLineHeightInTable useFELayout compatSetting",
    ),
    ("wp:inline", "extent effectExtent docPr cNvGraphicFramePr graphic"),
    (
        "wp:anchor",
        "simplePos positionH positionV extent effectExtent wrapNone wrapSquare wrapTight wrapThrough wrapTopAndBottom docPr cNvGraphicFramePr graphic",
    ),
];

/// Puts the children of every listed container in the schema's order; equals keep theirs, unknown ones stay last.
pub(super) fn arrange(root: &mut Element) {
    root.each_mut(&mut |element| {
        if let Some(order) = order_of(&element.name) {
            element.children.sort_by_key(|child| match child {
                Node::Element(child) => rank(&order, &child.name),
                Node::Text(_) => usize::MAX,
            });
        }
    });
}

/// The containers whose children are out of order, as «w:pPr: w:jc after w:ind» would be read.
pub(super) fn out_of_order(root: &Element) -> Vec<String> {
    let mut found = Vec::new();
    root.each(&mut |element| {
        let Some(order) = order_of(&element.name) else { return };
        let children: Vec<&Element> = element.elements().collect();
        for pair in children.windows(2) {
            if rank(&order, &pair[0].name) > rank(&order, &pair[1].name) {
                found.push(format!(
                    "{}: {} стоит перед {}",
                    element.name, pair[0].name, pair[1].name
                ));
            }
        }
    });
    found
}

fn order_of(container: &str) -> Option<std::str::SplitWhitespace<'static>> {
    let found = ORDERS.iter().find(|(name, _)| *name == container);
    found.map(|(_, children)| children.split_whitespace())
}

fn rank(order: &std::str::SplitWhitespace<'static>, child: &str) -> usize {
    let local = child.rsplit(':').next().unwrap_or(child);
    order.clone().position(|name| name == local).unwrap_or(usize::MAX)
}
