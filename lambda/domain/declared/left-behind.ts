import type { WorkflowInput } from '../../contract/workflow-input.js';
import { appliedOf, type RecordedChange } from './change-record.js';

/** What CloudFormation, and so a person, is told of what could not be rolled back: which thing it is, and why. */
export function leftBehind(
  { target }: Pick<WorkflowInput, 'target'>,
  recorded: RecordedChange,
  why: string,
): string {
  const creation = appliedOf(recorded)?.creation ?? recorded.prepared?.creation;
  if (creation === undefined) return `What had been made is left in Atlas: ${why}`;
  const service = `endpoint service ${creation.endpointServiceId}`;
  const what = target.kind === 'link' ? `link of ${target.endpointId} on ${service}` : service;
  return `What had been made is left in Atlas (${what}): ${why}`;
}
