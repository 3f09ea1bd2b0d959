import { FormatError, type SplitName } from 'temper';
import type { SourceFile, SourceListing } from './image-files.ts';

/** Endings of the files that are taken for images. */
const IMAGE = /[.](?:png|jpe?g|webp|gif|tiff?|avif)$/i;

/** Endings of files that lie beside images and are meant to be no images. */
const BESIDE_IMAGES = /[.](?:txt|json|csv|md|db|ini)$/i;

/** Folders that hold the class folders of a split. */
const SPLIT_FOLDERS: ReadonlyMap<string, SplitName> = new Map([
  ['train', 'train'],
  ['test', 'test'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
]);

/** An image file and what it shows. */
export interface LabelledFile {
  readonly file: SourceFile;
  /** Index of its class. */
  readonly label: number;
}

/** The images of class folders. */
export interface ClassFolders {
  /** Sorted by UTF-16 code units. */
  readonly classNames: readonly string[];
  /** Images by split, sorted by class and name; all in `train` where there are no folders of splits. */
  readonly splits: ReadonlyMap<SplitName, readonly LabelledFile[]>;
  /** Numbers of other files by ending, as `.heic`; those of texts, tables and thumbnails are not counted. */
  readonly passedOver: PassedOver;
}

/** Numbers of files by ending. */
export type PassedOver = Readonly<Record<string, number>>;

type Path = readonly string[];

/** An image file and its path below the folder that holds the classes or splits. */
interface Located {
  readonly file: SourceFile;
  readonly path: Path;
}

const splitOf = ([first = '']: Path): SplitName | undefined =>
  SPLIT_FOLDERS.get(first.toLowerCase());
const isVisible = (path: Path): boolean =>
  !path.some((part) => part.startsWith('.') || part === '__MACOSX');
const sortedSet = (names: readonly string[]): string[] => [...new Set(names)].sort();
const quote = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** How many folders all images are in before classes or splits begin: archives often have one more. */
function depthOfRoot(images: readonly Located[]): 0 | 1 {
  const first = images[0]?.path ?? [];
  const isRoot = images.every(({ path }) => path[0] === first[0] && path.length > 2);
  return isRoot && splitOf(first) === undefined ? 1 : 0;
}

/** Whether the class folders are inside of those of splits. */
function hasSplits(images: readonly Located[], where: string): boolean {
  const tops = sortedSet(images.map(({ path }) => path[0]!));
  const inSplits = tops.filter((top) => splitOf([top]) !== undefined);
  if (inSplits.length === 0 || inSplits.length === tops.length) return inSplits.length > 0;
  const others = tops.filter((top) => splitOf([top]) === undefined);
  throw new FormatError(
    `${where}: expected class folders, or train/ and test/ with class folders inside, got ${quote(inSplits)} beside ${quote(others)}; move or rename them`,
  );
}

/**
 * Finds classes and splits: `<class>/*`, or `train/<class>/*` with or without `test/<class>/*` and
 * `val/`, `valid/` or `validation/<class>/*`. How files are named and arranged inside a class folder
 * does not matter; hidden files and those that are no images are passed over.
 * @param where - Folder or archive, to begin an error's message with.
 * @throws FormatError if no images are in class folders, there is one class only, a class folder has no
 * images, another split has a class that the training images lack, or other folders are beside those of
 * splits.
 */
export function arrangeClassFolders(
  { files, folders }: SourceListing,
  where: string,
): ClassFolders {
  const inFolders = files
    .map((file) => ({ file, path: file.name.split('/') }))
    .filter(({ path }) => path.length > 1 && isVisible(path));
  const named = inFolders.filter(({ path }) => IMAGE.test(path.at(-1)!));
  const passedOver = countPassedOver(inFolders.map(({ path }) => path.at(-1)!));
  const root = depthOfRoot(named);
  const images = named.map(({ file, path }) => ({ file, path: path.slice(root) }));
  const isSplit = hasSplits(images, where);
  const classDepth = isSplit ? 2 : 1;
  const classes = new Map<SplitName, Map<string, SourceFile[]>>();
  const filesOf = (path: Path): SourceFile[] => {
    const split = isSplit ? splitOf(path)! : 'train';
    const ofSplit = getOrAdd(classes, split, new Map<string, SourceFile[]>());
    return getOrAdd(ofSplit, path[classDepth - 1]!, []);
  };
  for (const folder of folders) {
    const path = folder.split('/').slice(root);
    const isClass = path.length === classDepth && isVisible(path);
    // Named, so that a folder without images is seen.
    if (isClass && (!isSplit || splitOf(path) !== undefined)) filesOf(path);
  }
  for (const { file, path } of images) if (path.length > classDepth) filesOf(path).push(file);
  assertClasses(classes, where, { numFiles: files.length, passedOver });
  const classNames = [...classes.get('train')!.keys()].sort();
  const inOrder = (ofSplit: ReadonlyMap<string, readonly SourceFile[]>): LabelledFile[] =>
    classNames.flatMap((name, label) =>
      [...(ofSplit.get(name) ?? [])].sort(byName).map((file) => ({ file, label })),
    );
  return {
    classNames,
    splits: new Map([...classes].map(([split, ofSplit]) => [split, inOrder(ofSplit)])),
    passedOver,
  };
}

function countPassedOver(names: readonly string[]): PassedOver {
  const counts: Record<string, number> = {};
  for (const name of names) {
    if (IMAGE.test(name) || BESIDE_IMAGES.test(name)) continue;
    const ending = /[^.]([.][^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? 'without an ending';
    counts[ending] = (counts[ending] ?? 0) + 1;
  }
  return counts;
}

/** Counts in words, the largest first: `7 .heic, 2 .bmp`. */
export function describePassedOver(passedOver: PassedOver): string {
  return Object.entries(passedOver)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([ending, count]) => `${count} ${ending}`)
    .join(', ');
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, fresh: Value): Value {
  const value = map.get(key) ?? fresh;
  map.set(key, value);
  return value;
}

function byName(a: SourceFile, b: SourceFile): number {
  return a.name < b.name ? -1 : 1;
}

function assertClasses(
  classes: ReadonlyMap<SplitName, ReadonlyMap<string, readonly SourceFile[]>>,
  where: string,
  { numFiles, passedOver }: { readonly numFiles: number; readonly passedOver: PassedOver },
): void {
  const others = describePassedOver(passedOver);
  const instead = others === '' ? '' : ` (passed over: ${others}, to be converted)`;
  const all = [...classes].flatMap(([split, ofSplit]) =>
    [...ofSplit].map(([name, files]) => ({ split, name, files })),
  );
  if (all.every(({ files }) => files.length === 0)) {
    throw new FormatError(
      `${where}: expected images (.png, .jpg, .webp) in class folders, found none among ${numFiles} files${instead}; arrange them as <class>/* or as train/<class>/* and test/<class>/*`,
    );
  }
  const empty = all.find(({ files }) => files.length === 0);
  if (empty) {
    const folder = classes.size > 1 ? `${empty.split}/${empty.name}` : empty.name;
    throw new FormatError(
      `${where}: expected images (.png, .jpg, .webp) in every class folder, found none in '${folder}'${instead}; add some or remove the folder`,
    );
  }
  const trained = [...(classes.get('train')?.keys() ?? [])];
  if (trained.length === 0) {
    throw new FormatError(
      `${where}: expected a folder 'train' beside those of other splits, got only ${quote([...classes.keys()])}; add it`,
    );
  }
  if (trained.length < 2) {
    throw new FormatError(
      `${where}: expected images of two or more classes to train on, got ${quote(trained)}; every class needs a folder of its own`,
    );
  }
  const unknown = all.find(({ name }) => !trained.includes(name));
  if (unknown) {
    throw new FormatError(
      `${where}: expected the ${unknown.split} images to show classes that are trained on, got '${unknown.name}', which 'train' lacks; add it there or remove it`,
    );
  }
}
