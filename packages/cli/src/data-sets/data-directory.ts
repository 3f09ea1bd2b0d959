import { homedir } from 'node:os';
import path from 'node:path';

/** What the place of the data depends on, beside the flag. */
export interface DataDirectoryContext {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const here = (): DataDirectoryContext => ({
  env: process.env,
  platform: process.platform,
  home: homedir(),
});

/**
 * The folder data sets are kept in: what `--data-dir` says, else `TEMPER_DATA`, else `temper` in the
 * user's cache folder. Absolute.
 */
export function dataDirectory(flag?: string, context: DataDirectoryContext = here()): string {
  const named = flag ?? context.env.TEMPER_DATA;
  return named ? path.resolve(named) : path.join(cacheFolder(context), 'temper');
}

/**
 * The folder for what can be made again from the data: what `TEMPER_CACHE` says, else `temper` in the
 * user's cache folder. Absolute. It may be written where the data may not.
 */
export function cacheDirectory(context: DataDirectoryContext = here()): string {
  const { TEMPER_CACHE: named } = context.env;
  return named ? path.resolve(named) : path.join(cacheFolder(context), 'temper');
}

function cacheFolder({ env, platform, home }: DataDirectoryContext): string {
  if (platform === 'win32') return env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  // The XDG base directory specification has relative paths ignored.
  const { XDG_CACHE_HOME: cache } = env;
  return cache !== undefined && path.isAbsolute(cache) ? cache : path.join(home, '.cache');
}
