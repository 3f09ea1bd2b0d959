import { basename, extname } from 'node:path';
import type { Head } from 'temper';
import { readPredictionFile, type ScoredPredictions } from '../predictions/index.ts';
import type { AuditedLayer, AuditedModel } from './audited-model.ts';

/** Opens saved predictions. */
export async function openPredictions(source: string): Promise<AuditedModel> {
  const file = await readPredictionFile(source);
  const name = basename(source, extname(source));
  const { labels, classNames = null } = file;
  const common = { source, name, described: 'saved predictions', labels, classNames };
  if (file.kind === 'confidences') return { ...common, predictions: file, layer: null };
  const { kind, scores } = file;
  return { ...common, predictions: { kind, scores, labels }, layer: layerOf(file) };
}

/** The last layer, where the file has both its templates and the activations before it. */
function layerOf({ penultimate, templates, bias, labels }: ScoredPredictions): AuditedLayer | null {
  if (penultimate === undefined || templates === undefined) return null;
  const head: Head = { templates, bias };
  return { head, activations: { penultimate, labels: labels.subarray(0, penultimate.shape[0]) } };
}
