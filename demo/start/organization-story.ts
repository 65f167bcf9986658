/** Prints what happens in each account and Region of an organization. */
import {
  CONNECTION_STRINGS_CHANGED,
  type ConnectionStringsChangedDetail,
  type Drift,
  LINK_CONCLUDED,
  LINKS_RECONCILED,
  type LinkConcludedDetail,
  type LinksReconciledDetail,
} from '../../lambda/contract/published-event.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import type { Print } from './account.js';
import { accountName } from './organization-world.js';
import { styled } from './style.js';

const NAME_WIDTH = 10;
const REGION_WIDTH = 14;

/** Says that something happened at a place: one line with the time, the account and the Region. */
export type Say = (place: WorldPlace, what: string) => void;

export function storyOf(world: OrganizationWorld, print: Print): Say {
  const begin = world.time.now();
  return ({ aws: { account, region } }, what) => {
    const at = `+${Math.round((world.time.now() - begin) / 1000)} s`;
    const who = `${accountName(account).padEnd(NAME_WIDTH)}${account}  ${region.padEnd(REGION_WIDTH)}`;
    print(`${at.padStart(9)}  ${styled('bold', who)}${what}`);
  };
}

/** Says what the automation does: what each member hears on its own bus, and what the hub finds. */
export function followOrganization(world: OrganizationWorld, say: Say): void {
  for (const place of world.allPlaces) if (place !== world.home) followMember(place, say);
  followLog(world.home, say);
  followReconciliations(world.home, say);
}

function followMember(place: WorldPlace, say: Say): void {
  place.aws.bus.listen((event) => {
    switch (event['detail-type']) {
      case LINK_CONCLUDED:
        say(place, `hears on its own bus: ${conclusionMessage(event.detail as LinkConcludedDetail)}`);
        break;
      case CONNECTION_STRINGS_CHANGED:
        say(place, stringsMessage(event.detail as ConnectionStringsChangedDetail));
        break;
    }
  });
}

function conclusionMessage({ link, goal, outcome, durationSeconds, message }: LinkConcludedDetail): string {
  const isRemoval = goal === 'deleted' && outcome === 'deleted';
  const text = `${link.EndpointId} is ${isRemoval ? 'unlinked' : outcome} after ${durationSeconds} s`;
  if (isRemoval || outcome === 'available') return styled('green', text);
  return styled('red', `${link.EndpointId} ${outcome}: ${message}`);
}

function stringsMessage({ clusters }: ConnectionStringsChangedDetail): string {
  const wording = clusters.map(({ Cluster, parameters }) => `${Cluster} in ${parameters.Srv}`);
  return styled('green', `has connection strings in its own Parameter Store: ${wording.join(', ')}`);
}

function followLog(home: WorldPlace, say: Say): void {
  home.aws.onLog(({ message, endpointId }) => {
    if (message === 'link registered') say(home, `registers ${endpointId} with Atlas`);
  });
}

/** A difference that is there hour after hour is said once. */
function followReconciliations(home: WorldPlace, say: Say): void {
  let said: readonly string[] = [];
  home.aws.bus.listen((event) => {
    if (event['detail-type'] !== LINKS_RECONCILED) return;
    const found = (event.detail as LinksReconciledDetail).drift.map(driftMessage);
    for (const message of found.filter((one) => !said.includes(one))) say(home, `reconciliation: ${message}`);
    said = found;
  });
}

function driftMessage({ kind, result, endpointId, account, region }: Drift): string {
  const where = account === undefined ? '' : ` of ${accountName(account)} in ${region}`;
  if (kind === 'member-unreachable') return styled('red', `${kind}${where}; nothing is decided there`);
  return `${endpointId}${where}: ${kind}, ${result}`;
}
