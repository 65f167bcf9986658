import type { Drift, DriftKind } from '../../contract/published-event.js';
import type { Trigger } from '../executions/trigger.js';
import { type LinkEndpointDependencies, linkEndpoint } from '../linking/link-endpoint.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import { executionNameOf } from '../model/execution-name.js';
import { forgetLink } from '../registry/link-registry.js';
import { type UnlinkEndpointDependencies, unlinkEndpoint } from '../unlinking/unlink-endpoint.js';
import type { ReconcileAction, ReconciledItem } from './reconcile-plan.js';
import type { ProjectSnapshot } from './reconcile-snapshot.js';

export interface ReconcileRepairDependencies extends LinkEndpointDependencies, UnlinkEndpointDependencies {}

export interface Repair {
  readonly item: ReconciledItem;
  readonly action: Exclude<ReconcileAction, { kind: 'nothing' }>;
  readonly snapshot: ProjectSnapshot;
  readonly executionArn: string;
  readonly dryRun: boolean;
}

/** @returns what was done about the drift; undefined if it was not drift after all */
export async function repair(deps: ReconcileRepairDependencies, wanted: Repair): Promise<Drift | undefined> {
  const { action, dryRun } = wanted;
  const drift = async (): Promise<Pick<Drift, 'result' | 'message'> | undefined> => {
    if (action.kind === 'report') return { result: resultOf(action.drift), message: action.message };
    if (dryRun)
      return { result: action.kind === 'refuse' ? 'reported' : 'would-repair', message: action.message };
    return carryOut(deps, wanted);
  };
  const result = await drift();
  if (result === undefined) return undefined;
  const found = { ...identityOf(deps, wanted), ...result };
  const { message: reason, ...fields } = found;
  if (found.result === 'left') deps.log.warn('drift found', { ...fields, reason });
  else deps.log.info('drift found', { ...fields, reason });
  return found;
}

/**
 * A link of another account, or one that the rules retain, is not a problem; a link whose endpoint EC2 does not show is
 * checked again automatically.
 */
function resultOf(kind: DriftKind): 'left' | 'reported' {
  const isAsItShouldBe = kind === 'unmanaged' || kind === 'last-link-retained' || kind === 'endpoint-deleted';
  return isAsItShouldBe ? 'reported' : 'left';
}

function identityOf(
  deps: ReconcileRepairDependencies,
  { item, action, snapshot }: Repair,
): Omit<Drift, 'result' | 'message'> {
  return {
    kind: action.drift,
    projectId: action.kind === 'refuse' ? '' : snapshot.projectId,
    endpointServiceId: item.service?.endpointServiceId ?? item.record?.link.endpointServiceId ?? '',
    endpointId: item.endpointId,
    ...(deps.isOfMember === true ? { account: deps.account, region: deps.region } : {}),
  };
}

async function carryOut(
  deps: ReconcileRepairDependencies,
  wanted: Repair,
): Promise<Pick<Drift, 'result' | 'message'> | undefined> {
  const { action } = wanted;
  try {
    if (action.kind === 'refuse') return await reportRefusal(deps, wanted);
    const left = await attempt(deps, wanted, action.kind);
    return left === undefined
      ? { result: 'repaired', message: action.message }
      : { result: 'left', message: left };
  } catch (error) {
    // An item that cannot be repaired now must not prevent the repair of others.
    const isOfItem =
      error instanceof AtlasError ||
      error instanceof EndpointNotReadyError ||
      error instanceof ItemRefusedError;
    if (!isOfItem) throw error;
    return { result: 'left', message: `${action.message} ${error.message}` };
  }
}

/** Its execution has one name for the same refusal, so that later reconciliations start no other. */
async function reportRefusal(
  deps: ReconcileRepairDependencies,
  wanted: Repair,
): Promise<Pick<Drift, 'result' | 'message'> | undefined> {
  const { message } = wanted.action;
  const result = await linkEndpoint(deps, triggerOf(deps, wanted));
  if (result.kind === 'linking') return { result: 'repaired', message };
  if (result.kind === 'ignored') return undefined;
  return { result: result.isNew ? 'left' : 'reported', message };
}

/** @returns why it was left; undefined if it was repaired */
async function attempt(
  deps: ReconcileRepairDependencies,
  wanted: Repair,
  kind: Exclude<Repair['action']['kind'], 'refuse'>,
): Promise<string | undefined> {
  const { action } = wanted;
  switch (kind) {
    case 'link': {
      const result = await linkEndpoint(deps, triggerOf(deps, wanted));
      if (result.kind === 'linking') return undefined;
      return result.kind === 'refused' ? result.refusal.message : result.message;
    }
    case 'unlink': {
      const cause = action.drift === 'deselected' ? 'deselected' : 'endpoint-deleted';
      const evidence = cause === 'endpoint-deleted' ? ('absence' as const) : undefined;
      const result = await unlinkEndpoint(deps, { ...triggerOf(deps, wanted), cause, evidence });
      return result.kind === 'unlinking' ? undefined : result.message;
    }
    case 'drop-record':
      return dropRecord(deps, wanted);
    case 'report':
      return action.message;
  }
}

async function dropRecord(
  { registry }: ReconcileRepairDependencies,
  { item: { endpointId }, action }: Repair,
): Promise<string | undefined> {
  await forgetLink(registry, endpointId);
  if ((await registry.find(endpointId)) === undefined) return undefined;
  return `${action.message} Its copy in the member account cannot be deleted now.`;
}

/**
 * The name of the link's execution is derived from the reconciliation's, so a repeated slice starts the same execution.
 */
function triggerOf(deps: ReconcileRepairDependencies, { item, executionArn }: Repair): Trigger {
  return {
    endpointId: item.endpointId,
    // The account in which EC2 was asked: in a shared VPC, it may show an endpoint of another one.
    account:
      deps.isOfMember === true
        ? deps.account
        : item.endpoint?.ownerAccount || item.record?.account || deps.account,
    region: item.record?.region ?? deps.region,
    origin: 'schedule',
    eventId: executionNameOf(executionArn),
    // Old enough that EC2 shows the endpoint reliably.
    eventTime: item.endpoint?.createdAt ?? new Date(0),
    restart: true,
    isKnownRefusal: item.record?.state === 'failed',
  };
}
