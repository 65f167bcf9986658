import { vi } from 'vitest';
import { StackTemplate } from '../../../local/aws/cloudformation/stack-template.js';
import type { Statement } from '../../../local/aws/iam/permissions.js';
import type { ResourceStatement } from '../../../local/aws/iam/resource-policy.js';
import { LocalAws, type LocalAwsOptions } from '../../../local/aws/local-aws.js';
import { LocalCloud } from '../../../local/aws/local-cloud.js';
import { Organization } from '../../../local/aws/organization/organization.js';
import { WorldTime } from '../../../local/time/world-time.js';
import { START } from './local-account.js';

export const HUB = '111122223333';
export const MEMBER = '222233334444';
/** Account outside of the organization. */
export const STRANGER = '999988887777';
export const MANAGEMENT = '100000000001';
export const HOME = 'eu-west-1';
export const AWAY = 'eu-central-1';
export const ORGANIZATION = 'o-local00001';
export const UNIT = 'ou-root-members0';

export interface TestOrganization {
  readonly time: WorldTime;
  readonly cloud: LocalCloud;
  readonly organization: Organization;
  /** Returns a place, which is created at its first use. */
  place(account: string, region?: string): LocalAws;
}

const open: { close(): Promise<void> }[] = [];

/** Starts three accounts in two Regions. SDK clients find the server by environment variables. */
export async function startOrganization(options: Partial<LocalAwsOptions> = {}): Promise<TestOrganization> {
  const time = new WorldTime(START);
  const organization = new Organization({ managementAccount: MANAGEMENT, units: [{ unitId: UNIT }] });
  for (const account of [HUB, MEMBER]) organization.put(account, UNIT);
  const cloud = new LocalCloud({ time, organization });
  const places = new Map<string, LocalAws>();
  for (const account of [HUB, MEMBER, STRANGER, MANAGEMENT])
    for (const region of [HOME, AWAY]) {
      const stack = { account, region, stackName: 'Stack' };
      const common = { time, cloud, stack, concurrency: 4, random: () => 0.5, schedulesBeginAtOnce: false };
      const place = new LocalAws({ ...common, throttles: [], settle: () => undefined, ...options });
      places.set(`${account} ${region}`, place);
      open.push(place);
    }
  await cloud.server.start();
  open.push(cloud.server);
  vi.stubEnv('AWS_ENDPOINT_URL', cloud.server.url);
  vi.stubEnv('AWS_REGION', HOME);
  const place = (account: string, region = HOME) => {
    const found = places.get(`${account} ${region}`);
    if (found === undefined) throw new Error(`No place ${account} ${region}`);
    return found;
  };
  return { time, cloud, organization, place };
}

export async function closeOrganizations(): Promise<void> {
  vi.unstubAllEnvs();
  for (const one of open.splice(0)) await one.close();
}

/** SDK client options with this access key. */
export function signedBy(accessKeyId: string, region = HOME) {
  return { region, credentials: { accessKeyId, secretAccessKey: 'local' }, maxAttempts: 1 };
}

export function allow(
  Action: string | string[],
  Resource: string,
  Condition?: Statement['Condition'],
): Statement {
  return { Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

export function trustOf(account: string, Condition: Statement['Condition'] = {}): ResourceStatement {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition };
}

/** Creates these resources in the place. */
export function deployTo(place: LocalAws, resources: Readonly<Record<string, unknown>>): StackTemplate {
  const { account, region } = place;
  const body = JSON.stringify({ Resources: resources });
  const template = new StackTemplate('', { body }, { account, region, stackName: 'Stack' });
  place.deploy(template);
  return template;
}
