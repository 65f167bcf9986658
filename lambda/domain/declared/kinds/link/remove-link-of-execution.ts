import type { ChangeOutcome } from '../../../../execution-data/change-record.js';
import type { LinkExecution } from '../../../../execution-data/workflow-input.js';
import { othersRegistration } from '../../../data-federation/own-registration.js';
import { InvalidWorkflowInputError } from '../../../model/errors/invalid-workflow-input-error.js';
import { executionNameOf, placeOfExecution } from '../../../model/execution-name.js';
import { carryOutLinkRemoval } from '../../../unlinking/carry-out-removal.js';
import { reasonToDrop } from '../../../unlinking/reason-to-drop.js';
import type { ChangeDependencies } from '../resource-kind.js';

/** The physical id proves that a stack owns the link. A claim and EC2 prove it for the automation. */
export async function removeLinkOfExecution(
  deps: ChangeDependencies,
  input: LinkExecution,
  executionArn: string,
): Promise<ChangeOutcome> {
  const execution = executionNameOf(executionArn);
  if (input.origin.kind === 'custom-resource') return carryOutLinkRemoval(deps, input, { execution });
  const { selection, registry, endpoints, owner } = deps;
  if (selection === undefined)
    throw new InvalidWorkflowInputError(
      'Only the workflow of an automation removes links for an event, a schedule or a command.',
    );
  const own = { owner, ...(deps.place ?? placeOfExecution(executionArn)) };
  const evidence = { selection, registry, endpoints, own };
  return carryOutLinkRemoval(deps, input, {
    execution,
    reasonToDrop: async (isStanding) =>
      (await reasonToDrop(evidence, input, execution)) ?? (await theirs(deps, input, isStanding)),
  });
}

/** A person has seen the comment. */
async function theirs(
  { atlas, owner }: ChangeDependencies,
  { target, change }: LinkExecution,
  isStanding: boolean,
): Promise<string | undefined> {
  return change?.cause === 'command' ? undefined : othersRegistration({ atlas, owner }, target, isStanding);
}
