//! Every word and form that a language has to give, under its name in the data files: a text, unless its type or the
//! names of its gaps are given.

use super::read::tables;
use crate::section::Status;

tables! {
    /// One language's words.
    Terms {
        /// The language's name in English, for findings.
        language,
        /// The headings of lists.
        contents,
        abbreviations,
        list_of_tables,
        list_of_figures,
        imprint,
        /// The mark across every page of a draft.
        draft_mark,
        /// Where something stands, seen from a reference: before or after it.
        above,
        below,
        /// Between the items of a list in one line, with its space.
        comma,
        /// Between a name and what is said of it, with its space.
        colon,
        /// A number of more than three digits: all but the last three, and these.
        thousands ["thousands", "rest"],
        /// Between the whole part of a number and the rest.
        decimal,
        /// At the foot of each page.
        page_of ["page", "pages"],
        /// Behind an entry of the bibliography.
        cited_in ["sections"],
        quotes: Quotes,
        title: Title,
        control: Control,
        edition: Edition,
        address: Address,
        history: History,
        distribution: Distribution,
        status: Statuses,
        date: Date,
        references: References,
        links: Links,
        captions: Captions,
        boxes: Boxes,
        tasks: Tasks,
        typed: Typed,
        redline: Redline,
    }

    /// What straight quotation marks stand for: what opens and what closes, with a blank where the language has one.
    Quotes {
        double: [String; 2],
        single: [String; 2],
    }

    /// What the window of a PDF reader and a catalogue show as the title.
    Title {
        with_subtitle ["title", "subtitle"],
        /// Of a redline: the title, and the versions that it compares.
        of_redline ["title", "old", "new"],
    }

    /// The labels of the document control table.
    Control {
        kind,
        /// The number under which a paper is registered.
        reference,
        version,
        date,
        status,
        marking,
        copy,
        /// Beside that label: which copy, of how many.
        copy_of ["number", "copies"],
        /// Which copy, of how many, where no label stands before it.
        copy_alone ["number", "copies"],
    }

    /// Of an edition of a paper that stood elsewhere before: the headings above what is said of that paper and of the
    /// edition, and its labels.
    Edition {
        original,
        title,
        name,
        responsible,
    }

    /// The labels at the head of a note: whose it is, who gets it, what it is about.
    Address {
        from,
        to,
        subject,
    }

    /// The heading of the version history and of its columns.
    History {
        title,
        version,
        date,
        status,
        summary,
    }

    /// The heading of the list of those who get the paper, and of its columns.
    Distribution {
        title,
        name,
        organisation,
        country,
        role,
        copy,
    }

    /// How far a paper has come.
    Statuses {
        draft,
        consultation,
        final_ = "final",
    }

    /// Dates, as precisely as they are known. Many languages inflect a month that stands behind a day.
    Date {
        day ["day", "month", "year"],
        month ["month", "year"],
        year ["year"],
        /// The number of a month's first day.
        first_day,
        /// From January on, as they stand behind a day,
        months: [String; 12],
        /// and as they stand alone before the year.
        months_alone: [String; 12],
    }

    /// What a reference says within a sentence.
    References {
        section ["number"],
        table ["number"],
        figure ["number"],
        page ["number"],
        annex ["number"],
        paragraph ["number"],
        /// A paragraph of another part of the paper, where each part counts its own: the part as it is referred to.
        paragraph_of ["place", "number"],
        /// An item of a list with a letter, as it is printed: `point (a)`,
        point ["number"],
        /// and one with figures.
        point_number ["number"],
    }

    /// What a screen reader says of a link where its own words do not tell what it leads to.
    Links {
        work ["work"],
        /// From a work, or a note, to where it is cited.
        back_to_section ["number"],
        back_to_heading ["title"],
        /// To a note, and back from it.
        note ["number"],
        back_from_note ["number"],
    }

    /// What a caption begins with, and the title of an annex; and what a line below a table or figure does, which says
    /// where it comes from or what else is to be known.
    Captions {
        table ["number"],
        figure ["number"],
        annex ["number"],
        source,
        note,
    }

    /// What begins the title of a box that is more than a note.
    Boxes {
        tip,
        important,
        warning,
        caution,
    }

    /// What a screen reader says of the boxes of a list of tasks.
    Tasks {
        done,
        open,
    }

    /// Words in lower case that authors type before a number of their own, where the press numbers.
    Typed {
        /// Of headings,
        headings: Vec<String>,
        /// of headings that have a number which is not the press's: annexes, articles of a law,
        own: Vec<String>,
        tables: Vec<String>,
        figures: Vec<String>,
        /// Marks behind the figures of an ordinal number that a number of a heading may have as well: a point.
        ordinals: Vec<String>,
    }

    /// What a redline says beside the paper itself.
    Redline {
        /// The heading of the summary; the second of two papers with one version number.
        title ["old", "new"],
        title_of_one ["new"],
        /// How each kind of change looks, said in its own look.
        inserted_sample,
        deleted_sample,
        moved_sample,
        bar ["new"],
        /// Above what stands elsewhere now: the heading below which it stood or stands, if there is one, and the page
        /// as a reference says it.
        moved_from ["section", "page"],
        moved_from_page ["page"],
        moved_to ["section", "page"],
        moved_to_page ["page"],
        /// What a screen reader says before a change and after it.
        insertion: [String; 2],
        deletion: [String; 2],
        moved: [String; 2],
        inserted_image ["description"],
        deleted_image ["description"],
        /// The first column of the table of both papers, the heading of the others, and what the rows are called that
        /// no control table has.
        paper,
        version ["version"],
        paper_title,
        subtitle,
        authors,
        words,
        /// The table of sections: heading, columns, the first row's name if no heading stands there, the last row's.
        sections,
        section,
        page,
        state,
        changes,
        added,
        removed,
        beginning,
        /// Says how many references have another number only.
        renumbered ["count"],
        total,
        /// Headings of lists.
        references,
        settings,
        markings,
        forms,
        /// What is another where the words are the same.
        form: Form,
        setting: Setting,
        fate: Fate,
    }

    /// What became of a section.
    Fate {
        new,
        gone,
        moved,
        changed,
        /// It has another version, or another file, alone.
        same,
    }

    /// What a paper is printed with, and what its sections say of themselves.
    Setting {
        slug,
        language,
        template,
        chapters,
        page_size,
        logo,
        style,
        works,
        /// One of the paper's own values.
        value,
        /// One of the paper's own words for those of the press.
        term,
        template_file,
        bibliography_file,
        section_file,
    }

    /// What a block is beside its words.
    Form {
        label,
        level,
        numbering,
        address,
        file,
        description,
        width,
        spacing,
        columns,
        spans,
        header,
        key,
        marking,
        language,
    }
}

