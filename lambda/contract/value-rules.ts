/**
 * What single values have to be, as constructs check it at synthesis and functions before their first call: the same
 * rule and the same words in both places. No list of Regions, and no pattern narrower than what Atlas and AWS say:
 * what is refused here can never be deployed.
 */
import { CLOUD_PROVIDERS } from './attributes.js';
import { atlasRegion } from './regions.js';

export interface ValueRule {
  /** `expected …` */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

function matching(pattern: RegExp, expected: string): ValueRule {
  return { expected, accepts: (value) => typeof value === 'string' && pattern.test(value) };
}

/** Of projects and of endpoint services. */
export const ATLAS_ID = matching(/^[0-9a-f]{24}$/, 'expected 24 hexadecimal digits');

export const FILLED = matching(/\S/, 'expected a text');

export const CLOUD_PROVIDER: ValueRule = {
  expected: `expected one of ${CLOUD_PROVIDERS.join(', ')}`,
  accepts: (value) => CLOUD_PROVIDERS.some((provider) => provider === value),
};

/** Templates and JavaScript have texts in place of booleans. */
export const FLAG: ValueRule = {
  expected: 'expected true or false',
  accepts: (value) =>
    typeof value === 'boolean' ||
    (typeof value === 'string' && ['true', 'false'].includes(value.toLowerCase())),
};

/** EC2 ids have 17 hexadecimal digits; ids from before 2016 have 8. */
export const VPC_ENDPOINT_ID = matching(
  /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
  'expected the id of a VPC endpoint, such as vpce-0123456789abcdef0',
);

/** Azure compares resource ids without regard to case. */
export const AZURE_ENDPOINT_ID = matching(
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/privateEndpoints\/[^/]+$/i,
  'expected the resource id of a private endpoint, /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/privateEndpoints/…',
);

/** Atlas describes IPv4 addresses, and takes IPv6 addresses by its pattern: those are left to Atlas. */
export const IP_ADDRESS = matching(
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i,
  'expected an IPv4 address',
);

/** Atlas's own pattern. */
export const CLUSTER_NAME = matching(
  /^[a-zA-Z0-9][a-zA-Z0-9-]*$/,
  'expected the name of a cluster (letters, digits, hyphens)',
);

/**
 * By its shape alone: AWS opens Regions, and whole partitions, between two releases of this library, and Atlas follows.
 * `eu-west-1`, `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`; no Availability Zone, no Local Zone.
 */
export const AWS_REGION: ValueRule = {
  expected: 'expected an AWS Region such as eu-west-1 or EU_WEST_1',
  accepts: (value) => typeof value === 'string' && /^[A-Z]{2,}(?:_[A-Z]+)+_\d{1,2}$/.test(atlasRegion(value)),
};

/** Atlas has names of its own for the Regions of Azure and Google Cloud, without a common shape. */
export const OTHER_REGION: ValueRule = {
  expected: "expected a Region in Atlas's spelling such as EUROPE_NORTH or WESTERN_EUROPE",
  accepts: (value) => typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(atlasRegion(value)),
};

/** `expected whole seconds from 60 to 3300` */
export function secondsExpected(min: number, max: number): string {
  return `expected whole seconds from ${min} to ${max}`;
}
