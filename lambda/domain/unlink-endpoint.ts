/**
 * A VPC endpoint is gone, or is no longer to be linked: its link in Atlas is removed by a run with the goal `gone`. Only
 * what the registry says is ours, or what the selection covers. May be called any number of times, late, or before the
 * event of the creation.
 */
import type { LastLinkRule } from '../contract/custom-resources.js';
import type { LinkRecord } from '../contract/registry.js';
import type { SelectionSpec } from '../contract/selection.js';
import { DECLARED_TAG } from '../contract/tags.js';
import type { LinkTarget, UnlinkCause } from '../contract/workflow-input.js';
import { coversUnseen, isSelected } from './endpoint-selection.js';
import { executionName } from './execution-name.js';
import { hasVanished } from './gate.js';
import { claimRemoval, forgetLink } from './link-registry.js';
import { unlinkRun } from './link-run.js';
import type { Occasion } from './occasion.js';
import type { OwnAutomation } from './own-record.js';
import type {
  AtlasPort,
  ClockPort,
  LogPort,
  RegistryPort,
  VpcEndpoint,
  VpcEndpointPort,
  WorkflowPort,
} from './ports.js';

export interface UnlinkEndpointDependencies extends OwnAutomation {
  readonly atlas: AtlasPort;
  readonly projectIds: readonly string[];
  readonly endpoints: VpcEndpointPort;
  readonly registry: RegistryPort;
  readonly workflow: WorkflowPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly selection: SelectionSpec;
  readonly lastLink: LastLinkRule;
  readonly linkTimeoutSeconds: number;
}

export interface Removal extends Occasion {
  readonly cause: UnlinkCause;
  /** The link was made a moment ago by whoever asks, whatever the registry says by now. */
  readonly isOwn?: boolean;
}

export type UnlinkEndpointResult =
  | { readonly kind: 'ignored'; readonly reason: UnlinkIgnoreReason; readonly message: string }
  | { readonly kind: 'unlinking'; readonly executionName: string };

export type UnlinkIgnoreReason = 'still-exists' | 'declared-in-a-stack' | 'not-ours' | 'not-linked';

/** EC2 may show a deleted endpoint for some seconds. */
const LOOK_EVERY_SECONDS = 5;
const LOOKS = 6;

/** @throws AtlasError, and errors of the registry: the delivery is tried again */
export async function unlinkEndpoint(
  deps: UnlinkEndpointDependencies,
  removal: Removal,
): Promise<UnlinkEndpointResult> {
  const record = await deps.registry.find(removal.endpointId);
  const endpoint = await lookUntilGone(deps, removal);
  const reason = reasonToIgnore(deps, removal, record, endpoint);
  if (reason !== undefined) return reason;
  const target = await locate(deps, removal, record);
  if (target === undefined) {
    if (record !== undefined) await forgetLink(deps.registry, removal.endpointId);
    return ignored('not-linked', 'no configured Atlas project lists the endpoint');
  }
  return start(deps, removal, record, target);
}

/** The deletion is certain, but EC2's answer may be older. */
async function lookUntilGone(
  { endpoints, clock }: UnlinkEndpointDependencies,
  { endpointId, cause }: Removal,
): Promise<VpcEndpoint | undefined> {
  for (let look = 1; ; look += 1) {
    const endpoint = await endpoints.describe(endpointId);
    if (cause !== 'endpoint-deleted' || hasVanished(endpoint) || look === LOOKS) return endpoint;
    await clock.sleep(LOOK_EVERY_SECONDS * 1000);
  }
}

function reasonToIgnore(
  { selection }: UnlinkEndpointDependencies,
  { cause, account, isOwn }: Removal,
  record: LinkRecord | undefined,
  endpoint: VpcEndpoint | undefined,
): UnlinkEndpointResult | undefined {
  if (cause === 'command') return undefined;
  if (cause === 'endpoint-deleted' && !hasVanished(endpoint))
    return ignored('still-exists', `EC2 shows the endpoint as ${endpoint?.state}`);
  if (endpoint?.tags[DECLARED_TAG.KEY] !== undefined)
    return ignored('declared-in-a-stack', 'its link goes with its stack');
  if (record !== undefined || isOwn === true) return undefined;
  const isCovered =
    endpoint === undefined ? coversUnseen(selection, account) : isSelected(selection, endpoint);
  if (cause === 'endpoint-deleted' && isCovered) return undefined;
  return ignored('not-ours', 'the registry does not know it, and the selection does not cover it');
}

function ignored(reason: UnlinkIgnoreReason, message: string): UnlinkEndpointResult {
  return { kind: 'ignored', reason, message };
}

/** By the registry, or by what the endpoint services of the projects list. */
async function locate(
  { atlas, projectIds }: UnlinkEndpointDependencies,
  { endpointId, region, account }: Removal,
  record: LinkRecord | undefined,
): Promise<LinkTarget | undefined> {
  const common = { kind: 'link' as const, cloudProvider: 'AWS' as const, endpointId, region, account };
  const { ProjectId: projectId = '', EndpointServiceId: endpointServiceId = '' } = record?.link ?? {};
  if (projectId !== '' && endpointServiceId !== '') return { ...common, projectId, endpointServiceId };
  for (const candidate of projectIds) {
    const services = await atlas.listEndpointServices(candidate, 'AWS');
    const service = services.find(({ interfaceEndpoints }) => interfaceEndpoints.includes(endpointId));
    if (service !== undefined)
      return { ...common, projectId: candidate, endpointServiceId: service.endpointServiceId };
  }
  return undefined;
}

async function start(
  deps: UnlinkEndpointDependencies,
  removal: Removal,
  record: LinkRecord | undefined,
  target: LinkTarget,
): Promise<UnlinkEndpointResult> {
  const isUnderWay = record?.state === 'unlinking' && removal.restart !== true;
  const name = isUnderWay ? record.run : executionName(removal.endpointId, 'unlink', removal.eventId);
  const startedAt = isUnderWay ? new Date(record.runStartedAt) : deps.clock.now();
  if (!isUnderWay) await claimRemoval(deps.registry, record, { owner: deps.owner, name, startedAt, target });
  const origin = { kind: removal.origin, id: removal.eventId };
  const frame = { target, origin, startedAt, timeoutSeconds: deps.linkTimeoutSeconds };
  await deps.workflow.start(name, unlinkRun(frame, deps.lastLink, removal.cause));
  deps.log.info('removal begun', { endpointId: removal.endpointId, cause: removal.cause, run: name });
  return { kind: 'unlinking', executionName: name };
}
