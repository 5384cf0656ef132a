//! Every word and form that a language has to give. The keys of the data files stand beside the fields.

use super::pattern::Pattern;
use super::read::tables;
use crate::section::Status;

tables! {
    /// One language's words.
    Terms {
        /// The language's name in English, for findings.
        language: String = "language",
        /// The headings of two lists.
        contents: String = "contents",
        abbreviations: String = "abbreviations",
        /// The mark across every page of a draft.
        draft_mark: String = "draft-mark",
        /// Where something stands, seen from a reference: before or after it.
        above: String = "above",
        below: String = "below",
        /// Between the items of a list in one line, with its space.
        comma: String = "comma",
        /// Between a name and what is said of it, with its space.
        colon: String = "colon",
        /// A number of more than three digits: all but the last three, and these.
        thousands: Pattern<2> = "thousands" ["thousands", "rest"],
        /// At the foot of each page.
        page_of: Pattern<2> = "page-of" ["page", "pages"],
        /// Behind an entry of the bibliography.
        cited_in: Pattern<1> = "cited-in" ["sections"],
        title: Title = "title",
        control: Control = "control",
        history: History = "history",
        status: Statuses = "status",
        date: Date = "date",
        references: References = "references",
        captions: Captions = "captions",
        typed: Typed = "typed",
        redline: Redline = "redline",
    }

    /// What the window of a PDF reader and a catalogue show as the title.
    Title {
        with_subtitle: Pattern<2> = "with-subtitle" ["title", "subtitle"],
        /// Of a redline: the title, and the versions that it compares.
        of_redline: Pattern<3> = "of-redline" ["title", "old", "new"],
    }

    /// The labels of the document control table.
    Control {
        kind: String = "kind",
        /// The number under which a paper is registered.
        reference: String = "reference",
        version: String = "version",
        date: String = "date",
        status: String = "status",
        marking: String = "marking",
        copy: String = "copy",
        /// Beside that label: which copy, of how many.
        copy_of: Pattern<2> = "copy-of" ["number", "copies"],
        /// The same where no label stands before it.
        copy_alone: Pattern<2> = "copy-alone" ["number", "copies"],
    }

    /// The heading of the version history and of its columns.
    History {
        title: String = "title",
        version: String = "version",
        date: String = "date",
        status: String = "status",
        summary: String = "summary",
    }

    /// How far a paper has come.
    Statuses {
        draft: String = "draft",
        consultation: String = "consultation",
        final_: String = "final",
    }

    /// Dates, as precisely as they are known. Many languages inflect a month that stands behind a day.
    Date {
        day: Pattern<3> = "day" ["day", "month", "year"],
        month: Pattern<2> = "month" ["month", "year"],
        year: Pattern<1> = "year" ["year"],
        /// The number of a month's first day.
        first_day: String = "first-day",
        /// From January on, as they stand behind a day,
        months: [String; 12] = "months",
        /// and as they stand alone before the year.
        months_alone: [String; 12] = "months-alone",
    }

    /// What a reference says within a sentence.
    References {
        section: Pattern<1> = "section" ["number"],
        table: Pattern<1> = "table" ["number"],
        figure: Pattern<1> = "figure" ["number"],
        page: Pattern<1> = "page" ["number"],
    }

    /// What a caption begins with.
    Captions {
        table: Pattern<1> = "table" ["number"],
        figure: Pattern<1> = "figure" ["number"],
    }

    /// Words in lower case that authors type before a number of their own, where the press numbers.
    Typed {
        /// Of headings,
        headings: Vec<String> = "headings",
        /// of headings that have a number which is not the press's: annexes, articles of a law,
        own: Vec<String> = "own",
        tables: Vec<String> = "tables",
        figures: Vec<String> = "figures",
    }

    /// What a redline says beside the paper itself.
    Redline {
        /// The heading of the summary; the second of two papers with one version number.
        title: Pattern<2> = "title" ["old", "new"],
        title_of_one: Pattern<1> = "title-of-one" ["new"],
        /// How each kind of change looks, said in its own look.
        inserted_sample: String = "inserted-sample",
        deleted_sample: String = "deleted-sample",
        moved_sample: String = "moved-sample",
        bar: Pattern<1> = "bar" ["new"],
        /// Above what stands elsewhere now: the heading below which it stood or stands, if there is one, and the page
        /// as a reference says it.
        moved_from: Pattern<2> = "moved-from" ["section", "page"],
        moved_from_page: Pattern<1> = "moved-from-page" ["page"],
        moved_to: Pattern<2> = "moved-to" ["section", "page"],
        moved_to_page: Pattern<1> = "moved-to-page" ["page"],
        /// What a screen reader says before a change and after it.
        insertion: [String; 2] = "insertion",
        deletion: [String; 2] = "deletion",
        moved: [String; 2] = "moved",
        inserted_image: Pattern<1> = "inserted-image" ["description"],
        deleted_image: Pattern<1> = "deleted-image" ["description"],
        /// The first column of the table of both papers, the heading of the others, and what the rows are called that
        /// no control table has.
        paper: String = "paper",
        version: Pattern<1> = "version" ["version"],
        paper_title: String = "paper-title",
        subtitle: String = "subtitle",
        authors: String = "authors",
        words: String = "words",
        /// The table of sections: heading, columns, the first row's name if no heading stands there, the last row's.
        sections: String = "sections",
        section: String = "section",
        page: String = "page",
        state: String = "state",
        changes: String = "changes",
        added: String = "added",
        removed: String = "removed",
        beginning: String = "beginning",
        /// Says how many references have another number only.
        renumbered: Pattern<1> = "renumbered" ["count"],
        total: String = "total",
        /// Headings of lists.
        references: String = "references",
        settings: String = "settings",
        markings: String = "markings",
        forms: String = "forms",
        /// What is another where the words are the same.
        form: Form = "form",
        setting: Setting = "setting",
        fate: Fate = "fate",
    }

    /// What became of a section.
    Fate {
        new: String = "new",
        gone: String = "gone",
        moved: String = "moved",
        changed: String = "changed",
        /// It has another version, or another file, alone.
        same: String = "same",
    }

    /// What a paper is printed with, and what its sections say of themselves.
    Setting {
        slug: String = "slug",
        language: String = "language",
        template: String = "template",
        chapters: String = "chapters",
        style: String = "style",
        works: String = "works",
        /// One of the paper's own values.
        value: String = "value",
        template_file: String = "template-file",
        bibliography_file: String = "bibliography-file",
        section_file: String = "section-file",
    }

    /// What a block is beside its words.
    Form {
        label: String = "label",
        level: String = "level",
        numbering: String = "numbering",
        address: String = "address",
        file: String = "file",
        description: String = "description",
        width: String = "width",
        spacing: String = "spacing",
        columns: String = "columns",
        key: String = "key",
        marking: String = "marking",
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