impl Quotes {
    pub fn pair(&self, is_double: bool) -> &[String; 2] {
        if is_double { &self.double } else { &self.single }
    }
}

impl Terms {
    pub fn status_name(&self, status: Status) -> &str {
        match status {
            Status::Draft => &self.status.draft,
            Status::Consultation => &self.status.consultation,
            Status::Final => &self.status.final_,
        }
    }

    /// A date as it is printed, as precisely as it is known: `24 June 2013`, `June 2013`, `2013`.
    pub fn date(&self, year: u16, month: Option<u8>, day: Option<u8>) -> String {
        let (form, year) = (&self.date, year.to_string());
        let Some(month) = month.map(|month| usize::from(month).clamp(1, 12) - 1) else {
            return form.year.fill([&year]);
        };
        match day {
            None => form.month.fill([&form.months_alone[month], &year]),
            Some(1) => form.day.fill([&form.first_day, &form.months[month], &year]),
            Some(day) => form.day.fill([&day.to_string(), &form.months[month], &year]),
        }
    }

    /// A number with a gap between each three digits.
    pub fn grouped(&self, number: usize) -> String {
        match number {
            0..1000 => number.to_string(),
            _ => self.thousands.fill([&self.grouped(number / 1000), &format!("{:03}", number % 1000)]),
        }
    }
}
