/** Why the automation drops a removal that it has begun: somebody else has the link now, or it is wanted again. */
import type { LinkRecord } from '../../contract/registry.js';
import type { SelectionSpec } from '../../contract/selection.js';
import { DECLARED_TAG } from '../../contract/tags.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { hasVanished, isShownDeleted } from '../model/eligibility.js';
import { isSelected } from '../model/endpoint-selection.js';
import { NotYetError } from '../model/errors/change-errors.js';
import { unlessUnreadable } from '../model/errors/unreadable-record-error.js';
import type { VpcEndpoint, VpcEndpointPort } from '../model/ports/ec2.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { type OwnAutomation, ownRecord } from '../model/values/own-record.js';
import { returnClaim } from '../registry/link-registry.js';

export interface ReasonToDropDependencies {
  readonly registry: Pick<RegistryPort, 'find' | 'put'>;
  readonly endpoints: Pick<VpcEndpointPort, 'describe'>;
  readonly selection: SelectionSpec;
  readonly own: OwnAutomation;
}

/**
 * Checks the claim first: without it, the execution must not act on anything that it sees. A claim on the link of an
 * existing endpoint is returned, because the execution ends without a record.
 *
 * @param execution name of the execution
 * @returns undefined while the execution has the claim and its cause is valid
 * @throws NotYetError if EC2 does not confirm the cause; RegistryUnavailableError
 */
export async function reasonToDrop(
  deps: ReasonToDropDependencies,
  { target, change }: LinkExecution,
  execution: string,
): Promise<string | undefined> {
  const found = await unlessUnreadable<LinkRecord | string | undefined>(
    () => deps.registry.find(target.endpointId),
    ({ message }) => message,
  );
  if (typeof found === 'string') return found;
  const record = ownRecord(found, deps.own);
  if (record === undefined) return 'The registry no longer has the link as one of this automation.';
  if (record.state !== 'unlinking' || record.execution !== execution)
    return `Execution ${record.execution} has the link by now, and the registry has it as ${record.state}.`;
  // A person has requested it, and checked.
  if (change?.cause === 'command') return undefined;
  const endpoint = await checkEndpoint(deps, target.endpointId);
  const reason = reasonInEc2(deps, change, endpoint);
  if (reason !== undefined && !hasVanished(endpoint)) await returnClaim(deps.registry, record);
  return reason;
}

/** @throws NotYetError if EC2 cannot be read, which decides nothing */
async function checkEndpoint(
  { endpoints }: ReasonToDropDependencies,
  endpointId: string,
): Promise<VpcEndpoint | undefined> {
  try {
    return await endpoints.describe(endpointId);
  } catch (error) {
    const wording = error instanceof Error ? error.message : String(error);
    throw new NotYetError(
      `The link is not removed yet: EC2 cannot be asked (${wording}). It is checked again.`,
      {
        cause: error,
      },
    );
  }
}

function reasonInEc2(
  { selection }: ReasonToDropDependencies,
  change: LinkExecution['change'],
  endpoint: VpcEndpoint | undefined,
): string | undefined {
  switch (change?.cause) {
    case 'endpoint-deleted':
      if (!hasVanished(endpoint)) return `EC2 shows the VPC endpoint as ${endpoint?.state}.`;
      if (isShownDeleted(endpoint) || change.evidence !== undefined) return undefined;
      return 'EC2 does not show the VPC endpoint, and the execution does not say how it is known to be gone.';
    case 'deselected':
      return reasonToSpare(selection, endpoint);
    default:
      return 'The execution does not say why the link is to be removed.';
  }
}

/** For an existing endpoint, EC2 must show with its current tags that it is not selected. */
function reasonToSpare(selection: SelectionSpec, endpoint: VpcEndpoint | undefined): string | undefined {
  if (endpoint === undefined)
    throw new NotYetError(
      'The link is not removed yet: EC2 does not show the VPC endpoint, so that its tags are not known. It is checked again.',
    );
  if (hasVanished(endpoint)) return undefined;
  if (isSelected(selection, endpoint)) return 'The VPC endpoint is selected again.';
  return endpoint.tags[DECLARED_TAG.KEY] === undefined ? undefined : 'A stack declares the link by now.';
}
