/** A file's length and SHA-256, in hexadecimal. */
export interface FileDigest {
  readonly byteLength: number;
  readonly sha256: string;
}

/** A gzip file that can be downloaded, and what it is known by. */
export interface GzipDownload {
  /** The file's name, at the mirrors and on disk. */
  readonly name: string;
  /** The file as its authors packed it. */
  readonly packed: FileDigest;
  /**
   * What it unpacks to, under its name without `.gz`. Where this is given only this counts, for a mirror
   * may have packed the file again; a file without it is kept as its authors packed it.
   */
  readonly content?: FileDigest;
}

/** Where a data set's files can be had. */
export interface DownloadSource {
  /** Folder under the data directory, and the data set's name. */
  readonly name: string;
  /** Base addresses, ending in `/`, in the order to try them. */
  readonly mirrors: readonly string[];
  readonly files: readonly GzipDownload[];
}
