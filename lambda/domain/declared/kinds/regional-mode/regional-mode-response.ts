/** Content of a response to CloudFormation about a regional mode. */
import type { Concluded } from '../resource-kind.js';
import { regionalModeId } from './regional-mode-id.js';

/** The id stores the previous mode only if this execution has changed it: otherwise there is nothing to restore. */
export function idOfMadeMode({ state, prepared }: Concluded<'regional-mode'>): string | undefined {
  const { input, applied } = state;
  if (applied?.refusal !== undefined && applied.changed !== true) return undefined;
  const isUnchanged = applied !== undefined && applied.changed !== true;
  const wasEnabled = isUnchanged ? input.change?.enabled === true : prepared.wasEnabled === true;
  return regionalModeId(input.target.projectId, wasEnabled);
}
