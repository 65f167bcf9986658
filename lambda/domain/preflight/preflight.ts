import { type PreflightWarning, WARNING_CODES, type WarningCode } from '../../contract/warnings.js';
import type { Cluster, EndpointService } from '../model/ports/atlas.js';
import { noSubnetInServiceZone, privateDnsOn, securityGroupClosed } from './network-rules.js';
import type { PreflightFacts, PreflightRule } from './preflight-facts.js';
import { clusterPaused, clusterTierTooSmall, singleRegionRule, tooManyTargets } from './project-rules.js';

const CLUSTER_RULES = {
  CLUSTER_PAUSED: clusterPaused,
  CLUSTER_TIER_TOO_SMALL: clusterTierTooSmall,
  TOO_MANY_TARGETS: tooManyTargets,
} as const;
const CLUSTER_CODES = ['CLUSTER_PAUSED', 'CLUSTER_TIER_TOO_SMALL', 'TOO_MANY_TARGETS'] as const;

const RULES: Readonly<Record<WarningCode, PreflightRule>> = {
  SECURITY_GROUP_CLOSED: securityGroupClosed,
  NO_SUBNET_IN_SERVICE_ZONE: noSubnetInServiceZone,
  PRIVATE_DNS_ON: privateDnsOn,
  SINGLE_REGION_RULE: singleRegionRule,
  ...CLUSTER_RULES,
};

/** Warnings about the clusters only, after they have been read for their connection strings. */
export function clusterWarnings(
  service: Pick<EndpointService, 'cloudProvider' | 'regionName'>,
  clusters: readonly Cluster[],
): PreflightWarning[] {
  return CLUSTER_CODES.flatMap((code) => {
    const finding = CLUSTER_RULES[code]({ service, clusters });
    return finding === undefined ? [] : [{ code, ...finding }];
  });
}

/**
 * What will not work although Atlas makes the link available: at most one warning per code, in the order of the codes.
 * The result does not depend on the order in which the facts were read.
 */
export function preflightWarnings(facts: PreflightFacts): PreflightWarning[] {
  return WARNING_CODES.flatMap((code) => {
    const finding = RULES[code](facts);
    return finding === undefined ? [] : [{ code, ...finding }];
  });
}
