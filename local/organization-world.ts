import type { AtlasServer, EndpointService } from './atlas/index.js';
import { atlasRegionOf } from './atlas-provider.js';
import { administratorOf } from './aws/callers.js';
import type { StackSets } from './aws/cloudformation/stack-sets/stack-sets.js';
import type { BusSettings } from './aws/event-bridge/bus-forwarding.js';
import type { LocalRole } from './aws/iam/roles.js';
import { LocalAws } from './aws/local-aws.js';
import type { LocalCloud } from './aws/local-cloud.js';
import type { Ec2RegionRefusal } from './aws/organization/aws-account.js';
import { Organization, type OrganizationalUnit } from './aws/organization/organization.js';
import type { WorldTime } from './time/world-time.js';
import { placeOptions, STACK, World, type WorldOptions } from './world.js';
import { WorldPlace } from './world-place.js';

export interface WorldAccount {
  readonly account: string;
  /** Id of the organizational unit. Default: the root. */
  readonly unit?: string;
  /** False for an account that is outside of the organization and may join later. Default true. */
  readonly isMember?: boolean;
}

export interface OrganizationWorldOptions extends Omit<WorldOptions, 'organization'> {
  /** Accounts other than the home account and the management account. */
  readonly accounts: readonly WorldAccount[];
  /** Regions other than the home Region. Each account has a place in each of them. Default: none. */
  readonly regions?: readonly string[];
  /** Organizational units. Default: those that the accounts name, directly below the root. */
  readonly units?: readonly OrganizationalUnit[];
  /** Organizational unit of the home account. Default: the root. */
  readonly homeUnit?: string;
  /** Id of the management account. Default {@link MANAGEMENT_ACCOUNT}. */
  readonly managementAccount?: string;
  /** Regions other than the home Region in which each project has its own endpoint service. Default `regions`. */
  readonly serviceRegions?: readonly string[];
}

export const MANAGEMENT_ACCOUNT = '100000000001';

/** Several accounts and Regions with one Atlas, and the synthesized stack deployed into one of them. */
export class OrganizationWorld {
  private readonly places = new Map<string, WorldPlace>();
  private readonly takenRoles = new Map<string, LocalRole>();

  private constructor(
    /** The account and Region of the stack. */
    readonly home: World,
    readonly organization: Organization,
    private readonly options: OrganizationWorldOptions,
  ) {}

  static async start(options: OrganizationWorldOptions): Promise<OrganizationWorld> {
    const organization = organizationOf(options);
    let world: OrganizationWorld | undefined;
    await World.start({ ...options, organization }, (home) => {
      world = new OrganizationWorld(home, organization, options);
      world.prepare();
    });
    if (world === undefined) throw new Error('The world was not prepared.');
    return world;
  }

  get time(): WorldTime {
    return this.home.time;
  }

  get atlas(): AtlasServer {
    return this.home.atlas;
  }

  get cloud(): LocalCloud {
    return this.home.aws.cloud;
  }

  get stackSets(): StackSets {
    return this.cloud.stackSets;
  }

  /** Settings for behaviour of EventBridge that is not verified. */
  get busSettings(): BusSettings {
    return this.cloud.busSettings;
  }

  /** @param region default: the home Region */
  place(account: string, region = this.home.aws.region): WorldPlace {
    const place = this.places.get(keyOf(account, region));
    if (place === undefined) throw new Error(`The world has no account ${account} in ${region}.`);
    return place;
  }

  get allPlaces(): WorldPlace[] {
    return [...this.places.values()];
  }

  /** The project's endpoint service in a Region. */
  serviceIn(region: string, projectIndex = 0): EndpointService {
    const services = [...(this.home.projects[projectIndex]?.services.values() ?? [])];
    const service = services.find(({ regionName }) => regionName === atlasRegionOf(region));
    if (service === undefined)
      throw new Error(`Project ${projectIndex} has no endpoint service in ${region}.`);
    return service;
  }

