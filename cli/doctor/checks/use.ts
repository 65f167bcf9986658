/** The link exists: will connections through it work? */
import type { ClusterConnectionStrings } from '../../../lambda/contract/custom-resources.js';
import type { WarningCode } from '../../../lambda/contract/warnings.js';
import { isReachable, stringsFor } from '../../../lambda/domain/connection-strings/connection-strings.js';
import { judgeLink } from '../../../lambda/domain/model/link-status.js';
import type { Cluster } from '../../../lambda/domain/model/ports/atlas.js';
import type { DoctorFacts, NameFacts } from '../facts/doctor-facts.js';
import { isKnown } from '../facts/fact.js';
import { type Check, type Finding, notChecked, note, ok, wrong } from './check.js';
import { isDeclared } from './event.js';
import { endOf, LINK_SECONDS, STRINGS_SECONDS, waitThenWrong } from './waiting.js';

/** True if the warning breaks a link. False: a paused cluster, for example, is wrong only if its strings are needed. */
const BREAKS: Readonly<Record<WarningCode, boolean>> = {
  SECURITY_GROUP_CLOSED: true,
  NO_SUBNET_IN_SERVICE_ZONE: true,
  PRIVATE_DNS_ON: false,
  SINGLE_REGION_RULE: true,
  CLUSTER_PAUSED: false,
  CLUSTER_TIER_TOO_SMALL: false,
  TOO_MANY_TARGETS: false,
};

export const preflightClean: Check = ({ warnings }) => {
  if (!isKnown(warnings)) return notChecked(warnings.unknown);
  const [first] = [...warnings.value].sort((a, b) => Number(BREAKS[b.code]) - Number(BREAKS[a.code]));
  if (first === undefined)
    return ok('Security groups, zones, private DNS, Regions and clusters are as they should be.');
  const { code, message, advice } = first;
  return BREAKS[code] ? wrong(`${code}: ${message}`, advice) : note(`${code}: ${message}`, advice);
};

function isAvailable({ link }: DoctorFacts): boolean {
  return (
    isKnown(link) &&
    link.value !== undefined &&
    judgeLink(link.value, Number.POSITIVE_INFINITY).outcome === 'available'
  );
}

export const stringsThere: Check = (facts) => {
  const { clusters, endpointId, place } = facts;
  if (!isAvailable(facts)) return notChecked('The link is not available.');
  if (!isKnown(clusters)) return notChecked(clusters.unknown);
  if (clusters.value.length === 0)
    return note(
      `Project ${place?.projectId} has no cluster that could be reached.`,
      'Create a cluster of M10 or larger in the Region of the endpoint service.',
    );
  const listed = clusters.value.flatMap((cluster) => stringsFor(cluster, endpointId));
  const missing = clusters.value.filter(
    (cluster) => isExpected(facts, cluster) && !isListed(listed, cluster),
  );
  if (missing.length > 0 || listed.length === 0)
    return unlisted(facts, missing.length > 0 ? missing : clusters.value);
  return recorded(facts, listed);
};

function isExpected({ place }: DoctorFacts, cluster: Cluster): boolean {
  return isReachable(cluster, { cloudProvider: 'AWS' }, place?.service.regionName);
}

function isListed(listed: readonly ClusterConnectionStrings[], { name }: Cluster): boolean {
  return listed.some(({ cluster }) => cluster === name);
}

function unlisted(facts: DoctorFacts, clusters: readonly Cluster[]): Finding {
  const wording = clusters.map(
    ({ name, isPaused, stateName, regions }) =>
      `${name} is ${isPaused ? 'paused' : stateName} in ${regions.map(({ regionName }) => regionName).join(', ') || 'no Region'}`,
  );
  const message = `Atlas lists no private connection string for the endpoint: cluster ${wording.join('; cluster ')}.`;
  if (clusters.every(({ isPaused }) => isPaused))
    return wrong(message, 'Resume the cluster: until then it has no private connection string.');
  return waitThenWrong(facts.now, stringsExpectedAt(facts), {
    message,
    remedy:
      'They appear three to five minutes after the link is available, for a running cluster of M10 or larger all of whose Regions have an available link: wait, or correct what differs.',
  });
}

/** When strings and their DNS names are expected, if the link began with its execution, or with its endpoint. */
function stringsExpectedAt({ record, endpoint }: DoctorFacts): Date | undefined {
  const startedAt = isKnown(record) ? record.value?.executionStartedAt : undefined;
  const createdAt = isKnown(endpoint) ? endpoint.value?.createdAt : undefined;
  return endOf(startedAt ?? createdAt, LINK_SECONDS + STRINGS_SECONDS);
}

/** An application that reads the registry gets the recorded strings. */
function recorded(facts: DoctorFacts, listed: readonly ClusterConnectionStrings[]): Finding {
  const { recordedStrings, automation, record } = facts;
  const names = listed.map(({ cluster }) => cluster).join(', ');
  const isRetained =
    automation.connectionStringsTimeoutSeconds > 0 && isKnown(record) && record.value !== undefined;
  if (isDeclared(facts) || !isRetained) return ok(`Atlas lists those of ${names}.`);
  if (!isKnown(recordedStrings)) return note(`Atlas lists those of ${names}; ${recordedStrings.unknown}`);
  const stale = listed.filter((strings) => {
    const stored = recordedStrings.value.find(({ cluster }) => cluster === strings.cluster);
    return stored?.srv !== strings.srv || stored.standard !== strings.standard;
  });
  if (stale.length === 0) return ok(`Atlas lists those of ${names}, and the registry has them.`);
  return waitThenWrong(facts.now, stringsExpectedAt(facts), {
    message: `Atlas lists those of ${names}; the registry does not have those of ${stale.map(({ cluster }) => cluster).join(', ')} as they are now.`,
    remedy: 'Record them: atlas-privatelink reconcile. The next reconciliation does so too.',
  });
}

/** Codes with which a name server reports that a name does not exist. */
const NO_SUCH_NAME = ['ENOTFOUND', 'ENODATA'];

export const namesResolve: Check = (facts) => {
  const { names } = facts;
  if (!isKnown(names)) return notChecked(names.unknown);
  if (names.value.length === 0)
    return notChecked('There is no connection string whose name could be looked up.');
  const broken = names.value.find(({ problem }) => problem !== '');
  if (broken !== undefined) return unresolved(facts, broken);
  const wording = names.value.map(({ host, addresses }) => `${host} leads to ${addresses.join(', ')}`);
  return ok(`${wording.join('; ')}.`);
};

function unresolved(facts: DoctorFacts, { host, targets, problem }: NameFacts): Finding {
  const name = targets.length === 0 ? `_mongodb._tcp.${host} (SRV)` : targets[0];
  if (!NO_SUCH_NAME.includes(problem))
    return notChecked(`The name server does not respond for ${name}: ${problem}.`);
  return waitThenWrong(facts.now, stringsExpectedAt(facts), {
    message: `${name} cannot be resolved: ${problem}.`,
    remedy:
      'The names are public: let the name server of the clients resolve mongodb.net and amazonaws.com. Names of a new cluster may take some minutes.',
  });
}
