/**
 * One hub for three accounts in two Regions: one may not reach the Atlas project, one joins late, and the role of one is
 * taken away and comes back.
 */
import { DEFAULT_NAMESPACE, memberParameterName, memberRoleName } from '../../lambda/contract/members.js';
import {
  LINK_CONCLUDED,
  LINKS_RECONCILED,
  type LinkConcludedDetail,
  type LinksReconciledDetail,
} from '../../lambda/contract/published-event.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import { atlasRegionOf } from '../../local/atlas-provider.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { SELECT_TAG } from '../settings/select-tag.js';
import type { Print } from './account.js';
import type { StartOptions } from './options.js';
import { followOrganization, type Say, storyOf } from './organization-story.js';
import { ACCOUNT, AWAY, accountName, HOME, startOrganization, UNIT } from './organization-world.js';
import { styled } from './style.js';

/** What was to happen, and whether it did. */
interface Expectation {
  readonly text: string;
  readonly isMet: boolean;
}

/** Output of `--json`. */
export interface OrganizationReport {
  readonly expectations: readonly Expectation[];
  /** Conclusions that members have received on their own buses, by place. */
  readonly conclusions: readonly MemberConclusion[];
  /** Names of parameters with connection strings, by account, in the members' own Parameter Store. */
  readonly connectionStrings: Readonly<Record<string, readonly string[]>>;
  /** Ids of VPC endpoints that Atlas lists at the end. */
  readonly linksLeft: readonly string[];
  readonly alarms: readonly string[];
  readonly atlasRequests: number;
  readonly worldSeconds: number;
}

interface MemberConclusion {
  readonly account: string;
  readonly region: string;
  readonly endpointId: string;
  readonly goal: string;
  readonly outcome: string;
  /** Empty if the endpoint is available. */
  readonly message: string;
}

const TAGS = { [SELECT_TAG]: 'true' };
const MINUTE = 60;
/** StackSets deploys the roles and the rules, and members send a first heartbeat within the hour. */
const DEPLOYMENT_SECONDS = 30 * MINUTE;
const LINK_SECONDS = 15 * MINUTE;
/** Two hourly reconciliations: an endpoint that is not there twice is deleted. */
const RECONCILED_SECONDS = 130 * MINUTE;
const MEMBER_ROLE = memberRoleName(DEFAULT_NAMESPACE);

/** @returns true if every account has come to its expected end */
export async function runOrganization(options: StartOptions, print: Print): Promise<boolean> {
  const realTime = performance.now();
  const world = await startOrganization(options);
  try {
    if (options.verbose) world.home.aws.onLog((line) => print(styled('dim', JSON.stringify(line))));
    const begin = world.time.now();
    const expectations = await new Organization(world, print).play();
    const report = reportOf(world, expectations, begin);
    if (options.json) console.log(JSON.stringify(report, undefined, 2));
    else summarize(report, (performance.now() - realTime) / 1000, print);
    return report.expectations.every(({ isMet }) => isMet);
  } finally {
    await world.close();
  }
}

/** The chapters of the scenario; each adds what it expects. */
class Organization {
  private readonly expectations: Expectation[] = [];
  private readonly say: Say;

  constructor(
    private readonly world: OrganizationWorld,
    private readonly print: Print,
  ) {
    this.say = storyOf(world, print);
    followOrganization(world, this.say);
    const [project] = world.home.projects;
    if (project === undefined) throw new Error('The world has no Atlas project.');
    for (const region of [HOME, AWAY])
      world.atlas.world.createCluster(project, { name: region, regionNames: [atlasRegionOf(region)] });
    print(
      `Hub in account ${ACCOUNT.hub}, ${HOME}; Atlas project ${project.id}, for payments and shop alone.`,
    );
  }

  async play(): Promise<readonly Expectation[]> {
    await this.deploy();
    await this.link();
    await this.refuse();
    await this.join();
    await this.loseRole();
    return this.expectations;
  }

