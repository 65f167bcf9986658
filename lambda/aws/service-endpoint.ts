/**
 * Address of an AWS service: from the environment's settings, or from Region and partition, as the SDK's clients
 * resolve it.
 */
import { type AwsRegion, awsRegion } from '../contract/regions.js';

/** The part of a service's description that determines its address. */
export interface ServiceName {
  /** Name in host names and signatures: `ssm`, `states`, `events`. */
  readonly name: string;
  /** The service's own `AWS_ENDPOINT_URL_…`: `SSM`, `SFN`, `EVENTBRIDGE`. */
  readonly endpointVariable: string;
  /**
   * Whether the host is `<name>-fips`. Default: if FIPS is requested. Each service has its own exception for GovCloud.
   */
  readonly isFipsHost?: (asked: AskedEndpoint) => boolean;
}

export interface AskedEndpoint {
  readonly isGovCloud: boolean;
  readonly region: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

interface Partition {
  readonly regions: RegExp;
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
}

/** The SDK has the same table; a test compares the addresses of both. */
const PARTITIONS: readonly Partition[] = [
  partition(/^cn-/, 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'),
  partition(/^eusc-/, 'amazonaws.eu', 'api.amazonwebservices.eu'),
  partition(/^us-iso-/, 'c2s.ic.gov', 'api.aws.ic.gov'),
  partition(/^us-isob-/, 'sc2s.sgov.gov', 'api.aws.scloud'),
  partition(/^eu-isoe-/, 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'),
  partition(/^us-isof-/, 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'),
];
/** `aws` and `aws-us-gov`. */
const ORDINARY = partition(/^/, 'amazonaws.com', 'api.aws');

function partition(regions: RegExp, dnsSuffix: string, dualStackDnsSuffix: string): Partition {
  return { regions, dnsSuffix, dualStackDnsSuffix };
}

/** The environment has no Region, which the Lambda runtime sets, or an empty one. */
export class RegionMissingError extends Error {
  override readonly name = 'RegionMissingError';
}

/** @throws RegionMissingError */
export function regionOf(environment: Environment): AwsRegion {
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? '';
  if (region !== '') return awsRegion(region);
  throw new RegionMissingError('AWS_REGION is not set. Lambda sets it: call AWS from a function, or set it.');
}

export function serviceEndpoint(service: ServiceName, region: string, environment: Environment): string {
  return endpointSetting(service, environment) ?? endpointIn(service, region, environment);
}

function endpointSetting({ endpointVariable }: ServiceName, environment: Environment): string | undefined {
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  const settings = [environment[`AWS_ENDPOINT_URL_${endpointVariable}`], environment.AWS_ENDPOINT_URL];
  return settings.find((setting) => setting !== undefined && setting !== '');
}

function endpointIn(service: ServiceName, region: string, environment: Environment): string {
  const { dnsSuffix, dualStackDnsSuffix } =
    PARTITIONS.find(({ regions }) => regions.test(region)) ?? ORDINARY;
  const fips = environment.AWS_USE_FIPS_ENDPOINT === 'true';
  const dualStack = environment.AWS_USE_DUALSTACK_ENDPOINT === 'true';
  const asked = { isGovCloud: region.startsWith('us-gov-'), region, fips, dualStack };
  const host = (service.isFipsHost?.(asked) ?? fips) ? `${service.name}-fips` : service.name;
  return `https://${host}.${region}.${dualStack ? dualStackDnsSuffix : dnsSuffix}`;
}
