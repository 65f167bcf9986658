/** What the administrator of a member account can send to the hub, and what the hub has changed afterwards. */
import { RegistryPath } from '../../lambda/contract/registry.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { API_CALL, type Forgery, forge, HUB_BUS } from '../../torture/worlds/forged-events.js';
import { linkExecutionsIn } from '../../torture/worlds/published.js';
import { listedIds } from './hub-world.js';

export { API_CALL, type Forgery, forge, HUB_BUS };

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