  private async deploy(): Promise<void> {
    this.chapter('1. StackSets gives the accounts of a unit the member stack: rules and roles, no secret.');
    await this.world.time.run(DEPLOYMENT_SECONDS);
    for (const account of [ACCOUNT.payments, ACCOUNT.analytics]) this.expectMember(account);
  }

  private async link(): Promise<void> {
    this.chapter('2. Payments creates VPC endpoints in two Regions; the hub links them.');
    const places = [HOME, AWAY].map((region) => this.world.place(ACCOUNT.payments, region));
    const endpointIds: string[] = [];
    for (const place of places) {
      endpointIds.push(this.create(place));
      await this.world.time.run(LINK_SECONDS);
    }
    this.expect('payments is linked in both Regions', this.areLinked(endpointIds));
    this.expect(
      'payments reads its connection strings in its own account',
      places.every((place) => stringNames(place).length > 0),
    );
  }

  private async refuse(): Promise<void> {
    this.chapter('3. Analytics creates one as well, and tags it later. It may not reach the project.');
    const place = this.world.place(ACCOUNT.analytics);
    const endpointId = this.create(place, {});
    await this.world.time.run(MINUTE);
    place.tagEndpoint(endpointId, TAGS);
    this.say(place, `tags ${endpointId}`);
    await this.world.time.run(LINK_SECONDS);
    const told = conclusionsAt(place).find((conclusion) => conclusion.endpointId === endpointId);
    this.expect('analytics is not linked', !this.areLinked([endpointId]));
    this.expect(
      'analytics is told why in its own account',
      told?.outcome === 'failed' && told.message.includes('may not be linked'),
    );
  }

  private async join(): Promise<void> {
    this.chapter('4. Shop joins the organization, and is served without anybody doing anything.');
    this.world.join(ACCOUNT.shop, UNIT);
    const place = this.world.place(ACCOUNT.shop, AWAY);
    this.say(place, 'joins the organizational unit');
    await this.world.time.run(DEPLOYMENT_SECONDS);
    this.expectMember(ACCOUNT.shop);
    const endpointId = this.create(place);
    await this.world.time.run(LINK_SECONDS);
    this.expect('shop, which joined late, is linked', this.areLinked([endpointId]));
  }

  private async loseRole(): Promise<void> {
    const { world } = this;
    const [home, away] = [world.place(ACCOUNT.payments), world.place(ACCOUNT.payments, AWAY)];
    const before = listedIds(world);
    this.chapter('5. The hub loses its role in payments. What the hub cannot see decides nothing.');
    world.takeRoleAway(ACCOUNT.payments, MEMBER_ROLE);
    this.say(home, `somebody deletes the role ${MEMBER_ROLE}`);
    const created = this.create(home);
    const deleted = this.deleteLinked(away);
    await world.time.run(RECONCILED_SECONDS);
    this.expect('the hub reports that it cannot enter payments', hasReportedUnreachable(world));
    this.expect(
      'nothing is linked or removed while the hub cannot enter payments',
      listedIds(world).join() === before.join(),
    );

    this.chapter('6. The role comes back. The reconciliation makes up for what was missed.');
    world.giveRoleBack(ACCOUNT.payments, MEMBER_ROLE);
    this.say(home, `somebody makes the role ${MEMBER_ROLE} again`);
    await world.time.run(RECONCILED_SECONDS);
    const expected = [...before.filter((id) => id !== deleted), created].sort();
    this.expect(
      'links of payments are as its endpoints are, once the role is back',
      listedIds(world).join() === expected.join(),
    );
  }

  private deleteLinked(place: WorldPlace): string {
    const endpointId = conclusionsAt(place)[0]?.endpointId;
    if (endpointId === undefined)
      throw new Error(`expected a link in ${place.aws.region}, received no conclusion`);
    place.deleteVpcEndpoints([endpointId]);
    this.say(place, `deletes ${endpointId}`);
    return endpointId;
  }

