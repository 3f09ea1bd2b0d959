/** Flags of every `temper data` command. */
export interface DataFlags {
  readonly json: boolean;
  readonly dataDir?: string;
}

/** Flags of `temper data get`. */
export interface DataGetFlags extends DataFlags {
  /** Folder, `file://` folder or base address to take the files from. */
  readonly from?: string;
  readonly dryRun: boolean;
}
