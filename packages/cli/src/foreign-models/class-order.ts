import { UserError } from '../user-error.ts';
import type { ForeignExamples } from './load-examples.ts';

/** The class names that a model's metadata tells: a JSON list, as Temper writes, or names between commas. */
export function modelClasses(metadata: ReadonlyMap<string, string>): readonly string[] | undefined {
  const text = metadata.get('classes');
  if (text === undefined) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return isNames(list) ? list : undefined;
  } catch {
    return text.split(',').map((name) => name.trim());
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

/** Labels and names of a model's classes. */
export interface OrderedClasses {
  /** `[N]`, each in [0, K). */
  readonly labels: Int32Array;
  /** K names, where model or data have them. */
  readonly classNames: readonly string[] | null;
}

/**
 * Labels of examples in the order of a model's classes: matched by name, if model and data both have names
 * and share some.
 * @throws UserError if a class of the data, or a label, is none of the model's.
 */
export function orderClasses(
  where: string,
  examples: ForeignExamples,
  {
    model,
    numClasses,
    onWarning,
  }: {
    readonly model: readonly string[] | undefined;
    readonly numClasses: number;
    readonly onWarning?: ((message: string) => void) | undefined;
  },
): OrderedClasses {
  const ofModel = model?.length === numClasses ? model : null;
  if (examples.kind === 'arrays') {
    return { labels: checked(where, examples.labels, numClasses), classNames: ofModel };
  }
  const { classNames: ofData } = examples;
  const { labels } = examples.split;
  if (ofModel && ofData.some((name) => ofModel.includes(name))) {
    return { labels: matched(where, labels, { ofModel, ofData }), classNames: ofModel };
  }
  if (ofModel) {
    onWarning?.(
      `${where} knows none of the classes of the data by name ('${ofModel[0]!}', … in place of '${ofData[0]!}', …): they are taken in their order`,
    );
  }
  return {
    labels: checked(where, labels, numClasses),
    classNames: ofData.length === numClasses ? ofData : ofModel,
  };
}

function matched(
  where: string,
  labels: Int32Array,
  { ofModel, ofData }: { readonly ofModel: readonly string[]; readonly ofData: readonly string[] },
): Int32Array {
  const order = ofData.map((name) => ofModel.indexOf(name));
  const missing = order.indexOf(-1);
  if (missing >= 0) {
    throw new UserError(
      `${where}: expected data of the classes that the model knows (${ofModel.slice(0, 5).join(', ')}${ofModel.length > 5 ? ', …' : ''}), got '${ofData[missing]!}'; rename its folder, or leave it out`,
    );
  }
  return labels.map((label) => order[label]!);
}

function checked(where: string, labels: Int32Array, numClasses: number): Int32Array {
  const row = labels.findIndex((label) => label < 0 || label >= numClasses);
  if (row < 0) return labels;
  throw new UserError(
    `${where}: expected labels in [0, ${numClasses}), as the model has ${numClasses} classes, got ${labels[row]!} at row ${row}; count classes from 0`,
  );
}
