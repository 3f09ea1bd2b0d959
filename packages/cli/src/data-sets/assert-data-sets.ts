import type { TrialConfig } from 'temper';
import { locateCifar } from './load-cifar.ts';
import { locateMnist } from './load-mnist.ts';

/**
 * Looks, once for each data set by name, whether what trials need is there; reads no file. A folder of the
 * user's own is not looked at.
 * @throws UserError naming the first that is missing.
 */
export async function assertDataSets(
  configs: readonly TrialConfig[],
  dataDir: string | undefined,
): Promise<void> {
  for (const name of new Set(configs.map(({ data }) => data.name))) {
    if (name === 'mnist') await locateMnist(dataDir);
    if (name === 'cifar10' || name === 'cifar100') await locateCifar(name, dataDir);
  }
}
