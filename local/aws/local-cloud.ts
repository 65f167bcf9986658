import type { WorldTime } from '../time/world-time.js';
import { AwsServer } from './aws-server.js';
import { Callers } from './callers.js';
import type { InstanceStores } from './cloudformation/stack-sets/stack-instance.js';
import { StackSets } from './cloudformation/stack-sets/stack-sets.js';
import { BUS_SETTINGS, BusForwarding, type BusSettings } from './event-bridge/bus-forwarding.js';
import { parseBusArn } from './event-bridge/bus-names.js';
import type { EventBus } from './event-bridge/event-bus.js';
import type { Caller } from './iam/caller.js';
import { regionIsOff } from './iam/credential-errors.js';
import type { Roles } from './iam/roles.js';
import { AwsAccount } from './organization/aws-account.js';
import type { Organization } from './organization/organization.js';
import type { AwsCall } from './protocol/aws-call.js';
import type { AwsError } from './protocol/aws-error.js';
import type { Place } from './protocol/place.js';
import { Sessions } from './sts/sessions.js';
import type { Throttles } from './throttles.js';

/** An account in a Region, as far as the cloud needs it. */
export interface CloudPlace extends InstanceStores {
  /** @throws AwsError */
  perform(call: AwsCall, caller: Caller): unknown;
  readonly throttles: Throttles;
}

export interface LocalCloudOptions {
  readonly time: WorldTime;
  /**
   * Undefined: there is one place, which takes the calls of every Region, and an unknown access key is not an error.
   */
  readonly organization?: Organization | undefined;
}

/** World time that a throttled call takes. */
const REFUSAL_SECONDS = 0.04;

/**
 * All accounts and Regions of a world. One HTTP server passes each call to the place of the caller's account and of the
 * Region in the signature.
 */
export class LocalCloud {
  readonly server: AwsServer;
  readonly callers: Callers;
  readonly sessions: Sessions;
  readonly organization: Organization | undefined;
  readonly busSettings: BusSettings = { ...BUS_SETTINGS };
  /** Forwards events between buses. */
  readonly forwarding: BusForwarding;
  readonly stackSets: StackSets;
  private readonly accounts = new Map<string, AwsAccount>();
  private readonly places = new Map<string, CloudPlace>();
  private endpoints = 0;

  constructor(private readonly options: LocalCloudOptions) {
    const { time, organization } = options;
    this.organization = organization;
    this.sessions = new Sessions(time, (roleArn) => this.rolesOf(roleArn.split(':')[4] ?? '')?.get(roleArn));
    this.callers = new Callers({
      sessions: this.sessions,
      firstAccount: () => [...this.accounts.keys()][0] ?? '',
      hasAccount: (account) => this.accounts.has(account),
      refusesUnknownKeys: organization !== undefined,
    });
    this.forwarding = new BusForwarding({
      settings: this.busSettings,
      busOf: (busArn) => this.busOf(busArn),
      iamOf: (account) => this.account(account),
      organization,
    });
    this.stackSets = new StackSets({
      time,
      organization,
      storesOf: (place) =>
        this.isRegionOn(place.account, place.region) ? this.places.get(keyOf(place)) : undefined,
    });
    this.server = new AwsServer({
      perform: (call) => this.perform(call),
      kill: (call) => this.callers.find(call).container?.kill(),
      throttle: (call) => this.throttle(call),
      now: () => time.now(),
    });
  }

  add(place: CloudPlace): void {
    this.places.set(keyOf(place), place);
  }

  /** Returns the account, which is created at its first use. */
  account(id: string): AwsAccount {
    const account = this.accounts.get(id) ?? new AwsAccount(id);
    this.accounts.set(id, account);
    return account;
  }

  rolesOf(account: string): Roles | undefined {
    return this.accounts.get(account)?.roles;
  }

  isRegionOn(account: string, region: string): boolean {
    return this.accounts.get(account)?.refusalIn(region) === undefined;
  }

  busOf(busArn: string): EventBus | undefined {
    const bus = parseBusArn(busArn);
    return bus === undefined ? undefined : this.places.get(keyOf(bus))?.buses.find(busArn);
  }

  /** Ids of VPC endpoints are unique across all places. */
  nextEndpointNumber(): number {
    this.endpoints += 1;
    return this.endpoints;
  }

  private perform(call: AwsCall): unknown {
    const caller = this.callers.find(call);
    return this.placeOf(call, caller).perform(call, caller);
  }

  /** @throws AwsError if the account has not enabled the Region */
  private placeOf({ action, region = '' }: AwsCall, { account }: Caller): CloudPlace {
    const [first] = this.places.values();
    if (this.organization === undefined && first !== undefined) return first;
    const refusal = this.accounts.get(account)?.refusalIn(region);
    const place = this.places.get(keyOf({ account, region }));
    // A Region without a place counts as never enabled.
    if (refusal !== undefined || place === undefined)
      throw regionIsOff(action, account, refusal ?? 'AuthFailure');
    return place;
  }

  private async throttle(call: AwsCall): Promise<AwsError | 'no-response' | undefined> {
    const caller = this.callers.find(call);
    // World time does not pass during calls of users, so their tokens would never be refilled.
    if (caller.container === undefined) return undefined;
    const { throttles } = this.placeOf(call, caller);
    const delay = throttles.delays.find(({ actions }) => actions.test(call.action));
    const refusal = delay === undefined ? throttles.take(call) : undefined;
    const seconds = delay?.seconds ?? (refusal === undefined ? 0 : REFUSAL_SECONDS);
    if (seconds > 0) await caller.container.whileWaiting(() => this.options.time.sleep(seconds));
    return delay?.responds === false ? 'no-response' : refusal;
  }
}

function keyOf({ account, region }: Place): string {
  return `${account} ${region}`;
}
