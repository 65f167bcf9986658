import type { RunKind } from '../../../contract/workflow-input.js';
import { conclusionOf, verdictOf } from '../../model/verdict.js';
import type { ResourceKind } from './resource-kind.js';

/** Of what only its stack waits for: nothing is published, and nothing kept. */
export const TOLD_TO_THE_STACK: Pick<ResourceKind<RunKind>, 'publish' | 'record'> = {
  publish: async (_deps, state) => conclusionOf(verdictOf(state)),
  record: async () => undefined,
};