  /** Adds the account to the organization, or moves it to another unit. StackSets update its stacks. */
  join(account: string, unit?: string): void {
    this.addAccount(account);
    this.organization.put(account, unit);
    this.stackSets.followOrganization();
  }

  /** Removes the account from the organization. Its stacks are deleted some minutes later. */
  leave(account: string): void {
    this.organization.remove(account);
    this.stackSets.followOrganization();
  }

  /** Deletes the role. Its sessions become invalid. */
  takeRoleAway(account: string, roleName: string): void {
    const arn = roleArnOf(account, roleName);
    const role = this.cloud.account(account).roles.delete(arn);
    if (role === undefined) throw new Error(`There is no role ${arn}.`);
    this.takenRoles.set(arn, role);
  }

  /** Re-creates the role with its earlier properties. */
  giveRoleBack(account: string, roleName: string): void {
    const arn = roleArnOf(account, roleName);
    const role = this.takenRoles.get(arn);
    if (role === undefined) throw new Error(`The role ${arn} was not taken away.`);
    this.takenRoles.delete(arn);
    const { trust, maxSessionSeconds, tags } = role;
    this.cloud.account(account).roles.create({ arn, trust: trust.statements, maxSessionSeconds, tags });
  }

  /** @param ec2 error code that EC2 returns in this Region from now on */
  switchRegionOff(account: string, region: string, ec2?: Ec2RegionRefusal): void {
    this.cloud.account(account).switchRegionOff(region, ec2);
  }

  switchRegionOn(account: string, region: string): void {
    this.cloud.account(account).switchRegionOn(region);
  }

  /** Environment variables from which an AWS SDK reads credentials of an administrator of the account. */
  environmentOf(account: string, region = this.home.aws.region): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: this.cloud.server.url,
      AWS_ACCESS_KEY_ID: administratorOf(account),
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: region,
    };
  }

  async close(): Promise<void> {
    for (const place of this.allPlaces) if (place !== this.home) await place.aws.close();
    await this.home.close();
  }

  /** Prepares all places before the stack is deployed. */
  private prepare(): void {
    const { aws, projects, atlas } = this.home;
    this.places.set(keyOf(aws.account, aws.region), this.home);
    const { managementAccount } = this.organization;
    for (const account of [
      aws.account,
      managementAccount,
      ...this.options.accounts.map((one) => one.account),
    ])
      this.addAccount(account);
    for (const region of this.options.serviceRegions ?? this.options.regions ?? [])
      for (const project of projects) atlas.world.createService(project, 'AWS', atlasRegionOf(region), true);
  }

  private addAccount(account: string): void {
    for (const region of new Set([this.home.aws.region, ...(this.options.regions ?? [])]))
      if (!this.places.has(keyOf(account, region))) this.addPlace(account, region);
  }

  private addPlace(account: string, region: string): void {
    const { time, atlas, projects, places } = this.home;
    const stack = { account, region, stackName: 'Member' };
    const aws = new LocalAws(placeOptions(this.options, { time, atlas, cloud: this.cloud, stack }));
    places.push(aws);
    const place = new WorldPlace({ time, atlas, aws, projects });
    place.listen();
    this.places.set(keyOf(account, region), place);
  }
}

function organizationOf(options: OrganizationWorldOptions): Organization {
  const { managementAccount = MANAGEMENT_ACCOUNT, accounts, homeUnit, stack = STACK } = options;
  const named = [homeUnit, ...accounts.map(({ unit }) => unit)].filter((unit) => unit !== undefined);
  const units = options.units ?? [...new Set(named)].map((unitId) => ({ unitId }));
  const organization = new Organization({
    managementAccount,
    units,
    delegatedAdministrators: [stack.account],
  });
  organization.put(stack.account, homeUnit);
  for (const { account, unit, isMember = true } of accounts) if (isMember) organization.put(account, unit);
  return organization;
}

function keyOf(account: string, region: string): string {
  return `${account} ${region}`;
}

function roleArnOf(account: string, roleName: string): string {
  return `arn:aws:iam::${account}:role/${roleName}`;
}
