//! Pages of PDF files of others, drawn anew as SVG.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_svg::hayro_interpret::InterpreterSettings;
use hayro_svg::hayro_interpret::font::{FontData, FontQuery, StandardFont};
use hayro_svg::hayro_syntax::Pdf;
use hayro_svg::{RenderCache, SvgRenderSettings, convert};
use typst_assets::pdf as fonts;

/// The first page of a PDF as an SVG of the same size, or why there is none. What a file of a stranger asks for has no
/// bounds here: it may take all time, memory and stack that there is.
pub fn drawing_of_pdf(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "the PDF is damaged, or locked by a password".to_owned())?;
    let page = pdf.pages().first().ok_or("the PDF has no page")?;
    let is_whole = Arc::new(AtomicBool::new(true));
    let told = Arc::clone(&is_whole);
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font_of(*font)),
            FontQuery::Fallback(font) => Some(font_of(font.pick_standard_font())),
        }),
        cmap_resolver: Arc::new(|_| None),
        warning_sink: Arc::new(move |_| told.store(false, Ordering::Relaxed)),
        render_annotations: false,
    };
    let drawing = convert(page, &RenderCache::new(), &settings, &SvgRenderSettings { bg_color: [0; 4] });
    if !is_whole.load(Ordering::Relaxed) {
        return Err("the PDF has a font or a picture of a kind that cannot be drawn".to_owned());
    }
    // What is damaged is read as far as it goes.
    if !["<path", "<use", "<image"].iter().any(|element| drawing.contains(element)) {
        return Err("there is nothing on the first page of the PDF".to_owned());
    }
    // A number of the PDF's is a point.
    let (width, height) = page.render_dimensions();
    let numbers = format!("width=\"{width}\" height=\"{height}\"");
    Ok(drawing.replacen(&numbers, &format!("width=\"{width}pt\" height=\"{height}pt\""), 1).into_bytes())
}

/// What stands in for a font that a PDF does not bring.
fn font_of(font: StandardFont) -> (FontData, u32) {
    let bytes = match font {
        StandardFont::Helvetica => fonts::SANS,
        StandardFont::HelveticaBold => fonts::SANS_BOLD,
        StandardFont::HelveticaOblique => fonts::SANS_ITALIC,
        StandardFont::HelveticaBoldOblique => fonts::SANS_BOLD_ITALIC,
        StandardFont::Courier => fonts::FIXED,
        StandardFont::CourierBold => fonts::FIXED_BOLD,
        StandardFont::CourierOblique => fonts::FIXED_ITALIC,
        StandardFont::CourierBoldOblique => fonts::FIXED_BOLD_ITALIC,
        StandardFont::TimesRoman => fonts::SERIF,
        StandardFont::TimesBold => fonts::SERIF_BOLD,
        StandardFont::TimesItalic => fonts::SERIF_ITALIC,
        StandardFont::TimesBoldItalic => fonts::SERIF_BOLD_ITALIC,
        StandardFont::ZapfDingBats => fonts::DING_BATS,
        StandardFont::Symbol => fonts::SYMBOL,
    };
    (Arc::new(bytes), 0)
}
