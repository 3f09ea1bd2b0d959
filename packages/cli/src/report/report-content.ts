/** A file that travels inside the page. */
export interface Download {
  /** What the link says, for example `CSV`. */
  readonly label: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly data: string | Uint8Array;
}

/** A picture of the report. */
export interface ReportFigure {
  /** Lower-case letters, digits and hyphens; names its anchor and its files. */
  readonly id: string;
  /** What is to be seen, in sentences. */
  readonly caption: string;
  /** Markup from `svgMarkup`, put into the page as it is. */
  readonly svgWide: string;
  /** The same picture laid out for narrow screens; without it the wide one shrinks. */
  readonly svgNarrow?: string;
  readonly downloads: readonly Download[];
}

/** A column of a table. */
interface ReportColumn {
  readonly header: string;
  /** Aligns to the right, digits under digits. */
  readonly numeric?: boolean;
}

/** Text that leads to a file beside the report. */
interface ReportLink {
  readonly text: string;
  /** Relative to the page, its parts encoded for an address. */
  readonly href: string;
}

/** What a cell of a table holds; null where there is no value. */
export type ReportCell = string | number | ReportLink | null;

/** The numbers behind a picture. Also offered as CSV. */
export interface ReportTable {
  readonly caption: string;
  /** The first column names the rows. */
  readonly columns: readonly ReportColumn[];
  /** Cells as they are to be read. */
  readonly rows: readonly (readonly ReportCell[])[];
}

/** One of many small pictures. */
interface GalleryItem {
  /** What it is searched by. */
  readonly name: string;
  /** A line each. */
  readonly notes: readonly string[];
  /** Markup, put into the page as it is; name and notes are its words. */
  readonly svg: string;
}

/** Small pictures, possibly thousands: the first are shown, all can be searched. */
export interface ReportGallery {
  readonly caption: string;
  /** What the pictures are of, for example `classes`. */
  readonly noun: string;
  /** The most telling first. */
  readonly items: readonly GalleryItem[];
  readonly downloads: readonly Download[];
}

/** One question of the report and its answer. */
export interface ReportSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly figure?: ReportFigure;
  readonly table?: ReportTable;
  readonly gallery?: ReportGallery;
}

/** What is needed to make the report again. */
export interface ReportFooter {
  /** The exact command. */
  readonly command: string;
  /** Name to version. */
  readonly versions: Readonly<Record<string, string>>;
  readonly seeds: readonly number[];
}

/** A whole report. All text is plain; the page escapes it. */
export interface ReportContent {
  readonly title: string;
  /** The findings in words, one sentence or two each, the most important first. */
  readonly lead: readonly string[];
  readonly sections: readonly ReportSection[];
  readonly footer: ReportFooter;
}