  private chapter(text: string): void {
    this.print(`\n${styled('bold', text)}`);
  }

  private create(place: WorldPlace, tags: Readonly<Record<string, string>> = TAGS): string {
    const { endpointId } = place.createVpcEndpoint({ tags });
    this.say(place, `creates ${endpointId}`);
    return endpointId;
  }

  private expectMember(account: string): void {
    const places = [HOME, AWAY].map((region) => this.world.place(account, region));
    for (const place of places) if (hasMemberStack(place)) this.say(place, 'has the member stack');
    this.expect(`${accountName(account)} has the member stack in both Regions`, places.every(hasMemberStack));
  }

  private expect(text: string, isMet: boolean): void {
    this.expectations.push({ text, isMet });
  }

  private areLinked(endpointIds: readonly string[]): boolean {
    const listed = listedIds(this.world);
    return endpointIds.every((endpointId) => listed.includes(endpointId));
  }
}

function hasMemberStack({ aws }: WorldPlace): boolean {
  return aws.parameters.get(memberParameterName(DEFAULT_NAMESPACE)) !== undefined;
}

function stringNames({ aws }: WorldPlace): string[] {
  return aws.parameters.below(RegistryPath.CONNECTION_STRINGS, true).map(({ name }) => name);
}

function listedIds(world: OrganizationWorld): string[] {
  world.atlas.world.settle();
  const services = [...(world.home.projects[0]?.services.values() ?? [])];
  return services.flatMap(({ links }) => [...links.keys()]).sort();
}

function hasReportedUnreachable({ home }: OrganizationWorld): boolean {
  const details = home.published(LINKS_RECONCILED).map(({ detail }) => detail as LinksReconciledDetail);
  return details.some(({ drift }) =>
    drift.some(({ kind, account }) => kind === 'member-unreachable' && account === ACCOUNT.payments),
  );
}

function conclusionsAt(place: WorldPlace): MemberConclusion[] {
  return place.published(LINK_CONCLUDED).map((event) => {
    const { account, region, link, goal, outcome, message } = event.detail as LinkConcludedDetail;
    return { account, region, endpointId: link.EndpointId, goal, outcome, message };
  });
}

function reportOf(
  world: OrganizationWorld,
  expectations: readonly Expectation[],
  begin: number,
): OrganizationReport {
  const members = world.allPlaces.filter(({ aws }) => aws.account !== ACCOUNT.hub);
  const accounts = [...new Set(members.map(({ aws }) => aws.account))];
  const stringsOf = (account: string) =>
    members.filter(({ aws }) => aws.account === account).flatMap(stringNames);
  return {
    expectations,
    conclusions: members.flatMap(conclusionsAt),
    connectionStrings: Object.fromEntries(accounts.map((account) => [account, stringsOf(account)])),
    linksLeft: listedIds(world),
    alarms: world.home.aws.metrics.raised(),
    atlasRequests: world.atlas.journal.entries.length,
    worldSeconds: Math.round((world.time.now() - begin) / 1000),
  };
}

function summarize(report: OrganizationReport, realSeconds: number, print: Print): void {
  const { expectations, linksLeft, alarms, atlasRequests, worldSeconds } = report;
  const missed = expectations.filter(({ isMet }) => !isMet);
  print('');
  for (const { text } of missed) print(styled('red', `Not as expected: ${text}`));
  print(
    `Alarms at the hub: ${alarms.join(', ')} (docs/runbook.md). MemberUnreachable, which takes two reconciliations, is not played here.`,
  );
  const wording = missed.length === 0 ? 'All as expected' : `${missed.length} not as expected`;
  print(
    `${styled(['bold', missed.length === 0 ? 'green' : 'red'], wording)}: ${linksLeft.length} links of 2 accounts in 2 Regions, 1 account refused, ${atlasRequests} requests to Atlas in ${worldSeconds} s of world time, shown in ${realSeconds.toFixed(1)} s.`,
  );
}
