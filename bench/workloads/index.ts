import type { Workload, WorkloadName } from '../workload.ts';
import { ALEXNET } from './alexnet.ts';
import { MLP } from './mlp.ts';
import { RESNET20 } from './resnet20.ts';

/** What can be benchmarked, by name. */
export const WORKLOADS: Readonly<Record<WorkloadName, Workload>> = {
  mlp: MLP,
  resnet20: RESNET20,
  alexnet: ALEXNET,
};
