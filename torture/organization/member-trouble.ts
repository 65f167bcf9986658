/** What keeps a hub from a member for a time: its limits, its policies, its role, its Region, its rules. */
import { memberRoleName } from '../../lambda/contract/members.js';
import type { BusEvent, EventBus } from '../../local/aws/event-bridge/event-bus.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import type { Place } from '../../local/aws/protocol/place.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { NAMESPACES } from './organization-synthesis.js';

/** Calls that are throttled or denied, as IAM actions. */
const CALLS = {
  ec2: /^ec2:/,
  'parameter store': /^ssm:/,
  'parameter writes': /^ssm:(Put|Delete)/,
  events: /^events:PutEvents$/,
  sts: /^sts:AssumeRole$/,
} as const;
const ACTIONS: Readonly<Record<Exclude<keyof typeof CALLS, 'sts'>, readonly string[]>> = {
  ec2: ['ec2:*'],
  'parameter store': ['ssm:*'],
  'parameter writes': ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'],
  events: ['events:PutEvents'],
};
export type Throttled = keyof typeof CALLS;
export type Denied = keyof typeof ACTIONS;

/** A time in which calls of the hub in an account may fail, or events of the account may not arrive. */
export interface Hindrance {
  readonly account: string;
  /** Undefined: in all Regions. */
  readonly region: string | undefined;
  readonly from: number;
  until: number;
}

/** A session of a role that was deleted is used for this time at most, although the role exists again. */
const STALE_SESSION_SECONDS = 900;

export class MemberTrouble {
  readonly hindrances: Hindrance[] = [];
  private readonly limits: { readonly place: WorldPlace; readonly calls: RegExp; until: number }[] = [];
  private readonly silences: { readonly bus: EventBus; until: number }[] = [];
  private readonly delays = new Map<EventBus, number[]>();
  private readonly ends = new Set<() => void>();

  constructor(private readonly world: OrganizationWorld) {
    for (const place of world.allPlaces) this.watch(place);
  }

  /** Throttles all calls of this kind that the hub makes in the place. */
  throttle(place: WorldPlace, what: Throttled, seconds: number): void {
    const until = this.world.time.now() + seconds * 1000;
    this.limits.push({ place, calls: CALLS[what], until });
    if (what === 'sts')
      for (const account of this.accounts()) this.note({ account, region: undefined }, seconds);
    else this.note(place.aws, seconds);
  }

  /** Denies calls of the hub in the account, as a service control policy does. */
  deny({ aws }: WorldPlace, what: Denied, seconds: number): void {
    const { account } = aws;
    const statement = { Effect: 'Deny', Action: ACTIONS[what], Resource: '*' } as const;
    const detach = NAMESPACES.map((namespace) =>
      aws.permissions.attach(roleArnOf(account, namespace), [statement]),
    );
    this.note({ account, region: undefined }, seconds);
    this.endAfter(seconds, () => {
      for (const end of detach) end();
    });
  }

  switchRegionOff({ aws: { account, region } }: WorldPlace, seconds: number): void {
    this.world.switchRegionOff(account, region);
    this.note({ account, region }, seconds);
    this.endAfter(seconds, () => this.world.switchRegionOn(account, region));
  }

  /** Deletes the roles that the hubs assume, and makes them again later unless somebody has done so. */
  takeRoleAway(account: string, seconds: number): void {
    for (const namespace of NAMESPACES) {
      const roleArn = roleArnOf(account, namespace);
      const { roles } = this.world.cloud.account(account);
      const role = roles.delete(roleArn);
      if (role === undefined) continue;
      this.note({ account, region: undefined }, seconds + STALE_SESSION_SECONDS);
      this.endAfter(seconds, () => {
        const { trust, maxSessionSeconds, tags } = role;
        const isWanted = this.hasStacks(account) && roles.get(roleArn) === undefined;
        if (isWanted) roles.create({ arn: roleArn, trust: trust.statements, maxSessionSeconds, tags });
      });
    }
  }

  /** No rule of the place forwards anything. */
  silence({ aws }: WorldPlace, seconds: number): void {
    const { bus, account, region } = aws;
    this.silences.push({ bus, until: this.world.time.now() + seconds * 1000 });
    // Heartbeats do not pass over the bus.
    const silent = bus.rules.filter(({ isEnabled, schedule }) => isEnabled && schedule !== undefined);
    for (const rule of silent) rule.isEnabled = false;
    this.note({ account, region }, seconds);
    this.endAfter(seconds, () => {
      for (const rule of silent) rule.isEnabled = true;
    });
  }

  /** Delivers the next events of the place late, each after its own delay, so that their order changes. */
  delay({ aws: { bus } }: WorldPlace, delaysSeconds: readonly number[]): void {
    this.delays.set(bus, [...(this.delays.get(bus) ?? []), ...delaysSeconds]);
  }

  private loses(bus: EventBus, event: BusEvent): boolean {
    const now = this.world.time.now();
    if (this.silences.some((silence) => silence.bus === bus && now < silence.until)) return true;
    const delay = this.delays.get(bus)?.shift();
    if (delay === undefined) return false;
    this.world.time.after(delay, () => bus.deliver(event));
    return true;
  }

  /** Notes a change of membership, after which calls and events may fail for a time. */
  noteChange(account: string, seconds: number): void {
    this.note({ account, region: undefined }, seconds + STALE_SESSION_SECONDS);
  }

  endAll(): void {
    for (const end of [...this.ends].reverse()) end();
    this.ends.clear();
    const now = this.world.time.now();
    for (const one of [...this.limits, ...this.silences]) one.until = Math.min(one.until, now);
    this.delays.clear();
  }

  /** True if the hub may have failed in the place between these times, or events may not have arrived. */
  hinders({ account, region }: Place, from: number, until: number): boolean {
    return this.hindrances.some(
      (one) =>
        one.account === account &&
        (one.region === undefined || one.region === region) &&
        one.from <= until &&
        from <= one.until,
    );
  }

  private hasStacks(account: string): boolean {
    return this.world.stackSets.instances.some(
      (instance) => instance.account === account && instance.status === 'CURRENT',
    );
  }

  private accounts(): string[] {
    return [...new Set(this.world.allPlaces.map(({ aws }) => aws.account))];
  }

  private note({ account, region }: Pick<Hindrance, 'account' | 'region'>, seconds: number): void {
    const from = this.world.time.now();
    this.hindrances.push({ account, region, from, until: from + seconds * 1000 });
  }

  private endAfter(seconds: number, end: () => void): void {
    const once = () => {
      if (this.ends.delete(once)) end();
    };
    this.ends.add(once);
    this.world.time.after(seconds, once);
  }

  private watch(place: WorldPlace): void {
    const { throttles, bus } = place.aws;
    bus.loses = (event) => this.loses(bus, event);
    const take = throttles.take.bind(throttles);
    throttles.take = (call) => {
      const now = this.world.time.now();
      const isThrottled = this.limits.some(
        (limit) => limit.place === place && now < limit.until && limit.calls.test(call.action),
      );
      return isThrottled ? refusalOf(call.action) : take(call);
    };
  }
}

function refusalOf(action: string): AwsError {
  if (action.startsWith('ec2:')) return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
  return new AwsError(action.startsWith('sts:') ? 'Throttling' : 'ThrottlingException', 'Rate exceeded');
}

export function roleArnOf(account: string, namespace: string): string {
  return `arn:aws:iam::${account}:role/${memberRoleName(namespace)}`;
}
