import { homedir } from 'node:os';
import path from 'node:path';

/** What the place of the data depends on, beside the flag. */
export interface DataDirectoryContext {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * The folder data sets are kept in: what `--data-dir` says, else `TEMPER_DATA`, else `temper` in the
 * user's cache folder. Absolute.
 */
export function dataDirectory(
  flag?: string,
  { env, platform, home }: DataDirectoryContext = {
    env: process.env,
    platform: process.platform,
    home: homedir(),
  },
): string {
  const named = flag ?? env.TEMPER_DATA;
  if (named) return path.resolve(named);
  return path.join(cacheFolder({ env, platform, home }), 'temper');
}

function cacheFolder({ env, platform, home }: DataDirectoryContext): string {
  if (platform === 'win32') return env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  // The XDG base directory specification has relative paths ignored.
  const { XDG_CACHE_HOME: cache } = env;
  return cache !== undefined && path.isAbsolute(cache) ? cache : path.join(home, '.cache');
}
