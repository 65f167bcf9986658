/** Preflight's rules about the VPC endpoint's network. */
import { ATLAS_PORTS } from '../../contract/limits.js';
import { summarize } from '../model/summarize.js';
import { covers, describeRange, mergedRanges } from './port-ranges.js';
import type { Finding, PreflightFacts } from './preflight-facts.js';

const ATLAS_RANGE = { fromPort: ATLAS_PORTS.FIRST, toPort: ATLAS_PORTS.LAST };

export function securityGroupClosed({ endpoint, ingressRules }: PreflightFacts): Finding | undefined {
  if (ingressRules === undefined) return undefined;
  const open = mergedRanges(ingressRules);
  if (covers(open, ATLAS_RANGE)) return undefined;
  const ports = describeRange(ATLAS_RANGE);
  const opened = open.length === 0 ? 'no TCP port' : `only TCP ${summarize(open.map(describeRange))}`;
  const groups = summarize([...endpoint.securityGroupIds].sort());
  return {
    message: `The security groups of VPC endpoint ${endpoint.endpointId} (${groups}) let in ${opened}; Atlas uses TCP ${ports}.`,
    advice: `Add an ingress rule for TCP ${ports} from the clients to one of these security groups: Atlas gives each node a port of its own in this range and may move it.`,
  };
}

export function noSubnetInServiceZone(facts: PreflightFacts): Finding | undefined {
  const { endpoint, subnetZones = [], serviceZones = [] } = facts;
  if (subnetZones.length === 0 || serviceZones.length === 0) return undefined;
  if (leadsToAnotherRegion(facts) || subnetZones.some((zone) => serviceZones.includes(zone)))
    return undefined;
  const ofService = listZones(serviceZones);
  return {
    message: `The subnets of VPC endpoint ${endpoint.endpointId} are in ${listZones(subnetZones)}; its endpoint service ${endpoint.serviceName} is in ${ofService}.`,
    advice: `Add a subnet in one of these Availability Zones to the VPC endpoint, better one in each of several: ${ofService}.`,
  };
}

/** EC2 may return the service's Region also for an endpoint of the same Region; zone names begin with their Region. */
function leadsToAnotherRegion({ endpoint, subnetZones = [] }: PreflightFacts): boolean {
  const { serviceRegion } = endpoint;
  return serviceRegion !== undefined && !subnetZones.every((zone) => zone.startsWith(serviceRegion));
}

function listZones(zones: readonly string[]): string {
  return summarize([...new Set(zones)].sort());
}

export function privateDnsOn({ endpoint }: PreflightFacts): Finding | undefined {
  if (!endpoint.privateDnsEnabled) return undefined;
  return {
    message: `Private DNS is on for VPC endpoint ${endpoint.endpointId}.`,
    advice:
      "Turn private DNS off for the VPC endpoint: the host names in Atlas's connection strings lead to it without, and private DNS can hide other names.",
  };
}
