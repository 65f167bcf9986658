/** Does the endpoint exist, and does it connect to Atlas? */

import { isDataFederationService } from '../../../lambda/contract/data-federation-services.js';
import { type AwsRegion, atlasRegion } from '../../../lambda/contract/regions.js';
import { missingRegion } from '../../../lambda/domain/linking/remote-region.js';
import {
  CONSISTENCY_SECONDS,
  checkEligibility,
  hasVanished,
} from '../../../lambda/domain/model/eligibility.js';
import type { EndpointService } from '../../../lambda/domain/model/ports/atlas.js';
import type { VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import { traitsOf } from '../../../lambda/domain/model/service-traits.js';
import { stackOf } from '../../automation/stack-name.js';
import { firstError } from '../../links/project-services.js';
import type { DoctorFacts } from '../facts/doctor-facts.js';
import { isKnown } from '../facts/fact.js';
import { type Check, type Finding, notChecked, ok, wait, wrong } from './check.js';
import { endOf, isBefore } from './waiting.js';

/** Facts that say whether the endpoint exists. */
export type EndpointFacts = Pick<
  DoctorFacts,
  'endpoint' | 'endpointId' | 'history' | 'link' | 'record' | 'now'
> & { readonly automation: Pick<DoctorFacts['automation'], 'account' | 'region'> };

export function endpointThere(facts: EndpointFacts): Finding {
  const { endpoint } = facts;
  if (!isKnown(endpoint)) return notChecked(endpoint.unknown);
  if (endpoint.value === undefined || hasVanished(endpoint.value)) return missing(facts, endpoint.value);
  return ok(`${endpoint.value.state}, in ${endpoint.value.vpcId}.`);
}

function missing(facts: EndpointFacts, endpoint: VpcEndpoint | undefined): Finding {
  const { endpointId, automation, history } = facts;
  const known = isKnown(history) ? history.value : undefined;
  const rest = leftover(facts);
  if (endpoint !== undefined || known?.deletedAt !== undefined)
    return wrong(
      `VPC endpoint ${endpointId} was deleted${known?.deletedAt === undefined ? '' : ` at ${known.deletedAt.toISOString()}`}. ${rest}`.trim(),
      'Create a new VPC endpoint to the service name of the endpoint service.',
    );
  const until = endOf(bornAt(facts), CONSISTENCY_SECONDS);
  if (isBefore(facts.now, until))
    return wait(
      until,
      `EC2 does not show VPC endpoint ${endpointId} yet; it is new, and EC2 takes some seconds.`,
      'Check again in half a minute.',
    );
  const unread = isKnown(history)
    ? ''
    : `Whether it was there before cannot be looked up: ${history.unknown} `;
  return wrong(
    `EC2 knows no VPC endpoint ${endpointId} in account ${automation.account}, ${automation.region}. ${unread}${rest}`.trim(),
    'Check the id; an endpoint of another account or Region has to be asked about there (--profile, --region).',
  );
}

/** When the endpoint was first seen, by the automation (registry) or by CloudTrail. */
function bornAt({ record, history }: EndpointFacts): Date | string | undefined {
  const seenAt = isKnown(record) ? record.value?.firstSeenAt : undefined;
  return seenAt ?? (isKnown(history) ? history.value.createdAt : undefined);
}

/** Describes what is left of its link. */
function leftover({ link, record }: EndpointFacts): string {
  if (!isKnown(link) || link.value === undefined) return '';
  const isRetained = isKnown(record) && record.value?.state === 'retained';
  return isRetained
    ? 'Atlas keeps its link, because it is the last of its endpoint service.'
    : `Atlas still lists its link, as ${link.value.connectionStatus}.`;
}

/** Ignores the selection, which has its own check. */
const ALL = { kind: 'all' } as const;

export const leadsToAtlas: Check = (facts) => {
  const { place, endpoint, projects, federated } = facts;
  if (place !== undefined)
    return ok(`${place.service.endpointServiceName ?? 'Endpoint service'} of project ${place.projectId}.`);
  if (!isKnown(endpoint)) return notChecked(endpoint.unknown);
  if (endpoint.value === undefined) return notChecked('There is no endpoint to check.');
  const untagged = { ...endpoint.value, tags: {} };
  const eligibility = checkEligibility(untagged, Number.POSITIVE_INFINITY, ALL);
  if (eligibility.kind === 'ignored')
    return wrong(
      `${facts.endpointId} cannot be linked to Atlas: ${eligibility.message}.`,
      'Create an interface endpoint to the service name of an Atlas endpoint service.',
    );
  if (federated?.kind === 'refused') return wrong(federated.refusal.message, federated.refusal.advice);
  if (federated?.kind === 'elsewhere')
    return wrong(`${facts.endpointId} is not registered: ${federated.message}.`, federated.advice);
  if (firstError(projects, federated === undefined) !== undefined)
    return notChecked('Not all projects can be read.');
  return notOfAProject(facts, endpoint.value);
};

function notOfAProject({ projects, automation }: DoctorFacts, endpoint: VpcEndpoint): Finding {
  if (isDataFederationService(endpoint.serviceName))
    return wrong(
      `${endpoint.serviceName} is the service of Data Federation and Online Archive, which has no links of clusters.`,
      'Register the endpoint in Atlas (Network Access, Private Endpoint, Federated Database Instance / Online Archive), or by an AtlasDataFederationLink; for clusters, create another VPC endpoint.',
    );
  const services = projects.flatMap((project) => ('services' in project ? project.services : []));
  const region = endpoint.serviceRegion ?? automation.region;
  const here = services.filter((service) => isIn(service, region) || accepts(service, automation.region));
  const ids = projects.map(({ projectId }) => projectId).join(', ');
  const message = `${endpoint.serviceName} is not an endpoint service of a configured Atlas project (${ids}).`;
  if (here.length === 0)
    return wrong(
      `${message} None of them has one in ${region}, or one that accepts endpoints of it.`,
      `Create an endpoint service in this Region in Atlas and a VPC endpoint to its name; or add the project that has it to ${stackOf(automation)}.`,
    );
  const names = here.flatMap(({ endpointServiceName }) => endpointServiceName ?? []).join(', ');
  return wrong(
    `${message} It may be of another project, or of another vendor.`,
    `Create the VPC endpoint to ${names || 'the endpoint service, once Atlas has given it a name'}; or add the project that has this service to ${stackOf(automation)}.`,
  );
}

/** Whether the service is of this Region, or has it in its list. One of Data Federation has no list. */
function accepts(service: EndpointService, region: AwsRegion): boolean {
  return traitsOf(service).acceptsListedRegions && missingRegion(service, region) === undefined;
}

function isIn({ regionName }: EndpointService, region: AwsRegion): boolean {
  return regionName === atlasRegion(region);
}
