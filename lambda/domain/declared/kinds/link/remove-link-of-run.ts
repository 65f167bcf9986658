import type { ChangeOutcome } from '../../../../contract/workflow.js';
import type { LinkRun } from '../../../../contract/workflow-input.js';
import { InvalidWorkflowInputError } from '../../../model/errors/invalid-workflow-input-error.js';
import { executionNameOf, placeOfRun } from '../../../model/execution-name.js';
import { carryOutLinkRemoval } from '../../../unlinking/carry-out-removal.js';
import { reasonToDrop } from '../../../unlinking/reason-to-drop.js';
import type { ChangeDependencies } from '../resource-kind.js';

/** What a stack removes is its own by its physical id; what the automation removes is so by its claim, and by EC2. */
export async function removeLinkOfRun(
  deps: ChangeDependencies,
  input: LinkRun,
  executionArn: string,
): Promise<ChangeOutcome> {
  const run = executionNameOf(executionArn);
  if (input.origin.kind === 'custom-resource') return carryOutLinkRemoval(deps, input, { run });
  const { selection, registry, endpoints, owner } = deps;
  if (selection === undefined)
    throw new InvalidWorkflowInputError(
      'Only the workflow of an automation removes links for an event, a schedule or a command.',
    );
  const evidence = { selection, registry, endpoints, own: { owner, ...placeOfRun(executionArn) } };
  return carryOutLinkRemoval(deps, input, { run, reasonToDrop: () => reasonToDrop(evidence, input, run) });
}
