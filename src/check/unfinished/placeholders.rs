//! What authors put into square brackets for text that is still to come, in the languages of the EU. Nothing that
//! somebody may say in a quotation or add to one: words that end up in print have no business here.

/// The placeholders of a language, in lower case.
pub(super) struct Placeholders {
    /// How one begins.
    pub openings: &'static [&'static str],
    /// All of one.
    pub words: &'static [&'static str],
}

/// By language, in the order of their codes. Whoever writes in one may have copied from another.
pub(super) const ALL: &[Placeholders] = &[
    // bg
    Placeholders {
        openings: &["въведете", "да се допълни", "да се попълни", "допълнете", "име на", "попълнете"],
        words: &["дата", "заглавие", "име", "номер", "текст"],
    },
    // cs
    Placeholders {
        openings: &["bude doplněno", "doplnit", "doplňte", "název", "vložit", "vložte"],
        words: &["datum", "jméno", "odkaz", "číslo"],
    },
    // da
    Placeholders {
        openings: &["indsæt", "navn på", "skal udfyldes", "tilføjes", "udfyldes"],
        words: &["dato", "kilde", "navn", "nummer", "tekst"],
    },
    // de
    Placeholders {
        openings: &[
            "bitte",
            "einfügen",
            "einsetzen",
            "eintragen",
            "ergänzen",
            "folgt",
            "name der",
            "name des",
            "noch",
            "wird ergänzt",
            "wird nachgereicht",
            "zu ergänzen",
        ],
        words: &[
            "autor",
            "betrag",
            "bild",
            "datum",
            "link",
            "nummer",
            "quelle",
            "seite",
            "titel",
            "verfasser",
            "verweis",
        ],
    },
    // el
    Placeholders {
        openings: &[
            "εισαγάγετε",
            "να συμπληρωθεί",
            "να συμπληρωθούν",
            "προς συμπλήρωση",
            "συμπληρώστε",
            "όνομα της",
            "όνομα του",
        ],
        words: &["αριθμός", "ημερομηνία", "τίτλος", "όνομα"],
    },
    // en
    Placeholders {
        openings: &[
            "add",
            "complete",
            "date of",
            "describe",
            "enter",
            "fill",
            "fill in",
            "insert",
            "name of",
            "names of",
            "please",
            "title of",
            "to be",
            "to do",
            "to follow",
            "your",
        ],
        words: &[
            "amount",
            "author",
            "citation needed",
            "date",
            "figure",
            "image",
            "link",
            "name",
            "number",
            "page",
            "placeholder",
            "ref",
            "reference",
            "source",
            "table",
            "text",
            "title",
            "version",
        ],
    },
    // es
    Placeholders {
        openings: &[
            "a completar",
            "añadir",
            "completar",
            "indicar",
            "insertar",
            "introducir",
            "nombre de",
            "nombre del",
            "pendiente de",
            "por completar",
            "por definir",
            "rellenar",
        ],
        words: &["autor", "cantidad", "enlace", "fecha", "fuente", "imagen", "importe", "nombre", "número", "título"],
    },
    // et
    Placeholders {
        openings: &["lisada", "sisestada", "täiendada", "täita"],
        words: &["kuupäev", "nimi", "number", "pealkiri"],
    },
    // fi
    Placeholders {
        openings: &["lisätään", "lisää", "täydennetään", "täytetään", "täytä"],
        words: &["nimi", "numero", "otsikko", "päivämäärä"],
    },
    // fr
    Placeholders {
        openings: &[
            "ajouter",
            "compléter",
            "indiquer",
            "insérer",
            "nom de la",
            "nom de l’",
            "nom du",
            "votre",
            "à ajouter",
            "à compléter",
            "à confirmer",
            "à définir",
            "à faire",
            "à insérer",
            "à préciser",
            "à rédiger",
            "à venir",
        ],
        words: &["auteur", "image", "lien", "montant", "nom", "numéro", "référence", "texte", "titre"],
    },
    // ga
    Placeholders {
        openings: &["cuir isteach", "le cur isteach", "le líonadh"],
        words: &["ainm", "dáta", "teideal", "uimhir"],
    },
    // hr
    Placeholders {
        openings: &["dopuniti", "treba dopuniti", "umetnuti", "unesite", "upisati"],
        words: &["datum", "ime", "naslov", "naziv"],
    },
    // hu
    Placeholders {
        openings: &["beillesztendő", "kiegészítendő", "kitöltendő", "pótlandó"],
        words: &["cím", "dátum", "név", "szám"],
    },
    // it
    Placeholders {
        openings: &[
            "aggiungere",
            "completare",
            "da aggiungere",
            "da compilare",
            "da completare",
            "da definire",
            "da inserire",
            "indicare",
            "inserire",
            "nome del",
            "nome della",
            "nome dell’",
        ],
        words: &["autore", "fonte", "immagine", "importo", "nome", "numero", "titolo"],
    },
    // lt
    Placeholders {
        openings: &["papildyti", "užpildyti", "įrašyti", "įterpti"],
        words: &["numeris", "pavadinimas", "vardas"],
    },
    // lv
    Placeholders {
        openings: &["ievietot", "jāaizpilda", "jāpapildina", "papildināt"],
        words: &["datums", "nosaukums", "numurs", "vārds"],
    },
    // mt
    Placeholders { openings: &["daħħal", "għandu jimtela", "imla"], words: &["isem", "numru", "titolu"] },
    // nl
    Placeholders {
        openings: &[
            "aan te vullen",
            "aanvullen",
            "in te vullen",
            "invoegen",
            "invullen",
            "naam van",
            "nog",
            "toevoegen",
            "vul in",
            "wordt aangevuld",
        ],
        words: &["afbeelding", "bedrag", "bron", "datum", "naam", "nummer", "titel"],
    },
    // pl
    Placeholders {
        openings: &["do dodania", "do ustalenia", "do uzupełnienia", "nazwa", "uzupełnić", "wpisać", "wstawić"],
        words: &["imię", "numer", "tytuł", "źródło"],
    },
    // pt
    Placeholders {
        openings: &[
            "a completar",
            "a definir",
            "a preencher",
            "completar",
            "indicar",
            "inserir",
            "nome da",
            "nome do",
            "por completar",
            "por preencher",
            "preencher",
        ],
        words: &["autor", "fonte", "imagem", "montante", "nome", "número", "título"],
    },
    // ro
    Placeholders {
        openings: &["a se completa", "completați", "de completat", "de precizat", "introduceți", "numele"],
        words: &["nume", "număr", "titlu"],
    },
    // sk
    Placeholders {
        openings: &["bude doplnené", "doplniť", "doplňte", "názov", "vložiť", "vložte"],
        words: &["dátum", "meno", "odkaz", "číslo"],
    },
    // sl
    Placeholders {
        openings: &["dopolniti", "vpisati", "vpišite", "vstavite", "vstaviti"],
        words: &["datum", "ime", "naslov", "številka"],
    },
    // sv
    Placeholders {
        openings: &["att komplettera", "fyll i", "infoga", "kompletteras", "lägg till", "namn på", "ska fyllas i"],
        words: &["datum", "källa", "namn", "nummer", "titel"],
    },
];
