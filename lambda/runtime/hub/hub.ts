/** What the functions of a hub need at a member: its EC2, its registry, its bus. */

import type { Caller } from '../../aws/caller.js';
import { createNetwork } from '../../aws/ec2-network.js';
import { createVpcEndpoints } from '../../aws/ec2-vpc-endpoints.js';
import { createEventBus, eventBridge } from '../../aws/event-bus.js';
import { createHeardMembers } from '../../aws/heard-members.js';
import { lazyEc2 } from '../../aws/lazy-ec2.js';
import { memberEndpoints } from '../../aws/member-endpoints.js';
import { createMemberQueue, sqs } from '../../aws/member-queue.js';
import { memberRegistry } from '../../aws/member-registry.js';
import { memberSessions } from '../../aws/member-sessions.js';
import { parameterStore } from '../../aws/parameter-store.js';
import type { RetryPatience } from '../../aws/patient-retries.js';
import { createRegistry } from '../../aws/registry.js';
import { SHORT_RESPONSE } from '../../aws/response-patience.js';
import { memberLinksPath } from '../../contract/registry.js';
import { keyOf } from '../../domain/members/served-places.js';
import type { LogPort } from '../../domain/model/ports/observability.js';
import type { Place } from '../../domain/model/values/place.js';
import {
  type EnvironmentValues,
  type HubConfiguration,
  readHubConfiguration,
} from '../configuration/configuration.js';
import { systemClock } from '../invocation/system-clock.js';
import { RecentlyUsed } from './recently-used.js';

/** Members whose clients a container keeps. */
export const KEPT_MEMBERS = 50;
const SESSION_PATIENCE_SECONDS = 5;
const MEMBERS_PATIENCE_SECONDS = 5;

/** What all dependencies of a function share. */
export interface HubBase {
  readonly shared: { readonly log: LogPort };
  readonly patience: (seconds: number) => RetryPatience;
  /** Patience with EC2's limits. */
  readonly ec2Seconds: number;
}

export type Hub = NonNullable<ReturnType<typeof wireHub>>;
export type MemberAdapters = ReturnType<Hub['at']>;

/**
 * @param registrySeconds patience with Parameter Store's limits
 * @returns undefined if the automation has no members
 */
export function wireHub(environment: EnvironmentValues, base: HubBase, registrySeconds: number) {
  const configuration = readHubConfiguration(environment);
  if (configuration === undefined) return undefined;
  const { setting, home } = configuration;
  let subject = 'atlas-privatelink';
  const sessions = openSessions(configuration, base, () => subject);
  const known = new RecentlyUsed<ReturnType<typeof adaptersAt>>(KEPT_MEMBERS);
  return {
    setting,
    home,
    heardMembers: createHeardMembers(
      setting.namespace,
      parameterStore(base.patience(MEMBERS_PATIENCE_SECONDS)),
    ),
    /**
     * Adapters whose calls are those of the hub's role in the member account; those of the last members are kept.
     *
     * @param name of the execution or event; a session that is opened for it has this name
     */
    at: (place: Place, name: string) => {
      subject = name;
      return known.get(keyOf(place), () =>
        adaptersAt({ place, namespace: setting.namespace }, base, registrySeconds, sessions),
      );
    },
  };
}

function openSessions({ setting, home }: HubConfiguration, { patience }: HubBase, sessionName: () => string) {
  return memberSessions({
    hub: { account: home.account, region: home.region, namespace: setting.namespace },
    partition: setting.partition,
    clock: systemClock,
    patience: patience(SESSION_PATIENCE_SECONDS),
    sessionName,
  });
}

const PUBLISH_PATIENCE_SECONDS = 5;
const ONE_ATTEMPT: RetryPatience = { milliseconds: 0 };

function adaptersAt(
  { place, namespace }: { readonly place: Place; readonly namespace: string },
  { shared: { log }, patience, ec2Seconds }: HubBase,
  registrySeconds: number,
  sessions: ReturnType<typeof memberSessions>,
) {
  const caller: Caller = {
    region: place.region,
    credentials: () => sessions(place.account),
    renew: (refused) => sessions.renew(place.account, refused),
  };
  const hasty = lazyEc2({ milliseconds: 0 }, caller);
  const probed = createVpcEndpoints(lazyEc2(ONE_ATTEMPT, caller, SHORT_RESPONSE));
  const endpoints = memberEndpoints(place, createVpcEndpoints(lazyEc2(patience(ec2Seconds), caller)));
  const records = patience(registrySeconds);
  return {
    place,
    endpoints,
    endpointList: endpoints,
    hastyEndpoints: memberEndpoints(place, createVpcEndpoints(hasty)),
    ec2Probe: memberEndpoints(place, probed),
    network: createNetwork(hasty),
    registry: memberRegistry(
      createRegistry(parameterStore(records), memberLinksPath(place)),
      createRegistry(parameterStore(records, caller)),
      log,
    ),
    deadLetters: createMemberQueue(place, namespace, sqs(ONE_ATTEMPT, caller)),
    memberEvents: createEventBus('default', eventBridge(patience(PUBLISH_PATIENCE_SECONDS), caller)),
  };
}
