/** Why an execution no longer registers the endpoint that it was started for: somebody else has the link now. */
import type { LinkRecord } from '../../contract/registry.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { NotYetError } from '../model/errors/change-errors.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import { UnreadableRecordError } from '../model/errors/unreadable-record-error.js';
import { describeHolder, type OwnAutomation, othersRecord } from '../model/own-record.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { hasLaterClaim } from '../registry/link-registry.js';

export interface ReasonNotToRegisterDependencies {
  readonly registry: Pick<RegistryPort, 'find'>;
  readonly own: OwnAutomation;
}

/**
 * @param name of the execution
 * @returns undefined while the execution has the claim; or, if the registry did not take it, while nobody else has
 * @throws NotYetError if the record cannot be read, which decides nothing
 */
export async function reasonNotToRegister(
  { registry, own }: ReasonNotToRegisterDependencies,
  input: LinkExecution,
  name: string,
): Promise<string | undefined> {
  const record = await readRecord(registry, input.target.endpointId);
  const others = othersRecord(record, own);
  if (others !== undefined) return describeHolder(others);
  const isUnclaimed = input.change?.isUnclaimed === true;
  if (record === undefined)
    return isUnclaimed ? undefined : 'The registry no longer has the link: it was removed meanwhile.';
  const isHeld = record.state === 'linking' && record.execution === name;
  if (isHeld || (isUnclaimed && !hasLaterClaim(record, { name, input }))) return undefined;
  return `Execution ${record.execution} has the link by now, and the registry has it as ${record.state}.`;
}

async function readRecord(
  registry: Pick<RegistryPort, 'find'>,
  endpointId: string,
): Promise<LinkRecord | undefined> {
  try {
    return await registry.find(endpointId);
  } catch (error) {
    if (!(error instanceof RegistryUnavailableError || error instanceof UnreadableRecordError)) throw error;
    throw new NotYetError(`The endpoint is not registered yet: ${error.message}`, { cause: error });
  }
}
