/**
 * Why an execution no longer registers the endpoint that it was started for: somebody else has the link now, or it is no
 * longer wanted.
 */
import type { LinkRecord } from '../../contract/registry.js';
import type { SelectionSpec } from '../../contract/selection.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { checkEligibility, type Eligibility } from '../model/eligibility.js';
import { NotYetError } from '../model/errors/change-errors.js';
import { InvalidWorkflowInputError } from '../model/errors/invalid-workflow-input-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import { UnreadableRecordError } from '../model/errors/unreadable-record-error.js';
import { executionNameOf, placeOfExecution } from '../model/execution-name.js';
import type { VpcEndpoint } from '../model/ports/ec2.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { describeHolder, othersRecord } from '../model/values/own-record.js';
import type { Place } from '../model/values/place.js';
import { hasLaterClaim } from '../registry/link-registry.js';

export interface ReasonNotToRegisterDependencies {
  readonly registry: Pick<RegistryPort, 'find'>;
  /** Service name of the automation. */
  readonly owner: string;
  /** Account and Region of a member's endpoint. Default: those of the execution. */
  readonly place?: Place | undefined;
}

/**
 * @returns undefined while no other execution or automation has the link
 * @throws NotYetError if the record cannot be read, which decides nothing
 */
export async function reasonNotToRegister(
  { registry, owner, place }: ReasonNotToRegisterDependencies,
  input: LinkExecution,
  executionArn: string,
): Promise<string | undefined> {
  const name = executionNameOf(executionArn);
  const own = { owner, ...(place ?? placeOfExecution(executionArn)) };
  const record = await readRecord(registry, input.target.endpointId);
  const others = othersRecord(record, own);
  if (others !== undefined) return describeHolder(others);
  const isUnclaimed = input.isUnclaimed === true;
  if (record === undefined)
    return isUnclaimed ? undefined : 'The registry no longer has the link: it was removed meanwhile.';
  if (record.execution === name && record.state !== 'unlinking') return undefined;
  // A person may start an execution again that has ended: its name is new, and nobody has the link.
  const isOpen = isUnclaimed || !isUnderWay(record);
  if (isOpen && !hasLaterClaim(record, { name, input })) return undefined;
  return `Execution ${record.execution} has the link by now, and the registry has it as ${record.state}.`;
}

function isUnderWay({ state }: LinkRecord): boolean {
  return state === 'linking' || state === 'unlinking';
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

/**
 * @param endpoint as EC2 shows it now
 * @returns undefined while the automation may link the endpoint
 * @throws InvalidWorkflowInputError if no automation carries out the execution
 */
export function reasonInEc2(
  endpoint: VpcEndpoint | undefined,
  selection: SelectionSpec | undefined,
): Extract<Eligibility, { readonly kind: 'ignored' }> | undefined {
  if (selection === undefined)
    throw new InvalidWorkflowInputError(
      'Only the workflow of an automation registers endpoints for an event, a schedule or a command.',
    );
  const eligibility = checkEligibility(endpoint, Number.POSITIVE_INFINITY, selection);
  return eligibility.kind === 'ignored' ? eligibility : undefined;
}
