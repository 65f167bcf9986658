/** Access to a member's endpoints with the credentials of the hub's account, as the hub's functions have it. */
import { SSMClient } from '@aws-sdk/client-ssm';
import { createNetwork } from '../../lambda/aws/ec2-network.js';
import { createVpcEndpoints } from '../../lambda/aws/ec2-vpc-endpoints.js';
import { lazyEc2 } from '../../lambda/aws/lazy-ec2.js';
import { memberRegistry } from '../../lambda/aws/member-registry.js';
import { createRegistry } from '../../lambda/aws/registry.js';
import { memberLinksPath } from '../../lambda/contract/registry.js';
import type { LogPort } from '../../lambda/domain/model/ports/observability.js';
import type { Place } from '../../lambda/domain/model/values/place.js';
import { clientSettings } from '../aws/client-settings.js';
import { InterfaceEndpoints } from '../aws/interface-endpoints.js';
import { sdkParameterStore } from '../aws/sdk-services.js';
import type { Access } from '../session/access.js';
import type { HubAccess } from './hub-access.js';

/** The hub's records and executions, and the EC2 and the connection strings of the member. */
export function memberAccess(access: Access, hub: HubAccess, place: Place, log: LogPort): Access {
  const caller = hub.callerAt(place);
  const ec2 = lazyEc2(undefined, caller);
  const ofMember = sdkParameterStore(new SSMClient(clientSettings(caller)));
  return {
    ...access,
    isOfMember: true,
    automation: { ...access.automation, ...place },
    endpoints: createVpcEndpoints(ec2),
    interfaceEndpoints: new InterfaceEndpoints(ec2),
    network: createNetwork(ec2),
    registry: memberRegistry(
      createRegistry(access.parameters, memberLinksPath(place)),
      createRegistry(ofMember),
      log,
    ),
  };
}
