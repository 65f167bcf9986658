/**
 * The effects of `atlas-privatelink unlink --yes --no-wait` in AWS: a claim in the registry, and the start of an
 * execution.
 */
import { linkParameterName, type StoredLinkRecord } from '../../lambda/contract/registry.js';
import { DATA_FEDERATION_SERVICE_ID } from '../../lambda/contract/service-kind.js';
import { LastLink } from '../../lib/index.js';
import type { EndpointService } from '../../local/atlas/index.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import type { World } from '../../local/world.js';
import { linkExecutionsIn } from '../worlds/published.js';

const EXECUTION_SECONDS = 3600;

/** What the command finds in AWS, and the rule of its automation. */
interface Account {
  readonly world: World;
  readonly rules: { readonly lastLink: LastLink };
}

interface ChosenEndpoint {
  readonly endpoint: LocalVpcEndpoint;
  /** Undefined if the endpoint belongs to another vendor's service. */
  readonly service: EndpointService | undefined;
}

/** @returns the execution; undefined if the command refuses, because there is no record or the last link is retained */
export function unlinkByCommand(
  { world, rules }: Account,
  { endpoint, service }: ChosenEndpoint,
): Execution | undefined {
  const record = recordOf(world, endpoint.endpointId);
  if (record === undefined || service?.links.has(endpoint.endpointId) !== true) return undefined;
  if (rules.lastLink === LastLink.KEEP && service.links.size === 1) return undefined;
  return startRemoval({ world, rules }, record);
}

/**
 * The same for a registration with Data Federation, which has no last-link rule.
 *
 * @returns undefined if the command refuses: without a record, or if the project of the record does not list the endpoint
 */
export function unlinkFederatedByCommand(
  account: Account,
  endpointId: string,
): { readonly projectId: string; readonly execution: Execution } | undefined {
  const { world } = account;
  const record = recordOf(world, endpointId);
  if (record === undefined || record.link.EndpointServiceId !== DATA_FEDERATION_SERVICE_ID) return undefined;
  const projectId = record.link.ProjectId;
  world.atlas.world.settle();
  const project = world.projects.find(({ id }) => id === projectId);
  if (project?.dataFederation.find(endpointId) === undefined) return undefined;
  const execution = startRemoval(account, record);
  return execution && { projectId, execution };
}

function recordOf(world: World, endpointId: string): StoredLinkRecord | undefined {
  const parameter = world.aws.parameters.get(linkParameterName(endpointId));
  return parameter === undefined ? undefined : (JSON.parse(parameter.value) as StoredLinkRecord);
}

/** @returns undefined if no execution of the automation has the record */
function startRemoval({ world, rules }: Account, record: StoredLinkRecord): Execution | undefined {
  const endpointId = record.link.EndpointId;
  const machine = linkExecutionsIn(world).find(({ name }) => name === record.execution)?.stateMachineArn;
  if (machine === undefined) return undefined;
  const now = new Date(world.time.now());
  const execution = `${endpointId}_command-${now.getTime()}`;
  const claim: StoredLinkRecord = {
    ...{ ...record, state: 'unlinking', execution, message: '', advice: '' },
    ...{ executionStartedAt: now.toISOString(), lastSeenAt: now.toISOString() },
  };
  world.aws.parameters.put({
    ...{ name: linkParameterName(endpointId), value: JSON.stringify(claim), type: 'String', overwrite: true },
  });
  return world.aws.executions.start(machine, execution, JSON.stringify(inputOf(rules, claim, now)));
}

function inputOf(
  rules: Account['rules'],
  { link, region, account, execution }: StoredLinkRecord,
  now: Date,
): object {
  const startedAt = now.toISOString();
  return {
    ...{ version: 1, goal: 'deleted', startedAt, claimedAt: startedAt },
    target: {
      ...{ kind: 'link', cloudProvider: 'AWS', region, account },
      ...{
        projectId: link.ProjectId,
        endpointServiceId: link.EndpointServiceId,
        endpointId: link.EndpointId,
      },
    },
    origin: { kind: 'command', id: execution },
    deadline: new Date(now.getTime() + EXECUTION_SECONDS * 1000).toISOString(),
    change: { kind: 'delete', lastLink: rules.lastLink, cause: 'command', ownsEndpoint: false },
  };
}
