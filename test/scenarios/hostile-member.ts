/** What the administrator of a member account can send to the hub, and what the hub has changed afterwards. */
import { DEFAULT_NAMESPACE, forwarderRoleName, hubBusName } from '../../lambda/contract/members.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { linkExecutionsIn } from '../../torture/worlds/published.js';
import { HOME, HUB, listedIds } from './hub-world.js';

export const HUB_BUS = `arn:aws:events:${HOME}:${HUB}:event-bus/${hubBusName(DEFAULT_NAMESPACE)}`;
export const API_CALL = 'AWS API Call via CloudTrail';

export interface Forgery {
  /** Default: that of EC2's calls. */
  readonly source?: string;
  readonly detailType?: string;
  /** Of the envelope, which no rule can change. */
  readonly resources?: readonly string[];
  readonly detail: object;
}

/**
 * The member's administrator makes a rule of his own with an input transformer and the forwarder's role, and causes an
 * event of that source in his account. EventBridge keeps the envelope, and the detail is his.
 */
export function forge(
  place: WorldPlace,
  { source = 'aws.ec2', detailType = API_CALL, ...rest }: Forgery,
): void {
  const { account, region, bus } = place.aws;
  const { detail, resources = [] } = rest;
  const roleArn = `arn:aws:iam::${account}:role/${forwarderRoleName(DEFAULT_NAMESPACE)}`;
  const transformer = { paths: {}, template: JSON.stringify(detail) };
  const target = { arn: HUB_BUS, roleArn, transformer, deadLetterQueueArn: undefined };
  bus.addRule({
    ruleArn: `arn:aws:events:${region}:${account}:rule/forgery`,
    pattern: { detail: { cause: ['forgery'] } },
    targets: [target],
    isEnabled: true,
  });
  bus.put(source, detailType, { cause: 'forgery' }, resources);
}

/** All that an event could have changed: links in Atlas, the hub's records, executions, requests that change Atlas. */
export function changedBy(world: OrganizationWorld) {
  const { aws } = world.home;
  const { entries } = world.atlas.journal;
  return {
    links: listedIds(world).sort(),
    records: aws.parameters.below(RegistryPath.LINKS, true).map(({ name, value }) => `${name} ${value}`),
    members: aws.parameters.below(RegistryPath.MEMBERS, true).map(({ name }) => name),
    executions: linkExecutionsIn(world.home).map(({ name }) => name),
    requests: entries.filter(({ method }) => method === 'POST' || method === 'DELETE').length,
  };
}

/** Events that the bus of the hub has let in, from now on. */
export function listenToHub(world: OrganizationWorld): object[] {
  const received: object[] = [];
  world.home.aws.buses.get(HUB_BUS).listen((event) => received.push(event));
  return received;
}
