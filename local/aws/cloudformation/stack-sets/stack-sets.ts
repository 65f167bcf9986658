import type { WorldTime } from '../../../time/world-time.js';
import type { Organization } from '../../organization/organization.js';
import { AwsError } from '../../protocol/aws-error.js';
import type { Place } from '../../protocol/place.js';
import type { Resource, StackTemplate } from '../stack-template.js';
import { createStackInstance, type InstanceStores, type StackInstance } from './stack-instance.js';
import { failuresAllowed, readStackSet, type StackSet } from './stack-set.js';

export interface StackSetsOptions {
  readonly time: WorldTime;
  readonly organization: Organization | undefined;
  /** Undefined for a Region that has no place or is not enabled. */
  readonly storesOf: (place: Place) => InstanceStores | undefined;
}

/** The stack of a StackSet in one account and Region. */
export interface InstanceStatus extends Place {
  readonly stackSet: string;
  readonly status: 'CURRENT' | 'FAILED';
  /** Reason of the failure. */
  readonly reason: string | undefined;
}

interface Placed extends InstanceStatus {
  readonly instance: StackInstance | undefined;
}

/** Delay of automatic deployments. AWS documents no value; minutes are an assumption. */
const AUTOMATIC_AFTER_SECONDS = 180;
/** Duration of one StackSet's deployment, after which the next one that depends on it begins. */
const DEPLOYMENT_SECONDS = 60;

/** Service-managed StackSets: stacks in the accounts of organizational units, including accounts that join later. */
export class StackSets {
  private readonly sets = new Map<string, StackSet>();
  private readonly placed = new Map<string, Placed>();
  /** Not verified: whether stacks are still deleted after an account has left the organization. */
  deletesAfterLeaving = true;

  constructor(private readonly options: StackSetsOptions) {}

  get instances(): InstanceStatus[] {
    return [...this.placed.values()].map(({ instance: _, ...status }) => status);
  }

  /**
   * Creates or updates the StackSet of a template, with its stacks.
   *
   * @throws AwsError if CloudFormation refuses the StackSet, or if more stacks fail than it tolerates
   */
  deploy(template: StackTemplate, resource: Resource, administrator: Place): void {
    const stackSet = readStackSet(template, resource);
    this.requireAdministrator(stackSet, administrator);
    const before = this.sets.get(stackSet.name);
    if (before !== undefined && before.body !== stackSet.body) this.deleteStacks(before);
    this.sets.set(stackSet.name, stackSet);
    this.removeUnwanted(stackSet);
    const accounts = this.accountsOf(stackSet);
    for (const region of stackSet.regions) {
      const failed = accounts.map((account) => this.ensure(stackSet, { account, region })).filter(hasFailed);
      if (failed.length <= failuresAllowed(stackSet.tolerance, accounts.length)) continue;
      throw new AwsError(
        'StackSetOperationFailed',
        `StackSet ${stackSet.name} failed in ${region}: ${failed.map(({ account, reason }) => `${account}: ${reason}`).join('; ')}`,
      );
    }
  }

  /**
   * Called when an account has joined, left, or moved to another unit. Its stacks follow minutes later, one StackSet
   * after the other.
   */
  followOrganization(): void {
    const { time } = this.options;
    const sets = this.inOrder();
    const removals = [...sets].reverse();
    for (const [index, stackSet] of removals.entries())
      time.after(AUTOMATIC_AFTER_SECONDS + index * DEPLOYMENT_SECONDS, () => {
        if (stackSet.isAutomatic) this.removeUnwanted(stackSet);
      });
    for (const [index, stackSet] of sets.entries())
      time.after(AUTOMATIC_AFTER_SECONDS + index * DEPLOYMENT_SECONDS, () => this.addJoined(stackSet));
  }

  private requireAdministrator({ callAs }: StackSet, { account }: Place): void {
    const { organization } = this.options;
    if (organization === undefined || organization.stackSetsAccess !== 'ENABLED')
      throw invalid('You must enable organizations access to operate a service managed stack set');
    const isAllowed =
      callAs === 'SELF'
        ? account === organization.managementAccount
        : organization.delegatedAdministrators.includes(account);
    if (isAllowed) return;
    throw invalid(
      callAs === 'SELF'
        ? 'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set'
        : 'Account used is not a delegated administrator',
    );
  }

  /** The management account is never a target. */
  private accountsOf({ units }: StackSet): string[] {
    const { organization } = this.options;
    if (organization === undefined) return [];
    const accounts = new Set(units.flatMap((unit) => organization.accountsIn(unit)));
    accounts.delete(organization.managementAccount);
    return [...accounts];
  }

  private addJoined(stackSet: StackSet): void {
    if (!stackSet.isAutomatic) return;
    for (const region of stackSet.regions)
      for (const account of this.accountsOf(stackSet)) this.ensure(stackSet, { account, region });
  }

  /** Deletes the stacks in accounts and Regions that are no longer targets. */
  private removeUnwanted(stackSet: StackSet): void {
    const accounts = this.accountsOf(stackSet);
    for (const [key, { account, region, instance }] of this.of(stackSet)) {
      if (accounts.includes(account) && stackSet.regions.includes(region)) continue;
      const hasLeft = this.options.organization?.has(account) !== true;
      if (!stackSet.retainsStacks && (this.deletesAfterLeaving || !hasLeft)) instance?.delete();
      this.placed.delete(key);
    }
  }

  private deleteStacks(stackSet: StackSet): void {
    for (const [key, { instance }] of this.of(stackSet)) {
      instance?.delete();
      this.placed.delete(key);
    }
  }

  private of({ name }: StackSet): [string, Placed][] {
    return [...this.placed].filter(([, { stackSet }]) => stackSet === name);
  }

  /** Creates the stack if there is none. An existing stack is not changed, even if it has failed. */
  private ensure(stackSet: StackSet, { account, region }: Place): Placed {
    const key = `${stackSet.name} ${account} ${region}`;
    const placed = this.placed.get(key) ?? this.create(stackSet, { account, region });
    this.placed.set(key, placed);
    return placed;
  }

  private create(stackSet: StackSet, place: Place): Placed {
    const common = { stackSet: stackSet.name, ...place };
    const stores = this.options.storesOf(place);
    if (stores === undefined) return failed(common, `Region ${place.region} is not enabled in the account`);
    try {
      const instance = createStackInstance(stackSet, stores);
      return { ...common, status: 'CURRENT', reason: undefined, instance };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return failed(common, error.message);
    }
  }

  /** Orders StackSets so that each follows those that it depends on. */
  private inOrder(): StackSet[] {
    const ordered: StackSet[] = [];
    const visit = (stackSet: StackSet): void => {
      if (ordered.includes(stackSet)) return;
      for (const one of this.sets.values()) if (stackSet.dependsOn.includes(one.arn)) visit(one);
      ordered.push(stackSet);
    };
    for (const stackSet of this.sets.values()) visit(stackSet);
    return ordered;
  }
}

function failed(common: Pick<InstanceStatus, 'stackSet' | 'account' | 'region'>, reason: string): Placed {
  return { ...common, status: 'FAILED', reason, instance: undefined };
}

function hasFailed({ status }: InstanceStatus): boolean {
  return status === 'FAILED';
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
