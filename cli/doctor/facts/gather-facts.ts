import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import { stringsFor } from '../../../lambda/domain/connection-strings/connection-strings.js';
import { registeredIn } from '../../../lambda/domain/data-federation/federation-directory.js';
import type { Cluster } from '../../../lambda/domain/model/ports/atlas.js';
import type { VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import type { LogPort } from '../../../lambda/domain/model/ports/observability.js';
import { traitsOf } from '../../../lambda/domain/model/service-traits.js';
import { ownRecord } from '../../../lambda/domain/model/values/own-record.js';
import { gatherPreflight } from '../../../lambda/domain/preflight/gather-preflight.js';
import { withinTime } from '../../../lambda/time/within-time.js';
import { clientSettings } from '../../aws/client-settings.js';
import { DeadLetters } from '../../aws/dead-letters.js';
import { type RuleFacts, Rules } from '../../aws/rules.js';
import { Trails } from '../../aws/trails.js';
import { findLink, isExecutionUnderWay } from '../../links/check-link.js';
import {
  federatedProjectOf,
  firstError,
  isDedicated,
  type LinkPlace,
  placeOf,
  readProjectServices,
  withRecorded,
} from '../../links/project-services.js';
import type { HubAccess } from '../../members/hub-access.js';
import { type DeadLetter, isAbout, readDeadLetter } from '../../redrive/dead-letter.js';
import type { Access } from '../../session/access.js';
import type { DoctorFacts, NameFacts } from './doctor-facts.js';
import { type Fact, fact, isKnown, unknown } from './fact.js';
import { memberFactsAtHub } from './gather-member-facts.js';
import { gatherTrails } from './gather-trails.js';
import { hostOf, type NameResolver, resolveName } from './resolve-name.js';

/**
 * Sends all independent requests concurrently, then those that depend on their responses. A failed request is a fact as
 * well.
 *
 * @param access of the member, with `hub`
 * @param hub undefined if the endpoint is of the automation's own account and Region
 */
export async function gatherFacts(
  access: Access,
  endpointId: string,
  resolver: NameResolver,
  hub?: HubAccess,
): Promise<DoctorFacts> {
  const [first, member] = await Promise.all([
    firstFacts(access, endpointId, hub),
    hub === undefined ? undefined : memberFactsAtHub(access, hub),
  ]);
  const seen = { endpoint: known(first.endpoint), record: known(first.record) };
  const recorded = withRecorded(access, recordsIn(first.record));
  const federated = federatedProjectOf(recorded, seen.endpoint, seen.record);
  const recordedIn = registeredIn(ownRecord(seen.record, access.automation));
  const place = placeOf(first.projects, { endpointId, ...seen, federated, registeredIn: recordedIn });
  const facts = { ...first, ...(await linkFacts(access, first, place)) };
  const names = await namesOf(resolver, endpointId, facts.clusters);
  return {
    ...facts,
    member,
    federated,
    place,
    names,
    now: access.clock.now(),
    automation: access.automation,
  };
}

async function firstFacts(access: Access, endpointId: string, hub: HubAccess | undefined) {
  const { endpoints, registry, automation } = access;
  // Of the endpoint's own account and Region.
  const trailsOfAccount = new Trails(new CloudTrailClient(clientSettings(hub?.callerAt(automation))));
  const record = fact(() => registry.find(endpointId));
  const [projects, endpoint, history, trailsFound, rules, deadLetters, foundRecord, recordedStrings] =
    await Promise.all([
      record.then((read) => readProjectServices(withRecorded(access, recordsIn(read)))),
      fact(() => endpoints.describe(endpointId)),
      hub === undefined ? fact(() => trailsOfAccount.history(endpointId)) : NOT_OPEN_TO_HUB,
      gatherTrails(trailsOfAccount),
      // Endpoints of members have rules of their own.
      hub === undefined ? fact(() => readRules(access)) : { value: [] },
      fact(() => deadLettersAbout(access, endpointId)),
      record,
      fact(() => registry.connectionStrings(endpointId)),
    ]);
  const found = { history, ...trailsFound, rules, deadLetters, record: foundRecord, recordedStrings };
  return { endpointId, projects, endpoint, ...found };
}

function recordsIn(record: DoctorFacts['record']): readonly LinkRecord[] {
  const found = known(record);
  return found === undefined ? [] : [found];
}

/** It would show all management events of the account, and has no narrower permission: the role does not grant it. */
const NOT_OPEN_TO_HUB = unknown(
  "The history of CloudTrail in a member is not open to the hub's role: only credentials of the member show it.",
);

async function linkFacts(
  access: Access,
  {
    endpointId,
    projects,
    endpoint,
    record,
  }: Pick<DoctorFacts, 'endpointId' | 'projects' | 'endpoint' | 'record'>,
  place: LinkPlace | undefined,
) {
  const [link, isRunning, warnings, clusters, ownRoles] = await Promise.all([
    place === undefined
      ? linkNowhere(access, projects, known(endpoint))
      : fact(() => findLink(access, place, endpointId)),
    fact(() => isExecutionUnderWay(access, known(record))),
    warningsOf(access, known(endpoint), place),
    place === undefined || !traitsOf(place.service).leadsToClusters
      ? unknown(place === undefined ? NO_PROJECT : NO_CLUSTERS)
      : fact(() => access.atlas.listClusters(place.projectId)),
    place === undefined ? unknown(NO_PROJECT) : fact(() => access.ownRoles.ownRoles(place.projectId)),
  ]);
  return { link, isRunning, warnings, clusters, ownRoles };
}

const NO_PROJECT = 'No project is known to ask.';
/** An endpoint to Data Federation leads to no cluster. */
const NO_CLUSTERS = 'It is an endpoint to Data Federation, which has no clusters.';

function known<T>(of: Fact<T>): T | undefined {
  return isKnown(of) ? of.value : undefined;
}

/** No project lists the link, unless one could not be read. */
function linkNowhere(
  access: Access,
  projects: DoctorFacts['projects'],
  endpoint: VpcEndpoint | undefined,
): DoctorFacts['link'] {
  const isIncomplete = firstError(projects, isDedicated(access, endpoint)) !== undefined;
  return isIncomplete ? unknown('Not all projects can be read.') : { value: undefined };
}

function readRules({ automation }: Access): Promise<RuleFacts[]> {
  const rules = new Rules();
  const { createdRuleName, deletedRuleName, stackRuleName } = automation;
  const names = [createdRuleName, deletedRuleName, stackRuleName].filter((name) => name !== '');
  return Promise.all(names.map((name) => rules.describe(name)));
}

/** Received messages are hidden from other readers of the queue, and each call of ReceiveMessage takes time. */
const DEAD_LETTERS_LIMIT = 100;
const DEAD_LETTERS_HIDDEN_SECONDS = 20;

/** The messages are checked and released immediately. */
async function deadLettersAbout({ automation }: Access, endpointId: string): Promise<DeadLetter[]> {
  const queue = new DeadLetters(automation.deadLetterQueueUrl);
  const received = await queue.receive(DEAD_LETTERS_LIMIT, DEAD_LETTERS_HIDDEN_SECONDS);
  await Promise.all(received.map((deadLetter) => queue.release(deadLetter)));
  return received
    .filter(({ body }) => isAbout(body, endpointId))
    .map(({ body, attributes }) => readDeadLetter(body, attributes, automation));
}

const QUIET: LogPort = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

async function warningsOf(
  { atlas, network }: Access,
  endpoint: VpcEndpoint | undefined,
  place: LinkPlace | undefined,
): Promise<DoctorFacts['warnings']> {
  if (endpoint === undefined || place === undefined)
    return unknown('There is no endpoint to an endpoint service of a project.');
  if (!traitsOf(place.service).leadsToClusters) return unknown(NO_CLUSTERS);
  const deps = { atlas, network, withinTime, log: QUIET };
  const { warnings, unread } = await gatherPreflight(deps, endpoint, place.projectId, place.service);
  if (warnings.length > 0 || unread.length === 0) return { value: warnings };
  return unknown(`Cannot check ${unread.map(({ part, error }) => `${part}: ${error}`).join('; ')}`);
}

async function namesOf(
  resolver: NameResolver,
  endpointId: string,
  clusters: Fact<readonly Cluster[]>,
): Promise<Fact<readonly NameFacts[]>> {
  if (!isKnown(clusters)) return clusters;
  const hosts = clusters.value
    .flatMap((cluster) => stringsFor(cluster, endpointId))
    .flatMap(({ srv }) => hostOf(srv) ?? []);
  return { value: await Promise.all(hosts.map((host) => resolveName(resolver, host))) };
}
