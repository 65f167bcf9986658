/**
 * Rules for single values. Constructs check them at synthesis, and functions before their first call, with the same
 * rules and messages. There is no list of Regions, and no pattern stricter than the documentation of Atlas and AWS: a
 * value that is refused here can never be deployed.
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

/** Id of a project or an endpoint service. */
export const ATLAS_ID = matching(/^[0-9a-f]{24}$/, 'expected 24 hexadecimal digits');

export const FILLED = matching(/\S/, 'expected a text');

export const CLOUD_PROVIDER: ValueRule = {
  expected: `expected one of ${CLOUD_PROVIDERS.join(', ')}`,
  accepts: (value) => CLOUD_PROVIDERS.some((provider) => provider === value),
};

/** Templates and JavaScript may pass texts instead of booleans. */
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

/** Azure resource ids are case-insensitive. */
export const AZURE_ENDPOINT_ID = matching(
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/privateEndpoints\/[^/]+$/i,
  'expected the resource id of a private endpoint, /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/privateEndpoints/…',
);

/** Atlas documents IPv4 addresses, but its pattern accepts IPv6 addresses: Atlas checks those. */
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
 * Checked only by its form, because AWS opens Regions and whole partitions between two releases of this library, and
 * Atlas follows. `eu-west-1`, `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`; no Availability Zone, no Local Zone.
 */
export const AWS_REGION: ValueRule = {
  expected: 'expected an AWS Region such as eu-west-1 or EU_WEST_1',
  accepts: (value) => typeof value === 'string' && /^[A-Z]{2,}(?:_[A-Z]+)+_\d{1,2}$/.test(atlasRegion(value)),
};

/** AWS's spelling alone, without a list of Regions, as for {@link AWS_REGION}. */
export const AWS_REGION_NAME = matching(
  /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/,
  'expected an AWS Region such as eu-west-1',
);

export const ACCOUNT_ID = matching(/^\d{12}$/, 'expected account ids of 12 digits');

/** Pattern in the API reference of AWS Organizations, as are those of roots and organizational units. */
export const ORGANIZATION_ID = matching(
  /^o-[a-z0-9]{10,32}$/,
  'expected the id of an organization, such as o-a1b2c3d4e5',
);

export const ORGANIZATIONAL_UNIT_ID = matching(
  /^(?:r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/,
  'expected the id of an organizational unit or of the root, such as ou-ab12-11112222 or r-ab12',
);

/** `r-ab12/ou-ab12-11112222/`: from the root to the unit, with or without the organization and the last slash. */
export const ORGANIZATIONAL_UNIT_PATH = matching(
  /^(?:o-[a-z0-9]{10,32}\/)?r-[0-9a-z]{4,32}(?:\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})*\/?$/,
  'expected the path of an organizational unit, such as r-ab12/ou-ab12-11112222/',
);

export const ENDPOINT_SERVICE_NAME = matching(
  /^com\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-f]{17}$/,
  'expected the name of an endpoint service, com.amazonaws.vpce.<region>.vpce-svc-<17 hexadecimal digits>',
);

/** Part of the names of roles, of which IAM has one spelling, and of rules, of which EventBridge takes 64 characters. */
export const NAMESPACE = matching(
  /^[a-z][a-z0-9-]{0,31}$/,
  'expected a namespace of 1 to 32 lower-case letters, digits and hyphens, beginning with a letter',
);

/** Atlas has its own names for the Regions of Azure and Google Cloud, without a common form. */
export const OTHER_REGION: ValueRule = {
  expected: "expected a Region in Atlas's spelling such as EUROPE_NORTH or WESTERN_EUROPE",
  accepts: (value) => typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(atlasRegion(value)),
};

/** `expected whole seconds from 60 to 3300` */
export function secondsExpected(min: number, max: number): string {
  return `expected whole seconds from ${min} to ${max}`;
}
