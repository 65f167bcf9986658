/** A member, as its own account sees it: without Atlas, and without the records that decide. */
import { SSMClient } from '@aws-sdk/client-ssm';
import { createVpcEndpoints } from '../../lambda/aws/ec2-vpc-endpoints.js';
import { lazyEc2 } from '../../lambda/aws/lazy-ec2.js';
import { createRegistry } from '../../lambda/aws/registry.js';
import type { MemberDescription } from '../../lambda/contract/members.js';
import { awsRegion } from '../../lambda/contract/regions.js';
import type { ClockPort } from '../../lambda/domain/model/ports/clock.js';
import type { VpcEndpointPort } from '../../lambda/domain/model/ports/ec2.js';
import type { RegistryPort } from '../../lambda/domain/model/ports/registry.js';
import type { Place } from '../../lambda/domain/model/values/place.js';
import { clientSettings } from '../aws/client-settings.js';
import { InterfaceEndpoints } from '../aws/interface-endpoints.js';
import { sdkParameterStore } from '../aws/sdk-services.js';
import { CommandError } from '../errors/command-error.js';
import { AwsClock } from '../session/aws-clock.js';
import { memberDescriptionIn, memberStacks } from './member-description.js';

export interface OwnMember {
  readonly place: Place;
  readonly description: MemberDescription;
  readonly endpoints: VpcEndpointPort;
  readonly interfaceEndpoints: InterfaceEndpoints;
  /** Copies of concluded records, and the connection strings. */
  readonly registry: Pick<RegistryPort, 'find' | 'list' | 'connectionStrings'>;
  readonly clock: ClockPort;
}

/**
 * @param region of the member, and of the environment
 * @returns undefined if the account has no member stack in the Region, or if the credentials are of another account
 * @throws CommandError for two hubs, or a parameter that cannot be read; errors of the SDK
 */
export async function openOwnMember(account: string, region: string): Promise<OwnMember | undefined> {
  const clock = new AwsClock();
  const parameters = sdkParameterStore(clock.follow(new SSMClient(clientSettings())));
  const found = await memberStacks(parameters).listStored();
  const own = found.filter(({ ARN = '' }) => ARN.split(':')[4] === account);
  const [first, second] = own;
  if (first === undefined) return undefined;
  if (second !== undefined)
    throw new CommandError(
      `Account ${account} is a member of ${own.length} hubs in ${region}: parameters ${own.map(({ Name }) => Name).join(', ')}.`,
      'Use the credentials of one of the hubs, with --account.',
    );
  const ec2 = lazyEc2();
  return {
    place: { account, region: awsRegion(region) },
    description: memberDescriptionIn(first.Name ?? '', first.Value ?? ''),
    endpoints: createVpcEndpoints(ec2),
    interfaceEndpoints: new InterfaceEndpoints(ec2),
    registry: createRegistry(parameters),
    clock,
  };
}
