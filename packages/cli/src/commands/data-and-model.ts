import { basename } from 'node:path';
import type { TrialConfig } from 'temper';
import { UserError } from '../user-error.ts';

/** A data set as `--data` names it. */
export type DataChoice =
  | { readonly name: Exclude<TrialConfig['data']['name'], 'folder'> }
  | { readonly name: 'folder'; readonly path: string };

/** A network as `--model` names it. */
export type ModelChoice =
  | { readonly name: Exclude<TrialConfig['model']['name'], 'resnet'> }
  | { readonly name: 'resnet'; readonly depth: number; readonly version: 1 | 2 };

const DATA_SETS = ['glyphs', 'mnist', 'cifar10', 'cifar100'] as const;
const NETWORKS = ['mlp', 'cnn', 'cifar-alexnet'] as const;

/** Reads the value of `--data`. */
export function dataOption(text: string): DataChoice {
  const name = DATA_SETS.find((known) => known === text);
  if (name !== undefined) return { name };
  const [, path] = /^folder:(.+)$/s.exec(text) ?? [];
  if (path !== undefined) return { name: 'folder', path };
  throw new UserError(
    `expected --data to be one of ${DATA_SETS.join(', ')} or folder:PATH, got '${text}'`,
  );
}

/** Reads the value of `--model`. */
export function modelOption(text: string): ModelChoice {
  const name = NETWORKS.find((known) => known === text);
  if (name !== undefined) return { name };
  const [, digits, version] = /^resnet(\d+)(?:-v([12]))?$/.exec(text) ?? [];
  const depth = Number(digits);
  if (depth >= 20 && depth <= 110 && depth % 6 === 2) {
    return { name: 'resnet', depth, version: version === '2' ? 2 : 1 };
  }
  throw new UserError(
    `expected --model to be one of ${NETWORKS.join(', ')}, resnet20, resnet26, … resnet110 or resnet20-v2, … resnet110-v2, got '${text}'`,
  );
}

/** A data set's name: of a folder its own. */
export function dataName(data: TrialConfig['data']): string {
  return data.name === 'folder' ? basename(data.path) : data.name;
}

/** A network's name, as `--model` takes it. */
export function modelName(model: TrialConfig['model']): string {
  if (model.name !== 'resnet') return model.name;
  return `resnet${model.depth}${model.version === 2 ? '-v2' : ''}`;
}
