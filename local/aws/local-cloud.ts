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

/** An account in a Region, as the cloud needs it. */
export interface CloudPlace extends InstanceStores {
  /** @throws AwsError */
  perform(call: AwsCall, caller: Caller): unknown;
  readonly throttles: Throttles;
}

export interface LocalCloudOptions {
  readonly time: WorldTime;
  /** Undefined: one place, which takes the calls for every Region, and an access key that nobody has is no error by itself. */
  readonly organization?: Organization | undefined;
}

/** A refused call has been on its way all the same. */
const REFUSAL_SECONDS = 0.04;

/**
 * All accounts and Regions of a world: one HTTP server, which leads each call to the place of its caller's account and of
 * the Region in its signature.
 */
export class LocalCloud {
  readonly server: AwsServer;
  readonly callers: Callers;
  readonly sessions: Sessions;
  readonly organization: Organization | undefined;
  readonly busSettings: BusSettings = { ...BUS_SETTINGS };
  /** From bus to bus. */
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

  /** The account, which is there from the first time that somebody names it. */
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

  /** Ids of VPC endpoints are unique in all places. */
  nextEndpointNumber(): number {
    this.endpoints += 1;
    return this.endpoints;
  }

  private perform(call: AwsCall): unknown {
    const caller = this.callers.find(call);
    return this.placeOf(call, caller).perform(call, caller);
  }

  /** @throws AwsError where the Region is switched off */
  private placeOf({ action, region = '' }: AwsCall, { account }: Caller): CloudPlace {
    const [first] = this.places.values();
    if (this.organization === undefined && first !== undefined) return first;
    const refusal = this.accounts.get(account)?.refusalIn(region);
    const place = this.places.get(keyOf({ account, region }));
    // What is no place here has never been switched on.
    if (refusal !== undefined || place === undefined)
      throw regionIsOff(action, account, refusal ?? 'AuthFailure');
    return place;
  }

  private async throttle(call: AwsCall): Promise<AwsError | undefined> {
    const caller = this.callers.find(call);
    // The world stands still for people, so that nothing would ever be given back to them.
    if (caller.container === undefined) return undefined;
    const refusal = this.placeOf(call, caller).throttles.take(call);
    if (refusal === undefined) return undefined;
    await caller.container.whileWaiting(() => this.options.time.sleep(REFUSAL_SECONDS));
    return refusal;
  }
}

function keyOf({ account, region }: Place): string {
  return `${account} ${region}`;
}
