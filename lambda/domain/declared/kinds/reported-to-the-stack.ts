import type { ExecutionKind } from '../../../execution-data/workflow-input.js';
import { conclusionOf, finalOutcomeOf } from '../../model/final-outcome.js';
import type { ResourceKind } from './resource-kind.js';

/** For kinds that only their stack waits for: nothing is published and nothing is recorded. */
export const REPORTED_TO_THE_STACK: Pick<ResourceKind<ExecutionKind>, 'publish' | 'record'> = {
  publish: async (_deps, state) => conclusionOf(finalOutcomeOf(state)),
  record: async () => undefined,
};
