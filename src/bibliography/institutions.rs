//! Words by which the names of institutions are known, in the languages of the EU.

use std::collections::HashSet;
use std::sync::LazyLock;

/// In lower case: whole words, or their beginnings if they are long enough to begin no name of a person.
const WORDS: &str = "\
    academy académie academia accademia akademie akademia akadémia agency agence agenzia agencia agência \
    agentur agentia \
    agenția agencja agentschap agentura agencija aģentūra agentúra ügynökség amt anstalt assembly assemblée asamblea \
    assembleia associat associaz asociación asociat authority authorit autorité autoridad autorità autoriteit \
    bank banque banca banco bundesamt bundesminister bundeskriminalamt behörde beauftragte board bureau büro \
    bíróság bizottság centre center centro centrum college collège commission comission commissie comisión comisia \
    commissione comissão committee comité comitato commissariat company consortium konsortium corporation council \
    conseil consejo consiglio conselho consiliul consell court cour corte curtea curia department département \
    departamento dipartimento departement direction directorate dirección direcția direzione enterprise europarat \
    eurostat europol eurojust faculty faculté fakultät facultad facoltà federation fédération federación federazione \
    föderation foundation fondation fundación fondazione fundação fundatia stiftung stichting forum gericht \
    gerichtshof \
    gesellschaft gmbh gouvernement government gobierno governo group gruppe groupe gruppo grupo hochschule hivatal \
    inspectorate inspektorat institut institute institution instituto istituto instituut instytut institutul intézet \
    inštitút inštitut committees komisija komisja komise komisia komisjon komission kommission kommissionen komissio \
    komitee komitet kunsill laboratory laboratoire library bibliothek bibliothèque league ligue limited ministry \
    ministère ministerium ministerie ministerio ministero ministério ministerul ministerstv ministerstwo \
    ministerstvo \
    ministeriet ministeriö ministeerium ministrija ministerija minisztérium ministeru museum musée museo \
    myndighet myndigheten nations neuvosto nõukogu observatory observatoire office ufficio oficina gabinete \
    organisat organizat organizac organizz organisme organismo parlament parlamento parlement parliament \
    police polizei \
    polizia policía polícia policija policie policja politie poliisi presidency raad rådet republic république \
    rijksinstituut secretariat sekretariat senate service services servicio servizio serviço society société \
    sociedad \
    società styrelsen taryba team tribunal tribunale tanács union unión unione université università universidad \
    universidade universiteit universität university universitet universitetas universitate universitatea univerzita \
    univerzitet univerza uniwersytet universitāte egyetem yliopisto ülikool sveučilište ollscoil università \
    urząd úřad virasto vereniging verband verein verlag working workshop padome komisijas \
    министерство комисия съвет агенция институт университет полиция υπουργείο επιτροπή συμβούλιο πανεπιστήμιο \
    οργανισμός ινστιτούτο αστυνομία coimisiún comhairle aireacht kummissjoni \
    eu un oecd nato unodc ilo imf ecb llc plc unicef unesco interpol";

/// A word is known by a beginning of this many letters.
const MIN_STEM: usize = 7;

/// Whether a word belongs to the name of an institution.
pub(super) fn is_of_institution(word: &str) -> bool {
    static KNOWN: LazyLock<(HashSet<&str>, Vec<&str>)> = LazyLock::new(|| {
        let words = || WORDS.split_ascii_whitespace();
        (words().collect(), words().filter(|known| known.chars().count() >= MIN_STEM).collect())
    });
    let word = word.trim_matches(|one: char| !one.is_alphanumeric()).to_lowercase();
    KNOWN.0.contains(word.as_str())
        || word.len() >= MIN_STEM && KNOWN.1.iter().any(|known| word.as_bytes().starts_with(known.as_bytes()))
}
