import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataDirectory } from './data-directory.ts';

describe('dataDirectory', () => {
  const at = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv = {}, flag?: string): string =>
    dataDirectory(flag, { env, platform, home: '/home/ada' });

  it('goes by the flag, then by TEMPER_DATA, as absolute paths', () => {
    expect(at('linux', { TEMPER_DATA: '/data' }, '/flag')).toBe('/flag');
    expect(at('linux', { TEMPER_DATA: 'data', XDG_CACHE_HOME: '/cache' })).toBe(
      path.resolve('data'),
    );
  });

  it('falls back to the cache folder of the platform', () => {
    expect(at('linux', { TEMPER_DATA: '' })).toBe('/home/ada/.cache/temper');
    expect(at('linux', { XDG_CACHE_HOME: '/cache' })).toBe('/cache/temper');
    expect(at('linux', { XDG_CACHE_HOME: 'relative' })).toBe('/home/ada/.cache/temper');
    expect(at('darwin')).toBe('/home/ada/Library/Caches/temper');
    expect(at('win32', { LOCALAPPDATA: '/Local' })).toBe(path.join('/Local', 'temper'));
    expect(at('win32')).toBe(path.join('/home/ada', 'AppData', 'Local', 'temper'));
  });
});
