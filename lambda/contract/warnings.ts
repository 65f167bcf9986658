/** What preflight checks when an endpoint is linked: an available link that will not work all the same. */
export const Warning = {
  /** No security group of the endpoint lets TCP 1024 to 65535 in. */
  SECURITY_GROUP_CLOSED: 'SECURITY_GROUP_CLOSED',
  /** None of the endpoint's subnets is in an Availability Zone of the endpoint service. */
  NO_SUBNET_IN_SERVICE_ZONE: 'NO_SUBNET_IN_SERVICE_ZONE',
  /** Private DNS is on: Atlas's own names lead to the endpoint, and private DNS hides others. */
  PRIVATE_DNS_ON: 'PRIVATE_DNS_ON',
  /** Atlas allows several endpoints in one Region or one in each of several, unless regional mode is on. */
  SINGLE_REGION_RULE: 'SINGLE_REGION_RULE',
  /** A cluster in the Region is paused, and has no connection strings until it is resumed. */
  CLUSTER_PAUSED: 'CLUSTER_PAUSED',
  /** A cluster of a tier below M10, which private endpoints do not reach. */
  CLUSTER_TIER_TOO_SMALL: 'CLUSTER_TIER_TOO_SMALL',
} as const;
export type WarningCode = (typeof Warning)[keyof typeof Warning];
export const WARNING_CODES = Object.values(Warning) as [WarningCode, ...WarningCode[]];

export interface PreflightWarning {
  readonly code: WarningCode;
  /** What was found, with the values. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
}
