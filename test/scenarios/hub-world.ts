import { LOCAL_ORGANIZATION, type ProjectLimits, synthesizeHubInWorld } from '../../bin/synthesize-hub.js';
import { DEFAULT_NAMESPACE, memberRoleName } from '../../lambda/contract/members.js';
import type { LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import { awsRegion } from '../../lambda/contract/regions.js';
import { linkParameterName, memberLinksPath, type StoredLinkRecord } from '../../lambda/contract/registry.js';
import type { AtlasMembers, AtlasPrivateLinkProps } from '../../lib/index.js';
import { OrganizationWorld, type OrganizationWorldOptions } from '../../local/organization-world.js';
import { STACK } from '../../local/world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { expectValidConclusion } from '../docs/event-schema.js';
import { type AmendedTemplate, withMemberTemplates } from './neighbouring-members.js';
import { whenDone } from './open-worlds.js';

export const ORGANIZATION = LOCAL_ORGANIZATION;
export const UNIT = 'ou-root-members00';
export const HUB = STACK.account;
export const HOME = STACK.region;
export const AWAY = 'eu-central-1';
export const MEMBER = '222233334444';
export const SECOND = '333344445555';
export const OUTSIDE = '999988887777';
export const MEMBER_ROLE = memberRoleName(DEFAULT_NAMESPACE);

export interface HubWorldOptions extends Partial<Omit<OrganizationWorldOptions, 'synthesize'>> {
  /** Props in addition to projects, base URL and members. */
  readonly props?: Partial<AtlasPrivateLinkProps>;
  /** Accounts and Regions that may reach the project of this index. */
  readonly reach?: readonly ProjectLimits[];
  readonly members?: AtlasMembers;
  /** Changes the templates of the members. Default: they are as this release makes them. */
  readonly amend?: AmendedTemplate;
}

/**
 * A hub in an organization with two members in a unit, one account outside, and the StackSets that make the unit's
 * accounts members. The world has run until they have their stacks.
 */
export async function startHub(options: HubWorldOptions = {}): Promise<OrganizationWorld> {
  return whenDone(await startLastingHub(options));
}

/** For a world that all tests of a file share; the file must close it. */
export async function startLastingHub({
  props,
  reach,
  members,
  amend,
  ...options
}: HubWorldOptions = {}): Promise<OrganizationWorld> {
  const world = await OrganizationWorld.start({
    random: () => 0.5,
    regions: [AWAY],
    homeUnit: UNIT,
    accounts: [
      { account: MEMBER, unit: UNIT },
      { account: SECOND, unit: UNIT },
      { account: OUTSIDE, isMember: false },
    ],
    ...options,
    synthesize: withMemberTemplates(hubSynthesis({ props, reach, members }), amend),
  });
  await runFor(world, 30 * 60);
  return world;
}

type HubSettings = Pick<HubWorldOptions, 'props' | 'reach' | 'members'>;

function hubSynthesis({ props, reach, members }: HubSettings): OrganizationWorldOptions['synthesize'] {
  const key = ['hub', props, reach, members?._regions, members?._namespace, members?._senders];
  const hub = {
    regions: [HOME, AWAY],
    unit: UNIT,
    limits: reach,
    members,
    props: { ...PUSH_PROP, ...props },
  };
  return cached(key, (settings) => synthesizeHubInWorld(settings, hub));
}

/** The stack of the hub is deployed again with other settings. */
export async function updateHub(
  { home }: OrganizationWorld,
  settings: HubSettings,
  amend?: AmendedTemplate,
): Promise<void> {
  home.aws.deploy(await home.synthesize(withMemberTemplates(hubSynthesis(settings), amend)));
}

/** Heartbeats never end, so the world runs for a time. */
export function runFor({ time }: OrganizationWorld, seconds: number): Promise<void> {
  return time.run(seconds);
}

/** The hub's record of a member's endpoint. */
export function recordAtHub(world: OrganizationWorld, place: WorldPlace, endpointId: string) {
  const { account, region } = place.aws;
  const path =
    account === HUB && region === HOME ? undefined : memberLinksPath({ account, region: awsRegion(region) });
  return recordIn(world.home, linkParameterName(endpointId, path));
}

/** The copy in the member's own Parameter Store. */
export function copyAtHome(place: WorldPlace, endpointId: string): StoredLinkRecord | undefined {
  return recordIn(place, linkParameterName(endpointId));
}

function recordIn({ aws }: WorldPlace, name: string): StoredLinkRecord | undefined {
  const value = aws.parameters.get(name)?.value;
  return value === undefined ? undefined : (JSON.parse(value) as StoredLinkRecord);
}

/** Conclusions on the default bus of a place. */
export function conclusionsAt(place: WorldPlace): LinkConcludedDetail[] {
  const events = place.events.filter((event) => event['detail-type'] === 'Atlas PrivateLink Link Concluded');
  const details = events.map(({ detail }) => detail as LinkConcludedDetail);
  for (const detail of details) expectValidConclusion(detail);
  return details;
}

/** Ids that Atlas lists for the project. */
export function listedIds(world: OrganizationWorld, projectIndex = 0): string[] {
  world.atlas.world.settle();
  const services = [...(world.home.projects[projectIndex]?.services.values() ?? [])];
  return services.flatMap(({ links }) => [...links.keys()]);
}
