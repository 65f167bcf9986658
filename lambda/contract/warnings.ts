/** Findings of preflight, when an endpoint is linked: reasons why the link will not work although it is available. */
export const Warning = {
  /** No security group of the endpoint allows inbound TCP 1024 to 65535. */
  SECURITY_GROUP_CLOSED: 'SECURITY_GROUP_CLOSED',
  /** None of the endpoint's subnets is in an Availability Zone of the endpoint service. */
  NO_SUBNET_IN_SERVICE_ZONE: 'NO_SUBNET_IN_SERVICE_ZONE',
  /** Private DNS is on. Atlas's own names already resolve to the endpoint, and private DNS hides other names. */
  PRIVATE_DNS_ON: 'PRIVATE_DNS_ON',
  /** Unless regional mode is on, Atlas allows either several endpoints in one Region or one in each of several. */
  SINGLE_REGION_RULE: 'SINGLE_REGION_RULE',
  /** A cluster in the Region is paused: it has no connection strings until it is resumed. */
  CLUSTER_PAUSED: 'CLUSTER_PAUSED',
  /** A cluster of a tier below M10, which private endpoints do not reach. */
  CLUSTER_TIER_TOO_SMALL: 'CLUSTER_TIER_TOO_SMALL',
  /** More nodes in the Region than Atlas makes addressable through private endpoints by default. */
  TOO_MANY_TARGETS: 'TOO_MANY_TARGETS',
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
