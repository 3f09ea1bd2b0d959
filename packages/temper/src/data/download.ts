/** A file's length and SHA-256, in hexadecimal. */
export interface FileDigest {
  readonly byteLength: number;
  readonly sha256: string;
}

/** A gzip file that can be downloaded, and what it unpacks to. */
export interface GzipDownload {
  /** The file's name, at the mirrors and on disk; the content's name is this without `.gz`. */
  readonly name: string;
  /** The file as its authors packed it. A mirror may have packed it again; only the content counts. */
  readonly packed: FileDigest;
  readonly content: FileDigest;
}

/** Where a data set's files can be had. */
export interface DownloadSource {
  /** Folder under the data directory, and the data set's name. */
  readonly name: string;
  /** Base addresses, ending in `/`, in the order to try them. */
  readonly mirrors: readonly string[];
  readonly files: readonly GzipDownload[];
}
