/** What CloudFormation is told of a regional mode. */
import type { Concluded } from '../resource-kind.js';
import { regionalModeId } from './regional-mode-id.js';

/** It keeps what the mode was only where this execution has changed it: otherwise there is nothing to bring back. */
export function idOfMadeMode({ state, prepared }: Concluded<'regional-mode'>): string | undefined {
  const { input, applied } = state;
  if (applied?.refusal !== undefined && applied.changed !== true) return undefined;
  const isUnchanged = applied !== undefined && applied.changed !== true;
  const wasEnabled = isUnchanged ? input.change?.enabled === true : prepared.wasEnabled === true;
  return regionalModeId(input.target.projectId, wasEnabled);
}
